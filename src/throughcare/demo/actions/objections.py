"""What people did not agree with, in their own words, and what their case manager answered."""

from throughcare.demo.actions.stories import Story
from throughcare.demo.actions.world import World, save
from throughcare.people.models import Disagreement
from throughcare.referrals.models import REFERRAL

_ANSWERS = (
    "Thank you for saying so. Let us talk on Thursday and look for something closer to home.",
    "I hear you. We will leave it as it is until you have had time to settle.",
)


def make_objections(world: World, told: list[Story]) -> None:
    """About one referral in thirty that the person knows of; most are answered within some days."""
    chance, rows = world.chance, []
    for story in told:
        if story.sent_at is None or not chance.yes(0.03):
            continue
        at = chance.later(story.sent_at, 20, 120)
        if at > chance.now:
            continue
        row = Disagreement(
            id=chance.id(at), person=story.life.person, about_kind=REFERRAL, about_id=story.id, words=world.invent.objection(), at=at
        )
        answered = chance.later(at, 20, 100)
        if answered < chance.now and chance.yes(0.8):
            row.answer, row.answered_by, row.answered_at = chance.pick(_ANSWERS), story.referrer, answered
        rows.append(row)
    save(Disagreement, rows)
