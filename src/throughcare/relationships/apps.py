from django.apps import AppConfig

# The team that is asked is told of its own return, and nobody else.
RETURN_TOLD = "exists (select 1 from public.relationships_sitereturn r where r.id = thing and r.team_id = to_team)"


class RelationshipsConfig(AppConfig):
    name = "throughcare.relationships"
    label = "relationships"

    def ready(self) -> None:
        """What notices about stock-takes say, and who may be told."""
        from throughcare.accounts.permissions import Permission  # noqa: PLC0415 - after every app's models are loaded
        from throughcare.notices import kinds  # noqa: PLC0415 - as above

        kinds.register_audience("relationships.sitereturn", RETURN_TOLD, without_people=True)
        kinds.register_person("relationships.sitereturn", kinds.NOBODYS)
        kinds.register(
            "stocktake.asked",
            title="Your team is asked about partners",
            sentence="Say what you know of each, and hand it in.",
            url="stock-return",
            needs=[Permission.PARTNER_VIEW],
        )
        kinds.register(
            "stocktake.reminder",
            title="Your team has not handed in what it knows of partners",
            sentence="Say what you know of each, and hand it in.",
            url="stock-return",
            needs=[Permission.PARTNER_VIEW],
        )
        kinds.register(
            "stocktake.handed_back",
            title="A return about partners was handed back to your team",
            sentence="Read why, and hand it in again.",
            url="stock-return",
            needs=[Permission.PARTNER_VIEW],
        )
