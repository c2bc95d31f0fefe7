"""The Python client: made from the description, up to date, and good for the main way from a person to a partner's answer."""

import importlib.util
import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest
from django.db import connection
from django.test import Client as Browser

from tests.cast import Cast
from tests.database import Owner
from throughcare.accounts.models import ApiToken
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import KEY_PREFIX, digest_of
from throughcare.common.clock import now, today
from throughcare_client import Client, Conflict, Missing, NotAccepted, Stale, Unauthorized
from throughcare_client.calling import Answer

SITE = "http://testserver"


class InProcess:
    """Carries requests to the application in this process. fail: how many times the answer is lost, after the work was done."""

    def __init__(self, fail: int = 0, with_status: int | None = None) -> None:
        self.browser, self.fail, self.with_status = Browser(raise_request_exception=False), fail, with_status
        self.sent: list[tuple[str, Mapping[str, str]]] = []

    def send(self, method: str, url: str, headers: Mapping[str, str], content: bytes | None) -> Answer:
        self.sent.append((method, dict(headers)))
        kind = headers.get("Content-Type", "application/octet-stream")
        found = self.browser.generic(method, url.removeprefix(SITE), content or b"", kind, headers=dict(headers))
        if self.fail:
            self.fail -= 1
            if self.with_status:
                return Answer(self.with_status, {"retry-after": "7"}, b"<html>")
            raise ConnectionResetError("the answer was lost")
        return Answer(found.status_code, {name.lower(): value for name, value in found.items()}, found.content)


def client_of(cast: Cast, name: str, transport: InProcess | None = None, waits: list[float] | None = None) -> Client:
    """With every scope."""
    text = KEY_PREFIX + secrets.token_urlsafe(32)
    with cast.reading(name):
        fields = {"name": "client", "scopes": [p.value for p in Permission], "expires_at": now() + timedelta(days=1)}
        ApiToken.objects.create(user_id=cast.users[name], digest=digest_of(text), **fields)
    connection.close()
    return Client(SITE, text, transport=transport or InProcess(), sleep=([] if waits is None else waits).append)


def test_from_a_person_to_the_partners_answer(cast: Cast) -> None:
    office, partner = client_of(cast, "case_manager"), client_of(cast, "partner_worker")
    (person,) = office.iter_people(size=1)
    assert person["name"] == "Aroha Ngātai"
    need = office.add_need(person["id"], {"pillar": "ACCOMMODATION", "note": "A room of her own"})
    need = office.change_need(need.value["id"], {"pillar": "ACCOMMODATION", "note": "A room near whānau"}, seen=need.etag)
    (offer,) = office.services_for_need(need.value["id"]).value
    draft = office.new_referral({"need_id": need.value["id"], "service_id": offer["service_id"]})
    at = draft.value["id"]
    draft = office.put_urgency(at, {"urgency": "SOON", "answer_by": str(today() + timedelta(days=5))}, seen=draft.etag)
    draft = office.put_reason(at, {"reason": "Needs a room"}, seen=draft.etag)
    draft = office.put_agreement(at, {"ground": "AGREEMENT", "how": "Said so"}, seen=draft.etag)
    draft = office.put_lines(at, {"codes": ["age"]}, seen=draft.etag)
    telling = office.one_telling(at)
    assert [line["code"] for line in telling.value["lines"]] == ["name", "age", "need", "reason", "ground"]
    sent = office.send_referral(at, {"shown": telling.value["shown"]}, seen=telling.etag)
    assert sent.value["state"] == "SENT"

    asked = partner.ask_question(at, {"text": "Which bus?"})
    office.reply_to_question(at, asked.value["id"], {"text": "The 12"})
    seen = partner.one_referral(at)
    assert (seen.value["person_id"], seen.value["told"][0]["value"]) == (None, "Aroha Ngātai")
    taken = partner.take_referral(at, seen=seen.etag)
    done = partner.move_referral(at, "accept", {"note": "Monday"}, seen=taken.etag)
    assert done.value["state"] == "ACCEPTED" and office.one_referral(at).value["state"] == "ACCEPTED"


