"""Documents and code are one thing: what a document names is there, what is there is named, and its commands parse."""

import re
import shlex
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from ninja.operation import Operation
from typer.main import get_group

from tests.shared import shared
from throughcare.config import cli, commands, keys_command
from throughcare.config.api import api
from throughcare.config.environment import SETTINGS
from throughcare.config.routes import addresses
from throughcare.demo.cast import CAST

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "GLOSSARY.md", "CHANGELOG.md")] + sorted(
    (ROOT / "docs").rglob("*.md")
)
PAGE, REST, COMMAND, TEST = range(1, 5)


def _named(column: int) -> set[str]:
    """What stands between backticks in one column of the tables of docs/coverage.md."""
    rows = [line.split("|")[1:-1] for line in (ROOT / "docs" / "coverage.md").read_text().splitlines() if line.startswith("| ")]
    assert all(len(row) == 5 for row in rows)
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row[column])}


def _pages() -> set[str]:
    return {name for _, name, view in addresses() if name and not isinstance(view, Operation)}


def _operations() -> set[str]:
    paths: dict[str, dict[str, Any]] = api.get_openapi_schema()["paths"]
    return {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}


def _commands() -> set[str]:
    own = {f"throughcare {name}" for name, line in cli.OWN.items() if line}
    groups = [name for name in cli.SHARED if cli._present(name)]
    return own | {f"throughcare {group} {name}" for group in groups for name in _group(group).commands}


def _group(name: str) -> Any:
    return get_group(cli._filled(name))


def test_every_page_is_in_the_coverage_and_every_page_in_it_exists() -> None:
    named, there = _named(PAGE), _pages()
    assert [page for page in sorted(there) if not any(fnmatch(page, name) for name in named)] == [], "not in docs/coverage.md"
    assert [name for name in sorted(named) if not any(fnmatch(page, name) for page in there)] == [], "no such page"


def _pages_alone(text: str) -> list[str]:
    """Capabilities of a page that neither name an operation nor say why there is none."""
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("| ")]
    return [row[0] for row in rows if "`" in row[PAGE] and "`" not in row[REST] and not row[REST].startswith("No: ")]


def test_what_a_page_can_do_rest_can_do_or_the_coverage_says_why_not() -> None:
    text = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    assert _pages_alone(text) == []
    assert "A site of invented people, one-click log-in" in _pages_alone(text.replace("No: a demonstration only", "")), "planted"


def _page_by_page(text: str) -> dict[str, str]:
    """Page → what it is over REST, of the last part: operations, or a reason."""
    return dict(re.findall(r"^- `([\w-]+)`: (.+)$", text.partition("## Page by page")[2], re.MULTILINE))


def _unanswered(text: str) -> list[str]:
    """Pages of capabilities with several of them, of which neither an operation that is there is named nor why there is none."""
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("| ")]
    several = [re.findall(r"`([^`]+)`", row[PAGE]) for row in rows if not row[REST].startswith("No: ")]
    said, there = _page_by_page(text), _operations()

    def is_said(page: str) -> bool:
        named = re.findall(r"`([^`]+)`", said.get(page, ""))
        return said.get(page, "").startswith("No: ") or (bool(named) and set(named) <= there)

    return [page for pages in several if len(pages) > 1 for page in pages if not is_said(page)]


def test_each_page_of_a_capability_has_an_operation_or_a_reason() -> None:
    """One operation in a row of the tables would hide a missing one beside it."""
    text = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    assert _unanswered(text) == []
    assert set(_page_by_page(text)) <= _pages(), "no such page"
    # Planted: a page nothing is said of, a reason taken away, and an operation that is not there.
    assert _unanswered(text.replace("- `limits`: ", "- ")) == ["limits"]
    assert _unanswered(text.replace("- `own-details`: No: ", "- `own-details`: ")) == ["own-details"]
    assert _unanswered(text.replace("- `need`: `GET ", "- `need`: `PATCH ")) == ["need"]


def test_every_rest_operation_is_in_the_coverage_and_every_one_in_it_exists() -> None:
    assert _named(REST) == _operations()


def test_every_command_is_in_the_coverage_and_every_one_in_it_exists() -> None:
    assert _named(COMMAND) == _commands()


def test_every_test_the_coverage_names_exists() -> None:
    assert [name for name in sorted(_named(TEST)) if not (ROOT / name).is_file()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_document_links_to_is_there(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", document.read_text())
    assert [link for link in links if "://" not in link and not (document.parent / link).exists()] == []


def _lines() -> Iterator[tuple[str, str]]:
    """(document, line) of every command in a block marked `sh`."""
    for document in DOCUMENTS:
        for block in re.findall(r"^```sh\n(.*?)^```", document.read_text(), re.DOTALL | re.MULTILINE):
            for line in block.splitlines():
                yield str(document.relative_to(ROOT)), line


LINES = sorted(set(_lines()))


def test_documents_hold_commands() -> None:
    assert {"README.md", "docs/running.md"} <= {document for document, _ in LINES}


@pytest.mark.parametrize(("document", "line"), LINES)
def test_commands_in_documents_parse(document: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = shlex.split(re.sub(r"[\[\]]", "", line))  # what may be left out stands in brackets
    for file in (word for word in words if word.endswith(".csv")):
        (tmp_path / file).touch()
    match Path(words[0]).name, words[1:]:
        case "make", [target, *_]:
            assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE), f"{document}: make has no {target}"
        case "throughcare", [group, name, *rest] if group in cli.SHARED:
            command = _group(group).commands[name]
            command.make_context(name, rest)
        case "throughcare", ["keys", name, *rest]:
            get_group(keys_command.cli).commands[name].make_context(name, rest)
        case "throughcare", [name, *rest]:
            get_group(commands.cli).commands[name].make_context(name, rest)
        case "python", [script, *_]:
            assert (ROOT / script).is_file(), f"{document}: no {script}"
        case "export", [setting]:
            assert setting.partition("=")[0] in {*SETTINGS, "DATABASE_URL", "DATABASE_OWNER_URL"}, f"{document}: no such setting"
        case _:
            pytest.fail(f"{document}: nobody knows how to read this command: {line}")


def test_readme_imports_a_real_directory(capsys: pytest.CaptureFixture[str], owner: object) -> None:
    """The README's own words, with a folder in place of FOLDER."""
    folder = shared("data", "services", "illinois-legal-aid", "output")
    (line,) = [line for document, line in LINES if document == "README.md" and line.endswith("FOLDER --dry-run")]
    _, group, name, *rest = shlex.split(line.replace("FOLDER", str(folder)))
    _group(group).commands[name].main(rest, standalone_mode=False)
    assert "nothing was changed" in capsys.readouterr().out


def test_readme_names_the_cast_by_their_names_and_roles() -> None:
    text = (ROOT / "README.md").read_text()
    table = re.findall(r"^\| ([^,|]+), [^|]+\| [^-]", text, re.MULTILINE)
    assert len(table) == 5
    assert set(table) <= {member.name for member in CAST}


def test_pictures_are_small() -> None:
    pictures = [path for path in (ROOT / "docs" / "images").iterdir() if path.suffix == ".png"]
    assert pictures
    assert [path.name for path in pictures if path.stat().st_size > 300_000] == []
