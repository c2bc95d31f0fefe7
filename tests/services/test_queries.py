"""Reads of the directory."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import SYSTEM, Cast
from throughcare.common.clock import now, today
from throughcare.common.reader import reading_as
from throughcare.matching.fit import Point, ServiceStatus, Setting
from throughcare.matching.pillars import Pillar
from throughcare.services.models import Language, PillarVerdict, Service, ServiceCapacity, ServicePillar
from throughcare.services.queries import facts_for


def test_facts_say_what_the_directory_says_and_none_where_it_is_silent(cast: Cast) -> None:
    with reading_as(SYSTEM):
        Service.objects.filter(pk=cast.service).update(
            minimum_age=18, genders=["FEMALE"], settings=["COMMUNITY"], regions=["awa"], interpretation_services="No."
        )
        Service.objects.filter(pk=cast.other_service).update(
            eligibility_description="Ask us.", interpretation_services="By phone", settings=[], regions=[]
        )
        Language.objects.create(service_id=cast.service, name="Te reo Māori", code="mi")
        Language.objects.create(service_id=cast.service, name="Esperanto")
        ServiceCapacity.objects.filter(service_id=cast.service).update(updated=now() - timedelta(days=3), waiting_days=14)
        ServiceCapacity.objects.filter(service_id=cast.other_service).delete()
        ServicePillar.objects.create(service_id=cast.service, pillar=Pillar.EMPLOYMENT.value, verdict=PillarVerdict.REMOVED)
    with cast.reading("case_manager"):
        mine, other = facts_for([Service.objects.get(pk=cast.service), Service.objects.get(pk=cast.other_service)])
    assert (mine.id, mine.status, mine.minimum_age, mine.maximum_age) == (cast.service, ServiceStatus.ACTIVE, 18, None)
    assert (mine.genders, mine.settings, mine.regions) == (frozenset({"FEMALE"}), frozenset({Setting.COMMUNITY}), frozenset({"awa"}))
    assert mine.order_types == frozenset()
    assert mine.pillars == {"ACCOMMODATION"}
    assert (mine.languages, mine.interpretation_services) == (frozenset({"mi", "esperanto"}), False)
    assert (mine.capacity_available, mine.waiting_days, mine.capacity_as_at) == (3, 14, today() - timedelta(days=3))
    assert mine.points == (Point(-39.93, 175.05),)
    assert (other.genders, other.order_types, other.settings, other.regions, other.languages) == (None, None, None, None, None)
    assert (other.capacity_available, other.capacity_as_at, other.interpretation_services) == (None, None, True)


def test_facts_take_as_many_queries_for_one_service_as_for_all(cast: Cast) -> None:
    with cast.reading("case_manager"):
        for services in ([], list(Service.objects.order_by("id")[:1]), list(Service.objects.order_by("id"))):
            with CaptureQueriesContext(
                connection,
            ) as seen:
                facts_for(services)
            assert len(seen) == (4 if services else 0)
