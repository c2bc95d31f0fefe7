"""Are these two records about one organisation? What is compared, what each likeness is worth, and how it is said.

The m and u of names were counted once from the names of registered charities, whose numbers say which are one; those of numbers, websites,
phones and places are set by hand, for want of records whose truth is known (docs/partners.md says from which, and how well it does).
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from throughcare.common.text import search_words
from throughcare.matching.linkage import Block, Field, Level, Model

# One pair in so many is taken for one organisation before anything is compared: thirty twice in a register of a thousand.
PRIOR = 1 / 20_000
# Above this probability a pair is proposed (docs/partners.md: precision and recall at each).
LOOK_AT = 0.30
# Few records say little of how rare a word is: never fewer than so many are taken to be there.
_LEAST = 2000
# A word that stands in more records than these, and in more than one of five hundred, is no reason to compare two.
_FEW = 5
# Part of a name counts as a name of its own when so few have it, and two of its words are rare.
_ALONE = 3
# Of two names as they are typed, one beside the other: one letter in ten may differ.
_SPELT_ALIKE = 0.93


@dataclass(frozen=True)
class Organization:
    """What is known of one. key: whose record, in the caller's own terms. names: the first the one in use. numbers: "scheme:value"."""

    key: str
    names: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    websites: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    places: tuple[str, ...] = field(default=())  # addresses in a line


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LITTLE = _words("the of and for in on at to with by a an or from te nga o ki mo me i he e ko ma no nei")
# What an organisation is by law, in English and te reo: no part of what it is called.
_LEGAL = _words(
    "limited ltd incorporated inc company co trust trusts trustee trustees charitable charity charities foundation fund society association "
    "assn assoc cic cio plc nz aotearoa zealand new board ropu roopu roopuu tarahiti kaporeihana komiti"
)
_SAME = {"saint": "st", "center": "centre", "svc": "services", "svcs": "services", "service": "services", "uk": ""}
# What a word of te reo that stands in many names says in English, so that both names of one organisation have words in common.
_MEANS = {
    "whare": "house",
    "hauora": "health",
    "kura": "school",
    "oranga": "wellbeing",
    "mahi": "work",
    "tamariki": "children",
    "rangatahi": "youth",
    "wahine": "women",
    "tane": "men",
    "whanau": "family",
    "families": "family",
    "hapori": "community",
    "kainga": "home",
    "awhina": "support",
    "tautoko": "support",
    "help": "support",
    "ratonga": "services",
    "hahi": "church",
    "hohipera": "hospital",
    "matauranga": "education",
    "poneke": "wellington",
    "otautahi": "christchurch",
    "otepoti": "dunedin",
    "kirikiriroa": "hamilton",
    "heretaunga": "hastings",
    "ahuriri": "napier",
    "ngamotu": "plymouth",
    "whakatu": "nelson",
    "murihiku": "southland",
    "turanga": "gisborne",
    "papaioea": "palmerston",
    "tamaki": "auckland",
    "makaurau": "auckland",
    "raki": "north",
    "tonga": "south",
    "rawhiti": "east",
}
# Two branches differ in one of these and in nothing else.
_MARK = re.compile(
    r"\d+\w*|north|south|east|west|northern|southern|eastern|western|central|mid|upper|lower|boys|girls|men|mens|women|womens|first|second|third"
)
_PARTS = re.compile(r"\s[/|–—-]\s|/|\b(?:formerly|trading as|t/a|also known as|aka)\b", re.IGNORECASE)
_ASIDE = re.compile(r"[(\[]([^)\]]*)[)\]]?")
_DOUBLED = re.compile(r"([aeiou])\1")
_FREE_MAIL = _words(
    "gmail.com googlemail.com hotmail.com hotmail.co.nz outlook.com outlook.co.nz live.com yahoo.com yahoo.co.nz icloud.com me.com msn.com "
    "xtra.co.nz slingshot.co.nz orcon.net.nz vodafone.co.nz paradise.net.nz clear.net.nz actrix.co.nz inspire.net.nz protonmail.com"
)
# Sites where many organisations have a page each: the site says nothing of which.
_SHARED_SITES = _words("facebook.com instagram.com linkedin.com sites.google.com wordpress.com wixsite.com weebly.com govt.nz")


def words_of(name: str) -> list[str]:
    """Its words, folded, in one spelling of macrons (Maaori, Māori): without little words and without the double letters of vowels."""
    found = (_DOUBLED.sub(r"\1", _SAME.get(word, word)) for word in search_words(name.replace("&", " and ")))
    return [word for word in found if word and word not in _LITTLE]


def host_of(address: str) -> str:
    """The host of a website or an e-mail address, without www; nothing for one that many share."""
    host = address.strip().casefold().split("://")[-1].split("/")[0].rpartition("@")[2].split(":")[0].removeprefix("www.")
    shared = host in _FREE_MAIL or any(host == site or host.endswith(f".{site}") for site in _SHARED_SITES)
    return "" if shared or "." not in host else host


