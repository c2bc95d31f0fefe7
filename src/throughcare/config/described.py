"""What the description of the interface says of every operation, read off the code so that it can't be forgotten.

The headers a change takes, the version a read gives, and every failure an operation can answer with, as problem details.
"""

from collections.abc import Iterator
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from ninja.operation import Operation

from throughcare.accounts.backends import AccessKey
from throughcare.accounts.repeats import KEY, REPLAYED, once
from throughcare.common.rest import Problem, StaleProblem, seen_version, with_digest, with_etag
from throughcare.config.modes import is_about_people
from throughcare.config.reach import reaches

# In the `openapi_extra` of an operation: why a repeat of it needs no guard.
MAKES_NOTHING = "x-makes-nothing"
# In the `openapi_extra` of a read that refuses with a sentence (409).
REFUSES = "x-refuses"
# In the `openapi_extra` of a change that says in its body what it saw (412 when that is another since).
STALE = "x-stale"
SAFE = ("GET", "HEAD")

_KEY = {
    "name": KEY,
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[\\x21-\\x7e]+$"},
    "description": (
        "Names this request, such as by a new UUID. Sent again within 24 hours with the same body, it is not done again. "
        "Without one, the same body sent by the same user to the same address is taken for the same request."
    ),
}
_SEEN = {
    "name": "If-Match",
    "in": "header",
    # Left out, the answer is a 428 that says so: a client that forgets it is told what to do.
    "required": False,
    "schema": {"type": "string", "minLength": 3, "maxLength": 12, "pattern": '^"[0-9]{1,9}"$'},
    "description": "The ETag of the last read: the version this change is made against. Missing: 428. Changed since: 412.",
}
_REPLAYED = {
    "schema": {"type": "string", "enum": ["true"]},
    "description": "Sent when an earlier request did this, and the answer shows what it made as it is now.",
}
_TAG = {
    "schema": {"type": "string", "minLength": 3, "maxLength": 70},
    "description": "The version shown. Send it back as If-Match to change it. There is never a 304: a read is a read, and is audited.",
}
_WHY = {
    400: "What was sent can't be read as JSON.",
    401: "No live access key was sent.",
    404: "Unknown, or not for the owner of this key: the two are never told apart.",
    409: "Refused: the sentence says why, and what to do.",
    412: "Changed since the version sent: with both versions, and the thing as it is now where the reader may see it.",
    413: "More was sent than fits.",
    415: "The body is not said to be JSON.",
    422: "Something sent can't be used: see errors.",
    428: "A change must say which version it saw: send If-Match.",
    429: "Too many people's records were opened for now: see detail and Retry-After.",
    500: "Our fault. Nothing was changed.",
}


class Described(OpenAPISchema):
    """The description, with what every operation shares. clashes: names that two different shapes go by."""

    def __init__(self, api: NinjaAPI, path_prefix: str) -> None:
        self.clashes: set[str] = set()
        super().__init__(api, path_prefix)
        for model in (Problem, StaleProblem):
            shape = model.model_json_schema(ref_template=REF_TEMPLATE)
            self.add_schema_definitions({**shape.pop("$defs", {}), model.__name__: shape})

    def operation_details(self, operation: Operation) -> dict[str, Any]:
        """As ninja has it, and what follows from what the operation does."""
        details: dict[str, Any] = super().operation_details(operation)
        _describe(details, operation)
        return details

    def add_schema_definitions(self, definitions: dict[str, Any]) -> None:
        """A shape of another of the same name would be lost silently."""
        self.clashes |= {name for name, shape in definitions.items() if self.schemas.get(name, shape) != shape}
        super().add_schema_definitions(definitions)


class DescribedAPI(NinjaAPI):
    """An API that describes itself so, and names an operation after its function."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None) -> Described:
        """OpenAPI 3.1."""
        return Described(self, self.get_root_path(path_params or {}) if path_prefix is None else path_prefix)

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The function's own name: tests/config/test_openapi.py fails when two have one."""
        return str(operation.view_func.__name__)


def asks_version(operation: Operation) -> bool:
    """Whether it is a change made against a version (If-Match)."""
    return reaches(operation.view_func, seen_version)


def gives_version(operation: Operation) -> bool:
    """Whether its answer says which version it shows (ETag)."""
    return any(reaches(operation.view_func, tag) for tag in (with_etag, with_digest))


def _describe(details: dict[str, Any], operation: Operation) -> None:
    done = [answer for status, answer in details["responses"].items() if 200 <= int(status) < 300]
    makes = "POST" in operation.methods and MAKES_NOTHING not in details
    if makes and reaches(operation.view_func, once):
        details["parameters"].append(_KEY)
        for answer in done:
            answer.setdefault("headers", {})[REPLAYED] = _REPLAYED
    if asks_version(operation):
        details["parameters"].append(_SEEN)
    if gives_version(operation):
        for answer in done:
            answer.setdefault("headers", {})["ETag"] = _TAG
    if why := details.get(MAKES_NOTHING):
        details["description"] = "\n\n".join(
            part for part in (details.get("description", ""), f"It takes no {KEY}: {why[0].lower()}{why[1:]}") if part
        )
    for status in _failures(details, operation):
        shape = StaleProblem if status == 412 else Problem
        content = {"application/problem+json": {"schema": {"$ref": REF_TEMPLATE.format(model=shape.__name__)}}}
        details["responses"][status] = {"description": _WHY[status], "content": content}


def _opens_records(operation: Operation) -> bool:
    """Whether it belongs to an app that shows people's records."""
    module = operation.view_func.__module__
    return is_about_people(module) or ".front." in module


def _failures(details: dict[str, Any], operation: Operation) -> Iterator[int]:
    """Every status of failure this operation can answer with, in order."""
    key = next((auth for auth in operation.auth_callbacks if isinstance(auth, AccessKey)), None)
    changes = not set(operation.methods) & set(SAFE) and MAKES_NOTHING not in details
    ids = any(parameter["in"] == "path" for parameter in details["parameters"])
    reads_body = "requestBody" in details
    can: dict[int, bool] = {
        400: reads_body,
        401: key is not None,
        404: ids or bool(key and key.permissions),
        409: changes or REFUSES in details,
        412: asks_version(operation) or STALE in details,
        413: reads_body or changes,
        415: reads_body,
        422: reads_body or any(p["in"] != "path" or p["schema"].get("format") != "uuid" for p in details["parameters"]),
        428: asks_version(operation),
        429: key is not None and _opens_records(operation),
        500: True,
    }
    yield from (status for status, so in can.items() if so)
