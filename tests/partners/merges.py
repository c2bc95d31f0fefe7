"""Two records put together by who keeps the register, for tests."""

from typing import Any
from uuid import UUID

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.partners.made import EDITOR, as_
from throughcare.common.reader import reading_as
from throughcare.partners.actions.merging import NewMerge, merge_partners, part_partners
from throughcare.partners.models import Organization, Partner, PartnerMerge
from throughcare.partners.queries.merging import Beside, beside

# What says of itself when it was written, or counts: not of the two records.
_BUT = ("audit_", "procrastinate_", "partners_partnermerge", "partners_partnerpair", "django_")


def versions(winner: UUID, loser: UUID) -> dict[str, int]:
    with reading_as(SYSTEM):
        found = {row.pk: row.version for row in Partner.objects.filter(pk__in=[winner, loser])}
    return {"seen": found[winner], "seen_of_goes": found.get(loser, 0)}


def side_by_side(cast: Cast, winner: UUID, loser: UUID) -> Beside:
    found: Beside = as_(cast, EDITOR, beside, winner_id=winner, loser_id=loser)
    return found


def merge(cast: Cast, winner: UUID, loser: UUID, **values: Any) -> PartnerMerge:
    """All that differs is kept as the record that stays says it, unless said otherwise."""
    chosen = {one.field.name: "winner" for one in side_by_side(cast, winner, loser).differs} | values.pop("chosen", {})
    new = NewMerge(winner_id=winner, loser_id=loser, reason="One trust.", chosen=chosen, **{**versions(winner, loser), **values})
    made: PartnerMerge = as_(cast, EDITOR, merge_partners, new=new)
    return made


def part(cast: Cast, made: PartnerMerge, who: str = EDITOR) -> PartnerMerge:
    with reading_as(SYSTEM):
        seen = PartnerMerge.objects.get(pk=made.id).version
    parted: PartnerMerge = as_(cast, who, part_partners, merge_id=made.id, reason="Two after all.", seen=seen)
    return parted


def of(key: UUID) -> tuple[Organization, Partner | None]:
    with reading_as(SYSTEM):
        return Organization.objects.get(pk=key), Partner.objects.filter(pk=key).first()


def state_of_everything(owner: Owner) -> dict[str, list[str]]:
    """Every row of every table, but of the merge itself, the audit and the queue; a version is a count, and goes on."""
    tables = owner.rows("select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1")
    names = [str(name) for (name,) in tables if not str(name).startswith(_BUT)]
    found: dict[str, list[str]] = {name: [] for name in names}
    for name, row in owner.rows(" union all ".join(f"select '{name}', (to_jsonb(t) - 'version')::text from {name} t" for name in names)):
        found[str(name)].append(str(row))
    return {name: sorted(rows) for name, rows in found.items()}
