"""`throughcare team add`, and `throughcare partners list`, `show`, `changes`, `answer`, `mana-whenua`, `campaigns`, `kind`, `duplicates`, `interactions` and `log`."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from throughcare.accounts.actors import system_actor
from throughcare.common.clock import today
from throughcare.common.reader import reading_as
from throughcare.partners.actions import NewInteraction, NewTeam, add_members, add_team, correct_kind, log_interaction, move_change
from throughcare.partners.actions.likely import find_partner_duplicates
from throughcare.partners.models import OrganizationKind, Partner
from throughcare.partners.queries import (
    QUIET,
    CampaignFilters,
    ChangeFilters,
    InteractionFilters,
    PartnerFilters,
    branches_of,
    changes_shown,
    compared,
    get_change,
    in_touch,
    organization_called,
    page_of_campaigns,
    page_of_changes,
    page_of_interactions,
    page_of_partners,
    partner_called,
    shown,
    sites_and_whenua,
    who_was_there,
)
from throughcare.partners.states import CampaignState, ChangeState, InteractionKind, PartnerState, Topic

cli = typer.Typer(add_completion=False)
partners = typer.Typer(add_completion=False)
_DAY = ["%Y-%m-%d"]


@cli.command("add")
def add(
    organization: Annotated[str, typer.Option(help="Name or id of the organisation whose staff it is; leave it out for an office.")] = "",
    name: Annotated[str, typer.Option(help="Name of the team; else the organisation's.")] = "",
    code: Annotated[str, typer.Option(help="Short name used in files; else made from the name.")] = "",
    region: Annotated[str, typer.Option(help="Code of the region it works in.")] = "",
    member: Annotated[list[str] | None, typer.Option(help="E-mail address of somebody who works in it; may be given again.")] = None,
    role: Annotated[str, typer.Option(help="What members do in it.")] = "partner_worker",
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Make a team. Referrals to an organisation reach the people in its team."""
    by = system_actor("team add", channel="command")
    with reading_as(by.reader):
        whose = organization_called(by, organization) if organization else None
        team = add_team(
            by=by,
            new=NewTeam(name=name or (whose.name if whose else ""), code=code, region=region, organization_id=whose.id if whose else None),
        )
        members = add_members(by=by, team=team, emails=member or [], role=role)
    if as_json:
        members_of = [user.email for user in members]
        typer.echo(json.dumps({"id": str(team.id), "code": team.code, "name": team.name, "members": members_of}, ensure_ascii=False))
        return
    typer.echo(f"{team.name} is a team now, with the code {team.code} and {len(members)} member{'' if len(members) == 1 else 's'}.")


