"""The rows of one referral: what stands, what was said, what was told, and how it came about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model

from throughcare.accounts.models import User
from throughcare.demo.actions.history import Past
from throughcare.demo.actions.stories import Step, Story, answer_days
from throughcare.demo.actions.world import HISTORY_DAYS, World
from throughcare.disclosure.fields import Line, Source, chosen, lines_for, reply_line
from throughcare.disclosure.models import Authority, DisclosedLine, Disclosure, Ground
from throughcare.disclosure.queries import ground_words
from throughcare.matching.pillars import Pillar
from throughcare.notices.models import Notice, NoticeRead
from throughcare.people.models import Involvement
from throughcare.referrals.models import REFERRAL, LogEntry, LogKind, Question, Referral, ReferralNote
from throughcare.referrals.states import REFERRAL_STATES, ReferralState

S = ReferralState
Words = Mapping[tuple[str, str], str]
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOGGED = {"made": LogKind.MADE, "take": LogKind.TAKEN, "question": LogKind.QUESTION, "reply": LogKind.REPLY}
_TELLS = {"send": "referral.sent", "question": "referral.question", "reply": "referral.reply"}
_HOW = ("We talked it through and they agreed.", "They signed the agreement form.", "They asked for this themselves.")
# Most reasons lie with the service; a few with the person, the sentence or what was known.
_DECLINED = {
    "no_place": 40,
    "not_our_work": 15,
    "out_of_area": 12,
    "not_eligible": 8,
    "needs_more": 10,
    "release_date": 8,
    "not_enough_known": 7,
}
_WITHDRAWN = {"met_another_way": 40, "no_longer_agrees": 25, "moved": 15, "no_answer": 12, "mistake": 8}
# In the order of their foreign keys.
MODELS: tuple[type[Model], ...] = (
    Involvement, Referral, ReferralNote, LogEntry, Question, Authority, Disclosure, DisclosedLine, Notice, NoticeRead,
)  # fmt: skip


@dataclass
class Rows:
    """Rows to write, by model."""

    of: dict[type[Model], list[Any]] = field(default_factory=lambda: {model: [] for model in MODELS})

    def add(self, row: Any) -> Any:
        """Keep it, and hand it back."""
        self.of[type(row)].append(row)
        return row


def referral_rows(world: World, story: Story, words: Words, rows: Rows, past: Past) -> None:
    """Everything one story leaves behind."""
    referral: Referral = rows.add(_referral(world, story))
    note = _note(world, story, referral)
    if note is not None:
        rows.add(note)
    told = _tell(world, story, referral, note, words, rows, past)
    version: dict[str, Any] = {
        "state": S.DRAFT,
        "worker_id": None,
        "sent_at": None,
        "answered_at": None,
        "reason_code": "",
        "expected_on": None,
    }
    past.add(referral, story.began, story.referrer.id, version=1, changed_at=story.began, **version)
    question: Question | None = None
    for number, step in enumerate(story.steps):
        by = story.worker if step.partner else story.referrer
        if step.verb == "question":
            question = rows.add(
                Question(
                    id=world.chance.id(step.at),
                    referral=referral,
                    person=story.life.person,
                    text=world.invent.question(),
                    asked_by=by,
                    asked_at=step.at,
                )
            )
        if step.verb == "reply" and question is not None:
            question.reply, question.replied_by, question.replied_at = world.invent.reply(), by, step.at
            if told is not None:
                _tell_more(world, rows, told, reply_line(question.reply, story.pillar), step.at)
        _log(world, story, referral, step, rows, str(version["state"]))
        _notify(world, story, step, rows)
        if step.verb not in ("made", "question", "reply"):
            version |= _after(referral, step)
            past.add(referral, step.at, by.id, changed=True, version=number + 1, changed_at=step.at, **version)


def _referral(world: World, story: Story) -> Referral:
    chance, sent = world.chance, story.sent_at
    code = chance.weighted(_DECLINED) if story.state == S.DECLINED else chance.weighted(_WITHDRAWN) if story.state == S.WITHDRAWN else ""
    letters = "".join(chance.pick(_LETTERS) for _ in range(8))
    span = story.life.at(story.began)
    waited = story.when("waitlist")
    return Referral(
        id=story.id, reference=f"TC-{letters[:4]}-{letters[4:]}", person=story.life.person, need=story.need, service=story.service,
        from_team=span.team, to_team=world.team_of[story.service.organization_id], referrer=story.referrer,
        worker=story.worker if story.when("take", "acknowledge", "accept", "decline", "waitlist") else None,
        state=story.state, urgency=story.urgency, answer_by=((sent or story.began) + answer_days(story.urgency)).date(),
        to_disclose=[], sent_at=sent, answered_at=story.answered_at, reason_code=code,
        expected_on=max(chance.today, waited.date()) + timedelta(days=chance.number(7, 60)) if waited else None,
        version=len(story.steps), created_at=story.began, changed_at=story.steps[-1].at,
    )  # fmt: skip


def _after(referral: Referral, step: Step) -> dict[str, Any]:
    """The columns a step sets."""
    if step.verb == "take":
        return {"worker_id": referral.worker_id}
    values: dict[str, Any] = {"state": REFERRAL_STATES.move(step.verb).reaches}
    if step.verb == "send":
        values["sent_at"] = step.at
    if step.partner:
        values["worker_id"] = referral.worker_id
    if step.verb in ("accept", "decline", "waitlist"):
        values["answered_at"] = step.at
    if step.verb == "waitlist":
        values["expected_on"] = referral.expected_on
    if step.verb in ("decline", "withdraw"):
        values["reason_code"] = referral.reason_code
    return values


def _note(world: World, story: Story, referral: Referral) -> ReferralNote | None:
    """The referrer's words; a draft may not have them yet."""
    if story.sent_at is None and world.chance.yes(0.4):
        return None
    return ReferralNote(referral=referral, person=story.life.person, reason=world.invent.referral_reason(Pillar(story.pillar)))


