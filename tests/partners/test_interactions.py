"""Being in touch with a partner: written down, corrected, withdrawn; who reads it, in its past too; a draft of it outlives the log-in."""

from datetime import time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from tests.cast import EVERYBODY, Cast
from tests.database import Owner
from tests.matrix.table import REGISTER
from tests.partners.made import EDITOR, add, as_, contact, get
from throughcare.accounts import sessions
from throughcare.common.clock import now, today
from throughcare.common.refusals import Invalid, NotAllowed, NotFound, Refused, Stale
from throughcare.partners import actions, queries
from throughcare.partners.models import Interaction
from throughcare.partners.queries import InteractionFilters, in_touch
from throughcare.partners.queries.history import history_of

STAFF = {"partner_worker", "partner_worker_2", "partner_manager"}  # of Mana Trust


def met(cast: Cast, partner_id: UUID, **values: Any) -> UUID:
    """We were in touch."""
    new = actions.NewInteraction(**{"kind": "HUI", "on": today(), "said": "Kōrero about places.", **values})
    key: UUID = as_(cast, EDITOR, actions.log_interaction, partner_id=partner_id, new=new).pk
    return key


def read(cast: Cast, key: UUID, who: str = EDITOR) -> Interaction:
    actor = cast.actor(who)
    with cast.reading(who):
        return queries.get_interaction(actor, key)


def found(cast: Cast, partner_id: UUID, who: str = EDITOR, **asked: Any) -> list[UUID]:
    actor = cast.actor(who)
    with cast.reading(who):
        partner = queries.get_partner(actor, partner_id)
        return [row.pk for row in queries.page_of_interactions(actor, partner, InteractionFilters(**asked)).rows]


def correct(cast: Cast, key: UUID, seen: int, **values: Any) -> Any:
    new = actions.NewInteraction(**{"kind": "HUI", "on": today(), "said": "Kōrero about places.", **values})
    return as_(cast, EDITOR, actions.correct_interaction, interaction_id=key, new=new, seen=seen)


def test_all_of_it_is_kept_as_it_was_said(cast: Cast, owner: Owner) -> None:
    partner = add(cast)
    who = contact(cast, partner)
    again = today() + timedelta(days=30)
    key = met(
        cast,
        partner,
        starts_at=time(10, 30),
        ends_at=time(12),
        site="puke-prison",
        place=" At the gate ",
        contacts=[who],
        users=[cast.users[EDITOR]],
        others="Kim of the council",
        topics=["IDEAS", "SERVICES"],
        topic_words="a garden",
        next_on=again,
    )
    one = read(cast, key)
    assert (one.starts_at, one.ends_at, one.site, one.place) == (time(10, 30), time(12), "puke-prison", "At the gate")
    assert (one.contact_ids, one.user_ids, one.topics, one.next_on) == ([who], [cast.users[EDITOR]], ["SERVICES", "IDEAS"], again)
    assert (one.written_by_id, one.shared, one.version) == (cast.users[EDITOR], False, 1)
    with cast.reading(EDITOR):
        told = {row["key"]: row.get("value") or row.get("lines") for row in in_touch.rows(one)}
        assert queries.who_was_there([one]) == {key: (["Hine Kōtare"], ["Partnership manager"])}
    assert told["What it was about"] == ["Services and places", "New ideas", "a garden"] and "10:30 to 12:00" in str(told["When"])
    assert owner.rows("select about_id from audit_auditevent where verb = 'partner.interaction.logged'") == [(partner,)]


def test_a_contact_who_is_one_no_more_can_still_be_said_to_have_been_there(cast: Cast) -> None:
    partner = add(cast)
    who = contact(cast, partner)
    as_(cast, EDITOR, actions.end_partner_contact, contact_id=who, seen=1)
    assert read(cast, met(cast, partner, contacts=[who])).contact_ids == [who]


WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"kind": "SEANCE"}, "kind"),
    ({"said": "  "}, "said"),
    ({"said": "x" * 5001}, "said"),
    ({"on": today() + timedelta(days=1)}, "on"),
    ({"on": today() - timedelta(days=400)}, "on"),
    ({"ends_at": time(9)}, "ends_at"),
    ({"starts_at": time(10), "ends_at": time(10)}, "ends_at"),
    ({"next_on": today() - timedelta(days=1)}, "next_on"),
    ({"next_on": today()}, "next_on"),
    ({"next_on": today() + timedelta(days=2000)}, "next_on"),
    ({"topics": ["GOSSIP"]}, "topics"),
    ({"site": "nowhere"}, "site"),
)


