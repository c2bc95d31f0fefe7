"""How the department does by each partner: counted by the day each thing was to be done, told with its interval, and of few people not at all."""

import itertools
import json
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils.timezone import make_aware
from typer.testing import CliRunner

from tests.cast import EVERYBODY, SYSTEM, Cast
from tests.database import Owner
from tests.people.test_rest import Api
from tests.performance.made import running
from tests.performance.test_counted import _REFERRAL, limited, others
from tests.performance.test_measures import MANA, OURS
from throughcare.agreements.models import Agreement, Obligation, Party
from throughcare.common.clock import today
from throughcare.common.ids import new_id
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, NotAllowed, NotFound
from throughcare.partners.models import Organization
from throughcare.performance import queries
from throughcare.performance.cli import cli
from throughcare.performance.days import Half, half_of, halves_to
from throughcare.performance.models import Measure, Payment, Report
from throughcare.performance.queries import reciprocity_shown as shown
from throughcare.performance.queries.reciprocity import Done, Figure

DAY = timedelta(days=1)
_QUESTION = (
    "insert into referrals_question (id, referral_id, person_id, text, asked_by_id, asked_at, reply, replied_by_id, replied_at) "
    "values (%s, %s, %s, 'x', %s, %s, %s, %s, %s)"
)


def over() -> Half:
    """The last half-year that is over."""
    return queries.halves()[1]


def party_of(key: UUID) -> dict[str, Any]:
    """Whose rows are made, as the system."""
    party = Party.objects.get(agreement=key, organization__isnull=False)
    return {"agreement_id": key, "party": party, "organization_id": party.organization_id}


def paid(key: UUID, due: date, *, on: date | None = None, shown_on: date | None = None, state: str = "PAID", **more: Any) -> None:
    """One payment: due, shown, and paid on a day."""
    books = {"paid_on": on, "reference": "7", "released_on": on} if state == "PAID" else {"released_on": due} if state == "PAYABLE" else {}
    said = {"evidence": "x", "evidence_on": shown_on} if shown_on else {}
    Payment.objects.create(
        **party_of(key), name="x", amount=1, due_on=due, state=state, state_reason="x", **books, **said, **{"condition": "DATE", **more}
    )


def told(cast: Cast, who: str = "partner_worker", half: Half | None = None) -> dict[Figure, Done]:
    actor = cast.actor(who)
    with cast.reading(who):
        found = queries.put_in_organization(actor, cast.organization)
        return queries.reciprocity_of([found], half or over())[0].done


def counted(one: Done) -> tuple[int, int] | None:
    return (one.share.hits, one.share.n) if one.share else None


def test_halves_follow_each_other_and_never_overlap() -> None:
    there = halves_to(date(2026, 7, 1), 4)
    assert [one.code for one in there] == ["2026-2", "2026-1", "2025-2", "2025-1"]
    for later, earlier in itertools.pairwise(there):
        assert earlier.last_on + DAY == later.first_on
    assert half_of(date(2026, 6, 30)).words == "January to June 2026"


def test_payments_count_by_the_day_they_were_to_be_made(cast: Cast) -> None:
    key, first, last = running(cast), over().first_on, over().last_on
    with reading_as(SYSTEM):
        paid(key, first, on=first)  # on its day
        paid(key, first + 9 * DAY, on=first + 10 * DAY)  # a day late
        paid(key, first, on=first + 25 * DAY, shown_on=first + 5 * DAY)  # twenty days after it was shown
        paid(key, first, on=first + 26 * DAY, shown_on=first + 5 * DAY)  # a day more
        paid(key, last, state="PAYABLE")  # never paid
        paid(key, last, shown_on=last - DAY, state="EVIDENCED")  # to be paid in the next half-year
        paid(key, first, state="NOT_PAYABLE")
        paid(key, first - DAY, on=first - DAY)  # of the half-year before
        paid(key, last, state="PLANNED")  # for its day alone: that has come
    assert counted(told(cast)[Figure.PAYMENTS]) == (2, 6)
    assert told(cast)[Figure.PAYMENTS] == told(cast, "executive")[Figure.PAYMENTS]


