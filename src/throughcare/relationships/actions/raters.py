"""Who is asked: named, sent a link again, taken back. Nothing here tells whether they answered."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.urls import reverse

from throughcare.accounts.actors import Actor
from throughcare.accounts.models import User
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import digest_of
from throughcare.accounts.queue import enqueue
from throughcare.common.mail import call_server, send_plain, site_address
from throughcare.common.refusals import NotFound, Refused
from throughcare.partners.actions.checks import Checks
from throughcare.relationships.actions.waves import note
from throughcare.relationships.models import Rater, Wave
from throughcare.relationships.queries import get_rater, get_wave
from throughcare.relationships.states import MOST_RATERS, RATER_VERBS, RatingSide, WaveState

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
    by.check(Permission.PARTNER_EDIT)
    wave, values = _under_way(by, wave_id), _values(new)
    there = Rater.objects.filter(wave=wave, email__iexact=values["email"]).first()
    if there is not None and (not there.withdrawn or there.side != values["side"]):
        raise Refused(f"{values['email']} is asked already." if not there.withdrawn else "They were asked on the other side before.")
    if there is None:
        if Rater.objects.filter(wave=wave, side=values["side"]).count() >= MOST_RATERS:
            raise Refused(f"{MOST_RATERS} people of one side are as many as can be asked.")
        there = Rater(wave=wave, **values)
        there.save(force_insert=True)
    else:
        Rater.objects.filter(pk=there.pk).update(withdrawn=False, name=values["name"])
    if wave.state == WaveState.OPEN:
        _mail(there)
    note(by, "assessment.asked", wave)
    return get_rater(by, there.pk)


@transaction.atomic
def move_rater(*, by: Actor, rater_id: UUID, verb: str) -> Rater:
    """Send a new link, or take somebody back. If they have answered, both change nothing, and nobody is told so. Raises NotFound and Refused."""
    by.check(Permission.PARTNER_EDIT)
    found = get_rater(by, rater_id)
    wave = _under_way(by, found.wave_id)
    if verb not in RATER_VERBS:
        raise NotFound
    if found.withdrawn:
        raise Refused("They are not asked any more.")
    if verb == "withdraw":
        Rater.objects.filter(pk=found.pk).update(withdrawn=True, digest=None)
    elif wave.state != WaveState.OPEN:
        raise Refused("Links are sent when the assessment is opened.")
    else:
        _mail(found)
    note(by, _VERBS[verb], wave)
    return get_rater(by, rater_id)


def send_link(*, by: Actor, rater_id: UUID, address: str) -> None:
    """Make a new link, keep its hash, mail it. Whoever answered, or has a closed account, is not mailed; their row looks as all others do.

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
    if not due or User.objects.filter(email__iexact=made.email, is_active=False).exists():
        call_server()
        return
    link = address.rstrip("/") + reverse("rate", kwargs={"key": secret})
    send_plain(_SUBJECT, _TEXT.format(link=link), to=made.email)


def _under_way(by: Actor, wave_id: UUID) -> Wave:
    wave = get_wave(by, wave_id)
    if wave.state not in (WaveState.DRAFT, WaveState.OPEN):
        raise Refused("This assessment takes no more answers.")
    return wave


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
