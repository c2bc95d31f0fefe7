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

# The task there is of what was agreed, and why it is closed.
AGREED_RULE = "assessment.agreed"
AGREED_SETTLED = "What was agreed is done, or dropped."

# Steps with one who is asked.
RATER_VERBS = ("resend", "withdraw")


# -- Stock-takes -----------------------------------------------------------------------------------------------------------------
LONGEST_NAME = 150
LONGEST_REASON = 500
LONGEST_BARRIER = 300
MOST_FOUND = 200  # partners one site may find in one stock-take
# A site is reminded from so many days before the last day, and then again after so many.
REMIND_BEFORE, REMIND_EVERY = 7, 7
MOST_DAYS_ASKED = 366  # from today to the last day


class StockTakeState(TextChoices):
    DRAFT = "DRAFT", "Being prepared"
    OPEN = "OPEN", "Open for returns"
    CLOSED = "CLOSED", "Closed"
    GIVEN_UP = "GIVEN_UP", "Given up"


T = StockTakeState

STOCK_TAKE_STATES = StateTable(
    name="stock-take",
    states=StockTakeState,
    start=T.DRAFT,
    turn={T.DRAFT: Side.MANAGER, T.OPEN: Side.SITE, T.CLOSED: Side.NOBODY, T.GIVEN_UP: Side.NOBODY},
    moves=(
        Move("open", {T.DRAFT}, T.OPEN, Side.MANAGER),
        Move("close", {T.OPEN}, T.CLOSED, Side.MANAGER),
        # What came too late to be left out.
        Move("reopen", {T.CLOSED}, T.OPEN, Side.MANAGER, needs_reason=True),
        Move("give_up", {T.DRAFT}, T.GIVEN_UP, Side.MANAGER),
    ),
)
STOCK_TAKE_WORDS = {
    "open": MoveWords(
        "Open this stock-take",
        "Open it and tell the teams",
        "The stock-take is open. Each team is told.",
        "Each site gets a line for every partner the register has for it, and its team is told. The questions can't change then.",
    ),
    "close": MoveWords(
        "Close this stock-take",
        "Close it",
        "The stock-take is closed.",
        "No more returns come in. Those not handed in stay as they are, and do not count. You can open it again, with a reason.",
    ),
    "reopen": MoveWords(
        "Open this stock-take again",
        "Open it again",
        "The stock-take is open again.",
        "Returns that were not handed in can be. Those handed in stay so, unless you hand one back.",
    ),
    "give_up": MoveWords(
        "Give this stock-take up", "Give it up", "The stock-take is given up.", "Nobody was asked yet. It can't be opened any more."
    ),
}
STOCK_TAKE_COLOURS = {T.DRAFT: "grey", T.OPEN: "blue", T.CLOSED: "green", T.GIVEN_UP: "grey"}


class ReturnState(TextChoices):
    WAITING = "WAITING", "With the team"
    HANDED_IN = "HANDED_IN", "Handed in"


R = ReturnState

RETURN_STATES = StateTable(
    name="return",
    states=ReturnState,
    start=R.WAITING,
    turn={R.WAITING: Side.SITE, R.HANDED_IN: Side.MANAGER},
    moves=(
        Move("hand_in", {R.WAITING}, R.HANDED_IN, Side.SITE),
        Move("hand_back", {R.HANDED_IN}, R.WAITING, Side.MANAGER, needs_reason=True),
    ),
)
RETURN_WORDS = {
    "hand_in": MoveWords(
        "Hand this return in",
        "Hand it in",
        "Your return is handed in. Thank you.",
        "Whoever keeps the register reads it. You can't change it then, unless they hand it back to you.",
    ),
    "hand_back": MoveWords(
        "Hand this return back",
        "Hand it back",
        "The return is with the team again, and they are told.",
        "The team reads why, changes what it said, and hands it in again.",
    ),
}
RETURN_COLOURS = {R.WAITING: "yellow", R.HANDED_IN: "green"}


class LineAnswer(TextChoices):
    """What a site says of a partner. FOUND: one the register did not have for it."""

    STILL = "STILL", "Still active"
    CHANGED = "CHANGED", "Still active, but something has changed"
    ENDED = "ENDED", "Not active any more"
    UNKNOWN = "UNKNOWN", "We don't know"
    FOUND = "FOUND", "New: the register did not have it"


LINE_COLOURS = {"": "yellow", "STILL": "green", "CHANGED": "blue", "ENDED": "red", "UNKNOWN": "grey", "FOUND": "purple"}


class HasAgreement(TextChoices):
    YES = "YES", "Yes"
    NO = "NO", "No"
    UNKNOWN = "UNKNOWN", "We don't know"


class Split(TextChoices):
    """By what people of one region and pillar are told apart. Faith: by planning figures alone, since no record says it."""

    AGE = "age", "Age"
    GENDER = "gender", "Gender"
    ETHNICITY = "ethnicity", "Ethnic community"
    FAITH = "faith", "Faith community"


class Settled(TextChoices):
    """What became of a partner that was found."""

    MATCHED = "MATCHED", "On the register already"
    ADDED = "ADDED", "Put on the register"
    ASIDE = "ASIDE", "Set aside"


class BarrierKind(TextChoices):
    """What kind of thing stands in the way. Institutional ones say of what institution."""

    DISPOSITIONAL = "DISPOSITIONAL", "How people see it: will, belief, habit"
    HOUSING = "HOUSING", "Institution: housing"
    LEGAL = "LEGAL", "Institution: law and rules"
    HEALTH = "HEALTH", "Institution: health"
    DISCRIMINATION = "DISCRIMINATION", "Institution: discrimination"
    CONTRACTING = "CONTRACTING", "Contracting"
    FUNDING = "FUNDING", "Funding"
    TRUST = "TRUST", "Trust"
    DISTANCE = "DISTANCE", "Distance"
    INFORMATION = "INFORMATION", "Information"


