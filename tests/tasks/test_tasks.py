"""Tasks: given, changed, handed on, finished; who sees which, by the queries and by row security alone; what they may be about."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, connection, transaction

from tests.cast import EVERYBODY, SYSTEM, Cast
from tests.database import Owner
from tests.partners.made import EDITOR, add, as_
from tests.tasks.made import get, give, listed, partner
from throughcare.accounts.actors import system_actor
from throughcare.accounts.permissions import DEFAULT_ROLES, Permission
from throughcare.common.clock import today
from throughcare.common.ids import new_id
from throughcare.common.reader import reading_as
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotAllowed, NotFound, Refused, Stale
from throughcare.tasks import actions, kinds, queries
from throughcare.tasks.models import Task

WITHOUT = {"aroha", "tama", "whanau_member", "stranger"}


def seen_by(cast: Cast, key: UUID) -> set[str]:
    """Everybody who finds this task, by the query and with no filter of ours before it."""
    found = set()
    for who in EVERYBODY:
        actor = cast.actor(who)
        with cast.reading(who):
            bare = Task.objects.filter(pk=key).exists()
            with connection.cursor() as cursor:
                cursor.execute("select count(*) > 0 from tasks_taskevent where pgh_obj_id = %s", [key])
                assert cursor.fetchone()[0] is bare, who
            try:
                queries.get_task(actor, key)
            except (NotFound, NotAllowed):
                assert not bare, who
            else:
                assert bare, who
                found.add(who)
    return found


def test_a_task_about_nothing_is_between_who_gives_and_who_has_it(cast: Cast, owner: Owner) -> None:
    assert seen_by(cast, give(cast, "case_manager", "officer")) == {"case_manager", "officer"}
    assert seen_by(cast, give(cast, "case_manager")) == {"case_manager"}
    office = {"case_manager", "officer", "team_manager", "recruitment_consultant"}
    assert seen_by(cast, give(cast, "case_manager", team="awa")) == office
    assert seen_by(cast, give(cast, "partner_worker", team="mana")) == {"partner_worker", "partner_worker_2", "partner_manager"}
    assert owner.rows("select count(*) from audit_auditevent where verb = 'task.added'") == [(4,)]


def test_a_task_about_a_partner_is_seen_by_who_keeps_the_register_and_who_may_see_the_partner(cast: Cast, owner: Owner) -> None:
    key = add(cast, kind="NGO")
    assert seen_by(cast, give(cast, EDITOR, about=partner(key))) == {EDITOR}
    task = give(cast, "case_manager", about=partner(key))
    assert seen_by(cast, task) == {"case_manager", EDITOR}
    # Its own people have no part in ours; what they give themselves, the register's keepers see.
    assert seen_by(cast, give(cast, "partner_manager", about=partner(key))) == {"partner_manager", EDITOR}
    # Who may see the partner no more sees no task about it, though it is theirs.
    owner.place("update accounts_membership set role_id = 'analyst' where user_id = %s", cast.users["case_manager"])
    assert seen_by(cast, task) == {EDITOR}


def test_who_may_not_see_a_partner_gives_no_task_about_it(cast: Cast) -> None:
    key = add(cast, kind="NGO")
    for who in ("other_partner_worker", "auditor", "volunteer"):
        with pytest.raises(NotFound):
            give(cast, who, about=partner(key))
        with cast.reading(who), pytest.raises(Error), transaction.atomic():
            Task.objects.create(what="x", about_kind="partners.partner", about_id=key, user_id=cast.users[who], made_by_id=cast.users[who])


def test_nobody_without_the_right_has_any(cast: Cast) -> None:
    for who in WITHOUT:
        with pytest.raises(NotAllowed):
            give(cast, who)
        with cast.reading(who), pytest.raises(Error), transaction.atomic():
            Task.objects.create(what="x", user_id=cast.users[who], made_by_id=cast.users[who])
    assert {code for code, (_, may) in DEFAULT_ROLES.items() if Permission.TASK_DO not in may} == {"person", "whanau_member"}


GIVEN: tuple[tuple[str, dict[str, Any], bool], ...] = (
    ("case_manager", {"to": "officer"}, False),
    ("case_manager", {"team": "awa"}, False),
    ("case_manager", {"to": "other_officer"}, True),
    ("case_manager", {"team": "puke"}, True),
    ("case_manager", {"to": "partner_worker"}, True),
    ("case_manager", {"to": "aroha"}, True),
    ("partner_worker", {"to": "case_manager"}, True),
)


@pytest.mark.parametrize(("who", "to", "refused"), GIVEN, ids=lambda one: "".join(one.values()) if isinstance(one, dict) else str(one))
def test_a_task_about_nothing_goes_to_colleagues_and_ones_own_teams(cast: Cast, who: str, to: dict[str, str], refused: bool) -> None:
    doer = {"team_id": cast.teams[to["team"]]} if "team" in to else {"user_id": cast.users[to["to"]]}
    with cast.reading(who):
        try:
            with transaction.atomic():
                Task.objects.create(what="Planted", made_by_id=cast.users[who], given_by_id=cast.users[who], **doer)
        except Error as error:
            assert refused and "may not be given this task" in str(error)
        else:
            assert not refused
    if refused:
        with pytest.raises(Invalid) as said:
            give(cast, who, **to)
        assert list(said.value.errors) == ["for"]
    else:
        give(cast, who, **to)


def test_a_task_about_a_partner_goes_to_oneself_and_to_who_keeps_the_register(cast: Cast) -> None:
    key = add(cast)
    assert seen_by(cast, give(cast, "case_manager", EDITOR, about=partner(key))) == {"case_manager", EDITOR}
    give(cast, "case_manager", team="head", about=partner(key))
    for to in ({"to": "officer"}, {"team": "awa"}):
        with pytest.raises(Invalid):
            give(cast, "case_manager", about=partner(key), **to)
        doer = {"team_id": cast.teams["awa"]} if "team" in to else {"user_id": cast.users["officer"]}
        with cast.reading("case_manager"), pytest.raises(Error, match="may not be given"), transaction.atomic():
            Task.objects.create(what="x", about_kind="partners.partner", about_id=key, made_by_id=cast.users["case_manager"], **doer)


def test_who_hands_it_on_goes_on_seeing_it_and_the_new_one_is_told(cast: Cast, owner: Owner) -> None:
    key = give(cast, "case_manager", "officer")
    assert owner.rows("select user_id, kind from notices_notice") == [(cast.users["officer"], "task.given")]
    new = actions.NewTask(what="Ring them back", user_id=cast.users["team_manager"])
    as_(cast, "officer", actions.change_task, task_id=key, new=new, seen=1)
    assert seen_by(cast, key) == {"case_manager", "officer", "team_manager"}
    assert [user for (user,) in owner.rows("select user_id from notices_notice order by id")] == [
        cast.users["officer"],
        cast.users["team_manager"],
    ]
    as_(
        cast,
        "team_manager",
        actions.change_task,
        task_id=key,
        new=actions.NewTask(what="Write", user_id=cast.users["team_manager"]),
        seen=2,
    )
    assert len(owner.rows("select 1 from notices_notice")) == 2
    told = [verb for (verb,) in owner.rows("select verb from audit_auditevent where verb like 'task.%%' order by at, id")]
    assert told == ["task.added", "task.given", "task.changed"]


def test_it_is_changed_against_the_version_seen_and_while_it_is_open(cast: Cast) -> None:
    key = give(cast, "case_manager")
    new = actions.NewTask(what=" Write to them ", words="By post.", due_on=today(), user_id=cast.users["case_manager"])
    changed = as_(cast, "case_manager", actions.change_task, task_id=key, new=new, seen=1)
    assert (changed.what, changed.words, changed.due_on, changed.version) == ("Write to them", "By post.", today(), 2)
    with pytest.raises(Stale):
        as_(cast, "case_manager", actions.change_task, task_id=key, new=new, seen=1)
    as_(cast, "case_manager", actions.move_task, task_id=key, verb="finish", seen=2)
    with pytest.raises(Refused, match="not open any more"):
        as_(cast, "case_manager", actions.change_task, task_id=key, new=new, seen=3)


def test_its_states(cast: Cast) -> None:
    key = give(cast, "case_manager", "officer")
    move = actions.move_task
    with pytest.raises(Invalid):
        as_(cast, "officer", move, task_id=key, verb="cancel", reason=" ", seen=1)
    cancelled = as_(cast, "officer", move, task_id=key, verb="cancel", reason="They rang us.", seen=1)
    assert (cancelled.state, cancelled.reason) == ("CANCELLED", "They rang us.")
    with pytest.raises(Refused, match="From here you can: reopen"):
        as_(cast, "officer", move, task_id=key, verb="finish", seen=2)
    opened = as_(cast, "case_manager", move, task_id=key, verb="reopen", seen=2)
    assert (opened.state, opened.reason) == ("OPEN", "")
    as_(cast, "officer", move, task_id=key, verb="finish", seen=3)
    with pytest.raises(Refused, match="Nothing is called"):
        as_(cast, "officer", move, task_id=key, verb="delete", seen=4)
    with pytest.raises(NotFound):
        as_(cast, "other_officer", move, task_id=key, verb="reopen", seen=4)


WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"what": " "}, "what"),
    ({"what": "x" * 201}, "what"),
    ({"words": "x" * 2001}, "words"),
    ({"due_on": today() + timedelta(days=2000)}, "due_on"),
    ({"due_on": today() - timedelta(days=400)}, "due_on"),
    ({"user_id": None}, "for"),
)


@pytest.mark.parametrize(("said", "field"), WRONG, ids=lambda one: one if isinstance(one, str) else "")
def test_what_cannot_be_is_refused_at_its_field(cast: Cast, said: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as told:
        give(cast, "case_manager", **said)
    assert list(told.value.errors) == [field]


def test_lists_by_whose_due_day_and_words(cast: Cast) -> None:
    key, day = add(cast), today()
    give(cast, "case_manager", what="late", due_on=day - timedelta(days=1))
    give(cast, "case_manager", what="today", due_on=day)
    give(cast, "case_manager", what="soon", due_on=day + timedelta(days=7), words="the contract")
    give(cast, "case_manager", what="later", due_on=day + timedelta(days=8))
    give(cast, "case_manager", what="some day", about=partner(key))
    give(cast, "officer", what="team's", team="awa")
    give(cast, "case_manager", what="another's", to="officer", due_on=day)
    actor = cast.actor("case_manager")
    with cast.reading("case_manager"):
        assert queries.counts_for_home(actor) == (1, 1, 1, 3)
        assert [row.what for row in queries.open_about(actor, partner(key))] == ["some day"]
    for asked, wanted in (
        ({}, ["late", "today", "soon", "later", "some day", "team's"]),
        ({"whose": "me", "due": "overdue"}, ["late"]),
        ({"due": "today"}, ["today"]),
        ({"due": "soon"}, ["soon"]),
        ({"due": "later"}, ["later", "some day", "team's"]),
        ({"due": "none"}, ["some day", "team's"]),
        ({"whose": "team"}, ["team's"]),
        ({"whose": "given"}, ["another's"]),
        ({"whose": "all", "words": "CONTRACT"}, ["soon"]),
        ({"about": partner(key)}, ["some day"]),
        ({"state": "DONE"}, []),
    ):
        assert listed(cast, "case_manager", **asked) == wanted, asked


def test_what_nobody_registered_has_no_tasks_and_people_never_have(cast: Cast) -> None:
    for kind in ("people.person", "referrals.referral", "services.service"):
        with pytest.raises(Invalid, match="No task can be about"):
            give(cast, "case_manager", about=Ref(kind, cast.person))
        for reader in (SYSTEM, None):
            with reading_as(reader) if reader else cast.reading("case_manager"), pytest.raises(Error), transaction.atomic():
                Task.objects.create(what="x", about_kind=kind, about_id=cast.person, user_id=cast.users["case_manager"])
    for kind in ("people.person", "referrals.referral"):
        with pytest.raises(ValueError, match="personal class"):
            kinds.register(kind, next(iter(kinds.registered().values())))


def test_every_kind_that_is_named_in_our_code_has_a_handler() -> None:
    """What a task or a reminder is made about, wherever the code makes one; and each handler says all there is to say."""
    source = Path(kinds.__file__).parents[1]
    made = re.compile(r"(?:NewTask|Reminder|settle|open_about)\((?:[^()]|\([^()]*\))*about=Ref\(\"([\w.]+)\"")
    named = {kind for path in source.rglob("*.py") for kind in made.findall(path.read_text())}
    assert named <= set(kinds.registered()), sorted(named - set(kinds.registered()))
    for name, kind in kinds.registered().items():
        assert name.partition(".")[0] not in kinds.OF_PEOPLE
        assert kind.word and kind.url and kind.sees and kind.oversees and kind.takes, name
        assert queries.address_of(Ref(name, new_id())), name


def test_a_task_stays_about_what_it_is_about(cast: Cast) -> None:
    key = give(cast, EDITOR, about=partner(add(cast)))
    other = add(cast, "Another Trust", "NGO")
    with cast.reading(EDITOR), connection.cursor() as cursor, pytest.raises(Error, match="stays about"):
        cursor.execute("update tasks_task set about_id = %s where id = %s", [other, key])


PLANTED = {
    "what": "what = ''",
    "nobody": "user_id = null",
    "two": "team_id = (select id from accounts_team limit 1)",
    "no reason": "state = 'CANCELLED', reason = ''",
    "half about": "about_kind = 'partners.partner', about_id = null",
}


@pytest.mark.parametrize("what", sorted(PLANTED))
def test_what_must_hold_the_database_holds(cast: Cast, what: str) -> None:
    give(cast, "case_manager")
    with cast.reading("case_manager"), connection.cursor() as cursor, pytest.raises(Error), transaction.atomic():
        cursor.execute(f"update tasks_task set {PLANTED[what]}")


def test_a_reminder_is_made_once_for_an_occasion_and_opens_again_only_what_it_closed_itself(cast: Cast) -> None:
    about = partner(add(cast))
    by = system_actor("remind")

    def remind(occasion: str = "quiet since May") -> Task | None:
        with reading_as(by.reader):
            reminder = actions.Reminder(rule="quiet", occasion=occasion, about=about, what="Ring", user_id=cast.users[EDITOR])
            return actions.remind(by=by, reminder=reminder)

    made = remind()
    assert made is not None and remind() is None
    with reading_as(by.reader):
        assert actions.settle(by=by, rule="quiet", about=about, reason="They rang.", but=["quiet since May"]) == 0
        assert actions.settle(by=by, rule="quiet", about=about, reason="They rang.") == 1
    assert (get(cast, EDITOR, made.pk).state, get(cast, EDITOR, made.pk).reason) == ("DONE", "They rang.")
    assert remind() is not None and get(cast, EDITOR, made.pk).state == "OPEN"
    as_(cast, EDITOR, actions.move_task, task_id=made.pk, verb="cancel", reason="They are away.", seen=3)
    assert remind() is None and remind("quiet since June") is not None
