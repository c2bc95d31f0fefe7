"""Nothing is written over: an import against the register, one number for two at the same moment, a step somebody else took first."""

from dataclasses import replace
from datetime import timedelta
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.database import Owner
from tests.partners.made import EDITOR, accredit, add, as_, get
from tests.partners.test_register_pages import text
from tests.partners.test_register_rest import RIGHTS
from tests.people.test_rest import Api
from tests.races import at_once, somebody_waits
from tests.services.made import made_directory
from throughcare.accounts.actors import system_actor
from throughcare.common.clock import today
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, Stale
from throughcare.partners import actions, queries
from throughcare.partners.states import DAYS_BACK
from throughcare.services.actions import import_directory
from throughcare.services.rows import OrganizationRow

BY = system_actor("services import", channel="command")
NUMBERS = actions.Numbers(nzbn="9429041234570", charity_number="CC10123")


def bring_in(by: Any = BY, **entry: str) -> None:
    """A directory of three organisations; the first has this entry."""
    directory = made_directory(3)
    rows = directory.tables["organization"]
    first = rows[0]
    assert isinstance(first, OrganizationRow)
    rows[0] = replace(first, **entry)  # type: ignore[arg-type]  # texts all
    with reading_as(by.reader):
        import_directory(by=by, directory=directory, source="made")


def imported(cast: Cast, owner: Owner) -> tuple[UUID, UUID]:
    """The first two of the directory, on the register."""
    bring_in()
    found = owner.rows("select id from partners_organization where source_id in ('o0', 'o1') order by source_id")
    keys = [UUID(str(key)) for (key,) in found]
    for key in keys:
        as_(cast, EDITOR, actions.add_partner, new=actions.NewPartner(kind="NGO", organization_id=key))
    return keys[0], keys[1]


@pytest.mark.parametrize("entry", [{"name": "Renamed"}, {"website": "https://new.example"}, {"email": "new@example.test"}])
def test_an_import_is_not_written_over(cast: Cast, owner: Owner, entry: dict[str, str]) -> None:
    key, other = imported(cast, owner)
    api, path, page = Api(cast, EDITOR, RIGHTS), f"/partners/{key}", reverse("partner-part", args=[key, "details"])
    before = api.call("GET", path)
    bring_in(cast.actor(EDITOR), **entry)  # who imports over REST or on a page is a user
    body = {"name": "Trust 0", "kind": "NGO", "purpose": "Mine."}
    stale = api.call("PUT", f"{path}/details", body, **{"If-Match": before["ETag"]})
    assert (before["ETag"], stale.status_code, stale.json()["sent"], stale.json()["now"]) == ('"1"', 412, '"1"', '"2"')
    ((field, value),) = entry.items()
    assert stale.json()["current"][field] == value == getattr(get(cast, key).organization, field)
    shown = text(cast.client(EDITOR).post(page, {**body, "version": "1"}))
    assert "Somebody changed this while you were writing" in shown and value in shown and "Mine." in shown
    done = api.call("PUT", f"{path}/details", {**body, **entry}, **{"If-Match": '"2"'})
    assert (done.status_code, done["ETag"]) == (200, '"3"')
    assert get(cast, other).version == 1


def test_what_the_register_does_not_show_makes_no_version(cast: Cast, owner: Owner) -> None:
    key, _ = imported(cast, owner)
    bring_in(description="Helps people home.")
    assert get(cast, key).organization.description and get(cast, key).version == 1


def test_a_change_of_its_own_counts_once(cast: Cast, owner: Owner) -> None:
    key = add(cast)
    for seen, name in ((1, "Mana Trust"), (2, "Mana"), (3, "Mana")):
        new = actions.Details(name=name, kind="IWI", purpose=f"No {seen}")
        assert as_(cast, EDITOR, actions.change_details, partner_id=key, new=new, seen=seen).version == seen + 1


def test_two_parts_at_once_are_not_both_written(cast: Cast, owner: Owner) -> None:
    """The organisation stays as it is, so only the partner's own row tells that somebody was faster."""
    key, actor, written = add(cast), cast.actor(EDITOR), Event()
    roles, details = actions.Roles(expertise_words="Waka"), actions.Details(name="Mana Trust", kind="MARAE", purpose="Late.")

    def first() -> None:
        with cast.reading(EDITOR):
            actions.change_roles(by=actor, partner_id=key, new=roles, seen=1)
            written.set()
            somebody_waits(owner)

    def second() -> None:
        assert written.wait(20)
        with cast.reading(EDITOR):
            actions.change_details(by=actor, partner_id=key, new=details, seen=1)

    _, met = at_once(first, second)
    assert isinstance(met, Stale)
    assert (get(cast, key).version, get(cast, key).purpose) == (2, "")


