"""Every command of the table: it acts in a named purpose, leaves its audit rows, and prints no word about anybody."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings
from typer.main import get_command
from typer.testing import CliRunner

from tests.database import Owner
from tests.matrix.commands import COMMANDS, Command
from tests.matrix.world import World
from throughcare.audit.guard import watching
from throughcare.audit.sealing import publish_head, seal_all
from throughcare.config import commands
from throughcare.config.cli import OWN, SHARED, _filled, _present
from throughcare.people.models import Person
from throughcare.services.queries import page_of_services

PARTNERS = "name,kind,charity number\nKererū Trust,NGO,CC54321\n"
PEOPLE = "team,identifiers,preferred_name\nawa,prn:9001,Hēmi\n"


def _there() -> set[str]:
    """Every command that can be typed."""
    own = {command.name or str(command.callback and command.callback.__name__) for command in commands.cli.registered_commands}
    groups = {str(group.name): group.typer_instance for group in commands.cli.registered_groups}
    assert own | set(groups) == set(OWN)
    own |= {f"{name} {command.name}" for name, group in groups.items() if group for command in group.registered_commands}
    shared = {f"{group} {name}" for group in SHARED if _present(group) for name in get_command(_filled(group)).commands}  # type: ignore[attr-defined]  # a group has them
    return own | shared


def test_every_command_is_in_the_table() -> None:
    table = {command.name for command in COMMANDS}
    assert _there() == table, f"not in tests/matrix/commands.py: {sorted(_there() - table)}; in it, but gone: {sorted(table - _there())}"


def test_each_command_acts_in_its_own_purpose_and_says_nothing_about_anybody(world: World, _worker_database: Owner, tmp_path: Path) -> None:
    files = {"services": tmp_path / "services.zip", "people": tmp_path / "people.csv", "partners": tmp_path / "partners.csv"}
    files["people"].write_text(PEOPLE, encoding="utf-8")
    files["partners"].write_text(PARTNERS, encoding="utf-8")
    unpacked = tmp_path / "services"
    unpacked.mkdir()
    (unpacked / "organizations.csv").write_text("id,name\n1,Kea Trust\n")
    (unpacked / "services.csv").write_text("id,organization_id,name,description\n7,1,Kea housing help,Somewhere to live\n")
    files["services"] = unpacked
    ran = 0
    with override_settings(AUDIT_HEAD=tmp_path / "audit-head.json"):
        seal_all()
        publish_head()
        for command in COMMANDS:
            if not command.why_not_run:
                _run(world, _worker_database, command, {name: str(path) for name, path in files.items()})
                ran += 1
    assert ran >= 10


def test_a_command_that_reads_people_without_an_audit_row_is_found(
    world: World, _worker_database: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted in a command that has nothing to do with anybody: it says no word of them, so no canary is found."""
    (command,) = (one for one in COMMANDS if one.name == "search services")
    _run(world, _worker_database, command, {})

    def planted(*given: Any, **more: Any) -> Any:
        assert len(Person.objects.all())
        return page_of_services(*given, **more)

    monkeypatch.setattr("throughcare.services.cli.page_of_services", planted)
    with pytest.raises(AssertionError, match="search services read people_person without an audit row"):
        _run(world, _worker_database, command, {})


def _run(world: World, owner: Owner, command: Command, files: dict[str, str]) -> None:
    before = {row[0] for row in owner.rows("select id from audit_auditevent")}
    group, _, name = command.name.partition(" ")
    words = [word.format(**files) for word in command.words]
    with watching() as watch:
        done = CliRunner().invoke(_filled(group), [name, *words], input=command.stdin)
    connection.close()
    assert done.exit_code == 0, f"{command.name}: {done.output} {done.exception!r}"
    world.canaries.check(command.reader, done.output, f"throughcare {command.name}")
    rows = [
        row[1:]
        for row in owner.rows("select id, verb, actor_name, actor_id, channel, person_ids, detail::text from audit_auditevent")
        if row[0] not in before
    ]
    assert rows or not watch.tables, f"{command.name} read {', '.join(sorted(watch.tables))} without an audit row"
    assert set(command.audited) <= {verb for verb, *_ in rows}, f"{command.name} left {rows}"
    assert {(who, user, channel) for _, who, user, channel, *_ in rows} <= {(command.purpose, None, "command")}, (
        f"{command.name} left {rows}"
    )
    for *_, detail in rows:
        world.canaries.check(None, str(detail), f"the audit of {command.name}")
