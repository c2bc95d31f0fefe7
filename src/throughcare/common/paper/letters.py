"""Which letters the fonts that come with the typesetter can show. Data only."""

# First and last code point of each run, both in it: Latin with all its marks, Greek, Cyrillic, and signs. tests/common/test_paper.py sets every one.
RUNS = (
    (0x20, 0x7E),
    (0xA0, 0xAC),
    (0xAE, 0x2FF),
    (0x3A3, 0x3FF),
    (0x400, 0x481),
    (0x48A, 0x4FF),
    (0x1E00, 0x1EFF),
    (0x2010, 0x2027),
    (0x2030, 0x2037),
    (0x2039, 0x203A),
    (0x2074, 0x208E),
    (0x20AC, 0x20AC),
    (0x2190, 0x2195),
)
ABSENT = "\N{REPLACEMENT CHARACTER}"
_THERE = frozenset(code for first, last in RUNS for code in range(first, last + 1)) | {0x0A, ord(ABSENT)}
# Told apart by no reader: set as what can be shown.
_AS = {0x09: " ", 0xAD: "", 0x200B: "", 0x200E: "", 0x200F: "", 0x2028: "\n", 0x2029: "\n", 0x202F: " ", 0xFEFF: ""}


def shown(text: str) -> str:
    """The text with every letter that can't be shown as ABSENT."""
    return "".join(_AS.get(code, letter if code in _THERE else ABSENT) for letter in text for code in [ord(letter)])
