"""Two records put together, and taken apart again: the one place that moves rows from person to person, made from what each app said of its own.

Each runs as the owner, for the transaction in which a second officer decided and for no other; no trigger runs, so no version is written
of a row that only changed hands, and what is taken apart is as it was.
"""

from pgtrigger import registry

from throughcare.common.merging import RELATIONS, moved, moved_back
from throughcare.common.protection import define

_AS_OWNER = "security definer set search_path = pg_catalog, public, pg_temp"
# Gives way to whoever holds a row it needs: `people.actions.merging` tries again. Shorter than deadlock_timeout, a second.
_IN_A_MOMENT = f"{_AS_OWNER} set lock_timeout = '200ms'"
_TOGETHER = "('MERGED', 'TO_PART')"
# Blank in the record that stays, said in the other: filled in. Names under which somebody was known are found by search afterwards.
_FILLED = {
    **{name: f"case when w.{name} = '' then l.{name} else w.{name} end" for name in ("given_names", "family_name", "name_mi", "gender")},
    **{name: f"case when w.{name} = '{{}}' then l.{name} else w.{name} end" for name in ("ethnicities", "iwi", "languages")},
    "birth_date": "coalesce(w.birth_date, l.birth_date)",
    # Said where the date of birth is unknown alone.
    "age_band": "case when coalesce(w.birth_date, l.birth_date) is not null then '' when w.age_band = '' then l.age_band else w.age_band end",
    "home_site_id": "coalesce(w.home_site_id, l.home_site_id)",
    "interpreter_needed": "w.interpreter_needed or l.interpreter_needed",
    "release_date": "case when w.release_unknown_because = '' then coalesce(w.release_date, l.release_date) else w.release_date end",
    "release_unknown_because": "case when w.release_date is null and w.release_unknown_because = '' and l.release_date is null "
    "then l.release_unknown_because else w.release_unknown_because end",
    "search_key": "left(w.search_key || ' ' || l.search_key, 800)",
}


def _ignored() -> str:
    """Every trigger of a table whose rows move, its history's included."""
    tables = {move.table for move in RELATIONS.moves} | {"people_person", "people_ownaccount"}
    return ",".join(sorted(trigger.get_pgid(model) for model, trigger in registry.registered() if model._meta.db_table in tables))


_OPEN = "{i}.starts_at <= now() and ({i}.ends_at is null or {i}.ends_at > now()) and cardinality({i}.compartments) > 0"
# A team goes on seeing what it saw of both records, and no longer than of either; all other sight is set aside until somebody gives it anew.
_NARROW = f"""
    create temporary table merge_seen on commit drop as
      select a.team_id, array(select unnest(a.compartments) intersect select unnest(b.compartments) order by 1)::varchar(3)[] as codes,
             least(a.ends_at, b.ends_at) as ends_at, array[a.id, b.id] as was
      from people_involvement a join people_involvement b on b.team_id = a.team_id and b.person_id = m.loser_id
      where a.person_id = m.winner_id and {_OPEN.format(i="a")} and {_OPEN.format(i="b")};
    delete from merge_seen where cardinality(codes) = 0;
    with over as (
      select i.id, i.team_id, i.ends_at from people_involvement i
      where i.person_id in (m.winner_id, m.loser_id) and cardinality(i.compartments) > 0 and (i.ends_at is null or i.ends_at > now()))
    , ended as (update people_involvement i set ends_at = greatest(i.starts_at, now()) from over where i.id = over.id returning i.id)
    select coalesce(jsonb_agg(jsonb_build_object('id', over.id, 'ends_at', over.ends_at)), '[]'),
           coalesce(array_agg(distinct over.team_id) filter (where over.team_id not in (select team_id from merge_seen)), '{{}}')
      into closed, out_of_sight from over left join ended on ended.id = over.id;
    with made as (
      insert into people_involvement (id, person_id, team_id, because_kind, because_id, compartments, starts_at, ends_at, by_id)
      select gen_random_uuid(), m.winner_id, team_id, 'people.assignment', m.id, codes, now(), ends_at, m.decided_by_id
      from (select team_id, codes, ends_at from merge_seen group by 1, 2, 3) s returning id, team_id, compartments, ends_at)
    select coalesce(jsonb_agg(jsonb_build_object('id', made.id, 'ends_at', made.ends_at, 'was',
             (select jsonb_agg(distinct w) from merge_seen s, unnest(s.was) w where s.team_id = made.team_id))), '[]')
      into opened from made;
    drop table merge_seen;"""

