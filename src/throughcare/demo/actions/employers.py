"""Employers who take people on: as many as a department has a memorandum with, each with who to ring."""

from datetime import UTC, timedelta

from throughcare.common.text import search_key
from throughcare.demo.actions.register import number_of, reached
from throughcare.demo.actions.world import World, save
from throughcare.demo.cast import NATIONAL
from throughcare.demo.chance import Chance
from throughcare.demo.names import PLACES_EN, PLACES_MI, Invent
from throughcare.demo.places_data import SITES
from throughcare.demo.words import EMPLOYER_PURPOSES
from throughcare.partners.models import Organization, Partner, PartnerContact
from throughcare.partners.states import Expertise, PartnerRole, Safeguarding

EMPLOYERS = 125
_TRADES = (
    *("{} Scaffolding", "{} Timber", "{} Fencing", "{} Packhouse", "{} Concrete", "{} Landscapes", "{} Panel and Paint", "{} Forestry"),
    *("{} Bakery", "{} Freight", "{} Dairy", "{} Roofing"),
)


def make_employers(world: World, seed: int) -> None:
    """On the register, beside the employers of the directory. Their chance and names are their own: what else is invented does not depend on them."""
    now = world.chance.now
    chance, invent = Chance(seed + 19, now, now.tzinfo or UTC), Invent(seed + 19)
    there = set(Organization.objects.values_list("name", flat=True))
    names = [name for place in (*PLACES_EN, *PLACES_MI) for trade in _TRADES if (name := trade.format(place)) not in there]
    for number, name in enumerate(chance.some(names, EMPLOYERS)):
        key = search_key(name)
        email = f"work@{key.replace(' ', '-')}.example"
        words = f"{name} gives people work after release, and some while they are in prison."
        made = Organization(id=chance.id(now), name=name, kind="EMPLOYER", search_key=key, email=email, description=words)
        made.save(force_insert=True)
        world.employers.append(made)
        save(Partner, [_partner(world, chance, made, number)])
        person = invent.person_name()
        called = f"{person.given} {person.family}"
        save(PartnerContact, [PartnerContact(**reached(chance, made.id, called, email), is_lead=True)])


def _partner(world: World, chance: Chance, organization: Organization, number: int) -> Partner:
    region = chance.pick(("north", "south"))
    return Partner(
        organization=organization,
        purpose=chance.pick(EMPLOYER_PURPOSES),
        roles=[PartnerRole.DELIVERS.value],
        expertise=[Expertise.EMPLOYMENT.value],
        languages=["en"],
        regions=[region],
        sites=[site.code for site in SITES if site.region == region and chance.yes(0.3)],
        nzbn=number_of(10_000 + number),
        safeguarding=Safeguarding.NOT_NEEDED,
        safeguarding_on=chance.today - timedelta(days=chance.number(10, 700)),
        owner=world.users["kahu"],
        owner_team=world.teams[NATIONAL.code],
        state="ACTIVE",
        state_since=chance.today - timedelta(days=chance.number(20, 2000)),
    )
