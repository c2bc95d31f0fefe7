"""Compiled queries of what a reader may see: the words differ by what their roles let them do, the values by who they are."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.common.compiled import Compiled, Value

T = TypeVar("T")


class OfReader(Generic[T]):
    """A list of rows asked of a reader and of ids. make: the query for these, of what the reader may do, their id and their teams alone.

    Made anew each time for who is in no team, for a system actor, and for a person in prison or on supervision: which record is theirs is looked up.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, T]]) -> None:
        self.make = make
        self._compiled: Compiled[T] = Compiled(self._of, may_skip=2)

    def _of(self, user_id: UUID, teams: list[UUID], *rest: Value | frozenset[Permission]) -> QuerySet[Any, T]:
        *values, permissions = rest
        return self.make(Actor(user_id=user_id, teams=tuple(teams), permissions=permissions), *values)  # type: ignore[arg-type]  # the last is the shape

    def __call__(self, by: Actor, *values: Value) -> list[T]:
        """The rows."""
        if by.system or by.user_id is None or not by.teams or by.may(Permission.OWN_RECORD):
            return list(self.make(by, *values))
        return self._compiled(by.user_id, list(by.teams), *values, shape=by.permissions)
