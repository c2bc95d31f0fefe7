"""Reports: due, late, sent in by whoever's they are, with a word where a target is missed; accepted by somebody else, or sent back."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection

from tests.agreements.made import SECOND, WRITER, as_, do, kete, offered
from tests.cast import Cast
from tests.database import Owner
from tests.people.test_rest import Api
from tests.performance.made import BEGAN, act, due, first_of, measure, running, said, send
from throughcare.accounts.actors import system_actor
from throughcare.agreements import actions as agreements
from throughcare.common.clock import today
from throughcare.common.ids import new_id
from throughcare.common.paging import encode_cursor
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, NotAllowed, NotFound, Refused, Stale
from throughcare.performance import actions, jobs, queries
from throughcare.performance.models import Report
from throughcare.performance.policies import is_met
from throughcare.performance.queries import shown
from throughcare.tasks.models import Task


def test_what_is_over_is_due_then_late_and_both_sides_see_it(cast: Cast) -> None:
    one = measure(cast, running(cast))
    for who in ("partner_worker", WRITER):
        found = due(cast, who)
        assert [item.period.first_on for item in found] == [first_of(number) for number in range(4)]
        assert [item.is_late for item in found] == [True, True, True, False]
    assert due(cast, "other_partner_worker") == []
    assert len(due(cast, WRITER, owner=queries.MINE)) == 4 and due(cast, SECOND, owner=queries.MINE) == []
    for who, counted in (("partner_worker", (4, 3, 0)), (WRITER, (4, 3, 0)), (SECOND, (0, 0, 0)), ("other_partner_worker", (0, 0, 0))):
        actor = cast.actor(who)
        with cast.reading(who):
            assert tuple(queries.counts_for_home(actor)) == counted, who
    send(cast, one, number=1)
    assert [item.period.first_on for item in due(cast, WRITER)] == [first_of(0), first_of(2), first_of(3)]
    actor = cast.actor(WRITER)
    with cast.reading(WRITER):
        assert tuple(queries.counts_for_home(actor)) == (3, 2, 1)


def test_what_is_due_is_a_line_for_each_measure_on_pages_of_any_size(cast: Cast) -> None:
    key = running(cast)
    made = [measure(cast, key, name=f"Homes {number}") for number in range(3)]
    send(cast, made[1])
    actor = cast.actor(WRITER)
    with cast.reading(WRITER):
        found, seen, cursor = queries.reports_due(actor), [], ""
        while True:
            page = queries.page_of_due(found, cursor=cursor, size=1)
            seen += [(one.first.measure.name, one.more, one.late) for one in page.rows]
            if not (cursor := page.next or ""):
                break
        assert page.is_first is False
    assert sorted(seen[:2]) == [("Homes 0", 3, 3), ("Homes 2", 3, 3)] and seen[2:] == [("Homes 1", 2, 2)]
    for wrong in ("none", encode_cursor(["a"]), encode_cursor([1, "a", "b"])):
        with pytest.raises(Invalid, match="page marker"):
            queries.page_of_due(found, cursor=wrong)
    text = cast.client(WRITER).get("/reports/?show=due").content.decode()
    assert "11 reports, 8 of them late" in text and ", and 3 more" in text
    office = Api(cast, WRITER, ["directory.view", "agreement.view", "agreement.edit"])
    first = office.call("GET", "/reports/due?size=7").json()
    rest = office.call("GET", f"/reports/due?size=7&cursor={first['next']}").json()
    told = [(one["measure_id"], one["first_on"]) for one in first["items"] + rest["items"]]
    assert len(told) == len(set(told)) == 11 and rest["next"] is None
    assert office.call("GET", "/reports/due?cursor=none").status_code == 422


def test_nothing_is_due_before_an_agreement_is_signed(cast: Cast) -> None:
    key = offered(cast, starts_on=BEGAN)
    one = measure(cast, key)
    assert due(cast, WRITER) == []
    with pytest.raises(NotFound):
        send(cast, one)


def test_a_missed_target_needs_a_word(cast: Cast) -> None:
    one = measure(cast, running(cast))
    with pytest.raises(Invalid) as wrong:
        send(cast, one, what=said(11))
    assert list(wrong.value.errors) == ["note"]
    sent = send(cast, one, what=said(11, note="One landlord withdrew. We look for two more."))
    assert (sent.value, sent.state, sent.sent_by_id, sent.last_on) == (
        Decimal(11),
        "SUBMITTED",
        cast.users["partner_worker"],
        first_of(1) - timedelta(days=1),
    )
    for better, target, to, value, met in (
        ("MORE", 3, None, 3, True),
        ("MORE", 3, None, 2, False),
        ("LESS", 3, None, 3, True),
        ("LESS", 3, None, 4, False),
        ("BETWEEN", 3, 5, 5, True),
        ("BETWEEN", 3, 5, 2, False),
        ("MORE", None, None, 2, None),
    ):
        one.better, one.target, one.target_to = better, target and Decimal(target), to and Decimal(to)
        assert is_met(one, Decimal(value)) is met, (better, value)
    assert is_met(one, None) is None


@pytest.mark.parametrize(
    ("unit", "what", "value", "wrong"),
    [
        ("PERCENT", {"numerator": 2, "denominator": 3}, "66.67", ""),
        ("PERCENT", {"numerator": 3, "denominator": 2}, None, "numerator"),
        ("PERCENT", {"numerator": 0, "denominator": 0}, None, "denominator"),
        ("PERCENT", {"value": Decimal(4)}, None, "denominator"),
        ("COUNT", {"value": Decimal("1.5")}, None, "value"),
        ("COUNT", {}, None, "value"),
        ("DAYS", {"value": Decimal("1.5")}, "1.50", ""),
        ("DAYS", {"value": Decimal("1.555")}, None, "value"),
        ("CURRENCY", {"value": Decimal(-1)}, None, "value"),
        ("COUNT", {"nothing": True}, None, ""),
        ("COUNT", {"nothing": True, "value": Decimal(1)}, None, "nothing"),
    ],
)
def test_a_value_is_taken_in_its_unit(cast: Cast, unit: str, what: dict[str, Any], value: str | None, wrong: str) -> None:
    one = measure(cast, running(cast), unit=unit, target=None)
    if wrong:
        with pytest.raises(Invalid) as refused:
            send(cast, one, what=actions.Said(**what))
        assert wrong in refused.value.errors
    else:
        assert send(cast, one, what=actions.Said(**what)).value == (value and Decimal(value))


def test_a_period_is_over_there_is_one_and_it_is_reported_once(cast: Cast) -> None:
    one = measure(cast, running(cast))
    with pytest.raises(Refused, match="runs until"):
        send(cast, one, number=4)
    with pytest.raises(NotFound):
        send(cast, one, number=5)
    key = {"agreement_id": one.agreement_id, "measure_id": one.pk}
    with pytest.raises(NotFound):
        as_(cast, "partner_worker", actions.send_report, **key, first_on=first_of(0) + timedelta(days=1), said=said())
    send(cast, one)
    with pytest.raises(Refused, match="already"):
        send(cast, one)
    for who in ("other_partner_worker", "executive", "case_manager"):
        with pytest.raises((NotFound, NotAllowed)):
            send(cast, one, who, number=1)


def test_what_a_renewal_adds_to_a_reported_period_is_reported_too(cast: Cast, owner: Owner) -> None:
    ended = first_of(3) + timedelta(days=9)
    key = running(cast, ends_on=ended)
    one = measure(cast, key)
    cut = send(cast, one, number=3)
    assert (cut.first_on, cut.last_on) == (first_of(3), ended)
    owner.place("update agreements_agreement set ends_on = %s where id = %s", today() + timedelta(days=400), key)
    rest = due(cast, "partner_worker")[-1].period
    assert (rest.first_on, rest.last_on) == (ended + timedelta(days=1), first_of(4) - timedelta(days=1))
    corrected = act(cast, cut, actions.correct_report, "partner_worker", said=said(13))
    assert (corrected.last_on, corrected.value) == (ended, Decimal(13)), "it stays the report of the days it was of"
    where = {"agreement_id": key, "measure_id": one.pk}
    sent = as_(cast, "partner_worker", actions.send_report, **where, first_on=rest.first_on, said=said())
    assert (sent.first_on, sent.last_on) == (rest.first_on, rest.last_on)
    assert [item.period.first_on for item in due(cast, "partner_worker")] == [first_of(number) for number in range(3)]
    actor = cast.actor("partner_worker")
    with cast.reading("partner_worker"):
        assert [item.period.last_on for item in shown.periods(queries.get_measure(actor, key, one.pk))][3:5] == [ended, rest.last_on]


def test_it_is_accepted_by_somebody_else_or_sent_back_and_sent_again(cast: Cast) -> None:
    one = measure(cast, running(cast))
    sent = send(cast, one)
    corrected = act(cast, sent, actions.correct_report, "partner_manager", said=said(14))
    assert (corrected.value, corrected.version, corrected.sent_by_id) == (Decimal(14), 2, cast.users["partner_manager"])
    with pytest.raises(NotAllowed):
        act(cast, sent, actions.move_report, "partner_worker", verb="accept")
    with pytest.raises(Invalid):
        act(cast, sent, actions.move_report, verb="return")
    with pytest.raises(Refused, match="Use one of"):
        act(cast, sent, actions.move_report, verb="send_again")
    back = act(cast, sent, actions.move_report, verb="return", reason="Two of these were agreed as visits.")
    assert (back.state, back.judged_by_id) == ("RETURNED", cast.users[WRITER])
    assert [item.returned.pk for item in due(cast, "partner_worker") if item.returned] == [sent.pk]
    again = act(cast, sent, actions.correct_report, "partner_worker", said=said(12))
    assert (again.state, again.state_reason, again.judged_by_id) == ("SUBMITTED", "", None)
    with pytest.raises(Stale):
        key = {"agreement_id": one.agreement_id, "measure_id": one.pk, "report_id": sent.pk}
        as_(cast, WRITER, actions.move_report, **key, verb="accept", seen=1)
    assert act(cast, sent, actions.move_report, verb="accept").state == "ACCEPTED"
    with pytest.raises(Refused, match="is accepted"):
        act(cast, sent, actions.correct_report, "partner_worker", said=said(99))
    assert act(cast, sent, actions.move_report, verb="return", reason="A mistake was found.").state == "RETURNED"


def test_nobody_accepts_what_they_sent_in_themselves(cast: Cast) -> None:
    one = measure(cast, running(cast))
    ours = send(cast, one, WRITER, what=said(12, note="As they told us by phone."))
    with pytest.raises(Refused, match="Nobody accepts their own"):
        act(cast, ours, actions.move_report, verb="accept")
    with cast.reading(WRITER), pytest.raises(IntegrityError, match="not yours to say"):
        Report.objects.filter(pk=ours.pk).update(state="ACCEPTED", judged_by_id=cast.users[WRITER], judged_on=today())
    assert act(cast, ours, actions.move_report, SECOND, verb="accept").state == "ACCEPTED"


def _row(cast: Cast, one: Any, **values: Any) -> Report:
    plain = {"id": new_id(), "measure_id": one.pk, "agreement_id": one.agreement_id, "organization_id": one.organization_id}
    plain |= {"first_on": first_of(0), "last_on": first_of(1) - timedelta(days=1), "value": 5, "sent_on": today()}
    return Report(**{**plain, "sent_by_id": cast.users["partner_worker"], **values})


def test_straight_sql_writes_nothing_under_another_name_period_or_measure(cast: Cast) -> None:
    key = running(cast)
    one = measure(cast, key)
    for who, values, words in (
        ("partner_worker", {"sent_by_id": cast.users["partner_manager"]}, "not yours to say"),
        ("partner_worker", {"state": "ACCEPTED", "judged_by_id": cast.users["partner_worker"]}, "not yours to say|performance_report_two"),
        ("partner_worker", {"last_on": first_of(1)}, "no period of it"),
        ("partner_worker", {"first_on": first_of(4), "last_on": first_of(5) - timedelta(days=1)}, "no period of it"),
        ("other_partner_worker", {"sent_by_id": cast.users["other_partner_worker"]}, "row-level security|not yours"),
        (
            "other_partner_worker",
            {"sent_by_id": cast.users["other_partner_worker"], "organization_id": kete(cast)},
            "no period of it",
        ),
    ):
        with cast.reading(who), pytest.raises(Exception, match=words):
            _row(cast, one, **values).save(force_insert=True)
    sent = send(cast, one)
    for statement in (
        "update performance_report set value = 1, note = 'x' where id = %s",
        "update performance_report set state = 'RETURNED', state_reason = 'x' where id = %s",
    ):
        with cast.reading("partner_manager"), pytest.raises(IntegrityError, match="not yours to say"), connection.cursor() as cursor:
            cursor.execute(statement, [sent.pk])
    with cast.reading("other_partner_worker"), connection.cursor() as cursor:
        cursor.execute("update performance_report set value = 1")
        assert cursor.rowcount == 0
        cursor.execute("select count(*) from performance_report")
        assert cursor.fetchone() == (0,)


def test_the_night_reminds_of_late_ones_and_of_those_to_look_at(cast: Cast, owner: Owner) -> None:
    key = running(cast)
    one = measure(cast, key)
    jobs.remind(0)
    jobs.remind(0)
    assert owner.rows("select rule, user_id, state from tasks_task") == [("agreement.report.late", cast.users[WRITER], "OPEN")]
    sent = [send(cast, one, number=number) for number in range(3)]
    jobs.remind(0)
    with reading_as(system_actor("look").reader):
        assert {(task.rule, task.state) for task in Task.objects.order_by("id")} == {
            ("agreement.report.late", "DONE"),
            ("agreement.report.look", "OPEN"),
        }
    for report in sent:
        act(cast, report, actions.move_report, verb="accept")
    jobs.remind(0)
    assert set(owner.rows("select rule, state from tasks_task")) == {("agreement.report.late", "DONE"), ("agreement.report.look", "DONE")}


def test_what_ended_early_ends_the_last_period_with_it(cast: Cast) -> None:
    key = running(cast)
    one = measure(cast, key)
    do(cast, key, agreements.move_agreement, verb="suspend", reason="Their house burnt down.")
    assert len(due(cast, WRITER)) == 4, "what was promised stays due"
    actor = cast.actor(WRITER)
    with cast.reading(WRITER):
        found = shown.periods(queries.get_measure(actor, key, one.pk))
    assert [item.stands.code for item in found] == ["LATE", "LATE", "LATE", "DUE", "RUNS"]
