"""The commands that start, prepare and look after a site. Each prepares what it needs, calls one function, and answers."""

import importlib
import json
import os
import shutil
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, TaskID

from throughcare.config import embedded, environment, keys_command, start, supervise
from throughcare.config.environment import Environment
from throughcare.config.errors import ConfigError

cli = typer.Typer(add_completion=False)
cli.add_typer(keys_command.cli, name="keys")

Port = Annotated[int, typer.Option(min=1, max=65535, help="Port the pages answer on.")]
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
_PASS_THROUGH = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}
_NOT_THROUGH_DJANGO = {"migrate": "throughcare migrate, which also protects the tables", "runserver": "throughcare serve"}


@cli.command()
def demo(
    port: Port = 8000,
    people: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many people to invent.")] = 500,
    seed: Annotated[int, typer.Option(help="The same seed invents the same people.")] = 1,
    reset: Annotated[bool, typer.Option("--reset", help="Throw the demo's data away and begin afresh.")] = False,
) -> None:
    """Start a site of invented people and partners, with one-click log-in. A second run keeps the data."""
    os.environ["THROUGHCARE_DEMO"] = "on"
    env = environment.current()  # refuses a real database, and a home that holds real data
    supervise.check_port_is_free("127.0.0.1", port)
    if reset:
        _remove_demo(env)
    cast = env.home / "postgres" / "cast.txt"

    def make_data() -> None:
        if not cast.exists():  # written last, so data that was cut short is made again
            supervise.run_command("demo-data", "--people", str(people), "--seed", str(seed))

    def say(address: str) -> None:
        typer.echo(f"\nThroughcare's demo answers at {address}\n\n{cast.read_text()}\nCtrl-C stops it; the data stays.")

    supervise.run(env, supervise.Site(port=port, when_ready=say), prepare=make_data)


@cli.command("demo-data", hidden=True)
def demo_data(people: int = 500, seed: int = 1) -> None:
    """Invent the demo's people, partners and referrals. Used by demo."""
    os.environ["THROUGHCARE_DEMO"] = "on"
    # A set-up step, like migrate: only the owner can write a history that lies in the past.
    with start.prepared(login="owner") as env, Progress(console=Console(stderr=True)) as bars:
        rows: dict[str, TaskID] = {}

        def progress(what: str, done: int, total: int) -> None:
            if what not in rows:
                rows[what] = bars.add_task(what)
            bars.update(rows[what], completed=done, total=total)

        actions = importlib.import_module("throughcare.demo.actions")  # imports models, so only now
        actions.make_demo(people=people, seed=seed, progress=progress)
        lines = importlib.import_module("throughcare.demo.cast").cast_lines()
        (env.home / "postgres" / "cast.txt").write_text("\n".join(lines) + "\n")


@cli.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Port = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Web processes.")] = 1,
    no_worker: Annotated[bool, typer.Option("--no-worker", help="Leave jobs to throughcare worker, run elsewhere.")] = False,
) -> None:
    """Start the site: pages and, unless told not to, the job worker."""
    env = environment.current()
    if env.embedded and embedded.holds_demo(env.home) and not env.demo:
        raise ConfigError(f"{env.home} holds a demo's invented data: use throughcare demo, or set THROUGHCARE_HOME to another folder.")
    supervise.run(env, supervise.Site(host=host, port=port, workers=workers, with_jobs=not no_worker))


@cli.command()
def worker() -> None:
    """Run background jobs and seal the audit, until stopped."""
    with start.prepared(login="app"):
        importlib.import_module("throughcare.config.worker").run()  # imports models, so only now


@cli.command()
def migrate() -> None:
    """Bring the database up to date as its owner, then make its policies and grants."""
    with start.prepared(login="owner"):
        for said in importlib.import_module("throughcare.config.protect").migrate():  # imports models, so only now
            typer.echo(said)
        typer.echo("The database is up to date, and its tables are protected.")


@cli.command()
def check(as_json: Json = False) -> None:
    """Say what is not right about this set-up. Ends with code 1 when something must be put right."""
    with start.prepared(login="app") as env:
        found = importlib.import_module("throughcare.config.findings").find(env)  # imports models, so only now
    if as_json:
        typer.echo(json.dumps({"ok": not any(item.must for item in found), "findings": [item.as_dict() for item in found]}))
    else:
        for item in found:
            typer.echo(f"{'Must' if item.must else 'Should'}: {item.sentence}")
        typer.echo("Nothing is wrong with this set-up." if not found else f"{len(found)} to look at.")
    if any(item.must for item in found):
        raise typer.Exit(1)