def test_one_number_for_two_at_the_same_moment(cast: Cast, owner: Owner) -> None:
    keys, actor, written = (add(cast), add(cast, "Kete o Awa", "NGO")), cast.actor(EDITOR), Event()

    def first() -> None:
        with cast.reading(EDITOR):
            actions.change_numbers(by=actor, partner_id=keys[0], new=NUMBERS, seen=1)
            written.set()
            somebody_waits(owner)

    def second() -> None:
        assert written.wait(20)
        with cast.reading(EDITOR):
            actions.change_numbers(by=actor, partner_id=keys[1], new=NUMBERS, seen=1)

    _, met = at_once(first, second)
    assert isinstance(met, Invalid) and set(met.errors) == {"nzbn", "charity_number"}
    assert "Mana Trust has this number already" in met.errors["nzbn"][0]
    assert get(cast, keys[1]).version == 1


def test_a_reason_typed_is_kept_when_somebody_was_faster(cast: Cast) -> None:
    key, client = add(cast), cast.client(EDITOR)
    path, mine = reverse("partner-move", args=[key, "end"]), {"reason": "They closed their doors.", "version": "1"}
    as_(cast, EDITOR, actions.move_partner, partner_id=key, verb="pause", reason="Between managers.", seen=1)
    page = text(client.post(path, mine))
    for words in ("Somebody changed this while you were writing", "Paused since", "Between managers.", mine["reason"]):
        assert words in page, words
    assert 'name="version" value="2"' in page and client.post(path, {**mine, "version": "99"}).status_code == 412
    assert client.post(path, {**mine, "version": "2"}).status_code == 302
    row = accredit(cast, add(cast, "Kete o Awa", "NGO"))
    new = actions.NewAccreditation(level=1, given_by="Te Kāhui")
    as_(cast, EDITOR, actions.change_accreditation, accreditation_id=row, new=new, seen=1)
    path = reverse("accreditation-end", args=[row])
    page = text(client.post(path, {**mine, "reason": "Withdrawn in May."}))
    for words in ("Somebody changed this while you were writing", "Level: 1", "Te Kāhui", "Withdrawn in May."):
        assert words in page, words
    assert client.post(path, {"reason": "Withdrawn in May.", "version": "2"}).status_code == 302


def test_a_day_that_cannot_be_is_refused(cast: Cast) -> None:
    key, long_ago = add(cast), today() - timedelta(days=DAYS_BACK + 1)
    move = {"partner_id": key, "reason": "Away."}
    with pytest.raises(Invalid) as said:
        as_(cast, EDITOR, actions.move_partner, **move, verb="pause", since=long_ago, seen=1)
    assert "of the last year" in said.value.errors["since"][0]
    as_(cast, EDITOR, actions.move_partner, **move, verb="pause", since=today() - timedelta(days=DAYS_BACK), seen=1)
    as_(cast, EDITOR, actions.move_partner, **move, verb="resume", since=today() - timedelta(days=30), seen=2)
    with pytest.raises(Invalid) as said:
        as_(cast, EDITOR, actions.move_partner, **move, verb="end", since=today() - timedelta(days=31), seen=3)
    assert "It is active since" in said.value.errors["since"][0]
    typed = {"since_day": "1", "since_month": "1", "since_year": "1950", "reason": "Away.", "version": "3"}
    assert "Give that day, or a later one" in text(cast.client(EDITOR).post(reverse("partner-move", args=[key, "end"]), typed))


def test_a_last_day_of_long_ago_is_refused_unless_it_stands_there(cast: Cast, owner: Owner) -> None:
    key, long_ago = add(cast), today() - timedelta(days=DAYS_BACK + 1)
    with pytest.raises(Invalid) as said:
        accredit(cast, key, expires_on=long_ago)
    assert list(said.value.errors) == ["expires_on"]
    row = accredit(cast, key, expires_on=today())
    owner.change("update partners_accreditation set expires_on = %s", long_ago)
    new = actions.NewAccreditation(level=1, given_by="Te Kāhui", expires_on=long_ago)
    as_(cast, EDITOR, actions.change_accreditation, accreditation_id=row, new=new, seen=1)
    actor = cast.actor(EDITOR)
    with cast.reading(EDITOR):
        assert queries.get_accreditation(actor, row).level == 1
