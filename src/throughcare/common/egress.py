"""The one way out while somebody waits: to hosts the settings name, by TLS, without redirects, and not for long.

Nothing here takes an address from a visitor. A named host may stand in the site's own network, as a ministry's provider of log-ins does:
its certificate says that it is the right one. Where an address is anybody's to write, this is not enough.
"""

import os
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

import requests
from requests import PreparedRequest, RequestException, Response

__all__ = ["Egress", "Elsewhere", "RequestException", "out"]

_SECONDS = (3.05, 5.0)  # to connect; between two bytes


class Elsewhere(RequestException):
    """An address that is not among those the settings name, or an answer that leads there."""


class Egress(requests.Session):
    """A session that goes to the named hosts only."""

    def __init__(self, hosts: Collection[str], scheme: str) -> None:
        super().__init__()
        self.hosts, self.scheme = frozenset(hosts), scheme
        self.trust_env = False  # no credentials from a file, no proxy nobody thought of
        self.verify = os.environ.get("SSL_CERT_FILE") or True

    def allows(self, address: str) -> bool:
        """Whether this address may be asked, or a visitor be sent to it."""
        parts = urlsplit(address)
        return parts.scheme == self.scheme and parts.netloc.lower() in self.hosts

    def send(self, request: PreparedRequest, **how: Any) -> Response:
        """Ask. Raises Elsewhere, or another RequestException."""
        if not self.allows(request.url or ""):
            raise Elsewhere("The settings do not name this host.")
        answer = super().send(request, **{**how, "allow_redirects": False, "timeout": _SECONDS})
        if answer.is_redirect:
            raise Elsewhere("The answer leads to another address.")
        return answer


def out(hosts: Collection[str], *, scheme: str = "https") -> Egress:
    """The way to these hosts ("host" or "host:port")."""
    return Egress(hosts, scheme)
