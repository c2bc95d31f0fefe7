"""What stands in the way: said by a site, seen again in the next stock-take, made somebody's task, removed or accepted with a reason."""

from typing import Any
from uuid import UUID

import pytest
from django.db import Error, connection, transaction
from django.urls import reverse

from tests.cast import Cast
from tests.partners.made import EDITOR, as_
from tests.relationships.taken import TEAM, all_said, lines, move, opened, returns, step, world
from tests.relationships.test_pages import text
from tests.relationships.test_stocktake_pages import Api
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotAllowed, Refused, Stale
from throughcare.relationships import actions
from throughcare.relationships.models import Barrier
from throughcare.relationships.queries import barriers as queries
from throughcare.tasks.actions import NewTask, add_task
from throughcare.tasks.queries import open_about


def said(cast: Cast, line: Any, kind: str = "TRUST", words: str = "A room was promised twice.", who: str = TEAM) -> UUID:
    new = actions.NewBarrier(kind=kind, words=words)
    key: UUID = as_(cast, who, actions.add_barrier, line_id=line.pk, new=new).pk
    return key


def barrier(cast: Cast, key: UUID, who: str = EDITOR) -> Barrier:
    actor = cast.actor(who)
    with cast.reading(who):
        return queries.get_barrier(actor, key)


def moved(cast: Cast, key: UUID, verb: str, reason: str = "They have it now.", who: str = EDITOR) -> Barrier:
    found: Barrier = as_(cast, who, actions.move_barrier, barrier_id=key, verb=verb, seen=barrier(cast, key).version, reason=reason)
    return found


@pytest.fixture
def site(cast: Cast) -> UUID:
    """The return of Te Awa Prison, in a stock-take that is open."""
    world(cast)
    key: UUID = returns(cast, opened(cast))["awa-prison"].pk
    return key


def test_a_team_says_it_while_the_return_waits(cast: Cast, site: UUID) -> None:
    line = lines(cast, site)["Mana Trust"]
    key = said(cast, line)
    new = actions.NewBarrier(kind="INFORMATION", words="They hear too late.")
    assert as_(cast, TEAM, actions.change_barrier, barrier_id=key, new=new, seen=1).kind == "INFORMATION"
    with pytest.raises(Stale):
        as_(cast, TEAM, actions.change_barrier, barrier_id=key, new=new, seen=1)
    with pytest.raises(Invalid) as wrong:
        said(cast, line, "BADLUCK", " ")
    assert set(wrong.value.errors) == {"kind", "words"}
    for who in ("other_officer", "executive"):
        with pytest.raises(NotAllowed):
            said(cast, line, who=who)
    with pytest.raises(NotAllowed):
        moved(cast, key, "remove", who=TEAM)
    for row in lines(cast, site).values():
        as_(cast, TEAM, actions.confirm_lines, return_id=site, line_ids=[row.pk])
    step(cast, site)
    with pytest.raises(Refused):
        said(cast, line)
    with pytest.raises(Refused):
        as_(cast, TEAM, actions.change_barrier, barrier_id=key, new=new, seen=2)
    assert as_(cast, EDITOR, actions.change_barrier, barrier_id=key, new=new, seen=2).version == 3


def test_removed_accepted_and_back_each_with_a_reason(cast: Cast, site: UUID) -> None:
    key = said(cast, lines(cast, site)["Mana Trust"])
    with pytest.raises(Invalid):
        moved(cast, key, "remove", " ")
    assert moved(cast, key, "remove").state == "REMOVED"
    new = actions.NewBarrier(kind="TRUST", words="Other words")
    with pytest.raises(Refused, match="stays as it was said"):
        as_(cast, EDITOR, actions.change_barrier, barrier_id=key, new=new, seen=2)
    with pytest.raises(Refused):
        moved(cast, key, "accept")
    assert moved(cast, key, "return", "It was one week only.").state == "OPEN"
    assert moved(cast, key, "accept").reason == "They have it now."


def test_what_stands_in_the_way_still_is_seen_in_the_next_stock_take(cast: Cast) -> None:
    world(cast)
    first = opened(cast)
    line = lines(cast, returns(cast, first)["awa-prison"].pk)["Mana Trust"]
    keys = [said(cast, line), said(cast, line, "FUNDING", "Money is late.")]
    all_said(cast, first)
    move(cast, first, "close")
    moved(cast, keys[0], "remove")
    second = opened(cast, name="The next")
    line = lines(cast, returns(cast, second)["awa-prison"].pk)["Mana Trust"]
    page = text(cast.client(TEAM).get(reverse("stock-line", args=[line.pk])))
    assert "Money is late." in page and "promised twice" not in page


