"""What a stock-take found: how sites' answers come together, what has changed since the one before, the map, and the files."""

import csv
import io
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from typer.testing import CliRunner

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.partners.made import EDITOR
from tests.relationships.taken import TEAM, all_said, answer, find, get, lines, move, opened, returns, step, world
from tests.relationships.test_barriers import said
from tests.relationships.test_pages import text
from tests.relationships.test_stocktake_pages import Api
from throughcare.common.reader import reading_as
from throughcare.relationships.cli.stocktakes import cli
from throughcare.relationships.queries import result_shown, stocktake_pictures
from throughcare.relationships.queries.stocktake_result import Result, Standing, _standing, result_of
from throughcare.relationships.states import LineAnswer

S, C, E, U = LineAnswer.STILL, LineAnswer.CHANGED, LineAnswer.ENDED, LineAnswer.UNKNOWN


def result(cast: Cast, key: UUID) -> Result:
    actor, found = cast.actor(EDITOR), get(cast, key)
    with cast.reading(EDITOR):
        return result_of(actor, found)


@pytest.mark.parametrize(
    ("answers", "standing"),
    [
        ({S}, Standing.ACTIVE),
        ({C, U}, Standing.ACTIVE),
        ({S, E}, Standing.DIFFER),
        ({C, E, U}, Standing.DIFFER),
        ({E}, Standing.ENDED),
        ({E, U}, Standing.ENDED),
        ({U}, Standing.UNKNOWN),
        (set(), Standing.NO_ANSWER),
    ],
)
def test_how_answers_come_together(answers: set[LineAnswer], standing: Standing) -> None:
    assert _standing(answers) == standing


def test_only_what_was_handed_in_counts(cast: Cast) -> None:
    world(cast)
    key = opened(cast)
    site = returns(cast, key)["awa-prison"].pk
    rows = lines(cast, site)
    answer(cast, rows["Mana Trust"], since="2019", purpose="Housing", agreement="YES", agreement_words="MOU 12")
    answer(cast, rows["Marae Awa"], "ENDED")
    find(cast, site)
    said(cast, rows["Mana Trust"])
    before = result(cast, key)
    assert {row.standing for row in before.partners} == {Standing.NO_ANSWER} and not before.barriers
    step(cast, site)
    after = result(cast, key)
    stand = {row.organization.name: (row.standing, row.sites, row.agreement, row.agreements) for row in after.partners}
    assert stand == {
        "Mana Trust": (Standing.ACTIVE, ("awa-prison",), "YES", ("MOU 12",)),
        "Marae Awa": (Standing.ENDED, (), "", ()),
    }
    assert [row.name for row in after.found] == ["New Trust"] and after.barriers == [("TRUST", 1, 1)]
    all_said(cast, key, "awa-probation")  # the marae is active there
    assert {row.organization.name: row.standing for row in result(cast, key).partners}["Marae Awa"] == Standing.DIFFER
    assert [row.organization.name for row in result(cast, key).agreement_unknown] == ["Marae Awa"]


def test_what_changed_since_the_one_before(cast: Cast) -> None:
    found = world(cast)
    first = opened(cast, name="First")
    for site in ("awa-prison", "awa-probation"):
        all_said(cast, first, site)
    assert result(cast, first).before is None
    move(cast, first, "close")
    opened(cast, name="Of another scope", regions=["puke"])
    second = opened(cast, name="Second")
    site = returns(cast, second)["awa-prison"].pk
    rows = lines(cast, site)
    answer(cast, rows["Mana Trust"], "ENDED")
    all_said(cast, second)
    told = result(cast, second)
    assert told.before is not None and told.before.stock_take.name == "First"
    assert [row.partner_id for row in told.gone] == [found["mana"]] and told.begun == []
    shown = {str(row[0]): row[1:] for row in result_shown.compared(told)}
    assert shown["Active partners"] == [2, 1] and shown["Sites that handed in"] == ["2 of 2", "1 of 2"]


def test_as_many_queries_for_one_partner_as_for_forty(cast: Cast) -> None:
    world(cast)

    def counted(name: str) -> int:
        key = opened(cast, name=name)
        with CaptureQueriesContext(connection) as found:
            result(cast, key)
        return len(found)

    few = counted("Few")
    with reading_as(SYSTEM):
        from throughcare.partners.models import Organization, Partner  # noqa: PLC0415 - beside its one use

        for number in range(40):
            one = Organization.objects.create(name=f"Trust {number}", search_key=f"trust {number}")
            Partner.objects.create(organization=one, sites=["awa-prison"])
    assert counted("Many") == few


