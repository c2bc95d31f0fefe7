"""What the import linter can't see: relations by name, `get_model`, signals and template tags go down the house too."""

import ast
import re
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import ForeignObject

from tests.test_repository import SOURCE, contract

# Relations across apps with a way back, each with the reason it is wanted.
_HSDS = "HSDS nests it under its organization, and a mapping or a report walks it that way"
_STORY = "the story of one person or need is asked for from that end"
WAY_BACK = {
    **dict.fromkeys((f"{name}.organization" for name in ("Contact", "Language", "Location", "Phone", "Schedule", "Service")), _HSDS),
    **dict.fromkeys(("Authority.person", "Disclosure.person", "Referral.need", "Referral.person"), _STORY),
}
_NAMED = re.compile(r"""\bget_model\(\s*["'](\w+)|apps\.get_app_config\(\s*["'](\w+)""")
_TAG = re.compile(r"\{%\s*(?:include|extends|load)\s+([^%]+)%\}")


def ranks() -> dict[str, int]:
    """App → how high it lives: 0 is the lowest."""
    lines = [re.findall(r"\w+", line) for line in contract("order")["layers"]]
    return {app: height for height, line in enumerate(reversed(lines)) for app in line}


RANKS = ranks()


def may_use(user: str, used: str) -> bool:
    """An app uses itself and what lies below; those on one line are strangers."""
    return used == user or RANKS[used] < RANKS[user]


def _app_of(model: Any) -> str | None:
    parts = str(model.__module__).split(".")
    return parts[1] if parts[0] == "throughcare" else None


def relations() -> "list[tuple[str, str, ForeignObject[Any, Any]]]":
    """(app, app it points to, field) of every relation between models of ours."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if isinstance(field, ForeignObject) and field.related_model is not None:
                from_app, to_app = _app_of(model), _app_of(field.related_model)
                if from_app and to_app:
                    found.append((from_app, to_app, field))
    return found


def test_the_ranks_hold_every_app_there_is() -> None:
    ours = {config.name.split(".")[1] for config in apps.get_app_configs() if config.name.startswith("throughcare.")}
    assert ours <= set(RANKS)
    assert RANKS["config"] > RANKS["referrals"] > RANKS["services"] > RANKS["people"] > RANKS["accounts"] > RANKS["common"]
    assert not may_use("people", "referrals") and not may_use("services", "disclosure") and may_use("front", "people")


def test_no_relation_points_up() -> None:
    found = relations()
    assert len(found) > 30
    assert [f"{field.model.__name__}.{field.name}: {a} → {b}" for a, b, field in found if not may_use(a, b)] == []


def test_relations_across_apps_have_no_way_back_unless_it_is_wanted() -> None:
    back = {f"{field.model.__name__}.{field.name}" for a, b, field in relations() if a != b and not field.remote_field.hidden}
    assert back == set(WAY_BACK)


def _files(*patterns: str) -> list[Path]:
    return [path for pattern in patterns for path in sorted(SOURCE.glob(pattern)) if "migrations" not in path.parts]


def _app(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0]


def test_no_app_asks_for_a_higher_ones_models_by_name() -> None:
    up = []
    for path in _files("*/**/*.py"):
        for names in _NAMED.findall(path.read_text()):
            used = next(filter(None, names))
            if used in RANKS and not may_use(_app(path), used):
                up.append(f"{path.relative_to(SOURCE)} → {used}")
    assert up == []


def test_nothing_listens_to_models_being_saved() -> None:
    """A signal is a call nobody sees, and the linter neither."""
    listens = [path for path in _files("*/**/*.py") if {"django.db.models.signals", "django.dispatch"} & _imported(path)]
    assert listens == []


def _imported(path: Path) -> set[str]:
    return {node.module or "" for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)}


def test_templates_take_in_only_what_lies_below() -> None:
    libraries = {path.stem: _app(path) for path in _files("*/templatetags/*.py")}
    up, seen = [], 0
    for path in _files("*/templates/**/*.html"):
        for inside in _TAG.findall(path.read_text()):
            for word in re.findall(r"[\w/.-]+", inside):
                used = libraries.get(word) or word.split("/")[0]
                seen += used in RANKS
                if used in RANKS and not may_use(_app(path), used):
                    up.append(f"{path.relative_to(SOURCE)} takes in {word}")
    assert seen > 10
    assert up == []
