"""The result of an assessment: its picture, how sure each gap is, on paper for both sides; both are told that it is there."""

import random
from pathlib import Path
from uuid import UUID

import pytest
from django.urls import reverse
from typer.testing import CliRunner

from tests.cast import Cast
from tests.database import Owner
from tests.partners.made import EDITOR, add
from tests.pdf import read, tags, words
from tests.relationships.made import ITEMS, OURS, THEIRS, answer, closed, get, opened, prepared, published, told
from tests.relationships.test_pages import text
from tests.relationships.test_stocktake_pages import Api
from throughcare.relationships.cli.assessments import cli
from throughcare.relationships.queries import shown


def spread(cast: Cast, seed: int = 3) -> UUID:
    """Five raters a side who differ: ours around four, theirs around two. Mana Trust's."""
    wave, chance = prepared(cast, 5, 5), random.Random(seed)
    keys = opened(cast, wave)
    for side, middle in ((OURS, 4), (THEIRS, 2)):
        for number in range(1, 6):
            said: dict[str, int | None] = {item: middle + chance.choice((-1, 0, 1)) for item in ITEMS}
            answer(keys[f"{side.lower()}-{number}@example.test"], said)
    closed(cast, wave)
    return wave


def test_each_gap_says_how_sure_it_is(cast: Cast) -> None:
    wave = spread(cast)
    for row in told(cast, wave).gaps:
        assert row.sure is not None and row.gap is not None
        assert row.sure.low < row.gap < row.sure.high and (row.sure.ours, row.sure.theirs) == (5, 5)
        half = row.sure.high - row.gap
        assert round(half * 2, 6) == round(half * 2), "to half points: it says nothing finer of how far raters lie apart"


def test_of_one_side_alone_no_gap_is_kept(cast: Cast, owner: Owner) -> None:
    wave = prepared(cast)
    keys = opened(cast, wave)
    for number in (1, 2, 3):
        answer(keys[f"ours-{number}@example.test"], number)
    answer(keys["theirs-1@example.test"], 5)
    closed(cast, wave)
    assert not owner.rows("select 1 from relationships_sidegap")
    page = cast.client(EDITOR).get(reverse("assessment", args=[wave]))
    assert page.status_code == 200 and shown.GAP_WORDS not in page.content.decode()


def test_the_page_draws_the_gap_with_the_table_beside_it(cast: Cast) -> None:
    wave = spread(cast)
    found = told(cast, wave)
    page = cast.client("partner_manager").get(reverse("assessment", args=[wave]))
    drawn = str(shown.gap_chart(found))
    assert drawn in page.content.decode() and drawn.count("<circle") == len(found.gaps) == drawn.count("<path")
    assert "Likely between" in text(page) and "Mana Trust higher" in drawn


@pytest.mark.parametrize("who", [EDITOR, "partner_manager"])
def test_both_sides_are_told_once(cast: Cast, who: str) -> None:
    wave = published(cast, [4, 4, 4], [2, 2, 2])
    page = text(cast.client(who).get(reverse("notices")))
    assert page.count("Look at where the two differ, and agree what to do.") == 1, page
    if who != EDITOR:
        assert "The department prepares to ask how your partnership goes" in page
    other = text(cast.client("other_partner_worker").get(reverse("notices")))
    assert "No notices" in other and str(wave) not in other


def test_the_report_says_what_the_page_says(cast: Cast, owner: Owner, tmp_path: Path) -> None:
    wave = published(cast, [4, 4, 4], [2, 2, 2])
    sent = cast.client("partner_manager").get(reverse("assessment-report", args=[wave]))
    assert (sent.status_code, sent["Content-Type"]) == (200, "application/pdf")
    told_words = words(sent.content)
    for part in ("How the partnership goes", "Mana Trust", "The department: 3 answered.", "Trust 4.0 2.0 +2.0", "Nothing agreed yet."):
        assert part in told_words, (part, told_words)
    assert read(sent.content).trailer["/Root"]["/Lang"] == "en-NZ"
    assert [alt for kind, alt in tags(sent.content) if kind == "Figure"] == [shown.GAP_WORDS]
    same = Api(cast, EDITOR).get(f"/assessments/{wave}/report")
    out = tmp_path / "result.pdf"
    done = CliRunner().invoke(cli, ["report", "Mana Trust", str(out)])
    assert done.exit_code == 0, done.output
    assert sent.content == same.content == out.read_bytes()
    assert owner.rows("select count(*) from audit_auditevent where verb = 'assessment.exported'") == [(3,)]
    assert CliRunner().invoke(cli, ["report", "Mana Trust", str(tmp_path / "x.txt")]).exit_code == 2


def test_nobody_else_gets_it_and_nobody_before_there_is_a_result(cast: Cast) -> None:
    past = published(cast, [4, 4, 4], [2, 2, 2])
    now = prepared(cast, partner=get(cast, past).partner_id)
    for who in ("other_partner_worker", "employer", "stranger"):
        assert cast.client(who).get(reverse("assessment-report", args=[past])).status_code == 404, who
    assert cast.client(EDITOR).get(reverse("assessment-report", args=[now])).status_code == 404
    opened(cast, now)
    assert Api(cast, EDITOR).get(f"/assessments/{now}/report").status_code == 404


def test_one_without_a_team_tells_ours_alone(cast: Cast, owner: Owner) -> None:
    published(cast, [4, 4, 4], [2, 2, 2], partner=add(cast, "Marae Awa"))
    kinds = owner.rows("select kind, count(*) from notices_notice where about_kind = 'relationships.wave' group by kind")
    assert kinds == [("assessment.published", 1)]