class BarrierState(TextChoices):
    OPEN = "OPEN", "Stands in the way"
    REMOVED = "REMOVED", "Removed"
    ACCEPTED = "ACCEPTED", "Accepted: it stays"


B = BarrierState

BARRIER_STATES = StateTable(
    name="barrier",
    states=BarrierState,
    start=B.OPEN,
    turn={B.OPEN: Side.MANAGER, B.REMOVED: Side.NOBODY, B.ACCEPTED: Side.NOBODY},
    moves=(
        Move("remove", {B.OPEN}, B.REMOVED, Side.MANAGER, needs_reason=True),
        Move("accept", {B.OPEN}, B.ACCEPTED, Side.MANAGER, needs_reason=True),
        # It is back, or was never gone.
        Move("return", {B.REMOVED, B.ACCEPTED}, B.OPEN, Side.MANAGER, needs_reason=True),
    ),
)
BARRIER_WORDS = {
    "remove": MoveWords(
        "This barrier is removed", "It is removed", "The barrier is removed.", "Say what was done, so that others can do it too."
    ),
    "accept": MoveWords(
        "We accept this barrier",
        "Accept it",
        "The barrier is accepted.",
        "It stays, and nobody works on it. Say why: whoever looks next reads it.",
    ),
    "return": MoveWords("It stands in the way after all", "It stands in the way", "The barrier is open again.", "Say what happened."),
}
BARRIER_COLOURS = {B.OPEN: "orange", B.REMOVED: "green", B.ACCEPTED: "grey"}


class TieKind(TextChoices):
    """What ties two organisations, or one and the department."""

    AGREEMENT = "AGREEMENT", "Parties of one agreement"
    OWED = "OWED", "One owes the other something by an agreement"
    REFERRAL = "REFERRAL", "One refers people to the other"
    BRANCH = "BRANCH", "A national body and its branch"
    EVENT = "EVENT", "Both at one event"
    SAID = "SAID", "One says it works with the other"


# Ties that lead one way. All others hold alike for both.
DIRECTED = frozenset({TieKind.OWED, TieKind.REFERRAL, TieKind.SAID})


# -- Surveys of a network --------------------------------------------------------------------------------------------------------
FEWEST_REPLIES = 5  # of organisations, before anything a survey says is shown
MOST_SURVEYED = 300  # organisations in one


class SurveyState(TextChoices):
    DRAFT = "DRAFT", "Being prepared"
    OPEN = "OPEN", "Open for replies"
    CLOSED = "CLOSED", "Closed"
    PUBLISHED = "PUBLISHED", "Published"
    GIVEN_UP = "GIVEN_UP", "Given up"


S = SurveyState

SURVEY_STATES = StateTable(
    name="survey",
    states=SurveyState,
    start=S.DRAFT,
    turn={S.DRAFT: Side.MANAGER, S.OPEN: Side.PARTNER, S.CLOSED: Side.MANAGER, S.PUBLISHED: Side.NOBODY, S.GIVEN_UP: Side.NOBODY},
    moves=(
        Move("open", {S.DRAFT}, S.OPEN, Side.MANAGER),
        Move("close", {S.OPEN}, S.CLOSED, Side.MANAGER),
        Move("publish", {S.CLOSED}, S.PUBLISHED, Side.MANAGER),
        Move("give_up", {S.DRAFT, S.OPEN, S.CLOSED}, S.GIVEN_UP, Side.MANAGER),
    ),
)
SURVEY_WORDS = {
    "open": MoveWords(
        "Open this survey",
        "Open it and send the links",
        "The survey is open. A link is on its way to every organisation with an address.",
        "Each organisation gets a link by e-mail, and its own people find the survey at home. Until it is published, nobody reads what they say.",
    ),
    "close": MoveWords("Close this survey", "Close it", "The survey is closed.", "No more replies come in. It can't be opened again."),
    "publish": MoveWords(
        "Publish this survey",
        "Publish it",
        "The survey is published: what was said is part of the network.",
        "Whoever keeps the register of partners sees then who says what of whom, and the ties stand in the network. No partner ever does.",
    ),
    "give_up": MoveWords(
        "Give this survey up",
        "Give it up",
        "The survey is given up. All that was said is gone.",
        "No more replies come in, and those that came are destroyed unread. It can't be opened again.",
    ),
}
SURVEY_COLOURS = {S.DRAFT: "grey", S.OPEN: "blue", S.CLOSED: "yellow", S.PUBLISHED: "green", S.GIVEN_UP: "grey"}
# Steps with one organisation that is asked.
SURVEYED_VERBS = ("resend", "withdraw")


class Knows(TextChoices):
    """Whether the two work with each other, as one of them says."""

    YES = "YES", "Yes, we know and work with them"
    NO = "NO", "No"
    UNSURE = "UNSURE", "I don't know"


class Flow(TextChoices):
    """What goes from one to the other."""

    REFERRALS = "REFERRALS", "Referrals of people"
    INFORMATION = "INFORMATION", "Information"
    MONEY = "MONEY", "Money"
    ROOMS = "ROOMS", "Rooms and places"
    PEOPLE = "PEOPLE", "Staff and volunteers"
    ADVICE = "ADVICE", "Advice"


class Often(TextChoices):
    """How often two are in touch."""

    WEEKLY = "WEEKLY", "Every week"
    MONTHLY = "MONTHLY", "Every month"
    QUARTERLY = "QUARTERLY", "Every few months"
    RARELY = "RARELY", "Once a year or less"
