"""How somebody may be told, and the words for work that failed. Data only."""

from django.db.models import TextChoices


class Way(TextChoices):
    """How a notice of one kind reaches somebody besides their inbox."""

    AT_ONCE = "AT_ONCE", "At once"
    DAILY = "DAILY", "Once a day"
    OFF = "OFF", "No mail"


# In a link that turns off, where a kind of notice would stand: everything that comes in the daily mail.
ALL_DAILY = "daily"

# What a job does, for whoever looks after the site.
JOBS = {
    "accounts.mail": "Mail about an account",
    "accounts.clear_submissions": "Clearing away of old requests",
    "audit.verify": "Nightly check of the audit",
    "notices.spread": "Who is to be told of a notice",
    "notices.mail": "Mail about a notice",
    "notices.daily": "Gathering of the daily mails",
    "notices.digest": "Daily mail",
    "people.bring_in": "Import of a file of people",
    "people.compare": "Comparing of an import's new people with everybody there",
    "people.receive": "Record of somebody new",
    "partners.remind": "Reminders of partners",
    "agreements.by_day": "Agreements that began or ended",
    "agreements.remind": "Reminders of agreements",
    "performance.remind": "Reminders of reports",
    "notices.pick_up": "Picking up of jobs whose worker died",
}

# By the kind of error alone: what an error says may quote an address or a record.
WORKER_DIED = "WorkerDied"
ERRORS = {
    "MailNotSent ConnectionRefusedError": "The mail server did not answer: check that it runs, and its address.",
    "MailNotSent TimeoutError": "The mail server did not answer in time.",
    "MailNotSent gaierror": "No mail server was found under its name: check the address.",
    "MailNotSent SMTPAuthenticationError": "The mail server did not accept our user or password.",
    "MailNotSent SMTPRecipientsRefused": "The mail server refused the address: check the user's e-mail address.",
    "MailNotSent SMTPSenderRefused": "The mail server refused our own address as sender.",
    "MailNotSent SMTPServerDisconnected": "The mail server hung up.",
    "MailNotSent SMTPDataError": "The mail server refused the mail.",
    "OperationalError": "The database did not answer, or stopped the job because it took too long.",
    "PoolTimeout": "No connection to the database was free.",
    "UniqueViolation": "Something is there already that may be there only once.",
    "IntegrityError": "Something is there already that may be there only once, or is gone meanwhile.",
    WORKER_DIED: "Its worker died each time it was tried.",
}
UNKNOWN_ERROR = "Something nobody expected. The worker's log says where, at this time."
NOT_KNOWN = "How it failed was not written down."


def job_words(task: str) -> str:
    """What a job of this name does."""
    return JOBS.get(task, "Other work of the site")


def error_words(code: str | None) -> str:
    """Why it failed, from the code that was kept."""
    if not code:
        return NOT_KNOWN
    if code in ERRORS:
        return ERRORS[code]
    return "The mail server did not take the mail." if code.startswith("MailNotSent") else UNKNOWN_ERROR


# Lists whose filters can be kept: the name of the page, and what it is called.
LISTS = {
    "people": "People",
    "referrals": "Referrals you made",
    "referral-inbox": "Referrals to your team",
    "services": "Services",
    "partners": "Partners",
    "agreements": "Agreements",
    "notes": "Case notes",
    "audit": "Audit",
}
# These are of one person: a view of them is opened on that person's page, and the person is no part of it.
OF_ONE_PERSON = frozenset({"notes"})
