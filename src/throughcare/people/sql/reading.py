"""How many people's records the reader has opened, counted as the audit is written, so that nobody can take it back; and who may let them open more."""

from django.conf import settings

from throughcare.accounts.sql import IN_FORCE
from throughcare.audit.states import OPENS
from throughcare.common.protection import define, define_trigger
from throughcare.people.states import MOST_A_DAY, MOST_AN_HOUR

_AS_OWNER = "security definer set search_path = pg_catalog, public, pg_temp"
_PLAN = f"language plpgsql stable {_AS_OWNER}"
_MIDNIGHT = f"throughcare.today()::timestamp at time zone '{settings.TIME_ZONE}'"

define(
    "may_lift",
    # The manager of a team they belong to, and the privacy officer: a second person.
    f"""create or replace function throughcare.may_lift(wanted uuid) returns boolean {_PLAN} as $$
    begin
      return wanted is distinct from throughcare.reader() and (throughcare.may('privacy.manage') or exists (
        select 1 from accounts_membership m where m.user_id = wanted and m.team_id = any(throughcare.my_staff_teams()) and {IN_FORCE}));
    end $$""",
)
define(
    "my_supervisors",
    # Who keeps the staff of a team of the reader's; the privacy officers when nobody else does.
    f"""create or replace function throughcare.my_supervisors() returns setof uuid {_PLAN} as $$
    begin
      return query select distinct m.user_id from accounts_membership m join accounts_user u on u.id = m.user_id
        join accounts_rolepermission p on p.role_id = m.role_id and p.permission = 'staff.manage'
        where u.is_active and m.team_id = any(throughcare.my_teams()) and {IN_FORCE} and m.user_id <> throughcare.reader();
      if not found then
        return query select w from throughcare.users_with('privacy.manage') w where w <> throughcare.reader();
      end if;
    end $$""",
)
# People on the reader's own caseload, or whom they cover: not counted. Whoever put somebody there themselves today has them counted.
# Nor is whoever is open to them in an emergency: that has its own tries, its own end and its second person.
_MINE = """select a.person_id from people_assignment a where a.worker_id = me and a.starts_at <= now() and (a.ends_at is null or a.ends_at > now())
          and (a.by_id is distinct from me or a.starts_at < midnight)"""
