"""Writes the Python client's models and operations from the description of the interface; `--check` says whether they are up to date."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "clients" / "python" / "throughcare_client"
_METHODS = ("get", "put", "patch", "post", "delete")
_HEAD = '"""{what} Made by scripts/client.py from the description of the interface: do not edit."""\n\n'
_PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
_PYTHON = {"from", "class", "in", "is", "not", "and", "or", "type"}

Shape = dict[str, Any]


def name_of(reference: str) -> str:
    """“#/components/schemas/PageOut_NeedOut_” → “PageOutNeedOut”."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"\W|_", reference.rpartition("/")[2]))


def kind_of(shape: Shape, prefix: str = "") -> str:
    """The Python type of a shape."""
    if "$ref" in shape:
        return prefix + name_of(shape["$ref"])
    if "enum" in shape:
        return f"Literal[{', '.join(repr(value) for value in shape['enum'])}]"
    if "anyOf" in shape:
        return " | ".join(dict.fromkeys(kind_of(part, prefix) for part in shape["anyOf"]))
    if shape.get("type") == "array":
        return f"list[{kind_of(shape['items'], prefix)}]"
    if shape.get("type") == "object":
        more = shape.get("additionalProperties")
        return f"dict[str, {kind_of(more, prefix) if isinstance(more, dict) and more else 'Any'}]"
    return _PLAIN.get(shape.get("type", ""), "Any")


def docstring(text: str, indent: str) -> str:
    """One line when it fits in one."""
    lines = [line.strip() for line in text.strip().splitlines()]
    if len(lines) == 1:
        return f'{indent}"""{lines[0]}"""\n'
    return f'{indent}"""' + "\n".join([lines[0], *(f"{indent}{line}".rstrip() for line in lines[1:])]) + f'\n{indent}"""\n'


def models(spec: Shape) -> str:
    """A TypedDict for each object, a Literal for each list of words."""
    schemas = spec["components"]["schemas"]
    used = {name: shape for name, shape in schemas.items() if not name.endswith("Query")}
    made = [_HEAD.format(what="What is sent and answered."), "from typing import Any, Literal, NotRequired, TypedDict\n\n"]
    made += [f"{name_of(name)} = {kind_of(shape)}\n" for name, shape in sorted(used.items()) if "enum" in shape]
    for name, shape in sorted(used.items()):
        if "properties" not in shape:
            continue
        told = docstring(shape["description"], "    ") + "\n" if "description" in shape else ""
        made.append(f"\n\nclass {name_of(name)}(TypedDict):\n{told}")
        needed = shape.get("required", [])
        for field, part in shape["properties"].items():
            kind = _quoted(kind_of(part))
            made.append(f"    {field}: {kind if field in needed else f'NotRequired[{kind}]'}\n")
    return "".join(made)


def _quoted(kind: str) -> str:
    """Shapes may name each other in any order."""
    return kind if re.fullmatch(r"(str|int|float|bool|None|Any|list|dict|Literal\[.*\]|[\[\], |])+", kind) else f'"{kind}"'


def operations(spec: Shape) -> str:
    """One method for each operation, and one that walks the pages of each list."""
    made = [
        _HEAD.format(what="Every operation of the interface."),
        "from collections.abc import Iterator\nfrom typing import Any, Literal\n\nfrom throughcare_client import models as m\n",
        "from throughcare_client.calling import Calls, Got\n\n\nclass Client(Calls):\n",
        '    """The interface, as the owner of one key."""\n',
    ]
    for path, item in spec["paths"].items():
        made += [_method(spec, method, path, item[method]) for method in _METHODS if method in item]
    return "".join(made)


