"""What assessments look like over REST."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from throughcare.accounts.actors import Actor
from throughcare.accounts.backends import rest_needs
from throughcare.accounts.permissions import Permission
from throughcare.common.rest import Body, PageQuery
from throughcare.relationships import queries
from throughcare.relationships.models import AgreedAction, Rater, Wave
from throughcare.relationships.queries.results import DomainRow, Result
from throughcare.relationships.states import (
    AGREED_STATES,
    LONGEST_OWN_ITEM,
    LONGEST_PURPOSE,
    WAVE_STATES,
    AgreedState,
    CommentKind,
    RatingSide,
    WaveState,
)

router = Router(tags=["assessments"])
VIEWS = rest_needs(Permission.DIRECTORY_VIEW)  # one's own partnership's are open to its own people
EDITS = rest_needs(Permission.PARTNER_EDIT)
ASKS = rest_needs(Permission.PARTNER_EDIT, Permission.PARTNER_OWN)  # a partner's own people name those of their side
FIRST, LAST = date(1900, 1, 1), date(2999, 12, 31)


class WaveQuery(PageQuery):
    """Which assessments."""

    partner_id: UUID | None = None
    state: WaveState | None = None


class AgreedOut(Schema):
    """What the two sides agreed to do."""

    id: UUID
    words: str
    side: RatingSide
    owner: str
    due: date
    state: AgreedState
    can: list[str]
    version: int


class WaveLine(Schema):
    """An assessment in a list. answered_*: null when fewer than three did, and before it is published."""

    id: UUID
    partner_id: UUID
    partner_name: str
    number: int
    state: WaveState
    deadline: date
    opened_on: date | None
    closed_on: date | None
    answered_ours: int | None
    answered_theirs: int | None
    version: int


class MeanChangeOut(Schema):
    """How far a mean moved since the assessment before; low and high are null when there are too few raters to say how sure that is."""

    step: float
    low: float | None
    high: float | None
    before: int | None
    now: int | None


class SideOut(Schema):
    """A side's mean, kept off the ends of the scale (4.5 says 4.5 or more); null when fewer than three answered. n: of the item fewest did."""

    mean: float | None
    n: int
    change: MeanChangeOut | None


class DomainOut(Schema):
    """One domain. gap: ours less theirs, likely between gap_low and gap_high; these are null when nobody can say how sure it is."""

    code: str
    title: str
    ours: SideOut
    theirs: SideOut
    gap: float | None
    gap_low: float | None
    gap_high: float | None


class PlaceOut(Schema):
    """Where each side sees the partnership: means over steps 1, 2 and so on, of which none is the best."""

    code: str
    words: str
    steps: list[str]
    ours: float | None
    theirs: float | None


class LensOut(Schema):
    """One dimension of a published instrument, read from our questions."""

    lens: str
    dimension: str
    items: int
    ours: float | None
    theirs: float | None
    ours_band: str
    theirs_band: str


class CommentOut(Schema):
    """What a rater lets be read, in no order."""

    side: RatingSide
    kind: CommentKind
    words: str


class ResultOut(Schema):
    """A published assessment: domains by gap, the widest first."""

    compared_with: UUID | None
    domains: list[DomainOut]
    strengths: list[str]
    concerns: list[str]
    places: list[PlaceOut]
    lenses: list[LensOut]
    comments: list[CommentOut]


class WaveOut(WaveLine):
    """One assessment. result: null until it is published."""

    bank: str
    purpose: str
    own_items: list[str]
    can: list[str]
    agreed: list[AgreedOut]
    result: ResultOut | None


class RaterOut(Schema):
    """Somebody who is asked. Whether they answered is not told to anybody."""

    id: UUID
    side: RatingSide
    name: str
    email: str
    withdrawn: bool


class WaveFields(Body):
    """deadline: the last day for answers. purpose and own_items can't change once it is open: send them as they are."""

    deadline: date = Field(ge=FIRST, le=LAST)
    purpose: str = Field("", max_length=LONGEST_PURPOSE)
    own_items: list[Annotated[str, Field(max_length=LONGEST_OWN_ITEM)]] = Field([], max_length=10)


class WaveBody(WaveFields):
    partner_id: UUID


class RaterBody(Body):
    side: RatingSide
    name: str = Field(max_length=200)
    email: str = Field(max_length=254)


