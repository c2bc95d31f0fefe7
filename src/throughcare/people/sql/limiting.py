"""Whose records the reader is kept from, and who may say so. Each function runs as the owner and answers one question."""

from throughcare.accounts.sql import IN_FORCE
from throughcare.common.protection import ASKED_OF_ROWS, PLANNED_ONCE, define, remember, remembers, standing, what_was_found
from throughcare.people.kept_from import CLEARED, COUNTS, EXCLUDED_FROM, KEPT_FROM, SHARED

_AS_OWNER = "security definer set search_path = pg_catalog, public, pg_temp"
_PLAN = f"language plpgsql stable {_AS_OWNER}"  # plpgsql keeps its plans for the session: these are asked by every query
_OWN = "(select o.person_id from people_ownaccount o where o.user_id = me)"
# Of `me`: excluded by name, or close to somebody of the person's, or found to be so once and not decided. Nobody is kept from their own record.
_EXCLUDED = f"""select l.person_id from people_limit l
      where l.kind = 'EXCLUSION' and l.users @> array[me] and {COUNTS} and l.person_id is distinct from {_OWN}
      union all select c.person_id from {SHARED} where k.user_id = me and c.person_id is distinct from {_OWN} and not {CLEARED}
      union all select w.person_id from people_conflict w where w.user_id = me and w.verdict = '' and w.person_id is distinct from {_OWN}"""
define(
    "excluded_from",
    f"""create or replace function throughcare.excluded_from() returns setof uuid {PLANNED_ONCE} rows 20 as $$
    declare me uuid := throughcare.reader();
    begin return query {_EXCLUDED}; end $$""",
    without_people="null::uuid where false",  # notices ask
)
standing(
    "excluded",
    "uuid[]",
    f"array({_EXCLUDED})",
    of=("people_conflict", "people_limit", "people_matchkey", "people_ownaccount"),
    without_people="array[]::uuid[]",
)
# Whoever asks of very many has everybody listed instead, once that costs about as much as what was asked: a list is made some thirty times as fast.
# Never of more than this, since it is kept in memory for each table the statement reads.
_ASKED, _LISTED, _MOST_LISTED = 256, 32, 65536
# plpgsql, in a function that declares `said text`, `asked int` and `teams uuid[]`: what was asked and could not be remembered.
COUNT_ASKED = f"""if throughcare.looked_up() then
        asked := coalesce(nullif(current_setting('throughcare.asked', true), '')::int, 0) + 1;
        said := set_config('throughcare.asked', asked::text, true);
        if asked % {_ASKED} = 0 and not exists (select 1 from people_involvement i where i.team_id = any(teams)
            offset least(asked * {_LISTED}, {_MOST_LISTED})) then
          said := set_config('throughcare.of_many', statement_timestamp()::text, true);
        end if;
      end if;"""
remembers("unrestricted", of=("people_limit", "people_ownaccount"))
# Of `me` and `person`: may only others see this record? Nobody is kept from their own.
TO_OTHERS = f"l.kind = 'RESTRICTION' and not me = any(l.users) and {COUNTS} and l.person_id is distinct from throughcare.my_person()"
RESTRICTED = f"exists (select 1 from people_limit l where l.person_id = person and {TO_OTHERS})"
define(
    "restricted",
    f"""create or replace function throughcare.restricted(person uuid) returns boolean {PLANNED_ONCE} as $$
    declare me uuid := throughcare.reader();
    begin
      return me is not null and {RESTRICTED};
    end $$""",
)
define(
    "found_unrestricted",
    # The contrary, for what is shown.
    f"""create or replace function throughcare.found_unrestricted(person uuid) returns boolean {ASKED_OF_ROWS} as $$
    declare said text; asked int; teams uuid[] := throughcare.my_teams();
    begin
      if throughcare.looked_up() and strpos({what_was_found("unrestricted")}, ' ' || person) > 0 then return true; end if;
      if throughcare.restricted(person) then return false; end if;
      {remember("unrestricted", "person", COUNT_ASKED)}
      return true;
    end $$""",
)
define(
    "unrestricted",
    # That, but for whom this transaction found open to the reader: who is restricted to others never is. The planner puts its expression in place
    # of the call, as with `shows`.
    f"""create or replace function throughcare.unrestricted(person uuid) returns boolean language sql stable as $$
    select case when throughcare.looked_up() and strpos({what_was_found("opened")}, person::text) > 0
      then true else throughcare.found_unrestricted(person) end $$""",
)
define(
    "keeps",
    # An exclusion, a conflict or a restriction keeps the reader from this person.
    "create or replace function throughcare.keeps(person uuid) returns boolean language sql stable as $$ select coalesce(case when throughcare.looked_up() "
    "then strpos(nullif(current_setting('throughcare.excluded', true), ''), person::text) > 0 else person = any(throughcare.excluded_read()) end, true) "
    "or throughcare.restricted(person) $$",
)
# Policies and processes of before decision 31 ask these two until they are made anew.
define(
    "kept_read",
    f"""create or replace function throughcare.kept_read() returns uuid[] {PLANNED_ONCE} as $$
    begin
      return array(select * from throughcare.excluded_from() union all select l.person_id from people_limit l
        where l.kind = 'RESTRICTION' and {COUNTS} and throughcare.restricted(l.person_id));
    end $$""",
)
define("kept", "create or replace function throughcare.kept() returns uuid[] language sql stable as $$ select throughcare.kept_read() $$")
define(
    "users_excluded_from",
    # Of these users, for jobs: as excluded_from says of the reader.
    f"""create or replace function throughcare.users_excluded_from(person uuid, wanted uuid[]) returns setof uuid {_PLAN} as $$
    begin
      if not throughcare.is_system() then return; end if;
      return query select u.id from accounts_user u where u.id = any(wanted) and {EXCLUDED_FROM};
    end $$""",
)
define(
    "users_kept_from",
    # Of these users, for whoever hands people on: who can't be given this person. Why is not said.
    f"""create or replace function throughcare.users_kept_from(person uuid, wanted uuid[]) returns setof uuid {_PLAN} as $$
    begin
      if not (throughcare.is_system() or throughcare.may('privacy.manage') or throughcare.involved(person)) then return; end if;
      return query select u.id from accounts_user u where u.id = any(wanted) and {KEPT_FROM};
    end $$""",
)
define(
    "may_limit",
    # The privacy officer for anybody, a team's manager for those the team works with; neither for whom they are kept from themselves.
    f"""create or replace function throughcare.may_limit(person uuid) returns boolean {_PLAN} as $$
    begin
      return (throughcare.may('privacy.manage') and person not in (select throughcare.excluded_from()))
        or (throughcare.may('limit.set') and throughcare.involved(person));
    end $$""",
)
# Conflicts that wait, of people whom every privacy officer is kept from: only the command decides them.
_UNDECIDABLE = f"""select d.id from people_conflict d cross join lateral (select d.person_id as person) p where d.verdict = '' and not exists (
        select 1 from throughcare.users_with('privacy.manage') o join accounts_user u on u.id = o where not ({EXCLUDED_FROM}))"""
