"""A connected system at any address of the API."""

from typing import Any

from tests.referrals import test_rest


class Machine(test_rest.Machine):
    """With a member's key."""

    def call(self, method: str, path: str, body: object = None, seen: int | None = None) -> Any:
        headers = {"Authorization": self.key} | ({"If-Match": f'"{seen}"'} if seen is not None else {})
        more = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(self.client, method.lower())(f"/api/v1{path}", headers=headers, **more)
