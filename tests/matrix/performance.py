"""What is measured of the partner of each side, and what it reported: its words are for its own people and for us."""

from datetime import timedelta
from typing import Any

from tests.matrix.agreements import OURS
from throughcare.agreements.days import months_later
from throughcare.agreements.models import Agreement, Party
from throughcare.common.clock import today
from throughcare.performance.models import Contribution, FunderReport, Measure, Payment, Report

# Two months of it are over.
BEGAN = months_later(today(), -3) + timedelta(days=1)


def measure(world: Any, side: Any) -> None:
    """An agreement that runs, with one measure: its first month sent in, its second not. As the system."""
    ids = world.ids[side.name]
    organization, readers = ids["organization_id"], side.staff | OURS

    def word(what: str) -> str:
        return str(world.canaries.token(f"{what} of an agreement ({side.name})", readers))

    made = Agreement.objects.create(
        number=f"M-{side.name}",
        title="Measured",
        search_key=f"m-{side.name}",
        kind="OUTCOME",
        starts_on=BEGAN,
        offered_on=BEGAN,
        state="ACTIVE",
    )
    Party.objects.create(agreement=made, part="DEPARTMENT", signed_on=BEGAN, signed_by="Words")
    party = Party.objects.create(agreement=made, organization_id=organization, part="PARTNER", signed_on=BEGAN, signed_by="Words")
    both = {"agreement": made, "organization_id": organization}
    says = {name: word(f"what a measure {name}") for name in ("includes", "excludes")}
    one = Measure.objects.create(
        **both, party=party, rba="HOW_MUCH", name=word("the name of a measure"), **says, unit="COUNT", target=5, period="MONTH"
    )
    closed = Measure.objects.create(
        **both, party=party, rba="HOW_WELL", name=word("a closed measure"), includes="All", unit="COUNT", target=None
    )
    Measure.objects.filter(pk=closed.pk).update(closed_on=today(), closed_reason=word("why a measure is closed"))
    sent = Report.objects.create(
        **both,
        measure=one,
        first_on=BEGAN,
        last_on=months_later(BEGAN, 1) - timedelta(days=1),
        value=4,
        note=word("what is said of a report"),
        state="SUBMITTED",
        sent_by_id=world.cast.users[min(side.answer)],
        sent_on=today(),
    )
    pay = {name: word(f"the {name} of a payment") for name in ("name", "wants", "state_reason")}
    paid = Payment.objects.create(
        **both,
        party=party,
        **pay,
        amount=70_000,
        due_on=today(),
        condition="DOCUMENT",
        state="NOT_PAYABLE",
        evidence=word("the evidence for a payment"),
    )
    ready = Payment.objects.create(
        **both,
        party=party,
        name=word("a payment to be made"),
        amount=5,
        due_on=today(),
        condition="DATE",
        state="PAYABLE",
        released_on=today(),
    )
    put = {name: word(f"the {name} of what a side puts in") for name in ("what", "in_words", "worth_how", "state_reason")}
    days = {"first_on": BEGAN, "last_on": BEGAN, "written_on": BEGAN}
    kinds = {"kind": "IN_KIND", "basis": "GIVEN", "quantity": 3, "measured": "OTHER", "worth": 10}
    given = Contribution.objects.create(**both, **put, **days, **kinds, party=party, giver="PARTY", writer="DEPARTMENT")
    made_for = {"organization_id": organization, "first_on": BEGAN, "last_on": today(), "made_on": today()}
    ids["funder_report_id"] = FunderReport.objects.create(**made_for, words=[word("the words of a report for funders")]).pk
    ids["contribution_id"] = given.pk
    ids |= {"payment_id": paid.pk, "ready_payment_id": ready.pk}
    ids |= {"measured_id": made.pk, "measure_id": one.pk, "report_id": sent.pk, "closed_measure_id": closed.pk, "measured_party": party.pk}
