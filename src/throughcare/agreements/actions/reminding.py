"""Reminders: an agreement that ends soon, or whose review is due, is a task for its owner, once for each day; done by itself when it is so no more."""

from collections import defaultdict

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.agreements.queries.reminders import Doers, due_reminders
from throughcare.agreements.states import SETTLED
from throughcare.tasks.actions import Reminder, remind, settle
from throughcare.tasks.queries import open_by_rule


@transaction.atomic
def remind_of_agreements(*, by: Actor) -> tuple[int, int]:
    """Every night: a task for what became due, and done is what is due no more. Returns how many of each. by: the job.

    Run again, it makes nothing twice: each occasion has one task.
    """
    due, doers, made, closed = due_reminders(by), Doers(), 0, 0
    holds = defaultdict(list)
    for one in due:
        holds[one.rule, one.about].append(one.occasion)
        if doer := doers.of(one.agreement, one.kept):
            reminder = Reminder(rule=one.rule, occasion=one.occasion, about=one.about, what=one.what, due_on=one.due_on, **doer)
            made += remind(by=by, reminder=reminder) is not None
    for rule, reason in SETTLED.items():
        for about in open_by_rule(rule):
            closed += settle(by=by, rule=rule, about=about, reason=reason, but=holds[rule, about])
    return made, closed
