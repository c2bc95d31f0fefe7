"""People the key's owner works with."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from throughcare.accounts.actors import Actor
from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once
from throughcare.common.rest import Body, PageOut, PageQuery, seen_version, with_etag
from throughcare.matching.pillars import Pillar
from throughcare.people import actions, queries
from throughcare.people.actions.details import LONGEST_NAME, MOST_WORDS, Where
from throughcare.people.actions.newcomers import MOST_ASKED, ask_for_person
from throughcare.people.actions.records import Details
from throughcare.people.actions.rows import FileRow
from throughcare.people.models import Identifier, Need, Person, identifier_value
from throughcare.people.queries.identity import numbers_of, whereabouts_of
from throughcare.people.queries.lists import Filters, PersonRow, caseload
from throughcare.people.search import LONGEST_WORDS, search_people
from throughcare.people.states import NEED_STATES, AgeBand, Change, NeedStatus, WhereaboutsKind

router = Router(tags=["people"])
_VIEW = rest_needs(Permission.PERSON_VIEW)
_EDIT = rest_needs(Permission.NEED_EDIT)
_CHANGES = rest_needs(Permission.PERSON_EDIT)
_Code = Annotated[str, Field(max_length=60)]
_ADDS = rest_needs(Permission.CASELOAD_OWN, Permission.PERSON_IMPORT)
_ASKS = (
    "Every request waits for a records officer, whether or not somebody like them has a record: neither the answer nor what is there afterwards tells. "
    f"Once an officer has let it in, the person is on the office's list. {MOST_ASKED} a day. What a records officer's own key asks for is made within "
    "minutes when nobody like them is there."
)


class PersonLine(Schema):
    """One person on a list."""

    id: UUID
    name: str
    release_date: date | None
    setting: WhereaboutsKind | None
    site: str = Field(description="Code of the site where the person is; empty when not recorded.")
    open_needs: int
    not_started: int


class NumberOut(Schema):
    """A number another system knows the person by."""

    scheme: str
    value: str


class PersonOut(Schema):
    """One person: identity and whereabouts."""

    id: UUID
    preferred_name: str
    given_names: str
    family_name: str
    name_mi: str
    birth_date: date | None
    age_band: str
    gender: str
    ethnicities: list[str]
    iwi: list[str]
    languages: list[str]
    interpreter_needed: bool
    identifiers: list[NumberOut]
    setting: WhereaboutsKind | None
    site: str
    site_since: date | None
    home_site: str
    release_date: date | None
    release_unknown_because: str
    version: int


class DetailsBody(Body):
    """All of who somebody is: what is left out is emptied. Codes are those of the vocabularies; age_band is for an unknown date of birth."""

    preferred_name: str = Field(min_length=1, max_length=LONGEST_NAME)
    given_names: str = Field("", max_length=LONGEST_NAME)
    family_name: str = Field("", max_length=LONGEST_NAME)
    name_mi: str = Field("", max_length=LONGEST_NAME)
    birth_date: date | None = None
    age_band: AgeBand | Literal[""] = ""
    gender: str = Field("", max_length=60)
    ethnicities: list[_Code] = Field(default_factory=list, max_length=MOST_WORDS)
    iwi: list[_Code] = Field(default_factory=list, max_length=MOST_WORDS)
    languages: list[_Code] = Field(default_factory=list, max_length=MOST_WORDS)
    interpreter_needed: bool = False

    def new(self) -> Details:
        """As the action takes it."""
        lists = {name: tuple(getattr(self, name)) for name in ("ethnicities", "iwi", "languages")}
        return Details(**{**self.model_dump(), **lists, "age_band": str(self.age_band)})


class WhereBody(Body):
    """All of where somebody is and will be: what is left out is emptied, but where they are now."""

    site: str = Field("", max_length=60, description="Code of the site.")
    since: date | None = None
    why: Change | None = Field(None, description="Needed when site or since is another than before: a move, or a correction.")
    home_site: str = Field("", max_length=60, description="Code of the district they live in, or will live in.")
    release_date: date | None = None
    release_unknown_because: str = Field("", max_length=60)


class NeedOut(Schema):
    """One need, and what may be done with it now."""

    id: UUID
    person_id: UUID
    pillar: Pillar
    note: str
    status: NeedStatus
    owner_id: UUID | None
    version: int
    verbs: list[str]


class NeedBody(Body):
    pillar: Pillar
    note: str = Field("", max_length=4000)


class NumberBody(Body):
    scheme: str = Field(min_length=1, max_length=60)
    value: str = Field(min_length=1, max_length=100)


class NewPersonBody(Body):
    """Somebody new, for an office of the key's owner."""

    team: str = Field(max_length=60, description="Code of the office.")
    preferred_name: str = Field(min_length=1, max_length=200)
    given_names: str = Field("", max_length=200)
    family_name: str = Field("", max_length=200)
    birth_date: date | None = None
    identifiers: list[NumberBody] = Field(default_factory=list, max_length=10)


class Received(Schema):
    """That it was received, and nothing of what became of it."""

    received: bool


class SearchBody(Body):
    words: str = Field(max_length=LONGEST_WORDS, description="A name, with or without macrons, or a number.")


class FoundOut(Schema):
    """The best matches first. more: there were others."""

    items: list[PersonLine]
    more: bool


