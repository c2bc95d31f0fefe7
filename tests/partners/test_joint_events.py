"""An event with several partners: each has its own account of it, and is told of the others only if it may be; merges take each one's along."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.urls import reverse
from typer.testing import CliRunner

from tests.cast import Cast
from tests.database import Owner
from tests.partners.made import EDITOR, add, as_, contact
from tests.partners.merges import merge, part
from tests.partners.test_interactions import correct, found, met, read
from tests.partners.test_interactions_pages import RIGHTS, text, typed
from tests.people.test_rest import Api
from throughcare.common.clock import today
from throughcare.common.refusals import Invalid, NotFound
from throughcare.partners import actions, queries
from throughcare.partners.cli import partners
from throughcare.partners.models import Interaction
from throughcare.partners.queries.quiet import with_last
from throughcare.partners.states import NOT_THERE

WORKER = "partner_worker"  # of Mana Trust


def three(cast: Cast) -> tuple[UUID, UUID, UUID]:
    """Mana Trust, whose people have accounts, and two others."""
    return add(cast, kind="NGO"), add(cast, "Rimu House"), add(cast, "Marae Awa")


def rows_of(cast: Cast, event: UUID) -> dict[str, Interaction]:
    """By the partner's name."""
    with cast.reading(EDITOR):
        rows = Interaction.objects.select_related("partner__organization").filter(event_id=event).order_by("id")
        return {row.partner.organization.name: row for row in rows}


def test_each_partner_has_its_own_account_of_the_event(cast: Cast, owner: Owner) -> None:
    mana, kete, marae = three(cast)
    who = contact(cast, kete)
    again = today() + timedelta(days=9)
    key = met(
        cast, kete, contacts=[who], others="Kim of Rimu House", next_on=again, also=["marae awa", str(mana)], on=today() - timedelta(days=3)
    )
    rows = rows_of(cast, key)
    assert set(rows) == {"Rimu House", "Marae Awa", "Mana Trust"}
    assert {row.said for row in rows.values()} == {"Kōrero about places."}
    assert [(row.contact_ids, row.others, row.next_on) for name, row in rows.items() if name != "Rimu House"] == [([], "", None)] * 2
    assert set(read(cast, key).also) == {mana, marae}
    assert set(owner.rows("select about_id from audit_auditevent where verb = 'partner.interaction.logged'")) == {
        (mana,),
        (kete,),
        (marae,),
    }


def test_a_contact_at_an_event_counts_for_each(cast: Cast, owner: Owner) -> None:
    _, kete, marae = three(cast)
    owner.place("update partners_partner set state_since = current_date - 400")
    key = met(cast, kete, also=["Marae Awa"], on=today() - timedelta(days=3))
    actor = cast.actor(EDITOR)
    with cast.reading(EDITOR):
        rows = with_last(type(queries.get_partner(actor, kete)).objects.filter(pk__in=[kete, marae]))
        assert {row.last for row in rows} == {today() - timedelta(days=3)}  # type: ignore[attr-defined]  # annotated
    one = rows_of(cast, key)["Marae Awa"]
    as_(cast, EDITOR, actions.withdraw_interaction, interaction_id=one.pk, reason="They were ill.", seen=1)
    assert found(cast, kete) == [key], "what was written of the other stays"
    assert list(read(cast, key).also) == []


@pytest.mark.parametrize("named", [["Nobody Trust"], ["Rimu House"], [f"Partner {n}" for n in range(60)]])
def test_who_can_not_have_been_there_is_refused_at_its_field(cast: Cast, named: list[str]) -> None:
    _, kete, _ = three(cast)
    with pytest.raises(Invalid) as told:
        met(cast, kete, also=named)
    assert list(told.value.errors) == ["also"]


