"""Two invented regions with eight invented sites. The points lie in New Zealand; nothing by these names does."""

from typing import NamedTuple


class InventedSite(NamedTuple):
    """A prison, or a community probation district, with its point in decimal degrees (WGS 84)."""

    code: str
    name: str
    kind: str  # PRISON or PROBATION
    region: str
    latitude: float
    longitude: float


class InventedRegion(NamedTuple):
    """A region, its name in te reo Māori, and the districts people go home to."""

    code: str
    name: str
    name_mi: str
    districts: tuple[str, ...]


REGIONS = (
    InventedRegion("north", "Northern Demo Region", "Te Rohe Whakaari ki te Raki", ("Kōwhai Flat", "Pīwakawaka Bay", "Tūī Valley")),
    InventedRegion("south", "Southern Demo Region", "Te Rohe Whakaari ki te Tonga", ("Rātā Plains", "Mātai Point", "Tōtara Crossing")),
)

SITES = (
    InventedSite("kowhai-flat-prison", "Kōwhai Flat Prison", "PRISON", "north", -37.62, 175.31),
    InventedSite("piwakawaka-bay-prison", "Pīwakawaka Bay Women's Prison", "PRISON", "north", -37.88, 176.42),
    InventedSite("rata-plains-prison", "Rātā Plains Prison", "PRISON", "south", -43.71, 172.02),
    InventedSite("totara-crossing-prison", "Tōtara Crossing Prison", "PRISON", "south", -44.31, 171.08),
    InventedSite("kowhai-flat-probation", "Kōwhai Flat Community Probation", "PROBATION", "north", -37.74, 175.28),
    InventedSite("tui-valley-probation", "Tūī Valley Community Probation", "PROBATION", "north", -38.12, 176.19),
    InventedSite("rata-plains-probation", "Rātā Plains Community Probation", "PROBATION", "south", -43.80, 171.88),
    InventedSite("matai-point-probation", "Mātai Point Community Probation", "PROBATION", "south", -44.42, 171.22),
)