@cli.command()
def backup(file: Annotated[Path, typer.Argument(help="A new file.")], as_json: Json = False) -> None:
    """Write one moment of the whole site into an encrypted file, and read it again. THROUGHCARE_BACKUP_KEY holds the passphrase."""
    with start.prepared(login="owner") as env:
        operate = importlib.import_module("throughcare.config.backup.operate")  # imports models, so only now
        made = operate.back_up(env, file)
    if as_json:
        typer.echo(json.dumps(made.as_dict()))
    else:
        typer.echo(f"{made.path} holds {made.rows:,} rows of {made.tables} tables and {made.files:,} files, {made.size / 1e6:,.1f} MB.")
        typer.echo("It can't be opened without its passphrase, nor its audit verified without the audit keys: keep both apart from it.")


@cli.command()
def restore(
    file: Annotated[Path | None, typer.Argument(help="What throughcare backup wrote.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Put it in the place of what this site holds now.")] = False,
    keys_lost: Annotated[bool, typer.Option("--keys-lost", help="The audit keys are lost: restore what can't be verified.")] = False,
    recovered: Annotated[bool, typer.Option("--recovered", help="PostgreSQL itself brought the database back to a moment: go on.")] = False,
    as_json: Json = False,
) -> None:
    """Put a backup in place: checked first, compared before it is committed, then brought up to date, protected and verified."""
    if (file is None) is not recovered:
        raise typer.BadParameter("Name the file that throughcare backup wrote, or say --recovered, not both.")
    if recovered and (replace or keys_lost):
        raise typer.BadParameter("--replace and --keys-lost are about a file: leave them out with --recovered.")
    with start.prepared(login="owner") as env:
        operate = importlib.import_module("throughcare.config.backup.operate")  # imports models, so only now
        done = operate.put_back(env, file, replace=replace, keys_lost=keys_lost) if file else operate.go_on(env)
    if as_json:
        typer.echo(json.dumps(done.as_dict()))
    elif recovered:
        typer.echo(f"The database is back. What was audited last was at {done.at}.")
        for note in done.notes:
            typer.echo(f"- {note}")
    else:
        typer.echo(f"Restored {done.rows:,} rows of {done.tables} tables and {done.files:,} files, as they were at {done.at}.")
        for note in done.notes:
            typer.echo(f"- {note}")
    if not done.ok:
        raise typer.Exit(1)


@cli.command()
def retention(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count what is due, and change nothing.")] = False, as_json: Json = False
) -> None:
    """Dispose of what two people agreed on, on the page Retention; with --dry-run, say what is due."""
    with start.prepared(login="owner"):
        room = importlib.import_module("throughcare.config.retention")  # imports models, so only now
        records = importlib.import_module("throughcare.config.erasing")
        found, disposed = (room.look(), []) if dry_run else ([], room.dispose())
        erased = [] if dry_run else [*records.erase_again(), *records.erase_approved()]
    if as_json:
        typer.echo(
            json.dumps({"due": [item.as_dict() for item in found], "disposed": dict(disposed), "erased": [str(key) for key, _ in erased]})
        )
        return
    for item in found:
        typer.echo(f"{item.title}, kept {item.days} days: {item.rows:,} due{', approved' if item.approved else ''}.")
    for title, rows in disposed:
        typer.echo(f"{title}: {rows:,} disposed of.")
    for key, rows in erased:
        typer.echo(f"The record {key}: erased, {rows:,} rows.")
    if not (found or disposed or erased):
        typer.echo("Nothing is approved, so nothing was disposed of. One person asks and another approves on the page Retention.")


@cli.command(context_settings=_PASS_THROUGH)
def manage(context: typer.Context) -> None:
    """Pass a command through to Django."""
    words = context.args
    if words and words[0] in _NOT_THROUGH_DJANGO:
        raise ConfigError(f"Use {_NOT_THROUGH_DJANGO[words[0]]}.")
    with start.prepared():
        importlib.import_module("django.core.management").execute_from_command_line(["throughcare manage", *words])


@cli.command()
def assets(
    action: Annotated[str, typer.Argument(help="build")] = "build",
    root: Annotated[Path, typer.Option(help="Folder of the source tree.")] = Path(),
) -> None:
    """Build the styles and scripts of the pages again. `make setup` does so too."""
    if action != "build":
        raise typer.BadParameter("Say: throughcare assets build")
    importlib.import_module("throughcare.common.assets").build_assets(root.resolve())


def _remove_demo(env: Environment) -> None:
    """Everything a demo leaves in its home, and nothing else."""
    if embedded.is_made(env.home):
        embedded.remove_cluster(env.home)
    for name in ("files", "index", "mail"):
        shutil.rmtree(env.home / name, ignore_errors=True)
    env.audit_head.unlink(missing_ok=True)
    environment.current.cache_clear()
