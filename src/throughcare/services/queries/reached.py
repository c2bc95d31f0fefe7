"""How organisations are reached by what the directory says of them, without what is confidential."""

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from django.db import connection

from throughcare.partners.queries.likeness import Reached
from throughcare.services.models import Phone

# Of an organisation's own places: one that is confidential, or where every service is, tells nobody where it stands.
_PLACES = """select l.organization_id, concat_ws(' ', nullif(a.address_1, ''), nullif(a.city, ''), nullif(a.postal_code, ''))
from services_address a join services_location l on l.id = a.location_id
where l.organization_id is not null and not l.confidential and a.address_1 <> '' and l.id not in (select throughcare.hidden_places())
order by a.id"""


def how_reached() -> Mapping[UUID, Reached]:
    """By organisation. As the system, for the linkage."""
    phones: dict[UUID, list[str]] = defaultdict(list)
    own = Phone.objects.filter(organization__isnull=False, service=None, location=None, service_at_location=None)
    for key, number in own.order_by("id").values_list("organization_id", "number"):
        phones[key].append(number)
    places: dict[UUID, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_PLACES)
        for key, place in cursor.fetchall():
            places[key].append(place)
    return {key: Reached(tuple(phones[key]), tuple(places[key])) for key in {*phones, *places}}
