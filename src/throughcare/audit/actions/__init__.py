"""Every write of the audit: its rows, and what two people agree to dispose of."""

from throughcare.audit.actions.disposals import answer_disposal, ask_disposal, ask_erasure, lift_hold, place_hold
from throughcare.audit.actions.recording import record, record_read, record_verification

__all__ = [
    "answer_disposal",
    "ask_disposal",
    "ask_erasure",
    "lift_hold",
    "place_hold",
    "record",
    "record_read",
    "record_verification",
]
