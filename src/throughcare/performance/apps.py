from django.apps import AppConfig


class PerformanceConfig(AppConfig):
    name = "throughcare.performance"
    label = "performance"

    def ready(self) -> None:
        """An agreement's page shows its measures."""
        from throughcare.agreements import beside  # noqa: PLC0415 - after every app's models are loaded
        from throughcare.performance.queries import shown  # noqa: PLC0415 - as above

        beside.register("measures", shown.of_agreement)
