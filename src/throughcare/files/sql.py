"""How a reader stands to the documents of a thing: asked of the apps above, which said so when Django started."""

from throughcare.common.protection import define, define_trigger
from throughcare.files import kinds

_SIDES = ("keeps", "sees", "brings", "shared")


def _cases() -> str:
    found = []
    for name, one in sorted(kinds.registered().items()):
        sides = " ".join(f"when ({getattr(one, side)}) then '{side}'" for side in _SIDES)
        found.append(f"when '{name}' then (case {sides} end)")
    return f"case about {' '.join(found)} end" if found else "null"


define(
    "document_side",
    # With the reader's own eyes: of what they can't see there are no documents for them.
    f"""create or replace function throughcare.document_side(about text, thing uuid) returns text
    language sql stable security invoker set search_path = pg_catalog, public, pg_temp as $$ select {_cases()} $$""",
)
_NAMES = ", ".join(f"'{name}'" for name in sorted(kinds.registered()))
define(
    "document_about",
    # Whoever asks, the system too: about a kind that no app named, and so about no person.
    f"""create or replace function throughcare.document_about() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
    begin
      if new.about_kind <> all(array[{_NAMES}]::text[]) then
        raise exception 'nobody said who reads documents about a %', new.about_kind using errcode = 'check_violation';
      end if;
      return new;
    end $$""",
)
define_trigger(
    "files_document",
    "create trigger document_about before insert on files_document for each row execute function throughcare.document_about()",
)
define(
    "document_withdrawn",
    # What is withdrawn is gone: the row stays with the reason, the bytes do not. As the owner, since nobody may delete them else.
    """create or replace function throughcare.document_withdrawn() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
    begin
      delete from public.files_content where document_id = new.id;
      return null;
    end $$""",
)
define_trigger(
    "files_document",
    "create trigger document_withdrawn after update of state on files_document for each row "
    "when (new.state = 'WITHDRAWN') execute function throughcare.document_withdrawn()",
)
