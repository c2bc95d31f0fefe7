"""Passwords that are long enough and guessed first all the same: repeated, in a row, common words, or known from a breach elsewhere."""

import hashlib
import itertools
import mmap
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

_ROWS = ("abcdefghijklmnopqrstuvwxyz", "0123456789", "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEXT = {pair for row in _ROWS for pair in (*itertools.pairwise(row), *itertools.pairwise(row[::-1]))}
_FEWEST_LETTERS = 6  # different ones
_MOSTLY = 0.6
_SHORTEST_WORD = 4
_MOST_WORDS = 2


class NotGuessed:
    """A validator of Django's. Looks no password up anywhere but in files of this machine."""

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError with what to do instead."""
        letters = "".join(one for one in password.casefold() if one.isalnum())
        if _repeats(letters) or _in_a_row(letters):
            raise ValidationError(
                "This is too easy to guess: it repeats itself or runs along the keyboard. Take a sentence of your own.", code="pattern"
            )
        if _is_common(letters):
            raise ValidationError("This is made of passwords many people use. Take a sentence of your own.", code="password_too_common")
        if is_breached(password):
            raise ValidationError("This password is known from a theft elsewhere, so it is tried first. Take another.", code="breached")

    def get_help_text(self) -> str:
        """Beside the field."""
        return "Not a common password, nor one that repeats itself."


def is_breached(password: str) -> bool:
    """Whether the site's list of breached passwords has it: lines of SHA-1 in hexadecimal, sorted, each with a colon and a count or without."""
    if settings.BREACHED_PASSWORDS is None:
        return False
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    path = Path(settings.BREACHED_PASSWORDS)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as lines:
        low, high = 0, len(lines)
        while low < high:  # low and high lie at the beginnings of lines
            middle = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = lines.find(b"\n", middle, high)
            end = high if end < 0 else end + 1
            found = lines[middle : middle + len(wanted)].upper()
            if found == wanted:
                return True
            low, high = (end, high) if found < wanted else (low, middle)
    return False


@cache
def _common() -> frozenset[str]:
    return frozenset(word for word in CommonPasswordValidator().passwords if len(word) >= _SHORTEST_WORD)


def _repeats(letters: str) -> bool:
    """ "tuitui…": the whole is a shorter piece several times; or it has few different letters."""
    return len(set(letters)) < _FEWEST_LETTERS or (letters + letters).find(letters, 1) < len(letters)


def _in_a_row(letters: str) -> bool:
    """Most letters follow each other in the alphabet, among the digits or on a keyboard."""
    pairs = list(itertools.pairwise(letters))
    return bool(pairs) and sum(pair in _NEXT for pair in pairs) >= _MOSTLY * len(pairs)


def _is_common(letters: str) -> bool:
    """One or two common passwords, with digits around them."""
    words = letters.strip("0123456789")
    return len(words) >= _SHORTEST_WORD and _made_of(words, _MOST_WORDS)


def _made_of(letters: str, words: int) -> bool:
    if letters in _common():
        return True
    cuts = range(_SHORTEST_WORD, len(letters) - _SHORTEST_WORD + 1) if words > 1 else ()
    return any(letters[:cut] in _common() and _made_of(letters[cut:].strip("0123456789"), words - 1) for cut in cuts)
