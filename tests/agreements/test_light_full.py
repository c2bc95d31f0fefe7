"""A small grant or MOU turned into a full agreement: before it is signed and after, by whom, and beside a signature by its link."""

import json
import threading
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from typer.testing import CliRunner

from tests.agreements.light import code, new, send, sign, signed, written
from tests.agreements.made import EXECUTIVE, SECOND, WRITER, as_, do, draft, get
from tests.cast import Cast
from tests.database import Owner
from tests.notices.jobs import run_jobs
from tests.people.test_rest import Api
from tests.races import at_once, somebody_waits
from tests.relationships.test_pages import text
from throughcare.agreements import actions
from throughcare.agreements.cli import cli
from throughcare.agreements.queries import light as lights
from throughcare.common.clock import today
from throughcare.common.refusals import Invalid, NotAllowed, NotFound, Refused, Stale

RIGHTS = ["directory.view", "agreement.view", "agreement.edit"]


@pytest.fixture
def client() -> Client:
    """Whoever holds a link."""
    mail.outbox.clear()
    return Client()


def _turn(cast: Cast, key: UUID, who: str = WRITER, reason: str = "They asked for a second party.") -> Any:
    return do(cast, key, actions.light_full, who=who, reason=reason)


def _theirs(cast: Cast, key: UUID) -> Any:
    return next(one for one in get(cast, key).parties.all() if one.organization_id)


def test_unsigned_its_signature_and_links_fall_and_it_is_written_in_parts(cast: Cast, client: Client) -> None:
    key = written(cast)
    link = send(cast, key)
    assert sign(client, link, code(client, link)).status_code == 302
    who = cast.client(WRITER)
    assert "Turn it into a full agreement" in text(who.get(f"/agreements/{key}/"))
    asked = text(who.get(f"/agreements/{key}/light/full/"))
    assert "Signatures given so far fall" in asked
    found = _turn(cast, key)
    assert found.state == "IN_NEGOTIATION" and _theirs(cast, key).signed_on is None
    assert "This link is over" in text(client.get(f"/sign/{link}/")) and "Garden" not in text(client.get(f"/sign/{link}/copy/"))
    page = who.get(f"/agreements/{key}/")
    shown = text(page)
    assert "They asked for a second party." in shown and "This signature fell" in shown and "/change/details/" in page.content.decode()
    assert "Send a link" not in shown and "Full contracting is out of proportion" not in shown
    do(cast, key, actions.add_party, new=actions.NewParty(organization="Mana Trust", part="PARTNER"))
    do(cast, key, actions.change_term, new=actions.Term(starts_on=today(), ends_on=today() + timedelta(days=700)))
    for action, values in ((actions.change_light, {"new": new(organization="x")}), (actions.send_light_link, {"purpose": "SIGN"})):
        with pytest.raises(NotFound):
            do(cast, key, action, **values)
    for party in get(cast, key).parties.all():
        do(cast, key, actions.sign_party, party_id=party.pk, new=actions.Signature(signed_by="Hine Kōtare"))
    assert do(cast, key, actions.move_agreement, verb="sign").state == "SIGNED"
    assert "How it went" not in text(who.get(f"/agreements/{key}/")), "nobody signed that they answer three questions"


def test_signed_what_was_signed_stays_and_is_amended(cast: Cast, client: Client, owner: Owner) -> None:
    key = signed(cast, client, report_on=today() + timedelta(days=5))
    report = send(cast, key, "REPORT")
    before = owner.rows("select signed_on, signed_by from agreements_party order by id")
    assert "What was signed stays" in text(cast.client(WRITER).get(f"/agreements/{key}/light/full/"))
    found = _turn(cast, key, reason="Two years more.")
    assert found.state == "SIGNED" and owner.rows("select signed_on, signed_by from agreements_party order by id") == before
    assert owner.rows("select state from performance_payment") == [("PLANNED",)]
    shown = text(cast.client(WRITER).get(f"/agreements/{key}/"))
    assert "Two years more." in shown and "Signed by a link" in shown and "This signature fell" not in shown
    assert "Write an amendment" in shown and "Answer the three questions" in shown and "Turn it into" not in shown
    assert "What did you do?" in text(client.get(f"/sign/{report}/answer/"))
    amended = actions.NewAmendment(reason="Longer", new_text="Two years.", ends_on=today() + timedelta(days=800))
    assert as_(cast, WRITER, actions.add_amendment, agreement_id=key, new=amended).number == 1
    with pytest.raises(Refused, match="nothing to sign any more"):
        do(cast, key, actions.send_light_link, purpose="SIGN")


def test_who_when_and_why_stand_for_good(cast: Cast, client: Client, owner: Owner) -> None:
    key = written(cast)
    _turn(cast, key, who=SECOND)
    run_jobs()
    assert "A small agreement was turned into a full one" in text(cast.client(WRITER).get("/notices/"))
    assert owner.rows("select user_id from notices_notice where kind = 'agreement.light.full'") == [(cast.users[WRITER],)]
    said = "select full_by_id, full_why, full_signed, full_at is not null from agreements_lightterms"
    assert owner.rows(said) == [(cast.users[SECOND], "They asked for a second party.", False, True)]
    assert owner.rows("select actor_id from audit_auditevent where verb = 'agreement.light.full'") == [(cast.users[SECOND],)]
    assert owner.rows("select count(*) from agreements_lighttermsevent where full_at is not null") != [(0,)]
    for change in ("full_at = null, full_by_id = null, full_why = ''", "full_why = 'Else'", "signer_name = 'Else'"):
        with pytest.raises(Exception, match="it is a full agreement"), cast.reading(WRITER), connection.cursor() as cursor:
            cursor.execute(f"update agreements_lightterms set {change}")