def phone_of(text: str) -> str:
    """A number as it is dialled from abroad (E.164), by New Zealand's plan where no country is said; nothing for what is too short to tell."""
    digits = re.sub(r"\D", "", text.partition("ext")[0])
    if text.strip().startswith("+") or digits.startswith("00"):
        digits = digits.removeprefix("00")
    elif digits.startswith("0"):
        digits = f"64{digits[1:]}"
    elif not digits.startswith("64") and len(digits) < 11:
        digits = f"64{digits}"
    return f"+{digits}" if len(digits) >= 9 else ""


def place_of(address: str) -> str:
    """An address as it is compared: its folded words, with short forms of streets said in full."""
    streets = {"st": "street", "rd": "road", "ave": "avenue", "tce": "terrace", "dr": "drive", "pl": "place", "hwy": "highway"}
    return " ".join(streets.get(word, word) for word in search_words(address))


def _names_of(record: Organization) -> list[tuple[str, ...]]:
    """Each of its names as words, the first first."""
    return [words for words in dict.fromkeys(tuple(words_of(name)) for name in record.names) if words]


def _parts_of(record: Organization) -> list[tuple[str, ...]]:
    """What may be a name of its own: a name without what stands in brackets, that by itself, and the two sides of a stroke."""
    parts = [part for name in record.names for part in (_ASIDE.sub(" ", name), *_ASIDE.findall(name), *_PARTS.split(name))]
    return [words for words in dict.fromkeys(tuple(words_of(part)) for part in parts) if len(words) > 1]


def _core(words: Iterable[str]) -> list[str]:
    """What it is called, without what it is by law; all of it where nothing else is left."""
    words = list(words)
    return [word for word in words if word not in _LEGAL] or words


def _meaning(words: Iterable[str]) -> list[str]:
    return sorted({_MEANS.get(word, word) for word in _core(words)})


def _initials(words: Sequence[str]) -> Iterator[str]:
    """Of three words or more that follow each other."""
    for start in range(len(words)):
        for length in range(3, min(8, len(words) - start) + 1):
            yield "".join(word[0] for word in words[start : start + length])


def _bits(words: Iterable[str], bits: dict[str, int]) -> list[str]:
    return [f"{word}.{n}" for word in words for n in range(bits[word])]


