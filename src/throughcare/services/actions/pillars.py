"""Pillars by rule, for the services an import touched. A manager's word is never changed here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg import sql

from throughcare.common.ids import new_id
from throughcare.services.actions.staging import copy_in
from throughcare.services.pillars import pillars_for
from throughcare.services.rows import AttributeRow, Directory, ServiceRow, TaxonomyTermRow

_STAGE = "create temp table stage_pillar (id uuid, service_id uuid, pillar text, rule text, matched text) on commit drop"
_TOUCHED = "create temp table stage_touched (service_id uuid) on commit drop"
_GONE = """
delete from services_servicepillar p using stage_touched t
where p.service_id = t.service_id and p.verdict = 'RULE'
  and not exists (select 1 from stage_pillar s where s.service_id = p.service_id and s.pillar = p.pillar)"""
_CHANGED = """
update services_servicepillar p set rule = s.rule, matched = s.matched, at = now() from stage_pillar s
where p.service_id = s.service_id and p.pillar = s.pillar and p.verdict = 'RULE' and (p.rule, p.matched) is distinct from (s.rule, s.matched)"""
_NEW = """
insert into services_servicepillar (id, service_id, pillar, verdict, rule, matched, reason, at)
select s.id, s.service_id, s.pillar, 'RULE', s.rule, s.matched, '', now() from stage_pillar s
where not exists (select 1 from services_servicepillar p where p.service_id = s.service_id and p.pillar = s.pillar)"""


def put_to_pillars(directory: Directory, touched: Iterable[str], ids: dict[str, UUID]) -> None:
    """Apply the rule table to the services with these keys: new verdicts added, changed ones changed, lost ones taken away."""
    keys = set(touched)
    if not keys:
        return
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)
        cursor.execute(_TOUCHED)
        copy_in(cursor, sql.SQL("copy stage_touched from stdin").format(), [[ids[key] for key in keys]])
        if found := list(zip(*hits(directory, keys, ids), strict=True)):
            copy_in(cursor, sql.SQL("copy stage_pillar from stdin").format(), found)
        for statement in (_GONE, _CHANGED, _NEW, "drop table stage_pillar", "drop table stage_touched"):
            cursor.execute(statement)


def hits(directory: Directory, keys: set[str], ids: dict[str, UUID]) -> Iterator[tuple[Any, ...]]:
    """(id, service, pillar, rule, words it fired on) of every pillar a rule gives."""
    categories = _categories(directory)
    for service in directory.tables["service"]:
        if isinstance(service, ServiceRow) and service.key in keys:
            for hit in pillars_for(service.name, service.description, categories[service.key]):
                yield new_id(), ids[service.key], hit.pillar.value, hit.rule_id, hit.matched_text[:200]


def _categories(directory: Directory) -> dict[str, list[str]]:
    names = {term.key: term.name for term in directory.tables["taxonomy_term"] if isinstance(term, TaxonomyTermRow)}
    found: dict[str, list[str]] = defaultdict(list)
    for row in directory.tables["attribute"]:
        if isinstance(row, AttributeRow):
            found[row.service_source_id].append(names[row.taxonomy_term_source_id])
    return found
