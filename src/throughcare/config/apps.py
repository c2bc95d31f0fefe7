from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "throughcare.config"
    label = "config"
    default = True

    def ready(self) -> None:
        from throughcare.config import checks, retention  # noqa: F401, PLC0415 - registers the system checks once apps are loaded

        retention.declare()
