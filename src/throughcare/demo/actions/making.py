"""The whole demo, in one transaction: all of it is there, or none."""

from itertools import chain

from django.conf import settings
from django.db import connection
from django.utils import timezone

from throughcare.accounts.actors import system_actor
from throughcare.accounts.models import User
from throughcare.common.clock import now
from throughcare.common.reader import reading_as
from throughcare.demo.actions.agreements import make_agreements
from throughcare.demo.actions.assessments import make_assessments
from throughcare.demo.actions.contributions import make_contributions
from throughcare.demo.actions.directory import make_directory
from throughcare.demo.actions.documents import make_documents
from throughcare.demo.actions.earlier import Earlier
from throughcare.demo.actions.employers import make_employers
from throughcare.demo.actions.history import Past, dated
from throughcare.demo.actions.keeping import keep
from throughcare.demo.actions.light import make_light
from throughcare.demo.actions.measures import make_measures
from throughcare.demo.actions.needs import make_needs
from throughcare.demo.actions.objections import make_objections
from throughcare.demo.actions.people import make_life, people_rows
from throughcare.demo.actions.person import AROHA, make_aroha
from throughcare.demo.actions.referrals import Rows, Words, referral_rows
from throughcare.demo.actions.register import make_register, write_some_twice
from throughcare.demo.actions.staff import make_places, make_staff
from throughcare.demo.actions.standing import ALIKE, PAIRS, leave_standing, twice
from throughcare.demo.actions.stocktakes import make_figures, make_stock_takes
from throughcare.demo.actions.stories import Story
from throughcare.demo.actions.surveys import make_surveys
from throughcare.demo.actions.traces import Traces
from throughcare.demo.actions.world import Life, Progress, World, batches, save
from throughcare.demo.cast import PARTNERS, PERSON, cast
from throughcare.demo.chance import Chance
from throughcare.demo.names import Invent
from throughcare.partners.actions.likely import look_through
from throughcare.people.models import Identifier, Involvement, Need, OwnAccount, Person, Whereabouts
from throughcare.places.models import Term
from throughcare.relationships.actions.gaps import keep_count


def make_demo(*, people: int, seed: int, progress: Progress) -> None:
    """Invent two regions, their offices and partners, and `people` people with three months behind them, and some of the half-year before. Made already, it does nothing.

    The same seed on the same day makes the same demo. progress(what, done, total) is called as it goes.
    """
    invent = Invent(seed, taken=[partner.name for partner in PARTNERS])
    world = World(Chance(seed, now(), timezone.get_default_timezone()), invent, progress)
    with reading_as(system_actor("demo", channel="command").reader), dated():
        if User.objects.filter(email=cast()[0].email).exists():
            return
        progress("Offices and partners", 0, 2)
        make_places(world)
        make_staff(world)
        progress("Offices and partners", 1, 2)
        make_directory(world)
        make_register(world, seed)
        make_employers(world, seed)
        write_some_twice(world, seed)
        look_through()
        make_assessments(world, seed)
        make_agreements(world, seed)
        make_measures(world, seed, counting=not settings.PARTNERSHIP)
        make_contributions(world, seed)
        make_light(world)
        make_stock_takes(world, seed)
        make_surveys(world, seed)
        make_figures(world, seed)
        make_documents(world, seed)
        progress("Offices and partners", 2, 2)
        if settings.PARTNERSHIP:
            return
        _make_people(world, people, Earlier(world, people, seed))
        owner = Person.objects.get(identifiers__value=AROHA)
        OwnAccount(user=world.users[PERSON.key], person=owner).save(force_insert=True)
        keep_count(system_actor("demo", channel="command"))


def _make_people(world: World, people: int, earlier: Earlier) -> None:
    words: Words = {(term.scheme, term.code): term.label for term in Term.objects.order_by("starts_on", "id")}
    past, traces = Past(), Traces(world)
    pairs: list[tuple[Life, Life]] = []
    for batch in batches(people):
        told: list[Story] = []
        lives: list[Life] = []
        for number in batch:
            if number == 0:
                life, stories = make_aroha(world, past, traces)
            else:
                many = earlier.many()
                life = make_life(world, number, earlier.days() if many else 0)
                pairs += [pair] if number >= ALIKE and len(pairs) < PAIRS and (pair := twice(life, lives, pairs)) else []
                stories = make_needs(world, life, past, traces)
                stories += earlier.stories(life, many, past, traces)
            traces.looks(life)
            lives.append(life)
            told += stories
        _save_lives(world, lives, past)
        _save_stories(world, told, words, past, traces)
        make_objections(world, told)
        keep(world, lives)
        if batch.start == 0:
            leave_standing(world, lives, pairs, past, traces)
        past.save()
        traces.save()
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")  # what was put off is checked a batch at a time
            cursor.execute("set constraints all deferred")
        world.progress("People", batch.stop, people)


def _save_lives(world: World, lives: list[Life], past: Past) -> None:
    made = [people_rows(life, past) for life in lives]
    save(Involvement, list(chain.from_iterable(rows for rows, _, _ in made)))
    save(Person, list(chain.from_iterable(rows for _, rows, _ in made)))
    save(Whereabouts, list(chain.from_iterable(rows for _, _, rows in made)))
    numbers = [
        Identifier(id=world.chance.id(life.person.created_at), person=life.person, scheme=s, value=v)
        for life in lives
        for s, v in life.numbers
    ]
    for number in numbers:
        past.add(number, number.person.created_at, None)
    save(Identifier, numbers)
    save(Need, [need for life in lives for need in life.needs])


def _save_stories(world: World, told: list[Story], words: Words, past: Past, traces: Traces) -> None:
    rows = Rows()
    for story in told:
        referral_rows(world, story, words, rows, past)
    involvements = {row.because_id: row for row in rows.of[Involvement]}
    for story in told:
        traces.story(story, involvements.get(story.id))
    for model, made in rows.of.items():
        save(model, made)
