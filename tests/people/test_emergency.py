"""A record opened in an emergency: for one user, for sixty minutes, told at once, never for whoever is kept away."""

import time
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import Error

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.people.test_caseload import as_, give
from tests.people.test_limits import busy, limit, sees
from tests.people.test_rest import Api
from tests.races import at_once
from throughcare.accounts.models import Membership
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, NotAllowed, NotFound, Refused
from throughcare.people.actions import emergency, open_in_emergency, review_opening
from throughcare.people.actions.emergency import NewOpening
from throughcare.people.models import CaseNote, ContactAddress, EmergencyOpening, Involvement, Person, PersonContact
from throughcare.people.queries.lists import Filters, narrowed

BORN = date(1994, 5, 17)
AROHA = NewOpening(number="PRN-7001", born=BORN, reason="HEALTH", words="Found ill at our door.")


def open_(cast: Cast, who: str = "other_officer", new: NewOpening = AROHA) -> Any:
    return as_(cast, who, open_in_emergency, new=new)


def moved(owner: Owner, minutes: int) -> None:
    """As if all of it had been so much earlier."""
    for table, columns in (("people_involvement", ("starts_at", "ends_at")), ("people_emergencyopening", ("at",))):
        sets = ", ".join(f"{column} = {column} - interval '{minutes} minutes'" for column in columns)
        where = "where because_kind = 'people.emergency'" if table == "people_involvement" else ""
        owner.place(f"update {table} set {sets} {where}")


def test_one_user_sees_the_record_for_sixty_minutes_and_nobody_else_of_the_team(cast: Cast, owner: Owner) -> None:
    busy(cast)
    assert not sees(cast, "other_officer")
    opened = open_(cast)
    assert sees(cast, "other_officer")
    client = cast.client("other_officer")
    assert client.get(f"/people/{cast.person}/").status_code == 200
    with cast.reading("other_officer"):
        assert CaseNote.objects.count() == 1
        assert PersonContact.objects.count() == ContactAddress.objects.count() == 0
    page = client.get(f"/people/{cast.person}/contacts/").content.decode()
    assert "Contacts stay closed" in page and "No contacts yet" not in page and "Add a contact" not in page
    rows = owner.rows("select ends_at - starts_at, compartments, only_id from people_involvement where because_id = %s", opened.id)
    assert rows == [(timedelta(minutes=60), ["C1", "C2", "C3", "C7", "C9"], cast.users["other_officer"])]
    moved(owner, 59)
    assert client.get(f"/people/{cast.person}/").status_code == 200
    moved(owner, 1)
    assert client.get(f"/people/{cast.person}/").status_code == 404 and not sees(cast, "other_officer")


def test_a_colleague_of_the_same_team_sees_nothing_by_it(cast: Cast) -> None:
    with reading_as(SYSTEM):
        Membership.objects.filter(user_id=cast.users["analyst"]).update(team_id=cast.teams["puke"], role_id="probation_officer")
    open_(cast)
    assert sees(cast, "other_officer") and not sees(cast, "analyst")


def test_second_people_are_told_at_once_and_the_person_reads_of_it(cast: Cast, owner: Owner) -> None:
    opened = open_(cast)
    told = owner.rows("select user_id, team_id from notices_notice where kind = 'people.emergency' and about_id = %s", opened.id)
    assert set(told) == {(None, cast.teams["awa"]), (cast.users["privacy_officer"], None)}
    lag = owner.rows("select max(n.created_at - e.at) from notices_notice n join people_emergencyopening e on e.id = n.about_id")
    assert lag[0][0] <= timedelta(seconds=60)  # type: ignore[operator]  # a span
    assert "opened in an emergency" in cast.client("team_manager").get("/notices/").content.decode()
    assert "opened in an emergency" not in cast.client("case_manager").get("/notices/").content.decode()
    log = cast.client("aroha").get("/my-record/who-looked/").content.decode()
    assert "Opened your record in an emergency, for one hour" in log and "they said it was an emergency" in log


