"""Jobs about people: whoever asks for somebody new hears nothing of what these find."""

from datetime import timedelta
from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app

from throughcare.accounts.actors import Actor, system_actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import actor_of
from throughcare.accounts.queue import BACK_OFF, job
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, Refused
from throughcare.imports.states import ImportStage
from throughcare.people.actions.caseload import list_everybody
from throughcare.people.actions.conflicts import note_conflicts, raise_undecidable
from throughcare.people.actions.files import COMPARE, JOB, bring_in, clear_old, compare_file, move_file, note_compared
from throughcare.people.actions.leaving import let_go
from throughcare.people.actions.looks import A_MONTH, A_WHILE, find_looks
from throughcare.people.actions.newcomers import receive_person
from throughcare.people.actions.records import PURPOSE
from throughcare.people.forms.importing import file_of, read_kept
from throughcare.people.models import ImportFile

SYSTEM = system_actor(PURPOSE)


@job("people.receive", purpose="people import")
def receive(by: Actor, held_id: str, by_records: str = "") -> None:
    """Leave the record somebody asked for to the records role; what that role asks for itself is made when nobody like them is there."""
    receive_person(by=by, held_id=UUID(held_id), by_records=bool(by_records))


@app.periodic(cron="7 * * * *")
@app.task(name="people.conflicts", queueing_lock="people.conflicts")
def conflicts(timestamp: int) -> None:
    """Every hour: who has come to a team, or goes by another name, is told to the privacy officer. They are kept away already.

    What no privacy officer can decide, be it because one has left, is told to administrators.
    """
    actor = system_actor("find conflicts")
    try:
        with reading_as(actor.reader):
            note_conflicts(by=actor)
            raise_undecidable(by=actor)
    finally:
        connection.close()


@app.periodic(cron="3 * * * *")
@app.task(name="people.let_go", queueing_lock="people.let_go")
def let_go_of_those_left(timestamp: int) -> None:
    """Every hour: where a worker's last day in an office is over, or they left the department, everybody on their caseload is on nobody's."""
    actor = system_actor("end caseloads of who has left")
    try:
        with reading_as(actor.reader):
            let_go(by=actor)
    finally:
        connection.close()


@app.periodic(cron="*/5 * * * *")
@app.task(name="people.looks", queueing_lock="people.looks")
def looks(timestamp: int) -> None:
    """Every five minutes: visits to records that nothing explains, of the last days."""
    _find_looks(A_WHILE)


@app.periodic(cron="23 2 * * *")
@app.task(name="people.looks_of_a_month", queueing_lock="people.looks_of_a_month")
def looks_of_a_month(timestamp: int) -> None:
    """Every night, with a month around them: those who come back."""
    _find_looks(A_MONTH)


def _find_looks(span: timedelta) -> None:
    actor = system_actor("find looks to explain")
    try:
        with reading_as(actor.reader):
            find_looks(by=actor, span=span)
    finally:
        connection.close()


@app.task(name=JOB, retry=BACK_OFF)
def bring_in_file(file_id: str) -> None:
    """Bring in one file for whoever sent it, if they still may. Each stage is committed, so that the page can say how far it is."""
    try:
        _bring_in(UUID(file_id))
    finally:
        connection.close()


@app.task(name=COMPARE, retry=BACK_OFF)
def compare(file_id: str, version: str) -> None:
    """What importing a file would do, as long as its sender wants it read as it was when they asked."""
    try:
        _compare(UUID(file_id), int(version))
    finally:
        connection.close()


def _compare(file_id: UUID, version: int) -> None:
    with reading_as(SYSTEM.reader):
        file = ImportFile.objects.filter(pk=file_id, version=version, stage__in=[ImportStage.DRAFT, ImportStage.FAILED]).first()
        by = actor_of(file.by_id, channel="job") if file else None
    if file is None or by is None or not by.may(Permission.PERSON_IMPORT):
        return
    try:
        with reading_as(by.reader):
            reading = read_kept(by, file).reading
            if not reading.lacking:
                compare_file(by=by, file_id=file_id, people=reading.people(), seen=version)
    except Invalid as wrong:  # with the file itself; what else goes wrong is the queue's to try again, and the page's to say
        with reading_as(SYSTEM.reader):
            note_compared(file_id, version, {"sentence": str(wrong)})


def _bring_in(file_id: UUID) -> None:
    with reading_as(SYSTEM.reader):
        file = ImportFile.objects.filter(pk=file_id).exclude(stage=ImportStage.DONE).first()
        by = actor_of(file.by_id, channel="job") if file else None
        if file is None:
            return
        if by is None or not by.may(Permission.PERSON_IMPORT):
            move_file(file_id, ImportStage.FAILED, sentence="Whoever sent the file may no longer import people.")
            return
        move_file(file_id, ImportStage.READING)
    try:
        with reading_as(by.reader):
            people = file_of(by, file)
        with reading_as(SYSTEM.reader):
            move_file(file_id, ImportStage.WRITING, rows=people.read)
        with reading_as(by.reader):
            bring_in(by=by, file_id=file_id, people=people)
    except Refused as refused:
        with reading_as(SYSTEM.reader):
            move_file(file_id, ImportStage.FAILED, sentence=str(refused))


@app.periodic(cron="17 3 * * *")
@app.task(name="people.clear_files", queueing_lock="people.clear_files")
def clear_files(timestamp: int) -> None:
    """Every night; and the order of lists, where an involvement ended by the clock."""
    with reading_as(SYSTEM.reader):
        clear_old(by=SYSTEM)
    list_everybody()
    connection.close()
