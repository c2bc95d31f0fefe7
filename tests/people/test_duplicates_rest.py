"""Who is who over REST: the same evidence, the same two officers, and nobody else learns that somebody is there."""

from typing import Any

import pytest

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.people.pairs import second_officer
from tests.people.test_duplicates import LIKE_AROHA, held
from tests.people.test_import import HEAD, run
from tests.people.test_limits import limit
from tests.people.test_rest import Api
from tests.races import at_once
from throughcare.common.ids import new_id
from throughcare.common.reader import reading_as
from throughcare.people.models import HeldRow, LikelyPair, Merge, Person

RECORDS = ["person.import"]
EVIDENCE = [
    {"field": "Date of birth", "level": "same", "words": "same date of birth", "weight": 13.9},
    {"field": "Gender", "level": "other", "words": "other gender", "weight": -2.3},
]
STRANGERS = ("case_manager", "other_officer", "team_manager", "auditor", "privacy_officer", "partner_worker", "aroha", "administrator")


@pytest.fixture
def two(cast: Cast) -> Cast:
    """With a second records officer."""
    second_officer(cast)
    return cast


def pair_of(cast: Cast, probability: float = 0.95) -> LikelyPair:
    """Aroha and Tama, who are alike in nothing: what is tried here needs but two records."""
    one, other = sorted((cast.person, cast.other_person))
    with reading_as(SYSTEM):
        return LikelyPair.objects.create(one_id=one, other_id=other, probability=probability, evidence=EVIDENCE)


def named(owner: Owner, verb: str) -> list[Any]:
    """Whom the last row of this kind names, and by which way in it was written."""
    return owner.rows("select person_ids, channel from audit_auditevent where verb = %s order by at desc limit 1", verb)


def merged(two: Cast, first: Api, second: Api) -> tuple[str, str]:
    """The address of a merge of these two that both officers wanted, and its version."""
    body = {"winner_id": str(two.person), "loser_id": str(two.other_person), "reason": "Same number"}
    path = f"/merges/{first.call('POST', '/merges', body).json()['id']}"
    done = second.call("POST", f"{path}/confirm", {}, **{"If-Match": '"1"'})
    assert done.json()["state"] == "MERGED", done.content
    return path, done["ETag"]


def test_likely_pairs_come_by_the_page_and_name_everybody_on_it(cast: Cast, owner: Owner) -> None:
    pair, api = pair_of(cast), Api(cast, "records", RECORDS)
    with reading_as(SYSTEM):
        third = Person.objects.create(preferred_name="Rangi", search_key="rangi")
        one, other = sorted((cast.person, third.id))
        likelier = LikelyPair.objects.create(one_id=one, other_id=other, probability=0.99, evidence=EVIDENCE)
    first = api.call("GET", "/duplicates?size=1").json()
    assert [(line["id"], line["probability"]) for line in first["items"]] == [(str(likelier.id), 0.99)]
    assert named(owner, "duplicates.listed") == [([one, other], "rest")], "nobody of the next page"
    second = api.call("GET", f"/duplicates?size=1&cursor={first['next']}").json()
    assert ([line["id"] for line in second["items"]], second["next"]) == ([str(pair.id)], None)
    assert {second["items"][0]["one"], second["items"][0]["other"]} == {"Aroha Ngātai", "Tama Wīremu"}
    assert named(owner, "duplicates.listed") == [(sorted([cast.person, cast.other_person]), "rest")]
    assert api.call("GET", "/duplicates?cursor=nonsense").status_code == 422


def test_two_records_side_by_side_with_their_evidence(cast: Cast, owner: Owner) -> None:
    pair, api = pair_of(cast), Api(cast, "records", RECORDS)
    answer = api.call("GET", f"/duplicates/{pair.id}")
    found = answer.json()
    (aroha,) = [found[side] for side in ("one", "other") if found[side]["id"] == str(cast.person)]
    assert aroha["family_name"] == "Ngātai" and aroha["birth_date"] == "1994-05-17" and aroha["site"] == "awa-prison"
    assert aroha["identifiers"] == [{"scheme": "prn", "value": "PRN-7001"}]
    assert "ethnicities" not in aroha and "release_date" not in aroha, "no more than is compared on the page"
    assert (found["weight"], found["evidence"], found["merge_id"]) == (11.6, EVIDENCE, None)
    assert named(owner, "duplicate.viewed") == [(sorted([cast.person, cast.other_person]), "rest")]
    assert api.call("GET", f"/duplicates/{pair.id}")["ETag"] == answer["ETag"]


