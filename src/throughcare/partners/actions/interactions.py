"""Being in touch with a partner, written down: added, corrected, withdrawn. Each has a version of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.clock import today
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotFound, Refused, Stale
from throughcare.common.text import clean
from throughcare.partners.actions.checks import Checks
from throughcare.partners.actions.reminders import settle_contact
from throughcare.partners.models import LONGEST_SAID, Interaction, Organization, Partner, PartnerContact
from throughcare.partners.queries import get_interaction, get_partner, owners, partner_called
from throughcare.partners.states import DAYS_AHEAD, DAYS_BACK, LONGEST_REASON, MOST_ALSO, MOST_THERE, NOT_THERE, InteractionKind, Topic
from throughcare.places.queries import sites

# What is the same for every partner that was at an event; contacts, others and the next day are its own.
_COMMON = ("kind", "on", "starts_at", "ends_at", "site", "place", "user_ids", "topics", "topic_words", "said", "shared", "told")
_CHANGED = "Somebody else changed this since you opened it. Look at what it says now, then try again."


@dataclass(frozen=True, kw_only=True)
class NewInteraction:
    """on: the day. starts_at, ends_at: of the site's clock. contacts: keys of those we know there. users: keys of those of ours who keep the register.

    others: names of whoever else was there, at work. next_on: when to be in touch again. shared: the partner's own people read it too.
    also: other partners that were there, by name or id; None, of a correction: as it was. told: each of them is told which others were there.
    Each has its own contacts, others and next day; the rest is the same for all.
    """

    kind: str
    on: date
    said: str
    starts_at: time | None = None
    ends_at: time | None = None
    site: str = ""
    place: str = ""
    contacts: Sequence[UUID] = ()
    users: Sequence[UUID] = ()
    others: str = ""
    topics: Sequence[str] = ()
    topic_words: str = ""
    next_on: date | None = None
    shared: bool = False
    also: Sequence[str] | None = None
    told: bool = False


@transaction.atomic
def log_interaction(*, by: Actor, partner_id: UUID, new: NewInteraction) -> Interaction:
    """Write down that we were in touch. Raises NotFound and Invalid."""
    by.check(Permission.PARTNER_EDIT)
    partner = get_partner(by, partner_id)
    values, also = _checked(by, partner, new, None)
    made = Interaction(partner=partner, written_by_id=by.user_id, **values)
    made.event_id = made.pk if also else None
    made.save(force_insert=True)
    _logged(by, made)
    _add_to_event(by, made, also or [])
    return get_interaction(by, made.pk)


@transaction.atomic
def correct_interaction(*, by: Actor, interaction_id: UUID, new: NewInteraction, seen: int) -> Interaction:
    """Put right what was written; what it said before stays in its history. Raises NotFound, Invalid, Refused when it was withdrawn, and Stale."""
    by.check(Permission.PARTNER_EDIT)
    found = _standing(get_interaction(by, interaction_id), seen)
    others = _held(found)
    values, also = _checked(by, found.partner, new, found)
    if also and found.event_id is None:
        values["event_id"] = found.pk
    _write(found, seen, **values)
    _note(by, "partner.interaction.corrected", found)
    settle_contact(by=by, partner_id=found.partner_id)
    _correct_event(by, get_interaction(by, interaction_id), others, also)
    return get_interaction(by, interaction_id)


@transaction.atomic
def withdraw_interaction(*, by: Actor, interaction_id: UUID, reason: str, seen: int) -> Interaction:
    """It was not so, or is of another partner: it counts no more, and stays to be read with the reason. Raises as above.

    Of an event where others were, this partner's row alone: theirs stay.
    """
    by.check(Permission.PARTNER_EDIT)
    found, checks = _standing(get_interaction(by, interaction_id), seen), Checks()
    reason = checks.text("reason", reason, LONGEST_REASON, needed="Say why: whoever looks next will want to know.")
    checks.done("Say why.")
    _write(found, seen, withdrawn_on=today(), withdrawn_reason=reason)
    _note(by, "partner.interaction.withdrawn", found)
    return get_interaction(by, interaction_id)


def _checked(by: Actor, partner: Partner, new: NewInteraction, was: Interaction | None) -> tuple[dict[str, Any], list[UUID] | None]:
    """(its columns, other partners that were there). was: what it says now; who was there, and when it was, may stay though it could not be said anew. Raises Invalid."""
    checks = Checks()
    _check_days(new, was, checks)
    places = [site.code for site in sites()]
    values: dict[str, Any] = {
        "kind": checks.one_of("kind", new.kind, InteractionKind.values),
        "on": new.on,
        "starts_at": new.starts_at,
        "ends_at": new.ends_at,
        "site": checks.one_of("site", new.site, ["", *places, *([was.site] if was else [])]),
        "place": checks.text("place", new.place, 200),
        "contact_ids": _there("contacts", new.contacts, _contacts_of(partner, was), checks),
        "user_ids": _there("users", new.users, [one.user_id for one in owners()] + (was.user_ids if was else []), checks),
        "others": checks.text("others", new.others, 500),
        "topics": checks.some_of("topics", new.topics, Topic.values),
        "topic_words": checks.text("topic_words", new.topic_words, 200),
        "said": checks.text("said", new.said, LONGEST_SAID, needed="Write in a few words what was said."),
        "next_on": new.next_on,
        "shared": new.shared,
        "told": new.told,
    }
    also = _also(by, partner, new, was, checks)
    checks.done("Something about it can't be used.")
    return values, also


def _also(by: Actor, partner: Partner, new: NewInteraction, was: Interaction | None, checks: Checks) -> list[UUID] | None:
    """Keys of the others that were there, each once and without the partner itself; None: as it was."""
    if new.also is None:
        return None
    there = {str(key): key for key in was.also} if was else {}
    there |= {row.name: row.pk for row in Organization.objects.filter(pk__in=list(there.values()))}
    found: dict[UUID, None] = {}
    for name in filter(None, (clean(one) for one in new.also)):
        try:
            found[there.get(name) or partner_called(by, name).pk] = None
        except (Invalid, NotFound) as wrong:
            checks.wrong("also", str(wrong) if isinstance(wrong, Invalid) else f"There is no partner called {name[:100]}.")
    if len(found) > MOST_ALSO:
        checks.wrong("also", f"Name {MOST_ALSO} partners or fewer.")
    if partner.pk in found:
        checks.wrong("also", "Name other partners: this one was there already.")
    return list(found)


def _held(found: Interaction) -> list[Interaction]:
    """The other rows of the event that stand, held until this transaction ends; the row itself with them, in one order for everybody."""
    if found.event_id is None:
        return []
    rows = Interaction.objects.select_for_update(no_key=True).filter(event_id=found.event_id, withdrawn_on__isnull=True).order_by("id")
    return [row for row in rows if row.pk != found.pk]


def _correct_event(by: Actor, found: Interaction, others: Sequence[Interaction], also: list[UUID] | None) -> None:
    """What is the same for all is put right for all. also: who was there besides; whoever is no more among them is withdrawn, and reads it no more."""
    common = {name: getattr(found, name) for name in _COMMON}
    for row in others:
        if also is not None and row.partner_id not in (*also, found.partner_id):
            _write(row, row.version, withdrawn_on=today(), withdrawn_reason=NOT_THERE, shared=False, told=False)
            _note(by, "partner.interaction.withdrawn", row)
        elif any(getattr(row, name) != value for name, value in common.items()):
            _write(row, row.version, **common)
            _note(by, "partner.interaction.corrected", row)
            settle_contact(by=by, partner_id=row.partner_id)
    there = {row.partner_id for row in others}
    _add_to_event(by, found, [key for key in also or [] if key not in there])


def _add_to_event(by: Actor, first: Interaction, also: Sequence[UUID]) -> None:
    """A row of its own for each of these."""
    common = {name: getattr(first, name) for name in (*_COMMON, "event_id")}
    for key in also:
        made = Interaction(partner_id=key, written_by_id=by.user_id, **common)
        made.save(force_insert=True)
        _logged(by, made)


def _logged(by: Actor, made: Interaction) -> None:
    _note(by, "partner.interaction.logged", made)
    settle_contact(by=by, partner_id=made.partner_id)


def _check_days(new: NewInteraction, was: Interaction | None, checks: Checks) -> None:
    if new.on > today():
        checks.wrong("on", "Give a day that is not in the future. For what is to come, say when to be in touch again.")
    if new.on < today() - timedelta(days=DAYS_BACK) and not (was and was.on == new.on):
        checks.wrong("on", "Give a day of the last year. What is longer ago is no longer written down here.")
    if new.ends_at is not None and (new.starts_at is None or new.ends_at <= new.starts_at):
        checks.wrong("ends_at", "Give a time it began, and a later one it ended.")
    if new.next_on is None or (was and was.next_on == new.next_on and new.next_on > new.on):
        return
    if new.next_on < max(today(), new.on + timedelta(days=1)):
        checks.wrong("next_on", "Give a day that is still to come.")
    if new.next_on > today() + timedelta(days=DAYS_AHEAD):
        checks.wrong("next_on", "Give a day of the next three years.")


def _contacts_of(partner: Partner, was: Interaction | None) -> list[UUID]:
    there = PartnerContact.objects.filter(partner=partner).order_by("id")
    kept = was.contact_ids if was else []
    return [row.pk for row in there if row.ended_on is None or row.ended_on >= today() - timedelta(days=DAYS_BACK) or row.pk in kept]


def _there(field: str, asked: Sequence[UUID], known: Sequence[UUID], checks: Checks) -> list[UUID]:
    """Those asked for, each once, in the order of who is known."""
    wanted = set(asked)
    if wanted - set(known):
        checks.wrong(field, "Choose from those we know here; write anybody else's name among the others.")
    if len(wanted) > MOST_THERE:
        checks.wrong(field, f"Choose {MOST_THERE} or fewer.")
    return [key for key in dict.fromkeys(known) if key in wanted]


def _standing(found: Interaction, seen: int) -> Interaction:
    if found.version != seen:
        raise Stale(_CHANGED)
    if found.withdrawn_on is not None:
        raise Refused("This was withdrawn, and stays as it was. Write down what was so anew.")
    return found


def _write(found: Interaction, seen: int, **values: object) -> None:
    if not Interaction.objects.filter(pk=found.pk, version=seen).update(**values, version=seen + 1):
        raise Stale(_CHANGED)


def _note(by: Actor, verb: str, row: Interaction) -> None:
    record(by=by, verb=verb, about=Ref("partners.partner", row.partner_id), detail={"interaction": str(row.pk)})