def columns_of(records: Sequence[Organization]) -> list[dict[str, Any]]:
    """What of each is compared, folded. What is not known is None, or an empty list, which equals nothing.

    told, own: each word as often as it has bits to tell (log2 of how few have it), of all its names and of the first. So what two share is
    the length of what is in both.
    """
    names, parts = [_names_of(record) for record in records], [_parts_of(record) for record in records]
    meant = [sorted({word for words in several for word in _meaning(words)}) for several in names]
    held = Counter(word for words in meant for word in words)
    of = max(len(records), _LEAST)
    bits = {word: round(math.log2(of / count)) for word, count in held.items()}
    rare = {word for word, count in held.items() if count <= max(_FEW, of // 500)}
    called = Counter(words for one, two in zip(names, parts, strict=True) for words in {*one, *two})
    found = []
    for record, several, words, apart in zip(records, names, meant, parts, strict=True):
        alone = [part for part in apart if called[part] <= _ALONE and len(rare.intersection(_meaning(part))) > 1]
        found.append(_columns(record, list(dict.fromkeys([*several, *alone])), words, bits, rare))
    return found


def _columns(record: Organization, names: list[tuple[str, ...]], words: list[str], bits: dict[str, int], rare: set[str]) -> dict[str, Any]:
    cores = sorted({" ".join(_core(one)) for one in names})
    core, own = (" ".join(_core(names[0])), _meaning(names[0])) if names else ("", [])
    initials = sorted({short for one in names for short in _initials(one)})
    numbers = sorted(set(record.numbers))
    sites, mails = ({host for text in several if (host := host_of(text))} for several in (record.websites, record.emails))
    return {
        "unique_id": record.key,
        "core": core or None,
        "shape": core[:3] + "".join(word[0] for word in core.split()) or None,
        "cores": cores,
        "bags": sorted({" ".join(sorted(set(_core(one)))) for one in names}),
        "meanings": sorted({" ".join(_meaning(one)) for one in names}),
        "words": words,
        "told": _bits(words, bits),
        "own": _bits(own, bits),
        "initials": initials,
        "whole": sorted({"".join(word[0] for word in one) for one in names if len(one) > 2} | {one for one in cores if " " not in one}),
        "marks": " ".join(sorted(word for word in own if _MARK.fullmatch(word))) or "-",
        "rare": [word for word in words if word in rare],
        "numbers": numbers,
        "number": numbers[0] if numbers else None,
        "schemes": sorted({number.partition(":")[0] for number in numbers}),
        "phones": sorted({phone for text in record.phones if (phone := phone_of(text))}),
        "sites": sorted(sites),
        "mails": sorted(mails),
        "hosts": sorted(sites | mails),
        "places": sorted({place for text in record.places if (place := place_of(text))}),
    }


_SHARED = "len(list_intersect(told_l, told_r))"
_OWN = "len(list_intersect(own_l, own_r))"
_MARKED = "marks_l = marks_r"
_SPELT = f"{_MARKED} and length(core_l) >= 10 and damerau_levenshtein(core_l, core_r) <= case when length(core_l) < 20 then 1 else 2 end"
_LESS = "least(len(own_l), len(own_r))"


def _of_all(least: float) -> str:
    """So much of what the words of both tell is told by those they share."""
    return f"{_OWN} >= {least} * greatest(len(own_l) + len(own_r) - {_OWN}, 1)"


# Counted from half of the names of the charities (docs/partners.md): 150 pairs of one number, 189 million of two; "meaning" is set by hand.
NAME = Field(
    "name",
    "Name",
    "core_l is null or core_r is null",
    (
        Level("same", "the same name, but for what it is by law", "list_has_any(cores_l, cores_r)", 0.14, 0.0000036),
        Level("order", "the same words in another order", "list_has_any(bags_l, bags_r)", 0.02, 0.0000003),
        Level("meaning", "the same words, in English and te reo", "list_has_any(meanings_l, meanings_r)", 0.01, 0.0000003),
        Level("spelt", "one or two letters different, and other words in common", f"{_SPELT} and {_OWN} >= 6", 0.033, 0.0000008),
        Level("most", "nearly all the words in common that tell it from others", f"{_MARKED} and {_of_all(0.75)}", 0.06, 0.0000007),
        Level(
            "initials",
            "one has the initials of the other, and a word in common that few have",
            f"{_MARKED} and (list_has_any(initials_l, words_r) or list_has_any(initials_r, words_l)) and list_has_any(rare_l, rare_r)",
            0.047,
            0.0000012,
        ),
        Level("inside", "all of one name in the other", f"{_MARKED} and {_OWN} >= 9 and {_OWN} >= 0.99 * {_LESS}", 0.1, 0.000008),
        Level("much", "more than half of the words in common that tell it from others", f"{_MARKED} and {_of_all(0.5)}", 0.033, 0.0000073),
        Level("letter", "one or two letters different", _SPELT, 0.01, 0.0000042),
        Level("some", "some words in common that few have", f"{_SHARED} >= 12 and list_has_any(rare_l, rare_r)", 0.12, 0.00019),
        Level("rare", "a word in common that few have", "list_has_any(rare_l, rare_r)", 0.04, 0.00044),
        Level("other", "different names", "", 0.4, 0.9993),
    ),
)
# By hand, all of these: no records at hand have them and say which are one. A national body lends its branches its number and its website.
NUMBER = Field(
    "number",
    "Number",
    "not list_has_any(schemes_l, schemes_r)",
    (
        Level("same", "a number in common", "list_has_any(numbers_l, numbers_r)", 0.88, 0.00001),
        Level("near", "a number with one figure different", "damerau_levenshtein(number_l, number_r) <= 1", 0.06, 0.00001),
        Level("other", "different numbers", "", 0.06, 0.99998),
    ),
)
WEB = Field(
    "web",
    "Website and e-mail",
    "len(hosts_l) = 0 or len(hosts_r) = 0",
    (
        Level("site", "the same website", "list_has_any(sites_l, sites_r)", 0.7, 0.0005),
        Level("mail", "e-mail at the same place", "list_has_any(mails_l, mails_r)", 0.1, 0.0005),
        Level("across", "one has its e-mail at the other's website", "list_has_any(hosts_l, hosts_r)", 0.05, 0.0003),
        Level("other", "different websites or e-mail", "", 0.15, 0.9987),
    ),
)
PHONE = Field(
    "phone",
    "Phone",
    "len(phones_l) = 0 or len(phones_r) = 0",
    (
        Level("same", "a phone number in common", "list_has_any(phones_l, phones_r)", 0.5, 0.0001),
        Level("other", "different phone numbers", "", 0.5, 0.9999),
    ),
)
PLACE = Field(
    "place",
    "Address",
    "len(places_l) = 0 or len(places_r) = 0",
    (
        Level("same", "the same address", "list_has_any(places_l, places_r)", 0.4, 0.0005),
        Level("other", "different addresses", "", 0.6, 0.9995),
    ),
)
FIELDS = (NAME, NUMBER, WEB, PHONE, PLACE)
_BLOCKS = (
    Block(lists=("rare",)),
    Block(lists=("cores",)),
    Block(lists=("meanings",)),
    Block(lists=("whole",)),
    Block(columns=("shape",)),
    Block(lists=("numbers",)),
    Block(lists=("phones",)),
    Block(lists=("hosts",)),
    Block(lists=("places",)),
)
ORGANIZATIONS = Model(fields=FIELDS, prior=PRIOR, look_at=LOOK_AT, columns=columns_of, sample=Organization("", ()), blocks=_BLOCKS)


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for what an organisation is by law, the order of their words, or a letter or two. For a few names."""
    left, right = (sorted(set(_core(words_of(name)))) for name in (one, other))
    if not left or not right:
        return False
    if _meaning(left) == _meaning(right):
        return True
    marks = [{word for word in words if _MARK.fullmatch(word)} for words in (left, right)]
    return marks[0] == marks[1] and SequenceMatcher(None, " ".join(left), " ".join(right)).ratio() >= _SPELT_ALIKE
