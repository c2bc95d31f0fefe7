"""`throughcare network measures`, `export`, `surveys` and `survey`."""

import json
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from throughcare.accounts.actors import system_actor
from throughcare.common.reader import reading_as
from throughcare.partners.models import OrganizationKind
from throughcare.relationships import actions
from throughcare.relationships.queries import network_shown as shown
from throughcare.relationships.queries import surveys_shown
from throughcare.relationships.queries.network import NetworkFilters, network_of
from throughcare.relationships.queries.survey_result import result_of
from throughcare.relationships.queries.surveys import SurveyFilters, page_of_surveys
from throughcare.relationships.states import TieKind

cli = typer.Typer(add_completion=False)
Region = Annotated[str, typer.Option(help="Code of a region; left out: any.")]
Kind = Annotated[OrganizationKind | None, typer.Option(help="Kind of organisation; left out: any.", case_sensitive=False)]
Ties = Annotated[
    list[TieKind] | None, typer.Option("--tie", help="What ties them, once for each; left out: anything.", case_sensitive=False)
]
Year = Annotated[int | None, typer.Option(help="A calendar year; left out: today.")]
WithoutUs = Annotated[bool, typer.Option("--without-us", help="Leave the department out.")]
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


@cli.command("measures")
def measures(
    region: Region = "", kind: Kind = None, tie: Ties = None, year: Year = None, without_us: WithoutUs = False, as_json: Json = False
) -> None:
    """What is said of the network of partners as a whole."""
    by = system_actor("measure the network of partners", channel="command")
    with reading_as(by.reader):
        found = network_of(by, _filters(region, kind, tie, year, without_us))
    if as_json:
        typer.echo(json.dumps(shown.as_dict(found), ensure_ascii=False))
        return
    table = Table("Measure", "Value", "What it says")
    for title, value, words in shown.measure_rows(found.measures):
        table.add_row(str(title), str(value), str(words))
    Console().print(table)


@cli.command("export")
def export(
    file: Annotated[Path, typer.Argument(help="Where to; ends in .graphml, or in .csv for a table.")],
    organizations: Annotated[bool, typer.Option("--organisations", help="The table of organisations, not that of ties.")] = False,
    region: Region = "",
    kind: Kind = None,
    tie: Ties = None,
    year: Year = None,
    without_us: WithoutUs = False,
    as_json: Json = False,
) -> None:
    """Write the network to a file: GraphML, or a table of ties or organisations."""
    ending = file.suffix.lstrip(".").lower()
    if ending not in ("csv", "graphml"):
        raise typer.BadParameter("Give a file that ends in .csv or .graphml")
    what = "graphml" if ending == "graphml" else "organisations" if organizations else "ties"
    by = system_actor("export the network of partners", channel="command")
    with reading_as(by.reader):
        made = actions.export_network(by=by, filters=_filters(region, kind, tie, year, without_us), kind=what)
    file.write_bytes(made.content)
    typer.echo(json.dumps({"file": str(file), "rows": made.rows}) if as_json else f"{made.rows} rows written to {file}.")


@cli.command("surveys")
def surveys(as_json: Json = False) -> None:
    """Surveys of the network, the newest first, with how many organisations replied."""
    by = system_actor("list surveys of the network", channel="command")
    with reading_as(by.reader):
        found = [
            {
                "id": str(one.pk),
                "name": one.name,
                "state": one.state,
                "deadline": str(one.deadline),
                "replied": surveys_shown.replied_words(one),
            }
            for one in page_of_surveys(by, SurveyFilters()).rows
        ]
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    table = Table("Survey", "Id", "Where it stands", "Last day", "Replied")
    for row in found:
        table.add_row(row["name"], row["id"], row["state"], row["deadline"], row["replied"])
    Console().print(table if found else "No surveys yet. Prepare one on the page of the network.")


@cli.command("survey")
def survey(survey_id: Annotated[UUID, typer.Argument(help="Id of a survey that is published.")], as_json: Json = False) -> None:
    """What a published survey of the network says as a whole, and of each organisation with three raters or more."""
    by = system_actor("read a survey of the network", channel="command")
    with reading_as(by.reader):
        found = result_of(by, survey_id)
        told, rows = surveys_shown.result_dict(found), surveys_shown.measure_rows(found)
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, default=str))
        return
    table = Table("What is said", "Value", "What it means", title=found.survey.name)
    for title, value, words in rows:
        table.add_row(str(title), str(value), str(words))
    Console().print(table)


def _filters(region: str, kind: OrganizationKind | None, tie: list[TieKind] | None, year: int | None, without_us: bool) -> NetworkFilters:
    return NetworkFilters(region=region, kind=kind or "", ties=tuple(tie or ()), year=year, us=not without_us)
