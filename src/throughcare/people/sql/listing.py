"""Keeps each team's list of people in step with involvements, main workers, names and release dates, whoever changes them."""

from throughcare.common.protection import define, define_trigger

_AS_OWNER = "security definer set search_path = pg_catalog, public, pg_temp"
LAST_DAY = "9999-12-31"  # of somebody without a release date

_OPEN = "'C1' = any(i.compartments) and (i.ends_at is null or i.ends_at > now())"
define(
    "entries_due",
    # What the entries of these people should say. As whoever asks: the owner, from the functions below, and held by policies otherwise.
    f"""create or replace function throughcare.entries_due(persons uuid[])
    returns table (person_id uuid, team_id uuid, sort_key varchar, released date, main_until timestamptz)
    language plpgsql stable security invoker set search_path = pg_catalog, public, pg_temp as $$
    #variable_conflict use_column
    begin
      return query select p.id, o.team_id, p.search_key, coalesce(p.release_date, date '{LAST_DAY}'),
          (select max(coalesce(a.ends_at, 'infinity')) from people_assignment a where a.person_id = p.id and a.team_id = o.team_id
            and a.kind = 'MAIN' and (a.ends_at is null or a.ends_at > now()))
        from (select distinct i.person_id, i.team_id from people_involvement i where i.person_id = any(persons) and {_OPEN}) o
        join people_person p on p.id = o.person_id;
    end $$""",
)
define(
    "list_people",
    # Anew for these people: what no involvement opens any more goes. Whoever asks learns nothing.
    f"""create or replace function throughcare.list_people(persons uuid[]) returns void language plpgsql volatile {_AS_OWNER} as $$
    begin
      -- One transaction of a person after the other; what the earlier did is seen by the statements that follow.
      perform 1 from people_person p where p.id = any(persons) order by p.id for no key update;
      -- Never a search through the array for each row of the table, which a plan for any array of a table never analysed may be.
      delete from people_caseloadentry e where e.person_id in (select unnest(persons)) and not exists (select 1 from people_involvement i
        where i.person_id = e.person_id and i.team_id = e.team_id and {_OPEN});
      insert into people_caseloadentry as e (id, person_id, team_id, sort_key, released, main_until)
        select gen_random_uuid(), d.person_id, d.team_id, d.sort_key, d.released, d.main_until from throughcare.entries_due(persons) d order by 2, 3
        on conflict (person_id, team_id) do update set sort_key = excluded.sort_key, released = excluded.released, main_until = excluded.main_until
          where (e.sort_key, e.released, e.main_until) is distinct from (excluded.sort_key, excluded.released, excluded.main_until);
    end $$""",
)
_TRIGGER = f"returns trigger language plpgsql volatile {_AS_OWNER}"
define(
    "listed_fresh",
    f"""create or replace function throughcare.listed_fresh() {_TRIGGER} as $$
    begin perform throughcare.list_people(array(select distinct person_id from fresh)); return null; end $$""",
)
define(
    "listed_gone",
    f"""create or replace function throughcare.listed_gone() {_TRIGGER} as $$
    begin perform throughcare.list_people(array(select distinct person_id from gone)); return null; end $$""",
)
define(
    "listed_changed",
    f"""create or replace function throughcare.listed_changed() {_TRIGGER} as $$
    begin perform throughcare.list_people(array(select person_id from fresh union select person_id from gone)); return null; end $$""",
)
define(
    "listed_first",
    # A new record, whose involvement may stand before it does.
    f"""create or replace function throughcare.listed_first() {_TRIGGER} as $$
    begin perform throughcare.list_people(array(select id from fresh)); return null; end $$""",
)
define(
    "listed_anew",
    # Of a record itself: only where what a list is sorted by has changed.
    f"""create or replace function throughcare.listed_anew() {_TRIGGER} as $$
    begin
      perform throughcare.list_people(array(select f.id from fresh f join gone g on g.id = f.id
        where (f.search_key, f.release_date) is distinct from (g.search_key, g.release_date)));
      return null;
    end $$""",
)
_FRESH, _GONE = "new table as fresh", "old table as gone"
for _table in ("people_involvement", "people_assignment"):
    for _when, _tables, _does in (
        ("insert", _FRESH, "listed_fresh"),
        ("update", f"{_GONE} {_FRESH}", "listed_changed"),
        ("delete", _GONE, "listed_gone"),
    ):
        define_trigger(
            _table,
            f"create trigger {_does} after {_when} on {_table} referencing {_tables} "
            f"for each statement execute function throughcare.{_does}()",
        )
define_trigger(
    "people_person",
    f"create trigger listed_first after insert on people_person referencing {_FRESH} for each statement execute function throughcare.listed_first()",
)
define_trigger(
    "people_person",
    f"create trigger listed_anew after update on people_person referencing {_GONE} {_FRESH} "
    "for each statement execute function throughcare.listed_anew()",
)


define(
    "list_again",
    # So many people after this one whose entries are not what they should be: those whose involvement ended by the clock, and those that
    # were there before the triggers were. Returns the last one looked at, and nothing when there is nobody left.
    f"""create or replace function throughcare.list_again(start uuid, most int) returns uuid language plpgsql volatile {_AS_OWNER} as $$
    declare batch uuid[]; differ uuid[];
    begin
      if not throughcare.is_system() then return null; end if;
      batch := array(select p.id from people_person p where p.id > start order by p.id limit most);
      differ := array(with due as (select * from throughcare.entries_due(batch)),
        there as (select e.person_id, e.team_id, e.sort_key, e.released, e.main_until from people_caseloadentry e
          where e.person_id in (select unnest(batch)))
        select distinct person_id from ((table due except table there) union all (table there except table due)) d);
      if cardinality(differ) > 0 then perform throughcare.list_people(differ); end if;
      return batch[cardinality(batch)];
    end $$""",
)
