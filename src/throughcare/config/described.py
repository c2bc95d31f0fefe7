"""What the description of the interface says of every operation that takes a POST: the same sent again is not done again."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from throughcare.accounts.repeats import KEY, REPLAYED
from throughcare.common.rest import Problem

# In the `openapi_extra` of an operation: why a repeat of it needs no guard.
MAKES_NOTHING = "x-makes-nothing"

_PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
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
_REPLAYED = {
    "schema": {"type": "string", "enum": ["true"]},
    "description": "Sent when an earlier request did this, and the answer shows what it made as it is now.",
}
_NOT_ACCEPTED = "Something sent can't be used, or the key came with another request."


class DescribedAPI(NinjaAPI):
    """An API whose description names the header of repeats on every POST that makes something."""

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**given)
        posts = [path["post"] for path in schema["paths"].values() if "post" in path]
        for operation in posts:
            if MAKES_NOTHING not in operation:
                _describe(operation)
        if posts:
            schema["components"]["schemas"].setdefault("Problem", Problem.model_json_schema())
        return schema


def _describe(operation: dict[str, Any]) -> None:
    operation["parameters"].append(_KEY)
    for status, answer in operation["responses"].items():
        if 200 <= int(status) < 300:
            answer.setdefault("headers", {})[REPLAYED] = _REPLAYED
    operation["responses"].setdefault(422, {"description": _NOT_ACCEPTED, "content": _PROBLEM})
