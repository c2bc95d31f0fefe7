"""Finding partners on the register, and one of them whole."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.clock import today
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.common.refusals import Invalid, Moved, NotFound
from throughcare.common.text import search_key
from throughcare.partners.models import Accreditation, Organization, Partner, PartnerContact
from throughcare.partners.queries.directory import my_organizations, organization_called, went_to
from throughcare.partners.queries.likeness import like_name
from throughcare.partners.queries.quiet import quiet
from throughcare.partners.states import ENDS_SOON_DAYS, PartnerState
from throughcare.tasks.kinds import Recipient

Row = TypeVar("Row", Partner, Accreditation, PartnerContact)
ORDER = ("organization__search_key", "organization_id")
MINE, NOBODY = "mine", "nobody"
SOON, OVER, NONE = "soon", "over", "none"
QUIET = "quiet"


@dataclass(frozen=True, kw_only=True)
class PartnerFilters:
    """What to look for; empty means no matter. owner: MINE, NOBODY (none, or one who keeps partners no longer) or a user's id.

    contact: QUIET (nobody was in touch for longer than is asked for). accreditation: SOON (one ends within ENDS_SOON_DAYS), OVER (the last day of one has passed) or NONE (there is none).
    """

    words: str = ""
    kind: str = ""
    role: str = ""
    region: str = ""
    owner: str = ""
    accreditation: str = ""
    contact: str = ""
    state: str = PartnerState.ACTIVE.value


class Owner(NamedTuple):
    """Somebody who may own a partner on our side, in one of their teams."""

    user_id: UUID
    name: str
    team_id: UUID
    team: str


def search_partners(by: Actor, filters: PartnerFilters) -> QuerySet[Partner]:
    """Partners that match every filter. Not ordered: page by ORDER."""
    by.check(Permission.PARTNER_VIEW)
    rows = Partner.objects.select_related("organization")
    for word in search_key(filters.words).split():
        rows = rows.filter(Q(organization__search_key__contains=word) | Q(organization__search_key__trigram_word_similar=word))
    if filters.kind:
        rows = rows.filter(organization__kind=filters.kind)
    if filters.role:
        rows = rows.filter(roles__contains=[filters.role])
    if filters.region:
        rows = rows.filter(regions__contains=[filters.region])
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.contact == QUIET:
        rows = quiet(rows)
    return _accredited(_owned(by, rows, filters.owner), filters.accreditation)


def _owned(by: Actor, rows: QuerySet[Partner], owner: str) -> QuerySet[Partner]:
    if owner == MINE:
        return rows.filter(owner=by.user_id)
    if owner == NOBODY:
        kept = Q(pk__in=[])
        for one in owners():
            kept |= Q(owner=one.user_id, owner_team=one.team_id)
        return rows.filter(Q(owner__isnull=True) | ~kept)
    if owner:
        return rows.filter(owner=_key(owner))
    return rows


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(f"{text[:60]} is nobody's id.", {"owner": [f"Use {MINE}, {NOBODY} or the id of somebody."]}) from None


def _accredited(rows: QuerySet[Partner], asked: str) -> QuerySet[Partner]:
    there = Accreditation.objects.filter(partner=OuterRef("pk"), ended_on__isnull=True)
    if asked == SOON:
        return rows.filter(Exists(there.filter(expires_on__range=(today(), today() + timedelta(days=ENDS_SOON_DAYS)))))
    if asked == OVER:
        return rows.filter(Exists(there.filter(expires_on__lt=today())))
    if asked == NONE:
        return rows.filter(~Exists(there))
    return rows


def page_of_partners(by: Actor, filters: PartnerFilters, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[Partner]:
    """One page by name, with the accreditations its lines show. As many queries for one line as for all."""
    return page_of(search_partners(by, filters).prefetch_related(_accreditations()), order=ORDER, cursor=cursor, size=size)


def _accreditations() -> Prefetch:  # type: ignore[type-arg]  # as Django's stubs have it
    return Prefetch("accreditations", queryset=Accreditation.objects.order_by("ended_on", "level", "id"))


def get_partner(by: Actor, partner_id: UUID) -> Partner:
    """One partner, with accreditations and contacts, for whoever may look at partners and for its own people. Raises NotFound."""
    contacts = Prefetch("contacts", queryset=PartnerContact.objects.order_by("-is_lead", "name", "id"))
    rows = Partner.objects.select_related("organization__parent_organization").prefetch_related(_accreditations(), contacts)
    found = _seen(by, rows, "pk").filter(pk=partner_id).first()
    if found is None:
        to = went_to(partner_id)
        if to is not None and on_register(by, [to]):
            raise Moved(partner_id, to)
        raise NotFound
    return found


def get_accreditation(by: Actor, accreditation_id: UUID) -> Accreditation:
    """One accreditation and whose it is. Raises NotFound."""
    return _one(_seen(by, Accreditation.objects.select_related("partner__organization"), "partner").filter(pk=accreditation_id))


def get_partner_contact(by: Actor, contact_id: UUID) -> PartnerContact:
    """One contact and whose they are. Raises NotFound."""
    return _one(_seen(by, PartnerContact.objects.select_related("partner__organization"), "partner").filter(pk=contact_id))


def _one(rows: QuerySet[Row]) -> Row:
    found = rows.first()
    if found is None:
        raise NotFound
    return found


def _seen(by: Actor, rows: QuerySet[Row], column: str) -> QuerySet[Row]:
    """What the reader may see; row security says the same."""
    by.check(Permission.DIRECTORY_VIEW)
    return rows if by.may(Permission.PARTNER_VIEW) else rows.filter(**{f"{column}__in": my_organizations(by)})


def branches_of(by: Actor, partner: Partner) -> list[tuple[Organization, bool]]:
    """Its branches by name, each with whether the reader can open it on the register."""
    rows = Organization.objects.filter(parent_organization=partner.pk, went=None).order_by("search_key", "id")
    there = on_register(by, [row.pk for row in rows])
    return [(row, row.pk in there) for row in rows]


def on_register(by: Actor, organizations: Iterable[UUID]) -> set[UUID]:
    """Which of these the reader finds on the register."""
    return set(_seen(by, Partner.objects.filter(pk__in=list(organizations)), "pk").values_list("pk", flat=True))


def own_partners(by: Actor) -> list[Organization]:
    """Those of the reader's own organisations that are on the register, by name."""
    mine = my_organizations(by)
    return list(Organization.objects.filter(pk__in=on_register(by, mine)).order_by("search_key", "id")) if mine else []


