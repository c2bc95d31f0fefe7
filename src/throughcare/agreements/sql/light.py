"""The narrow functions behind a signed link: its holder has no account, reads no table, and sees and changes this one agreement's light path alone.

Each takes the hash of the link's secret. They run as the owner; what they keep from whom is decision 52.
"""

from throughcare.accounts.sql import IN_FORCE
from throughcare.agreements.states import CONTRACTS, FULL_STAYS, LOCKED_MINUTES, MOST_CODES, OPEN_STATES, SIGNS, WRONG_CODES
from throughcare.common.protection import define, define_trigger

_ACTS = "language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp"
_CONTRACT, _OPEN, _SIGN = (", ".join(f"'{one.value}'" for one in codes) for codes in (CONTRACTS, OPEN_STATES, SIGNS))


def standing(row: str) -> str:
    """SQL that says how a link stands: OPEN, DONE, CHANGED, REFUSED or OVER. What was signed or answered can be read until the link is over."""
    return f"""case when {row}.expires_at <= now() or (a.state = 'TERMINATED' and {row}.used_at is null)
          or ({row}.revoked_at is not null and {row}.revoked_why not in ('CHANGED', 'REFUSED')) then 'OVER'
        when {row}.revoked_why <> '' then {row}.revoked_why when {row}.used_at is not null then 'DONE'
        when {row}.purpose = 'SIGN' and a.state <> 'IN_NEGOTIATION' then 'OVER'
        when {row}.purpose = 'REPORT' and (a.state in ({_OPEN}) or exists (select 1 from agreements_party p where p.agreement_id = a.id
          and p.part in ({_SIGN}) and p.signed_on is null)) then 'OVER' else 'OPEN' end"""


def _ours(address: str) -> str:
    """SQL that is true of the address of somebody who writes agreements, in whatever team; also with a mark (name+mark@…), as it reaches the same box."""
    bare = "regexp_replace(lower({}), '[+][^@]*@', '@')"
    return f"""exists (select 1 from accounts_user u join accounts_membership m on m.user_id = u.id
          join accounts_rolepermission r on r.role_id = m.role_id and r.permission = 'agreement.edit'
          where u.is_active and {IN_FORCE} and {bare.format("u.email")} = {bare.format(address)})"""


define(
    "light_ours",
    # Whether an address is of one of us who writes agreements, for those who do: nobody else asks who that is.
    f"""create or replace function throughcare.light_ours(address text) returns boolean language sql stable security definer
    set search_path = pg_catalog, public, pg_temp as $$
    select (throughcare.is_system() or throughcare.may('agreement.edit')) and {_ours("address")} $$""",
)

define(
    "light_link",
    # What the holder of a link reads: the terms of its one agreement, and how the link stands. With `held`, nobody changes either until the transaction ends.
    f"""create or replace function throughcare.light_link(link bytea, held boolean)
    returns table (id uuid, purpose text, standing text, agreement_id uuid, number text, title text, kind text, what_for text, starts_on date, ends_on date,
      pays_on date, report_on date, amount numeric, partner text, signer text, to_name text, mailed boolean, terms_digest bytea, has_code boolean,
      expires_at timestamptz, signed_text text, signed_by text, signed_at timestamptz) {_ACTS} as $$
    begin
      if held then
        perform 1 from agreements_agreement h where h.id = (select k.agreement_id from agreements_lightlink k where k.digest = link) for no key update;
        perform 1 from agreements_lightlink k where k.digest = link for update;
      end if;
      return query select l.id, l.purpose::text, ({standing("l")})::text, a.id, a.number::text, a.title::text, a.kind::text, a.purpose::text, a.starts_on, a.ends_on,
        t.pays_on, t.report_on, v.amount, o.name::text, t.signer_name::text, l.to_name::text, l.to_email <> '', l.terms_digest,
        l.code_digest is not null and l.code_expires_at > now(), l.expires_at, s.text::text, s.name::text, s.at
      from agreements_lightlink l join agreements_agreement a on a.id = l.agreement_id join agreements_lightterms t on t.agreement_id = a.id
        join agreements_party p on p.agreement_id = a.id and p.part in ({_CONTRACT}) join partners_organization o on o.id = p.organization_id
        left join agreements_partyvalue v on v.party_id = p.id left join agreements_lightsignature s on s.link_id = l.id
      where l.digest = link;
    end $$""",
)

define(
    "light_opened",
    # That it was opened: true for the first time of a day, which is what the audit keeps.
    f"""create or replace function throughcare.light_opened(link bytea) returns boolean {_ACTS} as $$
    begin
      update agreements_lightlink l set opened_on = throughcare.today() where l.digest = link and l.opened_on is distinct from throughcare.today();
      return found;
    end $$""",
)

define(
    "light_code_ask",
    # A code is asked for: SENT when one may be made and mailed, or why not. The job that mails it makes it; here only the count moves.
    f"""create or replace function throughcare.light_code_ask(link bytea) returns text {_ACTS} as $$
    declare l record;
    begin
      select k.*, {standing("k")} as stands into l from agreements_lightlink k join agreements_agreement a on a.id = k.agreement_id
      where k.digest = link and k.purpose = 'SIGN' for update of k;
      if not found or l.stands <> 'OPEN' then return 'OVER'; end if;
      if l.to_email = '' then return 'PHONE'; end if;
      if l.locked_until > now() then return 'LOCKED'; end if;
      if l.codes >= {MOST_CODES} then return 'ENOUGH'; end if;
      if l.code_asked_at > now() - interval '1 minute' then return 'SOON'; end if;
      update agreements_lightlink k set codes = k.codes + 1, wrong = 0, code_asked_at = now(), code_digest = null, code_by_id = null where k.id = l.id;
      return 'SENT';
    end $$""",
)

