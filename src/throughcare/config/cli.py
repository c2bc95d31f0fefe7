"""The `throughcare` command: one entry, every app's commands behind it, and one sentence when something is wrong.

Nothing heavy is imported before it is known which command runs, so `--version` and `--help` answer at once. A command of an app
is loaded only after Django is ready and the database answers, since such a command imports models.

An app adds commands by a Typer named `cli` in its `cli.py` and a line in SHARED. Several apps may fill one group.
"""

import importlib
import importlib.util
import os
import sys
import traceback
from dataclasses import dataclass
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

from throughcare import __version__
from throughcare.config import modes

FAILED, WRONG_USE, STOPPED = 1, 2, 130

OWN = {
    "demo": "Start a site of invented people and partners, with one-click log-in.",
    "serve": "Start the site: pages and, on a small site, the job worker.",
    "worker": "Run background jobs: mail, seals, webhooks.",
    "migrate": "Bring the database up to date and protect its tables (as its owner).",
    "check": "Say what is not right about this set-up.",
    "backup": "Write the whole site into one encrypted file (as the database's owner).",
    "restore": "Put a backup in place, in an empty site or instead of what is there (as the database's owner).",
    "retention": "Say what is due to be disposed of; dispose of what two people agreed on (as the database's owner).",
    "keys": "Change the site's keys: signing and audit (as the database's owner).",
    "manage": "Pass a command through to Django, such as: throughcare manage shell.",
    "assets": "Build the styles and scripts of the pages.",
    "demo-data": "",  # used by demo
}


@dataclass(frozen=True)
class Shared:
    """A command group and the modules that fill it, each with a Typer of the given name."""

    help: str
    parts: tuple[str, ...]


SHARED = {
    "user": Shared("Add and change users, teams and roles.", ("throughcare.accounts.cli:cli", "throughcare.accounts.sign_on.cli:cli")),
    "team": Shared("Give an organisation or an office a team.", ("throughcare.partners.cli:cli",)),
    "assessments": Shared("Look at partnership assessments, and close one.", ("throughcare.relationships.cli.assessments:cli",)),
    "stocktake": Shared(
        "Stock-takes of partners: see how far sites are, and remind them.", ("throughcare.relationships.cli.stocktakes:cli",)
    ),
    "gaps": Shared("What is missing: people who need something, against services there.", ("throughcare.relationships.cli.gaps:cli",)),
    "network": Shared(
        "The network of partners: what is said of the whole, and a file of it.", ("throughcare.relationships.cli.network:cli",)
    ),
    "partners": Shared("Look at the register of partners.", ("throughcare.partners.cli:partners",)),
    "import": Shared(
        "Bring in services, partners and people from files.",
        ("throughcare.services.cli:cli", "throughcare.partners.cli:imports", "throughcare.people.cli:cli"),
    ),
    "agreements": Shared("Look at agreements with partners.", ("throughcare.agreements.cli:cli",)),
    "performance": Shared("What is measured of agreements, and reports that are due.", ("throughcare.performance.cli:cli",)),
    "people": Shared("Look through people for records of one person.", ("throughcare.people.cli:people",)),
    "search": Shared(
        "Find services, partners and the people you may see.",
        ("throughcare.services.cli:search", "throughcare.people.cli:search", "throughcare.front.cli:search"),
    ),
    "audit": Shared("Verify the audit, and read it.", ("throughcare.audit.cli:cli",)),
    "documents": Shared("Documents: list them, add one, save its file, withdraw it.", ("throughcare.files.cli:cli",)),
    "tasks": Shared("Tasks: see them, give them, finish them.", ("throughcare.tasks.cli:cli",)),
    "jobs": Shared("Mail and other work that failed for good.", ("throughcare.notices.cli:cli",)),
}


