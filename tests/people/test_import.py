"""`import people`: each row accounted for, all or nothing, dates day first, and no value of a row repeated in an error."""

from pathlib import Path

import pytest

from tests.cast import Cast
from tests.database import Owner
from throughcare.accounts.actors import system_actor
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, NotAllowed, Refused
from throughcare.imports.actions import staging
from throughcare.people import actions
from throughcare.people.actions import Imported, importing
from throughcare.people.models import Person
from throughcare.people.readers import read_people

HEAD = "team,identifiers,preferred_name,family_name,birth_date,gender,ethnicities,site,site_since,release_date,release_unknown\n"
GOOD = (
    "awa,prn:9001,Hēmi,Te Rangi,27/03/1990,Male,Māori; Samoan,awa-prison,1/2/2026,2026-12-24,\n"
    'awa,"prn: 90 02 ; nhi:abc1234",Mereana,Ngā-Tai,3.4.1985,female,maori,,,,remand\n'
    "puke,prn:9003,Sione,Tāmati,,,,puke-probation,5 March 2026,,\n"
)
BY = system_actor("people import", channel="command")


def run(text: str | bytes, *, dry_run: bool = False) -> Imported:
    """Import a file as the command does."""
    data = text.encode() if isinstance(text, str) else text
    with reading_as(BY.reader):
        return actions.import_people(by=BY, file=read_people(data, "people.csv"), dry_run=dry_run)


def counts(done: Imported) -> tuple[int, int, int, int, int]:
    """read, created, updated, unchanged, rejected."""
    return done.read, done.created, done.updated, done.unchanged, len(done.rejected)


def test_people_are_made_for_the_office_named_with_everything_the_file_says(cast: Cast, owner: Owner) -> None:
    assert counts(run(HEAD + GOOD)) == (3, 3, 0, 0, 0)
    rows = owner.rows(
        "select preferred_name, family_name, search_key, birth_date::text, gender, ethnicities, release_date::text, release_unknown_because "
        "from people_person where family_name in ('Te Rangi', 'Ngā-Tai') order by search_key"
    )
    assert rows == [
        ("Mereana", "Ngā-Tai", "nga tai mereana", "1985-04-03", "FEMALE", ["maori"], None, "remand"),
        ("Hēmi", "Te Rangi", "te rangi hemi", "1990-03-27", "MALE", ["maori", "samoan"], "2026-12-24", ""),
    ]
    places = "select i.value, w.kind, w.starts_on::text from people_whereabouts w join people_identifier i on i.person_id = w.person_id"
    assert owner.rows(places + " where i.value like '9%%' order by 1") == [
        ("9001", "CUSTODY", "2026-02-01"),
        ("9003", "COMMUNITY", "2026-03-05"),
    ]
    assert owner.rows("select value from people_identifier where scheme = 'nhi'") == [("ABC1234",)]
    actor = cast.actor("other_officer")
    with cast.reading("other_officer"):
        assert {p.family_name for p in Person.objects.all()} == {"Wīremu", "Tāmati"}
        assert actor.teams == (cast.teams["puke"],)


def test_a_second_run_changes_nothing(cast: Cast, owner: Owner) -> None:
    run(HEAD + GOOD)
    before = owner.rows("select count(*) from people_personevent")
    assert counts(run(HEAD + GOOD)) == (3, 0, 0, 3, 0)
    assert owner.rows("select count(*) from people_personevent") == before
    assert owner.rows("select max(version) from people_person") == [(1,)]


def test_a_row_changes_what_it_says_and_nothing_else(cast: Cast, owner: Owner) -> None:
    run(HEAD + GOOD)
    later = "team,identifier:prn,preferred_name,family_name,site,site_since,release_date\nawa,9001,,Rangihuna,awa-probation,24/12/2026,\n"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("throughcare.people.readers.cells.today", lambda: __import__("datetime").date(2026, 12, 31))
        assert counts(run(later)) == (1, 0, 1, 0, 0)
    found = "select preferred_name, family_name, search_key, gender, release_date::text, version from people_person where family_name = 'Rangihuna'"
    assert owner.rows(found) == [("Hēmi", "Rangihuna", "rangihuna hemi", "MALE", "2026-12-24", 2)]
    stays = "select w.kind, w.ends_on::text from people_whereabouts w join people_person p on p.id = w.person_id where p.family_name = 'Rangihuna'"
    assert owner.rows(stays + " order by w.starts_on") == [("CUSTODY", "2026-12-24"), ("COMMUNITY", None)]


