"""Every read of the audit, and of what two people agree to dispose of."""

from throughcare.audit.queries.disposals import asked, count_waiting_disposals, get_disposal, records, retention
from throughcare.audit.queries.lines import (
    VERIFIED,
    Filters,
    Line,
    Lines,
    Seen,
    Verification,
    about_me,
    last_of,
    last_verification,
    register_reasons,
    rows,
    seen,
    was_ever_seen,
    withheld,
)

__all__ = [
    "VERIFIED",
    "Filters",
    "Line",
    "Lines",
    "Seen",
    "Verification",
    "about_me",
    "asked",
    "count_waiting_disposals",
    "get_disposal",
    "last_of",
    "last_verification",
    "records",
    "register_reasons",
    "retention",
    "rows",
    "seen",
    "was_ever_seen",
    "withheld",
]
