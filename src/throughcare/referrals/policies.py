"""May this be done, to this referral, now? Each check says no with a sentence the person can act on.

Policies look only at what they are handed; actions load it.
"""

from collections.abc import Iterable
from datetime import date

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.refusals import Invalid, NotFound, Refused
from throughcare.common.states import Move, Side
from throughcare.disclosure.models import Authority
from throughcare.matching.fit import Fit
from throughcare.referrals.models import Referral, ReferralNote
from throughcare.referrals.states import REFERRAL_STATES, UNANSWERED, ReferralState
from throughcare.services.models import Service

LONGEST_DAYS = 730  # an answer, or a place, later than this is a typing error


def side_of(by: Actor, referral: Referral) -> Side:
    """Which side the reader stands on. Somebody who may only look is on nobody's."""
    if referral.to_team_id in by.teams and by.may(Permission.REFERRAL_ANSWER):
        return Side.PARTNER
    if by.may(Permission.REFERRAL_SEND) and referral.to_team_id not in by.teams:
        return Side.REFERRER
    return Side.NOBODY


def check_side(by: Actor, referral: Referral, side: Side) -> None:
    """Raise unless the reader acts for this side: Refused for the other side, NotFound for somebody who may only look."""
    stands = side_of(by, referral)
    if stands is Side.NOBODY:
        raise NotFound
    if stands is not side:
        whose = "the service it was sent to" if side is Side.PARTNER else "the office that made it"
        raise Refused(f"Only {whose} can do this with referral {referral.reference}.")


def check_can_move(
    by: Actor, referral: Referral, verb: str, *, reason_code: str, reasons: Iterable[str], expected_on: date | None, today: date
) -> Move:
    """The move, or a refusal: not this side's, not from this state, no reason or date where one is needed."""
    check_side(by, referral, REFERRAL_STATES.move(verb).by)
    move = REFERRAL_STATES.check(referral.state, verb)
    if move.needs_reason and reason_code not in set(reasons):
        raise Invalid("Select a reason from the list.", {"reason_code": ["Select a reason from the list"]})
    if move.reaches == ReferralState.WAITLISTED:
        check_coming_date(expected_on, today, "expected_on", "when you expect a place")
    return move


def check_coming_date(day: date | None, today: date, field: str, what: str) -> None:
    """Raise Invalid unless `day` is today or later, and within two years."""
    problem = ""
    if day is None:
        problem = f"Enter {what}"
    elif day < today:
        problem = f"Enter {what}: today or later"
    elif (day - today).days > LONGEST_DAYS:
        problem = f"Enter {what}: not more than two years from now"
    if problem:
        raise Invalid(f"{problem}.", {field: [problem]})


def check_is_draft(referral: Referral) -> None:
    """Raise Refused unless it is still a draft."""
    if referral.state != ReferralState.DRAFT:
        raise Refused(
            f"Referral {referral.reference} is “{referral.get_state_display()}”: only a draft can be changed. Ask a question or withdraw it instead."
        )


def check_can_use(service: Service, stopped: str) -> None:
    """Raise Refused when no agreement lets the service be used for somebody new. stopped: why not, empty when nothing stands in the way."""
    if stopped:
        raise Refused(f"You can't refer anybody new to {service.name}. {stopped}")


def check_can_send(
    referral: Referral,
    *,
    listed: bool,
    stops: str,
    stopped: str,
    fit: Fit,
    note: ReferralNote | None,
    authority: Authority | None,
    today: date,
) -> None:
    """Raise Refused unless every part is there, the service is still listed and fits, and there is a lawful ground to tell the partner.

    stops: why no referral goes there at all; stopped: why no agreement lets it be used for somebody new. Empty: nothing stands in the way.
    """
    if not listed:
        raise Refused(
            f"{referral.service.name} is not in your directory any more. Choose another service, or ask your partnership manager."
        )
    check_can_use(referral.service, stopped)
    if stops:
        raise Refused(f"{stops} Choose another service, or ask your partnership manager.")
    if failed := fit.failed:
        raise Refused(f"{referral.service.name} can't take this person. {failed[0].sentence} Choose another service.")
    if referral.answer_by is None or referral.answer_by < today:
        raise Refused("Choose the date you need an answer by: today or later.")
    if note is None or not note.reason:
        raise Refused("Say why you refer the person before you send.")
    if not referral.to_disclose:
        raise Refused("Choose what to tell the service before you send.")
    if authority is None:
        raise Refused("Record that the person agrees, or the legal authority you rely on, before you send.")


def check_can_take(by: Actor, referral: Referral) -> None:
    """Raise Refused unless the partner still has something to do with it."""
    check_side(by, referral, Side.PARTNER)
    if not REFERRAL_STATES.verbs_from(referral.state):
        raise Refused(f"Referral {referral.reference} is “{referral.get_state_display()}”: there is nothing left to take on.")


def check_can_ask(by: Actor, referral: Referral) -> None:
    """A question comes before the answer."""
    check_side(by, referral, Side.PARTNER)
    if referral.state not in UNANSWERED:
        raise Refused(f"Referral {referral.reference} is “{referral.get_state_display()}”: questions are asked before the answer is given.")


def check_can_reply(by: Actor, referral: Referral) -> None:
    """A reply reaches the partner only while the referral is open."""
    check_side(by, referral, Side.REFERRER)
    if not REFERRAL_STATES.verbs_from(referral.state):
        raise Refused(f"Referral {referral.reference} is “{referral.get_state_display()}”: the service can't read a reply any more.")


def check_words(text: str, what: str, field: str = "text") -> None:
    """Raise Invalid when there is nothing to read."""
    if not text:
        raise Invalid(f"{what}.", {field: [what]})
