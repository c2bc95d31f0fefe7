"""Narrow functions about involvement and caseloads."""

from throughcare.common.protection import ASKED_OF_ROWS, PLANNED_ONCE, define, remember, remembers, standing, what_was_found
from throughcare.people.sql import emergency  # noqa: F401 - involvement asks functions of it, so they are made first
from throughcare.people.sql.limiting import COUNT_ASKED, RESTRICTED, TO_OTHERS

_AS_OWNER = "security definer set search_path = pg_catalog, public, pg_temp"
_READ = f"language sql stable {_AS_OWNER}"

standing(
    "my_person",
    "uuid",
    "(select o.person_id from people_ownaccount o join accounts_user u on u.id = o.user_id where u.id = me and u.is_active)",
    of=("accounts_user", "people_ownaccount"),
    without_people="null::uuid",  # the audit asks whose own lines these are
)
remembers("opened", of=("accounts_membership", "people_involvement", "people_limit", "people_ownaccount"))
define(
    "opens",
    # Is a team of the reader's, or the reader alone, involved with this person now, for this compartment, and the record not restricted to
    # others? The reader's settings are taken apart once a call, not in each of its conditions.
    f"""create or replace function throughcare.opens(person uuid, compartment text) returns boolean {PLANNED_ONCE} as $$
    declare me uuid := throughcare.reader(); teams uuid[] := throughcare.my_teams();
    begin
      return exists (select 1 from people_involvement i where i.person_id = person and i.team_id = any(teams) and (i.only_id is null or i.only_id = me)
        and i.starts_at <= now() and (i.ends_at is null or i.ends_at > now()) and compartment = any(i.compartments)) and not throughcare.restricted(person);
    end $$""",
)
define(
    "found_open",
    # The same question, for what is shown, and for all compartments at once: a page that asks of one asks of the next, of the same persons. Remembered
    # is what opens this one; of a person who is closed to the reader nothing is, so that is asked again.
    f"""create or replace function throughcare.found_open(person uuid, compartment text) returns boolean {ASKED_OF_ROWS} as $$
    declare me uuid := throughcare.reader(); teams uuid[] := throughcare.my_teams(); codes text; said text; asked int;
    begin
      codes := (select ',' || string_agg(array_to_string(i.compartments, ','), ',') || ',' from people_involvement i
        where i.person_id = person and i.team_id = any(teams) and (i.only_id is null or i.only_id = me) and cardinality(i.compartments) > 0
        and i.starts_at <= now() and (i.ends_at is null or i.ends_at > now()) and not {RESTRICTED});
      -- Looked through as text, so nothing but codes.
      if codes !~ '^,(C[0-9]+,)+$' then return throughcare.opens(person, compartment); end if;
      if codes is null or strpos(codes, ',' || compartment || ',') = 0 then
        {COUNT_ASKED}
        return false;
      end if;
      {remember("opened", "person || codes", COUNT_ASKED)}
      return true;
    end $$""",
)
define(
    "shows",
    # That, but for what this transaction found before: in a list some hundred rows are asked of fifty persons, so what is remembered is looked
    # through by the query itself. Neither security definer nor with settings of its own, so that the planner puts its expression in place of the call.
    f"""create or replace function throughcare.shows(person uuid, compartment text) returns boolean language sql stable as $$
    select case when throughcare.looked_up()
      and strpos(split_part(split_part({what_was_found("opened")}, person::text, 2), ' ', 1), ',' || compartment || ',') > 0
      then true else throughcare.found_open(person, compartment) end $$""",
)
define(
    "open_to_me",
    # Everybody of whom the same is true, at once, for queries about very many; '': whatever it opens, and if it is nothing. It tells no more than the
    # policy of Involvement, and so not of those an exclusion or a conflict keeps from the reader.
    f"""create or replace function throughcare.open_to_me(compartment text) returns setof uuid {PLANNED_ONCE} rows 100 as $$
    declare me uuid := throughcare.reader(); teams uuid[] := throughcare.my_teams(); views boolean := throughcare.may('person.view');
      kept uuid[] := throughcare.excluded();
    begin
      return query select i.person_id from people_involvement i where i.team_id = any(teams) and (i.only_id is null or i.only_id = me)
        and (views or (compartment = '' and cardinality(i.compartments) = 0)) and (compartment = '' or compartment = any(i.compartments))
        and i.starts_at <= now() and (i.ends_at is null or i.ends_at > now()) and i.person_id <> all(kept)
        and i.person_id not in (select l.person_id from people_limit l where {TO_OTHERS});
    end $$""",
)
define(
    "involved",
    f"""create or replace function throughcare.involved(person uuid) returns boolean {ASKED_OF_ROWS} as $$
    begin
      return throughcare.may('person.view') and not throughcare.keeps(person) and exists (select 1 from people_involvement i
        where i.person_id = person and i.team_id = any(throughcare.my_teams()) and (i.only_id is null or i.only_id = throughcare.reader())
        and cardinality(i.compartments) > 0 and i.starts_at <= now() and (i.ends_at is null or i.ends_at > now()));
    end $$""",
)
define(
    "answers_for",
    # Is a team of the reader's involved with this person now because of this thing (a referral to it, say)? Its involvement may open nothing else.
    f"""create or replace function throughcare.answers_for(person uuid, thing uuid) returns boolean {PLANNED_ONCE} as $$
    begin
      return not throughcare.keeps(person) and exists (select 1 from people_involvement i
        where i.person_id = person and i.because_id = thing and i.team_id = any(throughcare.my_teams())
        and (i.only_id is null or i.only_id = throughcare.reader()) and i.starts_at <= now() and (i.ends_at is null or i.ends_at > now()));
    end $$""",
)
define(
    "office_people",
    # Everybody a whole team of the reader's works with now, for their needs and referrals, and from whom nothing keeps the reader: where a count of a
    # large office begins. A policy asked of each of its involvements takes longer than all that is counted. Whoever has no restriction at all is
    # not asked about.
    f"""create or replace function throughcare.office_people() returns setof uuid {PLANNED_ONCE} rows 1000 as $$
    begin
      if not throughcare.may('person.view') then return; end if;
      return query select distinct i.person_id from people_involvement i where i.team_id = any(throughcare.my_teams()) and i.only_id is null
        and 'C7' = any(i.compartments) and i.starts_at <= now() and (i.ends_at is null or i.ends_at > now())
        and i.person_id not in (select e from throughcare.excluded_from() e)
        and not (exists (select 1 from people_limit l where l.person_id = i.person_id) and throughcare.restricted(i.person_id));
    end $$""",
)
define(
    "may_involve",
    # Somebody who works with the record may involve another team, for no more than their own team sees.
    f"""create or replace function throughcare.may_involve(person uuid, wanted varchar[]) returns boolean {_READ} as $$
    select exists (select 1 from people_involvement i where i.person_id = person and i.team_id = any(throughcare.my_teams()) and i.only_id is null
      and cardinality(i.compartments) > 0 and i.compartments @> wanted
      and i.starts_at <= now() and (i.ends_at is null or i.ends_at > now()))
      and throughcare.may('person.view') and not throughcare.keeps(person) $$""",
)
define(
    "account_of",
    # Somebody who works with the record may send the person a notice; which account is whose stays hidden from everybody else.
    f"""create or replace function throughcare.account_of(person uuid) returns uuid {_READ} as $$
    select o.user_id from people_ownaccount o where o.person_id = person and (throughcare.involved(person) or throughcare.is_system()) $$""",
)

