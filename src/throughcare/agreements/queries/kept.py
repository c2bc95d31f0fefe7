"""An agreement as it stood after each change since it was signed: from the versions the database keeps of it, its values and its organisations.

As many reads for one agreement as for two hundred. What was written in one transaction is one change.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Model

from throughcare.agreements.models import Agreement, Amendment, Party, PartyValue
from throughcare.agreements.standards import AmendedThen, Body, Snapshot
from throughcare.agreements.states import CONTRACTS, OPEN_STATES, SIGNS, AmendmentState
from throughcare.partners.models import Organization, Partner

# Versions of one row, oldest first: when each was written, and what it said.
Versions = list[tuple[datetime, dict[str, Any]]]
_SAID = ("number", "title", "purpose", "kind", "state", "starts_on", "ends_on")


def snapshots_of(agreements: Sequence[Agreement]) -> dict[UUID, list[Snapshot]]:
    """Of each, oldest first. agreements: from an access-checked getter, with their parties."""
    keys = [one.pk for one in agreements]
    kept = _kept(Agreement, "id", keys, ("pgh_id", *_SAID))
    values = _kept(PartyValue, "agreement_id", keys, ("party_id", "amount"))
    amended = _kept(Amendment, "agreement_id", keys, ("id", "number", "state", "state_since", "reason"))
    others = {party.organization_id for one in agreements for party in _contracting(one) if party.organization_id}
    names = _kept(Organization, "id", others, ("name",))
    numbers = _kept(Partner, "pgh_obj_id", others, ("nzbn", "charity_number"))
    return {
        one.pk: _snapshots(one, kept.get(one.pk, []), values.get(one.pk, []), amended.get(one.pk, []), (names, numbers))
        for one in agreements
    }


def _kept(model: type[Model], column: str, keys: Iterable[Any], said: tuple[str, ...]) -> dict[UUID, Versions]:
    past = model.pgh_event_model  # type: ignore[attr-defined]  # pghistory sets it on tracked models
    rows = past.objects.filter(**{f"{column}__in": list(keys)}).order_by("pgh_id")
    found: dict[UUID, Versions] = {}
    for row in rows.values(column, "pgh_created_at", *said):
        found.setdefault(row[column], []).append((row["pgh_created_at"], row))
    return found


def _contracting(agreement: Agreement) -> list[Party]:
    """Those who contract with us: they are its suppliers. A sub-party's part lies within its prime's, and is theirs to tell."""
    return [one for one in agreement.parties.all() if one.part in CONTRACTS]


def _snapshots(
    agreement: Agreement, kept: Versions, values: Versions, amended: Versions, bodies: tuple[Mapping[UUID, Versions], ...]
) -> list[Snapshot]:
    signed = [one.signed_on for one in agreement.parties.all() if one.part in SIGNS]
    last = dict(version for version in kept if version[1]["state"] not in OPEN_STATES)  # the last of each transaction
    return [
        Snapshot(
            agreement=agreement.pk,
            version=said["pgh_id"],
            at=at,
            signed_on=max((day for day in signed if day), default=None),
            value=_value(agreement, values, at),
            suppliers=tuple(_body(one, bodies, at) for one in _contracting(agreement)),
            amendments=tuple(_in_effect(amended, at)),
            **{name: said[name] for name in _SAID},
        )
        for at, said in sorted(last.items(), key=lambda version: version[0])
    ]


def _value(agreement: Agreement, values: Versions, at: datetime) -> Decimal | None:
    """The sum of what they get then. What was taken off before it was signed is in the versions still, so those without a value now have none."""
    there = {one.pk for one in _contracting(agreement) if hasattr(one, "value")}
    said = {row["party_id"]: row["amount"] for when, row in values if when <= at and row["party_id"] in there}
    return sum(said.values(), Decimal(0)) if said else None


def _in_effect(amended: Versions, at: datetime) -> list[AmendedThen]:
    found = {row["id"]: row for when, row in amended if when <= at and row["state"] == AmendmentState.IN_EFFECT}
    rows = sorted(found.values(), key=lambda row: row["number"])
    return [AmendedThen(row["id"], row["number"], row["state_since"], row["reason"]) for row in rows]


def _body(party: Party, bodies: tuple[Mapping[UUID, Versions], ...], at: datetime) -> Body:
    """As it was called then; as it is called now where nothing older is kept."""
    key, (names, numbers) = party.organization_id or party.pk, bodies
    name, known = (_then(versions.get(key, []), at) for versions in (names, numbers))
    return Body(key, name.get("name") or party.name, known.get("nzbn") or "", known.get("charity_number") or "")


def _then(versions: Versions, at: datetime) -> dict[str, Any]:
    """The version of that moment, or the first there is."""
    before = [row for when, row in versions if when <= at]
    return before[-1] if before else (versions[0][1] if versions else {})
