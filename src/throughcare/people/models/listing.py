"""A team's people in the orders they are listed in, so that a page of a list is one range of an index."""

from django.db import models

from throughcare.accounts.models import Team
from throughcare.common.ids import new_id
from throughcare.common.protection import Personal, protect
from throughcare.people.models.record import Person


@protect(Personal("person_id", "C1", person_sees=False, by_trigger=True))
class CaseloadEntry(models.Model):
    """One person a team's involvement opens the record of, with what their team's list is sorted by. Written by triggers alone.

    An entry opens nothing: it says where to look, and each look asks the Involvement as ever. One that stays behind its Involvement, which
    ended by the clock, costs a look and shows nobody.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="listed", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+", db_index=False)
    sort_key = models.CharField("the person's names, folded for sorting", max_length=800)
    released = models.DateField("release date; the last of all days when there is none")
    main_until = models.DateTimeField("until when somebody of the team is their main worker; nothing: nobody is", null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "team"], name="people_caseloadentry_once"),)
        indexes = (
            models.Index(fields=["team", "sort_key", "person"], name="people_caseloadentry_name"),
            models.Index(fields=["team", "released", "sort_key", "person"], name="people_caseloadentry_release"),
            models.Index(fields=["team", "main_until"], name="people_caseloadentry_main"),
        )

    def __str__(self) -> str:
        return str(self.id)
