"""The three answers as pages, REST and the command line show them."""

from typing import Any

from django.urls import reverse

from throughcare.accounts.actors import Actor
from throughcare.accounts.queries import names_of
from throughcare.agreements.beside import Part
from throughcare.agreements.days import Standing, day_words
from throughcare.agreements.models import Agreement, LightTerms
from throughcare.agreements.numbers import money
from throughcare.agreements.queries.light import asks_of
from throughcare.agreements.queries.terms import QUESTIONS, SPENT
from throughcare.agreements.states import OPEN_STATES
from throughcare.common.clock import today
from throughcare.performance.models import LightReport
from throughcare.performance.queries.light import LightDue, answer_of, may_answer
from throughcare.performance.states import ToldBy

LIGHT_HEAD = ("How it went", "Agreement", "Asked by", "Where it is")
_MOST = 200


def stands_of(light: LightTerms, told: LightReport | None) -> Standing:
    """Told, due, or late."""
    if told:
        return Standing("TOLD", f"Told {day_words(told.sent_on)}", "green")
    if light.report_on < today():
        return Standing("LATE", f"Late: {day_words(light.report_on)}", "red")
    return Standing("DUE", f"Due {day_words(light.report_on)}", "blue")


def answer_rows(told: LightReport) -> list[dict[str, Any]]:
    """Each question with its answer, and who told it how."""
    rows: list[dict[str, Any]] = [
        {"key": question, "value": said} for question, said in zip(QUESTIONS, (told.did, told.changed, told.otherwise), strict=True)
    ]
    if told.spent is not None:
        rows.append({"key": SPENT, "value": money(told.spent)})
    return [*rows, {"key": "Told", "value": how_told(told)}]


def how_told(told: LightReport) -> str:
    """By whom, how, and when."""
    if told.how == ToldBy.LINK:
        return f"By a link, which went to {told.told_by}, {day_words(told.sent_on)}"
    name = names_of([told.sent_by_id]).get(told.sent_by_id, "somebody") if told.sent_by_id else "somebody"
    if told.how == ToldBy.ACCOUNT:
        return f"By {name}, {day_words(told.sent_on)}"
    return f"Told by {told.told_by} on {day_words(told.told_on)}, written down by {name}"


def of_agreement(by: Actor, agreement: Agreement) -> Part | None:
    """For an agreement's own page: of those on the light path, once they are signed."""
    light = asks_of(agreement)
    if light is None or agreement.state in OPEN_STATES:
        return None
    told = answer_of(agreement)
    part = {
        "stands": stands_of(light, told),
        "rows": answer_rows(told) if told else [],
        "may_answer": told is None and may_answer(by, agreement),
        "agreement_id": agreement.pk,
    }
    return Part("performance/_light.html", part)


def light_lines(by: Actor, found: list[LightDue]) -> list[list[object]]:
    """What is to be told; each leads to where it is done."""
    return [
        [
            {"text": f"{one.light.agreement.title}, {one.partner}", "href": reverse("light-report", args=[one.light.agreement_id])},
            one.light.agreement.number,
            day_words(one.light.report_on),
            {"text": stands_of(one.light, None).text, "colour": stands_of(one.light, None).colour},
        ]
        for one in found[:_MOST]
    ]
