"""Nearly every organisation of the directory on the register of partners, with what a register says of them."""

from datetime import UTC, date, timedelta
from typing import Any
from uuid import UUID

from throughcare.common.text import search_key
from throughcare.demo.actions.world import World, save
from throughcare.demo.cast import NATIONAL, PARTNERS
from throughcare.demo.chance import Chance
from throughcare.demo.names import Invent
from throughcare.demo.places_data import SITES
from throughcare.demo.words import CAMPAIGNS, CONTACT_WORK, GATHERINGS, OWN_TASKS, PAUSES, PURPOSES, TALKS, TIKANGA
from throughcare.partners.models import (
    Accreditation,
    Campaign,
    Interaction,
    ManaWhenua,
    Organization,
    Partner,
    PartnerContact,
    ProposedChange,
    TikangaNote,
)
from throughcare.partners.numbers import check_digit
from throughcare.partners.queries.changes import says_now
from throughcare.partners.queries.reminders import Doers, due_reminders
from throughcare.partners.states import CampaignState, ChangePart, ChangeState, Expertise, PartnerRole, PartnerState, Safeguarding
from throughcare.services.models import Service, ServiceRequirement
from throughcare.tasks.models import Task

# National bodies whose branches begin with these words.
_NATIONAL = {"Open Gate": "NGO", "House of Welcome": "FAITH", "Walk Beside": "VOLUNTEER"}
_KNOWS: dict[str, tuple[Expertise, ...]] = {
    "HEALTH": (Expertise.HEALTH, Expertise.MENTAL_HEALTH, Expertise.ADDICTION),
    "TRAINING": (Expertise.EDUCATION, Expertise.EMPLOYMENT),
    "EMPLOYER": (Expertise.EMPLOYMENT,),
    "FAITH": (Expertise.FAITH, Expertise.FAMILY),
    "PACIFIC": (Expertise.PACIFIC, Expertise.FAMILY, Expertise.YOUTH),
    "VOLUNTEER": (Expertise.VOLUNTEERS, Expertise.LIVED),
    "SPORT": (Expertise.YOUTH, Expertise.HEALTH),
    "PUBLIC_AGENCY": (Expertise.HOUSING, Expertise.MONEY),
    "NGO": (Expertise.HOUSING, Expertise.FAMILY, Expertise.LEGAL, Expertise.LIVED),
    "COMMUNITY": (Expertise.FAMILY, Expertise.MONEY),
}
_SAFE = {Safeguarding.NOT_CHECKED: 25, Safeguarding.IN_PLACE: 55, Safeguarding.GAPS: 10, Safeguarding.NOT_NEEDED: 10}
_MAORI = ("IWI", "HAPU", "MARAE", "URBAN_MAORI")
# Numbers of a company's own use, which GS1 gives to nobody; the charities register begins far above these.
_OWN_USE, _LOW_CHARITY = "2099", 1000
_AGENCY = "Demo Accreditation Agency"


def make_register(world: World, seed: int) -> None:
    """Its chance and its names are its own: what else is invented does not depend on how many partners there are."""
    now = world.chance.now
    chance, invent = Chance(seed + 4, now, now.tzinfo or UTC), Invent(seed + 4)
    talk = Chance(seed + 5, now, now.tzinfo or UTC)
    _make_national(chance)
    partners: list[Partner] = []
    accreditations: list[Accreditation] = []
    contacts: list[PartnerContact] = []
    talks: list[Interaction] = []
    ours = {organization.id for organization in world.organizations.values()}
    for number, organization in enumerate(Organization.objects.order_by("search_key", "id")):
        if organization.id not in ours and chance.yes(0.1):
            continue  # of the directory alone
        partner = _partner(world, chance, organization, number, still=organization.id in ours)
        partners.append(partner)
        accreditations += _accreditations(world, chance, partner)
        known = _contacts(chance, invent, organization)
        contacts += known
        talks += _talks(world, talk, partner, known)
    save(Partner, partners)
    save(Accreditation, accreditations)
    save(PartnerContact, contacts)
    save(Interaction, [*talks, *_events(world, Chance(seed + 6, now, now.tzinfo or UTC), partners)])
    _make_tasks(world, talk)
    save(ProposedChange, _asked(world, chance))
    save(TikangaNote, _tikanga(world, chance))
    save(ManaWhenua, _whenua(world, chance, partners))
    save(Campaign, _campaigns(world, chance, partners))
    save(ServiceRequirement, _levels(chance, accreditations))


