"""How a machine says who it is: an access key in the Authorization header, worth its owner's rights cut down to its scopes.

Each REST operation names its policy in `auth=`; it is checked before anything the client sent is read. A key never opens a session,
and a session cookie is never read here, so a page elsewhere can't make a browser act in somebody's name.
"""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from throughcare.accounts.actors import ANONYMOUS, Actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import KEY_PREFIX, actor_of, digest_of, token_owner
from throughcare.common.ids import new_id
from throughcare.common.reader import NOBODY, Reader, become

_LONGEST = 200


class AccessKey(HttpBearer):
    """A live key whose owner holds one of `permissions`, within the key's scopes (none named: any live key)."""

    def __init__(self, *permissions: Permission) -> None:
        super().__init__()
        self.policy: object = permissions or "any live key"
        self.permissions = permissions

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Set the reader of the open transaction and `request.actor`. None: 401. Raises NotAllowed, answered as an unknown address."""
        actor = _actor_of(token)
        if actor is None:
            return None
        request.actor = actor  # type: ignore[attr-defined]  # the attribute every entry reads
        if self.permissions and not any(actor.may(p) for p in self.permissions):
            actor.check(self.permissions[0])
        return actor


def rest_needs(*permissions: Permission) -> AccessKey:
    """`auth=rest_needs(Permission.PERSON_VIEW)`: holding one of them; others get the answer of an unknown address."""
    if not permissions:
        raise ValueError("Name a permission, or say rest_any_key().")
    return AccessKey(*permissions)


def rest_any_key() -> AccessKey:
    """`auth=rest_any_key()`: anybody with a live key."""
    return AccessKey()


class RestOpen:
    """No key is needed, for a stated reason."""

    def __init__(self, reason: str) -> None:
        self.policy = f"open: {reason}"

    def __call__(self, request: HttpRequest) -> Any:
        return True


def rest_open(reason: str) -> RestOpen:
    """`auth=rest_open("…")`: everybody."""
    return RestOpen(reason)


def _actor_of(token: str) -> Actor | None:
    if not token.startswith(KEY_PREFIX) or len(token) > _LONGEST or not token.isascii():
        return None
    found = token_owner(digest_of(token))
    if found is None:
        return None
    user_id, _token_id, scopes = found
    request_id = new_id()
    become(Reader(user_id=user_id, request_id=request_id))
    actor = actor_of(user_id, channel="rest", request_id=request_id) or ANONYMOUS
    if not actor.signed_in:
        become(NOBODY)
        return None
    return replace(actor, permissions=frozenset(p for p in actor.permissions if p.value in scopes))
