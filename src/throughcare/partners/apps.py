from django.apps import AppConfig

# A partner asks for a change: whoever looks after it is told, and whoever asked is told of the answer.
MAY_BE_TOLD = """exists (select 1 from public.partners_proposedchange c join public.partners_partner p on p.organization_id = c.partner_id
    where c.id = thing and to_user in (p.owner_id, c.proposed_by_id))"""

# A partner asks something of the department: whoever looks after it is told, and whoever put it there is told of the answer.
CAMPAIGN_TOLD = """exists (select 1 from public.partners_campaign c join public.partners_partner p on p.organization_id = c.partner_id
    where c.id = thing and to_user in (p.owner_id, c.added_by_id))"""


class PartnersConfig(AppConfig):
    name = "throughcare.partners"
    label = "partners"

    def ready(self) -> None:
        """Forms about partners that come too late are kept; what our notices show, and who may be told."""
        from throughcare.accounts.decorators import keep_late_forms  # noqa: PLC0415 - after every app's models are loaded
        from throughcare.accounts.permissions import Permission  # noqa: PLC0415 - as above
        from throughcare.notices import kinds  # noqa: PLC0415 - as above
        from throughcare.partners.forms.drafting import keep_late  # noqa: PLC0415 - as above

        keep_late_forms(keep_late)
        kinds.register_audience("partners.change", MAY_BE_TOLD)
        kinds.register_person("partners.change", kinds.NOBODYS)
        kinds.register_audience("partners.campaign", CAMPAIGN_TOLD)
        kinds.register_person("partners.campaign", kinds.NOBODYS)
        kinds.register(
            "partner.campaign",
            title="A partner asks something of the department",
            sentence="Read it, and answer.",
            url="campaign",
            needs=[Permission.PARTNER_EDIT],
        )
        kinds.register(
            "partner.campaign.answered",
            title="There is an answer to a campaign or submission",
            sentence="It is on the register of partners.",
            url="campaign",
            needs=[Permission.PARTNER_EDIT, Permission.PARTNER_OWN],
        )
        kinds.register(
            "partner.change",
            title="A partner asks for a change on the register",
            sentence="Confirm it, or say why not.",
            url="partner-change",
            needs=[Permission.PARTNER_EDIT],
        )
        kinds.register(
            "partner.change.answered",
            title="There is an answer to a change you asked for",
            sentence="It is about your organisation on the register of partners.",
            url="partner-change",
            needs=[Permission.PARTNER_OWN],
        )