def test_nobody_turns_it_under_anothers_name(cast: Cast) -> None:
    written(cast)
    with pytest.raises(Exception, match="it is a full agreement"), cast.reading(WRITER), connection.cursor() as cursor:
        cursor.execute("update agreements_lightterms set full_at = now(), full_why = 'x', full_by_id = %s", [cast.users[SECOND]])


def test_what_cannot_be_turned_is_refused_with_a_sentence(cast: Cast, client: Client, owner: Owner) -> None:
    full = draft(cast)
    with pytest.raises(Refused, match="written in full"):
        _turn(cast, full)
    key = written(cast)
    with pytest.raises(Invalid):
        _turn(cast, key, reason=" ")
    seen = get(cast, key).version
    _turn(cast, key)
    with pytest.raises(Refused, match="a full agreement already"):
        _turn(cast, key)
    with pytest.raises(Stale):
        as_(cast, WRITER, actions.light_full, agreement_id=key, reason="x", seen=seen)
    assert cast.client(WRITER).get(f"/agreements/{key}/light/full/").status_code == 409
    other = signed(cast, client)
    do(cast, other, actions.move_agreement, verb="suspend", reason="Money.")
    with pytest.raises(Refused, match="Suspended"):
        _turn(cast, other)
    do(cast, other, actions.move_agreement, verb="terminate", reason="Money.")
    with pytest.raises(Refused, match="Terminated"):
        _turn(cast, other)
    assert "Turn it into" not in text(cast.client(WRITER).get(f"/agreements/{other}/"))


def test_the_wrong_people_turn_nothing(cast: Cast, owner: Owner) -> None:
    key = written(cast, organization="Mana Trust")
    send(cast, key)
    for who in (EXECUTIVE, "partner_worker", "other_partner_worker"):
        assert cast.client(who).get(f"/agreements/{key}/light/full/").status_code in (403, 404), who
        assert "Turn it into" not in text(cast.client(who).get(f"/agreements/{key}/")), who
        with pytest.raises((NotAllowed, NotFound)):
            as_(cast, who, actions.light_full, agreement_id=key, reason="x", seen=get(cast, key).version)
    assert owner.rows("select full_at from agreements_lightterms") == [(None,)]


def test_over_rest_once_against_the_version_seen(cast: Cast) -> None:
    key = written(cast)
    api, path = Api(cast, WRITER, RIGHTS), f"/agreements/{key}/light/full"
    etag = api.call("GET", f"/agreements/{key}")["ETag"]
    assert api.call("POST", path, {"reason": "x"}).status_code == 428
    assert api.call("POST", path, {"reason": "x"}, **{"If-Match": '"99"'}).status_code == 412
    again = {"If-Match": etag, "Idempotency-Key": "once-and-no-more"}
    assert [api.call("POST", path, {"reason": "x"}, **again).status_code for _ in range(2)] == [200, 200]
    assert api.call("GET", f"/agreements/{key}/light").status_code == 404
    now = api.call("GET", f"/agreements/{key}")["ETag"]
    assert api.call("POST", path, {"reason": "x"}, **{"If-Match": now}).status_code == 409


def test_by_command(cast: Cast, owner: Owner) -> None:
    key = written(cast)
    number = get(cast, key).number
    done = CliRunner().invoke(cli, ["full", number, "--reason", "Grows.", "--json"])
    assert json.loads(done.output) == {"number": number, "full": True}
    assert owner.rows("select full_by_id, full_why from agreements_lightterms") == [(None, "Grows.")]
    assert "by a command" in text(cast.client(WRITER).get(f"/agreements/{key}/"))
    assert isinstance(CliRunner().invoke(cli, ["full", number, "--reason", "x"]).exception, Refused | SystemExit)


@pytest.mark.parametrize("first", ["sign", "turn"])
def test_signed_by_its_link_at_the_same_moment_one_of_the_two_holds(cast: Cast, client: Client, owner: Owner, first: str) -> None:
    key = written(cast)
    link = send(cast, key)
    typed, seen, actor = code(client, link), get(cast, key).version, cast.actor(WRITER)
    begun = threading.Event()

    def turn(*, hold: bool) -> Any:
        with cast.reading(WRITER), transaction.atomic():
            made = actions.light_full(by=actor, agreement_id=key, reason="x", seen=seen)
            if hold:
                begun.set()
                assert somebody_waits(owner)
            return made

    def turn_after() -> Any:
        assert begun.wait(20)
        return turn(hold=False)

    def sign_after() -> Any:
        assert begun.wait(20)
        return sign(client, link, typed)

    def sign_first(original: Any = lights.held_by_link) -> Any:
        def held(name: str, *, hold: bool = False) -> Any:
            found = original(name, hold=hold)
            if hold:
                begun.set()
                assert somebody_waits(owner)
            return found

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("throughcare.agreements.actions.holding.held_by_link", held)
            return sign(client, link, typed)

    if first == "turn":
        turned, answered = at_once(lambda: turn(hold=True), sign_after)
        assert not isinstance(turned, Exception) and "This link is over" in text(answered)
        assert _theirs(cast, key).signed_on is None and owner.rows("select count(*) from agreements_lightsignature") == [(0,)]
    else:
        answered, turned = at_once(sign_first, turn_after)
        assert answered.status_code == 302 and isinstance(turned, Stale), turned
        assert _theirs(cast, key).signed_by == "Hine Kōtare" and owner.rows("select full_at from agreements_lightterms") == [(None,)]
