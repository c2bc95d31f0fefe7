"""States of a task. Data only."""

from django.db.models import TextChoices

from throughcare.common.states import Move, Side, StateTable

# A task due within so many days is due soon.
SOON_DAYS = 7
# A day that is typed lies at most so far ahead, or back: further is a slip of the year.
DAYS_AHEAD, DAYS_BACK = 1096, 366
LONGEST_REASON = 500


class TaskState(TextChoices):
    OPEN = "OPEN", "To do"
    DONE = "DONE", "Done"
    CANCELLED = "CANCELLED", "Not needed"


S = TaskState

TASK_STATES = StateTable(
    name="task",
    states=TaskState,
    start=S.OPEN,
    turn={S.OPEN: Side.DOER, S.DONE: Side.NOBODY, S.CANCELLED: Side.NOBODY},
    moves=(
        Move("finish", {S.OPEN}, S.DONE, Side.DOER),
        Move("cancel", {S.OPEN}, S.CANCELLED, Side.DOER, needs_reason=True),
        Move("reopen", {S.DONE, S.CANCELLED}, S.OPEN, Side.DOER),
    ),
)
# Title of its page, what its button says, how the task is then.
MOVE_WORDS = {
    "finish": ("Finish this task", "It is done", "done"),
    "cancel": ("This is not needed any more", "Not needed", "not needed any more"),
    "reopen": ("Open this task again", "Open it again", "to do again"),
}
