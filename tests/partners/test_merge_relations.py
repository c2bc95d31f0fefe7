"""Every column that names an organisation or a partner has something said of it, for the day two records are put together; what has not fails here."""

from tests.database import Owner
from throughcare.common.merging import OF_ORGANIZATIONS, Relations, moves
from throughcare.notices import kinds as notices
from throughcare.partners.models import Organization, Partner
from throughcare.partners.sql.merging import OF_THE_ORGANIZATION, OF_THE_PARTNER
from throughcare.services.models import Service
from throughcare.tasks import kinds as tasks

_NAMED = """select c.relname || '.' || a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not a.attisdropped and a.attname ~ '(^|_)(organization|partner)_ids?$'"""
_KEYS = """select c.conrelid::regclass || '.' || a.attname from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
  where c.contype = 'f' and c.confrelid in ('partners_organization'::regclass, 'partners_partner'::regclass)"""


def unsaid(owner: Owner, said: Relations) -> set[str]:
    """Columns nothing was said of: by foreign key, by name, and by the relations of the models (those of versions have no key in the database)."""
    found = {str(name) for (name,) in owner.rows(_KEYS) + owner.rows(_NAMED)}
    for model in (Organization, Partner):
        for field in model._meta.get_fields(include_hidden=True):
            if field.auto_created and not field.concrete and field.related_model is not None:
                found.add(f"{field.related_model._meta.db_table}.{field.field.column}")  # type: ignore[union-attr]  # a relation's other end
    return {name.strip('"') for name in found} - {f"{table}.{column}" for table, column in said.columns()}


def test_something_is_said_of_every_relation_to_an_organisation(owner: Owner) -> None:
    assert unsaid(owner, OF_ORGANIZATIONS) == set(), (
        "Say in the app's ready(): moves(Model, name, into=OF_ORGANIZATIONS), or stays(…, why=…)."
    )


def test_the_check_finds_what_is_not_said(owner: Owner) -> None:
    """Planted: nothing but services."""
    said = Relations()
    moves(Service, "organization", into=said)
    assert {"services_location.organization_id", "partners_accreditation.partner_id", "partners_accreditationevent.partner_id"} <= unsaid(
        owner, said
    )


def test_the_functions_move_each_of_them(owner: Owner) -> None:
    [(there,)] = owner.rows("select prosrc from pg_proc where proname = 'merge_partners'")
    [(back,)] = owner.rows("select prosrc from pg_proc where proname = 'part_partners'")
    assert len(OF_ORGANIZATIONS.moves) > 10
    for move in OF_ORGANIZATIONS.moves:
        assert f"update {move.table} t set {move.column} = m.winner_id" in str(there)
        assert f"update {move.table} t set {move.column} = m.loser_id" in str(back)


# A Ref to anything: those that may be to a partner follow; the others, each with what it is to.
NEVER_A_PARTNER = {
    "audit_auditevent": "kept whole: what was done, to what was there then; an old address leads on",
    "disclosure_authority": "a referral",
    "disclosure_disclosure": "a referral",
    "people_disagreement": "a person, or what is said of them",
    "people_involvement": "what a team is involved for",
    "people_involvementevent": "as above",
    "people_formdraft": "a person, or what is written of them",
    "notices_notice": "a change, a campaign, a task: each goes along by itself, under its own key",
    "imports_rownote": "what a row of a list may be: as it was when the list was read; an old address leads on",
}


def test_a_ref_that_may_be_to_a_partner_follows_it(owner: Owner) -> None:
    columns = owner.rows(
        "select c.relname from pg_attribute a join pg_class c on c.oid = a.attrelid "
        "where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not a.attisdropped and a.attname ~ '^(about|because)_id$'"
    )
    followed = {move.table for move in OF_ORGANIZATIONS.moves if move.kind}
    assert followed == {"tasks_task", "tasks_taskevent", "partners_partnerdraft", "files_document", "files_documentevent"}
    assert {str(name) for (name,) in columns} - followed == set(NEVER_A_PARTNER)
    told = {kind for kind in (*notices._AUDIENCES, *tasks.registered()) if kind in ("partners.partner", "partners.organization")}
    assert told == {"partners.partner"} == set(tasks.registered()) & told, "a notice about a partner itself would have to follow it"


def test_every_column_of_the_two_is_settled(owner: Owner) -> None:
    """What the record that stays says of itself is chosen, joined or ruled; but for its keys, and what counts or says where it came from."""
    of_organization = {field.column for field in Organization._meta.concrete_fields}
    assert of_organization - {"id", "source", "source_id", "source_digest"} == set(OF_THE_ORGANIZATION)
    assert {field.column for field in Partner._meta.concrete_fields} - {"organization_id", "version"} == set(OF_THE_PARTNER)