_DECIDED = """
    select * into m from people_merge where id = wanted for update;
    if m.id is null or throughcare.reader() is null or m.state <> '{state}' or m.{by} is distinct from throughcare.reader()
       or m.{at} <> now() or not throughcare.may('person.import') then
      raise exception 'records are {what} by the officer who decides it, as they decide it';
    end if;"""


def _merge() -> str:
    decided = _DECIDED.format(state="MERGED", by="decided_by_id", at="decided_at", what="put together")
    filled = ", ".join(f"{name} = {value}" for name, value in _FILLED.items())
    return f"""create or replace function throughcare.merge_people(wanted uuid) returns void language plpgsql volatile {_IN_A_MOMENT} as $$
  declare m people_merge; moved jsonb := '{{}}'; keys jsonb; closed jsonb; opened jsonb; accounts jsonb; cleared jsonb; was jsonb; out_of_sight uuid[];
  begin{decided}
    if exists (select 1 from people_mergekept k where k.merge_id = m.id) then raise exception 'they are together already'; end if;
    perform 1 from people_person p where p.id in (m.winner_id, m.loser_id) order by p.id for update;
    perform set_config('pgtrigger.ignore', '{{{_ignored()}}}', true);
    select to_jsonb(w) into was from people_person w where w.id = m.winner_id;
    update people_person w set {filled}, version = w.version + 1 from people_person l where w.id = m.winner_id and l.id = m.loser_id;
    with gone as (delete from people_ownaccount o where o.person_id in (m.winner_id, m.loser_id) returning o.*)
      select coalesce(jsonb_agg(to_jsonb(gone)), '[]') into accounts from gone;
    with gone as (update people_conflict c set person_id = m.loser_id where c.person_id = m.winner_id and c.verdict = 'NONE' returning c.id)
      select coalesce(jsonb_agg(id), '[]') into cleared from gone;
    {_NARROW}
    {"".join(moved(move) for move in RELATIONS.moves)}
    perform set_config('pgtrigger.ignore', '{{}}', true);
    insert into people_mergekept (merge_id, moved, aside) values (m.id, moved, jsonb_build_object('person', was,
      'filled', (select to_jsonb(w) from people_person w where w.id = m.winner_id), 'closed', closed, 'opened', opened, 'accounts', accounts,
      'cleared', cleared));
    perform set_config('pgtrigger.ignore', '{{{_on_merge()}}}', true);
    update people_merge set left_out = out_of_sight, account_out = jsonb_array_length(accounts) > 0 where id = m.id;
    perform set_config('pgtrigger.ignore', '{{}}', true);
  end $$"""


def _on_merge() -> str:
    return ",".join(sorted(trigger.get_pgid(model) for model, trigger in registry.registered() if model._meta.db_table == "people_merge"))


_REOPEN = """
    -- An office that stopped working with them since does not begin again.
    with closed as (select (c ->> 'id')::uuid as id, (c ->> 'ends_at')::timestamptz as ends_at from jsonb_array_elements(kept.aside -> 'closed') c)
    , opened as (
      select (o ->> 'id')::uuid as id, coalesce((o ->> 'ends_at')::timestamptz, 'infinity') as planned, w::uuid as was
      from jsonb_array_elements(kept.aside -> 'opened') o, jsonb_array_elements_text(o -> 'was') w)
    , cut as (
      select opened.was, max(coalesce(i.ends_at, 'infinity')) as ends_at from opened join people_involvement i on i.id = opened.id
      group by opened.was having max(coalesce(i.ends_at, 'infinity')) < max(opened.planned))
    update people_involvement i
      set ends_at = case when least(closed.ends_at, cut.ends_at) is not null then greatest(i.starts_at, least(closed.ends_at, cut.ends_at)) end
      from closed left join cut on cut.was = closed.id where i.id = closed.id;
    delete from people_involvement i where i.because_kind = 'people.assignment' and i.because_id = m.id;"""


