"""A partnership's assessments. What tables may say of a rater is the heart of it: docs/decisions/0037.

Who was asked (`Rater`), whether they answered (`Taken`), what waits sealed (`SealedAnswer`), what stands for good (`Response`) and what is told
(`Score`, `Change`, `Comment`) are tables that share nothing but the wave: no key, no day, no order, no history.
"""

from typing import ClassVar
from uuid import uuid4

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, Rule, confidential, may, protect, sealed
from throughcare.evaluation.ratings import FEWEST, HIGHEST, LOWEST
from throughcare.partners.models import Partner
from throughcare.relationships.bank import CURRENT
from throughcare.relationships.states import AGREED_STATES, WAVE_STATES, AgreedState, CommentKind, RatingSide, WaveState

_EDIT = f"{IS_SYSTEM} or {may('partner.edit')}"
_WAVE = confidential(
    f"{IS_SYSTEM} or {may('partner.view')} or partner_id = any((select throughcare.my_organizations())::uuid[])", write=_EDIT
)
# Its own people with the right to say what is their organisation's, of the side that is theirs.
_OWN_WAVE = "exists (select 1 from public.relationships_wave w where w.id = wave_id and w.partner_id = any((select throughcare.my_organizations())::uuid[]))"
_OWN_RATERS = f"side = 'THEIRS' and {may('partner.own')} and {_OWN_WAVE}"
_RATERS = f"{IS_SYSTEM} or ({may('partner.edit')} and not own) or ({_OWN_RATERS})"
# Of the two sides of the wave: asked there, so that the rule is said once.
_SEE = "exists (select 1 from public.relationships_wave w where w.id = wave_id)"
_TOLD = Rule("partner-confidential", "of a published assessment; written once, by Throughcare itself", see=_SEE, add=IS_SYSTEM)


@tracked(_WAVE)
@protect(_WAVE)
class Wave(models.Model):
    """One assessment of one partnership, by both sides. answered_*: how many did, from three on; else none, and nothing of that side is told."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField("which of this partnership's assessments")
    state = models.CharField(max_length=10, choices=WaveState.choices, default=WaveState.DRAFT)
    deadline = models.DateField("last day for answers")
    bank = models.CharField("version of the items", max_length=20, default=CURRENT)
    purpose = models.TextField("what this partnership is for, as the two of them say it", blank=True)
    own_items = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField("when those still to answer were last reminded", null=True, blank=True)
    answered_ours = models.PositiveSmallIntegerField(null=True, blank=True)
    answered_theirs = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=WaveState.values), name="relationships_wave_state"),
            models.CheckConstraint(
                condition=~Q(state__in=["OPEN", "CLOSED", "PUBLISHED"]) | Q(opened_on__isnull=False), name="relationships_wave_opened"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["CLOSED", "PUBLISHED"]) | Q(closed_on__isnull=False), name="relationships_wave_closed"
            ),
            models.CheckConstraint(
                condition=(Q(answered_ours__isnull=True) | Q(answered_ours__gte=FEWEST))
                & (Q(answered_theirs__isnull=True) | Q(answered_theirs__gte=FEWEST)),
                name="relationships_wave_fewest",
            ),
            models.UniqueConstraint(fields=["partner", "number"], name="relationships_wave_number"),
            models.UniqueConstraint(
                fields=["partner"], condition=Q(state__in=["DRAFT", "OPEN", "CLOSED"]), name="relationships_wave_one_under_way"
            ),
        )
        triggers: ClassVar = [pgtrigger.FSM(name="wave_states", field="state", transitions=WAVE_STATES.pairs())]

    def __str__(self) -> str:
        return f"{self.number}"


@protect(confidential(_RATERS, write=_RATERS))
class Rater(models.Model):
    """Somebody who is asked. The row does not change when they answer. digest: SHA-256 of their link's secret, while there is one.

    own: named by the partner's own people, who alone see who it is; whoever keeps the register sees how many there are. So both may name one
    address and neither hears of the other: it is asked once, by the row that was there first (decision 56).

    Whoever logs in under this address finds the assessment at home; whether there is such an account is nobody's to learn.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=6, choices=RatingSide.choices)
    name = models.CharField(max_length=200)
    email = models.EmailField("e-mail address")
    digest = models.BinaryField(max_length=32, null=True, unique=True)
    withdrawn = models.BooleanField(default=False)
    own = models.BooleanField("named by the partner itself", default=False, db_default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(side__in=RatingSide.values), name="relationships_rater_side"),
            models.CheckConstraint(condition=Q(own=False) | Q(side="THEIRS"), name="relationships_rater_own"),
            models.UniqueConstraint(F("wave"), Lower("email"), F("own"), name="relationships_rater_once"),
        )

    def __str__(self) -> str:
        return self.name


