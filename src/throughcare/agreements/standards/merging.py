"""Releases of one contracting process merged into what is so now: the merge routine of OCDS 1.1, for the fields we publish.

A later release wins field by field. Objects in a list are put together by their `id`; a list of anything else is replaced whole, and so are
the lists the schema marks `wholeListMerge`; null takes a field away. Source: "Merging", Open Contracting Data Standard 1.1. A test holds
it equal to the standard's own program.
"""

from collections.abc import Mapping, Sequence
from typing import Any

# Of each release alone ("omitWhenMerged").
_OF_A_RELEASE = ("id", "date", "tag")
_WHOLE = ("additionalIdentifiers",)


def compiled(releases: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The compiled release. releases: of one process, oldest first; one at least."""
    last = releases[-1]
    merged: dict[str, Any] = {"tag": ["compiled"], "id": f"{last['ocid']}-{last['date']}", "date": last["date"]}
    for release in releases:
        _merge(merged, {name: value for name, value in release.items() if name not in _OF_A_RELEASE})
    return merged


def _merge(into: dict[str, Any], said: Mapping[str, Any]) -> None:
    for name, value in said.items():
        there = into.get(name)
        if value is None:
            into.pop(name, None)
        elif isinstance(value, Mapping):
            into[name] = there if isinstance(there, dict) else {}
            _merge(into[name], value)
        elif isinstance(value, list) and name not in _WHOLE and all(isinstance(one, Mapping) and "id" in one for one in value):
            into[name] = _listed(there if isinstance(there, list) else [], value)
        else:
            into[name] = value


def _listed(there: list[Any], said: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Objects by their id, in the order in which they first came."""
    by_id = {one["id"]: one for one in there}
    for one in said:
        _merge(by_id.setdefault(one["id"], {}), one)
    return list(by_id.values())
