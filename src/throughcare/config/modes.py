"""Partnership mode: organisations, services and agreements alone. Nobody's record exists: no address, no command, no right to a
table or to a function about people.

`THROUGHCARE_MODE=partnership` is read when a process starts; `migrate` takes the grants away, and gives them back without it.
Records that are there already stay in the database, where only its owner can read them. Loads nothing: the command line asks it first.
"""

import os

# Apps that hold something about a person; a test fails when one that does is missing here.
ABOUT_PEOPLE = ("people", "referrals", "disclosure")
# Addresses of other apps that show one person's record.
PAGES_ABOUT_A_PERSON = {"person", "person-timeline", "person-print", "disagree", "who-looked", "records", "record-hold", "record-lift"}


def is_partnership() -> bool:
    """As the surroundings say."""
    return os.environ.get("THROUGHCARE_MODE", "").strip().lower() == "partnership"


def is_about_people(module: str) -> bool:
    """Whether this module of ours belongs to one of those apps."""
    return module.removeprefix("throughcare.").partition(".")[0] in ABOUT_PEOPLE


def table_is_about_people(table: str) -> bool:
    """Whether a table belongs to one of those apps."""
    return table.partition("_")[0] in ABOUT_PEOPLE
