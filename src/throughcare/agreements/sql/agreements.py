"""Narrow functions and triggers about agreements."""

from collections.abc import Iterable

from django.conf import settings

from throughcare.agreements.days import in_force_sql
from throughcare.agreements.states import (
    AMENDMENT_NOT_APPROVED,
    AMENDMENT_NOT_SIGNED,
    AMENDMENT_STAYS,
    BEGINS,
    BY_ANOTHER,
    CONTRACTS,
    HISTORY_STAYS,
    HOLDING_STATES,
    NOT_APPROVED,
    NOT_PUBLISHABLE,
    NOT_SIGNED_BY_ALL,
    NOT_YOURS,
    OPEN_STATES,
    PUBLISHABLE,
    SIGNS,
    TERMS_STAY,
)
from throughcare.common.protection import define, define_trigger

_OPEN = ", ".join(f"'{state.value}'" for state in OPEN_STATES)
_HOLDING = ", ".join(f"'{state.value}'" for state in HOLDING_STATES)
_CONTRACT, _SIGN = (", ".join(f"'{part.value}'" for part in parts) for parts in (CONTRACTS, SIGNS))
_AS_OWNER = "language plpgsql security definer set search_path = pg_catalog, public, pg_temp"

define(
    "my_agreements",
    # Those the reader's own organisations are a party of, from the day they were offered.
    "create or replace function throughcare.my_agreements() returns uuid[] language sql stable security definer "
    "set search_path = pg_catalog, public, pg_temp as $$ select coalesce(array_agg(distinct p.agreement_id), '{}') "
    "from agreements_party p join agreements_agreement a on a.id = p.agreement_id "
    "where a.offered_on is not null and p.organization_id = any(throughcare.my_organizations()) $$",
)

define(
    "my_amendments",
    # Those of agreements the reader's own organisations are a party of, from the day they were offered.
    "create or replace function throughcare.my_amendments() returns uuid[] language sql stable security definer "
    "set search_path = pg_catalog, public, pg_temp as $$ select coalesce(array_agg(m.id), '{}') from agreements_amendment m "
    "where m.offered_on is not null and m.agreement_id = any(throughcare.my_agreements()) $$",
)

define(
    "agreement_owners",
    # Names of those who may own an agreement on our side: whoever writes agreements, in an office. Accounts of others are hidden otherwise. A
    # party's people are told who owns theirs, and nobody else.
    """create or replace function throughcare.agreement_owners() returns table (user_id uuid, name text, team_id uuid, team text)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select distinct u.id, u.name::text, t.id, t.name::text
    from accounts_membership m join accounts_user u on u.id = m.user_id join accounts_team t on t.id = m.team_id
    join accounts_rolepermission p on p.role_id = m.role_id and p.permission = 'agreement.edit'
    where u.is_active and t.kind = 'OFFICE' and m.starts_on <= throughcare.today() and (m.ends_on is null or m.ends_on >= throughcare.today())
    and (throughcare.is_system() or throughcare.may('agreement.view') or exists (select 1 from agreements_agreement a
      where a.owner_id = u.id and a.owner_team_id = t.id and a.id = any(throughcare.my_agreements()))) $$""",
)

define(
    "approval_above",
    # The site's setting. Whoever changes it migrates.
    "create or replace function throughcare.approval_above() returns numeric language sql immutable as "
    f"$$ select {settings.APPROVAL_ABOVE}::numeric $$",
)

