"""Do the lock files still hold what the project asks for? Works without a network, so it can't say what is newest."""

import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)


def python_findings(wanted_texts: Iterable[str], name_of_lock: str, lock: str) -> Iterator[str]:
    """Every requirement that the lock lacks, holds at a version not allowed, or holds without a hash."""
    pins: dict[str, set[Version]] = {}
    for name, version in _PIN.findall(lock):
        pins.setdefault(canonicalize_name(name), set()).add(Version(version))
    for text in wanted_texts:
        wanted = Requirement(text)
        held = pins.get(canonicalize_name(wanted.name), set())
        if not held:
            yield f"{name_of_lock} has no {wanted.name}: run make lock."
        elif not any(wanted.specifier.contains(version, prereleases=True) for version in held):
            yield f"{name_of_lock} has {wanted.name} {min(held)}, but pyproject.toml asks for {wanted.specifier}: run make lock."
    if unhashed := list(_unhashed(lock)):
        yield f"{name_of_lock} has no hash for {', '.join(unhashed)}: run make lock."


def asked_for(project: dict[str, object]) -> tuple[list[str], list[str]]:
    """The requirements pyproject.toml names: what runs, and with it what tests and checks need."""
    match project:
        case {"project": {"dependencies": [*needed]}, "dependency-groups": {"dev": [*dev]}}:
            return [str(text) for text in needed], [str(text) for text in (*needed, *dev)]
        case _:
            raise ValueError("pyproject.toml lacks project.dependencies or the dev group.")


def node_findings(package: dict[str, dict[str, str]], lock: dict[str, dict[str, dict[str, str]]]) -> Iterator[str]:
    """Every package of package.json that package-lock.json holds at another version, and any address of a registry."""
    held = lock["packages"]
    for name, version in {**package.get("dependencies", {}), **package.get("devDependencies", {})}.items():
        if held.get(f"node_modules/{name}", {}).get("version") != version:
            yield f"package-lock.json does not hold {name} {version}: run npm install."
    if any("resolved" in entry for entry in held.values()):
        yield "package-lock.json names a registry: run npm install with the project's .npmrc."


def _unhashed(lock: str) -> Iterator[str]:
    for entry in re.split(r"\n(?=\S)", lock):
        if (pin := _PIN.match(entry)) and "--hash=" not in entry:
            yield pin.group(1)


def main() -> int:
    """Print each finding; 0 when there is none."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    running, all_of_it = asked_for(project)
    found = [
        *python_findings(running, "requirements.lock", (ROOT / "requirements.lock").read_text()),
        *python_findings(all_of_it, "requirements-dev.lock", (ROOT / "requirements-dev.lock").read_text()),
    ]
    found += node_findings(json.loads((ROOT / "package.json").read_text()), json.loads((ROOT / "package-lock.json").read_text()))
    for sentence in found:
        print(sentence)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
