"""What people need, and the referrals made for it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from throughcare.accounts.models import User
from throughcare.demo.actions.history import Past
from throughcare.demo.actions.stories import SHARES, S, Story, tell
from throughcare.demo.actions.traces import Traces
from throughcare.demo.actions.world import HISTORY_DAYS, Life, World
from throughcare.matching.pillars import Pillar
from throughcare.people.models import Need
from throughcare.people.states import NeedStatus

_WITHOUT_REFERRAL = {NeedStatus.NOT_STARTED: 55, NeedStatus.IN_PROGRESS: 25, NeedStatus.DECLINED: 12, NeedStatus.MET: 8}
_HOW_MANY = {1: 25, 2: 35, 3: 27, 4: 13}
_VERBS = {NeedStatus.MET: "meet", NeedStatus.DECLINED: "decline", NeedStatus.IN_PROGRESS: "start"}
# When a need moved: (status, moment, by), oldest first.
Moves = list[tuple[NeedStatus, datetime, User]]


def make_needs(world: World, life: Life, past: Past, traces: Traces) -> list[Story]:
    """Give somebody their needs; returns the referrals made for them."""
    chance = world.chance
    told: list[Story] = []
    for pillar in chance.some(tuple(Pillar), chance.weighted(_HOW_MANY)):
        stories = _stories(world, life, pillar) if chance.yes(0.55) else []
        add_need(world, life, pillar, stories, past, traces)
        told += stories
    return told


def add_need(
    world: World, life: Life, pillar: Pillar, stories: Sequence[Story], past: Past, traces: Traces, *, note: str = "", status: NeedStatus | None = None
) -> Need:  # fmt: skip
    """One need, with the moves its referrals explain."""
    chance = world.chance
    first = min(span.starts_at for span in life.spans)
    began = min((story.began for story in stories), default=None)
    created = (
        max(first, began - timedelta(hours=chance.number(1, 72))) if began else max(first, chance.days_ago(chance.number(1, HISTORY_DAYS)))
    )
    moves = _moves(world, life, stories, created, status)
    need = Need(
        id=chance.id(created), person=life.person, pillar=pillar.value, note=note or world.invent.need_note(pillar), status=NeedStatus.NOT_STARTED,
        owner=life.spans[-1].worker, created_at=created, changed_at=created,
    )  # fmt: skip
    by = life.at(created).worker
    past.add(need, created, by.id)
    traces.change(life, created, by, "need.added", need)
    for reached, at, mover in moves:
        need.status, need.changed_at, need.version = reached, at, need.version + 1
        past.add(need, at, mover.id, changed=True)
        traces.change(life, at, mover, f"need.moved.{_VERBS[reached]}", need)
    for story in stories:
        story.need, story.id = need, chance.id(story.began)
    life.needs.append(need)
    return need


def _moves(world: World, life: Life, stories: Sequence[Story], created: datetime, status: NeedStatus | None) -> Moves:
    chance = world.chance
    if not stories:
        reached = status or chance.weighted(_WITHOUT_REFERRAL)
        if reached == NeedStatus.NOT_STARTED:
            return []
        at = min(chance.later(created, 5, 24 * 15), chance.now)
        return [(reached, at, life.at(at).worker)]
    began = min(story.began for story in stories)
    moves: Moves = [(NeedStatus.IN_PROGRESS, max(created, began - timedelta(minutes=3)), life.at(began).worker)]
    accepted = max((story.answered_at for story in stories if story.state == S.ACCEPTED and story.answered_at), default=None)
    if status is None and accepted is not None and chance.yes(0.4):
        met = chance.later(accepted, 24 * 7, 24 * 40)
        if met < chance.now:
            moves.append((NeedStatus.MET, met, life.at(met).worker))
    return moves


def _stories(world: World, life: Life, pillar: Pillar) -> list[Story]:
    """One referral; after one that came to nothing often another, to another service."""
    services = world.chance.some(world.offered.get((life.region, pillar.value), []), 2)
    stories: list[Story] = []
    for service in services:
        story = tell(world, life, service, pillar.value, world.chance.weighted(SHARES))
        if story is None or (stories and story.began < (stories[-1].closed_at or story.began)):
            break
        stories.append(story)
        if story.closed_at is None or world.chance.yes(0.4):
            break
    return stories
