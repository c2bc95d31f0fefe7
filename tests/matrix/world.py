"""The world the matrix is walked in: two sides that must not see each other, every sensitive word of both a canary.

The Awa side: Aroha, her office, and Mana Trust, whom she was referred to. The Puke side: Tama, his office, and Kete Trust. On each side
there is one of everything that has an address of its own.
"""

import io
import secrets
import zipfile
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from tests.canaries import Canaries
from tests.cast import EVERYBODY, MEMBERS, SYSTEM, Cast, make_cast
from tests.matrix import agreements, assessments, doubles, keeping, light, partners, performance, stocktakes, surveys, watching
from tests.notices.jobs import run_jobs
from throughcare.accounts.models import ApiToken, Invitation, User
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import digest_of
from throughcare.common.clock import now, today
from throughcare.common.reader import reading_as
from throughcare.common.ref import Ref
from throughcare.common.text import search_key
from throughcare.imports.models import ImportRun, Reject
from throughcare.matching.pillars import Pillar
from throughcare.notices.models import Notice
from throughcare.people import actions as people
from throughcare.people.models import Identifier, ImportFile, ImportMapping, Need, Person, RejectedRows
from throughcare.referrals import actions, queries
from throughcare.referrals.models import Referral
from throughcare.services.actions.uploads import keep_upload
from throughcare.services.models import Address, Contact, Location, Phone, PillarVerdict, Service, ServiceAtLocation, ServicePillar


@dataclass(frozen=True)
class Side:
    """Who stands where: the office's case workers, its others who may look, the partner's workers, all of its staff, the person."""

    name: str
    case: frozenset[str]
    look: frozenset[str]
    answer: frozenset[str]
    staff: frozenset[str]
    own: frozenset[str]

    @property
    def referrer(self) -> str:
        """Whoever makes this side's referrals."""
        return min(self.case)

    @property
    def worker(self) -> str:
        """Whoever answers them."""
        return min(self.answer)

    @property
    def record(self) -> frozenset[str]:
        """Who sees the record itself."""
        return self.case | self.look | self.own

    def members(self, *words: str) -> frozenset[str]:
        """The names behind words of the table: groups of this side, or names that hold on both."""
        return frozenset().union(*(getattr(self, word) if word in _GROUPS else {word} for word in words))


_GROUPS = ("case", "look", "answer", "staff", "own")
AWA = Side(
    "awa",
    case=frozenset({"case_manager", "officer", "team_manager"}),
    look=frozenset({"recruitment_consultant"}),
    answer=frozenset({"partner_worker", "partner_worker_2", "partner_manager"}),
    staff=frozenset({"partner_worker", "partner_worker_2", "partner_manager"}),
    own=frozenset({"aroha"}),
)
PUKE = Side(
    "puke",
    case=frozenset({"other_officer"}),
    look=frozenset(),
    answer=frozenset({"other_partner_worker"}),
    staff=frozenset({"other_partner_worker", "employer"}),
    own=frozenset({"tama"}),
)
SIDES = (AWA, PUKE)


@dataclass
class World:
    """The cast, the canaries, and the ids that go into addresses: side → name of an address's part, or a thing's own name → id."""

    cast: Cast
    canaries: Canaries
    ids: dict[str, dict[str, UUID]] = field(default_factory=dict)
    crowd: dict[str, list[dict[str, UUID]]] = field(default_factory=dict)

    def key(self, name: str) -> dict[str, str]:
        """The header of an access key with every scope."""
        token = "tc_" + secrets.token_urlsafe(32)
        fields = {"name": "matrix", "scopes": [p.value for p in Permission], "expires_at": now() + timedelta(days=1)}
        with self.cast.reading(name):
            ApiToken.objects.create(user_id=self.cast.users[name], digest=digest_of(token), **fields)
        connection.close()
        return {"Authorization": f"Bearer {token}"}

    def client(self, name: str | None) -> Any:
        """A browser whose every answer is searched."""
        return self.canaries.watch(self.cast.client(name), name)

    def as_(self, who: str, action: Any, **values: Any) -> Any:
        """One action by one member, in a transaction of its own."""
        actor = self.cast.actor(who)
        with self.cast.reading(who):
            return action(by=actor, **values)

    def seen(self, who: str, referral_id: UUID) -> int:
        """The version of a referral this member sees."""
        with self.cast.reading(who):
            return Referral.objects.values_list("version", flat=True).get(pk=referral_id)


