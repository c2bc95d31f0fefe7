from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "throughcare.agreements"
    label = "agreements"

    def ready(self) -> None:
        """Tasks and documents may be about an agreement."""
        _register_tasks()
        _register_documents()
        _register_relations()


def _register_tasks() -> None:
    """Whoever writes agreements sees all such tasks, and may be given one."""
    from throughcare.agreements import queries  # noqa: PLC0415 - after every app's models are loaded
    from throughcare.tasks import kinds  # noqa: PLC0415 - as above

    agreement = kinds.Kind(
        word="agreement",
        url="agreement",
        named=queries.names_of_agreements,
        recipients=queries.writers,
        sees="exists (select 1 from public.agreements_agreement t where t.id = thing)",
        oversees="throughcare.may('agreement.edit')",
        takes="exists (select 1 from throughcare.agreement_owners() o where o.user_id = to_user or o.team_id = to_team)",
    )
    kinds.register("agreements.agreement", agreement)


def _register_documents() -> None:
    """Whoever writes agreements keeps their documents; from the day one is offered its parties' people read what is shared, each party's among them."""
    from throughcare.agreements import queries  # noqa: PLC0415 - after every app's models are loaded
    from throughcare.files import kinds  # noqa: PLC0415 - as above

    there = "exists (select 1 from public.agreements_agreement t where t.id = thing)"
    own = "thing = any(throughcare.my_agreements())"
    agreement = kinds.Kind(
        word="agreement",
        others="the people of its parties",
        url="agreement",
        named=queries.names_of_agreements,
        keeps=f"throughcare.may('agreement.edit') and {there}",
        sees=f"throughcare.may('agreement.view') and {there}",
        brings=f"throughcare.may('partner.own') and {own}",
        shared=own,
    )
    kinds.register("agreements.agreement", agreement)


def _register_relations() -> None:
    """What an organisation agreed follows it when two records of one are put together."""
    from throughcare.agreements.models import AmendedValue, Obligation, Party, PartyValue  # noqa: PLC0415 - after every app's models are loaded
    from throughcare.common.merging import OF_ORGANIZATIONS, moves, refuses  # noqa: PLC0415 - as above

    moves(Party, "organization", into=OF_ORGANIZATIONS)
    for model in (PartyValue, AmendedValue, Obligation):
        moves(model, "organization", beside="party", into=OF_ORGANIZATIONS)
    refuses(
        "agreements_party_once",
        "Both are parties of one agreement, which names them as two. They stay two records.",
        into=OF_ORGANIZATIONS,
    )
