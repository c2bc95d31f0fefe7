"""Who acts: a signed-in user with their roles and teams as they stand this moment, or a named system actor."""

from dataclasses import dataclass, field
from uuid import UUID

from throughcare.accounts.permissions import Permission
from throughcare.common.reader import Reader
from throughcare.common.refusals import NotAllowed


@dataclass(frozen=True)
class Actor:
    """The one argument every action and query takes as `by`.

    teams: ids of the teams they belong to today. channel: page, rest, command or job.
    """

    user_id: UUID | None = None
    name: str = ""
    roles: tuple[str, ...] = ()
    permissions: frozenset[Permission] = frozenset()
    teams: tuple[UUID, ...] = ()
    system: str = ""
    channel: str = "page"
    request_id: UUID | None = None
    role_names: tuple[str, ...] = field(default=(), compare=False)

    def may(self, permission: Permission) -> bool:
        """Do any of their roles (or their token's scopes) hold it?"""
        return bool(self.system) or permission in self.permissions

    def check(self, permission: Permission) -> None:
        """Raise NotAllowed unless they may."""
        if not self.may(permission):
            raise NotAllowed("There is nothing at this address that you can see.")

    @property
    def reader(self) -> Reader:
        """What PostgreSQL is told."""
        return Reader(user_id=self.user_id, system=self.system, request_id=self.request_id)

    @property
    def signed_in(self) -> bool:
        return self.user_id is not None


ANONYMOUS = Actor()


def system_actor(purpose: str, *, channel: str = "job") -> Actor:
    """A job or command acting for a stated purpose; the purpose is what the audit shows."""
    if not purpose:
        raise ValueError("A system actor needs a purpose.")
    return Actor(system=purpose, name=f"Throughcare ({purpose})", channel=channel)