define(
    "agreement_is_signed",
    # As the owner: what is asked here does not depend on how much of it the reader sees. It tells nothing but no.
    f"""create or replace function throughcare.agreement_is_signed() returns trigger {_AS_OWNER} as $$
    declare total numeric;
    begin
      if not exists (select 1 from agreements_party p where p.agreement_id = new.id and p.part = 'DEPARTMENT')
        or not exists (select 1 from agreements_party p where p.agreement_id = new.id and p.part in ({_CONTRACT}))
        or exists (select 1 from agreements_party p where p.agreement_id = new.id and p.part in ({_SIGN}) and p.signed_on is null) then
        raise exception 'not every party has signed' using errcode = 'check_violation', constraint = '{NOT_SIGNED_BY_ALL}';
      end if;
      select coalesce(sum(v.amount), 0) into total from agreements_partyvalue v join agreements_party p on p.id = v.party_id
      where p.agreement_id = new.id and p.part in ({_CONTRACT});
      if total > throughcare.approval_above() and not exists (select 1 from agreements_approval a
          where a.agreement_id = new.id and a.amendment is null and a.agreed and a.amount >= total) then
        raise exception 'its value needs a second person' using errcode = 'check_violation', constraint = '{NOT_APPROVED}';
      end if;
      return new;
    end $$""",
)
define_trigger(
    "agreements_agreement",
    "create trigger is_signed before update of state on agreements_agreement for each row "
    "when (new.state = 'SIGNED' and old.state <> 'SIGNED') execute function throughcare.agreement_is_signed()",
)

define(
    "last_amendment",
    # What an agreement says by it, it may be made to say. As the reader: whoever changes an agreement sees its amendments.
    "create or replace function throughcare.last_amendment(whose uuid) returns uuid language sql stable set search_path = pg_catalog, public, pg_temp "
    "as $$ select m.id from agreements_amendment m where m.agreement_id = whose and m.state = 'IN_EFFECT' order by m.number desc limit 1 $$",
)

_TERMS = ("number", "title", "kind", "purpose", "starts_on", "renewals_allowed", "regions", "sites", "written_by_id", "offered_on")
_WAS, _IS = (", ".join(f"{row}.{column}" for column in _TERMS) for row in ("old", "new"))
define(
    "terms_stay",
    # What was signed stays. A renewal that stands in it moves the last day, and is counted; and so does the last amendment in effect.
    f"""create or replace function throughcare.terms_stay() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
    begin
      if ({_WAS}) is distinct from ({_IS}) or (old.ends_on is distinct from new.ends_on
          and not (new.renewals_used = old.renewals_used + 1 and new.renewals_used <= new.renewals_allowed)
          and not exists (select 1 from agreements_amendment m where m.id = throughcare.last_amendment(new.id) and m.ends_on = new.ends_on)) then
        raise exception 'what was signed stays' using errcode = 'check_violation', constraint = '{TERMS_STAY}';
      end if;
      return new;
    end $$""",
)
define_trigger(
    "agreements_agreement",
    "create trigger terms_stay before update on agreements_agreement for each row "
    f"when (old.state not in ({_OPEN}) and not old.is_history) execute function throughcare.terms_stay()",
)

# Two records of one organisation are put together, or taken apart: whose row it is changes, and nothing else.
_HANDED = """
      if tg_op = 'UPDATE' then
        if to_jsonb(old) - 'organization_id' = to_jsonb(new) - 'organization_id' and throughcare.changes_hands(
            (to_jsonb(old) ->> 'organization_id')::uuid, (to_jsonb(new) ->> 'organization_id')::uuid) then
          return new;
        end if;
      end if;"""

# A value that the last amendment in effect says.
_AMENDED_VALUE = """
      if tg_op <> 'DELETE' then
        if exists (select 1 from agreements_amendedvalue v where v.amendment_id = throughcare.last_amendment(new.agreement_id)
            and v.party_id = new.party_id and v.organization_id = new.organization_id and v.amount = new.amount) then
          return new;
        end if;
      end if;"""
# A service that the last amendment in effect puts in, or takes out.
_AMENDED_SERVICE = """
      if tg_op <> 'UPDATE' then
        if exists (select 1 from agreements_amendedservice s where s.amendment_id = throughcare.last_amendment(whose)
            and s.service_id = case when tg_op = 'DELETE' then old.service_id else new.service_id end and s.joins = (tg_op = 'INSERT')) then
          return case when tg_op = 'DELETE' then old else new end;
        end if;
      end if;"""