def test_what_was_planned_beyond_a_termination_is_not_late(cast: Cast, owner: Owner) -> None:
    key, first = running(cast), over().first_on
    with reading_as(SYSTEM):
        paid(key, first + 9 * DAY, state="PLANNED")  # its day had come when the agreement was terminated
        paid(key, first + 11 * DAY, state="PLANNED")  # it never came
        paid(key, first + 11 * DAY, state="PAYABLE")  # released, so owed all the same
    assert counted(told(cast)[Figure.PAYMENTS]) == (0, 3)
    owner.place(
        "update agreements_agreement set state = 'TERMINATED', state_reason = 'x', state_since = %s where id = %s", first + 10 * DAY, key
    )
    assert counted(told(cast)[Figure.PAYMENTS]) == (0, 2)


def test_reports_obligations_and_what_is_disputed(cast: Cast) -> None:
    key, first, last = running(cast), over().first_on, over().last_on
    with reading_as(SYSTEM):
        whose = party_of(key)
        measure = Measure.objects.create(**whose, rba="HOW_MUCH", name="x", includes="x", unit="COUNT")
        rest = {name: whose[name] for name in ("agreement_id", "organization_id")}
        for number, (sent, judged) in enumerate(((0, 20), (0, 21), (1, None), (-21, 0))):
            begins = first - 400 * DAY + number * DAY
            stands = {"state": "ACCEPTED", "judged_on": first + judged * DAY} if judged is not None else {}
            Report.objects.create(**rest, measure=measure, first_on=begins, last_on=begins, sent_on=first + sent * DAY, **stands)
        owed = {**whose, "what": "x"}
        Obligation.objects.create(**owed, bearer="DEPARTMENT", due_on=first, state="MET", disputed="No.")
        Obligation.objects.create(**owed, bearer="DEPARTMENT", due_on=last, state="PARTLY_MET")
        Obligation.objects.create(**owed, bearer="DEPARTMENT", due_on=last)
        Obligation.objects.create(**owed, bearer="DEPARTMENT", due_on=last, state="WAIVED")
        Obligation.objects.create(**owed, bearer="PARTY", due_on=last, state="MET")
    found = told(cast)
    assert counted(found[Figure.REPORTS]) == (1, 3)
    assert (counted(found[Figure.OBLIGATIONS]), found[Figure.OBLIGATIONS].disputed) == ((1, 3), 1)
    assert float(found[Figure.REPORTS].median or 0) == 21, "half of all three within so many days; one is not done"


def test_a_report_that_was_sent_back_late_is_late_though_the_next_was_looked_at_at_once(cast: Cast, owner: Owner) -> None:
    """Each wait counts by itself, from its first day; what was said otherwise while it waited is the same wait."""
    key, first = running(cast), over().first_on
    with reading_as(SYSTEM):
        whose = party_of(key)
        measure = Measure.objects.create(**whose, rba="HOW_MUCH", name="x", includes="x", unit="COUNT")
        rest = {name: whose[name] for name in ("agreement_id", "organization_id")}
        one = Report.objects.create(**rest, measure=measure, first_on=first - 400 * DAY, last_on=first - 400 * DAY, sent_on=first)
        steps: tuple[tuple[int, str, int | None], ...] = (
            (10, "SUBMITTED", None),  # said otherwise, and nobody had looked
            (10, "RETURNED", 25),  # within twenty days of that, and not of the first
            (25, "SUBMITTED", None),  # again, on the very day
            (25, "ACCEPTED", 26),
        )
        for number, (sent, state, judged) in enumerate(steps):
            values = {"state_reason": "x" if state == "RETURNED" else "", "version": number + 2}
            day = None if judged is None else first + judged * DAY
            Report.objects.filter(pk=one.pk).update(state=state, sent_on=first + sent * DAY, judged_on=day, **values)
    for who in ("partner_worker", "executive"):
        found = told(cast, who)[Figure.REPORTS]
        assert counted(found) == (1, 2), who
        assert float(found.median or 0) == 1, "of 1 and 25 days"
    with reading_as(SYSTEM):  # another version of what was looked at is no other wait
        Report.objects.filter(pk=one.pk).update(version=9)
    assert counted(told(cast)[Figure.REPORTS]) == (1, 2)
    asked = "select count(*) from throughcare.report_sendings(%s)"
    for who, rows in (("partner_worker", 2), ("executive", 2), ("other_partner_worker", 0), ("case_manager", 0), ("aroha", 0)):
        with cast.reading(who), connection.cursor() as cursor:
            cursor.execute(asked, [[cast.organization]])
            assert cursor.fetchone() == (rows,), who


