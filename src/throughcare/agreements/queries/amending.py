"""Amendments put together as pages and REST show them."""

from typing import Any

from django.urls import reverse

from throughcare.agreements.days import Standing, day_words
from throughcare.agreements.models import Agreement, Amendment
from throughcare.agreements.numbers import money
from throughcare.agreements.queries.agreements import value_of
from throughcare.agreements.queries.amendments import missing_signatures, total_with
from throughcare.agreements.states import AMENDMENT_STATES, AMENDMENT_WORDS, SIGNS, AmendmentState

COLOURS = {"DRAFT": "grey", "OFFERED": "blue", "IN_EFFECT": "green", "WITHDRAWN": "grey"}
_NOBODY_SAYS = "Nobody says one"


def stands_of(one: Amendment) -> Standing:
    """In words and a colour; since when, where it is decided."""
    since = f" since {day_words(one.state_since)}" if one.state == AmendmentState.IN_EFFECT else ""
    return Standing(one.state, f"{one.get_state_display()}{since}", COLOURS[one.state])


def lines(agreement: Agreement, there: list[Amendment]) -> list[tuple[str, str, Standing]]:
    """For the agreement's page: address, number and reason, and how each stands; the newest first."""
    return [(reverse("amendment", args=[agreement.pk, one.pk]), f"{one.number}: {one.reason}", stands_of(one)) for one in there]


def told(there: list[Amendment]) -> list[dict[str, str]]:
    """For the command line."""
    return [{"number": str(one.number), "reason": one.reason, "stands": stands_of(one).text} for one in there]


def summary(one: Amendment, *, may_change: bool) -> list[dict[str, Any]]:
    """Why, the old words and the new, the last day, and services that join or go."""
    change = {"href": reverse("amendment-change", args=[one.agreement_id, one.pk]), "about": "this amendment"} if may_change else {}
    rows: list[dict[str, Any]] = [
        {"key": "Why", "value": one.reason, **change},
        {"key": "Until then", "value": one.old_text or "Nothing: this is added"},
        {"key": "From then on", "value": one.new_text},
    ]
    if one.ends_on:
        before = one.old_ends_on if one.state == AmendmentState.IN_EFFECT else one.agreement.ends_on
        rows.append({"key": "Last day", "value": f"{day_words(before) or 'No last day'}, then {day_words(one.ends_on)}"})
    for title, joins in (("Services it covers from then on", True), ("Services it covers no more", False)):
        names = [row.service.name for row in one.services.all() if row.joins == joins]
        rows += [{"key": title, "value": ", ".join(names)}] if names else []
    if one.state_reason:
        rows.append({"key": "Why it was withdrawn", "value": one.state_reason})
    return rows


def values(one: Amendment) -> list[dict[str, Any]]:
    """What parties get, before and then, as far as the reader sees values."""
    now = {party.pk: value_of(party) for party in one.agreement.parties.all()}
    found = []
    for row in one.values.all():
        value = now.get(row.party_id)
        before = row.old_amount if one.state == AmendmentState.IN_EFFECT else (value.amount if value else None)
        words = _NOBODY_SAYS if before is None else money(before)
        found.append({"key": row.party.name, "value": f"{words}, then {money(row.amount)}"})
    return found


def signatures(one: Amendment, *, may_sign: bool) -> list[dict[str, Any]]:
    """Who signed, and who has to yet."""
    there = {row.party_id: row for row in one.signatures.all()}
    missing = {party.pk for party in missing_signatures(one)}
    found = []
    for party in one.agreement.parties.all():
        if party.part not in SIGNS:
            continue
        row = there.get(party.pk)
        said = f"{day_words(row.signed_on)}, by {row.signed_by}" if row else "Not yet"
        href = reverse("amendment-sign", args=[one.agreement_id, one.pk, party.pk])
        sign = {"href": href, "about": f"for {party.name}", "action": "Sign"} if may_sign and _signs(one, party.pk in missing) else {}
        found.append({"key": party.name, "value": said, **sign})
    return found


def _signs(one: Amendment, missing: bool) -> bool:
    return missing and one.state == AmendmentState.OFFERED


def total(one: Amendment) -> str:
    """What the agreement is worth with it; nothing where it changes no value, or is decided."""
    return money(total_with(one)) if one.values.all() and "effect" in AMENDMENT_STATES.verbs_from(one.state) else ""


def steps(one: Amendment) -> list[tuple[str, str]]:
    """What may be done with it now: the address, and the title."""
    verbs = AMENDMENT_STATES.verbs_from(one.state)
    return [(reverse("amendment-move", args=[one.agreement_id, one.pk, verb]), AMENDMENT_WORDS[verb].title) for verb in verbs]
