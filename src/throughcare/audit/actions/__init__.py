"""Every write of the audit: its rows, and what two people agree to dispose of."""

from throughcare.audit.actions.disposals import answer_disposal, ask_disposal, ask_erasure, lift_hold, place_hold
from throughcare.audit.actions.recording import Gate, record, record_read, record_verification, register_gate, say_stopped

__all__ = [
    "Gate",
    "answer_disposal",
    "ask_disposal",
    "ask_erasure",
    "lift_hold",
    "place_hold",
    "record",
    "record_read",
    "record_verification",
    "register_gate",
    "say_stopped",
]
