"""What each side puts in: one writes, the other confirms or sees it differently, nothing is deleted, and sums guess nothing."""

import json
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError, connection
from typer.testing import CliRunner

from tests.agreements.made import EXECUTIVE, SECOND, WRITER, as_, do, draft, get, offered
from tests.cast import EVERYBODY, SYSTEM, Cast
from tests.database import Owner
from tests.notices.jobs import run_jobs
from tests.people.test_rest import Api
from tests.performance.made import running
from tests.performance.test_measures import MANA, OURS
from throughcare.accounts.actors import system_actor
from throughcare.agreements import actions as agreements
from throughcare.agreements.models import Agreement, Party
from throughcare.common.clock import today
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, NotAllowed, NotFound, Refused, Stale
from throughcare.performance import actions, queries
from throughcare.performance.cli import cli
from throughcare.performance.models import Contribution
from throughcare.performance.queries import contributions_shown as shown

RIGHTS = ["directory.view", "agreement.view", "agreement.edit"]
WORKER, ITS_MANAGER = "partner_worker", "partner_manager"


def new(cast: Cast, key: UUID, party: str = "Mana Trust", **words: Any) -> actions.NewContribution:
    """Their hall for three days, given yesterday, unless the words say otherwise."""
    there = next(one for one in get(cast, key).parties.all() if one.name == party)
    day = today() - timedelta(days=1)
    plain = {
        "giver": "PARTY",
        "kind": "ROOMS",
        "basis": "GIVEN",
        "what": "Its hall.",
        "first_on": day,
        "quantity": Decimal(3),
        "measured": "DAYS",
    }
    return actions.NewContribution(party_id=there.pk, **{**plain, **words})


def write(cast: Cast, key: UUID, who: str = WORKER, **words: Any) -> Contribution:
    made: Contribution = as_(cast, who, actions.add_contribution, agreement_id=key, new=new(cast, key, **words))
    return made


def act(cast: Cast, one: Contribution, who: str, verb: str, reason: str = "") -> Contribution:
    """Against the version there is."""
    with cast.reading(WRITER):
        seen = Contribution.objects.get(pk=one.pk).version
    of = {"agreement_id": one.agreement_id, "contribution_id": one.pk}
    done: Contribution = as_(cast, who, actions.move_contribution, **of, verb=verb, reason=reason, seen=seen)
    return done


def sums(cast: Cast, who: str, **of: Any) -> list[queries.PutIn]:
    actor = cast.actor(who)
    with cast.reading(who):
        return queries.sums_of(actor, **of)


def test_one_side_writes_and_the_other_answers(cast: Cast) -> None:
    key = running(cast)
    one = write(cast, key)
    assert (one.writer, one.state, one.written_by_id) == ("PARTY", "WRITTEN", cast.users[WORKER])
    for who in (WORKER, ITS_MANAGER):  # of the side that wrote it
        with pytest.raises(Refused, match="nobody confirms"):
            act(cast, one, who, "confirm")
    with pytest.raises(Refused, match="nobody confirms"):
        act(cast, one, EXECUTIVE, "confirm")  # may look, and answers for nobody
    with pytest.raises(Refused, match="Whichever side wrote this down"):
        act(cast, one, WRITER, "withdraw", "Wrong.")
    with pytest.raises(Invalid):
        act(cast, one, WRITER, "dispute")
    disputed = act(cast, one, WRITER, "dispute", "We counted two days.")
    assert (disputed.state, disputed.state_reason, disputed.answered_by_id) == ("DISPUTED", "We counted two days.", cast.users[WRITER])
    confirmed = act(cast, one, SECOND, "confirm")
    assert (confirmed.state, confirmed.state_reason, confirmed.answered_by_id) == ("CONFIRMED", "", cast.users[SECOND])
    with pytest.raises(Stale):
        of = {"agreement_id": key, "contribution_id": one.pk}
        as_(cast, WORKER, actions.move_contribution, **of, verb="withdraw", reason="Twice.", seen=1)
    gone = act(cast, one, ITS_MANAGER, "withdraw", "Written down twice.")
    assert gone.state == "WITHDRAWN"
    with pytest.raises(Refused, match="Nothing more can be done"):
        act(cast, one, WRITER, "confirm")


