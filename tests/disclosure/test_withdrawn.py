"""A ground that was withdrawn is no ground."""

from tests.cast import Cast
from tests.disclosure.test_actions import ABOUT, record
from tests.referrals import walk
from throughcare.disclosure import actions
from throughcare.disclosure.queries import authority_for


def test_after_it_is_withdrawn_there_is_no_ground_until_a_new_one(cast: Cast) -> None:
    first = record(cast)
    with cast.reading("case_manager"):
        assert authority_for(ABOUT) == first
    walk.as_(cast, "case_manager", actions.withdraw_authority, about=ABOUT)
    with cast.reading("case_manager"):
        assert authority_for(ABOUT) is None
    second = record(cast)
    with cast.reading("case_manager"):
        assert authority_for(ABOUT) == second
