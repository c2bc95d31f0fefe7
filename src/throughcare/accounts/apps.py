from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "throughcare.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from throughcare.accounts import signals  # noqa: PLC0415 - reads models, which are there only once apps are loaded

        signals.listen()
