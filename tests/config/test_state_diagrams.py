"""Pictures of the tables of states: drawn, and found out when they differ."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from throughcare.config.management.commands.state_diagrams import tables


def test_every_table_is_drawn_and_a_changed_missing_or_left_over_picture_is_named(tmp_path: Path) -> None:
    call_command("state_diagrams", folder=tmp_path, verbosity=0)
    assert {path.stem for path in tmp_path.iterdir()} == {table.name for table in tables()} >= {"need", "referral"}
    call_command("state_diagrams", check=True, folder=tmp_path)
    (tmp_path / "referral.md").write_text("else")
    (tmp_path / "need.md").unlink()
    (tmp_path / "gone.md").write_text("old")
    with pytest.raises(CommandError, match=r"gone\.md, need\.md, referral\.md"):
        call_command("state_diagrams", check=True, folder=tmp_path)


def test_the_pictures_in_the_docs_are_up_to_date() -> None:
    call_command("state_diagrams", check=True)


def test_every_move_is_in_the_picture() -> None:
    for table in tables():
        drawn = table.mermaid()
        for move in table.moves:
            for state in move.leaves:
                assert f"{state} --> {move.reaches}: {move.verb}" in drawn
