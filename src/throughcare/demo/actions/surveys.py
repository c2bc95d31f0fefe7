"""Two surveys of the network: one of half a year ago, published; and one that is open, with the first replies in it."""

from datetime import UTC, timedelta
from uuid import UUID

from throughcare.demo.actions.world import World, save
from throughcare.demo.chance import Chance
from throughcare.partners.models import Partner
from throughcare.relationships.bank.ties import ITEMS
from throughcare.relationships.models import NetworkSurvey, SurveyedOrganization, TieAnswer
from throughcare.relationships.states import Flow, Knows, Often

_ASKED = 24  # of one region
_PAST_DAYS = 190


def make_surveys(world: World, seed: int) -> None:
    """Its chance is its own: what else is invented does not depend on it."""
    now = world.chance.now
    chance = Chance(seed + 23, now, now.tzinfo or UTC)
    ours = {organization.id for organization in world.organizations.values()}
    region = min(code for row in Partner.objects.filter(pk__in=ours).order_by("pk") for code in row.regions)
    there = Partner.objects.filter(regions__contains=[region], state="ACTIVE").select_related("organization")
    rows = sorted(there, key=lambda row: (row.pk not in ours, row.organization.search_key, str(row.pk)))[:_ASKED]
    keys = [row.pk for row in rows]
    past = NetworkSurvey(id=chance.id(chance.days_ago(_PAST_DAYS + 40)), name=f"Who works with whom, {chance.today.year}", regions=[region])
    past.opened_on = chance.today - timedelta(days=_PAST_DAYS + 30)
    past.deadline = past.closed_on = past.published_on = chance.today - timedelta(days=_PAST_DAYS)
    open_now = NetworkSurvey(id=chance.id(chance.days_ago(9)), name="Who works with whom: a second look", regions=[region])
    open_now.opened_on, open_now.deadline = chance.today - timedelta(days=8), chance.today + timedelta(days=13)
    past.state, open_now.state = "PUBLISHED", "OPEN"
    save(NetworkSurvey, [past, open_now])
    _replies(chance, past, keys, 0.8)
    _replies(chance, open_now, keys, 0.2)


def _replies(chance: Chance, survey: NetworkSurvey, keys: list[UUID], share: float) -> None:
    last, days = survey.closed_on or chance.today, ((survey.closed_on or chance.today) - (survey.opened_on or chance.today)).days
    asked = [
        SurveyedOrganization(
            id=chance.id(chance.now),
            survey=survey,
            organization_id=key,
            email=f"office-{number}@partner.example",
            handed_in_on=last - timedelta(days=chance.number(0, days - 1)) if chance.yes(share) else None,
        )
        for number, key in enumerate(keys)
    ]
    save(SurveyedOrganization, asked)
    answers = [
        _answer(chance, survey, row, other, near=abs(one - two) <= 3)
        for one, row in enumerate(asked)
        if row.handed_in_on
        for two, other in enumerate(keys)
        if other != row.organization_id and chance.yes(0.75 if abs(one - two) <= 3 else 0.12)
    ]
    save(TieAnswer, answers)


def _answer(chance: Chance, survey: NetworkSurvey, row: SurveyedOrganization, other: UUID, *, near: bool) -> TieAnswer:
    """Those near to each other mostly know each other."""
    made = TieAnswer(id=chance.id(chance.now), survey=survey, asked=row, organization_id=other, knows=Knows.YES.value)
    if not chance.yes(0.9 if near else 0.7):
        made.knows = chance.pick((Knows.NO.value, Knows.UNSURE.value))
        return made
    for item in ITEMS:
        setattr(made, item.code, None if chance.yes(0.1) else chance.number(2, 4))
    made.gives, made.gets = ([flow for flow in Flow.values if chance.yes(0.3)] for _ in range(2))
    made.often = chance.pick(tuple(Often.values))
    return made
