"""Names of real charities by their registered number, read in place: two names of one number are one organisation's."""

import csv
import gzip
import hashlib
import io
from collections import defaultdict

from tests.shared import shared
from throughcare.common.text import search_key
from throughcare.matching.linkage_organizations import Organization

_PREFIXES = ("GB-CHC-", "GB-SC-")


class Charities:
    """names: number → its names, each once but for case and punctuation. went: number → the one it went into, by the register of mergers."""

    def __init__(self) -> None:
        self.names: dict[str, dict[str, str]] = defaultdict(dict)
        self.went: dict[str, str] = {}
        for row in _rows("charity-names.csv"):
            self._add(row["org_id"], row["alternative_name"])
        for row in _rows("federated-charities.csv.gz"):
            self._add(row["reg_number"], row["name"])
        for row in _rows("ccew-register-of-mergers.csv.gz"):
            for side in ("transferor", "transferee"):
                if row[f"{side}_subno"] in ("0", ""):
                    self._add(row[f"{side}_regno"], row[f"{side}_name"])
            old, new = row["transferor_regno"].strip(), row["transferee_regno"].strip()
            if old and new and self.stands_for(old) != self.stands_for(new):
                self.went[self.stands_for(old)] = self.stands_for(new)

    def _add(self, number: str, name: str) -> None:
        number, name = number.strip().upper().replace("GB-NIC-", "NI"), " ".join((name or "").split())
        for prefix in _PREFIXES:
            number = number.removeprefix(prefix)
        if number not in ("", "0", "N/A") and name:
            self.names[number].setdefault(search_key(name), name)

    def stands_for(self, number: str) -> str:
        """The number that it went into, at the end."""
        while number in self.went:
            number = self.went[number]
        return number

    def half(self, held_out: bool) -> list[str]:
        """Numbers of one half or the other, by a digest of the number: m and u were counted from the half that is not held out."""
        return sorted(number for number in self.names if hashlib.sha256(number.encode()).digest()[0] % 2 == held_out)

    def records(self, numbers: list[str]) -> list[Organization]:
        """Each name a record of its own, its key the number before a #."""
        return [Organization(f"{number}#{n}", (name,)) for number in numbers for n, name in enumerate(self.names[number].values())]


def _rows(name: str) -> list[dict[str, str]]:
    data = shared("data", "messy", "uk-charities", name).read_bytes()
    text = (gzip.decompress(data) if name.endswith(".gz") else data).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))
