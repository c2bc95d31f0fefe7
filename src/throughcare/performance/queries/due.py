"""What is to be sent in, what is late, and what waits to be looked at: worked out from days and reports."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.agreements.states import OPEN_STATES
from throughcare.common.clock import today
from throughcare.common.paging import PAGE_SIZE, Page, page_of, page_of_list
from throughcare.performance.days import Period
from throughcare.performance.models import Measure, Report
from throughcare.performance.queries.light import light_due
from throughcare.performance.queries.measures import periods_of, seen_by
from throughcare.performance.states import ReportState

MINE = "mine"
LOOK_ORDER = ("sent_on", "id")


@dataclass(frozen=True)
class Due:
    """One period of a measure whose report is to be sent in. returned: the report that was sent back, if one was."""

    measure: Measure
    period: Period
    returned: Report | None

    @property
    def is_late(self) -> bool:
        """Its due day has passed."""
        return self.period.due_on < today()


class DueOf(NamedTuple):
    """What is to be sent in of one measure. first: what has been due longest; more: how many others; late: how many of all are."""

    first: Due
    more: int
    late: int


class Counts(NamedTuple):
    """For home. due: to be sent in, late ones among them; look: sent in, and not looked at."""

    due: int
    late: int
    look: int


def _measures(by: Actor, owner: str) -> QuerySet[Measure]:
    """Of agreements that were signed; owner: MINE for those the reader looks after."""
    rows = seen_by(by).exclude(agreement__state__in=OPEN_STATES)
    return rows.filter(agreement__owner=by.user_id) if owner == MINE else rows


def _due(rows: QuerySet[Measure]) -> Iterator[Due]:
    """Two queries, whatever there is."""
    measures, day = list(rows.order_by("id")), today()
    there: dict[UUID, dict[date, Report]] = defaultdict(dict)
    for one in Report.objects.filter(measure__in=[measure.pk for measure in measures]).order_by("id"):
        there[one.measure_id][one.first_on] = one
    for measure in measures:
        for period in periods_of(measure, there[measure.pk].values()):
            report = there[measure.pk].get(period.first_on)
            if period.last_on < day and (report is None or report.state == ReportState.RETURNED):
                yield Due(measure, period, report)


def reports_due(by: Actor, *, owner: str = "") -> list[Due]:
    """What is to be sent in, as far as the reader sees it: what has been due longest first."""
    return sorted(_due(_measures(by, owner)), key=due_order)


def due_order(one: Due) -> tuple[date, UUID, date]:
    """What has been due longest first."""
    return one.period.due_on, one.measure.pk, one.period.first_on


def page_of_due(found: Sequence[Due], *, cursor: str = "", size: int = PAGE_SIZE) -> Page[DueOf]:
    """A line for each measure, of what `reports_due` gave. Raises Invalid for a broken cursor."""
    of: dict[UUID, list[Due]] = defaultdict(list)
    for one in found:
        of[one.measure.pk].append(one)
    lines = [DueOf(rows[0], len(rows) - 1, sum(one.is_late for one in rows)) for rows in of.values()]
    return page_of_list(lines, lambda line: due_order(line.first), cursor=cursor, size=size)


def _to_look(by: Actor, owner: str, state: str = ReportState.SUBMITTED) -> QuerySet[Report]:
    rows = Report.objects.filter(measure__in=_measures(by, owner))
    rows = rows.filter(state=state) if state else rows
    return rows.select_related("measure__party__organization", "agreement")


def all_to_look(by: Actor) -> list[Report]:
    """Everything that waits for us, the longest first: for reminders."""
    return list(_to_look(by, "").order_by(*LOOK_ORDER))


def page_to_look(
    by: Actor, *, owner: str = "", state: str = ReportState.SUBMITTED, cursor: str = "", size: int = PAGE_SIZE
) -> Page[Report]:
    """What was sent in and waits for us, the longest first. state: those in another one; nothing: all."""
    return page_of(_to_look(by, owner, state), order=LOOK_ORDER, cursor=cursor, size=size)


def count_to_look(by: Actor, *, owner: str = "") -> int:
    return _to_look(by, owner).count()


def counts_for_home(by: Actor) -> Counts:
    """Of whoever looks at agreements, those of agreements they own; of a party's staff their organisations' own."""
    owner = MINE if by.may(Permission.AGREEMENT_VIEW) else ""
    due = list(_due(_measures(by, owner)))
    look = count_to_look(by, owner=owner) if by.may(Permission.AGREEMENT_EDIT) else 0
    light = light_due(by, owner=owner)
    return Counts(len(due) + len(light), sum(one.is_late for one in due) + sum(one.is_late for one in light), look)
