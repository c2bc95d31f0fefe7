"""Lists of partners as people keep them: any table, its columns found by their headings, each row readable or refused with a sentence."""

from throughcare.partners.readers.cells import Words
from throughcare.partners.readers.columns import label_of
from throughcare.partners.readers.reading import MOST_ROWS, Reading, read_list
from throughcare.partners.readers.synonyms import LABELS

__all__ = ["LABELS", "MOST_ROWS", "Reading", "Words", "label_of", "read_list"]