for _name, _but in (("parts_stay", ""), ("values_stay", _AMENDED_VALUE), ("services_stay", _AMENDED_SERVICE)):
    define(
        _name,
        # Parties, values and services of what was signed stay too. The agreement is held, so that it is not signed meanwhile. As the owner: it
        # tells nothing but no.
        f"""create or replace function throughcare.{_name}() returns trigger {_AS_OWNER} as $$
    declare whose uuid := case when tg_op = 'DELETE' then old.agreement_id else new.agreement_id end; stands text; past boolean;
    begin{_HANDED}{_but}
      select a.state, a.is_history into stands, past from agreements_agreement a where a.id = whose for share;
      if (stands not in ({_OPEN}) and (not past or tg_table_name = 'agreements_covered')) or (tg_op = 'UPDATE' and old.agreement_id <> new.agreement_id) then
        raise exception 'what was signed stays' using errcode = 'check_violation', constraint = '{TERMS_STAY}';
      end if;
      return case when tg_op = 'DELETE' then old else new end;
    end $$""",
    )
for _table, _name in (
    ("agreements_party", "parts_stay"),
    ("agreements_partyvalue", "values_stay"),
    ("agreements_covered", "services_stay"),
):
    define_trigger(
        _table,
        f"create trigger {_name} before insert or update or delete on {_table} for each row "
        f"when (not throughcare.is_system()) execute function throughcare.{_name}()",
    )

_HOLDS = in_force_sql("a", "throughcare.today()")
define(
    "service_agreements",
    # How the agreements about a service stand, in one word, for whoever refers: IN_FORCE, SUSPENDED, NOT_BEGUN or LAPSED. Nothing else of any
    # agreement, and nothing of a service the reader's directory does not list. No row: nobody has signed one.
    f"""create or replace function throughcare.service_agreements(services uuid[]) returns table (service_id uuid, stands text)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select c.service_id, case when bool_or({_HOLDS}) then 'IN_FORCE' when bool_or(a.state = 'SUSPENDED') then 'SUSPENDED'
      when bool_or(a.state in ({_HOLDING}) and a.starts_on > throughcare.today()) then 'NOT_BEGUN' else 'LAPSED' end
    from agreements_covered c join agreements_agreement a on a.id = c.agreement_id
    where c.service_id = any(services) and a.state not in ({_OPEN})
    and (throughcare.is_system() or ((throughcare.may('referral.send') or throughcare.may('agreement.view')) and throughcare.lists_service(c.service_id)))
    -- What was given up before everybody had signed never held.
    and not exists (select 1 from agreements_party p where p.agreement_id = a.id and p.part in ({_SIGN}) and p.signed_on is null)
    group by c.service_id $$""",
)

define(
    "approval_by_another",
    # Whoever decides is the reader, and neither asked, nor wrote the agreement, nor owns it; what was asked stays as it was. As the owner: it tells nothing but no.
    f"""create or replace function throughcare.approval_by_another() returns trigger {_AS_OWNER} as $$
    begin
      if tg_op = 'INSERT' and (new.decided_by_id is not null or new.asked_by_id is distinct from throughcare.reader()) or tg_op = 'UPDATE' and (
          (old.agreement_id, old.amount, old.amendment, old.asked_by_id) is distinct from (new.agreement_id, new.amount, new.amendment, new.asked_by_id)
          or old.decided_by_id is not null or new.decided_by_id is distinct from throughcare.reader()
          or exists (select 1 from agreements_agreement a where a.id = new.agreement_id
            and new.decided_by_id in (a.owner_id, a.written_by_id))) then
        raise exception 'somebody else approves' using errcode = 'check_violation', constraint = '{BY_ANOTHER}';
      end if;
      return new;
    end $$""",
)
define_trigger(
    "agreements_approval",
    "create trigger by_another before insert or update on agreements_approval for each row "
    "when (not throughcare.is_system()) execute function throughcare.approval_by_another()",
)

