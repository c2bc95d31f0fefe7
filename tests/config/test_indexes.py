"""Indexes made while the site runs: all there, and one that was left half made is made again."""

import pytest

from tests.database import Owner, owner_login
from throughcare.common import indexes
from throughcare.common.indexes import declared, index_later, make_indexes

_VALID = "select c.relname, x.indisvalid from pg_index x join pg_class c on c.oid = x.indexrelid where c.relname = any(%s)"


def test_all_are_there_once_migrate_is_done(owner: Owner) -> None:
    assert dict(owner.rows(_VALID, sorted(declared()))) == dict.fromkeys(declared(), True)  # type: ignore[arg-type]  # pairs


def test_one_left_half_made_is_made_again(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    """As by a `migrate` that was killed: PostgreSQL leaves an index that nothing reads, of the same name."""
    monkeypatch.setattr(indexes, "_LATER", {})
    owner.change("create table halves (id int)")
    try:
        owner.change("insert into halves values (1), (1)")
        with pytest.raises(Exception, match="duplicated"):
            owner.session.execute("create unique index concurrently halves_later on halves (id)")
        assert owner.rows(_VALID, ["halves_later"]) == [("halves_later", False)]
        index_later("halves_later", "halves (id)")
        with owner_login():
            for _ in range(2):  # the second time there is nothing to do
                make_indexes()
                assert owner.rows(_VALID, ["halves_later"]) == [("halves_later", True)]
            with pytest.raises(ValueError, match="declared twice"):
                index_later("halves_later", "halves (id)")
            owner.change("drop index halves_later")
            owner.session.execute("select pg_advisory_lock(%s)", [indexes._ONE_AT_A_TIME])
            make_indexes()
            assert owner.rows(_VALID, ["halves_later"]) == [], "another migrate is at it"
            owner.session.execute("select pg_advisory_unlock(%s)", [indexes._ONE_AT_A_TIME])
    finally:
        owner.change("drop table halves")