def test_two_people_are_said_to_be_once(cast: Cast, owner: Owner) -> None:
    pair, api = pair_of(cast), Api(cast, "records", RECORDS)
    path = f"/duplicates/{pair.id}/decide"
    for wrong in ({"decision": "two"}, {"decision": "two", "reason": " "}, {"decision": "three", "reason": "x"}):
        assert api.call("POST", path, wrong).status_code == 422
    done = api.call("POST", path, {"decision": "two", "reason": "Cousins"}, **{"Idempotency-Key": "a"})
    assert (done.json()["state"], done.json()["note"]) == ("DIFFERENT", "Cousins")
    again = api.call("POST", path, {"decision": "two", "reason": "Cousins"}, **{"Idempotency-Key": "a"})
    assert (again.status_code, again["Idempotency-Replayed"]) == (200, "true")
    for decision in ("one", "two"):
        assert api.call("POST", path, {"decision": decision, "reason": "On second thoughts"}).status_code == 409
    assert api.call("GET", "/duplicates").json()["items"] == []
    assert owner.rows("select count(*) from people_merge") == [(0,)]
    assert owner.rows("select count(*) from audit_auditevent where verb = 'duplicate.different'") == [(1,)]


def test_one_officer_asks_and_another_puts_them_together(two: Cast, owner: Owner) -> None:
    pair, first, second = pair_of(two), Api(two, "records", RECORDS), Api(two, "records_2", RECORDS)
    stays = "one" if pair.one_id == two.person else "other"
    asked = first.call("POST", f"/duplicates/{pair.id}/decide", {"decision": stays, "reason": "Same number"}).json()
    path = f"/merges/{asked['merge_id']}"
    assert asked["state"] == "OPEN" and first.call("GET", "/duplicates").json()["items"] == []
    assert first.call("POST", f"/duplicates/{pair.id}/decide", {"decision": stays, "reason": "Again"}).status_code == 409
    (waiting,) = second.call("GET", "/merges").json()["items"]
    assert (waiting["winner_id"], waiting["verbs"]) == (str(two.person), ["confirm", "refuse"])
    assert waiting["winner"].endswith("Ngātai") and waiting["loser"] == second.call("GET", path).json()["loser"] != ""
    whole = second.call("GET", path)
    assert whole.json()["stays"]["family_name"] == "Ngātai" and whole.json()["goes"]["id"] == str(two.other_person)
    assert first.call("POST", f"{path}/confirm", {}, **{"If-Match": whole["ETag"]}).status_code == 409
    assert second.call("POST", f"{path}/confirm", {}).status_code == 428
    assert second.call("POST", f"{path}/confirm", {}, **{"If-Match": whole["ETag"]}).json()["state"] == "MERGED"
    assert second.call("GET", "/merges").json()["items"] == []
    assert [row["id"] for row in second.call("GET", "/merges?which=decided").json()["items"]] == [asked["merge_id"]]
    assert named(owner, "merges.listed") == [(sorted([two.person, two.other_person]), "rest")]
    page = two.client("records").get(f"/people/duplicates/{pair.id}/").content.decode()
    assert f"/people{path}/" in page and "Are they one person?" not in page


def test_an_office_that_was_left_out_is_let_in_and_a_log_in_joined(two: Cast, owner: Owner) -> None:
    first, second = Api(two, "records", RECORDS), Api(two, "records_2", RECORDS)
    path, tag = merged(two, first, second)
    puke = f"{path}/offices/{two.teams['puke']}"
    assert (first.call("POST", puke).status_code, first.call("POST", puke, **{"If-Match": '"1"'}).status_code) == (428, 412)
    opened = first.call("POST", puke, **{"If-Match": tag, "Idempotency-Key": "a"})
    assert opened.json()["left_out"] == [str(two.teams["awa"])] and opened["ETag"] != tag
    assert first.call("POST", puke, **{"If-Match": tag, "Idempotency-Key": "a"})["Idempotency-Replayed"] == "true"
    assert two.client("other_officer").get(f"/people/{two.person}/").status_code == 200
    assert two.client("case_manager").get(f"/people/{two.person}/").status_code == 404
    late = second.call("POST", f"{path}/account", **{"If-Match": tag}).json()
    assert (late["status"], late["now"], late["current"]["left_out"]) == (412, opened["ETag"], [str(two.teams["awa"])])
    for nobody in (two.teams["puke"], new_id()):
        assert first.call("POST", f"{path}/offices/{nobody}", **{"If-Match": opened["ETag"]}).status_code == 409
    joined = second.call("POST", f"{path}/account", **{"If-Match": opened["ETag"]})
    assert joined.json()["account_out"] is False
    assert second.call("POST", f"{path}/account", **{"If-Match": joined["ETag"]}).status_code == 409
    verbs = owner.rows("select verb, channel from audit_auditevent where verb in ('merge.reopened', 'merge.rejoined') order by at")
    assert verbs == [("merge.reopened", "rest"), ("merge.rejoined", "rest")]


