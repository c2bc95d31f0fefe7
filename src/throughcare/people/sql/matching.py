"""Is a user close to somebody of the person's? Names, numbers and addresses are put into their plainest form and compared as hashes.

Triggers of the tables they stand in keep `people_matchkey` right, whoever writes; nobody reads it.
"""

from django.db import connection

from throughcare.common.protection import define, define_trigger
from throughcare.common.reference import reference_data

_AS_OWNER = "security definer set search_path = pg_catalog, public, pg_temp"
_PLAIN = "language sql immutable set search_path = pg_catalog, public, pg_temp"

define(
    "match_words",
    # Without case, macrons, apostrophes and punctuation, as people are searched; letters of any script stay.
    rf"""create or replace function throughcare.match_words(said text) returns text[] {_PLAIN} as $$
    select coalesce(array_agg(w order by n), '{{}}') from regexp_split_to_table(
      regexp_replace(lower(regexp_replace(normalize(said, NFKD), '[\u0300-\u036f]', '', 'g')), '[''’ʻ`]', '', 'g'),
      '[[:space:][:punct:]]+') with ordinality as s (w, n) where w <> '' $$""",
)
define(
    "match_key",
    f"""create or replace function throughcare.match_key(kind text, said text) returns text {_PLAIN} as $$
    select kind || ':' || left(encode(sha256(convert_to(said, 'UTF8')), 'hex'), 32) $$""",
)
define(
    "match_pair",
    # Two names of one person, in either order.
    f"""create or replace function throughcare.match_pair(one text, other text) returns text {_PLAIN} as $$
    select throughcare.match_key('n', least(one, other) || ' ' || greatest(one, other)) $$""",
)
define(
    "match_names",
    # Any two words of what is written of somebody ("Aunt Hine Rangi"), or only the first and the last of a user's own name.
    f"""create or replace function throughcare.match_names(said text, whole boolean) returns text[] {_PLAIN} as $$
    with w as (select throughcare.match_words(said) as words)
    select coalesce(array_agg(distinct throughcare.match_pair(words[i], words[j])), '{{}}') from w,
      generate_subscripts(words, 1) i, generate_subscripts(words, 1) j
    where i < j and words[i] <> words[j] and (whole or (i = 1 and j = cardinality(words))) $$""",
)
define(
    "match_phones",
    # The last seven digits, so that a country's or town's code makes no difference; several may stand in one field.
    rf"""create or replace function throughcare.match_phones(said text) returns text[] {_PLAIN} as $$
    select coalesce(array_agg(distinct throughcare.match_key('p', right(digits, 7))), '{{}}') from (
      select regexp_replace(part, '\D', '', 'g') as digits from regexp_split_to_table(said, '[,;/\n]|\mor\M') part) d where length(digits) >= 7 $$""",
)
define(
    "match_emails",
    rf"""create or replace function throughcare.match_emails(said text) returns text[] {_PLAIN} as $$
    select coalesce(array_agg(distinct throughcare.match_key('e', lower(part))), '{{}}')
      from regexp_split_to_table(said, '[\s,;]+') part where part like '%@%' $$""",
)
define(
    "match_addresses",
    # The number of the house and the first word of its street: "Flat 3, 12 Rimu Rd" and "12 Rimu Road, Te Awa".
    rf"""create or replace function throughcare.match_addresses(said text) returns text[] {_PLAIN} as $$
    select coalesce(array_agg(distinct throughcare.match_key('a', words[i] || ' ' || words[i + 1])), '{{}}') from
      (select throughcare.match_words(said) as words) w, generate_subscripts(words, 1) i
      where words[i] ~ '^\d+[a-z]?$' and words[i + 1] !~ '\d' $$""",
)
_CONTACT = "throughcare.match_names(new.name, true) || throughcare.match_phones(new.phone) || throughcare.match_emails(new.email)"
_DETAILS = (
    "throughcare.match_phones(new.phones) || throughcare.match_emails(new.emails) "
    "|| (select coalesce(array_agg(k), '{}') from regexp_split_to_table(new.names, '\\n') one, unnest(throughcare.match_names(one, false)) k) "
    "|| (select coalesce(array_agg(k), '{}') from regexp_split_to_table(new.addresses, '\\n') one, unnest(throughcare.match_addresses(one)) k)"
)
# Table → what its rows are kept as: source, user, contact, person, keys; and the columns that make a difference.
_SOURCES = {
    "accounts_user": (
        "account",
        "new.id",
        "null",
        "null",
        "throughcare.match_names(new.name, false) || throughcare.match_emails(new.email)",
        "id",
        "name, email",
    ),
    "people_owndetails": ("details", "new.user_id", "null", "null", _DETAILS, "user_id", "names, phones, emails, addresses"),
    "people_personcontact": ("contact", "null", "new.id", "new.person_id", _CONTACT, "id", "name, phone, email, person_id"),
    "people_contactaddress": (
        "address",
        "null",
        "new.contact_id",
        "new.person_id",
        "throughcare.match_addresses(new.address)",
        "contact_id",
        "address, person_id",
    ),
}
for _table, (_source, _user, _contact, _person, _keys, _key, _columns) in _SOURCES.items():
    _column = "user_id" if _user != "null" else "contact_id"
    define(
        f"match_{_source}",
        f"""create or replace function throughcare.match_{_source}() returns trigger language plpgsql {_AS_OWNER} as $$
        begin
          if tg_op <> 'INSERT' then delete from people_matchkey k where k.{_column} = old.{_key} and k.source = '{_source}'; end if;
          if tg_op = 'DELETE' then return old; end if;
          insert into people_matchkey (id, source, user_id, contact_id, person_id, key)
            select gen_random_uuid(), '{_source}', {_user}, {_contact}, {_person}, k from (select distinct unnest({_keys}) as k) keys;
          return new;
        end $$""",
    )
    define_trigger(
        _table,
        # After, so that it sees what is really stored.
        f"""create trigger throughcare_match after insert or delete or update of {_columns} on {_table}
        for each row execute function throughcare.match_{_source}()""",
    )


