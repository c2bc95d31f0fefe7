"""Row history with the dates things are said to have happened, in place of what the triggers would write: that all happened today.

The history tables take no row from the application's login, so the demo is made with the owner's, as a step of setting up.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import pgtrigger
from django.db import connection
from django.db.models import Model

from throughcare.agreements.models import Agreement
from throughcare.demo.actions.world import save
from throughcare.people.models import Identifier, Involvement, Need, Person, Whereabouts
from throughcare.referrals.models import Referral

DATED: tuple[type[Model], ...] = (Agreement, Person, Involvement, Identifier, Whereabouts, Need, Referral)
_TRIGGERS = ("insert_insert", "update_update")


@contextmanager
def dated() -> Iterator[None]:
    """While open, in one transaction, the history triggers of DATED rest and `Past` writes their rows."""
    # pgtrigger's own `ignore` puts a second statement before each, which one that takes its values from parameters can't have.
    found = pgtrigger.registered(*(f"{model._meta.label}:{trigger}" for model in DATED for trigger in _TRIGGERS))
    _rest([trigger.get_pgid(model) for model, trigger in found])
    yield
    _rest([])


def _rest(triggers: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('pgtrigger.ignore', %s, true)", ["{" + ",".join(triggers) + "}"])


class Past:
    """Collects versions of rows, each with its moment and who made it, and writes them in order."""

    def __init__(self) -> None:
        self._versions: dict[type[Model], list[Any]] = {model: [] for model in DATED}

    def add(self, row: Model, at: datetime, by: UUID | None, *, changed: bool = False, **values: Any) -> None:
        """A version of a row: as it stands, with `values` in place of what later became of it."""
        event = row.pgh_event_model  # type: ignore[attr-defined]  # pghistory sets it on tracked models
        names = [f.attname for f in row._meta.concrete_fields]
        version = event(**{name: values.get(name, getattr(row, name)) for name in names})
        version.pgh_created_at = at
        version.pgh_label = "update" if changed else "insert"
        version.pgh_obj_id = row.pk
        version.pgh_context = {"user": str(by)} if by else {"system": "demo"}
        self._versions[type(row)].append(version)

    def save(self) -> None:
        """Write what was collected, oldest first."""
        for versions in self._versions.values():
            versions.sort(key=_moment)
            if versions:
                save(type(versions[0]), versions)
            versions.clear()


def _moment(version: Any) -> datetime:
    moment: datetime = version.pgh_created_at
    return moment
