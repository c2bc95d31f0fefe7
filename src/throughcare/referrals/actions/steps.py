"""What every change of a referral shares: hold the row, compare versions, write, log, audit, tell."""

import secrets
from typing import Any
from uuid import UUID

from django.utils import timezone

from throughcare.accounts.actors import Actor
from throughcare.accounts.queries import names_of
from throughcare.audit.actions import record
from throughcare.common.clock import now
from throughcare.common.refusals import NotFound, Stale
from throughcare.notices.actions import post
from throughcare.people.queries.limits import users_kept_from
from throughcare.referrals.models import LogEntry, LogKind, Referral
from throughcare.referrals.queries import because_of, locked_referral
from throughcare.referrals.queries.access import still_with, who_answers
from throughcare.referrals.states import DONE

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read as another over the phone


def new_reference() -> str:
    """TC-7K3M-9QXW: 30⁸ of them, and the database lets none be used twice."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"TC-{letters[:4]}-{letters[4:]}"


def user_of(by: Actor) -> UUID:
    """Who does it: a referral passes between people, so a system actor can't."""
    if by.user_id is None:
        raise NotFound
    return by.user_id


def hold(by: Actor, referral_id: UUID, seen: int) -> Referral:
    """The row, held until the transaction ends. Raises NotFound for strangers, Stale when somebody changed it since version `seen`."""
    referral = locked_referral(by, referral_id)
    if referral.version != seen:
        raise Stale(what_happened(by, referral))
    return referral


def what_happened(by: Actor, referral: Referral) -> str:
    """Who did what since the reader looked, and what to do now."""
    entry = LogEntry.objects.filter(referral=referral).exclude(kind=LogKind.NOTE).order_by("-at", "-id").first()
    if entry is None:
        return f"Referral {referral.reference} has changed since you opened it. Look at it again."
    who = "You" if entry.by_id == by.user_id else names_of([entry.by_id]).get(entry.by_id, "Somebody") if entry.by_id else "Somebody"
    at = timezone.localtime(entry.at)
    clock = f"{at.day} {at:%B} at {at:%H:%M}"
    has = "have" if who == "You" else "has"
    what = (
        f"{has} already {DONE[entry.verb]} referral {referral.reference}"
        if entry.kind == LogKind.MOVED
        else f"{has} changed referral {referral.reference}"
    )
    return f"{who} {what} ({clock}). Look at it again before you go on."


def change(referral: Referral, **values: Any) -> None:
    """Write these columns under the next version. Raises Stale when the version held is no longer the row's."""
    values |= {"version": referral.version + 1, "changed_at": now()}
    if not Referral.objects.filter(pk=referral.pk, version=referral.version).update(**values):
        raise Stale(f"Referral {referral.reference} has changed since you opened it. Look at it again.")
    for name, value in values.items():
        setattr(referral, name, value)


def log(by: Actor, referral: Referral, kind: LogKind, *, note: str = "", **more: str) -> None:
    """One line of the log both sides see; words to the other side stand in a row of their own."""
    rows = [LogEntry(referral=referral, person_id=referral.person_id, kind=kind, by_id=by.user_id, **more)]
    if note:
        rows.append(LogEntry(referral=referral, person_id=referral.person_id, kind=LogKind.NOTE, note=note, by_id=by.user_id))
    LogEntry.objects.bulk_create(rows)


def audit(by: Actor, verb: str, referral: Referral, **detail: Any) -> None:
    """The audit row of a change. Written before an involvement is ended: it names what the change rested on."""
    because = because_of(by, [referral.person_id], [referral.pk])
    record(by=by, verb=verb, persons=[referral.person_id], compartments=["C7"], because=because, about=referral.ref, detail=detail)


def tell_partner(by: Actor, kind: str, referral: Referral) -> None:
    """The worker who took it; the whole team while nobody has, when that one has left, or limited access keeps them from the person by now."""
    took = still_with(referral.pk) if referral.worker_id else None
    if took is None or users_kept_from(referral.person_id, [took]):
        post(by=by, to_team=referral.to_team_id, kind=kind, about=referral.ref)
    elif took != by.user_id:
        post(by=by, to_user=took, kind=kind, about=referral.ref)


def tell_office(by: Actor, kind: str, referral: Referral) -> None:
    """Whoever answers for the person now: see `whose_is`. Not whoever did it themselves."""
    for _, worker, office in who_answers([referral.pk]):
        if worker is None or worker != by.user_id:
            post(by=by, to_user=worker, to_team=office, kind=kind, about=referral.ref)
