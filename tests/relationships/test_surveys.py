"""Surveys of the network: prepared, opened, answered by link or logged in, closed, published once; who reads what; what it says."""

import csv
import io
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import networkx as nx
import pytest
from django.core import mail
from django.db import Error, connection
from django.test import Client
from django.urls import reverse
from typer.testing import CliRunner

from tests.cast import Cast
from tests.database import Owner
from tests.notices.jobs import run_jobs
from tests.partners.made import EDITOR, add, as_
from tests.partners.merges import merge, part
from tests.relationships.surveyed import NAMES, address, get, hand_in, move, opened, prepared, published, six, surveyed, tell
from tests.relationships.test_network import network, ties
from tests.relationships.test_pages import text
from tests.relationships.test_stocktake_pages import Api
from throughcare.accounts.actors import ANONYMOUS, Actor, system_actor
from throughcare.common.clock import now, today
from throughcare.common.reader import NOBODY, reading_as
from throughcare.common.refusals import Invalid, NotAllowed, NotFound, Refused, Stale
from throughcare.common.retention import PASSING
from throughcare.relationships import actions
from throughcare.relationships.actions import SaidOfTie, surveys
from throughcare.relationships.cli.network import cli
from throughcare.relationships.jobs import remind_surveyed
from throughcare.relationships.models import NetworkSurvey, TieAnswer
from throughcare.relationships.queries import survey_result
from throughcare.relationships.states import TieKind

OWN = "partner_worker"  # of Mana Trust
CASE = "case_manager"  # looks at partners, and does not keep them


def result(cast: Cast, survey: UUID) -> survey_result.SurveyResult:
    actor = cast.actor(EDITOR)
    with cast.reading(EDITOR):
        return survey_result.result_of(actor, survey)


# -- Kept ------------------------------------------------------------------------------------------------------------------------------
def test_it_begins_with_partners_of_its_scope(cast: Cast) -> None:
    six(cast)
    add(cast, "Marae Awa")
    assert set(surveyed(cast, prepared(cast, kinds=["NGO"]))) == set(NAMES)
    key = prepared(cast, kinds=["MARAE"])
    assert set(surveyed(cast, key)) == {"Marae Awa"}
    with pytest.raises(Refused, match="at least 5"):
        move(cast, key, "open")
    new = actions.NewSurvey(name="Other", deadline=today() + timedelta(days=3), kinds=["NGO"])
    as_(cast, EDITOR, actions.change_survey, survey_id=key, new=new, seen=1)
    assert set(surveyed(cast, key)) == set(NAMES), "another scope asks anew"
    as_(cast, EDITOR, actions.move_surveyed, surveyed_id=surveyed(cast, key)["Elm House"], verb="withdraw")
    assert "Elm House" not in surveyed(cast, key)
    with pytest.raises(Stale):
        as_(cast, EDITOR, actions.change_survey, survey_id=key, new=new, seen=1)


