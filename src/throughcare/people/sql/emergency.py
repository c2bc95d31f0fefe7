"""Opening a record in an emergency: narrow functions of the database."""

from throughcare.common.protection import define

_AS_OWNER = "security definer set search_path = pg_catalog, public, pg_temp"
_PLAN = f"language plpgsql stable {_AS_OWNER}"

define(
    "may_open",
    # An involvement for an emergency stands on the row that says why, written in the same transaction by the same user.
    f"""create or replace function throughcare.may_open(person uuid, because uuid) returns boolean {_PLAN} as $$
    begin
      return throughcare.may('emergency.open') and throughcare.may('person.view') and not throughcare.keeps(person)
        and exists (select 1 from people_emergencyopening e where e.id = may_open.because and e.person_id = may_open.person
                    and e.user_id = throughcare.reader() and e.at = now());
    end $$""",
)
define(
    "may_review",
    # The manager of an office that works with the person, and the privacy officer: a second person.
    f"""create or replace function throughcare.may_review(person uuid) returns boolean {_PLAN} as $$
    begin
      if throughcare.may('privacy.manage') then return person not in (select throughcare.excluded_from()); end if;
      return throughcare.may('emergency.review') and not throughcare.keeps(person) and exists (
        select 1 from people_involvement i where i.person_id = person and i.team_id = any(throughcare.my_teams()) and i.only_id is null
          and 'C1' = any(i.compartments) and i.starts_at <= now() and (i.ends_at is null or i.ends_at > now()));
    end $$""",
)
define(
    "emergency_tries",
    # By the audit's own rows, which nobody can take back. One transaction of a user after the other, so that many at once are not each the first.
    # In plpgsql and volatile, so that what is counted is read after the lock was got.
    f"""create or replace function throughcare.emergency_tries() returns bigint language plpgsql volatile {_AS_OWNER} as $$
    begin
      perform pg_advisory_xact_lock(hashtext('throughcare.emergency'), hashtext(throughcare.reader()::text));
      return (select count(*) from audit_auditevent e where e.actor_id = throughcare.reader() and e.verb = 'emergency.tried'
              and e.at > clock_timestamp() - interval '1 hour');
    end $$""",
)
define(
    "person_to_open",
    # As person_with, for whoever may open a record in an emergency. Ten tries an hour, whatever they find.
    f"""create or replace function throughcare.person_to_open(number text, born date) returns uuid language plpgsql volatile {_AS_OWNER} as $$
    declare found uuid;
    begin
      if not throughcare.may('emergency.open') or throughcare.emergency_tries() > 10 then return null; end if;
      select p.id into found from people_identifier i join people_person p on p.id = i.person_id
        where i.value = number and p.birth_date = born and not throughcare.keeps(p.id) order by p.id limit 1;
      return found;
    end $$""",
)
