"""What is paid: for what, shown by either side, agreed by a second person above the limit, released by a third; and never refused without a reason."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from typer.testing import CliRunner

from tests.agreements.made import EXECUTIVE, SECOND, WRITER, as_, get
from tests.agreements.test_obligations import owe
from tests.cast import EVERYBODY, SYSTEM, Cast
from tests.database import Owner
from tests.people.test_rest import Api
from tests.performance.made import act as judge
from tests.performance.made import first_of, measure, running, send
from tests.performance.test_measures import KETE, MANA, OURS
from throughcare.agreements.actions import move_obligation
from throughcare.agreements.models import Party, PartyValue
from throughcare.common.clock import today
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, NotAllowed, NotFound, Refused, Stale
from throughcare.performance import actions, jobs, queries
from throughcare.performance.cli import cli
from throughcare.performance.models import Payment

RIGHTS = ["directory.view", "agreement.view", "agreement.edit", "agreement.approve"]


def plan(cast: Cast, key: Any, *, who: str = WRITER, **words: Any) -> Payment:
    """The first instalment, for a day that has come, unless the words say otherwise."""
    there = next(one for one in get(cast, key).parties.all() if one.organization_id)
    plain = {"party_id": there.pk, "name": "First instalment", "amount": Decimal(4000), "due_on": today() - timedelta(days=1)}
    made: Payment = as_(cast, who, actions.add_payment, agreement_id=key, new=actions.NewPayment(**{**plain, **words}))
    return made


def act(cast: Cast, one: Payment, action: Any, who: str = WRITER, **values: Any) -> Payment:
    """Against the version there is."""
    with cast.reading(WRITER):
        seen = Payment.objects.get(pk=one.pk).version
    done: Payment = as_(cast, who, action, agreement_id=one.agreement_id, payment_id=one.pk, seen=seen, **values)
    return done


def test_one_is_planned_shown_released_and_paid(cast: Cast) -> None:
    one = plan(cast, running(cast), condition="DOCUMENT", wants="The audited accounts.")
    with pytest.raises(Refused, match="Nobody has shown it yet: The audited accounts"):
        act(cast, one, actions.move_payment, verb="release")
    with pytest.raises(Invalid):
        act(cast, one, actions.give_evidence, "partner_worker", evidence=" ")
    shown = act(cast, one, actions.give_evidence, "partner_worker", evidence="Under documents.")
    assert (shown.state, shown.evidence_by_id) == ("EVIDENCED", cast.users["partner_worker"])
    with pytest.raises(Refused, match="while it is planned or not payable"):
        act(cast, one, actions.give_evidence, "partner_worker", evidence="Again.")
    with pytest.raises(NotAllowed):
        act(cast, one, actions.move_payment, "partner_worker", verb="release")
    with pytest.raises(Refused, match="whoever planned"):
        act(cast, one, actions.move_payment, verb="release")
    released = act(cast, one, actions.move_payment, SECOND, verb="release")
    assert (released.state, released.released_by_id) == ("PAYABLE", cast.users[SECOND])
    with pytest.raises(Invalid):
        act(cast, one, actions.pay, reference="")
    with pytest.raises(Invalid):
        act(cast, one, actions.pay, reference="77", paid_on=today() + timedelta(days=1))
    with pytest.raises(Stale):
        as_(cast, WRITER, actions.pay, agreement_id=one.agreement_id, payment_id=one.pk, reference="77", seen=1)
    paid = act(cast, one, actions.pay, reference="77")
    assert (paid.state, paid.paid_on, paid.reference) == ("PAID", today(), "77")
    with pytest.raises(Refused, match="Nothing more can be done"):
        act(cast, one, actions.move_payment, verb="refuse", reason="Late.")


def test_what_it_is_for_is_there_or_it_is_not_released(cast: Cast) -> None:
    key = running(cast)
    one = measure(cast, key)
    owed = owe(cast, key)
    for words, there in (
        ({"due_on": today() + timedelta(days=3)}, None),
        (
            {"condition": "REPORT", "measure_id": one.pk, "first_on": first_of(0)},
            lambda: judge(cast, send(cast, one), _move_report, verb="accept"),
        ),
        (
            {"condition": "OBLIGATION", "obligation_id": owed.pk},
            lambda: as_(cast, WRITER, move_obligation, agreement_id=key, obligation_id=owed.pk, verb="meet", seen=1),
        ),
    ):
        made = plan(cast, key, **words)
        with pytest.raises(Refused, match="say that it is not payable"):
            act(cast, made, actions.move_payment, SECOND, verb="release")
        if there:
            there()
            assert act(cast, made, actions.move_payment, SECOND, verb="release").state == "PAYABLE", words


_move_report = actions.move_report


def test_above_the_limit_three_people_have_a_hand_in_it(cast: Cast) -> None:
    one = plan(cast, running(cast), amount=Decimal("50000.01"))
    with pytest.raises(Refused, match="needs a second person"):
        act(cast, one, actions.move_payment, SECOND, verb="release")
    with pytest.raises(Refused, match="neither who planned"):
        act(cast, one, actions.agree_payment)
    with pytest.raises(NotAllowed):
        act(cast, one, actions.agree_payment, "partner_manager")
    agreed = act(cast, one, actions.agree_payment, EXECUTIVE)
    assert agreed.second_by_id == cast.users[EXECUTIVE]
    with pytest.raises(Refused, match="Nobody approves their own"):
        act(cast, one, actions.move_payment, verb="release")
    with pytest.raises(Refused, match="somebody else says"):
        other = plan(cast, one.agreement_id, amount=Decimal(60_000))
        act(cast, other, actions.agree_payment, SECOND)
        act(cast, other, actions.give_evidence, SECOND, evidence="All was done.")
    assert act(cast, one, actions.move_payment, SECOND, verb="release").state == "PAYABLE"
    small = plan(cast, running(cast))
    with pytest.raises(Refused, match="A second person"):
        act(cast, small, actions.agree_payment, EXECUTIVE)
    theirs = plan(cast, small.agreement_id, who=SECOND)
    act(cast, theirs, actions.give_evidence, evidence="They rang.")
    for who in (WRITER, SECOND):
        with pytest.raises(Refused, match="Nobody approves their own"):
            act(cast, theirs, actions.move_payment, who, verb="release")
    assert act(cast, small, actions.move_payment, SECOND, verb="release").state == "PAYABLE"


def release(one: Payment, by: UUID) -> None:
    """Straight SQL of this member, within a reading of theirs."""
    released = "update performance_payment set state = 'PAYABLE', released_on = current_date, released_by_id = %s where id = %s"
    with connection.cursor() as cursor:
        cursor.execute(released, [by, one.pk])


@pytest.mark.parametrize(("value", "each"), [(20_000, 11_000), (90_000, 26_000)])
def test_many_small_payments_are_a_large_one(cast: Cast, value: int, each: int) -> None:
    key = running(cast, amount=None)
    with reading_as(SYSTEM):
        party = Party.objects.get(agreement=key, organization__isnull=False)
        PartyValue.objects.create(party=party, agreement_id=key, organization_id=cast.organization, amount=value)
    first, second = (plan(cast, key, amount=Decimal(each)) for _ in range(2))
    assert act(cast, first, actions.move_payment, SECOND, verb="release").state == "PAYABLE"
    with pytest.raises(Refused, match="takes all that is paid"):
        act(cast, second, actions.move_payment, SECOND, verb="release")
    with cast.reading(SECOND), pytest.raises(IntegrityError, match="second person has not agreed"):
        release(second, cast.users[SECOND])
    with cast.reading(WRITER), pytest.raises(IntegrityError, match="not yours to say"):
        release(second, cast.users[WRITER])
    act(cast, second, actions.agree_payment, EXECUTIVE)
    assert act(cast, second, actions.move_payment, SECOND, verb="release").state == "PAYABLE"


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"state": "DRAFT"}, "is not signed"),
        ({"state": "IN_NEGOTIATION"}, "is not signed"),
        ({"state": "SUSPENDED", "state_reason": "x"}, "is suspended"),
        ({"state": "TERMINATED", "state_reason": "x", "state_since": today() - timedelta(days=2)}, "was terminated before"),
        ({"is_history": True, "state": "EXPIRED"}, "is history"),
    ],
)
def test_nothing_is_paid_by_what_is_not_in_force(cast: Cast, owner: Owner, how: dict[str, Any], words: str) -> None:
    key = running(cast)
    ready, one = plan(cast, key), plan(cast, key)
    act(cast, ready, actions.move_payment, SECOND, verb="release")
    setting = ", ".join(f"{column} = %s" for column in how)
    owner.place(f"update agreements_agreement set {setting} where id = %s", *how.values(), key)
    for action, more in ((actions.move_payment, {"verb": "release"}), (actions.pay, {"reference": "7"})):
        with pytest.raises(Refused, match=words):
            act(cast, one if action is actions.move_payment else ready, action, SECOND, **more)
    with cast.reading(SECOND), pytest.raises(IntegrityError, match="not in force"):
        release(one, cast.users[SECOND])
    if how.get("state") not in ("DRAFT", "IN_NEGOTIATION"):
        for add in (plan, measure):
            with pytest.raises(Refused):
                add(cast, key)


def test_what_was_due_when_it_was_terminated_stays_payable(cast: Cast, owner: Owner) -> None:
    key = running(cast)
    one = plan(cast, key)
    owner.place("update agreements_agreement set state = 'TERMINATED', state_reason = 'x', state_since = %s where id = %s", today(), key)
    act(cast, one, actions.move_payment, SECOND, verb="release")
    assert act(cast, one, actions.pay, reference="7").state == "PAID"


def test_what_is_not_payable_says_why_and_may_be_shown_again(cast: Cast, owner: Owner) -> None:
    key = running(cast)
    one = plan(cast, key, condition="DOCUMENT", wants="The list of tenancies.")
    later = plan(cast, key, condition="DOCUMENT", wants="The same.", due_on=today() + timedelta(days=1))
    there = plan(cast, key)
    jobs.remind(0)
    rows = set(owner.rows("select id, state from performance_payment"))
    assert rows == {(one.pk, "NOT_PAYABLE"), (later.pk, "PLANNED"), (there.pk, "PLANNED")}
    assert owner.rows("select state_reason from performance_payment where state = 'NOT_PAYABLE'") == [
        ("Nobody has shown it yet: The list of tenancies.",)
    ]
    assert owner.rows("select count(*) from audit_auditevent where verb = 'agreement.payment.lapse'") == [(1,)]
    again = act(cast, one, actions.give_evidence, "partner_worker", evidence="It is there now.")
    assert (again.state, again.state_reason) == ("EVIDENCED", "")
    with pytest.raises(Invalid):
        act(cast, one, actions.move_payment, verb="refuse")
    refused = act(cast, one, actions.move_payment, verb="refuse", reason="Two tenancies have no name.")
    assert (refused.state, refused.released_by_id) == ("NOT_PAYABLE", None)
    with cast.reading(WRITER), pytest.raises(IntegrityError):
        Payment.objects.filter(pk=there.pk).update(state="NOT_PAYABLE")


def test_a_party_reads_its_own_alone_and_writes_evidence_alone(cast: Cast) -> None:
    one = plan(cast, running(cast))
    assert not KETE & MANA
    for who in EVERYBODY:
        with cast.reading(who):
            assert Payment.objects.count() == (1 if who in OURS | MANA else 0), who
    for who in ("other_partner_worker", "case_manager"):
        actor = cast.actor(who)
        with cast.reading(who), pytest.raises(NotFound):
            queries.get_payment(actor, one.agreement_id, one.pk)
    me = str(cast.users["partner_worker"])
    for setting in (
        "amount = 9",
        "state = 'PAYABLE', released_on = current_date",
        f"evidence = 'x', evidence_by_id = '{me}'",
        "evidence = 'x', state = 'EVIDENCED'",
        f"evidence = 'x', evidence_by_id = '{me}', state = 'EVIDENCED', reference = '1'",
        f"second_by_id = '{me}'",
    ):
        with cast.reading("partner_worker"), pytest.raises(IntegrityError, match="not yours to say"), connection.cursor() as cursor:
            cursor.execute(f"update performance_payment set {setting}")
    with cast.reading(EXECUTIVE), pytest.raises(IntegrityError, match="not yours to say"), connection.cursor() as cursor:
        cursor.execute("update performance_payment set amount = 9")
    large = plan(cast, one.agreement_id, amount=Decimal(60_000))
    with cast.reading(SECOND), pytest.raises(IntegrityError, match="has not agreed"), connection.cursor() as cursor:
        cursor.execute(
            "update performance_payment set state = 'PAYABLE', released_on = current_date, released_by_id = %s where id = %s",
            [cast.users[SECOND], large.pk],
        )


def test_what_cannot_be_used_is_said(cast: Cast) -> None:
    key = running(cast)
    one = measure(cast, key)
    for words, field in (
        ({"name": ""}, "name"),
        ({"amount": Decimal(0)}, "amount"),
        ({"due_on": None}, "due_on"),
        ({"condition": "WISH"}, "condition"),
        ({"condition": "DOCUMENT"}, "wants"),
        ({"condition": "REPORT"}, "measure_id"),
        ({"condition": "REPORT", "measure_id": one.pk}, "first_on"),
        ({"condition": "REPORT", "measure_id": one.pk, "first_on": first_of(0) + timedelta(days=1)}, "first_on"),
        ({"condition": "REPORT", "measure_id": one.pk, "first_on": first_of(60)}, "first_on"),
        ({"condition": "OBLIGATION"}, "obligation_id"),
        ({"party_id": next(one.pk for one in get(cast, key).parties.all() if not one.organization_id)}, "party_id"),
    ):
        with pytest.raises(Invalid) as wrong:
            plan(cast, key, **words)
        assert field in wrong.value.errors, words
    with pytest.raises(NotAllowed):
        plan(cast, key, who=EXECUTIVE)


def test_on_pages_and_for_connected_systems(cast: Cast) -> None:
    key = running(cast)
    party = next(one for one in get(cast, key).parties.all() if one.organization_id)
    writer, reader, day = cast.client(WRITER), cast.client("partner_worker"), today()
    typed = {"party": str(party.pk), "name": "First instalment", "amount": "25000", "what_for": "DOCUMENT", "wants": "The accounts."}
    typed |= {"due_on_day": str(day.day), "due_on_month": str(day.month), "due_on_year": str(day.year)}
    assert "Say what is to be shown" in writer.post(f"/agreements/{key}/payments/add/", {**typed, "wants": ""}).content.decode()
    assert writer.post(f"/agreements/{key}/payments/add/", typed).status_code == 302
    with cast.reading(WRITER):
        one = Payment.objects.get()
    at = f"/agreements/{key}/payments/{one.pk}"
    for client in (writer, reader):
        page = client.get(f"/agreements/{key}/").content.decode()
        assert "First instalment" in page and "NZD 25,000.00 of NZD 20,000.00: more than the agreement says" in page
    assert "Nobody has shown it yet" in reader.get(f"{at}/").content.decode()
    assert reader.post(f"{at}/evidence/", {"evidence": "Under documents.", "version": "1"}).status_code == 302
    assert reader.get(f"{at}/evidence/").status_code == 404
    assert writer.get(f"{at}/agree/").status_code == 409 == writer.get(f"{at}/stand/release/").status_code
    assert "Must agree before it is released" in writer.get(f"{at}/").content.decode()
    assert cast.client(EXECUTIVE).post(f"{at}/agree/", {"version": "2"}).status_code == 302
    assert cast.client(SECOND).post(f"{at}/stand/release/", {"version": "3"}).status_code == 302
    paid = {
        "paid_on_day": str(day.day),
        "paid_on_month": str(day.month),
        "paid_on_year": str(day.year),
        "reference": "A-77",
        "version": "4",
    }
    assert writer.post(f"{at}/pay/", paid).status_code == 302
    assert "number A-77" in reader.get(f"{at}/").content.decode()
    assert writer.get(f"{at}/pay/").status_code == 409 and cast.client("other_partner_worker").get(f"{at}/").status_code == 404
    office, partner = Api(cast, WRITER, RIGHTS), Api(cast, "partner_worker", ["directory.view"])
    path = f"/agreements/{key}/payments"
    body = {"party_id": str(party.pk), "name": "Second", "amount": "60000", "due_on": str(day)}
    made = office.call("POST", path, body)
    assert (made.status_code, made["ETag"], made.json()["why_not_met"]) == (201, '"1"', "")
    second = f"{path}/{made.json()['id']}"
    assert len(partner.call("GET", path).json()["items"]) == 2
    assert partner.call("POST", f"{second}/evidence", {"evidence": "Done."}, **{"If-Match": '"1"'}).json()["state"] == "EVIDENCED"
    assert office.call("POST", f"{second}/stand/release", {}, **{"If-Match": '"2"'}).status_code == 409
    assert Api(cast, EXECUTIVE, RIGHTS).call("POST", f"{second}/agree", {}, **{"If-Match": '"2"'}).status_code == 200
    other = Api(cast, SECOND, RIGHTS)
    assert other.call("POST", f"{second}/stand/release", {}, **{"If-Match": '"3"'}).json()["state"] == "PAYABLE"
    assert office.call("POST", f"{second}/paid", {"reference": "A-78"}, **{"If-Match": '"4"'}).json()["paid_on"] == str(day)
    assert Api(cast, "other_partner_worker", RIGHTS).call("GET", second).status_code == 404


def test_over_all_agreements_each_side_sees_what_waits_for_it(cast: Cast) -> None:
    key = running(cast)
    day = today()
    due, shows = (
        plan(cast, key),
        plan(cast, key, name="Accounts", condition="DOCUMENT", wants="The accounts.", due_on=day + timedelta(days=9)),
    )
    later = plan(cast, key, name="Later", due_on=day + timedelta(days=50))
    no = act(cast, plan(cast, key, name="Visits"), actions.move_payment, verb="refuse", reason="No visit was made.")
    act(cast, shows, actions.give_evidence, "partner_worker", evidence="Under documents.")
    released = act(cast, plan(cast, key, name="Old", due_on=day - timedelta(days=3)), actions.move_payment, SECOND, verb="release")
    for who, counts in (
        (WRITER, (2, 1, 1)),
        (SECOND, (0, 0, 0)),  # looks after none
        ("partner_worker", (2, 1, 1)),
        ("other_partner_worker", (0, 0, 0)),
    ):
        actor = cast.actor(who)
        with cast.reading(who):
            assert tuple(queries.counts_of_payments(actor)) == counts, who
    for show, there in (("decide", [due, shows]), ("payable", [released]), ("refused", [no]), ("planned", [later]), ("paid", []), ("", 5)):
        for who in (WRITER, SECOND, "executive", "partner_manager"):
            actor = cast.actor(who)
            with cast.reading(who):
                rows = queries.page_of_all_payments(actor, show=show).rows
            assert len(rows) == there if isinstance(there, int) else [row.pk for row in rows] == [one.pk for one in there], (show, who)
    page = cast.client("partner_worker").get("/payments/?show=refused").content.decode()
    assert "Not payable: No visit was made." in page and "Those you look after" not in page
    assert "Accounts" in cast.client(WRITER).get("/payments/").content.decode()
    assert "Nothing to decide" in cast.client(SECOND).get("/payments/?owner=mine").content.decode()
    assert "Nothing to decide" in cast.client("other_partner_worker").get("/payments/").content.decode()
    for who, words in (
        (WRITER, "Payments to decide"),
        (WRITER, "Payments that are late"),
        ("partner_worker", "Payments that are not payable"),
    ):
        assert words in cast.client(who).get("/").content.decode(), (who, words)
    office = Api(cast, WRITER, RIGHTS)
    first = office.call("GET", "/payments?size=2&owner=mine").json()
    rest = office.call("GET", f"/payments?size=4&cursor={first['next']}").json()
    assert [one["name"] for one in first["items"] + rest["items"]] == ["Old", "First instalment", "Visits", "Accounts", "Later"]
    assert rest["next"] is None and office.call("GET", "/payments?show=none").status_code == 422
    assert Api(cast, "other_partner_worker", RIGHTS).call("GET", "/payments").json()["items"] == []
    told = CliRunner().invoke(cli, ["payments", "--show", "refused", "--json"])
    assert [one["reason"] for one in json.loads(told.output)["items"]] == ["No visit was made."]


def test_a_page_of_payments_asks_as_much_for_many_as_for_one(cast: Cast) -> None:
    one = measure(cast, running(cast))
    office = Api(cast, WRITER, RIGHTS)

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert office.call("GET", f"/agreements/{one.agreement_id}/payments").status_code == 200
        return len(seen)

    for number in range(2):
        plan(cast, one.agreement_id, condition="REPORT", measure_id=one.pk, first_on=first_of(number))
    few = asked()
    for number in range(2, 4):
        plan(cast, one.agreement_id, condition="REPORT", measure_id=one.pk, first_on=first_of(number))
    assert asked() == few