def test_a_lost_answer_is_asked_for_again_and_nothing_is_done_twice(cast: Cast, owner: Owner) -> None:
    for lost in ({"fail": 2}, {"fail": 1, "with_status": 503}):
        waits: list[float] = []
        transport = InProcess(**lost)
        got = client_of(cast, "case_manager", transport, waits).add_need(str(cast.person), {"pillar": "EMPLOYMENT", "note": str(lost)})
        assert got.replayed and owner.rows("select count(*) from people_need where note = %s", str(lost)) == [(1,)]
        assert len({headers["Idempotency-Key"] for _, headers in transport.sent}) == 1
        assert waits == ([0.2, 0.4] if lost == {"fail": 2} else [7.0])
    two = [client_of(cast, "case_manager").add_need(str(cast.person), {"pillar": "EMPLOYMENT", "note": "twice"}) for _ in range(2)]
    assert two[0].value["id"] != two[1].value["id"], "each call names itself, so two calls are two needs"


def test_a_change_is_sent_once_and_a_connection_that_stays_dead_is_said(cast: Cast) -> None:
    transport = InProcess(fail=1)
    with pytest.raises(ConnectionResetError):
        client_of(cast, "case_manager", transport).change_need(str(cast.need), {"pillar": "EMPLOYMENT"}, seen='"1"')
    assert len(transport.sent) == 1
    dead = InProcess(fail=9)
    with pytest.raises(ConnectionResetError):
        client_of(cast, "case_manager", dead).one_need(str(cast.need))
    assert len(dead.sent) == 3


def test_failures_are_exceptions_with_what_to_do(cast: Cast) -> None:
    office, stranger = client_of(cast, "case_manager"), client_of(cast, "stranger")
    office.change_need(str(cast.need), {"pillar": "EMPLOYMENT", "note": "Quicker"}, seen='"1"')
    with pytest.raises(Stale) as stale:
        office.change_need(str(cast.need), {"pillar": "EMPLOYMENT", "note": "Too late"}, seen='"1"')
    assert (stale.value.now, stale.value.current["note"], stale.value.body["sent"]) == ('"2"', "Quicker", '"1"')
    office.change_need(str(cast.need), {"pillar": "EMPLOYMENT", "note": "Now"}, seen=stale.value.now)
    with pytest.raises(Missing, match="404 Not found"):
        stranger.one_need(str(cast.need))
    with pytest.raises(NotAccepted, match="pillar"):
        office.add_need(str(cast.person), {"pillar": "HOUSE"})  # type: ignore[typeddict-item]  # what the checker would have found
    with pytest.raises(Conflict, match="you can't reopen"):
        office.move_need(str(cast.need), "reopen", seen='"3"')
    with pytest.raises(Unauthorized):
        Client(SITE, "tc_none", transport=InProcess()).one_need(str(cast.need))
    with pytest.raises(ValueError, match="https"):
        Client("file:///etc", "tc_none")


def test_pages_are_walked_to_the_end(cast: Cast) -> None:
    everybody = client_of(cast, "partnership_manager")
    assert [row["name"] for row in everybody.iter_organizations(size=1)] == ["Kete Trust", "Mana Trust"]
    assert len(everybody.list_organizations(size=1).value["items"]) == 1


def _maker() -> ModuleType:
    path = Path(__file__).resolve().parents[2] / "scripts" / "client.py"
    spec = importlib.util.spec_from_file_location("scripts_client", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_client_behind_the_interface_is_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Planted: one word of one file is another."""
    maker = _maker()
    for name in maker.MADE:
        text = (maker.FOLDER / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("Record a need", "Record needs"), encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["client.py", "--check"])
    assert maker.main() == 0
    monkeypatch.setattr(maker, "FOLDER", tmp_path)
    assert maker.main() == 1 and "operations.py" in capsys.readouterr().out
