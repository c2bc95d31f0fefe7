"""What holds for the whole repository: sizes, words that may not be in it, and lists that must be complete."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "throughcare"
ROOMS = ("rooms", "rooms-of-accounts", "rooms-of-audit", "rooms-of-demo")  # contracts, by id
MOST_LINES_OF_SOURCE, MOST_LINES_OF_TESTS, MOST_LINES_OF_FUNCTION = 500, 800, 40

# Written in pieces, so that this file does not hold what it looks for.
REGISTRIES = (
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "registry.npm" + "js.org",
    "npm" + "mirror",
    "registry.yarn" + "pkg",
    "arti" + "factory",
)
MACHINE_PATHS = re.compile(r"(?<![\w.~-])/(?:(?:ro" + r"ot|wo" + r"rk|tm" + r"p|Us" + r"ers)\b|ho" + r"me/\w)")


def tracked(*patterns: str) -> list[Path]:
    """Files git knows, or would take with the next commit."""
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *patterns]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return sorted({path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file()})


def text_of(path: Path) -> str:
    """The file's text; nothing for a picture or a compiled catalogue."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def apps() -> list[str]:
    """Every app, by its folder."""
    return sorted(path.parent.name for path in SOURCE.glob("*/__init__.py"))


def project() -> dict[str, Any]:
    """pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def contract(name: str) -> dict[str, Any]:
    """One contract of the order of the house."""
    return next(item for item in project()["tool"]["importlinter"]["contracts"] if item["id"] == name)


def lines_over(paths: list[Path], most: int) -> list[str]:
    """Files with more lines than `most`."""
    counted = {path: len(text_of(path).splitlines()) for path in paths}
    return [f"{path.relative_to(ROOT)}: {lines} lines" for path, lines in counted.items() if lines > most]


def test_the_list_of_files_is_not_empty() -> None:
    """Every test below walks these lists: an empty one would prove nothing."""
    assert len(tracked("src/*.py")) > 20
    assert len(tracked("tests/*.py")) > 5
    assert {"common", "config", "accounts"} <= set(apps())


def test_no_file_is_too_long() -> None:
    """A room that outgrows its file becomes a package of the same name."""
    source = [path for path in tracked("src/*.py", "scripts/*.py", "benchmarks/*.py") if "migrations" not in path.parts]
    assert lines_over(source, MOST_LINES_OF_SOURCE) == []
    assert lines_over(tracked("tests/*.py"), MOST_LINES_OF_TESTS) == []


def test_no_function_is_too_long() -> None:
    """Forty lines, docstring and all."""
    found = []
    for path in tracked("src/*.py", "scripts/*.py", "benchmarks/*.py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(text_of(path))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > MOST_LINES_OF_FUNCTION:
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {lines} lines")
    assert found == []


def test_no_registry_is_named() -> None:
    """Where packages come from is the business of whoever installs."""
    found = [f"{path.relative_to(ROOT)}: {host}" for path in tracked() for host in REGISTRIES if host in text_of(path)]
    assert found == []


def test_no_path_of_somebodys_machine() -> None:
    """Folders come from the environment, the project's own place, or a temporary folder's maker."""
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked()
        if path.name not in ("package-lock.json", "requirements.lock", "requirements-dev.lock")
        for match in MACHINE_PATHS.finditer(text_of(path))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        ("cd /ro" + "ot/site", True),
        ('"/tm' + 'p/x"', True),
        ("/ho" + "me/ana/site", True),
        ("example.org/home/page", False),
        ("/var/lib/x", False),
    ],
)
def test_the_search_for_paths_finds_them(line: str, is_found: bool) -> None:
    """The test above can fail."""
    assert bool(MACHINE_PATHS.search(line)) is is_found


def test_files_that_name_a_registry_are_never_taken() -> None:
    """uv.lock has an address on every line."""
    done = subprocess.run(
        ["git", "-C", str(ROOT), "check-ignore", "uv.lock", ".venv/x", "node_modules/x"], capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["uv.lock", ".venv/x", "node_modules/x"]


def test_every_dependency_says_what_it_is_for() -> None:
    """A line of its own, with a comment."""
    text = (ROOT / "pyproject.toml").read_text()
    needed = project()["project"]["dependencies"]
    bare = [name for name in needed if not re.search(rf'^\s*"{re.escape(name)}",\s*# \S', text, re.MULTILINE)]
    assert needed
    assert bare == []


def test_every_app_has_a_short_readme() -> None:
    """What lives here, who may come in, what it never does."""
    found = []
    for app in apps():
        readme = SOURCE / app / "README.md"
        lines = [line for line in readme.read_text().splitlines() if line.strip()] if readme.exists() else []
        if not 3 <= len(lines) <= 12:
            found.append(f"{app}: {len(lines)} lines")
    assert found == []


def test_every_app_has_its_place_in_the_order() -> None:
    """In the order of apps, and in one contract about rooms."""
    order = {name for layer in contract("order")["layers"] for name in re.findall(r"\w+", layer)}
    assert set(apps()) <= order
    assert contract("order")["exhaustive"] is True
    roomed = [name.rpartition(".")[2] for key in ROOMS for name in contract(key)["containers"]]
    pure = {"common", "config", "matching", "evaluation"}  # no rooms: tools, start-up, and plain functions
    assert sorted(roomed) == [app for app in apps() if app not in pure]
    assert all(contract(key)["exhaustive"] for key in ROOMS)


def test_licence_is_ours() -> None:
    """MIT, and named so in both places."""
    assert (ROOT / "LICENSE").read_text().startswith("MIT License")
    assert project()["project"]["license"] == "MIT"


def test_make_and_ci_offer_what_the_readme_promises() -> None:
    """The commands, and that CI runs two of them."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {"setup", "demo", "test", "test-all", "check", "bench", "fix", "clean", "lock"} <= targets
    ci = (ROOT / ".ci" / "run").read_text()
    assert "make check" in ci
    assert "make test" in ci