def test_ours_is_written_by_us_and_confirmed_by_them(cast: Cast) -> None:
    key = running(cast)
    one = write(
        cast, key, WRITER, giver="DEPARTMENT", kind="FUNDING", measured="MONEY", quantity=Decimal("150.50"), worth=Decimal(9), worth_how="x"
    )
    assert (one.writer, one.worth, one.worth_how) == ("DEPARTMENT", Decimal("150.50"), "")  # money is worth what it is
    for who in (WRITER, SECOND):
        with pytest.raises(Refused):
            act(cast, one, who, "confirm")
    assert act(cast, one, WORKER, "confirm").state == "CONFIRMED"
    assert act(cast, one, WRITER, "withdraw", "A slip.").state == "WITHDRAWN"


def test_a_command_writes_for_the_department_and_answers_nothing(cast: Cast) -> None:
    key = running(cast)
    words = new(cast, key, giver="DEPARTMENT")
    by = system_actor("write down what a side puts in", channel="command")
    with reading_as(by.reader):
        made = actions.add_contribution(by=by, agreement_id=key, new=words)
        assert (made.writer, made.written_by_id) == ("DEPARTMENT", None)
        theirs = Contribution.objects.create(
            **{
                name: getattr(made, name)
                for name in ("agreement", "party", "organization", "giver", "kind", "basis", "what", "quantity", "measured")
            },
            **{name: getattr(made, name) for name in ("first_on", "last_on", "written_on")},
            writer="PARTY",
        )
        with pytest.raises(Refused, match="nobody confirms"):
            actions.move_contribution(by=by, agreement_id=key, contribution_id=theirs.pk, verb="confirm", seen=1)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"what": " "}, "what"),
        ({"quantity": Decimal(0)}, "quantity"),
        ({"quantity": Decimal("1.001")}, "quantity"),
        ({"quantity": None}, "quantity"),
        ({"measured": "OTHER"}, "in_words"),
        ({"worth": Decimal(5)}, "worth_how"),
        ({"worth": Decimal(-1), "worth_how": "x"}, "worth"),
        ({"worth_how": "At our rate."}, "worth"),
        ({"first_on": None}, "first_on"),
        ({"last_on": today() + timedelta(days=2)}, "last_on"),  # given, and lies ahead
        ({"last_on": today() - timedelta(days=9)}, "last_on"),
        ({"giver": "SOMEBODY"}, "giver"),
        ({"kind": "LOVE"}, "kind"),
        ({"basis": "HOPED"}, "basis"),
        ({"measured": "MILES"}, "measured"),
    ],
)
def test_what_cannot_be_written_says_where(cast: Cast, words: dict[str, Any], field: str) -> None:
    key = running(cast)
    with pytest.raises(Invalid) as said:
        write(cast, key, **words)
    assert field in said.value.errors


def test_nothing_is_put_into_history_or_with_the_department_itself(cast: Cast) -> None:
    key = running(cast)
    department = next(one for one in get(cast, key).parties.all() if not one.organization_id)
    plain = new(cast, key)
    with pytest.raises(Invalid) as said:
        as_(
            cast,
            WRITER,
            actions.add_contribution,
            agreement_id=key,
            new=actions.NewContribution(**{**vars(plain), "party_id": department.pk}),
        )
    assert "party_id" in said.value.errors
    with reading_as(SYSTEM):
        past = Agreement.objects.create(
            number="H-1",
            title="Past",
            search_key="past",
            kind="GRANT",
            is_history=True,
            state="EXPIRED",
            starts_on=today(),
            offered_on=today(),
        )
        party = Party.objects.create(agreement=past, part="PARTNER", organization_id=cast.organization)
    with pytest.raises(Refused, match="history"):
        as_(
            cast,
            WRITER,
            actions.add_contribution,
            agreement_id=past.pk,
            new=actions.NewContribution(**{**vars(plain), "party_id": party.pk}),
        )


