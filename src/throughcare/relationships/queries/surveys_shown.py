"""Surveys of the network put together as pages, files, REST and the command line show them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from throughcare.evaluation.network.replies import FEWEST, Agreed, Rated
from throughcare.partners.models import OrganizationKind
from throughcare.partners.queries.shown import day_words
from throughcare.places.queries import regions
from throughcare.relationships.bank.ties import ITEMS
from throughcare.relationships.models import NetworkSurvey, SurveyedOrganization
from throughcare.relationships.queries.survey_result import SaidTie, SurveyResult
from throughcare.relationships.queries.surveys import Other
from throughcare.relationships.states import FEWEST_REPLIES, SURVEY_COLOURS, Flow, Knows, Often, SurveyState

LIST_HEAD = ("Survey", "Where it stands", "Last day", {"text": "Replied", "numeric": True})
ASKED_HEAD = ("Organisation", "Address", "Replied", "What you can do")
MEASURE_HEAD = ("What is said", {"text": "Value", "numeric": True}, "What it means")
RATED_HEAD = ("Organisation", *({"text": text, "numeric": True} for text in ("Known by", "Trust", "Raters", "Value", "Raters")))
SAID_HEAD = ("Who says it", "Of whom", {"text": "Trust", "numeric": True}, {"text": "Value", "numeric": True}, "Gives", "Gets", "In touch")
OTHER_HEAD = ("Organisation", "What you said")
EXPORT_HEAD = ("one_id", "one", "other_id", "other", "knows", *(item.code for item in ITEMS), "gives", "gets", "often")


def tag(survey: NetworkSurvey) -> dict[str, str]:
    """Where it stands, in a word and a colour."""
    state = SurveyState(survey.state)
    return {"text": str(state.label), "colour": SURVEY_COLOURS[state]}


def line(survey: NetworkSurvey) -> list[object]:
    """One row of the list."""
    link = {"text": survey.name, "href": reverse("network-survey", args=[survey.pk])}
    return [link, tag(survey), day_words(survey.deadline), replied_words(survey)]


def replied_words(survey: NetworkSurvey) -> str:
    """5 of 12."""
    return f"{survey.replied} of {survey.asked}"  # type: ignore[attr-defined]  # annotated


def scope(survey: NetworkSurvey) -> list[dict[str, Any]]:
    """What it began with, for a summary list."""
    names = {region.code: region.name for region in regions()}
    return [
        {"key": "Regions", "value": ", ".join(names.get(code, code) for code in survey.regions) or "All"},
        {"key": "Kinds", "value": ", ".join(str(OrganizationKind(code).label) for code in survey.kinds) or "All"},
        {"key": "Last day for replies", "value": day_words(survey.deadline)},
        *({"key": key, "value": day_words(day)} for key, day in _days(survey) if day),
    ]


def _days(survey: NetworkSurvey) -> tuple[tuple[str, date | None], ...]:
    return ("Opened", survey.opened_on), ("Closed", survey.closed_on), ("Published", survey.published_on)


def asked_rows(rows: Sequence[SurveyedOrganization], survey: NetworkSurvey) -> list[list[object]]:
    """Who is asked, with what may be done about each."""
    verb = {SurveyState.DRAFT: ("withdraw", "Ask no more"), SurveyState.OPEN: ("resend", "Send a new link")}.get(SurveyState(survey.state))
    found = []
    for row in rows:
        can = verb is not None and (verb[0] == "withdraw" or row.email)
        href = reverse("network-surveyed-move", args=[row.pk, verb[0]]) if can and verb else ""
        link: object = {"text": verb[1], "href": href, "hidden": f": {row.organization.name}"} if href and verb else ""
        found.append([row.organization.name, row.email or "None: its own people alone", day_words(row.handed_in_on) or "Not yet", link])
    return found


def other_rows(others: Sequence[Other], href: str) -> list[list[object]]:
    """For whoever is asked. href: the address of the page of one, but for its key."""
    return [[one.name if one.is_held else {"text": one.name, "href": f"{href}{one.organization_id}/"}, said_words(one)] for one in others]


def said_words(one: Other) -> str:
    """In a word."""
    if one.is_held:
        return "Said by somebody of your organisation who logged in, who can change it"
    return "Nothing yet" if one.said is None else str(Knows(one.said["knows"]).label)


def said(value: float | None) -> str:
    """In three decimals; a dash where its definition divides by nothing."""
    return "–" if value is None else f"{value:.3f}"


def measure_rows(result: SurveyResult) -> list[list[object]]:
    """Each with its meaning."""
    told = result.measures

    def of(agreed: Agreed) -> str:
        return f"{said(agreed.share)} of {agreed.n}"

    return [
        ["Organisations that replied", f"{told.answered} of {told.asked}", "What the others would say, nobody knows."],
        ["“We know and work with them”", told.yes, "Each is one organisation's word of one other."],
        ["“No”", told.no, "Said so. What was left out is counted nowhere."],
        ["“I don't know”", told.unsure, "A true answer, and no tie."],
        ["Density, directed", said(told.density), "“Yes”, of all that those who replied could have said of the others asked."],
        ["Reciprocity", said(told.reciprocity), "Of “yes” between two that both replied, the share the other says too."],
        ["Of one mind about the tie", of(told.ties), "Of pairs that both said yes or no, those that said the same."],
        [
            "Of one mind about what flows",
            of(told.flows),
            "Of all that either end says goes one way, between two that know each other: what both say.",
        ],
    ]


def rated_rows(result: SurveyResult) -> list[list[object]]:
    """Of each organisation; nothing of one with fewer than three raters."""
    empty = Rated(0, None, None)
    rows: list[list[object]] = []
    for number, row in enumerate(result.surveyed):
        one = result.rated.get(number, empty)
        cells: list[object] = [
            part for told in (one.trust, one.value) for part in ((f"{told[1]:.1f}", told[0]) if told else ("–", f"under {FEWEST}"))
        ]
        rows.append([{"text": row.organization.name, "href": reverse("partner-network", args=[row.organization_id])}, one.known_by, *cells])
    return rows


def said_rows(rows: Sequence[SaidTie]) -> list[list[object]]:
    """Tie by tie."""
    return [
        [
            row.one.name,
            row.other.name,
            *("–" if mean is None else f"{mean:.1f}" for mean in (row.trust, row.value)),
            flows(row.answer.gives),
            flows(row.answer.gets),
            str(Often(row.answer.often).label) if row.answer.often else "",
        ]
        for row in rows
    ]


def flows(codes: Sequence[str]) -> str:
    """In words."""
    return ", ".join(str(Flow(code).label) for code in codes)


def export_rows(result: SurveyResult) -> list[list[str]]:
    """Under EXPORT_HEAD: all that was said, of ties and of none."""
    return [
        [
            *(str(row.one.pk), row.one.name, str(row.other.pk), row.other.name, row.answer.knows),
            *("" if (value := getattr(row.answer, item.code)) is None else str(value) for item in ITEMS),
            *(" ".join(row.answer.gives), " ".join(row.answer.gets), row.answer.often),
        ]
        for row in result.said
    ]


def result_dict(result: SurveyResult) -> dict[str, Any]:
    """For REST and --json. Scores of fewer than three raters are null."""
    told = result.measures
    counted = {name: getattr(told, name) for name in ("asked", "answered", "yes", "no", "unsure", "density", "reciprocity")}
    agreed = {name: {"n": one.n, "share": one.share} for name, one in (("ties", told.ties), ("flows", told.flows))}
    organizations = []
    for number, row in enumerate(result.surveyed):
        one = result.rated.get(number, Rated(0, None, None))
        scores = {
            name: {"raters": value[0], "mean": value[1]} if value else None for name, value in (("trust", one.trust), ("value", one.value))
        }
        organizations.append({"id": row.organization_id, "name": row.organization.name, "known_by": one.known_by, **scores})
    return {**counted, "agreed": agreed, "organizations": organizations}


def said_dict(row: SaidTie) -> dict[str, Any]:
    """One tie, for REST."""
    ends = {"one_id": row.one.pk, "one_name": row.one.name, "other_id": row.other.pk, "other_name": row.other.name}
    points = {item.code: getattr(row.answer, item.code) for item in ITEMS}
    return {**ends, "points": points, "gives": row.answer.gives, "gets": row.answer.gets, "often": row.answer.often or None}


def too_few() -> str:
    """What stands where there is no result yet."""
    return f"Nothing anybody said is shown before the survey is published, and it is published only when {FEWEST_REPLIES} organisations or more replied."
