"""The inbox, how one is told, lists as one likes to see them, and work that failed."""

from throughcare.notices.pages.inbox import failed_jobs, failed_jobs_do, inbox, open_notice, read_all, turn_off, your_notices
from throughcare.notices.pages.views import view, view_add, view_change, view_delete, views

__all__ = [
    "failed_jobs",
    "failed_jobs_do",
    "inbox",
    "open_notice",
    "read_all",
    "turn_off",
    "view",
    "view_add",
    "view_change",
    "view_delete",
    "views",
    "your_notices",
]
