"""Tikanga notes: who may read them, and each read in the audit."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotFound
from throughcare.partners.models import Partner, TikangaNote
from throughcare.partners.queries.directory import my_organizations
from throughcare.partners.queries.register import get_partner


def may_read_tikanga(by: Actor, partner: Partner) -> bool:
    """Who holds the right, the team of its owner, and its own people. Row security says the same, and lets the system read none."""
    if by.system:
        return False
    in_team = by.may(Permission.PARTNER_VIEW) and partner.owner_team_id in _teams(by)
    return by.may(Permission.PARTNER_TIKANGA) or in_team or partner.pk in my_organizations(by)


def _teams(by: Actor) -> Collection[UUID | None]:
    return by.teams


def may_write_tikanga(by: Actor, partner: Partner) -> bool:
    """Its own people, and for it whoever keeps the register and may read them."""
    if by.system:
        return False
    if by.may(Permission.PARTNER_TIKANGA) and by.may(Permission.PARTNER_EDIT):
        return True
    return by.may(Permission.PARTNER_OWN) and partner.pk in my_organizations(by)


def _open_to(by: Actor) -> QuerySet[TikangaNote]:
    """Since two records were put together, a note of either is read by the teams that read it before, and by who holds the right."""
    rows = TikangaNote.objects.all()
    return rows if by.may(Permission.PARTNER_TIKANGA) else rows.filter(Q(only_teams=None) | Q(only_teams__overlap=list(by.teams)))


def tikanga_of(by: Actor, partner_id: UUID) -> tuple[Partner, list[TikangaNote]]:
    """A partner's notes, by what they are about; the read is in the audit. Raises NotFound for whoever may not read them."""
    partner = get_partner(by, partner_id)
    if not may_read_tikanga(by, partner):
        raise NotFound
    record(by=by, verb="tikanga.viewed", about=Ref("partners.partner", partner.pk))
    rows = _open_to(by).filter(partner=partner).order_by("withdrawn_at", "about", "id")
    order = list(TikangaNote._meta.get_field("about").choices or ())
    place = {code: number for number, (code, _) in enumerate(order)}
    return partner, sorted(rows, key=lambda one: (one.withdrawn_at is not None, place[one.about], one.pk))


def get_tikanga_note(by: Actor, note_id: UUID) -> TikangaNote:
    """One note, to be changed or withdrawn; the read is in the audit. Raises NotFound."""
    found = _open_to(by).filter(pk=note_id).first()
    if found is None:
        raise NotFound
    # The partner by its own getter: who may read a note may read its partner.
    found.partner = get_partner(by, found.partner_id)
    if not may_read_tikanga(by, found.partner):
        raise NotFound
    record(by=by, verb="tikanga.viewed", about=Ref("partners.partner", found.partner_id))
    return found