class LazyGroup(TyperGroup):
    """Knows every command by name and line of help; loads one only when it is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Every command there is, in the order of the help page."""
        return [name for name, line in OWN.items() if line] + [name for name in SHARED if _present(name)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A stand-in that carries the line of help; what runs comes from `resolve_command`."""
        if cmd_name not in OWN and not (cmd_name in SHARED and _present(cmd_name)):
            return None
        line = OWN[cmd_name] if cmd_name in OWN else SHARED[cmd_name].help
        stand_in = typer.Typer(help=line, invoke_without_command=True, callback=_nothing)
        command = get_group(stand_in)
        command.name = cmd_name
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that runs, loaded now."""
        name, _stand_in, rest = super().resolve_command(ctx, args)  # refuses an unknown name
        if name in OWN:
            commands = importlib.import_module("throughcare.config.commands")
            return name, get_group(commands.cli).get_command(ctx, name), rest
        start = importlib.import_module("throughcare.config.start")
        ctx.with_resource(start.prepared(needs_database="--help" not in rest))
        return name, get_group(_filled(str(name))), rest


cli = typer.Typer(
    cls=LazyGroup,
    help="Throughcare: one open system in which a corrections department and its partners run reintegration together.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@cli.callback()
def _options(version: Annotated[bool, typer.Option("--version", help="Say which version this is, and stop.")] = False) -> None:
    if version:
        typer.echo(f"throughcare {__version__}")
        raise typer.Exit


def main(args: list[str] | None = None) -> int:
    """Run the command line; returns the exit code: 0 done, 1 failed, 2 wrong use, 130 stopped by Ctrl-C."""
    given = sys.argv[1:] if args is None else args
    if given == ["--version"]:
        print(f"throughcare {__version__}")
        return 0
    try:
        code = get_group(cli).main(args=given, prog_name="throughcare", standalone_mode=False)
    except (KeyboardInterrupt, typer.Abort):
        return _say("Stopped.", STOPPED)
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as error:  # noqa: BLE001 - the one place where every failure becomes a sentence
        return _explain(error)
    return code if isinstance(code, int) else 0


def _explain(error: Exception) -> int:
    """One sentence on stderr. The traceback, which may show data, comes only when THROUGHCARE_DEBUG is on."""
    if type(error).__name__ == "NoArgsIsHelpError":
        return _say("", WRONG_USE)
    if hasattr(error, "format_message"):  # what the argument parser raises
        return _say(f"{str(error.format_message()).rstrip('.')}. Try throughcare --help.", WRONG_USE)
    if os.environ.get("THROUGHCARE_DEBUG", "").lower() in ("on", "1", "yes", "true"):
        traceback.print_exception(error)
    return _say(importlib.import_module("throughcare.config.failures").sentence_of(error), FAILED)


def _say(sentence: str, code: int) -> int:
    if sentence:
        print(sentence, file=sys.stderr)
    return code


def _present(group: str) -> bool:
    return any(_exists(part.partition(":")[0]) for part in _parts(group))


def _parts(group: str) -> list[str]:
    """What fills it in this mode."""
    return [part for part in SHARED[group].parts if not (modes.is_partnership() and modes.is_about_people(part))]


def _exists(module: str) -> bool:
    package = module.rpartition(".")[0]
    return importlib.util.find_spec(package) is not None and importlib.util.find_spec(module) is not None


def _filled(group: str) -> typer.Typer:
    """One Typer holding what every part adds. A part may be absent: an app appears with its first capability."""
    filled = typer.Typer(help=SHARED[group].help, no_args_is_help=True)
    for part in _parts(group):
        module, _, attribute = part.partition(":")
        added = getattr(importlib.import_module(module), attribute, None) if _exists(module) else None
        if isinstance(added, typer.Typer):
            filled.registered_commands += added.registered_commands
            filled.registered_groups += added.registered_groups
    # Without a callback of its own, Typer would turn a group with one command into that command.
    filled.callback()(_nothing)
    return filled


def _nothing() -> None:
    """Nothing to do before the command itself."""


if __name__ == "__main__":
    sys.exit(main())
