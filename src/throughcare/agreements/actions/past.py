"""Grants of the past brought in from files of the 360Giving standard: all of a file in one transaction, so that one that is cut off leaves nothing.

What was brought in before is known by the grant's identifier: it is unchanged, or says what the file says now. A recipient is one of the register by its
NZBN or charity number, or by its identifier in an earlier file; otherwise it is put on the register, and likely pairs are proposed to a person.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.agreements.actions.checks import AGREEMENT
from throughcare.agreements.models import Agreement, Party, PartyValue, PastGrant, Publication
from throughcare.agreements.queries.published import publisher
from throughcare.agreements.standards import Grant, GrantList, Recipient, WrongGrant
from throughcare.agreements.standards.giving import funder_id
from throughcare.agreements.states import AGREEMENT_STATES, AgreementKind, AgreementState, Part
from throughcare.audit.actions import record
from throughcare.common.clock import now, today
from throughcare.common.ids import new_id
from throughcare.common.ref import Ref
from throughcare.common.text import search_key
from throughcare.imports.actions import Counts, RowReject, record_run, wait_for_turn
from throughcare.imports.actions.staging import change, insert
from throughcare.imports.models import RowNote, Said
from throughcare.partners.actions.checks import Checks
from throughcare.partners.actions.likely import look_soon
from throughcare.partners.models import Organization, OrganizationKind, Partner
from throughcare.partners.queries.directory import went_elsewhere
from throughcare.partners.states import PartnerState

KIND = "grants"
# What may become of one that is there; a day that was put off after it had begun leaves it begun.
_STEPS = set(AGREEMENT_STATES.pairs())
_ENDED = "Known from grants of the past alone."
_SIGNED = "As its source says"
_ALIKE = "An organisation is called so already, and no number says that it is the same. It was put on the register beside it: look for duplicates."
_TWO = "Its identifiers are those of two organisations of the register. Correct one of them, or put the two together first."
_OURS = "This is a grant of this site itself, so it is here already."
_ANOTHERS = "Its source says now that another funder gave it."


@dataclass(frozen=True)
class Note:
    """Something to know of a row that was taken."""

    row: int
    message: str
    about: UUID


@dataclass
class Brought:
    """What became of every row, or would. run_id: None when nothing was written."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[WrongGrant] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    run_id: UUID | None = None

    def as_dict(self) -> dict[str, Any]:
        """For --json and REST."""
        told = {name: getattr(self, name) for name in ("read", "created", "updated", "unchanged")}
        return {**told, "rejected": [asdict(one) for one in self.rejected], "notes": [asdict(one) for one in self.notes]}


@dataclass
class _Plan:
    """Everything to write."""

    brought: Brought
    organizations: list[Organization] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    changed: list[Agreement] = field(default_factory=list)
    past: list[PastGrant] = field(default_factory=list)
    changed_past: list[PastGrant] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    changed_parties: list[Party] = field(default_factory=list)
    values: list[PartyValue] = field(default_factory=list)
    changed_values: list[PartyValue] = field(default_factory=list)
    gone: list[UUID] = field(default_factory=list)  # parties that are none any more
    anothers: list[UUID] = field(default_factory=list)  # agreements that turn out to be another funder's
    numbers: dict[UUID, Recipient] = field(default_factory=dict)  # of new organisations


def check_can_bring(by: Actor) -> None:
    """Whoever writes agreements and keeps the register: new recipients are put on it."""
    by.check(Permission.AGREEMENT_EDIT)
    by.check(Permission.PARTNER_EDIT)


def about_source(file: GrantList, source: str, licence: str) -> dict[str, str]:
    """Who published it, and under which licence: as somebody says, else as the file does. Raises Invalid when nobody does."""
    checks = Checks()
    told = {
        "source": checks.text("source", source or file.source, 200, needed="Say who published the file."),
        "licence": checks.text("licence", licence or file.licence, 400, needed="Say under which licence it was published."),
    }
    checks.done("Say where the file is from.")
    return told


@transaction.atomic
def check_grants(*, by: Actor, file: GrantList, source: str, licence: str) -> Brought:
    """What bringing it in would do. Changes nothing."""
    check_can_bring(by)
    return _planned(file, source, licence).brought


@transaction.atomic
def bring_grants(*, by: Actor, file: GrantList, source: str, licence: str) -> Brought:
    """All of it, or nothing. source, licence: who published it, under which. Raises NotAllowed, and Refused while another file is brought in."""
    check_can_bring(by)
    wait_for_turn(KIND)
    plan = _planned(file, source, licence)
    # Before the department is no party any more: what is published has one.
    _unpublish(by, plan.anothers)
    _write(plan)
    made = plan.brought
    rejects = [RowReject(file.name, one.row, one.field, one.message) for one in made.rejected]
    counts = Counts(made.read, made.created, made.updated, made.unchanged, len(rejects))
    run = record_run(by=by, kind=KIND, source=file.name, layout="360giving-1.4", counts=counts, rejects=rejects)
    notes = [
        RowNote(run=run, said=Said.ALIKE, file=file.name[:200], row=one.row, message=one.message, about_id=one.about) for one in made.notes
    ]
    RowNote.objects.bulk_create(notes, batch_size=2000)
    detail = {name: getattr(counts, name) for name in ("created", "updated", "unchanged", "rejected")}
    record(by=by, verb="agreements.grants.brought", about=Ref("imports.importrun", run.pk), detail=detail)
    if plan.organizations:
        look_soon()
    made.run_id = run.pk
    return made


