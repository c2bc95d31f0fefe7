"""May this be done, to this record, now? Each check says no with a sentence the reader can act on. Policies look only at what they are handed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.timezone import localtime

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.clock import today
from throughcare.common.refusals import Invalid, Refused, TooMany
from throughcare.common.states import Move, Side
from throughcare.people.models import Disagreement, Involvement, Merge
from throughcare.people.states import MergeState

LONGEST_NOTE = 2000
LONGEST_WORDS = 4000
LONGEST_CASE_NOTE = 12_000
LONGEST_AHEAD = 366  # days
MOST_ROWS = 200  # people changed at once


def check_can_import(by: Actor) -> None:
    """People are brought in by the records role, or by a command that acts for it."""
    by.check(Permission.PERSON_IMPORT)


def check_can_change_record(*, works: bool) -> None:
    """Who somebody is and where they are is changed by the office that works with them, not by who opened the record for an hour."""
    if not works:
        raise Refused(
            "Your team doesn't work with this person, so it can't change the record. Tell the person's case manager what is wrong."
        )


def check_can_involve(by: Actor, own: Iterable[Involvement], compartments: Iterable[str]) -> None:
    """A team involves another for no more than it sees itself."""
    if by.system:
        return
    held = [set(i.compartments) for i in own if i.compartments]
    if not held:
        raise Refused("Your team doesn't work with this person, so it can't involve another team. Ask the person's case manager.")
    if not any(set(compartments) <= mine for mine in held):
        raise Refused("Your team can't show another team more of a record than it sees itself.")


def check_can_answer(disagreement: Disagreement, answered_by: str) -> None:
    """One answer to each disagreement."""
    if disagreement.answered_at is not None:
        raise Refused(f"{answered_by or 'Somebody'} has already answered this. Their answer is shown on this page.")


def is_open(involvement: Involvement, at: datetime) -> bool:
    """Whether it counts at this moment."""
    return involvement.starts_at <= at and (involvement.ends_at is None or involvement.ends_at > at)


def check_can_hand_on(by: Actor, has: Sequence[UUID], *, nobody: bool) -> None:
    """Whoever has somebody on their caseload, or covers, hands them on; a team manager anybody of the team.

    has: the workers who have them now. nobody: no main worker does, so that anybody of the office may take them.
    """
    if by.may(Permission.CASELOAD_MANAGE) or nobody or (by.user_id and by.user_id in has):
        return
    raise Refused("They are on a colleague's caseload. Ask that colleague, or your team manager.")


def check_is_among(worker_id: UUID, workers: Mapping[UUID, str], office: str) -> None:
    """A caseload belongs to somebody who works in the office."""
    if worker_id not in workers:
        sentence = f"Choose somebody who has a caseload in {office}."
        raise Invalid(sentence, {"worker": [sentence]})


def check_days(first: date, last: date, *, field: str) -> None:
    """From today on, in order, and not further than a year away."""
    now = today()
    if first < now:
        raise Invalid("The day has passed.", {field: ["Choose today or a later day."]})
    if last < first:
        raise Invalid("The days are out of order.", {field: ["The last day can't be before the first."]})
    if last > now + timedelta(days=LONGEST_AHEAD):
        raise Invalid("The day is too far away.", {field: [f"Choose a day within {LONGEST_AHEAD} days."]})


def check_can_decide(by: Actor, merge: Merge, move: Move) -> None:
    """Two officers: who asked decides nothing but to take it back."""
    asked_by = merge.proposed_by_id if merge.state == MergeState.PROPOSED else merge.part_by_id
    if move.by is Side.SECOND and by.user_id in (None, asked_by):
        raise Refused("You asked for this yourself. Another records officer decides.")
    if move.verb == "withdraw" and by.user_id != asked_by:
        raise Refused("Only who asked for this can take it back. You can refuse it.")


@dataclass(frozen=True)
class Opened:
    """How many people's records the reader has opened, with those they want now (in_…) and before (had_…); how many they
    may; when the next one may be opened."""

    in_hour: int
    in_day: int
    most_hour: int
    most_day: int
    again_at: datetime | None
    had_hour: int = 0
    had_day: int = 0


class TooManyRecords(TooMany):
    """One record more than somebody may open for now. opened: the count behind it."""

    def __init__(self, opened: Opened, at: datetime) -> None:
        self.opened = opened
        again = opened.again_at or at
        day = opened.in_day > opened.most_day
        many = f"{opened.most_day} people's records today" if day else f"{opened.most_hour} people's records within an hour"
        when = "tomorrow" if day else f"at {localtime(again):%H:%M}"
        super().__init__(
            f"You have opened {many}, as many as you may. You can open another {when}; those of the last hour, and your own caseload, stay open. "
            "Your team's manager can let you open more today, and so can the privacy officer: they have been told.",
            int((again - at).total_seconds()),
        )


def check_can_open(opened: Opened, at: datetime) -> None:
    """Nobody needs the records of so many people they don't work with themselves; who does is let by a second person."""
    if opened.in_hour > opened.most_hour or opened.in_day > opened.most_day:
        raise TooManyRecords(opened, at)
