"""What is measured of an organisation follows it when two records of one are put together, and back when they are taken apart."""

from datetime import timedelta
from typing import Any

from tests.cast import SYSTEM, Cast
from tests.partners.merges import merge, part
from tests.partners.test_merging import two
from throughcare.agreements.models import Agreement, Obligation, Party, PartyValue
from throughcare.common.clock import today
from throughcare.common.reader import reading_as
from throughcare.performance.models import Measure, Payment, Report


def test_measures_and_reports_go_with_the_record_and_back(cast: Cast) -> None:
    stays, goes = two(cast)
    began = today() - timedelta(days=80)
    with reading_as(SYSTEM):
        agreement = Agreement.objects.create(number="1", title="Words", search_key="words", kind="MOU", starts_on=began, offered_on=began)
        party = Party.objects.create(agreement=agreement, part="PARTNER", organization_id=goes)
        both = {"agreement": agreement, "organization_id": goes}
        one = Measure.objects.create(**both, party=party, rba="HOW_MUCH", name="Homes", includes="All.", unit="COUNT", period="MONTH")
        days = {"first_on": began, "last_on": began + timedelta(days=29), "sent_on": today()}
        Report.objects.create(**both, measure=one, value=3, **days)
    made = merge(cast, stays, goes)
    for key in (stays, goes):
        with reading_as(SYSTEM):
            assert Measure.objects.get().organization_id == key == Report.objects.get().organization_id
        if key == stays:
            part(cast, made)


def test_what_was_written_while_the_two_were_one_goes_with_its_party(cast: Cast) -> None:
    stays, goes = two(cast)
    began = today() - timedelta(days=80)
    with reading_as(SYSTEM):
        agreement = Agreement.objects.create(number="1", title="Words", search_key="words", kind="MOU", starts_on=began, offered_on=began)
        party = Party.objects.create(agreement=agreement, part="PARTNER", organization_id=goes)
        other = Agreement.objects.create(number="2", title="Words", search_key="words", kind="MOU", starts_on=began, offered_on=began)
        theirs = Party.objects.create(agreement=other, part="PARTNER", organization_id=stays)
    made = merge(cast, stays, goes)
    measured = {"rba": "HOW_MUCH", "name": "Homes", "includes": "All.", "unit": "COUNT", "period": "MONTH"}
    days = {"first_on": began, "last_on": began + timedelta(days=29), "sent_on": today()}
    models = (Measure, Report, Payment, Obligation, PartyValue)
    with reading_as(SYSTEM):
        for its, one in ((agreement, party), (other, theirs)):
            both = {"agreement": its, "organization_id": stays}
            measure = Measure.objects.create(**both, **measured, party=one)
            Report.objects.create(**both, **days, measure=measure, value=3)
            Payment.objects.create(**both, party=one, name="First", amount=5, due_on=today(), condition="DATE")
            Obligation.objects.create(**both, party=one, bearer="PARTY", what="Words", due_on=today())
            PartyValue.objects.create(**both, party=one, amount=5)
    part(cast, made)
    with reading_as(SYSTEM):
        for model in models:
            found = {one.agreement_id: one.organization_id for one in model.objects.all()}
            assert found == {agreement.pk: goes, other.pk: stays}, model
            kept = {(one.agreement_id, one.organization_id) for one in versions_of(model).objects.filter(agreement_id__in=found)}
            assert kept == set(found.items()), model


def versions_of(model: Any) -> Any:
    """The versions kept of its rows."""
    return next(one for one in model._meta.apps.get_models() if getattr(one, "pgh_tracked_model", None) is model)