def test_in_an_emergency_only_what_may_be_done_is_offered(cast: Cast) -> None:
    """Notes and needs may be written; caseloads, handovers and referrals are of the office that works with the person."""
    busy(cast)
    open_(cast)
    client, person = cast.client("other_officer"), f"/people/{cast.person}/"
    page = client.get(person).content.decode()
    assert f"{person}needs/add/" in page and f"{person}print/" in page
    assert "/caseload/" not in page and f"/needs/{cast.need}/services/" not in page and "Read the handover" not in page
    note = {"kind": "PHONE", "text": "Rang the ward.", "happened_on_day": "1", "happened_on_month": "1", "happened_on_year": "2026"}
    assert client.post(f"{person}notes/add/", {**note, "happened_at": "10:00"}).status_code == 302
    added = client.post(f"{person}needs/add/", {"pillar": "EMPLOYMENT", "note": "Medicine."})
    assert added.status_code == 302
    need = client.get(added["Location"]).content.decode()
    assert "Mark as met" in need and "Find a service" not in need
    listed = client.get("/people/").content.decode()
    assert "Aroha Ngātai" in listed and "Emergency" in listed and f'value="{cast.person}"' not in listed
    office = cast.client("case_manager")
    assert "/caseload/assign/" in office.get(person).content.decode() and "Find a service" in office.get(added["Location"]).content.decode()
    assert f'value="{cast.person}"' in office.get("/people/").content.decode()


def test_a_service_is_not_offered_for_a_referral_in_an_emergency(cast: Cast) -> None:
    service = f"/needs/{cast.need}/services/{cast.service}/"
    assert "Refer to this service" in cast.client("officer").get(service).content.decode()
    open_(cast)
    shown = cast.client("other_officer").get(service).content.decode()
    assert "Only an office that works with the person refers them" in shown and "Refer to this service" not in shown


def test_nobody_s_caseload_does_not_count_whom_one_sees_in_an_emergency(cast: Cast) -> None:
    open_(cast)
    actor = cast.actor("other_officer")
    with cast.reading("other_officer"):
        assert cast.person in {p.id for p in narrowed(actor, Filters())}
        assert cast.person not in {p.id for p in narrowed(actor, Filters(whose="nobody"))}


def test_whoever_is_kept_away_never_opens_and_learns_nothing(cast: Cast) -> None:
    unknown = NewOpening(number="PRN-9999", born=BORN, reason="HEALTH", words="x")
    assert open_(cast, new=unknown) is None
    assert open_(cast, new=NewOpening(number="PRN-7001", born=BORN + timedelta(days=1), reason="HEALTH", words="x")) is None
    limit(cast, "other_officer", by="privacy_officer")
    assert open_(cast) is None and not sees(cast, "other_officer")
    page = {"number": "PRN-7001", "born_day": "17", "born_month": "5", "born_year": "1994", "reason": "HARM", "words": "x"}
    client = cast.client("other_officer")
    of_her = client.post("/people/emergency/", page).content
    of_nobody = client.post("/people/emergency/", {**page, "number": "PRN-9999"}).content
    assert b"Nobody you could open" in of_her
    assert of_her.count(b"govuk-error-message") == of_nobody.count(b"govuk-error-message") == 1


def test_kin_of_the_person_are_found_out_by_the_try_and_kept_away(cast: Cast, owner: Owner) -> None:
    with reading_as(SYSTEM):
        PersonContact(person_id=cast.person, name="Other Officer", relation="SIBLING", safety="YES").save(force_insert=True)
    assert open_(cast) is None and not sees(cast, "other_officer")
    with reading_as(SYSTEM):
        assert not EmergencyOpening.objects.exists()


def test_a_restriction_holds_in_an_emergency_too(cast: Cast) -> None:
    limit(cast, "case_manager", kind="RESTRICTION")
    assert open_(cast) is None


