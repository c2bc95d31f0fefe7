"""One's own account and access keys; a team's staff; joining by an invitation."""

from throughcare.accounts.pages.kiosk import finished, stay
from throughcare.accounts.pages.own import revoke_key, your_account, your_keys
from throughcare.accounts.pages.staff import close, end, invite, join, move_invitation, reopen, team, teams

__all__ = [
    "close",
    "end",
    "finished",
    "invite",
    "join",
    "move_invitation",
    "reopen",
    "revoke_key",
    "stay",
    "team",
    "teams",
    "your_account",
    "your_keys",
]
