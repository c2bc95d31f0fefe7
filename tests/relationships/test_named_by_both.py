"""Both sides may name one address. It is asked once, and neither side learns from anything it is told that the other named it too (decision 56)."""

import random
import re
from uuid import UUID

import pytest
from django.core import mail
from django.urls import reverse

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.notices.jobs import run_jobs
from tests.partners.made import EDITOR, as_
from tests.relationships.made import ITEMS, OURS, THEIRS, answer, ask, get, links, move, opened, prepared
from tests.relationships.test_own_raters import OWN, name, past, reminded
from tests.relationships.test_stocktake_pages import Api
from throughcare.common.reader import reading_as
from throughcare.common.refusals import NotFound, Refused
from throughcare.relationships import actions
from throughcare.relationships.models import Rater

BOTH = "both@example.test"


def keys(wave: UUID, email: str = BOTH) -> dict[bool, UUID]:
    """The rows of an address, by whether the partner named it."""
    with reading_as(SYSTEM):
        return dict(Rater.objects.filter(wave=wave, email=email).values_list("own", "pk"))


def verb(cast: Cast, who: str, key: UUID, step: str) -> None:
    as_(cast, who, actions.move_rater, rater_id=key, verb=step)
    run_jobs()


def named_by_both(cast: Cast, side: str = THEIRS, *, first: str = OWN, email: str = BOTH) -> UUID:
    wave = prepared(cast, 3, 5)
    if first == OWN:
        name(cast, wave, email)
    ask(cast, wave, side, email.upper())
    if first != OWN:
        name(cast, wave, email)
    return wave


# Whom the department names on the partner's side, the partner sees, and so does not name again.
@pytest.mark.parametrize(("side", "first"), [(OURS, OWN), (OURS, EDITOR), (THEIRS, OWN)])
def test_an_address_named_by_both_is_asked_once_for_the_row_that_was_first(cast: Cast, owner: Owner, side: str, first: str) -> None:
    wave = named_by_both(cast, side, first=first)
    with pytest.raises(Refused, match="is asked already"):  # of its own naming each side does hear
        ask(cast, wave, side, BOTH)
    opened(cast, wave)
    assert [one.to[0] for one in mail.outbox].count(BOTH) == 1
    answer(links()[BOTH], 4)
    assert owner.rows("select r.own from relationships_taken t join relationships_rater r on r.id = t.rater_id where t.taken") == [
        (first == OWN,)
    ]
    past(wave)
    assert BOTH not in reminded(cast, wave), "answered once, by either row"
    for who, own in ((EDITOR, False), (OWN, True)):
        mail.outbox.clear()
        verb(cast, who, keys(wave)[own], "resend")
        assert not mail.outbox
        verb(cast, who, keys(wave)[own], "withdraw")
    ask(cast, wave, side, BOTH)
    run_jobs()
    assert not mail.outbox and owner.rows("select count(*) from relationships_taken where taken") == [(1,)]


def test_a_link_leads_to_the_address_while_either_row_stands(cast: Cast, owner: Owner) -> None:
    wave = named_by_both(cast, OURS)
    link = opened(cast, wave)[BOTH]
    past(wave)
    both = keys(wave)
    assert BOTH in reminded(cast, wave) and [one.to[0] for one in mail.outbox].count(BOTH) == 1
    link = links()[BOTH]
    verb(cast, OWN, both[True], "withdraw")
    page = cast.client(None).get(reverse("rate", args=[link])).content.decode()
    assert "You answer for the department" in page, "of the row that stands"
    verb(cast, EDITOR, both[False], "withdraw")
    with pytest.raises(NotFound):
        answer(link, 4)
    name(cast, wave, BOTH)
    run_jobs()
    answer(links()[BOTH], 4)
    assert owner.rows("select count(*) from relationships_taken where taken") == [(1,)]