def test_sums_add_what_both_say_and_count_what_has_no_worth(cast: Cast) -> None:
    key = running(cast)
    both = write(cast, key, worth=Decimal(300), worth_how="At its rent.")
    act(cast, both, WRITER, "confirm")
    write(cast, key, worth=Decimal(40), worth_how="At its rent.")
    disputed = write(cast, key, worth=Decimal(2), worth_how="At its rent.")
    act(cast, disputed, WRITER, "dispute", "No.")
    write(cast, key)
    act(cast, write(cast, key, worth=Decimal(900), worth_how="Too much."), WORKER, "withdraw", "A slip.")
    write(cast, key, basis="AGREED", last_on=today() + timedelta(days=30))
    write(cast, key, WRITER, giver="DEPARTMENT", kind="TRAINING", measured="HOURS")
    found = {(one.giver, one.kind, one.basis): one[3:] for one in sums(cast, WORKER, agreement=key)}
    assert found == {
        ("DEPARTMENT", "TRAINING", "GIVEN"): (Decimal(0), Decimal(0), 1, 1),
        ("PARTY", "ROOMS", "AGREED"): (Decimal(0), Decimal(0), 1, 1),
        ("PARTY", "ROOMS", "GIVEN"): (Decimal(300), Decimal(42), 4, 1),
    }
    assert sums(cast, WORKER, organization=cast.organization) == sums(cast, EXECUTIVE, agreement=key)


def test_sums_are_those_of_a_slow_count(cast: Cast) -> None:
    """Forty lots of rows drawn by chance, each in an agreement of its own; an oracle adds cents up one by one."""
    chance, running_one = Random(7), running(cast)
    for lot in range(40):
        rows = [
            (
                chance.choice(("DEPARTMENT", "PARTY")),
                chance.choice(("AGREED", "GIVEN")),
                chance.choice(("WRITTEN", "CONFIRMED", "DISPUTED", "WITHDRAWN")),
                chance.choice((None, chance.randint(0, 10**7))),
            )
            for _ in range(chance.randint(0, 12))
        ]
        with reading_as(SYSTEM):
            told = {(one.giver, one.basis): one for one in queries.sums_of(system_actor("count"), agreement=_kept(running_one, lot, rows))}
        kept = [row for row in rows if row[2] != "WITHDRAWN"]
        assert set(told) == {row[:2] for row in kept}
        for there, one in told.items():
            own = [row for row in kept if row[:2] == there]
            assert one.both * 100 == sum(row[3] or 0 for row in own if row[2] == "CONFIRMED")
            assert one.one * 100 == sum(row[3] or 0 for row in own if row[2] != "CONFIRMED")
            assert (one.rows, one.without) == (len(own), sum(row[3] is None for row in own))


def _kept(key: UUID, lot: int, rows: list[tuple[str, str, str, int | None]]) -> UUID:
    """An agreement with these rows. As the system."""
    party = Party.objects.get(agreement=key, organization__isnull=False)
    made = Agreement.objects.create(number=f"S-{lot}", title="Lot", search_key="lot", kind="MOU")
    whose = {"agreement": made, "party": party, "organization": party.organization, "what": "Words", "kind": "ROOMS"}
    days = {"first_on": today(), "last_on": today(), "written_on": today(), "quantity": 1, "measured": "DAYS"}
    for giver, basis, state, cents in rows:
        worth = {} if cents is None else {"worth": Decimal(cents) / 100, "worth_how": "Words"}
        stands = {"giver": giver, "writer": giver, "basis": basis, "state": state, "state_reason": "Words"}
        Contribution.objects.create(**whose, **days, **stands, **worth)
    return made.pk


def test_only_its_party_and_we_read_it(cast: Cast) -> None:
    key = running(cast)
    one = write(cast, key)
    for who in EVERYBODY:
        actor = cast.actor(who)
        with cast.reading(who):
            there = Contribution.objects.filter(pk=one.pk).exists()
            assert there == (who in OURS | MANA), who
            if who in OURS | MANA:
                assert queries.get_contribution(actor, key, one.pk).pk == one.pk
                assert queries.page_of_organization(actor, queries.put_in_organization(actor, cast.organization)).rows
            else:
                with pytest.raises((NotFound, NotAllowed)):
                    queries.get_contribution(actor, key, one.pk)
                with pytest.raises((NotFound, NotAllowed)):
                    queries.put_in_organization(actor, cast.organization)


