"""When we were in touch with a partner: found by kind, topic and day, each with who was there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import names_of
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.common.refusals import NotFound
from throughcare.partners.models import Interaction, Organization, Partner, PartnerContact
from throughcare.partners.queries.directory import my_organizations

LATEST_FIRST = ("-on", "-id")
SHARED, OURS, WITHDRAWN = "shared", "ours", "withdrawn"


@dataclass(frozen=True, kw_only=True)
class InteractionFilters:
    """Which times; empty means no matter. since, until: days, both counted. stands: SHARED with the partner, OURS alone, or WITHDRAWN;
    left out, all that were not withdrawn."""

    kind: str = ""
    topic: str = ""
    words: str = ""
    since: date | None = None
    until: date | None = None
    stands: str = ""


def interactions_of(by: Actor, partner: Partner, filters: InteractionFilters = InteractionFilters()) -> QuerySet[Interaction]:
    """Of a partner the caller has from an access-checked getter: all for staff, what is shared for its own people. Not ordered."""
    rows = _seen(by, Interaction.objects.filter(partner=partner))
    rows = rows.filter(withdrawn_on__isnull=filters.stands != WITHDRAWN)
    if filters.stands in (SHARED, OURS):
        rows = rows.filter(shared=filters.stands == SHARED)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.topic:
        rows = rows.filter(topics__contains=[filters.topic])
    if filters.since:
        rows = rows.filter(on__gte=filters.since)
    if filters.until:
        rows = rows.filter(on__lte=filters.until)
    for word in filters.words.split():
        rows = rows.filter(Q(said__icontains=word) | Q(topic_words__icontains=word) | Q(others__icontains=word))
    return rows


def page_of_interactions(
    by: Actor, partner: Partner, filters: InteractionFilters = InteractionFilters(), *, cursor: str = "", size: int = PAGE_SIZE
) -> Page[Interaction]:
    """One page, the latest first."""
    page = page_of(interactions_of(by, partner, filters), order=LATEST_FIRST, cursor=cursor, size=size)
    tell_others(page.rows)
    return page


def get_interaction(by: Actor, interaction_id: UUID) -> Interaction:
    """One of them, withdrawn or not, and whose it is. Raises NotFound."""
    found = _seen(by, Interaction.objects.select_related("partner__organization").filter(pk=interaction_id)).first()
    if found is None:
        raise NotFound
    tell_others([found])
    return found


def tell_others(rows: Iterable[Interaction]) -> None:
    """Fill in which other partners were there: for staff, all; for a partner's own people, when they may be told. The database says so. One read."""
    joint = {row.pk: row for row in rows if row.event_id is not None}
    found: dict[UUID, list[UUID]] = defaultdict(list)
    if joint:
        with connection.cursor() as cursor:
            cursor.execute("select interaction, other from throughcare.also_there(%s) order by interaction, other", [list(joint)])
            for key, other in cursor.fetchall():
                found[key].append(other)
    for key, row in joint.items():
        row.also = found[key]


def names_of_others(rows: Iterable[Interaction]) -> dict[UUID, str]:
    """Of the other partners that were there, as `tell_others` filled them in: key → name."""
    keys = {key for row in rows for key in row.also}
    return dict(Organization.objects.filter(pk__in=keys).order_by("search_key", "id").values_list("id", "name")) if keys else {}


def _seen(by: Actor, rows: QuerySet[Interaction]) -> QuerySet[Interaction]:
    """What the reader may see; row security says the same."""
    by.check(Permission.DIRECTORY_VIEW)
    return rows if by.may(Permission.PARTNER_VIEW) else rows.filter(shared=True, partner__in=my_organizations(by))


def who_was_there(rows: Iterable[Interaction]) -> Mapping[UUID, tuple[list[str], list[str]]]:
    """By interaction: names of their contacts, and of ours. Two reads for all."""
    found = list(rows)
    contacts = {row.pk: row.name for row in PartnerContact.objects.filter(pk__in={key for one in found for key in one.contact_ids})}
    ours = names_of({key for one in found for key in (*one.user_ids, one.written_by_id)})
    return {
        one.pk: (
            [contacts[key] for key in one.contact_ids if key in contacts],
            [ours.get(key, "Somebody who has left") for key in one.user_ids],
        )
        for one in found
    }


@dataclass(frozen=True)
class Earlier:
    """What it said before it was corrected: until when, and who corrected it."""

    until: datetime
    by_name: str
    day: date
    said: str


_VERSIONS = (
    "select pgh_created_at, pgh_context ->> 'user', on_day, said from partners_interactionevent "
    "where pgh_obj_id = %s and withdrawn_on is null order by pgh_id"
)


def earlier_of(interaction: Interaction) -> list[Earlier]:
    """What it said before, the latest first; a correction of other things than the day and the words is in the partner's own history.

    The caller has it from an access-checked getter; row security holds back from the partner what it said before it was shared.
    """
    with connection.cursor() as cursor:
        cursor.execute(_VERSIONS, [interaction.pk])
        rows = cursor.fetchall()
    names = names_of({UUID(who) for _, who, _, _ in rows if who})
    found = []
    for (_, _, day, said), (at, who, next_day, next_said) in pairwise(rows):
        if (day, said) != (next_day, next_said):
            found.append(Earlier(at, names.get(UUID(who), "") if who else "", day, said))
    return found[::-1]