# Whoever of an office could have people on their caseload.
_WITH_CASELOAD = """accounts_membership m join accounts_user u on u.id = m.user_id join accounts_team t on t.id = m.team_id
    join accounts_rolepermission p on p.role_id = m.role_id and p.permission = 'caseload.own'
    where u.is_active and t.kind = 'OFFICE' and m.starts_on <= throughcare.today() and (m.ends_on is null or m.ends_on >= throughcare.today())"""
define(
    "has_caseload",
    f"create or replace function throughcare.has_caseload(worker uuid, office uuid) returns boolean {_READ} as $$ "
    f"select exists (select 1 from {_WITH_CASELOAD} and u.id = worker and t.id = office) $$",
)
define(
    "case_workers",
    # Names, for whoever may hand people on; accounts of other offices are hidden otherwise.
    f"create or replace function throughcare.case_workers(office uuid) returns table (id uuid, name text) {_READ} as $$ "
    f"select distinct u.id, u.name::text from {_WITH_CASELOAD} and t.id = office and (throughcare.is_system() "
    "or throughcare.may('caseload.own') or throughcare.may('caseload.manage')) $$",
)
define(
    "take_turns",
    # Whoever changes who works with people holds their records first, in one order, and the rows about that after. Tells nothing.
    f"""create or replace function throughcare.take_turns(persons uuid[]) returns void language plpgsql volatile {_AS_OWNER} as $$
    begin perform 1 from people_person p where p.id = any(persons) order by p.id for no key update; end $$""",
)
# Of this worker, or of everybody: on a caseload in an office where they no longer have a role with one, or of an account closed because its
# user no longer works here at all.
_LEFT = """(worker is null or a.worker_id = worker) and (a.ends_at is null or a.ends_at > now())
      and (not exists (select 1 from accounts_membership m join accounts_rolepermission p on p.role_id = m.role_id and p.permission = 'caseload.own'
        where m.user_id = a.worker_id and m.team_id = a.team_id and m.starts_on <= throughcare.today() and (m.ends_on is null or m.ends_on >= throughcare.today()))
        or exists (select 1 from accounts_closing c where c.user_id = a.worker_id and c.opened_at is null and c.reason = 'LEFT'))"""
define(
    "let_go",
    # Whoever no longer has a role with a caseload in an office, or no longer works here, has nobody on theirs there, and covers for nobody: a fact,
    # so anybody may say so. An account closed for another reason keeps its caseload: it may be open again tomorrow. worker null: of everybody.
    # The people first, in one order, as whoever changes caseloads does: else two could wait for each other.
    f"""create or replace function throughcare.let_go(worker uuid) returns setof uuid
    language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
    select throughcare.take_turns(array(select a.person_id from people_assignment a where {_LEFT}));
    update people_assignment a set ends_at = greatest(now(), a.starts_at) where {_LEFT} returning a.person_id $$""",
)
