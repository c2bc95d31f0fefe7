"""Is the interface described well enough to be used without asking? The specification's own rules, and the house's.

What a rule can't see is in EXCUSED, with its reason.
"""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django
from openapi_spec_validator import OpenAPIV31SpecValidator

ROOT = Path(__file__).resolve().parent.parent
# Operation → why a rule about it does not hold: "rule operationId".
EXCUSED: dict[str, str] = {}
_METHODS = {"get", "put", "patch", "post", "delete"}
_NAME = re.compile(r"[a-z]+(_[a-z]+)+")
_BOUNDS = ("maxLength", "enum", "const")
_FIXED_FORMATS = {"uuid", "date", "date-time", "time"}
_MAKES_NOTHING = "x-makes-nothing"
_ANY_VERSION = "x-any-version"  # why a change of a thing needs no If-Match
# What looks like somebody: an address for mail, a telephone number, a date long past, a name the demo or the tests use.
_SOMEBODY = re.compile(r"[\w.+-]+@(?!example\.)[\w-]+\.\w+|\+?\d[\d ]{7,}\d|\b19\d\d-\d\d-\d\d\b|\b(Aroha|Tama|Ngātai|Wīremu)\b")

Found = Iterator[str]


def operations(spec: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(method, path, operation) of every operation."""
    for path, item in spec["paths"].items():
        for method in sorted(_METHODS & set(item)):
            yield method, path, item[method]


def specification(spec: dict[str, Any]) -> Found:
    """OpenAPI 3.1's own."""
    for error in OpenAPIV31SpecValidator(spec).iter_errors():
        yield f"{'/'.join(str(part) for part in error.absolute_path)}: {error.message[:200]}"


def named(spec: dict[str, Any]) -> Found:
    """Each operation has a name of its own of two words or more, a summary that says more than the name, and one tag."""
    seen: dict[str, str] = {}
    for method, path, operation in operations(spec):
        where, name = f"{method.upper()} {path}", operation.get("operationId", "")
        if not _NAME.fullmatch(name):
            yield f"{where} is called “{name}”: name its function by two words or more, such as list_needs."
        if first := seen.get(name):
            yield f"{where} and {first} are both called {name}: rename the function of one."
        seen[name] = where
        summary = operation.get("summary", "")
        if not summary or summary == name.title().replace("_", " "):
            yield f"{where} has no summary: put summary=… into its decorator."
        if len(operation.get("tags", [])) != 1:
            yield f"{where} needs one tag: Router(tags=[…])."


def failures(spec: dict[str, Any]) -> Found:
    """Each failure is declared as problem details, and those that follow from the operation's shape are there."""
    for method, path, operation in operations(spec):
        where, answers = f"{method.upper()} {path}", {int(status): answer for status, answer in operation["responses"].items()}
        if sum(200 <= status < 300 for status in answers) != 1:
            yield f"{where} needs one answer of success, and has {sorted(answers)}."
        for status, answer in answers.items():
            if status >= 300 and list(answer.get("content", {})) != ["application/problem+json"]:
                yield f"{where} answers {status} by something else than problem details."
        wanted = {500}
        wanted |= {401} if operation.get("security") else set()
        wanted |= {404} if "{" in path else set()
        wanted |= {400, 413, 415, 422} if "requestBody" in operation else set()
        wanted |= {422} if any(p["in"] in ("query", "header") for p in operation.get("parameters", [])) else set()
        wanted |= {409} if method != "get" and _MAKES_NOTHING not in operation else set()
        if missing := sorted(wanted - set(answers)):
            yield f"{where} does not say that it can answer {missing}."


def versions(spec: dict[str, Any]) -> Found:
    """A read of one thing gives its version; a change of one takes it (If-Match: 412, 428); a POST that makes something takes a key."""
    for method, path, operation in operations(spec):
        where = f"{method.upper()} {path}"
        headers = {p["name"] for p in operation.get("parameters", []) if p["in"] == "header"}
        answers = {int(status): answer for status, answer in operation["responses"].items()}
        done: dict[str, Any] = next((answer for status, answer in answers.items() if 200 <= status < 300), {})
        if method == "get":
            if "{" in path and not _is_list(spec, done) and "ETag" not in done.get("headers", {}):
                yield f"{where} reads one thing and gives no ETag: with_etag(response, version)."
            continue
        of_a_thing = method != "post" or ("{" in path and 201 not in answers)
        if of_a_thing and _ANY_VERSION not in operation and ("If-Match" not in headers or not {412, 428} <= set(answers)):
            yield f"{where} changes a thing and takes no If-Match: seen_version(request)."
        if method == "post" and _MAKES_NOTHING not in operation and "Idempotency-Key" not in headers:
            yield f"{where} takes no Idempotency-Key: accounts.repeats.once."


def bounded(spec: dict[str, Any]) -> Found:
    """Every text, list and number that is sent has an end; so has every page that is answered."""
    for method, path, operation in operations(spec):
        for parameter in operation.get("parameters", []):
            yield from _unbounded(spec, parameter["schema"], f"{method.upper()} {path} {parameter['name']}")
        for content in operation.get("requestBody", {}).get("content", {}).values():
            yield from _unbounded(spec, content["schema"], f"{method.upper()} {path}")
    for name, shape in spec["components"]["schemas"].items():
        items = shape.get("properties", {}).get("items")
        if items is not None and "next" in shape["properties"] and "maxItems" not in items:
            yield f"{name}.items has no maxItems."


def examples(spec: dict[str, Any]) -> Found:
    """No example and no description looks like somebody's data."""

    def walk(value: Any, where: str) -> Found:
        if isinstance(value, dict):
            for key, part in value.items():
                yield from walk(part, f"{where}/{key}")
        elif isinstance(value, list):
            for part in value:
                yield from walk(part, where)
        elif isinstance(value, str) and where.rpartition("/")[2] != "pattern" and (found := _SOMEBODY.search(value)):
            yield f"{where} holds “{found[0]}”, which looks like somebody's: invent something that can't be."

    yield from walk({key: spec.get(key, {}) for key in ("info", "paths", "components")}, "")


def shapes(spec: dict[str, Any]) -> Found:
    """No two shapes go by one name, and every object says what it is made of."""
    for name in sorted(getattr(spec, "clashes", ())):
        yield f"Two shapes are called {name}: rename one, or one would be shown for both."
    for name, shape in spec["components"]["schemas"].items():
        if not any(key in shape for key in ("properties", "enum", "type", "$ref", "anyOf")):
            yield f"{name} says nothing about itself."


RULES: tuple[Callable[[dict[str, Any]], Found], ...] = (specification, named, failures, versions, bounded, examples, shapes)


def faults(spec: dict[str, Any]) -> list[str]:
    """Everything wrong, each with the name of the rule."""
    found = [f"{rule.__name__}: {fault}" for rule in RULES for fault in rule(spec)]
    return [fault for fault in found if not any(fault.startswith(excused) for excused in EXCUSED)]


def _shape(spec: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = spec["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def _is_list(spec: dict[str, Any], answer: dict[str, Any]) -> bool:
    shape = _shape(spec, answer.get("content", {}).get("application/json", {}).get("schema", {}))
    return shape.get("type") == "array" or "items" in shape.get("properties", {})


def _unbounded(spec: dict[str, Any], schema: dict[str, Any], where: str) -> Found:
    shape = _shape(spec, schema)
    kind = shape.get("type")
    for way in ("anyOf", "allOf", "oneOf"):
        for part in shape.get(way, []):
            yield from _unbounded(spec, part, where)
    if kind == "string" and not any(bound in shape for bound in _BOUNDS) and shape.get("format") not in _FIXED_FORMATS:
        yield f"{where} is a text without an end: Field(max_length=…)."
    if kind in ("integer", "number") and not (
        {"maximum", "exclusiveMaximum"} & set(shape) and {"minimum", "exclusiveMinimum"} & set(shape)
    ):
        yield f"{where} is a number without an end: Field(ge=…, le=…)."
    if kind == "array":
        if "maxItems" not in shape:
            yield f"{where} is a list without an end: Field(max_length=…)."
        yield from _unbounded(spec, shape.get("items", {}), f"{where}[]")
    for name, part in shape.get("properties", {}).items():
        yield from _unbounded(spec, part, f"{where}.{name}")


def described() -> dict[str, Any]:
    """The interface's description, as it is sent, with what only the maker of it knows."""
    from throughcare.config.api import api  # noqa: PLC0415 - Django must be set up

    made = api.get_openapi_schema()

    class Spec(dict[str, Any]):
        clashes = made.clashes

    return Spec(json.loads(json.dumps(made, default=str)))


def main() -> int:
    """Print what is wrong; 0 when nothing is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughcare.config.settings")
    django.setup()
    spec = described()
    found = faults(spec)
    print("\n".join(found) or f"{sum(1 for _ in operations(spec))} operations, {len(spec['components']['schemas'])} shapes: nothing wrong.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
