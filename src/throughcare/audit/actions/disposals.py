"""What two people agree to dispose of: rows that served their time, or one person's record. The owner's log-in then does it."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import IntegrityError, transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions.recording import record
from throughcare.audit.models import RECORD, Disposal, Hold, Why
from throughcare.audit.queries import was_ever_seen
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotFound, Refused
from throughcare.common.retention import PASSING
from throughcare.common.text import clean

# Whether it is of one person's record, and whether they agreed.
_VERBS = {
    (True, True): "erasure.approved",
    (True, False): "erasure.refused",
    (False, True): "retention.approved",
    (False, False): "retention.refused",
}
LONGEST_NUMBER = 60
_NUMBER = f"Enter the number of the order, in {LONGEST_NUMBER} characters or fewer"
NOBODY = "Nobody's record has this key: copy it from the audit, or from the address of the record"

_ASKED = "This is asked for already: approve that, or wait until it is done."
_ASKED_RECORD = "This is asked for already: approve that, or refuse it."
_HELD = "This order holds the record already."


@contextmanager
def _once(sentence: str) -> Iterator[None]:
    """What the database lets stand once, whoever is faster. Raises Refused with the sentence for the second of two at the same moment."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise Refused(sentence) from None


@transaction.atomic
def ask_disposal(*, by: Actor, code: str) -> Disposal:
    """Ask that what is due now be disposed of; somebody else approves. Raises Refused while one of its kind is open."""
    by.check(Permission.AUDIT_READ)
    rule = PASSING.get(code)
    if rule is None or by.user_id is None:  # a command is nobody who could answer for it
        raise NotFound
    if Disposal.objects.filter(rule=code, done_at=None, refused_at=None).exists():
        raise Refused(_ASKED)
    at = now()
    with _once(_ASKED):
        disposal = Disposal.objects.create(rule=code, before=rule.before(at), asked_by_id=by.user_id, asked_at=at)
    detail = {"rule": code, "before": disposal.before.isoformat()}
    record(by=by, verb="retention.asked", about=Ref("audit.disposal", disposal.id), detail=detail)
    return disposal


@transaction.atomic
def ask_erasure(*, by: Actor, person_id: UUID, why: str) -> Disposal:
    """Ask that one person's record be erased; somebody else approves.

    Raises Invalid for a key that is nobody's, Refused while it is asked for, or was done.
    """
    by.check(Permission.AUDIT_READ)
    if by.user_id is None:
        raise NotFound
    if why not in Why.values:
        raise Invalid("Choose why the record is erased.", {"why": ["Choose why the record is erased"]})
    before = Disposal.objects.filter(person_id=person_id, refused_at=None).first()
    if before is not None:
        raise Refused("This record is erased already." if before.done_at else _ASKED_RECORD)
    if not was_ever_seen(person_id):
        raise Invalid(f"{NOBODY}.", {"person": [NOBODY]})
    at = now()
    asked = {"why": why, "asked_by_id": by.user_id, "asked_at": at}
    with _once(_ASKED_RECORD):
        disposal = Disposal.objects.create(rule=RECORD, before=at, person_id=person_id, **asked)
    record(by=by, verb="erasure.asked", persons=[person_id], about=Ref("audit.disposal", disposal.id), detail={"why": why})
    return disposal


@transaction.atomic
def answer_disposal(*, by: Actor, disposal_id: UUID, agree: bool) -> Disposal:
    """Agree to what somebody else asked for (`throughcare retention` then does it), or refuse it; whoever asked may only take it back."""
    by.check(Permission.AUDIT_READ)
    disposal = Disposal.objects.filter(pk=disposal_id).first()
    if disposal is None or by.user_id is None:
        raise NotFound
    if agree and disposal.asked_by_id == by.user_id:
        raise Refused("You asked for this yourself: somebody else must approve it.")
    if agree and disposal.person_id and is_held(disposal.person_id):
        raise Refused("A court holds this record: it can be erased when the hold is lifted.")
    said = {"approved_by_id": by.user_id, "approved_at": now()} if agree else {"refused_by_id": by.user_id, "refused_at": now()}
    open_ = Disposal.objects.filter(pk=disposal_id, approved_by=None, refused_by=None)
    if not open_.update(**said):
        raise Refused("This is approved already." if disposal.approved_at else "This was refused already.")
    persons = [disposal.person_id] if disposal.person_id else []
    verb = _VERBS[bool(persons), agree]
    record(by=by, verb=verb, persons=persons, about=Ref("audit.disposal", disposal_id), detail={"rule": disposal.rule})
    return disposal


def is_held(person_id: UUID) -> bool:
    """Whether a court holds this record now."""
    return Hold.objects.filter(person_id=person_id, lifted_at=None).exists()


@transaction.atomic
def place_hold(*, by: Actor, person_id: UUID, order_number: str) -> Hold:
    """Keep a record from being erased while a court, a tribunal or an inquiry needs it. Raises Invalid, Refused."""
    by.check(Permission.AUDIT_READ)
    if by.user_id is None:
        raise NotFound
    order_number = clean(order_number)
    if not 0 < len(order_number) <= LONGEST_NUMBER:
        raise Invalid(_NUMBER, {"order_number": [_NUMBER]})
    if not was_ever_seen(person_id):
        raise Invalid(f"{NOBODY}.", {"person": [NOBODY]})
    if Hold.objects.filter(person_id=person_id, order_number=order_number, lifted_at=None).exists():
        raise Refused(_HELD)
    placed = {"placed_by_id": by.user_id, "placed_at": now()}
    with _once(_HELD):
        hold = Hold.objects.create(id=new_id(), person_id=person_id, order_number=order_number, **placed)
    record(by=by, verb="hold.placed", persons=[person_id], about=Ref("audit.hold", hold.id))
    return hold


@transaction.atomic
def lift_hold(*, by: Actor, hold_id: UUID) -> Hold:
    """The order has ended. Raises Refused when it was lifted already."""
    by.check(Permission.AUDIT_READ)
    hold = Hold.objects.filter(pk=hold_id).first()
    if hold is None or by.user_id is None:
        raise NotFound
    if not Hold.objects.filter(pk=hold_id, lifted_at=None).update(lifted_by_id=by.user_id, lifted_at=now()):
        raise Refused("This hold is lifted already.")
    record(by=by, verb="hold.lifted", persons=[hold.person_id], about=Ref("audit.hold", hold_id))
    return hold