def test_the_team_named_takes_the_person_over(cast: Cast) -> None:
    run(HEAD + GOOD)
    assert counts(run("team,identifiers\npuke,prn:9001\n")) == (1, 0, 1, 0, 0)
    with cast.reading("case_manager"):
        assert not Person.objects.filter(family_name="Te Rangi").exists()
    with cast.reading("other_officer"):
        assert Person.objects.filter(family_name="Te Rangi").exists()


@pytest.mark.parametrize(
    ("head", "row", "field", "message"),
    [
        ("team,identifiers,preferred_name,birth_date", "awa,prn:1,Zq,31/02/1990", "birth_date", "There is no such day"),
        ("team,identifiers,preferred_name,birth_date", "awa,prn:1,Zq,03/27/1990", "birth_date", "The month stands where the day should be"),
        ("team,identifiers,preferred_name,birth_date", "awa,prn:1,Zq,27/3/90", "birth_date", "not a date we can read"),
        ("team,identifiers,preferred_name,birth_date", "awa,prn:1,Zq,27/3/2090", "birth_date", "between 1900 and today"),
        ("team,identifiers,preferred_name", "zzz,prn:1,Zq", "team", "no office with this team code"),
        ("team,identifiers,preferred_name", "mana,prn:1,Zq", "team", "no office with this team code"),
        ("team,identifiers,preferred_name", ",prn:1,Zq", "team", "The team is missing"),
        ("team,identifiers,preferred_name", "awa,,Zq", "identifiers", "no number"),
        ("team,identifiers,preferred_name", "awa,Zq1,Zq", "identifiers", "scheme in front"),
        ("team,identifiers,preferred_name", "awa,xyz:1,Zq", "identifiers", "schemes is not known"),
        ("team,identifiers,preferred_name", "awa,prn:1,", "preferred_name", "a name is needed"),
        ("team,identifiers,preferred_name,gender", "awa,prn:1,Zq,Zqx", "gender", "not in the vocabulary"),
        ("team,identifiers,preferred_name,age_band", "awa,prn:1,Zq,Zqx", "age_band", "Write one of: 0-17"),
        ("team,identifiers,preferred_name,site,site_since", "awa,prn:1,Zq,zqplace,1/1/2026", "site", "no site with this code"),
        ("team,identifiers,preferred_name,site", "awa,prn:1,Zq,awa-prison", "site", "site and site_since together"),
        ("team,identifiers,preferred_name,home_site", "awa,prn:1,Zq,awa-prison", "home_site", "not a prison"),
        ("team,identifiers,preferred_name,release_date,release_unknown", "awa,prn:1,Zq,1/1/2027,remand", "release_unknown", "not both"),
        ("team,identifiers,preferred_name,interpreter", "awa,prn:1,Zq,perhaps", "interpreter", "yes or no"),
        ("team,identifiers,preferred_name", "awa,prn:1,Zq,Zqq", "", "more cells than"),
        ("team,identifiers,preferred_name", "awa,prn:PRN-7001;prn:PRN-7002,Zq", "identifiers", "two different people"),
        ("team,identifiers,preferred_name", f"awa,prn:1,{'Zq' * 200}", "preferred_name", "too long"),
    ],
)
def test_a_bad_row_is_rejected_with_a_sentence_and_the_rest_goes_in(
    cast: Cast, owner: Owner, head: str, row: str, field: str, message: str
) -> None:
    good = "awa,prn:777,Good" + "," * (head.count(",") - 2)
    done = run(f"{head}\n{row}\n{good}\n")
    assert counts(done) == (2, 1, 0, 0, 1)
    bad = done.rejected[0]
    assert (bad.file, bad.row, bad.field) == ("people.csv", 2, field)
    assert message in bad.message
    assert "zq" not in bad.message.lower()
    assert owner.rows("select row, field, message from imports_reject") == [(2, bad.field, bad.message)]
    assert owner.rows("select rows_read, created, updated, unchanged, rejected from imports_importrun") == [(2, 1, 0, 0, 1)]


def test_two_rows_about_one_person_are_not_both_taken(cast: Cast) -> None:
    done = run("team,identifiers,preferred_name\nawa,prn:1;nhi:A,Zq\nawa,nhi:a,Zq\nawa,prn:PRN-7001,\nawa,prn:PRN-7001,Other\n")
    assert counts(done) == (4, 1, 0, 1, 2)
    assert [bad.message for bad in done.rejected] == [
        "Row 2 of this file is about the same person. Keep one of the two rows.",
        "Row 4 of this file is about the same person. Keep one of the two rows.",
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"team,identifiers\n", "no rows"),
        (b"\xff\xfe", "empty"),
        (b"Zquentin,Zq\n1/1/1990,Zq\n", "no headings we know"),
        (b"%PDF-1.7 Zq", "PDF"),
        (b'[{"family_name": "Zq"}]', "JSON"),
        (b"identifiers,preferred_name\nprn:1,Zq\n", "no column “team”"),
        (b"team,preferred_name\nawa,Zq\n", "no column of numbers"),
        (b'team,identifiers\nawa,"prn:1\n', "not well-formed CSV"),
        (b"team,identifiers\n" + b"x" * (21 * 1024 * 1024), "larger than 20 MB"),
    ],
)
def test_a_file_that_can_not_be_used_is_refused_whole_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence) as refused:
        read_people(data, "people.csv")
    assert "Zq" not in str(refused.value)


