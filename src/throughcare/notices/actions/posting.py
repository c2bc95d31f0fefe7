"""Making, marking and delivering a notice."""

from uuid import UUID

from django.db import transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.models import Team, User
from throughcare.common.clock import now
from throughcare.common.mail import send_plain, site_address
from throughcare.common.reader import hold
from throughcare.common.ref import Ref
from throughcare.notices import kinds, queries
from throughcare.notices.actions.links import off_headers, off_link
from throughcare.notices.models import MailState, Notice, NoticeMail, NoticeRead
from throughcare.notices.queries.choices import settings_of_many
from throughcare.notices.queue import enqueue
from throughcare.notices.states import Way

SUBJECT = "You have a message in Throughcare"
WORDS = "You have a message in Throughcare. Log in to read it."
ALWAYS = "Mails of this kind are about somebody's safety, so they can't be turned off."
_STATES = {Way.AT_ONCE: MailState.WAITING, Way.DAILY: MailState.DIGEST, Way.OFF: MailState.OFF}


@transaction.atomic
def post(*, by: Actor, kind: str, about: Ref, to_user: UUID | User | None = None, to_team: UUID | Team | None = None) -> Notice:
    """Tell one user, or everybody in a team, about a thing: in their inbox now, by mail as soon as a job gets to it.

    The mail says only that there is something to read. Raises ValueError for both or neither reader, or an unregistered kind.
    """
    if (to_user is None) == (to_team is None):
        raise ValueError("A notice has one reader: a user or a team.")
    if not kinds.is_registered(kind):
        raise ValueError(f"No app has said what a notice of kind {kind} shows: see notices.kinds.register.")
    if not by.system and about.kind not in kinds.audiences():
        raise ValueError(f"No app has said who may be told of a {about.kind}: see notices.kinds.register_audience.")
    if about.kind not in kinds.persons():
        raise ValueError(f"No app has said whom a {about.kind} is about: see notices.kinds.register_person.")
    notice = Notice(user_id=_id(to_user), team_id=_id(to_team), kind=kind, about_kind=about.kind, about_id=about.id)
    notice.save(force_insert=True)
    enqueue("notices.spread", notice_id=str(notice.id))
    return notice


@transaction.atomic
def mark_read(*, by: Actor, notice: Notice) -> None:
    """The reader has opened it; a second time changes nothing."""
    assert by.user_id is not None  # noqa: S101 - a page behind @signed_in
    NoticeRead.objects.bulk_create([NoticeRead(notice=notice, user_id=by.user_id)], ignore_conflicts=True)


@transaction.atomic
def mark_all_read(*, by: Actor) -> None:
    """The reader has seen everything in their inbox up to now."""
    assert by.user_id is not None  # noqa: S101 - as above
    unread = queries.unread(by).values_list("id", flat=True)
    NoticeRead.objects.bulk_create([NoticeRead(notice_id=i, user_id=by.user_id) for i in unread], ignore_conflicts=True)


def spread(*, by: Actor, notice_id: UUID) -> int:
    """Put one mail for each of the notice's readers in the outbox, as each chose; returns how many are new.

    Those who want it at once have a job; those who want it daily, a line in their next daily mail.
    """
    notice = Notice.objects.filter(pk=notice_id).first()
    if notice is None:  # its reader's account is gone
        return 0
    there = set(NoticeMail.objects.filter(notice=notice).values_list("user_id", flat=True))
    readers = [user for user in queries.readers_of(notice) if user not in there]
    chosen = settings_of_many(readers)
    new = [NoticeMail(notice=notice, user_id=user, state=_STATES[queries.way_of(chosen.get(user), notice.kind)]) for user in readers]
    NoticeMail.objects.bulk_create(new)
    for mail in new:
        if mail.state == MailState.WAITING:
            enqueue("notices.mail", mail_id=str(mail.id))
    return len(new)


def deliver(*, by: Actor, mail_id: UUID) -> None:
    """Send one mail, unless it is sent already, turned off meanwhile, or no longer for its reader: see `is_still_for`.

    Raises MailNotSent, so that the job tries again. The account is held meanwhile: it is closed before the mail, which then is not
    sent, or after it.
    """
    waiting = NoticeMail.objects.filter(pk=mail_id, state=MailState.WAITING)
    for user_id in waiting.values_list("user_id", flat=True):
        hold(user_id)
    mail = waiting.select_for_update(of=("self",), no_key=True).select_related("user", "notice").first()
    if mail is None:
        return
    state = MailState.NOT_WANTED
    if queries.is_still_for(mail.notice, mail.user_id):
        state = _STATES[queries.way_of(queries.settings_of(mail.user_id), mail.notice.kind)]
    if state != MailState.WAITING:
        NoticeMail.objects.filter(pk=mail.id).update(state=state)
        return
    text, headers = _written(mail.user_id, mail.notice.kind)
    send_plain(SUBJECT, text, to=mail.user.email, headers=headers)
    NoticeMail.objects.filter(pk=mail.id).update(state=MailState.SENT, sent_at=now())


def _written(user_id: UUID, kind: str) -> tuple[str, dict[str, str]]:
    """The mail's text, and the headers by which mails of its kind are turned off."""
    start = f"{WORDS}\n\n{site_address()}\n"
    if kinds.kind_of(kind).safety:
        return f"{start}\n{ALWAYS}\n", {}
    stop = (
        f"To get no more mails of this kind, follow this link; you need not log in. They stay in your inbox.\n{off_link(user_id, kind)}\n"
    )
    return f"{start}\n{stop}", off_headers(user_id, kind)


def _id(given: UUID | User | Team | None) -> UUID | None:
    return given if given is None or isinstance(given, UUID) else given.id
