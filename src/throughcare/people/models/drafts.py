"""What somebody began to write about a person and has not sent: theirs alone, while they may still see the person."""

from django.db import models

from throughcare.accounts.models import User
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.protection import MY_PERSON, READER, Rule, may, not_kept, protect
from throughcare.people.models.record import Person

_TABLE = "people_formdraft"
# As for the record itself, by the compartment of what is written; by the person, of what they write about their own record; and by the
# service's workers, of what they answer to a referral that is open to them.
_STILL_SEES = (
    f"(({may('person.view')} and throughcare.opens({_TABLE}.person_id, {_TABLE}.compartment) and {not_kept(f'{_TABLE}.person_id')}) "
    f"or {_TABLE}.person_id = {MY_PERSON} "
    f"or ({may('referral.answer')} and throughcare.answers_for({_TABLE}.person_id, {_TABLE}.about_id)))"
)
_AUTHOR = f"user_id = {READER} and {_STILL_SEES}"
COMPARTMENTS = ("C1", "C5", "C7", "C9", "C10")


@protect(Rule("personal", "its author's alone, while they may see the person", see=_AUTHOR, add=_AUTHOR, change=_AUTHOR, delete=_AUTHOR))
class FormDraft(models.Model):
    """A form half filled in. `values` holds the fields as the browser sent them: field → texts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    form = models.CharField("which form: the name of its page", max_length=40)
    about_id = models.UUIDField("which thing it is about: the person, a need, a note, a referral")
    compartment = models.CharField(max_length=3)
    path = models.CharField("address of the form's page", max_length=500)
    values = models.JSONField(default=dict)
    began_at = models.DateTimeField(default=now, editable=False)
    saved_at = models.DateTimeField(default=now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "form", "about_id"], name="people_formdraft_once"),
            models.CheckConstraint(condition=models.Q(compartment__in=COMPARTMENTS), name="people_formdraft_compartment"),
        )

    def __str__(self) -> str:
        return f"{self.form} of {self.user_id}"