def test_a_dry_run_says_the_same_and_changes_nothing(cast: Cast, owner: Owner) -> None:
    before = owner.rows("select count(*) from people_person")
    dry = run(HEAD + GOOD, dry_run=True)
    assert owner.rows("select count(*) from people_person") == before
    assert owner.rows("select count(*) from imports_importrun") == [(0,)]
    assert counts(dry) == counts(run(HEAD + GOOD))


def test_the_audit_names_everybody_in_chunks(cast: Cast, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "CHUNK", 2)
    run(HEAD + GOOD)
    named = owner.rows(
        "select person_ids, actor_name from audit_auditevent where verb = 'people.import.created' order by cardinality(person_ids)"
    )
    assert [len(row[0]) for row in named] == [1, 2]  # type: ignore[arg-type]  # arrays
    assert {row[1] for row in named} == {"people import"}
    made = {row[0] for row in owner.rows("select person_id from people_identifier where value like '9%%'")}
    assert {person for row in named for person in row[0]} == made  # type: ignore[attr-defined]  # as above


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_rejected_row_tells_nothing_unaudited(cast: Cast, owner: Owner, dry_run: bool) -> None:
    done = run("team,identifier:prn,gender\nnope,PRN-7001,\nnope,PRN-9999,\nawa,PRN-7002,Zqx\n", dry_run=dry_run)
    first, second, third = (bad.message for bad in done.rejected)
    assert first == second
    assert "vocabulary" in third
    verb = "people.import.checked" if dry_run else "people.import.rejected"
    ((persons,),) = owner.rows("select person_ids from audit_auditevent where verb = %s", verb)
    assert set(persons) == {cast.person, cast.other_person}  # type: ignore[call-overload]  # an array


def test_a_failure_anywhere_leaves_nothing(cast: Cast, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **named: object) -> None:
        raise RuntimeError("planted")

    before = owner.rows("select count(*) from people_person")
    for place in ("insert", "_depart", "change", "_audit", "record_run"):
        with monkeypatch.context() as patch:
            patch.setattr(importing, place, fail)
            with pytest.raises(RuntimeError, match="planted"):
                run(HEAD + GOOD)
        assert owner.rows("select count(*) from people_person") == before, place
        assert owner.rows("select count(*) from imports_importrun") == [(0,)], place


def test_a_number_taken_meanwhile_refuses_the_whole_import_with_a_sentence(
    cast: Cast, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = staging.insert

    def taken_first(model: type, rows: list[object]) -> None:
        if model is Person:
            owner.change(
                "insert into people_identifier (id, person_id, scheme, value) values (gen_random_uuid(), %s, 'prn', '9001')", cast.person
            )
        real(model, rows)  # type: ignore[arg-type]  # as given

    monkeypatch.setattr(importing, "insert", taken_first)
    with pytest.raises(Refused, match="Nothing was imported"):
        run(HEAD + GOOD)
    assert owner.rows("select count(*) from people_person where family_name = 'Te Rangi'") == [(0,)]


def test_only_the_records_role_imports_and_stays_unable_to_look(cast: Cast) -> None:
    file = read_people((HEAD + GOOD).encode(), "people.csv")
    for name in ("case_manager", "administrator", "partner_worker", "aroha"):
        actor = cast.actor(name)
        with cast.reading(name), pytest.raises(NotAllowed):
            actions.import_people(by=actor, file=file)
    actor = cast.actor("records")
    with cast.reading("records"):
        assert actions.import_people(by=actor, file=file).created == 3
        assert not Person.objects.exists()


def test_formulas_and_markup_are_kept_as_text(cast: Cast, owner: Owner, tmp_path: Path) -> None:
    run('team,identifiers,preferred_name,family_name\nawa,prn:1,"=cmd|calc!A1","<b>O\'Brien, \\\\N"\n')
    assert owner.rows("select preferred_name, family_name from people_person where preferred_name like '=%%'") == [
        ("=cmd|calc!A1", "<b>O'Brien, \\\\N")
    ]
