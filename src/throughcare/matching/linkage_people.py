"""Are these two records about one person? What is compared, what each likeness is worth, and how it is said.

m and u were counted once from records whose truth is known (docs/import-people.md says from which records, and how well it does).
"""

from dataclasses import dataclass

from throughcare.common.text import search_words
from throughcare.matching.linkage import Block, Field, Level, Model

# One pair in so many is taken for one person before anything is compared: what a file of new people holds of people who are there.
PRIOR = 1 / 20_000
# Above this probability somebody looks at the pair (docs/import-people.md: precision and recall at each).
LOOK_AT = 0.90


@dataclass(frozen=True)
class Record:
    """What is known of somebody. key: whose record, in the caller's own terms. numbers: "scheme:value". born: as ISO text, however odd."""

    key: str
    given: tuple[str, ...]  # names they go by, the first the one in use
    family: str = ""
    born: str = ""
    gender: str = ""
    numbers: tuple[str, ...] = ()


_ALIKE = 0.85  # of Jaro and Winkler, for names of a few letters: one letter wrong, left out or exchanged


def _near(one: str, other: str) -> str:
    return f"jaro_winkler_similarity({one}, {other}) >= {_ALIKE}"


def _same(name: str) -> str:
    return f"{name}_l = {name}_r"


_GIVEN_SHARED = "list_has_any(names_l, names_r)"
_INITIAL = "(length(given_l) = 1 or length(given_r) = 1) and left(given_l, 1) = left(given_r, 1)"
_GIVEN_NEAR = f"({_near('given_l', 'given_r')} or {_INITIAL})"

NAME = Field(
    "name",
    "Name",
    "(given_l is null and family_l is null) or (given_r is null and family_r is null)",
    (
        Level("same", "same names", f"{_same('given')} and {_same('family')}", 0.33, 0.00006),
        Level("swapped", "same names, the other way round", "given_l = family_r and family_l = given_r", 0.02, 0.000001),
        Level("shared", "same family name, and another of their names in common", f"{_same('family')} and {_GIVEN_SHARED}", 0.03, 0.000002),
        Level("given_near", "same family name, first name nearly the same", f"{_same('family')} and {_GIVEN_NEAR}", 0.11, 0.00001),
        Level(
            "family_near",
            "same first name, family name nearly the same",
            f"({_same('given')} or {_GIVEN_SHARED}) and {_near('family_l', 'family_r')}",
            0.13,
            0.00001,
        ),
        Level("both_near", "both names nearly the same", f"{_GIVEN_NEAR} and {_near('family_l', 'family_r')}", 0.035, 0.000005),
        Level(
            "swapped_near",
            "nearly the same names, the other way round",
            f"{_near('given_l', 'family_r')} and {_near('family_l', 'given_r')}",
            0.015,
            0.000002,
        ),
        Level(
            "family_alone",
            "same family name, and one has no first name",
            f"{_same('family')} and (given_l is null or given_r is null)",
            0.025,
            0.00017,
        ),
        Level(
            "given_alone",
            "same first name, and one has no family name",
            f"{_same('given')} and (family_l is null or family_r is null)",
            0.025,
            0.0005,
        ),
        Level("family", "same family name, another first name", _same("family"), 0.1, 0.002),
        Level("given", "same first name, another family name", f"{_same('given')} or {_GIVEN_SHARED}", 0.055, 0.01),
        Level("other", "different names", "", 0.125, 0.987),
    ),
)
BORN = Field(
    "born",
    "Date of birth",
    "born_l is null or born_r is null",
    (
        Level("same", "same date of birth", "born_l = born_r", 0.75, 0.00005),
        Level("swapped", "same date of birth, day and month exchanged", "born_l = turned_r", 0.005, 0.00001),
        Level("near", "date of birth with one figure different", "damerau_levenshtein(born_l, born_r) <= 1", 0.15, 0.001),
        Level("year", "date of birth in another year, on the same day", "substr(born_l, 6) = substr(born_r, 6)", 0.01, 0.0021),
        Level("close", "date of birth with two figures different", "damerau_levenshtein(born_l, born_r) <= 2", 0.03, 0.012),
        Level("other", "different dates of birth", "", 0.055, 0.985),
    ),
)
NUMBER = Field(
    "number",
    "Number",
    "not list_has_any(schemes_l, schemes_r)",
    (
        Level("same", "a number in common", "list_has_any(numbers_l, numbers_r)", 0.87, 0.000001),
        Level("near", "a number with one figure different", "damerau_levenshtein(number_l, number_r) <= 1", 0.075, 0.00001),
        Level("other", "different numbers", "", 0.055, 0.99999),
    ),
)
GENDER = Field(
    "gender",
    "Gender",
    "gender_l is null or gender_r is null",
    (Level("same", "same gender", "gender_l = gender_r", 0.95, 0.6), Level("other", "different genders", "", 0.05, 0.4)),
)
FIELDS = (NAME, BORN, NUMBER, GENDER)

