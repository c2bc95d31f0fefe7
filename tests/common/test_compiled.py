"""Queries made once: the rows of the values given, and nothing of another's."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Count, F, Q

from tests.cast import SYSTEM, Cast
from throughcare.accounts.actors import Actor, system_actor
from throughcare.accounts.compiled import OfReader
from throughcare.accounts.models import Membership, User
from throughcare.accounts.permissions import Permission
from throughcare.common.compiled import MOST_SHAPES, Compiled, NotOfItsValues
from throughcare.common.expressions import FEW, IsAnyOf, all_in_one, these
from throughcare.common.reader import reading_as
from throughcare.common.refusals import NotFound
from throughcare.people.models import Person
from throughcare.people.queries import get_person, may_see
from throughcare.people.queries.needs import needs_of

OFTEN = 12  # more often than it takes until PostgreSQL keeps a statement, and a plan for it that is for any value


def test_it_finds_what_the_query_itself_finds(cast: Cast) -> None:
    compiled: Compiled[Membership] = Compiled(
        lambda user, teams: (
            Membership.objects.select_related("team").filter(IsAnyOf(F("team_id"), these(teams)), user_id=user).order_by("id")
        )
    )
    with reading_as(SYSTEM):
        users = sorted({row.user_id for row in Membership.objects.all()})
        teams = sorted({row.team_id for row in Membership.objects.all() if row.team_id})
        assert len(users) > 5 and len(teams) > 2
        for user in users:
            for some in (teams, teams[:1], teams[:2], []):
                asked = Membership.objects.select_related("team").filter(user_id=user, team_id__in=some).order_by("id")
                assert [(row, row.team) for row in compiled(user, some)] == [(row, row.team) for row in asked]


def test_days_and_moments_are_values_too(cast: Cast) -> None:
    compiled: Compiled[User] = Compiled(
        lambda since, until: User.objects.filter(created_at__gte=since, created_at__lte=until).order_by("id")
    )
    with reading_as(SYSTEM):
        joined = sorted(user.created_at for user in User.objects.all())
        for since, until in (
            (joined[0], joined[-1]),
            (joined[3], joined[5]),
            (joined[-1] + timedelta(days=1), joined[-1] + timedelta(days=2)),
        ):
            assert compiled(since, until) == list(User.objects.filter(created_at__gte=since, created_at__lte=until).order_by("id"))


def test_counts_of_all_rows_are_what_aggregate_gives(cast: Cast) -> None:
    wanted = {"all_of_them": Count("pk"), "teams": Count("team_id", distinct=True)}
    compiled: Compiled[dict[str, int]] = Compiled(lambda user: all_in_one(Membership.objects.filter(user_id=user), **wanted))
    with reading_as(SYSTEM):
        for user in (cast.users["officer"], cast.users["aroha"], uuid4()):
            assert compiled(user) == [Membership.objects.filter(user_id=user).aggregate(**wanted)]


def test_counts_of_what_nobody_can_find_are_no_row(cast: Cast) -> None:
    compiled: Compiled[dict[str, int]] = Compiled(lambda _user: all_in_one(Membership.objects.filter(pk__in=[]), n=Count("pk")))
    with reading_as(SYSTEM):
        assert compiled(uuid4()) == []


def test_two_empty_lists_are_two_values(cast: Cast) -> None:
    teams = sorted(cast.teams.values())
    compiled: Compiled[Membership] = Compiled(
        lambda some, others: Membership.objects.filter(Q(IsAnyOf(F("team_id"), these(some))) | Q(IsAnyOf(F("team_id"), these(others))))
    )
    with reading_as(SYSTEM):
        assert compiled([], []) == []
        for some, others in (([], teams), (teams, []), (teams[:1], [])):
            assert {row.team_id for row in compiled(some, others)} == {*some, *others}


def test_how_long_a_list_is_must_not_be_in_the_words(cast: Cast) -> None:
    with reading_as(SYSTEM), pytest.raises(NotOfItsValues, match="each time"):
        Compiled(lambda teams: Membership.objects.filter(IsAnyOf(F("team_id"), these(teams)), user__name__gt=str(len(teams))))(
            [uuid4() for _ in range(FEW + 1)]
        )


def test_shapes_do_not_fill_the_memory(cast: Cast) -> None:
    compiled: Compiled[Membership] = Compiled(lambda user, shape: Membership.objects.filter(user_id=user, role_id=shape))
    with reading_as(SYSTEM):
        for number in range(MOST_SHAPES + 5):
            assert compiled(cast.users["officer"], shape=f"role {number}") == []
        assert compiled(cast.users["officer"], shape="probation_officer")
    assert len(compiled._made) <= MOST_SHAPES


def test_threads_ask_the_same_query_at_once(cast: Cast) -> None:
    compiled: Compiled[Membership] = Compiled(lambda user: Membership.objects.select_related("team").filter(user_id=user))
    users = sorted(cast.users.values())

    def ask(number: int) -> bool:
        user = users[number % len(users)]
        try:
            with reading_as(SYSTEM):
                return {row.user_id for row in compiled(user)} <= {user} and bool(compiled(user)) is bool(
                    Membership.objects.filter(user_id=user)
                )
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(ask, range(60)))


def test_a_result_is_never_kept(cast: Cast) -> None:
    compiled: Compiled[Membership] = Compiled(lambda user: Membership.objects.filter(user_id=user))
    with reading_as(SYSTEM):
        user = cast.users["case_manager"]
        first, second = compiled(user), compiled(user)
        assert first == second and first[0] is not second[0]
        assert compiled(uuid4()) == []


@pytest.mark.parametrize(
    ("what", "make"),
    [
        ("another's id", lambda user: Membership.objects.filter(Q(user_id=user) | Q(user_id=uuid4()))),
        ("another's team", lambda user: Membership.objects.filter(Q(user_id=user) | Q(team_id__in=[uuid4()]))),
        ("a time", lambda user: Membership.objects.filter(user_id=user, starts_on__lte=datetime.now(UTC).date())),
        ("no value", lambda _user: Membership.objects.filter(role_id="case_manager")),
        ("the value as text", lambda user: Membership.objects.filter(Q(user_id=user) | Q(role_id=str(user)))),
        ("another's id as text", lambda user: Membership.objects.filter(Q(user_id=user) | Q(role_id=str(uuid4())))),
        ("a day as text", lambda user: Membership.objects.filter(Q(user_id=user) | Q(role_id=datetime.now(UTC).date().isoformat()))),
        ("a part of the value", lambda user: Membership.objects.filter(Q(user_id=user) | Q(role_id=str(user)[:8]))),
        ("chance", lambda user: Membership.objects.filter(Q(user_id=user) | Q(role_id=secrets.token_hex(4)))),
        ("the value in the words", lambda user: Membership.objects.filter(user_id=user).extra(where=[f"'{user}' <> ''"])),
    ],
)
def test_what_is_not_of_its_values_alone_is_refused(cast: Cast, what: str, make: Any) -> None:
    with reading_as(SYSTEM), pytest.raises(NotOfItsValues):
        Compiled(make)(cast.users["case_manager"])


def test_a_long_list_in_another_place_than_one_parameter_is_refused(cast: Cast) -> None:
    """Its words would differ with its length. A short one is a shape of its own."""
    compiled: Compiled[Membership] = Compiled(lambda teams: Membership.objects.filter(team_id__in=teams).order_by("id"))
    with reading_as(SYSTEM):
        teams = sorted(cast.teams.values())
        for number in range(1, FEW + 1):
            assert compiled(teams[:number]) == list(Membership.objects.filter(team_id__in=teams[:number]).order_by("id"))
        with pytest.raises(NotOfItsValues):
            compiled([*teams[:FEW], uuid4()])


def test_a_value_that_is_no_id_is_refused() -> None:
    with pytest.raises(TypeError, match="an id, a list of ids, a text, a day or a moment"):
        Compiled(lambda number: Membership.objects.filter(role_id=number))(7)  # type: ignore[arg-type]  # that is the point


def test_each_reader_finds_their_own_on_one_connection_however_often_it_is_asked(cast: Cast) -> None:
    """The statement is kept by the connection and its plan is for any reader: neither gives one reader what is another's."""
    whose = {"officer": (cast.person, cast.other_person), "other_officer": (cast.other_person, cast.person)}
    actors = {name: cast.actor(name) for name in whose}
    backends, shared = set(), set()
    for _turn in range(OFTEN):
        for name, (own, others) in whose.items():
            with cast.reading(name):
                by = actors[name]
                assert [need.person_id for need in needs_of(by, own)] == [own]
                assert needs_of(by, others) == []
                assert get_person(by, own).id == own
                with pytest.raises(NotFound):
                    get_person(by, others)
                with connection.cursor() as cursor:
                    # What row security alone lets by: asked without our own filter, again and again.
                    cursor.execute("select person_id from people_need where person_id = any(%s)", [[own, others]])
                    assert {row[0] for row in cursor.fetchall()} == {own}
                    cursor.execute("select pg_backend_pid()")
                    backends |= {row[0] for row in cursor.fetchall()}
                    cursor.execute("select statement from pg_prepared_statements where generic_plans > 0")
                    shared |= {row[0] for row in cursor.fetchall()}
    assert len(backends) == 1, "one connection, or nothing was tried"
    for ours in (
        'SELECT "people_person"."id", "people_person"."preferred_name"',
        'SELECT "people_need"."id"',
        "select person_id from people_need",
    ):
        assert any(text.startswith(ours) for text in shared), f"no plan of {ours} was ever shared"


def test_who_may_do_less_is_asked_in_other_words(cast: Cast) -> None:
    """What the roles let somebody do is in the words of the query: it is made anew for each, and never another's is used."""
    compiled = OfReader(lambda by, person: Person.objects.filter(may_see(by), pk=person))
    by = cast.actor("officer")
    less = Actor(user_id=by.user_id, teams=by.teams, permissions=by.permissions - {Permission.PERSON_VIEW})
    for _turn in range(3):
        with cast.reading("officer"):
            assert [found.id for found in compiled(by, cast.person)] == [cast.person]
            assert compiled(less, cast.person) == []


def test_a_person_and_a_job_are_asked_as_they_are(cast: Cast) -> None:
    compiled = OfReader(lambda by, person: Person.objects.filter(may_see(by), pk=person))
    aroha = cast.actor("aroha")
    with cast.reading("aroha"):
        assert [found.id for found in compiled(aroha, cast.person)] == [cast.person]
        assert compiled(aroha, cast.other_person) == []
    with reading_as(SYSTEM):
        assert [found.id for found in compiled(system_actor("a test"), cast.other_person)] == [cast.other_person]
