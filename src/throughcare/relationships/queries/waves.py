"""Assessments as those who keep them see them: which there are, and who is asked. Never who answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Prefetch, QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.common.refusals import NotFound
from throughcare.evaluation.ratings import FEWEST_OF_OWN
from throughcare.partners.models import OrganizationTeam
from throughcare.partners.queries import get_partner, my_organizations
from throughcare.partners.queries.reminders import Doers
from throughcare.relationships.models import AgreedAction, Rater, Wave
from throughcare.relationships.states import RatingSide

Row = TypeVar("Row", Wave, Rater, AgreedAction)
ORDER = ("-id",)


@dataclass(frozen=True, kw_only=True)
class WaveFilters:
    """What to look for; empty means no matter."""

    partner_id: UUID | None = None
    state: str = ""


def page_of_waves(by: Actor, filters: WaveFilters, *, cursor: str = "", size: int = PAGE_SIZE) -> Page[Wave]:
    """Assessments, the newest first."""
    rows = _seen(by, Wave.objects.select_related("partner__organization"), "partner")
    if filters.partner_id:
        rows = rows.filter(partner=filters.partner_id)
    if filters.state:
        rows = rows.filter(state=filters.state)
    return page_of(rows, order=ORDER, cursor=cursor, size=size)


def waves_of(by: Actor, partner_id: UUID) -> Sequence[Wave]:
    """All of one partnership, the newest first. Raises NotFound for a partner the reader may not see."""
    get_partner(by, partner_id)
    return page_of_waves(by, WaveFilters(partner_id=partner_id), size=200).rows


def get_wave(by: Actor, wave_id: UUID) -> Wave:
    """One assessment, with what was agreed about it. Raises NotFound."""
    agreed = Prefetch("agreed", queryset=AgreedAction.objects.order_by("due", "id"))
    return _one(_seen(by, Wave.objects.select_related("partner__organization").prefetch_related(agreed), "partner").filter(pk=wave_id))


def get_agreed(by: Actor, agreed_id: UUID) -> AgreedAction:
    """One agreed action, and of which assessment. Raises NotFound."""
    return _one(seen_agreed(by).filter(pk=agreed_id))


def seen_agreed(by: Actor) -> QuerySet[AgreedAction]:
    """Agreed actions the reader may see."""
    return _seen(by, AgreedAction.objects.select_related("wave__partner__organization"), "wave__partner")


def get_rater(by: Actor, rater_id: UUID) -> Rater:
    """Somebody who is asked, for those who ask them. Raises NotAllowed and NotFound."""
    if not by.may(Permission.PARTNER_OWN):
        by.check(Permission.PARTNER_EDIT)
    return _one(_asked_by(by, Rater.objects.select_related("wave__partner__organization").filter(pk=rater_id)))


def raters_of(by: Actor, wave: Wave) -> list[Rater]:
    """Those who are asked, by side and name: all but whom the partner named itself for whoever keeps the register, its own side for the
    partner's own people; empty for a reader who asks nobody."""
    return list(_asked_by(by, Rater.objects.filter(wave=wave)).order_by("side", "name", "id"))


def _asked_by(by: Actor, rows: QuerySet[Rater]) -> QuerySet[Rater]:
    """Those whom the reader asks, or may; row security says the same."""
    if by.system:
        return rows
    if by.may(Permission.PARTNER_EDIT):
        return rows.filter(own=False)
    if by.may(Permission.PARTNER_OWN):
        return rows.filter(side=RatingSide.THEIRS, wave__partner__in=my_organizations(by))
    return rows.none()


def may_name(by: Actor, wave: Wave) -> bool:
    """Is this one of the partner's own people, who name those of its side themselves?"""
    return not by.may(Permission.PARTNER_EDIT) and by.may(Permission.PARTNER_OWN) and wave.partner_id in my_organizations(by)


class Named(NamedTuple):
    """How many are asked on one side; own: of these, named by the partner itself."""

    all: int
    own: int


def named(wave: Wave) -> dict[RatingSide, Named]:
    """How many are asked on each side, those whose link was taken back left out, as far as the reader may know."""
    found: dict[tuple[str, bool], int] = {}
    with connection.cursor() as cursor:
        cursor.execute("select side, own, n from throughcare.raters_named(%s)", [wave.pk])
        found = {(side, own): n for side, own, n in cursor.fetchall()}
    return {
        side: Named(found.get((side.value, False), 0) + found.get((side.value, True), 0), found.get((side.value, True), 0))
        for side in RatingSide
    }


def told_of_result(wave: Wave) -> list[dict[str, UUID]]:
    """Who is told that a result is there: the partner's own teams, and on our side the owner, or an office that keeps the register.

    Each as `post` takes it. As the system, which sees every team.
    """
    teams = OrganizationTeam.objects.filter(organization=wave.partner_id).order_by("team_id").values_list("team_id", flat=True)
    ours = Doers().of(wave.partner)
    reader = {f"to_{name.removesuffix('_id')}": key for name, key in (ours or {}).items()}
    return [*({"to_team": team} for team in teams), *([reader] if reader else [])]


def fewest_told(wave: Wave, side: RatingSide) -> int:
    """How many of a side must answer before anything of it is told: three; five once the partner named any of them itself."""
    with connection.cursor() as cursor:
        cursor.execute("select throughcare.fewest_told(%s, %s)", [wave.pk, side.value])
        (found,) = cursor.fetchone() or (None,)
        return int(found or FEWEST_OF_OWN)


def enough(wave: Wave, side: RatingSide) -> bool:
    """Have at least so many of this side answered? All there is to know while it is open, for those who ask."""
    with connection.cursor() as cursor:
        cursor.execute("select throughcare.enough_took_part(%s, %s)", [wave.pk, side.value])
        (found,) = cursor.fetchone() or (False,)
        return bool(found)


def _one(rows: QuerySet[Row]) -> Row:
    found = rows.first()
    if found is None:
        raise NotFound
    return found


def _seen(by: Actor, rows: QuerySet[Row], column: str) -> QuerySet[Row]:
    """What the reader may see; row security says the same."""
    by.check(Permission.DIRECTORY_VIEW)
    return rows if by.may(Permission.PARTNER_VIEW) else rows.filter(**{f"{column}__in": my_organizations(by)})