def test_what_is_written_before_it_is_offered_is_ours(cast: Cast) -> None:
    key = draft(cast)
    one = write(cast, key, WRITER, basis="AGREED")
    actor = cast.actor(WORKER)
    with cast.reading(WORKER):
        assert not Contribution.objects.filter(pk=one.pk).exists()
        assert queries.sums_of(actor, organization=cast.organization) == []
    do(cast, key, agreements.move_agreement, verb="offer")
    with cast.reading(WORKER):
        assert len(queries.sums_of(actor, organization=cast.organization)) == 1


def test_one_party_reads_nothing_of_another(cast: Cast) -> None:
    key = offered(cast)
    do(cast, key, agreements.add_party, new=agreements.NewParty(organization="Kete Trust", part="SUB"))
    write(cast, key, WRITER, party="Kete Trust")
    theirs = write(cast, key, WORKER)
    with pytest.raises(NotFound):
        write(cast, key, "other_partner_worker")  # with Mana Trust, whose staff they are not
    actor = cast.actor("other_partner_worker")
    with cast.reading("other_partner_worker"):
        page = queries.page_of_contributions(actor, Agreement.objects.get(pk=key))
        assert [one.party.name for one in page.rows] == ["Kete Trust"]
        assert not Contribution.objects.filter(pk=theirs.pk).exists()


@pytest.mark.parametrize(
    ("who", "sets"),
    [
        (WORKER, "state = 'CONFIRMED'"),
        (WORKER, "what = 'More'"),
        (WRITER, "worth = 5, worth_how = 'x'"),
        (WRITER, "state = 'WITHDRAWN', state_reason = 'x'"),
        (WRITER, "state = 'CONFIRMED'"),  # not under the writer's own name
        (EXECUTIVE, "state = 'CONFIRMED'"),
    ],
)
def test_the_database_keeps_each_side_to_its_own_word(cast: Cast, who: str, sets: str) -> None:
    one = write(cast, running(cast))
    with cast.reading(who), connection.cursor() as cursor:
        try:
            cursor.execute(f"update performance_contribution set {sets} where id = %s", [one.pk])
        except IntegrityError:
            return
        assert cursor.rowcount == 0


def test_nothing_is_deleted(cast: Cast) -> None:
    one = write(cast, running(cast))
    for who in (WORKER, WRITER):
        with cast.reading(who), pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
            cursor.execute("delete from performance_contribution where id = %s", [one.pk])


def test_pages_lead_from_the_agreement_to_the_answer(cast: Cast) -> None:
    key = running(cast)
    worker, writer = cast.client(WORKER), cast.client(WRITER)
    add = f"/agreements/{key}/contributions/add/"
    assert add in worker.get(f"/agreements/{key}/").content.decode()
    day = today()
    there = next(one for one in get(cast, key).parties.all() if one.organization_id)
    sent = {
        "party": str(there.pk), "giver": "PARTY", "kind": "TRAINING", "basis": "GIVEN", "what": "Tikanga training.", "quantity": "6", "measured": "HOURS",
        "first_on_day": day.day, "first_on_month": day.month, "first_on_year": day.year, "last_on_day": "", "last_on_month": "", "last_on_year": "",
        "in_words": "", "worth": "720", "worth_how": "At 120 an hour.",
    }  # fmt: skip
    assert worker.post(add, sent).status_code == 302
    with cast.reading(WRITER):
        one = Contribution.objects.get(what="Tikanga training.")
    href = f"/agreements/{key}/contributions/{one.pk}/"
    page = writer.get(href).content.decode()
    assert f"{href}stand/confirm/" in page and f"{href}stand/withdraw/" not in page
    assert "6 hours" in page and "At 120 an hour." in page
    assert writer.post(f"{href}stand/confirm/", {"version": 1}).status_code == 302
    whole = worker.get(f"/partners/{cast.organization}/contributions/").content.decode()
    assert "Both sides say so" in whole and "NZD 720.00" in whole


