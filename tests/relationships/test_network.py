"""The network of partners: what ties whom and when, who reads which part of it, and the same on pages, over REST, by command and in files."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import networkx as nx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from typer.testing import CliRunner

from tests.agreements.made import WRITER, do, offered, sign_all
from tests.agreements.test_obligations import owe
from tests.cast import SYSTEM, Cast, _make_person
from tests.database import Owner
from tests.partners.made import EDITOR, add
from tests.partners.test_interactions import met
from tests.relationships.taken import reach
from tests.relationships.test_pages import text
from tests.relationships.test_stocktake_pages import Api
from throughcare.agreements import actions as agreements
from throughcare.common.clock import today
from throughcare.common.ids import new_id
from throughcare.common.paging import encode_cursor
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, NotAllowed, NotFound
from throughcare.partners.models import Organization
from throughcare.people.models import Limit, Need
from throughcare.people.states import LimitReason
from throughcare.referrals.models import Referral
from throughcare.relationships.cli.network import cli
from throughcare.relationships.queries import network_map, network_pages
from throughcare.relationships.queries.network import Network, NetworkFilters, Node, network_of
from throughcare.relationships.queries.ties import DEPARTMENT
from throughcare.relationships.states import TieKind
from throughcare.services.models import Service

CASE = "case_manager"  # looks at partners, and not at agreements
US = "The department"


def network(cast: Cast, who: str = EDITOR, **asked: Any) -> Network:
    actor = cast.actor(who)
    with cast.reading(who):
        return network_of(actor, NetworkFilters(**asked))


def ties(found: Network) -> dict[tuple[str, str], dict[str, tuple[int, int]]]:
    """(one, other), by name in order → kind → (from one, from the other)."""
    names = {node.id: node.name for node in found.nodes}
    told = {}
    for tie in found.ties:
        ends = (names[tie.one], names[tie.other])
        way = ends == tuple(sorted(ends))
        numbers = {kind.value: (tie.there.get(kind, 0), tie.back.get(kind, 0)) for kind in tie.kinds}
        told[ends if way else ends[::-1]] = numbers if way else {kind: both[::-1] for kind, both in numbers.items()}
    return told


def together(cast: Cast, sub: str = "Marae Awa") -> UUID:
    """Mana Trust is the prime of an agreement in force, with a sub-party."""
    key = offered(cast)
    do(cast, key, agreements.add_party, new=agreements.NewParty(organization=sub, part="SUB", does="Runs the sessions."))
    sign_all(cast, key)
    do(cast, key, agreements.move_agreement, verb="sign")
    return key


def world(cast: Cast) -> dict[str, UUID]:
    """Mana Trust with Marae Awa in one agreement, each owed something; Kete Trust in another; Nowhere in none."""
    found = {"mana": add(cast, kind="NGO"), "marae": add(cast, "Marae Awa"), "nowhere": add(cast, "Nowhere", "FAITH")}
    reach(cast, found["mana"], [], ["awa"])
    reach(cast, found["marae"], [], ["awa"])
    found["agreement"] = together(cast)
    owe(cast, found["agreement"])
    owe(cast, found["agreement"], ours=True)
    kete = offered(cast, title="Kete's own")
    party = next(one for one in _parties(cast, kete) if one.organization_id)
    do(cast, kete, agreements.remove_party, party_id=party.pk)
    do(cast, kete, agreements.add_party, new=agreements.NewParty(organization="Kete Trust", part="PARTNER", does="Homes."))
    sign_all(cast, kete)
    do(cast, kete, agreements.move_agreement, verb="sign")
    return found


def _parties(cast: Cast, key: UUID) -> Any:
    actor = cast.actor(WRITER)
    with cast.reading(WRITER):
        from throughcare.agreements import queries  # noqa: PLC0415 - its name is taken above

        return list(queries.get_agreement(actor, key).parties.all())


AGREED = {"AGREEMENT": (1, 1)}
WHOLE = {
    ("Mana Trust", US): {"AGREEMENT": (1, 1), "OWED": (1, 1)},
    ("Marae Awa", US): AGREED,
    ("Mana Trust", "Marae Awa"): AGREED,
    ("Kete Trust", US): AGREED,
}


def test_what_ties_whom(cast: Cast) -> None:
    world(cast)
    found = network(cast)
    assert [node.name for node in found.nodes] == [US, "Kete Trust", "Mana Trust", "Marae Awa", "Nowhere"]
    assert ties(found) == WHOLE
    told = found.measures
    assert (told.nodes, told.ties, told.density, told.density_directed) == (5, 4, 0.4, 0.4)
    assert told.reciprocity == 1
    assert (told.components, told.largest, told.isolates) == (2, 4, 1)
    at = {node.name: number for number, node in enumerate(found.nodes)}
    assert told.bridges == ((at[US], at["Kete Trust"]),)
    assert told.cut_points == (at[US],)


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ({"us": False}, {("Mana Trust", "Marae Awa"): AGREED}),
        ({"ties": (TieKind.OWED,)}, {("Mana Trust", US): {"OWED": (1, 1)}}),
        ({"region": "awa", "us": False}, {("Mana Trust", "Marae Awa"): AGREED}),
        ({"region": "puke"}, {}),
        ({"kind": "MARAE"}, {("Marae Awa", US): AGREED}),
        ({"year": date.today().year - 1}, {}),  # noqa: DTZ011 - years are far apart
    ],
)
def test_filters_make_another_network_and_leave_places_as_they_are(cast: Cast, asked: dict[str, Any], left: dict[Any, Any]) -> None:
    world(cast)
    whole, part = network(cast), network(cast, **asked)
    assert ties(part) == left
    assert part.measures.ties == len(left)
    there = {node.id: place for node, place in zip(whole.nodes, whole.places(), strict=True)}
    assert all(there[node.id] == place for node, place in zip(part.nodes, part.places(), strict=True))


def test_a_tie_is_there_while_its_agreement_holds(cast: Cast, owner: Owner) -> None:
    key = world(cast)["agreement"]
    year = today().year
    put = "update agreements_agreement set starts_on = %s, ends_on = %s, state = %s, state_since = %s where id = %s"
    owner.place(put, date(year - 2, 5, 1), date(year - 1, 2, 1), "ACTIVE", date(year - 2, 5, 1), key)
    one = ("Mana Trust", US)
    assert [one in ties(network(cast, year=year - back)) for back in range(4)] == [False, True, True, False]
    assert one not in ties(network(cast))
    # Ended before its last day, by decision.
    owner.place(put, date(year - 2, 5, 1), None, "TERMINATED", date(year - 1, 1, 1), key)
    assert [one in ties(network(cast, year=year - back)) for back in range(3)] == [False, False, True]


def test_what_was_never_signed_ties_nobody(cast: Cast) -> None:
    key = offered(cast)
    assert ties(network(cast)) == {}
    do(cast, key, agreements.move_agreement, verb="terminate", reason="No agreement.")
    assert ties(network(cast, year=today().year)) == {}


def test_a_branch_and_its_national_body(cast: Cast) -> None:
    found = world(cast)
    with reading_as(SYSTEM):
        Organization.objects.filter(pk=found["marae"]).update(parent_organization=found["nowhere"])
    assert ties(network(cast))["Marae Awa", "Nowhere"] == {"BRANCH": (1, 1)}


def test_a_partner_whose_partnership_ended_is_shown_while_something_ties_it(cast: Cast) -> None:
    found = world(cast)
    with reading_as(SYSTEM):
        for key in (found["nowhere"], found["marae"]):
            Organization.objects.get(pk=key).partner.__class__.objects.filter(pk=key).update(
                state="ENDED", state_since=today() - timedelta(days=1)
            )
    assert [node.name for node in network(cast).nodes] == [US, "Kete Trust", "Mana Trust", "Marae Awa"]
    assert "Nowhere" in {node.name for node in network(cast, year=(today() - timedelta(days=1)).year).nodes}


# -- Referrals: counts alone, and none by which a person is found out ------------------------------------------------------------------
def _quarter_before() -> datetime:
    day = today().replace(day=1)
    first = day.replace(month=(day.month - 1) // 3 * 3 + 1)
    return datetime.combine(first - timedelta(days=20), datetime.min.time(), UTC)


def _refer(cast: Cast, people: int, when: datetime, **named: Any) -> list[UUID]:
    made = []
    with reading_as(SYSTEM):
        for number in range(people):
            person, need = _make_person("Hemi", "Wīremu", cast.teams["awa"], f"{new_id()}"[:18])
            made.append(person)
            values = {
                "service_id": cast.service,
                "from_team_id": cast.teams["awa"],
                "to_team_id": cast.teams["mana"],
                "referrer_id": cast.users["officer"],
                **named,
            }
            Referral.objects.create(
                reference=new_id().hex[-12:], person_id=person, need_id=need, state="SENT", sent_at=when + timedelta(hours=number), **values
            )
    return made


def test_referrals_are_counted_from_five_people_of_a_quarter_that_is_over(cast: Cast) -> None:
    add(cast, kind="NGO")
    when = _quarter_before()
    people = _refer(cast, 4, when)
    assert ties(network(cast)) == {}
    with reading_as(SYSTEM):  # one of the four again: still four people
        need = Need.objects.create(person_id=people[0], pillar="EMPLOYMENT", note="Work")
        Referral.objects.create(
            reference=new_id().hex[-12:],
            person_id=people[0],
            need=need,
            service_id=cast.service,
            from_team_id=cast.teams["awa"],
            to_team_id=cast.teams["mana"],
            referrer_id=cast.users["officer"],
            state="SENT",
            sent_at=when,
        )
    assert ties(network(cast)) == {}
    _refer(cast, 1, when, from_team_id=cast.teams["puke"])  # another office: the department is one
    assert ties(network(cast)) == {("Mana Trust", US): {"REFERRAL": (0, 6)}}
    assert network(cast).measures.reciprocity == 0
    assert ties(network(cast, year=when.year)) == ties(network(cast))
    _refer(cast, 5, datetime.combine(today(), datetime.min.time(), UTC))  # a quarter that is not over
    assert ties(network(cast)) == {("Mana Trust", US): {"REFERRAL": (0, 6)}}


def _confidential(cast: Cast, people: list[UUID]) -> None:
    Service.objects.filter(pk=cast.service).update(confidential=True)


def _limit(cast: Cast, person: UUID, **when: datetime) -> None:
    Limit.objects.create(
        person_id=person, kind="EXCLUSION", users=[cast.users["officer"]], reason=LimitReason.values[0], words="Why", **when
    )


def _limited(cast: Cast, people: list[UUID]) -> None:
    when = _quarter_before()
    _limit(cast, people[0], starts_at=when - timedelta(days=1), ends_at=when + timedelta(days=9))


@pytest.mark.parametrize("happens", [_confidential, _limited])
def test_nothing_is_counted_of_a_confidential_service_or_under_a_limit(cast: Cast, happens: Callable[[Cast, list[UUID]], None]) -> None:
    add(cast, kind="NGO")
    people = _refer(cast, 5, _quarter_before())
    assert ties(network(cast))
    with reading_as(SYSTEM):
        happens(cast, people)
    assert ties(network(cast)) == {}


def test_a_limit_set_since_changes_no_tie(cast: Cast) -> None:
    """Else the day a tie is gone tells that one of the people it was made of was limited."""
    add(cast, kind="NGO")
    when = _quarter_before()
    people = _refer(cast, 10, when)
    with reading_as(SYSTEM):
        Referral.objects.filter(person_id__in=people).update(answered_at=when + timedelta(days=2))
    order = "select * from throughcare.accepting_order()"

    def seen() -> Any:
        with cast.reading(EDITOR), connection.cursor() as cursor:
            cursor.execute(order)
            found = cursor.fetchall()
        return ties(network(cast)), found

    before = seen()
    assert before[0] and before[1]
    with reading_as(SYSTEM):
        for person in people:
            _limit(cast, person)
    assert seen() == before
    with reading_as(SYSTEM):
        _limit(cast, people[0], starts_at=when, ends_at=when + timedelta(days=9))
    assert seen()[0] != before[0] and seen()[1] == []


@pytest.mark.parametrize("who", ["partner_worker", "other_partner_worker", "analyst", "aroha", "stranger"])
def test_the_database_counts_referrals_for_nobody_else(cast: Cast, who: str) -> None:
    _refer(cast, 5, _quarter_before())
    asked = "select count(*) from throughcare.referrals_between('2000-01-01', null)"
    for name, there in ((who, 0), (EDITOR, 1), (CASE, 1)):
        with cast.reading(name), connection.cursor() as cursor:
            cursor.execute(asked)
            assert cursor.fetchone() == (there,), name


def test_the_day_that_is_asked_from_takes_no_person_out_of_a_quarter(cast: Cast) -> None:
    """Else two answers, from one day and from the next, would differ by those of that day."""
    add(cast, kind="NGO")
    when = _quarter_before()  # each an hour after the one before: all on one day
    _refer(cast, 5, when)
    _refer(cast, 1, when + timedelta(days=3))
    asked = "select referrals from throughcare.referrals_between(%s, null)"
    for days in (-40, 0, 1, 4):
        with cast.reading(EDITOR), connection.cursor() as cursor:
            cursor.execute(asked, [(when + timedelta(days=days)).date()])
            assert cursor.fetchall() == [(6,)], days


# -- Who reads what -----------------------------------------------------------------------------------------------------------------------
def test_who_may_not_look_at_agreements_has_no_ties_from_them(cast: Cast) -> None:
    world(cast)
    assert ties(network(cast, CASE)) == {}
    page = text(cast.client(CASE).get(reverse("network")))
    assert "You may not look at agreements" in page
    assert "Tied with most" not in page


@pytest.mark.parametrize("who", ["partner_worker", "employer", "analyst", "aroha"])
def test_nobody_else_reads_the_network(cast: Cast, who: str) -> None:
    world(cast)
    for name in ("network", "network-organizations", "network-ties"):
        assert cast.client(who).get(reverse(name)).status_code == 404
    with pytest.raises(NotAllowed):
        network(cast, who)


def test_a_partners_own_people_read_its_own_ties_and_no_others(cast: Cast) -> None:
    found = world(cast)
    own = text(cast.client("partner_worker").get(reverse("partner-network", args=[found["mana"]])))
    assert "the department 1 agreement; 1 thing owed by Mana Trust; 1 thing owed by the department" in own.replace(
        "The department", "the department"
    )
    assert "Marae Awa 1 agreement" in own
    assert "Kete" not in own
    assert "Nowhere" not in own
    other = cast.client("other_partner_worker")
    assert other.get(reverse("partner-network", args=[found["mana"]])).status_code == 404
    kete = Node(Organization(name="x").pk, ("", ""), "x")
    actor = cast.actor("other_partner_worker")
    with cast.reading("other_partner_worker"), pytest.raises(NotFound):
        network_pages.ties_of(actor, kete)


# -- Pages of it --------------------------------------------------------------------------------------------------------------------------
def _all_pages(cast: Cast, read: Any, size: int, **asked: Any) -> list[Any]:
    rows, cursor, actor = [], "", cast.actor(EDITOR)
    for _ in range(50):
        with cast.reading(EDITOR):
            page = read(actor, NetworkFilters(**asked), cursor=cursor, size=size)
        rows += page.rows
        if page.next is None:
            return rows
        cursor = page.next
    raise AssertionError("it never ends")


@pytest.mark.parametrize("size", [1, 2, 50])
def test_pages_together_are_the_whole(cast: Cast, size: int) -> None:
    world(cast)
    nodes = _all_pages(cast, network_pages.page_of_nodes, size)
    assert [(node.name, tied.number) for node, tied in nodes] == [("Kete Trust", 1), ("Mana Trust", 2), ("Marae Awa", 2), ("Nowhere", 0)]
    found = _all_pages(cast, network_pages.page_of_ties, size)
    assert [(one.name, other.name) for _, one, other in found] == [
        ("Kete Trust", US),
        ("Mana Trust", "Marae Awa"),
        ("Mana Trust", US),
        ("Marae Awa", US),
    ]
    mana = next(tie for tie, one, other in found if (one.name, other.name) == ("Mana Trust", US))
    assert (dict(mana.there), dict(mana.back)) == ({TieKind.AGREEMENT: 1, TieKind.OWED: 1}, {TieKind.AGREEMENT: 1, TieKind.OWED: 1})


@pytest.mark.parametrize(
    "asked",
    [
        {"us": False},
        {"region": "awa"},
        {"region": "awa", "us": False},
        {"kind": "NGO"},
        {"kind": "FAITH"},
        {"ties": (TieKind.OWED,)},
        {"year": today().year - 1},
        {"year": today().year, "kind": "NGO"},
    ],
)
@pytest.mark.parametrize("size", [1, 3])
def test_pages_of_a_part_are_that_part_of_the_whole(cast: Cast, size: int, asked: dict[str, Any]) -> None:
    """Pages read less than the whole does, and say the same: who is shown, with how many each is tied, by what, and every tie."""
    world(cast)
    whole = network(cast, **asked)
    of = {node.id: [tie for tie in whole.ties if node.id in (tie.one, tie.other)] for node in whole.nodes}
    nodes = _all_pages(cast, network_pages.page_of_nodes, size, **asked)
    assert [(node, tied.number, set(tied.kinds)) for node, tied in nodes] == [
        (node, len(of[node.id]), {kind for tie in of[node.id] for kind in tie.kinds}) for node in whole.nodes if node.id != DEPARTMENT
    ]
    found = _all_pages(cast, network_pages.page_of_ties, size, **asked)
    both = {frozenset((tie.one, tie.other)): {tie.one: tie.there, tie.other: tie.back} for tie in whole.ties}
    assert len(found) == len(both)
    assert {frozenset((tie.one, tie.other)): {tie.one: tie.there, tie.other: tie.back} for tie, _, _ in found} == both


@pytest.mark.parametrize("cursor", ["x", "WyJhIl0", "WyJhIiwgImIiXQ", "WyJhIiwgImIiLCAiYyIsICJkIl0"])
def test_a_page_marker_that_is_not_ours_is_refused(cast: Cast, cursor: str) -> None:
    for name in ("network-organizations", "network-ties"):
        assert cast.client(EDITOR).get(reverse(name), {"after": cursor}).status_code in (400, 422)


@pytest.mark.parametrize("kind", [int, float, bool])
def test_a_page_marker_with_numbers_where_words_belong_is_no_fault(cast: Cast, kind: type) -> None:
    world(cast)
    with cast.reading(EDITOR):
        first = Organization.objects.filter(partner__isnull=False).order_by("search_key", "pk")[0]
    at = encode_cursor([first.search_key, str(first.pk), kind(1), kind(2)])
    assert cast.client(EDITOR).get(reverse("network-ties"), {"after": at}).status_code == 200


def test_many_take_no_more_reads_than_few(cast: Cast) -> None:
    world(cast)
    actor = cast.actor(EDITOR)

    def reads() -> int:
        with (
            cast.reading(EDITOR),
            CaptureQueriesContext(
                connection,
            ) as asked,
        ):
            network_of(actor, NetworkFilters())
            network_pages.page_of_nodes(actor, NetworkFilters())
            network_pages.page_of_ties(actor, NetworkFilters(), size=100)  # so that all of them are one step
        return len(asked)

    few = reads()
    for number in range(6):
        add(cast, f"Another {number}")
        together(cast, f"Another {number}")
    assert reads() == few


def test_the_page_shows_map_measures_and_tables_and_keeps_filters(cast: Cast) -> None:
    world(cast)
    client = cast.client(EDITOR)
    assert "Who works with whom" in text(client.get("/"))
    assert "Who works with whom" in text(client.get(reverse("partners")))
    answer = client.get(reverse("network"), {"ties": ["AGREEMENT"], "us": "without"})
    page = text(answer)
    assert "What ties them: Parties of one agreement" in page
    assert "Centralisation by ties" in page
    assert answer.content.count(b"<circle") == 3
    assert "ties=AGREEMENT&amp;us=without" in answer.content.decode()
    listed = text(client.get(reverse("network-ties")))
    assert "Mana Trust The department 1 agreement; 1 thing owed by Mana Trust; 1 thing owed by the department" in listed
    assert "Nowhere Faith group" in text(client.get(reverse("network-organizations")))
    assert client.get(reverse("network"), {"year": "1850"}).status_code == 200
    assert client.get(reverse("network"), {"region": "nothing"}).status_code == 200
    assert "No ties here" in text(client.get(reverse("network"), {"kind": "SPORT"}))


def test_names_on_the_map_do_not_cover_each_other(cast: Cast) -> None:
    world(cast)
    told = network_map.picture(network(cast))
    assert {name.text for name in told["names"]} <= {node.name for node in network(cast).nodes}
    assert all(0 <= circle.x <= network_map.WIDTH and 0 <= circle.y <= network_map.HEIGHT for circle in told["circles"])
    assert [row["label"] for row in told["legend"]] == ["Parties of one agreement", "One owes the other something by an agreement"]


def test_over_rest(cast: Cast) -> None:
    found = world(cast)
    api = Api(cast, EDITOR)
    told = api.get("/network/measures").json()
    assert (told["nodes"], told["ties"], told["reciprocity"], told["bridges"][0][0]) == (5, 4, 1.0, None)
    assert api.get("/network/measures?without_us=true&ties=AGREEMENT").json()["ties"] == 1
    listed = api.get("/network/organizations?size=1").json()
    assert [row["name"] for row in listed["items"]] == ["Kete Trust"]
    assert listed["next"]
    rows = api.get("/network/ties?kind=NGO").json()["items"]
    assert [(row["one_name"], row["other_id"]) for row in rows] == [("Kete Trust", None), ("Mana Trust", None)]
    assert rows[1]["one_id"] == str(found["mana"])
    assert rows[1]["ties"][1] == {"kind": "OWED", "from_one": 1, "from_other": 1}
    assert api.get("/network/ties?year=1950").status_code == 422
    worker = Api(cast, "partner_worker")
    assert worker.get("/network/ties").status_code in (403, 404)
    own = worker.get(f"/network/organizations/{found['mana']}/ties?size=1").json()
    assert [row["other_name"] for row in own["items"]] == ["Marae Awa"]
    own = worker.get(f"/network/organizations/{found['mana']}/ties?cursor={own['next']}").json()
    assert [(row["other_name"], row["ties"][1]["from_one"]) for row in own["items"]] == [(US, 1)]
    assert worker.get(f"/network/organizations/{found['marae']}/ties").status_code == 404


def test_as_files_and_by_command(cast: Cast, owner: Owner, tmp_path: Path) -> None:
    found = world(cast)
    client = cast.client(EDITOR)
    answer = client.get(reverse("network-export", args=["ties"]))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 5
    assert {(row["one"], row["other"], row["kind"], row["bridge"]) for row in rows} >= {
        ("The department", "Kete Trust", "AGREEMENT", "yes")
    }
    nodes = client.get(reverse("network-export", args=["organisations"]), {"us": "without"}).content.decode("utf-8-sig")
    assert [row["tied_with"] for row in csv.DictReader(io.StringIO(nodes))] == ["0", "1", "1", "0"]
    read = nx.read_graphml(io.BytesIO(client.get(reverse("network-export", args=["graphml"])).content), force_multigraph=True)
    assert (read.number_of_nodes(), {data["name"] for _, data in read.nodes(data=True)} >= {"Marae Awa", US}) == (5, True)
    assert client.get(reverse("network-export", args=["nothing"])).status_code == 404
    assert owner.rows(
        "select verb, detail->>'what', (detail->>'rows')::int from audit_auditevent where verb = 'network.exported' order by id"
    ) == [
        ("network.exported", "ties", 5),
        ("network.exported", "organisations", 4),
        ("network.exported", "graphml", 9),
    ]
    run = CliRunner()
    told = json.loads(run.invoke(cli, ["measures", "--json", "--tie", "owed"]).output)
    assert (told["ties"], told["reciprocity"]) == (1, 1.0)
    assert "Density" in run.invoke(cli, ["measures"]).output
    file = tmp_path / "network.csv"
    assert "5 rows" in run.invoke(cli, ["export", str(file)]).output
    assert str(found["mana"]) in file.read_text()
    assert run.invoke(cli, ["export", str(tmp_path / "x.pdf")], standalone_mode=False).exit_code != 0


def test_a_year_out_of_reach_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid):
        network(cast, year=today().year - 40)
    assert DEPARTMENT.int == 0


# -- Events where several partners were -----------------------------------------------------------------------------------------------
def test_partners_at_one_event_are_tied_by_it(cast: Cast) -> None:
    key = world(cast)["marae"]
    for ago in (1, 200):
        met(cast, key, also=["Mana Trust", "Nowhere"], on=today() - timedelta(days=ago))
    met(cast, key)
    both = {"EVENT": (2, 2)}
    found = ties(network(cast, ties=(TieKind.EVENT,)))
    assert found == {("Mana Trust", "Marae Awa"): both, ("Mana Trust", "Nowhere"): both, ("Marae Awa", "Nowhere"): both}
    assert ties(network(cast, ties=(TieKind.EVENT,), year=today().year - 3)) == {}
    counted = sum(
        pair["EVENT"][0]
        for year in {(today() - timedelta(days=ago)).year for ago in (1, 200)}
        for pair in [ties(network(cast, ties=(TieKind.EVENT,), year=year))["Mana Trust", "Nowhere"]]
    )
    assert counted == 2, "each is of the year it was in"
    assert ties(network(cast))["Mana Trust", "Marae Awa"] == {"AGREEMENT": (1, 1), **both}


def test_an_event_long_ago_or_withdrawn_ties_nobody_today(cast: Cast, owner: Owner) -> None:
    found = world(cast)
    key = met(cast, found["marae"], also=["Nowhere"])
    owner.place("update partners_interaction set on_day = on_day - 366")
    assert ties(network(cast, ties=(TieKind.EVENT,))) == {}
    assert len(ties(network(cast, ties=(TieKind.EVENT,), year=(today() - timedelta(days=366)).year))) == 1
    owner.place("update partners_interaction set withdrawn_on = current_date, withdrawn_reason = 'x' where id = %s", key)
    assert ties(network(cast, ties=(TieKind.EVENT,), year=(today() - timedelta(days=366)).year)) == {}


def test_its_own_people_read_a_tie_by_an_event_if_they_may_be_told(cast: Cast) -> None:
    found = world(cast)
    met(cast, found["nowhere"], also=["Mana Trust"], shared=True)
    met(cast, found["marae"], also=["Mana Trust"], told=True)
    actor = cast.actor("partner_manager")
    node = Node(found["mana"], ("", ""), "Mana Trust")

    def own() -> dict[str, dict[str, int]]:
        with cast.reading("partner_manager"):
            return {
                other.name: {kind.value: number for kind, number in tie.there.items()} for tie, other in network_pages.ties_of(actor, node)
            }

    assert not any("EVENT" in told for told in own().values())
    met(cast, found["nowhere"], also=["Mana Trust"], shared=True, told=True)
    assert own()["Nowhere"] == {"EVENT": 1} and "EVENT" not in own()["Marae Awa"]
