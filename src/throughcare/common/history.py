"""Row history with the same protection as its source."""

from collections.abc import Callable
from dataclasses import replace

import pghistory
import pgtrigger
from django.apps import apps
from django.db.models import ForeignKey, Model
from pghistory.trigger import Event
from pgtrigger import Func

from throughcare.common.protection import Personal, Rule, protect_table


class _Version(Event):
    """The context is read and parsed once a statement: left in the select list, PostgreSQL would do so for every row."""

    def get_func(self, model: Model) -> Func:
        func: Func = super().get_func(model)  # type: ignore[no-untyped-call]  # pghistory's own
        for setting, kind in (("metadata", "JSONB"), ("id", "UUID")):
            read = f"COALESCE(NULLIF(CURRENT_SETTING('pghistory.context_{setting}', TRUE), ''), NULL)::{kind}"
            func.func = func.func.replace(read, f"(SELECT {read})")
        return func


class _Written(pghistory.RowEvent):
    """Keeps versions by our trigger in place of pghistory's."""

    def add_event_trigger(self, event_model: type[Model]) -> None:
        version = _Version(  # type: ignore[no-untyped-call]  # pghistory's own
            event_model=event_model,
            label=self.label,
            name=self.trigger_name,
            row=self.row,
            operation=self.operation,
            condition=self.condition,
            level=self.level,
        )
        pgtrigger.register(version)(event_model.pgh_tracked_model)  # type: ignore[attr-defined]  # every event model has it


class _Inserted(_Written, pghistory.InsertEvent):
    """A row's first version."""


class _Updated(_Written, pghistory.UpdateEvent):
    """A row's next version."""


def tracked(rule: Personal | Rule, *, column: str = "") -> Callable[[type[Model]], type[Model]]:
    """Class decorator: keep every inserted and changed version of a row, under the class of table given.

    Only the history triggers write it; they run as the owner (config/protect.py). What is public is read in the history as long as
    the row itself can be read now, and otherwise by those who may change it: what was made confidential is so in its past too.
    column: the person's column in the history when it differs from the source's (the person itself: pgh_obj_id).
    """

    def declare(model: type[Model]) -> type[Model]:
        pghistory.track(_Inserted(), _Updated())(model)
        event = apps.all_models[model._meta.app_label][f"{model.__name__}Event".lower()]
        history = rule
        if isinstance(rule, Personal):
            history = replace(rule, column=column or rule.column, append_only=True, deletable=False, by_trigger=True)
        else:
            see = _past(rule, model, event) if rule.kind == "public" else rule.see
            history = replace(rule, see=see, add=None, change=None, delete=None)
            if rule.kind == "public":
                _unindexed(event)
        protect_table(event._meta.db_table, history)
        return model

    return declare


def _unindexed(event: type[Model]) -> None:
    """What is public has its history read by the row it is of, and by no other key: an index on each would make every import dearer."""
    for field in event._meta.local_fields:
        if isinstance(field, ForeignKey) and field.name != "pgh_obj":
            field.db_index = False  # type: ignore[attr-defined]  # every field has it


def _past(rule: Rule, model: type[Model], event: type[Model]) -> str:
    live, past = model._meta, event._meta.db_table
    now = f"exists (select 1 from {live.db_table} live where live.{live.pk.column} = {past}.pgh_obj_id)"  # noqa: S608 - our own names
    seen = f"(({rule.see}) and {now})"
    return f"{seen} or {rule.change}" if rule.change else seen