def test_machines_and_commands_do_the_same(cast: Cast) -> None:
    key = running(cast)
    there = next(one for one in get(cast, key).parties.all() if one.organization_id)
    ours, theirs = Api(cast, WRITER, RIGHTS), Api(cast, WORKER, ["directory.view"])
    said = {
        "party_id": str(there.pk),
        "giver": "DEPARTMENT",
        "kind": "ROOMS",
        "basis": "GIVEN",
        "what": "Our hall.",
        "first_on": str(today()),
    }
    at = f"/agreements/{key}/contributions"
    made = ours.call("POST", at, {**said, "quantity": "2", "measured": "DAYS"}, **{"Idempotency-Key": "one"})
    assert (made.status_code, made.json()["state"], made.json()["worth"]) == (201, "WRITTEN", None)
    one = f"{at}/{made.json()['id']}"
    assert theirs.call("POST", f"{one}/stand/confirm", {}).status_code == 428
    assert theirs.call("POST", f"{one}/stand/confirm", {}, **{"If-Match": '"7"'}).status_code == 412
    assert ours.call("POST", f"{one}/stand/confirm", {}, **{"If-Match": '"1"'}).status_code == 409
    assert theirs.call("POST", f"{one}/stand/confirm", {}, **{"If-Match": '"1"'}).json()["state"] == "CONFIRMED"
    assert [row["rows"] for row in theirs.call("GET", f"{at}/sums").json()] == [1]
    across = theirs.call("GET", f"/performance/partners/{cast.organization}/contributions").json()
    assert [row["what"] for row in across["items"]] == ["Our hall."]
    assert Api(cast, "other_partner_worker", ["directory.view"]).call("GET", one).status_code == 404
    number = get(cast, key).number
    words = [
        number,
        "mana trust",
        "A kuia at the opening.",
        "--quantity",
        "1",
        "--measured",
        "DAYS",
        "--kind",
        "SECONDMENT",
        "--from",
        "2026-01-05",
    ]
    assert CliRunner().invoke(cli, ["contribute", *words, "--giver", "PARTY"]).exit_code == 0
    told = json.loads(CliRunner().invoke(cli, ["contributions", number, "--json"]).stdout)
    assert [one["what"] for one in told["items"]] == ["Our hall.", "A kuia at the opening."]
    assert "A kuia" in CliRunner().invoke(cli, ["contributions", number]).stdout
    assert shown.how_much(Contribution(quantity=Decimal("2.50"), measured="OTHER", in_words="places")) == "2.5 places"


# -- Over all agreements, and notices of it --------------------------------------------------------------------------------------------------
def across(cast: Cast, who: str, show: str, owner: str = "") -> list[str]:
    actor = cast.actor(who)
    with cast.reading(who):
        return [one.what for one in queries.page_across_agreements(actor, show=show, owner=owner).rows]


def test_what_waits_for_whom_is_found_over_all_agreements(cast: Cast) -> None:
    first, second = running(cast), running(cast)
    write(cast, first, what="Their hall")
    write(cast, second, WRITER, what="Our trainer", giver="DEPARTMENT", kind="TRAINING")
    seen = act(cast, write(cast, second, what="Their van", kind="IN_KIND"), WRITER, "dispute", "It was ours.")
    write(cast, first, what="Their bus", kind="IN_KIND")
    act(cast, write(cast, first, what="Twice"), WORKER, "withdraw", "Twice.")
    for who in (WRITER, EXECUTIVE):
        assert across(cast, who, "answer") == ["Their hall", "Their bus"], "what has waited longest, first written"
        assert across(cast, who, "others") == ["Our trainer"]
    for who in (WORKER, ITS_MANAGER):
        assert across(cast, who, "answer") == ["Our trainer"]
        assert across(cast, who, "others") == ["Their hall", "Their bus"]
        assert across(cast, who, "disputed") == ["Their van"]
        assert len(across(cast, who, "all")) == 5
    assert across(cast, "other_partner_worker", "all") == []
    assert across(cast, SECOND, "answer", queries.MINE) == [], "another looks after both"
    page = cast.client(WORKER).get("/contributions/?show=disputed").content.decode()
    assert "Their van" in page and "It was ours." in page and seen.agreement.number in page
    assert "Our trainer" in cast.client(WORKER).get("/contributions/").content.decode()
    assert cast.client("case_manager").get("/contributions/").status_code == 404


