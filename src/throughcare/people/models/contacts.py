"""Whānau and others who are in contact with somebody, and whether it is safe to reach them."""

from django.db import models

from throughcare.accounts.permissions import Permission
from throughcare.common.clock import now
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import Personal, may, protect
from throughcare.people.models.record import Person
from throughcare.people.states import Relation, Safety

# Neither a partner nor the person sees them: who is in hiding may be in hiding from either.
_C5 = Personal("person_id", "C5", person_sees=False, only=may(Permission.CONTACT_VIEW))
_ADDRESS = Personal(
    "person_id", "C5", person_sees=False, only=f"{may(Permission.CONTACT_VIEW)} and (not hidden or {may(Permission.CONTACT_HIDDEN)})"
)
# An address hidden today was open yesterday: what it was stays with those who may see what is hidden.
_PAST = Personal("person_id", "C5", person_sees=False, only=may(Permission.CONTACT_HIDDEN))


@tracked(_C5)
@protect(_C5)
class PersonContact(models.Model):
    """Somebody of the person's whānau, or another who matters to them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="contacts", db_index=False)
    name = models.CharField(max_length=200)
    relation = models.CharField(max_length=20, choices=Relation.choices)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField("e-mail address", blank=True)
    safety = models.CharField("whether it is safe to contact them", max_length=5, choices=Safety.choices)
    how = models.TextField("how and when to contact them, and when not", blank=True)
    is_emergency = models.BooleanField("emergency contact", default=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_note = models.CharField("why it ended", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=now, editable=False)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(relation__in=Relation.values), name="people_personcontact_relation"),
            models.CheckConstraint(condition=models.Q(safety__in=Safety.values), name="people_personcontact_safety"),
            models.CheckConstraint(condition=~models.Q(safety=Safety.CARE) | ~models.Q(how=""), name="people_personcontact_how"),
            models.CheckConstraint(
                condition=models.Q(is_emergency=False) | ~models.Q(safety=Safety.NO), name="people_personcontact_emergency"
            ),
        )
        indexes = (models.Index(fields=["person", "created_at"], name="people_personcontact_person"),)

    def __str__(self) -> str:
        return self.relation


@tracked(_PAST)
@protect(_ADDRESS)
class ContactAddress(models.Model):
    """Where a contact lives. Hidden: on a page of its own, for those who may, and every look at it is told apart in the audit."""

    contact = models.OneToOneField(PersonContact, primary_key=True, on_delete=models.CASCADE, related_name="home")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    address = models.TextField()
    hidden = models.BooleanField(default=False)

    def __str__(self) -> str:
        return "address"
