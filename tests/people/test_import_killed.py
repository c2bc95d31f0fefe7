"""`throughcare import people`, killed with kill -9 wherever it stands, leaves all or nothing; the next one finishes the job."""

import hashlib
import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings

from tests.audit.rows import seal, verified
from tests.cast import Cast
from tests.config.test_cli import surroundings
from tests.database import Owner
from tests.killed import POINTS, killed_at_step, killed_somewhere, let_go, measured, wait_until_forgotten
from throughcare.config import embedded
from throughcare.people.cli import import_people

HEAD = "team,identifiers,preferred_name,family_name,site,site_since\n"
NEW, CHANGED, SAME, BAD = 8, 12, 4, 2
READ = NEW + CHANGED + SAME + BAD
WHOLE = (READ, NEW, CHANGED, SAME, BAD)
AGAIN = (READ, 0, 0, NEW + CHANGED + SAME, BAD)
TABLES = (
    *("people_person", "people_identifier", "people_involvement", "people_whereabouts", "people_need"),
    *("people_personevent", "people_identifierevent", "people_involvementevent", "people_whereaboutsevent"),
    *("imports_importrun", "imports_reject", "audit_auditevent"),
)
_PERSON = """
    select i.value, p.preferred_name, p.family_name, p.search_key,
      (select count(*) from people_identifier n where n.person_id = p.id),
      (select array_agg(t.code) from people_involvement v join accounts_team t on t.id = v.team_id where v.person_id = p.id and v.ends_at is null),
      (select count(*) from people_whereabouts w where w.person_id = p.id and w.ends_on is null),
      p.version = (select count(*) from people_personevent e where e.pgh_obj_id = p.id)
    from people_person p join people_identifier i on i.person_id = p.id and i.scheme = 'prn' where i.value like %s order by i.value"""


def name_of(made: str, number: int) -> str:
    """A name like nobody else's: what is like somebody there would be held."""
    return "".join(chr(ord("a") + int(digit, 16)) for digit in hashlib.sha256(f"{made}{number}".encode()).hexdigest()[:12]).capitalize()


def file_of(edition: int, *, made: str) -> str:
    """New people with numbers of their own; people who move between two offices and change their name; people who stay; bad rows."""
    team, family = (("awa", "Ngārimu"), ("puke", "Pōtiki"))[edition % 2]
    new = [f"{team},prn:{made}{n:02};nhi:{made}{n:02},{name_of(made, n)},{family},{team}-prison,1/2/2026" for n in range(NEW)]
    changed = [f"{team},prn:CH{n:02},Moves{n:02},{family},," for n in range(CHANGED)]
    same = [f"awa,prn:SA{n:02},Stays{n:02},Same,awa-prison,1/2/2026" for n in range(SAME)]
    return HEAD + "\n".join([*new, *changed, *same, "zzz,prn:BAD1,No office,,,", "awa,prn:BAD2,,,,"]) + "\n"


def wanted(edition: int, *, made: str) -> list[list[tuple[object, ...]]]:
    """What is there after a whole import of that file, about everybody it names."""
    team, family, key = (("awa", "Ngārimu", "ngarimu"), ("puke", "Pōtiki", "potiki"))[edition % 2]
    return [
        [(f"{made}{n:02}", name_of(made, n), family, f"{key} {name_of(made, n).lower()}", 2, [team], 1, True) for n in range(NEW)],
        [(f"CH{n:02}", f"Moves{n:02}", family, f"{key} moves{n:02}", 1, [team], 0, True) for n in range(CHANGED)],
        [(f"SA{n:02}", f"Stays{n:02}", "Same", f"same stays{n:02}", 1, ["awa"], 1, True) for n in range(SAME)],
        [],
    ]


def people(owner: Owner, *, made: str) -> list[list[tuple[object, ...]]]:
    return [owner.rows(_PERSON, f"{begins}%") for begins in (made, "CH", "SA", "BAD")]


def everything(owner: Owner) -> list[object]:
    """Every row of every table the import writes to, history and audit with them."""
    return [owner.rows(f"select count(*), md5(string_agg(t::text, '|' order by t::text)) from {table} t") for table in TABLES]


def runs(owner: Owner) -> list[tuple[object, ...]]:
    return owner.rows("select rows_read, created, updated, unchanged, rejected from imports_importrun order by id")


def audited(owner: Owner) -> dict[str, int]:
    """Whom the audit names for the latest run: how many persons, by what became of them; each once."""
    latest = "select id from imports_importrun order by id desc limit 1"
    rows = owner.rows(f"select verb, unnest(person_ids) from audit_auditevent where about_id = ({latest})")
    assert len(rows) == len(set(rows))
    return {what: sum(verb == f"people.import.{what}" for verb, _ in rows) for what in ("created", "updated", "unchanged")}