def _method(spec: Shape, method: str, path: str, operation: Shape) -> str:
    parameters = operation.get("parameters", [])
    headers = {p["name"] for p in parameters if p["in"] == "header"}
    parts = [p for p in parameters if p["in"] == "path"]
    queries = [p for p in parameters if p["in"] == "query"]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    given = [f"{p['name']}: {kind_of(p['schema'], 'm.')}" for p in parts] + ([f"body: {kind_of(body, 'm.')}"] if body else [])
    named = ["seen: str"] if "If-Match" in headers else []
    named += ["key: str | None = None"] if "Idempotency-Key" in headers else []
    named += [_argument(p) for p in queries]
    sent = [repr(method.upper()), repr(re.sub(r"\{\w+\}", "{}", path))]
    sent += [f"({', '.join(p['name'] for p in parts)},)"] if parts else []
    filters = ", ".join(f"{p['name']!r}: {_safe(p['name'])}" for p in queries)
    sent += [f"query={{{filters}}}"] if queries else []
    sent += ["body=body"] if body else []
    sent += ["seen=seen"] if "If-Match" in headers else []
    sent += ["key=key", "names_itself=True"] if "Idempotency-Key" in headers else []
    done = next(answer for status, answer in operation["responses"].items() if 200 <= int(status) < 300)
    sorts = done.get("content", {})
    is_file = bool(sorts) and "application/json" not in sorts
    shape = sorts.get("application/json", {}).get("schema", {"type": "null"})
    signature = ", ".join(["self", *given, *(["*", *named] if named else [])])
    name = operation["operationId"]
    told = operation["summary"] + (f"\n\n{operation['description']}" if operation.get("description") else "")
    text = f"\n    def {name}({signature}) -> Got[{'bytes' if is_file else kind_of(shape, 'm.')}]:\n{docstring(told, '        ')}"
    text += f"        return self._call({', '.join(sent)})\n"
    return text + _walk(spec, name, given, queries, shape)


def _walk(spec: Shape, name: str, given: list[str], queries: list[Shape], shape: Shape) -> str:
    """For a list that comes by the page: its rows, one after the other."""
    page = spec["components"]["schemas"].get(shape.get("$ref", "").rpartition("/")[2], {})
    if "cursor" not in {p["name"] for p in queries} or "items" not in page.get("properties", {}):
        return ""
    rest = [p for p in queries if p["name"] != "cursor"]
    row = kind_of(page["properties"]["items"]["items"], "m.")
    signature = ", ".join(["self", *given, *(["*", *(_argument(p) for p in rest)] if rest else [])])
    passed = ", ".join(
        [*(one.partition(":")[0] for one in given), "cursor=cursor", *(f"{_safe(p['name'])}={_safe(p['name'])}" for p in rest)]
    )
    return (
        f'\n    def {name.replace("list_", "iter_", 1)}({signature}) -> Iterator[{row}]:\n        """Every row, page after page."""\n'
        f"        return self._pages(lambda cursor: self.{name}({passed}))\n"
    )


def _argument(parameter: Shape) -> str:
    kind, default = kind_of(parameter["schema"], "m."), parameter["schema"].get("default")
    if parameter.get("required"):
        return f"{_safe(parameter['name'])}: {kind}"
    return f"{_safe(parameter['name'])}: {kind if default is not None or 'None' in kind else f'{kind} | None'} = {default!r}"


def _safe(name: str) -> str:
    return f"{name}_" if name in _PYTHON else name


def formatted(text: str, name: str) -> str:
    """As the house writes Python."""
    style = [sys.executable, "-m", "ruff"]
    for step in (
        ["check", "--fix", "--quiet", "--select", "F401,I", "--stdin-filename", name, "-"],
        ["format", "--stdin-filename", name, "-"],
    ):
        text = subprocess.run([*style, *step], input=text, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    return text


def wanted(spec: Shape) -> dict[str, str]:
    """Name of a file → what it should hold."""
    return {name: formatted(make(spec), f"clients/python/throughcare_client/{name}") for name, make in MADE.items()}


MADE = {"models.py": models, "operations.py": operations}


def main() -> int:
    """Write them, or with --check only compare."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughcare.config.settings")
    django.setup()
    from throughcare.config.api import api  # noqa: PLC0415 - Django must be set up

    spec: Shape = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    odd = [
        name for name, text in wanted(spec).items() if not (FOLDER / name).exists() or (FOLDER / name).read_text(encoding="utf-8") != text
    ]
    if "--check" in sys.argv[1:]:
        if odd:
            print(f"Out of date in clients/python: {', '.join(odd)}. Run python scripts/client.py, and commit the result.")
        return 1 if odd else 0
    for name, text in wanted(spec).items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    print(f"{len(odd)} of {len(MADE)} files changed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
