"""What is missing, for connected systems: numbers as they may be told, and planning figures."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.common.rest import Body
from throughcare.matching.pillars import Pillar
from throughcare.relationships import actions
from throughcare.relationships.queries.gaps import GapFilters, gaps_of
from throughcare.relationships.queries.gaps_shown import as_dict
from throughcare.relationships.rest.shapes import actor_of
from throughcare.relationships.states import Split

router = Router(tags=["gaps"])
MOST_CHARACTERS = 2_000_000


class GapsQuery(Schema):
    """Which of it. split: by what groups; left out, all people together."""

    region: Annotated[str, Field(max_length=40)] = ""
    pillar: Pillar | None = None
    split: Split | None = None


class GapOut(Schema):
    """One region, pillar and group. people: rounded to threes; null: not told (none to five, or what would tell such a number). planned: the loaded figure.

    services: active ones that reach the region and take the group. places_free: of the services_that_say. own_services: of the group's own
    providers; null where no kind of provider stands for the group.
    """

    region: str
    region_name: str
    pillar: Pillar
    part: str
    part_name: str
    people: int | None
    planned: int | None
    services: int
    places_free: int
    services_that_say: int
    own_services: int | None
    nothing_there: bool
    no_place_free: bool


class GapsOut(Schema):
    """counted_on: the day records were counted; null when they never were. services_nowhere: active ones that do not say where they are given."""

    counted_on: date | None
    services_nowhere: int
    items: list[GapOut]


class FiguresBody(Body):
    """csv: rows under the columns region, pillar, split, part, people, source, as of."""

    csv: Annotated[str, Field(min_length=1, max_length=MOST_CHARACTERS)]


class FigureRejectedOut(Schema):
    """A row that was not taken: its line, its column and what to do."""

    row: int
    field: str
    message: str


class FiguresOut(Schema):
    """What became of each row."""

    created: int
    updated: int
    removed: int
    unchanged: int
    rejected: list[FigureRejectedOut]


@router.get("", auth=rest_needs(Permission.PARTNER_VIEW), response=GapsOut, summary="What is missing, by region and pillar")
def find_gaps(request: HttpRequest, asked: Annotated[GapsQuery, Query()]) -> Any:
    """What is missing first."""
    found = gaps_of(actor_of(request), GapFilters(region=asked.region, pillar=asked.pillar or "", split=asked.split or ""))
    items = [as_dict(row, found.names, found.part_names) for row in found.rows]
    return {"counted_on": found.last.day if found.last else None, "services_nowhere": found.nowhere, "items": items}


@router.put(
    "/figures",
    auth=rest_needs(Permission.PARTNER_EDIT),
    response=FiguresOut,
    summary="Load planning figures",
    openapi_extra={"x-any-version": "A figure takes the place of the one there, whatever it was; sent again it changes nothing."},
)
def load_figures(request: HttpRequest, body: FiguresBody) -> Any:
    """Rows that can't be taken are told, the others are taken."""
    done = actions.load_figures(by=actor_of(request), text=body.csv)
    rejected = [{"row": bad.row, "field": bad.field, "message": bad.message} for bad in done.rejected]
    return {"created": done.created, "updated": done.updated, "removed": done.removed, "unchanged": done.unchanged, "rejected": rejected}
