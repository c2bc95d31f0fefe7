"""Every read of partnership assessments."""

from throughcare.relationships.queries.across import Lagging, across
from throughcare.relationships.queries.agreed import agreed_facts, doer_of, may_do_agreed, names_of_agreed
from throughcare.relationships.queries.asked import Asked, asked_by_link, asked_of, asked_one
from throughcare.relationships.queries.results import DomainRow, LensRow, PlaceRow, Result, before_of, result_of, told_of
from throughcare.relationships.queries.waves import (
    WaveFilters,
    enough,
    fewest_told,
    get_agreed,
    get_rater,
    get_wave,
    may_name,
    named,
    page_of_waves,
    raters_of,
    told_of_result,
    waves_of,
)

__all__ = [
    "Asked",
    "DomainRow",
    "Lagging",
    "LensRow",
    "PlaceRow",
    "Result",
    "WaveFilters",
    "across",
    "agreed_facts",
    "asked_by_link",
    "asked_of",
    "asked_one",
    "before_of",
    "doer_of",
    "enough",
    "fewest_told",
    "get_agreed",
    "get_rater",
    "get_wave",
    "may_do_agreed",
    "may_name",
    "named",
    "names_of_agreed",
    "page_of_waves",
    "raters_of",
    "result_of",
    "told_of",
    "told_of_result",
    "waves_of",
]
