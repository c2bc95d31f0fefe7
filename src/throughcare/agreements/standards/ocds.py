"""Open Contracting Data Standard 1.1: a release for each change of an agreement, a record for each agreement, in packages.

Schemas: release-package-schema.json, record-package-schema.json and release-schema.json of 1.1.5. An agreement is one award and one contract:
its parties that contract with us are the suppliers, and the value is theirs together.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from throughcare.agreements.standards.merging import compiled
from throughcare.agreements.standards.snapshots import AmendedThen, Body, Package, Publisher, Snapshot

VERSION = "1.1"
# Pages of a package are linked by this extension of the standard.
PAGES = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_pagination_extension/master/extension.json"
OURS = "department"
# The charities' register has no code of org-id.guide, so it has one of ours.
NZBN, CHARITIES = "NZ-NZBN", "NZ-CHARITIES"
_STATUS = {
    "ACTIVE": "active",
    "VARIED": "active",
    "SUSPENDED": "active",
    "EXPIRED": "terminated",
    "TERMINATED": "terminated",
}
_OVER = ("EXPIRED", "TERMINATED")


def contract_id(publisher: Publisher, agreement: UUID) -> str:
    """The ocid: the publisher's prefix and the agreement's key."""
    return f"{publisher.ocid_prefix}-{agreement}"


def releases_of(publisher: Publisher, snapshots: Iterable[Snapshot]) -> list[dict[str, Any]]:
    """A release for each snapshot of one agreement that says something new, oldest first. Its id is made of the change's own number."""
    made: list[dict[str, Any]] = []
    said: dict[str, Any] = {}
    before: Snapshot | None = None
    for snapshot in snapshots:
        body = _said(publisher, snapshot)
        if body == said:
            continue
        ocid = contract_id(publisher, snapshot.agreement)
        head = {"ocid": ocid, "id": f"{ocid}-{snapshot.version}", "date": moment(snapshot.at), "tag": _tags(snapshot, before)}
        made.append(_pointed({**head, **_said(publisher, snapshot)}, made))
        said, before = body, snapshot
    return made


def _tags(snapshot: Snapshot, before: Snapshot | None) -> list[str]:
    if before is None:
        return ["award", "contract"]
    if snapshot.state in _OVER and before.state not in _OVER:
        return ["contractTermination"]
    return ["contractAmendment"] if len(snapshot.amendments) > len(before.amendments) else ["contractUpdate"]


