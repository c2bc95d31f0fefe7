"""Reads of places and vocabularies. All of it is public."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from throughcare.common.clock import today
from throughcare.common.compiled import Compiled
from throughcare.places.models import Region, Scheme, Site, SiteKind, Term


def terms(scheme: Scheme, *, on: date | None = None) -> list[Term]:
    """The words in force on a day (today), in the order of lists."""
    day = on or today()
    in_force = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    return list(Term.objects.filter(in_force, scheme=scheme, starts_on__lte=day).order_by("place", "label"))


def choices(scheme: Scheme) -> list[tuple[str, str]]:
    """(code, label) of the words in force, for a form."""
    return [(term.code, term.label) for term in terms(scheme)]


_LABELS: Compiled[tuple[str, str, str]] = Compiled(
    lambda schemes: Term.objects.filter(scheme__in=schemes).order_by("starts_on").values_list("scheme", "code", "label")
)


def labels(*schemes: Scheme) -> dict[tuple[str, str], str]:
    """(scheme, code) → label, ended words too: a record may hold one. Of several with one code the latest wins."""
    return {(scheme, code): label for scheme, code, label in _LABELS(shape=schemes)}


def sites(kind: SiteKind | None = None) -> list[Site]:
    """Every site with its region, by name."""
    rows = Site.objects.select_related("region").order_by("name")
    return list(rows.filter(kind=kind) if kind else rows)


def sites_by_code(codes: Iterable[str] | None = None) -> dict[str, Site]:
    """Sites by the code used in files."""
    rows = Site.objects.all() if codes is None else Site.objects.filter(code__in=set(codes))
    return {site.code: site for site in rows.order_by("code")}


def regions() -> list[Region]:
    """Every region, by name."""
    return list(Region.objects.order_by("name"))
