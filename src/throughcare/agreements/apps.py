from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "throughcare.agreements"
    label = "agreements"

    def ready(self) -> None:
        """Tasks and documents may be about an agreement."""
        _register_tasks()
        _register_documents()
        _register_relations()
        _register_notices()


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


def _register_notices() -> None:
    """What notices of the light path say: whoever looks after an agreement is told what the holder of a link did."""
    from throughcare.accounts.permissions import Permission  # noqa: PLC0415 - after every app's models are loaded
    from throughcare.notices import kinds  # noqa: PLC0415 - as above

    owns = "exists (select 1 from throughcare.agreement_owners() o where o.user_id = to_user)"
    kinds.register_audience("agreements.agreement", owns, without_people=True)
    kinds.register_person("agreements.agreement", kinds.NOBODYS)
    for kind, title, sentence in (
        ("agreement.light.signed", "A small agreement was signed by its link", "Sign it for the department, and say that it is signed."),
        ("agreement.light.asked", "Somebody asks something before they sign", "Read the question, and answer them."),
        ("agreement.light.refused", "Somebody does not sign a small agreement", "Read why."),
        ("agreement.light.answered", "Somebody told how a small agreement went", "Read what they say."),
        ("agreement.light.full", "A small agreement was turned into a full one", "Read why, and what is to be written now."),
    ):
        kinds.register(kind, title=title, sentence=sentence, url="agreement", needs=[Permission.AGREEMENT_VIEW])


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
    from throughcare.agreements.models import AmendedValue, Meeting, Obligation, Party, PartyValue, Risk  # noqa: PLC0415 - after every app's models are loaded
    from throughcare.common.merging import OF_ORGANIZATIONS, moves, refuses  # noqa: PLC0415 - as above

    moves(Party, "organization", into=OF_ORGANIZATIONS)
    for model in (PartyValue, AmendedValue, Obligation, Risk, Meeting):
        moves(model, "organization", beside="party", into=OF_ORGANIZATIONS)
    refuses(
        "agreements_party_once",
        "Both are parties of one agreement, which names them as two. They stay two records.",
        into=OF_ORGANIZATIONS,
    )
