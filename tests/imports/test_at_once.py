"""Two imports at once, for real: one waits for the other, or is told to; nothing is doubled and both account for every row."""

from collections.abc import Callable
from contextlib import ExitStack

import pytest

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.races import Step, at_once
from tests.services.made import made_directory
from throughcare.accounts.actors import system_actor
from throughcare.common.reader import reading_as
from throughcare.imports.actions import runs as imports
from throughcare.people import actions as people
from throughcare.people.readers import read_people
from throughcare.services import actions as services
from throughcare.services.rows import Fates

ROUNDS = 6
PEOPLE = system_actor("people import", channel="command")
SERVICES = system_actor("services import", channel="command")


def people_import(text: str) -> Step:
    file = read_people(text.encode(), "people.csv")

    def step() -> people.Imported:
        with reading_as(PEOPLE.reader):
            # As looked at: whether new people are like somebody there is not what races here.
            return people.import_people(by=PEOPLE, file=file, looked_at=True)

    return step


def services_import(organizations: int, source: str, edition: int = 1) -> Step:
    directory = made_directory(organizations, edition=edition)

    def step() -> services.Imported:
        with reading_as(SERVICES.reader):
            return services.import_directory(by=SERVICES, directory=directory, source=source)

    return step


def counts(done: people.Imported) -> tuple[int, ...]:
    return done.read, done.created, done.updated, done.unchanged, len(done.rejected)


def runs(owner: Owner) -> list[tuple[object, ...]]:
    return sorted(owner.rows("select rows_read, created, updated, unchanged, rejected from imports_importrun"))


def test_the_same_people_file_twice_makes_everybody_once(cast: Cast, owner: Owner) -> None:
    for number in range(ROUNDS):
        rows = "".join(f"awa,prn:{number}-{n},Hēmi\n" for n in range(60))
        step = people_import(f"team,identifiers,preferred_name\n{rows}zzz,prn:0,No office\n")
        done = at_once(step, step)
        assert sorted(map(counts, done)) == [(61, 0, 0, 60, 1), (61, 60, 0, 0, 1)]
        assert owner.rows("select count(*), count(distinct person_id) from people_identifier where value like %s", f"{number}-%") == [
            (60, 60)
        ]
        assert owner.rows(
            "select count(*) from people_involvement v join people_identifier i using (person_id) where i.value like %s", f"{number}-%"
        ) == [(60,)]
    assert runs(owner) == [(61, 0, 0, 60, 1)] * ROUNDS + [(61, 60, 0, 0, 1)] * ROUNDS


def test_two_files_that_name_the_same_person_by_one_number_make_them_once(cast: Cast, owner: Owner) -> None:
    """Each also has a number of its own, people nobody else has, and another office: the later one has the person."""
    head = "team,identifiers,preferred_name,family_name\n"
    for number in range(ROUNDS):
        one = people_import(f'{head}awa,"prn:{number}A;nhi:{number}N",Hēmi,One\nawa,prn:{number}X,Mere,One\n')
        two = people_import(f'{head}puke,"nhi:{number}N;prn:{number}B",Hēmi,Two\npuke,prn:{number}Y,Mere,Two\n')
        done = at_once(one, two)
        assert sorted(map(counts, done)) == [(2, 1, 1, 0, 0), (2, 2, 0, 0, 0)]
        shared = f"('{number}A', '{number}N', '{number}B')"
        assert owner.rows(f"select count(*), count(distinct person_id) from people_identifier where value in {shared}") == [(3, 1)]
        last, office = ("Two", "puke") if done[1].updated else ("One", "awa")
        (found,) = owner.rows(
            "select p.family_name, p.version, array_agg(t.code) from people_person p join people_identifier i on i.person_id = p.id "
            "join people_involvement v on v.person_id = p.id and v.ends_at is null join accounts_team t on t.id = v.team_id "
            "where i.value = %s group by p.id",
            f"{number}A",
        )
        assert found == (last, 2, [office])
    assert owner.rows("select count(*) from people_person") == [(2 + 3 * ROUNDS,)]


def test_the_same_directory_twice_makes_everything_once(owner: Owner) -> None:
    for number in range(ROUNDS):
        step = services_import(8, f"s{number}")
        done = at_once(step, step)
        read = done[0].fates.read
        assert sorted(d.fates for d in done) == [Fates(read, 0, 0, read, 0), Fates(read, read, 0, 0, 0)]
        assert owner.rows("select count(*), count(distinct source_id) from partners_organization where source = %s", f"s{number}") == [
            (8, 8)
        ]
        assert owner.rows("select count(*), count(distinct source_id) from services_service where source = %s", f"s{number}") == [(16, 16)]
    assert len(runs(owner)) == 2 * ROUNDS


def test_two_directories_that_share_keys_and_lists_of_words(owner: Owner) -> None:
    """Two editions under one name, then two names with one taxonomy: whoever is second builds on what the first left."""
    for number in range(ROUNDS):
        done = at_once(services_import(6, f"e{number}"), services_import(9, f"e{number}", edition=2))
        for one in done:
            assert one.fates.read == one.fates.created + one.fates.updated + one.fates.unchanged + one.fates.rejected
        assert owner.rows("select count(*), count(distinct source_id) from partners_organization where source = %s", f"e{number}") == [
            (9, 9)
        ]
        others = at_once(services_import(3, f"f{number}"), services_import(3, f"g{number}"))
        assert {one.fates.created for one in others} == {others[0].fates.read}
    assert owner.rows("select count(*) - count(distinct name) from services_taxonomy") == [(0,)]


@pytest.mark.parametrize(
    ("running", "kind", "step"),
    [
        ("people", "people", lambda: people_import("team,identifiers,preferred_name\nawa,prn:1,Hēmi\n")),
        ("services", "services", lambda: services_import(2, "s")),
    ],
)
def test_who_waits_too_long_is_told_so_and_can_come_back(
    cast: Cast, owner: Owner, monkeypatch: pytest.MonkeyPatch, running: str, kind: str, step: Callable[[], Step]
) -> None:
    monkeypatch.setattr(imports, "LONGEST_WAIT", "200ms")
    with ExitStack() as first:
        first.enter_context(reading_as(SYSTEM))
        imports.wait_for_turn(running)
        (refused,) = at_once(step())
        assert str(refused) == f"Another import of {kind} is running. Wait until it has finished, then try again."
        assert runs(owner) == []
    assert not isinstance(step()(), str)
    assert len(runs(owner)) == 1


def test_imports_of_people_and_of_services_do_not_wait_for_each_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "LONGEST_WAIT", "200ms")
    with reading_as(SYSTEM):
        imports.wait_for_turn("services")
        (done,) = at_once(people_import("team,identifiers,preferred_name\nawa,prn:1,Hēmi\n"))
        assert counts(done) == (1, 1, 0, 0, 0)
    with reading_as(SYSTEM):
        imports.wait_for_turn("people")
        (done,) = at_once(services_import(2, "s"))
        assert done.fates.created == done.fates.read
