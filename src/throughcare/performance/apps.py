from django.apps import AppConfig


class PerformanceConfig(AppConfig):
    name = "throughcare.performance"
    label = "performance"

    def ready(self) -> None:
        """An agreement's page shows its measures, payments and what each side puts in, which follow an organisation that is put together with another."""
        from throughcare.agreements import beside  # noqa: PLC0415 - after every app's models are loaded
        from throughcare.performance.actions.light import plan_light_payment  # noqa: PLC0415 - as above
        from throughcare.performance.queries import contributions_shown, light_shown, payments_shown, shown  # noqa: PLC0415 - as above

        beside.register("measures", shown.of_agreement)
        beside.register("light", light_shown.of_agreement)
        beside.follow("payment", plan_light_payment)
        beside.register("payments", payments_shown.of_agreement)
        beside.register_list("reports", "Reports of agreements")
        beside.register_list("payments", "Payments")
        beside.register_list("contributions-across", "What each side puts in")
        beside.register("contributions", contributions_shown.of_agreement)
        _register_relations()
        _register_notices()


def _register_relations() -> None:
    """What is measured of an organisation follows it when two records of one are put together."""
    from throughcare.common.merging import OF_ORGANIZATIONS, moves  # noqa: PLC0415 - after every app's models are loaded
    from throughcare.performance.models import (  # noqa: PLC0415 - as above
        Contribution,
        FunderReport,
        LightReport,
        Measure,
        Payment,
        Report,
    )

    for model, beside in ((Measure, "party"), (Report, "measure"), (Payment, "party"), (Contribution, "party"), (LightReport, "party")):
        moves(model, "organization", beside=beside, into=OF_ORGANIZATIONS)
    moves(FunderReport, "organization", into=OF_ORGANIZATIONS)


def _register_notices() -> None:
    """What one side does about what is put in, the other reads: whoever looks after the agreement, and who answers for the party."""
    from throughcare.accounts.permissions import Permission  # noqa: PLC0415 - after every app's models are loaded
    from throughcare.notices import kinds  # noqa: PLC0415 - as above

    for verb, title, sentence in (
        ("written", "The other side wrote down what is put in", "Confirm it, or say how you see it."),
        ("dispute", "The other side sees differently what you wrote down", "Read why; withdraw it, or talk about it."),
        ("withdraw", "The other side withdrew what it wrote down", "Read why. It counts for nothing from now on."),
    ):
        needs = [Permission.AGREEMENT_EDIT, Permission.PARTNER_OWN]
        kinds.register(f"agreement.contribution.{verb}", title=title, sentence=sentence, url="agreement", needs=needs)
