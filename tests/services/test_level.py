"""The accreditation a service asks for: whoever refers is warned, or stopped, as long as its partner holds none in force."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from tests.cast import Cast
from tests.database import Owner
from tests.partners.made import EDITOR, accredit, add, as_
from tests.people.test_rest import Api
from tests.referrals import walk
from throughcare.common.clock import today
from throughcare.common.refusals import Invalid, NotAllowed, Refused, Stale
from throughcare.partners import actions as partners
from throughcare.services import actions, queries


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.content
    return re.sub(r"\s+", " ", answer.content.decode())


def ask(cast: Cast, level: int | None, *, blocks: bool = False, seen: int = 0) -> None:
    as_(cast, EDITOR, actions.ask_level, service_id=cast.service, level=level, blocks=blocks, seen=seen)


def met(cast: Cast, who: str = "case_manager") -> bool | None:
    actor = cast.actor(who)
    with cast.reading(who):
        asked = queries.level_asked(queries.get_service(actor, cast.service))
    return asked.met if asked else None


def test_held_by_this_level_or_a_higher_one_in_force_today(cast: Cast) -> None:
    key = add(cast)
    assert met(cast) is None
    ask(cast, 2)
    assert met(cast) is False
    accredit(cast, key, 3)
    assert met(cast) is False, "a lower one"
    accredit(cast, key, 1, expires_on=today() - timedelta(days=1))
    assert met(cast) is False, "it ended yesterday"
    row = accredit(cast, key, 1, expires_on=today())
    assert met(cast) is True, "the higher covers the lower, on its last day too"
    as_(cast, EDITOR, partners.end_accreditation, accreditation_id=row, reason="Withdrawn.", seen=1)
    assert met(cast) is False
    ask(cast, None, seen=1)
    assert met(cast) is None


def test_an_organisation_that_is_no_partner_holds_none(cast: Cast) -> None:
    ask(cast, 4)
    assert met(cast) is False


def test_who_may_look_at_no_partner_is_told_yes_or_no_and_no_more(cast: Cast) -> None:
    accredit(cast, add(cast), 1)
    ask(cast, 2)
    assert met(cast, "analyst") is True
    with cast.reading("analyst"), connection.cursor() as cursor:
        cursor.execute("select count(*) from partners_accreditation")
        assert cursor.fetchone() == (0,)


def test_a_hidden_service_is_not_told_of(cast: Cast) -> None:
    accredit(cast, add(cast), 1)
    ask(cast, 2)
    as_(cast, EDITOR, actions.mark_confidential, service_id=cast.service, confidential=True, seen=1)
    for who, told in (("analyst", None), ("partner_worker", True), (EDITOR, True)):
        with cast.reading(who), connection.cursor() as cursor:
            cursor.execute("select throughcare.meets_level(%s)", [cast.service])
            assert cursor.fetchone() == (told,), who


def test_a_warning_lets_it_go_and_is_seen_on_the_way(cast: Cast) -> None:
    add(cast)
    ask(cast, 2)
    made = walk.complete(cast)
    client, sentence = cast.client("case_manager"), "asks for accreditation at level 2 or higher, and Mana Trust holds none in force."
    for name in ("referral-draft", "referral-check"):
        assert sentence in text(client.get(reverse(name, args=[made.pk]))), name
    shown = walk.digest(cast, made.pk)
    assert as_(cast, "case_manager", _send, referral_id=made.pk, seen=made.version, shown=shown).state == "SENT"


def test_a_block_stops_what_is_not_sent_yet_until_the_partner_holds_it(cast: Cast) -> None:
    key = add(cast)
    before = walk.sent(cast)
    made = walk.complete(cast, "other_officer", need=cast.other_need, service=cast.service)
    ask(cast, 1, blocks=True)
    with pytest.raises(Refused, match=r"asks for accreditation at level 1, and Mana Trust holds none in force\. Choose another"):
        as_(cast, "other_officer", _send, referral_id=made.pk, seen=made.version, shown=walk.digest(cast, made.pk, "other_officer"))
    assert "No referral can be sent to this service now" in text(
        cast.client("other_officer").get(reverse("referral-draft", args=[made.pk]))
    )
    assert walk.answer(cast, before.pk, "acknowledge").state == "ACKNOWLEDGED", "what was sent goes on"
    accredit(cast, key, 1)
    shown = walk.digest(cast, made.pk, "other_officer")
    assert as_(cast, "other_officer", _send, referral_id=made.pk, seen=made.version, shown=shown).state == "SENT"


def _send(**values: Any) -> Any:
    from throughcare.referrals import actions as referrals  # noqa: PLC0415 - beside the directory's own

    return referrals.send_referral(**values)


def test_only_editors_say_so_and_against_what_they_saw(cast: Cast, owner: Owner) -> None:
    with pytest.raises(NotAllowed):
        as_(cast, "case_manager", actions.ask_level, service_id=cast.service, level=1, blocks=True, seen=0)
    with pytest.raises(Invalid):
        ask(cast, 5)
    ask(cast, 3)
    with pytest.raises(Stale):
        ask(cast, 2)
    with cast.reading("partner_manager"), connection.cursor() as cursor:
        cursor.execute("update services_servicerequirement set level = 4")
        assert cursor.rowcount == 0
    found = owner.rows("select detail ->> 'level' from audit_auditevent where verb = 'service.level.asked'")
    assert found == [("3",)]


def test_on_its_page_and_over_rest(cast: Cast) -> None:
    client, path = cast.client(EDITOR), reverse("service-level", args=[cast.service])
    assert reverse("service-level", args=[cast.service]) in text(client.get(reverse("service", args=[cast.service])))
    assert "Choose what follows" in text(client.post(path, {"level": "2", "version": "0"}))
    assert client.post(path, {"level": "2", "blocks": "yes", "version": "0"}).status_code == 302
    page = text(cast.client("case_manager").get(reverse("service", args=[cast.service])))
    assert "Level 2 or higher." in page and "no new referrals" in page and path not in page
    api = Api(cast, EDITOR, ["directory.view", "service.edit"])
    told = api.call("GET", f"/services/{cast.service}/level")
    assert (told["ETag"], told.json()) == ('"1"', {"level": 2, "blocks": True, "met": False, "version": 1})
    done = api.call("PUT", f"/services/{cast.service}/level", {"level": None}, **{"If-Match": '"1"'})
    assert done.json() == {"level": None, "blocks": False, "met": True, "version": 2}
