"""The nightly verification."""

import logging

from django.db import connection
from procrastinate.contrib.django import app

from throughcare.accounts.actors import system_actor
from throughcare.audit import actions
from throughcare.audit.verify import verify
from throughcare.common.reader import reading_as

log = logging.getLogger(__name__)


@app.periodic(cron="17 3 * * *")
@app.task(name="audit.verify", queueing_lock="audit.verify")
def verify_nightly(timestamp: int) -> None:
    """Verify everything and record what was found; the auditor's page shows it."""
    actor = system_actor("verify the audit")
    try:
        with reading_as(actor.reader):
            report = verify()
            actions.record_verification(by=actor, report=report)
    finally:
        connection.close()
    if not report.ok:
        log.critical("The audit does not verify: %s findings. Run throughcare audit verify.", len(report.findings))
