"""An OpenID provider on this machine: discovery, keys, code with PKCE, signed tokens, and every fault one may have."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "care", "a secret of the client"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
_ALGORITHM = jwt.algorithms.RSAAlgorithm(jwt.algorithms.RSAAlgorithm.SHA256)


class Provider:
    """What it says of whoever comes is in `says`; `changed` and `signed` plant faults."""

    def __init__(self) -> None:
        self.says: dict[str, object] = {"sub": "s-1", "email": "officer@example.test", "email_verified": True}
        self.apart: dict[str, object] = {}  # said where the access token is shown
        self.changed: dict[str, object] = {}  # claims of the token; None takes one away
        self.signed: Callable[[dict[str, Any]], str] = sign
        self.told: dict[str, object] = {}  # changes of what discovery says
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        self.issuer = ""
        self.pages: dict[str, Callable[[str], str]] = {
            "/favicon.ico": lambda _address: ""
        }  # what a browser meets at a path: from the whole address, HTML

    def discovery(self) -> dict[str, object]:
        ends = {
            "authorization_endpoint": "/go",
            "token_endpoint": "/token",
            "jwks_uri": "/keys",
            "userinfo_endpoint": "/who",
            "end_session_endpoint": "/out",
        }
        return {"issuer": self.issuer} | {name: self.issuer + path for name, path in ends.items()} | self.told

    def log_in(self, address: str) -> str:
        """The visitor logs in at the address they were led to; returns the query they come back with."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert asked["client_id"] == CLIENT and asked["response_type"] == "code" and asked["code_challenge_method"] == "S256"
        assert set(asked["scope"].split()) == {"openid", "email"} and len(asked["nonce"]) >= 32
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return urlencode({"code": code, "state": asked["state"]})

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        """A code is good once, for the client that asked and whoever holds the other half of its challenge."""
        asked = self.codes.pop(form.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        if asked is None or proof != asked["code_challenge"] or form.get("redirect_uri") != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]} | self.says | self.changed
        token = self.signed({name: value for name, value in claims.items() if value is not None})
        return 200, {"access_token": "shown-to-who", "token_type": "Bearer", "id_token": token}

    def answer(self, path: str, form: dict[str, str], bearer: str) -> tuple[int, dict[str, object]]:
        """What the site's own requests get."""
        self.asked.append(path)
        match path:
            case "/.well-known/openid-configuration":
                return 200, self.discovery()
            case "/keys":
                return 200, {"keys": [{**json.loads(_ALGORITHM.to_jwk(KEY.public_key())), "kid": "k1", "alg": "RS256", "use": "sig"}]}
            case "/token":
                return self.token(form)
            case "/who" if bearer == "Bearer shown-to-who":
                return 200, self.apart
        return 404, {}


def sign(claims: dict[str, Any], key: object = KEY, algorithm: str = "RS256", kid: str = "k1") -> str:
    """A token as it should be."""
    return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid})  # type: ignore[arg-type]  # any kind of key


@contextmanager
def running() -> Iterator[Provider]:
    """The provider, answering on a port of this machine."""
    provider = Provider()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if page := provider.pages.get(urlsplit(self.path).path):
                self._answer(200, page(provider.issuer + self.path).encode(), "text/html; charset=utf-8")
            else:
                self._send({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._send({name: values[0] for name, values in parse_qs(body).items()})

        def _send(self, form: dict[str, str]) -> None:
            status, said = provider.answer(urlsplit(self.path).path, form, self.headers.get("Authorization", ""))
            self._answer(status, json.dumps(said).encode(), "application/json")

        def _answer(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Nothing: tests' output is for faults."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
