"""Narrow functions about organisations, their teams and those who look after them."""

from throughcare.common.protection import define, define_trigger
from throughcare.partners.states import NO_CIRCLE, OWN_WORDS_ONLY, STAYS_EMPLOYER

define(
    "my_organizations",
    "create or replace function throughcare.my_organizations() returns uuid[] language sql stable security definer "
    "set search_path = pg_catalog, public, pg_temp as $$ select coalesce(array_agg(t.organization_id), '{}') "
    "from partners_organizationteam t where t.team_id = any(throughcare.my_teams()) $$",
)

define(
    "partner_owners",
    # Names of those who may own a partner on our side: whoever keeps the register, in an office. Accounts of others are hidden otherwise.
    # A partner's own people are told who looks after it, and nobody else.
    """create or replace function throughcare.partner_owners() returns table (user_id uuid, name text, team_id uuid, team text)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select distinct u.id, u.name::text, t.id, t.name::text
    from accounts_membership m join accounts_user u on u.id = m.user_id join accounts_team t on t.id = m.team_id
    join accounts_rolepermission p on p.role_id = m.role_id and p.permission = 'partner.edit'
    where u.is_active and t.kind = 'OFFICE' and m.starts_on <= throughcare.today() and (m.ends_on is null or m.ends_on >= throughcare.today())
    and (throughcare.is_system() or throughcare.may('partner.view') or exists (select 1 from partners_partner r
      where r.owner_id = u.id and r.owner_team_id = t.id and r.organization_id = any(throughcare.my_organizations()))) $$""",
)

define(
    "also_there",
    # Which other partners were at the same event. A partner's own people are told of the events they read, when each may be told of the others:
    # their names alone, since what was written of each stands in its own row.
    """create or replace function throughcare.also_there(wanted uuid[]) returns table (interaction uuid, other uuid)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select distinct i.id, o.partner_id from partners_interaction i join partners_interaction o on o.event_id = i.event_id
    where i.id = any(wanted) and i.event_id is not null and o.partner_id <> i.partner_id and o.withdrawn_on is null
    and (throughcare.is_system() or throughcare.may('partner.view')
      or (i.shared and i.told and i.withdrawn_on is null and i.partner_id = any(throughcare.my_organizations()))) $$""",
)

define(
    "no_circle_of_organizations",
    # A national body has branches; none is above itself. One change at a time: two at once could close a circle neither of them sees.
    f"""create or replace function throughcare.no_circle_of_organizations() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
    begin
      perform pg_advisory_xact_lock(hashtext('partners.parent_organization'));
      if exists (with recursive above as (
          select new.parent_organization_id as id
          union select o.parent_organization_id from partners_organization o join above a on a.id = o.id where o.parent_organization_id is not null)
        select 1 from above where id = new.id) then
        raise exception 'an organisation can not stand above itself' using errcode = 'check_violation', constraint = '{NO_CIRCLE}';
      end if;
      return null;
    end $$""",
)
define_trigger(
    "partners_organization",
    "create trigger no_circle after insert or update of parent_organization_id on partners_organization for each row "
    "when (new.parent_organization_id is not null) execute function throughcare.no_circle_of_organizations()",
)

define(
    "stays_employer",
    # What an employer may be told of people hangs on its kind (disclosure/states.py): who keeps the register or brings in a directory does not
    # lift that. A site's own command does, and says why.
    # Nor does a merge; but when two are taken apart again, each is what it was before, as the database itself wrote it down. That
    # they are apart no statement of a keeper's own says: `part_partners` alone lets the other record stand for itself.
    f"""create or replace function throughcare.stays_employer() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
    begin
      if not throughcare.is_system() and not exists (
          select 1 from partners_partnermerge m join partners_partnermergekept k on k.merge_id = m.id
          where m.winner_id = new.id and m.parted_at = now() and k.aside -> 'organization' ->> 'kind' = new.kind
          and not exists (select 1 from partners_wentinto w where w.organization_id = m.loser_id)) then
        raise exception 'an employer stays one' using errcode = 'check_violation', constraint = '{STAYS_EMPLOYER}';
      end if;
      return new;
    end $$""",
)
define_trigger(
    "partners_organization",
    "create trigger stays_employer before update on partners_organization for each row "
    "when (old.kind = 'EMPLOYER' and new.kind is distinct from 'EMPLOYER') execute function throughcare.stays_employer()",
)

# What the register shows of an organisation among a partner's details, and changes there.
_SHOWN = ("name", "alternate_name", "kind", "website", "email", "parent_organization_id")
_WAS, _IS = (", ".join(f"{row}.{column}" for column in _SHOWN) for row in ("gone", "fresh"))
define(
    "partner_seen_anew",
    # An import changed what somebody has before them: their version is an old one, and what they send is not written over the import's. As the
    # owner, since who brings in a directory may not change partners; it tells nothing, and changes no word.
    f"""create or replace function throughcare.partner_seen_anew() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
    begin
      update partners_partner p set version = p.version + 1 from gone join fresh on fresh.id = gone.id
      where p.organization_id = fresh.id and ({_WAS}) is distinct from ({_IS});
      return null;
    end $$""",
)
define_trigger(
    "partners_organization",
    "create trigger partner_seen_anew after update on partners_organization referencing old table as gone new table as fresh "
    "for each statement execute function throughcare.partner_seen_anew()",
)

# Row security lets a partner's own people at their rows; these triggers keep them to their own words. All else is asked for.
_OTHERS = "throughcare.is_system() or throughcare.may('partner.edit')"
_REFUSED = f"""raise exception 'the department confirms this' using errcode = 'insufficient_privilege', constraint = '{OWN_WORDS_ONLY}';"""


def _all_but(*columns: str) -> str:
    """SQL of the row before and after, without these columns: are they the same?"""
    names = "array[" + ", ".join(f"'{name}'" for name in columns) + "]"
    return f"to_jsonb(gone) - {names} is distinct from to_jsonb(fresh) - {names}"


for _table, _key, _may, _own in (
    (
        "partners_organization",
        "id",
        f"{_OTHERS} or throughcare.may('service.edit') or throughcare.may('service.import')",
        ("website", "email"),
    ),
    ("partners_partner", "organization_id", _OTHERS, ("purpose", "languages", "expertise", "expertise_words", "version")),
):
    define(
        f"{_table}_own_words",
        f"""create or replace function throughcare.{_table}_own_words() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
    begin
      if {_may} then return null; end if;
      if exists (select 1 from gone join fresh using ({_key}) where {_all_but(*_own)}) then
        {_REFUSED}
      end if;
      return null;
    end $$""",
    )
    define_trigger(
        _table,
        f"create trigger own_words after update on {_table} referencing old table as gone new table as fresh "
        f"for each statement execute function throughcare.{_table}_own_words()",
    )

define(
    "own_contacts",
    # Who leads is confirmed; so is that whoever leads is called something else, since another may be meant.
    f"""create or replace function throughcare.own_contacts() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
    begin
      if not ({_OTHERS}) then
        {_REFUSED}
      end if;
      return new;
    end $$""",
)
define_trigger(
    "partners_partnercontact",
    "create trigger own_new_contact before insert on partners_partnercontact for each row when (new.is_lead) "
    "execute function throughcare.own_contacts()",
)
define_trigger(
    "partners_partnercontact",
    "create trigger own_contact before update on partners_partnercontact for each row when ("
    "new.is_lead is distinct from old.is_lead or new.partner_id is distinct from old.partner_id or (old.is_lead and new.name is distinct from old.name)) "
    "execute function throughcare.own_contacts()",
)
