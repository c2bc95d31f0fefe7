from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "throughcare.people"
    label = "people"

    def ready(self) -> None:
        """Say what our notices show."""
        from throughcare.notices import kinds  # noqa: PLC0415 - after every app's models are loaded

        kinds.register("people.disagreement", title="Somebody doesn't agree with their record", url="disagreement")
        kinds.register("people.disagreement.answered", title="There is an answer to what you told us", url="disagreement")
