"""The only ways to read or seal the audit. Each runs as the owner and answers one question."""

from throughcare.common.protection import define

_AS_OWNER = "security definer set search_path = pg_catalog, public, pg_temp"
_READ = f"language sql stable {_AS_OWNER}"
_MAY_READ = "(throughcare.may('audit.read') or throughcare.is_system())"
# Only what is decided about limits and conflicts can be withheld from the person, and only by a rule that the row names.
_WITHHELD = "(e.detail ? 'withheld' and e.verb ~ '^(limit|conflict)[.]')"
_BEFORE = "(before_at is null or (e.at, e.id) < (before_at, before_id))"

define(
    "audit_about_me",
    f"""create or replace function throughcare.audit_about_me(before_at timestamptz, before_id uuid, wanted int) returns setof audit_auditevent {_READ} as $$
    select e.* from audit_auditevent e
    where throughcare.my_person() is not null and e.person_ids && throughcare.records_of(throughcare.my_person()) and {_BEFORE}
      and not {_WITHHELD}
    order by e.at desc, e.id desc limit least(wanted, 500) $$""",
)
# How many lines are not in it, by which rule: each is there to be asked about.
define(
    "audit_withheld_from_me",
    f"""create or replace function throughcare.audit_withheld_from_me() returns table (rule text, lines bigint) {_READ} as $$
    select e.detail ->> 'withheld', count(*) from audit_auditevent e
    where throughcare.my_person() is not null and e.person_ids && throughcare.records_of(throughcare.my_person()) and {_WITHHELD} group by 1 order by 1 $$""",
)
# One branch for each way in, so that each uses its index however long the audit is.
_REST = f"""(wanted_verb is null or e.verb = wanted_verb) and (from_at is null or e.at >= from_at) and (to_at is null or e.at < to_at)
      and {_BEFORE} order by e.at desc, e.id desc limit least(wanted, 500)"""
define(
    "audit_rows",
    f"""create or replace function throughcare.audit_rows(
      person uuid, actor uuid, wanted_verb text, from_at timestamptz, to_at timestamptz, before_at timestamptz, before_id uuid, wanted int
    ) returns setof audit_auditevent language plpgsql stable {_AS_OWNER} as $$
    begin
      if not {_MAY_READ} then return; end if;
      if person is not null then
        return query select e.* from audit_auditevent e where e.person_ids && throughcare.records_of(person) and (actor is null or e.actor_id = actor) and {_REST};
      elsif actor is not null then
        return query select e.* from audit_auditevent e where e.actor_id = actor and {_REST};
      else
        return query select e.* from audit_auditevent e where {_REST};
      end if;
    end $$""",
)
# An incident: each person whose record somebody opened, with who, how often, when first and last, and what was open.
# Of a row that names many, `person` picks one; one branch for each way in, as above.
_SEEN = """select p.person, e.actor_id, max(e.actor_name)::varchar, count(*), min(e.at), max(e.at),
        array(select distinct c from unnest(string_to_array(string_agg(array_to_string(e.compartments, ','), ','), ',')) c where c <> '' order by c)::varchar[],
        array_agg(distinct e.verb)::varchar[], array_agg(distinct e.channel)::varchar[]
      from audit_auditevent e, unnest(e.person_ids) as p (person)"""
_THEN = "(from_at is null or e.at >= from_at) and (to_at is null or e.at < to_at) group by p.person, e.actor_id"
define(
    "audit_seen",
    f"""create or replace function throughcare.audit_seen(wanted_person uuid, actor uuid, from_at timestamptz, to_at timestamptz)
    returns table (person uuid, actor_id uuid, actor_name varchar, times bigint, first_at timestamptz, last_at timestamptz, compartments varchar[], verbs varchar[], channels varchar[])
    language plpgsql stable {_AS_OWNER} as $$
    #variable_conflict use_column
    begin
      if not {_MAY_READ} then return; end if;
      if wanted_person is not null then
        return query {_SEEN} where e.person_ids && throughcare.records_of(wanted_person) and p.person = any((select throughcare.records_of(wanted_person))::uuid[]) and (actor is null or e.actor_id = actor) and {_THEN};
      elsif actor is not null then
        return query {_SEEN} where e.actor_id = actor and {_THEN};
      else
        return query {_SEEN} where {_THEN};
      end if;
    end $$""",
)
# Verifying walks the seals in order, each with the row it seals (nulls when that is gone), then the rows without a seal.
_COLUMNS = """id uuid, at timestamptz, actor_id uuid, actor_name varchar, team_ids uuid[], because_ids uuid[], verb varchar, person_ids uuid[],
    compartments varchar[], channel varchar, about_kind varchar, about_id uuid, detail jsonb, request_id uuid, key_id varchar, mac bytea, tx bigint"""
