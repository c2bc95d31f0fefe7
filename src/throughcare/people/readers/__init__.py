"""People files: any table other systems write, its columns found by their headings, each row readable or refused with a sentence.

What was found and why is for whoever sent the file. No sentence about the file repeats anything it holds: a file without headings would
otherwise show a person's details in an error. Headings are shown only beside the file itself.
"""

from throughcare.people.readers.columns import Column, label_of
from throughcare.people.readers.reading import MOST_ROWS, Reading, read_file, read_people
from throughcare.people.readers.synonyms import FULL_NAME, LABELS

__all__ = ["FULL_NAME", "LABELS", "MOST_ROWS", "Column", "Reading", "label_of", "read_file", "read_people"]
