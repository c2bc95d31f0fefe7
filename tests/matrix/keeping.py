"""What an office keeps about its people, on both sides of the matrix: a handover that waits, a caseload changed, notes, contacts."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.cast import SYSTEM
from throughcare.accounts.models import User
from throughcare.common.clock import now, today
from throughcare.common.reader import reading_as
from throughcare.notices.actions import save_view
from throughcare.people import actions
from throughcare.people.actions import NewContact, NewNote
from throughcare.people.actions.caseload import CaseRow
from throughcare.people.actions.drafts import Thing, keep_draft
from throughcare.people.models import Assignment, Conflict, EmergencyOpening, Handover, Limit, Look, OwnDetails, ReadLift, ReadStop


def handover(world: Any, side: Any) -> None:
    """From head office, where nobody may see anybody, to this side's referrer. As the system."""
    ids, cast = world.ids[side.name], world.cast
    worker = cast.users[side.referrer]
    given = Assignment.objects.create(person_id=ids["person_id"], team_id=cast.teams[side.name], worker_id=worker)
    words = world.canaries.token(f"handover note ({side.name})", side.case)
    made = Handover.objects.create(
        person_id=ids["person_id"],
        from_team_id=cast.teams["head"],
        by_id=cast.users["records"],
        to_team_id=cast.teams[side.name],
        to_worker_id=worker,
        assignment=given,
        note=words,
        last_day=today(),
    )
    ids["handover_id"] = made.id


def story(world: Any, side: Any) -> None:
    """By the same actions as people use."""
    ids, who = world.ids[side.name], side.referrer
    rows = [CaseRow(ids["person_id"], None)]
    ids["change_id"] = world.as_(who, actions.assign_people, rows=rows, worker_id=world.cast.users[who]).id
    _notes(world, side)
    _contacts(world, side)
    _unfinished(world, side)
    _views(world, side)
    _limits(world, side)
    _undecided(world, side)


def _limits(world: Any, side: Any) -> None:
    """An exclusion of somebody who never sees anybody, and a conflict that waits; why, and who, are canaries."""
    ids, put = world.ids[side.name], world.canaries.token
    readers = {"privacy_officer"} | side.case & {"team_manager"}
    with reading_as(SYSTEM):
        made = Limit(
            person_id=ids["person_id"],
            kind="EXCLUSION",
            users=[world.cast.users["chaplain"]],
            reason="KNOWN",
            words=put(f"why access is limited ({side.name})", readers),
            withheld="privacy-53-b",
        )
        made.save(force_insert=True)
        other = User(email=f"known-{side.name}@example.test", name="Known", password="!")
        other.save(force_insert=True)
    ids["limit_id"] = made.id
    own = put(f"name a user tells of themselves ({side.name})", {side.referrer})
    with world.cast.reading(side.referrer):
        OwnDetails(user_id=world.cast.users[side.referrer], names=own).save(force_insert=True)
    with reading_as(SYSTEM):
        found = Conflict(person_id=ids["person_id"], user_id=other.id, keys=["n:" + "0" * 32])
        found.save(force_insert=True)
    ids["conflict_id"] = found.id
    why = put(f"why a record was opened in an emergency ({side.name})", readers)
    with reading_as(SYSTEM):
        opened = EmergencyOpening(person_id=ids["person_id"], user_id=world.cast.users["chaplain"], reason="OTHER", words=why)
        opened.save(force_insert=True)
    ids["opening_id"] = opened.id
    why = put(f"what was found about a look at a record ({side.name})", {"auditor", "privacy_officer"})
    with reading_as(SYSTEM):
        reasons = [{"code": "no-work", "points": 6, "sentence": "Nothing shows why."}]
        asked = Look(
            person_id=ids["person_id"],
            user_id=world.cast.users["chaplain"],
            on_day=today(),
            at=now(),
            rows=1,
            points=6,
            reasons=reasons,
            asked_at=now(),
        )
        asked.verdict, asked.because, asked.reviewed_by_id, asked.reviewed_at = "EXPLAINED", why, world.cast.users["auditor"], now()
        asked.save(force_insert=True)
    ids["look_id"] = asked.id
    with world.cast.reading(side.referrer):
        stop = ReadStop(user_id=world.cast.users[side.referrer], in_hour=60, in_day=60)
        stop.save(force_insert=True)
    ids["stop_id"] = stop.id
    words = put(f"why a user may open more records ({side.name})", readers)
    with world.cast.reading("privacy_officer"):
        by = world.cast.users["privacy_officer"]
        ReadLift(user_id=world.cast.users[side.referrer], on_day=today(), why=words, by_id=by).save(force_insert=True)


