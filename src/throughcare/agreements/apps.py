from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "throughcare.agreements"
    label = "agreements"

    def ready(self) -> None:
        """Tasks may be about an agreement: whoever writes agreements sees all such tasks, and may be given one."""
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
