"""Of the agreement with the partner of each side: a risk and a meeting with that partner, a risk of ours alone; of the one with both: what each alone reads."""

from typing import Any

from tests.matrix.agreements import OURS
from throughcare.agreements.models import Meeting, Party, Risk
from throughcare.common.clock import today


def watch(world: Any, side: Any) -> None:
    """As the system."""
    ids = world.ids[side.name]

    def word(what: str, who: Any = side.staff | OURS) -> str:
        return str(world.canaries.token(f"{what}, of an agreement ({side.name})", who))

    party = Party.objects.get(pk=ids["agreement_party_id"])
    whose = {"agreement_id": ids["agreement_id"], "party": party, "organization_id": party.organization_id, "shared": "PARTY"}
    scale = {"likelihood": 3, "consequence": 4, "review_on": today()}
    said = {
        "what": word("what may go wrong"),
        "doing": word("what is done about a risk"),
        "state_reason": word("why a risk was opened again"),
    }
    shared = Risk.objects.create(**whose, **scale, **said)
    hidden = {"what": word("what may go wrong, for us", OURS), "doing": word("what we do about it", OURS)}
    ours = Risk.objects.create(agreement_id=ids["agreement_id"], **scale, **hidden)
    met = {"present": word("who was at a meeting"), "agreed": word("what was agreed at a meeting")}
    meeting = Meeting.objects.create(**whose, **met, held_on=today(), next_on=today())
    ids |= {"risk_id": shared.pk, "our_risk_id": ours.pk, "meeting_id": meeting.pk}
