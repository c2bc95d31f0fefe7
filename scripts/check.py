"""`make check`: runs every check, two at a time, reports all of them, and fails when one did."""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from throughcare.config import embedded

ROOT = Path(__file__).resolve().parent.parent
THROUGHCARE = ("-m", "throughcare.config.cli", "manage")

# Longest first. Each is given to this very Python, so nothing outside the virtual environment is asked.
CHECKS: dict[str, tuple[str, ...]] = {
    "types": ("-m", "mypy"),
    "order of the house": ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),
    "style": ("-m", "ruff", "check", "."),
    "format": ("-m", "ruff", "format", "--check", "."),
    "templates": ("-m", "djlint", "src", "--lint", "--quiet"),
    "migrations": (*THROUGHCARE, "makemigrations", "--check", "--dry-run"),
    "migrations on a running site": ("scripts/migrations.py",),
    "REST described": ("scripts/openapi.py",),
    "Python client": ("scripts/client.py", "--check"),
    "state diagrams": (*THROUGHCARE, "state_diagrams", "--check"),
    "locks": ("scripts/locks.py",),
}


@dataclass(frozen=True)
class Outcome:
    """How one check went."""

    name: str
    passed: bool
    seconds: float
    output: str


def run(name: str, home: str) -> Outcome:
    """Run one check in a home of its own making, so that a check never touches a site's data."""
    began = time.monotonic()
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith(("THROUGHCARE_", "DATABASE_"))}
    done = subprocess.run(
        [sys.executable, *CHECKS[name]], cwd=ROOT, env=surroundings | {"THROUGHCARE_HOME": home}, text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    return Outcome(name, done.returncode == 0, time.monotonic() - began, done.stdout)


def main() -> int:
    """Run all, or those named on the command line. 0 when every one passed."""
    names = sys.argv[1:] or list(CHECKS)
    if unknown := set(names) - set(CHECKS):
        print(f"No such check: {', '.join(sorted(unknown))}. There are: {', '.join(CHECKS)}.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="throughcare-check-") as home:
        try:
            with embedded.start_cluster(Path(home), durable=False), ThreadPoolExecutor(2) as pool:
                outcomes = list(pool.map(lambda name: run(name, home), names))
        finally:
            embedded.remove_cluster(Path(home))
    for outcome in outcomes:
        if not outcome.passed:
            print(f"---- {outcome.name}\n{outcome.output.rstrip()}\n")
    for outcome in outcomes:
        print(f"{'passed' if outcome.passed else 'FAILED'}  {outcome.name} ({outcome.seconds:.1f} s)")
    failed = [outcome.name for outcome in outcomes if not outcome.passed]
    print(f"make check: {', '.join(failed)} failed." if failed else f"make check: all {len(outcomes)} passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
