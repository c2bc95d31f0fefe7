"""What is published of agreements, and what would be: the changes the database kept of each, laid out by open standards.

For those who may look at agreements; nothing here is open without logging in. Of an agreement these go out and nothing else: its number, title,
kind, purpose, term, state, the sum of its values, the names and public numbers of those who contract with us, and of each amendment in effect
the day and the reason.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.agreements.models import Agreement, Party, PastGrant, Publication
from throughcare.agreements.queries.agreements import get_agreement
from throughcare.agreements.queries.kept import snapshots_of
from throughcare.agreements.standards import (
    Package,
    Publisher,
    grant_of,
    grant_package,
    past_grant,
    record_package,
    release_package,
    releases_of,
)
from throughcare.agreements.states import Part
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.common.refusals import NotFound, Refused

LARGEST = 200
NO_GRANT = "No grant with a value is published yet. Publish one on its page first."
NOTHING = "No agreement is published yet. Publish one on its page first."


class Some(NamedTuple):
    """Some of what is published: agreements, and where the pages before and after begin (None: there is none)."""

    rows: list[Agreement]
    before: int | None
    after: int | None


def publisher() -> Publisher:
    """As the site's settings say."""
    said = settings.PUBLISHING
    return Publisher(
        name=said.name,
        identifier=said.identifier,
        licence=said.licence,
        ocid_prefix=said.ocid_prefix,
        grant_prefix=said.grant_prefix,
        currency=settings.CURRENCY,
        zone=ZoneInfo(settings.TIME_ZONE),
        site=settings.SITE_ADDRESS,
    )


def published(by: Actor) -> QuerySet[Agreement]:
    """Agreements that are published. Row security says the same. Raises NotAllowed."""
    by.check(Permission.AGREEMENT_VIEW)
    parties = Party.objects.select_related("organization", "value").order_by("part", "organization__search_key", "id")
    # A grant of the past may turn out to be another funder's: then it is theirs to publish, whatever was said of it before.
    ours = Party.objects.filter(agreement=OuterRef("pk"), part=Part.DEPARTMENT)
    rows = Agreement.objects.filter(Exists(ours), publication__isnull=False, publication__withdrawn_at__isnull=True)
    return rows.select_related("publication").prefetch_related(Prefetch("parties", queryset=parties))


def publication_of(by: Actor, agreement: Agreement) -> Publication | None:
    """Whether it is published, or was; of an agreement from an access-checked getter. For us alone."""
    if not by.may(Permission.AGREEMENT_VIEW):
        return None
    return Publication.objects.filter(agreement=agreement.pk).first()


def past_of(by: Actor, agreement: Agreement) -> PastGrant | None:
    """Where a grant of the past came from; of an agreement from an access-checked getter. For us alone."""
    is_ours = agreement.is_history and by.may(Permission.AGREEMENT_VIEW)
    return PastGrant.objects.filter(agreement=agreement.pk).first() if is_ours else None


def page_of_published(by: Actor, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[Agreement]:
    """One page, the first written first."""
    return page_of(published(by), order=("id",), cursor=cursor, size=size)


def some_published(by: Actor, *, offset: int = 0, size: int = LARGEST, kind: str = "") -> Some:
    """Some of them, counted from the first: as packages of the standards are paged. kind: of this kind alone."""
    rows = published(by)
    found = list((rows.filter(kind=kind) if kind else rows).order_by("id")[offset : offset + size + 1])
    return Some(found[:size], max(0, offset - size) if offset else None, offset + size if len(found) > size else None)


def releases_of_one(by: Actor, agreement_id: UUID) -> list[dict[str, Any]]:
    """The releases of one agreement as they are published, or would be, oldest first. Raises NotFound."""
    by.check(Permission.AGREEMENT_VIEW)
    found = get_agreement(by, agreement_id)
    return next(iter(releases([found])), [])


def releases(rows: Sequence[Agreement]) -> list[list[dict[str, Any]]]:
    """Of each of these agreements."""
    who, kept = publisher(), snapshots_of(rows)
    return [made for row in rows if (made := releases_of(who, kept[row.pk]))]


def package(kind: str, rows: Sequence[Agreement], about: Package) -> dict[str, Any]:
    """kind: releases, records or grants. Raises Refused when nothing is published: a package holds one thing at least."""
    if kind == "grants":
        return _grants(rows, about)
    processes = releases(rows)
    if not processes:
        raise Refused(NOTHING)
    if kind == "records":
        return record_package(publisher(), about, processes)
    if kind == "releases":
        return release_package(publisher(), about, [release for process in processes for release in process])
    raise NotFound


def _grants(rows: Sequence[Agreement], about: Package) -> dict[str, Any]:
    who, kept = publisher(), snapshots_of(rows)
    past = dict(PastGrant.objects.filter(agreement__in=[row.pk for row in rows]).values_list("agreement_id", "said"))
    lasts = ((past.get(row.pk), last) for row in rows for last in kept[row.pk][-1:])
    grants = [grant for said, last in lasts if (grant := past_grant(who, said, last) if said else grant_of(who, last))]
    if not grants:
        raise Refused(NO_GRANT)
    return grant_package(who, grants, about.uri if about.uri.startswith("http") else "")


def address_of(kind: str) -> str:
    """Where the whole package can be had, by the site's address; without one a name that is this site's alone."""
    who = publisher()
    return f"{who.site}agreements/published/{kind}/" if who.site else f"urn:{who.ocid_prefix}:{kind}"