@pytest.mark.parametrize(("said", "field"), WRONG, ids=lambda one: one if isinstance(one, str) else "")
def test_what_cannot_be_is_refused_at_its_field(cast: Cast, said: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as told:
        met(cast, add(cast), **said)
    assert list(told.value.errors) == [field]


def test_who_was_there_is_of_this_partner_and_keeps_the_register(cast: Cast) -> None:
    partner = add(cast)
    strange = contact(cast, add(cast, "Another Trust", "NGO"))
    for said, field in (({"contacts": [strange]}, "contacts"), ({"users": [cast.users["case_manager"]]}, "users")):
        with pytest.raises(Invalid) as told:
            met(cast, partner, **said)
        assert list(told.value.errors) == [field]
    key = met(cast, partner)
    with cast.reading(EDITOR), connection.cursor() as cursor, pytest.raises(Error, match="contact of another partner"):
        cursor.execute("update partners_interaction set contact_ids = array[%s]::uuid[] where id = %s", [strange, key])


def test_a_correction_keeps_what_was_said_before(cast: Cast) -> None:
    partner = add(cast)
    old = today() - timedelta(days=300)
    key = met(cast, partner, on=old, said="They have six places.", next_on=today() + timedelta(days=1))
    fixed = correct(cast, key, 1, on=old, said="They have nine places.", next_on=today() + timedelta(days=1))
    assert (fixed.said, fixed.version, fixed.on) == ("They have nine places.", 2, old)
    with pytest.raises(Stale):
        correct(cast, key, 1, said="Stale.")
    correct(cast, key, 2, on=old, said="They have nine places.", place="Room 2")
    whose = get(cast, partner)
    with cast.reading(EDITOR):
        assert [(was.said, was.by_name) for was in queries.earlier_of(fixed)] == [("They have six places.", "Partnership manager")]
        told = [entry.sentence for entry in history_of(whose)]
    assert [line.partition(" of ")[0] for line in told[:3]] == ["Hui", "Hui", "Hui"] and told[0].endswith("corrected")


def test_what_was_withdrawn_counts_no_more_and_stays_to_be_read(cast: Cast) -> None:
    partner = add(cast)
    key = met(cast, partner)
    with pytest.raises(Invalid):
        as_(cast, EDITOR, actions.withdraw_interaction, interaction_id=key, reason=" ", seen=1)
    as_(cast, EDITOR, actions.withdraw_interaction, interaction_id=key, reason="Another partner.", seen=1)
    assert found(cast, partner) == [] and found(cast, partner, stands="withdrawn") == [key]
    assert read(cast, key).withdrawn_reason == "Another partner."
    with pytest.raises(Refused, match="stays as it was"):
        correct(cast, key, 2)
    with pytest.raises(Refused, match="stays as it was"):
        as_(cast, EDITOR, actions.withdraw_interaction, interaction_id=key, reason="x", seen=2)


def test_filters_and_the_order(cast: Cast) -> None:
    partner, day = add(cast), today() - timedelta(days=10)
    old = met(cast, partner, kind="CALL", on=day, topics=["MONEY"], said="The second payment.")
    new = met(cast, partner, shared=True)
    met(cast, add(cast, "Another Trust", "NGO"))
    assert found(cast, partner) == [new, old]
    for asked, wanted in (
        ({"kind": "CALL"}, [old]),
        ({"topic": "MONEY"}, [old]),
        ({"since": day + timedelta(days=1)}, [new]),
        ({"until": day}, [old]),
        ({"words": "second PAYMENT"}, [old]),
        ({"stands": "shared"}, [new]),
        ({"stands": "ours"}, [old]),
    ):
        assert found(cast, partner, **asked) == wanted, asked


def _rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        return int(cursor.fetchone()[0])


def test_who_reads_what_is_ours_alone_and_what_is_shared(cast: Cast) -> None:
    partner = add(cast, kind="NGO")
    ours, shared = met(cast, partner), met(cast, partner, shared=True)
    for who in EVERYBODY:
        sees = {ours, shared} if who in REGISTER else {shared} if who in STAFF else set()
        actor = cast.actor(who)
        with cast.reading(who):
            got = set()
            for key in (ours, shared):
                try:
                    got.add(queries.get_interaction(actor, key).pk)
                except (NotFound, NotAllowed):
                    continue
            # No filter of ours stands before these.
            assert got == sees == set(Interaction.objects.values_list("pk", flat=True)), who
            assert _rows("partners_interactionevent") == len(sees), who


def test_what_was_ours_stays_ours_in_the_past(cast: Cast) -> None:
    """What was written before it was shared; and all of it once it is shared no more."""
    partner = add(cast, kind="NGO")
    key = met(cast, partner, said="They will lose their contract.")
    correct(cast, key, 1, said="We spoke of the contract.", shared=True)
    correct(cast, key, 2, said="We spoke of the contract in June.", shared=True)
    actor = cast.actor("partner_manager")
    with cast.reading("partner_manager"):
        mine = queries.get_interaction(actor, key)
        assert [was.said for was in queries.earlier_of(mine)] == ["We spoke of the contract."]
        assert _rows("partners_interactionevent") == 2
        told = [entry.sentence for entry in history_of(queries.get_partner(actor, partner)) if entry.sentence.startswith("Hui")]
        assert [line.rpartition(" ")[2] for line in told] == ["corrected", "down"]
    correct(cast, key, 3, said="We spoke of the contract in June.")
    with cast.reading("partner_manager"):
        assert _rows("partners_interactionevent") == 0 == _rows("partners_interaction")


def test_only_who_keeps_the_register_writes_it_even_in_plain_sql(cast: Cast) -> None:
    met(cast, add(cast, kind="NGO"), shared=True)
    for who in EVERYBODY:
        with cast.reading(who), connection.cursor() as cursor:
            cursor.execute("update partners_interaction set said = 'Mine', version = version + 1")
            assert cursor.rowcount == int(who == EDITOR), who
            with pytest.raises(Error), transaction.atomic():
                cursor.execute("delete from partners_interaction")
            if who != EDITOR:
                with pytest.raises(Error), transaction.atomic():
                    Interaction.objects.create(partner_id=cast.organization, kind="CALL", on=today(), said="Words")


@pytest.mark.parametrize(
    "planted",
    ["kind = 'SEANCE'", "topics = '{GOSSIP}'", "said = ''", "ends_at = '10:00'", "next_on = on_day", "withdrawn_on = current_date"],
)
def test_what_must_hold_the_database_holds(cast: Cast, planted: str) -> None:
    met(cast, add(cast))
    with cast.reading(EDITOR), connection.cursor() as cursor, pytest.raises(Error), transaction.atomic():
        cursor.execute(f"update partners_interaction set {planted}")


def test_the_register_is_listed_with_as_many_reads_for_many_as_for_one(cast: Cast) -> None:
    partner, client, asked = add(cast), cast.client(EDITOR), []
    for number in range(6):
        met(cast, partner, users=[cast.users[EDITOR]], said=f"Words {number}")
        if number in (1, 5):
            client.get(f"/partners/{partner}/interactions/")
            with CaptureQueriesContext(connection) as reads:
                assert f"Words {number}" in client.get(f"/partners/{partner}/interactions/").content.decode()
            asked.append(len(reads))
    assert asked[0] == asked[1] > 0


def _typed(**more: str) -> dict[str, str]:
    day = today()
    return {"kind": "CALL", "on_day": str(day.day), "on_month": str(day.month), "on_year": str(day.year), "said": "Half a wor", **more}


def _key(page: str) -> str:
    return page.split('name="draft" value="')[1].split('"', maxsplit=1)[0].replace("&quot;", '"').replace("&amp;", "&")


def test_a_draft_is_kept_found_again_and_gone_when_sent(cast: Cast) -> None:
    partner, client = add(cast), cast.client(EDITOR)
    path = f"/partners/{partner}/interactions/add/"
    key = _key(client.get(path).content.decode())
    assert client.post("/partners/drafts/keep/", _typed(draft=key)).headers["Location"] == path
    page = client.get(path).content.decode()
    assert "Half a wor" in page and "You have an unfinished" in page
    by_itself = client.post("/partners/drafts/keep/", _typed(draft=key), headers={"HX-Request": "true"})
    assert by_itself.content.decode().startswith("Draft saved at ")
    other = cast.client("case_manager")
    assert other.post("/partners/drafts/keep/", _typed(draft=key)).status_code == 404
    with cast.reading("case_manager"):
        assert _rows("partners_partnerdraft") == 0
    assert client.post(path, _typed(draft=key, said="A whole word.")).status_code == 302
    assert "Half a wor" not in client.get(path).content.decode() and len(found(cast, partner)) == 1
    client.post("/partners/drafts/keep/", _typed(draft=key))
    client.post("/partners/drafts/drop/", {"draft": key})
    assert "Half a wor" not in client.get(path).content.decode()


def test_a_form_sent_too_late_is_kept(cast: Cast, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    partner, client = add(cast), cast.client(EDITOR)
    path = f"/partners/{partner}/interactions/add/"
    key = _key(client.get(path).content.decode())
    later = now() + timedelta(minutes=11)
    monkeypatch.setattr(sessions, "now", lambda: later)
    with override_settings(IDLE_MINUTES=10):
        answer = client.post(path, _typed(draft=key))
    assert answer.status_code == 302 and "login" in answer.headers["Location"] and "interactions" in answer.headers["Location"]
    assert owner.rows("select \"values\" -> 'said' from partners_partnerdraft") == [(["Half a wor"],)] and found(cast, partner) == []
