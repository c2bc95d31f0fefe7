"""Notices: the in-app inbox, and the outbox mail is sent from. A notice names a thing by key and holds no word about anybody."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from throughcare.accounts.models import Team, User
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.protection import IS_SYSTEM, MY_TEAMS, READER, Rule, identity, may, protect
from throughcare.common.ref import Ref

# What privacy officers watch over they see in spite of a restriction.
_EXCLUDED = "((select array(select throughcare.excluded_from()))::uuid[])"
_WATCHED = f"({may('privacy.manage')} and throughcare.is_watched(about_kind) and not throughcare.is_of(about_kind, about_id, {_EXCLUDED}))"
_NOT_KEPT = f"(not throughcare.is_kept_thing(about_kind, about_id) or {_WATCHED})"
_MINE = f"((user_id = {READER} or team_id = any({MY_TEAMS})) and {_NOT_KEPT}) or {IS_SYSTEM}"

# Said by each app of its own things: notices.kinds.register_audience.
_MAY_TELL = f"{READER} is not null and throughcare.may_tell(about_kind, about_id, user_id, team_id)"
_POSTED_NOW = """
    if throughcare.reader() is not null then new.created_at := now(); end if;
    return new;
"""


@protect(Rule("personal", "its own reader's", see=_MINE, add=f"{IS_SYSTEM} or ({_MAY_TELL})"))
class Notice(models.Model):
    """Something a user, or everybody in a team, should know. `kind` picks the words shown; `about` the thing opened."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    kind = models.CharField(max_length=60)
    about_kind = models.CharField(max_length=60)
    about_id = models.UUIDField()
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(user__isnull=False) ^ models.Q(team__isnull=False), name="notices_notice_one_reader"),
        )
        indexes = (
            models.Index(fields=["user", "-created_at", "-id"], name="notices_notice_user"),
            models.Index(fields=["team", "-created_at", "-id"], name="notices_notice_team"),
        )
        triggers: ClassVar = [pgtrigger.Trigger(name="posted_now", operation=pgtrigger.Insert, when=pgtrigger.Before, func=_POSTED_NOW)]

    def __str__(self) -> str:
        return self.kind

    @property
    def about(self) -> Ref:
        """The thing the notice is about."""
        return Ref(self.about_kind, self.about_id)


_OWN = f"user_id = {READER} or {IS_SYSTEM}"


@protect(Rule("personal", "its own reader's", see=_OWN, add=_OWN, delete=f"user_id = {READER}"))
class NoticeRead(models.Model):
    """One user has read one notice (a team's notice is read by each for themselves)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="reads")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["notice", "user"], name="notices_noticeread_once"),)

    def __str__(self) -> str:
        return f"{self.notice_id} read"


_TURNING_OFF = "(select throughcare.login_user())"  # somebody who follows the link in a mail is not logged in
_MY_CHOICE = f"user_id = {READER} or user_id = {_TURNING_OFF} or {IS_SYSTEM}"
EARLIEST, LATEST = 0, 23


@protect(identity(_MY_CHOICE, add=_MY_CHOICE, change=_MY_CHOICE))
class NoticeSettings(models.Model):
    """How somebody wants to be told, by kind of notice. Kinds in neither list are mailed at once; the inbox shows all of them always."""

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="+")
    daily = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    off = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    hour = models.PositiveSmallIntegerField("from which hour of the day the daily mail comes", default=7)
    time_zone = models.CharField("empty: the site's", max_length=60, blank=True)
    language = models.CharField("empty: the site's", max_length=10, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(hour__gte=EARLIEST, hour__lte=LATEST), name="notices_settings_hour"),
            models.CheckConstraint(condition=~models.Q(daily__overlap=models.F("off")), name="notices_settings_one_way"),
        )

    def __str__(self) -> str:
        return f"{self.user_id}"


class DigestState(models.TextChoices):
    WAITING = "WAITING", "Waiting"
    SENDING = "SENDING", "Handed to the mail server"
    SENT = "SENT", "Sent"
    UNSURE = "UNSURE", "The worker died while it was handed over: not sent a second time"
    NOT_WANTED = "NOT_WANTED", "No mail: nothing left to tell, or the account was closed"


_OUTBOX = Rule("personal", "the outbox: jobs alone", see=IS_SYSTEM, add=IS_SYSTEM, change=IS_SYSTEM)


@protect(_OUTBOX)
class Digest(models.Model):
    """One day's mail to one user: counts by kind and a link."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    on = models.DateField("the day where the user is")
    state = models.CharField(max_length=10, choices=DigestState.choices, default=DigestState.WAITING)
    at = models.DateTimeField(default=now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "on"], name="notices_digest_once_a_day"),
            models.CheckConstraint(condition=models.Q(state__in=DigestState.values), name="notices_digest_state"),
        )

    def __str__(self) -> str:
        return f"{self.on} to {self.user_id}"


class MailState(models.TextChoices):
    WAITING = "WAITING", "Waiting"
    SENT = "SENT", "Sent"
    NOT_WANTED = "NOT_WANTED", "No mail: the account was closed meanwhile"
    DIGEST = "DIGEST", "Told in the daily mail"
    OFF = "OFF", "No mail: its reader turned this kind off"


@protect(_OUTBOX)
class NoticeMail(models.Model):
    """One mail to one user about one notice. It is sent once; the row says so."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="mails")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.WAITING)
    sent_at = models.DateTimeField(null=True, blank=True)
    digest = models.ForeignKey(Digest, on_delete=models.SET_NULL, related_name="+", null=True, blank=True, db_index=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["notice", "user"], name="notices_noticemail_once"),
            models.CheckConstraint(condition=models.Q(state__in=MailState.values), name="notices_noticemail_state"),
        )

    def __str__(self) -> str:
        return f"{self.notice_id} to {self.user_id}"


_KEEPER = may("user.manage")


@protect(
    Rule(
        "internal",
        "which job failed and how, in codes",
        see=f"{IS_SYSTEM} or {_KEEPER}",
        add=IS_SYSTEM,
        change=IS_SYSTEM,
        delete=f"{IS_SYSTEM} or {_KEEPER}",
    )
)
class JobFault(models.Model):
    """How a job of the queue failed last: the kind of error and nothing of what it says, which may quote a record or an address."""

    job_id = models.BigIntegerField(primary_key=True)
    task = models.CharField(max_length=128)
    error = models.CharField(max_length=120)
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.task}: {self.error}"


_MINE_ALONE = f"user_id = {READER}"


@protect(
    Rule(
        "personal", "its maker's alone: its name and what it looks for may name somebody",
        see=_MINE_ALONE, add=_MINE_ALONE, change=_MINE_ALONE, delete=_MINE_ALONE,
    )
)  # fmt: skip
class SavedView(models.Model):
    """A list as somebody likes to see it: which list, and what is asked of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    page = models.CharField("which list: the name of its page", max_length=40)
    name = models.CharField(max_length=80)
    query = models.CharField("what is asked of it, as in its address", max_length=1000)
    is_default = models.BooleanField("how the list opens", default=False)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "page", "name"], name="notices_savedview_name"),
            models.UniqueConstraint(fields=["user", "page"], condition=models.Q(is_default=True), name="notices_savedview_one_default"),
        )

    def __str__(self) -> str:
        return self.page
