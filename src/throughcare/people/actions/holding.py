"""Which new people of a file are held until somebody has looked at them: the one place between the checked rows and the writing.

Nobody is held yet. Whoever finds near-duplicates fills in `held_among`, and keeps what is held in `keep_held`; the rest of the import
already leaves out what is held, counts it, and says so.
"""

from collections.abc import Sequence
from uuid import UUID

from throughcare.accounts.actors import Actor
from throughcare.people.actions.plan import NewRow


def held_among(new: Sequence[NewRow]) -> list[NewRow]:
    """Of the rows that would make somebody new, each checked and complete, those that are not written now.

    Called once an import, in its transaction, as the system actor of the import: every record can be read. A dry run calls it too.
    """
    return []


def keep_held(*, by: Actor, run_id: UUID, held: Sequence[NewRow]) -> None:
    """Keep the held rows with their run, in the transaction of the import; never called by a dry run."""