_SAID = ("said", "said_on", "link")
_KEPT = ("id", "agreement_id", "party_id", "organization_id", "bearer", "what", "due_on", "repeats")
_JUDGED = ("state", "state_reason")


def _differ(columns: Iterable[str]) -> str:
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("old", "new"))
    return f"({old}) is distinct from ({new})"


define(
    "obligation_by_whom",
    # Its words stay. Whoever bears it says what was done; the party's staff say how they see it; whoever writes agreements says what it amounts to.
    f"""create or replace function throughcare.obligation_by_whom() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
    declare own boolean := old.organization_id = any(throughcare.my_organizations()); ours boolean := throughcare.may('agreement.edit');
    begin{_HANDED}
      if {_differ(_KEPT)} or ({_differ(_JUDGED)} and not ours) or ({_differ(("disputed",))} and not own)
        or ({_differ(_SAID)} and not case old.bearer when 'PARTY' then own else ours end) then
        raise exception 'not yours to say' using errcode = 'check_violation', constraint = '{NOT_YOURS}';
      end if;
      return new;
    end $$""",
)
define_trigger(
    "agreements_obligation",
    "create trigger by_whom before update on agreements_obligation for each row "
    "when (not throughcare.is_system()) execute function throughcare.obligation_by_whom()",
)

define(
    "amendment_is_signed",
    # It takes effect when everybody who contracts has signed it, and somebody else has agreed to a large value. As the owner: it tells nothing but no.
    f"""create or replace function throughcare.amendment_is_signed() returns trigger {_AS_OWNER} as $$
    declare total numeric;
    begin
      if exists (select 1 from agreements_party p where p.agreement_id = new.agreement_id and p.part in ({_SIGN})
          and not exists (select 1 from agreements_amendmentsignature s where s.amendment_id = new.id and s.party_id = p.id)) then
        raise exception 'not every party has signed' using errcode = 'check_violation', constraint = '{AMENDMENT_NOT_SIGNED}';
      end if;
      select coalesce(sum(coalesce(n.amount, v.amount)), 0) into total from agreements_party p
      left join agreements_partyvalue v on v.party_id = p.id
      left join agreements_amendedvalue n on n.party_id = p.id and n.amendment_id = new.id
      where p.agreement_id = new.agreement_id and p.part in ({_CONTRACT});
      if total > throughcare.approval_above() and not exists (select 1 from agreements_approval a
          where a.agreement_id = new.agreement_id and a.amendment = new.number and a.agreed and a.amount >= total) then
        raise exception 'its value needs a second person' using errcode = 'check_violation', constraint = '{AMENDMENT_NOT_APPROVED}';
      end if;
      return new;
    end $$""",
)
define_trigger(
    "agreements_amendment",
    "create trigger is_signed before update of state on agreements_amendment for each row "
    "when (new.state = 'IN_EFFECT' and old.state <> 'IN_EFFECT') execute function throughcare.amendment_is_signed()",
)