_OPEN_IN_EMERGENCY = "exists (select 1 from people_involvement i where i.person_id = w and i.only_id = me and i.starts_at <= now() and (i.ends_at is null or i.ends_at > now()))"
_COUNTED = f"""w is distinct from throughcare.my_person() and w not in ({_MINE}) and not {_OPEN_IN_EMERGENCY}"""
define(
    "openings",
    # `wanted` opened among what was opened before (had_…). 0 of each: they add nobody. One transaction of a user after the other, so that two
    # at once are never both the last. In plpgsql and volatile, so that what is counted is read after the lock was got.
    f"""create or replace function throughcare.openings(wanted uuid[], out in_hour int, out in_day int, out most_hour int, out most_day int,
      out again_at timestamptz, out had_hour int, out had_day int)
    language plpgsql volatile {_AS_OWNER} set plan_cache_mode = force_generic_plan as $$
    declare me uuid := throughcare.reader(); midnight timestamptz := {_MIDNIGHT}; an_hour timestamptz := now() - interval '1 hour'; fresh uuid[]; times int;
    begin
      in_hour := 0; in_day := 0; most_hour := {MOST_AN_HOUR}; most_day := {MOST_A_DAY}; had_hour := 0; had_day := 0;
      if me is null then return; end if;
      -- In two steps: most have been opened within the hour or are on the reader's own caseload, and the first costs a third of the second.
      fresh := array(select distinct w from unnest(wanted) w
        where not exists (select 1 from people_reading r where r.user_id = me and r.person_id = w and r.at > greatest(an_hour, midnight)));
      if cardinality(fresh) > 0 then fresh := array(select w from unnest(fresh) w where {_COUNTED}); end if;
      if cardinality(fresh) = 0 then return; end if;
      perform pg_advisory_xact_lock(hashtext('throughcare.reading'), hashtext(me::text));
      select 1 + count(*) into times from people_readlift l where l.user_id = me and l.on_day = throughcare.today();
      most_hour := most_hour * times; most_day := most_day * times;
      select count(*) filter (where r.at > an_hour), count(*) filter (where r.at >= midnight),
          count(*) filter (where r.at > an_hour and r.person_id <> all(fresh)), count(*) filter (where r.at >= midnight and r.person_id <> all(fresh))
        into had_hour, had_day, in_hour, in_day from people_reading r where r.user_id = me and r.at >= least(an_hour, midnight);
      in_hour := in_hour + cardinality(fresh); in_day := in_day + cardinality(fresh);
      if in_day > most_day then again_at := midnight + interval '1 day';
      elsif in_hour > most_hour then
        select r.at + interval '1 hour' into again_at from people_reading r where r.user_id = me and r.at > an_hour order by r.at desc offset most_hour - 1 limit 1;
        again_at := coalesce(again_at, now() + interval '1 hour');
      end if;
    end $$""",
)
define(
    "tries",
    # How often the reader did this of late, by the audit's own rows. As with openings: one transaction of a user after the other, counted after the
    # lock was got.
    f"""create or replace function throughcare.tries(wanted text, span interval) returns bigint language plpgsql volatile {_AS_OWNER} as $$
    begin
      perform pg_advisory_xact_lock(hashtext('throughcare.tries'), hashtext(throughcare.reader()::text || wanted));
      return (select count(*) from audit_auditevent e where e.actor_id = throughcare.reader() and e.verb = wanted and e.at > clock_timestamp() - span);
    end $$""",
)
define(
    "reading",
    # For processes of before decision 31.
    """create or replace function throughcare.reading(wanted uuid[], out in_hour int, out in_day int, out most_hour int, out most_day int, out again_at timestamptz)
    language sql volatile as $$ select o.in_hour, o.in_day, o.most_hour, o.most_day, o.again_at from throughcare.openings(wanted) o $$""",
)
define(
    "reading_kept",
    # By the audit's own rows, in their transaction, whatever wrote them: the net under the policy, and what it counts. What is older
    # than both counts goes as new comes, so the table holds one day of each user.
    f"""create or replace function throughcare.reading_kept() returns trigger language plpgsql {_AS_OWNER} set plan_cache_mode = force_generic_plan as $$
    declare me uuid := throughcare.reader(); midnight timestamptz := {_MIDNIGHT}; e audit_auditevent := new; found record; due uuid[];
    begin
      if me is null or e.actor_id is distinct from me or not coalesce({OPENS}, false) then return new; end if;
      -- Whoever was counted a moment ago is counted: a page and what it holds come together.
      due := array(select distinct w from unnest(e.person_ids) w where not exists (select 1 from people_reading r
        where r.user_id = me and r.person_id = w and r.at > greatest(now() - interval '1 minute', midnight)));
      if cardinality(due) > 0 then due := array(select w from unnest(due) w where {_COUNTED} order by w); end if;
      if cardinality(due) = 0 then return new; end if;
      select * into found from throughcare.openings(due);
      if found.in_hour > found.most_hour or found.in_day > found.most_day then
        raise exception 'more records than may be opened for now' using errcode = 'insufficient_privilege';
      end if;
      if found.in_hour > 0 then
        delete from people_reading r where r.user_id = me and r.at < least(now() - interval '1 hour', midnight);
      end if;
      insert into people_reading as r (id, user_id, person_id, at) select gen_random_uuid(), me, w, now() from unnest(due) w
        on conflict (user_id, person_id) do update set at = excluded.at where r.at <= greatest(excluded.at - interval '1 minute', midnight);
      return new;
    end $$""",
    without_people="new",  # every row of the audit comes by it
)
# Made beside its function, and not by a migration: a process of the version before writes rows while that runs.
define_trigger(
    "audit_auditevent",
    "create trigger reading_kept before insert on audit_auditevent for each row execute function throughcare.reading_kept()",
)
