"""What Throughcare counts itself from referrals: of a period that is over, of the services the agreement covers, and never of a few people."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.utils.timezone import make_aware

from tests.agreements.made import do, draft, get, sign_all
from tests.cast import Cast
from tests.database import Owner
from tests.performance.made import BEGAN, act, first_of, measure, send
from throughcare.agreements import actions as agreements
from throughcare.common.clock import today
from throughcare.common.ids import new_id
from throughcare.common.refusals import Invalid
from throughcare.performance import actions, queries
from throughcare.performance.models import Measure
from throughcare.performance.queries import shown

_REFERRAL = (
    "insert into referrals_referral (id, reference, person_id, need_id, service_id, from_team_id, to_team_id, referrer_id, state, urgency, to_disclose, "
    "sent_at, reason_code, version, created_at, changed_at) values (%s, %s, %s, %s, %s, %s, %s, %s, 'WITHDRAWN', 'ROUTINE', '{}', %s, 'other', 1, %s, %s)"
)
_LINE = (
    "insert into referrals_logentry (id, referral_id, person_id, kind, verb, from_state, to_state, reason_code, note, by_id, at) "
    "values (%s, %s, %s, 'MOVED', %s, '', '', '', '', null, %s)"
)

_LIMIT = (
    "insert into people_limit (id, person_id, kind, users, reason, words, starts_at, ends_at, withheld, made_at, lift_why, version) "
    "values (%s, %s, 'EXCLUSION', array[%s::uuid], 'KNOWN', 'x', %s, %s, '', now(), '', 1)"
)


def covering(cast: Cast) -> UUID:
    """Signed, begun some months ago, and about Mana Trust's service."""
    key = draft(cast, starts_on=BEGAN, ends_on=today() + timedelta(days=400))
    do(cast, key, agreements.add_party, new=agreements.NewParty(organization="Kete Trust", part="SUB"))
    do(cast, key, agreements.change_coverage, new=agreements.Coverage(services=[cast.service, cast.other_service]))
    do(cast, key, agreements.move_agreement, verb="offer")
    sign_all(cast, key)
    do(cast, key, agreements.move_agreement, verb="sign")
    return key


def others(number: int) -> list[UUID]:
    """So many people. The owner writes the referrals, so their ids are enough."""
    return [new_id() for _ in range(number)]


def referred(
    owner: Owner, cast: Cast, day: Any, *, verb: str = "", after: int = 0, service: UUID | None = None, of: UUID | None = None
) -> None:
    """One referral sent on a day, and answered so many days later. Put there by the owner: what is long past can't be made by people.

    of: whose it is; Aroha's, unless somebody is said.
    """
    at, key = make_aware(datetime.combine(day, time(12))), new_id()
    teams = (cast.teams["awa"], cast.teams["mana"], cast.users["case_manager"])
    person = of or cast.person
    owner.place(_REFERRAL, key, key.hex[-12:], person, cast.need, service or cast.service, *teams, at, at, at)
    if verb:
        owner.place(_LINE, new_id(), key, person, verb, at + timedelta(days=after))


def limited(owner: Owner, cast: Cast, of: UUID, *, since: datetime, until: datetime | None = None) -> None:
    """Somebody was kept from this person's record from one moment to another."""
    owner.place(_LIMIT, new_id(), of, cast.users["officer"], since, until)


def told(cast: Cast, one: Measure, number: int = 0, who: str = "partner_worker") -> queries.Counted | None:
    """What this member is told of a month."""
    actor = cast.actor(who)
    with cast.reading(who):
        found = queries.get_measure(actor, one.agreement_id, one.pk)
        return queries.counted(found, queries.period_of(found, first_of(number)))


def test_referrals_are_counted_by_the_day_they_were_sent_and_few_are_not_told(cast: Cast, owner: Owner) -> None:
    one = measure(cast, covering(cast), source="RECEIVED", unit="PERCENT", target=Decimal(5))
    assert one.unit == "COUNT", "a count has its own unit"
    days = [first_of(0)] * 5 + [first_of(1) - timedelta(days=1)] + [first_of(1)] * 4 + [first_of(0) - timedelta(days=1)]
    for day, of in zip(days, others(11), strict=True):
        referred(owner, cast, day, of=of)
    referred(owner, cast, first_of(0), service=cast.other_service)  # another party's, though the agreement covers it
    for who in ("partner_worker", "contract_manager", "executive"):
        assert told(cast, one, 0, who) == (Decimal(6), None, None, False), who
        assert told(cast, one, 1, who) == (None, None, None, True), who
        assert told(cast, one, 2, who) == (Decimal(0), None, None, False), who
    assert told(cast, one, 4) is None, "it runs"
    actor = cast.actor("partner_worker")
    with cast.reading("partner_worker"):
        found = shown.periods(queries.get_measure(actor, one.agreement_id, one.pk))
        assert [shown.value_words(one, item.told) for item in found if item.told] == ["6", shown.TOO_FEW, "0", "0"]
        assert [item.met for item in found] == [True, None, False, False, None]


def test_of_a_share_few_on_either_side_are_not_told(cast: Cast, owner: Owner) -> None:
    one = measure(cast, covering(cast), source="ACCEPTED", target=None)
    there = others(12)
    for number, (yes, no) in enumerate(((6, 6), (6, 4), (4, 6), (9, 0))):
        for place, of in enumerate(there[: yes + no]):
            referred(owner, cast, first_of(number), verb="accept" if place < yes else "decline", after=1, of=of)
    assert [told(cast, one, number) for number in range(4)] == [
        (50, 6, 12, False),
        (None, None, None, True),
        (None, None, None, True),
        (100, 9, 9, False),
    ]