def _write(plan: _Plan) -> None:
    """One statement a table."""
    insert(Organization, plan.organizations)
    insert(Partner, [_partner(one, plan.numbers[one.pk]) for one in plan.organizations])
    insert(Agreement, plan.agreements)
    insert(PastGrant, plan.past)
    _drop(plan.gone)
    insert(Party, plan.parties)
    change(Party, ["signed_on"], plan.changed_parties)
    insert(PartyValue, plan.values)
    change(
        Agreement,
        ["title", "search_key", "purpose", "starts_on", "ends_on", "state", "state_since", "offered_on"],
        plan.changed,
        versioned=True,
    )
    change(PartyValue, ["amount"], plan.changed_values)
    change(PastGrant, ["source", "licence", "said", "recipients", "at"], plan.changed_past)


def _unpublish(by: Actor, agreements: Sequence[UUID]) -> None:
    """What another funder gave is not ours to publish."""
    published = Publication.objects.filter(agreement__in=agreements, withdrawn_at__isnull=True)
    for key in list(published.order_by("id").values_list("agreement_id", flat=True)):
        record(by=by, verb="agreement.unpublished", about=Ref(AGREEMENT, key), detail={"why": _ANOTHERS})
    published.update(withdrawn_by_id=by.user_id, withdrawn_at=now(), withdrawn_why=_ANOTHERS)


def _drop(parties: Sequence[UUID]) -> None:
    """Those a grant names no more, with what they had."""
    PartyValue.objects.filter(party__in=parties).delete()
    Party.objects.filter(pk__in=parties).delete()


def _partner(one: Organization, known: Recipient) -> Partner:
    said = {"state": PartnerState.ENDED, "state_since": today(), "state_reason": _ENDED}
    return Partner(organization=one, nzbn=known.nzbn, charity_number=known.charity_number, **said)


class _Known:
    """Organisations by what a recipient may be known by, those of this file among them."""

    def __init__(self, grants: Sequence[Grant], plan: _Plan) -> None:
        everybody = [one for grant in grants for one in grant.recipients]
        self._plan = plan
        rows = Partner.objects.values_list("nzbn", "charity_number", "pk")
        by_nzbn = rows.filter(nzbn__in={one.nzbn for one in everybody if one.nzbn})
        by_charity = rows.filter(charity_number__in={one.charity_number for one in everybody if one.charity_number})
        numbers: dict[str, UUID] = {nzbn: key for nzbn, _, key in by_nzbn} | {charity: key for _, charity, key in by_charity}
        self._numbers = _standing(numbers)
        self._ids = _standing(_named_before({one.id for one in everybody}))
        keys = {search_key(one.name) for one in everybody}
        self._names = dict(Organization.objects.filter(search_key__in=keys).order_by("id").values_list("search_key", "pk"))

    def find(self, grant: Grant, one: Recipient) -> UUID | None:
        """The organisation; a new one where none is known. None when its numbers are those of two."""
        found = {self._numbers[said] for said in (one.nzbn, one.charity_number) if said in self._numbers}
        if not found and one.id in self._ids:
            found = {self._ids[one.id]}
        if len(found) > 1:
            return None
        return found.pop() if found else self._made(grant, one)

    def _made(self, grant: Grant, one: Recipient) -> UUID:
        key = search_key(one.name)
        made = Organization(id=new_id(), name=one.name, kind=OrganizationKind.OTHER, search_key=key)
        self._plan.organizations.append(made)
        self._plan.numbers[made.pk] = one
        if key in self._names:
            self._plan.brought.notes.append(Note(grant.row, _ALIKE, self._names[key]))
        self._ids[one.id] = made.pk
        self._numbers |= {said: made.pk for said in (one.nzbn, one.charity_number) if said}
        return made.pk


def _named_before(ids: set[str]) -> dict[str, UUID]:
    """Recipients by their identifiers in files that are in: which organisation each was then, whatever it is called now."""
    found: dict[str, UUID] = {}
    for recipients in PastGrant.objects.order_by("at", "id").values_list("recipients", flat=True):
        found |= {said: UUID(key) for said, key in recipients.items() if said in ids}
    return found


def _standing(found: dict[str, UUID]) -> dict[str, UUID]:
    """The same, each with the organisation whose record stands for it now: two may have been put together since."""
    went = went_elsewhere(set(found.values()))
    return {said: went.get(key, key) for said, key in found.items()}