def bring_in(file: Path) -> None:
    """The whole command."""
    import_people(file=file, as_json=True)


def fates(capsys: pytest.CaptureFixture[str], file: Path) -> tuple[int, ...]:
    """The whole command; what it says became of the rows."""
    capsys.readouterr()
    bring_in(file)
    told = json.loads(capsys.readouterr().out)
    connection.close()
    return (*(told[name] for name in ("read", "created", "updated", "unchanged")), len(told["rejected"]))


def check_whole(owner: Owner, edition: int, made: str) -> None:
    assert people(owner, made=made) == wanted(edition, made=made)
    assert runs(owner)[-1] == WHOLE
    assert audited(owner) == {"created": NEW, "updated": CHANGED, "unchanged": SAME}


def test_a_killed_import_leaves_all_or_nothing_and_the_next_finishes(
    cast: Cast, owner: Owner, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, dice, outcomes = tmp_path / "people.csv", random.Random(20261122), {"all": 0, "nothing": 0}
    file.write_text(file_of(0, made="A"), encoding="utf-8")
    assert fates(capsys, file) == (READ, NEW + CHANGED + SAME, 0, 0, BAD)
    file.write_text(file_of(1, made="B"), encoding="utf-8")
    _, steps, seconds = measured(lambda: bring_in(file))
    check_whole(owner, 1, "B")
    for point in range(POINTS):
        made, edition = f"P{point:03}N", point % 2
        file.write_text(file_of(edition, made=made), encoding="utf-8")
        before, ran = everything(owner), len(runs(owner))
        killed_somewhere(lambda: bring_in(file), dice, point // 2, steps=steps, seconds=seconds)
        wait_until_forgotten(owner)
        kept = everything(owner) != before
        outcomes["all" if kept else "nothing"] += 1
        if kept:
            check_whole(owner, edition, made)
        assert fates(capsys, file) == (AGAIN if kept else WHOLE), f"point {point}"
        assert people(owner, made=made) == wanted(edition, made=made)
        assert len(runs(owner)) == ran + 1 + kept
    assert outcomes["nothing"] > POINTS // 4, outcomes
    with override_settings(AUDIT_HEAD=tmp_path / "head.json"):
        seal()
        assert verified().ok


def test_a_first_import_that_is_killed_leaves_nothing(cast: Cast, owner: Owner, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, dice = tmp_path / "people.csv", random.Random(7)
    file.write_text(file_of(0, made="A"), encoding="utf-8")
    _, steps, _ = measured(lambda: bring_in(file))
    for point in range(POINTS // 4):
        made = f"F{point:03}N"
        file.write_text(HEAD + "\n".join(f"awa,prn:{made}{n},New,,awa-prison,1/2/2026" for n in range(NEW)) + "\n", encoding="utf-8")
        before = everything(owner)
        killed_at_step(lambda: bring_in(file), dice.randint(2, steps // 2), after=True)
        wait_until_forgotten(owner)
        assert everything(owner) == before
        assert fates(capsys, file) == (NEW, NEW, 0, 0, 0)


@pytest.mark.parametrize("point", range(POINTS // 10))
def test_the_command_itself_killed_from_outside(
    cast: Cast, owner: Owner, tmp_path: Path, capsys: pytest.CaptureFixture[str], point: int
) -> None:
    """A process of its own, killed while it is connected."""
    file = tmp_path / "people.csv"
    file.write_text(HEAD + "\n".join(f"awa,prn:C{n},New{n},,awa-prison,1/2/2026" for n in range(3000)) + "\n", encoding="utf-8")
    who = embedded.connection(settings.HOME, "app")
    address = f"postgresql://{who.user}:{who.password}@/{settings.DATABASES['default']['NAME']}?host={who.host}&port={who.port}"
    site = surroundings(
        tmp_path,
        DATABASE_URL=address,
        THROUGHCARE_HOSTS="localhost",
        THROUGHCARE_SECRET_KEY="s" * 50,
        THROUGHCARE_AUDIT_KEYS=",".join(f"{name}:{key.hex()}" for name, key in settings.AUDIT_KEYS.items()),
    )
    before = everything(owner)
    let_go()
    command = [sys.executable, "-m", "throughcare.config.cli", "import", "people", str(file), "--json"]
    with subprocess.Popen(command, env=site, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as running:
        there = "select count(*) from pg_stat_activity where datname = current_database() and usename = 'throughcare_app'"
        deadline = time.monotonic() + 60
        while owner.rows(there) == [(0,)] and time.monotonic() < deadline:
            assert running.poll() is None, running.communicate()[0]
        time.sleep(random.Random(point).uniform(0, 0.8))
        running.send_signal(signal.SIGKILL)
    wait_until_forgotten(owner)
    kept = everything(owner) != before
    assert fates(capsys, file) == ((3000, 0, 0, 3000, 0) if kept else (3000, 3000, 0, 0, 0))
