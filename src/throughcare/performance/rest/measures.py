"""Measures of an agreement for connected systems. Each has a version of its own."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema, Status

from throughcare.accounts.actors import Actor
from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.agreements.queries import get_agreement
from throughcare.common.rest import Body, PageOut, PageQuery, page_out, seen_version, with_etag
from throughcare.performance import actions, queries
from throughcare.performance.models import Measure
from throughcare.performance.queries import shown
from throughcare.performance.states import LONGEST_REASON, LONGEST_WORDS, REPORT_WITHIN, Better, Cycle, Rba, Source, Unit

router = Router(tags=["performance"])
VIEWS = rest_needs(Permission.DIRECTORY_VIEW)  # those of one's own organisation are open to its own people
EDITS = rest_needs(Permission.AGREEMENT_EDIT)
ALL = "/{uuid:agreement_id}/measures"
ONE = ALL + "/{uuid:measure_id}"
_NUMBER = r"^([0-9]{1,12}(\.[0-9]{1,2})?)?$"
_MOST_PERIODS = 1200


class MeasureOut(Schema):
    """One measure. party_id, organization_id: whose work it measures. target: null where it is only watched. counts_from: the first day of the first
    period reported; null: the agreement's first. closed_on: null while it is measured."""

    id: UUID
    agreement_id: UUID
    party_id: UUID
    organization_id: UUID
    rba: Rba
    name: str
    includes: str
    excludes: str
    unit: Unit
    better: Better
    target: Decimal | None = Field(max_digits=14, decimal_places=2)
    target_to: Decimal | None = Field(max_digits=14, decimal_places=2)
    period: Cycle
    source: Source
    counts_from: date | None
    report_within: int
    closed_on: date | None
    closed_reason: str
    version: int


class MeasureBody(Body):
    """What a measure says. target: left out where it is only watched; target_to: the upper end of BETWEEN."""

    rba: Rba
    name: str = Field(max_length=200)
    includes: str = Field(max_length=LONGEST_WORDS)
    excludes: str = Field("", max_length=LONGEST_WORDS)
    unit: Unit = Unit.COUNT
    better: Better = Better.MORE
    target: str = Field("", max_length=15, pattern=_NUMBER)
    target_to: str = Field("", max_length=15, pattern=_NUMBER)
    report_within: int = Field(REPORT_WITHIN, ge=0, le=90)

    def words(self) -> dict[str, Any]:
        """As actions take it."""
        said = self.model_dump()
        return {**said, **{name: Decimal(said[name]) if said[name] else None for name in ("target", "target_to")}}


class NewMeasureBody(MeasureBody):
    """party_id: whose work it measures. Of what is counted from referrals, the unit is the count's own."""

    party_id: UUID
    period: Cycle = Cycle.QUARTER
    source: Source = Source.REPORTED
    from_start: bool = False


class CloseMeasureBody(Body):
    reason: str = Field(max_length=LONGEST_REASON)


class PeriodOut(Schema):
    """One period. stands: RUNS, DUE or LATE while there is no report, else the report's state. value: reported, or counted once the period is over;
    suppressed: too few people to tell it. met: null without a target or a value. report_id: null while there is no report."""

    first_on: date
    last_on: date
    due_on: date
    stands: Literal["RUNS", "DUE", "LATE", "SUBMITTED", "RETURNED", "ACCEPTED"]
    value: Decimal | None = Field(max_digits=14, decimal_places=2)
    numerator: int | None
    denominator: int | None
    suppressed: bool
    met: bool | None
    report_id: UUID | None


class PeriodsOut(Schema):
    """Every period that has begun, the first one first."""

    items: list[PeriodOut] = Field(max_length=_MOST_PERIODS)


def actor_of(request: HttpRequest) -> Actor:
    """The key's owner."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the key's check
    return actor


def out(one: Measure) -> dict[str, Any]:
    """As an answer tells it."""
    return {name: getattr(one, name) for name in MeasureOut.model_fields}


@router.get(ALL, auth=VIEWS, response=PageOut[MeasureOut], summary="What is measured of an agreement")
def list_measures(request: HttpRequest, agreement_id: UUID, asked: Annotated[PageQuery, Query()]) -> Any:
    """For staff who may look at agreements, and for the party each is of."""
    by = actor_of(request)
    found = get_agreement(by, agreement_id)
    return page_out(queries.page_of_measures(by, found, cursor=asked.cursor, size=asked.size), out)


@router.post(ALL, auth=EDITS, response={201: MeasureOut}, summary="Add a measure")
def add_measure(request: HttpRequest, response: HttpResponse, agreement_id: UUID, body: NewMeasureBody) -> Any:
    """From the first report on it stays as it is."""
    by, new = actor_of(request), actions.NewMeasure(**body.words())
    made = once(
        request,
        lambda: actions.add_measure(by=by, agreement_id=agreement_id, new=new),
        lambda key: queries.get_measure(by, agreement_id, key),
        response=response,
    )
    with_etag(response, made.thing.version)
    return Status(201, out(made.thing))


@router.get(ONE, auth=VIEWS, response=MeasureOut, summary="One measure")
def one_measure(request: HttpRequest, response: HttpResponse, agreement_id: UUID, measure_id: UUID) -> Any:
    """For whoever reads the agreement as that party, and for staff who may look at agreements."""
    found = queries.get_measure(actor_of(request), agreement_id, measure_id)
    with_etag(response, found.version)
    return out(found)


@router.put(ONE, auth=EDITS, response=MeasureOut, summary="Change what a measure says (If-Match)")
def change_measure(request: HttpRequest, response: HttpResponse, agreement_id: UUID, measure_id: UUID, body: MeasureBody) -> Any:
    """Until something is reported of it."""
    by, seen, new = actor_of(request), seen_version(request), actions.MeasureWords(**body.words())
    actions.change_measure(by=by, agreement_id=agreement_id, measure_id=measure_id, new=new, seen=seen)
    return one_measure(request, response, agreement_id, measure_id)


@router.post(ONE + "/close", auth=EDITS, response=MeasureOut, summary="Measure it no more (If-Match)")
def close_measure(request: HttpRequest, response: HttpResponse, agreement_id: UUID, measure_id: UUID, body: CloseMeasureBody) -> Any:
    """What was reported stays."""
    by, seen, key = actor_of(request), seen_version(request), {"agreement_id": agreement_id, "measure_id": measure_id}
    once(
        request,
        lambda: actions.close_measure(by=by, **key, reason=body.reason, seen=seen),
        lambda _: queries.get_measure(by, agreement_id, measure_id),
        response=response,
    )
    return one_measure(request, response, agreement_id, measure_id)


@router.get(ONE + "/periods", auth=VIEWS, response=PeriodsOut, summary="Periods of a measure, with what was reported of each")
def periods_of_measure(request: HttpRequest, agreement_id: UUID, measure_id: UUID) -> Any:
    """Worked out from the agreement's days."""
    found = queries.get_measure(actor_of(request), agreement_id, measure_id)
    return {"items": [_period(one) for one in shown.periods(found)]}


def _period(one: shown.PeriodShown) -> dict[str, Any]:
    told = one.told
    return {
        "first_on": one.period.first_on,
        "last_on": one.period.last_on,
        "due_on": one.period.due_on,
        "stands": one.stands.code,
        "value": told.value if told else None,
        "numerator": told.numerator if told else None,
        "denominator": told.denominator if told else None,
        "suppressed": told.suppressed if told else False,
        "met": one.met,
        "report_id": one.report.pk if one.report else None,
    }
