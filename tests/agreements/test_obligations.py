"""What each side owes the other: who says what was done, who judges, who disputes, and what is late."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection

from tests.agreements.made import WRITER, as_, do, get, offered, signed
from tests.cast import EVERYBODY, MEMBERS, Cast
from tests.people.test_rest import Api
from throughcare.agreements import actions, queries
from throughcare.agreements.days import months_later
from throughcare.agreements.models import Obligation
from throughcare.agreements.queries import Filters, When
from throughcare.common.clock import today
from throughcare.common.refusals import Invalid, NotFound, Refused, Stale

RIGHTS = ["directory.view", "agreement.view", "agreement.edit"]


def owe(cast: Cast, key: UUID, *, ours: bool = False, due: int = 5, repeats: str = "ONCE") -> Obligation:
    """Due in so many days."""
    party = next(one for one in get(cast, key).parties.all() if one.organization_id)
    bearer, day = "DEPARTMENT" if ours else "PARTY", today() + timedelta(days=due)
    new = actions.NewObligation(party_id=party.pk, bearer=bearer, what="Report on homes found.", due_on=day, repeats=repeats)
    made: Obligation = as_(cast, WRITER, actions.add_obligation, agreement_id=key, new=new)
    return made


def act(cast: Cast, one: Obligation, action: Any, who: str = WRITER, **values: Any) -> Obligation:
    """Against the version there is."""
    with cast.reading(WRITER):
        seen = Obligation.objects.get(pk=one.pk).version
    done: Obligation = as_(cast, who, action, agreement_id=one.agreement_id, obligation_id=one.pk, seen=seen, **values)
    return done


def test_a_party_says_what_it_did_and_we_judge(cast: Cast) -> None:
    one = owe(cast, signed(cast))
    with pytest.raises(Refused, match="Mana Trust does this"):
        act(cast, one, actions.say_done, said="Done.")
    said = act(cast, one, actions.say_done, "partner_worker", said="Twelve homes.", link="example.org/report")
    assert (said.state, said.said, said.said_on, said.link) == ("OPEN", "Twelve homes.", today(), "https://example.org/report")
    with pytest.raises(Invalid):
        act(cast, one, actions.move_obligation, verb="partly")
    assert act(cast, one, actions.move_obligation, verb="partly", reason="Ten were agreed as homes.").state == "PARTLY_MET"
    done = act(cast, one, actions.move_obligation, verb="meet")
    assert done.state == "MET"
    with pytest.raises(Refused, match="already"):
        act(cast, one, actions.say_done, "partner_worker", said="More.")
    with pytest.raises(Refused, match="From here you can: reopen"):
        act(cast, one, actions.move_obligation, verb="waive", reason="x")
    with pytest.raises(Stale):
        as_(cast, WRITER, actions.move_obligation, agreement_id=one.agreement_id, obligation_id=one.pk, verb="reopen", reason="x", seen=1)


def test_ours_is_marked_by_us_and_disputed_by_a_party(cast: Cast) -> None:
    key = signed(cast)
    one, theirs = owe(cast, key, ours=True), owe(cast, key)
    act(cast, one, actions.say_done, said="Paid on the third.")
    act(cast, one, actions.move_obligation, verb="meet")
    disputed = act(cast, one, actions.dispute_obligation, "partner_worker", words="It came on the twentieth.")
    assert (disputed.state, disputed.disputed) == ("MET", "It came on the twentieth.")
    with pytest.raises(Refused, match="once the department has said"):
        act(cast, theirs, actions.dispute_obligation, "partner_worker", words="No.")
    act(cast, theirs, actions.move_obligation, verb="miss", reason="Nothing came.")
    assert act(cast, theirs, actions.dispute_obligation, "partner_worker", words="It came by post.").state == "NOT_MET"
    with pytest.raises(Refused, match="The staff of the party"):
        act(cast, one, actions.dispute_obligation, words="No.")
    with pytest.raises(NotFound):
        act(cast, one, actions.dispute_obligation, "other_partner_worker", words="No.")


def test_what_repeats_is_due_again(cast: Cast) -> None:
    key = signed(cast)
    one = owe(cast, key, repeats="QUARTERLY")
    act(cast, one, actions.move_obligation, verb="meet")
    act(cast, one, actions.move_obligation, verb="reopen", reason="Too early.")
    act(cast, one, actions.move_obligation, verb="meet")
    with cast.reading(WRITER):
        rows = [(row.due_on, row.state, row.repeats) for row in Obligation.objects.order_by("due_on")]
    assert rows == [(one.due_on, "MET", "QUARTERLY"), (months_later(one.due_on, 3), "OPEN", "QUARTERLY")]
    assert months_later(date(2026, 11, 30), 3) == date(2027, 2, 28) and months_later(date(2026, 12, 31), 12) == date(2027, 12, 31)


def test_late_ones_are_seen_by_both_sides(cast: Cast) -> None:
    key = signed(cast)
    owe(cast, key, due=0)
    for who in (WRITER, "partner_worker", "other_partner_worker"):
        actor = cast.actor(who)
        with cast.reading(who):
            assert queries.search_agreements(actor, Filters(when=When.LATE)).count() == 0
    late = owe(cast, key, due=-1)
    for who, number in ((WRITER, 1), ("partner_worker", 1), ("other_partner_worker", 0)):
        actor = cast.actor(who)
        with cast.reading(who):
            assert queries.search_agreements(actor, Filters(when=When.LATE)).count() == number
            assert queries.counts_for_home(actor).late == number
    for who in (WRITER, "partner_worker"):
        client = cast.client(who)
        assert "Your agreements where something is late" in client.get("/").content.decode()
        assert "Late" in client.get(f"/agreements/{key}/").content.decode()
    act(cast, late, actions.move_obligation, verb="waive", reason="Agreed at the hui.")
    actor = cast.actor(WRITER)
    with cast.reading(WRITER):
        assert queries.counts_for_home(actor).late == 0


def test_row_security_lets_a_party_say_its_own_and_nothing_else(cast: Cast) -> None:
    key = offered(cast)
    theirs, ours = owe(cast, key), owe(cast, key, ours=True)
    mana = {name for name, (_, team) in MEMBERS.items() if team == "mana"}
    for who in EVERYBODY:
        with cast.reading(who), connection.cursor() as cursor:
            cursor.execute("select count(*) from agreements_obligation")
            sees = (cursor.fetchone() or (0,))[0]
            assert sees == (2 if who in {*mana, WRITER, "partnership_manager", "executive"} else 0), who

    def change(who: str, what: str, one: Obligation) -> int:
        with cast.reading(who), connection.cursor() as cursor:
            cursor.execute(f"update agreements_obligation set {what} where id = %s", [one.pk])
            return int(cursor.rowcount)

    assert change("partner_worker", "said = 'x'", theirs) == 1 and change("partner_worker", "disputed = 'x'", ours) == 1
    refused = (
        ("state = 'MET'", theirs),
        ("due_on = due_on + 9", theirs),
        ("what = 'x'", ours),
        ("said = 'y'", ours),
        ("bearer = 'PARTY'", ours),
    )
    for what, one in refused:
        with pytest.raises(IntegrityError):
            change("partner_worker", what, one)
    assert change(WRITER, "said = 'x'", ours) == 1
    for what, one in (("said = 'x y'", theirs), ("disputed = 'x y'", ours), ("what = 'x'", theirs), ("due_on = due_on + 9", ours)):
        with pytest.raises(IntegrityError):
            change(WRITER, what, one)
    assert change("executive", "said = 'x'", theirs) == 0 == change("other_partner_worker", "said = 'x'", theirs)


def test_a_party_taken_off_takes_what_it_owes_along(cast: Cast) -> None:
    key = offered(cast)
    one = owe(cast, key)
    do(cast, key, actions.remove_party, party_id=one.party_id)
    with cast.reading(WRITER):
        assert Obligation.objects.count() == 0


def test_over_rest_and_on_pages(cast: Cast) -> None:
    key = signed(cast)
    api, theirs = Api(cast, WRITER, RIGHTS), Api(cast, "partner_worker", RIGHTS)
    party = next(one for one in get(cast, key).parties.all() if one.organization_id)
    path = f"/agreements/{key}/obligations"
    made = api.call(
        "POST", path, {"party_id": str(party.pk), "bearer": "PARTY", "what": "Report.", "due_on": str(today() - timedelta(days=2))}
    )
    assert (made.status_code, made["ETag"], made.json()["late"]) == (201, '"1"', True)
    one = f"{path}/{made.json()['id']}"
    assert theirs.call("POST", f"{one}/say", {"said": "Sent."}).status_code == 428
    assert theirs.call("POST", f"{one}/say", {"said": "Sent."}, **{"If-Match": '"1"'}).json()["said"] == "Sent."
    assert theirs.call("POST", f"{one}/stand/meet", {}, **{"If-Match": '"2"'}).status_code == 404
    assert api.call("POST", f"{one}/stand/meet", {}, **{"If-Match": '"2"'}).json()["late"] is False
    assert [row["state"] for row in theirs.call("GET", path).json()["items"]] == ["MET"]
    assert Api(cast, "other_partner_worker", RIGHTS).call("GET", path).status_code == 404
    writer, day = cast.client(WRITER), today()
    typed = {"who": f"{party.pk} PARTY", "what": "Visit.", "repeats": "MONTHLY"}
    typed |= {"due_on_day": str(day.day), "due_on_month": str(day.month), "due_on_year": str(day.year)}
    assert writer.post(f"/agreements/{key}/obligations/add/", typed).status_code == 302
    with cast.reading(WRITER):
        visit = Obligation.objects.get(what="Visit.").pk
    reader = cast.client("partner_worker")
    assert "Visit." in reader.get(f"/agreements/{key}/").content.decode()
    assert "Say what was done" in reader.get(f"/agreements/{key}/obligations/{visit}/").content.decode()
    assert reader.post(f"/agreements/{key}/obligations/{visit}/say/", {"said": "Two visits.", "version": "1"}).status_code == 302
    assert "Two visits." in writer.get(f"/agreements/{key}/obligations/{visit}/").content.decode()
    assert writer.post(f"/agreements/{key}/obligations/{visit}/stand/meet/", {"version": "2"}).status_code == 302
    assert cast.client("other_partner_worker").get(f"/agreements/{key}/obligations/{visit}/say/").status_code == 404


def test_a_party_reads_nothing_of_what_another_owes(cast: Cast) -> None:
    key = offered(cast)
    theirs = owe(cast, key)
    do(cast, key, actions.add_party, new=actions.NewParty(organization="Kete Trust", part="SUB"))
    other = next(one for one in get(cast, key).parties.all() if one.part == "SUB")
    new = actions.NewObligation(party_id=other.pk, bearer="DEPARTMENT", what="Pay the Kete.", due_on=today() - timedelta(days=1))
    late: Obligation = as_(cast, WRITER, actions.add_obligation, agreement_id=key, new=new)
    for who, sees, hidden in (("partner_worker", theirs, late), ("other_partner_worker", late, theirs)):
        actor = cast.actor(who)
        with cast.reading(who):
            found = queries.get_agreement(actor, key)
            assert [one.pk for one in queries.page_of_obligations(actor, found).rows] == [sees.pk]
            assert [one.pk for one in Obligation.objects.order_by("id")] == [sees.pk]
            assert queries.counts_for_home(actor).late == (1 if sees is late else 0)
            with pytest.raises(NotFound):
                queries.get_obligation(actor, key, hidden.pk)
        page = cast.client(who).get(f"/agreements/{key}/").content.decode()
        assert (sees.what in page, hidden.what in page) == (True, False)


def test_nobody_owes_another_party_or_by_an_agreement_that_is_over(cast: Cast) -> None:
    key = signed(cast)
    ours = next(one for one in get(cast, key).parties.all() if one.organization_id is None)
    new = actions.NewObligation(party_id=ours.pk, bearer="PARTY", what="Visit.", due_on=today())
    with pytest.raises(Invalid):
        as_(cast, WRITER, actions.add_obligation, agreement_id=key, new=new)
    do(cast, key, actions.move_agreement, verb="terminate", reason="Both wished so.")
    with pytest.raises(Refused, match="is over"):
        owe(cast, key)
    assert "Add an obligation" not in cast.client(WRITER).get(f"/agreements/{key}/").content.decode()