def test_a_review_day_counts_as_it_stood_when_it_came(cast: Cast, owner: Owner) -> None:
    key, first = running(cast), over().first_on
    for number, (day, said) in enumerate(
        (
            (first + 100 * DAY, -300),  # written down long before
            (first + 120 * DAY, 20),  # moved, long before its day: not missed
            (first + 200 * DAY, 149),  # held twenty-nine days after it
        )
    ):
        owner.place("update agreements_agreement set review_on = %s where id = %s", day, key)
        at = make_aware(datetime.combine(first + said * DAY, time(12)))
        _said(owner, key, number, day, at)
    half = half_of(first + 150 * DAY)
    assert half == over()
    assert counted(told(cast, half=half)[Figure.REVIEWS]) == (1, 1)


def _said(owner: Owner, key: UUID, number: int, day: date, at: datetime) -> None:
    """A version of the agreement, as it was kept at a moment."""
    if number == 0:
        owner.place("delete from agreements_agreementevent where id = %s", key)
    columns = "id, offered_on, number, title, search_key, kind, purpose, renewals_allowed, renewals_used, regions, sites, is_history, state, state_since, state_reason, version"
    owner.place(
        f"insert into agreements_agreementevent (pgh_created_at, pgh_label, pgh_obj_id, review_on, {columns}) "
        f"select %s, 'update', id, %s, {columns} from agreements_agreement where id = %s",
        at,
        day,
        key,
    )


def asked(owner: Owner, cast: Cast, people: list[UUID], *, after: int | None, service: UUID | None = None, day: date | None = None) -> None:
    """A question about a referral of each of these people, in the half-year that is over, answered so many days later."""
    at = make_aware(datetime.combine(day or over().first_on + 9 * DAY, time(12)))
    teams = (cast.teams["awa"], cast.teams["mana"], cast.users["case_manager"])
    for person in people:
        key = new_id()
        owner.place(_REFERRAL, key, key.hex[-12:], person, cast.need, service or cast.service, *teams, at, at, at)
        reply = ("", None, None) if after is None else ("x", cast.users["case_manager"], at + after * DAY)
        owner.place(_QUESTION, new_id(), key, person, cast.users["partner_worker"], at, *reply)


def test_answers_are_told_of_five_people_on_either_side(cast: Cast, owner: Owner) -> None:
    running(cast)
    assert told(cast)[Figure.ANSWERS] == Done(Figure.ANSWERS)
    asked(owner, cast, others(5), after=2)
    assert counted(told(cast)[Figure.ANSWERS]) == (5, 5)
    assert float(told(cast)[Figure.ANSWERS].median or 0) == 2.0
    asked(owner, cast, others(4), after=9)
    assert told(cast)[Figure.ANSWERS].withheld  # four people on the late side
    asked(owner, cast, others(1), after=None)
    assert counted(told(cast)[Figure.ANSWERS]) == (5, 10)
    assert told(cast, "executive") == told(cast)
    asked(owner, cast, [cast.person] * 7, after=None, day=over().before().first_on)
    assert told(cast, half=over().before())[Figure.ANSWERS].withheld  # many questions, and one person
    assert told(cast, half=queries.halves()[0])[Figure.ANSWERS].running


