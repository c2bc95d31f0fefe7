"""The only ways to read or seal the audit. Each runs as the owner and answers one question."""

from throughcare.common.protection import define

_READ = "language sql stable security definer set search_path = pg_catalog, public, pg_temp"
_MAY_READ = "(throughcare.may('audit.read') or throughcare.is_system())"

define(
    "audit_about_me",
    f"""create or replace function throughcare.audit_about_me(before_at timestamptz, before_id uuid, wanted int) returns setof audit_auditevent {_READ} as $$
    select e.* from audit_auditevent e
    where throughcare.my_person() is not null and e.person_ids @> array[throughcare.my_person()]
      and (before_at is null or (e.at, e.id) < (before_at, before_id))
    order by e.at desc, e.id desc limit least(wanted, 500) $$""",
)
define(
    "audit_rows",
    f"""create or replace function throughcare.audit_rows(person uuid, actor uuid, before_at timestamptz, before_id uuid, wanted int)
    returns setof audit_auditevent {_READ} as $$
    select e.* from audit_auditevent e
    where {_MAY_READ} and (person is null or e.person_ids @> array[person]) and (actor is null or e.actor_id = actor)
      and (before_at is null or (e.at, e.id) < (before_at, before_id))
    order by e.at desc, e.id desc limit least(wanted, 500) $$""",
)
define(
    "audit_verify_rows",
    f"""create or replace function throughcare.audit_verify_rows(after_id uuid, wanted int)
    returns table (event audit_auditevent, number bigint) {_READ} as $$
    select e, s.number from audit_auditevent e left join audit_auditseal s on s.event_id = e.id
    where {_MAY_READ} and (after_id is null or e.id > after_id) order by e.id limit wanted $$""",
)
define(
    "audit_verify_seals",
    f"""create or replace function throughcare.audit_verify_seals(after_number bigint, wanted int)
    returns table (number bigint, event_id uuid, hash bytea, mac bytea, tx bigint) {_READ} as $$
    select s.number, s.event_id, s.hash, e.mac, s.tx from audit_auditseal s left join audit_auditevent e on e.id = s.event_id
    where {_MAY_READ} and s.number > after_number order by s.number limit wanted $$""",
)
define(
    "audit_head",
    f"""create or replace function throughcare.audit_head() returns table (number bigint, hash bytea) {_READ} as $$
    select s.number, s.hash from audit_auditseal s where {_MAY_READ} order by s.number desc limit 1 $$""",
)
# Rows are sealed in the order of their transactions, only below the oldest one still open, so that no row can arrive behind the chain.
define(
    "audit_seal",
    """create or replace function throughcare.audit_seal(wanted int) returns bigint
    language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
    declare
      horizon bigint := (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint;
      n bigint; h bytea; from_tx bigint; r record; made bigint := 0;
    begin
      if not throughcare.is_system() then raise exception 'only the sealing job seals'; end if;
      if not pg_try_advisory_xact_lock(7310001) then return 0; end if;
      select s.number, s.hash, s.tx into n, h, from_tx from audit_auditseal s order by s.number desc limit 1;
      if n is null then n := 0; h := '\\x'; from_tx := 0; end if;
      for r in select e.id, e.mac, e.tx from audit_auditevent e
        where e.tx >= from_tx and e.tx < horizon and not exists (select 1 from audit_auditseal s where s.event_id = e.id)
        order by e.tx, e.id limit wanted
      loop
        n := n + 1;
        h := sha256(h || int8send(n) || uuid_send(r.id) || r.mac);
        insert into audit_auditseal (number, event_id, tx, hash) values (n, r.id, r.tx, h);
        made := made + 1;
      end loop;
      return made;
    end $$""",
)