def test_a_task_about_it_goes_to_an_office_and_is_seen_with_it(cast: Cast, site: UUID) -> None:
    key = said(cast, lines(cast, site)["Mana Trust"])
    about = Ref("relationships.barrier", key)
    as_(cast, EDITOR, add_task, new=NewTask(what="Find a room", about=about, team_id=cast.teams["awa"]))
    with pytest.raises(Invalid):
        as_(cast, EDITOR, add_task, new=NewTask(what="Find a room", about=about, team_id=cast.teams["mana"]))
    for who, there in ((TEAM, True), (EDITOR, True), ("other_officer", False), ("analyst", False)):
        actor = cast.actor(who)
        with cast.reading(who):
            assert bool(open_about(actor, about)) is there, who
    page = text(cast.client(EDITOR).get(reverse("stock-barrier", args=[key])))
    assert "Find a room" in page and "Add a task" in page
    assert "Mana Trust: A room was promised twice." in text(cast.client(TEAM).get(reverse("tasks")))


def test_straight_sql_can_do_no_more(cast: Cast, site: UUID) -> None:
    key = said(cast, lines(cast, site)["Mana Trust"])

    def tried(who: str, sql: str) -> str:
        with cast.reading(who), connection.cursor() as cursor:
            try:
                with transaction.atomic():
                    cursor.execute(sql, [key])
                    return str(cursor.rowcount)
            except Error as error:
                return type(error).__name__

    words = "update relationships_barrier set words = 'x' where id = %s"
    assert [tried(who, words) for who in (TEAM, "other_officer", "executive", "partner_worker", EDITOR)] == ["1", "0", "0", "0", "1"]
    assert tried(TEAM, "update relationships_barrier set state = 'REMOVED', reason = 'x' where id = %s") == "ProgrammingError"
    assert tried(TEAM, "delete from relationships_barrier where id = %s") == "ProgrammingError"
    with cast.reading("partner_worker"):
        assert not Barrier.objects.exists()


def test_pages_from_the_line_to_the_end(cast: Cast, site: UUID) -> None:
    team, client, line = cast.client(TEAM), cast.client(EDITOR), lines(cast, site)["Mana Trust"]
    assert "Say what stands in the way" in text(team.get(reverse("stock-line", args=[line.pk])))
    adding = reverse("stock-barrier-add", args=[line.pk])
    assert "Choose the kind" in text(team.post(adding, {"version": "1", "words": "x"}))
    assert team.post(adding, {"version": "1", "words": "The bus comes twice.", "kind": "DISTANCE"}).status_code == 302
    with cast.reading(EDITOR):
        key = Barrier.objects.values_list("pk", flat=True).get()
    assert "What stands in the way of partnerships" in text(client.get("/"))
    listed = text(client.get(reverse("stock-barriers") + "?state=OPEN&kind=DISTANCE"))
    assert "The bus comes twice." in listed and "Te Awa Prison" in listed
    assert "Nothing here" in text(client.get(reverse("stock-barriers") + "?state=any&kind=TRUST"))
    change = reverse("stock-barrier-change", args=[key])
    assert team.post(change, {"version": "1", "words": "The bus comes once.", "kind": "DISTANCE"}).status_code == 302
    assert "Somebody changed this" in text(client.post(change, {"version": "1", "words": "Other", "kind": "DISTANCE"}))
    step_ = reverse("stock-barrier-move", args=[key, "remove"])
    assert "Say why" in text(client.post(step_, {"version": "2", "reason": ""}))
    assert client.post(step_, {"version": "2", "reason": "A van."}).status_code == 302
    told = text(client.get(reverse("stock-barrier", args=[key])))
    assert "Removed" in told and "A van." in told and "It stands in the way after all" in told


def test_over_rest(cast: Cast, site: UUID) -> None:
    api, team, line = Api(cast, EDITOR), Api(cast, TEAM), lines(cast, site)["Mana Trust"]
    made = team.post(f"/stocktakes/lines/{line.pk}/barriers", {"kind": "FUNDING", "words": "Late money."})
    assert made.status_code == 201 and made.json()["partner_name"] == "Mana Trust" and made.json()["can"] == []
    one = f"/stocktakes/barriers/{made.json()['id']}"
    assert team.put(one, {"kind": "FUNDING", "words": "Money comes late."}, version=1).json()["version"] == 2
    assert api.get("/stocktakes/barriers?kind=FUNDING&state=OPEN").json()["items"][0]["words"] == "Money comes late."
    assert api.post(f"{one}/stand/accept", {"reason": "The law."}).status_code == 428
    assert api.post(f"{one}/stand/accept", {"reason": "The law."}, version=2).json()["state"] == "ACCEPTED"
    assert api.get("/stocktakes/barriers?state=OPEN").json()["items"] == []
