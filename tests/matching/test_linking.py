"""Record linkage keeps what it is given in memory."""

import duckdb
import pytest

from throughcare.matching import linking


def test_nothing_of_the_records_is_written_to_a_disk() -> None:
    """DuckDB puts what does not fit into files in the folder it runs in, unless it is told not to."""
    with duckdb.connect(":memory:", config=linking.IN_MEMORY) as session:
        assert session.execute("select current_setting('temp_directory')").fetchone() == ("",)
        session.execute("set memory_limit = '20MB'")
        with pytest.raises(duckdb.OutOfMemoryException):
            session.execute("create table t as select i, repeat('x', 200) as words from range(2000000) r(i)")