def _campaigns(world: World, chance: Chance, partners: list[Partner]) -> list[Campaign]:
    """Some ask; most have our answer."""
    made = []
    for partner in chance.some([one for one in partners if PartnerRole.ADVOCATES in one.roles], 12):
        kind, title, topic, asks, answer = chance.pick(CAMPAIGNS)
        day, answered = world.chance.today - timedelta(days=chance.number(60, 600)), chance.yes(0.7)
        said = {"state": CampaignState.ANSWERED, "answer": answer, "answered_by": world.users["kahu"]} if answered else {}
        if answered:
            said["answered_on"] = day + timedelta(days=chance.number(5, 50))
        made.append(
            Campaign(id=chance.id(chance.now), partner=partner, kind=kind, title=title, topic=topic, asks=asks, said_on=day, **said)
        )
    return made


def _levels(chance: Chance, held: list[Accreditation]) -> list[ServiceRequirement]:
    """Services that give a home ask for level 2; a partner that holds none makes a warning, and of few a stop."""
    there = {one.partner_id for one in held}
    homes = Service.objects.filter(pillars__pillar="ACCOMMODATION").order_by("name_key", "id").distinct()
    return [
        ServiceRequirement(id=chance.id(chance.now), service=one, level=2, blocks=one.organization_id in there)
        for one in homes
        if chance.yes(0.2)
    ]


def _tikanga(world: World, chance: Chance) -> list[TikangaNote]:
    """Of the iwi whose people are among those to log in as."""
    return [
        TikangaNote(
            id=chance.id(chance.now),
            partner_id=world.organizations["te-whare-manaaki"].id,
            about=about,
            words=words,
            given_by="Invented kaumātua, for the rūnanga",
            agreement="For those who come to work with us. Not for reports.",
            given_on=world.chance.today - timedelta(days=chance.number(20, 200)),
            written_by=world.users["hemi"],
            written_at=chance.now,
        )
        for about, words in TIKANGA
    ]


def _whenua(world: World, chance: Chance, partners: list[Partner]) -> list[ManaWhenua]:
    """Of most sites somebody said; of some nobody yet."""
    iwi = [one for one in partners if one.organization.kind in ("IWI", "HAPU") and one.state == PartnerState.ACTIVE]
    made = []
    for site in SITES:
        here = [one for one in iwi if site.region in one.regions]
        for one in chance.some(here, chance.number(0, min(2, len(here)))):
            day = world.chance.today - timedelta(days=chance.number(30, 900))
            made.append(
                ManaWhenua(id=chance.id(chance.now), site=site.code, partner=one, said_by="Invented speaker, at a hui", said_on=day)
            )
    return made


# What the people of these partners ask for: by their code, who asks, the part, what they say about it, and the answer.
_ASKS: tuple[tuple[str, str, str, str, str], ...] = (
    ("te-whare-manaaki", "hemi", ChangePart.REACH, "We work in the south too, since we opened a house there.", ""),
    ("te-whare-manaaki", "sina", ChangePart.ROLES, "We speak for those we work with, at every hui.", ""),
    ("te-whare-manaaki", "sina", ChangePart.ACCREDITATION, "It was renewed last month.", ""),
    (
        "open-gate-stonebridge",
        "craig",
        ChangePart.NUMBERS,
        "",
        "That is the number of the national body. Yours is on your own certificate.",
    ),
)


def _asked(world: World, chance: Chance) -> list[ProposedChange]:
    """Three that wait, and one that was refused."""
    return [_ask(world, chance, *one) for one in _ASKS]


def _ask(world: World, chance: Chance, code: str, who: str, part: str, why: str, refused: str) -> ProposedChange:
    partner = Partner.objects.get(pk=world.organizations[code].id)
    day = world.chance.today + timedelta(days=700)
    said: dict[str, dict[str, Any]] = {
        ChangePart.REACH: {"regions": ["north", "south"], "sites": list(partner.sites)},
        ChangePart.ROLES: {"roles": [role for role in PartnerRole.values if role in partner.roles or role == PartnerRole.VOICE]},
        ChangePart.ACCREDITATION: {"level": 2, "scope": "Social services for adults", "given_by": _AGENCY, "expires_on": day.isoformat()},
        ChangePart.NUMBERS: {"nzbn": partner.nzbn, "charity_number": f"CC{_LOW_CHARITY - 1}"},
    }
    answered = (
        {"state": ChangeState.REFUSED, "reason": refused, "answered_by": world.users["kahu"], "answered_at": chance.now} if refused else {}
    )
    return ProposedChange(
        id=chance.id(chance.now),
        partner=partner,
        part=part,
        said=said[part],
        was=says_now(partner, part),
        why=why,
        proposed_by=world.users[who],
        proposed_at=chance.now - timedelta(days=chance.number(1, 9)),
        **answered,
    )


