"""Recording the ground for telling a partner something, and the telling itself. Callers hold the transaction of the larger change."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.audit.actions import record
from throughcare.common.clock import now
from throughcare.common.ref import Ref
from throughcare.common.text import clean
from throughcare.disclosure.fields import Line
from throughcare.disclosure.models import Authority, DisclosedLine, Disclosure, Ground
from throughcare.disclosure.policies import check_can_disclose, check_can_record_authority
from throughcare.people.models import Involvement
from throughcare.places.models import Scheme
from throughcare.places.queries import terms


@transaction.atomic
def record_authority(*, by: Actor, person_id: UUID, about: Ref, ground: str, how: str, authority_code: str = "") -> Authority:
    """Record that the person agrees, or the authority relied on, for telling something about `about`. An earlier ground ends."""
    how = clean(how)[:500]
    code = authority_code if ground == Ground.AUTHORITY else ""
    check_can_record_authority(ground, code, how, [term.code for term in terms(Scheme.AUTHORITY)])
    withdraw_authority(by=by, about=about)
    made = Authority.objects.create(
        person_id=person_id,
        ground=ground,
        authority_code=code,
        how=how,
        about_kind=about.kind,
        about_id=about.id,
        recorded_by_id=by.user_id,
    )
    record(
        by=by, verb="authority.recorded", persons=[person_id], compartments=["C10"], about=about, detail={"ground": ground, "code": code}
    )
    return made


@transaction.atomic
def withdraw_authority(*, by: Actor, about: Ref) -> int:
    """End every live ground for telling something about `about`; returns how many there were."""
    live = list(Authority.objects.filter(about_kind=about.kind, about_id=about.id, withdrawn_at=None).values_list("id", "person_id"))
    if live:
        Authority.objects.filter(pk__in=[pk for pk, _ in live]).update(withdrawn_at=now())
        record(by=by, verb="authority.withdrawn", persons=[person for _, person in live], compartments=["C10"], about=about)
    return len(live)


@transaction.atomic
def disclose(
    *, by: Actor, about: Ref, involvement: Involvement, kind: str, authority: Authority | None, lines: Sequence[Line]
) -> Disclosure:
    """Tell a partner's team these lines, word for word: it sees them while `involvement` is open, and not a moment longer.

    kind: what kind of organisation the team belongs to. Raises Refused when a line may not be told, or no ground is live.
    """
    check_can_disclose(lines, kind=kind, authority=authority)
    assert authority is not None  # noqa: S101 - checked above; says so to the type checker
    told = Disclosure.objects.create(
        person_id=involvement.person_id,
        to_team_id=involvement.team_id,
        involvement=involvement,
        authority=authority,
        about_kind=about.kind,
        about_id=about.id,
        by_id=by.user_id,
    )
    DisclosedLine.objects.bulk_create(_row(told, place, line) for place, line in enumerate(lines, start=1))
    detail = {"lines": [line.code for line in lines], "authority": str(authority.id)}
    compartments = [line.compartment for line in lines]
    record(
        by=by,
        verb="disclosure.made",
        persons=[told.person_id],
        compartments=compartments,
        because=[involvement.id],
        about=about,
        detail=detail,
    )
    return told


def _row(told: Disclosure, place: int, line: Line) -> DisclosedLine:
    return DisclosedLine(
        disclosure=told,
        person_id=told.person_id,
        to_team_id=told.to_team_id,
        involvement_id=told.involvement_id,
        place=place,
        compartment=line.compartment,
        field=line.code,
        label=line.label,
        value=line.value,
    )