@partners.command("list")
def list_partners(
    words: Annotated[str, typer.Argument(help="Words of the name; macrons and typing errors do not matter.")] = "",
    kind: Annotated[OrganizationKind | None, typer.Option(help="What kind of partner.", case_sensitive=False)] = None,
    region: Annotated[str, typer.Option(help="Code of a region it works in.")] = "",
    state: Annotated[PartnerState | None, typer.Option(help="Where it stands; left out: any.", case_sensitive=False)] = None,
    accreditation: Annotated[str, typer.Option(help="soon: one ends within 90 days; over: one has ended; none: there is none.")] = "",
    quiet: Annotated[bool, typer.Option("--quiet", help="Those nobody was in touch with for longer than is asked for.")] = False,
    most: Annotated[int, typer.Option(min=1, max=1000, help="How many to show.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Partners on the register, by name."""
    by = system_actor("list partners", channel="command")
    filters = PartnerFilters(words=words, kind=kind or "", region=region, state=state or "", accreditation=accreditation)
    filters = replace(filters, contact=QUIET if quiet else "")
    with reading_as(by.reader):
        page, known = page_of_partners(by, filters, size=most), shown.words()
        found = [_line(partner, known) for partner in page.rows]
    if as_json:
        typer.echo(json.dumps({"items": found, "more": page.next is not None}, ensure_ascii=False))
        return
    table = Table("Partner", "Kind", "Regions", "Our owner", "Accreditation", "Where it stands")
    for line in found:
        table.add_row(*(str(line[name]) for name in ("name", "kind", "regions", "owner", "accreditation", "state")))
    Console().print(table if found else "No partners match. Use fewer words, or leave out a filter.")
    if page.next:
        Console().print(f"… and more than these {most}: use more words, or --most.")


def _line(partner: Partner, known: shown.Words) -> dict[str, Any]:
    return {
        "id": str(partner.pk),
        "name": partner.organization.name,
        "kind": partner.organization.get_kind_display(),
        "regions": known.where(partner),
        "owner": known.owner(partner),
        "accreditation": shown.pressing(partner.accreditations.all())["text"],
        "state": partner.get_state_display(),
    }


@partners.command("show")
def show_partner(
    partner: Annotated[str, typer.Argument(help="Name or id of the partner.")],
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """One partner: what the register says of it, its accreditations, and who we know there."""
    by = system_actor("show a partner", channel="command")
    with reading_as(by.reader):
        found, known = partner_called(by, partner), shown.words()
        told = shown.as_dict(found, known) | {"branches": [row.name for row, _ in branches_of(by, found)]}
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, default=str))
        return
    table = Table("What", "What the register says", title=found.organization.name)
    for name, value in told.items():
        table.add_row(name.replace("_", " "), "\n".join(map(_said, value)) if isinstance(value, list) else str(value or ""))
    Console().print(table)


@partners.command("changes")
def list_changes(
    state: Annotated[ChangeState, typer.Option(help="How they stand.", case_sensitive=False)] = ChangeState.PROPOSED,
    most: Annotated[int, typer.Option(min=1, max=1000, help="How many to show.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Changes that partners' own people ask for, whoever has waited longest first."""
    by = system_actor("list changes partners ask for", channel="command")
    with reading_as(by.reader):
        page = page_of_changes(by, ChangeFilters(state=state), size=most)
        found = [changes_shown.as_dict(one, compared(by, one)) for one in page.rows]
    if as_json:
        typer.echo(json.dumps({"items": found, "more": page.next is not None}, ensure_ascii=False, default=str))
        return
    table = Table("Id", "Partner", "What", "Asked on", "Now", "As they ask")
    for one in found:
        now, asked = ("\n".join(f"{line['field']}: {line[which]}" for line in one["lines"]) for which in ("now", "asked"))
        table.add_row(one["id"], one["partner"], one["what"], str(one["asked_on"]), now, asked)
    Console().print(table if found else "No partner asks for a change.")


@partners.command("answer")
def answer_change(
    change: Annotated[UUID, typer.Argument(help="Id of the change, as `throughcare partners changes` shows it.")],
    verb: Annotated[str, typer.Argument(help="confirm or refuse.")],
    reason: Annotated[str, typer.Option(help="Why it is refused. The partner reads it.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Confirm a change that a partner asks for, or refuse it, where nobody who keeps the register can."""
    by = system_actor("answer a change a partner asks for", channel="command")
    with reading_as(by.reader):
        found = get_change(by, change)
        done = move_change(by=by, change_id=change, verb=verb, seen=found.version, tag=compared(by, found).tag, reason=reason)
        told = changes_shown.as_dict(done, compared(by, done))
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, default=str))
        return
    typer.echo(f"{told['what']} of {told['partner']}: {told['stands'].lower()}.")


@partners.command("mana-whenua")
def list_mana_whenua(as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False) -> None:
    """Every site, and which iwi and hapū hold mana whenua there, as they said."""
    by = system_actor("list sites and their mana whenua", channel="command")
    with reading_as(by.reader):
        lines = sites_and_whenua(by)
    found = [
        {
            "site": line.code,
            "name": line.name,
            "region": line.region,
            "mana_whenua": [
                {"partner": one.partner.organization.name, "said_by": one.said_by, "said_on": one.said_on} for one in line.holders
            ],
        }
        for line in lines
    ]
    if as_json:
        typer.echo(json.dumps({"items": found}, ensure_ascii=False, default=str))
        return
    table = Table("Site", "Region", "Mana whenua", "Said by")
    for line in lines:
        names, said = (
            ", ".join(told) for told in ([one.partner.organization.name for one in line.holders], [one.said_by for one in line.holders])
        )
        table.add_row(line.name, line.region, names or "Nobody said yet", said)
    Console().print(table)


@partners.command("campaigns")
def list_campaigns(
    state: Annotated[CampaignState, typer.Option(help="How they stand.", case_sensitive=False)] = CampaignState.OPEN,
    most: Annotated[int, typer.Option(min=1, max=1000, help="How many to show.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Campaigns and submissions of partners, whoever has waited longest first."""
    by = system_actor("list campaigns and submissions", channel="command")
    with reading_as(by.reader):
        page = page_of_campaigns(by, CampaignFilters(state=state), size=most)
    names = ("title", "topic", "asks", "said_on", "document", "answer", "answered_on")
    found = [
        {"id": str(one.pk), "partner": one.partner.organization.name, "stands": one.get_state_display()}
        | {name: getattr(one, name) for name in names}
        for one in page.rows
    ]
    if as_json:
        typer.echo(json.dumps({"items": found, "more": page.next is not None}, ensure_ascii=False, default=str))
        return
    table = Table("Partner", "What", "Topic", "Day", "How it stands")
    for one in found:
        table.add_row(*(str(one[name]) for name in ("partner", "title", "topic", "said_on", "stands")))
    Console().print(table if found else "None.")


@partners.command("kind")
def change_kind(
    partner: Annotated[str, typer.Argument(help="Name or id of the partner.")],
    kind: Annotated[OrganizationKind, typer.Argument(help="What it truly is.", case_sensitive=False)],
    why: Annotated[str, typer.Option(help="Who decided it, and why. It is kept in the audit.")],
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Correct what kind a partner is, where the register may not: an employer that never was one. It decides what it may be told of people."""
    by = system_actor("correct a partner's kind", channel="command")
    with reading_as(by.reader):
        found = correct_kind(by=by, partner=partner_called(by, partner), kind=kind, why=why)
    name, is_now = found.organization.name, found.organization.get_kind_display()
    if as_json:
        typer.echo(json.dumps({"id": str(found.pk), "name": name, "kind": found.organization.kind}, ensure_ascii=False))
        return
    typer.echo(f"{name} is now: {is_now}.")


@partners.command("duplicates")
def find_duplicates(as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False) -> None:
    """Look through everybody for records of one organisation; whoever keeps the register decides about each on its page of duplicates."""
    by = system_actor("look for duplicates of partners", channel="command")
    with reading_as(by.reader):
        done = find_partner_duplicates(by=by)
    if as_json:
        typer.echo(json.dumps({"records": done.records, "pairs": done.pairs, "new": done.new}))
        return
    typer.echo(f"{done.records} organisations compared: {done.pairs} pairs may be one, {done.new} of them new on the list.")


@partners.command("interactions")
def list_interactions(
    partner: Annotated[str, typer.Argument(help="Name or id of the partner.")],
    kind: Annotated[InteractionKind | None, typer.Option(help="How we were in touch.", case_sensitive=False)] = None,
    topic: Annotated[Topic | None, typer.Option(help="What it was about.", case_sensitive=False)] = None,
    since: Annotated[datetime | None, typer.Option(formats=_DAY, help="From this day on, like 2026-11-23.")] = None,
    most: Annotated[int, typer.Option(min=1, max=1000, help="How many to show.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """When we were in touch with a partner, the latest first."""
    by = system_actor("list a partner's interactions", channel="command")
    filters = InteractionFilters(kind=kind or "", topic=topic or "", since=since.date() if since else None)
    with reading_as(by.reader):
        whose = partner_called(by, partner)
        page = page_of_interactions(by, whose, filters, size=most)
        there = who_was_there(page.rows)
        found = [in_touch.as_dict(row, *there[row.pk]) for row in page.rows]
    if as_json:
        typer.echo(json.dumps({"items": found, "more": page.next is not None}, ensure_ascii=False, default=str))
        return
    table = Table("Day", "How", "What about", "What was said", title=whose.organization.name)
    for line in found:
        table.add_row(str(line["on"]), line["kind"], ", ".join(line["topics"]), line["said"])
    Console().print(table if found else "Nothing written down. Leave out a filter, or write something down with throughcare partners log.")
    if page.next:
        Console().print(f"… and more than these {most}: use --since or --most.")


@partners.command("log")
def log(
    partner: Annotated[str, typer.Argument(help="Name or id of the partner.")],
    kind: Annotated[InteractionKind, typer.Argument(help="How we were in touch.", case_sensitive=False)],
    said: Annotated[str, typer.Option(help="What was said. Name nobody who is in prison or on a sentence.")],
    on: Annotated[datetime | None, typer.Option(formats=_DAY, help="The day, like 2026-11-23; left out: today.")] = None,
    topic: Annotated[list[Topic] | None, typer.Option(help="What it was about; may be given again.", case_sensitive=False)] = None,
    others: Annotated[str, typer.Option(help="Who was there, at work.")] = "",
    next_on: Annotated[datetime | None, typer.Option("--next", formats=_DAY, help="When to be in touch again.")] = None,
    shared: Annotated[bool, typer.Option("--shared", help="The partner's own people read it too.")] = False,
    also: Annotated[list[str] | None, typer.Option(help="Another partner that was there, by name or id; may be given again.")] = None,
    told: Annotated[bool, typer.Option("--told", help="Partners that were there may be told of each other.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Write down that we were in touch with a partner."""
    by = system_actor("log an interaction", channel="command")
    day, again = on.date() if on else today(), next_on.date() if next_on else None
    new = NewInteraction(
        kind=kind, on=day, said=said, topics=topic or [], others=others, next_on=again, shared=shared, also=also, told=told
    )
    with reading_as(by.reader):
        whose = partner_called(by, partner)
        made = log_interaction(by=by, partner_id=whose.pk, new=new)
    if as_json:
        typer.echo(json.dumps({"id": str(made.pk), "on": str(made.on), "kind": made.kind}))
        return
    typer.echo(f"Written down of {whose.organization.name}: {in_touch.title(made)}.")


def _said(value: Any) -> str:
    return ", ".join(str(part) for part in value.values() if part) if isinstance(value, dict) else str(value)
