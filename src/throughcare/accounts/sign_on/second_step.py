"""That a provider asked for a second step, kept in the session beside whom it asked."""

from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase

_ELSEWHERE = "second_step_elsewhere"


def keep(session: SessionBase, user_id: UUID | None) -> None:
    """user_id: who gave it there; None: nobody."""
    session[_ELSEWHERE] = str(user_id) if user_id else ""


def was_elsewhere(session: SessionBase, user_id: UUID) -> bool:
    """Whether this user's second step was the provider's, and the site trusts it."""
    return bool(session.get(_ELSEWHERE) == str(user_id))
