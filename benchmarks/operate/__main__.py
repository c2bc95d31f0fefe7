"""How long a site's operator waits: a backup and its restore elsewhere, and who saw whom in a long audit. Any database is made for the run:

    python -m benchmarks.operate --people 100000 --audit-rows 10000000 [--home FOLDER]

The restore is by `throughcare restore` into a home of its own, with the audit's keys carried there: it compares the figures of every table
before it commits, and they are compared here once more. The audit's rows are put in by SQL with codes that do not verify, after the restore: who saw
whom is asked of rows, and `audit verify` is another benchmark's matter (benchmarks.audit).
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.people_list.fill import fill
from throughcare.config import embedded, environment
from throughcare.config.backup import snapshot
from throughcare.config.keys import app_keys

_THROUGHCARE = (sys.executable, "-m", "throughcare.config.cli")
_WORDS = "a passphrase for this benchmark alone"
# What a restore empties or goes on writing: sessions, the queue, the audit of the restore itself.
_GOES_ON = ("accounts_session", "audit_", "procrastinate_", "django_migrations")
_LOOKS = """insert into audit_auditevent (id, at, actor_id, actor_name, team_ids, because_ids, verb, person_ids, compartments, channel, about_kind,
  detail, request_id, key_id, mac, tx)
select uuidv7(), now() - make_interval(secs => n * 3), w.users[1 + n %% cardinality(w.users)], 'Somebody', w.teams, '{}', 'person.viewed',
  array[p.ids[1 + (n * 7919::bigint) %% cardinality(p.ids)]], '{C1,C7}', 'page', '', '{}', uuidv7(), 'k1', decode(repeat('00', 32), 'hex'), 1
from generate_series(1, %s) n, (select array_agg(id) as ids from (select id from people_person order by id limit 20000) chosen) p,
  (select array_agg(distinct user_id) as users, (array_agg(distinct team_id))[1:1] as teams from accounts_membership where team_id is not null) w"""


def main() -> None:
    """Make a site, measure, print JSON, throw it away."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=10_000)
    asked.add_argument("--audit-rows", type=int, default=100_000)
    asked.add_argument("--home", type=Path, default=None, help="where the folders are made; they are thrown away")
    given, _ = asked.parse_known_args()  # `make bench` hands over the names of benchmarks
    parent = given.home or ("/var/lib" if os.geteuid() == 0 else None)
    folder = Path(tempfile.mkdtemp(prefix="throughcare-bench-", dir=parent))
    folder.chmod(0o755)
    for name in [name for name in os.environ if name.startswith(("THROUGHCARE_", "DATABASE_"))]:
        del os.environ[name]
    os.environ.update(THROUGHCARE_DEMO="on", THROUGHCARE_BACKUP_KEY=_WORDS, DJANGO_SETTINGS_MODULE="throughcare.config.settings")
    try:
        print(json.dumps({"cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1)} | _measure(folder, given), indent=1))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measure(folder: Path, given: argparse.Namespace) -> dict[str, Any]:
    here, there, file = folder / "here", folder / "there", folder / "site.backup"
    with embedded.start_cluster(here, durable=True, demo=True) as cluster:
        _run(here, "migrate")
        _run(here, "demo-data", "--people", "100")
        with psycopg.connect(cluster.url("superuser", embedded.DATABASE), autocommit=True) as superuser:
            fill(superuser, given.people, _say)
        before = _figures(cluster)
        found: dict[str, Any] = {"people": given.people, "rows": sum(int(one.split(":")[0]) for one in before.values())}
        found["backup s"] = _seconds(lambda: _run(here, "backup", str(file)))
        found["backup MB"] = round(file.stat().st_size / 1e6, 1)
        found |= _restored(here, there, file, before)
        found |= _incident(here, cluster, given.audit_rows)
    return found


def _restored(here: Path, there: Path, file: Path, before: dict[str, str]) -> dict[str, Any]:
    head = environment.Environment.read({"THROUGHCARE_HOME": str(here), "THROUGHCARE_DEMO": "on"}).audit_head
    with embedded.start_cluster(there, durable=True, demo=True) as cluster:
        keys = {"THROUGHCARE_AUDIT_KEYS": app_keys(here).audit_keys, "THROUGHCARE_AUDIT_HEAD": str(there / head.name)}
        took = _seconds(lambda: _run(there, "restore", str(file), **keys))
        after = _figures(cluster)
    differ = [name for name in before if not name.startswith(_GOES_ON) and before[name] != after.get(name)]
    return {"restore s": took, "tables compared": len([n for n in before if not n.startswith(_GOES_ON)]), "tables that differ": differ}


def _incident(home: Path, cluster: embedded.Cluster, rows: int) -> dict[str, Any]:
    with psycopg.connect(cluster.url("superuser", embedded.DATABASE), autocommit=True) as superuser:
        _say("looks …")
        superuser.execute("set session_replication_role = replica; set maintenance_work_mem = '512MB'")
        superuser.execute("drop index audit_event_person")
        superuser.execute(_LOOKS, [rows])
        superuser.execute("create index audit_event_person on audit_auditevent using gin (person_ids)")
        superuser.execute("vacuum analyze audit_auditevent")
        ((user, person),) = superuser.execute(
            "select actor_id, person_ids[1] from audit_auditevent where verb = 'person.viewed' and key_id = 'k1' order by at limit 1"
        ).fetchall()
        ((month,),) = superuser.execute("select to_char(now() - interval '30 days', 'YYYY-MM-DD')").fetchall()
    out = str(home.parent / "incident.csv")
    asked = {
        "of one person": ["--person", str(person)],
        "of one user": ["--user", str(user)],
        "since thirty days ago": ["--from", str(month)],
    }
    found = {
        f"incident {what} s": _seconds(partial(_run, home, "audit", "incident", *words, "--csv", out)) for what, words in asked.items()
    }
    return {"audit rows": rows} | found


def _figures(cluster: embedded.Cluster) -> dict[str, str]:
    with psycopg.connect(cluster.url("owner", embedded.DATABASE)) as session:
        return dict(snapshot.figures(session)["tables"])


def _run(home: Path, *words: str, **more: str) -> None:
    subprocess.run([*_THROUGHCARE, *words], check=True, stdout=sys.stderr, env=os.environ | {"THROUGHCARE_HOME": str(home)} | more)


def _seconds(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return round(time.monotonic() - began, 1)


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