def _planned(file: GrantList, source: str, licence: str) -> _Plan:
    """Every row compared with what is there, before anything is written."""
    plan = _Plan(Brought(read=file.read, rejected=list(file.wrong)))
    there = {
        one.grant_id: one for one in PastGrant.objects.filter(grant_id__in=[one.id for one in file.grants]).select_related("agreement")
    }
    known, ours = _Known(file.grants, plan), _own_ids()
    about = {"source": source[:200], "licence": licence[:400]}
    for grant in file.grants:
        before = there.get(grant.id)
        if grant.id in ours:
            plan.brought.rejected.append(WrongGrant(grant.row, "id", _OURS))
        elif before is not None and before.said == grant.said and (before.source, before.licence) == tuple(about.values()):
            plan.brought.unchanged += 1
        else:
            _plan_one(plan, known, grant, before, about)
    plan.brought.rejected.sort(key=lambda one: one.row)
    return plan


def _own_ids() -> set[str]:
    prefix = publisher().grant_prefix
    rows = Agreement.objects.filter(kind=AgreementKind.GRANT, is_history=False).values_list("number", flat=True)
    return {f"{prefix}-{number}" for number in rows}


def _plan_one(plan: _Plan, known: _Known, grant: Grant, before: PastGrant | None, about: dict[str, str]) -> None:
    whose = [known.find(grant, one) for one in grant.recipients]
    if None in whose:
        plan.brought.rejected.append(WrongGrant(grant.row, "recipientOrganization", _TWO))
        return
    recipients = {one.id: str(key) for one, key in zip(grant.recipients, whose, strict=True)}
    agreement = _agreement(grant, before.agreement if before else Agreement(id=new_id(), is_history=True))
    if before is None:
        plan.brought.created += 1
        plan.agreements.append(agreement)
        plan.past.append(PastGrant(id=new_id(), agreement=agreement, grant_id=grant.id, said=grant.said, recipients=recipients, **about))
    else:
        plan.brought.updated += 1
        plan.changed.append(agreement)
        before.said, before.recipients, before.at = grant.said, recipients, now()
        before.source, before.licence = about["source"], about["licence"]
        plan.changed_past.append(before)
    _parts(plan, grant, agreement, list(dict.fromkeys(key for key in whose if key)), is_new=before is None)


def _agreement(grant: Grant, agreement: Agreement) -> Agreement:
    """As its days have it: nobody says of one without a last day that it still runs."""
    state = AgreementState.EXPIRED if grant.ends_on is None or grant.ends_on < today() else AgreementState.ACTIVE
    if state == AgreementState.ACTIVE and grant.begins > today():
        state = AgreementState.SIGNED
    if agreement.number and (agreement.state, state) not in _STEPS:
        state = AgreementState(agreement.state)
    if not agreement.number:
        agreement.number = f"H-{sha256(grant.id.encode()).hexdigest()[:12].upper()}"
        agreement.kind = AgreementKind.GRANT
    values = {"title": grant.title, "purpose": grant.description, "starts_on": grant.begins, "ends_on": grant.ends_on, "state": state}
    values |= {"search_key": search_key(f"{agreement.number} {grant.title}"), "offered_on": grant.awarded_on}
    values["state_since"] = grant.ends_on if state == AgreementState.EXPIRED and grant.ends_on else grant.begins
    for name, value in values.items():
        setattr(agreement, name, value)
    return agreement


def _parts(plan: _Plan, grant: Grant, agreement: Agreement, whose: Sequence[UUID], *, is_new: bool) -> None:
    """The department, when the grant is its own; the recipients; and the amount, which one of them has for all.

    Who is a party already stays the same row: what the history says of it goes on.
    """
    there = {} if is_new else {one.organization_id: one for one in Party.objects.filter(agreement=agreement.pk)}
    values = {} if is_new else {one.organization_id: one for one in PartyValue.objects.filter(agreement=agreement.pk)}
    ours = [None] if grant.funder_id == funder_id(publisher()) else []
    parties: dict[UUID | None, Party] = {}
    for key in (*ours, *whose):
        party = there.pop(key, None)
        if party is None:
            part = Part.PARTNER if key else Part.DEPARTMENT
            party = Party(id=new_id(), part=part, organization_id=key, agreement=agreement, signed_on=grant.awarded_on, signed_by=_SIGNED)
            plan.parties.append(party)
        elif party.signed_on != grant.awarded_on:
            party.signed_on = grant.awarded_on
            plan.changed_parties.append(party)
        parties[key] = party
    plan.gone += [party.pk for party in there.values()]
    if None in there:
        plan.anothers.append(agreement.pk)
    bearer = next((key for key in whose if key in values), whose[0])
    if bearer in values:
        values[bearer].amount = grant.amount
        plan.changed_values.append(values[bearer])
    else:
        plan.values.append(PartyValue(party=parties[bearer], agreement=agreement, organization_id=bearer, amount=grant.amount))
