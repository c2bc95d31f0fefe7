"""Partners put together as pages, REST and the command line show them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html

from throughcare.common.clock import today
from throughcare.partners.models import Accreditation, ManaWhenua, Partner, PartnerContact
from throughcare.partners.numbers import show_nzbn
from throughcare.partners.queries.register import owners
from throughcare.partners.states import ENDS_SOON_DAYS, Expertise, PartnerRole, PartnerState, Safeguarding
from throughcare.places.models import Scheme
from throughcare.places.queries import labels, regions, sites

LIST_HEAD = ("Partner", "Kind", "Regions", "Our owner", "Accreditation", "Where it stands")
STATE_COLOURS = {PartnerState.ACTIVE: "green", PartnerState.PAUSED: "yellow", PartnerState.ENDED: "grey"}
# Beside a partner's name, where one word must say what it is about.
_SAFE_TAGS = {
    Safeguarding.NOT_CHECKED: {"text": "Safeguarding not checked", "colour": "yellow"},
    Safeguarding.IN_PLACE: {"text": "Safeguarding in place", "colour": "green"},
    Safeguarding.GAPS: {"text": "Safeguarding: something is missing", "colour": "red"},
    Safeguarding.NOT_NEEDED: {"text": "Safeguarding not needed", "colour": "grey"},
}


@dataclass(frozen=True)
class Standing:
    """How an accreditation stands today, in words and a colour. code: IN_FORCE, ENDS_SOON, ENDED or OFF (taken off the register)."""

    code: str
    text: str
    colour: str


def standing_of(one: Accreditation, on: date | None = None) -> Standing:
    """As at a day (today)."""
    day = on or today()
    if one.ended_on is not None:
        return Standing("OFF", "Taken off", "grey")
    if one.expires_on is None:
        return Standing("IN_FORCE", "In force", "green")
    if one.expires_on < day:
        return Standing("ENDED", f"Ended {day_words(one.expires_on)}", "red")
    if one.expires_on <= day + timedelta(days=ENDS_SOON_DAYS):
        return Standing("ENDS_SOON", f"Ends {day_words(one.expires_on)}", "orange")
    return Standing("IN_FORCE", f"In force until {day_words(one.expires_on)}", "green")


def day_words(day: date | None) -> str:
    """3 November 2026; nothing for no day."""
    return f"{day.day} {day:%B %Y}" if day else ""


@dataclass(frozen=True)
class Words:
    """The names behind codes of a page: looked up once for all its lines."""

    regions: Mapping[str, str]
    sites: Mapping[str, str]
    languages: Mapping[tuple[str, str], str]
    owners: Mapping[tuple[UUID, UUID], str]

    def owner(self, partner: Partner) -> str:
        """Name and team of our owner; nothing when there is none, or when they keep partners no longer."""
        if partner.owner_id is None or partner.owner_team_id is None:
            return ""
        return self.owners.get((partner.owner_id, partner.owner_team_id), "")

    def where(self, partner: Partner) -> str:
        """Regions by name."""
        return ", ".join(self.regions.get(code, code) for code in partner.regions)


def words() -> Words:
    """Four short reads."""
    return Words(
        {region.code: region.name for region in regions()},
        {site.code: site.name for site in sites()},
        labels(Scheme.LANGUAGE),
        {(one.user_id, one.team_id): f"{one.name}, {one.team}" for one in owners()},
    )


def line(partner: Partner, known: Words, opened_from: str = "") -> list[object]:
    """One partner in the list. opened_from: what the list was asked for."""
    state = PartnerState(partner.state)
    return [
        {"text": partner.organization.name, "href": reverse("partner", args=[partner.pk]) + opened_from},
        partner.organization.get_kind_display(),
        known.where(partner) or "Not said",
        known.owner(partner).partition(", ")[0] or "Nobody",
        pressing(partner.accreditations.all()),
        {"text": state.label, "colour": STATE_COLOURS[state]},
    ]


def pressing(rows: Iterable[Accreditation]) -> dict[str, str]:
    """Of several accreditations the one to look at first: ended, then about to end, then the highest."""
    ranks = ("ENDED", "ENDS_SOON", "IN_FORCE")
    found = [(ranks.index(stands.code), row.level, stands) for row in rows if (stands := standing_of(row)).code != "OFF"]
    if not found:
        return {"text": "None"}
    _, level, stands = min(found, key=lambda one: one[:2])
    return {"text": f"Level {level}: {stands.text[:1].lower()}{stands.text[1:]}", "colour": stands.colour}


def tags(partner: Partner) -> list[dict[str, str]]:
    """What to know first: where it stands, its accreditation when it has one, safeguarding."""
    state = PartnerState(partner.state)
    accredited = pressing(partner.accreditations.all())
    found = [{"text": str(state.label), "colour": STATE_COLOURS[state]}, accredited, _SAFE_TAGS[Safeguarding(partner.safeguarding)]]
    return [one for one in found if "colour" in one]


def _change(partner: Partner, part: str, about: str, may_edit: bool) -> dict[str, str]:
    return {"href": reverse("partner-part", args=[partner.pk, part]), "about": about} if may_edit else {}


def summary(partner: Partner, known: Words, *, may_edit: bool, above_href: str = "") -> list[tuple[str, list[dict[str, Any]]]]:
    """What the page says of it, in parts: a title and its rows, each with the way to change it. above_href: leads to its national body."""
    return [
        ("About it", _about(partner, above_href, may_edit)),
        ("What it does", _does(partner, known, may_edit)),
        ("Owner and places", _ours(partner, known, may_edit)),
        ("Numbers and safeguarding", _checked(partner, may_edit)),
    ]


def _about(partner: Partner, above_href: str, may_edit: bool) -> list[dict[str, Any]]:
    organization, above = partner.organization, partner.organization.parent_organization
    to = _change(partner, "details", "details", may_edit)
    national = format_html('<a class="govuk-link" href="{}">{}</a>', above_href, above.name) if above else ""
    return [
        {"key": "Kind", "value": organization.get_kind_display(), **to},
        {"key": "Other name", "value": organization.alternate_name},
        {"key": "Its purpose, in its own words", "value": partner.purpose},
        {"key": "National body", "value": national},
        {"key": "Website", "value": organization.website},
        {"key": "E-mail address", "value": organization.email},
        {"key": "Phone", "value": partner.phone},
        {"key": "Address", "value": partner.address},
    ]


def _does(partner: Partner, known: Words, may_edit: bool) -> list[dict[str, Any]]:
    to = _change(partner, "roles", "roles and expertise", may_edit)
    knows = [str(Expertise(code).label) for code in partner.expertise] + ([partner.expertise_words] if partner.expertise_words else [])
    return [
        {"key": "Roles it plays", "lines": [PartnerRole(code).label for code in partner.roles], **to},
        {"key": "Expertise it offers", "lines": knows},
        {"key": "Languages", "value": ", ".join(known.languages.get((Scheme.LANGUAGE.value, code), code) for code in partner.languages)},
    ]


def _ours(partner: Partner, known: Words, may_edit: bool) -> list[dict[str, Any]]:
    gone = "Nobody: who did keeps partners no longer" if partner.owner_id else ""
    return [
        {
            "key": "Who looks after it in the department",
            "value": known.owner(partner) or gone,
            **_change(partner, "owner", "who looks after it", may_edit),
        },
        {
            "key": "Reminder without contact",
            "value": _reminded(partner),
            **_change(partner, "in-touch", "the reminder without contact", may_edit),
        },
        {"key": "Regions", "value": known.where(partner), **_change(partner, "reach", "regions and sites", may_edit)},
        {"key": "Sites", "value": ", ".join(known.sites.get(code, code) for code in partner.sites)},
    ]


def _reminded(partner: Partner) -> str:
    """After how many days somebody is reminded to be in touch."""
    days = settings.PARTNER_QUIET_DAYS if partner.contact_every is None else partner.contact_every
    if not days:
        return "None"
    return f"After {days} day{'' if days == 1 else 's'}" + (", as for every partner" if partner.contact_every is None else "")


def _checked(partner: Partner, may_edit: bool) -> list[dict[str, Any]]:
    safe = Safeguarding(partner.safeguarding)
    return [
        {"key": "NZBN", "value": show_nzbn(partner.nzbn), **_change(partner, "numbers", "numbers", may_edit)},
        {"key": "Charity number", "value": partner.charity_number},
        {"key": "Safeguarding", "value": safe.label, **_change(partner, "safeguarding", "safeguarding", may_edit)},
        {"key": "Checked on", "value": day_words(partner.safeguarding_on)},
        {"key": "What was seen or is missing", "value": partner.safeguarding_note},
    ]


def beside(partner: Partner) -> dict[str, list[dict[str, Any]]]:
    """Accreditations and contacts as the page shows them: those in force first."""
    accreditations = sorted(partner.accreditations.all(), key=lambda row: (row.ended_on is not None, row.level, row.id))
    contacts = sorted(partner.contacts.all(), key=lambda row: (row.ended_on is not None, not row.is_lead, row.name, row.id))
    return {
        "accreditations": [{"row": row, "standing": standing_of(row), "rows": _accreditation_rows(row)} for row in accreditations],
        "contacts": [{"row": row, "rows": contact_rows(row)} for row in contacts],
    }


def whenua(rows: Iterable[ManaWhenua], names: Mapping[str, str]) -> list[dict[str, str]]:
    """Sites where it holds mana whenua, and who said so; those from before last."""
    found = []
    for one in rows:
        text = f"Said by {one.said_by}, {day_words(one.said_on)}"
        if one.ended_on:
            text = f"Until {day_words(one.ended_on)}: {one.end_reason}"
        found.append({"site": names.get(one.site, one.site), "text": text})
    return found


def _accreditation_rows(one: Accreditation) -> list[dict[str, Any]]:
    rows = [{"key": "What for", "value": one.scope}, {"key": "Given by", "value": one.given_by}]
    rows.append({"key": "Last day", "value": day_words(one.expires_on) or "Without an end"})
    if one.ended_on:
        rows.append({"key": "Taken off", "value": f"{day_words(one.ended_on)}: {one.end_reason}"})
    return rows


def accreditation_in_words(one: Accreditation) -> str:
    """All of it, a line for each."""
    rows = [{"key": "Level", "value": one.level}, *_accreditation_rows(one)]
    return "\n".join(f"{row['key']}: {row['value']}" for row in rows if row["value"])


def contact_rows(one: PartnerContact) -> list[dict[str, Any]]:
    """How a contact is reached."""
    rows = [{"key": "What they do there", "value": one.position}, {"key": "Work phone", "value": one.phone}]
    rows.append({"key": "Work e-mail", "value": one.email})
    if one.ended_on:
        rows.append({"key": "Until", "value": day_words(one.ended_on)})
    return rows


def as_dict(partner: Partner, known: Words) -> dict[str, Any]:
    """All of it in words and days, for the command line."""
    plain = (
        "purpose",
        "phone",
        "address",
        "expertise_words",
        "nzbn",
        "charity_number",
        "safeguarding_on",
        "safeguarding_note",
        "state_since",
        "state_reason",
    )
    above = partner.organization.parent_organization
    return {
        "id": str(partner.pk),
        "name": partner.organization.name,
        "kind": partner.organization.get_kind_display(),
        "national_body": above.name if above else "",
        **{name: getattr(partner, name) for name in plain},
        "state": partner.get_state_display(),
        "safeguarding": partner.get_safeguarding_display(),
        "roles": [str(PartnerRole(code).label) for code in partner.roles],
        "expertise": [str(Expertise(code).label) for code in partner.expertise],
        "languages": list(partner.languages),
        "regions": list(partner.regions),
        "sites": list(partner.sites),
        "owner": known.owner(partner),
        "accreditations": [
            {"level": f"level {row.level}", "scope": row.scope, "given_by": row.given_by, "standing": standing_of(row).text}
            for row in partner.accreditations.all()
        ],
        "contacts": [
            {name: getattr(row, name) for name in ("name", "position", "phone", "email", "ended_on")}
            | {"leads": "leads" if row.is_lead else ""}
            for row in partner.contacts.all()
        ],
    }
