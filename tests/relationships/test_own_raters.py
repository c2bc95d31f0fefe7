"""A partner names its own people, whom the department counts and does not see; who has not answered is reminded, and nobody is told who that is."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.notices.jobs import run_jobs
from tests.partners.made import EDITOR, as_
from tests.relationships.made import ITEMS, OURS, THEIRS, answer, ask, get, links, move, opened, prepared
from tests.relationships.test_pages import text
from tests.relationships.test_stocktake_pages import Api
from throughcare.accounts.actors import system_actor
from throughcare.common.clock import today
from throughcare.common.reader import reading_as
from throughcare.common.refusals import NotAllowed, NotFound, Refused
from throughcare.relationships import actions, queries
from throughcare.relationships.models import Rater, Wave
from throughcare.relationships.states import RatingSide

OWN = "partner_manager"


def name(cast: Cast, wave: UUID, email: str, who: str = OWN, side: str = THEIRS) -> UUID:
    """Named by the partner itself."""
    new = actions.NewRater(side=side, name=f"Own {email}", email=email)
    key: UUID = as_(cast, who, actions.add_rater, wave_id=wave, new=new).pk
    return key


def three(cast: Cast) -> UUID:
    """Ours named by us, theirs by the partner."""
    wave = prepared(cast, 3, 0)
    for number in (1, 2, 3):
        name(cast, wave, f"own-{number}@example.test")
    return wave


def test_the_department_counts_whom_the_partner_names_and_sees_none(cast: Cast) -> None:
    wave = three(cast)
    actor = cast.actor(EDITOR)
    with cast.reading(EDITOR):
        assert queries.named(queries.get_wave(actor, wave))[RatingSide.THEIRS] == (3, 3)
        assert Rater.objects.filter(side=THEIRS).count() == 0, "row security says so too"
        assert [row.side for row in queries.raters_of(actor, queries.get_wave(actor, wave))] == [OURS] * 3
    page = text(cast.client(EDITOR).get(reverse("assessment", args=[wave])))
    assert "3 named by the partner itself" in page and "own-1@example.test" not in page
    assert "own-1" not in Api(cast, EDITOR).get(f"/assessments/{wave}/raters").content.decode()


def test_the_partner_sees_its_own_side_and_nobody_of_ours(cast: Cast) -> None:
    wave = three(cast)
    page = text(cast.client(OWN).get(reverse("assessment", args=[wave])))
    assert "own-1@example.test" in page and "ours-1@example.test" not in page and "answered so far" not in page
    actor = cast.actor(OWN)
    with cast.reading(OWN):
        assert {row.side for row in Rater.objects.all()} == {THEIRS}
        assert queries.named(queries.get_wave(actor, wave))[RatingSide.OURS].all == 0
    sent = Api(cast, OWN).get(f"/assessments/{wave}/raters").json()
    assert len(sent) == 3 and {row["side"] for row in sent} == {THEIRS}


def test_another_partner_names_nobody_and_sees_nobody(cast: Cast) -> None:
    wave = three(cast)
    with pytest.raises(NotFound):
        name(cast, wave, "spy@example.test", "other_partner_worker")
    assert cast.client("other_partner_worker").get(reverse("assessment-invite", args=[wave])).status_code == 404
    with cast.reading("other_partner_worker"), connection.cursor() as cursor:
        assert Rater.objects.count() == 0
        cursor.execute("select * from throughcare.raters_named(%s)", [wave])
        assert cursor.fetchall() == []


def test_a_partner_names_nobody_of_ours_and_looks_alone_name_nobody(cast: Cast) -> None:
    wave = three(cast)
    with pytest.raises(Refused):
        name(cast, wave, "theirs@example.test", side=OURS)
    with pytest.raises(NotAllowed):
        name(cast, wave, "x@example.test", "case_manager")
    theirs = next(iter(_keys(wave)))
    with pytest.raises(NotFound):  # whom the partner named, the department takes back no more than it sees them
        as_(cast, EDITOR, actions.move_rater, rater_id=theirs, verb="withdraw")
    as_(cast, OWN, actions.move_rater, rater_id=theirs, verb="withdraw")
    with reading_as(SYSTEM):
        assert Rater.objects.get(pk=theirs).withdrawn


def _keys(wave: UUID) -> list[UUID]:
    with reading_as(SYSTEM):
        return list(Rater.objects.filter(wave=wave, own=True).order_by("email").values_list("pk", flat=True))


def test_where_the_partner_named_any_it_takes_five(cast: Cast, owner: Owner) -> None:
    """Two mailboxes of the partner's own, and one other: the third answer would follow from the mean."""
    wave = three(cast)
    with pytest.raises(Refused, match="at least 5"):
        move(cast, wave, "open")
    for number in (1, 2):
        ask(cast, wave, THEIRS, f"theirs-{number}@example.test")
    assert "nothing of its side is shown of fewer than five" in text(cast.client(EDITOR).get(reverse("assessment", args=[wave])))
    keys = opened(cast, wave)
    theirs = ["own-1", "own-2", "own-3", "theirs-1"]
    for name_ in (*theirs, "ours-1", "ours-2", "ours-3"):
        answer(keys[f"{name_}@example.test"], 4)
    page = text(cast.client(EDITOR).get(reverse("assessment", args=[wave])))
    assert "Fewer than five have answered so far" in page and "At least three have answered" in page
    move(cast, wave, "close")
    run_jobs()
    assert owner.rows("select answered_ours, answered_theirs from relationships_wave") == [(3, None)]
    assert owner.rows("select distinct side from relationships_score") == [("OURS",)]