def test_ten_tries_an_hour(cast: Cast, owner: Owner) -> None:
    unknown = NewOpening(number="PRN-9999", born=BORN, reason="HEALTH", words="x")
    for _ in range(10):
        assert open_(cast, new=unknown) is None
    with pytest.raises(Refused, match="ten times"):
        open_(cast)
    assert not sees(cast, "other_officer")
    assert owner.rows("select count(*) from audit_auditevent where verb = 'emergency.tried'") == [(10,)]
    owner.place("update audit_auditevent set at = at - interval '61 minutes'")
    assert open_(cast) is not None


def test_ten_tries_an_hour_when_they_come_at_once_too(cast: Cast, owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each waits for the one before: else everybody who counts at the same moment counts no more than themselves."""
    unknown, look = NewOpening(number="PRN-9999", born=BORN, reason="HEALTH", words="x"), emergency._person_with

    def slowly(new: NewOpening) -> UUID | None:
        found = look(new)
        time.sleep(0.05)  # counted, and not committed yet
        return found

    monkeypatch.setattr(emergency, "_person_with", slowly)
    found = at_once(*[lambda: open_(cast, new=unknown)] * 24)
    assert [one for one in found if one is not None and not isinstance(one, Refused)] == []
    assert (found.count(None), sum("ten times" in str(one) for one in found)) == (10, 14)
    assert owner.rows("select count(*) from audit_auditevent where verb = 'emergency.tried'") == [(10,)]


def test_who_sees_them_anyway_and_who_may_not_are_told_so(cast: Cast) -> None:
    with pytest.raises(Refused, match="already"):
        open_(cast, "officer")
    for who in ("recruitment_consultant", "partner_worker", "privacy_officer", "aroha"):
        with pytest.raises(NotAllowed):
            open_(cast, who)
    for wrong in (replace(AROHA, reason="X"), replace(AROHA, words=" ")):
        with pytest.raises(Invalid):
            open_(cast, new=wrong)


def test_it_lets_nobody_else_in(cast: Cast, owner: Owner) -> None:
    """Neither one's own team nor another, nor a caseload, nor a longer hour, whatever SQL is tried."""
    opened = open_(cast)
    because = {"because_kind": "people.emergency", "because_id": opened.id, "by_id": cast.users["other_officer"]}
    tries: list[dict[str, Any]] = [
        {"because_kind": "x", "by_id": cast.users["other_officer"], "compartments": ["C1"]},
        {**because, "compartments": ["C1"]},
        {**because, "compartments": ["C5"], "only_id": cast.users["other_officer"], "ends_at": now() + timedelta(minutes=5)},
        {**because, "compartments": ["C6"], "only_id": cast.users["other_officer"], "ends_at": now() + timedelta(minutes=5)},
        {**because, "compartments": ["C1"], "only_id": cast.users["other_officer"], "ends_at": now() + timedelta(minutes=5)},
        {**because, "because_id": new_id(), "compartments": ["C1"], "only_id": cast.users["other_officer"]},
    ]
    for values in tries:
        with cast.reading("other_officer"), pytest.raises(Error):
            Involvement(person_id=cast.person, team_id=cast.teams["puke"], **values).save(force_insert=True)
    mine = Involvement.objects.filter(because_id=opened.id)
    for changed in ({"ends_at": now() + timedelta(hours=3)}, {"only_id": None}, {"only_id": cast.users["analyst"]}):
        with cast.reading("other_officer"), pytest.raises(Error):
            mine.update(**changed)
    done = give(cast, "other_officer", "other_officer")
    assert done.results[0]["result"] == "NOT_FOUND"
    rows = owner.rows(
        "select count(*) from people_involvement where because_kind = 'people.emergency' and ends_at > starts_at + interval '60 minutes'"
    )
    assert rows == [(0,)]


def test_a_second_person_says_whether_it_was_right(cast: Cast, owner: Owner) -> None:
    opened: EmergencyOpening = open_(cast)
    key: UUID = opened.id
    with pytest.raises((Refused, NotFound)):
        as_(cast, "other_officer", review_opening, opening_id=key, verdict="RIGHT", because="I say so.")
    with cast.reading("other_officer"):
        assert EmergencyOpening.objects.filter(pk=key).update(verdict="RIGHT", because="x", reviewed_by_id=cast.users["other_officer"]) == 0
    with pytest.raises(NotFound):
        as_(cast, "case_manager", review_opening, opening_id=key, verdict="RIGHT", because="x")
    client = cast.client("team_manager")
    assert "Other officer" in client.get("/emergencies/").content.decode()
    page = f"/emergencies/{key}/"
    assert "Found ill at our door." in client.get(page).content.decode()
    assert "Error:" in client.post(page, {"verdict": "RIGHT"}).content.decode()
    assert "Saved." in client.post(page, {"verdict": "NOT_RIGHT", "because": "She was not there."}, follow=True).content.decode()
    assert (
        "She was not there." in client.get("/emergencies/?which=reviewed").content.decode()
        or "Not right" in client.get(page).content.decode()
    )
    with pytest.raises(Refused, match="reviewed already"):
        as_(cast, "privacy_officer", review_opening, opening_id=key, verdict="RIGHT", because="x")
    assert owner.rows("select verb from audit_auditevent where about_id = %s and verb = 'emergency.reviewed'", key) == [
        ("emergency.reviewed",)
    ]


def test_emergencies_on_pages_and_rest(cast: Cast) -> None:
    client = cast.client("other_officer")
    assert "in an emergency" in client.get("/people/search/").content.decode()
    assert "You see the record for 60 minutes" in client.get("/people/emergency/").content.decode()
    sent = {"number": "prn-7001", "born_day": "17", "born_month": "5", "born_year": "1994", "reason": "HARM", "words": "A threat."}
    shown = client.post("/people/emergency/", sent, follow=True)
    assert shown.redirect_chain[-1][0] == f"/people/{cast.person}/" and "for 60 minutes" in shown.content.decode()
    api = Api(cast, "privacy_officer", ["emergency.review", "privacy.manage"])
    (one,) = api.call("GET", "/emergencies").json()["items"]
    assert one["words"] == "A threat." and one["verdict"] == ""
    path = f"/emergencies/{one['id']}"
    assert api.call("POST", f"{path}/review", {"verdict": "RIGHT", "because": "There was one."}).json()["verdict"] == "RIGHT"
    assert api.call("GET", path).json()["because"] == "There was one."
    assert api.call("GET", "/emergencies?reviewed=true").json()["items"][0]["id"] == one["id"]
    assert "None waits" in cast.client("team_manager").get("/emergencies/").content.decode()


def test_no_emergency_stays_open_after_its_hour(cast: Cast, owner: Owner) -> None:
    """A hundred openings, each with a clock of its own: at minute 60 none is open."""
    for number in range(100):
        with reading_as(SYSTEM):
            person = Person(preferred_name=f"P{number}", search_key=f"p{number}")
            because = EmergencyOpening(person_id=person.id, user_id=cast.users["other_officer"], reason="HARM", words="x")
            start = now() - timedelta(minutes=number)
            Involvement(
                person_id=person.id,
                team_id=cast.teams["puke"],
                only_id=cast.users["other_officer"],
                because_kind="people.emergency",
                because_id=because.id,
                compartments=["C1"],
                starts_at=start,
                ends_at=start + timedelta(minutes=60),
            ).save(force_insert=True)
            person.save(force_insert=True)
    with cast.reading("other_officer"):
        seen = set(Person.objects.filter(preferred_name__startswith="P").values_list("preferred_name", flat=True))
    assert seen == {f"P{number}" for number in range(60)}


def test_the_persons_own_log_counts_what_is_withheld_and_names_the_rule(cast: Cast) -> None:
    shown, kept = limit(cast, "officer"), limit(cast, "recruitment_consultant", withheld="privacy-53-b")
    assert shown.withheld == "" and kept.withheld
    log = cast.client("aroha").get("/my-record/who-looked/").content.decode()
    assert log.count("Chose who may not see your record") == 1
    assert "1 line is not shown, because it is about somebody else" in log and "section 53(b)" in log
