"""Words and states of partnership assessments. Data only."""

from typing import NamedTuple

from django.db.models import TextChoices

from throughcare.common.states import Move, Side, StateTable

LONGEST_COMMENT = 1000
LONGEST_OWN_ITEM = 200
LONGEST_PURPOSE = 1000
MOST_DAYS_OPEN = 120
MOST_RATERS = 60  # of one side


class WaveState(TextChoices):
    DRAFT = "DRAFT", "Being prepared"
    OPEN = "OPEN", "Open for answers"
    CLOSED = "CLOSED", "Closed, result being put together"
    PUBLISHED = "PUBLISHED", "Published"
    GIVEN_UP = "GIVEN_UP", "Given up"


W = WaveState

WAVE_STATES = StateTable(
    name="assessment",
    states=WaveState,
    start=W.DRAFT,
    turn={
        W.DRAFT: Side.MANAGER,
        W.OPEN: Side.RATER,
        W.CLOSED: Side.SYSTEM,
        W.PUBLISHED: Side.NOBODY,
        W.GIVEN_UP: Side.NOBODY,
    },
    moves=(
        Move("open", {W.DRAFT}, W.OPEN, Side.MANAGER),
        Move("close", {W.OPEN}, W.CLOSED, Side.MANAGER),
        # Once, and nothing of it is worked out again: two results of nearly the same answers would tell the difference.
        Move("publish", {W.CLOSED}, W.PUBLISHED, Side.SYSTEM),
        Move("give_up", {W.DRAFT, W.OPEN}, W.GIVEN_UP, Side.MANAGER),
    ),
)


class MoveWords(NamedTuple):
    """A step as pages say it: its title, its button, what is said when it is done, and what it does."""

    title: str
    button: str
    done: str
    means: str


MOVE_WORDS = {
    "open": MoveWords(
        "Open this assessment",
        "Open it and send the links",
        "The assessment is open. A link is on its way to everybody who is asked.",
        "Everybody you named gets a link by e-mail. Until it closes, nobody can see what was answered, or by whom.",
    ),
    "close": MoveWords(
        "Close this assessment",
        "Close it",
        "The assessment is closed. The result is put together, and stands here in a moment.",
        "No more answers come in. The result is put together once, and is then published to both sides. It can't be opened again.",
    ),
    "give_up": MoveWords(
        "Give this assessment up",
        "Give it up",
        "The assessment is given up. All that was answered is gone.",
        "No more answers come in, and those that came are destroyed unread. It can't be opened again.",
    ),
}
WAVE_COLOURS = {W.DRAFT: "grey", W.OPEN: "blue", W.CLOSED: "yellow", W.PUBLISHED: "green", W.GIVEN_UP: "grey"}


class RatingSide(TextChoices):
    """Whose side a rater is on."""

    OURS = "OURS", "The department"
    THEIRS = "THEIRS", "The partner"


class CommentKind(TextChoices):
    GOOD = "GOOD", "What goes well"
    CHANGE = "CHANGE", "What should change"


class AgreedState(TextChoices):
    OPEN = "OPEN", "To be done"
    DONE = "DONE", "Done"
    DROPPED = "DROPPED", "Dropped"


A = AgreedState

AGREED_STATES = StateTable(
    name="action",
    states=AgreedState,
    start=A.OPEN,
    turn={A.OPEN: Side.MANAGER, A.DONE: Side.NOBODY, A.DROPPED: Side.NOBODY},
    moves=(
        Move("finish", {A.OPEN}, A.DONE, Side.MANAGER),
        Move("drop", {A.OPEN}, A.DROPPED, Side.MANAGER),
        Move("reopen", {A.DONE, A.DROPPED}, A.OPEN, Side.MANAGER),
    ),
)
AGREED_WORDS = {"finish": "Done", "drop": "Drop it", "reopen": "Not done yet"}
AGREED_COLOURS = {A.OPEN: "blue", A.DONE: "green", A.DROPPED: "grey"}

# Steps with one who is asked.
RATER_VERBS = ("resend", "withdraw")