def test_a_correction_is_made_for_all_of_them(cast: Cast) -> None:
    mana, kete, _ = three(cast)
    key = met(cast, kete, also=["Mana Trust", "Marae Awa"])
    correct(cast, key, 1, said="Nine rooms.")
    assert {row.said for row in rows_of(cast, key).values()} == {"Nine rooms."}
    assert {row.version for row in rows_of(cast, key).values()} == {2}
    # Corrected from another's row: its own next day is nobody else's; whoever is named no more was not there, whoever is new is added.
    add(cast, "Late Trust")
    own = rows_of(cast, key)["Mana Trust"]
    correct(cast, own.pk, 2, said="Nine rooms.", next_on=today() + timedelta(days=3), also=["rimu house", "Late Trust"])
    rows = rows_of(cast, key)
    assert rows["Marae Awa"].withdrawn_reason == NOT_THERE and rows["Rimu House"].next_on is None
    assert (rows["Rimu House"].version, rows["Mana Trust"].version, rows["Late Trust"].version) == (2, 3, 1)
    assert set(rows) == {"Rimu House", "Mana Trust", "Marae Awa", "Late Trust"}
    # One of one partner becomes an event when others are named.
    alone = met(cast, mana)
    assert read(cast, alone).event_id is None
    correct(cast, alone, 1, also=["Rimu House"])
    assert set(rows_of(cast, alone)) == {"Mana Trust", "Rimu House"}


def test_its_own_people_read_their_account_and_others_names_if_they_may_be_told(cast: Cast) -> None:
    mana, kete, marae = three(cast)
    secret = met(cast, kete, shared=True, others="Kim of Rimu House", contacts=[contact(cast, kete)], also=["Mana Trust", "Marae Awa"])
    open_ = met(cast, kete, shared=True, told=True, also=["Mana Trust", "Marae Awa"], said="Told.")
    ours = met(cast, kete, told=True, also=["Mana Trust"], said="Ours alone.")
    mine = rows_of(cast, secret)["Mana Trust"], rows_of(cast, open_)["Mana Trust"]
    assert set(found(cast, mana, WORKER)) == {row.pk for row in mine}
    assert list(read(cast, mine[0].pk, WORKER).also) == []
    assert set(read(cast, mine[1].pk, WORKER).also) == {kete, marae}
    with pytest.raises(NotFound):
        read(cast, secret, WORKER)
    page = text(cast.client(WORKER).get(reverse("interaction", args=[mine[0].pk])))
    assert "Rimu House" not in page and "Marae Awa" not in page and "Hine Kōtare" not in page and "Several partners" not in page
    page = text(cast.client(WORKER).get(reverse("interaction", args=[mine[1].pk])))
    assert "Rimu House" in page and "Marae Awa" in page
    # Asked of the database itself: of another's account, of one that is not told, and of one that is not shared.
    with cast.reading(WORKER), connection.cursor() as cursor:
        keys = [secret, open_, ours, mine[0].pk, rows_of_ids(ours, mana)]
        cursor.execute("select * from throughcare.also_there(%s)", [keys])
        assert cursor.fetchall() == []
        cursor.execute("select count(*) from partners_interaction where event_id is not null and partner_id <> %s", [mana])
        assert cursor.fetchone() == (0,)


def rows_of_ids(event: UUID, partner: UUID) -> UUID:
    """The key of one partner's row; the event's own where the reader sees none."""
    row = Interaction.objects.filter(event_id=event, partner=partner).first()
    return row.pk if row else event


def test_one_taken_off_reads_it_no_more_nor_who_else_was_there(cast: Cast) -> None:
    """Put on by mistake: nothing of the event, of names least of all, stays with it; nor of one withdrawn with its words."""
    mana, kete, _ = three(cast)
    key = met(cast, kete, shared=True, told=True, also=["Mana Trust"], said="Of Rimu.")
    mine = rows_of(cast, key)["Mana Trust"]
    correct(cast, key, 1, shared=True, told=True, also=["Marae Awa"], said="Of Rimu.")
    gone = rows_of(cast, key)["Mana Trust"]
    assert (gone.withdrawn_reason, gone.shared, gone.told) == (NOT_THERE, False, False)
    own = met(cast, mana, shared=True, told=True, also=["Rimu House"], said="Withdrawn alone.")
    as_(cast, EDITOR, actions.withdraw_interaction, interaction_id=own, reason="Another day.", seen=1)
    actor = cast.actor(WORKER)
    with cast.reading(WORKER), connection.cursor() as cursor:
        with pytest.raises(NotFound):
            queries.get_interaction(actor, mine.pk)
        assert not queries.get_interaction(actor, own).also
        cursor.execute("select count(*) from throughcare.also_there(%s)", [[mine.pk, own]])
        assert cursor.fetchone() == (0,)


