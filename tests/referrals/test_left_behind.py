"""What a partner's worker had taken and left behind: their colleagues see it, and take it over; nobody else learns who works there."""

from uuid import UUID

import pytest
from django.db import connection

from tests.cast import Cast
from tests.database import Owner
from tests.people.test_caseload import as_
from tests.people.test_rest import Api
from tests.referrals import walk
from throughcare.referrals.actions import take_referral

LINE, WHERE = "Referrals nobody has now", "/referrals/inbox/?tab=left"
GONE = {
    "account closed": "update accounts_user set is_active = false where id = %s",
    "works there no longer": "update accounts_membership set ends_on = current_date - 2 where user_id = %s",
    "answers no longer": "update accounts_membership set role_id = 'employer_contact' where user_id = %s",
}


@pytest.fixture
def taken(cast: Cast) -> str:
    """Accepted, and taken on."""
    referral = walk.sent(cast).pk
    walk.answer(cast, referral, "accept")
    as_(cast, "partner_worker", take_referral, referral_id=referral, seen=walk.seen(cast, referral, "partner_worker"))
    return str(referral)


def listed(cast: Cast, who: str, query: str) -> list[str]:
    return [
        row["id"]
        for row in Api(cast, who, ["referral.answer", "referral.send", "person.view"]).call("GET", f"/referrals?{query}").json()["items"]
    ]


@pytest.mark.parametrize("how", GONE)
def test_a_colleague_sees_it_and_takes_it_over(cast: Cast, owner: Owner, taken: str, how: str) -> None:
    colleague = cast.client("partner_worker_2")
    assert "Somebody has each of them" in colleague.get(WHERE).content.decode() and listed(cast, "partner_worker_2", "left=true") == []
    assert "Take over from Partner worker" in colleague.get(f"/referrals/{taken}/").content.decode()
    owner.place(GONE[how], cast.users["partner_worker"])
    home = colleague.get("/").content.decode()
    assert LINE in home and WHERE.replace("&", "&amp;") in home and listed(cast, "partner_worker_2", "left=true") == [taken]
    assert taken in colleague.get(WHERE).content.decode()
    page = colleague.get(f"/referrals/{taken}/").content.decode()
    assert "nobody has it now" in page and "Take this over" in page
    version = str(walk.seen(cast, UUID(taken), "partner_worker_2"))
    told = colleague.post(f"/referrals/{taken}/take/", {"version": version}, follow=True).content.decode()
    assert "You have taken this referral on." in told and "nobody has it now" not in told
    assert listed(cast, "partner_worker_2", "left=true") == [] and taken not in colleague.get(WHERE).content.decode()
    assert owner.rows("select worker_id from referrals_referral") == [(cast.users["partner_worker_2"],)]


def test_what_is_over_and_what_nobody_took_is_not_left_behind(cast: Cast, owner: Owner, taken: str) -> None:
    owner.place("update accounts_user set is_active = false where id = %s", cast.users["partner_worker"])
    owner.place("update referrals_referral set state = 'WITHDRAWN', reason_code = 'OTHER'")
    assert listed(cast, "partner_worker_2", "left=true") == []
    owner.place("update referrals_referral set state = 'SENT', reason_code = '', worker_id = null")
    assert listed(cast, "partner_worker_2", "left=true") == []


def test_who_works_at_another_team_is_not_told(cast: Cast, owner: Owner, taken: str) -> None:
    """Neither to the office, nor to another partner, by SQL or by the filter."""
    owner.place("update accounts_user set is_active = false where id = %s", cast.users["partner_worker"])
    for who in ("case_manager", "other_partner_worker"):
        assert listed(cast, who, "left=true") == [], who
        with cast.reading(who), connection.cursor() as cursor:
            cursor.execute("select throughcare.has_left(%s, %s)", [cast.teams["mana"], cast.users["partner_worker"]])
            assert cursor.fetchone() == (False,), who
    assert "nobody has it now" not in cast.client("case_manager").get(f"/referrals/{taken}/").content.decode()
