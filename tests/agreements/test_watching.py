"""What may go wrong by an agreement, and meetings about it: who is told, what is refused, when it is looked at again."""

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, connection
from typer.testing import CliRunner

from tests.agreements.made import SECOND, WRITER, as_, do, draft, get, sign_all, signed
from tests.agreements.test_reminders import night, tasks
from tests.cast import Cast
from tests.database import Owner
from tests.people.test_rest import Api
from throughcare.agreements import actions, queries
from throughcare.agreements.cli import cli
from throughcare.agreements.models import Meeting, Risk
from throughcare.agreements.queries import Filters, When
from throughcare.agreements.states import RISK_STATES
from throughcare.common.clock import today
from throughcare.common.refusals import Invalid, NotAllowed, NotFound, Refused, Stale
from throughcare.tasks.models import Task

THEIRS, OTHERS = "partner_worker", "other_partner_worker"
SOON = today() + timedelta(days=5)
RIGHTS = ["directory.view", "agreement.view", "agreement.edit"]


def two(cast: Cast) -> UUID:
    """Signed with both partners: Mana Trust is the prime, Kete Trust under it."""
    key = draft(cast)
    do(cast, key, actions.add_party, new=actions.NewParty(organization="Kete Trust", part="SUB", amount=Decimal(1)))
    do(cast, key, actions.move_agreement, verb="offer")
    sign_all(cast, key)
    do(cast, key, actions.move_agreement, verb="sign")
    return key


def party(cast: Cast, key: UUID, name: str = "Mana Trust") -> UUID:
    return next(one.pk for one in get(cast, key).parties.all() if one.name == name)


def risk(cast: Cast, key: UUID, **said: Any) -> Risk:
    usual: dict[str, Any] = {"what": "The house is sold.", "likelihood": 2, "consequence": 5, "review_on": SOON}
    made: Risk = as_(cast, WRITER, actions.add_risk, agreement_id=key, new=actions.NewRisk(**{**usual, **said}))
    return made


def meeting(cast: Cast, key: UUID, **said: Any) -> Meeting:
    usual: dict[str, Any] = {"held_on": today(), "present": "Kahu; Hine", "agreed": "We pay within ten days."}
    made: Meeting = as_(cast, WRITER, actions.add_meeting, agreement_id=key, new=actions.NewMeeting(**{**usual, **said}))
    return made


def read(cast: Cast, who: str, key: UUID) -> tuple[list[str], list[str]]:
    """What this reader is told: risks, then meetings."""
    actor = cast.actor(who)
    with cast.reading(who):
        found = queries.get_agreement(actor, key)
        risks, meetings = queries.page_of_risks(actor, found).rows, queries.page_of_meetings(actor, found).rows
        # Row security says the same of the bare tables.
        assert Risk.objects.filter(agreement=key).count() == len(risks)
        assert Meeting.objects.filter(agreement=key).count() == len(meetings)
        return [one.what for one in risks], [one.agreed for one in meetings]


def test_a_risk_is_ours_alone_until_it_is_shared_and_then_with_whom_it_is(cast: Cast) -> None:
    key = two(cast)
    risk(cast, key, what="Ours.")
    risk(cast, key, what="With Mana.", shared="PARTY", party_id=party(cast, key), likelihood=1)
    risk(cast, key, what="With all.", shared="ALL", likelihood=5)
    assert read(cast, WRITER, key)[0] == ["With all.", "Ours.", "With Mana."]
    assert read(cast, THEIRS, key)[0] == ["With all.", "With Mana."]
    assert read(cast, OTHERS, key)[0] == ["With all."]
    with cast.reading(OTHERS), connection.cursor() as cursor:
        cursor.execute("select count(*) from agreements_riskevent")
        assert cursor.fetchone() == (0,)


def test_a_meeting_is_read_by_those_it_was_with(cast: Cast) -> None:
    key = two(cast)
    meeting(cast, key, agreed="With all.", held_on=today() - timedelta(days=2))
    meeting(cast, key, agreed="With Mana.", shared="PARTY", party_id=party(cast, key))
    assert read(cast, WRITER, key)[1] == read(cast, THEIRS, key)[1] == ["With Mana.", "With all."]
    assert read(cast, OTHERS, key)[1] == ["With all."]


def test_nothing_is_read_before_it_is_offered_nor_by_whoever_is_no_party(cast: Cast) -> None:
    key = draft(cast)
    one = risk(cast, key, shared="ALL")
    with pytest.raises(NotFound):
        read(cast, THEIRS, key)
    do(cast, key, actions.move_agreement, verb="offer")
    assert read(cast, THEIRS, key)[0] == [one.what]
    actor = cast.actor(OTHERS)
    with cast.reading(OTHERS):
        assert not Risk.objects.exists()
        with pytest.raises(NotFound):
            queries.get_risk(actor, key, one.pk)


