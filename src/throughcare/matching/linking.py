"""Record linkage by splink on DuckDB, in memory: half a second and 150 MB to load, so only jobs and commands load this module."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]  # no types of its own
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.blocking_rule_library import CustomRule
from splink.comparison_level_library import CustomLevel
from splink.comparison_library import CustomComparison

from throughcare.matching.linkage import Block, Field, Level, Model, Pair, evidence_of

RecordT = TypeVar("RecordT")
# Names and dates of birth never reach a disk: too many records are an error here, and no file beside whoever ran the command.
IN_MEMORY: dict[str, str | bool | int | float | list[str]] = {
    "temp_directory": "",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
_TEXT, _LIST = pa.string(), pa.list_(pa.string())


def duplicates_among(model: Model[RecordT], records: Sequence[RecordT], *, least: float | None = None) -> list[Pair]:
    """Pairs of these that are likely one and the same, the likeliest first. least: probability from which a pair is given."""
    return _link(model, [records], model.look_at if least is None else least)


def links_between(model: Model[RecordT], new: Sequence[RecordT], there: Sequence[RecordT], *, least: float | None = None) -> list[Pair]:
    """Pairs of a new record (left) and one that is there (right), as above."""
    return _link(model, [new, there], model.look_at if least is None else least) if new and there else []


def _link(model: Model[RecordT], sides: Sequence[Sequence[RecordT]], least: float) -> list[Pair]:
    session = duckdb.connect(":memory:", config=IN_MEMORY)
    try:
        session.execute("set threads = 2")
        api = DuckDBAPI(connection=session)
        tables = [api.register(table, table_name=f"side_{'ab'[n]}") for n, table in enumerate(_tables(model, sides))]
        linker = Linker(tables, _settings(model, len(sides) > 1), log_level="ERROR")
        found = linker.inference.predict(threshold_match_probability=least)
        wanted = ", ".join(["unique_id_l", "unique_id_r", "match_weight", "match_probability", *(f"gamma_{f.name}" for f in model.fields)])
        ordered = f"select {wanted} from {found.physical_name} order by match_weight desc, unique_id_l, unique_id_r"  # noqa: S608 - our own names
        return list(_pairs(model, session.execute(ordered).fetchall()))
    finally:
        session.close()


def _tables(model: Model[RecordT], sides: Sequence[Sequence[RecordT]]) -> Iterator[pa.Table]:
    [sample] = model.columns([model.sample])
    schema = pa.schema([(name, _LIST if isinstance(value, list) else _TEXT) for name, value in sample.items()])
    rows = model.columns([record for side in sides for record in side])
    start = 0
    for side in sides:
        yield _table(rows[start : start + len(side)], schema)
        start += len(side)


def _table(rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> pa.Table:
    return pa.table({name: [row[name] for row in rows] for name in schema.names}, schema=schema)


def _settings(model: Model[RecordT], two: bool) -> SettingsCreator:
    blocks: list[Any] = [_block(block) for block in model.blocks]
    return SettingsCreator(
        link_type="link_only" if two else "dedupe_only",
        probability_two_random_records_match=model.prior,
        comparisons=[_comparison(field) for field in model.fields],
        blocking_rules_to_generate_predictions=blocks,
        retain_matching_columns=True,  # with them comes which level held
    )


def _block(block: Block) -> Any:
    if block.rule:
        return CustomRule(block.rule, "duckdb")
    return block_on(*block.columns, *block.lists, arrays_to_explode=list(block.lists)) if block.lists else block_on(*block.columns)


def _comparison(field: Field) -> CustomComparison:
    levels: list[Any] = [CustomLevel(field.unknown).configure(is_null_level=True)]
    for level in field.levels:
        made = CustomLevel(level.rule or "ELSE")
        levels.append(made.configure(m_probability=level.m, u_probability=level.u))
    return CustomComparison(levels, output_column_name=field.name)


def _pairs(model: Model[RecordT], rows: Sequence[tuple[Any, ...]]) -> Iterator[Pair]:
    for left, right, weight, probability, *gammas in rows:
        said = [(field, _level(field, gamma)) for field, gamma in zip(model.fields, gammas, strict=True)]
        yield Pair(left, right, float(weight), float(probability), evidence_of(said))


def _level(field: Field, gamma: int) -> Level | None:
    """splink numbers levels from the last, 0, upwards; what could not be compared is -1."""
    return None if gamma < 0 else field.levels[len(field.levels) - 1 - gamma]
