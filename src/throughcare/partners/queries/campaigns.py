"""Campaigns and submissions of partners: those that wait for our answer, and those that have it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import names_of
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.common.refusals import NotFound
from throughcare.partners.models import Campaign
from throughcare.partners.queries.directory import my_organizations
from throughcare.partners.queries.shown import day_words
from throughcare.partners.states import CampaignState

LIST_HEAD = ("What", "Partner", "Topic", "Day", "How it stands")
COLOURS = {CampaignState.OPEN: "yellow", CampaignState.ANSWERED: "green"}


@dataclass(frozen=True, kw_only=True)
class CampaignFilters:
    """Which to look for. state: "" for any. words: in title, topic or what is asked. partner_id: of this one alone."""

    state: str = CampaignState.OPEN.value
    words: str = ""
    partner_id: UUID | None = None


def search_campaigns(by: Actor, filters: CampaignFilters) -> QuerySet[Campaign]:
    """Those the reader may see: of every partner, or of their own organisation. Row security says the same."""
    by.check(Permission.DIRECTORY_VIEW)
    rows = Campaign.objects.select_related("partner__organization")
    if not by.may(Permission.PARTNER_VIEW):
        rows = rows.filter(partner__in=my_organizations(by))
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.partner_id:
        rows = rows.filter(partner=filters.partner_id)
    for word in filters.words.split():
        rows = rows.filter(Q(title__icontains=word) | Q(topic__icontains=word) | Q(asks__icontains=word))
    return rows


def page_of_campaigns(by: Actor, filters: CampaignFilters, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[Campaign]:
    """Whoever has waited longest comes first."""
    return page_of(search_campaigns(by, filters), order=("said_on", "id"), cursor=cursor, size=size)


def campaigns_of(by: Actor, partner_id: UUID) -> list[Campaign]:
    """Of one partner, the newest first."""
    return list(search_campaigns(by, CampaignFilters(state="", partner_id=partner_id)).order_by("-said_on", "-id")[:PAGE_SIZE])


def count_to_answer(by: Actor) -> int:
    """How many wait for our answer."""
    return search_campaigns(by, CampaignFilters()).count()


def get_campaign(by: Actor, campaign_id: UUID) -> Campaign:
    """One of them. Raises NotFound."""
    found = search_campaigns(by, CampaignFilters(state="")).filter(pk=campaign_id).first()
    if found is None:
        raise NotFound
    return found


def campaign_rows(found: Iterable[Campaign]) -> list[list[object]]:
    """Lines of the list."""
    return [
        [
            {"text": one.title, "href": reverse("campaign", args=[one.pk])},
            one.partner.organization.name,
            one.topic or one.get_kind_display(),
            day_words(one.said_on),
            {"text": one.get_state_display(), "colour": COLOURS[CampaignState(one.state)]},
        ]
        for one in found
    ]


def campaign_facts(one: Campaign) -> list[dict[str, Any]]:
    """All of it, a fact a row."""
    names = names_of([one.added_by_id, one.answered_by_id])
    return [
        {"key": "What it is", "value": one.get_kind_display()},
        {"key": "Topic", "value": one.topic},
        {"key": "What it asks of us", "value": one.asks},
        {"key": "Day", "value": day_words(one.said_on)},
        {"key": "Document", "value": one.document},
        {"key": "Put here by", "value": names.get(one.added_by_id, "") if one.added_by_id else ""},
        {"key": "Our answer", "value": one.answer},
        {"key": "Answered by", "value": names.get(one.answered_by_id, "") if one.answered_by_id else ""},
        {"key": "Answered on", "value": day_words(one.answered_on)},
    ]
