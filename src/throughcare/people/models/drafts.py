"""What somebody began to write about a person and has not sent: theirs alone, while they may still see the person."""

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Value

from throughcare.accounts.models import User
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.protection import MY_PERSON, READER, Rule, may, protect
from throughcare.people.models.record import Person

# Of what is decided about people by officers who may not see them: a draft of it is shown while its author may decide that very thing.
DECIDED = (
    *("limit-new", "limit-of-record", "limit-move", "conflict", "look", "emergency-opening", "reading-stop"),
    *("duplicate", "held", "merge-move", "own-details"),
)
# Of several people at once: their keys stand beside the address, not in it, so that it stays as short for two hundred as for two, and leads to
# the right records when one of them became another.
OF_SEVERAL = ("caseload-do",)

_TABLE = "people_formdraft"
_ALL = "array_append(with_person_ids, person_id)"
# As for the record itself, by the compartment of what is written, and of each when there are several; by the person, of what they write about
# their own record; and by the service's workers, of what they answer to a referral that is open to them.
_SEES = (
    f"(({may('person.view')} and throughcare.opens_each({_ALL}, compartment)) "
    f"or (with_person_ids = '{{}}' and ({_TABLE}.person_id = {MY_PERSON} "
    f"or ({may('referral.answer')} and throughcare.answers_for({_TABLE}.person_id, {_TABLE}.about_id)))))"
)
_DECIDES = f"throughcare.decides(form, about_id, array_remove({_ALL}, null))"
_FORMS = ", ".join(f"'{form}'" for form in DECIDED)
_AUTHOR = f"user_id = {READER} and (case when form in ({_FORMS}) then {_DECIDES} else {_SEES} end)"
COMPARTMENTS = ("C1", "C5", "C7", "C9", "C10")


_RULE = Rule(
    "personal", "its author's alone, while they may see whom it is about, or decide what it is about", _AUTHOR, _AUTHOR, _AUTHOR, _AUTHOR
)


def address_of(form: str, path: str, persons: list[UUID]) -> str:
    """Where a form is found: as kept, with the keys of several people put back into it."""
    page, _, query = path.partition("?")
    return f"{page}?{'&'.join([*(f'person={key}' for key in persons), *filter(None, [query])])}" if form in OF_SEVERAL else path


@protect(_RULE)
class FormDraft(models.Model):
    """A form half filled in. `values` holds the fields as the browser sent them: field → texts.

    person: nobody, of what is about a user or names its person in words alone. with_person_ids: whom else it is about.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", null=True)
    with_person_ids = ArrayField(models.UUIDField(), default=list, db_default=Value([], ArrayField(models.UUIDField())))
    form = models.CharField("which form: the name of its page", max_length=40)
    about_id = models.UUIDField("which thing it is about: the person, several of them, a need, a note, a referral, what is decided")
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

    @property
    def persons(self) -> list[UUID]:
        """Everybody it is about, each once."""
        return sorted({*self.with_person_ids, *([self.person_id] if self.person_id else [])})

    @property
    def address(self) -> str:
        """Where its form is found."""
        return address_of(self.form, self.path, self.persons)
