"""Everything that makes, marks or delivers a notice, chooses how to be told, or looks after work that failed."""

from throughcare.notices.actions.choosing import NewSettings, choose, turn_off, what_is_turned_off
from throughcare.notices.actions.digests import claim_digest, gather_digests, give_back_digest, send_digest
from throughcare.notices.actions.failed import JobResult, drop_jobs, pick_up_jobs, retry_jobs
from throughcare.notices.actions.posting import SUBJECT, WORDS, deliver, mark_all_read, mark_read, post, spread
from throughcare.notices.actions.views import change_view, delete_view, save_view

__all__ = [
    "SUBJECT",
    "WORDS",
    "JobResult",
    "NewSettings",
    "change_view",
    "choose",
    "claim_digest",
    "delete_view",
    "deliver",
    "drop_jobs",
    "gather_digests",
    "give_back_digest",
    "mark_all_read",
    "mark_read",
    "pick_up_jobs",
    "post",
    "retry_jobs",
    "save_view",
    "send_digest",
    "spread",
    "turn_off",
    "what_is_turned_off",
]