def test_what_is_shared_no_more_is_so_for_all_that_stand(cast: Cast) -> None:
    _, kete, _ = three(cast)
    key = met(cast, kete, shared=True, told=True, also=["Mana Trust", "Marae Awa"])
    correct(cast, key, 1)
    assert {(row.shared, row.told) for row in rows_of(cast, key).values()} == {(False, False)}


def test_two_that_were_there_and_are_one(cast: Cast) -> None:
    _, kete, marae = three(cast)
    key = met(cast, kete, also=["Mana Trust", "Marae Awa"])
    made = merge(cast, kete, marae)
    assert set(read(cast, key).also) == {cast.organization}
    with cast.reading(EDITOR):
        assert Interaction.objects.filter(event_id=key, partner=kete).count() == 2
    correct(cast, key, 1, said="Of both.", also=["Mana Trust"])
    with cast.reading(EDITOR):
        assert {row.said for row in Interaction.objects.filter(event_id=key, withdrawn_on__isnull=True)} == {"Of both."}
        assert Interaction.objects.filter(event_id=key, withdrawn_on__isnull=True).count() == 3
    part(cast, made)
    assert set(rows_of(cast, key)) == {"Rimu House", "Mana Trust", "Marae Awa"}


def test_on_pages(cast: Cast) -> None:
    _, kete, _ = three(cast)
    client, path = cast.client(EDITOR), reverse("interaction-add", args=[kete])
    page = text(client.post(path, typed(also="Mana Trust\nNobody Trust")))
    assert "Error: " in page and "Mana Trust\nNobody Trust" in page and found(cast, kete) == []
    page = text(client.post(path, typed(also="Mana Trust\n\nmarae awa", told="on"), follow=True))
    assert "Other partners there: Mana Trust, Marae Awa" in page
    (one,) = found(cast, kete)
    page = text(client.get(reverse("interaction", args=[one])))
    assert "Several partners there" in page and "Other partners there" in page
    page = text(client.get(reverse("interaction-correct", args=[one])))
    assert "Mana Trust\nMarae Awa" in page
    assert "The other partners that were there keep it." in text(client.get(reverse("interaction-withdraw", args=[one])))


def test_over_rest_and_by_the_command(cast: Cast) -> None:
    mana, kete, marae = three(cast)
    api, path = Api(cast, EDITOR, RIGHTS), f"/partners/{kete}/interactions"
    body: dict[str, Any] = {
        "kind": "HUI",
        "on": str(today()),
        "said": "Kōrero.",
        "also": [str(mana), str(marae)],
        "told": True,
        "shared": True,
    }
    made = api.call("POST", path, body)
    assert (made.status_code, set(made.json()["also"]), made.json()["told"]) == (201, {str(mana), str(marae)}, True)
    one = f"{path}/{made.json()['id']}"
    del body["also"]
    fixed = api.call("PUT", one, {**body, "said": "Corrected."}, **{"If-Match": '"1"'})
    assert set(fixed.json()["also"]) == {str(mana), str(marae)}, "left out: as it was"
    (listed,) = api.call("GET", path).json()["items"]
    assert set(listed["also"]) == {str(mana), str(marae)}
    theirs = Api(cast, "partner_manager", RIGHTS)
    (own,) = theirs.call("GET", f"/partners/{mana}/interactions").json()["items"]
    assert set(own["also"]) == {str(kete), str(marae)} and own["partner_id"] == str(mana)
    assert api.call("PUT", one, {**body, "also": []}, **{"If-Match": '"2"'}).json()["also"] == []
    runner = CliRunner()
    done = runner.invoke(partners, ["log", "rimu house", "event", "--said", "X.", "--also", "marae awa", "--told", "--json"])
    made_id = json.loads(done.output)["id"]
    listed = json.loads(runner.invoke(partners, ["interactions", "rimu house", "--json"]).output)["items"]
    assert {one["id"]: one["also"] for one in listed}[made_id] == ["Marae Awa"]
