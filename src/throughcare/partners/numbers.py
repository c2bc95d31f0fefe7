"""Numbers an organisation is known by elsewhere: as people type them in, as they are kept out."""

import re

_NZBN = re.compile(r"\d{13}")
_CHARITY = re.compile(r"CC\d{4,6}")


def check_digit(twelve: str) -> int:
    """The thirteenth digit of a GS1 number: the twelve before it, weighed 1 and 3 in turn, and what is missing to the next ten.

    GS1 General Specifications, section 7.9. Raises ValueError unless given twelve digits.
    """
    if not (len(twelve) == 12 and twelve.isascii() and twelve.isdecimal()):
        raise ValueError(twelve)
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return -total % 10


def read_nzbn(text: str) -> str:
    """A New Zealand Business Number as thirteen digits; spaces, full stops and hyphens are let through. "" stays "".

    Raises ValueError with a sentence.
    """
    digits = re.sub(r"[\s.-]", "", text)
    if not digits:
        return ""
    if not (digits.isascii() and _NZBN.fullmatch(digits)):
        raise ValueError("An NZBN has 13 digits, like 9429 0412 3457 0.")
    if int(digits[-1]) != check_digit(digits[:-1]):
        raise ValueError("This is no NZBN: its last digit does not fit the others. Compare it with the business register.")
    return digits


def show_nzbn(digits: str) -> str:
    """In groups of four, as people read it aloud."""
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def read_charity_number(text: str) -> str:
    """A registration number of the New Zealand charities register: CC and its digits. "" stays "". Raises ValueError with a sentence."""
    number = re.sub(r"[\s.-]", "", text).upper()
    if number.isascii() and number.isdecimal():
        number = f"CC{number}"
    if not number:
        return ""
    if not (number.isascii() and _CHARITY.fullmatch(number)):
        raise ValueError("A charity number is CC and four to six digits, like CC10123.")
    return number
