"""How the department does by its partners: answers, payments, reports, reviews, and what it owes. One statement for any number of partners.

Each figure counts what was to be done by a day that lies in the half-year, and of that what was done by then. Row security leaves a partner its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.agreements.models import Party
from throughcare.common.clock import today
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.common.refusals import Invalid
from throughcare.evaluation.rates import Share, share_of
from throughcare.partners.models import Organization
from throughcare.performance.days import Half, halves_to
from throughcare.performance.states import LOOK_WITHIN, PAY_WITHIN, REVIEW_WITHIN

HALVES = 6
ORDER = ("search_key", "id")


class Figure(StrEnum):
    """What is looked at, in the order it is shown."""

    ANSWERS = "answers"
    PAYMENTS = "payments"
    REPORTS = "reports"
    REVIEWS = "reviews"
    OBLIGATIONS = "obligations"


@dataclass(frozen=True)
class Done:
    """One figure of one partner. share: None where nothing was to be done. withheld: too few people to tell; running: told when the half-year is over;
    elsewhere: it is not kept here. median: days within which half of all n were done; None while half are not, and where no days are measured. disputed: how many of these the partner sees differently."""

    figure: Figure
    share: Share | None = None
    median: Decimal | None = None
    disputed: int = 0
    withheld: bool = False
    running: bool = False
    elsewhere: bool = False


@dataclass(frozen=True)
class Reciprocity:
    """All figures of one partner for a half-year."""

    organization: Organization
    half: Half
    done: dict[Figure, Done]


# The day what a payment is for was there: shown, a report accepted, what was owed said to be met.
_THERE = """case p.condition when 'REPORT' then coalesce(r.judged_on, p.evidence_on) when 'OBLIGATION' then coalesce(o.said_on, p.evidence_on)
      else p.evidence_on end"""
_TOLD = "a.state not in ('DRAFT', 'IN_NEGOTIATION') and not a.is_history"


# A row for each thing that was to be done by `until`, and whether it was. Of a review day: as it stood when it came, by the versions of its agreement.
_ROWS = f"""
    select t.organization_id, 'payments' as figure, greatest(t.due_on, t.there_on + {PAY_WITHIN}) as until,
      t.paid_on is not null and t.paid_on <= greatest(t.due_on, t.there_on + {PAY_WITHIN}) as done,
      t.paid_on - greatest(t.due_on, t.there_on) as days, false as disputed
    from (
      select p.organization_id, p.due_on, p.paid_on, {_THERE} as there_on
      from performance_payment p join agreements_agreement a on a.id = p.agreement_id
        left join performance_report r on r.measure_id = p.measure_id and r.first_on = p.first_on and r.state = 'ACCEPTED'
        left join agreements_obligation o on o.id = p.obligation_id and o.state = 'MET'
      where p.organization_id = any(%s) and {_TOLD} and (p.state in ('EVIDENCED', 'PAYABLE', 'PAID') or (p.state = 'PLANNED'
        and (p.condition = 'DATE' or r.id is not null or o.id is not null) and (a.state <> 'TERMINATED' or p.due_on <= a.state_since)))
    ) t
    union all
    select r.organization_id, 'reports', r.sent_on + {LOOK_WITHIN}, r.judged_on is not null and r.judged_on <= r.sent_on + {LOOK_WITHIN},
      r.judged_on - r.sent_on, false
    from throughcare.report_sendings(%s) r
    union all
    select o.organization_id, 'obligations', o.due_on, o.state = 'MET', null, o.disputed <> ''
    from agreements_obligation o join agreements_agreement a on a.id = o.agreement_id
    where o.organization_id = any(%s) and {_TOLD} and o.bearer = 'DEPARTMENT' and o.state <> 'WAIVED'
      and (a.state <> 'TERMINATED' or o.due_on <= a.state_since)
    union all
    select v.organization_id, 'reviews', v.review_on + {REVIEW_WITHIN}, v.changed is not null and v.changed <= v.review_on + {REVIEW_WITHIN},
      v.changed - v.review_on, false
    from (
      select w.*, lead(w.said) over (partition by w.organization_id, w.id order by w.pgh_id) as changed from (
        select q.organization_id, e.id, e.pgh_id, e.review_on, (e.pgh_created_at at time zone %s)::date as said, a.ends_on, a.state, a.state_since,
          lag(e.review_on) over (partition by q.organization_id, e.id order by e.pgh_id) as before
        from agreements_party q join agreements_agreement a on a.id = q.agreement_id join agreements_agreementevent e on e.id = a.id
        where q.organization_id = any(%s) and {_TOLD}
      ) w where w.review_on is distinct from w.before
    ) v
    where v.review_on is not null and v.said <= v.review_on and (v.changed is null or v.changed >= v.review_on - {REVIEW_WITHIN})
      and (v.ends_on is null or v.ends_on >= v.review_on) and (v.state <> 'TERMINATED' or v.state_since >= v.review_on)"""  # noqa: S608 - text of our own


def _counted(keys: list[UUID], half: Half) -> list[dict[str, Any]]:
    """By organisation and figure. What is still to be done has not been missed: its day lies ahead."""
    last = min(half.last_on, today() - timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute(
            "select organization_id, figure, count(*) as n, count(*) filter (where done) as hits, count(*) filter (where disputed) as disputed, "  # noqa: S608 - text of our own
            "nullif(percentile_disc(0.5) within group (order by coalesce(days::float, 'Infinity')), 'Infinity') as mid "
            f"from ({_ROWS}) t where until between %s and %s group by 1, 2 order by 1, 2",
            [keys, keys, keys, settings.TIME_ZONE, keys, half.first_on, last],
        )
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _answers(keys: list[UUID], half: Half) -> dict[UUID, Done]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select organization_id, asked, in_time, median_days, suppressed from throughcare.questions_answered(%s, %s) order by 1",
            [keys, half.first_on],
        )
        rows = cursor.fetchall()
    told = {}
    for key, asked, in_time, median, few in rows:
        told[key] = Done(Figure.ANSWERS, withheld=True) if few else Done(Figure.ANSWERS, share_of(in_time, asked), median)
    return told


def reciprocity_of(organizations: Sequence[Organization], half: Half) -> list[Reciprocity]:
    """Of organisations from an access-checked getter, in their order. Two statements, however many there are."""
    keys = [one.pk for one in organizations]
    found: dict[UUID, dict[Figure, Done]] = {key: {figure: Done(figure) for figure in Figure} for key in keys}
    for row in _counted(keys, half):
        median = None if row["mid"] is None else Decimal(row["mid"]).quantize(Decimal("0.1"))
        figure = Figure(row["figure"])
        found[row["organization_id"]][figure] = Done(figure, share_of(row["hits"], row["n"]), median, row["disputed"])
    answers = {} if settings.PARTNERSHIP else _answers(keys, half)
    for key in keys:
        if settings.PARTNERSHIP:
            found[key][Figure.ANSWERS] = Done(Figure.ANSWERS, elsewhere=True)
        elif half.last_on >= today():
            found[key][Figure.ANSWERS] = Done(Figure.ANSWERS, running=True)
        elif key in answers:
            found[key][Figure.ANSWERS] = answers[key]
    return [Reciprocity(one, half, found[one.pk]) for one in organizations]


def page_of_reciprocity(by: Actor, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[Organization]:
    """Organisations that are a party of any agreement that is not history, by name. For whoever looks at agreements."""
    by.check(Permission.AGREEMENT_VIEW)
    party = Party.objects.filter(organization=OuterRef("pk"), agreement__is_history=False)
    return page_of(Organization.objects.filter(Exists(party)), order=ORDER, cursor=cursor, size=size)


def halves() -> list[Half]:
    """Those that can be asked for: the one that runs, and those before it, the newest first."""
    return halves_to(today(), HALVES)


def half_called(code: str) -> Half:
    """The one of this code, such as 2026-1; without one, the last that is over. Raises Invalid for one that can't be asked for."""
    there = halves()
    if not code:
        return there[1]
    found = next((one for one in there if one.code == code), None)
    if found is None:
        raise Invalid(f"There is no {code[:20]}.", {"half": [f"Use one of: {', '.join(one.code for one in there)}."]})
    return found


def told_until(half: Half) -> date | None:
    """The last day that is counted; None on the first day of a half, when none is."""
    last = min(half.last_on, today() - timedelta(days=1))
    return last if last >= half.first_on else None
