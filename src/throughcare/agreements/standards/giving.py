"""360Giving Data Standard 1.4: a grant for each agreement that is one, in a package.

Schemas: 360-giving-package-schema.json and 360-giving-schema.json of 1.4. An organisation is named by its number on a public register where it has
one, and otherwise by the site's own prefix and key.
"""

from collections.abc import Sequence
from typing import Any

from throughcare.agreements.standards.ocds import CHARITIES, NZBN, OURS, moment, number
from throughcare.agreements.standards.snapshots import Body, Publisher, Snapshot

VERSION = "1.4"


def grant_id(publisher: Publisher, said: str) -> str:
    """The publisher's prefix and the agreement's number."""
    return f"{publisher.grant_prefix}-{said}"


def organization_id(publisher: Publisher, body: Body) -> str:
    """As org-id.guide writes it: by NZBN, else by charity number, else by our own key."""
    if body.nzbn:
        return f"{NZBN}-{body.nzbn}"
    return f"{CHARITIES}-{body.charity_number}" if body.charity_number else f"{publisher.grant_prefix}-{body.id}"


def grant_of(publisher: Publisher, snapshot: Snapshot) -> dict[str, Any] | None:
    """What the last change says of a grant; None where the standard asks for what nobody said: an amount, a day it was awarded, a recipient."""
    if snapshot.kind != "GRANT" or snapshot.value is None or snapshot.signed_on is None or not snapshot.suppliers:
        return None
    days = {"startDate": snapshot.starts_on, "endDate": snapshot.ends_on}
    planned = {name: str(day) for name, day in days.items() if day}
    return {
        "id": grant_id(publisher, snapshot.number),
        "title": snapshot.title,
        "description": snapshot.purpose or snapshot.title,
        "currency": publisher.currency,
        "amountAwarded": number(snapshot.value),
        "awardDate": str(snapshot.signed_on),
        **({"plannedDates": [planned]} if planned else {}),
        "recipientOrganization": [_recipient(publisher, one) for one in snapshot.suppliers],
        "fundingOrganization": [{"id": funder_id(publisher), "name": publisher.name}],
        "dateModified": moment(snapshot.at),
        **({"dataSource": publisher.site} if publisher.site else {}),
    }


def past_grant(publisher: Publisher, said: dict[str, Any], snapshot: Snapshot) -> dict[str, Any]:
    """One of the past as its source said it; said: as `standards.past.Grant.as_json` keeps it."""
    return {**said, "dateModified": moment(snapshot.at), **({"dataSource": publisher.site} if publisher.site else {})}


def funder_id(publisher: Publisher) -> str:
    """The department's own."""
    return publisher.identifier or f"{publisher.grant_prefix}-{OURS}"


def _recipient(publisher: Publisher, body: Body) -> dict[str, str]:
    known = {"charityNumber": body.charity_number} if body.charity_number else {}
    return {"id": organization_id(publisher, body), "name": body.name, **known}


def grant_package(publisher: Publisher, grants: Sequence[dict[str, Any]], address: str = "") -> dict[str, Any]:
    """grants: one at least. address: where the package can be had."""
    return {
        "version": VERSION,
        "title": f"Grants of {publisher.name}",
        "publisher": {"name": publisher.name, "identifier": funder_id(publisher)},
        "license": publisher.licence,
        "modified": max(grant["dateModified"] for grant in grants),
        **({"downloadURL": address} if address else {}),
        "grants": list(grants),
    }