@pytest.mark.parametrize(
    ("values", "field"), [({"name": " "}, "name"), ({"regions": ["x"]}, "regions"), ({"deadline": today() - timedelta(1)}, "deadline")]
)
def test_what_can_not_be_is_refused_at_its_field(cast: Cast, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as told:
        prepared(cast, **values)
    assert list(told.value.errors) == [field]


def test_once_it_is_open_only_the_last_day_changes(cast: Cast) -> None:
    six(cast)
    key = prepared(cast)
    opened(cast, key)
    later = today() + timedelta(days=40)
    change = {"survey_id": key, "seen": 2}
    with pytest.raises(Refused, match="Only the last day"):
        as_(cast, EDITOR, actions.change_survey, new=actions.NewSurvey(name="Other", deadline=later), **change)
    done = as_(cast, EDITOR, actions.change_survey, new=actions.NewSurvey(name="Who works with whom", deadline=later), **change)
    assert done.deadline == later
    with pytest.raises(Refused, match="need not reply"):
        as_(cast, EDITOR, actions.move_surveyed, surveyed_id=surveyed(cast, key)["Elm House"], verb="withdraw")
    for who in (CASE, OWN):
        with pytest.raises(NotAllowed):
            as_(cast, who, actions.move_survey, survey_id=key, verb="close", seen=3)


def test_those_that_have_not_replied_are_reminded_once_a_day(cast: Cast) -> None:
    keys = six(cast)
    key = prepared(cast)
    links = opened(cast, key)
    hand_in(links["Elm House"])
    for count in (5, 0):
        mail.outbox.clear()
        as_(cast, EDITOR, actions.remind_surveyed, survey_id=key)
        run_jobs()
        assert len(mail.outbox) == count and address("Elm House") not in {one.to[0] for one in mail.outbox}
    tell(links["Mana Trust"], keys["Elm House"])  # a page that was open when the reminder came loses nothing


def test_the_night_reminds_in_the_last_week_and_once(cast: Cast, owner: Owner) -> None:
    six(cast)
    key = prepared(cast)
    links = opened(cast, key)
    hand_in(links["Elm House"])

    def night() -> int:
        mail.outbox.clear()
        remind_surveyed(0)
        run_jobs()
        return len(mail.outbox)

    ends, begun = (
        "update relationships_networksurvey set deadline = %s where id = %s",
        "update relationships_networksurvey set opened_on = %s where id = %s",
    )
    owner.change(ends, today() + timedelta(days=8), key)
    owner.change(begun, today() - timedelta(days=20), key)
    assert night() == 0, "its last week has not begun"
    owner.change(ends, today() + timedelta(days=6), key)
    owner.change(begun, today() - timedelta(days=2), key)
    assert night() == 0, "the first mail went two days ago"
    owner.change(begun, today() - timedelta(days=7), key)
    assert night() == 5 and night() == 0
    owner.change("update relationships_surveyedorganization set reminded_on = %s", today() - timedelta(days=7))
    owner.change(ends, today(), key)
    assert night() == 5, "its last day"


def test_addresses_pass_a_year_after_it_ended_and_what_was_said_stays(cast: Cast, owner: Owner) -> None:
    keys = six(cast)
    key = prepared(cast)
    links = opened(cast, key)
    for one in list(links)[:5]:
        tell(links[one], keys["Elm House"] if one != "Elm House" else keys["Mana Trust"])
        hand_in(links[one])
    rule, said = PASSING["survey-addresses"], owner.rows("select count(*) from relationships_tieanswer")
    for verb in ("close", "publish"):
        move(cast, key, verb)
    assert owner.rows(rule.count(), rule.before(now())) == [(0,)]
    owner.change("update relationships_networksurvey set closed_on = %s where id = %s", today() - timedelta(days=366), key)
    assert owner.rows(rule.count(), rule.before(now())) == [(6,)]
    for statement in rule.statements():
        owner.change(statement, rule.before(now()))
    assert owner.rows(rule.count(), rule.before(now())) == [(0,)] and owner.rows("select count(*) from relationships_tieanswer") == said
    assert owner.rows("select distinct email, digest, former_digest from relationships_surveyedorganization") == [("", None, None)]


def test_a_link_takes_what_was_written_without_a_cookie_and_a_log_in_is_asked_for_one(cast: Cast) -> None:
    """A cookie that ended loses nobody a word; whose browser is logged in does nothing at the bidding of another site."""
    keys = six(cast)
    link = opened(cast, prepared(cast))["Elm House"]
    about = reverse("survey-reply-about", args=[link, keys["Mana Trust"]])
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(about, {"knows": "YES"}).status_code != 403
    assert stranger.post(reverse("survey-reply", args=[link])).status_code == 302
    member = cast.client(OWN)
    member.handler.enforce_csrf_checks = True
    assert member.post(about, {"knows": "YES"}).status_code == 403


@pytest.mark.parametrize("name", ["rate", "survey-reply", "light-held", "light-sign", "light-word", "light-answer"])
def test_no_page_by_link_asks_a_stranger_for_a_cookie(cast: Cast, name: str) -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse(name, args=["nobodys"]))
    assert answer.status_code == (405 if name == "light-held" else 200), (
        "it only reads" if name == "light-held" else "it says that the link is over"
    )


def test_it_closes_after_its_last_day(cast: Cast, owner: Owner) -> None:
    six(cast)
    key = prepared(cast)
    links = opened(cast, key)
    owner.place("update relationships_networksurvey set deadline = current_date - 2")
    with pytest.raises(Refused, match="no more replies"):
        hand_in(links["Elm House"])
    by = system_actor("close assessments")
    with reading_as(by.reader):
        assert actions.close_due_surveys(by=by) == 1
    assert get(cast, key).state == "CLOSED"


