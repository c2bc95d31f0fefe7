"""An agreement from a draft to its end: what each step asks for, what a change takes off, and what stays."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.agreements.made import SECOND, WRITER, as_, do, draft, get, offered, sign_all, signed
from tests.cast import SYSTEM, Cast
from tests.database import Owner
from throughcare.accounts.actors import system_actor
from throughcare.agreements import actions, queries
from throughcare.agreements.models import Agreement
from throughcare.agreements.queries import Filters, When
from throughcare.common.clock import today
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, NotFound, Refused, Stale


def _numbers(cast: Cast, who: str = WRITER, **filters: str) -> list[str]:
    actor = cast.actor(who)
    with cast.reading(who):
        return [row.title for row in queries.page_of_agreements(actor, Filters(**filters)).rows]


def test_a_draft_has_the_department_and_an_owner(cast: Cast, owner: Owner) -> None:
    key = draft(cast)
    found = get(cast, key)
    assert (found.state, found.number[:5], found.owner_id) == ("DRAFT", f"A{today().year}", cast.users[WRITER])
    assert [(one.part, one.name) for one in found.parties.all()] == [("DEPARTMENT", "The department"), ("PRIME", "Mana Trust")]
    assert owner.rows("select verb from audit_auditevent where verb like 'agreement.%%' order by at") == [
        ("agreement.added",),
        ("agreement.party.added",),
        ("agreement.changed",),
    ]


def test_what_is_wrong_is_said_by_field(cast: Cast) -> None:
    key = draft(cast)
    with pytest.raises(Invalid) as wrong:
        as_(cast, WRITER, actions.add_agreement, new=actions.NewAgreement(title=" ", kind="PROMISE"))
    assert set(wrong.value.errors) == {"title", "kind"}
    with pytest.raises(Invalid, match="can't be used") as wrong:
        do(cast, key, actions.add_party, new=actions.NewParty(organization="mana trust", part="SUB"))
    assert "a party already" in wrong.value.errors["organization"][0]
    with pytest.raises(Invalid) as wrong:
        do(cast, key, actions.change_term, new=actions.Term(starts_on=today(), ends_on=today() - timedelta(days=1)))
    assert set(wrong.value.errors) == {"ends_on"}
    with pytest.raises(Invalid) as wrong:
        do(cast, key, actions.change_coverage, new=actions.Coverage(services=[cast.other_service]))
    assert set(wrong.value.errors) == {"services"}
    number = get(cast, key).number
    with pytest.raises(Invalid) as wrong:
        as_(cast, WRITER, actions.add_agreement, new=actions.NewAgreement(title="Another", kind="MOU", number=number))
    assert "Another agreement has this number" in wrong.value.errors["number"][0]
    with pytest.raises(Stale):
        as_(cast, WRITER, actions.change_term, agreement_id=key, new=actions.Term(starts_on=today()), seen=1)


def test_it_is_signed_when_everybody_has_and_a_change_takes_signatures_off(cast: Cast) -> None:
    key = offered(cast)
    with pytest.raises(Refused, match="Not everybody has signed: The department, Mana Trust"):
        do(cast, key, actions.move_agreement, verb="sign")
    sign_all(cast, key)
    do(cast, key, actions.change_coverage, new=actions.Coverage(services=[cast.service], regions=["awa"]))
    assert [one.signed_on for one in get(cast, key).parties.all()] == [None, None]
    sign_all(cast, key)
    done = do(cast, key, actions.move_agreement, verb="sign")
    assert (done.state, [one.service_id for one in done.covered.all()]) == ("SIGNED", [cast.service])
    with pytest.raises(Refused, match="what was signed stays"):
        do(cast, key, actions.change_details, new=actions.Details(number="1", title="Other", kind="MOU"))


def test_a_sub_party_need_not_sign(cast: Cast) -> None:
    key = offered(cast)
    do(cast, key, actions.add_party, new=actions.NewParty(organization="Kete Trust", part="SUB", amount=Decimal(5_000)))
    sign_all(cast, key)
    assert do(cast, key, actions.move_agreement, verb="sign").state == "SIGNED"


def test_each_step_says_why_and_no_other_is_taken(cast: Cast) -> None:
    key = signed(cast)
    with pytest.raises(Invalid):
        do(cast, key, actions.move_agreement, verb="suspend", reason=" ")
    assert do(cast, key, actions.move_agreement, verb="suspend", reason="Building closed.").state == "SUSPENDED"
    assert do(cast, key, actions.move_agreement, verb="resume", reason="It is open.").state == "ACTIVE"
    with pytest.raises(Refused, match="From here you can"):
        do(cast, key, actions.move_agreement, verb="offer")
    with pytest.raises(Refused, match="Nothing is called expire"):
        do(cast, key, actions.move_agreement, verb="expire")
    ended = do(cast, key, actions.move_agreement, verb="terminate", reason="Both wish so.")
    assert (ended.state, ended.state_reason) == ("TERMINATED", "Both wish so.")
    with pytest.raises(Refused, match="nothing about it changes"):
        do(cast, key, actions.change_keeping, new=actions.Keeping())


def test_days_do_what_a_job_says_later(cast: Cast, _worker_database: Owner) -> None:
    key, other = signed(cast), signed(cast, title="Another", starts_on=today() + timedelta(days=5))
    assert _numbers(cast, when=When.IN_FORCE) == ["Homes by summer"]
    assert _numbers(cast, when=When.NOT_BEGUN) == ["Another"]
    _by_day()
    assert (get(cast, key).state, get(cast, other).state) == ("ACTIVE", "SIGNED")
    _worker_database.place(
        "update agreements_agreement set starts_on = %s, ends_on = %s where id = %s", today() - timedelta(9), today() - timedelta(1), key
    )
    # Before the job: over all the same.
    assert _numbers(cast, when=When.IN_FORCE) == [] and _numbers(cast, when=When.ENDED) == ["Homes by summer"]
    assert _by_day() == 1 and _by_day() == 0
    over = get(cast, key)
    assert (over.state, over.state_since) == ("EXPIRED", today() - timedelta(days=1))


def _by_day() -> int:
    actor = system_actor("move agreements by their days")
    with reading_as(actor.reader):
        return actions.move_by_day(by=actor)


def test_a_renewal_is_one_of_those_agreed(cast: Cast, _worker_database: Owner) -> None:
    key = signed(cast, renewals_allowed=1)
    last = get(cast, key).ends_on
    assert last is not None
    with pytest.raises(Invalid):
        do(cast, key, actions.renew_agreement, ends_on=last, reason="Goes well.")
    _worker_database.place("update agreements_agreement set state = 'EXPIRED' where id = %s", key)
    later = last + timedelta(days=365)
    done = do(cast, key, actions.renew_agreement, ends_on=later, reason="Goes well.")
    assert (done.state, done.ends_on, done.renewals_used) == ("ACTIVE", later, 1)
    with pytest.raises(Refused, match="No renewal is left"):
        do(cast, key, actions.renew_agreement, ends_on=later + timedelta(days=9), reason="Again.")


def test_lists_and_home_count_the_same(cast: Cast) -> None:
    key = signed(cast, ends_on=today() + timedelta(days=30))
    signed(cast, title="Another")
    do(cast, key, actions.change_keeping, new=actions.Keeping(user_id=cast.users[WRITER], team_id=cast.teams["head"], review_on=today()))
    assert _numbers(cast, when=When.SOON, owner="mine") == _numbers(cast, when=When.REVIEW) == ["Homes by summer"]
    assert _numbers(cast, SECOND, owner="mine") == [] == _numbers(cast, owner="nobody")
    assert _numbers(cast, words="homes", kind="OUTCOME", organization=str(cast.organization)) == ["Homes by summer"]
    actor = cast.actor(WRITER)
    with cast.reading(WRITER):
        assert queries.counts_for_home(actor) == queries.Counts(soon=1, review=1, risk=0, approval=0, late=0)
        page = queries.page_of_agreements(actor, Filters(), size=1)
        assert page.next and len(queries.page_of_agreements(actor, Filters(), cursor=page.next, size=1).rows) == 1
    with pytest.raises(Invalid):
        _numbers(cast, when="tomorrow")
    for who in ("volunteer", "aroha", "case_manager"):
        actor = cast.actor(who)
        with cast.reading(who):
            if who == "aroha":
                continue
            assert not queries.has_own(actor) and queries.of_organization(actor, cast.organization) == []


def test_a_party_taken_off_takes_its_services_along(cast: Cast) -> None:
    key = offered(cast)
    do(cast, key, actions.change_coverage, new=actions.Coverage(services=[cast.service]))
    (party,) = (one for one in get(cast, key).parties.all() if one.organization_id)
    done = do(cast, key, actions.remove_party, party_id=party.pk)
    assert (len(done.parties.all()), list(done.covered.all())) == (1, [])
    (ours,) = done.parties.all()
    with pytest.raises(Refused, match="always a party"):
        do(cast, key, actions.remove_party, party_id=ours.pk)
    with pytest.raises(NotFound):
        get(cast, key, "partner_worker")


def _straight(statement: str, *values: Any) -> int:
    """Straight SQL as the application's log-in, in the writer's name is not enough either: as the system."""
    from django.db import connection  # noqa: PLC0415 - beside its one use

    with reading_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def test_the_database_keeps_what_was_signed(cast: Cast) -> None:
    from django.db import IntegrityError  # noqa: PLC0415 - as above

    key = signed(cast)
    for column, value in (("title", "Other"), ("ends_on", None), ("starts_on", today() - timedelta(days=5)), ("kind", "MOU")):
        with pytest.raises(IntegrityError, match="what was signed stays"):
            _straight(f"update agreements_agreement set {column} = %s where id = %s", value, key)
    assert _straight("update agreements_agreement set review_on = %s where id = %s", today(), key) == 1
    for table in ("agreements_party", "agreements_partyvalue"):
        with pytest.raises(IntegrityError, match="what was signed stays"), cast.reading(WRITER):
            from django.db import connection  # noqa: PLC0415 - as above

            with connection.cursor() as cursor:
                cursor.execute(f"delete from {table} where agreement_id = %s", [key])
    assert Agreement._meta.db_table == "agreements_agreement"