def test_days_to_the_first_answer_are_a_median(cast: Cast, owner: Owner) -> None:
    one = measure(cast, covering(cast), source="ANSWER_DAYS", better="LESS", target=Decimal(3))
    for days, of in zip((1, 2, 2, 4, 9, 20), others(6), strict=True):
        referred(owner, cast, first_of(0), verb="accept" if days % 2 else "waitlist", after=days, of=of)
    for days in (1, 2, 3, 4):
        referred(owner, cast, first_of(1), verb="decline", after=days)
    assert told(cast, one, 0) == (Decimal(3), None, 6, False)
    assert told(cast, one, 1) == (None, None, None, True)


@pytest.mark.parametrize("source", ["RECEIVED", "ACCEPTED", "ANSWER_DAYS"])
def test_many_referrals_of_one_person_are_told_to_nobody(cast: Cast, owner: Owner, source: str) -> None:
    one = measure(cast, covering(cast), source=source, target=None)
    there = others(5)
    for number, (yes, no) in enumerate(((there[:1], []), (there, []), (there, there[:2]))):
        for verb, people in (("accept", yes), ("decline", no)):
            for of in people * 7:
                referred(owner, cast, first_of(number), verb=verb, after=1, of=of)
    for who in ("partner_worker", "contract_manager"):
        assert told(cast, one, 0, who) == (None, None, None, True), who
        found, few = told(cast, one, 1, who), told(cast, one, 2, who)
        assert found and few and not found.suppressed, who
        assert few.suppressed is (source == "ACCEPTED"), "five were accepted, of whom two were declined as well"


@pytest.mark.parametrize("source", ["RECEIVED", "ACCEPTED", "ANSWER_DAYS"])
def test_what_happened_under_a_limit_and_what_is_confidential_are_in_no_count(cast: Cast, owner: Owner, source: str) -> None:
    """A limit set since changes nothing: else whoever knows how many there were learns that one of them was just limited."""
    one = measure(cast, covering(cast), source=source, target=None)
    there = others(6)
    for of in there:
        referred(owner, cast, first_of(0), verb="accept", after=1, of=of)
    then, day = make_aware(datetime.combine(first_of(0), time(12))), timedelta(days=1)

    def many() -> object:
        found = told(cast, one)
        return found and (found.denominator or found.value)

    assert many() == 6
    limited(owner, cast, there[0], since=then + 2 * day)
    assert many() == 6, "limited since"
    limited(owner, cast, there[0], since=then - 9 * day, until=then)
    assert many() == 6, "limited before"
    limited(owner, cast, there[1], since=then - day, until=then + 2 * day)
    assert many() == 5, "limited then, and no more"
    owner.place("update services_service set confidential = true where id = %s", cast.service)
    found = told(cast, one)
    assert found and not found.denominator and not found.value and not found.suppressed


def test_only_who_reads_the_measure_is_told_and_only_of_a_period(cast: Cast, owner: Owner) -> None:
    one = measure(cast, covering(cast), source="RECEIVED", target=None)
    for of in others(7):
        referred(owner, cast, first_of(0), of=of)
    last = first_of(1) - timedelta(days=1)
    asked = "select count(*) from throughcare.counted(%s, %s, %s)"
    for who, first, end, rows in (
        ("partner_worker", first_of(0), last, 1),
        ("contract_manager", first_of(0), last, 1),
        ("other_partner_worker", first_of(0), last, 0),
        ("case_manager", first_of(0), last, 0),
        ("contract_manager", first_of(0), last - timedelta(days=1), 0),
        ("contract_manager", first_of(0) + timedelta(days=1), last, 0),
        ("contract_manager", first_of(0), first_of(2) - timedelta(days=1), 0),
        ("contract_manager", first_of(4), first_of(5) - timedelta(days=1), 0),
    ):
        with cast.reading(who), connection.cursor() as cursor:
            cursor.execute(asked, [one.pk, first, end])
            assert (cursor.fetchone() or (None,))[0] == rows, (who, first, end)


def test_what_is_counted_is_sent_in_as_it_is(cast: Cast, owner: Owner) -> None:
    key = covering(cast)
    one = measure(cast, key, source="RECEIVED", target=Decimal(9))
    for of in others(7):
        referred(owner, cast, first_of(0), of=of)
    for of in others(2):
        referred(owner, cast, first_of(1), of=of)
    with pytest.raises(Invalid) as wrong:
        send(cast, one, what=actions.Said(value=Decimal(50)))
    assert list(wrong.value.errors) == ["note"], "the number that was typed is nobody's; seven miss the target"
    sent = send(cast, one, what=actions.Said(note="One site referred nobody."))
    assert (sent.value, sent.suppressed) == (Decimal(7), False)
    few = send(cast, one, number=1, what=actions.Said())
    assert (few.value, few.suppressed) == (None, True)
    page = cast.client("contract_manager").get(f"/agreements/{key}/measures/{one.pk}/reports/{few.pk}/").content.decode()
    assert shown.TOO_FEW in page
    with cast.reading("partner_worker"), pytest.raises(Exception, match="counted otherwise"), connection.cursor() as cursor:
        cursor.execute("update performance_report set value = 12, sent_by_id = %s where id = %s", [cast.users["partner_worker"], sent.pk])
    assert act(cast, sent, actions.move_report, verb="accept").state == "ACCEPTED"


def test_one_count_of_a_party_is_kept_once(cast: Cast) -> None:
    key = covering(cast)
    one = measure(cast, key, source="RECEIVED", target=None)
    with pytest.raises(Invalid) as wrong:
        measure(cast, key, source="RECEIVED", period="QUARTER", target=None)
    assert "source" in wrong.value.errors
    assert get(cast, key).pk == one.agreement_id