def make_world() -> World:
    """Fill an empty database, by the same actions as people do, and deliver the mail."""
    cast = make_cast()
    world = World(cast, Canaries())
    services = {"awa": cast.service, "puke": cast.other_service}
    persons = {"awa": (cast.person, cast.need), "puke": (cast.other_person, cast.other_need)}
    with reading_as(SYSTEM):
        _accounts(world)
        for number, side in enumerate(SIDES):
            person_id, need_id = persons[side.name]
            world.ids[side.name] = {"person_id": person_id, "need_id": need_id, "service_id": services[side.name]}
            _record(world, side, number)
            keeping.handover(world, side)
            _invitation(world, side)
            _safe_house(world, side)
            partners.register(world, side)
            assessments.assess(world, side)
            agreements.agree(world, side)
            performance.measure(world, side)
            light.lighten(world, side)
            watching.watch(world, side)
            stocktakes.take(world, side)
            surveys.survey(world, side)
        agreements.between(world)
        _runs(world)
        doubles.make(world)
    doubles.over(world)
    file = {"name": "services.zip", "content": _directory(), "source": "services", "layout": "auto"}
    upload = world.as_("partnership_manager", keep_upload, **file)
    for side in SIDES:
        world.ids[side.name]["upload_id"] = upload
        _story(world, side)
        keeping.story(world, side)
    run_jobs()
    connection.close()
    return world


# Who keeps a team's staff, beside the administrator.
_KEEPS_STAFF_OF = {"awa": "team_manager", "head": "partnership_manager", "mana": "partner_manager"}


def _invitation(world: World, side: Side) -> None:
    """Somebody was asked to work in this side's office, and it was withdrawn."""
    ids, cast = world.ids[side.name], world.cast
    ids["team_id"], ids["colleague_id"] = cast.teams[side.name], cast.users[max(side.case - {"team_manager"})]
    readers = {"administrator", _KEEPS_STAFF_OF.get(side.name, "administrator")}
    words = {what: world.canaries.token(f"{what} of somebody invited ({side.name})", readers) for what in ("name", "address")}
    made = Invitation(team_id=ids["team_id"], role_id="case_manager", name=words["name"], email=f"{words['address']}@example.test")
    made.expires_at = made.withdrawn_at = now()
    made.save(force_insert=True)
    ids["invitation_id"] = made.id


def _accounts(world: World) -> None:
    """Everybody's e-mail address, and the names of those who are in no office's list of colleagues."""
    for name in EVERYBODY:
        readers = {name, "administrator", _KEEPS_STAFF_OF.get(MEMBERS.get(name, ("", None))[1] or "", name)}
        changed = {"email": f"{world.canaries.token(f'e-mail address of {name}', readers)}@example.test"}
        if name in ("aroha", "tama", "whanau_member"):
            # Who reads the audit sees who did what.
            changed["name"] = world.canaries.token(f"account name of {name}", {name, "administrator", "auditor", "privacy_officer"})
        User.objects.filter(pk=world.cast.users[name]).update(**changed)