def test_partners_write_none_of_it_not_even_by_sql(cast: Cast) -> None:
    key = signed(cast)
    one = risk(cast, key, shared="ALL")
    for action, new in ((actions.add_risk, actions.NewRisk(what="x", likelihood=1, consequence=1, review_on=SOON)),):
        with pytest.raises(NotAllowed):
            as_(cast, THEIRS, action, agreement_id=key, new=new)
    with cast.reading(THEIRS):
        assert Risk.objects.filter(pk=one.pk).update(what="Nothing.") == 0
    with pytest.raises(Error, match="row-level security"), cast.reading(THEIRS):
        Meeting(agreement_id=key, held_on=today(), present="x", agreed="x").save(force_insert=True)


def test_it_is_looked_at_again_closed_and_opened(cast: Cast) -> None:
    key = signed(cast)
    one = risk(cast, key)
    owner: dict[str, Any] = {"user_id": cast.users[SECOND], "team_id": cast.teams["head"]}
    new = actions.NewRisk(what="It is sold.", likelihood=5, consequence=5, review_on=SOON, doing="We look for another.", **owner)
    whole: dict[str, Any] = {"agreement_id": key, "risk_id": one.pk}
    changed = as_(cast, WRITER, actions.change_risk, **whole, new=new, seen=1)
    assert (changed.level, changed.doing, changed.owner_id, changed.version) == (25, "We look for another.", cast.users[SECOND], 2)
    with pytest.raises(Stale):
        as_(cast, WRITER, actions.change_risk, **whole, new=new, seen=1)
    with pytest.raises(Invalid):
        as_(cast, WRITER, actions.move_risk, **whole, verb="close", seen=2)
    closed = as_(cast, WRITER, actions.move_risk, **whole, verb="close", reason="We moved.", seen=2)
    assert (closed.state, closed.state_reason) == ("CLOSED", "We moved.")
    with pytest.raises(Refused, match="closed"):
        as_(cast, WRITER, actions.change_risk, **whole, new=new, seen=3)
    assert as_(cast, WRITER, actions.move_risk, **whole, verb="reopen", reason="Sold again.", seen=3).state == "OPEN"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"what": " "}, "what"),
        ({"likelihood": 6}, "likelihood"),
        ({"consequence": 0}, "consequence"),
        ({"review_on": None}, "review_on"),
        ({"review_on": today() - timedelta(days=1)}, "review_on"),
        ({"shared": "PARTY"}, "shared"),
        ({"shared": "NOBODY"}, "shared"),
        ({"shared": "PARTY", "party_id": UUID(int=1)}, "shared"),
        ({"user_id": UUID(int=1)}, "owner"),
    ],
)
def test_what_is_wrong_with_a_risk_is_said(cast: Cast, said: dict[str, Any], field: str) -> None:
    key = signed(cast)
    with pytest.raises(Invalid) as wrong:
        risk(cast, key, **said)
    assert list(wrong.value.errors) == [field]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"held_on": today() + timedelta(days=1)}, "held_on"),
        ({"held_on": None}, "held_on"),
        ({"present": ""}, "present"),
        ({"agreed": ""}, "agreed"),
        ({"shared": "OURS"}, "shared"),
        ({"next_on": today()}, "next_on"),
        ({"next_on": date(2999, 1, 1)}, "next_on"),
    ],
)
def test_what_is_wrong_with_a_meeting_is_said(cast: Cast, said: dict[str, Any], field: str) -> None:
    key = signed(cast)
    with pytest.raises(Invalid) as wrong:
        meeting(cast, key, **said)
    assert list(wrong.value.errors) == [field]


def test_the_next_meeting_is_the_next_review_and_what_is_to_be_done_is_a_task(cast: Cast) -> None:
    key, later = signed(cast), today() + timedelta(days=90)
    one = meeting(cast, key, next_on=later, task="Send the table.", task_on=SOON)
    assert get(cast, key).review_on == later
    with cast.reading(WRITER):
        (task,) = Task.objects.all()
    assert (task.what, task.due_on, task.user_id, task.about_id) == ("Send the table.", SOON, cast.users[WRITER], key)
    with cast.reading(THEIRS):
        assert not Task.objects.exists()
    do(cast, key, actions.change_keeping, new=actions.Keeping(review_on=SOON))
    said: dict[str, Any] = {"held_on": today(), "present": "Kahu", "next_on": later}
    whole: dict[str, Any] = {"agreement_id": key, "meeting_id": one.pk}
    as_(cast, WRITER, actions.change_meeting, **whole, new=actions.NewMeeting(**said, agreed="We pay at once."), seen=1)
    assert get(cast, key).review_on == SOON  # a word corrected moves no day
    with pytest.raises(Stale):
        as_(cast, WRITER, actions.change_meeting, **whole, new=actions.NewMeeting(**said, agreed="No."), seen=1)


