"""Reads of what was imported, and of files on their way in; row-level security shows each kind to those who may import it."""

from throughcare.imports.queries.files import (
    file_of,
    files_of,
    is_stuck,
    keys_of,
    latest_mapping,
    mapping_called,
    mapping_of,
    mappings_of,
    may_start,
    rows_kept,
)
from throughcare.imports.queries.runs import get_run, rejects_of, run_page, runs

__all__ = [
    "file_of",
    "files_of",
    "get_run",
    "is_stuck",
    "keys_of",
    "latest_mapping",
    "mapping_called",
    "mapping_of",
    "mappings_of",
    "may_start",
    "rejects_of",
    "rows_kept",
    "run_page",
    "runs",
]
