"""What every import writes: its run, and the files and mappings it begins with."""

from throughcare.imports.actions.runs import Counts, RowReject, keep_rejects, record_run, wait_for_turn

__all__ = ["Counts", "RowReject", "keep_rejects", "record_run", "wait_for_turn"]
