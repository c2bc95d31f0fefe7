"""A report for funders made, and taken out as a file. It stays as it was made; a wrong one is made anew."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.audit.actions import record
from throughcare.common.clock import today
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotFound
from throughcare.imports.rows import plain_cell
from throughcare.partners.actions.checks import Checks
from throughcare.performance.models import FunderReport
from throughcare.performance.queries import content_of, funder_shown, get_funder_report, held_agreements, may_make, put_in_organization
from throughcare.performance.states import LINES, LONGEST_LINE

PARTNER = "partners.partner"
_MOST_YEARS = 5


@dataclass(frozen=True, kw_only=True)
class NewFunderReport:
    """agreement_id: none for all of the partner's. words: up to three lines of its own."""

    first_on: date | None
    last_on: date | None
    agreement_id: UUID | None = None
    words: Sequence[str] = ()


@transaction.atomic
def make_funder_report(*, by: Actor, organization_id: UUID, new: NewFunderReport) -> FunderReport:
    """By the partner's own staff, or by whoever writes agreements. Raises NotFound, NotAllowed and Invalid."""
    organization, checks = put_in_organization(by, organization_id), Checks()
    if not may_make(by, organization.pk):
        raise NotFound
    first, last = new.first_on, new.last_on
    if first is None or (today() - first).days > 366 * _MOST_YEARS:
        checks.wrong("first_on", f"Enter a first day within {_MOST_YEARS} years.")
    if last is None or last > today() or (first and last < first):
        checks.wrong("last_on", "Enter a last day that is not before the first, and has come.")
    if new.agreement_id and new.agreement_id not in {one.pk for one in held_agreements(by, organization.pk)}:
        checks.wrong("agreement_id", "Choose an agreement of this partner that was signed.")
    lines = [line for text in new.words if (line := checks.text("words", text, LONGEST_LINE))]
    if len(lines) > LINES:
        checks.wrong("words", f"Use {LINES} lines or fewer.")
    checks.done("Something about the report can't be used.")
    days = {"first_on": first, "last_on": last, "made_on": today()}
    made = FunderReport(organization=organization, agreement_id=new.agreement_id, words=lines, made_by_id=by.user_id, **days)
    made.save(force_insert=True)
    record(by=by, verb="agreement.funder_report.made", about=Ref(PARTNER, organization.pk), detail={"report": str(made.pk)})
    return get_funder_report(by, organization.pk, made.pk)


@transaction.atomic
def export_funder_report(*, by: Actor, organization_id: UUID, report_id: UUID) -> bytes:
    """As CSV, with the mark by which spreadsheets know UTF-8; nothing in it runs as a formula. Raises NotFound."""
    found = get_funder_report(by, organization_id, report_id)
    rows = funder_shown.file_rows(found, content_of(by, found.organization, found.first_on, found.last_on, found.agreement_id))
    record(by=by, verb="agreement.funder_report.exported", about=Ref(PARTNER, organization_id), detail={"rows": len(rows)})
    out = io.StringIO()
    csv.writer(out).writerows([funder_shown.FILE_HEAD, *(list(map(plain_cell, row)) for row in rows)])
    return ("\ufeff" + out.getvalue()).encode()
