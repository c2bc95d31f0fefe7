"""Every column that names a person has something said of it, for the day two records are put together; what has not fails here."""

from django.db import models

from tests.database import Owner
from throughcare.common.merging import RELATIONS, Relations, moves
from throughcare.people.models import Need, Person

# Kept whole by the audit, which is read by every id somebody goes by; or keys of one's own change, long done.
ELSEWHERE = {"audit_auditevent.person_ids"}
_PERSON_COLUMNS = """select c.relname || '.' || a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not a.attisdropped and a.attname ~ '(^|_)person_ids?$'"""
_KEYS = """select c.conrelid::regclass || '.' || a.attname from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
  where c.contype = 'f' and c.confrelid = 'people_person'::regclass"""
# A Ref to anything: those that may be to a person follow; the others, each with what it is to.
NEVER_A_PERSON = {
    "people_involvement.because_id": "what a team is involved for",
    "people_involvementevent.because_id": "as above",
    "disclosure_authority.about_id": "a referral",
    "disclosure_disclosure.about_id": "a referral",
    "tasks_task.about_id": "kinds about people are refused, by a trigger too",
    "tasks_taskevent.about_id": "as above",
    "files_document.about_id": "kinds about people are refused, by a trigger too",
    "files_documentevent.about_id": "as above",
    "audit_auditevent.about_id": "kept whole: what was done, to what was there then",
}


def unsaid(owner: Owner, said: Relations) -> set[str]:
    """Columns nothing was said of: by name, by foreign key, and by the relations of the models."""
    found = {str(name) for (name,) in owner.rows(_PERSON_COLUMNS) + owner.rows(_KEYS)}
    for field in Person._meta.get_fields(include_hidden=True):
        if isinstance(field, models.ForeignObjectRel):
            found.add(f"{field.related_model._meta.db_table}.{field.field.column}")
    return {name.strip('"') for name in found} - {f"{table}.{column}" for table, column in said.columns()} - ELSEWHERE


def test_something_is_said_of_every_relation_to_a_person(owner: Owner) -> None:
    assert unsaid(owner, RELATIONS) == set(), "Say in the app's ready(): common.merging.moves(Model), or stays(Model, name, why=…)."


def test_the_check_finds_what_is_not_said(owner: Owner) -> None:
    """Planted: nothing but needs."""
    said = Relations()
    moves(Need, into=said)
    found = unsaid(owner, said)
    assert {
        "people_involvement.person_id",
        "referrals_referral.person_id",
        "people_personevent.pgh_obj_id",
        "people_merge.loser_id",
    } <= found
    assert not {name for name in found if name.startswith("people_need")}


def test_a_ref_that_may_be_to_a_person_follows_them(owner: Owner) -> None:
    kinds = owner.rows(
        "select c.relname || '.' || replace(a.attname, '_kind', '_id') from pg_attribute a join pg_class c on c.oid = a.attrelid "
        "where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname ~ '^(about|because)_kind$'"
    )
    followed = {move.name for move in RELATIONS.moves if move.kind != "true" and move.kind}
    assert {str(name) for (name,) in kinds} == followed | set(NEVER_A_PERSON)


def test_the_function_moves_each_of_them(owner: Owner) -> None:
    [(source,)] = owner.rows("select prosrc from pg_proc where proname = 'merge_people'")
    [(back,)] = owner.rows("select prosrc from pg_proc where proname = 'part_people'")
    assert len(RELATIONS.moves) > 30
    for move in RELATIONS.moves:
        among = f"array_replace(t.{move.column}, " if move.several else ""
        there, and_back = (
            (f"{among}m.loser_id, m.winner_id)", f"{among}m.winner_id, m.loser_id)") if among else ("m.winner_id", "m.loser_id")
        )
        assert f"update {move.table} t set {move.column} = {there}" in str(source)
        assert f"update {move.table} t set {move.column} = {and_back}" in str(back)
