"""An agreement said to be public, or not any more; and what is published taken out as a file. The audit says who did, and who took what."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.agreements import policies
from throughcare.agreements.actions.checks import opened, write
from throughcare.agreements.models import Agreement, Publication
from throughcare.agreements.queries.published import LARGEST, package, some_published
from throughcare.agreements.standards import Package
from throughcare.agreements.states import LONGEST_REASON, AgreementKind
from throughcare.audit.actions import record
from throughcare.common.clock import now, today
from throughcare.common.refusals import Refused
from throughcare.partners.actions.checks import Checks

# What can be taken out, and how each file is called.
FILES = {"releases": "ocds-release-package", "records": "ocds-record-package", "grants": "360giving-grants"}
# What holds one kind of agreement alone.
KINDS = {"grants": AgreementKind.GRANT.value}
MEDIA_TYPE = "application/json"


@dataclass(frozen=True)
class Taken:
    """A package: its name as a file, and how many agreements it speaks of."""

    name: str
    package: dict[str, Any]
    count: int

    @property
    def content(self) -> bytes:
        """As a file."""
        return (json.dumps(self.package, ensure_ascii=False, indent=2) + "\n").encode()


@transaction.atomic
def publish_agreement(*, by: Actor, agreement_id: UUID, seen: int) -> Agreement:
    """From now on it is in what is published. Raises NotFound, Refused unless it may be, or is already, and Stale."""
    found = opened(by, agreement_id, seen, past=True)
    policies.check_can_publish(found)
    there = _there(found)
    values: dict[str, Any] = {"published_by_id": by.user_id, "published_at": now()}
    values |= {"withdrawn_by_id": None, "withdrawn_at": None, "withdrawn_why": ""}
    if there is None:
        Publication(agreement=found, **values).save(force_insert=True)
    elif there.withdrawn_at is None:
        raise Refused(f"Agreement {found.number} is published already.")
    else:
        Publication.objects.filter(pk=there.pk).update(**values)
    return write(by, found, "agreement.published")


@transaction.atomic
def unpublish_agreement(*, by: Actor, agreement_id: UUID, why: str, seen: int) -> Agreement:
    """It is in no package from now on; what somebody took out before they have. Raises NotFound, Invalid, Refused unless it is published, Stale."""
    found, checks = opened(by, agreement_id, seen, past=True), Checks()
    there = policies.check_is_published(found, _there(found))
    why = checks.text("reason", why, LONGEST_REASON, needed="Say why: whoever looks next will want to know.")
    checks.done("Say why.")
    Publication.objects.filter(pk=there.pk).update(withdrawn_by_id=by.user_id, withdrawn_at=now(), withdrawn_why=why)
    return write(by, found, "agreement.unpublished")


def _there(found: Agreement) -> Publication | None:
    return Publication.objects.filter(agreement=found.pk).first()


@transaction.atomic
def take_page(*, by: Actor, kind: str, about: Package, offset: int, size: int) -> Taken:
    """Some of what is published, from the agreement of this place on. kind: a key of FILES. Raises NotAllowed, and Refused when nothing is there."""
    return _taken(by, kind, about, some_published(by, offset=offset, size=size, kind=KINDS.get(kind, "")).rows)


@transaction.atomic
def take_all(*, by: Actor, kind: str, about: Package) -> Taken:
    """All that is published, in one package. Raises as above."""
    rows: list[Agreement] = []
    place: int | None = 0
    while place is not None:
        page = some_published(by, offset=place, size=LARGEST, kind=KINDS.get(kind, ""))
        rows += page.rows
        place = page.after
    return _taken(by, kind, about, rows)


def _taken(by: Actor, kind: str, about: Package, rows: Sequence[Agreement]) -> Taken:
    made = package(kind, rows, about)
    count = len(made.get("grants", rows))
    record(by=by, verb="agreements.taken.out", detail={"what": kind, "agreements": count})
    return Taken(f"{FILES[kind]}-{today()}.json", made, count)
