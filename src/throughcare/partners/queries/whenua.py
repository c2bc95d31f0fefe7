"""Sites and their mana whenua: who holds it, and where nobody said yet."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.refusals import NotFound
from throughcare.partners.models import ManaWhenua, OrganizationKind, Partner
from throughcare.partners.queries.directory import my_organizations
from throughcare.partners.states import PartnerState
from throughcare.places.queries import regions, sites

HOLDERS = (OrganizationKind.IWI, OrganizationKind.HAPU)


@dataclass(frozen=True)
class SiteLine:
    """A site and who holds mana whenua there now; nobody: nobody said yet."""

    code: str
    name: str
    region: str
    holders: list[ManaWhenua]


def sites_and_whenua(by: Actor) -> list[SiteLine]:
    """Every site, by region and name. As many queries for one site as for all."""
    by.check(Permission.PARTNER_VIEW)
    held: dict[str, list[ManaWhenua]] = defaultdict(list)
    rows = ManaWhenua.objects.filter(ended_on__isnull=True).select_related("partner__organization")
    for one in rows.order_by("partner__organization__search_key", "id"):
        held[one.site].append(one)
    names = {region.code: region.name for region in regions()}
    found = [SiteLine(site.code, site.name, names.get(site.region_id or "", ""), held[site.code]) for site in sites()]
    return sorted(found, key=lambda line: (line.region, line.name))


def count_unsaid(by: Actor) -> int:
    """Sites of which nobody said yet who holds mana whenua."""
    return sum(1 for line in sites_and_whenua(by) if not line.holders)


def whenua_of(by: Actor, partner_id: UUID) -> list[ManaWhenua]:
    """Of one partner, those from before last. Row security shows its own people theirs."""
    by.check(Permission.DIRECTORY_VIEW)
    return sorted(
        ManaWhenua.objects.filter(partner=partner_id).order_by("site", "id"), key=lambda one: (one.ended_on is not None, one.site)
    )


def get_whenua(by: Actor, whenua_id: UUID) -> ManaWhenua:
    """One of them. Raises NotFound."""
    by.check(Permission.DIRECTORY_VIEW)
    rows = ManaWhenua.objects.select_related("partner__organization").filter(pk=whenua_id)
    found = (rows if by.may(Permission.PARTNER_VIEW) else rows.filter(partner__in=my_organizations(by))).first()
    if found is None:
        raise NotFound
    return found


def who_may_hold(by: Actor) -> list[Partner]:
    """Iwi and hapū on the register, by name."""
    by.check(Permission.PARTNER_EDIT)
    rows = Partner.objects.select_related("organization").filter(organization__kind__in=HOLDERS).exclude(state=PartnerState.ENDED)
    return list(rows.order_by("organization__search_key", "organization_id"))


def site_names() -> dict[str, str]:
    """Names of sites by their codes."""
    return {site.code: site.name for site in sites()}
