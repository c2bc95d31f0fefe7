"""Two records of one organisation put together, and taken apart again: the one place that moves rows between them, made from what each app said.

Each runs as the owner, for the transaction in which somebody who keeps the register decided it and for no other; no trigger that keeps versions
runs, so none is written of a row that only changed hands, and what is taken apart is as it was (docs/decisions/0036).
"""

from pgtrigger import registry

from throughcare.common.merging import OF_ORGANIZATIONS, moved, moved_back
from throughcare.common.protection import define, define_trigger

_AS_OWNER = "security definer set search_path = pg_catalog, public, pg_temp"
_IN_A_MOMENT = f"{_AS_OWNER} set lock_timeout = '2s'"
# What of the record that stays is settled when two are put together, and put back when they are taken apart unless somebody changed it since.
OF_THE_ORGANIZATION = (
    *("name", "alternate_name", "description", "email", "website", "legal_status", "year_incorporated", "tax_status", "tax_id"),
    *("parent_organization_id", "kind", "search_key"),
)
OF_THE_PARTNER = (
    *("purpose", "roles", "expertise", "expertise_words", "languages", "regions", "sites", "phone", "address", "nzbn", "charity_number"),
    *("safeguarding", "safeguarding_on", "safeguarding_note", "owner_id", "owner_team_id", "contact_every"),
    *("state", "state_since", "state_reason"),
)
_TABLES = {"partners_organization": OF_THE_ORGANIZATION, "partners_partner": OF_THE_PARTNER}
_TWO = "(m.winner_id, m.loser_id)"
_MAY = "(throughcare.is_system() or throughcare.may('partner.edit'))"
_MAY_SHOW = "(throughcare.is_system() or throughcare.may('service.edit'))"
_SAME_SITE = "It stands with the record the two were put together in."


def _ignored() -> str:
    """Every trigger of ours on a table whose rows move, its history's included; rules that keep the register whole are none of them."""
    tables = {move.table for move in OF_ORGANIZATIONS.moves} | set(_TABLES)
    return ",".join(sorted(trigger.get_pgid(model) for model, trigger in registry.registered() if model._meta.db_table in tables))


def _on_merge() -> str:
    return ",".join(sorted(t.get_pgid(model) for model, t in registry.registered() if model._meta.db_table == "partners_partnermerge"))


def _settle(table: str, key: str, what: str) -> str:
    columns = _TABLES[table]
    into, out_of = ", ".join(columns), ", ".join(f"s.{name}" for name in columns)
    version = ", version = w.version + 1" if table == "partners_partner" else ""
    return f"""
    update {table} w set ({into}) = (select {out_of} from jsonb_populate_record(w, m.settled -> '{what}') s){version} where w.{key} = m.winner_id;"""


def _unsettle(table: str, key: str, what: str) -> str:
    """As it was, but what somebody changed since."""
    values = ", ".join(
        f"{name} = case when w.{name} is not distinct from f.{name} then b.{name} else w.{name} end" for name in _TABLES[table]
    )
    version = ", version = w.version + 1" if table == "partners_partner" else ""
    return f"""
    update {table} w set {values}{version}
      from jsonb_populate_record(null::{table}, kept.aside -> '{what}') b, jsonb_populate_record(null::{table}, kept.aside -> 'filled_{what}') f
      where w.{key} = m.winner_id;"""


