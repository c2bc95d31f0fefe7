"""Mail in flight and a closing: the account is closed before the mail, which then is not sent, or after it."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection

from tests.cast import Cast
from tests.database import Owner
from tests.notices.test_choices import PLAIN, post
from tests.notices.test_choices import _kinds as _kinds
from tests.notices.test_digests import daily, gather
from throughcare.accounts.actions import close_account
from throughcare.accounts.actors import system_actor
from throughcare.common import reader
from throughcare.common.reader import reading_as
from throughcare.notices import actions, jobs
from throughcare.notices.models import Notice

Send = Callable[[], None]


def at_once(cast: Cast, owner: Owner) -> Send:
    """One mail in the outbox, and what sends it."""
    post(cast, PLAIN, "officer")
    by = system_actor("deliver notices")
    with reading_as(by.reader):
        actions.spread(by=by, notice_id=Notice.objects.get().id)
    connection.close()
    mail.outbox.clear()
    (found,) = owner.rows("select id from notices_noticemail")[0]
    return lambda: jobs.mail(mail_id=str(found))


def once_a_day(cast: Cast, owner: Owner) -> Send:
    """One daily mail, and what sends it."""
    daily(cast)
    gather()
    (found,) = owner.rows("select id from notices_digest")[0]
    return lambda: jobs.digest(str(found))


def close(cast: Cast) -> None:
    by = system_actor("close in a race", channel="command")
    with reading_as(by.reader):
        close_account(by=by, user_id=cast.users["officer"], reason="LOST")
    connection.close()


WAYS = pytest.mark.parametrize("way", [at_once, once_a_day])


def closing_waits(cast: Cast, send: Send, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Does a closing wait for a mail that is being handed over?"""
    started, release, sent = threading.Event(), threading.Event(), mail.EmailMessage.send

    def slow(*given: Any, **more: Any) -> int:
        started.set()
        release.wait(20)
        return int(sent(*given, **more))

    monkeypatch.setattr("django.core.mail.EmailMessage.send", slow)
    sending, closing = threading.Thread(target=send), threading.Thread(target=close, args=[cast])
    sending.start()
    assert started.wait(20)
    closing.start()
    closing.join(0.5)
    waits = closing.is_alive()
    release.set()
    closing.join(20)
    sending.join(20)
    return waits


@WAYS
def test_a_closing_waits_for_mail_in_flight(
    cast: Cast, owner: Owner, monkeypatch: pytest.MonkeyPatch, way: Callable[[Cast, Owner], Send]
) -> None:
    assert closing_waits(cast, way(cast, owner), monkeypatch) and len(mail.outbox) == 1


@WAYS
def test_mail_that_begins_after_a_closing_is_not_sent(cast: Cast, owner: Owner, way: Callable[[Cast, Owner], Send]) -> None:
    send = way(cast, owner)
    close(cast)
    send()
    assert mail.outbox == []


@WAYS
def test_mail_waits_for_a_closing_under_way(cast: Cast, owner: Owner, way: Callable[[Cast, Owner], Send]) -> None:
    """It asks whether the account is open only when the closing has been committed."""
    send, by = way(cast, owner), system_actor("close in a race", channel="command")
    sending = threading.Thread(target=send)
    with reading_as(by.reader):
        close_account(by=by, user_id=cast.users["officer"], reason="LOST")
        sending.start()
        sending.join(0.5)
        assert sending.is_alive()
    connection.close()
    sending.join(20)
    assert not sending.is_alive() and mail.outbox == []


@WAYS
def test_the_check_finds_a_job_that_holds_nothing(
    cast: Cast, owner: Owner, monkeypatch: pytest.MonkeyPatch, way: Callable[[Cast, Owner], Send]
) -> None:
    """Planted: mail without the hold."""
    send = way(cast, owner)
    monkeypatch.setattr(reader, "_HOLD", "%s::text")
    assert not closing_waits(cast, send, monkeypatch)
