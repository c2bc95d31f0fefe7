"""What waits for somebody's decision, or keeps somebody out: one of each, so that whoever decides has something to decide."""

from collections.abc import Sequence
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import connection

from throughcare.accounts.models import Membership, User
from throughcare.demo.actions.history import Past
from throughcare.demo.actions.traces import Traces
from throughcare.demo.actions.world import Life, World, save
from throughcare.demo.cast import MEMBERS, NATIONAL
from throughcare.imports.models import ImportRun
from throughcare.notices.models import SavedView
from throughcare.people.actions.holding import as_json
from throughcare.people.actions.records import key_of
from throughcare.people.actions.rows import FileRow
from throughcare.people.models import (
    Conflict,
    EmergencyOpening,
    FormDraft,
    HeldCandidate,
    HeldRow,
    Involvement,
    LikelyPair,
    Limit,
    Merge,
    PersonContact,
)
from throughcare.people.states import (
    EMERGENCY,
    EMERGENCY_COMPARTMENTS,
    EmergencyReason,
    HeldState,
    LimitKind,
    LimitReason,
    Relation,
    Safety,
)

FILE, RUTH = "new-people-november.csv", "Ruth Ellery"
# Of the people made, from this one on: so many are somebody written down twice.
ALIKE, PAIRS = 14, 2
_LIKE = (
    {"field": "Date of birth", "level": "same", "words": "same date of birth", "weight": 13.9},
    {"field": "Name", "level": "family_near", "words": "same first name, family name nearly the same", "weight": 13.7},
    {"field": "Number", "level": "other", "words": "different numbers", "weight": -4.2},
    {"field": "Gender", "level": "same", "words": "same gender", "weight": 0.7},
)
_LIKELY = 0.9988
_VIEW = ("Home within four weeks", "release=4&sort=release")
_DRAFT = "Rang the school in Tūī Valley: her daughter has a place from February. Told Aroha, who"


def twice(life: Life, lives: Sequence[Life], pairs: Sequence[tuple[Life, Life]]) -> tuple[Life, Life] | None:
    """Make this life a second record of somebody made before, with the typing error that hid it; None when nobody fits. pairs: those so far."""
    person = life.person
    done = [each.person.id for pair in pairs for each in pair]
    for before in (each for each in lives[1:] if each.person.id not in done):
        there = before.person
        name = there.family_name
        # Two letters that are the same can be exchanged by nobody.
        if there.birth_date and there.gender == person.gender and len(name) > 4 and name[2] != name[3]:
            person.preferred_name, person.given_names = there.preferred_name, there.given_names
            person.family_name = f"{name[:2]}{name[3]}{name[2]}{name[4:]}"
            person.search_key = key_of(person.family_name, person.preferred_name, person.given_names)
            person.birth_date, person.age_band = there.birth_date, ""
            return before, life
    return None


def leave_standing(world: World, lives: Sequence[Life], pairs: Sequence[tuple[Life, Life]], past: Past, traces: Traces) -> None:
    """lives: the first made, Aroha before all. pairs: those written down twice."""
    there = [life for life in lives[1:] if all(life not in pair for pair in pairs)]
    mine = [life for life in there if life.at(world.chance.now).team == world.teams[MEMBERS["wiremu"].team]]
    _desk(world, lives[0])
    _held(world, lives[0])
    _pairs(world, pairs)
    if len(mine) > 2:
        _limits(world, mine[0], mine[1])
        _emergency(world, mine[2], past, traces)
    rachels = [life for life in lives[1:] if life.at(world.chance.now).team == world.teams[MEMBERS["rachel"].team]]
    if rachels:
        _conflict(world, rachels[0])


def _desk(world: World, aroha: Life) -> None:
    """What Mere left on her desk: a list as she likes it, and a note half written."""
    mere, at = world.users["mere"], world.chance.now - timedelta(hours=3)
    save(SavedView, [SavedView(id=world.chance.id(at), user=mere, page="people", name=_VIEW[0], query=_VIEW[1], made_at=at)])
    person = aroha.person
    path, values = f"/people/{person.id}/notes/add/", {"kind": ["PHONE"], "text": [_DRAFT]}
    begun = FormDraft(
        id=world.chance.id(at), user=mere, person=person, form="note-add", about_id=person.id, compartment="C9", path=path, values=values
    )
    begun.began_at = begun.saved_at = at
    save(FormDraft, [begun])


