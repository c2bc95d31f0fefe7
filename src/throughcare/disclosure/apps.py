from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "throughcare.disclosure"
    label = "disclosure"

    def ready(self) -> None:
        """Say what becomes of what was told when two records of one person are put together."""
        from throughcare.common.merging import moves  # noqa: PLC0415 - after every app's models are loaded
        from throughcare.disclosure.models import Authority, DisclosedLine, Disclosure  # noqa: PLC0415 - as above

        for model in (Authority, DisclosedLine, Disclosure):
            moves(model)
