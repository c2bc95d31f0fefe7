"""Files as they come from other systems, turned into one table: headings and rows of text. What the columns mean is for the apps above."""

from throughcare.imports.readers.columns import Column, Fields, choose, guess
from throughcare.imports.readers.encodings import ENCODINGS, Encoding
from throughcare.imports.readers.headings import Heads
from throughcare.imports.readers.tables import DELIMITERS, EVERY, Found, Sheet, Table, Wanted, open_table, open_tables

__all__ = [
    "DELIMITERS",
    "ENCODINGS",
    "EVERY",
    "Column",
    "Encoding",
    "Fields",
    "Found",
    "Heads",
    "Sheet",
    "Table",
    "Wanted",
    "choose",
    "guess",
    "open_table",
    "open_tables",
]