def _held(world: World, aroha: Life) -> None:
    """Two rows of a file: one like Aroha, and one like that row."""
    grace, at, there = world.users["grace"], world.chance.days_ago(1), aroha.person
    run = ImportRun(id=world.chance.id(at), kind="people", source=FILE, layout="people-csv", by_name=grace.name, at=at)
    run.rows_read, run.created, run.updated, run.unchanged, run.rejected, run.held = 2, 0, 0, 0, 0, 2
    save(ImportRun, [run])
    rows = []
    for number, (name, prn) in enumerate((("Kereru", "DEMO-900001"), ("Kererru", "DEMO-900002")), start=2):
        team = world.teams[MEMBERS["shane"].team]
        said = FileRow(row=number, team=team.code, identifiers=(("prn", prn),), preferred_name="Aroha", family_name=name)
        held = HeldRow(id=world.chance.id(at), run=run, row=number, said={**as_json(said), "gender": "FEMALE"}, team=team, by=grace, at=at)
        held.said["birth_date"], held.state = str(there.birth_date), HeldState.WAITING
        rows.append(held)
    save(HeldRow, rows)
    likes: list[dict[str, object]] = [
        {"held": rows[0], "person": there},
        {"held": rows[1], "person": there},
        {"held": rows[1], "other": rows[0]},
    ]
    save(HeldCandidate, [HeldCandidate(id=world.chance.id(at), probability=_LIKELY, evidence=list(_LIKE), **like) for like in likes])


def _pairs(world: World, pairs: Sequence[tuple[Life, Life]]) -> None:
    """Two likely duplicates; of the last, one records officer has asked that they be put together."""
    at = world.chance.days_ago(2)
    rows = []
    for pair in pairs:
        one, other = sorted((life.person for life in pair), key=lambda person: person.id)
        rows.append(LikelyPair(id=world.chance.id(at), one=one, other=other, probability=_LIKELY, evidence=list(_LIKE), at=at))
    save(LikelyPair, rows)
    if pairs:
        ruth = _ruth(world)
        stays, goes = pairs[-1]
        asked = Merge(winner=stays.person, loser=goes.person, reason="Same day of birth, and two letters exchanged.", proposed_by=ruth)
        asked.id, asked.proposed_at = world.chance.id(at), at
        save(Merge, [asked])


def _ruth(world: World) -> User:
    """A second records officer: Grace decides about what she asked."""
    at = world.chance.days_ago(200)
    ruth = User(id=world.chance.id(at), email="ruth.ellery.staff@demo.example", name=RUTH, password=make_password(None), created_at=at)
    save(User, [ruth])
    team = world.teams[NATIONAL.code]
    save(Membership, [Membership(id=world.chance.id(at), user=ruth, team=team, role_id="records", starts_on=at.date())])
    return ruth


def _limits(world: World, few: Life, one: Life) -> None:
    """Somebody only few may see, and somebody whom one user never may."""
    anita, at = world.users["anita"], world.chance.days_ago(6)
    only = sorted({world.users["wiremu"].id, few.at(world.chance.now).worker.id})
    known = next(user for user in world.staff[MEMBERS["wiremu"].team] if user not in (one.at(world.chance.now).worker, world.users["mere"]))
    rows = [
        Limit(
            person=few.person, kind=LimitKind.RESTRICTION, users=only, reason=LimitReason.PUBLIC, words="The trial was in every newspaper."
        ),
        Limit(
            person=one.person, kind=LimitKind.EXCLUSION, users=[known.id], reason=LimitReason.KNOWN, words="They went to school together."
        ),
    ]
    for row in rows:
        row.id, row.starts_at, row.made_at, row.by = world.chance.id(at), at, at, anita
    save(Limit, rows)


def _emergency(world: World, life: Life, past: Past, traces: Traces) -> None:
    """Opened by Shane, whose prison does not work with the person; nobody has looked at it a second time."""
    shane, at = world.users["shane"], world.chance.days_ago(1)
    words = "Brought to our gate ill; their own office did not answer the phone."
    opened = EmergencyOpening(id=world.chance.id(at), person=life.person, user=shane, reason=EmergencyReason.HEALTH, words=words, at=at)
    sight = Involvement(
        id=world.chance.id(at), person=life.person, team=world.teams[MEMBERS["shane"].team], only=shane, because_kind=EMERGENCY,
        because_id=opened.id, compartments=list(EMERGENCY_COMPARTMENTS), starts_at=at, ends_at=at + timedelta(minutes=60), by=shane,
    )  # fmt: skip
    save(EmergencyOpening, [opened])
    save(Involvement, [sight])
    past.add(sight, at, shane.id)
    traces.emergency(life, opened, sight)


def _conflict(world: World, life: Life) -> None:
    """A contact has the name of somebody who works in the office: kept away by itself, until Anita decides."""
    rachel, at = world.users["rachel"], world.chance.days_ago(1)
    sister = PersonContact(person=life.person, name=rachel.name, relation=Relation.SIBLING, phone="", safety=Safety.YES, how="")
    sister.id, sister.created_at, sister.changed_at = world.chance.id(at), at, at
    save(PersonContact, [sister])
    with connection.cursor() as cursor:
        cursor.execute(
            "select array_agg(distinct k.key order by k.key) from people_matchkey k join people_matchkey u on u.key = k.key "
            "where k.contact_id = %s and u.user_id = %s",
            [sister.id, rachel.id],
        )
        (keys,) = cursor.fetchone() or (None,)
    save(Conflict, [Conflict(id=world.chance.id(at), person=life.person, user=rachel, keys=keys or [], found_at=at)])
