"""Surveys of a network: which organisations are asked, and what each says of each other. Who may ever read it: docs/decisions/0048."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, Rule, confidential, may, protect
from throughcare.partners.models import Organization
from throughcare.relationships.bank.ties import CURRENT, HIGHEST, LOWEST
from throughcare.relationships.states import LONGEST_NAME, SURVEY_STATES, Flow, Knows, Often, SurveyState

_KEEPS = f"{IS_SYSTEM} or {may('partner.edit')}"
_KEPT = confidential(_KEEPS, write=_KEEPS, delete=_KEEPS)
_PUBLISHED = "exists (select 1 from public.relationships_networksurvey s where s.id = survey_id and s.state = 'PUBLISHED')"


@tracked(_KEPT)
@protect(_KEPT)
class NetworkSurvey(models.Model):
    """One wave. regions, kinds: which partners it begins with; empty means all. answered: organisations that had replied when it was closed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=LONGEST_NAME)
    regions = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    kinds = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    bank = models.CharField("version of the questions", max_length=20, default=CURRENT)
    deadline = models.DateField("last day for replies")
    state = models.CharField(max_length=10, choices=SurveyState.choices, default=SurveyState.DRAFT)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=SurveyState.values), name="relationships_networksurvey_state"),
            models.CheckConstraint(
                condition=~Q(state__in=["OPEN", "CLOSED", "PUBLISHED"]) | Q(opened_on__isnull=False),
                name="relationships_networksurvey_opened",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["CLOSED", "PUBLISHED"]) | Q(closed_on__isnull=False), name="relationships_networksurvey_closed"
            ),
            models.CheckConstraint(
                condition=~Q(state="PUBLISHED") | Q(published_on__isnull=False), name="relationships_networksurvey_published"
            ),
        )
        triggers: ClassVar = [pgtrigger.FSM(name="survey_states", field="state", transitions=SURVEY_STATES.pairs())]

    def __str__(self) -> str:
        return self.name


@protect(_KEPT)
class SurveyedOrganization(models.Model):
    """An organisation that is asked, and that others are asked about. digest: SHA-256 of its link's secret, while there is one; former_digest: of the
    link before it, by which somebody may be filling in a page just now."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    survey = models.ForeignKey(NetworkSurvey, on_delete=models.PROTECT, related_name="surveyed", db_index=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField("e-mail address of whoever answers for it", blank=True)
    digest = models.BinaryField(max_length=32, null=True, unique=True)
    former_digest = models.BinaryField(max_length=32, null=True)
    reminded_on = models.DateField(null=True, blank=True)
    handed_in_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["survey", "organization"], name="relationships_surveyedorganization_once"),)

    def __str__(self) -> str:
        return f"{self.organization_id}"


def _points(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__range": (LOWEST, HIGHEST)}), name=f"relationships_tieanswer_{name}"
    )


@protect(
    Rule(
        "partner-confidential",
        "what one organisation says of another: for whoever keeps the register, once it is published; never for a partner. Written by functions alone",
        see=f"({_KEEPS}) and {_PUBLISHED}",
        add=IS_SYSTEM,
    )
)
class TieAnswer(models.Model):
    """What one organisation says of another. Points are 1 to 4; none: it doesn't know, or left it out. gives, gets: what goes to the other, and comes from it.

    by_link: said by the link, and not by its own people logged in: theirs no link gives back or overwrites.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    survey = models.ForeignKey(NetworkSurvey, on_delete=models.PROTECT, related_name="+")
    asked = models.ForeignKey(SurveyedOrganization, on_delete=models.PROTECT, related_name="answers", db_index=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    knows = models.CharField(max_length=6, choices=Knows.choices)
    reliable = models.PositiveSmallIntegerField(null=True, blank=True)
    mission = models.PositiveSmallIntegerField(null=True, blank=True)
    open_to_talk = models.PositiveSmallIntegerField(null=True, blank=True)
    influence = models.PositiveSmallIntegerField(null=True, blank=True)
    involvement = models.PositiveSmallIntegerField(null=True, blank=True)
    resources = models.PositiveSmallIntegerField(null=True, blank=True)
    gives = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    gets = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    often = models.CharField(max_length=10, choices=Often.choices, blank=True)
    by_link = models.BooleanField(
        "said by a link, not logged in", default=False, null=True
    )  # a default of the database is asked back, which nobody may read

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["asked", "organization"], name="relationships_tieanswer_once"),
            models.CheckConstraint(condition=Q(knows__in=Knows.values), name="relationships_tieanswer_knows"),
            models.CheckConstraint(condition=Q(often__in=["", *Often.values]), name="relationships_tieanswer_often"),
            models.CheckConstraint(
                condition=Q(gives__contained_by=Flow.values) & Q(gets__contained_by=Flow.values), name="relationships_tieanswer_flows"
            ),
            *(_points(name) for name in ("reliable", "mission", "open_to_talk", "influence", "involvement", "resources")),
        )

    def __str__(self) -> str:
        return self.knows
