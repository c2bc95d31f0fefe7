"""What was told to whom, as the reader may see it; and the ground it was told on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from throughcare.accounts.actors import Actor
from throughcare.audit.actions import record_read
from throughcare.common.ref import Ref
from throughcare.disclosure.models import Authority, DisclosedLine, Disclosure, Ground
from throughcare.disclosure.states import COMPARTMENT_WORDS
from throughcare.places.models import Scheme


@dataclass(frozen=True)
class Told:
    """One line as it was told, word for word."""

    code: str
    label: str
    value: str
    compartment: str
    at: datetime
    involvement_id: UUID

    @property
    def compartment_words(self) -> str:
        """The compartment, in plain words."""
        return COMPARTMENT_WORDS[self.compartment]


def authority_for(about: Ref, *, lock: bool = False) -> Authority | None:
    """The live ground for telling something about this thing; None when there is none. The caller audits.

    lock: hold it until the transaction ends, so that it can't be withdrawn between the check and the telling.
    """
    found = Authority.objects.filter(about_kind=about.kind, about_id=about.id, withdrawn_at=None).order_by("-recorded_at", "-id")
    return (found.select_for_update() if lock else found).first()


def ground_words(authority: Authority | None, words: dict[tuple[str, str], str]) -> str:
    """The ground as the partner is told it; empty when there is none."""
    if authority is None:
        return ""
    day = timezone.localdate(authority.recorded_at)
    when = f"{day.day} {day:%B %Y}"
    if authority.ground == Ground.AGREEMENT:
        return f"The person agreed to this on {when}"
    return f"Legal authority: {words.get((Scheme.AUTHORITY, authority.authority_code), authority.authority_code)} (recorded {when})"


def lines_told(about: Ref) -> list[Told]:
    """The lines told about one thing that the reader may see now, in order. The caller audits: it knows on whose page they stand."""
    lines = (
        DisclosedLine.objects.filter(disclosure__about_kind=about.kind, disclosure__about_id=about.id)
        .select_related("disclosure")
        .order_by("disclosure__at", "place")
    )
    return [Told(n.field, n.label, n.value, n.compartment, n.disclosure.at, n.involvement_id) for n in lines]


def values_told(kind: str, ids: Iterable[UUID], code: str) -> dict[UUID, str]:
    """One line (say, the name) of many things at once, by the thing's id; what the reader may not see now is left out. The caller audits."""
    rows = DisclosedLine.objects.filter(disclosure__about_kind=kind, disclosure__about_id__in=list(ids), field=code).order_by(
        "disclosure__at"
    )
    return dict(rows.values_list("disclosure__about_id", "value"))


def told_of_person(by: Actor, person_id: UUID, because: Iterable[UUID] = ()) -> list[Disclosure]:
    """Everything told about one person, newest first, with its lines and ground; audited. Empty for a stranger."""
    found = list(
        Disclosure.objects.filter(person_id=person_id)
        .select_related("to_team", "authority")
        .prefetch_related("lines")
        .order_by("-at", "-id")
    )
    record_read(by=by, verb="disclosure.viewed", persons=[person_id] if found else [], compartments=["C10"], because=because)
    return found
