"""What two sides agreed to do: as tasks about it show it, and who does it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.partners.models import OrganizationTeam
from throughcare.partners.queries import keepers
from throughcare.partners.queries.reminders import Doers
from throughcare.partners.queries.shown import day_words
from throughcare.relationships.models import AgreedAction
from throughcare.relationships.queries.waves import seen_agreed
from throughcare.relationships.states import RatingSide
from throughcare.tasks.kinds import Recipient


def names_of_agreed(by: Actor, ids: Collection[UUID]) -> dict[UUID, str]:
    """What these say, as tasks about them show it."""
    if not by.may(Permission.DIRECTORY_VIEW):
        return {}
    return {row.pk: f"{row.wave.partner.organization.name}: {row.words}" for row in seen_agreed(by).filter(pk__in=ids)}


def may_do_agreed(by: Actor) -> list[Recipient]:
    """Who may be given a further task about one: those who keep the register. A partner's own people take one themselves."""
    return keepers(by) if by.may(Permission.PARTNER_VIEW) else []


def doer_of(row: AgreedAction) -> tuple[str, dict[str, Any]]:
    """The task there is of it, and who has it: on our side the partner's owner, or an office; on theirs a team of the partner's own.

    Of a partner without a team ours asks it. As the system, which sees every team.
    """
    partner = row.wave.partner
    if row.side == RatingSide.THEIRS:
        team = OrganizationTeam.objects.filter(organization=partner.pk).order_by("team_id").first()
        if team is not None:
            return row.words, {"team_id": team.team_id}
        return f"Ask {partner.organization.name}: {row.words}", Doers().of(partner)
    return row.words, Doers().of(partner)


def agreed_facts(row: AgreedAction) -> list[dict[str, Any]]:
    """All of it, a fact a row."""
    ours = row.side == RatingSide.OURS
    return [
        {"key": "Who does it", "value": row.owner},
        {"key": "Whose it is", "value": RatingSide.OURS.label if ours else row.wave.partner.organization.name},
        {"key": "By when", "value": day_words(row.due)},
    ]
