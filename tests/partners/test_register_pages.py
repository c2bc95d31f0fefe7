"""Pages of the register: what a reader meets, what is said of a slip, and that nothing typed is lost to somebody faster."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast
from tests.database import Owner
from tests.partners.made import EDITOR, accredit, add, as_, contact, get
from throughcare.common.clock import today
from throughcare.partners import actions


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.content
    return re.sub(r"\s+", " ", answer.content.decode())


def test_home_leads_to_exactly_those_counted(cast: Cast) -> None:
    soon, over, gone = add(cast), add(cast, "Hapū o Awa", "HAPU"), add(cast, "Ended Trust", "NGO")
    for key, days in ((soon, 30), (over, -1), (gone, 30)):
        accredit(cast, key, expires_on=today() + timedelta(days=days))
    as_(cast, EDITOR, actions.change_owner, partner_id=over, new=actions.NewOwner(), seen=1)
    as_(cast, EDITOR, actions.move_partner, partner_id=gone, verb="end", reason="Closed.", seen=1)
    client = cast.client(EDITOR)
    home = text(client.get("/"))
    for title, query, name in (
        ("Partners whose accreditation is about to end", "?accreditation=soon", "Mana Trust"),
        ("Partners whose accreditation has ended", "?accreditation=over", "Hapū o Awa"),
        ("Partners without an owner", "?owner=nobody", "Hapū o Awa"),
    ):
        assert f'href="/partners/{query}"' in home and title in home
        listed = text(client.get(f"/partners/{query}"))
        assert "1 partner<" in listed and name in listed and "Ended Trust" not in listed
    assert "Partners whose" not in text(cast.client("case_manager").get("/"))


def test_a_page_says_what_the_register_knows(cast: Cast) -> None:
    key = add(cast)
    accredit(cast, key, expires_on=today() + timedelta(days=5))
    contact(cast, key, "Hine Kōtare", is_lead=True)
    page = text(cast.client("case_manager").get(reverse("partner", args=[key])))
    for words in (
        "Mana Trust",
        "Partnership manager, Head office",
        "Hine Kōtare",
        "0000 100 2000",
        "Te Whare Tūmanako housing support",
        "Put on the register",
    ):
        assert words in page, words
    assert "Change" not in page.partition("<main")[2] and "Add a contact" not in page
    assert "Change<" in text(cast.client(EDITOR).get(reverse("partner", args=[key]))).partition("<main")[2]
    assert cast.client("analyst").get(reverse("partner", args=[key])).status_code == 404


def test_the_past_is_read_page_by_page(cast: Cast) -> None:
    key = add(cast)
    for number in range(1, 26):
        as_(cast, EDITOR, actions.change_roles, partner_id=key, new=actions.Roles(expertise_words=f"No {number}"), seen=number)
    client, path = cast.client(EDITOR), reverse("partner", args=[key])
    first = text(client.get(path))
    assert first.count("Record changed: expertise") == 20
    (before,) = re.findall(r'\?before=([^"#]+)#timeline', first)
    second = text(client.get(f"{path}?before={before}"))
    assert second.count("Record changed: expertise") == 5 and "Put on the register" in second
    assert client.get(f"{path}?before=odd").status_code == 422


def test_an_organisation_of_the_directory_is_put_there(cast: Cast) -> None:
    client = cast.client(EDITOR)
    organization = reverse("organization", args=[cast.organization])
    assert f"{reverse('partner-add')}?organization={cast.organization}" in text(client.get(organization))
    form = client.get(f"{reverse('partner-add')}?organization={cast.organization}")
    assert 'value="Mana Trust"' in text(form)
    asked = client.post(reverse("partner-add"), {"name": "mana trust", "kind": "NGO"})
    assert "Say whether it is one of these" in text(asked)
    done = client.post(reverse("partner-add"), {"name": "mana trust", "kind": "NGO", "which": str(cast.organization)})
    assert done["Location"] == reverse("partner", args=[cast.organization])
    assert "See it on the register of partners" in text(client.get(organization))
    assert "register of partners" not in text(cast.client("analyst").get(organization))
    assert "on the register already" in text(
        client.post(reverse("partner-add"), {"name": "Mana Trust", "kind": "IWI", "which": str(cast.organization)})
    )


def test_nothing_typed_is_lost_to_somebody_faster(cast: Cast) -> None:
    key, client = add(cast), cast.client(EDITOR)
    path = reverse("partner-part", args=[key, "roles"])
    assert 'name="version" value="1"' in text(client.get(path))
    as_(cast, EDITOR, actions.change_roles, partner_id=key, new=actions.Roles(roles=["VOICE"], expertise_words="Waka"), seen=1)
    mine = {"version": "1", "roles": ["ADVOCATES", "DESIGN"], "expertise_words": "Fishing"}
    page = text(client.post(path, mine))
    assert "Somebody changed this while you were writing" in page and "Speaks for people who use services" in page and "Waka" in page
    assert 'value="Fishing"' in page and page.count(" checked") == 2 and 'name="version" value="2"' in page
    assert client.post(path, {**mine, "version": "2"}).status_code == 302
    assert (get(cast, key).roles, get(cast, key).expertise_words) == (["ADVOCATES", "DESIGN"], "Fishing")
    assert client.post(path, {**mine, "version": "99"}).status_code == 412


def test_a_national_body_left_as_it_was_stays_the_very_one(cast: Cast, owner: Owner) -> None:
    """Two are called so: the name alone would not do."""
    key, above = add(cast), add(cast, "Open Gate", "NGO")
    new = actions.Details(name="Mana Trust", kind="NGO", national_body=str(above))
    as_(cast, EDITOR, actions.change_details, partner_id=key, new=new, seen=1)
    add(cast, "Open Gate", "NGO", another=True)
    client, path = cast.client(EDITOR), reverse("partner-part", args=[key, "details"])
    form = {"name": "Mana Trust", "kind": "NGO", "national_body": "Open Gate", "version": "2"}
    assert client.post(path, form).status_code == 302
    assert owner.rows("select parent_organization_id from partners_organization where id = %s", key) == [(above,)]
    page = text(client.get(reverse("partner", args=[above])))
    assert "Its branches" in page and "Mana Trust" in page


@pytest.mark.parametrize(
    ("part", "form", "sentence"),
    [
        ("numbers", {"nzbn": "9429 0412 3457 1"}, "its last digit does not fit the others"),
        ("safeguarding", {"safeguarding": "GAPS"}, "Enter the day it was checked."),
        ("details", {"name": "Mana", "kind": "IWI", "national_body": "Nobody at all"}, "No organisation is called Nobody at all."),
        ("owner", {"owner": "odd"}, "Select a valid choice"),
    ],
)
def test_a_slip_is_said_at_its_field(cast: Cast, part: str, form: dict[str, str], sentence: str) -> None:
    key = add(cast)
    page = text(cast.client(EDITOR).post(reverse("partner-part", args=[key, part]), {"version": "1", **form}))
    assert "There is a problem" in page and sentence in page


def test_accreditations_and_contacts_are_added_changed_and_ended(cast: Cast) -> None:
    key, client = add(cast), cast.client(EDITOR)
    day = today() + timedelta(days=40)
    dates = {"expires_on_day": str(day.day), "expires_on_month": str(day.month), "expires_on_year": str(day.year)}
    client.post(reverse("accreditation-add", args=[key]), {"level": "3", "given_by": "Kaiwhakamana", **dates})
    (row,) = get(cast, key).accreditations.all()
    assert (row.level, row.expires_on) == (3, day)
    client.post(reverse("accreditation", args=[row.id]), {"level": "2", "given_by": "Kaiwhakamana", "version": "1"})
    client.post(reverse("accreditation-end", args=[row.id]), {"reason": "Withdrawn.", "version": "2"})
    client.post(reverse("partner-contact-add", args=[key]), {"name": "Hine", "phone": "0000 1"})
    (who,) = get(cast, key).contacts.all()
    client.post(reverse("partner-contact", args=[who.id]), {"name": "Hine K", "phone": "0000 1", "version": "1"})
    assert "Enter a work phone" in text(client.post(reverse("partner-contact", args=[who.id]), {"name": "Hine", "version": "2"}))
    client.post(reverse("partner-contact-end", args=[who.id]), {"version": "2"})
    page = text(client.get(reverse("partner", args=[key])))
    for words in ("Taken off", "Withdrawn.", "No longer", "Contact Hine K ended", "Accreditation at level 2 ended: Withdrawn."):
        assert words in page, words


def test_a_step_there_is_none_of_is_refused_before_its_form(cast: Cast) -> None:
    key, client = add(cast), cast.client(EDITOR)
    assert client.get(reverse("partner-move", args=[key, "resume"])).status_code == 409
    assert client.get(reverse("partner-move", args=[key, "delete"])).status_code == 404
    assert client.get(reverse("partner-part", args=[key, "tikanga"])).status_code == 404
    future = today() + timedelta(days=2)
    since = {"since_day": str(future.day), "since_month": str(future.month), "since_year": str(future.year)}
    page = client.post(reverse("partner-move", args=[key, "pause"]), {"reason": "Away.", "version": "1", **since})
    assert "not in the future" in text(page)


def test_the_list_asks_as_often_for_many_as_for_few(cast: Cast) -> None:
    client, asked = cast.client(EDITOR), []
    for number in range(6):
        accredit(cast, add(cast, f"Partner {number}", "NGO"))
        if number in (1, 5):
            text(client.get("/partners/"))  # statements are made once
            with CaptureQueriesContext(connection) as queries:
                text(client.get("/partners/"))
            asked.append(len(queries))
    assert asked[0] == asked[1] > 0
