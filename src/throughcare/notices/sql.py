"""Who may be told of what: nobody signed in puts a notice into an inbox that has nothing to do with its thing."""

from throughcare.common.protection import define
from throughcare.notices import kinds

_CASES = " ".join(f"when '{kind}' then {told}" for kind, told in sorted(kinds.audiences().items()))

define(
    "may_tell",
    # With the poster's own eyes: what they can't see they can't tell of.
    "create or replace function throughcare.may_tell(about text, thing uuid, to_user uuid, to_team uuid) returns boolean "
    "language sql stable security invoker set search_path = pg_catalog, public, pg_temp as "
    f"$$ select coalesce(case about {_CASES} else false end, false) $$",
)