# Short names for long ones, where people use both. Short on purpose: a pair that is missing costs one likeness, a wrong one finds strangers.
_SHORT = """alexander alex sandy; andrew andy drew; anthony tony; benjamin ben; catherine katherine kate katie cathy; charles charlie chuck;
christopher chris; daniel dan danny; david dave; edward ed eddie ted; elizabeth liz beth betty; frederick fred freddie; gregory greg; henry harry;
jacob jake; james jim jimmy; jennifer jen jenny; john jack johnny; jonathan jon; joseph joe joey; joshua josh; kenneth ken; lawrence larry;
margaret maggie meg peggy; matthew matt; michael mike mick; nicholas nick; patricia pat trish; patrick paddy; peter pete; philip phil; rebecca becky;
richard rick dick; robert rob bob bobby; samuel sam; stephen steven steve; susan sue; thomas tom tommy; timothy tim; victoria vicky; william will bill billy;
wiremu wi; hemi jimi; hoani hone; rawiri; tamati tama; tevita vita; sione; maria mere"""
NICKNAMES = {word: names.split()[0] for names in _SHORT.split(";") for word in names.split()}
_VOWELS = frozenset("aeiouyhw")


def columns_of(record: Record) -> dict[str, object]:
    """What of a record is compared, folded: without macrons, capitals and punctuation. What is not known is None, which equals nothing."""
    words = [word for name in record.given for word in search_words(name)]
    family = " ".join(search_words(record.family))
    numbers = sorted(set(record.numbers))
    found = {
        "unique_id": record.key,
        "given": words[0] if words else "",
        "names": sorted({NICKNAMES.get(word, word) for word in words if len(word) > 1}),
        "family": family,
        "sound_family": sound(family),
        "sound_given": sound(words[0]) if words else "",
        "born": record.born,
        "turned": _turned(record.born),
        "gender": record.gender,
        "number": numbers[0] if numbers else "",
        "numbers": numbers,
        "schemes": sorted({number.partition(":")[0] for number in numbers}),
    }
    return {name: None if value == "" else value for name, value in found.items()}


def sound(name: str) -> str:
    """A rough sound: the first letter, and the next two consonants without doubles. "smyth", "smithe" and "smith" are one."""
    kept = [letter for n, letter in enumerate(name) if n and letter not in _VOWELS and letter != name[n - 1] and letter != " "]
    return (name[:1] + "".join(kept))[:3]


def _turned(born: str) -> str:
    """Day and month exchanged; nothing where that is the same day."""
    parts = born.split("-")
    return f"{parts[0]}-{parts[2]}-{parts[1]}" if len(parts) == 3 and parts[1] != parts[2] else ""


_BLOCKS = (
    *(("born", "sound_family"), ("born", "sound_given"), ("given", "family"), ("sound_family", "sound_given", "substr(born, 1, 4)")),
    *(("number",), ("family", "substr(born, 1, 7)"), ("given", "born"), ("family", "substr(born, 6)")),
)
_TURNED = (
    "l.given = r.family and l.family = r.given",
    "l.born = r.turned and l.sound_family = r.sound_family",
    "l.born = r.born and l.sound_given = r.sound_family",
    "l.born = r.born and l.sound_family = r.sound_given",
)
PEOPLE = Model(
    fields=FIELDS,
    prior=PRIOR,
    look_at=LOOK_AT,
    columns=lambda records: [columns_of(record) for record in records],
    sample=Record("", ()),
    blocks=(*(Block(columns) for columns in _BLOCKS), *(Block(rule=rule) for rule in _TURNED)),
)
