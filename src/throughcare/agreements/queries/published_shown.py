"""What is published, and what would be, as pages, REST and the command line show it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localtime

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import names_of
from throughcare.agreements.days import Standing, day_words
from throughcare.agreements.models import Agreement
from throughcare.agreements.numbers import money
from throughcare.agreements.queries.agreements import total_of
from throughcare.agreements.queries.published import publication_of
from throughcare.agreements.queries.shown import term_of, with_whom
from throughcare.agreements.standards import compiled
from throughcare.agreements.states import OPEN_STATES, PUBLISHABLE, Part

HEAD = ("Agreement", "Kind", "With", "Value", "Published")
# What can be taken out, and what it is.
FILES = (
    ("releases", "OCDS release package: each change of each agreement"),
    ("records", "OCDS record package: each agreement as it is now, with its changes"),
    ("grants", "360Giving package: each grant that has a value"),
)
# What a release's tag is called in plain words.
TAGS = {
    "award": "Awarded",
    "contract": "Signed",
    "contractUpdate": "Changed",
    "contractAmendment": "Amended",
    "contractTermination": "Ended",
}
_OFF = Standing("OFF", "Not published", "grey")


@dataclass(frozen=True)
class Publishing:
    """How an agreement stands with the public, in a tag and a sentence, and what the reader may do: an address and its words."""

    tag: Standing
    words: str
    way: tuple[str, str] | None


def of_agreement(by: Actor, agreement: Agreement) -> Publishing | None:
    """For its page; None for whoever does not look at all agreements, and for kinds of which nothing is published."""
    if not by.may(Permission.AGREEMENT_VIEW) or agreement.kind not in PUBLISHABLE:
        return None
    may, there = by.may(Permission.AGREEMENT_EDIT), publication_of(by, agreement)
    names = names_of([there.published_by_id, there.withdrawn_by_id] if there else [])
    if there is not None and there.withdrawn_at is None:
        way = (reverse("agreement-unpublish", args=[agreement.pk]), "Publish it no more")
        return Publishing(
            Standing("ON", "Published", "green"), f"Since {_when(there.published_at, there.published_by_id, names)}.", way if may else None
        )
    if agreement.state in OPEN_STATES:
        return Publishing(_OFF, "It can be published once it is signed.", None)
    if agreement.is_history and not any(one.part == Part.DEPARTMENT for one in agreement.parties.all()):
        return Publishing(_OFF, "Another funder gave this grant, so it is theirs to publish.", None)
    words = "Nobody reads it but its parties and us."
    if there is not None and there.withdrawn_at:
        words = f"Withdrawn {_when(there.withdrawn_at, there.withdrawn_by_id, names)}: {there.withdrawn_why}"
    return Publishing(_OFF, words, (reverse("agreement-publish", args=[agreement.pk]), "See what would be published") if may else None)


def _when(at: datetime, who: UUID | None, names: Mapping[UUID, str]) -> str:
    return f"{day_words(localtime(at).date())}, by {names.get(who, 'somebody') if who else 'a command'}"


def lines(agreements: Sequence[Agreement]) -> list[list[object]]:
    """Those in the list of what is published."""
    names = names_of([one.publication.published_by_id for one in agreements])
    return [_line(one, names) for one in agreements]


def _line(agreement: Agreement, names: Mapping[UUID, str]) -> list[object]:
    one = agreement.publication
    return [
        {"text": f"{agreement.number}: {agreement.title}", "href": reverse("agreement", args=[agreement.pk])},
        agreement.get_kind_display(),
        with_whom(agreement),
        money(total_of(agreement)) or "Not said",
        _when(one.published_at, one.published_by_id, names),
    ]


def preview(agreement: Agreement, releases: list[dict[str, Any]]) -> dict[str, Any]:
    """What would be published: in words, change by change, and as the file has it."""
    now = compiled(releases)
    contract = now["contracts"][0]
    value = contract.get("value")
    parties = [_party(one) for one in now["parties"]]
    rows: list[dict[str, Any]] = [
        {"key": "Title", "value": contract["title"]},
        {"key": "Number", "value": contract["id"]},
        {"key": "What it is for", "value": contract.get("description", "")},
        {"key": "Who", "lines": parties},
        {"key": "Value, of all together", "value": f"{value['currency']} {value['amount']:,.2f}" if value else ""},
        {"key": "Term", "value": term_of(agreement)},
        {"key": "State", "value": contract["status"].capitalize()},
        {"key": "Amendments", "lines": [f"{one['id']}: {one['rationale']}" for one in contract.get("amendments", [])]},
        {"key": "Identifier", "value": now["ocid"]},
    ]
    changes = [[_day(one["date"]), ", ".join(TAGS[tag] for tag in one["tag"]), one["id"]] for one in releases]
    return {
        "rows": rows,
        "changes": changes,
        "head": ("Kept", "What happened", "Release"),
        "file": json.dumps(now, ensure_ascii=False, indent=2),
    }


def _party(one: dict[str, Any]) -> str:
    told = [one["identifier"], *one.get("additionalIdentifiers", [])] if "identifier" in one else []
    numbers = ", ".join(f"{number['scheme']} {number['id']}" for number in told)
    return f"{one['name']} ({', '.join([*one['roles'], *([numbers] if numbers else [])])})"


def _day(moment: str) -> str:
    return day_words(localtime(datetime.fromisoformat(moment)).date())
