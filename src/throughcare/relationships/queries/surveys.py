"""Surveys of the network: which there are, who is asked, and, for whoever is asked, what they are asked and have said."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import digest_of
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.common.refusals import NotFound
from throughcare.partners.models import Partner, PartnerContact
from throughcare.partners.states import PartnerState
from throughcare.relationships.models import NetworkSurvey, SurveyedOrganization


@dataclass(frozen=True, kw_only=True)
class SurveyFilters:
    """What to look for; empty means no matter."""

    state: str = ""


@dataclass(frozen=True)
class Surveyed:
    """One survey an organisation is asked. standing: OPEN or OVER."""

    surveyed_id: UUID
    survey: str
    organization_id: UUID
    name: str
    deadline: date
    handed_in_on: date | None
    standing: str


@dataclass(frozen=True)
class Other:
    """Another organisation of the survey, and what was said of it so far, by column; None: nothing yet. Held: by its own people logged in, which a link does not give back."""

    organization_id: UUID
    name: str
    said: dict[str, Any] | None

    @property
    def is_held(self) -> bool:
        """Said, and not by this link's kind of door."""
        return bool(self.said and self.said.get("held"))


def page_of_surveys(by: Actor, filters: SurveyFilters, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[NetworkSurvey]:
    """The newest first, each with how many are `asked` and have `replied`."""
    by.check(Permission.PARTNER_EDIT)
    rows = _counted(NetworkSurvey.objects.all())
    if filters.state:
        rows = rows.filter(state=filters.state)
    return page_of(rows, order=("-id",), cursor=cursor, size=size)


def get_survey(by: Actor, survey_id: UUID) -> NetworkSurvey:
    """One of them, counted as above. Raises NotAllowed and NotFound."""
    by.check(Permission.PARTNER_EDIT)
    found = _counted(NetworkSurvey.objects.filter(pk=survey_id)).first()
    if found is None:
        raise NotFound
    return found


def _counted(rows: QuerySet[NetworkSurvey]) -> QuerySet[NetworkSurvey]:
    stands = Q(surveyed__organization__went=None)  # those that went into another's record are asked there
    return rows.annotate(
        asked=Count("surveyed", filter=stands), replied=Count("surveyed", filter=stands & Q(surveyed__handed_in_on__isnull=False))
    )


def surveyed_of(by: Actor, survey: NetworkSurvey) -> list[SurveyedOrganization]:
    """Who is asked, by name; those that went into another's record left out."""
    by.check(Permission.PARTNER_EDIT)
    rows = SurveyedOrganization.objects.select_related("organization").filter(survey=survey, organization__went=None)
    return list(rows.order_by("organization__search_key", "organization_id"))


def get_surveyed(by: Actor, surveyed_id: UUID) -> SurveyedOrganization:
    """One that is asked. Raises NotAllowed and NotFound."""
    by.check(Permission.PARTNER_EDIT)
    found = SurveyedOrganization.objects.select_related("organization", "survey").filter(pk=surveyed_id).first()
    if found is None:
        raise NotFound
    return found


def in_scope(by: Actor, survey: NetworkSurvey) -> list[tuple[UUID, str]]:
    """(key, address of its lead, or its own) of every active partner of the scope, by name."""
    by.check(Permission.PARTNER_EDIT)
    rows = Partner.objects.filter(state=PartnerState.ACTIVE)
    if survey.regions:
        rows = rows.filter(regions__overlap=survey.regions)
    if survey.kinds:
        rows = rows.filter(organization__kind__in=survey.kinds)
    found = list(rows.order_by("organization__search_key", "organization_id").values_list("organization_id", "organization__email"))
    leads = PartnerContact.objects.filter(partner__in=[key for key, _ in found], is_lead=True).exclude(email="")
    led = dict(leads.values_list("partner_id", "email"))
    return [(key, (led.get(key) or email or "").lower()) for key, email in found]


# -- For whoever is asked ------------------------------------------------------------------------------------------------------------
def surveyed_by_link(key: str) -> Surveyed:
    """What the holder of this link is asked. Raises NotFound when it leads nowhere (any more)."""
    return _one(_surveyed(digest_of(key), None))


def surveys_asked_of(by: Actor) -> list[Surveyed]:
    """What the reader's own organisations are asked now, the nearest last day first."""
    return [one for one in _surveyed(None, None) if one.standing == "OPEN"] if by.signed_in else []


def surveyed_one(by: Actor, surveyed_id: UUID | None) -> Surveyed:
    """One of them, over or not. Raises NotFound."""
    return _one(_surveyed(None, surveyed_id) if by.signed_in and surveyed_id else [])


def others_of(surveyed: Surveyed, key: str = "") -> list[Other]:
    """The others of its survey, by name, with what was said of each; none once it is over. key: the link, where it was opened by one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select organization, name, said from throughcare.survey_others(%s, %s)",
            [digest_of(key) if key else None, None if key else surveyed.surveyed_id],
        )
        return [Other(one, name, json.loads(said) if isinstance(said, str) else said) for one, name, said in cursor.fetchall()]


def _surveyed(link: bytes | None, surveyed_id: UUID | None) -> list[Surveyed]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, survey, organization, name, deadline, handed_in_on, standing from throughcare.survey_asked(%s, %s)",
            [link, surveyed_id],
        )
        return [Surveyed(*row) for row in cursor.fetchall()]


def _one(found: list[Surveyed]) -> Surveyed:
    if not found:
        raise NotFound
    return found[0]