def _part() -> str:
    decided = _DECIDED.format(state="PARTED", by="parted_by_id", at="parted_at", what="taken apart")
    emptied = ", ".join(f"{name} = case when w.{name} is not distinct from f.{name} then b.{name} else w.{name} end" for name in _FILLED)
    return f"""create or replace function throughcare.part_people(wanted uuid) returns void language plpgsql volatile {_IN_A_MOMENT} as $$
  declare m people_merge; kept people_mergekept;
  begin{decided}
    select * into kept from people_mergekept k where k.merge_id = m.id;
    if kept.merge_id is null then raise exception 'they are not together'; end if;
    perform 1 from people_person p where p.id in (m.winner_id, m.loser_id) order by p.id for update;
    perform set_config('pgtrigger.ignore', '{{{_ignored()}}}', true);
    update people_person w set {emptied}, version = w.version + 1
      from jsonb_populate_record(null::people_person, kept.aside -> 'person') b, jsonb_populate_record(null::people_person, kept.aside -> 'filled') f
      where w.id = m.winner_id;
    {_REOPEN}
    {"".join(moved_back(move) for move in RELATIONS.moves)}
    delete from people_ownaccount o where o.person_id in (m.winner_id, m.loser_id);
    insert into people_ownaccount select (jsonb_populate_record(null::people_ownaccount, a)).* from jsonb_array_elements(kept.aside -> 'accounts') a;
    update people_conflict c set person_id = m.winner_id
      where c.person_id = m.loser_id and c.id::text in (select jsonb_array_elements_text(kept.aside -> 'cleared'));
    delete from people_mergekept k where k.merge_id = m.id;
    perform set_config('pgtrigger.ignore', '{{}}', true);
  end $$"""


define("merge_people", _merge())
define("part_people", _part())
define(
    "rejoin_account",
    # A log-in that was left out: an officer says that it is the person's, for this merge.
    f"""create or replace function throughcare.rejoin_account(wanted uuid) returns boolean language plpgsql volatile {_AS_OWNER} as $$
  declare m people_merge; done boolean;
  begin
    select * into m from people_merge where id = wanted for update;
    if m.state <> 'MERGED' or not m.account_out or not throughcare.may('person.import') then return false; end if;
    insert into people_ownaccount (user_id, person_id)
      select (a ->> 'user_id')::uuid, m.winner_id from people_mergekept k, jsonb_array_elements(k.aside -> 'accounts') a where k.merge_id = m.id
      order by (a ->> 'person_id')::uuid = m.winner_id desc limit 1 on conflict do nothing;
    done := found;
    perform set_config('pgtrigger.ignore', '{{{_on_merge()}}}', true);
    update people_merge set account_out = false, version = version + 1 where id = m.id;
    perform set_config('pgtrigger.ignore', '{{}}', true);
    return done;
  end $$""",
)
define(
    "merge_seen_by",
    # An office that was left out sees the record again: only after its involvement was opened by whoever keeps the records.
    f"""create or replace function throughcare.merge_seen_by(wanted uuid, team uuid) returns void language plpgsql volatile {_AS_OWNER} as $$
  begin
    if not throughcare.may('person.import') or not exists (select 1 from people_involvement i where i.because_id = wanted and i.team_id = team) then
      raise exception 'an office sees what was opened for it';
    end if;
    perform set_config('pgtrigger.ignore', '{{{_on_merge()}}}', true);
    update people_merge set left_out = array_remove(left_out, team), version = version + 1 where id = wanted;
    perform set_config('pgtrigger.ignore', '{{}}', true);
  end $$""",
)
define(
    "records_of",
    # Every id somebody goes or went by while their records are together, whichever of them is asked for: what the audit is searched by.
    f"""create or replace function throughcare.records_of(person uuid) returns uuid[] language sql stable {_AS_OWNER} as $$
    with recursive top (id, depth) as (
      select person, 0 union all
      select m.winner_id, depth + 1 from top join people_merge m on m.loser_id = top.id and m.state in {_TOGETHER} where depth < 50)
    , every (id, depth) as (
      select id, 0 from (select id from top order by depth desc limit 1) t union all
      select m.loser_id, depth + 1 from every join people_merge m on m.winner_id = every.id and m.state in {_TOGETHER} where depth < 50)
    select array(select id from every) $$""",
    without_people="array[person]",  # the audit is searched by it, and by nothing that was merged
)
define(
    "merged_into",
    # Where an old address leads: only for whoever may open the record that stays.
    f"""create or replace function throughcare.merged_into(person uuid) returns uuid language sql stable {_AS_OWNER} as $$
    select t.id from unnest(throughcare.records_of(person)) with ordinality as t (id, place)
    where t.place = 1 and t.id <> person and (throughcare.involved(t.id) or t.id = throughcare.my_person() or throughcare.is_system()) $$""",
)
define(
    "put_together",
    # For a person's own timeline: that records were put together, when and by whom, and nothing of the other.
    f"""create or replace function throughcare.put_together(person uuid) returns table (id uuid, at timestamptz, by_id uuid) language sql stable {_AS_OWNER} as $$
    select m.id, m.decided_at, m.decided_by_id from people_merge m where m.winner_id = person and m.state in {_TOGETHER}
      and (throughcare.involved(person) or person = throughcare.my_person()) $$""",
)
