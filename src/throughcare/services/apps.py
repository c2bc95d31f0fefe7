from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "throughcare.services"
    label = "services"

    def ready(self) -> None:
        """Say how organisations are reached, for who looks for two records of one."""
        from throughcare.partners.queries.likeness import register_reach  # noqa: PLC0415 - after every app's models are loaded
        from throughcare.services.queries.reached import how_reached  # noqa: PLC0415 - as above

        register_reach(how_reached)
        _register_relations()


def _register_relations() -> None:
    """What the directory says of an organisation follows it when two records of one are put together."""
    from throughcare.common.merging import OF_ORGANIZATIONS, moves  # noqa: PLC0415 - after every app's models are loaded
    from throughcare.services.models import Contact, Language, Location, Phone, Schedule, Service  # noqa: PLC0415 - as above

    for model in (Service, Location, Contact, Phone, Schedule, Language):
        moves(model, "organization", into=OF_ORGANIZATIONS)