def test_home_leads_each_side_to_what_waits_for_it(cast: Cast) -> None:
    key = running(cast)
    write(cast, key)
    write(cast, key, WRITER, giver="DEPARTMENT", what="Our room")
    for who, link in ((WRITER, "/contributions/?show=answer&amp;owner=mine"), (WORKER, "/contributions/?show=answer")):
        home = cast.client(who).get("/").content.decode()
        assert "What the other side says is put in" in home and f'href="{link}"' in home, who
    assert "What the other side says is put in" not in cast.client("other_partner_worker").get("/").content.decode()


def test_rest_and_command_list_them_over_all_agreements(cast: Cast) -> None:
    write(cast, running(cast), what="Their hall")
    api = Api(cast, WORKER, ["directory.view"])
    assert [one["what"] for one in api.call("GET", "/contributions?show=others").json()["items"]] == ["Their hall"]
    assert api.call("GET", "/contributions?show=answer").json()["items"] == []
    assert api.call("GET", "/contributions?show=else").status_code == 422
    result = CliRunner().invoke(cli, ["contributions", "--show", "answer", "--json"])
    assert [one["what"] for one in json.loads(result.output)["items"]] == ["Their hall"]


def _told(owner: Owner) -> list[tuple[Any, ...]]:
    return owner.rows(
        "select kind, user_id, team_id from notices_notice where starts_with(kind, 'agreement.contribution.') order by created_at, id"
    )


def test_the_other_side_is_told_once_a_day(cast: Cast, owner: Owner) -> None:
    key = running(cast)
    one = write(cast, key)
    write(cast, key, what="Its van.", kind="IN_KIND")
    run_jobs()
    assert _told(owner) == [("agreement.contribution.written", cast.users[WRITER], None)]
    assert "The other side wrote down what is put in" in cast.client(WRITER).get("/notices/").content.decode()
    act(cast, one, WRITER, "dispute", "Two days.")
    run_jobs()
    assert _told(owner)[1:] == [("agreement.contribution.dispute", None, cast.teams["mana"])]
    assert "sees differently" in cast.client(ITS_MANAGER).get("/notices/").content.decode()
    act(cast, one, WORKER, "withdraw", "Twice.")
    run_jobs()
    assert _told(owner)[2:] == [("agreement.contribution.withdraw", cast.users[WRITER], None)]
    other = write(cast, key, WRITER, giver="DEPARTMENT", what="Our room")
    act(cast, other, ITS_MANAGER, "confirm")
    run_jobs()
    assert _told(owner)[3:] == [("agreement.contribution.written", None, cast.teams["mana"])]


@pytest.mark.parametrize("gone", ["inactive", "moved", "nobody"])
def test_a_partner_writes_and_answers_though_the_owner_is_gone(cast: Cast, owner: Owner, gone: str) -> None:
    """Whose inbox it is, is none of the partner's: what they say is kept, and an office that writes agreements is told."""
    key = running(cast)
    ours, theirs = write(cast, key, WRITER, giver="DEPARTMENT", what="Our room"), new(cast, key)
    if gone == "nobody":
        owner.place("update agreements_agreement set owner_id = null, owner_team_id = null where id = %s", key)
    elif gone == "inactive":
        owner.place("update accounts_user set is_active = false where id = %s", cast.users[WRITER])
    else:
        owner.place(
            "update accounts_membership set ends_on = current_date - 9, starts_on = current_date - 99 where user_id = %s",
            cast.users[WRITER],
        )
    run_jobs()
    owner.place("delete from notices_notice")
    as_(cast, WORKER, actions.add_contribution, agreement_id=key, new=theirs)
    of = {"agreement_id": key, "contribution_id": ours.pk, "seen": ours.version}
    as_(cast, ITS_MANAGER, actions.move_contribution, **of, verb="dispute", reason="It was not there.")
    run_jobs()
    kinds = [(kind, user) for kind, user, _ in _told(owner)]
    assert kinds == [("agreement.contribution.written", None), ("agreement.contribution.dispute", None)]
    assert len({team for _, _, team in _told(owner)}) == 1


def test_of_what_was_not_offered_the_party_is_told_nothing(cast: Cast, owner: Owner) -> None:
    key = draft(cast)
    write(cast, key, WRITER, giver="DEPARTMENT", what="Our room")
    run_jobs()
    assert _told(owner) == []
