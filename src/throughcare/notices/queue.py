"""How the job queue starts. Jobs are declared and enqueued through accounts.queue, given on here for the apps above."""

import logging

from procrastinate import App

from throughcare.accounts.queue import BACK_OFF as BACK_OFF
from throughcare.accounts.queue import enqueue as enqueue
from throughcare.accounts.queue import job as job


def ready(queue: App) -> None:
    """Called by procrastinate when Django is up; tasks are found in each app's `jobs`."""
    logging.getLogger("procrastinate.worker").setLevel(logging.WARNING)
