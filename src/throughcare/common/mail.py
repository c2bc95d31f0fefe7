"""Handing one mail to the mail server, from a job, without leaving its address in a log."""

from collections.abc import Mapping

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend


class MailNotSent(Exception):
    """The mail server did not take a mail. Says no more than the kind of failure: a server's answer names the address."""


def send_plain(subject: str, text: str, *, to: str, headers: Mapping[str, str] | None = None) -> None:
    """Send plain text. Raises MailNotSent, so that the job tries again."""
    try:
        EmailMessage(subject, text, None, [to], headers=dict(headers or {})).send()
    except OSError as error:  # smtplib's errors are OSErrors
        raise MailNotSent(type(error).__name__) from None


def call_server() -> None:
    """Ask the mail server in, and send nothing: for what must wait as long as a mail would. Raises MailNotSent."""
    server = get_connection()
    if not isinstance(server, SmtpBackend):  # a folder is always there
        return
    try:
        server.open()
        server.close()
    except OSError as error:
        raise MailNotSent(type(error).__name__) from None


def site_address() -> str:
    """What people type to come here. A real site answers over https at its first host name."""
    given: str = getattr(settings, "SITE_ADDRESS", "")
    return given or (f"https://{settings.ALLOWED_HOSTS[0]}/" if settings.SESSION_COOKIE_SECURE else "http://localhost:8000/")
