"""Mapping files: a small TOML file that says which column of a flat directory each HSDS field comes from."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from throughcare.services.readers.sources import CannotRead

# What a mapping may fill, table by table. Tables of several rows a record (language, attribute …) are marked in `flat`.
FIELDS: dict[str, frozenset[str]] = {
    "organization": frozenset(
        [
            "source_id",
            "name",
            "alternate_name",
            "description",
            "email",
            "website",
            "tax_status",
            "tax_id",
            "year_incorporated",
            "legal_status",
        ]
    ),
    "location": frozenset(["source_id", "name", "alternate_name", "description", "transportation", "url", "latitude", "longitude"]),
    "address": frozenset(["attention", "address_1", "address_2", "city", "region", "state_province", "postal_code", "country"]),
    "service": frozenset(
        [
            "source_id",
            "name",
            "alternate_name",
            "description",
            "url",
            "email",
            "status",
            "interpretation_services",
            "application_process",
            "fees_description",
            "accreditations",
            "licenses",
            "eligibility_description",
            "minimum_age",
            "maximum_age",
            "wait_time",
            "confidential",
        ]
    ),
    "phone": frozenset(["number", "extension", "type", "description"]),
    "contact": frozenset(["name", "title", "department", "email"]),
    "schedule": frozenset({"hours"}),
    "language": frozenset({"name"}),
    "service_area": frozenset({"name"}),
    "cost_option": frozenset({"option"}),
    "required_document": frozenset({"document"}),
    "accessibility": frozenset({"description"}),
    "attribute": frozenset({"name"}),
}
_TOP = {"layout", "attribution", "files", "delimiter", "rows", "named_by", "match"}
_SPEC = {"first", "join", "by", "text", "column", "split"}


@dataclass(frozen=True, slots=True)
class Spec:
    """How one field is filled: from the first column that isn't empty, from all joined, or with a fixed text."""

    columns: tuple[str, ...]
    join: bool = False
    by: str = "\n"
    text: str = ""
    split: str = ""


@dataclass(frozen=True, slots=True)
class FlatMapping:
    """A mapping file, checked."""

    layout: str
    files: str
    attribution: str = ""
    delimiter: str = ","
    rows: str = ""  # of a JSON object: the name under which the list of records stands; of XML: the element that is a record
    named_by: str = ""  # of XML: the attribute that names a cell
    match: tuple[str, ...] = ()
    taxonomy: str = ""
    specs: dict[str, dict[str, Spec]] = field(default_factory=dict)

    @property
    def columns(self) -> set[str]:
        """Every column that is read."""
        return {column for fields in self.specs.values() for spec in fields.values() for column in spec.columns}


def load(path: Path) -> FlatMapping:
    """Read and check a mapping file; a mistake in it is one sentence."""
    try:
        data = tomllib.loads(path.read_bytes().decode())
    except OSError as error:
        raise CannotRead(f"The mapping file {path.name} can't be opened: {error.strerror}. Check its name.") from None
    except UnicodeDecodeError:
        raise CannotRead(f"The mapping file {path.name} isn't UTF-8. Save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise CannotRead(f"The mapping file {path.name} isn't valid TOML: {error}.") from None
    return _checked(data, path.name)


def _checked(data: dict[str, Any], name: str) -> FlatMapping:
    top = {key: value for key, value in data.items() if not isinstance(value, dict)}
    tables = {key: value for key, value in data.items() if isinstance(value, dict)}
    _refuse_unknown(name, "setting", top, _TOP)
    _refuse_unknown(name, "table", tables, set(FIELDS))
    for setting, value in top.items():
        if not (_is_texts(value) if setting == "match" else isinstance(value, str)):
            raise CannotRead(
                f"{name}: {setting} should be {'a list of column names' if setting == 'match' else 'text in quotation marks'}."
            )
    files = str(top.get("files", ""))
    if not files or "/" in files or "\\" in files or files.startswith(".."):
        raise CannotRead(f'{name}: files should name the files in the folder, such as files = "data.json" or files = "*.csv".')
    taxonomy = str(tables.get("attribute", {}).pop("taxonomy", ""))
    specs = {table: _fields(name, table, fields) for table, fields in tables.items()}
    for table in ("organization", "service"):
        if "name" not in specs.get(table, {}):
            raise CannotRead(f'{name}: say which column is the {table}\'s name: [{table}] name = "…".')
    delimiter = str(top.get("delimiter", ","))
    if len(delimiter) != 1:
        raise CannotRead(f"{name}: delimiter should be one character, such as ; or a tab.")
    return FlatMapping(
        layout=str(top.get("layout", Path(name).stem)),
        files=files,
        attribution=str(top.get("attribution", "")),
        delimiter=delimiter,
        rows=str(top.get("rows", "")),
        named_by=str(top.get("named_by", "")),
        match=tuple(top.get("match", ())),
        taxonomy=taxonomy,
        specs=specs,
    )


def _fields(name: str, table: str, fields: Mapping[str, Any]) -> dict[str, Spec]:
    _refuse_unknown(name, f"field of [{table}]", fields, set(FIELDS[table]))
    return {key: _spec(f"{name}: [{table}] {key}", value) for key, value in fields.items()}


def _spec(where: str, value: Any) -> Spec:
    if isinstance(value, str) and value:
        return Spec((value.lower(),))
    if isinstance(value, dict) and set(value) <= _SPEC and isinstance(split := value.get("split", ""), str):
        ways = set(value) - {"split", "by"}
        if "by" in value and (ways != {"join"} or not isinstance(value["by"], str)):
            ways = set()
        if ways == {"first"} and _is_texts(value["first"]):
            return Spec(_lower(value["first"]), split=split)
        if ways == {"join"} and _is_texts(value["join"]):
            return Spec(_lower(value["join"]), join=True, by=value.get("by", "\n"))
        if ways == {"text"} and isinstance(value["text"], str):
            return Spec((), text=value["text"])
        if ways == {"column"} and isinstance(value["column"], str):
            return Spec((value["column"].lower(),), split=split)
    raise CannotRead(
        f'{where} should be a column\'s name in quotation marks, or one of {{ first = ["a", "b"] }}, {{ join = ["a", "b"], by = " " }}, '
        f'{{ column = "a", split = "," }}, {{ text = "the same for all" }}.'
    )


def _lower(names: list[str]) -> tuple[str, ...]:
    return tuple(name.lower() for name in names)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, str) and item for item in value)


def _refuse_unknown(name: str, what: str, given: Mapping[str, Any], known: set[str]) -> None:
    if unknown := sorted(set(given) - known):
        raise CannotRead(f"{name}: there is no {what} called {unknown[0]}. Write one of: {', '.join(sorted(known))}.")
