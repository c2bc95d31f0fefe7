"""Everything that changes an account, a membership, an invitation or an access key."""

from throughcare.accounts.actions.accounts import (
    NewUser,
    add_user,
    end_keys_with_password,
    make_key,
    password_path,
    revoke_key,
    send_account_mail,
    user_of,
)
from throughcare.accounts.actions.closing import close_account, open_account
from throughcare.accounts.actions.inviting import (
    Invited,
    accept_invitation,
    invite,
    resend_invitation,
    send_invitation,
    withdraw_invitation,
)
from throughcare.accounts.actions.leaving import end_membership

__all__ = [
    "Invited",
    "NewUser",
    "accept_invitation",
    "add_user",
    "close_account",
    "end_keys_with_password",
    "end_membership",
    "invite",
    "make_key",
    "open_account",
    "password_path",
    "resend_invitation",
    "revoke_key",
    "send_account_mail",
    "send_invitation",
    "user_of",
    "withdraw_invitation",
]
