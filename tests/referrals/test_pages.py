"""Every page of a referral, walked by those it is for and by everybody else."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import EVERYBODY, Cast
from tests.database import Owner
from tests.referrals import walk
from throughcare.common.clock import today
from throughcare.referrals import actions

DATE = today() + timedelta(days=9)


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no field {name}"
    return found[1]


def bare(answer: Any) -> str:
    """A page without the form token, which is masked anew each time."""
    return re.sub(r'(csrf-token" content=|csrfmiddlewaretoken" value=)"[^"]*"', "", answer.content.decode())


def fill(client: Client, address: str, **answers: Any) -> Any:
    """Open a page, answer its questions, and send it with the fields it hides."""
    page = client.get(address)
    assert page.status_code == 200, (address, page.status_code)
    text = page.content.decode()
    fields = {name: hidden(text, name) for name in ("version", "shown") if f'name="{name}"' in text}
    return client.post(address, {**fields, **answers})


def test_a_case_manager_refers_and_the_partner_answers_through_the_pages(cast: Cast) -> None:
    office, partner = cast.client("case_manager"), cast.client("partner_worker")
    offered = office.get(reverse("need-services", args=[cast.need]))
    assert "Te Whare Tūmanako housing support" in offered.content.decode()

    begun = office.post(reverse("need-service", args=[cast.need, cast.service]))
    draft = begun["Location"]
    referral_id = draft.strip("/").split("/")[1]
    assert "Cannot start yet" in office.get(draft).content.decode()
    when = {"answer_by_day": DATE.day, "answer_by_month": DATE.month, "answer_by_year": DATE.year}
    assert fill(office, f"{draft}urgency/", urgency="SOON", **when).status_code == 302
    assert fill(office, f"{draft}reason/", reason="Needs a room").status_code == 302
    assert fill(office, f"{draft}agreement/", ground="AGREEMENT", how="At our meeting").status_code == 302
    assert fill(office, f"{draft}disclose/", codes=["age"]).status_code == 302
    check = office.get(f"{draft}check/").content.decode()
    assert "Needs a room" in check
    assert "At our meeting" in check
    assert fill(office, f"{draft}check/")["Location"] == reverse("referral", args=[referral_id])

    inbox = partner.get(reverse("referral-inbox")).content.decode()
    assert "Aroha Ngātai" in inbox
    page = partner.get(reverse("referral", args=[referral_id])).content.decode()
    assert "Needs a room" in page
    assert "At our meeting" not in page
    move = [referral_id]
    assert fill(partner, reverse("referral-move", args=[*move, "acknowledge"])).status_code == 302
    assert fill(partner, reverse("referral-ask", args=move), text="Any pets?").status_code == 302
    assert "Any pets?" in office.get(reverse("referral", args=move)).content.decode()
    assert fill(partner, reverse("referral-move", args=[*move, "accept"]), note="Come on Monday").status_code == 302
    seen = office.get(reverse("referral", args=move)).content.decode()
    assert "Referral accepted" in seen
    assert "Come on Monday" in seen


def test_a_declined_referral_keeps_its_row_and_shows_nothing_of_the_person(cast: Cast) -> None:
    referral = walk.sent(cast)
    partner = cast.client("partner_worker")
    fill(partner, reverse("referral-move", args=[referral.pk, "decline"]), reason_code="no_place")
    for address in (reverse("referral", args=[referral.pk]), reverse("referral-inbox") + "?tab=all"):
        text = partner.get(address).content.decode()
        assert referral.reference in text
        assert "Aroha" not in text


def test_what_is_wrong_with_a_part_is_said_on_its_page(cast: Cast) -> None:
    office = cast.client("case_manager")
    made = walk.draft(cast)
    past = {"answer_by_day": "1", "answer_by_month": "2", "answer_by_year": "2020"}
    for part, answers, sentence in (
        ("urgency", {"urgency": "SOON", **past}, "today or later"),
        ("reason", {"reason": " "}, "Say why you refer the person"),
        ("agreement", {"ground": "AUTHORITY", "how": "Because"}, "Select the authority you rely on"),
    ):
        page = fill(office, reverse("referral-part", args=[made.pk, part]), **answers)
        assert page.status_code == 200
        assert sentence in page.content.decode(), part


def test_a_page_from_before_somebody_elses_change_is_refused_with_who(cast: Cast) -> None:
    referral = walk.sent(cast)
    partner = cast.client("partner_worker")
    walk.answer(cast, referral.pk, "accept", "partner_worker_2")
    late = partner.post(reverse("referral-move", args=[referral.pk, "decline"]), {"version": referral.version, "reason_code": "no_place"})
    assert late.status_code == 412
    assert "Partner worker 2 has already accepted" in late.content.decode()


ADDRESSES = (
    ("need-services", "GET"),
    ("need-service", "GET"),
    ("need-service", "POST"),
    ("referral", "GET"),
    ("referral-draft", "GET"),
    ("referral-part", "GET"),
    ("referral-part", "POST"),
    ("referral-check", "GET"),
    ("referral-check", "POST"),
    ("referral-move", "GET"),
    ("referral-move", "POST"),
    ("referral-take", "POST"),
    ("referral-ask", "GET"),
    ("referral-ask", "POST"),
    ("referral-reply", "POST"),
)
OFFICE = {"case_manager", "officer", "team_manager"}
TEAM = {"partner_worker", "partner_worker_2", "partner_manager"}


@pytest.mark.parametrize("who", sorted(set(EVERYBODY) - OFFICE - TEAM - {"recruitment_consultant"}))
def test_the_wrong_person_gets_the_answer_of_an_unknown_address(cast: Cast, who: str) -> None:
    referral = walk.sent(cast)
    asked = walk.as_(cast, "partner_worker", actions.ask_question, referral_id=referral.pk, text="Any pets?")
    client, unknown = cast.client(who), "01900000-0000-7000-8000-000000000000"
    for name, method in ADDRESSES:
        keys: list[Any] = [referral.pk]
        if name.startswith("need"):
            keys = [cast.need, cast.service][: 2 if name == "need-service" else 1]
        more = {"referral-part": ["reason"], "referral-move": ["accept"], "referral-reply": [asked.pk]}.get(name, [])
        data = {"version": referral.version, "shown": "x", "text": "Hello", "reason": "Hello"}
        real = (
            client.generic(method, reverse(name, args=[*keys, *more]))
            if method == "GET"
            else client.post(reverse(name, args=[*keys, *more]), data)
        )
        keys[0] = unknown
        other = (
            client.generic(method, reverse(name, args=[*keys, *more]))
            if method == "GET"
            else client.post(reverse(name, args=[*keys, *more]), data)
        )
        assert (real.status_code, other.status_code) == (404, 404), (name, method)
        assert bare(real) == bare(other), (name, method)


def test_somebody_who_only_looks_sees_the_referral_and_no_button(cast: Cast) -> None:
    referral = walk.sent(cast)
    client = cast.client("recruitment_consultant")
    page = client.get(reverse("referral", args=[referral.pk]))
    assert page.status_code == 200
    assert "govuk-button" not in page.content.decode().split("<main")[1].split("</main")[0]
    assert client.post(reverse("referral-move", args=[referral.pk, "withdraw"]), {"version": referral.version}).status_code == 404


@pytest.mark.parametrize(("who", "name"), [("case_manager", "referrals"), ("partner_worker", "referral-inbox")])
def test_lists_ask_the_database_as_often_for_many_as_for_one(cast: Cast, owner: Owner, who: str, name: str) -> None:
    referral = walk.sent(cast)
    client = cast.client(who)
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(name))
    columns = [row[0] for row in owner.rows("select column_name from information_schema.columns where table_name = 'referrals_referral'")]
    kept = ", ".join(f'"{c}"' for c in columns if c not in ("id", "reference", "need_id"))
    for number in range(12):
        need = owner.rows(
            "insert into people_need (id, person_id, pillar, note, status, version, created_at, changed_at) "
            "values (gen_random_uuid(), %s, 'EMPLOYMENT', '', 'NOT_STARTED', 1, now(), now()) returning id",
            cast.person,
        )[0][0]
        owner.change(
            f"insert into referrals_referral (id, reference, need_id, {kept}) select gen_random_uuid(), %s, %s, {kept} from referrals_referral where id = %s",
            f"TC-{number}",
            need,
            referral.pk,
        )
    with CaptureQueriesContext(connection) as many:
        page = client.get(reverse(name))
    assert "TC-11" in page.content.decode()
    assert len(many) == len(one)


def test_nothing_about_the_person_stands_in_an_address(cast: Cast) -> None:
    office = cast.client("case_manager")
    text = office.get(reverse("need-services", args=[cast.need])).content.decode()
    text += office.get(reverse("referral-draft", args=[walk.draft(cast).pk])).content.decode()
    addresses = " ".join(re.findall(r'(?:href|action)="([^"]*)"', text))
    for word in ("Aroha", "Ng%C4%81tai", "PRN-7001", "1994"):
        assert word not in addresses


def test_a_list_leads_to_the_record_and_back_to_what_was_asked_of_it(cast: Cast) -> None:
    referral_id = walk.sent(cast).pk
    office, partner = cast.client("case_manager"), cast.client("partner_worker")
    page = office.get(reverse("referrals"), {"whose": "office"}).content.decode()
    assert f'href="{reverse("person", args=[cast.person])}"' in page
    opened = re.search(rf'href="({reverse("referral", args=[referral_id])}[^"]+)"', page)
    assert opened
    assert f'href="{reverse("referrals")}?whose=office"' in office.get(opened[1].replace("&amp;", "&")).content.decode()

    inbox = partner.get(reverse("referral-inbox"), {"tab": "all"}).content.decode()
    assert "Aroha Ngātai" in inbox
    assert reverse("person", args=[cast.person]) not in inbox
    there = reverse("referral-ask", args=[referral_id]) + "?from=tab%3Dall"
    assert fill(partner, there, text="Any pets?")["Location"] == reverse("referral", args=[referral_id]) + "?from=tab%3Dall"
    assert (
        f'href="{reverse("referral-inbox")}?tab=all"'
        in partner.get(reverse("referral", args=[referral_id]) + "?from=tab%3Dall").content.decode()
    )


def test_a_service_for_a_need_says_first_how_far_it_is_and_how_soon(cast: Cast) -> None:
    page = cast.client("case_manager").get(reverse("need-services", args=[cast.need]))
    for card in page.context["cards"]:
        rules = {reason.sentence: reason.rule for reason in card["offer"].fit.reasons}
        assert [rules[text] for text in card["first"]] == ["distance", "capacity"]
        opened = [rules[text] for row in card["reasons"] for text in row["lines"]]
        assert opened and not {"distance", "capacity"} & set(opened)
        assert f"{card['summary']}<span" in page.content.decode()
