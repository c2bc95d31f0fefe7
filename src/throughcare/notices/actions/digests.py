"""The daily mail: how many notices of each kind, and a link. Handed to the mail server once, even when a worker dies meanwhile.

Three steps, each committed: claimed, handed over, settled. Who finds one claimed by a worker that is gone can't know whether it was
sent, and does not send it again: what it told stands in the inbox, unread.
"""

from collections import Counter
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings as site
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughcare.accounts.actors import Actor
from throughcare.common.clock import now
from throughcare.common.mail import send_plain, site_address
from throughcare.common.reader import hold
from throughcare.notices.actions.links import off_headers, off_link
from throughcare.notices.kinds import kind_of
from throughcare.notices.models import Digest, DigestState, MailState, NoticeMail, NoticeRead, NoticeSettings
from throughcare.notices.queries import is_still_for
from throughcare.notices.queue import enqueue
from throughcare.notices.states import ALL_DAILY


def gather_digests(*, by: Actor, at: datetime) -> int:
    """Where the hour has come, one daily mail for each user something waits for, with a job to send it. Returns how many are new."""
    made = 0
    waiting = NoticeMail.objects.filter(state=MailState.DIGEST, digest=None)
    for chosen in NoticeSettings.objects.filter(user__in=waiting.values("user")).order_by("pk"):
        there = at.astimezone(ZoneInfo(chosen.time_zone or site.TIME_ZONE))
        if there.hour < chosen.hour or Digest.objects.filter(user=chosen.user_id, on=there.date()).exists():
            continue
        digest = Digest(user_id=chosen.user_id, on=there.date())
        Digest.objects.bulk_create([digest], ignore_conflicts=True)
        if not Digest.objects.filter(pk=digest.pk).exists():  # another worker was a moment quicker
            continue
        waiting.filter(user=chosen.user_id).update(digest=digest)
        enqueue("notices.digest", digest_id=str(digest.pk))
        made += 1
    return made


def claim_digest(*, by: Actor, digest_id: UUID) -> bool:
    """First step. False: there is nothing to send, or it was claimed before and nobody knows whether it went."""
    mine = Digest.objects.filter(pk=digest_id)
    if mine.filter(state=DigestState.WAITING).update(state=DigestState.SENDING):
        return True
    mine.filter(state=DigestState.SENDING).update(state=DigestState.UNSURE)
    return False


def send_digest(*, by: Actor, digest_id: UUID) -> None:
    """Second step and third. Raises MailNotSent."""
    # The account is held: it is closed before this mail, which then is not sent, or after it.
    hold(Digest.objects.values_list("user_id", flat=True).get(pk=digest_id))
    digest = Digest.objects.select_for_update(of=("self",), no_key=True).select_related("user").get(pk=digest_id)
    counts = _unread(digest)
    if not digest.user.is_active or not counts:
        Digest.objects.filter(pk=digest_id).update(state=DigestState.NOT_WANTED)
        return
    chosen = NoticeSettings.objects.filter(pk=digest.user_id).first()
    with translation.override((chosen.language if chosen else "") or site.LANGUAGE_CODE):
        subject, text = _words(digest, counts)
    send_plain(subject, text, to=digest.user.email, headers=off_headers(digest.user_id, ALL_DAILY))
    Digest.objects.filter(pk=digest_id).update(state=DigestState.SENT, sent_at=now())
    NoticeMail.objects.filter(digest=digest_id, user=digest.user_id).update(sent_at=now())


def give_back_digest(*, by: Actor, digest_id: UUID) -> None:
    """The mail server refused it, so it was not sent: the next try may claim it."""
    Digest.objects.filter(pk=digest_id, state=DigestState.SENDING).update(state=DigestState.WAITING)


def _unread(digest: Digest) -> Counter[str]:
    """Kind → how many the reader has not opened meanwhile, and which are still for them."""
    lines = NoticeMail.objects.filter(digest=digest, user=digest.user_id)
    opened = NoticeRead.objects.filter(user=digest.user_id, notice__in=lines.values("notice")).values("notice")
    waiting = [line.notice for line in lines.exclude(notice__in=opened).order_by("notice__kind").select_related("notice")]
    return Counter(notice.kind for notice in waiting if is_still_for(notice, digest.user_id))


def _words(digest: Digest, counts: Counter[str]) -> tuple[str, str]:
    number = counts.total()
    subject = ngettext("%(n)s message in Throughcare today", "%(n)s messages in Throughcare today", number) % {"n": number}
    lines = [f"  {count} × {kind_of(kind).title}" for kind, count in sorted(counts.items(), key=lambda one: kind_of(one[0]).title)]
    home = site_address().rstrip("/")
    parts = (
        _("You have not opened these yet:"),
        "\n".join(lines),
        _("Log in to read them: %(address)s") % {"address": home + reverse("notices")},
        _("You chose to be told of these once a day. Choose anew: %(address)s") % {"address": home + reverse("your-notices")},
        _("Stop this daily mail, without logging in: %(address)s") % {"address": off_link(digest.user_id, ALL_DAILY)},
    )
    return subject, "\n\n".join(parts) + "\n"
