"""How far apart two places are, as the crow flies."""

from collections.abc import Sequence
from math import asin, cos, radians, sin, sqrt

from throughcare.matching.fit import Point

EARTH_RADIUS_KM = 6371.0088
"""Mean radius R1 of the earth (IUGG 1980, Geodetic Reference System). The sphere errs by less than 0.6 %."""


def distance_km(here: Point, there: Point) -> float:
    """Great-circle distance in kilometres by the haversine formula.

    Source: R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68 (2), 1984, page 159. Unlike the law of
    cosines it keeps its accuracy for places close together, which is most of what is asked here.
    """
    half_north = sin(radians(there.latitude - here.latitude) / 2)
    half_east = sin(radians(there.longitude - here.longitude) / 2)
    haversine = half_north**2 + cos(radians(here.latitude)) * cos(radians(there.latitude)) * half_east**2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, haversine)))  # rounding can pass 1 at the antipodes


def nearest_km(here: Point, places: Sequence[Point]) -> float:
    """Kilometres to the nearest of `places`, which must not be empty."""
    return min([distance_km(here, place) for place in places])
