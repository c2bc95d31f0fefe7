"""Limited access and notices: whoever is kept from a person is not told of their things, on any way; their colleagues are."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection

from tests.cast import Cast
from tests.database import Owner
from tests.matrix.walk import same
from tests.notices.jobs import run_jobs
from tests.notices.test_choices import choose
from tests.notices.test_digests import gather
from tests.notices.test_pages import unread
from tests.people.test_caseload import as_
from tests.people.test_conflicts import contact
from tests.people.test_limits import limit
from tests.people.test_rest import Api
from tests.referrals import walk
from throughcare.accounts.actors import system_actor
from throughcare.common.ids import new_id
from throughcare.common.protection import REGISTRY
from throughcare.common.reader import reading_as
from throughcare.common.ref import Ref
from throughcare.notices import actions, kinds
from throughcare.people.actions import add_contact
from throughcare.people.actions.disagreements import disagree
from throughcare.people.models import OwnDetails

KEPT, COLLEAGUE = "partner_worker", "partner_worker_2"


def exclude(cast: Cast) -> None:
    limit(cast, KEPT)


def restrict(cast: Cast) -> None:
    limit(cast, COLLEAGUE, "case_manager", kind="RESTRICTION")


def conflict(cast: Cast) -> None:
    with cast.reading(KEPT):
        OwnDetails(user_id=cast.users[KEPT], names="Hine Rangi", phones="", emails="", addresses="").save(force_insert=True)
    as_(cast, "case_manager", add_contact, person_id=cast.person, new=contact(name="Hine Rangi"))


WAYS = pytest.mark.parametrize("keep", [exclude, restrict, conflict])


def mailed() -> list[str]:
    return sorted(address for sent in mail.outbox for address in sent.to)


@WAYS
def test_a_team_member_who_is_kept_away_is_told_nothing(cast: Cast, owner: Owner, keep: Callable[[Cast], None]) -> None:
    mail.outbox.clear()
    walk.sent(cast)
    browser = cast.client(KEPT)
    (line,) = browser.get("/notices/").context["lines"]
    assert unread(cast, KEPT, COLLEAGUE) == [1, 1]
    keep(cast)
    assert browser.get("/notices/").context["lines"] == []
    assert same(browser.get(f"/notices/{line.id}/")) == same(browser.get(f"/notices/{new_id()}/"))
    assert unread(cast, KEPT, COLLEAGUE) == [0, 1]
    assert [found.id for found in cast.client(COLLEAGUE).get("/notices/").context["lines"]] == [line.id]
    assert Api(cast, KEPT, ["referral.answer"]).call("GET", "/notices").json()["items"] == []
    with cast.reading(KEPT), connection.cursor() as cursor:
        cursor.execute("select count(*) from notices_notice")
        assert cursor.fetchone() == (0,)
    run_jobs()
    assert f"{KEPT}@example.test" not in mailed() and f"{COLLEAGUE}@example.test" in mailed()


def test_a_disagreement_is_told_to_those_of_the_office_who_may_see_the_person(cast: Cast) -> None:
    as_(cast, "aroha", disagree, about=Ref("people.need", cast.need), words="It was another year.")
    assert unread(cast, "case_manager", "officer") == [1, 1]
    limit(cast, "officer")
    assert unread(cast, "case_manager", "officer") == [1, 0]


def test_it_is_there_again_when_the_limit_is_over(cast: Cast, owner: Owner) -> None:
    walk.sent(cast)
    one = limit(cast, KEPT)
    assert unread(cast, KEPT) == [0]
    owner.place("update people_limit set starts_at = now() - interval '2 hours', ends_at = now() where id = %s", one.id)
    assert unread(cast, KEPT) == [1]


@WAYS
def test_mail_that_waits_is_not_sent_to_whoever_is_kept_away_meanwhile(cast: Cast, owner: Owner, keep: Callable[[Cast], None]) -> None:
    walk.sent(cast)
    by = system_actor("deliver notices")
    with reading_as(by.reader):
        for (notice,) in owner.rows("select id from notices_notice"):
            actions.spread(by=by, notice_id=notice)  # type: ignore[arg-type]  # a row's value
    connection.close()
    assert owner.rows("select state from notices_noticemail where user_id = %s", cast.users[KEPT]) == [("WAITING",)]
    keep(cast)
    mail.outbox.clear()
    run_jobs()
    assert f"{KEPT}@example.test" not in mailed() and f"{COLLEAGUE}@example.test" in mailed()
    assert owner.rows("select state from notices_noticemail where user_id = %s", cast.users[KEPT]) == [("NOT_WANTED",)]


@WAYS
def test_the_daily_mail_counts_nothing_of_them(cast: Cast, keep: Callable[[Cast], None]) -> None:
    for name in (KEPT, COLLEAGUE):
        choose(cast, name, "DAILY", kind="referral.sent")
    walk.sent(cast)
    run_jobs()
    assert gather() == 2
    keep(cast)
    mail.outbox.clear()
    run_jobs()
    daily = [(sent.to, sent.subject) for sent in mail.outbox if "today" in sent.subject]
    assert daily == [([f"{COLLEAGUE}@example.test"], "1 message in Throughcare today")]


def unsaid(persons: dict[str, str]) -> set[str]:
    """Kinds of thing that are told of, or have a personal table, and lack the way to their person."""
    own = {kind for kind, sql in persons.items() if sql == kinds.NOBODYS and kind.replace(".", "_") in REGISTRY.personal}
    return (kinds.audiences().keys() - persons.keys()) | own


def test_every_kind_of_thing_that_is_told_of_says_whom_it_is_about() -> None:
    assert unsaid(kinds.persons()) == set()
    assert unsaid({**kinds.persons(), "people.handover": kinds.NOBODYS}) == {"people.handover"}
    without = {kind: sql for kind, sql in kinds.persons().items() if kind != "referrals.referral"}
    assert unsaid(without) == {"referrals.referral"}
    with pytest.raises(ValueError, match="Two apps"):
        kinds.register_person("referrals.referral", kinds.NOBODYS)


def test_nobody_is_told_of_a_thing_without_a_way_to_its_person(cast: Cast) -> None:
    by = system_actor("test")
    for to in ({"to_team": cast.teams["mana"]}, {"to_user": cast.users[KEPT]}):
        values: dict[str, Any] = {"kind": "people.handover", "about": Ref("people.new", new_id()), **to}
        with pytest.raises(ValueError, match=r"whom a people\.new is about"), reading_as(by.reader):
            actions.post(by=by, **values)


def test_every_way_to_a_person_is_one_postgresql_knows(cast: Cast) -> None:
    """Each kind is asked for once: a plan is made only then."""
    sent = walk.sent(cast)
    with cast.reading(KEPT), connection.cursor() as cursor:
        for kind in kinds.persons():
            cursor.execute("select throughcare.is_of(%s, %s, %s)", [kind, new_id(), [cast.person]])
            assert cursor.fetchone() == (False,), kind
        cursor.execute("select throughcare.is_of('referrals.referral', %s, %s)", [sent.pk, [cast.person]])
        assert cursor.fetchone() == (True,)
        cursor.execute("select count(*) from throughcare.kept_from_thing('referrals.referral', %s, %s)", [sent.pk, [cast.users[KEPT]]])
        assert cursor.fetchone() == (0,)  # for jobs alone
