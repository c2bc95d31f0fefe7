"""Who may be told of what: nobody signed in puts a notice into an inbox that has nothing to do with its thing, and nobody is told of a person
limited access keeps them from, nor still shown what they were told before.
"""

from throughcare.common.protection import define
from throughcare.notices import kinds

_CASES = " ".join(f"when '{kind}' then {told}" for kind, told in sorted(kinds.audiences().items()))
_CASES_THERE = " ".join(f"when '{kind}' then {told}" for kind, told in sorted(kinds.audiences_without_people().items()))
_WATCHED = " or ".join(f"about = '{kind}'" for kind in sorted(kinds.watched())) or "false"
_PERSON = " ".join(f"when '{kind}' then {person}" for kind, person in sorted(kinds.persons().items()))
_TABLE = " ".join(
    f"when '{kind}' then exists (select 1 from public.{table} r where r.id = t.thing)" for kind, table in sorted(kinds.tables().items())
)
# Where there are no people, nobody is shown what was told of one before, and whoever is signed in tells of nothing about one.
_OF_SOMEBODY = f"coalesce(about = any(array[{', '.join(repr(kind) for kind, person in sorted(kinds.persons().items()) if person != kinds.NOBODYS)}]::text[]), false)"
# As the owner, because whoever is kept from a person does not see the thing either; plpgsql keeps its plans for the session.
_AS_OWNER = "language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp"

define(
    "may_tell",
    # With the poster's own eyes: what they can't see they can't tell of.
    "create or replace function throughcare.may_tell(about text, thing uuid, to_user uuid, to_team uuid) returns boolean "
    "language sql stable security invoker set search_path = pg_catalog, public, pg_temp as "
    f"$$ select coalesce(case about {_CASES} else false end, false) $$",
    without_people=f"coalesce(case about {_CASES_THERE} else false end, false)" if _CASES_THERE else "false",
)
define(
    "is_of",
    # Is this thing about one of these persons? Says nothing to whoever doesn't know both.
    f"create or replace function throughcare.is_of(about text, thing uuid, persons uuid[]) returns boolean {_AS_OWNER} as $$ begin "
    "if cardinality(persons) = 0 then return false; end if; "
    f"return coalesce(case about {_PERSON} end = any(persons), false); end $$",
    without_people=_OF_SOMEBODY,
)
define(
    "is_kept_thing",
    # Does limited access keep the reader from whom this thing is about?
    f"create or replace function throughcare.is_kept_thing(about text, thing uuid) returns boolean {_AS_OWNER} as $$ "
    f"declare person uuid := case about {_PERSON} end; begin return person is not null and throughcare.keeps(person); end $$",
    without_people=_OF_SOMEBODY,
)
define(
    "is_watched",
    # What privacy officers watch over: a restriction hides it from them no more than what it stands on.
    "create or replace function throughcare.is_watched(about text) returns boolean "
    f"language sql immutable security invoker set search_path = pg_catalog, public, pg_temp as $$ select {_WATCHED} $$",
)
define(
    "open_things",
    # Which of these the reader could open: with their own eyes, so that what is over, gone and never was are one thing.
    "create or replace function throughcare.open_things(abouts text[], things uuid[]) returns setof uuid "
    "language sql stable security invoker set search_path = pg_catalog, public, pg_temp as "
    f"$$ select t.thing from unnest(abouts, things) as t (about, thing) where case t.about {_TABLE} else true end $$",
    without_people="unnest(things)",
)
define(
    "kept_from_thing",
    # Of these users, those kept from whom a thing is about, by the rule that shows notices. For the jobs that mail.
    f"create or replace function throughcare.kept_from_thing(about text, thing uuid, wanted uuid[]) returns setof uuid {_AS_OWNER} as $$ begin "
    "if not throughcare.is_system() then return; end if; "
    f"return query select throughcare.users_kept_from(case about {_PERSON} end, wanted) "
    "except (select w from throughcare.users_with('privacy.manage') w where throughcare.is_watched(about) "
    f"and w not in (select throughcare.users_excluded_from(case about {_PERSON} end, wanted))); end $$",
    without_people=f"w from unnest(wanted) w where {_OF_SOMEBODY}",
)