def test_a_held_row_is_decided_by_its_version(cast: Cast, owner: Owner) -> None:
    row, api = held(cast), Api(cast, "records", RECORDS)
    (line,) = api.call("GET", "/held").json()["items"]
    assert (line["id"], line["preferred_name"], line["team"], line["row"], line["state"]) == (
        str(row.id),
        "Aroha",
        "Puke office",
        2,
        "WAITING",
    )
    answer = api.call("GET", f"/held/{row.id}")
    found = answer.json()
    assert found["said"]["birth_date"] == "1994-05-17" and found["said"]["identifiers"] == [{"scheme": "prn", "value": "9100"}]
    (candidate,) = found["candidates"]
    assert candidate["person"]["id"] == str(cast.person) and candidate["probability"] > 0.9
    assert "same date of birth" in [one["words"] for one in candidate["evidence"]]
    assert found["verbs"] == ["same", "different", "ask", "drop"] and found["others"] == []
    assert named(owner, "newcomer.viewed") == [([cast.person], "rest")]
    path, same = f"/held/{row.id}", {"person_id": str(cast.person)}
    assert api.call("POST", f"{path}/ask", {}, **{"If-Match": answer["ETag"]}).status_code == 422
    asked = api.call("POST", f"{path}/ask", {"note": "The Puke office"}, **{"If-Match": answer["ETag"]})
    assert (asked.json()["state"], asked.json()["note"]) == ("ASKED", "The Puke office")
    assert api.call("POST", f"{path}/same", same).status_code == 428
    late = api.call("POST", f"{path}/same", same, **{"If-Match": answer["ETag"]}).json()
    assert (late["status"], late["sent"], late["now"], late["current"]["state"]) == (412, answer["ETag"], asked["ETag"], "ASKED")
    for verb, status in (("make", 409), ("hold", 409), ("nothing", 404)):
        assert api.call("POST", f"{path}/{verb}", {}, **{"If-Match": asked["ETag"]}).status_code == status
    for wrong in ({}, {"person_id": str(cast.other_person)}):
        assert api.call("POST", f"{path}/same", wrong, **{"If-Match": asked["ETag"]}).status_code == 422
    done = api.call("POST", f"{path}/same", same, **{"If-Match": asked["ETag"]}).json()
    assert (done["state"], done["said"], done["verbs"]) == ("SAME", None, [])
    assert owner.rows("select person_id from people_identifier where value = '9100'") == [(cast.person,)]
    assert api.call("GET", "/held").json()["items"] == []


def test_rows_of_one_file_come_page_after_page(cast: Cast) -> None:
    run(HEAD + LIKE_AROHA + LIKE_AROHA.replace("9100", "9102"))
    api = Api(cast, "records", RECORDS)
    first = api.call("GET", "/held?size=1").json()
    second = api.call("GET", f"/held?size=1&cursor={first['next']}").json()
    assert [len(first["items"]), len(second["items"]), second["next"]] == [1, 1, None]
    rows = {line["row"]: line["id"] for line in (*first["items"], *second["items"])}
    (beside,) = api.call("GET", f"/held/{rows[3]}").json()["others"]
    assert (beside["held_id"], beside["row"], beside["said"]["preferred_name"]) == (rows[2], 2, "Aroha")


def test_of_two_officers_at_the_same_moment_one_is_told(two: Cast, owner: Owner) -> None:
    """Asking that two records be put together, either way round; letting an office in; deciding about a row."""
    first, second = Api(two, "records", RECORDS), Api(two, "records_2", RECORDS)
    one, other = str(two.person), str(two.other_person)
    bodies = [{"winner_id": a, "loser_id": b, "reason": "Same number"} for a, b in ((one, other), (other, one))]
    for number in range(6):
        asked = _at_once((first, "/merges", bodies[0], ""), (second, "/merges", bodies[number % 2], ""))
        assert sorted(asked) == [201, 409], (number, asked)
        ((key, by),) = owner.rows("select id, proposed_by_id from people_merge where state = 'PROPOSED'")
        mine = first if by == two.users["records"] else second
        assert mine.call("POST", f"/merges/{key}/withdraw", {}, **{"If-Match": '"1"'}).status_code == 200
    path, tag = merged(two, first, second)
    puke = f"{path}/offices/{two.teams['puke']}"
    assert sorted(_at_once((first, puke, None, tag), (second, puke, None, tag))) == [200, 412]
    owner.place("delete from people_merge")
    held_path = f"/held/{held(two).id}"
    assert sorted(_at_once((first, f"{held_path}/drop", {"note": "x"}, '"1"'), (second, f"{held_path}/different", {}, '"1"'))) == [200, 412]


