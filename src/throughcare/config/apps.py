from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from throughcare.config.connections import PREPARED_MOST


class ConfigConfig(AppConfig):
    name = "throughcare.config"
    label = "config"
    default = True

    def ready(self) -> None:
        from throughcare.config import checks, retention  # noqa: F401, PLC0415 - registers the system checks once apps are loaded

        connection_created.connect(_keep_statements, dispatch_uid="keep_statements")
        retention.declare()


def _keep_statements(*, connection: Any, **_: Any) -> None:
    """How many statements a connection keeps is no setting of Django's."""
    connection.connection.prepared_max = PREPARED_MOST