_AMENDED = ("agreement_id", "number", "reason", "old_text", "new_text", "ends_on", "old_ends_on", "written_by_id", "offered_on")
define(
    "amendment_stays",
    # What took effect, or was withdrawn, stays as it was.
    f"""create or replace function throughcare.amendment_stays() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
    begin
      if {_differ(_AMENDED)} then
        raise exception 'what took effect stays' using errcode = 'check_violation', constraint = '{AMENDMENT_STAYS}';
      end if;
      return new;
    end $$""",
)
define_trigger(
    "agreements_amendment",
    "create trigger stays before update on agreements_amendment for each row "
    "when (old.state in ('IN_EFFECT', 'WITHDRAWN')) execute function throughcare.amendment_stays()",
)
define(
    "amendment_parts_stay",
    # So do its values and signatures. It is held, so that it does not take effect meanwhile. As the owner: it tells nothing but no.
    f"""create or replace function throughcare.amendment_parts_stay() returns trigger {_AS_OWNER} as $$
    declare whose uuid := case when tg_op = 'DELETE' then old.amendment_id else new.amendment_id end; stands text;
    begin{_HANDED}
      select m.state into stands from agreements_amendment m where m.id = whose for share;
      if stands in ('IN_EFFECT', 'WITHDRAWN') or (tg_op = 'UPDATE' and old.amendment_id <> new.amendment_id) then
        raise exception 'what took effect stays' using errcode = 'check_violation', constraint = '{AMENDMENT_STAYS}';
      end if;
      return case when tg_op = 'DELETE' then old else new end;
    end $$""",
)
for _table in ("agreements_amendedvalue", "agreements_amendedservice", "agreements_amendmentsignature"):
    define_trigger(
        _table,
        f"create trigger parts_stay before insert or update or delete on {_table} for each row "
        "when (not throughcare.is_system()) execute function throughcare.amendment_parts_stay()",
    )

define(
    "begins_otherwise",
    # Nothing is written down as signed, in effect or judged at once: the triggers above look at what becomes of a row.
    f"""create or replace function throughcare.begins_otherwise() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
    begin
      raise exception 'it begins at the beginning' using errcode = 'check_violation', constraint = '{BEGINS}';
    end $$""",
)
for _table, _otherwise in (
    ("agreements_agreement", "(new.state <> 'DRAFT' and not new.is_history)"),
    ("agreements_amendment", "new.state <> 'DRAFT'"),
    ("agreements_obligation", "(new.state <> 'OPEN' or new.said <> '' or new.disputed <> '')"),
    ("agreements_risk", "new.state <> 'OPEN'"),
):
    define_trigger(
        _table,
        f"create trigger begins before insert on {_table} for each row "
        f"when (not throughcare.is_system() and {_otherwise}) execute function throughcare.begins_otherwise()",
    )

_KINDS = ", ".join(f"'{kind.value}'" for kind in PUBLISHABLE)
define(
    "publication_of_what_is_signed",
    # What is published is of a kind that may be, and was signed by all who sign; whose it is stays. As the owner: it tells nothing but no.
    f"""create or replace function throughcare.publication_of_what_is_signed() returns trigger {_AS_OWNER} as $$
    begin
      if tg_op = 'UPDATE' and new.agreement_id <> old.agreement_id or not exists (select 1 from agreements_party p
          where p.agreement_id = new.agreement_id and p.part = 'DEPARTMENT') or not exists (select 1 from agreements_agreement a
          where a.id = new.agreement_id and a.kind in ({_KINDS}) and a.state not in ({_OPEN})) or exists (select 1 from agreements_party p
          where p.agreement_id = new.agreement_id and p.part in ({_SIGN}) and p.signed_on is null) then
        raise exception 'not to be published' using errcode = 'check_violation', constraint = '{NOT_PUBLISHABLE}';
      end if;
      return new;
    end $$""",
)
define_trigger(
    "agreements_publication",
    "create trigger of_what_is_signed before insert or update on agreements_publication for each row "
    "execute function throughcare.publication_of_what_is_signed()",
)

define(
    "history_is_of_grants",
    # What is brought in as history is a grant that was given, and stays history; nothing else becomes so.
    f"""create or replace function throughcare.history_is_of_grants() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
    begin
      if (tg_op = 'UPDATE' and old.is_history <> new.is_history)
        or (new.is_history and (new.kind <> 'GRANT' or new.state not in ('SIGNED', 'ACTIVE', 'EXPIRED'))) then
        raise exception 'history stays history' using errcode = 'check_violation', constraint = '{HISTORY_STAYS}';
      end if;
      return new;
    end $$""",
)
define_trigger(
    "agreements_agreement",
    "create trigger history_is_of_grants before insert or update on agreements_agreement for each row "
    "execute function throughcare.history_is_of_grants()",
)
