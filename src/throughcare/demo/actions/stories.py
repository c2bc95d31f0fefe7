"""How a referral goes: which steps, when, by whom. Every story is one the table of states allows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from throughcare.accounts.models import User
from throughcare.demo.actions.world import HISTORY_DAYS, Life, World
from throughcare.demo.chance import Chance
from throughcare.people.models import Need
from throughcare.referrals.states import ReferralState, Urgency
from throughcare.services.models import Service

S = ReferralState

# Where referrals stand today, in hundredths.
SHARES = {S.DRAFT: 5, S.SENT: 10, S.ACKNOWLEDGED: 11, S.WAITLISTED: 10, S.ACCEPTED: 38, S.DECLINED: 14, S.WITHDRAWN: 12}
# Hours each step takes, at least and at most, before it falls into working hours.
_HOURS = {
    "send": (0.3, 26), "take": (2, 40), "acknowledge": (0.1, 6), "question": (1, 30), "reply": (2, 40),
    "accept": (10, 110), "decline": (10, 90), "waitlist": (10, 70), "withdraw": (30, 200), "late accept": (200, 600), "late reply": (140, 260),
}  # fmt: skip
_ANSWER_DAYS = {Urgency.ROUTINE: 10, Urgency.SOON: 5, Urgency.URGENT: 2}
_RECENT = {S.DRAFT: 12, S.SENT: 6, S.ACKNOWLEDGED: 9, S.WAITLISTED: 40}


@dataclass(frozen=True)
class Step:
    """One thing that happened; partner: whether their worker did it."""

    verb: str
    at: datetime
    partner: bool


@dataclass
class Story:
    """One referral from beginning to where it stands."""

    life: Life
    service: Service
    pillar: str
    state: ReferralState
    urgency: Urgency
    steps: list[Step]
    worker: User
    referrer: User = field(init=False)
    id: UUID = field(init=False)
    need: Need = field(init=False)  # set when the person's needs are made from their stories

    def __post_init__(self) -> None:
        self.referrer = self.life.at(self.began).worker

    @property
    def began(self) -> datetime:
        """When the draft was made."""
        return self.steps[0].at

    def when(self, *verbs: str) -> datetime | None:
        """The moment of the last step of these verbs."""
        return next((step.at for step in reversed(self.steps) if step.verb in verbs), None)

    @property
    def sent_at(self) -> datetime | None:
        """When it was sent."""
        return self.when("send")

    @property
    def answered_at(self) -> datetime | None:
        """When the partner accepted, declined or put it on the waiting list, last."""
        return self.when("accept", "decline", "waitlist")

    @property
    def closed_at(self) -> datetime | None:
        """When it was over: declined or withdrawn."""
        return self.when("decline", "withdraw")


def tell(
    world: World, life: Life, service: Service, pillar: str, state: ReferralState, urgency: Urgency | None = None,
    *, days: int = 0, talks: float = 0.35,
) -> Story | None:  # fmt: skip
    """Make up how a referral came to this state; None when nobody has worked with the person for that long. days: since it was begun (0: it is left to
    chance). talks: how often the partner asks something."""
    chance = world.chance
    urgency = urgency or chance.weighted({Urgency.ROUTINE: 70, Urgency.SOON: 22, Urgency.URGENT: 8})
    verbs = list(_verbs(chance, state, talks))
    began = _earliest(life, chance.days_ago(days or chance.number(1, _RECENT.get(state, HISTORY_DAYS - 25))))
    moments = [began]
    for verb in verbs[1:]:
        moments.append(chance.later(moments[-1] + timedelta(minutes=5), *_HOURS[verb]))
    moments = chance.past(moments)
    if moments[0] < min(span.starts_at for span in life.spans):
        return None
    partner = {"take", "acknowledge", "question", "accept", "late accept", "decline", "waitlist"}
    steps = [Step(verb.removeprefix("late "), at, verb in partner) for verb, at in zip(verbs, moments, strict=True)]
    return Story(life, service, pillar, state, urgency, steps, world.at_work(world.team_of[service.organization_id].code))


def answer_days(urgency: Urgency) -> timedelta:
    """How long the partner is given."""
    return timedelta(days=_ANSWER_DAYS[urgency])


def _earliest(life: Life, moment: datetime) -> datetime:
    """Not before anybody worked with the person."""
    first = min(span.starts_at for span in life.spans)
    return max(moment, first + timedelta(hours=2))


def _verbs(chance: Chance, state: ReferralState, asks: float) -> Iterator[str]:
    """The steps that lead to a state. asks: how often there is a question. One answer in four comes late."""
    yield "made"
    if state == S.DRAFT or (state == S.WITHDRAWN and chance.yes(0.1)):
        yield from ["withdraw"] if state == S.WITHDRAWN else []
        return
    yield "send"
    if state == S.SENT:
        return
    talks = chance.yes(asks)
    if state == S.ACKNOWLEDGED or chance.yes(0.8) or (talks and asks > 0.5):
        yield from ("take", "acknowledge")
        yield from ["question"] if talks else []
        yield from ["late reply" if chance.yes(0.28) else "reply"] if talks and (state != S.ACKNOWLEDGED or chance.yes(0.5)) else []
    if state == S.WITHDRAWN:
        yield from ["accept"] if chance.yes(0.4) else []
        yield "withdraw"
    elif state in (S.WAITLISTED, S.DECLINED):
        yield "waitlist" if state == S.WAITLISTED else "decline"
    elif state == S.ACCEPTED:
        yield from ("waitlist", "late accept") if chance.yes(0.15) else ("accept",)
