"""Record linkage by splink on DuckDB, in memory: half a second and 150 MB to load, so only jobs and commands load this module."""

from collections.abc import Iterator, Sequence
from typing import Any

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]  # no types of its own
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.blocking_rule_library import CustomRule
from splink.comparison_level_library import CustomLevel
from splink.comparison_library import CustomComparison

from throughcare.matching.linkage import FIELDS, LOOK_AT, PRIOR, Field, Level, Pair, Record, columns_of, evidence_of

# Two records are compared when they share one of these; what shares none is never seen together.
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
# Names and dates of birth never reach a disk: too many records are an error here, and no file beside whoever ran the command.
IN_MEMORY: dict[str, str | bool | int | float | list[str]] = {
    "temp_directory": "",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
_TEXT, _LIST = pa.string(), pa.list_(pa.string())
_SCHEMA = pa.schema([(name, _LIST if isinstance(value, list) else _TEXT) for name, value in columns_of(Record("", ())).items()])


def duplicates_among(records: Sequence[Record], *, least: float = LOOK_AT) -> list[Pair]:
    """Pairs of these that are likely one person, the likeliest first. least: probability from which a pair is given."""
    return _link([records], least)


def links_between(new: Sequence[Record], there: Sequence[Record], *, least: float = LOOK_AT) -> list[Pair]:
    """Pairs of a new record (left) and one that is there (right), as above."""
    return _link([new, there], least) if new and there else []


def _link(sides: Sequence[Sequence[Record]], least: float) -> list[Pair]:
    session = duckdb.connect(":memory:", config=IN_MEMORY)
    try:
        session.execute("set threads = 2")
        api = DuckDBAPI(connection=session)
        tables = [api.register(_table(side), table_name=f"side_{'ab'[n]}") for n, side in enumerate(sides)]
        linker = Linker(tables, _settings(len(sides) > 1), log_level="ERROR")
        found = linker.inference.predict(threshold_match_probability=least)
        wanted = ", ".join(["unique_id_l", "unique_id_r", "match_weight", "match_probability", *(f"gamma_{f.name}" for f in FIELDS)])
        ordered = f"select {wanted} from {found.physical_name} order by match_weight desc, unique_id_l, unique_id_r"  # noqa: S608 - our own names
        return list(_pairs(session.execute(ordered).fetchall()))
    finally:
        session.close()


def _table(records: Sequence[Record]) -> pa.Table:
    rows = [columns_of(record) for record in records]
    return pa.table({name: [row[name] for row in rows] for name in _SCHEMA.names}, schema=_SCHEMA)


def _settings(two: bool) -> SettingsCreator:
    blocks: list[Any] = [*(block_on(*columns) for columns in _BLOCKS), *(CustomRule(rule, "duckdb") for rule in _TURNED)]
    return SettingsCreator(
        link_type="link_only" if two else "dedupe_only",
        probability_two_random_records_match=PRIOR,
        comparisons=[_comparison(field) for field in FIELDS],
        blocking_rules_to_generate_predictions=blocks,
        retain_matching_columns=True,  # with them comes which level held
    )


def _comparison(field: Field) -> CustomComparison:
    levels: list[Any] = [CustomLevel(field.unknown).configure(is_null_level=True)]
    for level in field.levels:
        made = CustomLevel(level.rule or "ELSE")
        levels.append(made.configure(m_probability=level.m, u_probability=level.u))
    return CustomComparison(levels, output_column_name=field.name)


def _pairs(rows: Sequence[tuple[Any, ...]]) -> Iterator[Pair]:
    for left, right, weight, probability, *gammas in rows:
        said = [(field, _level(field, gamma)) for field, gamma in zip(FIELDS, gammas, strict=True)]
        yield Pair(left, right, float(weight), float(probability), evidence_of(said))


def _level(field: Field, gamma: int) -> Level | None:
    """splink numbers levels from the last, 0, upwards; what could not be compared is -1."""
    return None if gamma < 0 else field.levels[len(field.levels) - 1 - gamma]
