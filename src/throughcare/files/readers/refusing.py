"""A file that is not taken: each refusal says what to send instead."""

from throughcare.common.refusals import Invalid
from throughcare.files.states import FORMATS


def wrong(sentence: str) -> Invalid:
    """The refusal, at the field of the file."""
    return Invalid(sentence, {"file": [sentence]})


def not_one(kind: str) -> Invalid:
    """Its bytes are not what its name says. kind: a key of FORMATS."""
    return wrong(
        f"The name says {FORMATS[kind].words}, but the file is none. Save it again in the program it was made with, and send that."
    )