class AgreedBody(Body):
    words: str = Field(max_length=500)
    side: RatingSide
    owner: str = Field(max_length=200)
    due: date = Field(ge=FIRST, le=LAST)


class LaggingOut(Schema):
    """One domain as one side of `n` partnerships sees it; nothing of fewer than three."""

    domain: str
    side: RatingSide
    n: int
    concerns: int
    between: int
    strengths: int
    middle: float | None


class HypothesisOut(Schema):
    """Whether the place of a partnership in its last assessment, as one side sees it, goes with its place by referrals accepted. n: partnerships with both.

    rho: Spearman's rank correlation; low, high: its 95 % interval; chance: how often drawn orders go together as much. All null of fewer than ten.
    without_one: lowest and highest when any one is left out. smallest_seen: what so many show four times in five. places: pairs, of nobody in particular.
    """

    side: RatingSide
    n: int
    rho: float | None
    low: float | None
    high: float | None
    chance: float | None
    without_one: list[float] | None = Field(max_length=2)
    smallest_seen: float | None
    places: list[list[float]] = Field(max_length=100_000)
    reading: str = Field(max_length=300)


def actor_of(request: HttpRequest) -> Actor:
    """Whose key it is."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the access key
    return actor


def wave_line(wave: Wave) -> dict[str, Any]:
    """In a list."""
    told = {name: getattr(wave, name) for name in WaveLine.model_fields if hasattr(wave, name)}
    return {**told, "partner_name": wave.partner.organization.name}


def wave_out(by: Actor, wave: Wave) -> dict[str, Any]:
    """All of it that the reader may see."""
    result = queries.result_of(by, wave)
    may = by.may(Permission.PARTNER_EDIT)
    return {
        **wave_line(wave),
        **{name: getattr(wave, name) for name in ("bank", "purpose", "own_items")},
        "can": [verb for verb in WAVE_STATES.verbs_from(wave.state) if verb != "publish"] if may else [],
        "agreed": [agreed_out(by, row) for row in wave.agreed.all()],
        "result": _result(result) if result else None,
    }


def agreed_out(by: Actor, row: AgreedAction) -> dict[str, Any]:
    """One agreed action."""
    told = {name: getattr(row, name) for name in AgreedOut.model_fields if name != "can"}
    return {**told, "can": AGREED_STATES.verbs_from(row.state) if by.may(Permission.PARTNER_EDIT) else []}


def rater_out(row: Rater) -> dict[str, Any]:
    """Somebody who is asked."""
    return {name: getattr(row, name) for name in RaterOut.model_fields}


def _result(found: Result) -> dict[str, Any]:
    known = {row.domain.code for row in found.gaps}
    domains = [*found.gaps, *(row for row in found.domains if row.domain.code not in known)]
    return {
        "compared_with": found.before.pk if found.before else None,
        "domains": [_domain(row) for row in domains],
        "strengths": [row.domain.code for row in found.strengths],
        "concerns": [row.domain.code for row in found.concerns],
        "places": [
            {"code": row.place.code, "words": row.place.words, "steps": row.place.steps, "ours": row.ours, "theirs": row.theirs}
            for row in found.places
        ],
        "lenses": [
            {
                "lens": lens.code,
                "dimension": row.title,
                "items": row.items,
                "ours": row.ours,
                "theirs": row.theirs,
                "ours_band": row.ours_band.words if row.ours_band else "",
                "theirs_band": row.theirs_band.words if row.theirs_band else "",
            }
            for lens, rows in found.lenses
            for row in rows
        ],
        "comments": [{"side": row.side, "kind": row.kind, "words": row.words} for row in found.comments],
    }


def _domain(row: DomainRow) -> dict[str, Any]:
    sides = {
        "ours": (row.ours, row.n_ours, row.ours_moved, row.ours_change),
        "theirs": (row.theirs, row.n_theirs, row.theirs_moved, row.theirs_change),
    }
    told: dict[str, Any] = {"code": row.domain.code, "title": row.domain.title, "gap": row.gap}
    told |= {"gap_low": getattr(row.sure, "low", None), "gap_high": getattr(row.sure, "high", None)}
    for side, (mean, n, step, change) in sides.items():
        ends = {name: getattr(change, name, None) for name in ("low", "high", "before", "now")}
        told[side] = {"mean": mean, "n": n, "change": None if step is None else {"step": step, **ends}}
    return told