def _record(world: World, side: Side, number: int) -> None:
    """Names, numbers, days and needs."""
    put, ids = world.canaries, world.ids[side.name]
    told = side.record | side.answer  # the name is told with every referral
    names = {
        # The privacy officer knows by name and number whom a limit or a conflict is about.
        "preferred_name": put.token(f"preferred name ({side.name})", told | {"privacy_officer"}),
        "family_name": put.token(f"family name ({side.name})", told | {"privacy_officer"}),
        "given_names": put.token(f"given names ({side.name})", side.record),
        "name_mi": put.token(f"te reo Māori name ({side.name})", side.record),
    }
    born, leaves = date(1979 + number, 2, 3), today() + timedelta(days=371 + number)
    _put_day(put, f"date of birth ({side.name})", side.record, born)
    _put_day(put, f"release date ({side.name})", told, leaves)
    changed = {**names, "search_key": search_key(" ".join(names.values())), "birth_date": born, "release_date": leaves}
    Person.objects.filter(pk=ids["person_id"]).update(**changed)
    Identifier.objects.filter(person_id=ids["person_id"]).update(
        value=put.token(f"number ({side.name})", side.record | {"privacy_officer"}).upper()
    )
    Need.objects.filter(pk=ids["need_id"]).update(note=put.token(f"need ({side.name})", side.record))


def _safe_house(world: World, side: Side) -> None:
    """A confidential service of the partner, and where it is: for its own staff and the directory's editors only."""
    ids, put, readers = world.ids[side.name], world.canaries, side.staff | {"partnership_manager"}
    organization = Service.objects.values_list("organization_id", flat=True).get(pk=ids["service_id"])
    name = put.token(f"safe house ({side.name})", readers)
    told = {"description": "A safe place.", "search_key": search_key(name), "name_key": search_key(name), "confidential": True}
    house = Service.objects.create(organization_id=organization, name=name, **told)
    where = put.token(f"where the safe house is ({side.name})", readers)
    # Nobody marked the place: it is hidden because nothing but the safe house is there.
    place = Location.objects.create(organization_id=organization, name=where)
    ServiceAtLocation.objects.create(service=house, location=place)
    street, number = (put.token(f"{what} of the safe house ({side.name})", readers) for what in ("street", "phone"))
    Address.objects.create(location=place, address_1=street, city=put.token(f"town of the safe house ({side.name})", readers))
    Phone.objects.create(location=place, number=number)
    asked = Contact.objects.create(service=house, name=put.token(f"who answers at the safe house ({side.name})", readers))
    Phone.objects.create(contact=asked, number=put.token(f"their number at the safe house ({side.name})", readers))
    ServicePillar.objects.create(service=house, pillar=Pillar.ACCOMMODATION.value, verdict=PillarVerdict.ADDED)
    ids["safe_house"], ids["organization_id"] = house.id, organization


def _runs(world: World) -> None:
    """One import of each kind, and a file on its way in."""
    counts = {"rows_read": 1, "created": 0, "updated": 0, "unchanged": 0, "rejected": 1}
    made = {}
    for kind in ("services", "people", "partners"):
        run = ImportRun.objects.create(kind=kind, source=f"{kind}.csv", layout=kind, by_name="Records", **counts)
        Reject.objects.create(run=run, file=f"{kind}.csv", row=1, field="team", message="There is no such team. Correct the code.")
        made[f"{kind}_run"] = run.id
    made |= _people_file(world, made["people_run"]) | partners.listed(world, made["partners_run"])
    for side in SIDES:
        world.ids[side.name] |= made


def _people_file(world: World, run_id: UUID) -> dict[str, UUID]:
    """A file of people on its way in, how it is read, and a row of another that was not taken: the records role's alone."""
    put, only = world.canaries, frozenset({"records"})
    number, name = put.token("number in a people file", only), put.token("name in a people file", only)
    content = f"team,identifiers,preferred_name\nawa,local:{number},{name}\n".encode()
    sender = world.cast.users["records"]
    file = ImportFile.objects.create(by_id=sender, name=f"{put.token('name of a people file', only)}.csv", content=content)
    words = {"name": put.token("name of a mapping", only), "headings": [put.token("heading in a mapping", only)], "fields": ["gender"]}
    mapping = ImportMapping.objects.create(by_name="Records", **words)
    RejectedRows.objects.create(run_id=run_id, headings=["team"], cells={"1": [put.token("cell of a rejected row", only)]})
    return {"file_id": file.id, "mapping_id": mapping.id}