def test_of_five_a_question_that_three_answered_is_not_told(cast: Cast, owner: Owner) -> None:
    wave = three(cast)
    for number in (1, 2):
        ask(cast, wave, THEIRS, f"theirs-{number}@example.test")
    keys = opened(cast, wave)
    for name_ in ("own-1", "own-2", "own-3", "theirs-1", "theirs-2"):
        few = {} if name_.startswith("own") else {ITEMS[0]: None}
        answer(keys[f"{name_}@example.test"], {**dict.fromkeys(ITEMS, 4), **few})
    move(cast, wave, "close")
    run_jobs()
    told = {str(item): n for item, n in owner.rows("select item, n from relationships_score where side = 'THEIRS'")}
    assert ITEMS[0] not in told and set(told.values()) == {5}


def test_whom_the_department_took_back_the_partner_names_as_its_own(cast: Cast) -> None:
    """In a row of its own: did the department's vanish, it would say whom the partner named."""
    wave = prepared(cast, 3, 1)
    with reading_as(SYSTEM):
        key = Rater.objects.get(wave=wave, side=THEIRS).pk
    as_(cast, EDITOR, actions.move_rater, rater_id=key, verb="withdraw")
    name(cast, wave, "theirs-1@example.test")
    with reading_as(SYSTEM):
        assert set(Rater.objects.filter(wave=wave, side=THEIRS).values_list("own", "withdrawn")) == {(True, False), (False, True)}


def test_it_opens_with_those_the_partner_named_and_they_are_mailed(cast: Cast) -> None:
    wave = three(cast)
    for number in (4, 5):
        name(cast, wave, f"own-{number}@example.test")
    keys = opened(cast, wave)
    assert sorted(keys) == [
        *(f"ours-{number}@example.test" for number in (1, 2, 3)),
        *(f"own-{number}@example.test" for number in (1, 2, 3, 4, 5)),
    ]
    answer(keys["own-1@example.test"], 4)


def test_the_page_names_them_without_asking_the_side(cast: Cast) -> None:
    wave = prepared(cast, 3, 0)
    client = cast.client(OWN)
    path = reverse("assessment-invite", args=[wave])
    assert "On whose side" not in text(client.get(path))
    sent = client.post(path, {"name": "Hēmi", "email": "hemi@example.test"})
    assert sent.status_code == 302
    with reading_as(SYSTEM):
        assert list(Rater.objects.filter(wave=wave, side=THEIRS).values_list("own", "email")) == [(True, "hemi@example.test")]


def past(wave: UUID, **days: int) -> None:
    """Opened, and reminded, so many days ago; to end in so many."""
    values = {"opened_on": today() - timedelta(days=days.get("opened", 30)), "deadline": today() + timedelta(days=days.get("ends", 5))}
    if "reminded" in days:
        values["reminded_on"] = today() - timedelta(days=days["reminded"])
    with reading_as(SYSTEM):
        Wave.objects.filter(pk=wave).update(**values)


def reminded(cast: Cast, wave: UUID) -> list[str]:
    """Who gets mail when all are reminded."""
    mail.outbox.clear()
    as_(cast, EDITOR, actions.remind_raters, wave_id=wave)
    run_jobs()
    return sorted(links())


def test_whoever_answered_is_mailed_no_more_and_every_row_looks_the_same(cast: Cast, owner: Owner) -> None:
    wave = prepared(cast)
    keys = opened(cast, wave)
    answer(keys["ours-1@example.test"], 4)
    past(wave)
    old = {str(email): digest for email, digest in owner.rows("select email, digest from relationships_rater")}
    assert reminded(cast, wave) == sorted(set(keys) - {"ours-1@example.test"})
    new = {str(email): digest for email, digest in owner.rows("select email, digest from relationships_rater")}
    assert all(new[email] != old[email] for email in old), "every row has another link, so none tells who answered"
    answer(links()["ours-2@example.test"], 4)  # the new link is good
    with pytest.raises(NotFound):
        answer(keys["theirs-1@example.test"], 4)  # the old one is not


def test_nobody_is_reminded_twice_a_day_nor_when_it_is_not_open(cast: Cast) -> None:
    wave = prepared(cast)
    with pytest.raises(Refused, match="not open"):
        as_(cast, EDITOR, actions.remind_raters, wave_id=wave)
    opened(cast, wave)
    with pytest.raises(Refused, match="today"):
        as_(cast, EDITOR, actions.remind_raters, wave_id=wave)
    past(wave)
    as_(cast, EDITOR, actions.remind_raters, wave_id=wave)
    with pytest.raises(Refused, match="today"):
        as_(cast, EDITOR, actions.remind_raters, wave_id=wave)
    with pytest.raises(NotAllowed):
        as_(cast, OWN, actions.remind_raters, wave_id=wave)
    move(cast, wave, "give_up")


@pytest.mark.parametrize(
    ("days", "count"),
    [({}, 1), ({"ends": 8}, 0), ({"ends": -1}, 0), ({"reminded": 6}, 0), ({"reminded": 7}, 1), ({"opened": 3}, 0)],
)
def test_every_night_once_a_week_from_a_week_before(cast: Cast, days: dict[str, int], count: int) -> None:
    wave = prepared(cast)
    opened(cast, wave)
    past(wave, **days)
    actor = system_actor("remind raters")
    with reading_as(actor.reader):
        assert actions.remind_of_answers(by=actor) == count
    with reading_as(actor.reader):
        assert actions.remind_of_answers(by=actor) == 0
    assert (get(cast, wave).reminded_on == today()) is bool(count)