# What the record that stays has too, by a rule of the table: a list it stands on without a number, a site it holds mana whenua of.
_LISTED = """exists (select 1 from partners_partnersource o where o.partner_id = m.winner_id and o.source = s.source and o.source_id = s.source_id)"""
_HELD = "h.ended_on is null and exists (select 1 from partners_manawhenua o where o.partner_id = m.winner_id and o.site = h.site and o.ended_on is null)"
_ASIDE = f"""jsonb_build_object(
      'organization', (select to_jsonb(o) from partners_organization o where o.id = m.winner_id),
      'partner', (select to_jsonb(p) from partners_partner p where p.organization_id = m.winner_id),
      'went', (select to_jsonb(p) from partners_partner p where p.organization_id = m.loser_id),
      'went_parent', (select o.parent_organization_id from partners_organization o where o.id = m.loser_id),
      'teams', (select coalesce(jsonb_agg(to_jsonb(t)), '[]') from partners_organizationteam t where t.organization_id in {_TWO}),
      'notes', (select coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'only_teams', n.only_teams)), '[]') from partners_tikanganote n
                where n.partner_id in {_TWO}),
      'sources', (select coalesce(jsonb_agg(to_jsonb(s)), '[]') from partners_partnersource s where s.partner_id = m.loser_id and {_LISTED}),
      'whenua', (select coalesce(jsonb_agg(h.id), '[]') from partners_manawhenua h where h.partner_id = m.loser_id and {_HELD}),
      'leads', (select coalesce(jsonb_agg(c.id), '[]') from partners_partnercontact c where c.partner_id = m.loser_id and c.is_lead))"""


_MAY_MERGE = f"""
    select * into m from partners_partnermerge where id = wanted for update;
    if m.id is null or m.by_id is distinct from throughcare.reader() or m.at <> now() or m.parted_at is not null
       or not {_MAY} or (cardinality(m.teams) > 0 and not {_MAY_SHOW})
       or exists (select 1 from partners_partnermergekept k where k.merge_id = m.id) then
      raise exception 'records are put together by whoever decides it, as they decide it';
    end if;
    perform 1 from partners_organization o where o.id in {_TWO} order by o.id for update;
    if exists (select 1 from partners_wentinto w where w.organization_id in {_TWO})
       or not exists (select 1 from partners_partner p where p.organization_id = m.winner_id) then
      raise exception 'a record that stands for itself, and is on the register, stays';
    end if;
    -- What an employer may be told is least: if either is one, so is the record that stays.
    if exists (select 1 from partners_organization o where o.id in {_TWO} and o.kind = 'EMPLOYER')
       and m.settled -> 'organization' ->> 'kind' is distinct from 'EMPLOYER' then
      raise exception 'an employer stays one';
    end if;"""


# Who reads a tikanga note of one record alone goes on reading it, and nobody else does (but by the right `partner.tikanga`): its own teams, and the
# team of its owner. `said`: the teams of each of the two records.
_READERS = """(select o.id, array_remove(array(select t.team_id from partners_organizationteam t where t.organization_id = o.id)
      || (select p.owner_team_id from partners_partner p where p.organization_id = o.id), null) as teams
      from partners_organization o where o.id = {whose})"""
_BRINGS = """array_remove(array(select t.team_id from partners_organizationteam t where t.organization_id in (m.winner_id, m.loser_id))
      || (select p.owner_team_id from partners_partner p where p.organization_id = m.winner_id) || (m.settled -> 'partner' ->> 'owner_team_id')::uuid, null)"""
_NARROW = f"""
    update partners_tikanganote n set only_teams = case when n.only_teams is null then s.teams
        else array(select unnest(n.only_teams) intersect select unnest(s.teams)) end
      from {_READERS.format(whose="any(array[m.winner_id, m.loser_id])")} s where n.partner_id = s.id and not {_BRINGS} <@ s.teams;"""
# Before the teams of the two are as they were: what was written since is read by those who read it now.
_NARROW_SINCE = f"""
    update partners_tikanganote n set only_teams = s.teams from {_READERS.format(whose="m.winner_id")} s
      where n.partner_id = s.id and n.only_teams is null
      and not exists (select 1 from jsonb_array_elements(kept.aside -> 'notes') k where (k ->> 'id')::uuid = n.id);"""
_WIDEN_AGAIN = """
    update partners_tikanganote n set only_teams = k.only_teams
      from jsonb_populate_recordset(null::partners_tikanganote, kept.aside -> 'notes') k
      where n.id = k.id and n.partner_id in (m.winner_id, m.loser_id);"""