_E = """e.id, e.at, e.actor_id, e.actor_name, e.team_ids, e.because_ids, e.verb, e.person_ids,
    e.compartments::varchar[], e.channel, e.about_kind, e.about_id, e.detail, e.request_id, e.key_id, e.mac, e.tx"""
define(
    "audit_verify_sealed",
    f"""create or replace function throughcare.audit_verify_sealed(after_number bigint, wanted int)
    returns table (seal_number bigint, seal_event uuid, seal_tx bigint, seal_hash bytea, seal_key varchar, {_COLUMNS}) {_READ} as $$
    select s.number, s.event_id, s.tx, s.hash, s.key_id, {_E}
    from audit_auditseal s left join audit_auditevent e on e.id = s.event_id
    where {_MAY_READ} and s.number > after_number order by s.number limit wanted $$""",
)
define(
    "audit_verify_unsealed",
    f"""create or replace function throughcare.audit_verify_unsealed(after_id uuid, wanted int) returns table ({_COLUMNS}) {_READ} as $$
    select {_E} from audit_auditevent e
    where {_MAY_READ} and (after_id is null or e.id > after_id) and not exists (select 1 from audit_auditseal s where s.event_id = e.id)
    order by e.id limit wanted $$""",
)
define(
    "audit_head",
    f"""create or replace function throughcare.audit_head(wanted bigint) returns table (number bigint, hash bytea, tx bigint, hash_wanted bytea) {_READ} as $$
    select s.number, s.hash, s.tx, (select w.hash from audit_auditseal w where w.number = wanted)
    from audit_auditseal s where {_MAY_READ} order by s.number desc limit 1 $$""",
)
define(
    "audit_seal_turn",
    f"""create or replace function throughcare.audit_seal_turn() returns boolean language sql volatile {_AS_OWNER} as $$
    select throughcare.is_system() and pg_try_advisory_xact_lock(7310001) $$""",
)
# Transactions of another cluster: a restored site numbers its own above all that came with the backup (config/backup/restore.py), by
# the default of `tx` and by this number, which only `restore` changes.
define(
    "audit_shift",
    """do $shift$ begin
      if to_regprocedure('throughcare.audit_shift()') is null then
        create function throughcare.audit_shift() returns bigint language sql immutable as 'select 0::bigint';
      end if;
    end $shift$""",
)
# In the order of their transactions, and only below the oldest one still open, so that no row can arrive behind the chain.
# `number` and `hash` are those of the last seal, the same on every row.
define(
    "audit_to_seal",
    f"""create or replace function throughcare.audit_to_seal(wanted int) returns table (number bigint, hash bytea, id uuid, mac bytea, tx bigint) {_READ} as $$
    with last as (
      select coalesce(max(s.number), 0) as number, coalesce((array_agg(s.hash))[1], '\\x') as hash, coalesce(max(s.tx), 0) as tx
      from (select * from audit_auditseal order by number desc limit 1) s)
    select last.number, last.hash, e.id, e.mac, e.tx from last, audit_auditevent e
    where throughcare.is_system() and e.tx >= last.tx and e.tx < (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint + throughcare.audit_shift()
      and not exists (select 1 from audit_auditseal s where s.event_id = e.id)
    order by e.tx, e.id limit wanted $$""",
)
# A number of seconds, told to anybody: monitors ask for it without an account.
define(
    "audit_lag",
    f"""create or replace function throughcare.audit_lag() returns double precision {_READ} as $$
    select coalesce(greatest(extract(epoch from now() - min(e.at)), 0), 0)::double precision from audit_auditevent e
    where e.tx >= coalesce((select s.tx from audit_auditseal s order by s.number desc limit 1), 0)
      and not exists (select 1 from audit_auditseal s where s.event_id = e.id) $$""",
)
define(
    "audit_add_seals",
    f"""create or replace function throughcare.audit_add_seals(numbers bigint[], events uuid[], txs bigint[], hashes bytea[], made_with text) returns void
    language plpgsql volatile {_AS_OWNER} as $$
    begin
      if not throughcare.is_system() then raise exception 'only the sealing job seals'; end if;
      if numbers[1] <> (select coalesce(max(number), 0) + 1 from audit_auditseal) then raise exception 'seals continue the chain'; end if;
      insert into audit_auditseal (number, event_id, tx, hash, key_id)
      select n, e, t, h, made_with from unnest(numbers, events, txs, hashes) as new(n, e, t, h);
    end $$""",
)
