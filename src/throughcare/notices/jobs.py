"""Jobs of the notices: from a notice to the outbox, from the outbox to the mail server."""

from uuid import UUID

from throughcare.accounts.actors import Actor
from throughcare.notices import actions
from throughcare.notices.queue import job


@job("notices.spread", purpose="deliver notices")
def spread(by: Actor, notice_id: str) -> None:
    """Put one mail for each reader in the outbox."""
    actions.spread(by=by, notice_id=UUID(notice_id))


@job("notices.mail", purpose="deliver notices")
def mail(by: Actor, mail_id: str) -> None:
    """Send one."""
    actions.deliver(by=by, mail_id=UUID(mail_id))
