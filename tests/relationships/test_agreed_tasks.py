"""What two sides agreed is a task of whose it is, and of nobody else's."""

from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast
from tests.database import Owner
from tests.notices.jobs import run_jobs
from tests.partners.made import EDITOR, add, as_
from tests.relationships.made import OURS, THEIRS, published
from tests.relationships.test_pages import text
from throughcare.accounts.actors import system_actor
from throughcare.common.clock import today
from throughcare.common.reader import reading_as
from throughcare.relationships import actions, queries

WORDS = "Meet every month."


def agreed(cast: Cast, side: str, partner: UUID | None = None) -> UUID:
    """After a result, with whom it is; the job has run."""
    wave = published(cast, [4, 4, 4], [2, 2, 2], partner)
    new = actions.NewAgreed(words=WORDS, side=side, owner="Mere", due=today() + timedelta(days=30))
    key: UUID = as_(cast, EDITOR, actions.add_agreed, wave_id=wave, new=new).pk
    run_jobs()
    return key


def move(cast: Cast, key: UUID, verb: str) -> None:
    actor = cast.actor(EDITOR)
    with cast.reading(EDITOR):
        seen = queries.get_agreed(actor, key).version
        actions.move_agreed(by=actor, agreed_id=key, verb=verb, seen=seen)
    run_jobs()


def tasks(owner: Owner) -> list[tuple[object, ...]]:
    return owner.rows("select what, state, team_id is null, due_on from tasks_task where about_kind = 'relationships.agreedaction'")


def test_theirs_is_their_teams_and_both_sides_read_it(cast: Cast, owner: Owner) -> None:
    key = agreed(cast, THEIRS)
    assert tasks(owner) == [(WORDS, "OPEN", False, today() + timedelta(days=30))]
    for who in ("partner_worker", "partner_manager"):
        assert WORDS in text(cast.client(who).get(reverse("tasks"))), who
    page = text(cast.client("partner_manager").get(reverse("agreed", args=[key])))
    assert "Who does it Mere" in page and "Whose it is Mana Trust" in page
    assert WORDS in text(cast.client(EDITOR).get(reverse("agreed", args=[key])))
    for who in ("other_partner_worker", "employer", "stranger"):
        assert cast.client(who).get(reverse("agreed", args=[key])).status_code == 404, who
    assert WORDS not in text(cast.client("other_partner_worker").get(reverse("tasks")))


def test_ours_is_the_owners_or_an_offices_and_no_task_of_the_partner(cast: Cast, owner: Owner) -> None:
    agreed(cast, OURS)
    assert [row[:2] for row in tasks(owner)] == [(WORDS, "OPEN")]
    assert WORDS in text(cast.client(EDITOR).get(reverse("tasks")))
    assert WORDS not in text(cast.client("partner_manager").get(reverse("tasks")))


def test_of_a_partner_without_a_team_ours_asks_it(cast: Cast, owner: Owner) -> None:
    agreed(cast, THEIRS, add(cast, "Marae Awa"))
    assert [row[:2] for row in tasks(owner)] == [(f"Ask Marae Awa: {WORDS}", "OPEN")]


def test_done_closes_the_task_and_not_done_after_all_opens_it(cast: Cast, owner: Owner) -> None:
    key = agreed(cast, THEIRS)
    move(cast, key, "finish")
    assert [row[1] for row in tasks(owner)] == ["DONE"]
    move(cast, key, "reopen")
    assert [row[1] for row in tasks(owner)] == ["OPEN"]
    move(cast, key, "drop")
    assert [row[1] for row in tasks(owner)] == ["DONE"]


def test_the_job_holds_the_action_so_that_it_is_not_settled_in_between(cast: Cast) -> None:
    key, by = agreed(cast, THEIRS), system_actor("give what was agreed")
    with reading_as(by.reader), CaptureQueriesContext(connection) as asked:
        actions.task_of_agreed(by=by, agreed_id=key)
    first = next(one["sql"] for one in asked.captured_queries if "relationships_agreedaction" in one["sql"])
    assert "FOR UPDATE" in first
