"""Adding, changing and moving a need."""

from uuid import UUID

from django.db import transaction
from django.db.models import F

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.clock import now
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, Stale
from throughcare.common.text import clean
from throughcare.matching.pillars import Pillar
from throughcare.people.models import Need
from throughcare.people.policies import LONGEST_NOTE
from throughcare.people.queries import because_of, get_need, get_person
from throughcare.people.states import NEED_STATES

CHANGED_MEANWHILE = "Somebody changed this need while you were looking at it. Read it again, then make your change."


@transaction.atomic
def add_need(*, by: Actor, person_id: UUID, pillar: str, note: str, owner_id: UUID | None = None) -> Need:
    """Record something the person needs. Without an owner it is the actor's."""
    by.check(Permission.NEED_EDIT)
    person = get_person(by, person_id, compartments=("C1", "C7"))
    need = Need(person=person, pillar=_pillar(pillar), note=_note(note), owner_id=owner_id or by.user_id)
    need.save(force_insert=True)
    _record(by, "need.added", need)
    return need


@transaction.atomic
def edit_need(*, by: Actor, need_id: UUID, pillar: str, note: str, seen: int) -> Need:
    """Change what is needed, in words or by pillar. Raises Stale when somebody changed it since version `seen`."""
    by.check(Permission.NEED_EDIT)
    need = get_need(by, need_id)
    need.pillar, need.note = _pillar(pillar), _note(note)
    return _change(by, "need.changed", need, seen)


@transaction.atomic
def move_need(*, by: Actor, need_id: UUID, verb: str, seen: int) -> Need:
    """Take one step of the table of states. Raises Refused for a step that can't be taken from here, Stale as `edit_need`."""
    by.check(Permission.NEED_EDIT)
    need = get_need(by, need_id)
    if need.version != seen:
        raise Stale(CHANGED_MEANWHILE)
    if verb not in {move.verb for move in NEED_STATES.moves}:
        raise Invalid("A need can't be moved that way.", {"verb": [f"Use one of: {', '.join(NEED_STATES.verbs_from(need.status))}."]})
    need.status = NEED_STATES.check(need.status, verb).reaches
    return _change(by, f"need.moved.{verb}", need, seen)


def _change(by: Actor, verb: str, need: Need, seen: int) -> Need:
    need.changed_at = now()
    values = {"pillar": need.pillar, "note": need.note, "status": need.status, "changed_at": need.changed_at}
    if not Need.objects.filter(pk=need.pk, version=seen).update(version=F("version") + 1, **values):
        raise Stale(CHANGED_MEANWHILE)
    need.version = seen + 1
    _record(by, verb, need)
    return need


def _record(by: Actor, verb: str, need: Need) -> None:
    record(
        by=by,
        verb=verb,
        persons=[need.person_id],
        compartments=["C7"],
        because=because_of(by, need.person_id),
        about=Ref("people.need", need.id),
    )


def _pillar(code: str) -> str:
    if code not in {pillar.value for pillar in Pillar}:
        raise Invalid("Choose what the need is about.", {"pillar": [f"Use one of: {', '.join(p.value for p in Pillar)}."]})
    return code


def _note(text: str) -> str:
    note = clean(text)
    if len(note) > LONGEST_NOTE:
        raise Invalid("The note is too long.", {"note": [f"Use {LONGEST_NOTE} characters or fewer; you used {len(note)}."]})
    return note
