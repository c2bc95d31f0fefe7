"""An assessment is prepared, opened, closed or given up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queue import enqueue
from throughcare.common.clock import today
from throughcare.common.ref import Ref
from throughcare.common.refusals import Refused, Stale
from throughcare.evaluation.ratings import FEWEST, FEWEST_OF_OWN
from throughcare.notices.actions import post
from throughcare.partners.actions.checks import Checks
from throughcare.partners.models import OrganizationTeam
from throughcare.partners.queries import get_partner
from throughcare.relationships.actions.noting import note
from throughcare.relationships.actions.raters import mail_all
from throughcare.relationships.bank import MOST_OWN
from throughcare.relationships.models import Wave
from throughcare.relationships.queries import fewest_told, get_wave, named
from throughcare.relationships.states import LONGEST_OWN_ITEM, LONGEST_PURPOSE, MOST_DAYS_OPEN, WAVE_STATES, WaveState

CHANGED = "Somebody else changed this assessment since you opened it. Look at what it says now, then try again."
UNDER_WAY = "An assessment of this partnership is under way already: close it first, or give it up."
TOO_FEW = f"Ask at least {FEWEST} people on each side first: of fewer, nothing could be shown."
TOO_FEW_OF_OWN = (
    f"The partner named people of its own: at least {FEWEST_OF_OWN} of its side must be asked. Of fewer, nothing could be shown."
)
ASKED_ALREADY = "What is asked can't change while people answer it. Only the last day can."


_VERBS = {"open": "assessment.open", "close": "assessment.close", "give_up": "assessment.give_up"}


@dataclass(frozen=True, kw_only=True)
class NewWave:
    """deadline: the last day for answers. purpose, own_items: as the two sides say them; up to five sentences beside ours."""

    deadline: date
    purpose: str = ""
    own_items: Sequence[str] = ()


@transaction.atomic
def add_wave(*, by: Actor, partner_id: UUID, new: NewWave) -> Wave:
    """Prepare one. Raises NotFound, Invalid, and Refused while one of this partnership is under way."""
    by.check(Permission.PARTNER_EDIT)
    partner, values = get_partner(by, partner_id), _values(new)
    last = Wave.objects.filter(partner=partner).aggregate(last=Max("number"))["last"] or 0
    made = Wave(partner=partner, number=last + 1, **values)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Refused(UNDER_WAY) from None
    note(by, "assessment.added", made)
    for team in OrganizationTeam.objects.filter(organization=partner.pk).order_by("team_id"):
        post(by=by, kind="assessment.prepared", about=Ref("relationships.wave", made.pk), to_team=team.team_id)
    return get_wave(by, made.pk)


@transaction.atomic
def change_wave(*, by: Actor, wave_id: UUID, new: NewWave, seen: int) -> Wave:
    """Another last day; while it is prepared, also what is asked. Raises NotFound, Invalid, Refused and Stale."""
    found, values = opened(by, wave_id, seen), _values(new)
    if found.state not in (WaveState.DRAFT, WaveState.OPEN):
        raise Refused("This assessment takes no more answers, and stays as it is.")
    if found.state == WaveState.OPEN and (found.purpose, found.own_items) != (values["purpose"], values["own_items"]):
        raise Refused(ASKED_ALREADY)
    return write(by, found, seen, "assessment.changed", **values)


@transaction.atomic
def move_wave(*, by: Actor, wave_id: UUID, verb: str, seen: int) -> Wave:
    """Open, close or give up. Raises NotFound, Refused and Stale. The result of one that is closed comes by a job."""
    found = opened(by, wave_id, seen)
    move = WAVE_STATES.check(found.state, verb)
    if move.by.name != "MANAGER":
        raise Refused("Throughcare publishes the result by itself, once the assessment is closed.")
    if verb == "open":
        _check_may_open(by, found)
    days = {"open": {"opened_on": today()}, "close": {"closed_on": today()}}.get(verb, {})
    changed = write(by, found, seen, _VERBS[verb], state=move.reaches, **days)
    if verb == "open":
        mail_all(found)
    elif verb == "close":
        enqueue("relationships.publish", wave_id=str(found.pk))
    else:
        with connection.cursor() as cursor:
            cursor.execute("select throughcare.answers_destroy(%s)", [found.pk])
    return changed


def opened(by: Actor, wave_id: UUID, seen: int) -> Wave:
    """The assessment, to be changed against the version seen. Raises NotAllowed, NotFound and Stale."""
    by.check(Permission.PARTNER_EDIT)
    found = get_wave(by, wave_id)
    if found.version != seen:
        raise Stale(CHANGED)
    return found


def write(by: Actor, found: Wave, seen: int, verb: str, **values: object) -> Wave:
    """Change it against the version seen, and put that in the audit. Raises Stale."""
    if not Wave.objects.filter(pk=found.pk, version=seen).update(**values, version=seen + 1):
        raise Stale(CHANGED)
    note(by, verb, found)
    return get_wave(by, found.pk)


def _check_may_open(by: Actor, wave: Wave) -> None:
    if wave.deadline < today():
        raise Refused("The last day for answers is over: choose a later one first.")
    for side, count in named(wave).items():
        fewest = fewest_told(wave, side)
        if count.all < fewest:
            raise Refused(TOO_FEW if fewest == FEWEST else TOO_FEW_OF_OWN)


def _values(new: NewWave) -> dict[str, object]:
    checks = Checks()
    if not today() <= new.deadline <= today() + timedelta(days=MOST_DAYS_OPEN):
        checks.wrong("deadline", f"Choose a last day from today to {MOST_DAYS_OPEN} days from now.")
    own = [checks.text("own_items", words, LONGEST_OWN_ITEM) for words in new.own_items]
    own = [words for words in own if words]
    if len(own) > MOST_OWN:
        checks.wrong("own_items", f"Ask {MOST_OWN} things of your own or fewer.")
    values = {"deadline": new.deadline, "purpose": checks.text("purpose", new.purpose, LONGEST_PURPOSE), "own_items": own}
    checks.done("Something about the assessment can't be used.")
    return values
