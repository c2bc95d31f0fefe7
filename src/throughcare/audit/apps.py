from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "throughcare.audit"
    label = "audit"

    def ready(self) -> None:
        from throughcare.audit import accounts  # noqa: PLC0415 - reads models, which are there only once apps are loaded

        accounts.listen()
