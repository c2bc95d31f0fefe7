"""Audit rows of the demo's past: who changed and who looked, so that “Who looked at my record” has something to say.

`audit.actions.record` knows only the present moment. These rows are made the same way, MAC and all, with the moments they tell of;
they are sealed and verified as any other. Only the demo, whose people are invented, may do so.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from throughcare.accounts.models import User
from throughcare.audit import mac
from throughcare.common.ref import Ref
from throughcare.demo.actions.stories import Story
from throughcare.demo.actions.world import Life, Span, World, insert
from throughcare.people.models import EmergencyOpening, Involvement, Need
from throughcare.people.states import EMERGENCY
from throughcare.referrals.models import REFERRAL

_COLUMNS = (*mac.COLUMNS, "mac")
_STEPS = {
    "made": "referral.drafted", "send": "referral.sent", "take": "referral.taken",
    "question": "referral.question.asked", "reply": "referral.question.answered",
}  # fmt: skip


class Traces:
    """Collects audit rows and writes them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._teams = {user.id: world.teams[code] for code, users in world.staff.items() for user in users}
        self._rows: list[dict[str, Any]] = []

    def change(self, life: Life, at: datetime, by: User, verb: str, thing: Need) -> None:
        """A change an office made."""
        self._add(at, by, verb, life, ["C7"], [self._span(life, by, at).involvement], Ref("people.need", thing.id))

    def looks(self, life: Life) -> None:
        """The worker opens the record now and then while their office works with the person; now and then a colleague, which is asked about."""
        chance = self._world.chance
        for span in life.spans:
            for _ in range(chance.number(1, 4)):
                at = chance.later(span.starts_at, 1, 24 * 80)
                if at > chance.now or (span.ends_at and at > span.ends_at):
                    continue
                colleague = None if chance.yes(0.7) else self._world.at_work(span.team.code)
                by = colleague if colleague and at.minute % 10 == 0 else span.worker
                self._add(at, by, "person.viewed", life, ["C1", "C7"], [span.involvement], Ref("people.person", life.person.id))

    def story(self, story: Story, involvement: Involvement | None) -> None:
        """The steps of a referral, and the partner reading what it was told."""
        told = [involvement.id] if involvement else []
        for step in story.steps:
            by = story.worker if step.partner else story.referrer
            because = told if step.partner else [self._span(story.life, by, step.at).involvement]
            verb = _STEPS.get(step.verb, f"referral.{step.verb}")
            if step.partner:
                self._add(step.at - timedelta(minutes=2), by, "referral.viewed", story.life, ["C1", "C7"], because, Ref(REFERRAL, story.id))
            self._add(step.at, by, verb, story.life, ["C7"], because, Ref(REFERRAL, story.id))

    def emergency(self, life: Life, opened: EmergencyOpening, sight: Involvement) -> None:
        """Somebody opened the record of a person their office does not work with."""
        self._add(opened.at, opened.user, "emergency.opened", life, sight.compartments, [sight.id], Ref(EMERGENCY, opened.id))

    def save(self) -> None:
        """Write what was collected, oldest first."""
        self._rows.sort(key=lambda row: (row["at"], row["id"]))
        insert("audit_auditevent", _COLUMNS, [[row[c] for c in _COLUMNS] for row in self._rows])
        self._rows.clear()

    def _span(self, life: Life, by: User, at: datetime) -> Span:
        mine = [span for span in life.spans if span.worker == by]
        return mine[0] if mine else life.at(at)

    def _add(self, at: datetime, by: User, verb: str, life: Life, compartments: list[str], because: list[UUID], about: Ref) -> None:
        row: dict[str, Any] = {
            "id": self._world.chance.id(at), "at": at, "actor_id": by.id, "actor_name": by.name, "team_ids": [self._teams[by.id].id],
            "because_ids": because, "verb": verb, "person_ids": [life.person.id], "compartments": compartments, "channel": "page",
            "about_kind": about.kind, "about_id": about.id, "detail": {}, "request_id": None, "key_id": mac.current_key_id(),
        }  # fmt: skip
        self._rows.append(row | {"mac": mac.mac_of(row)})