def test_one_that_somebody_changes_meanwhile_closes_later_and_the_others_now(
    cast: Cast, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    six(cast)
    first, second = prepared(cast), prepared(cast)
    for key in (first, second):
        opened(cast, key)
    owner.place("update relationships_networksurvey set deadline = current_date - 2")
    write = surveys.write

    def changed(by: Actor, found: NetworkSurvey, seen: int, *words: Any, **values: Any) -> NetworkSurvey:
        return write(by, found, seen - (found.pk == first), *words, **values)

    monkeypatch.setattr(surveys, "write", changed)
    by = system_actor("close assessments")
    with reading_as(by.reader):
        assert actions.close_due_surveys(by=by) == 1
    assert (get(cast, first).state, get(cast, second).state) == ("OPEN", "CLOSED")


# -- Answered --------------------------------------------------------------------------------------------------------------------------
def test_said_again_the_later_holds(cast: Cast, owner: Owner) -> None:
    keys = six(cast)
    link = opened(cast, prepared(cast))["Mana Trust"]
    tell(link, keys["Elm House"], trust=1, gives=["MONEY", "ADVICE"], often="WEEKLY", points={"influence": 4})
    row = "select knows, reliable, influence, involvement, gives, often from relationships_tieanswer"
    assert owner.rows(row) == [("YES", 1, 4, None, ["MONEY", "ADVICE"], "WEEKLY")]
    tell(link, keys["Elm House"], "NO", trust=4)
    assert owner.rows(row) == [("NO", None, None, None, [], "")], "of one it does not know, nothing but that"
    for about in (keys["Mana Trust"], UUID(int=5)):
        with pytest.raises(NotFound):
            tell(link, about)
    for said in (SaidOfTie(knows="PERHAPS"), SaidOfTie(knows="YES", points={"reliable": 5}), SaidOfTie(knows="YES", gives=["GOLD"])):
        with pytest.raises(Invalid), reading_as(NOBODY):
            actions.say_of_tie(by=ANONYMOUS, said=said, about=keys["Elm House"], key=link)
    assert owner.rows("select distinct verb from audit_auditevent where verb = 'survey.said'") == [("survey.said",)]


def test_its_own_people_answer_from_home_and_nobody_else_does(cast: Cast) -> None:
    keys = six(cast)
    key = prepared(cast)
    own = cast.client(OWN)
    assert "Surveys your organisation is asked" not in text(own.get("/"))
    opened(cast, key)
    assert "Surveys your organisation is asked" in text(own.get("/"))
    mine, theirs = (surveyed(cast, key)[name] for name in ("Mana Trust", "Elm House"))
    path = reverse("survey-own", args=[mine])
    assert path in own.get(reverse("surveys-asked")).content.decode()
    page = text(own.get(path))
    assert "You answer for Mana Trust" in page and "Elm House" in page and "0 of 5" in page
    about = reverse("survey-own-about", args=[mine, keys["Elm House"]])
    assert "Choose whether you know" in text(own.post(about, {}))
    assert own.post(about, {"knows": "YES", "reliable": "3", "gives": ["ROOMS"], "often": "MONTHLY"})["Location"] == path
    assert "1 of 5" in text(own.get(path)) and 'value="3"' in own.get(about).content.decode()
    assert own.post(path)["Location"] == path
    assert "You have sent what you said" in text(own.get(path))
    assert "Surveys your organisation is asked" not in text(own.get("/"))
    assert own.get(reverse("survey-own-about", args=[mine, UUID(int=3)])).status_code == 404
    for who, address_of in ((OWN, theirs), (EDITOR, mine), (CASE, mine)):
        assert cast.client(who).get(reverse("survey-own", args=[address_of])).status_code in (403, 404)
    move(cast, key, "close")
    assert "This survey is over" in text(own.get(path)) and "This survey is over" in text(own.get(about))


def test_by_a_link_without_an_account(cast: Cast) -> None:
    keys, client = six(cast), Client()
    key = prepared(cast)
    link = opened(cast, key)["Elm House"]
    path = reverse("survey-reply", args=[link])
    assert "You answer for Elm House" in text(client.get(path))
    about = reverse("survey-reply-about", args=[link, keys["Mana Trust"]])
    assert "If you don&#x27;t know them" in client.get(about).content.decode() or "If you don't know them" in text(client.get(about))
    assert client.post(about, {"knows": "UNSURE"}).status_code == 302
    assert client.post(path).status_code == 302
    assert get(cast, key).replied == 1  # type: ignore[attr-defined]  # annotated
    assert "This survey is over" in text(client.get(reverse("survey-reply", args=["nothing"])))
    assert client.get(reverse("survey-reply-about", args=["nothing", keys["Mana Trust"]])).status_code == 404
    move(cast, key, "close")
    assert "This survey is over" in text(client.get(path))


# -- Published once, above a number ----------------------------------------------------------------------------------------------------
def test_nothing_is_read_before_it_is_published(cast: Cast) -> None:
    keys = six(cast)
    key = prepared(cast)
    links = opened(cast, key)
    tell(links["Mana Trust"], keys["Elm House"])
    for name in NAMES[:4]:
        hand_in(links[name])
    for state in ("OPEN", "CLOSED"):
        with pytest.raises(Refused, match="until it is closed and published"):
            result(cast, key)
        with cast.reading(EDITOR):
            assert not TieAnswer.objects.exists(), state
        assert ties(network(cast, ties=(TieKind.SAID,))) == {}
        if state == "OPEN":
            with pytest.raises(Refused):
                move(cast, key, "publish")
            move(cast, key, "close")
    with pytest.raises(Refused, match="Fewer than 5"):
        move(cast, key, "publish")
    move(cast, key, "give_up")


def test_what_was_said_in_one_that_is_given_up_is_gone(cast: Cast, owner: Owner) -> None:
    keys = six(cast)
    key = prepared(cast)
    tell(opened(cast, key)["Mana Trust"], keys["Elm House"])
    with cast.reading(EDITOR), connection.cursor() as cursor:
        cursor.execute("select throughcare.survey_destroy(%s)", [key])
    assert owner.rows("select count(*) from relationships_tieanswer") == [(1,)], "not while it is open"
    move(cast, key, "give_up")
    assert owner.rows("select count(*) from relationships_tieanswer") == [(0,)]


def test_nobody_writes_an_answer_but_through_the_functions(cast: Cast) -> None:
    keys = six(cast)
    key = published(cast, keys)
    for sql in ("update relationships_tieanswer set reliable = 4", "delete from relationships_tieanswer"):
        with cast.reading(EDITOR), connection.cursor() as cursor, pytest.raises(Error):
            cursor.execute(sql)
    assert len(result(cast, key).said) == 9


def test_what_it_says(cast: Cast) -> None:
    found = result(cast, published(cast, six(cast)))
    told = found.measures
    assert (told.asked, told.answered, told.yes, told.no, told.unsure) == (6, 5, 8, 0, 1)
    assert told.density == pytest.approx(8 / 25)
    # Of the five that replied: Mana→Aroha, Aroha→Bright, Bright→Cedar, Cedar→Dawn, Aroha→Mana: two of five are answered.
    assert told.reciprocity == pytest.approx(2 / 5)
    assert (told.ties.n, told.flows.n, told.flows.share) == (1, 1, 1.0)
    by_name = {row.organization.name: found.rated.get(number) for number, row in enumerate(found.surveyed)}
    elm, mana = by_name["Elm House"], by_name["Mana Trust"]
    assert elm and elm.known_by == 3 and elm.trust == (3, 2.7) and elm.value is None  # 2, 2 and 4
    assert mana and mana.known_by == 1 and mana.trust is None, "under three raters there is none"


def test_its_ties_are_in_the_network_of_whoever_keeps_the_register(cast: Cast) -> None:
    keys = six(cast)
    published(cast, keys)

    def said(**asked: Any) -> set[tuple[str, str]]:
        found = network(cast, **asked)
        names = {node.id: node.name for node in found.nodes}
        return {
            (names[one], names[other])
            for tie in found.ties
            for one, other, ways in ((tie.one, tie.other, tie.there), (tie.other, tie.one, tie.back))
            if TieKind.SAID in ways
        }

    whole = said()
    assert len(whole) == 8 and ("Mana Trust", "Aroha House") in whole and ("Elm House", "Mana Trust") not in whole
    assert said(trust=4) == {(NAMES[n], NAMES[n + 1]) for n in range(5)}
    assert said(flow="MONEY") == {("Mana Trust", "Elm House"), ("Aroha House", "Elm House")}
    assert said(flow="ROOMS") == set() and said(year=today().year - 1) == set() and said(year=today().year) == whole
    assert network(cast, ties=(TieKind.SAID,), us=False).measures.reciprocity == pytest.approx(2 / 8)
    assert ties(network(cast, CASE)) == {} and ties(network(cast, CASE, trust=1)) == {}
    page = text(cast.client(CASE).get(reverse("network")))
    assert "as organisations say" not in page and "Ask organisations about each other" not in page
    page = text(cast.client(EDITOR).get(reverse("network") + "?trust=4&flow=REFERRALS"))
    assert "Trust, as organisations say: 4 of 4 or more" in page and "One says it works with the other" in page


def test_a_graph_file_reads_back_as_what_was_said(cast: Cast) -> None:
    """GraphML of the ties that were said, read by another program: the same ends, the way each leads, and the kind and number at each."""
    published(cast, six(cast))
    found = network(cast, ties=(TieKind.SAID,), us=False)
    names = {node.id: node.name for node in found.nodes}
    ways = [(t, one, other, numbers) for t in found.ties for one, other, numbers in ((t.one, t.other, t.there), (t.other, t.one, t.back))]
    said = sorted((names[one], names[other], numbers[TieKind.SAID]) for _, one, other, numbers in ways if TieKind.SAID in numbers)
    answer = cast.client(EDITOR).get(reverse("network-export", args=["graphml"]), {"ties": "SAID", "us": "without"})
    read = nx.read_graphml(io.BytesIO(answer.content), force_multigraph=True)
    told = dict(read.nodes(data=True))
    assert read.is_directed() and len(said) == 8
    assert sorted((told[one]["name"], told[other]["name"], tie["number"]) for one, other, tie in read.edges(data=True)) == said
    assert {tie["tie"] for _, _, tie in read.edges(data=True)} == {"SAID"}
    assert [node.pop("name") for node in told.values()] == [node.name for node in found.nodes]
    assert [node["kind"] for node in told.values()] == [node.kind for node in found.nodes]


def test_a_later_word_stands_for_the_earlier(cast: Cast, owner: Owner) -> None:
    """Said a year ago, and again this year of others: last year's word holds for last year alone."""
    keys = six(cast)
    published(cast, keys)
    owner.place("update relationships_networksurvey set closed_on = closed_on - 366, deadline = deadline - 366")
    key = prepared(cast)
    links = opened(cast, key)
    tell(links["Mana Trust"], keys["Dawn Trust"])
    for name in NAMES[:5]:
        hand_in(links[name])
    move(cast, key, "close")
    move(cast, key, "publish")
    now, then = (ties(network(cast, ties=(TieKind.SAID,), year=year)) for year in (today().year, today().year - 1))
    assert list(now) == [("Dawn Trust", "Mana Trust")] and len(then) == 7
    assert ties(network(cast, ties=(TieKind.SAID,))) == now


def test_a_merge_takes_both_words_along_and_gives_them_back(cast: Cast, owner: Owner) -> None:
    keys = six(cast)
    key = published(cast, keys)
    rows = "select asked_id, organization_id, knows, reliable from relationships_tieanswer order by 1, 2"
    before = owner.rows(rows), owner.rows("select id, organization_id from relationships_surveyedorganization order by 1")
    made = merge(cast, keys["Dawn Trust"], keys["Elm House"])
    found = result(cast, key)
    assert {row.organization.name for row in found.surveyed} == set(NAMES) - {"Elm House"}
    assert ("Aroha House", "Dawn Trust") in {(row.one.name, row.other.name) for row in found.said}
    assert all(row.one != row.other for row in found.said)
    assert {"Mana Trust", "Dawn Trust"} <= {
        node.name for node, place in zip(network(cast).nodes, network(cast).places(), strict=True) if place
    }
    part(cast, made)
    assert (owner.rows(rows), owner.rows("select id, organization_id from relationships_surveyedorganization order by 1")) == before


def test_two_records_of_one_that_replied_count_once(cast: Cast) -> None:
    """Five replies, of which two became one organisation's: of four, nothing is published."""
    keys = six(cast)
    key = prepared(cast)
    links = opened(cast, key)
    for name in NAMES[:5]:
        tell(links[name], keys["Elm House"])
        hand_in(links[name])
    merge(cast, keys["Cedar Trust"], keys["Dawn Trust"])
    found = get(cast, key)
    assert (found.asked, found.replied) == (5, 4)  # type: ignore[attr-defined]  # annotated
    move(cast, key, "close")
    with pytest.raises(Refused, match="Fewer than 5"):
        move(cast, key, "publish")


# -- Pages, REST, command ----------------------------------------------------------------------------------------------------------------
def test_from_the_first_word_to_the_result_on_pages(cast: Cast) -> None:
    keys, client = six(cast), cast.client(EDITOR)
    day = today() + timedelta(days=20)
    sent = {"name": "Awa 2026", "deadline_day": day.day, "deadline_month": day.month, "deadline_year": day.year, "kinds": ["NGO"]}
    assert "Give it a name" in text(client.post(reverse("network-survey-add"), {**sent, "name": ""}))
    path = client.post(reverse("network-survey-add"), sent)["Location"]
    key = UUID(path.rstrip("/").rpartition("/")[2])
    assert "Elm House" in text(client.get(path)) and "Being prepared" in text(client.get(path))
    assert "Nobody Trust" in text(client.post(reverse("network-survey-ask", args=[key]), {"organization": "Nobody Trust"}))
    assert (
        client.post(reverse("network-survey-ask", args=[key]), {"organization": "elm house", "email": "e@example.test"}).status_code == 302
    )
    assert "e@example.test" in text(client.get(path))
    links = opened(cast, key)
    for name in NAMES[:-1]:
        tell(links[name], keys["Elm House"])
        hand_in(links[name])
    assert "5 of 6 organisations replied" in text(client.get(path))
    assert client.post(reverse("network-survey-remind", args=[key])).status_code == 302
    assert client.get(reverse("network-surveyed-move", args=[surveyed(cast, key)["Elm House"], "resend"])).status_code == 200
    assert client.get(reverse("network-survey-result", args=[key])).status_code == 409
    for verb, seen in (("close", 2), ("publish", 3)):
        assert client.post(reverse("network-survey-move", args=[key, verb]), {"version": seen}).status_code == 302
    page = text(client.get(reverse("network-survey-result", args=[key])))
    assert "Density, directed" in page and "5 of 6" in page and "Who says what of whom" in page and "under 3" in page
    file = client.get(reverse("network-survey-export", args=[key]))
    lines = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert len(lines) == 5 and {line["other"] for line in lines} == {"Elm House"}
    assert "Awa 2026" in text(client.get(reverse("network-surveys") + "?state=PUBLISHED"))
    assert client.get(reverse("network-survey-move", args=[key, "give_up"])).status_code == 409


def test_over_rest_and_by_the_command(cast: Cast) -> None:
    keys = six(cast)
    api = Api(cast, EDITOR)
    body = {"name": "Awa", "deadline": str(today() + timedelta(days=9)), "kinds": ["NGO"]}
    made = api.post("/network/surveys", body)
    assert made.status_code == 201 and made.json()["asked"] == 6
    one = f"/network/surveys/{made.json()['id']}"
    assert api.call("PUT", one, body).status_code == 428
    assert api.put(one, {**body, "name": "Awa 2"}, version=1).json()["name"] == "Awa 2"
    assert api.put(one, body, version=1).status_code == 412
    asked = api.post(f"{one}/organizations", {"organization": "Elm House", "email": "elm@example.test"})
    assert asked.status_code == 201
    links = opened(cast, UUID(made.json()["id"]))
    for name in NAMES[:-1]:
        tell(links[name], keys["Elm House"], gives=["ADVICE"], often="WEEKLY")
        hand_in(links[name])
    assert api.get(f"{one}/result").status_code == 409 and api.get(f"{one}/ties").status_code == 409
    assert api.post(f"{one}/remind").status_code == 200
    assert api.post(f"{one}/stand/close", version=3).json()["state"] == "CLOSED"
    assert api.post(f"{one}/stand/publish", version=4).json()["can"] == []
    told = api.get(f"{one}/result").json()
    assert (told["answered"], told["yes"], told["agreed"]["ties"]["share"]) == (5, 5, None)
    assert {row["name"]: row["trust"] for row in told["organizations"]}["Elm House"] == {"raters": 5, "mean": 3.0}
    page = api.get(f"{one}/ties?size=2").json()
    assert len(page["items"]) == 2 and page["items"][0]["gives"] == ["ADVICE"] and page["items"][0]["often"] == "WEEKLY"
    assert len(api.get(f"{one}/ties?size=4&cursor={page['next']}").json()["items"]) == 3
    assert api.get("/network/surveys?state=PUBLISHED").json()["items"][0]["replied"] == 5
    assert api.get("/network/measures?ties=SAID&flow=ADVICE&without_us=true").json()["ties"] == 5
    runner = CliRunner()
    listed = json.loads(runner.invoke(cli, ["surveys", "--json"]).output)
    assert listed[0]["replied"] == "5 of 6" and "5 of 6" in runner.invoke(cli, ["surveys"]).output
    assert json.loads(runner.invoke(cli, ["survey", listed[0]["id"], "--json"]).output)["yes"] == 5
    assert "Density, directed" in runner.invoke(cli, ["survey", listed[0]["id"]]).output
