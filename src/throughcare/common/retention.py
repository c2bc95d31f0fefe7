"""How long what is kept: a class for every table, and what may be disposed of when its time is over.

A table is kept by the class of its protection (a person's record, accounts, a directory …) unless it is named as passing. Only what
passes can be disposed of yet, and only by two people: one asks, another approves, and then the owner's log-in deletes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from throughcare.common.protection import Rule

# By the class of protection.
CLASSES = {
    "personal": "A person's record: ten years after the last sentence or order ends; then to the archives, or destroyed with their authority.",
    "partner-confidential": "Between organisations: seven years after it ends.",
    "identity": "Accounts: as long as they are used, and after that as long as the audit names them.",
    "audit": "The audit: as long as the records it tells of, and never less than twelve months.",
    "public": "Directories, places and words: as long as they are used; their history ten years.",
    "internal": "Machinery: no word about anybody; cleared by itself.",
}


@dataclass(frozen=True)
class Passing:
    """A table whose rows serve for a while. due: SQL, true of a row whose time was over at %s. first: what hangs on these rows.

    leaves: SQL of what is set when the row itself stays, and only some of it goes.
    """

    code: str
    table: str
    title: str
    days: int
    due: str
    first: tuple[str, ...] = ()
    leaves: str = ""

    def before(self, now: datetime) -> datetime:
        """Rows are due when they ended, or were made, before this moment."""
        return now - timedelta(days=self.days)

    def statements(self) -> tuple[str, ...]:
        """Each takes the moment once; the last deletes the rows themselves, or what of them passes."""
        last = f"update {self.table} set {self.leaves}" if self.leaves else f"delete from {self.table}"  # noqa: S608 - names of our own
        return (*self.first, f"{last} where {self.due}")

    def count(self) -> str:
        """How many are due; takes the moment once."""
        return f"select count(*) from {self.table} where {self.due}"  # noqa: S608 - names of our own


PASSING: dict[str, Passing] = {}


def passing(rule: Passing) -> None:
    """Declare one."""
    PASSING[rule.code] = rule


def words_of(table: str, rule: Rule) -> str:
    """How long this table is kept, and why."""
    own = next((item for item in PASSING.values() if item.table == table), None)
    return f"{own.title}: {own.days} days." if own else CLASSES[rule.kind]
