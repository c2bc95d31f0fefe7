"""What a stock-take found, on paper: the page's numbers with their pictures, for whoever may read the page, and in the audit."""

from pathlib import Path
from uuid import UUID

from django.urls import reverse
from typer.testing import CliRunner

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.partners.made import EDITOR
from tests.pdf import read, tags, words
from tests.relationships.taken import TEAM, all_said, find, lines, move, opened, returns, world
from tests.relationships.test_barriers import said
from tests.relationships.test_stocktake_pages import Api
from throughcare.common.reader import reading_as
from throughcare.places.models import Region
from throughcare.relationships.cli.stocktakes import cli


def known(cast: Cast) -> UUID:
    """One stock-take closed, one open: of Awa's prison, all handed in."""
    world(cast)
    first = opened(cast, name="First")
    all_said(cast, first)
    move(cast, first, "close")
    key = opened(cast, name="Ours #2 *bold* $x$", own_questions=["Hui?"])
    site = returns(cast, key)["awa-prison"].pk
    find(cast, site, "#panic() Trust")
    said(cast, lines(cast, site)["Mana Trust"], "FUNDING")
    all_said(cast, key)
    with reading_as(SYSTEM):
        Region.objects.filter(code="awa").update(name_mi="Te Rohe o Awa")
    return key


def test_the_report_says_what_the_page_says(cast: Cast, owner: Owner) -> None:
    key = known(cast)
    sent = cast.client(TEAM).get(reverse("stocktake-export", args=[key, "pdf"]))
    assert (sent.status_code, sent["Content-Type"]) == (200, "application/pdf") and ".pdf" in sent["Content-Disposition"]
    made, told = read(sent.content), words(sent.content)
    assert (made.metadata.title, made.trailer["/Root"]["/Lang"]) == ("Who our partners are", "en-NZ")
    for part in (
        "Ours #2 *bold* $x$",
        "1 of 2 sites handed in. 67% covered",
        "Active 2",
        "Te Awa · Te Rohe o Awa 2 2",
        "Te Awa Prison 2 2",
        "Since First",
        "Sites that handed in 1 of 2 1 of 2",
        "#panic() Trust",
        "Funding 1 1",
        "What is missing",
        "Every partner",
        "Mana Trust",
    ):
        assert part in told, (part, told)
    found = tags(sent.content)
    pictures = [alt for kind, alt in found if kind == "Figure"]
    assert len(pictures) == 3 and pictures[0].startswith("Sites, as large") and "by region" in pictures[1] and "by kind" in pictures[2]
    assert {"Title", "H1", "Table", "TH"} <= {kind for kind, _ in found}
    assert b"/Lang(mi-NZ)" in b"".join(page.get_contents().get_data() for page in made.pages)
    rows = owner.rows("select detail->>'as' from audit_auditevent where verb = 'stocktake.exported'")
    assert rows == [("pdf",)]


def test_who_may_not_read_the_page_gets_no_report(cast: Cast, owner: Owner) -> None:
    key = known(cast)
    assert cast.client("partner_worker").get(reverse("stocktake-export", args=[key, "pdf"])).status_code == 404
    assert Api(cast, "partner_worker").get(f"/stocktakes/{key}/report").status_code == 404
    assert not owner.rows("select 1 from audit_auditevent where verb = 'stocktake.exported'")


def test_over_rest_and_by_command_it_is_the_same_report(cast: Cast, tmp_path: Path) -> None:
    key = known(cast)
    sent = Api(cast, EDITOR).get(f"/stocktakes/{key}/report")
    assert (sent.status_code, sent["Content-Type"]) == (200, "application/pdf")
    page = cast.client(TEAM).get(reverse("stocktake-export", args=[key, "pdf"]))
    out = tmp_path / "report.pdf"
    done = CliRunner().invoke(cli, ["export", str(key), str(out)])
    assert done.exit_code == 0 and "report is written" in done.output
    assert sent.content == page.content == out.read_bytes()


def test_of_nothing_there_is_a_report_too(cast: Cast) -> None:
    key = opened(cast, regions=[])
    sent = cast.client(TEAM).get(reverse("stocktake-export", args=[key, "pdf"]))
    assert "No partner is asked about yet." in words(sent.content)