def _directory() -> bytes:
    """The smallest directory of services there is."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("organizations.csv", "id,name\n1,Kea Trust\n")
        archive.writestr("services.csv", "id,organization_id,name,description\n7,1,Kea housing help,Somewhere to live\n")
    return made.getvalue()


def _put_day(put: Canaries, what: str, readers: frozenset[str], day: date) -> None:
    spellings = (
        f"{day.day} {day:%B %Y}",
        f"{day.day} {day:%b %Y}",
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day.day}/{day.month}/{day.year}",
    )
    put.put(what, readers, *spellings)


def _story(world: World, side: Side) -> None:
    """A referral on its way with talk about it, a draft, a disagreement, a notice."""
    ids, referrer = world.ids[side.name], side.referrer
    _referral(world, side)
    second = world.as_(
        referrer, people.add_need, person_id=ids["person_id"], pillar=Pillar.ACCOMMODATION.value, note="Somewhere for the children to stay"
    )
    ids["second_need"] = second.id
    ids["draft"] = _draft(world, side, second.id).pk
    said = world.canaries.token(f"disagreement ({side.name})", side.record)
    own = next(iter(side.own))
    disagreed = world.as_(own, people.disagree, about=Ref("people.person", ids["person_id"]), words=said)
    ids["disagreement_id"] = disagreed.id
    world.key(referrer)
    with reading_as(SYSTEM):
        ids["key_id"] = ApiToken.objects.get(user_id=world.cast.users[referrer]).id
        ids["notice_id"] = Notice.objects.filter(user_id=world.cast.users[referrer]).order_by("created_at").values_list("id", flat=True)[0]


def _draft(world: World, side: Side, need_id: UUID) -> Referral:
    """A draft with every part done; only age and release are told beyond what always is."""
    put, who = world.canaries, side.referrer
    made = world.as_(who, actions.make_draft, need_id=need_id, service_id=world.ids[side.name]["service_id"])
    told, office = side.record | side.answer, side.case | side.look
    is_sent = need_id == world.ids[side.name]["need_id"]
    words = {
        "reason": put.token(f"why this referral ({side.name})", told if is_sent else office),
        "more": put.token(f"anything else, not told ({side.name})", office),
    }
    how = put.token(f"how the person agreed ({side.name})", side.record)
    steps: tuple[tuple[Any, dict[str, Any]], ...] = (
        (actions.set_urgency, {"urgency": "SOON", "answer_by": today() + timedelta(days=7)}),
        (actions.set_reason, words),
        (actions.set_authority, {"ground": "AGREEMENT", "how": how}),
        (actions.choose_lines, {"codes": ("age", "release")}),
    )
    done: Referral = made
    for action, values in steps:
        done = world.as_(who, action, referral_id=made.pk, seen=done.version, **values)
    return done


def _referral(world: World, side: Side) -> None:
    """Sent, asked about, replied to, acknowledged with a word, and asked about again."""
    put, ids, referrer, worker = world.canaries, world.ids[side.name], side.referrer, side.worker
    draft = _draft(world, side, ids["need_id"])
    ids["referral_id"] = draft.pk
    actor = world.cast.actor(referrer)
    with world.cast.reading(referrer):
        shown = queries.get_draft(actor, draft.pk).digest
    world.as_(referrer, actions.send_referral, referral_id=draft.pk, seen=draft.version, shown=shown)
    both = side.case | side.look | side.answer
    talk = {what: put.token(f"{what} ({side.name})", both) for what in ("question", "reply", "second question", "message")}
    asked = world.as_(worker, actions.ask_question, referral_id=draft.pk, text=talk["question"])
    world.as_(referrer, actions.reply_to_question, referral_id=draft.pk, question_id=asked.id, text=talk["reply"])
    seen = world.seen(worker, draft.pk)
    world.as_(worker, actions.acknowledge_referral, referral_id=draft.pk, seen=seen, note=talk["message"])
    ids["question_id"] = world.as_(worker, actions.ask_question, referral_id=draft.pk, text=talk["second question"]).id
