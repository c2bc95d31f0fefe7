"""The pages: one who keeps partners from the first name to what is agreed; whoever is asked, with a link and at home; what is said when it can't be."""

import re
from datetime import timedelta
from typing import Any

from django.core import mail
from django.urls import reverse

from tests.cast import Cast
from tests.database import Owner
from tests.notices.jobs import run_jobs
from tests.partners.made import EDITOR, add
from tests.relationships.made import ITEMS, OURS, THEIRS, answer, ask, get, links, opened, prepared, published
from throughcare.common.clock import today
from throughcare.relationships.bank import bank


def text(answer_: Any) -> str:
    """What a page says, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer_.content.decode()).replace("&#x27;", "'").replace("&nbsp;", " ").split())


def day(name: str, ahead: int) -> dict[str, str]:
    when = today() + timedelta(days=ahead)
    return {f"{name}_0": str(when.day), f"{name}_1": str(when.month), f"{name}_2": str(when.year)}


def day_of(page: Any, name: str, ahead: int) -> dict[str, str]:
    """The three boxes of a date, by the names they have on the page."""
    boxes = re.findall(rf'name="({name}_\w+)"', page.content.decode())
    return dict(zip(boxes, day(name, ahead).values(), strict=True))


def test_from_the_first_name_to_what_is_agreed(cast: Cast) -> None:
    mail.outbox.clear()
    partner = add(cast, kind="NGO")
    client = cast.client(EDITOR)
    assert "How the partnership goes" in text(client.get(reverse("partner", args=[partner])))
    listed = client.get(reverse("partner-assessments", args=[partner]))
    assert "No assessment yet" in text(listed) and "Prepare an assessment" in text(listed)
    new = client.get(reverse("assessment-add", args=[partner]))
    sent = {**day_of(new, "deadline", 10), "purpose": "To grow food.", "own_items": "The garden is used.\n\nWe sing."}
    made = client.post(reverse("assessment-add", args=[partner]), sent)
    path = made["Location"]
    wave = path.strip("/").split("/")[-1]
    again = client.post(reverse("assessment-add", args=[partner]), {**sent, "purpose": "Another"})
    assert "under way already" in text(again)
    few = client.post(reverse("assessment-move", args=[wave, "open"]), {"version": "1"})
    assert "at least 3 people on each side" in text(few)
    for side in (OURS, THEIRS):
        for number in range(3):
            body = {"name": f"Rater {side} {number}", "email": f"{side}-{number}@example.test", "side": side}
            assert client.post(reverse("assessment-invite", args=[wave]), body).status_code == 302
    wrong = text(client.post(reverse("assessment-invite", args=[wave]), {"name": "", "email": "nobody", "side": ""}))
    assert "Enter their name" in wrong and "Choose the side" in wrong
    told = text(client.get(path))
    assert "The garden is used." in told and "Mana Trust: 3" in told and "have answered" not in told
    assert client.post(reverse("assessment-move", args=[wave, "open"]), {"version": "1"}).status_code == 302
    run_jobs()
    told = text(client.get(path))
    assert told.count("Fewer than three have answered so far.") == 2 and "Send a new link" in told
    changing = client.get(reverse("assessment-change", args=[wave]))
    assert b'name="purpose"' not in changing.content
    moved = {**day_of(changing, "deadline", 12), "version": "2"}
    assert client.post(reverse("assessment-change", args=[wave]), moved).status_code == 302
    stale = client.post(reverse("assessment-change", args=[wave]), {**moved, **day_of(changing, "deadline", 13)})
    assert "Somebody changed this while you were writing" in text(stale)
    for email, key in sorted(links().items()):
        answer(key, 4 if email.startswith("ours") else 2)
    assert text(client.get(path)).count("At least three have answered.") == 2
    assert client.post(reverse("assessment-move", args=[wave, "close"]), {"version": "3"}).status_code == 302
    assert "result is being put together" in text(client.get(path))
    run_jobs()
    told = text(client.get(path))
    assert "Where the two sides differ" in told and "+2.0" in told and "The department: 3 answered." in told
    assert "Read as others would" in told and "a strength" in told and "a concern" in told
    agreed = client.get(reverse("agreed-add", args=[wave]))
    body = {"words": "Meet at the marae.", "side": THEIRS, "owner": "Hine", **day_of(agreed, "due", 20)}
    assert client.post(reverse("agreed-add", args=[wave]), body).status_code == 302
    told = client.get(path).content.decode()
    finish = re.search(r'action="(/assessments/agreed/[^"]+/finish/)"', told)
    assert finish and client.post(finish[1], {"version": "1"}).status_code == 302
    assert "Meet at the marae. Done" in text(client.get(path))
    # The partner's own people read it, and keep nothing.
    theirs = text(cast.client("partner_worker").get(path))
    assert "Where the two sides differ" in theirs and "Meet at the marae." in theirs
    assert "Add an agreed action" not in theirs and "Who is asked" not in theirs
    assert cast.client("other_partner_worker").get(path).status_code == 404


def test_whoever_is_asked_answers_without_an_account(cast: Cast) -> None:
    wave = prepared(cast, purpose="To grow food.", own_items=["The garden is used."])
    key = opened(cast, wave)["theirs-1@example.test"]
    client, path = cast.client(None), reverse("rate", args=[key])
    page = client.get(path)
    told = text(page)
    for words in ("To grow food.", "The garden is used.", "Room to innovate", "I don't know", "Nothing is kept until you send"):
        assert words in told
    assert page.content.decode().count('type="radio"') == 6 * (len(ITEMS) + 1) + sum(len(p.steps) + 1 for p in bank().profile)
    assert "no-store" in page["Cache-Control"] and page["Referrer-Policy"] == "same-origin"
    empty = client.post(path, {})
    assert "Answer at least one question" in text(empty) and "Error" in text(empty)
    odd = client.post(path, {"trust-1": "9"})
    assert odd.status_code == 200 and "Error" in text(odd)
    kept = client.post(path, {"trust-1": "2", "good": "Good kai.", "change": "x" * 1001})
    assert "Good kai." in kept.content.decode() and 'value="2" id="id_trust-1_1" checked' in kept.content.decode()
    done = client.post(path, {"trust-1": "2", "own-1": "dk", "type": "3"}, follow=True)
    assert "Thank you" in text(done)
    assert "You have answered already" in text(client.get(path))
    assert "This link is over" in text(client.get(reverse("rate", args=["nothing"])))


def test_whoever_logs_in_under_the_address_finds_it_at_home(cast: Cast, owner: Owner) -> None:
    wave = prepared(cast)
    email = str(owner.rows("select email from accounts_user where id = %s", cast.users["partner_manager"])[0][0])
    rater = ask(cast, wave, THEIRS, email)
    client = cast.client("partner_manager")
    assert "Partnerships you are asked about" not in text(client.get("/"))
    opened(cast, wave)
    assert "Partnerships you are asked about" in text(client.get("/"))
    told = text(client.get(reverse("asked")))
    assert "How the partnership with Mana Trust goes" in told and "You answer for Mana Trust" in told
    assert client.post(reverse("rate-own", args=[rater]), {"trust-1": "4"})["Location"] == reverse("rated")
    assert "Nobody asks you now" in text(client.get(reverse("asked")))
    assert cast.client("partner_worker").get(reverse("rate-own", args=[rater])).status_code == 404


def test_a_link_sent_again_and_one_taken_back(cast: Cast, owner: Owner) -> None:
    wave = prepared(cast)
    rater = owner.rows("select id from relationships_rater order by id")[0][0]
    client = cast.client(EDITOR)
    assert client.post(reverse("rater-move", args=[rater, "resend"])).status_code == 409
    opened(cast, wave)
    told = client.post(reverse("rater-move", args=[rater, "resend"]), follow=True)
    assert "If they have not answered yet, a new link is on its way." in text(told)
    told = client.post(reverse("rater-move", args=[rater, "withdraw"]), follow=True)
    assert "Their link is worth nothing any more." in text(told) and "Not asked any more" in text(told)
    assert client.post(reverse("rater-move", args=[rater, "else"])).status_code == 404


def test_what_changed_is_told_with_how_sure_it_is(cast: Cast) -> None:
    first = published(cast, [2, 2, 3, 2], [3, 3, 4])
    second = published(cast, [4, 4, 3, 4], [4, 4], get(cast, first).partner_id)
    told = text(cast.client(EDITOR).get(reverse("assessment", args=[second])))
    assert "What has changed" in told and "likely between" in told and "4 then, 4 now" in told
    assert "so nothing of what they said is shown" in told
    assert "Where the two sides differ" not in told and "What can be shown of one side alone" in told


def test_the_lists(cast: Cast) -> None:
    client = cast.client(EDITOR)
    assert "No assessments here" in text(client.get(reverse("assessments")))
    published(cast, [4, 4, 4], [3, 3, 3])
    told = text(client.get(reverse("assessments") + "?state=PUBLISHED"))
    assert "Mana Trust" in told and "The department: 3, The partner: 3" in told
    assert "Mana Trust" not in text(client.get(reverse("assessments") + "?state=OPEN"))
    across = text(client.get(reverse("assessments-across")))
    assert "Mana Trust" not in across and "Fewer than three" in across
    assert "How partnerships go" in text(client.get("/"))