define(
    "undecidable",
    # For `check`, the command and the job: keys alone.
    f"""create or replace function throughcare.undecidable() returns setof uuid {_PLAN} as $$
    begin
      if not throughcare.is_system() then return; end if;
      return query {_UNDECIDABLE};
    end $$""",
)
define(
    "count_undecidable",
    # For administrators, who can make somebody a privacy officer: how many, and nothing of any.
    f"""create or replace function throughcare.count_undecidable() returns bigint {_PLAN} as $$
    begin
      if not throughcare.may('user.manage') then return 0; end if;
      return (select count(*) from ({_UNDECIDABLE}) waiting);
    end $$""",
)
define(
    "users_with",
    # Ids only, so that what must be looked at finds who looks at it.
    f"""create or replace function throughcare.users_with(wanted text) returns setof uuid {_PLAN} as $$
    begin
      if throughcare.reader() is null and not throughcare.is_system() then return; end if;
      return query select distinct u.id from accounts_membership m join accounts_user u on u.id = m.user_id
        join accounts_rolepermission p on p.role_id = m.role_id and p.permission = wanted
        where u.is_active and m.starts_on <= throughcare.today() and (m.ends_on is null or m.ends_on >= throughcare.today());
    end $$""",
)
define(
    "users_named",
    # Who is to be named in a limit: staff and partners' workers, by their address, for privacy officers.
    f"""create or replace function throughcare.users_named(emails text[]) returns table (id uuid, email text) {_PLAN} as $$
    begin
      if not throughcare.may('privacy.manage') then return; end if;
      return query select u.id, lower(u.email) from accounts_user u where lower(u.email) = any(emails)
        and exists (select 1 from accounts_membership m where m.user_id = u.id and m.team_id is not null);
    end $$""",
)
define(
    "users_near",
    # The same for a team's manager: those of their own teams, and of teams that work with the person. Who else has an account is not theirs to learn.
    f"""create or replace function throughcare.users_near(person uuid, emails text[]) returns table (id uuid, email text) {_PLAN} as $$
    begin
      if not (throughcare.may('limit.set') and throughcare.involved(person)) then return; end if;
      return query select u.id, lower(u.email) from accounts_user u where lower(u.email) = any(emails) and exists (
        select 1 from accounts_membership m where m.user_id = u.id and {IN_FORCE} and (m.team_id = any(throughcare.my_teams()) or m.team_id in (
          select i.team_id from people_involvement i where i.person_id = person and i.only_id is null
            and i.starts_at <= now() and (i.ends_at is null or i.ends_at > now()))));
    end $$""",
)
define(
    "person_with",
    # One person by a number and the day of birth, both exact: neither a list nor a near miss, so nothing is found by trying.
    f"""create or replace function throughcare.person_with(number text, born date) returns uuid {_PLAN} as $$
    declare found uuid;
    begin
      if not throughcare.may('privacy.manage') then return null; end if;
      select p.id into found from people_identifier i join people_person p on p.id = i.person_id
        where i.value = number and p.birth_date = born and p.id not in (select throughcare.excluded_from()) order by p.id limit 1;
      return found;
    end $$""",
)
define(
    "people_limited",
    # The privacy officer knows by name whom a limit, a conflict or an emergency is about, and of nobody else.
    f"""create or replace function throughcare.people_limited(wanted uuid[]) returns table (id uuid, name text, number text) {_PLAN} as $$
    begin
      if not throughcare.may('privacy.manage') then return; end if;
      return query select p.id, trim(p.preferred_name || ' ' || p.family_name),
          coalesce((select i.value::text from people_identifier i where i.person_id = p.id order by i.scheme, i.value limit 1), '')
        from people_person p where p.id = any(wanted) and p.id not in (select throughcare.excluded_from())
          and (exists (select 1 from people_limit l where l.person_id = p.id) or exists (select 1 from people_conflict c where c.person_id = p.id)
            or exists (select 1 from people_emergencyopening e where e.person_id = p.id)
            or exists (select 1 from people_look k where k.person_id = p.id));
    end $$""",
)
