"""Two at once, for real: two connections, two transactions, one row."""

from collections.abc import Callable
from typing import Any

from django.db import connection

from tests.cast import Cast
from tests.database import Owner
from tests.races import at_once
from tests.referrals import walk
from throughcare.common.refusals import Stale
from throughcare.referrals import actions
from throughcare.referrals.models import Referral

ROUNDS = 20


def one_step(cast: Cast, who: str, action: Any, **values: Any) -> Callable[[], Any]:
    """An action whose actor is read before the race starts."""
    actor = cast.actor(who)

    def step() -> Any:
        with cast.reading(who):
            return action(by=actor, **values)

    return step


def test_two_workers_answer_at_once_and_exactly_one_wins(cast: Cast, owner: Owner) -> None:
    winners = set()
    for _ in range(ROUNDS):
        referral = walk.sent(cast)
        both = {"referral_id": referral.pk, "seen": referral.version}
        results = at_once(
            one_step(cast, "partner_worker", actions.accept_referral, **both),
            one_step(cast, "partner_worker_2", actions.decline_referral, reason_code="no_place", **both),
        )
        (won,) = [r for r in results if isinstance(r, Referral)]
        (lost,) = [r for r in results if isinstance(r, Stale)]
        winner = "Partner worker 2 has already declined" if won.state == "DECLINED" else "Partner worker has already accepted"
        assert str(lost).startswith(winner)
        assert owner.rows("select state, version from referrals_referral where id = %s", referral.pk) == [(won.state, referral.version + 1)]
        moved = "select count(*) from referrals_logentry where referral_id = %s and kind = 'MOVED' and verb <> 'send'"
        assert owner.rows(moved, referral.pk) == [(1,)]
        winners.add(won.state)
        if won.state == "ACCEPTED":
            walk.answer(cast, referral.pk, "withdraw", "case_manager", reason_code="other")
    assert winners, "no round was run"


def test_a_referral_sent_from_two_tabs_at_once_is_told_once(cast: Cast, owner: Owner) -> None:
    for number in range(1, 6):
        made = walk.complete(cast)
        send = {"referral_id": made.pk, "seen": made.version, "shown": walk.digest(cast, made.pk)}
        results = at_once(*(one_step(cast, "case_manager", actions.send_referral, **send) for _ in range(2)))
        assert [getattr(r, "state", r) for r in results] == ["SENT", "SENT"]
        assert owner.rows("select count(*) from disclosure_disclosure") == [(number,)]
        walk.answer(cast, made.pk, "withdraw", "case_manager", reason_code="other")


def test_two_colleagues_begin_the_same_referral_and_there_is_one_draft(cast: Cast, owner: Owner) -> None:
    begin = {"need_id": cast.need, "service_id": cast.service}
    results = at_once(*(one_step(cast, who, actions.make_draft, **begin) for who in ("case_manager", "officer")))
    assert len({r.pk for r in results}) == 1
    assert owner.rows("select count(*) from referrals_referral") == [(1,)]


def test_taken_back_while_it_is_answered_the_partner_sees_nothing_afterwards(cast: Cast, owner: Owner) -> None:
    for _ in range(5):
        referral = walk.sent(cast)
        both = {"referral_id": referral.pk, "seen": referral.version}
        results = at_once(
            one_step(cast, "case_manager", actions.withdraw_referral, reason_code="no_longer_agrees", **both),
            one_step(cast, "partner_worker", actions.accept_referral, **both),
        )
        assert sum(isinstance(r, Stale) for r in results) == 1
        if not isinstance(results[0], Referral):
            walk.answer(cast, referral.pk, "withdraw", "case_manager", reason_code="no_longer_agrees")
        with cast.reading("partner_worker"), connection.cursor() as cursor:
            cursor.execute("select count(*) from disclosure_disclosedline")
            assert cursor.fetchone() == (0,)
