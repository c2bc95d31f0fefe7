"""Who is asked: named, sent a link again, taken back. Nothing here tells whether they answered."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from throughcare.accounts.actors import Actor
from throughcare.accounts.models import User
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import digest_of
from throughcare.accounts.queue import enqueue
from throughcare.common.clock import today
from throughcare.common.mail import call_server, send_plain, site_address
from throughcare.common.refusals import NotFound, Refused
from throughcare.partners.actions.checks import Checks
from throughcare.relationships.actions.noting import note
from throughcare.relationships.models import Rater, Wave
from throughcare.relationships.queries import get_rater, get_wave, may_name, named
from throughcare.relationships.states import MOST_RATERS, RATER_VERBS, REMIND_BEFORE, REMIND_EVERY, RatingSide, WaveState

_SUBJECT = "How does a partnership go?"
_TEXT = (
    "You are asked how a partnership goes. Your answers are kept without your name, and nobody can see them until all are in.\n\n"
    "This link is yours alone, and is good once:\n\n{link}\n\n"
    "If you don't want to answer, do nothing.\n"
)


_VERBS = {"resend": "assessment.rater.resend", "withdraw": "assessment.rater.withdraw"}


@dataclass(frozen=True, kw_only=True)
class NewRater:
    """Somebody of one side (OURS, THEIRS) to be asked, at their address at work."""

    side: str
    name: str
    email: str


@transaction.atomic
def add_rater(*, by: Actor, wave_id: UUID, new: NewRater) -> Rater:
    """Ask one more. Whoever was taken back is asked again. Raises NotFound, Invalid and Refused."""
    wave = _may_ask(by, wave_id)
    is_own = may_name(by, wave)
    values = _values(new)
    if is_own and new.side != RatingSide.THEIRS:
        raise Refused("You name people of your own organisation. The department names its own.")
    there = _there(wave, values["email"], own=is_own)
    if there is not None and (not there.withdrawn or there.side != values["side"]):
        raise Refused(f"{values['email']} is asked already." if not there.withdrawn else "They were asked on the other side before.")
    if there is None:
        if named(wave)[RatingSide(new.side)].all >= MOST_RATERS:
            raise Refused(f"{MOST_RATERS} people of one side are as many as can be asked.")
        there = Rater(wave=wave, own=is_own, **values)
        try:
            with transaction.atomic():
                there.save(force_insert=True)
        except IntegrityError:  # in the moment between
            raise Refused(f"{values['email']} is asked already.") from None
    else:
        Rater.objects.filter(pk=there.pk).update(withdrawn=False, name=values["name"])
    if wave.state == WaveState.OPEN:
        _mail(there)
    note(by, "assessment.asked", wave)
    return get_rater(by, there.pk)


@transaction.atomic
def move_rater(*, by: Actor, rater_id: UUID, verb: str) -> Rater:
    """Send a new link, or take somebody back. If they have answered, both change nothing, and nobody is told so. Raises NotFound and Refused."""
    found = get_rater(by, rater_id)
    wave = _may_ask(by, found.wave_id)
    if verb not in RATER_VERBS:
        raise NotFound
    if found.withdrawn:
        raise Refused("They are not asked any more.")
    if verb == "withdraw":
        Rater.objects.filter(pk=found.pk).update(withdrawn=True)
    elif wave.state != WaveState.OPEN:
        raise Refused("Links are sent when the assessment is opened.")
    else:
        _mail(found)
    note(by, _VERBS[verb], wave)
    return get_rater(by, rater_id)


def send_link(*, by: Actor, rater_id: UUID, address: str, to_all: bool = False) -> None:
    """Make a new link, keep its hash, mail it. Whoever answered, or has a closed account, is not mailed; their row looks as all others do.

    to_all: all are mailed now, so an address which both sides named gets one mail, by its first row. One link alone is always mailed: that none came
    would tell whoever sent it, through whoever waits for it, that the other side had named them too.

    Raises MailNotSent, so that the job tries again.
    """
    made = Rater.objects.select_for_update(of=("self",)).filter(pk=rater_id, withdrawn=False, wave__state=WaveState.OPEN).first()
    if made is None:
        return
    secret = secrets.token_urlsafe(32)
    Rater.objects.filter(pk=made.pk).update(digest=digest_of(secret))
    with connection.cursor() as cursor:
        cursor.execute("select throughcare.rater_still_due(%s)", [made.pk])
        (due,) = cursor.fetchone() or (False,)
    if not due or (to_all and _is_second(made)) or User.objects.filter(email__iexact=made.email, is_active=False).exists():
        call_server()
        return
    link = address.rstrip("/") + reverse("rate", kwargs={"key": secret})
    send_plain(_SUBJECT, _TEXT.format(link=link), to=made.email)


@transaction.atomic
def remind_raters(*, by: Actor, wave_id: UUID) -> Wave:
    """Mail everybody who is asked a new link; who has answered gets none, and nobody is told who that is. Raises NotFound and Refused."""
    by.check(Permission.PARTNER_EDIT)
    wave = get_wave(by, wave_id)
    if wave.state != WaveState.OPEN:
        raise Refused("This assessment is not open: nobody has anything to answer.")
    if not _remind(wave, today()):
        raise Refused("They were asked or reminded today already. Nobody is reminded twice a day.")
    note(by, "assessment.reminded", wave)
    return get_wave(by, wave_id)


@transaction.atomic
def remind_of_answers(*, by: Actor) -> int:
    """Every night: whoever has not answered, from a week before the last day, once a week. Returns how many assessments. by: the job."""
    day = today()
    rows = Wave.objects.filter(state=WaveState.OPEN, deadline__lte=day + timedelta(days=REMIND_BEFORE), deadline__gte=day).order_by("id")
    return sum(_remind(wave, day - timedelta(days=REMIND_EVERY - 1)) for wave in rows)


def _remind(wave: Wave, since: date) -> bool:
    """All of a wave, unless they were reminded, or first asked, on that day or later."""
    last = wave.reminded_on or wave.opened_on
    if last is not None and last >= since:
        return False
    if not Wave.objects.filter(pk=wave.pk, state=WaveState.OPEN, reminded_on=wave.reminded_on).update(reminded_on=today()):
        return False
    mail_all(wave)
    return True


def mail_all(wave: Wave) -> None:
    """A link for everybody who is asked, whoever named them: by a job, since nobody sees them all."""
    enqueue("relationships.invite_all", wave_id=str(wave.pk), address=site_address())


def invite_all(*, by: Actor, wave_id: UUID, address: str) -> None:
    """The same for all: who has answered is found out when each mail is to leave, and nowhere else. The actor is the system."""
    for rater in Rater.objects.filter(wave=wave_id, withdrawn=False, wave__state=WaveState.OPEN).order_by("id"):
        enqueue("relationships.invite_each", rater_id=str(rater.pk), address=address)


def _may_ask(by: Actor, wave_id: UUID) -> Wave:
    """While it takes answers. Raises NotAllowed for whoever neither keeps the register nor is of the partner's own people."""
    wave = _under_way(by, wave_id)
    if not may_name(by, wave):
        by.check(Permission.PARTNER_EDIT)
    return wave