def alike(by: Actor, name: str) -> list[Organization]:
    """Organisations that are there already and that a new one of this name may be, those called so first."""
    by.check(Permission.PARTNER_EDIT)
    return like_name(name)


def partner_called(by: Actor, name_or_id: str) -> Partner:
    """The one partner with this id or name; case and macrons do not matter. Raises Invalid saying which there are, and NotFound."""
    return get_partner(by, organization_called(by, name_or_id).pk)


def owners() -> list[Owner]:
    """Who may own a partner on our side, by name; for whoever may look at partners. A partner's own people are told their owner alone."""
    with connection.cursor() as cursor:
        cursor.execute("select user_id, name, team_id, team from throughcare.partner_owners() order by name, team, user_id, team_id")
        return [Owner(*row) for row in cursor.fetchall()]


def count_accreditations(by: Actor) -> tuple[int, int]:
    """Active partners with an accreditation about to end, and with one that has ended."""
    soon, over = (search_partners(by, PartnerFilters(accreditation=asked)).count() for asked in (SOON, OVER))
    return soon, over


def count_quiet(by: Actor) -> int:
    """Active partners nobody was in touch with for longer than is asked for."""
    return search_partners(by, PartnerFilters(contact=QUIET)).count()


def count_unowned(by: Actor) -> int:
    """Active partners that nobody of ours looks after."""
    return search_partners(by, PartnerFilters(owner=NOBODY)).count()


def names_of_partners(by: Actor, ids: Collection[UUID]) -> dict[UUID, str]:
    """Names of those of these partners the reader may see."""
    return dict(_seen(by, Partner.objects.filter(pk__in=ids), "pk").values_list("pk", "organization__name"))


def keepers(by: Actor) -> list[Recipient]:
    """Who may be given a task about a partner: those who keep the register, and their offices."""
    if not by.may(Permission.PARTNER_VIEW):
        return []
    known = owners()
    offices = {one.team_id: one.team for one in known}
    return [
        *(Recipient(name, user_id=key) for key, name in {one.user_id: one.name for one in known}.items()),
        *(Recipient(f"Anybody of {name}", team_id=key) for key, name in offices.items()),
    ]
