"""Do the lock files still hold what the project asks for? Works without a network, so it can't say what is newest."""

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)


def python_findings(project: dict[str, object], lock: str) -> Iterator[str]:
    """Every requirement of the project and its dev group that requirements.lock lacks, or holds at a version not allowed."""
    pins: dict[str, set[Version]] = {}
    for name, version in _PIN.findall(lock):
        pins.setdefault(canonicalize_name(name), set()).add(Version(version))
    for text in asked_for(project):
        wanted = Requirement(text)
        held = pins.get(canonicalize_name(wanted.name), set())
        if not held:
            yield f"requirements.lock has no {wanted.name}: run make lock."
        elif not any(wanted.specifier.contains(version, prereleases=True) for version in held):
            yield f"requirements.lock has {wanted.name} {min(held)}, but pyproject.toml asks for {wanted.specifier}: run make lock."
    if unhashed := [name for name in _unhashed(lock)]:
        yield f"requirements.lock has no hash for {', '.join(unhashed)}: run make lock."


def asked_for(project: dict[str, object]) -> Iterator[str]:
    """The requirements named in pyproject.toml."""
    match project:
        case {"project": {"dependencies": [*needed]}, "dependency-groups": {"dev": [*dev]}}:
            yield from (str(text) for text in (*needed, *dev))
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
    found = list(python_findings(project, (ROOT / "requirements.lock").read_text()))
    found += node_findings(json.loads((ROOT / "package.json").read_text()), json.loads((ROOT / "package-lock.json").read_text()))
    for sentence in found:
        print(sentence)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
