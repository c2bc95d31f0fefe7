"""The network of partners, as a partnership manager opens it, at any size. A database is made for the run:

    python -m benchmarks.network --organisations 5000 --ties 50000 [--home FOLDER]

Told are, on the clock and as CPU of the web process, the whole page (first asked, and asked again, when measures and places are remembered) and pages
of both tables; what each part of the page takes; and how long networkx takes for the same measures of the same network. Of its betweenness only
some nodes are asked, and the rest is reckoned: it goes through nodes one by one, each taking as long as another.
"""

import argparse
import gc
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import networkx as nx

from throughcare.config import embedded

_THROUGHCARE = (sys.executable, "-m", "throughcare.config.cli")
_PARTIES = 5  # of an agreement, beside the department
_PAGES = 40
_NEXT = re.compile(r'after=([^"&]+)" rel="next"')
_SAMPLE = 10  # nodes from which networkx's betweenness is counted


def main() -> None:
    """Make a site, measure, print JSON, throw it away."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--organisations", type=int, default=1_000)
    asked.add_argument("--ties", type=int, default=5_000)
    asked.add_argument("--home", type=Path, default=None, help="where the folder is made; it is thrown away")
    given, _ = asked.parse_known_args()  # `make bench` hands over the names of benchmarks
    parent = given.home or ("/var/lib" if os.geteuid() == 0 else None)
    folder = Path(tempfile.mkdtemp(prefix="throughcare-bench-", dir=parent))
    folder.chmod(0o755)
    for name in [name for name in os.environ if name.startswith(("THROUGHCARE_", "DATABASE_"))]:
        del os.environ[name]
    os.environ.update(THROUGHCARE_HOME=str(folder), THROUGHCARE_DEMO="on", DJANGO_SETTINGS_MODULE="throughcare.config.settings")
    try:
        with embedded.start_cluster(folder, durable=True, demo=True):
            for words in (("migrate",), ("demo-data", "--people", "20")):
                subprocess.run([*_THROUGHCARE, *words], check=True, stdout=sys.stderr)
            told = {"cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1)} | _measure(given.organisations, given.ties)
            print(json.dumps(told | {"load after": round(os.getloadavg()[0], 1)}, indent=1))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measure(organisations: int, ties: int) -> dict[str, Any]:
    import django  # noqa: PLC0415 - the settings are made above

    django.setup()
    from django.test import Client  # noqa: PLC0415 - as above
    from django.urls import reverse  # noqa: PLC0415 - as above

    from throughcare.config import registered  # noqa: PLC0415 - as above

    registered.load()
    _fill(organisations, ties)
    client = Client(HTTP_HOST="localhost")
    assert client.post(reverse("demo-log-in"), {"as": "kahu"}).status_code == 302
    client.get(reverse("partners"))  # what a process loads once
    gc.collect()
    gc.freeze()  # as the server does with what it has loaded (config/serving.py): the rubbish of making the site is none of a page's
    found: dict[str, Any] = {"organisations": organisations}
    for name in ("page s, first", "page s, again"):
        begun, busy = time.perf_counter(), time.process_time()
        answer = client.get(reverse("network"))
        found[name], found[f"{name}, CPU"] = round(time.perf_counter() - begun, 2), round(time.process_time() - busy, 2)
        assert answer.status_code == 200
    found["page MB"] = round(len(answer.content) / 1e6, 2)
    return found | _parts() | _tables(client, reverse)


def _parts() -> dict[str, Any]:
    """What the first page is made of, and networkx beside the measures."""
    from throughcare.accounts.actors import system_actor  # noqa: PLC0415 - after django.setup
    from throughcare.common.reader import reading_as  # noqa: PLC0415 - as above
    from throughcare.evaluation.network import layout, measured  # noqa: PLC0415 - as above
    from throughcare.relationships.queries import network_map  # noqa: PLC0415 - as above
    from throughcare.relationships.queries.network import NetworkFilters, network_of  # noqa: PLC0415 - as above

    by = system_actor("measure the network", channel="command")
    with reading_as(by.reader):
        read, network = _timed(lambda: network_of(by, NetworkFilters()))
    measured.cache_clear()
    layout.cache_clear()
    graph = network.graph
    ours, told = _timed(lambda: measured(graph))
    places, _ = _timed(network.places)
    drawn, _ = _timed(lambda: network_map.picture(network))
    theirs = _networkx(graph.n, graph.pairs)
    return {
        "ties": told.ties,
        "read from the database s": read,
        "measures s": ours,
        "places s": places,
        "picture s": drawn,
        "networkx, the same measures s": theirs,
        "networkx / ours": round(theirs / ours, 1),
    }


def _networkx(n: int, pairs: Any) -> float:
    """Seconds for density, degrees, components, bridges, cut points, and betweenness reckoned from some nodes."""
    plain: nx.Graph[int] = nx.Graph()
    plain.add_nodes_from(range(n))
    plain.add_edges_from(pairs)
    rest, _ = _timed(
        lambda: (
            nx.density(plain),
            dict(plain.degree),
            list(nx.connected_components(plain)),
            list(nx.bridges(plain)),
            list(nx.articulation_points(plain)),
        )
    )
    some, _ = _timed(lambda: nx.betweenness_centrality(plain, k=_SAMPLE, seed=1))
    return round(rest + some * n / _SAMPLE, 1)


def _tables(client: Any, reverse: Any) -> dict[str, Any]:
    """Pages of fifty of both tables, one after another by the cursor that the page before gave."""
    found = {}
    for name in ("network-organizations", "network-ties"):
        took, after, busy = [], "", time.process_time()
        for _ in range(_PAGES):
            seconds, answer = _timed(lambda name=name, after=after: client.get(reverse(name), {"after": after} if after else {}))
            took.append(seconds * 1000)
            following = _NEXT.search(answer.content.decode())
            if following is None:
                break
            after = following[1]
        found[f"{name} ms, CPU"] = round((time.process_time() - busy) * 1000 / len(took))
        found[f"{name} ms, p50"], found[f"{name} ms, p95"] = round(statistics.median(took)), round(sorted(took)[int(len(took) * 0.95) - 1])
    return found


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    done = work()
    return round(time.perf_counter() - begun, 4), done


def _fill(organisations: int, ties: int) -> None:
    """Partners of many kinds in two regions; agreements of the department with five of them, some of whom are in many, until there are as many ties."""
    from throughcare.agreements.models import Agreement, Party  # noqa: PLC0415 - after django.setup
    from throughcare.common.clock import today  # noqa: PLC0415 - as above
    from throughcare.common.reader import Reader, reading_as  # noqa: PLC0415 - as above
    from throughcare.common.text import search_key  # noqa: PLC0415 - as above
    from throughcare.partners.models import Organization, OrganizationKind, Partner  # noqa: PLC0415 - as above

    chance, day = random.Random(7), today()
    kinds = [kind.value for kind in OrganizationKind]
    rows = [
        Organization(name=f"Partner {number:06}", search_key=search_key(f"Partner {number:06}"), kind=chance.choice(kinds))
        for number in range(organisations)
    ]
    pairs: set[tuple[int, int]] = set()
    agreed: list[list[int]] = []
    tied: set[int] = set()
    while len(pairs) + len(tied) < ties:
        # The square draws some of them much oftener than others.
        chosen = sorted({int(chance.random() ** 2 * organisations) for _ in range(_PARTIES)})
        agreed.append(chosen)
        tied.update(chosen)
        pairs.update((one, other) for place, one in enumerate(chosen) for other in chosen[place + 1 :])
    with reading_as(Reader(system="benchmark set-up")):
        Organization.objects.bulk_create(rows, batch_size=1000)
        Partner.objects.bulk_create(
            [Partner(organization=row, regions=[chance.choice(("north", "south"))]) for row in rows], batch_size=1000
        )
        made = []
        for number, chosen in enumerate(agreed):
            title = f"Together {number}"
            words = {"number": f"B-{number}", "title": title, "search_key": search_key(f"B-{number} {title}"), "kind": "MOU"}
            days = {"starts_on": day - timedelta(days=90), "offered_on": day - timedelta(days=120), "state": "ACTIVE"}
            made.append((Agreement(**words, **days), chosen))
        Agreement.objects.bulk_create([one for one, _ in made], batch_size=1000)
        signed = {"signed_on": day - timedelta(days=91), "signed_by": "Somebody"}
        parties = [Party(agreement=one, part="DEPARTMENT", **signed) for one, _ in made]
        parties += [Party(agreement=one, organization=rows[place], part="PARTNER", **signed) for one, chosen in made for place in chosen]
        Party.objects.bulk_create(parties, batch_size=1000)


if __name__ == "__main__":
    main()
