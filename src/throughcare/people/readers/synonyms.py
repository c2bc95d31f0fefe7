"""Headings as other systems write them, in English and te reo Māori: data. Compared without case, macrons and punctuation.

`weak` words are used for other things too, so the values must look right before a column is read by them.
"""

from throughcare.common.text import search_key
from throughcare.people.actions.rows import COLUMNS

FULL_NAME = "full_name"
IDENTIFIER = "identifier:"

# Field → what it is called on a page.
LABELS = {
    "team": "Office (team code)",
    "identifiers": "Numbers, each with its scheme",
    "preferred_name": "Preferred name",
    "given_names": "Given names",
    "family_name": "Family name",
    FULL_NAME: "Whole name",
    "name_mi": "Te reo Māori name",
    "birth_date": "Date of birth",
    "age_band": "Age band",
    "gender": "Gender",
    "ethnicities": "Ethnicities",
    "iwi": "Iwi",
    "languages": "Languages",
    "interpreter": "Needs an interpreter",
    "site": "Site (code)",
    "site_since": "At the site since",
    "home_site": "Home district (code)",
    "release_date": "Release date",
    "release_unknown": "Why the release date is not known",
}

_STRONG: dict[str, tuple[str, ...]] = {
    "team": ("office", "office code", "team code", "probation office", "case office", "managing office", "tari", "unit code"),
    "identifiers": ("reference numbers", "all numbers"),
    "preferred_name": ("known as", "goes by", "alias", "also known as", "aka", "calling name", "usual name", "ingoa karanga"),
    "given_names": (
        *(
            "first name",
            "firstname",
            "first names",
            "first name s",
            "given name s",
            "given name",
            "givenname",
            "forename",
            "forenames",
            "christian name",
            "legal first name",
        ),
        *("ingoa tuatahi", "ingoa tapa", "fname", "name first", "name given", "prenom", "first and middle names"),
    ),
    "family_name": (
        *("surname", "last name", "lastname", "familyname", "legal last name", "whanau name", "ingoa whanau", "lname", "sname"),
        *("name last", "name family", "name surname"),
    ),
    FULL_NAME: (
        "fullname",
        "person name",
        "client name",
        "prisoner name",
        "offender name",
        "name of person",
        "name in full",
        "ingoa katoa",
    ),
    "name_mi": ("maori name", "te reo name", "ingoa maori", "te reo maori name"),
    "birth_date": (
        *("dob", "d o b", "date of birth", "birthdate", "birthday", "birth day", "born", "date born", "bdate", "ra whanau", "dateofbirth"),
        *("te ra whanau", "person birth date"),
    ),
    "age_band": ("age group", "age range", "ageband", "reanga"),
    "gender": ("sex", "gender identity", "ira tangata", "ira"),
    "ethnicities": ("ethnicity", "ethnic group", "ethnic groups", "ethnicity code", "iwi taketake", "matawaka"),
    "iwi": ("iwi affiliation", "iwi affiliations", "tribe", "hapu iwi"),
    "languages": ("language", "first language", "preferred language", "languages spoken", "reo", "nga reo"),
    "interpreter": ("interpreter needed", "needs interpreter", "interpreter required", "kaiwhakamaori"),
    "site": ("prison", "prison code", "site code", "facility", "institution", "custody site", "whare herehere", "current site"),
    "site_since": ("site from", "at site since", "date of admission", "admission date", "reception date", "received on", "site start"),
    "home_site": ("home district", "home office", "district", "release district"),
    "release_date": (
        *("expected release", "expected release date", "est release date", "erd", "statutory release date", "srd", "release"),
        *("date of release", "ra tuku", "release on"),
    ),
    "release_unknown": ("release reason", "release unknown because", "why no release date", "no release date because"),
    f"{IDENTIFIER}prn": ("prn", "prn number", "prn no", "prisoner number", "prison number", "person record number", "offender number"),
    f"{IDENTIFIER}nhi": ("nhi", "nhi number", "nhi no", "national health index"),
    f"{IDENTIFIER}nsn": ("nsn", "national student number"),
}
_WEAK: dict[str, tuple[str, ...]] = {
    FULL_NAME: ("name", "ingoa", "client", "person"),
    "identifiers": ("identifier", "ids", "numbers"),
    "birth_date": ("birth", "whanau"),
}


def _table(said: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {search_key(word): field for field, words in said.items() for word in words}


EXACT = {search_key(name.replace("_", " ")): name for name in (*COLUMNS, FULL_NAME)}
STRONG = _table(_STRONG)
WEAK = _table(_WEAK)