@reference_data("keys of names and addresses")
def take_in() -> None:
    """What stood there before its trigger did is taken in, once."""
    with connection.cursor() as cursor:
        for table, (source, *_, columns) in _SOURCES.items():
            column = columns.partition(",")[0]
            cursor.execute("select exists (select 1 from people_matchkey where source = %s)", [source])
            if cursor.fetchone() == (False,):
                cursor.execute(f"update {table} set {column} = {column}")


# Pairs that are not decided yet get a row the privacy officer finds.
define(
    "note_conflicts",
    # persons, users: of these; left out: of all who belong to a team that works with the person today, and of privacy officers, who decide on
    # everybody. Gives the rows made, and those that wait and have something new. Asked of oneself, or of those one works with, or by the system.
    f"""create or replace function throughcare.note_conflicts(persons uuid[], users uuid[]) returns table (id uuid, person uuid)
    language plpgsql volatile {_AS_OWNER} as $$
    #variable_conflict use_column
    begin
      if not throughcare.is_system() and users is distinct from array[throughcare.reader()] then
        if persons is null then return; end if;
        persons := array(select p from unnest(persons) p where throughcare.involved(p));
      end if;
      return query
      with pairs as (
        select mine.user_id, c.person_id, array_agg(distinct c.key) as keys
        from people_matchkey mine join people_matchkey c on c.key = mine.key and c.contact_id is not null
        where mine.user_id is not null and (persons is null or c.person_id = any(persons)) and (users is null or mine.user_id = any(users))
          and not exists (select 1 from people_ownaccount o where o.user_id = mine.user_id and o.person_id = c.person_id)
          and not exists (select 1 from people_conflict d where d.user_id = mine.user_id and d.person_id = c.person_id
                          and (d.verdict = 'EXCLUDED' or c.key = any(d.keys)))
          and (persons is not null and users is not null or mine.user_id in (select throughcare.users_with('privacy.manage')) or exists (
            select 1 from people_involvement i join accounts_membership m on m.team_id = i.team_id
            where i.person_id = c.person_id and m.user_id = mine.user_id and i.starts_at <= now() and (i.ends_at is null or i.ends_at > now())
              and m.starts_on <= throughcare.today() and (m.ends_on is null or m.ends_on >= throughcare.today())))
        group by mine.user_id, c.person_id)
      insert into people_conflict (id, person_id, user_id, keys, found_at, verdict, why)
        select gen_random_uuid(), p.person_id, p.user_id, p.keys, now(), '', '' from pairs p
        on conflict (user_id, person_id) where verdict = '' do update
          set keys = array(select distinct k from unnest(people_conflict.keys || excluded.keys) k order by k) where not people_conflict.keys @> excluded.keys
        returning people_conflict.id, people_conflict.person_id;
    end $$""",
)
