"""What a published survey says: counted as a whole, of each organisation with enough raters, and tie by tie. For whoever keeps the register alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.paging import PAGE_SIZE, decode_cursor, encode_cursor
from throughcare.common.refusals import Refused
from throughcare.evaluation.network.replies import Rated, Reply, ReplyMeasures, mean_of, rated, reply_measures
from throughcare.partners.models import Organization
from throughcare.relationships.bank.ties import TRUST, VALUE
from throughcare.relationships.models import NetworkSurvey, SurveyedOrganization, TieAnswer
from throughcare.relationships.queries.surveys import get_survey, surveyed_of
from throughcare.relationships.states import Knows, SurveyState

_KNOWS = {Knows.YES: True, Knows.NO: False, Knows.UNSURE: None}


@dataclass(frozen=True)
class SaidTie:
    """What one organisation, which replied, says of another. trust, value: mean points of what it answered; None: nothing."""

    one: Organization
    other: Organization
    answer: TieAnswer

    @property
    def trust(self) -> float | None:
        """Mean of the items of trust."""
        return mean_of(_points(self.answer, TRUST))

    @property
    def value(self) -> float | None:
        """Mean of the items of value."""
        return mean_of(_points(self.answer, VALUE))


@dataclass(frozen=True)
class SurveyResult:
    """Of one published survey. surveyed: who was asked, by name."""

    survey: NetworkSurvey
    surveyed: list[SurveyedOrganization]
    said: list[SaidTie]

    @cached_property
    def at(self) -> dict[UUID, int]:
        """Organisation → its number."""
        return {row.organization_id: number for number, row in enumerate(self.surveyed)}

    @cached_property
    def replies(self) -> list[Reply]:
        """By numbers."""
        return [_reply(self.at[row.one.pk], self.at[row.other.pk], row.answer) for row in self.said]

    @cached_property
    def measures(self) -> ReplyMeasures:
        """Of the whole."""
        replied = {number for number, row in enumerate(self.surveyed) if row.handed_in_on}
        return reply_measures(len(self.surveyed), replied, self.replies)

    @cached_property
    def rated(self) -> dict[int, Rated]:
        """Of each that anybody knows."""
        return rated(self.replies)


@dataclass(frozen=True)
class SaidPage:
    """Ties that were said, by the names of both ends. next: the cursor of the page after."""

    rows: list[SaidTie]
    next: str | None
    is_first: bool


def result_of(by: Actor, survey_id: UUID) -> SurveyResult:
    """Raises NotAllowed, NotFound, and Refused until it is published."""
    survey = get_survey(by, survey_id)
    if survey.state != SurveyState.PUBLISHED:
        raise Refused("Nothing of it is shown until it is closed and published.")
    surveyed = surveyed_of(by, survey)
    there = {row.organization_id: row.organization for row in surveyed}
    rows = TieAnswer.objects.filter(survey=survey, asked__handed_in_on__isnull=False).select_related("asked").order_by("id")
    said = [
        SaidTie(there[row.asked.organization_id], there[row.organization_id], row)
        for row in rows
        if row.asked.organization_id in there and row.organization_id in there and row.asked.organization_id != row.organization_id
    ]
    return SurveyResult(survey, surveyed, sorted(said, key=_order))


def page_of_said(by: Actor, survey_id: UUID, *, cursor: str = "", size: int = PAGE_SIZE) -> SaidPage:
    """One page of what was said of ties that are there. A survey asks at most some hundred organisations, so that all of it is read."""
    after = tuple(map(str, decode_cursor(cursor, 4))) if cursor else ("",) * 4
    found = [row for row in result_of(by, survey_id).said if row.answer.knows == Knows.YES and _order(row) > after]
    rows = found[:size]
    return SaidPage(rows, encode_cursor(list(_order(rows[-1]))) if len(found) > size else None, not cursor)


@dataclass(frozen=True)
class SaidStrand:
    """One says it works with another: from which day that holds, to which; what flows either way; mean points of trust."""

    one: UUID
    other: UUID
    first: date
    last: date | None
    flows: frozenset[str]
    trust: float | None


def said_strands(by: Actor, only: frozenset[UUID] | None) -> list[SaidStrand]:
    """Of every published survey. What an organisation said stands from the year its survey closed until the year of the next one it replied to.

    For whoever keeps the register; nobody else has any. Two reads.
    """
    if not by.may(Permission.PARTNER_EDIT):
        return []
    replied = SurveyedOrganization.objects.filter(
        survey__state=SurveyState.PUBLISHED, survey__closed_on__isnull=False, handed_in_on__isnull=False
    )
    holds = _holds(replied.order_by("survey__closed_on", "survey_id", "id").values_list("pk", "organization_id", "survey__closed_on"))
    rows = TieAnswer.objects.filter(survey__state=SurveyState.PUBLISHED, knows=Knows.YES, asked__in=list(holds)).order_by("id")
    found = []
    for row in rows:
        one, first, last = holds[row.asked_id]
        if one != row.organization_id and (only is None or one in only or row.organization_id in only):
            flows = frozenset((*row.gives, *row.gets))
            found.append(SaidStrand(one, row.organization_id, first, last, flows, mean_of(_points(row, TRUST))))
    return found


def _holds(rows: Iterable[tuple[UUID, UUID, date | None]]) -> dict[UUID, tuple[UUID, date, date | None]]:
    """Of each reply, oldest first: who, from the first day of which year, to the last of which; one of the same year gives way to the later."""
    found: dict[UUID, tuple[UUID, date, date | None]] = {}
    latest: dict[UUID, UUID] = {}
    for key, organization, closed in rows:
        first = date(closed.year, 1, 1) if closed else date.min
        if before := latest.get(organization):
            _, since, _ = found.pop(before)
            if since < first:
                found[before] = (organization, since, date(first.year - 1, 12, 31))
        found[key], latest[organization] = (organization, first, None), key
    return found


def _points(row: TieAnswer, items: Iterable[tuple[str, str]]) -> tuple[int | None, ...]:
    return tuple(getattr(row, code) for code, _ in items)


def _reply(one: int, other: int, row: TieAnswer) -> Reply:
    knows = _KNOWS[Knows(row.knows)]
    return Reply(one, other, knows, _points(row, TRUST), _points(row, VALUE), frozenset(row.gives), frozenset(row.gets))


def _order(row: SaidTie) -> tuple[str, ...]:
    return (row.one.search_key, str(row.one.pk), row.other.search_key, str(row.other.pk))