def _merge() -> str:
    return f"""create or replace function throughcare.merge_partners(wanted uuid) returns void language plpgsql volatile {_IN_A_MOMENT} as $$
  declare m partners_partnermerge; moved jsonb := '{{}}'; keys jsonb; aside jsonb; out_of_sight uuid[];
  begin
{_MAY_MERGE}
    aside := {_ASIDE};
    perform set_config('pgtrigger.ignore', '{{{_ignored()}}}', true);
    {_NARROW}
    with gone as (delete from partners_organizationteam t where t.organization_id in {_TWO} and not t.team_id = any(m.teams) returning t.team_id)
      select coalesce(array_agg(team_id order by team_id), '{{}}') into out_of_sight from gone;
    update partners_organizationteam t set organization_id = m.winner_id where t.organization_id = m.loser_id;
    update partners_partnercontact c set is_lead = false where c.partner_id = m.loser_id and c.is_lead
      and exists (select 1 from partners_partnercontact w where w.partner_id = m.winner_id and w.is_lead);
    delete from partners_partnersource s where s.partner_id = m.loser_id and {_LISTED};
    update partners_manawhenua h set ended_on = greatest(throughcare.today(), h.starts_on), end_reason = '{_SAME_SITE}'
      where h.partner_id = m.loser_id and {_HELD};
    update partners_organization o set parent_organization_id = null where o.id = m.loser_id and o.parent_organization_id is not null;
    update partners_organization o set parent_organization_id = null where o.id = m.winner_id and o.parent_organization_id = m.loser_id;
    {"".join(moved(move) for move in OF_ORGANIZATIONS.moves)}
    delete from partners_partner p where p.organization_id = m.loser_id;
    {_settle("partners_organization", "id", "organization")}
    {_settle("partners_partner", "organization_id", "partner")}
    insert into partners_wentinto (organization_id, into_id) values (m.loser_id, m.winner_id);
    perform set_config('pgtrigger.ignore', '{{}}', true);
    insert into partners_partnermergekept (merge_id, moved, aside) values (m.id, moved, aside || jsonb_build_object(
      'filled_organization', (select to_jsonb(o) from partners_organization o where o.id = m.winner_id),
      'filled_partner', (select to_jsonb(p) from partners_partner p where p.organization_id = m.winner_id)));
    perform set_config('pgtrigger.ignore', '{{{_on_merge()}}}', true);
    update partners_partnermerge set left_out = out_of_sight where id = m.id;
    perform set_config('pgtrigger.ignore', '{{}}', true);
  end $$"""


def _part() -> str:
    return f"""create or replace function throughcare.part_partners(wanted uuid) returns void language plpgsql volatile {_IN_A_MOMENT} as $$
  declare m partners_partnermerge; kept partners_partnermergekept;
  begin
    select * into m from partners_partnermerge where id = wanted for update;
    select * into kept from partners_partnermergekept k where k.merge_id = m.id;
    if kept.merge_id is null or m.parted_by_id is distinct from throughcare.reader() or m.parted_at <> now() or not {_MAY} then
      raise exception 'records are taken apart by whoever decides it, as they decide it';
    end if;
    if exists (select 1 from partners_partnermerge o where o.parted_at is null and o.at > m.at and m.winner_id in (o.winner_id, o.loser_id)) then
      raise exception 'what was put together later comes apart first';
    end if;
    perform 1 from partners_organization o where o.id in {_TWO} order by o.id for update;
    perform set_config('pgtrigger.ignore', '{{{_ignored()}}}', true);
    delete from partners_wentinto w where w.organization_id = m.loser_id;
    {_NARROW_SINCE}
    {_unsettle("partners_organization", "id", "organization")}
    {_unsettle("partners_partner", "organization_id", "partner")}
    insert into partners_partner select (jsonb_populate_record(null::partners_partner, kept.aside -> 'went')).*
      where jsonb_typeof(kept.aside -> 'went') = 'object';
    update partners_organization o set parent_organization_id = (kept.aside ->> 'went_parent')::uuid
      where o.id = m.loser_id and o.parent_organization_id is null and kept.aside ->> 'went_parent' is not null;
    {"".join(moved_back(move) for move in OF_ORGANIZATIONS.moves)}
    update partners_manawhenua h set ended_on = null, end_reason = '' where h.partner_id = m.loser_id and h.end_reason = '{_SAME_SITE}'
      and h.id::text in (select jsonb_array_elements_text(kept.aside -> 'whenua'))
      and not exists (select 1 from partners_manawhenua o where o.partner_id = m.loser_id and o.site = h.site and o.ended_on is null);
    insert into partners_partnersource select (jsonb_populate_record(null::partners_partnersource, a)).*
      from jsonb_array_elements(kept.aside -> 'sources') a on conflict do nothing;
    update partners_partnercontact c set is_lead = true where c.partner_id = m.loser_id and not c.is_lead and c.ended_on is null
      and c.id::text in (select jsonb_array_elements_text(kept.aside -> 'leads'))
      and not exists (select 1 from partners_partnercontact w where w.partner_id = m.loser_id and w.is_lead);
    delete from partners_organizationteam t where t.organization_id in {_TWO}
      and t.team_id in (select (a ->> 'team_id')::uuid from jsonb_array_elements(kept.aside -> 'teams') a);
    insert into partners_organizationteam select (jsonb_populate_record(null::partners_organizationteam, a)).*
      from jsonb_array_elements(kept.aside -> 'teams') a on conflict do nothing;
    {_WIDEN_AGAIN}
    delete from partners_partnermergekept k where k.merge_id = m.id;
    perform set_config('pgtrigger.ignore', '{{}}', true);
  end $$"""


