"""The light path: a grant or MOU for a small group on one page, its signed links, and what was signed by one (decision 52).

A link is opened by whoever holds it, through narrow functions alone (sql_light.py): holders read no table.
"""

from django.db import models
from django.db.models import Q

from throughcare.accounts.models import User
from throughcare.agreements.models.agreement import Agreement, Party
from throughcare.agreements.states import LONGEST_ANSWER, LONGEST_REASON, LONGEST_TERMS, ConfirmedBy, LinkFor, LinkWord
from throughcare.common.clock import now
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, Rule, confidential, may, protect

_VIEW = f"{IS_SYSTEM} or {may('agreement.view')}"
_EDIT = f"{IS_SYSTEM} or {may('agreement.edit')}"
_MINE = "agreement_id = any((select throughcare.my_agreements())::uuid[])"
_OURS = confidential(_VIEW, write=_EDIT)


@tracked(_OURS)
@protect(confidential(f"{_VIEW} or {_MINE}", write=_EDIT))
class LightTerms(models.Model):
    """What the one page asks beside the agreement itself. An agreement with such a row is changed on that page alone, until it is a full one.

    signer_email or signer_phone: how whoever signs is reached. pays_on: the day of the payment, where there is one. report_on: the day by which the three
    questions are answered. full_at, full_by, full_why: when it was turned into a full agreement, by whom (nobody: a command) and why. full_signed: it was
    signed by then, so that the three questions are still owed.
    """

    agreement = models.OneToOneField(Agreement, primary_key=True, on_delete=models.PROTECT, related_name="light")
    signer_name = models.CharField("who signs for them", max_length=200)
    signer_email = models.EmailField(blank=True)
    signer_phone = models.CharField(max_length=40, blank=True)
    pays_on = models.DateField("day of the payment", null=True, blank=True)
    report_on = models.DateField("day by which the three questions are answered")
    full_at = models.DateTimeField("when it was turned into a full agreement", null=True, blank=True)
    full_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    full_why = models.CharField("why it was turned into a full agreement", max_length=LONGEST_REASON, blank=True, default="", db_default="")
    full_signed = models.BooleanField("it was signed by then", default=False, db_default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(signer_name=""), name="agreements_lightterms_signer"),
            models.CheckConstraint(condition=~Q(signer_email="", signer_phone=""), name="agreements_lightterms_reached"),
            models.CheckConstraint(
                condition=Q(full_at__isnull=True, full_by__isnull=True, full_why="", full_signed=False)
                | (Q(full_at__isnull=False) & ~Q(full_why="")),
                name="agreements_lightterms_full",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement_id}"


@protect(_OURS)
class LightLink(models.Model):
    """One link, good until it is used, revoked or over; only the hash of its secret is kept, and of a code only a keyed hash.

    purpose: what it is for. terms_digest: of the text it was sent with. code_by: whoever of us tells the code by phone (none: it is mailed).
    word, words: a question of whoever holds it, or why they don't sign.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="links")
    purpose = models.CharField(max_length=6, choices=LinkFor.choices)
    to_name = models.CharField(max_length=200)
    to_email = models.EmailField(blank=True)
    digest = models.BinaryField(max_length=32, null=True, unique=True)
    terms_digest = models.BinaryField("SHA-256 of the text it was sent with", max_length=32)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField("when it was mailed, or shown to whoever made it", null=True, blank=True)
    opened_on = models.DateField("day it was last opened", null=True, blank=True)
    used_at = models.DateTimeField("when it was signed or answered with", null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_why = models.CharField(max_length=200, blank=True)
    code_digest = models.BinaryField(max_length=32, null=True, blank=True)
    code_expires_at = models.DateTimeField(null=True, blank=True)
    code_asked_at = models.DateTimeField(null=True, blank=True)
    code_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    codes = models.PositiveSmallIntegerField("codes asked for", default=0)
    wrong = models.PositiveSmallIntegerField("wrong codes since the last", default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    word = models.CharField(max_length=7, choices=LinkWord.choices, blank=True)
    words = models.CharField("what they asked, or why they don't sign", max_length=LONGEST_ANSWER, blank=True)
    word_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(purpose__in=LinkFor.values), name="agreements_lightlink_purpose"),
            # One to sign that may be used, of each agreement. Of the three questions there are several: a page that is being filled in stays good.
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(purpose="SIGN", revoked_at__isnull=True, used_at__isnull=True),
                name="agreements_lightlink_sign",
            ),
        )

    def __str__(self) -> str:
        return f"{self.purpose} {self.agreement_id}"


@protect(Rule("partner-confidential", "between two sides", f"{_VIEW} or {_MINE}", add=IS_SYSTEM))
class LightSignature(models.Model):
    """What was signed by a link: the whole text as it was read, its hash, by whom, when, and how they were known. Written by a function; stays as it is.

    code_by: whoever of us told the code by phone. address: where the code was mailed to; empty when it was told.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="light_signatures")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    link = models.OneToOneField(LightLink, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    confirmed = models.CharField("how they were known", max_length=5, choices=ConfirmedBy.choices)
    code_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    address = models.EmailField("where the code was mailed to", blank=True, default="", db_default="")
    text = models.CharField("what was read and signed", max_length=LONGEST_TERMS)
    text_digest = models.BinaryField("its SHA-256", max_length=32)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(name="") & ~Q(text=""), name="agreements_lightsignature_whole"),)

    def __str__(self) -> str:
        return self.name