def _at_once(*sent: tuple[Api, str, Any, str]) -> list[int]:
    """The statuses of what several send at the same moment."""
    steps = [
        lambda api=api, path=path, body=body, tag=tag: (
            api.call("POST", path, body, **{"Idempotency-Key": str(new_id()), **({"If-Match": tag} if tag else {})}).status_code
        )
        for api, path, body, tag in sent
    ]
    return at_once(*steps)


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_else_learns_that_anybody_is_there(two: Cast, who: str) -> None:
    """Whoever is not of the records role hears of each the same as of nothing; so does a records officer's key without the scope."""
    row, pair = held(two), pair_of(two)
    path, _ = merged(two, Api(two, "records", RECORDS), Api(two, "records_2", RECORDS))
    everything = ["person.import", "person.view", "audit.read", "own.record"]
    for api in (Api(two, who, everything), Api(two, "records", ["directory.view"])):
        asked = [
            ("GET", "/duplicates", None),
            ("GET", "/held", None),
            ("GET", "/merges", None),
            *(
                (verb, where, body)
                for verb, where, body in _each(str(row.id), str(pair.id), path.rpartition("/")[2], str(two.teams["puke"]))
            ),
        ]
        nothing = _each(*(str(new_id()) for _ in range(4)))
        there, unknown = (
            [(a.status_code, _plain(a.json())) for a in (api.call(*one, **{"If-Match": '"1"'}) for one in many)]
            for many in (asked[3:], nothing)
        )
        assert there == unknown and {status for status, _ in there} == {404}
        assert {api.call(*one).status_code for one in asked[:3]} == {404}


def _each(held_id: str, pair_id: str, merge_id: str, team_id: str) -> list[tuple[str, str, Any]]:
    return [
        ("GET", f"/held/{held_id}", None),
        ("POST", f"/held/{held_id}/drop", {"note": "x"}),
        ("GET", f"/duplicates/{pair_id}", None),
        ("POST", f"/duplicates/{pair_id}/decide", {"decision": "two", "reason": "x"}),
        ("GET", f"/merges/{merge_id}", None),
        ("POST", f"/merges/{merge_id}/account", None),
        ("POST", f"/merges/{merge_id}/offices/{team_id}", None),
    ]


def _plain(problem: dict[str, Any]) -> dict[str, Any]:
    """Without the address, which says what was asked for."""
    return {name: value for name, value in problem.items() if name != "instance"}


def test_a_row_not_looked_at_yet_is_nobodys(cast: Cast) -> None:
    """Asked for by hand, and not compared yet: even the records role has nothing to decide."""
    with reading_as(SYSTEM):
        row = HeldRow.objects.create(said={"preferred_name": "Rangi"}, team_id=cast.teams["puke"], by_id=cast.users["other_officer"])
    api = Api(cast, "records", RECORDS)
    assert api.call("GET", f"/held/{row.id}").status_code == 404 and api.call("GET", "/held").json()["items"] == []


@pytest.mark.parametrize(("kind", "users"), [("EXCLUSION", "records"), ("RESTRICTION", "officer")])
def test_an_officer_who_is_kept_from_somebody_says_nothing_of_who_they_are(two: Cast, owner: Owner, kind: str, users: str) -> None:
    """Limited access binds the records role too: another officer decides, on pages and over REST, and row security agrees."""
    row = {"id": str(held(two).id)}
    pair, first, other = pair_of(two), Api(two, "records", RECORDS), Api(two, "records_2", RECORDS)
    asked = other.call("POST", "/merges", {"winner_id": str(two.person), "loser_id": str(two.other_person), "reason": "x"}).json()["id"]
    seen = [f"/held/{row['id']}", f"/duplicates/{pair.id}", f"/merges/{asked}"]
    assert {first.call("GET", path).status_code for path in seen} == {200}
    limit(two, users, kind=kind, by="privacy_officer")
    assert {first.call("GET", path).status_code for path in seen} == {404}
    assert [first.call("GET", path).json()["items"] for path in ("/held", "/duplicates", "/merges")] == [[], [], []]
    page = two.client("records")
    assert "Aroha" not in page.get("/people/duplicates/").content.decode()
    assert {page.get(f"/people{path}/").status_code for path in seen} == {404}
    both = {"decision": "two", "reason": "x"}
    sent = [
        first.call("POST", f"{seen[0]}/drop", {"note": "x"}, **{"If-Match": '"1"'}),
        first.call("POST", f"{seen[1]}/decide", both),
        first.call("POST", f"{seen[2]}/confirm", {}, **{"If-Match": '"1"'}),
        first.call("POST", "/merges", {"winner_id": str(two.person), "loser_id": str(two.other_person), "reason": "x"}),
    ]
    assert {answer.status_code for answer in sent} == {404}, [answer.content for answer in sent]
    with two.reading("records"):
        assert not LikelyPair.objects.exists() and not Merge.objects.exists()
    if kind == "EXCLUSION":
        assert {other.call("GET", path).status_code for path in seen} == {200}
