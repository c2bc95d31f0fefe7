"""What a site's team does with its return: answers of each partner, adds those it found, hands it in. It is handed back, and reminded of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.clock import today
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotAllowed, Refused, Stale
from throughcare.notices.actions import post
from throughcare.partners.actions.checks import Checks
from throughcare.partners.models import OrganizationKind
from throughcare.relationships.models import ReturnLine, SiteReturn, StockTake
from throughcare.relationships.queries.stocktakes import get_line, get_return, get_stock_take, may_answer
from throughcare.relationships.states import (
    LONGEST_REASON,
    MOST_FOUND,
    REMIND_BEFORE,
    REMIND_EVERY,
    RETURN_STATES,
    HasAgreement,
    LineAnswer,
    ReturnState,
    StockTakeState,
)

_CHANGED = "Somebody else changed this return since you opened it. Look at what it says now, then try again."
_VERBS = {"hand_in": "stocktake.return.hand_in", "hand_back": "stocktake.return.hand_back"}
_OF_REGISTER = [LineAnswer.STILL, LineAnswer.CHANGED, LineAnswer.ENDED, LineAnswer.UNKNOWN]
_LONGEST = {"since": 60, "purpose": 500, "agreement_words": 300, "enhance": 1000, "changed": 1000}


@dataclass(frozen=True, kw_only=True)
class LineSaid:
    """What a site says of one partner. answer: a code of LineAnswer. own_answers: to the stock-take's own questions, in their order.

    name, kind: of a partner that was found (answer FOUND), and of no other.
    """

    answer: str
    since: str = ""
    purpose: str = ""
    agreement: str = ""
    agreement_words: str = ""
    enhance: str = ""
    changed: str = ""
    own_answers: Sequence[str] = ()
    name: str = ""
    kind: str = ""


@transaction.atomic
def answer_line(*, by: Actor, line_id: UUID, said: LineSaid, seen: int) -> ReturnLine:
    """Say how it is with one partner. Raises NotFound, NotAllowed, Refused, Invalid and Stale."""
    found = get_line(by, line_id)
    check_may_answer(by, found.site_return)
    if found.version != seen:
        raise Stale(_CHANGED)
    if found.settled:
        raise Refused("Whoever keeps the register has settled this one already.")
    is_found = found.answer == LineAnswer.FOUND
    values = _values(said, found.site_return, is_found=is_found)
    if not ReturnLine.objects.filter(pk=line_id, version=seen).update(**values, version=seen + 1):
        raise Stale(_CHANGED)
    _note(by, "stocktake.line.answered", found.site_return)
    return get_line(by, line_id)


@transaction.atomic
def confirm_lines(*, by: Actor, return_id: UUID, line_ids: Sequence[UUID]) -> SiteReturn:
    """Say of several partners nobody answered of yet that they are still active; other lines stay. Raises NotFound, NotAllowed and Refused."""
    found = get_return(by, return_id)
    check_may_answer(by, found)
    rows = ReturnLine.objects.filter(site_return=found, pk__in=line_ids, answer="")
    if rows.update(answer=LineAnswer.STILL, version=F("version") + 1):
        _note(by, "stocktake.line.answered", found)
    return found


@transaction.atomic
def add_found(*, by: Actor, return_id: UUID, said: LineSaid) -> ReturnLine:
    """Write down a partner the register did not have for this site. Raises NotFound, NotAllowed, Refused and Invalid."""
    found = get_return(by, return_id)
    check_may_answer(by, found)
    if ReturnLine.objects.filter(site_return=found, answer=LineAnswer.FOUND).count() >= MOST_FOUND:
        raise Refused(f"One return takes {MOST_FOUND} new partners. Send the rest as a list to whoever keeps the register.")
    made = ReturnLine(site_return=found, **_values(said, found, is_found=True))
    made.save(force_insert=True)
    _note(by, "stocktake.found.added", found)
    return get_line(by, made.pk)


@transaction.atomic
def move_return(*, by: Actor, return_id: UUID, verb: str, seen: int, reason: str = "") -> SiteReturn:
    """Hand it in, by its team or for it; or hand it back to the team, which is told. Raises NotFound, NotAllowed, Refused, Invalid and Stale."""
    found, checks = get_return(by, return_id), Checks()
    if verb not in RETURN_STATES.verbs:
        raise Refused(f"Nothing is called {verb[:40]}. Use one of: {', '.join(RETURN_STATES.verbs)}.")
    check_may_move(by, found, verb)
    if found.version != seen:
        raise Stale(_CHANGED)
    move = RETURN_STATES.check(found.state, verb)
    if found.stock_take.state != StockTakeState.OPEN:
        raise Refused("This stock-take is not open: nothing in it is handed in or back.")
    values: dict[str, object] = {"state": move.reaches}
    if verb == "hand_back":
        values["reason"] = checks.text("reason", reason, LONGEST_REASON, needed="Say why: the team reads it.")
        checks.done("Say why.")
    else:
        _check_answered(found)
        values |= {"handed_in_on": today(), "handed_in_by": by.user_id}
    if not SiteReturn.objects.filter(pk=return_id, version=seen).update(**values, version=seen + 1):
        raise Stale(_CHANGED)
    _note(by, _VERBS[verb], found)
    if verb == "hand_back":
        _tell(by, "stocktake.handed_back", found)
    return get_return(by, return_id)


def _check_answered(found: SiteReturn) -> None:
    left = ReturnLine.objects.filter(site_return=found, answer="").count()
    if left:
        raise Refused(f"{left} {'partner has' if left == 1 else 'partners have'} no answer yet. “We don't know” is an answer too.")


@transaction.atomic
def remind_of_returns(*, by: Actor) -> int:
    """Every night: teams whose return waits, from a week before the last day, once a week. Returns how many. by: the job."""
    day = today()
    due = Q(reminded_on__isnull=True) | Q(reminded_on__lte=day - timedelta(days=REMIND_EVERY))
    return _remind(by, due & Q(stock_take__deadline__lte=day + timedelta(days=REMIND_BEFORE)))


@transaction.atomic
def remind_sites(*, by: Actor, stock_take_id: UUID) -> StockTake:
    """Now, of one stock-take: all whose return waits, but those reminded today. Raises NotFound, NotAllowed and Refused."""
    by.check(Permission.PARTNER_EDIT)
    found = get_stock_take(by, stock_take_id)
    if found.state != StockTakeState.OPEN:
        raise Refused("This stock-take is not open: nobody has anything to hand in.")
    _remind(by, Q(stock_take=found) & (Q(reminded_on__isnull=True) | Q(reminded_on__lt=today())))
    record(by=by, verb="stocktake.reminded", about=Ref("relationships.stocktake", found.pk))
    return found


def _remind(by: Actor, which: Q) -> int:
    rows = SiteReturn.objects.filter(which, state=ReturnState.WAITING, stock_take__state=StockTakeState.OPEN).order_by("id")
    found = list(rows)
    for row in found:
        _tell(by, "stocktake.reminder", row)
    SiteReturn.objects.filter(pk__in=[row.pk for row in found]).update(reminded_on=today())
    return len(found)


def check_may_move(by: Actor, found: SiteReturn, verb: str) -> None:
    """Raises NotAllowed for whoever may not take this step of this return, whatever its state."""
    if verb == "hand_back":
        by.check(Permission.PARTNER_EDIT)
    else:
        _check_is_theirs(by, found)


def check_may_answer(by: Actor, found: SiteReturn) -> None:
    """Raises NotAllowed for whoever is not of its team, and Refused when it takes no more answers."""
    _check_is_theirs(by, found)
    if not may_answer(by, found):
        raise Refused("This return takes no more answers: it is handed in, or its stock-take is not open.")


def _check_is_theirs(by: Actor, found: SiteReturn) -> None:
    """Raises NotAllowed for whoever is neither of its team nor keeps the register."""
    if not by.may(Permission.PARTNER_EDIT) and found.team_id not in by.teams:
        raise NotAllowed("There is nothing at this address that you can see.")


def _note(by: Actor, verb: str, found: SiteReturn) -> None:
    record(by=by, verb=verb, about=Ref("relationships.sitereturn", found.pk))


def _tell(by: Actor, kind: str, found: SiteReturn) -> None:
    post(by=by, kind=kind, about=Ref("relationships.sitereturn", found.pk), to_team=found.team_id)


def _values(said: LineSaid, found: SiteReturn, *, is_found: bool) -> dict[str, object]:
    checks = Checks()
    values: dict[str, object] = {name: checks.text(name, getattr(said, name), most) for name, most in _LONGEST.items()}
    if said.agreement:
        checks.one_of("agreement", said.agreement, HasAgreement.values)
    own = [checks.text("own_answers", words, 1000) for words in said.own_answers]
    if len(own) > len(found.stock_take.own_questions):
        checks.wrong("own_answers", "There are more answers than questions.")
    values |= {"agreement": said.agreement, "own_answers": own, "answer": LineAnswer.FOUND if is_found else said.answer}
    if is_found:
        values["name"] = checks.text("name", said.name, 300, needed="Enter the name of the partner.")
        values["kind"] = checks.one_of("kind", said.kind, OrganizationKind.values) if said.kind else ""
    else:
        checks.one_of("answer", said.answer, _OF_REGISTER)
    if checks.errors:
        raise Invalid("Something about the answer can't be used.", checks.errors)
    return values
