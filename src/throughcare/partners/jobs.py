"""Jobs about partners: all are looked through for records of one organisation, each night and after an import; a list is brought in; reminders."""

from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app

from throughcare.accounts.actors import Actor, system_actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import actor_of
from throughcare.accounts.queue import BACK_OFF, job
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Refused
from throughcare.imports.actions import files
from throughcare.imports.states import ImportStage
from throughcare.partners.actions import remind_of_partners
from throughcare.partners.actions.files import JOB as BRING_IN
from throughcare.partners.actions.files import bring_list_in, clear_old_lists
from throughcare.partners.actions.likely import JOB as LOOK
from throughcare.partners.actions.likely import find_partner_duplicates
from throughcare.partners.forms.importing import read_kept
from throughcare.partners.models import PartnerFile

PURPOSE = "look for duplicates of partners"
SYSTEM = system_actor("partners import")


@job(LOOK, purpose=PURPOSE)
def look(by: Actor) -> None:
    """After an import, and when something new is on the register. To look twice does no harm."""
    find_partner_duplicates(by=by)


@app.periodic(cron="20 2 * * *")
@app.task(name="partners.likely_nightly", queueing_lock="partners.likely_nightly")
def look_each_night(timestamp: int) -> None:
    """What was typed by day has changed who is like whom."""
    actor = system_actor(PURPOSE)
    try:
        with reading_as(actor.reader):
            find_partner_duplicates(by=actor)
    finally:
        connection.close()


@app.task(name=BRING_IN, retry=BACK_OFF)
def bring_in_list(file_id: str) -> None:
    """Bring in one list for whoever sent it, if they still may. Each part is committed, so that the page can say how far it is."""
    try:
        _bring_in(UUID(file_id))
    finally:
        connection.close()


def _bring_in(file_id: UUID) -> None:
    with reading_as(SYSTEM.reader):
        file = PartnerFile.objects.filter(pk=file_id).exclude(stage=ImportStage.DONE).first()
        by = actor_of(file.by_id, channel="job") if file else None
        if file is None:
            return
        if by is None or not by.may(Permission.PARTNER_EDIT):
            files.move(PartnerFile, file_id, ImportStage.FAILED, sentence="Whoever sent the list may no longer keep the register.")
            return
        files.move(PartnerFile, file_id, ImportStage.READING)
    try:
        with reading_as(by.reader):
            listed = read_kept(by, file).reading.partners()
        with reading_as(SYSTEM.reader):
            files.move(PartnerFile, file_id, ImportStage.WRITING)
        bring_list_in(by=by, file_id=file_id, listed=listed)
    except Refused as refused:
        with reading_as(SYSTEM.reader):
            files.move(PartnerFile, file_id, ImportStage.FAILED, sentence=str(refused))


@app.periodic(cron="27 3 * * *")
@app.task(name="partners.clear_lists", queueing_lock="partners.clear_lists")
def clear_lists(timestamp: int) -> None:
    """Every night."""
    try:
        with reading_as(SYSTEM.reader):
            clear_old_lists(by=SYSTEM)
    finally:
        connection.close()


@app.periodic(cron="23 4 * * *")
@app.task(name="partners.remind", queueing_lock="partners.remind")
def remind(timestamp: int) -> None:
    """Every night: of whom nobody has heard, whom we said we would ring, whose accreditation is about to end."""
    actor = system_actor("remind of partners")
    try:
        with reading_as(actor.reader):
            remind_of_partners(by=actor)
    finally:
        connection.close()
