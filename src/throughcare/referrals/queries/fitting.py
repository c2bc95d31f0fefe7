"""From a need: the services that may help, ranked, each with its reasons."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.models import Team
from throughcare.agreements.queries import why_not_used
from throughcare.common.clock import today
from throughcare.common.refusals import NotFound, Refused
from throughcare.matching.fit import Fit, Verdict
from throughcare.matching.rank import fit_of, rank
from throughcare.partners.models import OrganizationTeam
from throughcare.people.models import Need
from throughcare.people.queries import get_need, person_facts
from throughcare.referrals.models import Referral
from throughcare.referrals.queries.access import visible_to
from throughcare.referrals.states import OPEN_STATES, ReferralState
from throughcare.services.models import PillarVerdict, Service, ServicePillar
from throughcare.services.queries import facts_for, listed

PAGE_SIZES = (10, 20, 50)
SHOWN: dict[str, frozenset[Verdict]] = {
    "open": frozenset({Verdict.FITS, Verdict.UNKNOWN}),
    "fits": frozenset({Verdict.FITS}),
    "unknown": frozenset({Verdict.UNKNOWN}),
    "all": frozenset(Verdict),
}


@dataclass(frozen=True)
class Offer:
    """One service for one need, with why it fits or does not."""

    service: Service
    fit: Fit
    on_throughcare: bool
    open_referral: Referral | None
    stopped: str = ""  # why no agreement lets it be used for somebody new; empty when it may be

    @property
    def draft(self) -> Referral | None:
        """The draft begun for this very need."""
        found = self.open_referral
        return found if found is not None and found.state == ReferralState.DRAFT else None

    @property
    def underway(self) -> Referral | None:
        """A referral of this person that the service has, for this need or another."""
        return None if self.draft else self.open_referral

    @property
    def can_refer(self) -> bool:
        """A team answers for it, an agreement stands in nobody's way, and no hard rule speaks against it."""
        return self.on_throughcare and not self.stopped and not self.fit.failed


@dataclass(frozen=True)
class Offers:
    """One page of services for a need, and how many there are of each verdict."""

    need: Need
    rows: list[Offer]
    counts: dict[str, int]
    number: int
    pages: int


def offers(by: Actor, need_id: UUID, *, show: str = "open", number: int = 1, size: int = 20) -> Offers:
    """Services for a need, best first; audited as a read of the need. Raises NotFound for a stranger."""
    need = get_need(by, need_id)
    ranked = rank(person_facts(need.person, need.pillar, today()), facts_for(list(_candidates(by, need.pillar))))
    counts = {name: sum(fit.verdict in verdicts for fit in ranked) for name, verdicts in SHOWN.items()}
    kept = [fit for fit in ranked if fit.verdict in SHOWN[show]]
    pages = max(1, -(-len(kept) // size))
    number = min(max(1, number), pages)
    return Offers(need, _offers(by, need, kept[(number - 1) * size : number * size]), counts, number, pages)


def offer(by: Actor, need_id: UUID, service_id: UUID) -> tuple[Need, Offer]:
    """One service for a need, with every reason; audited as a read of the need."""
    need = get_need(by, need_id)
    service = service_of(by, service_id)
    return need, _offers(by, need, [fit_for(need, service)])[0]


def service_of(by: Actor, service_id: UUID) -> Service:
    """A service the reader may refer to. Raises NotFound."""
    found = listed(by).select_related("organization").filter(pk=service_id).first()
    if found is None:
        raise NotFound
    return found


def is_listed(by: Actor, service_id: UUID) -> bool:
    """Does the service still stand in the reader's directory? One made confidential does not."""
    return listed(by).filter(pk=service_id).exists()


def fit_for(need: Need, service: Service) -> Fit:
    """How the service fits the person, for this need, today."""
    return fit_of(person_facts(need.person, need.pillar, today()), facts_for([service])[0])


def team_for(service: Service) -> Team:
    """The partner's team that answers for the service. Raises Refused when nobody there uses Throughcare yet."""
    links = (
        OrganizationTeam.objects.filter(organization_id=service.organization_id).select_related("team").order_by("team__name", "team_id")
    )
    teams = [link.team for link in links]
    if not teams:
        raise Refused(
            f"{service.organization.name} has no team on Throughcare yet, so nobody there could answer. "
            "Ask your administrator to make one, or get in touch with the service yourself."
        )
    return next((team for team in teams if team.region and team.region in service.regions), teams[0])


def open_elsewhere(by: Actor, need: Need, services: Iterable[UUID], *, but: UUID | None = None) -> dict[UUID, Referral]:
    """Open referrals of the person to these services, and drafts for this need, by service. The caller audits the person."""
    begun = Q(state__in=OPEN_STATES) | Q(state=ReferralState.DRAFT, need=need)
    rows = visible_to(by).filter(begun, person_id=need.person_id, service_id__in=list(services))
    return {row.service_id: row for row in rows.order_by("created_at", "id") if row.pk != but}


def _candidates(by: Actor, pillar: str) -> QuerySet[Service]:
    """Services that work on this kind of need, and those nobody has put to a pillar yet."""
    put = ServicePillar.objects.filter(service_id=OuterRef("pk")).exclude(verdict=PillarVerdict.REMOVED)
    return listed(by).filter(Q(Exists(put.filter(pillar=pillar))) | ~Q(Exists(put))).order_by("name_key", "id")


def _offers(by: Actor, need: Need, fits: list[Fit]) -> list[Offer]:
    services = {s.pk: s for s in Service.objects.select_related("organization").filter(pk__in=[fit.service_id for fit in fits])}
    organizations = {s.organization_id for s in services.values()}
    with_team = set(OrganizationTeam.objects.filter(organization_id__in=organizations).values_list("organization_id", flat=True))
    there = open_elsewhere(by, need, services)
    stopped = why_not_used(services)
    return [
        Offer(services[key], f, services[key].organization_id in with_team, there.get(key), stopped.get(key, ""))
        for f in fits
        for key in (f.service_id,)
    ]
