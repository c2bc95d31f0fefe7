"""Django's session engine over the sealed table: every step is one narrow database function."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import connection

from throughcare.common.clock import now

_BEGAN, _SEEN = "began", "seen"
_STRONG, _STANDING = "second_step", "standing"


def _call(sql: str, *values: str | datetime | bool | None) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row


class SessionStore(SessionBase):
    """One browser's session."""

    def load(self) -> dict[str, Any]:
        row = _call("select session_data from throughcare.session_read(%s)", self._session_key)
        if row is None:
            self._session_key = None
            return {}
        data: dict[str, Any] = self.decode(row[0])
        return data

    def exists(self, session_key: str) -> bool:
        return _call("select 1 from throughcare.session_read(%s)", session_key) is not None

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]  # the base class's own helper, missing from the stubs
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            return self.create()
        held = self._get_session(no_load=must_create)  # type: ignore[attr-defined]  # as above
        values = (self.session_key, self.encode(held), self.get_expiry_date(), held.get(SESSION_KEY), must_create)
        row = _call("select throughcare.session_put(%s, %s, %s, %s, %s)", *values)
        if row is None or not row[0]:
            raise CreateError if must_create else UpdateError
        return None

    def delete(self, session_key: str | None = None) -> None:
        _call("select throughcare.session_delete(%s)", session_key or self.session_key)

    @classmethod
    def clear_expired(cls) -> None:
        _call("select throughcare.session_clear()")


def begin(session: SessionBase) -> None:
    """Somebody has just logged in."""
    session[_BEGAN] = session[_SEEN] = int(now().timestamp())


def mark_strong(session: SessionBase, user_id: UUID) -> None:
    """This user gave a second step in this session, or set one up in it."""
    session[_STRONG] = str(user_id)


def mark_weak(session: SessionBase) -> None:
    """They took their last second step away."""
    session.pop(_STRONG, None)


def is_strong(session: SessionBase, user_id: UUID) -> bool:
    """Whether this user gave a second step in this session."""
    return bool(session.get(_STRONG) == str(user_id))


def steps_taken(session: SessionBase) -> int:
    """How often somebody showed in this session who they are: by a password, a code, a passkey, again when asked."""
    return len(session.get("account_authentication_methods", ()))


def end_others(session: SessionBase) -> None:
    """Of the user who is logged in; this one stays."""
    _call("select throughcare.session_end_others(%s)", session.session_key or "")


def follow(session: SessionBase, standing: str) -> None:
    """A new key when the user's roles or teams, as `standing` writes them, have changed since the last request."""
    if session.get(_STANDING, standing) != standing:
        session.cycle_key()
    if session.get(_STANDING) != standing:
        session[_STANDING] = standing


def is_idle(held: Mapping[str, Any]) -> bool:
    """Whether what a session holds says that nothing was done in it for the idle time."""
    moment = int(now().timestamp())
    return bool(moment - int(held.get(_SEEN, moment)) >= settings.IDLE_MINUTES * 60)


def seconds_left(session: SessionBase, *, idle: int, longest: int) -> int:
    """How long it lasts when nothing more is done in it. Limits in minutes."""
    moment = int(now().timestamp())
    return max(0, min(int(session.get(_SEEN, moment) + idle * 60) - moment, seconds_in_all(session, longest=longest)))


def seconds_in_all(session: SessionBase, *, longest: int) -> int:
    """How long it lasts whatever is done in it. The limit in minutes."""
    moment = int(now().timestamp())
    return max(0, int(session.get(_BEGAN, moment)) + longest * 60 - moment)


def why_over(session: SessionBase, *, idle: int, longest: int, mark_every: int) -> str:
    """Why a session ends at this request, as a sentence for its user; empty while it lasts, which is marked. Limits in minutes.

    mark_every: seconds; it is written anew when its last mark is older.
    """
    if _BEGAN not in session:  # from before these rules
        begin(session)
    moment, began, seen = int(now().timestamp()), session[_BEGAN], session[_SEEN]
    if moment - began >= longest * 60:
        ago = f"{longest // 60} hours" if longest >= 120 else f"{longest} minutes"
        return f"You were logged out, because you logged in more than {ago} ago. Log in to go on where you were."
    if moment - seen >= idle * 60:
        return f"You were logged out, because you did nothing here for {idle} minutes. Log in to go on where you were."
    if moment - seen >= mark_every:
        session[_SEEN] = moment
    return ""
