"""Tasks for tests, made as people make them."""

from typing import Any
from uuid import UUID

from tests.cast import Cast
from tests.partners.made import as_
from throughcare.common.ref import Ref
from throughcare.tasks import actions, queries
from throughcare.tasks.models import Task


def partner(key: UUID) -> Ref:
    return Ref("partners.partner", key)


def give(cast: Cast, who: str, to: str = "", team: str = "", **values: Any) -> UUID:
    """A task from `who`: to themselves, unless it is to somebody else or a team."""
    doer = {"team_id": cast.teams[team]} if team else {"user_id": cast.users[to or who]}
    new = actions.NewTask(**{"what": "Ring them back", **doer, **values})
    key: UUID = as_(cast, who, actions.add_task, new=new).pk
    return key


def get(cast: Cast, who: str, key: UUID) -> Task:
    """As this member sees it."""
    actor = cast.actor(who)
    with cast.reading(who):
        return queries.get_task(actor, key)


def listed(cast: Cast, who: str, **asked: Any) -> list[str]:
    """What the member's list says, in its order."""
    actor = cast.actor(who)
    with cast.reading(who):
        return [row.what for row in queries.page_of_tasks(actor, queries.TaskFilters(**asked)).rows]
