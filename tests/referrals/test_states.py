"""No path leaves the table of states: not by a sequence of verbs, not by straight SQL."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import Error
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast
from tests.referrals import walk
from throughcare.common.clock import today
from throughcare.common.refusals import Refused
from throughcare.common.states import Side
from throughcare.referrals.actions import VERBS
from throughcare.referrals.models import Referral
from throughcare.referrals.states import DONE, REFERRAL_STATES, ReferralState

S = ReferralState
WAY = {
    S.DRAFT: (),
    S.SENT: (),
    S.ACKNOWLEDGED: ("acknowledge",),
    S.WAITLISTED: ("waitlist",),
    S.ACCEPTED: ("accept",),
    S.DECLINED: ("decline",),
    S.WITHDRAWN: ("withdraw",),
}
MORE: dict[str, dict[str, object]] = {
    "waitlist": {"expected_on": today() + timedelta(days=3)},
    "decline": {"reason_code": "no_place"},
    "withdraw": {"reason_code": "other"},
}


def in_state(cast: Cast, state: ReferralState) -> Referral:
    """A referral brought to a state by its own verbs."""
    referral = walk.complete(cast) if state is S.DRAFT else walk.sent(cast)
    for verb in WAY[state]:
        who = "case_manager" if REFERRAL_STATES.move(verb).by is Side.REFERRER else "partner_worker"
        referral = walk.answer(cast, referral.pk, verb, who, **MORE.get(verb, {}))
    return referral


@given(st.lists(st.sampled_from([move.verb for move in REFERRAL_STATES.moves])))
def test_any_sequence_of_verbs_walks_along_the_table_or_is_refused(verbs: list[str]) -> None:
    state = REFERRAL_STATES.start.value
    for verb in verbs:
        try:
            reached = REFERRAL_STATES.check(state, verb).reaches
        except Refused as refused:
            assert verb not in REFERRAL_STATES.verbs_from(state)
            assert S(state).label in str(refused)
        else:
            assert (state, reached) in REFERRAL_STATES.pairs()
            state = reached


@pytest.mark.parametrize("state", list(S))
def test_the_database_refuses_every_step_that_is_not_in_the_table(cast: Cast, state: ReferralState) -> None:
    referral = in_state(cast, state)
    assert referral.state == state
    whole = {"reason_code": "other", "expected_on": today(), "sent_at": referral.sent_at or referral.created_at}
    for other in set(S) - {state}:
        if (state.value, other.value) in REFERRAL_STATES.pairs():
            continue
        with pytest.raises(Error, match=r"Invalid transition|stays about the same"), cast.reading("case_manager"):
            Referral.objects.filter(pk=referral.pk).update(**{**whole, "state": other})


@pytest.mark.parametrize("state", list(S))
def test_every_verb_from_every_state_does_what_the_table_says(cast: Cast, state: ReferralState) -> None:
    for verb in VERBS:
        referral = _fresh(cast, state)
        move = REFERRAL_STATES.move(verb)
        who = "case_manager" if move.by is Side.REFERRER else "partner_worker"
        act = partial(walk.answer, cast, referral.pk, verb, who, **MORE.get(verb, {}))
        if state.value in move.leaves:
            assert act().state == move.reaches
        elif state is S.DRAFT and move.by is Side.PARTNER:
            with pytest.raises(Referral.DoesNotExist):  # the partner does not even see a draft
                act()
        else:
            with pytest.raises(Refused, match=f"you can't {verb}"):
                act()


def _fresh(cast: Cast, state: ReferralState) -> Referral:
    """In this state; whatever a verb before made of the last one is out of the way."""
    with cast.reading("case_manager"):
        left = list(Referral.objects.exclude(state__in=[S.DECLINED, S.WITHDRAWN]).values_list("pk", flat=True))
    for pk in left:
        walk.answer(cast, pk, "withdraw", "case_manager", reason_code="other")
    return in_state(cast, state)


@pytest.mark.parametrize(
    "change",
    [
        {"person_id": "other_person"},
        {"need_id": "other_need"},
        {"service_id": "other_service"},
        {"reference": "TC-0000-0000"},
        {"to_disclose": ["birth_date"]},
        {"sent_at": None},
    ],
)
def test_the_partner_can_not_turn_a_referral_into_another_by_sql(cast: Cast, change: dict[str, object]) -> None:
    referral = walk.sent(cast)
    values = {name: getattr(cast, value, value) if isinstance(value, str) else value for name, value in change.items()}
    with pytest.raises(Error), cast.reading("partner_worker"):
        Referral.objects.filter(pk=referral.pk).update(**values)


def test_each_move_has_its_word_for_the_log() -> None:
    assert set(DONE) == {move.verb for move in REFERRAL_STATES.moves}
