"""Reminders: what is due is a task, once for an occasion; what is due no more is done by itself."""

from collections import defaultdict
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.common.ref import Ref
from throughcare.partners.queries.reminders import Doers, due_reminders
from throughcare.partners.states import ACCREDITATION_RULE, NEXT_RULE, QUIET_RULE, SETTLED
from throughcare.tasks.actions import Reminder, remind, settle
from throughcare.tasks.queries import open_by_rule

_OF_CONTACT = (QUIET_RULE, NEXT_RULE)


@transaction.atomic
def remind_of_partners(*, by: Actor) -> tuple[int, int]:
    """Every night: a task for what became due, and done is what is due no more. Returns how many of each. by: the job.

    Run again, it makes nothing twice: each occasion has one task.
    """
    due, doers, made = due_reminders(), Doers(), 0
    asked = set(open_by_rule(QUIET_RULE))
    for one in due:
        if one.rule == QUIET_RULE and one.about in asked:
            continue  # somebody has it to do already, since an earlier day
        if doer := doers.of(one.partner):
            reminder = Reminder(rule=one.rule, occasion=one.occasion, about=one.about, what=one.what, due_on=one.due_on, **doer)
            made += remind(by=by, reminder=reminder) is not None
    holds = defaultdict(list)
    for one in due:
        holds[one.rule, one.about].append(one.occasion)
    closed = 0
    for rule in (*_OF_CONTACT, ACCREDITATION_RULE):
        for about in open_by_rule(rule):
            if rule == QUIET_RULE and holds[rule, about]:
                continue
            closed += settle(by=by, rule=rule, about=about, reason=SETTLED[rule], but=holds[rule, about])
    return made, closed


def settle_contact(*, by: Actor, partner_id: UUID) -> None:
    """Somebody was in touch: what asked for that is done, unless it is asked for still. Inside the transaction that wrote it down."""
    about = Ref("partners.partner", partner_id)
    due = due_reminders(partner_id)
    for rule in _OF_CONTACT:
        holds = [one.occasion for one in due if one.rule == rule]
        if rule == QUIET_RULE and holds:
            continue  # an older contact: it is asked for still
        settle(by=by, rule=rule, about=about, reason=SETTLED[rule], but=holds)
