"""Risks and meetings of an agreement put together as pages and the command line show them."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.agreements.days import Standing, day_words
from throughcare.agreements.models import Agreement, Meeting, Risk
from throughcare.agreements.queries.shown import Words
from throughcare.agreements.queries.watching import page_of_meetings, page_of_risks
from throughcare.agreements.states import (
    CONSEQUENCES,
    HIGHEST,
    LEVELS,
    LIKELIHOODS,
    OVER_STATES,
    RISK_STATES,
    RISK_WORDS,
    RiskState,
    SharedWith,
)
from throughcare.common.clock import today

RISKS_HEAD = ("What may go wrong", "How high", "Looked at next")
MEETINGS_HEAD = ("Day", "With", "What was agreed")
_ON_PAGE = 20
_LONGEST_LINE = 160


def level_of(risk: Risk) -> Standing:
    """How high it is: likelihood times consequence, in a word and a colour."""
    code, colour = next((word, colour) for least, word, colour in LEVELS if risk.level >= least)
    return Standing(code.upper().replace(" ", "_"), f"{code}: {risk.level}", colour)


def stands_of(risk: Risk) -> Standing:
    """Closed, to be looked at, or how high it is."""
    if risk.state == RiskState.CLOSED:
        return Standing("CLOSED", f"Closed {day_words(risk.state_since)}", "grey")
    return level_of(risk)


def review_words(risk: Risk) -> str:
    """The day it is looked at next, and whether that has passed."""
    if risk.state == RiskState.CLOSED:
        return "It is closed"
    return day_words(risk.review_on) + (" (its day has passed)" if risk.review_on < today() else "")


def with_whom(one: Risk | Meeting) -> str:
    """Who reads it beside us, by name."""
    return one.party.name if one.party else SharedWith(one.shared).label


def risk_lines(rows: Sequence[Risk]) -> list[list[object]]:
    """A line of the table for each."""
    return [
        [
            {"text": one.what, "href": reverse("agreement-risk", args=[one.agreement_id, one.pk])},
            {"text": stands_of(one).text, "colour": stands_of(one).colour},
            review_words(one),
        ]
        for one in rows
    ]


def meeting_lines(rows: Sequence[Meeting]) -> list[list[object]]:
    """As above."""
    return [
        [
            {"text": day_words(one.held_on), "href": reverse("agreement-meeting", args=[one.agreement_id, one.pk])},
            with_whom(one),
            one.agreed if len(one.agreed) <= _LONGEST_LINE else f"{one.agreed[:_LONGEST_LINE]}…",
        ]
        for one in rows
    ]


def risk_rows(risk: Risk, known: Words, *, is_ours: bool) -> list[dict[str, Any]]:
    """What its page says."""
    rows: list[dict[str, Any]] = [
        {"key": "How likely", "value": f"{risk.likelihood} of {HIGHEST}: {LIKELIHOODS[risk.likelihood - 1].lower()}"},
        {"key": "How much it would do", "value": f"{risk.consequence} of {HIGHEST}: {CONSEQUENCES[risk.consequence - 1].lower()}"},
        {"key": "How high", "value": f"{level_of(risk).text} of {HIGHEST**2}"},
        {"key": "What is done about it", "value": risk.doing or "Nothing yet"},
        {"key": "Looked at next", "value": review_words(risk)},
    ]
    owner = known.owner(risk)
    rows += [{"key": "Who watches it in the department", "value": owner}] if owner or is_ours else []
    rows.append({"key": "Who reads it beside the department", "value": "Nobody" if risk.shared == SharedWith.OURS else with_whom(risk)})
    rows += [{"key": "Why", "value": risk.state_reason}] if risk.state_reason else []
    return rows


def meeting_rows(one: Meeting) -> list[dict[str, Any]]:
    """What its page says."""
    rows: list[dict[str, Any]] = [
        {"key": "With", "value": with_whom(one)},
        {"key": "Who was there", "value": one.present},
        {"key": "What was agreed", "value": one.agreed},
    ]
    return rows + ([{"key": "The next one", "value": day_words(one.next_on)}] if one.next_on else [])


def risk_steps(risk: Risk) -> list[tuple[str, str]]:
    """What whoever writes agreements may do with it: an address and a title."""
    steps = [(reverse("agreement-risk-change", args=[risk.agreement_id, risk.pk]), "Look at it again, and say how it is now")]
    steps = steps if risk.state == RiskState.OPEN else []
    verbs = RISK_STATES.verbs_from(risk.state)
    return steps + [(reverse("agreement-risk-move", args=[risk.agreement_id, risk.pk, verb]), RISK_WORDS[verb].title) for verb in verbs]


def of_page(by: Actor, agreement: Agreement) -> dict[str, object]:
    """For the agreement's own page: the first of each, and the way to the rest."""
    may = by.may(Permission.AGREEMENT_EDIT) and not agreement.is_history
    risks, meetings = page_of_risks(by, agreement, size=_ON_PAGE), page_of_meetings(by, agreement, size=_ON_PAGE)
    return {
        "risks": risk_lines(risks.rows),
        "risks_head": RISKS_HEAD,
        "more_risks": risks.next is not None,
        "meetings": meeting_lines(meetings.rows),
        "meetings_head": MEETINGS_HEAD,
        "more_meetings": meetings.next is not None,
        "may_risk": may and agreement.state not in OVER_STATES,
        "may_meet": may,
    }
