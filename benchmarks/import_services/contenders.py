"""The three ways. Imported when Django is set up."""

from collections.abc import Callable, Iterable
from typing import Any
from unittest import mock
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from benchmarks.import_services.__main__ import Cost, measured
from benchmarks.import_services.made import made_directory
from throughcare.accounts.actors import system_actor
from throughcare.common.reader import reading_as
from throughcare.config.embedded import Cluster
from throughcare.services.actions import import_directory, pillars, staging
from throughcare.services.actions.shapes import SHAPES, Shape
from throughcare.services.models import ServicePillar, Taxonomy
from throughcare.services.rows import Directory

BY = system_actor("services import", channel="command")


class Work:
    """The directory, and the same rows as they lie in the database after our import: what the others write."""

    def __init__(self, cluster: Cluster, count: int) -> None:
        self.cluster = cluster
        self.directory = made_directory(count)
        self.tables: dict[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]] = {}
        self.rows = 0

    def run(self, name: str, way: Callable[["Work"], None]) -> Cost:
        """One way, in a database of its own."""
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]  # psycopg's
        self.cluster.create_database(f"bench_{name}", template="throughcare")
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = f"bench_{name}"
        cost = self.rerun(way)
        if not self.tables:
            self._remember(f"bench_{name}")
        return cost

    def rerun(self, way: Callable[["Work"], None]) -> Cost:
        """A way, in the database that is there."""
        with reading_as(BY.reader):
            with connection.cursor() as cursor:
                cursor.execute("select pg_backend_pid()")
                pid = cursor.fetchone()[0]
            with measured(pid) as cost:
                way(self)
                with connection.cursor() as cursor:
                    cursor.execute("set constraints all immediate")
        return cost

    def copy(self) -> Cost:
        """COPY into bare tables, table by table, in one transaction."""
        with psycopg.connect(self.cluster.url("owner", "bench_ours")) as session:
            for table in self.tables:
                session.execute(
                    sql.SQL("create table {} (like {} including all)").format(sql.Identifier(f"bare_{table}"), sql.Identifier(table))
                )
            session.commit()
            with measured(session.info.backend_pid) as cost:
                for table, (columns, rows) in self.tables.items():
                    names = sql.SQL(", ").join(map(sql.Identifier, columns))
                    with (
                        session.cursor() as cursor,
                        cursor.copy(sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(f"bare_{table}"), names)) as copy,
                    ):
                        for row in rows:
                            copy.write_row(row)
                session.commit()
        return cost

    def _remember(self, name: str) -> None:
        names = [shape.db_table for shape in SHAPES.values()]
        with psycopg.connect(self.cluster.url("owner", name)) as session:
            for table in (Taxonomy._meta.db_table, *names, ServicePillar._meta.db_table):
                cursor = session.execute(sql.SQL("select * from {}").format(sql.Identifier(table)))
                columns = tuple(column.name for column in cursor.description or ())
                if rows := cursor.fetchall():
                    self.tables[table] = (columns, rows)
                    self.rows += len(rows)


def ours(work: Work) -> None:
    """The action itself."""
    import_directory(by=BY, directory=work.directory, source="made")


def again(work: Work) -> None:
    """The action a second time: nothing has changed."""
    fates = import_directory(by=BY, directory=work.directory, source="made").fates
    if fates.unchanged != fates.read:
        raise SystemExit(f"A second run changed something: {fates}")


def bulk_create(work: Work) -> None:
    """The same walk with bulk_create, a thousand objects at a time, in place of COPY and merge: as Django code would write it."""
    with (
        mock.patch.object(staging, "merge", _save),
        mock.patch.object(pillars, "put_to_pillars", _save_pillars),
    ):
        import_directory(by=BY, directory=work.directory, source="made")


def _save(shape: Shape, source: str, staged: staging.Columns, *, anew: bool, changed: bool) -> None:
    columns, model = ("id", "source_id", "source_digest", *shape.columns), shape.model
    made = [model(source=source, **dict(zip(columns, row, strict=True))) for row in zip(*staged[1:], strict=True)]
    model.objects.bulk_create(made, batch_size=1000)  # type: ignore[attr-defined]  # every model has it


def _save_pillars(directory: Directory, touched: Iterable[str], ids: dict[str, UUID]) -> None:
    made = [
        ServicePillar(id=id_, service_id=service, pillar=pillar, verdict="RULE", rule=rule, matched=matched)
        for id_, service, pillar, rule, matched in pillars.hits(directory, set(touched), ids)
    ]
    ServicePillar.objects.bulk_create(made, batch_size=1000)