@pytest.mark.parametrize("first", [OWN, EDITOR])
def test_whoever_is_logged_in_finds_it_once_and_answers_once(cast: Cast, owner: Owner, first: str) -> None:
    email = str(owner.rows("select email from accounts_user where id = %s", cast.users["case_manager"])[0][0])
    wave = named_by_both(cast, OURS, first=first, email=email)
    opened(cast, wave)
    both = keys(wave, email)
    mine, other = both[first == OWN], both[first != OWN]
    client = cast.client("case_manager")
    page = client.get(reverse("asked")).content.decode()
    assert page.count("/asked/") >= 1 and str(mine) in page and str(other) not in page
    assert client.get(reverse("rate-own", args=[other])).status_code == 404
    sent = client.post(reverse("rate-own", args=[mine]), {**dict.fromkeys(ITEMS, "4"), "may_read": "on"})
    assert sent.status_code == 302
    assert str(mine) not in client.get(reverse("asked")).content.decode()
    with pytest.raises(NotFound):
        as_(cast, "case_manager", actions.give_answer, given=actions.Given(answers={ITEMS[0]: 3}, comments={}), rater_id=other)


def test_a_link_asked_for_alone_is_always_mailed(cast: Cast) -> None:
    """Did none come, whoever waits for it could tell the keeper that the partner had asked them: so it comes, and leads to the same."""
    wave = prepared(cast, 3, 5)
    name(cast, wave, BOTH)
    first = opened(cast, wave)[BOTH]
    for step in (lambda: ask(cast, wave, THEIRS, BOTH), lambda: verb(cast, EDITOR, keys(wave)[False], "resend")):
        mail.outbox.clear()
        step()
        run_jobs()
        assert set(links()) == {BOTH}
    answer(links()[BOTH], 4)
    with pytest.raises(Refused, match="answered already"):
        answer(first, 4)


# -- Two worlds: in one the partner named the very addresses the other side tries, in the other it named others --------------------------
TRIED = [f"tried-{number}@example.test" for number in range(4)]


def _told(cast: Cast, who: str, wave: UUID) -> list[str]:
    """All that pages and REST say to this reader, without keys and what is new at every request."""
    api = Api(cast, who)
    said = [api.get(f"/assessments/{wave}").content.decode(), api.get(f"/assessments/{wave}/raters").content.decode()]
    page = cast.client(who).get(reverse("assessment", args=[wave])).content.decode()
    said.append(page[page.index("<main") : page.index("</main")])
    return [re.sub(r"[0-9a-f-]{36}|\b[A-Za-z0-9]{64}\b|nonce=\"[^\"]*\"|\d\d:\d\d:\d\d", "", text) for text in said]


def _tries(cast: Cast, who: str, wave: UUID, seed: int) -> list[object]:
    """Asks, asks again, takes back, sends again, in an order of chance: what it is told of each, and whom mail reaches of those it tries."""
    chance, own = random.Random(seed), who == OWN
    told: list[object] = []
    for step in range(8):
        email, side = chance.choice(TRIED), THEIRS if own else chance.choice([OURS, THEIRS])
        mail.outbox.clear()
        try:
            if chance.random() < 0.5 or own not in keys(wave, email):
                as_(cast, who, actions.add_rater, wave_id=wave, new=actions.NewRater(side=side, name=email, email=email))
            else:
                verb(cast, who, keys(wave, email)[own], chance.choice(["withdraw", "resend"]))
        except Refused as refused:
            told.append(str(refused))
        run_jobs()
        told.append(sorted(one.to[0] for one in mail.outbox))
        if step % 4 == 3:
            told.append(_told(cast, who, wave))
    return told


@pytest.mark.parametrize("who", [EDITOR, OWN])
@pytest.mark.parametrize("is_open", [False, True])
def test_nothing_a_side_is_told_depends_on_whom_the_other_named(cast: Cast, who: str, *, is_open: bool) -> None:
    found: list[list[object]] = []
    partner: UUID | None = None
    for addresses in (TRIED, [f"other-{number}@example.test" for number in range(4)]):
        for seed in (1, 2):
            wave = prepared(cast, 3, 5, partner)
            partner = get(cast, wave).partner_id
            for email in addresses:
                name(cast, wave, email) if who == EDITOR else ask(cast, wave, OURS, email)
            if is_open:
                opened(cast, wave)
            found.append(_tries(cast, who, wave, seed))
            move(cast, wave, "give_up")
    numbers = re.compile(r"[Nn]umber\W+\d+|/assessments/\S*|Assessment \d+")
    told = [re.sub(numbers, "", str(one)) for one in found]
    assert told[0] == told[2] and told[1] == told[3]
