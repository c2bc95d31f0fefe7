"""One row of the table of who may open what."""

from dataclasses import dataclass, field

from tests.cast import EVERYBODY

EVERYONE = frozenset(EVERYBODY)
CASE, LOOK, ANSWER, STAFF, OWN = "case", "look", "answer", "staff", "own"
LEAD = "lead"  # the office's, where it has one
MANAGER = "manager"  # the partner's, where it has one
DIRECTORY = EVERYONE - {"stranger"}


@dataclass(frozen=True)
class Row:
    """One page, or one operation ("GET /api/v1/people/<person_id>").

    ids: parts of the address that take another thing's id than their name says. fixed: parts that are no id. ok: answers to those who
    may. nobody: answers to nobody signed in. post: answers to a form made against a
    version nobody has seen, for pages that take nothing but forms. body: what an operation is sent; a value that names an id is that id.
    """

    name: str
    who: frozenset[str]
    ids: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)
    ok: tuple[int, ...] = (200,)
    nobody: tuple[int, ...] = (302,)
    post: tuple[int, ...] = ()
    body: dict[str, object] | None = None

    def __str__(self) -> str:
        return " ".join([self.name, *self.fixed.values()])


def row(name: str, *who: str, **more: object) -> Row:
    """`row("need", CASE, LOOK)`."""
    return Row(name, frozenset(who), **more)  # type: ignore[arg-type]  # the fields above


def operation(name: str, *who: str, **more: object) -> Row:
    """One operation. Nobody's key: 401."""
    return row(name, *who, nobody=(401,), **more)


def everyone(name: str, **more: object) -> Row:
    """Anybody signed in."""
    return Row(name, EVERYONE, **more)  # type: ignore[arg-type]  # as above
