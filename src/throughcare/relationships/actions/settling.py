"""A partner a site found is settled by whoever keeps the register: it is one that is there, is put there, or is set aside."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.ref import Ref
from throughcare.common.refusals import Refused, Stale
from throughcare.partners.actions import NewPartner, add_partner
from throughcare.partners.actions.checks import Checks
from throughcare.partners.models import Organization, OrganizationKind
from throughcare.partners.queries import alike, get_partner, on_register
from throughcare.relationships.models import ReturnLine
from throughcare.relationships.queries.stocktakes import get_line
from throughcare.relationships.states import LONGEST_REASON, LineAnswer, ReturnState, Settled

_CHANGED = "Somebody else changed this return since you opened it. Look at what it says now, then try again."


@dataclass(frozen=True, kw_only=True)
class Settling:
    """What became of it. partner_id: which one it is (MATCHED), or the organisation of the directory to put on the register (ADDED).

    kind: of one that is put there; else what the site said. another: one of this name is there, and this is not it. reason: of one set aside.
    """

    settled: str
    partner_id: UUID | None = None
    kind: str = ""
    another: bool = False
    reason: str = ""


def likely_partners(by: Actor, line: ReturnLine) -> list[tuple[Organization, bool]]:
    """Organisations that one may be, those called so first; each with whether it is on the register."""
    found = alike(by, line.name)
    there = on_register(by, [row.pk for row in found])
    return [(row, row.pk in there) for row in found]


@transaction.atomic
def settle_found(*, by: Actor, line_id: UUID, said: Settling, seen: int) -> ReturnLine:
    """Raises NotFound, NotAllowed, Refused, Invalid and Stale."""
    by.check(Permission.PARTNER_EDIT)
    found = get_line(by, line_id)
    if found.version != seen:
        raise Stale(_CHANGED)
    if found.answer != LineAnswer.FOUND or found.settled:
        raise Refused("There is nothing to settle: the register had it, or it is settled already.")
    if found.site_return.state != ReturnState.HANDED_IN:
        raise Refused("Wait until the return is handed in: the team may still change what it says.")
    values = _settled(by, found, said)
    if not ReturnLine.objects.filter(pk=line_id, version=seen).update(**values, version=seen + 1):
        raise Stale(_CHANGED)
    record(by=by, verb="stocktake.found.settled", about=Ref("relationships.sitereturn", found.site_return_id))
    return get_line(by, line_id)


def _settled(by: Actor, found: ReturnLine, said: Settling) -> dict[str, object]:
    checks = Checks()
    checks.one_of("settled", said.settled, Settled.values)
    values: dict[str, object] = {"settled": said.settled}
    if said.settled == Settled.ASIDE:
        values["settled_words"] = checks.text("reason", said.reason, LONGEST_REASON, needed="Say why: the site reads it.")
    kind = said.kind or found.kind
    if said.settled == Settled.ADDED:
        if kind:
            checks.one_of("kind", kind, OrganizationKind.values)
        else:
            checks.wrong("kind", "Choose what kind it is: the site did not say.")
    if said.settled == Settled.MATCHED and said.partner_id is None:
        checks.wrong("partner_id", "Choose which one it is.")
    checks.done("Something about it can't be used.")
    if said.settled == Settled.MATCHED and said.partner_id:
        values["partner_id"] = get_partner(by, said.partner_id).pk
    if said.settled == Settled.ADDED:
        new = NewPartner(name=found.name, kind=kind, organization_id=said.partner_id, another=said.another)
        values["partner_id"] = add_partner(by=by, new=new).pk
    return values
