"""The way of a referral in tests, one step a function; each step is a transaction of its own, as a request is."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.cast import Cast
from throughcare.common.clock import today
from throughcare.referrals import actions, queries
from throughcare.referrals.models import Referral

REASON = "Wants a room near whānau when released"


def as_(cast: Cast, who: str, action: Any, **values: Any) -> Any:
    """One action by one member of the cast, in a transaction of its own."""
    actor = cast.actor(who)
    with cast.reading(who):
        return action(by=actor, **values)


def seen(cast: Cast, referral_id: UUID, who: str = "case_manager") -> int:
    """The version this member sees now."""
    with cast.reading(who):
        return Referral.objects.values_list("version", flat=True).get(pk=referral_id)


def draft(cast: Cast, who: str = "case_manager", *, need: UUID | None = None, service: UUID | None = None) -> Referral:
    """An empty draft."""
    made: Referral = as_(cast, who, actions.make_draft, need_id=need or cast.need, service_id=service or cast.service)
    return made


def complete(cast: Cast, who: str = "case_manager", codes: tuple[str, ...] = ("age", "release"), **where: Any) -> Referral:
    """A draft with every part done."""
    made = draft(cast, who, **where)
    day = today() + timedelta(days=7)
    as_(cast, who, actions.set_urgency, referral_id=made.pk, urgency="SOON", answer_by=day, seen=made.version)
    as_(cast, who, actions.set_reason, referral_id=made.pk, reason=REASON, more="", seen=made.version + 1)
    as_(cast, who, actions.set_authority, referral_id=made.pk, ground="AGREEMENT", how="Said so at our meeting", seen=made.version + 2)
    done: Referral = as_(cast, who, actions.choose_lines, referral_id=made.pk, codes=codes, seen=made.version + 3)
    return done


def digest(cast: Cast, referral_id: UUID, who: str = "case_manager") -> str:
    """What the check page would show, as its digest."""
    actor = cast.actor(who)
    with cast.reading(who):
        return queries.get_draft(actor, referral_id).digest


def sent(cast: Cast, who: str = "case_manager", **where: Any) -> Referral:
    """A referral on its way."""
    made = complete(cast, who, **where)
    shown = digest(cast, made.pk, who)
    done: Referral = as_(cast, who, actions.send_referral, referral_id=made.pk, seen=made.version, shown=shown)
    return done


def answer(cast: Cast, referral_id: UUID, verb: str, who: str = "partner_worker", **values: Any) -> Referral:
    """One move by the partner (or, to withdraw, by the referrer)."""
    done: Referral = as_(cast, who, actions.VERBS[verb], referral_id=referral_id, seen=seen(cast, referral_id, who), **values)
    return done
