"""Jobs of the accounts."""

from uuid import UUID

from throughcare.accounts import actions
from throughcare.accounts.actors import Actor
from throughcare.accounts.queue import job


@job("accounts.mail", purpose="send account mail")
def mail(by: Actor, user_id: str, kind: str, address: str) -> None:
    """Mail one user about their own account; no user, no mail."""
    if user_id:
        actions.send_account_mail(by=by, user_id=UUID(user_id), kind=kind, address=address)
