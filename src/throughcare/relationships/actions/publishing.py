"""The close: what waited sealed is taken out once, put in another order, counted where three or more answered, and published."""

import json
import logging
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from uuid import UUID

from django.db import connection, transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.queue import enqueue
from throughcare.common.clock import today
from throughcare.common.keyed import opened
from throughcare.common.ref import Ref
from throughcare.common.refusals import Refused
from throughcare.evaluation import ratings
from throughcare.notices.actions import post
from throughcare.relationships.actions.waves import write
from throughcare.relationships.bank import bank
from throughcare.relationships.models import Change, Comment, Response, Score, SideGap, Wave
from throughcare.relationships.queries import before_of, fewest_told, get_wave, told_of, told_of_result
from throughcare.relationships.states import WAVE_STATES, RatingSide, WaveState

log = logging.getLogger(__name__)
_CHANCE = secrets.SystemRandom()


@dataclass
class _Side:
    """What one side answered, in no order."""

    rows: list[dict[str, int]] = field(default_factory=list)
    comments: list[tuple[str, str]] = field(default_factory=list)


def close_due(*, by: Actor) -> int:
    """Close what is open and past its last day; returns how many. The actor is the system."""
    found = list(Wave.objects.filter(state=WaveState.OPEN, deadline__lt=today()).order_by("id"))
    for wave in found:
        write(by, wave, wave.version, "assessment.close", state=WaveState.CLOSED, closed_on=today())
        enqueue("relationships.publish", wave_id=str(wave.pk))
    return len(found)


@transaction.atomic
def publish_wave(*, by: Actor, wave_id: UUID) -> None:
    """Publish one that is closed; twice is once. The actor is the system: nobody else can take the answers out."""
    if not by.system:
        raise Refused("Throughcare publishes by itself.")
    wave = get_wave(by, wave_id)
    if wave.state != WaveState.CLOSED:
        return
    move, counts = WAVE_STATES.check(wave.state, "publish"), {}
    told: dict[RatingSide, ratings.Said] = {}
    for side, said in _taken_out(wave).items():
        fewest = fewest_told(wave, side)
        is_told = len(said.rows) >= fewest
        counts[side] = len(said.rows) if is_told else None
        if is_told:  # of fewer, nothing is kept at all
            told[side] = _tell(by, wave, side, said, fewest)
    if len(told) == len(RatingSide):
        _tell_gap(wave, told)
    values = {"answered_ours": counts[RatingSide.OURS], "answered_theirs": counts[RatingSide.THEIRS]}
    write(by, wave, wave.version, "assessment.publish", state=move.reaches, **values)
    for reader in told_of_result(wave):
        post(by=by, kind="assessment.published", about=Ref("relationships.wave", wave.pk), **reader)


def _taken_out(wave: Wave) -> dict[RatingSide, _Side]:
    """Each side's answers, in an order of chance; then the table is empty of them."""
    found = {side: _Side() for side in RatingSide}
    with connection.cursor() as cursor:
        cursor.execute("select * from throughcare.answers_take_out(%s)", [wave.pk])
        texts = [opened(words) for (words,) in cursor.fetchall()]
    if lost := texts.count(None):
        log.error("%s sealed answers could not be opened: their key is not here. See throughcare keys show.", lost)
    bodies = [json.loads(text) for text in texts if text is not None]
    _CHANCE.shuffle(bodies)
    for body in bodies:
        side = found[RatingSide(body["side"])]
        side.rows.append(body["answers"])
        side.comments += [(kind, words) for kind, words in body["comments"]]
    return found


def _tell(by: Actor, wave: Wave, side: RatingSide, said: _Side, fewest: int) -> ratings.Said:
    """Write what may be told of one side; returns what it is made of."""
    asked = bank(wave.bank)
    told = ratings.cells(said.rows, asked.highest(wave.own_items), fewest)
    Score.objects.bulk_create(Score(wave=wave, side=side, item=item, n=one.n, mean=one.mean) for item, one in told.items())
    _CHANCE.shuffle(said.comments)  # so that the two comments of one rater do not stand together
    Comment.objects.bulk_create(Comment(wave=wave, side=side, kind=kind, words=words) for kind, words in said.comments)
    now, last = ratings.Said(said.rows, told), _before(by, wave)
    if last is not None:
        then_rows = Response.objects.filter(wave=last, side=side).order_by("id").values_list("answers", flat=True)
        then = ratings.Said(list(then_rows), told_of(last)[side])
        found = ratings.changes(then, now, {domain.code: domain.codes for domain in asked.domains}, seed=f"{wave.pk} {side}")
        Change.objects.bulk_create(Change(wave=wave, side=side, domain=domain, **asdict(one)) for domain, one in found.items())
    Response.objects.bulk_create(Response(wave=wave, side=side, answers=row) for row in said.rows)
    return now


def _tell_gap(wave: Wave, told: Mapping[RatingSide, ratings.Said]) -> None:
    """How sure the gap of each domain is: as a change from their mean to ours, drawn from how far all raters of both sides lie apart."""
    domains = {domain.code: domain.codes for domain in bank(wave.bank).domains}
    found = ratings.changes(told[RatingSide.THEIRS], told[RatingSide.OURS], domains, seed=f"{wave.pk} gap")
    SideGap.objects.bulk_create(
        SideGap(wave=wave, domain=domain, low=one.low, high=one.high, ours=one.now, theirs=one.before) for domain, one in found.items()
    )


def _before(by: Actor, wave: Wave) -> Wave | None:
    """The assessment published before, when it asked the same."""
    last = before_of(by, wave)
    return last if last is not None and last.bank == wave.bank else None