def _tell(
    world: World, story: Story, referral: Referral, note: ReferralNote | None, words: Words, rows: Rows, past: Past
) -> Disclosure | None:
    """What the partner is told when it is sent: on the person's agreement, line by line, while its involvement is open."""
    sent, person, chance = story.sent_at, story.life.person, world.chance
    if sent is None or note is None:
        return None
    withdrawn = story.when("withdraw")
    authority = rows.add(Authority(
        id=chance.id(sent), person=person, ground=Ground.AGREEMENT, how=chance.pick(_HOW), about_kind=REFERRAL, about_id=referral.id,
        recorded_by=story.referrer, recorded_at=sent - timedelta(minutes=4), withdrawn_at=withdrawn,
    ))  # fmt: skip
    source = Source(
        person=person, need=story.need, today=sent.date(), whereabouts=story.life.where(sent.date()), identifiers=story.life.numbers,
        reason=note.reason, ground=ground_words(authority, dict(words)), words=words,
    )  # fmt: skip
    kind = story.service.organization.kind
    lines = [line for line in lines_for(source, kind) if line.default or line.always or chance.yes(0.15)]
    referral.to_disclose = sorted(line.code for line in lines)
    team = referral.to_team
    involvement = rows.add(Involvement(
        id=chance.id(sent), person=person, team=team, because_kind=REFERRAL, because_id=referral.id, compartments=[],
        starts_at=sent, ends_at=story.closed_at, by=story.referrer,
    ))  # fmt: skip
    past.add(involvement, sent, story.referrer.id, ends_at=None)
    if story.closed_at:
        past.add(involvement, story.closed_at, (story.worker if story.state == S.DECLINED else story.referrer).id, changed=True)
    told = rows.add(Disclosure(
        id=chance.id(sent), person=person, to_team=team, involvement=involvement, authority=authority, about_kind=REFERRAL,
        about_id=referral.id, by=story.referrer, at=sent,
    ))  # fmt: skip
    for place, line in enumerate(chosen(lines, referral.to_disclose), start=1):
        rows.add(_line(world, told, place, line))
    return told  # type: ignore[no-any-return]  # kept in a list for all models


def _tell_more(world: World, rows: Rows, told: Disclosure, line: Line, at: datetime) -> None:
    """A reply is a telling like any other, on the same ground."""
    more = Disclosure(
        id=world.chance.id(at), person_id=told.person_id, to_team_id=told.to_team_id, involvement_id=told.involvement_id,
        authority_id=told.authority_id, about_kind=told.about_kind, about_id=told.about_id, by_id=told.by_id, at=at,
    )  # fmt: skip
    rows.add(more)
    rows.add(_line(world, more, 1, line))


def _line(world: World, told: Disclosure, place: int, line: Line) -> DisclosedLine:
    return DisclosedLine(
        id=world.chance.id(told.at), disclosure=told, person_id=told.person_id, to_team_id=told.to_team_id, involvement_id=told.involvement_id,
        place=place, compartment=line.compartment, field=line.code, label=line.label, value=line.value,
    )  # fmt: skip


def _log(world: World, story: Story, referral: Referral, step: Step, rows: Rows, before: str) -> None:
    person, by = story.life.person, story.worker if step.partner else story.referrer
    kind = _LOGGED.get(step.verb, LogKind.MOVED)
    entry = LogEntry(id=world.chance.id(step.at), referral=referral, person=person, kind=kind, by=by, at=step.at)
    if kind == LogKind.MOVED:
        entry.verb, entry.from_state, entry.to_state = step.verb, before, REFERRAL_STATES.move(step.verb).reaches
        entry.reason_code = referral.reason_code if step.verb in ("decline", "withdraw") else ""
    rows.add(entry)
    say = {"accept": world.invent.accept_note, "decline": world.invent.decline_note, "waitlist": world.invent.waitlist_note}.get(step.verb)
    if say is not None and world.chance.yes(0.6):
        rows.add(LogEntry(id=world.chance.id(step.at), referral=referral, person=person, kind=LogKind.NOTE, note=say(), by=by, at=step.at))


def _notify(world: World, story: Story, step: Step, rows: Rows) -> None:
    """As the actions do: the partner's team or worker, or the referrer. Older ones have been read."""
    if step.verb in ("made", "take") or story.sent_at is None:
        return
    kind = _TELLS.get(step.verb, f"referral.{step.verb}")
    notice = Notice(id=world.chance.id(step.at), kind=kind, about_kind=REFERRAL, about_id=story.id, created_at=step.at)
    taken: datetime | None = next((s.at for s in story.steps if s.partner), None)
    readers: list[User] = [story.referrer]
    if step.partner:
        notice.user = story.referrer
    elif taken is not None and taken < step.at:
        notice.user, readers = story.worker, [story.worker]
    else:
        notice.team = world.team_of[story.service.organization_id]
        readers = world.members[notice.team.code]
    rows.add(notice)
    old = world.chance.now - timedelta(days=HISTORY_DAYS)
    for reader in readers:
        read_at = step.at + timedelta(hours=world.chance.number(1, 40))
        if read_at < world.chance.now and (world.chance.yes(0.96) or read_at < old):
            rows.add(NoticeRead(id=world.chance.id(read_at), notice=notice, user=reader, at=read_at))
