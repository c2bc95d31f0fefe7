"""May a service be used for somebody new? What referrals ask. About the service alone: nobody's record is looked at."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.db import connection

# By how its agreements stand; one that is in force stops nothing.
_STOPPED = {
    "SUSPENDED": "The agreement with it is suspended, so it takes nobody new for now.",
    "NOT_BEGUN": "The agreement with it has not begun yet.",
    "LAPSED": "The agreement with it has ended.",
}
_NONE = "There is no agreement with it."
_ASK = "Referrals it has already go on. Choose another service, or ask your partnership manager."


def why_not_used(services: Iterable[UUID]) -> dict[UUID, str]:
    """Of these services, those that may not be used for a new referral today, each with the sentence that says why and what to do.

    A service nobody has signed an agreement about may be used unless the site's setting says otherwise. For whoever refers.
    """
    asked = list(services)
    with connection.cursor() as cursor:
        cursor.execute("select service_id, stands from throughcare.service_agreements(%s)", [asked])
        stands = dict(cursor.fetchall())
    without = "" if settings.REFER_WITHOUT_AGREEMENT else _NONE
    found = {service: _STOPPED.get(stands[service], "") if service in stands else without for service in asked}
    return {service: f"{why} {_ASK}" for service, why in found.items() if why}
