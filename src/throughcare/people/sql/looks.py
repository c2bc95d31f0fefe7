"""What is known of every visit to a record, from the audit's rows, caseloads and names: the facts that `matching.looks` judges."""

from django.conf import settings

from throughcare.audit.states import OPENS
from throughcare.common.protection import define

_ZONE = f"at time zone '{settings.TIME_ZONE}'"
# What is done, and not only looked at. A row about many (a caseload handed over) is work on each of them.
_WORK = r"e.verb !~ '[.](viewed|exported|printed|listed|counted|found|searched|read|tried)$' and e.verb not in ('refused', 'emergency.opened') and e.verb !~ 'draft[.]begun$'"
_OPEN = (7, 18)  # hours in which somebody who sees two people or more is at work, and not only on call or writing up at home
_FEW = 4  # of a surname borne by so few or fewer, the share is nought, however small the site
define(
    "looks",
    # Whom a partner's team was sent is theirs, as an officer's caseload is.
    # Without nested loops: what is counted on the way is guessed as one row, and a thousand times a thousand comparisons take minutes.
    # One row for each user, person and day of the site: every row that opened a record is in one of them.
    f"""create or replace function throughcare.looks(from_at timestamptz, to_at timestamptz) returns table (
      user_id uuid, person_id uuid, on_day date, at timestamptz, until timestamptz, rows bigint, worked boolean, theirs boolean, new_here boolean,
      theirs_before boolean, leads boolean, worker_in boolean, beside boolean, surname double precision, whanau double precision, conflict boolean, emergency boolean)
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off
    set enable_nestloop = off set work_mem = '64MB' as $$
    #variable_conflict use_column
    begin
      if not throughcare.is_system() then return; end if;
      return query
      with opened as materialized (
        select e.actor_id as u, p as person, (e.at {_ZONE})::date as d, min(e.at) as at, max(e.at) as until, count(*) as n
          from audit_auditevent e, unnest(e.person_ids) p
          where e.at >= from_at and e.at < to_at and e.actor_id is not null and ({OPENS} or e.verb = 'emergency.opened')
            and not exists (select 1 from people_ownaccount o where o.user_id = e.actor_id and o.person_id = p)
          group by 1, 2, 3),
      done as materialized (
        select distinct e.actor_id as u, p as person, e.at from audit_auditevent e, unnest(e.person_ids) p
          where e.at >= from_at - interval '7 days' and e.at < to_at and e.actor_id is not null and {_WORK}),
      members as (
        -- Who is ended at noon has yesterday for a last day, and opened what they opened in the morning as one of the team.
        select user_id, team_id, role_id, starts_on, coalesce(ends_on + 1, 'infinity') as last_on,
            starts_on::timestamp {_ZONE} as starts, coalesce((ends_on + 2)::timestamp {_ZONE}, 'infinity') as ends from accounts_membership),
      mine as (
        select worker_id as u, person_id as person, starts_at, ends_at from people_assignment where worker_id in (select u from opened)
        union all
        select m.user_id, i.person_id, greatest(i.starts_at, m.starts), least(i.ends_at, m.ends) from people_involvement i
          join members m on m.team_id = i.team_id and i.starts_at < m.ends and coalesce(i.ends_at, 'infinity') > m.starts
          where i.because_kind = 'referrals.referral' and m.user_id in (select u from opened)),
      theirs as (
        select o.u, o.person, o.d, bool_or(a.starts_at <= o.until + interval '3 days' and coalesce(a.ends_at, 'infinity') > o.at - interval '2 days') as now,
            bool_or(a.ends_at <= o.at - interval '2 days') as before
          from opened o join mine a on a.u = o.u and a.person = o.person group by 1, 2, 3),
      worked as (
        select distinct o.u, o.person, o.d from opened o join done c on c.u = o.u and c.person = o.person
          left join theirs t on t.u = o.u and t.person = o.person and t.d = o.d
          where c.at between case when t.before and not t.now then o.at else o.at - interval '7 days' end and o.until + interval '3 days'),
      at_work as (
        select u, d from opened where extract(hour from at {_ZONE}) between {_OPEN[0]} and {_OPEN[1] - 1} group by u, d having count(distinct person) > 1),
      beside as (
        select distinct o.u, o.person, o.d from opened o
          join opened w on w.person = o.person and w.u <> o.u and w.at <= o.until + interval '1 hour' and w.until >= o.at - interval '1 hour'
          join theirs t on t.u = w.u and t.person = w.person and t.d = w.d and t.now),
      mains as (
        select o.person, o.d, bool_or(w.u is not null) as present
          from (select distinct person, d, min(at) over (partition by person, d) as at from opened) o
          join people_assignment a on a.person_id = o.person and a.kind = 'MAIN' and a.starts_at <= o.at and coalesce(a.ends_at, 'infinity') > o.at
          left join at_work w on w.u = a.worker_id and w.d = o.d group by 1, 2),
      fresh as (
        select distinct o.u, o.person, o.d from opened o join people_involvement i on i.person_id = o.person
          join members m on m.user_id = o.u and m.team_id = i.team_id and o.d between m.starts_on and m.last_on
          where i.because_kind <> 'people.emergency' and i.starts_at > o.at - interval '7 days' and i.starts_at <= o.until),
      leaders as (
        select distinct o.u, o.d from (select distinct u, d from opened) o join members m on m.user_id = o.u and o.d between m.starts_on and m.last_on
          join accounts_rolepermission p on p.role_id = m.role_id where p.permission in ('caseload.manage', 'privacy.manage')),
      names as materialized (
        select u.id, w.words[cardinality(w.words)] as last from accounts_user u, lateral (select throughcare.match_words(u.name) as words) w
          where u.id in (select u from opened) and cardinality(w.words) > 0),
      namesakes as materialized (
        select distinct o.u, o.person, lower(p.family_name) as name, false as close from opened o join names n on n.id = o.u
          join people_person p on p.id = o.person where n.last = any(throughcare.match_words(p.family_name))
        union
        select distinct o.u, o.person, n.last, true from opened o join names n on n.id = o.u join people_personcontact c on c.person_id = o.person
          where n.last = any(throughcare.match_words(c.name))),
      bearers as (
        select lower(p.family_name) as name, count(*) as many from people_person p where lower(p.family_name) in (select name from namesakes) group by 1),
      shares as (
        select s.u, s.person, s.close, greatest(coalesce(max(b.many), 0) - {_FEW}, 0)::double precision / greatest((select count(*) from people_person), 1) as share
          from namesakes s left join bearers b on b.name = s.name group by 1, 2, 3)
      select o.u, o.person, o.d, o.at, o.until, o.n, k.u is not null, coalesce(t.now, false), f.u is not null, coalesce(t.before and not t.now, false),
        l.u is not null, case when t.now then null else w.present end, b.u is not null, s.share, c.share,
        exists (select 1 from people_conflict x where x.user_id = o.u and x.person_id = o.person and x.verdict <> 'NONE'
          and x.found_at between o.at - interval '30 days' and o.until + interval '30 days'),
        exists (select 1 from people_emergencyopening x where x.user_id = o.u and x.person_id = o.person and x.at between o.at - interval '1 hour' and o.until)
      from opened o
        left join worked k on k.u = o.u and k.person = o.person and k.d = o.d
        left join theirs t on t.u = o.u and t.person = o.person and t.d = o.d
        left join fresh f on f.u = o.u and f.person = o.person and f.d = o.d
        left join leaders l on l.u = o.u and l.d = o.d
        left join beside b on b.u = o.u and b.person = o.person and b.d = o.d
        left join mains w on w.person = o.person and w.d = o.d
        left join shares s on s.u = o.u and s.person = o.person and not s.close
        left join shares c on c.u = o.u and c.person = o.person and c.close;
    end $$""",
)