def write_some_twice(world: World, seed: int) -> None:
    """Three partners as another list has them, in the directory alone: what the linkage proposes, and somebody decides about."""
    now = world.chance.now
    chance = Chance(seed + 5, now, now.tzinfo or UTC)
    partners = Partner.objects.select_related("organization").exclude(pk__in=[one.id for one in world.organizations.values()])
    for number, partner in enumerate(partners.filter(state=PartnerState.ACTIVE).order_by("organization__search_key", "pk")[::40][1:4]):
        there = partner.organization
        words = there.name.split()
        name = (there.name.upper(), " ".join([*words[1:], words[0]]), f"{there.name} Incorporated")[number]
        Organization(
            id=chance.id(now),
            name=name,
            kind=there.kind,
            website=there.website,
            email=there.email,
            search_key=search_key(name),
            description="As an office's list of last year has it.",
        ).save(force_insert=True)


def _make_national(chance: Chance) -> None:
    """Three national bodies with local branches."""
    for words, kind in _NATIONAL.items():
        name = f"{words} Aotearoa"
        national = Organization(
            id=chance.id(chance.now), name=name, kind=kind, search_key=search_key(name), description=f"{name} supports its local branches."
        )
        national.save(force_insert=True)
        branches = Organization.objects.filter(name__startswith=f"{words} ").exclude(pk=national.pk)
        branches.update(parent_organization=national)


def _partner(world: World, chance: Chance, organization: Organization, number: int, *, still: bool) -> Partner:
    region = chance.pick(("north", "south"))
    regions = next((list(one.regions) for one in PARTNERS if one.name == organization.name), [region])
    state = PartnerState.ACTIVE if still else chance.weighted({PartnerState.ACTIVE: 88, PartnerState.PAUSED: 7, PartnerState.ENDED: 5})
    safe = chance.weighted(_SAFE)
    owned = chance.yes(0.85)
    day = world.chance.today
    return Partner(
        organization=organization,
        purpose=chance.pick(PURPOSES),
        roles=_roles(chance),
        expertise=_expertise(chance, organization.kind),
        languages=["en", *(["mi"] if organization.kind in _MAORI else ["sm"] if organization.kind == "PACIFIC" else [])],
        regions=regions,
        sites=[site.code for site in SITES if site.region in regions and chance.yes(0.5)],
        nzbn=number_of(number),
        charity_number=f"CC{_LOW_CHARITY + number}" if organization.kind in ("NGO", "FAITH", "COMMUNITY", "PACIFIC") else "",
        safeguarding=safe,
        safeguarding_on=None if safe == Safeguarding.NOT_CHECKED else day - timedelta(days=chance.number(10, 700)),
        safeguarding_note="Checks on new staff are late." if safe == Safeguarding.GAPS else "",
        owner=world.users["kahu"] if owned else None,
        owner_team=world.teams[NATIONAL.code] if owned else None,
        state=state,
        state_since=day - timedelta(days=chance.number(20, 2000)),
        state_reason="" if state == PartnerState.ACTIVE else chance.pick(PAUSES),
    )


def _roles(chance: Chance) -> list[str]:
    more = chance.some(PartnerRole.values, chance.number(0, 3))
    return [role for role in PartnerRole.values if role == PartnerRole.DELIVERS or role in more]


def _expertise(chance: Chance, kind: str) -> list[str]:
    known = (Expertise.TIKANGA, Expertise.FAMILY, Expertise.RESTORATIVE) if kind in _MAORI else _KNOWS.get(kind, (Expertise.FAMILY,))
    chosen = {one.value for one in known if chance.yes(0.8)} or {known[0].value}
    return [code for code in Expertise.values if code in chosen]


def number_of(number: int) -> str:
    """An NZBN that nobody has, with its check digit."""
    twelve = f"{_OWN_USE}{number:08}"
    return twelve + str(check_digit(twelve))


def _accreditations(world: World, chance: Chance, partner: Partner) -> list[Accreditation]:
    """Most of those who work with people closely hold one; some are about to end, and a few have."""
    if partner.organization.kind in ("EMPLOYER", "SPORT", "PUBLIC_AGENCY") or chance.yes(0.3):
        return []
    low, high = chance.weighted({(-60, -1): 4, (5, 85): 10, (100, 900): 86})
    return [
        Accreditation(
            id=chance.id(chance.now),
            partner=partner,
            level=chance.weighted({1: 15, 2: 40, 3: 30, 4: 15}),
            scope=chance.pick(("Social services for adults", "Residential services, one site", "Work with families and children")),
            given_by=_AGENCY,
            expires_on=world.chance.today + timedelta(days=chance.number(low, high)),
        )
    ]


