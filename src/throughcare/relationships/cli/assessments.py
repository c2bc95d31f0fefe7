"""`throughcare assessments list`, `show`, `report`, `across`, `hypothesis`, `remind` and `close`."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from throughcare.accounts.actors import Actor, system_actor
from throughcare.common.reader import reading_as
from throughcare.partners.queries import partner_called
from throughcare.relationships import actions, queries
from throughcare.relationships.models import Wave
from throughcare.relationships.queries import hypothesis_shown, shown
from throughcare.relationships.queries.hypothesis import hypotheses
from throughcare.relationships.states import RatingSide, WaveState

cli = typer.Typer(add_completion=False)


@cli.command("list")
def list_assessments(
    state: Annotated[WaveState | None, typer.Option(help="Where it stands; left out: any.", case_sensitive=False)] = None,
    most: Annotated[int, typer.Option(min=1, max=1000, help="How many to show.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Partnership assessments, the newest first."""
    by = system_actor("list assessments", channel="command")
    with reading_as(by.reader):
        page = queries.page_of_waves(by, queries.WaveFilters(state=state or ""), size=most)
        found = [_line(wave) for wave in page.rows]
    if as_json:
        typer.echo(json.dumps({"items": found, "more": page.next is not None}, ensure_ascii=False, default=str))
        return
    table = Table("Partner", "Number", "Where it stands", "Last day")
    for one in found:
        table.add_row(one["partner"], str(one["number"]), one["state"], str(one["deadline"]))
    Console().print(table if found else "No assessments.")


@cli.command("show")
def show_assessment(
    partner: Annotated[str, typer.Argument(help="Name or id of the partner.")],
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """The last published assessment of one partnership: the widest gap first."""
    by = system_actor("show an assessment", channel="command")
    with reading_as(by.reader):
        told = _told(by, partner)
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, default=str))
        return
    table = Table("Domain", "The department", told["partner"], "Gap", title=f"Assessment number {told['number']}")
    for row in told["domains"]:
        table.add_row(
            row["domain"], *(shown.mean_words(row[side]) for side in ("ours", "theirs")), "" if row["gap"] is None else f"{row['gap']:+.1f}"
        )
    Console().print(table)


@cli.command("across")
def show_across(as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False) -> None:
    """All partnerships together: which domains lag. No partner is named."""
    by = system_actor("look at all assessments", channel="command")
    with reading_as(by.reader):
        rows = queries.across(by)
    if as_json:
        typer.echo(json.dumps([{**row._asdict(), "domain": row.domain.code} for row in rows], ensure_ascii=False))
        return
    table = Table("Domain", "As seen by", "Partnerships", "Middle", "Concern", "Between", "Strength")
    for row in rows:
        table.add_row(*(str(value) for value in shown.lagging(row)))
    Console().print(table)


@cli.command("hypothesis")
def show_hypothesis(as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False) -> None:
    """Does better partnership go with better referrals? As far as so few can say. No partner is named."""
    by = system_actor("look at all assessments", channel="command")
    with reading_as(by.reader):
        found = hypotheses(by)
    if as_json:
        typer.echo(json.dumps([hypothesis_shown.as_dict(one) for one in found], ensure_ascii=False))
        return
    console = Console()
    for one in found:
        console.print(f"{hypothesis_shown.title(one)}. {hypothesis_shown.reading(one)}")
        for row in hypothesis_shown.numbers(one):
            console.print(f"  {row['key']}: {row['value']}")
    for words in hypothesis_shown.LIMITS if found else ("No referrals are kept here.",):
        console.print(words)


@cli.command("report")
def write_report(
    partner: Annotated[str, typer.Argument(help="Name or id of the partner.")],
    file: Annotated[Path, typer.Argument(help="Where to; ends in .pdf.")],
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Write the last published assessment of one partnership as a report to print, as PDF."""
    if file.suffix.lower() != ".pdf":
        raise typer.BadParameter("Give a file that ends in .pdf")
    by = system_actor("export an assessment", channel="command")
    with reading_as(by.reader):
        made = actions.export_result(by=by, wave_id=_last(by, partner).pk)
    file.write_bytes(made.content)
    typer.echo(json.dumps({"file": str(file)}) if as_json else f"The report is written to {file}.")


@cli.command("remind")
def remind_raters(as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False) -> None:
    """Remind whoever has not answered, of assessments that end within a week; the worker does so every night. Nobody twice a week."""
    by = system_actor("remind raters", channel="command")
    with reading_as(by.reader):
        found = actions.remind_of_answers(by=by)
    typer.echo(
        json.dumps({"assessments": found}) if as_json else f"Of {found} assessments whoever has not answered is reminded by the worker."
    )


@cli.command("close")
def close_assessments(as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False) -> None:
    """Close what is past its last day now; the worker does so every hour."""
    by = system_actor("close assessments", channel="command")
    with reading_as(by.reader):
        closed = actions.close_due(by=by)
    typer.echo(json.dumps({"closed": closed}) if as_json else f"{closed} closed. Their results are put together by the worker.")


def _line(wave: Wave) -> dict[str, Any]:
    told = {name: getattr(wave, name) for name in ("number", "deadline", "opened_on", "closed_on", "answered_ours", "answered_theirs")}
    return {"id": str(wave.pk), "partner": wave.partner.organization.name, "state": wave.get_state_display(), **told}


def _last(by: Actor, name: str) -> Wave:
    partner = partner_called(by, name)
    filters = queries.WaveFilters(partner_id=partner.pk, state=WaveState.PUBLISHED)
    wave = next(iter(queries.page_of_waves(by, filters, size=1).rows), None)
    if wave is None:
        raise typer.BadParameter(f"No assessment of {partner.organization.name} is published yet")
    return wave


def _ends(row: queries.DomainRow) -> dict[str, float | None]:
    return {"gap_low": row.sure.low if row.sure else None, "gap_high": row.sure.high if row.sure else None}


def _told(by: Actor, name: str) -> dict[str, Any]:
    wave = _last(by, name)
    result = queries.result_of(by, wave)
    assert result is not None  # noqa: S101 - it is published
    rows = sorted(result.domains, key=lambda row: (row.gap is None, -abs(row.gap or 0)))
    domains = [{"domain": row.domain.title, "ours": row.ours, "theirs": row.theirs, "gap": row.gap, **_ends(row)} for row in rows]
    comments = [{"side": RatingSide(row.side).label, "kind": row.kind, "words": row.words} for row in result.comments]
    return {**_line(wave), "domains": domains, "comments": comments}
