"""One office hands people over to another: custody to community, or from district to district."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F

from throughcare.accounts.actors import Actor
from throughcare.accounts.models import Team
from throughcare.audit.actions import record
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotFound, Refused, Stale
from throughcare.common.text import clean
from throughcare.notices.actions import post
from throughcare.people import policies
from throughcare.people.actions.caseload import CaseRow, each, leave, log
from throughcare.people.actions.conflicts import check_can_be_given, note_conflicts
from throughcare.people.actions.involving import end_involvement
from throughcare.people.models import Assignment, CaseloadChange, Handover, Involvement
from throughcare.people.queries import because_of, moment
from throughcare.people.queries.handovers import HANDOVER, get_handover
from throughcare.people.queries.involvements import OPEN
from throughcare.people.queries.workers import ASSIGNMENT, NOT_OVER, Case, case_workers, get_office
from throughcare.people.states import HANDOVER_STATES, AssignmentKind, HandoverState

NEW = "people.handover"
_SAID = {"acknowledge": "handover.acknowledged", "take_back": "handover.taken_back"}
CHANGED = "Somebody answered this handover while you were looking at it. Read it again."


@transaction.atomic
def transfer_people(*, by: Actor, rows: Sequence[CaseRow], team_id: UUID, worker_id: UUID, note: str, last_day: date) -> CaseloadChange:
    """Hand people over to a worker of another office, which sees from now on what the old one sees until `last_day`.

    The new worker is told, and asked to acknowledge the note.
    """
    policies.check_days(last_day, last_day, field="last_day")
    office = get_office(team_id)
    if office is None:
        raise Invalid("Choose an office.", {"team": ["Choose the office that takes over."]})
    workers = case_workers(office.id)
    policies.check_is_among(worker_id, workers, office.name)
    words = clean(note)
    if not words or len(words) > policies.LONGEST_CASE_NOTE:
        ask = f"Write what the new worker must know, in {policies.LONGEST_CASE_NOTE} characters or fewer."
        raise Invalid(ask, {"note": [ask]})

    note_conflicts(by=by, persons=[row.person_id for row in rows], users=[worker_id])

    def transfer(case: Case) -> str:
        check_can_be_given(case.person.id, worker_id)
        if case.team.id == office.id:
            raise Refused(f"They are with {office.name} already. Assign them to a worker there.")
        if Handover.objects.filter(person=case.person, state=HandoverState.WAITING).exists():
            raise Refused("They are being handed over already, and the new worker has not acknowledged it yet.")
        _transfer(by, case, office, worker_id, words, last_day)
        return f"Handed over to {workers[worker_id]}, {office.name}."

    return each(by, "transfer", rows, transfer)


def _transfer(by: Actor, case: Case, office: Team, worker_id: UUID, note: str, last_day: date) -> None:
    assert by.user_id is not None  # noqa: S101 - the permission is a user's
    given = Assignment(id=new_id(), person=case.person, team=office, worker_id=worker_id, starts_at=moment(), by_id=by.user_id)
    there = Assignment.objects.filter(NOT_OVER, person=case.person, team=office, kind=AssignmentKind.MAIN).first()
    if there and there.worker_id != worker_id:
        raise Refused(f"Somebody in {office.name} has them already. Ask there who it is, and choose them.")
    log(by, case, verb="caseload.transferred", about=Ref(ASSIGNMENT, given.id), team=str(office.id))
    _open_as(by, case.person.id, from_team=case.team.id, to_team=office.id, because=given.id)
    handover = Handover(
        person=case.person,
        from_team=case.team,
        from_worker_id=case.main.worker_id if case.main else None,
        by_id=by.user_id,
        to_team=office,
        to_worker_id=worker_id,
        assignment=given,
        note=note,
        last_day=last_day,
    )
    handover.save(force_insert=True)  # first: the database lets nobody touch another office's caseload but for a handover
    if there:
        Assignment.objects.filter(pk=there.pk).update(ends_at=moment())
    given.save(force_insert=True)
    if worker_id != by.user_id:
        post(by=by, to_user=worker_id, kind=NEW, about=Ref(HANDOVER, handover.id))
    leave(case, last_day)


def _open_as(by: Actor, person_id: UUID, *, from_team: UUID, to_team: UUID, because: UUID) -> None:
    """Open for one office what another has open, compartment by compartment: never more."""
    mine = Involvement.objects.filter(OPEN, person_id=person_id, because_kind=ASSIGNMENT)
    open_there = {code for codes in mine.filter(team_id=to_team, ends_at=None).values_list("compartments", flat=True) for code in codes}
    at = moment()
    for held in mine.filter(team_id=from_team).order_by("id"):
        codes = [code for code in held.compartments if code not in open_there]
        if codes:
            Involvement(
                person_id=person_id,
                team_id=to_team,
                because_kind=ASSIGNMENT,
                because_id=because,
                compartments=codes,
                starts_at=at,
                by_id=by.user_id,
            ).save(force_insert=True)
            open_there |= set(codes)
    detail = {"team": str(to_team)}
    codes = sorted(open_there)
    reasons = because_of(by, person_id)
    record(
        by=by,
        verb="involvement.opened",
        persons=[person_id],
        compartments=codes,
        because=reasons,
        about=Ref(ASSIGNMENT, because),
        detail=detail,
    )


@transaction.atomic
def move_handover(*, by: Actor, handover_id: UUID, verb: str, seen: int) -> Handover:
    """acknowledge: the new worker has read the note. take_back: it was a mistake, and the new office sees the person no longer.

    Raises Refused for a step that can't be taken from here or is not the reader's, Stale when somebody answered since version `seen`.
    """
    handed = get_handover(by, handover_id)
    found = handed.handover
    if verb not in {move.verb for move in HANDOVER_STATES.moves}:
        raise NotFound
    if found.version != seen:
        raise Stale(CHANGED)
    reached = HANDOVER_STATES.check(found.state, verb).reaches
    if verb not in handed.verbs:
        who = f"{handed.name(found.to_worker_id)} acknowledges it" if verb == "acknowledge" else "The office that handed over takes it back"
        raise Refused(f"This is not yours to do. {who}.")
    changed = Handover.objects.filter(pk=found.pk, version=seen).update(
        state=reached, closed_by_id=by.user_id, closed_at=now(), version=F("version") + 1
    )
    if not changed:
        raise Stale(CHANGED)
    because = because_of(by, found.person_id)
    about = Ref(HANDOVER, found.id)
    record(by=by, verb=_SAID[verb], persons=[found.person_id], compartments=["C9"], because=because, about=about)
    if verb == "take_back":
        _take_back(by, found)
    found.refresh_from_db()
    return found


def _take_back(by: Actor, found: Handover) -> None:
    """What the new office was given ends; the old one, which still sees the person, goes on without an end."""
    end_involvement(by=by, because=Ref(ASSIGNMENT, found.assignment_id))
    at = moment()
    here = Assignment.objects.filter(NOT_OVER, person_id=found.person_id, team_id__in=[found.from_team_id, found.to_team_id])
    here.update(ends_at=at)
    again = new_id()
    mine = Involvement.objects.filter(
        OPEN, person_id=found.person_id, team_id=found.from_team_id, because_kind=ASSIGNMENT, ends_at__isnull=False
    )
    for held in list(mine.order_by("id")):
        Involvement(
            person_id=found.person_id,
            team_id=found.from_team_id,
            because_kind=ASSIGNMENT,
            because_id=again,
            compartments=held.compartments,
            starts_at=at,
            by_id=by.user_id,
        ).save(force_insert=True)
    worker = found.from_worker_id
    if worker and worker in case_workers(found.from_team_id):
        Assignment(id=again, person_id=found.person_id, team_id=found.from_team_id, worker_id=worker, starts_at=at, by_id=by.user_id).save(
            force_insert=True
        )
