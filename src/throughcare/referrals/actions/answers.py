"""The partner's answers, and the referrer's taking back. Each is one step of the table of states."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.common.clock import now, today
from throughcare.common.refusals import Invalid
from throughcare.common.states import Move, Side
from throughcare.common.text import clean
from throughcare.disclosure.actions import withdraw_authority
from throughcare.people.actions import end_involvement
from throughcare.places.models import Scheme
from throughcare.places.queries import terms
from throughcare.referrals import policies
from throughcare.referrals.actions.steps import audit, change, hold, log, tell_office, tell_partner
from throughcare.referrals.models import LogKind, Referral
from throughcare.referrals.states import REFERRAL_STATES, ReferralState

LONGEST_NOTE = 2000
_ANSWERS = {ReferralState.ACCEPTED, ReferralState.DECLINED, ReferralState.WAITLISTED}


def acknowledge_referral(*, by: Actor, referral_id: UUID, seen: int, note: str = "") -> Referral:
    """The partner has it and will answer."""
    return _move(by, referral_id, "acknowledge", seen, note=note)


def accept_referral(*, by: Actor, referral_id: UUID, seen: int, note: str = "") -> Referral:
    """The partner will help."""
    return _move(by, referral_id, "accept", seen, note=note)


def decline_referral(*, by: Actor, referral_id: UUID, seen: int, reason_code: str, note: str = "") -> Referral:
    """The partner can't help, for a coded reason. What was told to it is out of its sight at the next request."""
    return _move(by, referral_id, "decline", seen, reason_code=reason_code, note=note)


def waitlist_referral(*, by: Actor, referral_id: UUID, seen: int, expected_on: date | None, note: str = "") -> Referral:
    """The partner will help when there is a place, expected on a date."""
    return _move(by, referral_id, "waitlist", seen, expected_on=expected_on, note=note)


def withdraw_referral(*, by: Actor, referral_id: UUID, seen: int, reason_code: str, note: str = "") -> Referral:
    """The referrer takes it back, for a coded reason: the ground for telling ends, and with it the partner's sight of what was told."""
    return _move(by, referral_id, "withdraw", seen, reason_code=reason_code, note=note)


VERBS: dict[str, Callable[..., Referral]] = {
    "acknowledge": acknowledge_referral,
    "accept": accept_referral,
    "decline": decline_referral,
    "waitlist": waitlist_referral,
    "withdraw": withdraw_referral,
}


@transaction.atomic
def _move(
    by: Actor, referral_id: UUID, verb: str, seen: int, *, reason_code: str = "", note: str = "", expected_on: date | None = None
) -> Referral:
    """Raises NotFound for strangers, Stale with who did what when somebody was quicker, Refused or Invalid with what to do."""
    referral = hold(by, referral_id, seen)
    note = clean(note)
    if len(note) > LONGEST_NOTE:
        raise Invalid("The message is too long.", {"note": [f"Use {LONGEST_NOTE} characters or fewer; you used {len(note)}"]})
    reasons = [term.code for term in terms(Scheme.DECLINE if verb == "decline" else Scheme.WITHDRAW)]
    move = policies.check_can_move(by, referral, verb, reason_code=reason_code, reasons=reasons, expected_on=expected_on, today=today())
    before, was_sent = referral.state, referral.sent_at is not None
    change(referral, **_written(by, referral, move, reason_code, expected_on))
    code = referral.reason_code if move.needs_reason else ""
    log(by, referral, LogKind.MOVED, verb=verb, from_state=before, to_state=move.reaches, reason_code=code, note=note if was_sent else "")
    audit(by, f"referral.{verb}", referral, to=move.reaches, reason=code)
    if move.by is Side.PARTNER:
        tell_office(by, f"referral.{verb}", referral)
    elif was_sent:
        tell_partner(by, f"referral.{verb}", referral)
    if not REFERRAL_STATES.verbs_from(move.reaches):
        _close(by, referral, move)
    return referral


def _written(by: Actor, referral: Referral, move: Move, reason_code: str, expected_on: date | None) -> dict[str, Any]:
    """The columns a move changes besides the version."""
    values: dict[str, Any] = {"state": move.reaches}
    if move.needs_reason:
        values["reason_code"] = reason_code
    if move.reaches in _ANSWERS:
        values["answered_at"] = now()
    if move.reaches == ReferralState.WAITLISTED:
        values["expected_on"] = expected_on
    if move.by is Side.PARTNER and referral.worker_id is None:
        values["worker_id"] = by.user_id
    return values


def _close(by: Actor, referral: Referral, move: Move) -> None:
    """Last of all: after this the partner's side can read nothing about the person any more, in this transaction either."""
    if move.by is Side.REFERRER:
        withdraw_authority(by=by, about=referral.ref)
    end_involvement(by=by, because=referral.ref)
