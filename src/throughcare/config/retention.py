"""What passes, and its disposal: run with the owner's log-in, after two people agreed on the page Retention.

Not among it yet: drafts of referrals, and people's records by their class (no order says yet when their ten years begin). One person's
record is erased by `config.erasing`.
"""

import logging
from dataclasses import asdict, dataclass

from django.db import connection
from django.db.models import QuerySet

from throughcare.accounts.actors import system_actor
from throughcare.audit import actions
from throughcare.audit.models import RECORD, Disposal
from throughcare.common import retention
from throughcare.common.clock import now
from throughcare.common.reader import reading_as
from throughcare.common.retention import Passing, passing

log = logging.getLogger(__name__)
_OLD_NOTICES = "select n.id from notices_notice n where n.created_at < %s"


def declare() -> None:
    """Once, when Django is set up."""
    passing(Passing("sessions", "accounts_session", "Sessions that ended", 1, "expire_date < %s"))
    passing(Passing("keys", "accounts_apitoken", "Access keys that ended", 365, "least(expires_at, revoked_at) < %s"))
    children = tuple(f"delete from {table} where notice_id in ({_OLD_NOTICES})" for table in ("notices_noticeread", "notices_noticemail"))  # noqa: S608 - names of our own
    passing(Passing("invitations", "accounts_invitation", "Invitations that ended", 30, "least(expires_at, used_at, withdrawn_at) < %s"))
    passing(Passing("notices", "notices_notice", "Notices", 180, "created_at < %s", children))
    told = "update notices_noticemail set digest_id = null where digest_id in (select d.id from notices_digest d where d.at < %s)"
    passing(Passing("digests", "notices_digest", "Daily mails", 180, "at < %s", (told,)))
    passing(Passing("partner-files", "partners_partnerfile", "Lists of partners waiting to be imported", 7, "at < %s"))
    passing(
        Passing("partner-rows", "partners_partnerrows", "Rows of lists of partners that were not taken, as they stood there", 30, "at < %s")
    )
    old_run = "run_id in (select r.id from imports_importrun r where r.at < %s)"
    passing(Passing("rejects", "imports_reject", "Rows an import did not take", 90, old_run))
    passing(Passing("row-notes", "imports_rownote", "What was to be known of rows an import took", 90, old_run))
    passing(Passing("form-drafts", "people_formdraft", "Forms begun and not sent", 30, "saved_at < %s"))
    passing(Passing("partner-drafts", "partners_partnerdraft", "Forms about partners begun and not sent", 30, "saved_at < %s"))
    passing(Passing("readings", "people_reading", "Whose records somebody opened that day", 1, "at < %s"))
    ended = "wave_id in (select w.id from relationships_wave w where w.state in ('PUBLISHED', 'GIVEN_UP') and coalesce(w.closed_on, w.deadline) < %s)"
    asked = f"delete from relationships_taken where {ended}"  # noqa: S608 - as above
    passing(Passing("raters", "relationships_rater", "Who was asked how a partnership goes", 365, ended, (asked,)))
    over = "survey_id in (select s.id from relationships_networksurvey s where s.state in ('PUBLISHED', 'GIVEN_UP') and coalesce(s.closed_on, s.deadline) < %s)"
    written = f"(email <> '' or digest is not null or former_digest is not null) and {over}"
    no_address = "email = '', digest = null, former_digest = null"
    surveyed = "Addresses of those who answered for an organisation whom it works with"
    passing(Passing("survey-addresses", "relationships_surveyedorganization", surveyed, 365, written, leaves=no_address))
    passing(Passing("uploads", "services_upload", "Files waiting to be imported", 30, "at < %s"))
    passing(Passing("people-files", "people_importfile", "Files of people waiting to be imported", 7, "at < %s"))
    passing(Passing("people-rows", "people_rejectedrows", "Rows of people files that were not taken, as they stood there", 30, "at < %s"))


@dataclass(frozen=True)
class Due:
    """One kind of thing, how many of it are due, and whether two people agreed to dispose of them."""

    code: str
    title: str
    days: int
    rows: int
    approved: bool

    def as_dict(self) -> dict[str, str | int | bool]:
        """For --json."""
        return asdict(self)


def look() -> list[Due]:
    """What would be disposed of. Counts alone."""
    approved = set(_approved().values_list("rule", flat=True))
    return [Due(rule.code, rule.title, rule.days, _count(rule), rule.code in approved) for rule in retention.PASSING.values()]


def dispose() -> list[tuple[str, int]]:
    """Everything two people agreed on, each disposal in one transaction with its audit row: (title, rows)."""
    agreed = list(_approved().order_by("approved_at"))
    for code in sorted({disposal.rule for disposal in agreed} - set(retention.PASSING)):
        log.warning("Approved, and left alone: no kind of thing to dispose of is called %r here.", code)
    return [_dispose(disposal, retention.PASSING[disposal.rule]) for disposal in agreed if disposal.rule in retention.PASSING]


def _approved() -> QuerySet[Disposal]:
    return Disposal.objects.exclude(rule=RECORD).filter(
        approved_at__isnull=False, approved_by__isnull=False, done_at__isnull=True, refused_at__isnull=True
    )


def _count(rule: Passing) -> int:
    with connection.cursor() as cursor:
        cursor.execute(rule.count(), [rule.before(now())])
        (number,) = cursor.fetchone() or (0,)
        return int(number)


def _dispose(disposal: Disposal, rule: Passing) -> tuple[str, int]:
    actor = system_actor("dispose of what is due", channel="command")
    before = min(disposal.before, rule.before(now()))  # whatever was asked for, nothing goes before its time
    with reading_as(actor.reader), connection.cursor() as cursor:
        for statement in rule.statements():
            cursor.execute(statement, [before])
        rows = cursor.rowcount
        Disposal.objects.filter(pk=disposal.pk, done_at__isnull=True).update(done_at=now(), rows=rows)
        detail = {"rule": rule.code, "before": before.isoformat(), "rows": rows, "disposal": str(disposal.pk)}
        actions.record(by=actor, verb="retention.disposed", detail=detail)
    return rule.title, rows
