"""An assessment from the first name to the result, and every step that is refused on the way."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from tests.cast import Cast
from tests.database import Owner
from tests.notices.jobs import run_jobs
from tests.partners.made import EDITOR, as_
from tests.relationships.made import ITEMS, OURS, THEIRS, answer, ask, closed, get, links, move, opened, prepared, published, told
from throughcare.accounts.actors import system_actor
from throughcare.common.clock import today
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, NotFound, Refused, Stale
from throughcare.relationships import actions, queries
from throughcare.relationships.jobs import close_due
from throughcare.relationships.models import Score, Wave


def test_both_sides_answer_and_the_gap_is_told_first(cast: Cast, owner: Owner) -> None:
    wave = prepared(cast)
    keys = opened(cast, wave)
    for number, value in enumerate((5, 4, 4), 1):
        answer(keys[f"ours-{number}@example.test"], value)
    for value, number in ((2, 1), (3, 2), (2, 3)):
        said: dict[str, int | None] = {**dict.fromkeys(ITEMS, value), "trust-1": None, "tikanga-1": 4}
        answer(keys[f"theirs-{number}@example.test"], said, GOOD="We meet." if number == 1 else "")
    done = closed(cast, wave)
    assert (done.state, done.answered_ours, done.answered_theirs) == ("PUBLISHED", 3, 3)
    result = told(cast, wave)
    rows = {row.domain.code: row for row in result.domains}
    assert (rows["goals"].ours, rows["goals"].theirs, rows["goals"].gap) == (4.3, 2.3, 2.0)
    # One item nobody of theirs knew is not counted, least of all as a three.
    assert rows["trust"].theirs == 2.3 and rows["trust"].ours == 4.3
    assert rows["tikanga"].theirs == round((4 + 2.3 + 2.3) / 3, 1)
    assert result.gaps[0].gap == 2.0 and result.gaps[-1].domain.code == "tikanga"
    assert [row.domain.code for row in result.strengths] == [] and len(result.concerns) == len(rows)
    assert [row.words for row in result.comments] == ["We meet."]
    assert owner.rows("select count(*) from relationships_sealedanswer") == [(0,)]
    # Whoever is of Mana Trust reads the same.
    assert told(cast, wave, "partner_worker").gaps == result.gaps


def test_of_fewer_than_three_nothing_is_told_or_kept(cast: Cast, owner: Owner) -> None:
    wave = prepared(cast)
    keys = opened(cast, wave)
    for number in (1, 2, 3):
        answer(keys[f"ours-{number}@example.test"], 4)
    for number in (1, 2):
        answer(keys[f"theirs-{number}@example.test"], 2, CHANGE="More time.")
    done = closed(cast, wave)
    assert (done.answered_ours, done.answered_theirs) == (3, None)
    result = told(cast, wave)
    assert not result.gaps and not result.comments and all(row.theirs is None for row in result.domains)
    assert [str(side) for side in result.hidden] == [THEIRS]
    assert owner.rows("select side, count(*) from relationships_response group by side") == [(OURS, 3)]


def test_an_end_of_the_scale_is_not_told(cast: Cast) -> None:
    """Three fives would say what each of them answered."""
    result = told(cast, published(cast, [5, 5, 5], [1, 1, 1]))
    assert {(row.ours, row.theirs) for row in result.domains} == {(4.5, 1.5)}


def test_the_next_assessment_says_what_moved_and_how_sure_that_is(cast: Cast) -> None:
    first = published(cast, [2, 2, 3, 2, 3, 2], [3, 3, 4])
    partner = get(cast, first).partner_id
    second = published(cast, [4, 4, 3, 4, 4, 4], [4, 4, 4], partner)
    result = told(cast, second)
    assert result.before is not None and result.before.pk == first
    (row,) = (row for row in result.domains if row.domain.code == "goals")
    assert row.ours_moved == round(3.8 - 2.3, 1) and row.ours_change is not None
    assert row.ours_change.low > 0 and row.ours_change.low <= 1.5 <= row.ours_change.high
    assert (row.ours_change.before, row.ours_change.now) == (6, 6)
    # Here zero is not ruled out.
    assert row.theirs_moved == 0.7 and row.theirs_change is not None
    assert row.theirs_change.low < 0 < 1.4 <= row.theirs_change.high
    assert told(cast, first).before is None and get(cast, second).number == 2


def test_one_answers_once_by_whichever_way(cast: Cast, owner: Owner) -> None:
    wave = prepared(cast)
    email = owner.rows("select email from accounts_user where id = %s", cast.users["partner_worker"])[0][0]
    own = ask(cast, wave, THEIRS, str(email))
    key = opened(cast, wave)[str(email)]
    actor = cast.actor("partner_worker")
    with cast.reading("partner_worker"):
        (asked,) = queries.asked_of(actor)
        assert (asked.rater_id, asked.partner, asked.standing) == (own, "Mana Trust", "OPEN")
        actions.give_answer(by=actor, given=actions.Given(answers={"trust-1": 4}, comments={}), rater_id=own)
        assert queries.asked_of(actor) == [] and queries.asked_one(actor, own).standing == "TAKEN"
    with pytest.raises(Refused, match="once"):
        answer(key, 3)
    other = cast.actor("partner_worker_2")
    with cast.reading("partner_worker_2"), pytest.raises(NotFound):
        queries.asked_one(other, own)
    assert owner.rows("select count(*) from relationships_sealedanswer") == [(1,)]


def test_what_is_no_answer_is_refused(cast: Cast) -> None:
    key = opened(cast, prepared(cast))["ours-1@example.test"]
    for said in ({}, {"trust-1": None}, {"trust-1": 6}, {"trust-1": 0}, {"nothing": 3}, {"type": 5}):
        with pytest.raises(Invalid):
            answer(key, said)  # type: ignore[arg-type]  # as it says
    with pytest.raises(Invalid):
        answer(key, 3, GOOD="x" * 1001)
    with pytest.raises(NotFound):
        answer("nothing", 3)
    answer(key, {"type": 4, "trust-1": None, "trust-2": 1})


def test_links_sent_again_taken_back_and_of_a_closed_account(cast: Cast, owner: Owner) -> None:
    wave = prepared(cast, 4, 4)
    keys = opened(cast, wave)
    raters = {str(email): key for key, email in owner.rows("select id, email from relationships_rater")}
    answer(keys["ours-1@example.test"], 4)
    mail.outbox.clear()
    before = owner.rows("select count(*) from relationships_rater where digest is not null")
    for email in ("ours-1@example.test", "ours-2@example.test"):
        as_(cast, EDITOR, actions.move_rater, rater_id=raters[email], verb="resend")
    run_jobs()
    # Whoever answered gets no link, and their row looks as the other's.
    assert set(links()) == {"ours-2@example.test"}
    assert owner.rows("select count(*) from relationships_rater where digest is not null") == before
    with pytest.raises(NotFound):
        answer(keys["ours-2@example.test"], 3)
    answer(links()["ours-2@example.test"], 3)
    as_(cast, EDITOR, actions.move_rater, rater_id=raters["ours-3@example.test"], verb="withdraw")
    with pytest.raises(NotFound):
        answer(keys["ours-3@example.test"], 3)
    with pytest.raises(Refused, match="not asked any more"):
        as_(cast, EDITOR, actions.move_rater, rater_id=raters["ours-3@example.test"], verb="resend")
    # Taken back after answering: the answer stays, since nobody can tell which it is.
    as_(cast, EDITOR, actions.move_rater, rater_id=raters["ours-2@example.test"], verb="withdraw")
    assert owner.rows("select count(*) from relationships_sealedanswer") == [(2,)]
    owner.place("update accounts_user set email = 'ours-4@example.test', is_active = false where id = %s", cast.users["analyst"])
    with pytest.raises(NotFound):
        answer(keys["ours-4@example.test"], 3)
    # Asked again under the same address, on the same side alone.
    with pytest.raises(Refused, match="other side"):
        ask(cast, wave, THEIRS, "ours-3@example.test")
    mail.outbox.clear()
    assert ask(cast, wave, OURS, "Ours-3@example.test") == raters["ours-3@example.test"]
    run_jobs()
    answer(links()["ours-3@example.test"], 3)


def test_steps_that_are_refused(cast: Cast, owner: Owner) -> None:
    wave = prepared(cast, 3, 2)
    with pytest.raises(Refused, match="Ask at least 3 people"):
        move(cast, wave, "open")
    with pytest.raises(Refused, match="under way already"):
        prepared(cast, 0, 0, partner=get(cast, wave).partner_id)
    with pytest.raises(Refused, match="asked already"):
        ask(cast, wave, OURS, "OURS-1@example.test")
    new = actions.NewWave(deadline=today() - timedelta(days=1))
    with pytest.raises(Invalid):
        as_(cast, EDITOR, actions.change_wave, wave_id=wave, new=new, seen=1)
    with pytest.raises(Stale):
        as_(cast, EDITOR, actions.move_wave, wave_id=wave, verb="open", seen=9)
    ask(cast, wave, THEIRS, "theirs-3@example.test")
    keys = opened(cast, wave)
    later = today() + timedelta(days=20)
    found = get(cast, wave)
    with pytest.raises(Refused, match="can't change while"):
        new = actions.NewWave(deadline=later, own_items=["Anything"])
        as_(cast, EDITOR, actions.change_wave, wave_id=wave, new=new, seen=found.version)
    new = actions.NewWave(deadline=later)
    assert as_(cast, EDITOR, actions.change_wave, wave_id=wave, new=new, seen=found.version).deadline == later
    with pytest.raises(Refused):
        as_(cast, EDITOR, actions.move_wave, wave_id=wave, verb="publish", seen=get(cast, wave).version)
    answer(keys["ours-1@example.test"], 3)
    move(cast, wave, "give_up")
    assert owner.rows("select count(*) from relationships_sealedanswer") == [(0,)]
    with pytest.raises(Refused):
        answer(keys["ours-2@example.test"], 3)
    with pytest.raises(Refused, match="no more answers"):
        ask(cast, wave, OURS, "late@example.test")


def test_what_is_past_its_last_day_takes_no_answer_and_closes_by_itself(cast: Cast, owner: Owner) -> None:
    wave = prepared(cast)
    keys = opened(cast, wave)
    answer(keys["ours-1@example.test"], 3)
    owner.place("update relationships_wave set deadline = throughcare.today() - 1")
    with pytest.raises(Refused, match="no more answers"):
        answer(keys["ours-2@example.test"], 3)
    close_due(0)
    run_jobs()
    done = get(cast, wave)
    assert (done.state, done.answered_ours) == ("PUBLISHED", None)
    assert owner.rows("select count(*) from relationships_score") == [(0,)] == owner.rows("select count(*) from relationships_response")


def test_what_the_two_ask_themselves_is_answered_and_told(cast: Cast) -> None:
    wave = prepared(cast, own_items=["The garden is used all year.", " "], purpose="To grow food and people.")
    keys = opened(cast, wave)
    for side in (OURS, THEIRS):
        for number in (1, 2, 3):
            answer(keys[f"{side.lower()}-{number}@example.test"], {"own-1": 3, "origin": 2, "type": 4, "promised": 5, "lived": 1})
    closed(cast, wave)
    result = told(cast, wave)
    own = result.domains[-1]
    assert (own.domain.code, own.ours, own.theirs) == ("own", 3.0, 3.0)
    assert {row.place.code: row.ours for row in result.places} == {"origin": 2.0, "type": 3.5, "promised": 4.5, "lived": 1.5}


def test_what_is_agreed(cast: Cast) -> None:
    wave = published(cast, [4, 4, 4], [2, 2, 2])
    new = actions.NewAgreed(words="Meet at the marae.", side=THEIRS, owner="Hine Kōtare", due=today())
    made = as_(cast, EDITOR, actions.add_agreed, wave_id=wave, new=new)
    done = as_(cast, EDITOR, actions.move_agreed, agreed_id=made.pk, verb="finish", seen=1)
    assert (done.state, done.version) == ("DONE", 2)
    with pytest.raises(Stale):
        as_(cast, EDITOR, actions.move_agreed, agreed_id=made.pk, verb="reopen", seen=1)
    with pytest.raises(Refused):
        as_(cast, EDITOR, actions.move_agreed, agreed_id=made.pk, verb="drop", seen=2)
    bad = actions.NewAgreed(words=" ", side="NOBODY", owner="", due=today() - timedelta(days=1))
    with pytest.raises(Invalid) as wrong:
        as_(cast, EDITOR, actions.add_agreed, wave_id=wave, new=bad)
    assert set(wrong.value.errors) == {"words", "side", "owner", "due"}


def test_nobody_but_throughcare_publishes_and_twice_is_once(cast: Cast) -> None:
    wave = published(cast, [4, 4, 4], [2, 2, 2])
    with pytest.raises(Refused):
        as_(cast, EDITOR, actions.publish_wave, wave_id=wave)
    by = system_actor("publish assessments")
    with reading_as(by.reader):
        before = Score.objects.count()
        actions.publish_wave(by=by, wave_id=wave)
        assert Score.objects.count() == before > 0
        assert Wave.objects.get(pk=wave).state == "PUBLISHED"
    connection.close()


def test_all_partnerships_together_name_nobody(cast: Cast) -> None:
    from tests.partners.made import add  # noqa: PLC0415 - beside its one use

    def across() -> list[queries.Lagging]:
        actor = cast.actor(EDITOR)
        with cast.reading(EDITOR):
            return queries.across(actor)

    published(cast, [4, 4, 4], [2, 2, 2])
    for name, theirs in (("Awa Marae", 3), ("Puke Marae", 4)):
        assert {row.n for row in across()} == {0}, "of fewer than three partnerships nothing is told"
        published(cast, [4, 4, 4], [theirs] * 3, add(cast, name))
    (row,) = (row for row in across() if row.domain.code == "goals" and row.side == THEIRS)
    assert row[2:] == (3, 1, 1, 1, 3.0)