def _under_way(by: Actor, wave_id: UUID) -> Wave:
    wave = get_wave(by, wave_id)
    if wave.state not in (WaveState.DRAFT, WaveState.OPEN):
        raise Refused("This assessment takes no more answers.")
    return wave


def _there(wave: Wave, email: str, *, own: bool) -> Rater | None:
    """Who is named under this address already, as far as whoever asks may know: by their own side; or by the other, where the reader sees that."""
    rows = Rater.objects.filter(wave=wave, email__iexact=email)
    return rows.filter(own=own).first() or rows.filter(withdrawn=False).first()


def _is_second(rater: Rater) -> bool:
    """Did the other side name this address before? As the system, which sees both."""
    return Rater.objects.filter(wave=rater.wave_id, email__iexact=rater.email, withdrawn=False, pk__lt=rater.pk).exists()


def _mail(rater: Rater) -> None:
    enqueue("relationships.invite", rater_id=str(rater.pk), address=site_address())


def _values(new: NewRater) -> dict[str, str]:
    checks = Checks()
    values = {
        "side": checks.one_of("side", new.side, RatingSide.values),
        "name": checks.text("name", new.name, 200, needed="Enter their name."),
        "email": checks.email("email", new.email).lower(),
    }
    if not values["email"] and "email" not in checks.errors:
        checks.wrong("email", "Enter their e-mail address at work.")
    checks.done("Something about whom you ask can't be used.")
    return values