class PeopleQuery(PageQuery):
    """Filters as on the page of people."""

    sort: str = Field("name", max_length=10, pattern="^(name|release)$")
    setting: WhereaboutsKind | None = None
    site: str = Field("", max_length=60)
    release_weeks: int | None = Field(None, ge=0, le=520)
    needs: str = Field("", max_length=20, pattern="^(none|not_started|open)?$")
    pillar: Pillar | None = None
    whose: str = Field(
        "", max_length=10, pattern="^(mine|nobody)?$", description="mine: on the reader's caseload, or covered; nobody: on nobody's."
    )
    no_contact_days: int | None = Field(None, ge=1, le=3660, description="No contact recorded in the case notes for so many days.")


def actor_of(request: HttpRequest) -> Actor:
    """Whose key it is."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the access key
    return actor


def need_out(need: Need) -> dict[str, Any]:
    """A need as it is sent."""
    names = ("id", "person_id", "pillar", "note", "status", "owner_id", "version")
    return {**{name: getattr(need, name) for name in names}, "verbs": NEED_STATES.verbs_from(need.status)}


@router.get("", auth=_VIEW, response=PageOut[PersonLine], summary="The people the reader works with")
def list_people(request: HttpRequest, query: Query[PeopleQuery]) -> dict[str, Any]:
    filters = Filters(
        sort=query.sort,
        setting=query.setting or "",
        site=query.site,
        release_weeks=query.release_weeks,
        needs=query.needs,
        pillar=query.pillar or "",
        whose=query.whose,
        no_contact_days=query.no_contact_days,
    )
    page = caseload(actor_of(request), filters, after=query.cursor, size=query.size)
    return {"items": [_line(row) for row in page.rows], "next": page.next}


@router.post(
    "/search",
    auth=_VIEW,
    response=FoundOut,
    summary="Find somebody; the words stay out of addresses and logs",
    openapi_extra={"x-makes-nothing": "A search is a read, and what was looked for is kept nowhere."},
)
def find_people(request: HttpRequest, body: SearchBody) -> dict[str, Any]:
    found = search_people(actor_of(request), body.words)
    return {"items": [_line(row) for row in found.rows], "more": found.more}


@router.post("", auth=_ADDS, response={202: Received}, summary="Ask for somebody's record: a records officer decides", description=_ASKS)
def add_person(request: HttpRequest, response: HttpResponse, body: NewPersonBody) -> Any:
    by = actor_of(request)
    said: dict[str, Any] = {name: value or None for name, value in body.dict(exclude={"identifiers"}).items()}
    numbers = tuple((number.scheme, identifier_value(number.value)) for number in body.identifiers)
    row = FileRow(row=0, identifiers=numbers, **said)
    once(request, lambda: ask_for_person(by=by, row=row), lambda key: key, response=response)
    return Status(202, {"received": True})


@router.get("/{uuid:person_id}", auth=_VIEW, response=PersonOut, summary="One person")
def one_person(request: HttpRequest, response: HttpResponse, person_id: UUID) -> dict[str, Any]:
    person = queries.get_person(actor_of(request), person_id)
    with_etag(response, person.version)
    return _person(person, numbers_of(person))


@router.put("/{uuid:person_id}", auth=_CHANGES, response=PersonOut, summary="Change who somebody is (If-Match)")
def change_details(request: HttpRequest, response: HttpResponse, person_id: UUID, body: DetailsBody) -> dict[str, Any]:
    actions.change_details(by=actor_of(request), person_id=person_id, new=body.new(), seen=seen_version(request))
    return one_person(request, response, person_id)


@router.put("/{uuid:person_id}/whereabouts", auth=_CHANGES, response=PersonOut, summary="Change where somebody is (If-Match)")
def change_whereabouts(request: HttpRequest, response: HttpResponse, person_id: UUID, body: WhereBody) -> dict[str, Any]:
    seen, new = seen_version(request), Where(**{**body.model_dump(), "why": body.why.value if body.why else ""})
    actions.change_whereabouts(by=actor_of(request), person_id=person_id, new=new, seen=seen)
    return one_person(request, response, person_id)


@router.get("/{uuid:person_id}/needs", auth=_VIEW, response=list[NeedOut], summary="What one person needs, open needs first")
def list_needs(request: HttpRequest, person_id: UUID) -> list[dict[str, Any]]:
    by = actor_of(request)
    person = queries.get_person(by, person_id, compartments=("C1", "C7"))
    return [need_out(need) for need in queries.needs_of(by, person.id)]


@router.post("/{uuid:person_id}/needs", auth=_EDIT, response={201: NeedOut}, summary="Record a need")
def add_need(request: HttpRequest, response: HttpResponse, person_id: UUID, body: NeedBody) -> Any:
    by = actor_of(request)
    made = once(
        request,
        lambda: actions.add_need(by=by, person_id=person_id, pillar=body.pillar, note=body.note),
        lambda need_id: queries.get_need(by, need_id),
        response=response,
    ).thing
    with_etag(response, made.version)
    return Status(201, need_out(made))


def _line(row: PersonRow) -> dict[str, Any]:
    now = row.whereabouts
    return {
        "id": row.id,
        "name": row.person.full_name,
        "release_date": row.person.release_date,
        "setting": now.kind if now else None,
        "site": now.site.code if now else "",
        "open_needs": row.open_needs,
        "not_started": row.not_started,
    }


def _person(person: Person, numbers: list[Identifier]) -> dict[str, Any]:
    now = whereabouts_of(person)
    own = {name: getattr(person, name) for name in PersonOut.model_fields if hasattr(person, name) and name != "identifiers"}
    return {
        **own,
        "identifiers": [{"scheme": number.scheme, "value": number.value} for number in numbers],
        "setting": now.kind if now else None,
        "site": now.site.code if now else "",
        "site_since": now.starts_on if now else None,
        "home_site": person.home_site.code if person.home_site else "",
    }
