"""A value above the site's limit takes two people, whatever way one tries alone."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection

from tests.agreements.made import EXECUTIVE, SECOND, WRITER, as_, do, get, offered, sign_all
from tests.cast import SYSTEM, Cast
from tests.database import Owner
from throughcare.agreements import actions, queries
from throughcare.agreements.queries import Filters, When
from throughcare.common.clock import now
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, NotAllowed, Refused

LARGE = 50_001


def _large(cast: Cast) -> Any:
    key = offered(cast, amount=LARGE)
    sign_all(cast, key)
    return key


def test_at_the_limit_one_is_enough(cast: Cast) -> None:
    key = offered(cast, amount=50_000)
    sign_all(cast, key)
    assert do(cast, key, actions.move_agreement, verb="sign").state == "SIGNED"


def test_above_it_somebody_else_agrees_first(cast: Cast, owner: Owner) -> None:
    key = _large(cast)
    with pytest.raises(Refused, match=r"worth NZD 50,001.00, and a value above NZD 50,000.00 needs a second person"):
        do(cast, key, actions.move_agreement, verb="sign")
    do(cast, key, actions.ask_approval, note="The second year of three.")
    with pytest.raises(Refused, match="already"):
        do(cast, key, actions.ask_approval)
    with pytest.raises(Refused, match="Nobody approves their own"):
        do(cast, key, actions.decide_approval, agreed=True)
    for who, there in ((WRITER, []), (SECOND, [key]), (EXECUTIVE, [key])):
        actor = cast.actor(who)
        with cast.reading(who):
            assert [row.pk for row in queries.search_agreements(actor, Filters(when=When.APPROVAL))] == there
            assert queries.counts_for_home(actor).approval == len(there)
            assert queries.can_approve(actor, queries.get_agreement(actor, key)) is bool(there)
    done = do(cast, key, actions.decide_approval, EXECUTIVE, agreed=True, words="Good.")
    assert [(one.agreed, one.decided_by_id) for one in done.approvals.all()] == [(True, cast.users[EXECUTIVE])]
    assert do(cast, key, actions.move_agreement, verb="sign").state == "SIGNED"
    assert owner.rows("select verb, detail ->> 'amount' from audit_auditevent where verb like 'agreement.approval%%' order by at") == [
        ("agreement.approval.asked", "50001.00"),
        ("agreement.approval.given", "50001.00"),
    ]


def test_a_no_says_why_and_another_may_ask_again(cast: Cast) -> None:
    key = _large(cast)
    do(cast, key, actions.ask_approval)
    with pytest.raises(Invalid):
        do(cast, key, actions.decide_approval, SECOND, agreed=False)
    do(cast, key, actions.decide_approval, SECOND, agreed=False, words="Too much.")
    with pytest.raises(Refused, match="needs a second person"):
        do(cast, key, actions.move_agreement, verb="sign")
    with pytest.raises(Refused, match="somebody answered already"):
        do(cast, key, actions.decide_approval, EXECUTIVE, agreed=True)
    do(cast, key, actions.ask_approval, SECOND)
    # Whoever wrote it and owns it did not ask this time, and may not answer either.
    with pytest.raises(Refused, match="Nobody approves their own"):
        do(cast, key, actions.decide_approval, agreed=True)
    with pytest.raises(NotAllowed):
        do(cast, key, actions.ask_approval, EXECUTIVE)


def test_what_was_approved_does_not_cover_more(cast: Cast) -> None:
    key = _large(cast)
    do(cast, key, actions.ask_approval)
    do(cast, key, actions.decide_approval, SECOND, agreed=True)
    (party,) = (one for one in get(cast, key).parties.all() if one.organization_id)
    do(cast, key, actions.change_party, party_id=party.pk, new=actions.NewParty(part="PRIME", amount=Decimal(LARGE + 1)))
    sign_all(cast, key)
    with pytest.raises(Refused, match="needs a second person"):
        do(cast, key, actions.move_agreement, verb="sign")


def test_handing_it_on_does_not_let_its_writer_approve(cast: Cast) -> None:
    key = _large(cast)
    do(cast, key, actions.change_keeping, new=actions.Keeping(user_id=cast.users[SECOND], team_id=cast.teams["head"]))
    do(cast, key, actions.ask_approval, SECOND)
    with pytest.raises(Refused, match="Nobody approves their own"):
        do(cast, key, actions.decide_approval, agreed=True)


def _as_app(cast: Cast, who: str | None, statement: str, *values: Any) -> int:
    with cast.reading(who) if who else reading_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def test_the_database_refuses_it_whatever_asks(cast: Cast) -> None:
    key = _large(cast)
    sign = "update agreements_agreement set state = 'SIGNED' where id = %s"
    for who in (WRITER, None):
        with pytest.raises(IntegrityError, match="needs a second person"):
            _as_app(cast, who, sign, key)
    do(cast, key, actions.ask_approval)
    decide = "update agreements_approval set agreed = true, decided_at = %s, decided_by_id = %s where agreement_id = %s"
    mine, theirs = cast.users[WRITER], cast.users[EXECUTIVE]
    with pytest.raises(IntegrityError, match="somebody else approves"):
        _as_app(cast, WRITER, decide, now(), mine, key)
    with pytest.raises(IntegrityError, match="somebody else approves"):
        _as_app(cast, WRITER, decide, now(), theirs, key)  # in another's name
    with pytest.raises(IntegrityError, match="agreements_approval_two"):
        _as_app(cast, None, decide, now(), mine, key)
    with pytest.raises(IntegrityError, match="somebody else approves"):
        _as_app(cast, SECOND, "update agreements_approval set amount = 1 where agreement_id = %s", key)
    assert _as_app(cast, "case_manager", decide, now(), cast.users["case_manager"], key) == 0
    assert _as_app(cast, EXECUTIVE, decide, now(), theirs, key) == 1
    assert _as_app(cast, WRITER, sign, key) == 1


def test_nobody_signs_for_those_who_have_not(cast: Cast) -> None:
    key = offered(cast)
    with pytest.raises(IntegrityError, match="not every party has signed"):
        _as_app(cast, None, "update agreements_agreement set state = 'SIGNED' where id = %s", key)


def test_a_command_approves_nothing(cast: Cast) -> None:
    from throughcare.accounts.actors import system_actor  # noqa: PLC0415 - beside its one use

    key = _large(cast)
    do(cast, key, actions.ask_approval)
    actor, seen = system_actor("try"), get(cast, key).version
    with reading_as(actor.reader), pytest.raises(Refused, match="A person approves"):
        actions.decide_approval(by=actor, agreement_id=key, agreed=True, seen=seen)
    assert as_(cast, SECOND, actions.decide_approval, agreement_id=key, agreed=True, seen=seen).version == seen
