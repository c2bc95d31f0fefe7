"""What is missing: people are counted and rounded, held against services there; planning figures are loaded row by row."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from django.test import override_settings
from django.urls import reverse
from typer.testing import CliRunner

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.partners.made import EDITOR
from tests.relationships.test_pages import text
from tests.relationships.test_stocktake_pages import Api
from throughcare.accounts.actors import system_actor
from throughcare.common.clock import today
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, NotAllowed
from throughcare.evaluation.small_counts import told
from throughcare.people.models import Assignment, Identifier, Involvement, Need, Person, Whereabouts
from throughcare.people.queries.needing import needing
from throughcare.places.models import Site
from throughcare.relationships import actions, jobs
from throughcare.relationships.actions.gaps import DAYS_BETWEEN, rounded
from throughcare.relationships.cli.gaps import cli
from throughcare.relationships.models import NeedsCell, NeedsCount, PlanningFigure
from throughcare.relationships.queries.gaps import Gap, GapFilters, gaps_of
from throughcare.relationships.queries.gaps_shown import NOT_TOLD, people
from throughcare.services.models import Service, ServiceCapacity

COUNTS = system_actor("count who needs what")
HEAD = "region,pillar,split,part,people,source,as of\n"
MANAGER = "partnership_manager"


def somebody(
    cast: Cast, pillars: Sequence[str] = ("ACCOMMODATION",), *, site: str = "awa-prison", working: bool = True, **values: object
) -> UUID:
    """A person with open needs, worked with by the office of Awa."""
    told = {"preferred_name": "A", "search_key": "a", "birth_date": date(today().year - 30, 1, 1), "gender": "MALE", **values}
    person = Person(**told)
    Involvement.objects.create(person_id=person.id, team_id=cast.teams["awa"], because_kind="people.assignment", compartments=["C1"])
    person.save(force_insert=True)
    Whereabouts.objects.create(person=person, kind="CUSTODY", site=Site.objects.get(code=site), starts_on=date(2026, 1, 1))
    for pillar in pillars:
        Need.objects.create(person=person, pillar=pillar, status="NOT_STARTED")
    if working:
        Assignment.objects.create(person=person, team_id=cast.teams["awa"], worker_id=cast.users["case_manager"])
    return person.id


def many(cast: Cast, count: int, **values: object) -> list[UUID]:
    with reading_as(SYSTEM):
        return [somebody(cast, **values) for _ in range(count)]  # type: ignore[arg-type]  # what is said of each


def counted() -> NeedsCount | None:
    with reading_as(COUNTS.reader):
        return actions.count_needs(by=COUNTS)


def table(cast: Cast, **asked: str) -> dict[tuple[str, str, str], Gap]:
    actor = cast.actor(EDITOR)
    with cast.reading(EDITOR):
        return {(row.region, row.pillar.value, row.part): row for row in gaps_of(actor, GapFilters(**asked)).rows}


def test_who_is_counted_where(cast: Cast) -> None:
    """Each once a pillar; where they will live rather than where they are; open needs of people somebody works with now."""
    with reading_as(SYSTEM):
        puke = Site.objects.get(code="puke-prison")
        somebody(cast, ["ACCOMMODATION", "ACCOMMODATION", "EMPLOYMENT"])
        somebody(cast, home_site=puke)
        somebody(cast, working=False)
        done = somebody(cast)
        Need.objects.filter(person_id=done).update(status="IN_PROGRESS")
        Need.objects.filter(person_id=done).update(status="MET")
        somebody(cast, age_band="65+", birth_date=None, gender="", ethnicities=["maori", "samoan"])
    with reading_as(SYSTEM):
        rows = {row[:4]: row.people for row in needing(COUNTS)}
    assert rows[("awa", "ACCOMMODATION", "", "")] == 2 and rows[("awa", "EMPLOYMENT", "", "")] == 1
    assert rows[("puke", "ACCOMMODATION", "", "")] == 1
    assert rows[("awa", "ACCOMMODATION", "age", "65+")] == 1 == rows[("awa", "ACCOMMODATION", "age", "25-34")]
    assert rows[("awa", "ACCOMMODATION", "gender", "")] == 1 == rows[("awa", "ACCOMMODATION", "gender", "MALE")]
    assert rows[("awa", "ACCOMMODATION", "ethnicity", "maori")] == 1 == rows[("awa", "ACCOMMODATION", "ethnicity", "samoan")]


def test_true_numbers_are_told_to_nobody(cast: Cast) -> None:
    """Neither by the query nor by the function itself, whoever asks."""
    many(cast, 7)
    for name in (EDITOR, "case_manager", "administrator"):
        actor = cast.actor(name)
        with cast.reading(name), connection.cursor() as cursor:
            assert list(needing(actor)) == []
            cursor.execute("select count(*) from throughcare.needs_counted()")
            assert cursor.fetchone() == (0,)
        with cast.reading(name), pytest.raises(NotAllowed):
            actions.count_needs(by=actor)


def test_numbers_are_kept_rounded_and_none_under_six(cast: Cast, owner: Owner) -> None:
    many(cast, 8, gender="MALE")
    many(cast, 3, gender="FEMALE")
    many(cast, 2, site="puke-prison")
    made = counted()
    assert made is not None
    kept = {
        row[:3]: row[3]
        for row in owner.rows("select region, split, part, people from relationships_needscell where pillar = 'ACCOMMODATION'")
    }
    assert kept[("awa", "", "")] in (9, 12) and kept[("puke", "", "")] is None
    # What nobody is in is kept too, and told no more than what three are in: a row that is not there would say so.
    assert kept[("awa", "gender", "MALE")] in (6, 9)
    assert kept[("awa", "gender", "FEMALE")] is kept[("awa", "gender", "ANOTHER_GENDER")] is kept[("awa", "gender", "")] is None
    assert owner.rows("select count(*) from relationships_needscell where region = 'puke' and people is not null") == [(0,)]
    assert owner.rows("select count(distinct region) from relationships_needscell") == [(2,)]
    assert owner.rows("select count(*) from relationships_needscell where people < 6 or mod(people, 3) <> 0") == [(0,)]
    shown = table(cast)
    assert people(shown["puke", "ACCOMMODATION", ""]) == people(shown["puke", "EMPLOYMENT", ""]) == "Not told"
    assert not shown["puke", "EMPLOYMENT", ""].is_missing and shown["puke", "EMPLOYMENT", ""].is_unserved


def test_what_is_withheld_for_another_is_not_called_small() -> None:
    """Three hundred men are not told beside four women, where nobody else could be; nothing says that they are few."""
    parts = told({"MALE": 300, "FEMALE": 4}, key=b"k", cell="c", splits="gender").parts
    assert parts == {"MALE": None, "FEMALE": None}
    assert "ewer" not in NOT_TOLD


def test_the_same_people_are_rounded_the_same_way(cast: Cast) -> None:
    """Counted again, nothing new is learnt; with one person more, the draw is another."""
    many(cast, 7)
    with reading_as(COUNTS.reader):
        rows = list(needing(COUNTS))
        once, again = (rounded(iter(rows), key=b"k") for _ in range(2))
    assert once == again
    somebody_more = many(cast, 1)
    with reading_as(COUNTS.reader):
        (was,), (now,) = (
            [row.who for row in found if (row.split, row.pillar, row.region) == ("", "ACCOMMODATION", "awa")]
            for found in (rows, needing(COUNTS))
        )
    assert was != now and somebody_more


def test_an_old_count_is_not_kept(cast: Cast, owner: Owner) -> None:
    many(cast, 6)
    counted()
    owner.change("update relationships_needscount set day = day - 40")
    assert counted() is not None
    assert owner.rows("select count(*) from relationships_needscount") == [(1,)]


def test_a_known_date_of_birth_counts_before_a_band(cast: Cast) -> None:
    many(cast, 1, age_band="65+")
    with reading_as(COUNTS.reader):
        assert {row.part for row in needing(COUNTS) if row.split == "age"} == {"25-34"}


def test_two_counts_are_four_weeks_apart(cast: Cast) -> None:
    """Else their difference would tell what became of one person."""
    many(cast, 6)
    first = counted()
    assert first is not None and counted() is None
    with reading_as(SYSTEM):
        NeedsCount.objects.filter(pk=first.pk).update(day=today() - timedelta(days=DAYS_BETWEEN - 1))
        assert actions.count_needs(by=COUNTS) is None
        NeedsCount.objects.filter(pk=first.pk).update(day=today() - timedelta(days=DAYS_BETWEEN))
    jobs.count_needs(0)
    with reading_as(SYSTEM):
        assert [one.day for one in NeedsCount.objects.all()] == [today()]


@override_settings(PARTNERSHIP=True)
def test_nobody_is_counted_in_partnership_mode() -> None:
    assert counted() is None


def test_services_there_are_held_against_it(cast: Cast) -> None:
    many(cast, 9)
    many(cast, 9, site="puke-prison", pillars=["EMPLOYMENT"])
    counted()
    rows = table(cast)
    there, missing = rows["awa", "ACCOMMODATION", ""], rows["puke", "EMPLOYMENT", ""]
    assert there.offer == (1, 3, 1) and not there.is_missing and not there.is_full
    assert missing.is_missing and missing.offer.services == 0
    assert next(iter(rows.values())) == missing, "what is missing stands first"
    assert not rows["puke", "HEALTH_WELLBEING", ""].is_missing, "nobody is told to need it"
    with reading_as(SYSTEM):
        ServiceCapacity.objects.filter(service__name=Service.objects.get(pk=cast.service).name).update(available=0)
    assert table(cast)["awa", "ACCOMMODATION", ""].is_full


def test_a_service_counts_for_the_groups_it_takes(cast: Cast) -> None:
    """Of the cast's: adults of any gender. Of their own: of an iwi's provider, none."""
    many(cast, 9, gender="FEMALE", ethnicities=["maori"])
    many(cast, 9, gender="MALE", age_band="0-17", birth_date=None)
    counted()
    with reading_as(SYSTEM):
        Service.objects.filter(pk=cast.service).update(genders=["MALE"])
    genders, ages = table(cast, split="gender", region="awa"), table(cast, split="age", region="awa")
    assert genders["awa", "ACCOMMODATION", "MALE"].offer.services == 1
    assert genders["awa", "ACCOMMODATION", "FEMALE"].is_missing
    assert ages["awa", "ACCOMMODATION", "0-17"].is_missing and not ages["awa", "ACCOMMODATION", "25-34"].is_missing
    assert table(cast, split="ethnicity")["awa", "ACCOMMODATION", "maori"].own == 0


def load(cast: Cast, words: str) -> actions.Loaded:
    actor = cast.actor(EDITOR)
    with cast.reading(EDITOR):
        return actions.load_figures(by=actor, text=words)


def test_every_row_of_a_list_of_figures_is_accounted_for(cast: Cast) -> None:
    words = HEAD + (
        "awa,EMPLOYMENT,,,120,Regional plan,2026-06-30\n"
        "awa,EMPLOYMENT,faith,catholic,20,Regional plan,2026-06-30\n"
        "nowhere,EMPLOYMENT,,,1,Plan,2026-06-30\n"
        "awa,MONEY,,,1,Plan,2026-06-30\n"
        "awa,HEALTH_WELLBEING,age,,1,Plan,2026-06-30\n"
        "awa,HEALTH_WELLBEING,,,some,Plan,2026-06-30\n"
        "awa,HEALTH_WELLBEING,,,1,,2026-06-30\n"
        "awa,HEALTH_WELLBEING,,,1,Plan,June\n"
        "awa,EMPLOYMENT,,,121,Regional plan,2026-06-30\n"
        "awa,EMPLOYMENT,gender,Men,1,Plan,2026-06-30\n"
        "awa,EMPLOYMENT,gender,male,7,Pl\x00an,2026-06-30\n"
        "awa,EMPLOYMENT,gender,Male,7,Plan,2026-06-30\n"
    )
    done = load(cast, words)
    assert (done.created, done.updated, done.removed, done.unchanged) == (3, 0, 0, 0)
    assert [(bad.row, bad.field) for bad in done.rejected] == [
        (4, "region"),
        (5, "pillar"),
        (6, "split"),
        (7, "people"),
        (8, "source"),
        (9, "as of"),
        (10, "part"),
        (11, "part"),
        (12, "source"),
    ]
    again = load(cast, words)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 3)
    changed = load(cast, "\ufeffAs_of,people,Source,pillar,region\n2026-07-01,130,Regional plan,employment,awa\n")
    assert (changed.created, changed.updated, changed.unchanged, changed.rejected) == (0, 1, 0, [])
    rows = table(cast)
    assert rows["awa", "EMPLOYMENT", ""].planned == 130 and rows["awa", "EMPLOYMENT", ""].is_missing
    faith = table(cast, split="faith")["awa", "EMPLOYMENT", "catholic"]
    assert (faith.planned, faith.own) == (20, 0)
    assert table(cast, split="gender")["awa", "EMPLOYMENT", "MALE"].planned == 7
    gone = load(cast, HEAD + "awa,EMPLOYMENT,gender,MALE,,Plan,2026-06-30\n")
    assert (gone.removed, gone.unchanged) == (1, 0) and load(cast, HEAD + "awa,EMPLOYMENT,gender,MALE,,Plan,2026-06-30\n").unchanged == 1
    with pytest.raises(Invalid, match="missing: pillar"):
        load(cast, "region,people,source,as of\n")
    with pytest.raises(Invalid, match="missing: region"):
        load(cast, "")


def test_the_pages(cast: Cast) -> None:
    many(cast, 9, site="puke-prison", pillars=["EMPLOYMENT"])
    client = cast.client(MANAGER)
    assert "have not been counted yet" in text(client.get(reverse("gaps")))
    counted()
    page = text(client.get(reverse("gaps")))
    assert "Nothing there" in page and "1 with nothing there" in page and "Not told" in page and "Load planning figures" in page
    assert "Nothing to compare" in text(client.get(reverse("gaps"), {"split": "faith"}))
    file = client.get(reverse("gaps-export"), {"pillar": "EMPLOYMENT"})
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert len(rows) == 3 and rows[1][:2] == ["Te Puke", "Employment"] and rows[1][-1] == "Nothing there"
    good = io.BytesIO((HEAD + "awa,EMPLOYMENT,,,120,Plan,2026-06-30\n").encode("utf-16"))
    good.name = "figures.csv"
    assert client.post(reverse("figures-load"), {"file": good}).status_code == 302
    bad = io.BytesIO((HEAD + "x,EMPLOYMENT,,,120,Plan,2026-06-30\n").encode())
    bad.name = "figures.csv"
    page = text(client.post(reverse("figures-load"), {"file": bad}))
    assert "1 not taken" in page and "Write a region" in page
    broken = io.BytesIO(b"one column\n")
    broken.name = "figures.csv"
    assert "must name the columns" in text(client.post(reverse("figures-load"), {"file": broken}))


def test_over_rest(cast: Cast) -> None:
    many(cast, 9)
    counted()
    api = Api(cast, MANAGER)
    told = api.get("/gaps?region=awa&pillar=ACCOMMODATION").json()
    assert told["counted_on"] == str(today()) and [row["people"] for row in told["items"]] == [9]
    done = api.put("/gaps/figures", {"csv": HEAD + "awa,EMPLOYMENT,,,120,Plan,2026-06-30\nx,EMPLOYMENT,,,1,Plan,2026-06-30\n"}).json()
    assert (done["created"], [row["field"] for row in done["rejected"]]) == (1, ["region"])


def test_by_command(cast: Cast, tmp_path: Path) -> None:
    many(cast, 9)
    run = CliRunner()
    assert "none told of fewer than six" in run.invoke(cli, ["count"]).output
    assert json.loads(run.invoke(cli, ["count", "--json"]).output) == {"counted": False}
    told = json.loads(run.invoke(cli, ["show", "--region", "awa", "--json"]).output)
    assert [row["people"] for row in told["items"] if row["people"]] == [9]
    assert "Te Awa" in run.invoke(cli, ["show", "--by", "gender"]).output
    figures = tmp_path / "figures.csv"
    figures.write_text(HEAD + "awa,EMPLOYMENT,,,120,Plan,2026-06-30\nx,EMPLOYMENT,,,1,Plan,2026-06-30\n")
    done = run.invoke(cli, ["load", str(figures)])
    assert done.exit_code == 1 and "Row 3, region" in done.output and "1 new" in done.output
    out = tmp_path / "missing.csv"
    assert "12 rows" in run.invoke(cli, ["export", str(out)]).output and out.read_text("utf-8-sig").startswith("Region,")
    with reading_as(SYSTEM):
        assert PlanningFigure.objects.count() == 1 and NeedsCell.objects.exists() and Identifier.objects.exists()
