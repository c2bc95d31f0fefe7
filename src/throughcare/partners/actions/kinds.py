"""Of what kind an organisation is: it decides what a referral may tell it about a person (disclosure/states.py), so a change is narrow."""

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.refusals import Refused
from throughcare.partners.actions.checks import Checks, held, write
from throughcare.partners.models import Organization, OrganizationKind, Partner
from throughcare.partners.queries import get_partner
from throughcare.partners.states import LONGEST_REASON

STAYS_EMPLOYER = (
    "What an employer may be told of people hangs on its kind, so the register leaves it an employer. "
    "If it never was one, ask whoever runs this site to correct it with throughcare partners kind, and say why."
)


def check_stays(organization: Organization, kind: str, checks: Checks) -> None:
    """Nobody of the register makes an employer anything else: one person's choice would open more of people to it. The database refuses it too."""
    if organization.kind == OrganizationKind.EMPLOYER != kind:
        checks.wrong("kind", STAYS_EMPLOYER)


def put_of_kind(organization: Organization, kind: str) -> dict[str, str]:
    """Give an organisation of the directory the kind said when it is put on the register, where nobody said one before. Raises Invalid when
    somebody did. Returns what the audit keeps of it."""
    checks = Checks()
    check_stays(organization, kind, checks)
    if organization.kind not in (kind, OrganizationKind.OTHER):
        said = organization.get_kind_display()
        checks.wrong(
            "kind", f"{organization.name} stands in the directory as: {said}. Choose that, and change it on its own page afterwards."
        )
    checks.done(checks.first())
    changed = of_change(organization.kind, kind)
    if changed:
        organization.kind = kind
        organization.save(update_fields=["kind"])
    return changed


def of_change(old: str, new: str) -> dict[str, str]:
    """For the audit: both kinds, by their codes; nothing when they are the same."""
    return {} if old == new else {"kind_was": old, "kind": new}


@transaction.atomic
def correct_kind(*, by: Actor, partner: Partner, kind: str, why: str) -> Partner:
    """By the command, for the site: whatever kind it is. Raises Refused for anybody else and for the kind it is, and Invalid without a reason."""
    by.check(Permission.PARTNER_EDIT)
    if not by.system:
        raise Refused("A kind is corrected by whoever runs this site, with throughcare partners kind.")
    found, checks = held(by, partner.pk, get_partner(by, partner.pk).version), Checks()
    why = checks.text("why", why, LONGEST_REASON, needed="Say why: whoever looks next will want to know.")
    checks.one_of("kind", kind, OrganizationKind.values)
    checks.done("The kind can't be changed so.")
    old = found.organization.kind
    if old == kind:
        raise Refused(f"{found.organization.name} is of this kind already.")
    Organization.objects.filter(pk=found.pk).update(kind=kind)
    return write(by, found, found.version, "partner.changed", part="details", detail={**of_change(old, kind), "why": why}, is_held=True)
