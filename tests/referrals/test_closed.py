"""A service closes: its open referrals stand on a list with what to do next, who made them is told, and all is undone when it opens."""

from uuid import UUID

import pytest
from django.db import connection

from tests.cast import Cast
from tests.database import Owner
from tests.notices.jobs import run_jobs
from tests.notices.machine import Machine
from tests.referrals import walk
from throughcare.accounts.actors import system_actor
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, NotAllowed, Refused, Stale
from throughcare.referrals.actions.closing import tell_of_closed_services
from throughcare.services import actions

EDITOR = "partnership_manager"


def set_status(cast: Cast, status: str, seen: int = 1, who: str = EDITOR) -> None:
    actor = cast.actor(who)
    with cast.reading(who):
        actions.set_status(by=actor, service_id=cast.service, status=status, seen=seen)
    connection.close()


def told(owner: Owner) -> list[tuple[object, object]]:
    rows = owner.rows("select kind, user_id from notices_notice where kind like 'referral.service%%' order by created_at, id")
    return [(row[0], row[1]) for row in rows]


def listed(cast: Cast, who: str, whose: str = "mine") -> list[str]:
    page = cast.client(who).get("/referrals/", {"closed": "on", "whose": whose})
    return [row[0]["text"] for row in page.context["rows"]]


def home(cast: Cast, who: str) -> str:
    page: str = cast.client(who).get("/").content.decode()
    return page


def test_closing_lists_and_tells_and_opening_undoes_it(cast: Cast, owner: Owner) -> None:
    referral = walk.sent(cast)
    assert listed(cast, "case_manager") == []
    set_status(cast, "temporarily closed")
    run_jobs()
    owned = cast.users["case_manager"]
    assert told(owner) == [("referral.service_closed", owned)]
    assert listed(cast, "case_manager") == [referral.reference]
    page = cast.client("case_manager").get("/referrals/?closed=on").content.decode()
    assert "Refer elsewhere" in page and f"/referrals/{referral.pk}/move/withdraw/" in page and f"/needs/{cast.need}/services/" in page
    assert "Closed for now" in page and "These services take nobody any more" in page
    # The manager has the office's; somebody else's own list does not.
    assert listed(cast, "team_manager", "office") == [referral.reference] and listed(cast, "team_manager") == []
    assert listed(cast, "other_officer", "office") == []
    assert "/referrals/?closed=on" in home(cast, "case_manager") and "closed=on&amp;whose=office" in home(cast, "team_manager")
    set_status(cast, "active", seen=2)
    run_jobs()
    assert told(owner) == [("referral.service_closed", owned), ("referral.service_opened", owned)]
    assert listed(cast, "case_manager") == [] == listed(cast, "team_manager", "office")
    # And once more.
    set_status(cast, "defunct", seen=3)
    run_jobs()
    assert [kind for kind, _ in told(owner)] == ["referral.service_closed", "referral.service_opened", "referral.service_closed"]


def test_told_once_however_often_the_job_runs_and_nothing_of_what_is_over(cast: Cast, owner: Owner) -> None:
    first = walk.sent(cast)
    walk.answer(cast, first.pk, "withdraw", "case_manager", reason_code="mistake")
    owner.change("update services_service set status = 'inactive' where id = %s", cast.service)  # as an import does
    assert tell() == 0
    owner.change("update services_service set status = 'active' where id = %s", cast.service)
    walk.sent(cast)
    owner.change("update services_service set status = 'inactive' where id = %s", cast.service)
    assert (tell(), tell()) == (1, 0) and len(told(owner)) == 1


def tell() -> int:
    actor = system_actor("tell of closed services")
    with reading_as(actor.reader):
        made = tell_of_closed_services(by=actor)
    connection.close()
    return made


@pytest.mark.parametrize("who", ["case_manager", "partner_manager", "partner_worker", "administrator"])
def test_only_the_directorys_editors_close_a_service(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        set_status(cast, "defunct", who=who)
    assert cast.client(who).get(f"/services/{cast.service}/status/").status_code == 404


def test_it_says_what_is_wrong(cast: Cast, owner: Owner) -> None:
    with pytest.raises(Invalid):
        set_status(cast, "sleeping")
    with pytest.raises(Refused, match="already"):
        set_status(cast, "active")
    with pytest.raises(Stale):
        set_status(cast, "defunct", seen=7)
    assert owner.rows("select status, version from services_service where id = %s", cast.service) == [("active", 1)]


def test_by_page_and_by_machine(cast: Cast, owner: Owner) -> None:
    referral = walk.sent(cast)
    browser, path = cast.client(EDITOR), f"/services/{cast.service}/status/"
    assert f'href="{path}"' in browser.get(f"/services/{cast.service}/").content.decode()
    assert "takes no new referrals" in browser.get(path).content.decode()
    answer = browser.post(path, {"status": "temporarily closed", "version": "1"})
    assert answer.status_code == 302 and "closed for now" in browser.get(answer["Location"]).content.decode()
    assert "already" in browser.post(path, {"status": "temporarily closed", "version": "2"}).content.decode()
    machine = Machine(cast, EDITOR)
    assert machine.call("PUT", f"/services/{cast.service}/status", {"status": "defunct"}, seen=2).json()["status"] == "defunct"
    assert machine.call("PUT", f"/services/{cast.service}/status", {"status": "active"}, seen=2).status_code == 412
    found = Machine(cast, "case_manager").call("GET", "/referrals?closed=true").json()["items"]
    assert [UUID(row["id"]) for row in found] == [referral.pk]
    assert owner.rows("select verb, detail->>'status' from audit_auditevent where verb = 'service.status.changed' order by at") == [
        ("service.status.changed", "temporarily closed"),
        ("service.status.changed", "defunct"),
    ]
