"""The check digit of an NZBN is GS1's, one wrong digit or two swapped are found, and a charity number is CC and digits."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from throughcare.partners.numbers import check_digit, read_charity_number, read_nzbn, show_nzbn

TWELVE = some.text("0123456789", min_size=12, max_size=12)


def slowly(twelve: str) -> int:
    """By the book: weigh 1, 3, 1, 3 … from the left, add, and see which digit makes the sum a multiple of ten."""
    total = 0
    for place in range(12):
        total += int(twelve[place]) * (1 if place in (0, 2, 4, 6, 8, 10) else 3)
    (found,) = [digit for digit in range(10) if (total + digit) % 10 == 0]
    return found


@given(TWELVE)
def test_the_check_digit_is_that_of_the_book(twelve: str) -> None:
    assert check_digit(twelve) == slowly(twelve)
    assert read_nzbn(twelve + str(check_digit(twelve))) == twelve + str(check_digit(twelve))


@pytest.mark.parametrize("number", ["4006381333931", "9780306406157", "9429041234570"])
def test_published_numbers_check(number: str) -> None:
    """The first two are the examples everybody knows: of an article, and of a book."""
    assert read_nzbn(number) == number


@given(TWELVE, some.integers(0, 12), some.integers(1, 9))
def test_one_wrong_digit_is_found(twelve: str, place: int, more: int) -> None:
    whole = twelve + str(check_digit(twelve))
    wrong = whole[:place] + str((int(whole[place]) + more) % 10) + whole[place + 1 :]
    with pytest.raises(ValueError, match="does not fit"):
        read_nzbn(wrong)


@given(TWELVE, some.integers(0, 11))
def test_neighbours_swapped_are_found_unless_they_differ_by_five(twelve: str, place: int) -> None:
    whole = twelve + str(check_digit(twelve))
    a, b = whole[place], whole[place + 1]
    assume(abs(int(a) - int(b)) not in (0, 5))
    with pytest.raises(ValueError, match="does not fit"):
        read_nzbn(whole[:place] + b + a + whole[place + 2 :])


@given(TWELVE, some.lists(some.sampled_from(" -."), min_size=14, max_size=14))
def test_spaces_and_hyphens_do_no_harm_and_what_is_shown_reads_back(twelve: str, between: list[str]) -> None:
    whole = twelve + str(check_digit(twelve))
    assert read_nzbn("".join(a + b for a, b in zip(between, whole, strict=False))) == whole
    assert read_nzbn(show_nzbn(whole)) == whole


@given(some.text(max_size=30))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    for read in (read_nzbn, read_charity_number):
        try:
            kept = read(text)
        except ValueError as wrong:
            assert str(wrong).endswith(".")
        else:
            assert kept.isascii() and read(kept) == kept


@pytest.mark.parametrize("digits", ["", "1" * 11, "1" * 13, "x" * 12, "१" * 12])
def test_a_check_digit_is_of_twelve_digits(digits: str) -> None:
    with pytest.raises(ValueError):
        check_digit(digits)


@pytest.mark.parametrize(("typed", "number"), [("CC10123", "CC10123"), ("cc 10123", "CC10123"), ("10123", "CC10123"), ("", "")])
def test_a_charity_number_is_kept_one_way(typed: str, number: str) -> None:
    assert read_charity_number(typed) == number


@pytest.mark.parametrize("typed", ["CC1", "AB10123", "CC1234567", "CC١٢٣٤٥"])
def test_what_is_no_charity_number(typed: str) -> None:
    with pytest.raises(ValueError, match="CC and four to six digits"):
        read_charity_number(typed)
