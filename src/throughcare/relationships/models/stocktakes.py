"""Stock-takes of partners: what is asked, of which sites, and what each site's team knows. Ours alone: docs/decisions/0041."""

from dataclasses import replace
from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from throughcare.accounts.models import Team, User
from throughcare.common.history import tracked
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, MY_TEAMS, confidential, may, protect
from throughcare.partners.models import OrganizationKind, Partner
from throughcare.relationships.bank.stocktake import CURRENT
from throughcare.relationships.states import (
    LONGEST_NAME,
    LONGEST_REASON,
    RETURN_STATES,
    STOCK_TAKE_STATES,
    HasAgreement,
    LineAnswer,
    ReturnState,
    Settled,
    StockTakeState,
)

KEEPS = f"{IS_SYSTEM} or {may('partner.edit')}"
OURS_ALONE = confidential(f"{IS_SYSTEM} or {may('partner.view')}", write=KEEPS)


def team_writes(site_return: str) -> str:
    """SQL: is the reader of the team this return waits with, in a stock-take that is open? What of it is the team's, triggers say (sql.py)."""
    waits = f"r.id = {site_return} and r.state = 'WAITING' and s.state = 'OPEN' and r.team_id = any({MY_TEAMS})"
    there = "select 1 from public.relationships_sitereturn r join public.relationships_stocktake s on s.id = r.stock_take_id"
    return f"({may('partner.view')} and exists ({there} where {waits}))"


_OWN_RETURN = replace(OURS_ALONE, delete=KEEPS, change=f"{KEEPS} or ({may('partner.view')} and team_id = any({MY_TEAMS}))")
_LINE = replace(OURS_ALONE, add=f"{KEEPS} or {team_writes('site_return_id')}", change=f"{KEEPS} or {team_writes('site_return_id')}")


@tracked(OURS_ALONE)
@protect(OURS_ALONE)
class StockTake(models.Model):
    """One stock-take. regions, sites, kinds: codes; empty means all. questions: the version of ours; own_questions: those asked beside them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=LONGEST_NAME)
    regions = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    sites = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    kinds = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    questions = models.CharField("version of the questions", max_length=20, default=CURRENT)
    own_questions = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    deadline = models.DateField("last day for returns")
    state = models.CharField(max_length=10, choices=StockTakeState.choices, default=StockTakeState.DRAFT)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    reason = models.CharField("why it was opened again", max_length=LONGEST_REASON, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=StockTakeState.values), name="relationships_stocktake_state"),
            models.CheckConstraint(condition=~Q(name=""), name="relationships_stocktake_named"),
            models.CheckConstraint(
                condition=~Q(state__in=["OPEN", "CLOSED"]) | Q(opened_on__isnull=False), name="relationships_stocktake_opened"
            ),
            models.CheckConstraint(condition=~Q(state="CLOSED") | Q(closed_on__isnull=False), name="relationships_stocktake_closed"),
        )
        triggers: ClassVar = [pgtrigger.FSM(name="stock_take_states", field="state", transitions=STOCK_TAKE_STATES.pairs())]

    def __str__(self) -> str:
        return self.name


@tracked(OURS_ALONE)
@protect(_OWN_RETURN)
class SiteReturn(models.Model):
    """What one site's team is asked. site: its code; empty for partners of the stock-take that serve no site asked about."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stock_take = models.ForeignKey(StockTake, on_delete=models.PROTECT, related_name="returns")
    site = models.CharField("code of the site", max_length=60, blank=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ReturnState.choices, default=ReturnState.WAITING)
    handed_in_on = models.DateField("the day it was last handed in", null=True, blank=True)
    handed_in_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    reason = models.CharField("why it was handed back", max_length=LONGEST_REASON, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ReturnState.values), name="relationships_sitereturn_state"),
            models.CheckConstraint(
                condition=~Q(state="HANDED_IN") | Q(handed_in_on__isnull=False), name="relationships_sitereturn_handed_in"
            ),
            models.UniqueConstraint(fields=["stock_take", "site"], name="relationships_sitereturn_once"),
        )
        indexes = (models.Index(fields=["team", "state"], name="relationships_return_of_team"),)
        triggers: ClassVar = [pgtrigger.FSM(name="return_states", field="state", transitions=RETURN_STATES.pairs())]

    def __str__(self) -> str:
        return self.site


@tracked(OURS_ALONE)
@protect(_LINE)
class ReturnLine(models.Model):
    """What a site says of one partner. Of one the register had: `partner`. Of one it found (FOUND): name and kind, and what became of it there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site_return = models.ForeignKey(SiteReturn, on_delete=models.PROTECT, related_name="lines")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    name = models.CharField("name of one that was found", max_length=300, blank=True)
    kind = models.CharField("kind of one that was found", max_length=20, choices=OrganizationKind.choices, blank=True)
    answer = models.CharField(max_length=10, choices=LineAnswer.choices, blank=True)
    since = models.CharField("since when", max_length=60, blank=True)
    purpose = models.CharField("for what", max_length=500, blank=True)
    agreement = models.CharField(max_length=10, choices=HasAgreement.choices, blank=True)
    agreement_words = models.CharField("which agreement: its name or number", max_length=300, blank=True)
    enhance = models.TextField("what would enhance it", blank=True)
    changed = models.TextField("what has changed, or why it ended", blank=True)
    own_answers = ArrayField(models.CharField(max_length=1000), default=list, blank=True)
    settled = models.CharField(max_length=10, choices=Settled.choices, blank=True)
    settled_words = models.CharField(max_length=LONGEST_REASON, blank=True)
    came_from = models.UUIDField("whose second line of one partner this was, before two records were put together", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(answer="") | Q(answer__in=LineAnswer.values), name="relationships_returnline_answer"),
            models.CheckConstraint(condition=Q(agreement="") | Q(agreement__in=HasAgreement.values), name="relationships_line_agreement"),
            models.CheckConstraint(
                condition=Q(answer="FOUND") & ~Q(name="") | ~Q(answer="FOUND") & Q(partner__isnull=False, settled=""),
                name="relationships_returnline_whom",
            ),
            models.CheckConstraint(
                condition=Q(settled="") | Q(settled__in=Settled.values) & ~(Q(settled="ASIDE") & Q(settled_words="")),
                name="relationships_returnline_settled",
            ),
            models.UniqueConstraint(
                fields=["site_return", "partner"],
                condition=~Q(answer="FOUND") & Q(came_from__isnull=True),
                name="relationships_returnline_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk}"
