"""The network of partners for connected systems: its measures, its organisations and its ties. The department's id is null."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.common.rest import PageOut, PageQuery, with_digest
from throughcare.partners.models import OrganizationKind
from throughcare.partners.queries import get_partner
from throughcare.relationships.queries import network as queries
from throughcare.relationships.queries import network_pages
from throughcare.relationships.queries import network_shown as shown
from throughcare.relationships.rest.shapes import actor_of
from throughcare.relationships.states import Flow, TieKind

router = Router(tags=["network"])
VIEWS = rest_needs(Permission.PARTNER_VIEW)
OWN = rest_needs(Permission.DIRECTORY_VIEW)


class NetworkPart(Schema):
    """Which part of the network. year: null means today; without_us: leave the department out."""

    region: str = Field("", max_length=40)
    kind: OrganizationKind | None = None
    ties: list[TieKind] | None = Field(None, max_length=len(TieKind))
    year: int | None = Field(None, ge=1900, le=2999)
    without_us: bool = False
    flow: Flow | None = Field(
        None, description="Only what organisations say of each other, where this flows either way; for whoever keeps the register."
    )
    trust: int | None = Field(None, ge=1, le=4, description="The same, where trust is at least so many points of four.")

    def filters(self) -> queries.NetworkFilters:
        """As queries take them."""
        return queries.NetworkFilters(
            region=self.region,
            kind=self.kind or "",
            ties=tuple(self.ties or ()),
            year=self.year,
            us=not self.without_us,
            flow=self.flow or "",
            trust=self.trust,
        )


class MeasuresQuery(NetworkPart):
    """Of which part."""


class OrganizationsQuery(NetworkPart, PageQuery):
    """Which page, of which part."""


class TiesQuery(NetworkPart, PageQuery):
    """As above."""


class NetworkMeasures(Schema):
    """As docs/network.md defines each; null where its definition divides by nothing. bridges: pairs of ids; an id that is null is the department."""

    nodes: int
    ties: int
    density: float | None
    density_directed: float | None
    reciprocity: float | None
    degree_centralisation: float | None
    betweenness_centralisation: float | None
    components: int
    largest: int
    isolates: int
    bridges: list[list[UUID | None]]
    cut_points: list[UUID | None]


class NetworkOrganization(Schema):
    """tied_with: how many, the department counted. ties: the kinds of tie it has."""

    id: UUID
    name: str
    kind: OrganizationKind
    regions: list[str]
    tied_with: int
    ties: list[TieKind]


class Strands(Schema):
    """How many agreements, things owed, referrals or events lead each way; the same number both ways where there is no direction."""

    kind: TieKind
    from_one: int
    from_other: int


class NetworkTie(Schema):
    """Two with something between them; an id that is null is the department."""

    one_id: UUID | None
    one_name: str
    other_id: UUID | None
    other_name: str
    ties: list[Strands]


@router.get("/measures", auth=VIEWS, response=NetworkMeasures, summary="What is said of the network as a whole")
def network_measures(request: HttpRequest, response: HttpResponse, asked: Annotated[MeasuresQuery, Query()]) -> Any:
    """Of what the key's holder may read."""
    told = shown.as_dict(queries.network_of(actor_of(request), asked.filters()))
    with_digest(response, told)
    return told


@router.get("/organizations", auth=VIEWS, response=PageOut[NetworkOrganization], summary="Organisations of the network, by name")
def list_network_organizations(request: HttpRequest, asked: Annotated[OrganizationsQuery, Query()]) -> Any:
    """A page may have fewer than `size`: whose partnership has ended, and is tied with nobody, is left out."""
    page = network_pages.page_of_nodes(actor_of(request), asked.filters(), cursor=asked.cursor, size=asked.size)
    return {"items": [shown.node_dict(node, tied) for node, tied in page.rows], "next": page.next}


@router.get("/ties", auth=VIEWS, response=PageOut[NetworkTie], summary="Ties of the network, by the name of one end")
def list_network_ties(request: HttpRequest, asked: Annotated[TiesQuery, Query()]) -> Any:
    """Each once; the department is always the other end."""
    page = network_pages.page_of_ties(actor_of(request), asked.filters(), cursor=asked.cursor, size=asked.size)
    return {"items": [shown.tie_dict(*row) for row in page.rows], "next": page.next}


@router.get(
    "/organizations/{uuid:partner_id}/ties",
    auth=OWN,
    response=PageOut[NetworkTie],
    summary="What ties one partner today, by name of the other end",
)
def list_ties_of_partner(request: HttpRequest, partner_id: UUID, asked: Annotated[PageQuery, Query()]) -> Any:
    """For those who may look at partners; its own people are given its own."""
    by = actor_of(request)
    node = network_pages.node_of(get_partner(by, partner_id).organization)
    page = network_pages.page_of_own(by, node, cursor=asked.cursor, size=asked.size)
    return {"items": [shown.tie_dict(*row) for row in page.rows], "next": page.next}