def _pointed(release: dict[str, Any], before: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Each amendment says in which release it first stands, and which one it changes."""
    first: dict[str, dict[str, Any]] = {}
    if before:
        first = {one["id"]: one for one in before[-1]["contracts"][0].get("amendments", [])}
    for one in release["contracts"][0].get("amendments", []):
        one["releaseID"] = first.get(one["id"], {}).get("releaseID", release["id"])
        if changed := first[one["id"]].get("amendsReleaseID") if one["id"] in first else (before[-1]["id"] if before else None):
            one["amendsReleaseID"] = changed
    return release


def _said(publisher: Publisher, snapshot: Snapshot) -> dict[str, Any]:
    """All but what is a release's own."""
    suppliers = [{"id": str(one.id), "name": one.name} for one in snapshot.suppliers]
    value = {"value": {"amount": number(snapshot.value), "currency": publisher.currency}} if snapshot.value is not None else {}
    period = _period(publisher, snapshot)
    signed = _start(publisher, snapshot.signed_on)
    about = {"title": snapshot.title, **({"description": snapshot.purpose} if snapshot.purpose else {})}
    award = {"id": snapshot.number, **about, "status": "active", **({"date": signed} if signed else {}), **value, "suppliers": suppliers}
    contract = {"id": snapshot.number, "awardID": snapshot.number, **about, "status": _status(publisher, snapshot), **value}
    amendments = [_amended(publisher, one) for one in snapshot.amendments]
    return {
        "initiationType": "tender",
        "language": "en",
        "parties": [_ours(publisher, snapshot), *map(_party, snapshot.suppliers)],
        "buyer": {"id": OURS, "name": publisher.name},
        "awards": [{**award, **({"contractPeriod": period} if period else {})}],
        "contracts": [
            {
                **contract,
                **({"period": period} if period else {}),
                **({"dateSigned": signed} if signed else {}),
                **({"amendments": amendments} if amendments else {}),
            }
        ],
    }


def _status(publisher: Publisher, snapshot: Snapshot) -> str:
    """Signed, it waits for its first day; from then on it is active, whatever a job has said by then."""
    if snapshot.state == "SIGNED":
        begun = snapshot.starts_on is not None and snapshot.starts_on <= snapshot.at.astimezone(publisher.zone).date()
        return "active" if begun else "pending"
    return _STATUS[snapshot.state]


def _amended(publisher: Publisher, one: AmendedThen) -> dict[str, Any]:
    return {"id": str(one.number), "date": _start(publisher, one.on), "rationale": one.why}


def _ours(publisher: Publisher, snapshot: Snapshot) -> dict[str, Any]:
    scheme, _, known_as = publisher.identifier.rpartition("-")
    known = {"identifier": {"scheme": scheme, "id": known_as, "legalName": publisher.name}} if scheme else {}
    return {"id": OURS, "name": publisher.name, **known, "roles": ["buyer", *(["funder"] if snapshot.kind == "GRANT" else [])]}


def _party(body: Body) -> dict[str, Any]:
    """By its number on a public register: the NZBN where there is one."""
    numbers = [(scheme, said) for scheme, said in ((NZBN, body.nzbn), (CHARITIES, body.charity_number)) if said]
    told = [{"scheme": scheme, "id": said, "legalName": body.name} for scheme, said in numbers]
    first = {"identifier": told[0]} if told else {}
    return {
        "id": str(body.id),
        "name": body.name,
        **first,
        **({"additionalIdentifiers": told[1:]} if told[1:] else {}),
        "roles": ["supplier"],
    }


def _period(publisher: Publisher, snapshot: Snapshot) -> dict[str, str]:
    """From the first moment of the first day to the last second of the last."""
    ends = {"endDate": datetime.combine(snapshot.ends_on, time(23, 59, 59), publisher.zone).isoformat()} if snapshot.ends_on else {}
    starts = _start(publisher, snapshot.starts_on)
    return {**({"startDate": starts} if starts else {}), **ends}


def _start(publisher: Publisher, day: date | None) -> str:
    return datetime.combine(day, time(), publisher.zone).isoformat() if day else ""


def moment(at: datetime) -> str:
    """Always with microseconds, so that the text sorts as the moment does."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def number(amount: Decimal) -> int | float:
    """As JSON writes it."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def release_package(publisher: Publisher, package: Package, releases: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """releases: one at least."""
    return {**_package(publisher, package, releases), "releases": list(releases)}


def record_package(publisher: Publisher, package: Package, processes: Sequence[Sequence[dict[str, Any]]]) -> dict[str, Any]:
    """processes: the releases of each agreement, oldest first; one at least. Each record has them all, and what is so now."""
    everything = [release for releases in processes for release in releases]
    records = [{"ocid": one[0]["ocid"], "releases": list(one), "compiledRelease": compiled(one)} for one in processes]
    return {**_package(publisher, package, everything), "records": records}


def _package(publisher: Publisher, package: Package, releases: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """publishedDate: of the last change in it, as the standard asks of a package made on demand."""
    scheme, _, known_as = publisher.identifier.rpartition("-")
    links = {name: address for name, address in (("prev", package.before), ("next", package.after)) if address}
    return {
        "uri": package.uri,
        "version": VERSION,
        "publishedDate": max(release["date"] for release in releases),
        "publisher": {"name": publisher.name, **({"scheme": scheme, "uid": known_as} if scheme else {})},
        "license": publisher.licence,
        **({"extensions": [PAGES]} if package.paged else {}),
        **({"links": links} if links else {}),
    }
