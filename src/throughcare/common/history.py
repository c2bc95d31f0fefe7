"""Row history with the same protection as its source."""

from collections.abc import Callable
from dataclasses import replace

import pghistory
from django.apps import apps
from django.db.models import Model

from throughcare.common.protection import Personal, Rule, protect_table


def tracked(rule: Personal | Rule, *, column: str = "") -> Callable[[type[Model]], type[Model]]:
    """Class decorator: keep every inserted and changed version of a row, under the class of table given.

    Only the history triggers write it; they run as the owner (config/protect.py). What is public is read in the history as long as
    the row itself can be read now, and otherwise by those who may change it: what was made confidential is so in its past too.
    column: the person's column in the history when it differs from the source's (the person itself: pgh_obj_id).
    """

    def declare(model: type[Model]) -> type[Model]:
        pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())(model)
        event = apps.all_models[model._meta.app_label][f"{model.__name__}Event".lower()]
        history = rule
        if isinstance(rule, Personal):
            history = replace(rule, column=column or rule.column, append_only=True, deletable=False, by_trigger=True)
        else:
            see = _past(rule, model, event) if rule.kind == "public" else rule.see
            history = replace(rule, see=see, add=None, change=None, delete=None)
        protect_table(event._meta.db_table, history)
        return model

    return declare


def _past(rule: Rule, model: type[Model], event: type[Model]) -> str:
    live, past = model._meta, event._meta.db_table
    now = f"exists (select 1 from {live.db_table} live where live.{live.pk.column} = {past}.pgh_obj_id)"  # noqa: S608 - our own names
    seen = f"(({rule.see}) and {now})"
    return f"{seen} or {rule.change}" if rule.change else seen
