"""The queue's own connection: Django's, so that a job is enqueued in the transaction that causes it."""

from procrastinate import App


def ready(app: App) -> None:
    """Called by procrastinate when Django is up; tasks are found in each app's `jobs`."""
