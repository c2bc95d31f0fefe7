"""What is handed out: the wheel, in an environment of its own with the locked packages, runs the demo where there is no node."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.skipif(not os.environ.get("THROUGHCARE_TEST_ALL"), reason="long: make test-all")


def run(*words: str | Path, **more: str) -> None:
    """As anybody would; what it said is shown when it fails."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("THROUGHCARE_", "DATABASE_", "DJANGO_", "PYTHON"))}
    done = subprocess.run([str(word) for word in words], env=clean | more, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, f"{words}: {done.stdout[-2000:]} {done.stderr[-2000:]}"


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Short, since sockets live below it, and gone afterwards."""
    made = Path("/var/lib" if os.geteuid() == 0 else "/var/tmp") / f"throughcare-wheel-{os.getpid()}"
    made.mkdir()
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def wheel(folder: Path) -> Path:
    run(sys.executable, "-m", "pip", "wheel", "-q", "--disable-pip-version-check", "--no-deps", "-w", folder, ROOT)
    (found,) = folder.glob("throughcare-*.whl")
    return found


def test_the_wheel_holds_what_pages_need_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.endswith(".css") for name in names) and any(name.endswith(".mo") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/")) or "node_modules" in name]


def test_it_runs_the_demo_without_node(folder: Path, wheel: Path) -> None:
    run(sys.executable, "-m", "venv", folder / "env")
    pip = (folder / "env" / "bin" / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check")
    run(*pip, "--require-hashes", "-r", ROOT / "requirements.lock")
    run(*pip, "--no-deps", wheel)
    (folder / "bin").mkdir()
    for name in ("sh", "setpriv"):  # all that is on the way; no node, no npm, no git
        if program := shutil.which(name):
            (folder / "bin" / name).symlink_to(program)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    surroundings = {"PATH": str(folder / "bin"), "HOME": str(folder), "THROUGHCARE_HOME": str(folder / "home"), "LANG": "C.UTF-8"}
    command = [str(folder / "env" / "bin" / "throughcare"), "demo", "--port", str(port), "--people", "20"]
    with (folder / "said").open("w") as said:
        process = subprocess.Popen(command, env=surroundings, cwd=folder, stdout=said, stderr=subprocess.STDOUT)
        try:
            page = answer(f"http://localhost:{port}/demo/", process, folder / "said")
            assert "Throughcare" in page
            (style, *_) = re.findall(r'<link[^>]+href="([^"]+\.css[^"]*)"', page)
            assert "govuk" in answer(f"http://localhost:{port}{style}", process, folder / "said")
        finally:
            process.send_signal(signal.SIGINT)
            code = process.wait(60)
    assert code == 0, (folder / "said").read_text()


def answer(address: str, process: subprocess.Popen[bytes], said: Path) -> str:
    """The text of a page, once it answers. Asked for with the system's own tools, since this process may open no connection by name."""
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address.replace("localhost", "127.0.0.1"), timeout=10) as page:
                text: str = page.read().decode()
                return text
        except OSError:
            time.sleep(0.5)
    pytest.fail(f"{address} did not answer: {said.read_text()[-3000:]}")