def test_whoever_watches_it_is_reminded_once_and_not_of_what_it_is(cast: Cast) -> None:
    key = signed(cast)
    one = risk(cast, key, review_on=today() + timedelta(days=8))
    assert night() == (0, 0)
    other = risk(cast, key, user_id=cast.users[SECOND], team_id=cast.teams["head"])
    assert night() == (1, 0) and night() == (0, 0)
    ((rule, state, what),) = tasks()
    assert (rule, state) == ("risk", "OPEN") and get(cast, key).number in what and "house" not in what
    with cast.reading(SECOND):
        assert Task.objects.get().user_id == cast.users[SECOND]
    as_(cast, WRITER, actions.move_risk, agreement_id=key, risk_id=other.pk, verb="close", reason="Gone.", seen=1)
    assert night() == (0, 1)
    assert one.state == "OPEN"


def test_lists_and_home_count_the_risk_and_a_party_is_not_counted_ours(cast: Cast) -> None:
    key = signed(cast)
    do(cast, key, actions.change_keeping, new=actions.Keeping(user_id=cast.users[WRITER], team_id=cast.teams["head"]))
    risk(cast, key)

    def listed(who: str) -> int:
        actor = cast.actor(who)
        with cast.reading(who):
            return queries.search_agreements(actor, Filters(when=When.RISK)).count()

    assert (listed(WRITER), listed(THEIRS)) == (1, 0)
    assert "Your agreements with a risk to look at" in cast.client(WRITER).get("/").content.decode()
    risk(cast, key, shared="ALL")
    assert (listed(WRITER), listed(THEIRS), listed(OTHERS)) == (1, 1, 0)


def test_why_it_was_opened_again_is_not_told_to_whom_it_is_shared_with_later(cast: Cast) -> None:
    key = signed(cast)
    one: dict[str, Any] = {"agreement_id": key, "risk_id": risk(cast, key).pk}
    for seen, verb in enumerate(RISK_STATES.verbs, 1):
        as_(cast, WRITER, actions.move_risk, **one, verb=verb, reason="INTERNAL", seen=seen)
    said: dict[str, Any] = {"what": "The house.", "likelihood": 2, "consequence": 2, "review_on": SOON}
    kept: Risk = as_(cast, WRITER, actions.change_risk, **one, new=actions.NewRisk(**said), seen=3)
    assert kept.state_reason == "INTERNAL", "read by the same people as before"
    told: Risk = as_(cast, WRITER, actions.change_risk, **one, new=actions.NewRisk(**said, shared="ALL"), seen=4)
    assert told.state_reason == ""


def test_a_meeting_with_one_of_several_moves_no_day_that_all_read(cast: Cast) -> None:
    key = two(cast)
    before = get(cast, key).review_on
    one = meeting(cast, key, shared="PARTY", party_id=party(cast, key), next_on=SOON)
    assert (one.next_on, get(cast, key).review_on) == (SOON, before)
    meeting(cast, key, next_on=SOON)
    assert get(cast, key).review_on == SOON


def test_a_party_taken_off_leaves_what_was_shared_with_it_to_us(cast: Cast) -> None:
    key = draft(cast)
    do(cast, key, actions.add_party, new=actions.NewParty(organization="Kete Trust", part="SUB"))
    whose = {"shared": "PARTY", "party_id": party(cast, key, "Kete Trust")}
    risk(cast, key, **whose)
    meeting(cast, key, **whose)
    do(cast, key, actions.remove_party, party_id=whose["party_id"])
    with cast.reading(WRITER):
        assert Risk.objects.get().shared == "OURS" and not Meeting.objects.exists()


def test_what_is_over_has_no_new_risk_and_history_neither(cast: Cast, owner: Owner) -> None:
    key = signed(cast)
    do(cast, key, actions.move_agreement, verb="terminate", reason="They closed.")
    with pytest.raises(Refused, match="over"):
        risk(cast, key)
    assert meeting(cast, key).agreed  # one that closes it is written down still
    owner.place(
        "insert into agreements_agreement (id, number, title, search_key, kind, purpose, regions, sites, renewals_allowed, renewals_used, "
        "is_history, state, state_since, state_reason, version, offered_on, starts_on) values (%s, 'H-1', 'T', 't', 'GRANT', '', '{}', '{}', 0, 0, "
        "true, 'EXPIRED', now(), '', 1, now(), now())",
        UUID(int=7),
    )
    with pytest.raises(Refused, match="history"):
        meeting(cast, UUID(int=7))