@protect(sealed("who took part before an assessment closes would be who answered what, once one more is known; asked by functions alone"))
class Taken(models.Model):
    """Whether somebody who is asked has answered. All rows of a wave are written anew at each answer, so that none is newer than another."""

    rater = models.OneToOneField(Rater, primary_key=True, on_delete=models.CASCADE, related_name="+")
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="+")
    taken = models.BooleanField(default=False)

    def __str__(self) -> str:
        return "taken"


@protect(sealed("answers before an assessment closes: nobody reads them; put in and taken out by functions"))
class SealedAnswer(models.Model):
    """What one rater answered, encrypted with the site's key, all of one length. All rows of a wave are written anew, in another order, at each."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="+")
    words = models.TextField("encrypted")

    def __str__(self) -> str:
        return "sealed"


@protect(
    Rule(
        "partner-confidential",
        "what raters answered, without who; read by Throughcare for the next wave's change alone",
        see=IS_SYSTEM,
        add=IS_SYSTEM,
    )
)
class Response(models.Model):
    """What one rater of a side answered: item → 1 to 5, or null. Written in a random order under a random key, all of a wave at once."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=6, choices=RatingSide.choices)
    answers = models.JSONField()

    def __str__(self) -> str:
        return "response"


@protect(_TOLD)
class Score(models.Model):
    """What is told of one side's answers to one item: how many raters, and their mean off the scale's ends."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="scores")
    side = models.CharField(max_length=6, choices=RatingSide.choices)
    item = models.CharField(max_length=40)
    n = models.PositiveSmallIntegerField()
    mean = models.FloatField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(n__gte=FEWEST), name="relationships_score_fewest"),
            models.CheckConstraint(condition=Q(mean__gt=LOWEST) & Q(mean__lt=HIGHEST), name="relationships_score_off_the_ends"),
            models.UniqueConstraint(fields=["wave", "side", "item"], name="relationships_score_once"),
        )

    def __str__(self) -> str:
        return self.item


@protect(_TOLD)
class Change(models.Model):
    """The interval of a domain's change since the wave before, on one side."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="changes")
    side = models.CharField(max_length=6, choices=RatingSide.choices)
    domain = models.CharField(max_length=40)
    low = models.FloatField()
    high = models.FloatField()
    before = models.PositiveSmallIntegerField("raters then")
    now = models.PositiveSmallIntegerField("raters now")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(before__gte=FEWEST) & Q(now__gte=FEWEST), name="relationships_change_fewest"),
            models.UniqueConstraint(fields=["wave", "side", "domain"], name="relationships_change_once"),
        )

    def __str__(self) -> str:
        return self.domain


@protect(_TOLD)
class SideGap(models.Model):
    """The interval of the gap between the two sides in one domain, ours less theirs."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="gaps")
    domain = models.CharField(max_length=40)
    low = models.FloatField()
    high = models.FloatField()
    ours = models.PositiveSmallIntegerField("raters of ours")
    theirs = models.PositiveSmallIntegerField("raters of theirs")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(ours__gte=FEWEST) & Q(theirs__gte=FEWEST), name="relationships_sidegap_fewest"),
            models.UniqueConstraint(fields=["wave", "domain"], name="relationships_sidegap_once"),
        )

    def __str__(self) -> str:
        return self.domain


@protect(_TOLD)
class Comment(models.Model):
    """What a rater wrote and lets be read. Under a random key and apart from every answer."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="comments")
    side = models.CharField(max_length=6, choices=RatingSide.choices)
    kind = models.CharField(max_length=6, choices=CommentKind.choices)
    words = models.TextField()

    def __str__(self) -> str:
        return "comment"


_AGREED = confidential(_SEE, write=_EDIT)


@tracked(_AGREED)
@protect(_AGREED)
class AgreedAction(models.Model):
    """What the two of them agreed to do about a result. owner: whoever does it, by name, on either side."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="agreed")
    words = models.CharField("what is to be done", max_length=500)
    side = models.CharField("whose it is", max_length=6, choices=RatingSide.choices)
    owner = models.CharField("who does it", max_length=200)
    due = models.DateField("by when")
    state = models.CharField(max_length=8, choices=AgreedState.choices, default=AgreedState.OPEN)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=AgreedState.values), name="relationships_agreedaction_state"),
            models.CheckConstraint(condition=~Q(words="") & ~Q(owner=""), name="relationships_agreedaction_said"),
        )
        triggers: ClassVar = [pgtrigger.FSM(name="agreed_states", field="state", transitions=AGREED_STATES.pairs())]

    def __str__(self) -> str:
        return self.words
