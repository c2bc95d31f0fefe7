"""The codes a people file may use, for the page that asks for one."""

from dataclasses import dataclass

from throughcare.accounts.models import Team, TeamKind
from throughcare.places.models import Scheme
from throughcare.places.queries import sites, terms

SHOWN = {
    "identifier schemes": Scheme.IDENTIFIER,
    "gender": Scheme.GENDER,
    "ethnicities": Scheme.ETHNICITY,
    "iwi": Scheme.IWI,
    "languages": Scheme.LANGUAGE,
    "release_unknown": Scheme.UNKNOWN_RELEASE,
}


@dataclass(frozen=True)
class Codes:
    """One column, and what may stand in it: (code, name)."""

    column: str
    codes: list[tuple[str, str]]


def codes_for_files() -> list[Codes]:
    """Every column that takes codes."""
    teams = list(Team.objects.filter(kind=TeamKind.OFFICE).order_by("name").values_list("code", "name"))
    places = [(site.code, site.name) for site in sites()]
    words = [Codes(name, [(term.code, term.label) for term in terms(scheme)]) for name, scheme in SHOWN.items()]
    return [Codes("team", teams), Codes("site, home_site", places), *words]
