"""Reminders: a report that is late, or waits to be looked at, is a task for whoever looks after the agreement; done by itself when it is so no more."""

from collections import defaultdict
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.agreements.days import day_words
from throughcare.agreements.models import Agreement
from throughcare.agreements.queries.reminders import Doers
from throughcare.common.clock import today
from throughcare.common.ref import Ref
from throughcare.performance.actions.measures import AGREEMENT
from throughcare.performance.queries.due import all_to_look, reports_due
from throughcare.performance.queries.light import light_due
from throughcare.performance.states import LATE_RULE, LIGHT_RULE, LOOK_RULE, SETTLED
from throughcare.tasks.actions import Reminder, remind, settle
from throughcare.tasks.queries import open_by_rule


@transaction.atomic
def remind_of_reports(*, by: Actor) -> tuple[int, int]:
    """Every night: one task for each agreement with late reports, and one for each with reports to look at. Returns how many were made, and closed.

    by: the job. Run again, it makes nothing twice: an occasion is the oldest day there is.
    """
    doers, made, closed, holds = Doers(), 0, 0, defaultdict(list)
    for reminder, agreement in _reminders(by):
        holds[reminder.rule, reminder.about].append(reminder.occasion)
        if doer := doers.of(agreement):
            given = Reminder(**{**reminder.__dict__, **doer})
            made += remind(by=by, reminder=given) is not None
    for rule, reason in SETTLED.items():
        for about in open_by_rule(rule):
            closed += settle(by=by, rule=rule, about=about, reason=reason, but=holds[rule, about])
    return made, closed


def _reminders(by: Actor) -> list[tuple[Reminder, Agreement]]:
    """The oldest of each agreement says the day."""
    found: dict[tuple[str, UUID], tuple[Reminder, Agreement]] = {}
    for one in reports_due(by):
        agreement = one.measure.agreement
        if one.is_late and (LATE_RULE, agreement.pk) not in found:
            day = one.period.due_on
            what = f"Ask for reports of agreement {agreement.number} that are late, the oldest since {day_words(day)}"
            new = Reminder(rule=LATE_RULE, occasion=f"late since {day}", about=Ref(AGREEMENT, agreement.pk), what=what, due_on=today())
            found[LATE_RULE, agreement.pk] = (new, agreement)
    for report in all_to_look(by):
        agreement = report.agreement
        what = f"Look at reports of agreement {agreement.number} that were sent in"
        if (LOOK_RULE, agreement.pk) not in found:
            occasion = f"sent {report.sent_on}"
            new = Reminder(rule=LOOK_RULE, occasion=occasion, about=Ref(AGREEMENT, agreement.pk), what=what, due_on=report.sent_on)
            found[LOOK_RULE, agreement.pk] = (new, agreement)
    for light in (one.light for one in light_due(by) if one.is_late):
        what = f"Ask how agreement {light.agreement.number} went: three questions, late since {day_words(light.report_on)}"
        about, occasion = Ref(AGREEMENT, light.pk), f"late since {light.report_on}"
        found[LIGHT_RULE, light.pk] = (
            Reminder(rule=LIGHT_RULE, occasion=occasion, about=about, what=what, due_on=today()),
            light.agreement,
        )
    return list(found.values())