define(
    "light_sign",
    # Signed by a link: with the right code, against the text the link was sent with. Nothing but a count moves for a wrong one. codes: the keyed hash of what
    # was typed, under each key there is. One after the other, so that tries at once are all counted. Not what is signed already, by whatever way; nor by a
    # code that one of us has in their own mail.
    f"""create or replace function throughcare.light_sign(link bytea, codes_typed bytea[], signer text, words text, words_digest bytea) returns text {_ACTS} as $$
    declare l record; whose uuid; since date;
    begin
      perform 1 from agreements_agreement h where h.id = (select k.agreement_id from agreements_lightlink k where k.digest = link) for no key update;
      select k.*, {standing("k")} as stands into l from agreements_lightlink k join agreements_agreement a on a.id = k.agreement_id
      where k.digest = link and k.purpose = 'SIGN' for update of k;
      if not found or l.stands <> 'OPEN' then return 'OVER'; end if;
      select p.id, p.signed_on into whose, since from agreements_party p where p.agreement_id = l.agreement_id and p.part in ({_CONTRACT});
      if since is not null then return 'OVER'; end if;
      if {_ours("l.to_email")} then return 'OURS'; end if;
      if l.terms_digest <> words_digest or sha256(convert_to(words, 'UTF8')) <> words_digest then return 'CHANGED'; end if;
      if l.locked_until > now() then return 'LOCKED'; end if;
      if l.code_digest is null or l.code_expires_at <= now() then return 'NO_CODE'; end if;
      if not (l.code_digest = any(codes_typed)) then
        update agreements_lightlink k set wrong = k.wrong + 1,
          code_digest = case when k.wrong + 1 >= {WRONG_CODES} then null else k.code_digest end,
          locked_until = case when k.wrong + 1 >= {WRONG_CODES} then now() + interval '{LOCKED_MINUTES} minutes' else k.locked_until end where k.id = l.id;
        return case when l.wrong + 1 >= {WRONG_CODES} then 'LOCKED' else 'WRONG' end;
      end if;
      insert into agreements_lightsignature (id, agreement_id, party_id, link_id, name, confirmed, code_by_id, address, text, text_digest, at)
      values (gen_random_uuid(), l.agreement_id, whose, l.id, signer, case when l.code_by_id is null then 'EMAIL' else 'PHONE' end, l.code_by_id,
        l.to_email, words, words_digest, now());
      update agreements_party p set signed_on = throughcare.today(), signed_by = signer where p.id = whose;
      update agreements_agreement a set version = a.version + 1 where a.id = l.agreement_id;
      update agreements_lightlink k set used_at = now(), code_digest = null where k.id = l.id;
      return 'SIGNED';
    end $$""",
)

define(
    "light_word",
    # Instead of signing: a question, which the next one replaces, a minute apart; or that they don't sign, which ends the link.
    f"""create or replace function throughcare.light_word(link bytea, what text, said text) returns text {_ACTS} as $$
    begin
      if what = 'ASKED' and exists (select 1 from agreements_lightlink k where k.digest = link and k.word_at > now() - interval '1 minute') then
        return 'SOON';
      end if;
      update agreements_lightlink k set word = what, words = said, word_at = now(),
        revoked_at = case when what = 'REFUSED' then now() else k.revoked_at end, code_digest = null,
        revoked_why = case when what = 'REFUSED' then 'REFUSED' else k.revoked_why end
      from agreements_agreement a where a.id = k.agreement_id and k.digest = link and k.purpose = 'SIGN' and what in ('ASKED', 'REFUSED') and said <> ''
        and {standing("k")} = 'OPEN';
      return case when found then 'SAID' else 'OVER' end;
    end $$""",
)

define(
    "light_link_stays",
    # One of us makes a link, revokes it and keeps the hash of its code; what its holder did with it, and what it was sent with, they can't write.
    """create or replace function throughcare.light_link_stays() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
    begin
      if tg_op = 'INSERT' then
        if new.used_at is not null or new.word <> '' or new.opened_on is not null then
          raise exception 'a link begins at the beginning' using errcode = 'check_violation', constraint = 'agreements_lightlink_holders';
        end if;
      elsif (new.agreement_id, new.purpose, new.terms_digest, new.to_name, new.to_email, new.made_by_id, new.used_at, new.word, new.words, new.opened_on)
        is distinct from (old.agreement_id, old.purpose, old.terms_digest, old.to_name, old.to_email, old.made_by_id, old.used_at, old.word, old.words, old.opened_on) then
        raise exception 'what its holder did stays' using errcode = 'check_violation', constraint = 'agreements_lightlink_holders';
      end if;
      return new;
    end $$""",
)
define_trigger(
    "agreements_lightlink",
    "create trigger link_stays before insert or update on agreements_lightlink for each row "
    "when (throughcare.reader() is not null and throughcare.may('agreement.edit')) execute function throughcare.light_link_stays()",
)

define(
    "light_full_stays",
    # Turned into a full agreement under one's own name, and once: what the one page said then stays beside it as it was.
    f"""create or replace function throughcare.light_full_stays() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
    begin
      if old.full_at is not null or (new.full_at is not null and new.full_by_id is distinct from throughcare.reader()) then
        raise exception 'it is a full agreement, by whoever said so' using errcode = 'check_violation', constraint = '{FULL_STAYS}';
      end if;
      return new;
    end $$""",
)
define_trigger(
    "agreements_lightterms",
    "create trigger full_stays before update on agreements_lightterms for each row "
    "when (not throughcare.is_system()) execute function throughcare.light_full_stays()",
)