def test_confidential_services_and_what_was_asked_under_a_limit_are_in_no_count(cast: Cast, owner: Owner) -> None:
    running(cast)
    people = others(6)
    asked(owner, cast, people, after=1)
    day = make_aware(datetime.combine(over().first_on, time(12)))
    limited(owner, cast, people[0], since=day + 10 * DAY)
    assert counted(told(cast)[Figure.ANSWERS]) == (6, 6), "limited since: nothing changes"
    limited(owner, cast, people[1], since=day, until=day + 20 * DAY)
    assert counted(told(cast)[Figure.ANSWERS]) == (5, 5), "limited then, and no more"
    owner.place("update services_service set confidential = true where id = %s", cast.service)
    assert told(cast)[Figure.ANSWERS] == Done(Figure.ANSWERS)


def test_the_database_tells_whole_half_years_that_are_over_alone(cast: Cast, owner: Owner) -> None:
    running(cast)
    asked(owner, cast, others(6), after=1)
    half = over()
    for who, day, many in (
        ("executive", half.first_on, 1),
        ("partner_worker", half.first_on, 1),
        ("other_partner_worker", half.first_on, 0),
        ("case_manager", half.first_on, 0),
        ("executive", half.first_on + DAY, 0),
        ("executive", (half.first_on + 40 * DAY).replace(day=1), 0),
        ("executive", queries.halves()[0].first_on, 0),
    ):
        with cast.reading(who), connection.cursor() as cursor:
            cursor.execute("select 1 from throughcare.questions_answered(%s, %s)", [[cast.organization], day])
            assert len(cursor.fetchall()) == many, (who, day)


