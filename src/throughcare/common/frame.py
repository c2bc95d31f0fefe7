"""What the frame around every page shows: the way about, and who is logged in.

A context processor of an upper app puts `nav` (a sequence of NavItem) and `me` (LoggedIn, or None) into each
template's context; `common/base.html` draws them and needs neither.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class NavItem:
    """One entry of the main navigation, or one breadcrumb."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True)
class LoggedIn:
    """The person at the keyboard, as the header names them."""

    name: str
    role: str = ""  # "Case manager, Whanganui"; empty when it would say nothing
    account_href: str = ""  # password and second step; empty hides the link
    notices_href: str = ""  # the inbox; empty hides the link
    unread: int = 0
