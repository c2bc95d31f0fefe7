"""The second step: codes from an app, recovery codes, passkeys; and a forgotten password."""

import base64
import hashlib
import json
import struct
import time
from typing import Any
from uuid import UUID

import pytest
from allauth.mfa.totp.internal import auth as totp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2 import cbor

from tests.accounts.test_log_in import PASSWORD, is_in, log_in, officer
from tests.cast import Cast
from tests.database import Owner

__all__ = ["officer"]  # fixtures
RP = "testserver"


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def code_of(secret: str) -> str:
    """The code of this half minute: of the next one when this is all but over, because a busy machine takes a second to look at it."""
    if (left := 30 - time.time() % 30) < 3:
        time.sleep(left)
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30)))


def confirm(browser: Client) -> None:
    """Changing how one logs in asks for the password once more."""
    assert browser.get("/account/2fa/totp/activate/")["Location"].startswith("/account/reauthenticate/")
    assert browser.post("/account/reauthenticate/", {"password": "not the password"}).status_code == 200
    assert browser.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302


def with_app(browser: Client, owner: Owner) -> str:
    """Set up an authenticator app; returns its secret."""
    confirm(browser)
    page = browser.get("/account/2fa/totp/activate/")
    secret = str(page.context["form"].secret)
    answer = browser.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer.status_code == 302, answer.context["form"].errors
    owner.change("delete from accounts_counter")  # a code is good once; the test does not wait 30 seconds for the next
    return secret


def test_with_an_app_the_password_alone_is_not_enough(cast: Cast, owner: Owner, officer: str) -> None:
    browser, _ = log_in(officer)
    secret = with_app(browser, owner)
    new, answer = log_in(officer)
    assert answer["Location"].startswith("/account/2fa/authenticate/") and not is_in(new)
    assert new.get("/account/2fa/authenticate/").status_code == 200
    wrong = new.post("/account/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200 and not is_in(new)
    before = new.cookies["sessionid"].value
    code = code_of(secret)
    assert new.post("/account/2fa/authenticate/", {"code": code}).status_code == 302
    assert is_in(new) and new.cookies["sessionid"].value != before
    third, _ = log_in(officer)
    assert third.post("/account/2fa/authenticate/", {"code": code}).status_code == 200  # the same code again
    assert not is_in(third)
    refused = owner.rows("select actor_id, about_id from audit_auditevent where verb = 'user.code_refused'")
    assert refused == [(None, cast.users["officer"])] * 2


def test_a_recovery_code_works_once(cast: Cast, owner: Owner, officer: str) -> None:
    browser, _ = log_in(officer)
    with_app(browser, owner)
    codes = browser.get("/account/2fa/recovery-codes/").context["unused_codes"]
    new, _ = log_in(officer)
    assert new.post("/account/2fa/authenticate/", {"code": codes[0]}).status_code == 302 and is_in(new)
    again, _ = log_in(officer)
    assert again.post("/account/2fa/authenticate/", {"code": codes[0]}).status_code == 200 and not is_in(again)


class Passkey:
    """A key in software: makes what a browser and a security key would send."""

    def __init__(self, user: UUID) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = b"a passkey's own id"
        self.user = user.hex.encode()

    def _data(self, flags: int, more: bytes = b"") -> bytes:
        return hashlib.sha256(RP.encode()).digest() + struct.pack(">BI", flags, 1) + more

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": f"https://{RP}", "crossOrigin": False}).encode()

    def made(self, challenge: str) -> dict[str, Any]:
        at = self.key.public_key().public_numbers()
        cose = cbor.encode({1: 2, 3: -7, -1: 1, -2: at.x.to_bytes(32, "big"), -3: at.y.to_bytes(32, "big")})
        data = self._data(0x45, b"\0" * 16 + struct.pack(">H", len(self.id)) + self.id + cose)
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        response = {"clientDataJSON": b64(self._client("webauthn.create", challenge)), "attestationObject": b64(attestation)}
        return self._sent(response, {"credProps": {"rk": True}})

    def signed(self, challenge: str, user: bytes | None = None) -> dict[str, Any]:
        data, client = self._data(0x05), self._client("webauthn.get", challenge)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": b64(client),
            "authenticatorData": b64(data),
            "signature": b64(signature),
            "userHandle": b64(user or self.user),
        }
        return self._sent(response, {})

    def _sent(self, response: dict[str, str], extensions: dict[str, Any]) -> dict[str, Any]:
        return {"type": "public-key", "id": b64(self.id), "rawId": b64(self.id), "response": response, "clientExtensionResults": extensions}


def with_passkey(browser: Client, user: UUID) -> Passkey:
    confirm(browser)
    key = Passkey(user)
    challenge = browser.get("/account/2fa/webauthn/add/").context["js_data"]["creation_options"]["publicKey"]["challenge"]
    sent = {"name": "Phone", "passwordless": "on", "credential": json.dumps(key.made(challenge))}
    answer = browser.post("/account/2fa/webauthn/add/", sent)
    assert answer.status_code == 302, answer.context["form"].errors
    return key


def log_in_with(key: Passkey, user: bytes | None = None) -> Client:
    browser = Client()
    asked = browser.get("/account/2fa/webauthn/login/", headers={"X-Requested-With": "XMLHttpRequest"}).json()
    challenge = asked["request_options"]["publicKey"]["challenge"]
    assert browser.post("/account/2fa/webauthn/login/", {"credential": json.dumps(key.signed(challenge, user))}).status_code == 302
    return browser


def test_a_passkey_lets_in_without_a_password(cast: Cast, officer: str) -> None:
    browser, _ = log_in(officer)
    key = with_passkey(browser, cast.users["officer"])
    assert is_in(log_in_with(key))


def test_a_passkey_opens_nobody_elses_account(cast: Cast, owner: Owner, officer: str) -> None:
    browser, _ = log_in(officer)
    key = with_passkey(browser, cast.users["officer"])
    for other in (cast.users["case_manager"].hex.encode(), b"nonsense", b"\xff\xfe"):
        assert not is_in(log_in_with(key, other))
    key.key = ec.generate_private_key(ec.SECP256R1())
    assert not is_in(log_in_with(key))
    refused = owner.rows("select about_id from audit_auditevent where verb = 'user.passkey_refused' order by at, id")
    assert refused == [(cast.users["case_manager"],), (None,), (None,), (cast.users["officer"],)]


@pytest.mark.parametrize(
    "credential", ["", "{", "[]", '{"response": 1}', '{"response": {"userHandle": 7}}', '{"response": {"userHandle": "%%"}}', "null"]
)
def test_a_broken_passkey_is_refused_without_a_fault(cast: Cast, officer: str, credential: str) -> None:
    browser = Client()
    browser.get("/account/2fa/webauthn/login/", headers={"X-Requested-With": "XMLHttpRequest"})
    assert browser.post("/account/2fa/webauthn/login/", {"credential": credential}).status_code == 302
    assert not is_in(browser)


def test_the_page_of_the_second_step_opens_only_after_the_first(cast: Cast, officer: str) -> None:
    assert Client().get("/account/2fa/authenticate/").status_code == 302
    assert is_in(log_in(officer, PASSWORD)[0])
