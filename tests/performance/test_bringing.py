"""Many reports from one file: every row is accounted for, and the same file again changes nothing."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from typer.testing import CliRunner

from tests.agreements.made import WRITER, get
from tests.cast import Cast
from tests.performance.made import act, first_of, measure, running, send
from throughcare.common.refusals import Invalid
from throughcare.performance import actions
from throughcare.performance.cli import cli
from throughcare.performance.models import Report
from throughcare.performance.readers import read_reports

HEAD = "Agreement;Measure;Period;Value;Out of;Note\n"


def bring(cast: Cast, who: str, text: str) -> list[tuple[int, str, str]]:
    """Row, what became of it, and the column that is wrong."""
    actor = cast.actor(who)
    with cast.reading(who):
        done = actions.bring_reports(by=actor, rows=read_reports(text.encode()))
    return [(one.number, str(one.what), one.field) for one in done]


def rows(number: str) -> str:
    """Two that are good, and one of each kind that is not."""
    first, second, third, runs = (first_of(month) for month in (0, 1, 2, 4))
    lines = (
        f"{number};Homes found;{first};12;;",
        f"{number};homes kept;{first};7;10;",
        f"{number};Homes found;{second};9;;",  # missed, and no word
        f"{number};Homes found;{second};many;;",
        f"{number};Homes kept;{second};3;x;",
        f"{number};Homes kept;{second};3.5;4;",
        f"{number};Nothing like it;{second};3;;",
        f"X-9;Homes found;{second};3;;",
        f"{number};Homes found;{second.replace(day=1) if second.day != 1 else second.replace(day=2)};12;;",
        f"{number};Homes found;{runs};12;;",
        f"{number};Homes found;{third};none;;",
        f"{number};Homes found;yesterday;12;;",
    )
    return HEAD + "\n".join(lines) + "\n"


def test_every_row_is_accounted_for_and_again_it_is_unchanged(cast: Cast) -> None:
    key = running(cast)
    measure(cast, key)
    measure(cast, key, name="Homes kept", unit="PERCENT", target=None)
    text = rows(get(cast, key).number)
    first = bring(cast, "partner_worker", text)
    wrong = [(4, "note"), (5, "value"), (6, "out of"), (7, "value"), (8, "measure"), (9, "agreement"), (10, "period"), (11, "period")]
    rejected = [*((number, "rejected", field) for number, field in wrong), (13, "rejected", "period")]
    assert first == sorted([(2, "created", ""), (3, "created", ""), *rejected, (12, "created", "")])
    again = bring(cast, "partner_worker", text)
    assert again == [(number, what.replace("created", "unchanged"), field) for number, what, field in first]
    changed = bring(cast, "partner_worker", text.replace(";12;;", ";13;;", 1))
    assert changed[0] == (2, "updated", "")
    with cast.reading(WRITER):
        assert sorted(str(one.value) for one in Report.objects.order_by("id")) == ["13.00", "70.00", "None"]


def test_what_was_accepted_stays_and_another_partys_is_not_found(cast: Cast) -> None:
    key = running(cast)
    one = measure(cast, key)
    act(cast, send(cast, one), actions.move_report, verb="accept")
    number = get(cast, key).number
    same, other = (f"{HEAD}{number};{one.pk};{first_of(0)};{value};;\n" for value in (12, 14))
    assert bring(cast, "partner_worker", same) == [(2, "unchanged", "")]
    assert bring(cast, "partner_worker", other) == [(2, "rejected", "period")]
    assert bring(cast, "other_partner_worker", same) == [(2, "rejected", "agreement")]
    assert bring(cast, "executive", f"{HEAD}{number};{one.pk};{first_of(1)};12;;\n") == [(2, "rejected", "period")]


def test_a_number_that_is_none_is_refused_before_anything_is_worked_out(cast: Cast) -> None:
    key = running(cast)
    measure(cast, key, target=None)
    measure(cast, key, name="Homes kept", unit="PERCENT", target=None)
    number, began = get(cast, key).number, time.monotonic()
    for typed in ("1e1000000", "1e7", "NaN", "-3", "1.555", "0" * 13, "٣"):
        lines = f"{number};Homes found;{first_of(0)};{typed};;\n{number};Homes kept;{first_of(0)};{typed};{typed};\n"
        assert bring(cast, "partner_worker", HEAD + lines) == [(2, "rejected", "value"), (3, "rejected", "value")], typed
    assert time.monotonic() - began < 20, "1e1000000 made whole takes a minute"
    assert bring(cast, "partner_worker", f"{HEAD}{number};Homes found;{first_of(0)};1 200;;\n") == [(2, "created", "")]


def test_one_file_reports_a_period_once(cast: Cast) -> None:
    key = running(cast)
    one = measure(cast, key)
    number = get(cast, key).number
    lines = [f"{number};{name};{first_of(0)};{value};;\n" for name, value in (("Homes found", "9"), ("Homes found", "12"), (one.pk, "13"))]
    done = bring(cast, "partner_worker", HEAD + "".join(lines))
    assert done == [(2, "rejected", "note"), (3, "created", ""), (4, "rejected", "period")], (
        "a row that was not taken stands in no other's way"
    )
    assert bring(cast, "partner_worker", HEAD + "".join(lines[1:])) == [(2, "unchanged", ""), (3, "rejected", "period")]


@pytest.mark.parametrize("text", ["Agreement;Value\nx;1\n", "", HEAD + "x;y;z;1;;\n" * 1001])
def test_a_file_without_headings_or_too_long_is_refused_whole(text: str) -> None:
    with pytest.raises(Invalid):
        read_reports(text.encode())


def test_on_the_page_and_by_the_command(cast: Cast, tmp_path: Path) -> None:
    key = running(cast)
    measure(cast, key)
    text = f"{HEAD}{get(cast, key).number};Homes found;{first_of(0)};12;;\n"
    client = cast.client("partner_worker")
    assert "Send in many from a file" in client.get("/reports/").content.decode()

    def post(content: bytes) -> Any:
        return client.post("/reports/file/", {"file": SimpleUploadedFile("r.csv", content, "text/csv")}).content.decode()

    assert "1 created." in post(text.encode("utf-16"))
    assert "1 unchanged." in post(text.encode())
    assert "no column called" in post(b"a,b\n1,2\n")
    assert "headings, and no rows" in post(HEAD.encode())
    (tmp_path / "r.csv").write_text(text + f"{get(cast, key).number};Homes found;{first_of(1)};14;;\n")
    told = json.loads(CliRunner().invoke(cli, ["report", str(tmp_path / "r.csv"), "--json"]).stdout)
    assert told["counts"] == {"unchanged": 1, "created": 1}
    assert "unchanged" in CliRunner().invoke(cli, ["report", str(tmp_path / "r.csv")]).stdout
