"""What a database holds, told in a few figures: for each table its rows and a sum over their digests, and how many of each kind of thing.

Two databases with the same figures hold the same rows. PostgreSQL counts them itself, so a restore compares before it commits.
"""

import json
from typing import Any

import psycopg
from psycopg import sql

# The writing of a row as text must be the same in both places.
SAME_WRITING = """set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres';
set local extra_float_digits = 1; set local bytea_output = 'hex'; set local search_path = pg_catalog;"""

TABLES = """select c.relname from pg_catalog.pg_class c
where c.relnamespace = 'public'::pg_catalog.regnamespace and c.relkind in ('r', 'p') order by 1"""

# Rows in any order: two sums of 60 bits of each row's SHA-256.
_FIGURES = """select pg_catalog.concat_ws(':', pg_catalog.count(*),
  coalesce(pg_catalog.sum(('x0' || pg_catalog.substr(one.h, 1, 15))::bit(64)::bigint), 0),
  coalesce(pg_catalog.sum(('x0' || pg_catalog.substr(one.h, 16, 15))::bit(64)::bigint), 0))
from (select pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(_row::text, 'UTF8')), 'hex') as h from public.%I as _row) as one"""

_NOT_OF_AN_EXTENSION = "not exists (select 1 from pg_catalog.pg_depend d where d.objid = {id} and d.deptype = 'e')"
_OURS = "('public', 'throughcare')"
# Everything a table alone would not show the loss of. Constraints that only say NOT NULL are counted by newer servers alone.
OBJECTS = f"""select pg_catalog.json_build_object(
  'indexes', (select count(*) from pg_catalog.pg_indexes where schemaname = 'public'),
  'constraints', (select count(*) from pg_catalog.pg_constraint where connamespace = 'public'::pg_catalog.regnamespace and contype <> 'n'),
  'triggers', (select count(*) from pg_catalog.pg_trigger where not tgisinternal),
  'policies', (select count(*) from pg_catalog.pg_policies where schemaname = 'public'),
  'protected', (select count(*) from pg_catalog.pg_class where relrowsecurity and relforcerowsecurity),
  'sequences', (select count(*) from pg_catalog.pg_sequences where schemaname = 'public'),
  'functions', (select count(*) from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
                where n.nspname in {_OURS} and {_NOT_OF_AN_EXTENSION.format(id="p.oid")}))::text"""  # noqa: S608 - names of our own

# Everything of ours, and nothing of an extension's.
CLEAR = f"""do $clear$
declare one record;
begin
  drop schema if exists throughcare cascade;
  for one in select c.relname from pg_catalog.pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') loop
    execute pg_catalog.format('drop table public.%I cascade', one.relname);
  end loop;
  for one in select p.oid::regprocedure as name from pg_catalog.pg_proc p
    where p.pronamespace = 'public'::regnamespace and {_NOT_OF_AN_EXTENSION.format(id="p.oid")} loop
    execute pg_catalog.format('drop routine %s cascade', one.name);
  end loop;
  for one in select t.typname from pg_catalog.pg_type t
    where t.typnamespace = 'public'::regnamespace
      and (t.typtype in ('e', 'd') or exists (select 1 from pg_catalog.pg_class c where c.oid = t.typrelid and c.relkind = 'c')) and {_NOT_OF_AN_EXTENSION.format(id="t.oid")} loop
    execute pg_catalog.format('drop type public.%I cascade', one.typname);
  end loop;
end $clear$;"""  # noqa: S608 - as above


def figures(session: psycopg.Connection[Any]) -> dict[str, Any]:
    """{"tables": {name: figures}, "objects": {kind: number}} as this transaction sees it."""
    session.execute(SAME_WRITING)
    names = [name for (name,) in session.execute(TABLES)]
    return {"tables": {name: _of_table(session, name) for name in names}, "objects": json.loads(_one(session, OBJECTS))}


def compared(wanted: dict[str, Any]) -> str:
    """SQL that fails unless the database holds what `wanted` says; its message names the first table that differs."""
    return f"""{SAME_WRITING}
do $compare$
declare wanted jsonb := {_literal(wanted)}; one record; found text;
begin
  for one in select coalesce(w.key, c.relname) as name, w.value as figures from pg_catalog.jsonb_each_text(wanted -> 'tables') w
    full join ({TABLES}) c on c.relname = w.key loop
    if one.figures is null then raise exception 'Throughcare: the table % should not be there', one.name; end if;
    execute pg_catalog.format($figures${_FIGURES}$figures$, one.name) into found;
    if found is distinct from one.figures then raise exception 'Throughcare: the table % holds something else', one.name; end if;
  end loop;
  execute $objects${OBJECTS}$objects$ into found;
  if found::jsonb <> wanted -> 'objects' then raise exception 'Throughcare: indexes, triggers or policies are missing: %', found; end if;
end $compare$;
"""  # noqa: S608 - names of our own, and a literal quoted by psycopg


def total(figures_of: dict[str, Any]) -> int:
    """All rows."""
    return sum(int(text.partition(":")[0]) for text in figures_of["tables"].values())


def is_empty(session: psycopg.Connection[Any]) -> bool:
    """No table, and none of our functions."""
    return (
        not session.execute(TABLES).fetchall()
        and not session.execute("select 1 from pg_namespace where nspname = 'throughcare'").fetchall()
    )


def _of_table(session: psycopg.Connection[Any], name: str) -> str:
    return _one(session, _FIGURES.replace("%I", sql.Identifier(name).as_string(session)))


def _one(session: psycopg.Connection[Any], query: str) -> str:
    row = session.execute(query.encode()).fetchone()
    return str(row[0]) if row else ""


def _literal(value: dict[str, Any]) -> str:
    return sql.Literal(json.dumps(value, sort_keys=True)).as_string(None)
