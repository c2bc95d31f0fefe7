"""Whether an agreement holds on a day: of its state and its days together, so that no job must run for it to be true.

Said twice, for one agreement in hand and for a list; a test holds the two equal.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from throughcare.agreements.states import ENDS_SOON_DAYS, HOLDING_STATES, AgreementState

_STATES = ", ".join(f"'{state.value}'" for state in HOLDING_STATES)


def in_force(state: str, starts_on: date | None, ends_on: date | None, on: date) -> bool:
    """ends_on is the last day it holds; None: open-ended."""
    return state in HOLDING_STATES and starts_on is not None and starts_on <= on and (ends_on is None or on <= ends_on)


def in_force_sql(row: str, day: str) -> str:
    """SQL that says the same. row: the agreement's alias; day: an SQL date."""
    return (
        f"({row}.state in ({_STATES}) and {row}.starts_on is not null and {row}.starts_on <= {day}"
        f" and ({row}.ends_on is null or {day} <= {row}.ends_on))"
    )


@dataclass(frozen=True)
class Standing:
    """How an agreement stands on a day. code: IN_FORCE, ENDS_SOON, NOT_BEGUN, ENDED, or its state where that says it all."""

    code: str
    text: str
    colour: str


_PLAIN = {
    AgreementState.DRAFT: ("Draft", "grey"),
    AgreementState.IN_NEGOTIATION: ("In negotiation", "blue"),
    AgreementState.SUSPENDED: ("Suspended", "yellow"),
    AgreementState.TERMINATED: ("Terminated", "grey"),
}


def standing(state: str, starts_on: date | None, ends_on: date | None, on: date) -> Standing:
    """In words and a colour."""
    if state in _PLAIN:
        return Standing(state, *_PLAIN[AgreementState(state)])
    if state == AgreementState.EXPIRED or (ends_on is not None and ends_on < on):
        return Standing("ENDED", f"Ended {day_words(ends_on)}".strip(), "red")
    if starts_on is None or on < starts_on:
        return Standing("NOT_BEGUN", f"Signed: begins {day_words(starts_on)}", "blue")
    if ends_on is None:
        return Standing("IN_FORCE", "In force", "green")
    if ends_on <= on + timedelta(days=ENDS_SOON_DAYS):
        return Standing("ENDS_SOON", f"Ends {day_words(ends_on)}", "orange")
    return Standing("IN_FORCE", f"In force until {day_words(ends_on)}", "green")


def day_words(day: date | None) -> str:
    """3 November 2026; nothing for no day."""
    return f"{day.day} {day:%B %Y}" if day else ""


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
