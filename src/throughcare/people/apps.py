from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "throughcare.people"
    label = "people"

    def ready(self) -> None:
        """Say what our notices show."""
        from throughcare.accounts.permissions import Permission  # noqa: PLC0415 - after every app's models are loaded
        from throughcare.audit.queries import register_reasons  # noqa: PLC0415 - as above
        from throughcare.notices import kinds  # noqa: PLC0415 - as above
        from throughcare.people.queries.reasons import reasons_of  # noqa: PLC0415 - as above

        kinds.register(
            "people.disagreement", title="Somebody doesn't agree with their record", url="disagreement", needs=[Permission.NEED_EDIT]
        )
        register_reasons(reasons_of)
        kinds.register("people.disagreement.answered", title="There is an answer to what you told us", url="disagreement")
