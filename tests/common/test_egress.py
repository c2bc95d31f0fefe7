"""The one way out: to the hosts named and no others, whatever the address looks like, and no redirect is followed (T15)."""

import ast
import http.server
import random
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from throughcare.common import egress

SOURCE = Path(egress.__file__).parents[1]
# What can open a connection. `socket` is asked for names and ports of this machine by the command that starts a site.
CLIENTS = {"requests", "urllib.request", "http.client", "httpx", "aiohttp", "urllib3", "ftplib", "xmlrpc.client", "telnetlib"}


class Trap(http.server.BaseHTTPRequestHandler):
    """Counts who comes. /away leads to the address it was told."""

    came: list[str] = []
    away = ""

    def do_GET(self) -> None:
        self.came.append(self.path)
        self.send_response(302 if self.path == "/away" else 200)
        self.send_header("Location", self.away)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        """Nothing."""


@pytest.fixture
def listeners() -> Iterator[tuple[int, int]]:
    """Ports of two servers on this machine: one the settings name, and the trap."""
    Trap.came.clear()
    servers = [http.server.ThreadingHTTPServer(("127.0.0.1", 0), Trap) for _ in range(2)]
    for server in servers:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield servers[0].server_port, servers[1].server_port
    for server in servers:
        server.shutdown()
        server.server_close()


def odd(port: int, named: int, seed: int) -> list[str]:
    """500 ways to write the trap's address, or to hide it behind the named one."""
    chance = random.Random(seed)
    hosts = (
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "0177.0.0.1",
        "0x7f.0.0.1",
        "2130706433",
        "0x7f000001",
        "127.1",
        "127.0.1",
        "0",
        "0.0.0.0",
        "169.254.169.254",
        "LOCALHOST",
        "127.0.0.1.",
        "①②⑦.0.0.1",
        "localtest.me",
        "127.0.0.1%00",
    )
    shapes = (
        "http://{host}:{port}/",
        "http://127.0.0.1:{named}@{host}:{port}/",
        "http://{host}:{port}#@127.0.0.1:{named}/",
        "http://{host}:{port}?127.0.0.1:{named}",
        "http://127.0.0.1:{named}.{host}:{port}/",
        "http://{host}:{port}\\@127.0.0.1:{named}/",
        "http:\\\\{host}:{port}/",
        "http://127.0.0.1:0{named}@{host}:{port}",
        " http://{host}:{port}/",
        "HTTP://{host}:{port}/",
        "https://{host}:{port}/",
        "file:///etc/passwd",
        "gopher://{host}:{port}/",
        "http://127.0.0.1:{port}/",
        "//{host}:{port}/",
    )
    made = [shape.format(host=host, port=port, named=named) for host in hosts for shape in shapes]
    while len(made) < 500:
        one = list(chance.choice(made))
        one.insert(chance.randrange(len(one)), chance.choice("\t\r\n %@:/\\.#?\u2024\uff0f"))
        made.append("".join(one))
    return made


def test_500_odd_addresses_reach_no_trap(listeners: tuple[int, int]) -> None:
    named, trap = listeners
    with egress.out([f"127.0.0.1:{named}"], scheme="http") as out:
        assert out.get(f"http://127.0.0.1:{named}/here").status_code == 200
        went = []
        for address in odd(trap, named, seed=22):
            try:
                went.append(out.get(address).url)
            except (egress.RequestException, ValueError):
                continue
    assert all(f"127.0.0.1:{named}" in str(url) for url in went), went
    assert Trap.came.count("/here") == 1 and len(Trap.came) == 1 + len(went)


def test_a_redirect_is_not_followed_wherever_it_leads(listeners: tuple[int, int]) -> None:
    named, trap = listeners
    Trap.away = f"http://127.0.0.1:{trap}/"
    with egress.out([f"127.0.0.1:{named}"], scheme="http") as out, pytest.raises(egress.Elsewhere):
        out.get(f"http://127.0.0.1:{named}/away", allow_redirects=True)
    assert Trap.came == ["/away"]


def test_without_tls_nobody_is_asked(listeners: tuple[int, int]) -> None:
    named, _ = listeners
    with egress.out([f"127.0.0.1:{named}"]) as out, pytest.raises(egress.Elsewhere):
        out.get(f"http://127.0.0.1:{named}/")
    assert Trap.came == []


def clients(source: str) -> set[str]:
    """Of CLIENTS, what this source imports."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {client for client in CLIENTS if any(name == client or name.startswith(client + ".") for name in found)}


def test_no_other_module_goes_out() -> None:
    assert clients("from urllib import request\nimport requests.sessions\nfrom urllib.parse import quote") == {"requests", "urllib.request"}
    words = {client.partition(".")[0] for client in CLIENTS}
    texts = {str(path.relative_to(SOURCE)): path.read_text() for path in SOURCE.rglob("*.py")}
    going = {
        name: found
        for name, text in texts.items()
        if any(f"import {w}" in text or f"from {w}" in text for w in words) and (found := clients(text))
    }
    # The second asks the site it has just started, on this machine, whether it is ready.
    assert going == {"common/egress.py": {"requests"}, "config/supervise.py": {"http.client"}}
