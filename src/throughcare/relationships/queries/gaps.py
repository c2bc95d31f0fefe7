"""What is missing: people who need something, or are planned for, against services there, by region and pillar and by group."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from django.conf import settings
from django.db.models import F, Func, QuerySet
from django.db.models.fields import CharField

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.matching.pillars import Pillar
from throughcare.partners.models import OrganizationKind
from throughcare.people.states import AGE_BANDS, AgeBand
from throughcare.places.models import Scheme
from throughcare.places.queries import labels, regions
from throughcare.relationships.models import NeedsCell, NeedsCount, PlanningFigure
from throughcare.relationships.states import Split
from throughcare.services.models import PillarVerdict, Service, ServicePillar, ServiceStatus

_MAORI = {OrganizationKind.IWI, OrganizationKind.HAPU, OrganizationKind.MARAE, OrganizationKind.URBAN_MAORI}
# By the code of a group, which partners are its own providers: told beside the services that take it, since they are not the only ones that do.
_PACIFIC = {OrganizationKind.PACIFIC}
_OWN = {"maori": _MAORI, "samoan": _PACIFIC, "tongan": _PACIFIC, "cook_islands_maori": _PACIFIC, "niuean": _PACIFIC, "fijian": _PACIFIC}

Row = TypeVar("Row", NeedsCell, PlanningFigure)


@dataclass(frozen=True)
class GapFilters:
    """region: a code; empty: all. pillar: the same. split: by what groups; empty: all people together."""

    region: str = ""
    pillar: str = ""
    split: str = ""


class Offer(NamedTuple):
    """services: those active that reach the region under the pillar, and take the group. free: places free of those that say; said: how many say."""

    services: int
    free: int
    said: int


@dataclass(frozen=True)
class Gap:
    """One region, pillar and group (part "" of a split: not known). people: to threes; None: not told. planned: a loaded figure.

    own: services of the group's own providers; None where no kind of provider stands for the group.
    """

    region: str
    pillar: Pillar
    part: str
    people: int | None
    planned: int | None
    offer: Offer
    own: int | None

    @property
    def is_missing(self) -> bool:
        """People, and nothing for them within reach."""
        return self.offer.services == 0 and bool(self.people or self.planned)

    @property
    def is_unserved(self) -> bool:
        """Nothing within reach, and how many people need it is not told: none, a few, or a number that would tell another."""
        return self.offer.services == 0 and not self.is_missing

    @property
    def is_full(self) -> bool:
        """Every service there that says how many places are free has none."""
        return self.offer.services > 0 and self.offer.said == self.offer.services and self.offer.free == 0

    @property
    def short(self) -> int:
        """How many more people than places that are known to be free; less than nothing when places are left."""
        return (self.people or self.planned or 0) - self.offer.free


class Gaps(NamedTuple):
    """rows: what is missing first. last: when records were counted. nowhere: active services that do not say which regions they reach."""

    rows: list[Gap]
    last: NeedsCount | None
    nowhere: int
    names: Mapping[str, str]
    part_names: Mapping[str, str]


def gaps_of(by: Actor, asked: GapFilters) -> Gaps:
    """All of it, in five reads whatever the size. Services are those the reader sees: confidential ones count for those alone who may see them."""
    by.check(Permission.PARTNER_VIEW)
    count = None if settings.PARTNERSHIP else NeedsCount.objects.order_by("-day").first()
    counted = _counted(count, asked)
    planned = {(row.region, row.pillar, row.part): row.people for row in _asked(PlanningFigure.objects.filter(split=asked.split), asked)}
    known = {one.code: one.name for one in regions() if asked.region in ("", one.code)}
    parts = sorted({key[2] for key in (*counted, *planned)}) if asked.split else [""]
    services = _services(asked)
    rows = [
        _gap((region, pillar, part), counted, planned, services[region, pillar], asked.split)
        for region in known
        for pillar in Pillar
        for part in parts
        if asked.pillar in ("", pillar)
    ]
    rows = [row for row in rows if not asked.split or row.people is not None or row.planned is not None]
    rows.sort(
        key=lambda row: (not row.is_missing, not row.is_unserved, not row.is_full, -row.short, known[row.region], row.pillar, row.part)
    )
    nowhere = Service.objects.filter(status=ServiceStatus.ACTIVE, regions=[]).count()
    return Gaps(rows, count, nowhere, known, part_names(asked.split, parts))


def _asked(rows: "QuerySet[Row]", asked: GapFilters) -> "QuerySet[Row]":
    rows = rows.filter(region=asked.region) if asked.region else rows
    return rows.filter(pillar=asked.pillar) if asked.pillar else rows


def _counted(count: NeedsCount | None, asked: GapFilters) -> dict[tuple[str, str, str], int | None]:
    if count is None:
        return {}
    rows = _asked(NeedsCell.objects.filter(count=count, split=asked.split), asked)
    return {(row.region, row.pillar, row.part): row.people for row in rows}


class _Listed(NamedTuple):
    """A service, as far as it is asked of it here."""

    kind: str
    genders: list[str]
    youngest: int | None
    oldest: int | None
    free: int | None


def _services(asked: GapFilters) -> dict[tuple[str, str], list[_Listed]]:
    """By region and pillar: each active service there once, whatever it stands under twice."""
    rows = ServicePillar.objects.exclude(verdict=PillarVerdict.REMOVED).filter(service__status=ServiceStatus.ACTIVE)
    rows = rows.filter(pillar=asked.pillar) if asked.pillar else rows
    rows = rows.filter(service__regions__contains=[asked.region]) if asked.region else rows
    there = Func(F("service__regions"), function="unnest", output_field=CharField())
    columns = (
        "service__organization__kind",
        "service__genders",
        "service__minimum_age",
        "service__maximum_age",
        "service__capacity__available",
    )
    found: dict[tuple[str, str], list[_Listed]] = defaultdict(list)
    for pillar, region, *of_service in rows.annotate(there=there).values_list("pillar", "there", *columns):
        found[region, pillar].append(_Listed(*of_service))
    return found


def _gap(
    key: tuple[str, str, str],
    counted: Mapping[tuple[str, str, str], int | None],
    planned: Mapping[tuple[str, str, str], int],
    services: list[_Listed],
    split: str,
) -> Gap:
    taking = [one for one in services if _takes(one, split, key[2])]
    own = {OrganizationKind.FAITH} if split == Split.FAITH else _OWN.get(key[2]) if split == Split.ETHNICITY else None
    frees = [one.free for one in taking if one.free is not None]
    return Gap(
        region=key[0],
        pillar=Pillar(key[1]),
        part=key[2],
        people=counted.get(key),
        planned=planned.get(key),
        offer=Offer(len(taking), sum(frees), len(frees)),
        own=None if own is None else sum(one.kind in own for one in taking),
    )


def _takes(one: _Listed, split: str, part: str) -> bool:
    """Whether the service takes anybody of the group. One that does not say takes everybody."""
    if split == Split.GENDER and part:
        return not one.genders or part in one.genders
    if split == Split.AGE and part in AGE_BANDS:
        low, high = AGE_BANDS[part]
        return (one.oldest is None or one.oldest >= low) and (one.youngest is None or high is None or one.youngest <= high)
    return True


def part_names(split: str, parts: list[str]) -> dict[str, str]:
    """code → what a group is called."""
    schemes = {Split.GENDER.value: Scheme.GENDER, Split.ETHNICITY.value: Scheme.ETHNICITY}
    if split in schemes:
        names = {code: label for (_, code), label in labels(schemes[split]).items()}
    else:
        names = {str(band.value): str(band.label) for band in AgeBand} if split == Split.AGE else {}
    return {part: names.get(part, part) if part else "Not known" for part in parts}


def summary(rows: list[Gap]) -> Counter[str]:
    """How many regions and pillars have nothing, and how many nothing free."""
    return Counter("missing" if row.is_missing else "full" if row.is_full else "there" for row in rows)