define(
    "changes_hands",
    # Are two records put together, or taken apart, in this very transaction, so that a row of the one becomes the other's? For rules by which rows stay.
    """create or replace function throughcare.changes_hands(was uuid, becomes uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select exists (select 1 from partners_partnermerge m where ((m.winner_id, m.loser_id) = (becomes, was) and m.at = now() and m.parted_at is null)
      or ((m.winner_id, m.loser_id) = (was, becomes) and m.parted_at = now())) $$""",
)
define("merge_partners", _merge())
define("part_partners", _part())
define(
    "merge_lets_in",
    # A team that was set aside sees the record that stays: whoever says so sees themselves all that it will see.
    f"""create or replace function throughcare.merge_lets_in(wanted uuid, team uuid) returns boolean language plpgsql volatile {_AS_OWNER} as $$
  declare m partners_partnermerge;
  begin
    select * into m from partners_partnermerge where id = wanted for update;
    if m.id is null or m.parted_at is not null or not team = any(m.left_out) or not {_MAY} or not {_MAY_SHOW}
       or exists (select 1 from partners_wentinto w where w.organization_id = m.winner_id) then return false; end if;
    insert into partners_organizationteam (team_id, organization_id) values (team, m.winner_id) on conflict do nothing;
    perform set_config('pgtrigger.ignore', '{{{_on_merge()}}}', true);
    update partners_partnermerge set left_out = array_remove(left_out, team), version = version + 1 where id = wanted;
    perform set_config('pgtrigger.ignore', '{{}}', true);
    return true;
  end $$""",
)


def _leads_on(table: str, column: str, key: str) -> None:
    """What is written of a record that went into another, by an import that knows it by its own key, is written of that one; it goes back with it."""
    name = f"kept_for_{table}_{column}"
    define(
        name,
        f"""create or replace function throughcare.{name}() returns trigger language plpgsql {_AS_OWNER} as $$
  declare onwards uuid;
  begin
    loop
      -- Before a merge holds it, or after that merge is whole: never between the rows it moved and the record it took away.
      perform 1 from partners_organization o where o.id = new.{column} for key share;
      select w.into_id into onwards from partners_wentinto w where w.organization_id = new.{column};
      exit when onwards is null;
      update partners_partnermergekept k
        set moved = k.moved || jsonb_build_object('{table}.{column}', coalesce(k.moved -> '{table}.{column}', '[]') || to_jsonb(new.{key}))
        from partners_partnermerge m where m.id = k.merge_id and m.loser_id = new.{column} and m.parted_at is null;
      new.{column} := onwards;
    end loop;
    return new;
  end $$""",
    )
    define_trigger(
        table,
        f"create trigger leads_on_{column} before insert or update of {column} on {table} for each row "
        f"when (new.{column} is not null) execute function throughcare.{name}()",
    )


for _move in OF_ORGANIZATIONS.moves:
    if not _move.of and not _move.several and not _move.kind:
        _leads_on(_move.table, _move.column, _move.key)
