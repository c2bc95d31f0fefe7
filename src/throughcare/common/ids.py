"""Keys are made in Python, so that an insert needs no RETURNING under row-level security."""

from uuid import UUID, SafeUUID

from uuid_utils import uuid7

_UNKNOWN = SafeUUID.unknown  # looked up once: an enum's member is a slow thing to ask for


def new_id() -> UUID:
    """A new UUID version 7: unguessable, and ordered by time of making."""
    made = object.__new__(UUID)  # its constructor takes longer to tell its arguments apart than the rest takes; an import makes very many
    object.__setattr__(made, "int", uuid7().int)
    object.__setattr__(made, "is_safe", _UNKNOWN)
    return made
