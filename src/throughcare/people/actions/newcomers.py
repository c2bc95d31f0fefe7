"""Somebody new, asked for by hand or held from a file: whoever asks hears and sees the same until the records role has decided."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from throughcare.accounts.actors import Actor
from throughcare.accounts.models import Team
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import actor_of
from throughcare.accounts.queue import enqueue
from throughcare.audit.actions import record
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.reader import become
from throughcare.common.refusals import Invalid, NotFound, Refused, Stale
from throughcare.common.text import clean
from throughcare.matching.linkage import Evidence, Pair
from throughcare.matching.linkage_people import PRIOR, Record
from throughcare.notices.actions import post
from throughcare.people.actions.holding import about, as_json, decided_as, from_json, keep_candidates
from throughcare.people.actions.importing import import_people
from throughcare.people.actions.rows import FileRow, PeopleFile
from throughcare.people.models import HeldRow, Identifier, Person
from throughcare.people.queries.alike import among, links
from throughcare.people.queries.limits import users_with
from throughcare.people.queries.newcomers import PURPOSE, get_held
from throughcare.people.queries.tries import tries
from throughcare.people.states import HELD_STATES, HeldState

BY_HAND = "asked for by hand"
CHANGED = "Somebody else decided about this person while you were looking. Look again."
CHOOSE = "Choose one of the people shown."
LONGEST_NOTE = 500
MOST_ASKED = 20  # a day, by one user
A_DAY = timedelta(days=1)
NOTICE = "people.newcomer"


@transaction.atomic
def ask_for_person(*, by: Actor, row: FileRow) -> UUID:
    """Take in somebody new. Whether they are there already is found out afterwards, and told to the records role alone. Gives a key of the request.

    Raises Refused after twenty within a day, by the audit's own rows: a request that is undone asks nothing, so it need not be counted.
    """
    if not by.may(Permission.PERSON_IMPORT):
        by.check(Permission.CASELOAD_OWN)
    team = Team.objects.filter(code=row.team).first()
    if team is None or (team.id not in by.teams and not by.may(Permission.PERSON_IMPORT)):
        raise Invalid("Choose your office.", {"team": ["Choose an office you work in."]})
    if not clean(row.preferred_name or ""):
        raise Invalid("Enter what the person is called.", {"preferred_name": ["Enter what the person is called."]})
    keeps_records = by.may(Permission.PERSON_IMPORT)
    if not keeps_records and tries("newcomer.received", A_DAY) >= MOST_ASKED:
        raise Refused(
            f"You have asked for {MOST_ASKED} records within a day. Ring a records officer about anybody else, or ask again tomorrow."
        )
    held = HeldRow(id=new_id(), said=as_json(row), team=team, by_id=by.user_id)
    held.save(force_insert=True)
    record(by=by, verb="newcomer.received", compartments=["C1"], about=about(held))
    enqueue("people.receive", held_id=str(held.id), **({"by_records": "yes"} if keeps_records else {}))
    return held.id


@transaction.atomic
def receive_person(*, by: Actor, held_id: UUID, by_records: bool = False) -> None:
    """Have it wait for the records role, with whom they are like. Only what that role asks for itself is made at once, when nobody is.

    A record that came into being by itself would tell whoever asked that nobody like them was there. by_records: asked for in that right, which
    must still be theirs. Run as a job, one after the other, so that two requests for one person know of each other; a second run does nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('throughcare.newcomers'))")
    held = HeldRow.objects.select_for_update().filter(pk=held_id, state=HeldState.RECEIVED).first()
    if held is None:
        return
    row = from_json(held.said)
    asked = _record_of(held, row)
    waiting = {
        str(other.id): other for other in HeldRow.objects.filter(state__in=(HeldState.WAITING, HeldState.ASKED)).order_by("at", "id")
    }
    pairs = [*(_known_by_number(row) or links([asked]).get(asked.key, [])), *_like_those_that_wait(asked, waiting)]
    note = ""
    if not pairs and by_records and _keeps_records(held):
        done = import_people(by=by, file=PeopleFile(BY_HAND, [row], []), looked_at=True)
        if not done.rejected:
            _move(held, "make")
            return
        note = done.rejected[0].message
    _move(held, "hold", note=note)
    keep_candidates(by=by, rows={asked.key: (held, pairs), **{key: (other, []) for key, other in waiting.items()}})
    if not any(other.run_id is None and other.state == HeldState.WAITING for other in waiting.values()):
        _tell(by, held)


def _like_those_that_wait(asked: Record, waiting: dict[str, HeldRow]) -> list[Pair]:
    """Rows held before, from a file or asked for by hand, that this one is like."""
    found = among([*(_record_of(other, from_json(other.said)) for other in waiting.values()), asked])
    ours = [pair for pair in found if asked.key in (pair.left, pair.right)]
    return [replace(pair, left=asked.key, right=pair.left if pair.right == asked.key else pair.right) for pair in ours]


def _keeps_records(held: HeldRow) -> bool:
    asker = actor_of(held.by_id) if held.by_id else None
    return asker is not None and asker.may(Permission.PERSON_IMPORT)


def _tell(by: Actor, held: HeldRow) -> None:
    """The records officers, once: until somebody has decided about all that waits, home counts what comes besides."""
    for officer in users_with(Permission.PERSON_IMPORT):
        post(by=by, to_user=officer, kind=NOTICE, about=about(held))


