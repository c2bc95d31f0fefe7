"""The description of the interface is linted; each rule is tried on a fault put in."""

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from ninja import Router

from tests.config.planted import Words
from throughcare.accounts.backends import rest_any_key
from throughcare.common.rest import with_etag
from throughcare.config.api import make_api

Spec = dict[str, Any]
ONE = "/api/v1/needs/{need_id}"


def _lint() -> ModuleType:
    path = Path(__file__).resolve().parents[2] / "scripts" / "openapi.py"
    spec = importlib.util.spec_from_file_location("scripts_openapi", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


lint = _lint()


def test_nothing_is_wrong_with_the_description() -> None:
    assert lint.faults(lint.described()) == []


def _delete(*path: str | int) -> Callable[[Spec], None]:
    def fault(spec: Spec) -> None:
        for part in path[:-1]:
            spec = spec[part]  # type: ignore[index]  # keys of a path into JSON
        del spec[path[-1]]  # type: ignore[arg-type]  # as above

    return fault


def _set(value: Any, *path: str | int) -> Callable[[Spec], None]:
    def fault(spec: Spec) -> None:
        for part in path[:-1]:
            spec = spec[part]  # type: ignore[index]  # as above
        spec[path[-1]] = value  # type: ignore[index]  # as above

    return fault


_TEXT, _LIST = {"type": "string"}, {"type": "array", "items": {"type": "string", "maxLength": 3}}
PLANTED: dict[str, tuple[Callable[[Spec], None], str]] = {
    "no info": (_delete("info"), "specification"),
    "a type nobody knows": (_set({"type": "strung"}, "components", "schemas", "NeedOut"), "specification"),
    "no name": (_set("", "paths", ONE, "get", "operationId"), "named"),
    "a name twice": (_set("list_people", "paths", ONE, "get", "operationId"), "named"),
    "a name of one word": (_set("need", "paths", ONE, "get", "operationId"), "named"),
    "no summary": (_set("", "paths", ONE, "get", "summary"), "named"),
    "the function's name as summary": (_set("One Need", "paths", ONE, "get", "summary"), "named"),
    "no tag": (_delete("paths", ONE, "get", "tags"), "named"),
    "a failure left out": (_delete("paths", ONE, "get", "responses", "404"), "failures"),
    "a body that can't be wrong": (_delete("paths", ONE, "put", "responses", "422"), "failures"),
    "a key nobody needs": (_delete("paths", ONE, "get", "responses", "401"), "failures"),
    "a failure as a page": (_set({"text/html": {}}, "paths", ONE, "get", "responses", "404", "content"), "failures"),
    "a read without a version": (_delete("paths", ONE, "get", "responses", "200", "headers"), "versions"),
    "a change without a version": (_set([], "paths", ONE, "put", "parameters"), "versions"),
    "a change never too late": (_delete("paths", ONE, "put", "responses", "412"), "versions"),
    "a step without a version": (_set([], "paths", f"{ONE}/{{verb}}", "post", "parameters"), "versions"),
    "a text without end": (_set(_TEXT, "components", "schemas", "NeedBody", "properties", "note"), "bounded"),
    "a list without end": (_set(_LIST, "components", "schemas", "LinesBody", "properties", "codes"), "bounded"),
    "texts without end in a list": (_set(_TEXT, "components", "schemas", "LinesBody", "properties", "codes", "items"), "bounded"),
    "a number without end": (_set({"type": "integer"}, "paths", "/api/v1/people", "get", "parameters", 0, "schema"), "bounded"),
    "a page without end": (_delete("components", "schemas", "PageOut_PersonLine_", "properties", "items", "maxItems"), "bounded"),
    "somebody's mail": (_set("Write to j.doe@health.govt.nz", "paths", ONE, "get", "description"), "examples"),
    "somebody's telephone": (
        _set(["021 555 01234"], "components", "schemas", "ContactBody", "properties", "phone", "examples"),
        "examples",
    ),
    "a name the tests use": (_set("Such as Aroha", "paths", ONE, "get", "summary"), "examples"),
    "a shape of nothing": (_set({}, "components", "schemas", "NeedOut"), "shapes"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_fault_put_in_is_found(name: str) -> None:
    plant, rule = PLANTED[name]
    spec = json.loads(json.dumps(lint.described()))
    plant(spec)
    found = [fault.partition(":")[0] for fault in lint.faults(spec)]
    assert rule in found, found


def test_two_shapes_of_one_name_are_found_and_what_goes_round_the_house_is() -> None:
    """Planted operations: a second shape called Words, a change that asks for no version, a POST that is done twice."""
    first = Words
    second = type("Words", (Words,), {"__annotations__": {"other": int}, "__module__": __name__, "other": 0})
    router = Router(tags=["planted"])

    def read_thing(request: HttpRequest, response: HttpResponse, thing: str, body: Any) -> Any:
        with_etag(response, 1)

    for shape, method in ((first, router.put), (second, router.post)):
        read_thing.__annotations__["body"] = shape
        method("/{thing}", auth=rest_any_key())(read_thing)
    api = make_api("planted_described")
    api.add_router("", router)
    made = api.get_openapi_schema(path_prefix="")
    assert made.clashes == {"Words"}
    found = "\n".join(lint.versions(json.loads(json.dumps(made, default=str))))
    assert found.count("takes no If-Match") == 2 and found.count("takes no Idempotency-Key") == 1
