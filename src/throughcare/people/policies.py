"""May this be done, to this record, now? Each check says no with a sentence the reader can act on. Policies look only at what they are handed."""

from collections.abc import Iterable
from datetime import datetime

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.refusals import Refused
from throughcare.people.models import Disagreement, Involvement

LONGEST_NOTE = 2000
LONGEST_WORDS = 4000
LARGEST_FILE = 20 * 1024 * 1024


def check_can_import(by: Actor) -> None:
    """People are brought in by the records role, or by a command that acts for it."""
    by.check(Permission.PERSON_IMPORT)


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
