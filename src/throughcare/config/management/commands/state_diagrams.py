"""`throughcare manage state_diagrams [--check]`: draws every table of states into docs/states, or says which picture is out of date."""

import pkgutil
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from throughcare.common.states import Side, StateTable

FOLDER = Path(__file__).resolve().parents[5] / "docs" / "states"


def tables() -> list[StateTable]:
    """Every StateTable of every app's `states` room, by name. Raises CommandError when two have one name."""
    found: dict[str, StateTable] = {}
    for app in apps.get_app_configs():
        if not app.name.startswith("throughcare.") or "states" not in {module.name for module in pkgutil.iter_modules([app.path])}:
            continue
        for value in vars(import_module(f"{app.name}.states")).values():
            if isinstance(value, StateTable) and found.setdefault(value.name, value) is not value:
                raise CommandError(f"Two tables of states are called {value.name}: rename one.")
    return [found[name] for name in sorted(found)]


def page(table: StateTable) -> str:
    """The Markdown page of one table: the picture, and each move in words."""
    lines = [f"# States of a {table.name}", "", "Made by `throughcare manage state_diagrams` from the table in the code. Do not edit.", ""]
    lines += ["```mermaid", table.mermaid().rstrip(), "```", "", "| state | shown as | whose turn |", "| --- | --- | --- |"]
    lines += [f"| `{state.value}` | {state.label} | {_turn(table.turn[state])} |" for state in table.states]
    lines += ["", "| move | from | to | who | reason |", "| --- | --- | --- | --- | --- |"]
    for move in table.moves:
        leaves = ", ".join(f"`{state.value}`" for state in table.states if state.value in move.leaves)
        lines.append(f"| {move.verb} | {leaves} | `{move.reaches}` | {move.by} | {'needed' if move.needs_reason else ''} |")
    return "\n".join(lines) + "\n"


def _turn(side: Side) -> str:
    return "" if side is Side.NOBODY else side.value


class Command(BaseCommand):
    """Writes docs/states/*.md; with --check, changes nothing and fails when a page differs."""

    help = "Draw every table of states into docs/states."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--check, and another folder for tests."""
        parser.add_argument("--check", action="store_true", help="change nothing; fail when a picture is out of date")
        parser.add_argument("--folder", type=Path, default=FOLDER, help="where the pages are (docs/states)")

    def handle(self, *args: Any, check: bool, folder: Path, **options: Any) -> None:
        """Compare or write."""
        wanted = {f"{table.name}.md": page(table) for table in tables()}
        there = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))}
        odd = sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))
        if check:
            if odd:
                raise CommandError(
                    f"Out of date in docs/states: {', '.join(odd)}. Run throughcare manage state_diagrams, and commit the result."
                )
            return
        folder.mkdir(parents=True, exist_ok=True)
        for name in odd:
            if name in wanted:
                (folder / name).write_text(wanted[name], encoding="utf-8")
            else:
                (folder / name).unlink()
        self.stdout.write(f"{len(odd)} of {len(wanted)} pictures changed.")
