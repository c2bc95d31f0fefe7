from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "throughcare.services"
    label = "services"

    def ready(self) -> None:
        """Say how organisations are reached, for who looks for two records of one."""
        from throughcare.partners.queries.likeness import register_reach  # noqa: PLC0415 - after every app's models are loaded
        from throughcare.services.queries.reached import how_reached  # noqa: PLC0415 - as above

        register_reach(how_reached)
