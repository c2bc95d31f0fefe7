"""Of each side's partnership, one assessment that is published and one that is open: both sides read the first; who is asked is the keeper's alone."""

from datetime import timedelta
from typing import Any

from tests.cast import MEMBERS
from throughcare.accounts.models import User
from throughcare.accounts.permissions import DEFAULT_ROLES, Permission
from throughcare.common.clock import today
from throughcare.relationships.models import AgreedAction, Comment, Rater, Score, Wave
from throughcare.relationships.states import RatingSide

ASKED = "analyst"  # on both sides' behalf, under the address of an account


def assess(world: Any, side: Any) -> None:
    """As the system, after the partner is on the register."""
    ids, put = world.ids[side.name], world.canaries.token
    readers = side.staff | {name for name, (role, _) in MEMBERS.items() if Permission.PARTNER_VIEW in DEFAULT_ROLES[role][1]}

    def word(what: str, only: Any = readers) -> str:
        return str(put(f"{what}, of an assessment ({side.name})", only))

    day = today()
    past = Wave(
        partner_id=ids["partner_id"], number=1, state="DRAFT", deadline=day, opened_on=day, closed_on=day, purpose=word("a purpose")
    )
    past.save(force_insert=True)
    # Steps as they are taken: the database lets no other be.
    for state in ("OPEN", "CLOSED", "PUBLISHED"):
        Wave.objects.filter(pk=past.pk).update(state=state, answered_ours=3, answered_theirs=3)
    Score.objects.bulk_create(Score(wave=past, side=one, item="trust-1", n=3, mean=4.0) for one in RatingSide.values)
    Comment.objects.create(wave=past, side="THEIRS", kind="GOOD", words=word("a comment"))
    agreed = AgreedAction.objects.create(wave=past, words=word("what was agreed"), side="OURS", owner=word("who does it"), due=day)
    now = Wave(partner_id=ids["partner_id"], number=2, state="DRAFT", deadline=day + timedelta(days=9), opened_on=day)
    now.purpose, now.own_items = word("why it is there", readers | {ASKED}), [word("a question of their own", readers | {ASKED})]
    now.save(force_insert=True)
    Wave.objects.filter(pk=now.pk).update(state="OPEN")
    email = User.objects.values_list("email", flat=True).get(pk=world.cast.users[ASKED])
    raters = [Rater(wave=wave, side="OURS", name=word("who is asked", {"partnership_manager"}), email=email) for wave in (past, now)]
    for rater in raters:
        rater.save(force_insert=True)
    named = Rater(wave=now, side="THEIRS", own=True, name=word("whom the partner names itself", side.staff), email="own@example.test")
    named.save(force_insert=True)
    ids |= {"wave_id": now.pk, "past_wave": past.pk, "agreed_id": agreed.pk, "rater_id": raters[1].pk, "past_rater": raters[0].pk}
