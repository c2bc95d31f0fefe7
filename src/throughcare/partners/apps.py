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
        """Forms about partners that come too late are kept; tasks may be about a partner; what our notices show, and who may be told; what becomes
        of our rows when two records of one organisation are put together."""
        from throughcare.accounts.decorators import keep_late_forms  # noqa: PLC0415 - after every app's models are loaded
        from throughcare.partners.actions.relations import register_relations  # noqa: PLC0415 - as above
        from throughcare.partners.forms.drafting import keep_late  # noqa: PLC0415 - as above

        register_relations()
        keep_late_forms(keep_late)
        _register_tasks()
        _register_documents()
        _register_notices()


def _register_tasks() -> None:
    """How a task about a partner shows it; whoever keeps the register sees all such tasks, and may be given one."""
    from throughcare.partners import queries  # noqa: PLC0415 - after every app's models are loaded
    from throughcare.tasks import kinds  # noqa: PLC0415 - as above

    partner = kinds.Kind(
        word="partner",
        url="partner",
        named=queries.names_of_partners,
        recipients=queries.keepers,
        sees="exists (select 1 from public.partners_partner t where t.organization_id = thing)",
        oversees="throughcare.may('partner.edit')",
        takes="exists (select 1 from throughcare.partner_owners() o where o.user_id = to_user or o.team_id = to_team)",
        follows="exists (select 1 from public.partners_partnermerge m where (m.loser_id = was and m.winner_id = thing and m.at = now()) "
        "or (m.winner_id = was and m.loser_id = thing and m.parted_at = now()))",
    )
    kinds.register("partners.partner", partner)


def _register_documents() -> None:
    """Whoever keeps the register keeps documents about a partner; its own people read what is shared with them, and those who keep its own details bring some."""
    from throughcare.files import kinds  # noqa: PLC0415 - after every app's models are loaded
    from throughcare.partners import queries  # noqa: PLC0415 - as above

    there = "exists (select 1 from public.partners_partner t where t.organization_id = thing)"
    own = "thing = any(throughcare.my_organizations())"
    partner = kinds.Kind(
        word="partner",
        others="the partner's own people",
        url="partner",
        named=queries.names_of_partners,
        keeps=f"throughcare.may('partner.edit') and {there}",
        sees=f"throughcare.may('partner.view') and {there}",
        brings=f"throughcare.may('partner.own') and {own}",
        shared=own,
    )
    kinds.register("partners.partner", partner)


def _register_notices() -> None:
    """What notices about partners say, and who may be told."""
    from throughcare.accounts.permissions import Permission  # noqa: PLC0415 - after every app's models are loaded
    from throughcare.notices import kinds  # noqa: PLC0415 - as above

    kinds.register_audience("partners.change", MAY_BE_TOLD, without_people=True)
    kinds.register_person("partners.change", kinds.NOBODYS)
    kinds.register_audience("partners.campaign", CAMPAIGN_TOLD, without_people=True)
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
