"""The worker as a process of its own: a notice is mailed, the audit sealed, and SIGTERM ends it at once and cleanly."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings

from tests.audit.rows import SYSTEM, fill
from tests.cast import Cast
from tests.database import Owner
from throughcare.audit.actions import record
from throughcare.common.ids import new_id
from throughcare.common.reader import reading_as
from throughcare.common.ref import Ref
from throughcare.config import worker
from throughcare.notices import actions, kinds

_RUN = """
import sys, django
django.setup()
from django.conf import settings
from pathlib import Path
settings.DATABASES["default"]["NAME"], settings.AUDIT_HEAD, settings.EMAIL_FILE_PATH = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
from throughcare.config import worker
worker.run()
"""


def _until(what: Callable[[], bool], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if what():
            return True
        time.sleep(0.05)
    return False


def test_it_mails_seals_and_stops(cast: Cast, owner: Owner, tmp_path: Path) -> None:
    head, mails = tmp_path / "head.json", tmp_path / "mail"
    mails.mkdir()
    kinds.register("test.worker", title="x", url=lambda about: "/")
    kinds.register_person("test.thing", kinds.NOBODYS)
    actor = cast.actor("case_manager")
    with reading_as(SYSTEM.reader):
        actions.post(by=SYSTEM, kind="test.worker", about=Ref("test.thing", new_id()), to_user=cast.users["officer"])
    with reading_as(actor.reader):
        record(by=actor, verb="person.viewed", persons=[cast.person], compartments=["C1"])
    connection.close()
    command = [sys.executable, "-c", _RUN, str(settings.DATABASES["default"]["NAME"]), str(head), str(mails)]
    process = subprocess.Popen(command, env=os.environ, stderr=subprocess.PIPE, text=True)
    try:
        assert _until(lambda: any(mails.iterdir())), "no mail came"
        assert _until(lambda: owner.rows("select count(*) > 0 from audit_auditseal") == [(True,)]), "nothing was sealed"
        # One row, and those of what came by the clock meanwhile.
        assert _until(lambda: head.exists() and json.loads(head.read_text())["number"] >= 1)
        asked = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert time.monotonic() - asked < 15
    finally:
        process.kill()
        _, said = process.communicate()
    assert "Traceback" not in said, said
    (mail,) = mails.iterdir()
    assert actions.WORDS in mail.read_text() and "Aroha" not in mail.read_text()
    # What comes by the clock may have come as it stopped: at the full hour, or at midnight.
    left = owner.rows(
        "select j.task_name from procrastinate_jobs j where not exists (select 1 from procrastinate_periodic_defers d where d.job_id = j.id)"
    )
    assert left == []


def test_an_alarm_is_told_once_and_its_end_too(
    owner: Owner, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "EVERY", 0.01)
    head, stop = tmp_path / "head.json", threading.Event()
    with override_settings(AUDIT_HEAD=head):
        head.write_text("{")
        thread = threading.Thread(target=worker.seal_until, args=(stop,))
        thread.start()
        assert _until(lambda: "not being sealed" in caplog.text)
        head.unlink()
        fill(3)
        assert _until(lambda: "sealed again" in caplog.text)
        # Another database of this server may hold sealing up for a moment: its open transactions count too.
        assert _until(lambda: owner.rows("select count(*) from audit_auditseal") == [(3,)])
        stop.set()
        thread.join()
    assert caplog.text.count("not being sealed") == 1
    with reading_as(SYSTEM.reader), connection.cursor() as cursor:
        cursor.execute("select count(*) from throughcare.audit_verify_sealed(0, 100)")
        assert cursor.fetchone() == (3,)
