"""Runs of importers, and what the tables of files on their way in are made of."""

from throughcare.imports.models.files import KeptRows, SavedMapping, SentFile
from throughcare.imports.models.runs import ImportRun, Reject, RowNote, Said

__all__ = ["ImportRun", "KeptRows", "Reject", "RowNote", "Said", "SavedMapping", "SentFile"]
