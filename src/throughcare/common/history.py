"""Row history with the same protection as its source."""

from collections.abc import Callable
from dataclasses import replace

import pghistory
from django.apps import apps
from django.db.models import Model

from throughcare.common.protection import Personal, Rule, protect_table


def tracked(rule: Personal | Rule, *, column: str = "") -> Callable[[type[Model]], type[Model]]:
    """Class decorator: keep every inserted and changed version of a row, under the class of table given.

    column: the person's column in the history when it differs from the source's (the person itself: pgh_obj_id).
    """

    def declare(model: type[Model]) -> type[Model]:
        pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())(model)
        event = apps.all_models[model._meta.app_label][f"{model.__name__}Event".lower()]
        history = rule
        if isinstance(rule, Personal):
            history = replace(rule, column=column or rule.column, append_only=True, deletable=False)
        elif isinstance(rule, Rule):
            history = replace(rule, change=None, delete=None)
        protect_table(event._meta.db_table, history)
        return model

    return declare
