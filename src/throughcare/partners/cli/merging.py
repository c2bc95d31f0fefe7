"""`throughcare partners merge`, `unmerge` and `merges`: as somebody decided, who is named."""

import json
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from throughcare.accounts.actors import system_actor
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid
from throughcare.partners.actions.merging import NewMerge, merge_partners, part_partners
from throughcare.partners.cli.register import partners
from throughcare.partners.models import PartnerMerge
from throughcare.partners.queries import organization_called, partner_called
from throughcare.partners.queries.merging import LOSER, WINNER, Beside, beside, get_merge, page_of_merges

_STAYS, _GOES = "stays", "goes"
_SIDES = {_STAYS: WINNER, _GOES: LOSER}
_WHY = "Who decided it, and why. It is kept."


@partners.command("merge")
def merge(
    stays: Annotated[str, typer.Argument(help="Name or id of the partner whose record stays.")],
    goes: Annotated[str, typer.Argument(help="Name or id of the record that goes into it.")],
    why: Annotated[str, typer.Option(help=f"{_WHY} Left out: only what the two say differently is shown.")] = "",
    keep: Annotated[
        list[str] | None, typer.Option(help="Of a field both say something else of: name=stays or name=goes; may be given again.")
    ] = None,
    team: Annotated[list[str] | None, typer.Option(help="Code of a team that sees the record from now on; may be given again.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Put two records of one organisation together, as somebody decided. Teams that are not named see nothing of it until they are let in."""
    by = system_actor("put two records of one partner together", channel="command")
    with reading_as(by.reader):
        found = beside(by, partner_called(by, stays).pk, organization_called(by, goes).pk)
        if not why:
            _show(found, as_json=as_json)
            return
        new = NewMerge(
            winner_id=found.stays.pk,
            loser_id=found.goes.pk,
            reason=why,
            chosen=_chosen(keep or []),
            teams=_teams(found, team or []),
            seen=found.stays.version,
            seen_of_goes=found.seen_of_goes,
        )
        made = merge_partners(by=by, new=new)
        told = _line(get_merge(by, made.id).merge)
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, default=str))
        return
    typer.echo(
        f"{told['loser']} is one record with {told['winner']} now. To take them apart: throughcare partners unmerge {made.id} --why …"
    )


def _chosen(said: list[str]) -> dict[str, str]:
    """Field → which record's value is kept. Raises Invalid for what is neither."""
    chosen = {}
    for one in said:
        name, equals, side = one.partition("=")
        if not equals or side not in _SIDES:
            raise Invalid(f"Say {_STAYS} or {_GOES} after the field, as in --keep name={_STAYS}: {one} says neither.")
        chosen[name] = _SIDES[side]
    return chosen


def _teams(found: Beside, codes: list[str]) -> list[UUID]:
    known = {one.code: one.id for one, _ in found.teams}
    if unknown := [code for code in codes if code not in known]:
        raise Invalid(f"No team of either is called {unknown[0]}. Use one of: {', '.join(sorted(known)) or 'there is none'}.")
    return [known[code] for code in codes]


def _show(found: Beside, *, as_json: bool) -> None:
    """What somebody has to decide."""
    differs = [{"field": one.field.name, _STAYS: one.winner, _GOES: one.loser} for one in found.differs]
    teams = [{"code": team.code, "name": team.name, "of": whose} for team, whose in found.teams]
    if as_json:
        typer.echo(json.dumps({"differs": differs, "teams": teams, "rules": found.rules}, ensure_ascii=False))
        return
    table = Table("Field", f"{found.stays.organization.name} ({_STAYS})", f"{found.goes.name} ({_GOES})")
    for one in differs:
        table.add_row(*one.values())
    Console().print(table if differs else "They say nothing differently that somebody must choose.")
    for team in teams:
        Console().print(f"Team {team['code']}: {team['name']}, of {team['of']}")
    for rule in found.rules:
        Console().print(rule)
    Console().print(f"Nothing is changed. To put them together: --why, and --keep FIELD={_STAYS} or FIELD={_GOES} for each of these.")


@partners.command("unmerge")
def unmerge(
    merge_id: Annotated[UUID, typer.Argument(metavar="MERGE", help="Its id, as throughcare partners merges shows it.")],
    why: Annotated[str, typer.Option(help=_WHY)],
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Take two records apart again, as they were."""
    by = system_actor("take two records of partners apart", channel="command")
    with reading_as(by.reader):
        seen = get_merge(by, merge_id).merge.version
        told = _line(part_partners(by=by, merge_id=merge_id, reason=why, seen=seen))
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, default=str))
        return
    typer.echo(f"{told['winner']} and {told['loser']} are two records again.")


@partners.command("merges")
def list_merges(
    most: Annotated[int, typer.Option(min=1, max=1000, help="How many to show.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Records that were put together, the latest first."""
    by = system_actor("list merges of partners", channel="command")
    with reading_as(by.reader):
        page = page_of_merges(by, size=most)
        found = [_line(row) for row in page.rows]
    if as_json:
        typer.echo(json.dumps({"items": found, "more": page.next is not None}, ensure_ascii=False, default=str))
        return
    table = Table("Id", "Record that stays", "Went into it", "When", "Why", "How it stands")
    for one in found:
        stands = f"Taken apart: {one['part_reason']}" if one["parted_at"] else "One record"
        table.add_row(str(one["id"]), one["winner"], one["loser"], f"{one['at']:%Y-%m-%d}", one["reason"], stands)
    Console().print(table if found else "Nothing was put together.")


def _line(row: PartnerMerge) -> dict[str, Any]:
    names = ("id", "winner_id", "loser_id", "reason", "at", "part_reason", "parted_at")
    return {name: getattr(row, name) for name in names} | {"winner": row.winner.name, "loser": row.loser.name}
