"""What is measured of an organisation follows it when two records of one are put together, and back when they are taken apart."""

from datetime import timedelta

from tests.cast import SYSTEM, Cast
from tests.partners.merges import merge, part
from tests.partners.test_merging import two
from throughcare.agreements.models import Agreement, Party
from throughcare.common.clock import today
from throughcare.common.reader import reading_as
from throughcare.performance.models import Measure, Report


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