def test_payments_are_those_of_a_slow_count(cast: Cast) -> None:
    """Three hundred drawn by chance; an oracle walks through them one by one."""
    chance, key, half = Random(53), running(cast), over()
    rows = []
    for _ in range(300):
        due = half.first_on + chance.randint(-40, 220) * DAY
        shown_on = due + chance.randint(-30, 30) * DAY if chance.random() < 0.5 else None
        on = due + chance.randint(-10, 60) * DAY if chance.random() < 0.8 else None
        rows.append((due, shown_on, on))
    with reading_as(SYSTEM):
        for due, shown_on, on in rows:
            paid(key, due, on=on, shown_on=shown_on, state="PAID" if on else "PAYABLE")
    last = min(half.last_on, today() - DAY)
    span = {half.first_on + number * DAY for number in range((last - half.first_on).days + 1)}
    here = [(until_of(due, shown_on), due, on) for due, shown_on, on in rows if until_of(due, shown_on) in span]
    found = told(cast)[Figure.PAYMENTS]
    assert counted(found) == (sum(on is not None and on <= day for day, _, on in here), len(here))
    days = sorted((on - max(due, shown_on or due)).days if on else 10**6 for due, shown_on, on in rows if until_of(due, shown_on) in span)
    assert float(found.median or 0) == days[(len(days) + 1) // 2 - 1] < 10**6


def until_of(due: date, shown_on: date | None) -> date:
    """The last day on which it is paid in time."""
    return max(due, shown_on + 20 * DAY) if shown_on else due


def test_what_a_payment_waits_for_counts_from_when_it_is_there(cast: Cast) -> None:
    key, first = running(cast), over().first_on
    with reading_as(SYSTEM):
        whose = party_of(key)
        measure = Measure.objects.create(**whose, rba="HOW_MUCH", name="x", includes="x", unit="COUNT")
        rest = {name: whose[name] for name in ("agreement_id", "organization_id")}
        for number, accepted in enumerate((first + 60 * DAY, first + 60 * DAY, None)):
            begins = first - 400 * DAY + number * DAY
            stands = {"state": "ACCEPTED", "judged_on": accepted} if accepted else {}
            Report.objects.create(**rest, measure=measure, first_on=begins, last_on=begins, sent_on=first, **stands)
            waits: dict[str, Any] = {"condition": "REPORT", "measure": measure, "first_on": begins}
            # Paid the day after a late report was accepted; accepted, and never released; not there yet.
            paid(key, first, on=first + 61 * DAY if number == 0 else None, state="PAID" if number == 0 else "PLANNED", **waits)
        met = Obligation.objects.create(**whose, what="x", bearer="PARTY", due_on=first, state="MET", said_on=first + 5 * DAY)
        paid(key, first, state="PLANNED", condition="OBLIGATION", obligation=met)
    assert counted(told(cast)[Figure.PAYMENTS]) == (1, 3)
    with reading_as(SYSTEM):
        Agreement.objects.filter(pk=key).update(state="TERMINATED", state_since=first - DAY, state_reason="x")
    assert counted(told(cast)[Figure.PAYMENTS]) == (1, 1), "what is never paid by an agreement that is over is no failing"


def test_a_partner_reads_its_own_alone(cast: Cast) -> None:
    key = running(cast)
    with reading_as(SYSTEM):
        paid(key, over().first_on, on=over().first_on)
        kete = Organization.objects.get(name="Kete Trust")
    for who in EVERYBODY:
        actor = cast.actor(who)
        with cast.reading(who):
            if who in OURS:
                assert {one.pk for one in queries.page_of_reciprocity(actor).rows} == {cast.organization}
                continue
            with pytest.raises(NotAllowed):
                queries.page_of_reciprocity(actor)
            if who not in MANA:
                with pytest.raises((NotFound, NotAllowed)):
                    queries.put_in_organization(actor, cast.organization)
                # Whatever a page asks, row security gives nothing of it.
                mana = Organization(pk=cast.organization, name="Mana Trust")
                assert all(one.share is None for one in queries.reciprocity_of([mana], over())[0].done.values()), who
            else:
                with pytest.raises(NotFound):
                    queries.put_in_organization(actor, kete.pk)


def test_pages_machines_and_commands_say_the_same(cast: Cast) -> None:
    key, half = running(cast), over()
    with reading_as(SYSTEM):
        paid(key, half.first_on, on=half.first_on)
        paid(key, half.first_on, state="PAYABLE")
    worker, executive = cast.client("partner_worker"), cast.client("executive")
    at = f"/partners/{cast.organization}/reciprocity/"
    page = worker.get(at).content.decode()
    assert "50%" in page and "1 of 2" in page and "9% to 91%" in page and "/reciprocity/?half" not in page
    assert f"/reciprocity/?half={half.code}" in executive.get(at).content.decode()
    listed = executive.get(f"/reciprocity/?half={half.code}").content.decode()
    assert "50% (1 of 2; 9% to 91%)" in listed and at in listed
    assert worker.get("/reciprocity/").status_code == 404
    assert executive.get(f"{at}?half=1999-1").status_code == 422
    ours, theirs = Api(cast, "executive", ["directory.view", "agreement.view"]), Api(cast, "partner_worker", ["directory.view"])
    one = theirs.call("GET", f"/performance/partners/{cast.organization}/reciprocity?half={half.code}").json()
    (payments,) = (row for row in one if row["figure"] == "payments")
    assert (payments["hits"], payments["n"], payments["share"], payments["low"]) == (1, 2, 0.5, 0.0945)
    assert ours.call("GET", "/performance/partners").json()["items"][0]["figures"] == one
    assert theirs.call("GET", "/performance/partners").status_code in (403, 404)
    said = json.loads(CliRunner().invoke(cli, ["reciprocity", "mana trust", "--half", half.code, "--json"]).stdout)
    assert [row["hits"] for row in said["items"][0]["figures"]] == [row["hits"] for row in one]
    assert CliRunner().invoke(cli, ["reciprocity", "nobody"]).exit_code != 0
    with pytest.raises(Invalid):
        queries.half_called("soon")


def test_a_hundred_partners_cost_no_more_statements_than_one(cast: Cast) -> None:
    running(cast)

    def asked_for(many: int) -> int:
        with cast.reading("executive"), CaptureQueriesContext(connection) as seen:
            queries.reciprocity_of([Organization(pk=new_id(), name="x") for _ in range(many)], over())
        return len(seen)

    assert asked_for(100) == asked_for(1)


def test_in_partnership_mode_the_line_of_referrals_says_so(cast: Cast) -> None:
    running(cast)
    with override_settings(PARTNERSHIP=True):
        found = told(cast)[Figure.ANSWERS]
    assert found.elsewhere and shown.why_untold(found).startswith("Not kept here")