def _contacts(chance: Chance, invent: Invent, organization: Organization) -> list[PartnerContact]:
    made: list[PartnerContact] = []
    for number in range(chance.number(1, 2)):
        person = invent.person_name()
        name = f"{person.given} {person.family}"
        made.append(PartnerContact(**reached(chance, organization.id, name, organization.email), is_lead=number == 0))
    return made


def _talks(world: World, chance: Chance, partner: Partner, known: list[PartnerContact]) -> list[Interaction]:
    """Of some nobody has heard for a year; with most somebody was in touch now and then."""
    often = 0 if chance.yes(0.12) else chance.number(1, 4)
    days = sorted((chance.number(2, 330) for _ in range(often)), reverse=True)
    return [_talk(world, chance, partner, known, world.chance.today - timedelta(days=ago), is_last=ago == days[-1]) for ago in days]


def _talk(world: World, chance: Chance, partner: Partner, known: list[PartnerContact], day: date, *, is_last: bool) -> Interaction:
    kind, topics, said = chance.pick(TALKS)
    kahu = world.users["kahu"]
    ahead = world.chance.today + timedelta(days=chance.number(-5, 60))
    return Interaction(
        id=chance.id(chance.now),
        partner=partner,
        kind=kind,
        on=day,
        topics=list(topics),
        said=said,
        contact_ids=[known[0].pk],
        user_ids=[kahu.pk],
        others="Kim, of the council" if kind == "EVENT" else "",
        place="At theirs" if kind in ("VISIT", "HUI") else "",
        shared=chance.yes(0.3),
        next_on=ahead if is_last and ahead > day and chance.yes(0.25) else None,
        written_by=kahu,
    )


def _events(world: World, chance: Chance, partners: list[Partner]) -> list[Interaction]:
    """Hui and events of the last two years where several partners of one region were, each with its own account."""
    made: list[Interaction] = []
    near = {region: [one for one in partners if region in one.regions] for region in sorted({r for one in partners for r in one.regions})}
    kahu = world.users["kahu"]
    for _ in range(40):
        there = near[chance.pick(tuple(near))]
        if len(there) < 2:
            continue
        kind, topics, said = chance.pick(GATHERINGS)
        start = chance.number(0, len(there) - 1)
        came = [there[(start + step) % len(there)] for step in range(min(len(there), chance.number(2, 6)))]
        common = {
            "kind": kind,
            "on": world.chance.today - timedelta(days=chance.number(3, 700)),
            "topics": list(topics),
            "said": said,
            "user_ids": [kahu.pk],
            "shared": chance.yes(0.6),
            "told": chance.yes(0.7),
            "written_by": kahu,
        }
        ids = [chance.id(chance.now) for _ in came]
        made += [Interaction(id=key, partner=one, event_id=ids[0], **common) for key, one in zip(ids, came, strict=True)]
    return made


def _make_tasks(world: World, chance: Chance) -> None:
    """What Kahu has to do: what was due last night, as the job makes it, and a few of his own."""
    due, doers, kahu = due_reminders(), Doers(), world.users["kahu"]
    tasks = []
    for one in due:
        doer = doers.of(one.partner)
        about = {"about_kind": one.about.kind, "about_id": one.about.id}
        tasks.append(
            Task(id=chance.id(chance.now), what=one.what, due_on=one.due_on, rule=one.rule, occasion=one.occasion, **about, **doer)
        )
    for ahead, what in enumerate(OWN_TASKS, start=-1):
        day = world.chance.today + timedelta(days=4 * ahead)
        tasks.append(Task(id=chance.id(chance.now), what=what, due_on=day, user=kahu, made_by=kahu, given_by=kahu))
    save(Task, tasks)


def reached(chance: Chance, organization_id: UUID, name: str, email: str) -> dict[str, Any]:
    """At work. Numbers that begin 0000 reach nobody."""
    domain = email.partition("@")[2] or "partner.example"
    return {
        "id": chance.id(chance.now),
        "partner_id": organization_id,
        "name": name,
        "position": chance.pick(CONTACT_WORK),
        "phone": f"0000 {chance.number(100, 999)} {chance.number(1000, 9999)}",
        "email": f"{search_key(name).replace(' ', '.')}@{domain}",
    }