def test_pages_are_filled_in_and_a_party_reads_what_is_shared(cast: Cast) -> None:
    key = signed(cast)
    client, address = cast.client(WRITER), f"/agreements/{key}/"
    day = {"review_on_day": SOON.day, "review_on_month": SOON.month, "review_on_year": SOON.year}
    sent = {"what": "The well runs dry.", "likelihood": "4", "consequence": "4", "shared": "OURS", "owner": "", **day}
    assert client.post(f"{address}risks/add/", sent).status_code == 302
    sent["what"], sent["shared"] = "The road is washed away.", str(party(cast, key))
    assert client.post(f"{address}risks/add/", sent).status_code == 302
    assert "Choose how likely it is" in client.post(f"{address}risks/add/", {**sent, "likelihood": ""}).content.decode()
    held = {"held_on_day": 3, "held_on_month": 11, "held_on_year": 2026, "shared": "ALL", "present": "Kahu", "agreed": "Fewer forms."}
    assert client.post(f"{address}meetings/add/", held).status_code == 302
    ours, theirs = (cast.client(who).get(address).content.decode() for who in (WRITER, THEIRS))
    assert "The well runs dry." in ours and "Very high: 16" in ours and "Fewer forms." in ours
    assert "The well" not in theirs and "The road is washed away." in theirs and "Fewer forms." in theirs and "Write down a" not in theirs
    with cast.reading(WRITER):
        hidden, shared = Risk.objects.get(shared="OURS"), Risk.objects.get(shared="PARTY")
    assert cast.client(THEIRS).get(f"{address}risks/{hidden.pk}/").status_code == 404
    assert cast.client(THEIRS).get(f"{address}risks/{shared.pk}/").status_code == 200
    closed = client.post(f"{address}risks/{hidden.pk}/stand/close/", {"reason": "It rained.", "version": 1}, follow=True).content.decode()
    assert "It rained." in closed and "Closed" in closed
    changed = {**sent, "what": "Washed away again.", "version": 1}
    assert "Washed away again." in client.post(f"{address}risks/{shared.pk}/change/", changed, follow=True).content.decode()
    # Somebody else was faster: what was typed is kept, and what it says now is shown.
    late = client.post(f"{address}risks/{shared.pk}/change/", {**changed, "what": "Too late."})
    assert "Too late." in late.content.decode() and "Washed away again." in late.content.decode()


def test_over_rest(cast: Cast) -> None:
    key = signed(cast)
    api = Api(cast, WRITER, RIGHTS)
    base = f"/agreements/{key}"
    body = {"what": "The well.", "likelihood": 5, "consequence": 2, "review_on": str(SOON)}
    made = api.call("POST", f"{base}/risks", body)
    assert made.status_code == 201 and (made.json()["level"], made.json()["level_words"]) == (10, "HIGH")
    theirs = Api(cast, THEIRS, ["directory.view"])
    assert (
        theirs.call("GET", f"{base}/risks").json()["items"] == []
        and theirs.call("GET", f"{base}/risks/{made.json()['id']}").status_code == 404
    )
    assert api.call("POST", f"{base}/risks", {**body, "likelihood": 6}).status_code == 422
    met = api.call("POST", f"{base}/meetings", {"held_on": str(today()), "present": "Kahu", "agreed": "Yes."})
    assert met.status_code == 201 and theirs.call("GET", f"{base}/meetings").json()["items"] == [met.json()]


def test_by_command(cast: Cast) -> None:
    key = signed(cast)
    number = get(cast, key).number

    def run(*words: str) -> Any:
        return CliRunner().invoke(cli, list(words))

    assert "No risk is written down" in run("risks", number).stdout and "No meeting" in run("meetings", number).stdout
    said = ("--likelihood", "2", "--consequence", "5", "--review", str(SOON), "--json")
    made = json.loads(run("risk", number, "The house is sold.", "--with", "mana trust", *said).stdout)
    assert (made["level"], made["read_by"]) == ("High: 10", "Mana Trust")
    assert json.loads(run("risks", number, "--json").stdout)["items"] == [made]
    assert isinstance(run("risk", number, "x", "--with", "Nobody", *said).exception, Invalid)
    met = json.loads(run("meeting", number, "--on", str(today()), "--present", "Kahu", "--agreed", "Yes.", "--json").stdout)
    assert met["with"] == "All parties" and "Yes." in run("meetings", number).stdout
    assert isinstance(run("meeting", number, "--on", "soon", "--present", "Kahu", "--agreed", "Yes.").exception, Invalid)
