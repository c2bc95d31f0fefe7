"""Involvement: the one reason a team may see somebody."""

from datetime import timedelta
from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from throughcare.accounts.models import Team, User
from throughcare.common.clock import now
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.indexes import index_later
from throughcare.common.protection import IS_SYSTEM, MY_PERSON, MY_TEAMS, READER, Rule, may, not_kept, protect
from throughcare.people.models import triggers as hold
from throughcare.people.models.record import Person
from throughcare.people.states import EMERGENCY, EMERGENCY_COMPARTMENTS

# A partner's involvement opens no record; the office's is for those of its team whose role opens records.
_OUR_TEAM = (
    f"(team_id = any({MY_TEAMS}) and (only_id is null or only_id = {READER}) and (cardinality(compartments) = 0 or {may('person.view')}))"
)
_WORK_WITH = f"({_OUR_TEAM} or throughcare.involved(person_id))"
_INVOLVED = f"{IS_SYSTEM} or person_id = {MY_PERSON} or ({_WORK_WITH} and {not_kept('person_id', to_see=True)})"
# In an emergency: for oneself alone, because of a row that says why.
_MAY_OPEN = f"(because_kind = '{EMERGENCY}' and only_id = {READER} and throughcare.may_open(person_id, because_id))"
_MAY_INVOLVE = f"{IS_SYSTEM} or (only_id is null and throughcare.may_involve(person_id, compartments)) or {_MAY_OPEN}"
# A partner may end its own; the trigger lets nobody do more than end one.
_MAY_END = f"{IS_SYSTEM} or ({_WORK_WITH} and {not_kept('person_id')})"


@tracked(Rule("personal", "seen by the team involved, the others involved, and the person", see=_INVOLVED))
@protect(
    Rule("personal", "seen by the team involved, the others involved, and the person", see=_INVOLVED, add=_MAY_INVOLVE, change=_MAY_END)
)
class Involvement(models.Model):
    """The one reason a person is visible: to this team, because of that, for these compartments, from, until.

    Triggers let nobody lengthen or widen one, or open one under another's name or date: a new reason is a new row.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # No index of their own: the pairs below serve both, and a plan that joins two single ones reads a whole caseload for each person.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="involvements", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    # For this user of the team alone; nobody: all of the team.
    only = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    because_kind = models.CharField(max_length=60)
    because_id = models.UUIDField(null=True, blank=True)
    # Empty: the team sees only what was disclosed to it, not the record.
    compartments = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    starts_at = models.DateTimeField(default=now)
    ends_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gte=models.F("starts_at")), name="people_involvement_dates"
            ),
            models.CheckConstraint(
                condition=~models.Q(because_kind=EMERGENCY)
                | models.Q(
                    only__isnull=False,
                    because_id__isnull=False,
                    ends_at__lte=models.F("starts_at") + timedelta(minutes=60),
                    compartments__contained_by=list(EMERGENCY_COMPARTMENTS),
                ),
                name="people_involvement_emergency",
            ),
        )
        indexes = (
            models.Index(fields=["person", "team"], name="people_involvement_pair"),
            models.Index(fields=["team", "person"], name="people_involvement_team"),
            models.Index(fields=["because_id", "team"], name="people_involvement_because"),
        )
        triggers: ClassVar = [
            pgtrigger.Trigger(name="involvement_begins", operation=pgtrigger.Insert, when=pgtrigger.Before, func=hold.INVOLVEMENT_BEGINS),
            pgtrigger.Trigger(
                name="involvement_only_ends", operation=pgtrigger.Update, when=pgtrigger.Before, func=hold.INVOLVEMENT_ONLY_ENDS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} for {self.because_kind}"


# All that is asked of a team's involvements: to read them from the table itself, a large office's take four times as long.
index_later("people_involvement_opened", "people_involvement (team_id, person_id) include (only_id, starts_at, ends_at, compartments)")
