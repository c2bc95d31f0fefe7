"""`throughcare keys …`: which keys there are, a new one, and the end of an old one. As the database's owner."""

import importlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from throughcare.config import start
from throughcare.config.environment import Environment

cli = typer.Typer(help="Change the site's keys: signing and audit (as the database's owner).", no_args_is_help=True)
WHICH = ("secret", "audit")
Which = Annotated[str, typer.Argument(help="secret (signing) or audit")]
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


@cli.command("show")
def show(as_json: Json = False) -> None:
    """Say which keys there are, by marks that tell nothing about them, and what still hangs on each."""
    with _ready() as (env, room):
        uses = room.look(env)
    if as_json:
        typer.echo(json.dumps(asdict(uses)))
        return
    signing = Table("Signing key", "Signs", "Second steps", "Logged in")
    for use in uses.signing:
        signing.add_row(use.mark, "yes" if use.signs else "only verifies", f"{use.second_steps:,}", f"{use.logged_in:,}")
    audit = Table("Audit key", "Fingerprint", "Makes", "Rows", "Seals", "Lines of files")
    for one in uses.audit:
        audit.add_row(one.id, one.fingerprint, "yes" if one.makes else "only verifies", f"{one.rows:,}", f"{one.seals:,}", f"{one.lines:,}")
    Console().print(signing, audit)
    if uses.in_the_clear:
        typer.echo(f"{uses.in_the_clear:,} second steps are not encrypted yet: run throughcare keys renew.")
    if uses.lost:
        typer.echo(f"{uses.lost:,} second steps are under a key that is not here: put it back, or close and open these accounts again.")


@cli.command("rotate")
def rotate(which: Which, as_json: Json = False) -> None:
    """Make a new key that signs from the next start. The old one still verifies, until it is retired."""
    with _ready() as (env, room):
        _say(room.rotate(env, _one_of(which)), as_json=as_json)


@cli.command("renew")
def renew(as_json: Json = False) -> None:
    """Keep every second step, and every answer that waits sealed, under the key that signs now."""
    with _ready() as (env, room):
        changed = room.renew(env)
    typer.echo(json.dumps({"renewed": changed}) if as_json else f"{changed:,} second steps put under the key that signs now.")


@cli.command("retire")
def retire(
    which: Which,
    key: Annotated[str, typer.Argument(help="Its mark or id, as keys show says; not needed when there is one old key.")] = "",
    at_once: Annotated[bool, typer.Option("--now", help="Log out whoever is logged in by it.")] = False,
    as_json: Json = False,
) -> None:
    """Take an old key away. Refused while something needs it."""
    with _ready() as (env, room):
        _say(room.retire(env, _one_of(which), key, at_once=at_once), as_json=as_json)


def _say(changed: Any, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(changed.as_dict()))
        return
    if changed.setting:
        typer.echo(f"Set this for pages and workers alike. It is said once and kept nowhere:\n\nexport {changed.setting}\n")
    for sentence in changed.sentences:
        typer.echo(sentence)


def _one_of(which: str) -> str:
    if which not in WHICH:
        raise typer.BadParameter(f"Say which: {' or '.join(WHICH)}.")
    return which


@contextmanager
def _ready() -> Iterator[tuple[Environment, Any]]:
    with start.prepared(login="owner") as env:
        yield env, importlib.import_module("throughcare.config.rotation")  # imports models, so only now
