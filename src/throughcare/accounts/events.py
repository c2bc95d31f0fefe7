"""What happens to accounts and access keys, told to whoever keeps it: the audit lies above the accounts, so it registers here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from throughcare.accounts.actors import Actor
from throughcare.common.ref import Ref


@dataclass(frozen=True)
class Happening:
    """by: who did it. about: the account, or the access key. detail: counts and codes only."""

    by: Actor
    verb: str
    about: Ref | None = None
    detail: Mapping[str, str | int | bool | list[str]] = field(default_factory=dict)


Listener = Callable[[Happening], object]
_LISTENERS: list[Listener] = []


def register(listener: Listener) -> None:
    """Call `listener` in the transaction of everything told from now on."""
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)


def tell(happening: Happening) -> None:
    """Tell every listener."""
    for listener in _LISTENERS:
        listener(happening)


def account(user_id: UUID) -> Ref:
    """How an account is named in what is told."""
    return Ref("accounts.user", user_id)


def access_key(key_id: UUID) -> Ref:
    """How an access key is named in what is told."""
    return Ref("accounts.key", key_id)


def invitation(invitation_id: UUID) -> Ref:
    """How an invitation is named in what is told."""
    return Ref("accounts.invitation", invitation_id)