def test_the_map_is_true_to_where_sites_lie(cast: Cast) -> None:
    world(cast)
    key = opened(cast, regions=[])
    all_said(cast, key)
    told = result(cast, key)
    with reading_as(SYSTEM):
        dots = {dot.name: dot for dot in stocktake_pictures.dots(told)}
    awa, puke = dots["Te Awa Prison and 1 more"], dots["Te Puke Prison"]  # a prison and its probation lie close
    assert awa.y < puke.y and awa.radius > puke.radius and (awa.partners, puke.partners) == (2, 0)  # north above
    assert all(0 <= dot.x <= 480 and 0 <= dot.y <= 420 for dot in dots.values())


def test_the_page_says_all_of_it(cast: Cast) -> None:
    world(cast)
    first = opened(cast, name="First")
    all_said(cast, first)
    move(cast, first, "close")
    key = opened(cast, own_questions=["Hui?"])
    site = returns(cast, key)["awa-prison"].pk
    find(cast, site)
    said(cast, lines(cast, site)["Mana Trust"], "FUNDING")
    all_said(cast, key)
    page = cast.client(TEAM).get(reverse("stocktake-result", args=[key]))
    told = text(page)
    for words in (
        "2 active",
        "Since First",
        "New: the register did not have them",
        "New Trust",
        "Funding",
        "Every partner",
        "Te Awa Prison",
    ):
        assert words in told, words
    assert "<svg" in page.content.decode() and "Te Awa Prison: 2 active" in told
    assert "Who our partners are, as sites say so far" in text(cast.client(TEAM).get(reverse("stocktake", args=[key])))


def test_files_hold_every_line_and_run_no_formula(cast: Cast, owner: Owner, tmp_path: Path) -> None:
    world(cast)
    key = opened(cast, own_questions=["Hui?"])
    site = returns(cast, key)["awa-prison"].pk
    rows = lines(cast, site)
    answer(cast, rows["Mana Trust"], purpose='=HYPERLINK("x")', own_answers=["Yes"])
    said(cast, rows["Mana Trust"], words="Late money.")
    find(cast, site, "+New")
    client = cast.client(TEAM)
    sent = client.get(reverse("stocktake-export", args=[key, "csv"]))
    assert "attachment" in sent["Content-Disposition"] and sent.content.startswith("\ufeff".encode())
    table = list(csv.DictReader(io.StringIO(sent.content.decode("utf-8-sig"))))
    assert len(table) == 4
    mana = next(row for row in table if row["Partner"] == "Mana Trust")
    assert (mana["For what"], mana["Hui?"], mana["Region"]) == ('\'=HYPERLINK("x")', "Yes", "Te Awa")
    assert mana["What stands in the way"] == "Trust: Late money." and any(row["Partner"] == "'+New" for row in table)
    book = client.get(reverse("stocktake-export", args=[key, "xlsx"]))
    sheet = load_workbook(io.BytesIO(book.content)).active
    assert sheet is not None and sheet.max_row == 5
    cells = [cell for line in sheet.iter_rows() for cell in line]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"} and '=HYPERLINK("x")' in [cell.value for cell in cells]
    assert client.get(reverse("stocktake-export", args=[key, "odt"])).status_code == 404
    assert cast.client("partner_worker").get(reverse("stocktake-export", args=[key, "csv"])).status_code == 404
    assert len(owner.rows("select 1 from audit_auditevent where verb = 'stocktake.exported'")) == 2
    out = tmp_path / "partners.xlsx"
    done = CliRunner().invoke(cli, ["export", "Our partners", str(out), "--json"])
    assert '"rows": 4' in done.output and load_workbook(out).active is not None
    assert CliRunner().invoke(cli, ["export", "Our partners", str(tmp_path / "x.odt")]).exit_code == 2
    assert "Mana Trust" in CliRunner().invoke(cli, ["result", "Our partners", "--json"]).output
    assert "Mana" in CliRunner().invoke(cli, ["result", "Our partners"]).output


def test_over_rest(cast: Cast) -> None:
    found = world(cast)
    key = opened(cast)
    all_said(cast, key)
    api = Api(cast, EDITOR)
    told = api.get(f"/stocktakes/{key}/result").json()
    assert told["standings"]["ACTIVE"] == 2 and {row["partner_id"] for row in told["partners"]} == {str(found["mana"]), str(found["marae"])}
    page = api.get(f"/stocktakes/{key}/lines?size=2").json()
    assert len(page["items"]) == 2 and page["next"]
    assert Api(cast, "partner_worker").get(f"/stocktakes/{key}/result").status_code == 404
