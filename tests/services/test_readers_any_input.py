"""Whatever the bytes: a reader answers with rows that add up, or with one sentence. It never breaks."""

import gzip
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare.services.readers import CannotRead, Directory, read

CELL = st.one_of(
    st.sampled_from(["o1", "l1", "", "1", "Monday", "9:00", '"', "{a}", "{", "=1+1", "ā", "a\u0304", "\0", "x\ny", "x\ry", "\ufeff"]),
    st.text(max_size=8),
)
TABLE = st.lists(st.lists(CELL, min_size=1, max_size=6), max_size=8)
HEADERS = {
    "organizations": "id,name,parent_organization_id,year_incorporated",
    "locations": "id,organization_id,latitude,longitude",
    "services": "id,organization_id,name,minimum_age,status",
    "phones": "organization_id,location_id,number",
    "regular_schedules": "location_id,weekday,opens_at,closes_at",
    "taxonomy": "id,name,parent_id",
}
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
COLUMNS = st.sampled_from(["name", "city", "address", "latitude", "longitude", "hours", "categories", "languages", "phone", "status"])


def answered(reading: Callable[[], Directory]) -> None:
    try:
        found = reading()
    except CannotRead as refused:
        assert str(refused)
        return
    places = [(row.origin.file, row.origin.row) for row in found.inputs] + [(bad.file, bad.row) for bad in found.rejected]
    assert len(set(places)) == len(places) == found.read
    assert all(row.records for row in found.inputs)
    assert all(bad.message.strip() for bad in found.rejected)
    keys = [row.ref for row in found.rows()]
    assert len(set(keys)) == len(keys)
    assert {ref for row in found.inputs for ref in row.records} == set(keys)
    for row in found.rows():
        texts = [value for name in type(row).__dataclass_fields__ if isinstance(value := getattr(row, name, None), str)]
        assert all("\0" not in text and text.encode() is not None for text in texts)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(HEADERS)), TABLE, min_size=1))
def test_any_tables(tables: dict[str, list[list[str]]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for table, rows in {"organizations": [["o1", "One", "", ""]], **tables}.items():
            text = "\n".join([HEADERS[table], *(",".join(row) for row in rows)])
            (folder / f"{table}.csv").write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
        answered(lambda: read(folder, "hsds11"))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200), st.booleans())
def test_any_bytes(content: bytes, with_header: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "organizations.csv").write_bytes(b"id,name\n" * with_header + content)
        answered(lambda: read(folder, "hsds11"))
        (folder / "x.json").write_bytes(content)
        answered(lambda: read(folder, "bay-area"))
        answered(lambda: read(folder))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.dictionaries(COLUMNS, JSON, max_size=8) | JSON, max_size=4))
def test_any_json(records: list[object]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "x.json").write_text(json.dumps(records), encoding="utf-8")
        answered(lambda: read(folder, "bay-area"))


FLORIDA = {
    "organizations": "organization_uuid,organization_name,organization_year_incorporated",
    "locations": "organization_uuid,location_uuid,location_name,location_address,phones",
    "services": "service_uuid,organization_uuid,service_name,service_min_age,service_max_age,service_problem_codes,service_areas",
}


@settings(max_examples=100, deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(sorted(FLORIDA), TABLE)))
def test_any_tables_of_florida(tables: dict[str, list[list[str]]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for table, rows in tables.items():
            first = [["o1", "One", ""]] if table == "organizations" else []
            text = "\n".join([FLORIDA[table], *(",".join(row) for row in [*first, *rows])])
            (folder / f"{table}.csv").write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
        answered(lambda: read(folder))


LEAF = st.tuples(st.sampled_from(["ID-ENTIDAD", "NOMBRE", "TELEFONO", "LATITUD", "LONGITUD", "HORARIO", "TIPO", ""]), CELL)
BROKEN = st.sampled_from(["", "<", "&x;", "<!DOCTYPE a>", "<b>", "]]>", "\x01"])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(LEAF, max_size=6), max_size=6), st.one_of(st.just(""), BROKEN), st.booleans())
def test_any_xml(records: list[list[tuple[str, str]]], broken: str, packed: bool) -> None:
    leaves = ["".join(f'<atributo nombre="{key}">{escape(text)}</atributo>' for key, text in record) for record in records]
    body = f"<Contenidos>{''.join(f'<contenido>{one}</contenido>' for one in leaves)}{broken}</Contenidos>"
    with tempfile.TemporaryDirectory() as name:
        data = body.encode("utf-8", "surrogatepass")
        (Path(name) / ("a.xml.gz" if packed else "a.xml")).write_bytes(gzip.compress(data) if packed else data)
        answered(lambda: read(Path(name), "madrid"))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_called_xml(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        for file in ("a.xml", "b.xml.gz"):
            (Path(name) / file).write_bytes(data)
        answered(lambda: read(Path(name), "madrid"))