@transaction.atomic
def decide_newcomer(*, by: Actor, held_id: UUID, verb: str, seen: int, person_id: UUID | None = None, note: str = "") -> HeldRow:
    """same: they are `person_id`, whose record says now what the row says. different: somebody else. ask: it waits on, with what was asked.

    drop: nobody is written down. Raises Refused with what to do when the row can't be taken, Stale when somebody decided since `seen`.
    """
    by.check(Permission.PERSON_IMPORT)
    held = get_held(by, held_id).held
    move = HELD_STATES.check(held.state, verb) if verb in HELD_STATES.verbs else None
    if move is None or verb in ("make", "hold"):
        raise NotFound
    if held.version != seen:
        raise Stale(CHANGED)
    words = clean(note)[:LONGEST_NOTE]
    if (move.needs_reason or verb == "ask") and not words:
        raise Invalid("Write a few words.", {"note": ["Write what you asked, and whom." if verb == "ask" else "Write why."]})
    if verb == "same" and person_id is None:
        raise Invalid(CHOOSE, {"person_id": [CHOOSE]})
    if verb in ("same", "different"):
        decided_as(held, _write(by, held, person_id if verb == "same" else None))
    _move(held, verb, note=words, by=by)
    record(
        by=by, verb=f"newcomer.{verb}", persons=[person_id] if person_id and verb == "same" else [], compartments=["C1"], about=about(held)
    )
    return held


def _write(by: Actor, held: HeldRow, person_id: UUID | None) -> UUID | None:
    """Through the import, as one row that somebody has looked at. A person chosen first gets the row's numbers, so that it is about them.

    Gives whose record it is now; None when somebody has got the row's number meanwhile.
    """
    row = from_json(held.said)
    if person_id is not None:
        if not held.candidates.filter(person_id=person_id).exists():
            raise Invalid(CHOOSE, {"person_id": [CHOOSE]})
        row = _with_numbers_of(by, row, person_id)
    else:
        _check_numbers_free(by, row)
    done = import_people(by=by, file=PeopleFile(held.run.source if held.run else BY_HAND, [row], []), looked_at=True)
    if done.rejected:
        raise Refused(done.rejected[0].message)
    return person_id or next(iter(done.made), None)


def _check_numbers_free(by: Actor, row: FileRow) -> None:
    """Else the import would take the row to be about whoever has the number, and write it over their record."""
    with _as_purpose(by):
        if _known_by_number(row):
            raise Refused(
                "Somebody has one of these numbers already. Say that it is them, or make no record and find out which number is right."
            )


def _with_numbers_of(by: Actor, row: FileRow, person_id: UUID) -> FileRow:
    with _as_purpose(by):
        there = set(
            Identifier.objects.filter(value__in=[value for _, value in row.identifiers]).values_list("scheme", "value", "person_id")
        )
        taken = {(scheme, value) for scheme, value, _ in there}
        if {person for _, _, person in there} - {person_id}:
            raise Refused("One of the numbers is another person's. Find out which is right, and correct it in the file.")
        person = Person.objects.select_for_update().get(pk=person_id)
        Identifier.objects.bulk_create(Identifier(person=person, scheme=s, value=v) for s, v in row.identifiers if (s, v) not in taken)
        known = Identifier.objects.filter(person=person).order_by("scheme", "value").values_list("scheme", "value").first()
    if not row.identifiers and known is None:
        raise Refused("Neither the record nor the row has a number to know them by. Add one to the record first.")
    return row if row.identifiers else replace(row, identifiers=(known,)) if known else row


def _known_by_number(row: FileRow) -> list[Pair]:
    """Whoever has one of the row's numbers: by hand, nobody's record is changed by knowing their number."""
    for scheme, value in row.identifiers:
        owner = Identifier.objects.filter(scheme=scheme, value=value).values_list("person_id", flat=True).first()
        if owner is not None:
            return [Pair("", str(owner), -1.0, 1 - PRIOR, (Evidence("Number", "same", "a number in common", 20.0),))]
    return []


def _record_of(held: HeldRow, row: FileRow) -> Record:
    names = (row.preferred_name, row.given_names, row.name_mi)
    return Record(
        key=str(held.id),
        given=tuple(name for name in names if name),
        family=row.family_name or "",
        born=row.birth_date.isoformat() if row.birth_date else "",
        numbers=tuple(f"{scheme}:{value}" for scheme, value in row.identifiers),
    )


def _move(held: HeldRow, verb: str, *, note: str = "", by: Actor | None = None) -> None:
    reached = HELD_STATES.move(verb).reaches
    over = not HELD_STATES.verbs_from(reached)
    values: dict[str, object] = {"state": reached, "note": note}
    if by is not None:
        values |= {"decided_by_id": by.user_id, "decided_at": now()}
    if over:  # what was said stands in the record now, or nowhere
        values["said"] = {}
    if not HeldRow.objects.filter(pk=held.pk, version=held.version).update(version=F("version") + 1, **values):
        raise Stale(CHANGED)
    for name, value in values.items():
        setattr(held, name, value)
    held.version += 1


@contextmanager
def _as_purpose(by: Actor) -> Iterator[None]:
    """In the system's right for a stated purpose; the audit names who did it."""
    become(replace(by.reader, system=PURPOSE))
    yield
    become(by.reader)