def _notes(world: Any, side: Any) -> None:
    """One that was corrected, and a sensitive one."""
    ids, who, put = world.ids[side.name], side.referrer, world.canaries.token
    office = side.case | side.look
    first = NewNote(kind="MEETING", text=put(f"case note ({side.name})", office), happened_at=now() - timedelta(days=3))
    note = world.as_(who, actions.write_note, person_id=ids["person_id"], new=first)
    then = replace(first, text=put(f"corrected case note ({side.name})", office))
    world.as_(who, actions.correct_note, note_id=note.note_id, new=then, why=put(f"why it was corrected ({side.name})", office), seen=1)
    secret = replace(first, text=put(f"sensitive note ({side.name})", side.case), sensitive=True, kind="OBSERVATION")
    ids["note_id"], ids["sensitive_note"] = note.note_id, world.as_(who, actions.write_note, person_id=ids["person_id"], new=secret).note_id


def _contacts(world: Any, side: Any) -> None:
    """One with a hidden address, whose every word is a canary; and one that has ended."""
    ids, who = world.ids[side.name], side.referrer
    words = {
        name: world.canaries.token(f"contact's {name} ({side.name})", side.case) for name in ("name", "phone", "how", "address", "end note")
    }
    email = f"{world.canaries.token(f'e-mail of a contact ({side.name})', side.case)}@example.test"
    hidden = NewContact(
        name=words["name"],
        relation="PARTNER",
        phone=words["phone"],
        email=email,
        safety="CARE",
        how=words["how"],
        address=words["address"],
        hidden=True,
    )
    ids["contact_id"] = world.as_(who, actions.add_contact, person_id=ids["person_id"], new=hidden).id
    address = world.canaries.token(f"open address of a contact ({side.name})", side.case)
    other = world.as_(who, actions.add_contact, person_id=ids["person_id"], new=replace(hidden, address=address, hidden=False))
    world.as_(who, actions.end_contact, contact_id=other.id, note=words["end note"], seen=1)


def _views(world: Any, side: Any) -> None:
    """A list as the referrer likes to see it, under a name that names somebody: nobody else's to read."""
    ids, who = world.ids[side.name], side.referrer
    name = world.canaries.token(f"name of a saved view ({side.name})", {who})
    ids["view_id"] = world.as_(who, save_view, page="people", name=name, query="sort=release").pk
    ids["spare_view"] = world.as_(who, save_view, page="people", name="Another", query="sort=release").pk


def _unfinished(world: Any, side: Any) -> None:
    """A note begun and not sent: its author's alone."""
    person, who = world.ids[side.name]["person_id"], side.referrer
    words = world.canaries.token(f"unfinished note ({side.name})", {who})
    thing = Thing("note-add", person, person, "C9", f"/people/{person}/notes/add/")
    world.as_(who, keep_draft, thing=thing, values={"kind": ["MEETING"], "text": [words]})


def _undecided(world: Any, side: Any) -> None:
    """A decision an officer began to write, and what a worker began to tell of themselves: each its author's alone."""
    ids, put, who = world.ids[side.name], world.canaries.token, side.referrer
    words = put(f"unfinished decision about a conflict ({side.name})", {"privacy_officer"})
    thing = Thing("conflict", ids["conflict_id"], ids["person_id"], "C1", f"/conflicts/{ids['conflict_id']}/", withheld="privacy-53-b")
    world.as_("privacy_officer", keep_draft, thing=thing, values={"why": [words]})
    words = put(f"unfinished name a user tells of themselves ({side.name})", {who})
    thing = Thing("own-details", world.cast.users[who], None, "C5", "/my-details/")
    world.as_(who, keep_draft, thing=thing, values={"names": [words]})
