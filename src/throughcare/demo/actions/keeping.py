"""What offices keep about their people: whose caseload they are on, notes of contacts, whānau, and a handover that waits."""

from collections.abc import Sequence
from datetime import timedelta

from throughcare.demo.actions.world import Life, World, save
from throughcare.demo.cast import MEMBERS
from throughcare.people.models import Assignment, CaseNote, ContactAddress, Handover, PersonContact
from throughcare.people.states import NoteKind, Relation, Safety

_SAID: tuple[tuple[NoteKind, str], ...] = (
    (NoteKind.MEETING, "Met to talk about release. Worried about where to stay; we wrote down what is needed."),
    (NoteKind.MEETING, "Went through the plan together. Two steps are done, one waits for an answer."),
    (NoteKind.PHONE, "Rang as agreed. All well. Next call in two weeks."),
    (NoteKind.VISIT, "Visited where they live. Tidy, warm, and the rent is paid."),
    (NoteKind.MESSAGE, "Wrote that the first appointment has moved to Thursday morning."),
    (NoteKind.OBSERVATION, "Quiet this week, and keeps to the routine."),
    (NoteKind.INFORMATION, "The tutor says that attendance is good."),
)
_SECRET = "Spoke about a former partner. Does not want anybody to know the new address."  # noqa: S105 - a sentence
_HOW = "Text first; not after eight in the evening."
_RELATIONS = (Relation.PARENT, Relation.SIBLING, Relation.PARTNER, Relation.AUNT_UNCLE, Relation.FRIEND)
_HANDOVER = (
    "Aroha comes home in under four weeks. Her daughter's school is near Tūī Valley, so a place there matters most. Mornings suit her."
)


def keep(world: World, lives: Sequence[Life]) -> None:
    """For each person, who has them, a few notes and contacts; for Aroha, a handover that Tevita has not acknowledged yet."""
    mains = {life.person.id: [_assignment(world, life, number) for number in range(len(life.spans))] for life in lives}
    save(Assignment, [row for rows in mains.values() for row in rows])
    save(CaseNote, [note for life in lives for note in _notes(world, life)])
    contacts = [contact for life in lives for contact in _contacts(world, life)]
    save(PersonContact, contacts)
    save(ContactAddress, [_address(world, contact) for contact in contacts if contact.safety != Safety.NO])
    handed = [_handover(world, life, mains[life.person.id]) for life in lives if ("prn", "DEMO-AROHA") in life.numbers]
    save(Handover, handed)


def _assignment(world: World, life: Life, number: int) -> Assignment:
    span = life.spans[number]
    return Assignment(
        id=world.chance.id(span.starts_at), person=life.person, team=span.team, worker=span.worker,
        starts_at=span.starts_at, ends_at=span.ends_at, by=span.worker,
    )  # fmt: skip


def _notes(world: World, life: Life) -> list[CaseNote]:
    chance, found = world.chance, []
    for _ in range(chance.number(0, 3)):
        at = chance.working(chance.days_ago(chance.number(1, 70)))
        span = life.at(at)
        if at < span.starts_at or at > chance.now:
            continue
        kind, text = chance.pick(_SAID)
        sensitive = chance.yes(0.06)
        key = chance.id(at)
        found.append(
            CaseNote(
                id=key,
                note_id=key,
                person=life.person,
                kind=kind,
                text=_SECRET if sensitive else text,
                sensitive=sensitive,
                happened_at=at,
                written_at=at + timedelta(minutes=chance.number(5, 90)),
                author=span.worker,
            )
        )
    return found


def _contacts(world: World, life: Life) -> list[PersonContact]:
    chance, found = world.chance, []
    since = min(span.starts_at for span in life.spans)
    for number in range(chance.number(0, 2)):
        name = world.invent.person_name()
        safety = chance.weighted({Safety.YES: 7, Safety.CARE: 2, Safety.NO: 1})
        found.append(
            PersonContact(
                id=chance.id(since),
                person=life.person,
                name=f"{name.given} {name.family}",
                relation=chance.pick(_RELATIONS),
                phone=f"021 555 {chance.number(100, 999)}",
                safety=safety,
                how=_HOW if safety == Safety.CARE else "",
                is_emergency=number == 0 and safety != Safety.NO,
                created_at=since,
                changed_at=since,
            )
        )
    return found


def _address(world: World, contact: PersonContact) -> ContactAddress:
    words = f"{world.chance.number(1, 180)} {world.chance.pick(('Rimu', 'Rata', 'Kauri', 'Miro', 'Nīkau'))} Street"
    return ContactAddress(contact=contact, person=contact.person, address=words, hidden=contact.safety == Safety.CARE)


def _handover(world: World, life: Life, mains: Sequence[Assignment]) -> Handover:
    mere, tevita = world.users["mere"], world.users["tevita"]
    given = next(row for row in mains if row.worker_id == tevita.id)
    return Handover(
        id=world.chance.id(given.starts_at), person=life.person, from_team=world.teams[MEMBERS["mere"].team], from_worker=mere, by=mere,
        to_team=given.team, to_worker=tevita, assignment=given, note=_HANDOVER, made_at=given.starts_at,
        last_day=world.chance.today + timedelta(days=25),
    )  # fmt: skip
