"""How partnerships go: two assessments behind some, one open for the first, as if people had answered."""

from dataclasses import asdict
from datetime import UTC, timedelta

from throughcare.demo.actions.world import World, save
from throughcare.demo.cast import PARTNERS
from throughcare.demo.chance import Chance
from throughcare.demo.words import AGREED, PRAISE, WISHES
from throughcare.evaluation.ratings import FEWEST, Said, cells, changes
from throughcare.partners.models import Partner
from throughcare.relationships.bank import Bank, bank
from throughcare.relationships.models import AgreedAction, Change, Comment, Rater, Response, Score, SideGap, Wave
from throughcare.relationships.states import CommentKind, RatingSide, WaveState

_SHARE = 0.12  # of partners, beside those of the cast
_DAYS = (400, 30)  # since the two were closed
_ASKED_NOW = "te-whare-manaaki"
_OURS = ("kahu", "mere", "tevita", "helen")


def make_assessments(world: World, seed: int) -> None:
    """Its chance is its own: what else is invented does not depend on it."""
    now = world.chance.now
    chance = Chance(seed + 9, now, now.tzinfo or UTC)
    ours = {world.organizations[partner.code].id for partner in PARTNERS}
    for partner in Partner.objects.filter(state="ACTIVE").order_by("organization__search_key", "pk"):
        if partner.pk in ours or chance.yes(_SHARE):
            _past(chance, partner, fewest=FEWEST if partner.pk in ours else FEWEST - 1)
    _open(world, chance, Partner.objects.get(pk=world.organizations[_ASKED_NOW].id))


def _past(chance: Chance, partner: Partner, fewest: int) -> None:
    """Two published, the second mostly a little better. fewest: of the partner's side: of fewer than FEWEST nothing is told."""
    asked, before = bank(), dict[RatingSide, Said]()
    mood = {side: {domain.code: chance.number(20, 44) / 10 for domain in asked.domains} for side in RatingSide}
    for number, days in enumerate(_DAYS, 1):
        wave = _wave(chance, partner, number, days)
        said = {side: _said(chance, asked, mood[side], chance.number(fewest if side is RatingSide.THEIRS else 4, 7)) for side in RatingSide}
        wave.answered_ours, wave.answered_theirs = (len(one.rows) if len(one.rows) >= FEWEST else None for one in said.values())
        save(Wave, [wave])
        for side, one in said.items():
            if len(one.rows) >= FEWEST:
                _publish(chance, wave, side, one, before.get(side))
        before = {side: one for side, one in said.items() if len(one.rows) >= FEWEST}
        if len(before) == len(said):
            _publish_gap(chance, wave, before)
        for means in mood.values():
            for code in means:
                means[code] = min(4.8, means[code] + chance.number(-3, 8) / 10)
        _agree(chance, wave)


def _wave(chance: Chance, partner: Partner, number: int, days: int) -> Wave:
    closed = chance.today - timedelta(days=days)
    opened = closed - timedelta(days=chance.number(14, 28))
    wave = Wave(id=chance.id(chance.days_ago(days)), partner=partner, number=number, state=WaveState.PUBLISHED, deadline=closed)
    wave.opened_on, wave.closed_on, wave.purpose = opened, closed, partner.purpose
    return wave


def _said(chance: Chance, asked: Bank, mood: dict[str, float], raters: int) -> Said:
    """So many raters, each near the mood of their side; about one in twelve does not know."""
    rows = []
    for _ in range(raters):
        own = chance.number(-4, 4) / 10
        row = {item: _near(chance, mood[domain.code] + own, 5) for domain in asked.domains for item in domain.codes if not chance.yes(0.08)}
        row |= {place.code: _near(chance, 2.2 if place.code == "lived" else 3.2, len(place.steps)) for place in asked.profile}
        rows.append(row)
    return Said(rows, cells(rows, asked.highest([])))


def _near(chance: Chance, middle: float, highest: int) -> int:
    return max(1, min(highest, round(middle + chance.number(-8, 8) / 10)))


def _publish(chance: Chance, wave: Wave, side: RatingSide, said: Said, before: Said | None) -> None:
    def key() -> dict[str, object]:
        return {"id": chance.id(chance.now), "wave": wave, "side": side}

    save(Score, [Score(**key(), item=item, n=one.n, mean=one.mean) for item, one in said.told.items()])
    save(Response, [Response(**key(), answers=dict(row)) for row in said.rows])
    domains = {domain.code: domain.codes for domain in bank().domains}
    moved = changes(before, said, domains, seed=f"{wave.pk} {side}") if before else {}
    save(Change, [Change(**key(), domain=code, **asdict(one)) for code, one in moved.items()])
    words = [(CommentKind.GOOD, PRAISE), (CommentKind.CHANGE, WISHES)]
    save(Comment, [Comment(**key(), kind=kind, words=text) for kind, texts in words for text in chance.some(texts, chance.number(0, 2))])


def _publish_gap(chance: Chance, wave: Wave, said: dict[RatingSide, Said]) -> None:
    domains = {domain.code: domain.codes for domain in bank().domains}
    found = changes(said[RatingSide.THEIRS], said[RatingSide.OURS], domains, seed=f"{wave.pk} gap")
    ends = {code: {"low": one.low, "high": one.high, "ours": one.now, "theirs": one.before} for code, one in found.items()}
    save(SideGap, [SideGap(id=chance.id(chance.now), wave=wave, domain=code, **one) for code, one in ends.items()])


def _agree(chance: Chance, wave: Wave) -> None:
    rows = []
    for words in chance.some(AGREED, chance.number(1, 3)):
        done = chance.yes(0.6) if wave.number == 1 else False
        one = AgreedAction(id=chance.id(chance.now), wave=wave, words=words, side=chance.pick(RatingSide.values), owner="")
        one.owner = "Kahurangi Pūriri" if one.side == RatingSide.OURS else "Their manager"
        one.due = (wave.closed_on or chance.today) + timedelta(days=chance.number(60, 150))
        one.state = "DONE" if done else "OPEN"
        rows.append(one)
    save(AgreedAction, rows)


def _open(world: World, chance: Chance, partner: Partner) -> None:
    """People of the cast are asked: they find it at home."""
    wave = _wave(chance, partner, len(_DAYS) + 1, 0)
    wave.deadline, wave.state = chance.today + timedelta(days=12), WaveState.OPEN
    wave.opened_on, wave.closed_on = chance.today - timedelta(days=2), None
    save(Wave, [wave])
    ours = [world.users[key] for key in _OURS if key in world.users]
    theirs = world.members[world.team_of[partner.pk].code][:4]
    for side, users in ((RatingSide.OURS, ours), (RatingSide.THEIRS, theirs)):
        save(Rater, [Rater(id=chance.id(chance.now), wave=wave, side=side, name=one.name, email=one.email) for one in users])
