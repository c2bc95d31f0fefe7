"""Words and states of measures, reports, payments and what each side puts in. Data only."""

from django.db.models import TextChoices

from throughcare.agreements.states import MoveWords
from throughcare.common.states import Move, Side, StateTable

# Days after a period's end until its report is due, where a measure says nothing else.
REPORT_WITHIN = 20
LONGEST_WORDS = 1000
# Days within which the department answers a question about a referral, pays what was shown, looks at a report, and reviews an agreement after its day.
ANSWER_WITHIN, PAY_WITHIN, LOOK_WITHIN, REVIEW_WITHIN = 5, 20, 20, 30
# Lines of a partner's own words in a report for funders, and the longest of them.
LINES, LONGEST_LINE = 3, 200
# Of a file of reports; the word for a period with nothing to measure.
MOST_BYTES, MOST_ROWS = 1_000_000, 1000
NO_VALUE = "none"
LONGEST_REASON = 500

# The reminders there are: what a task made by one begins with is theirs. Why such a task is done by itself.
LATE_RULE, LOOK_RULE, LIGHT_RULE = "agreement.report.late", "agreement.report.look", "agreement.light.late"
SETTLED = {
    LATE_RULE: "Nothing of it is late any more.",
    LOOK_RULE: "Somebody looked at what was sent in.",
    LIGHT_RULE: "They told how it went.",
}

# What the database calls its refusals.
MEASURE_STAYS = "performance_measure_stays"
REPORT_NOT_YOURS = "performance_report_not_yours"
NO_SUCH_PERIOD = "performance_report_period"
NOT_COMPUTED_SO = "performance_report_computed"
PAYMENT_NOT_YOURS = "performance_payment_not_yours"
FUNDER_REPORT_STAYS = "performance_funderreport_stays"
CONTRIBUTION_NOT_YOURS = "performance_contribution_not_yours"


class Rba(TextChoices):
    """The three questions of Results Based Accountability (Friedman, Trying Hard Is Not Good Enough, 2005)."""

    HOW_MUCH = "HOW_MUCH", "How much did we do?"
    HOW_WELL = "HOW_WELL", "How well did we do it?"
    BETTER_OFF = "BETTER_OFF", "Is anyone better off?"


class Unit(TextChoices):
    COUNT = "COUNT", "A count"
    PERCENT = "PERCENT", "Per cent"
    DAYS = "DAYS", "Days"
    CURRENCY = "CURRENCY", "An amount of money"


class Better(TextChoices):
    """When a target is met."""

    MORE = "MORE", "At least the target"
    LESS = "LESS", "At most the target"
    BETWEEN = "BETWEEN", "Between two targets"


class Cycle(TextChoices):
    """How long a period is; periods begin with the agreement's first day."""

    MONTH = "MONTH", "Every month"
    QUARTER = "QUARTER", "Every three months"
    HALF = "HALF", "Every six months"
    YEAR = "YEAR", "Every year"


MONTHS = {Cycle.MONTH: 1, Cycle.QUARTER: 3, Cycle.HALF: 6, Cycle.YEAR: 12}


class Source(TextChoices):
    """Where the number comes from: the partner says it, or Throughcare counts it from referrals to the services the agreement covers."""

    REPORTED = "REPORTED", "The partner reports it"
    RECEIVED = "RECEIVED", "Counted: referrals received"
    ACCEPTED = "ACCEPTED", "Counted: answered referrals that were accepted"
    ANSWER_DAYS = "ANSWER_DAYS", "Counted: median days to the first answer"


# What is counted has the unit it has.
UNIT_OF = {Source.RECEIVED: Unit.COUNT, Source.ACCEPTED: Unit.PERCENT, Source.ANSWER_DAYS: Unit.DAYS}


class ReportState(TextChoices):
    SUBMITTED = "SUBMITTED", "Sent in"
    RETURNED = "RETURNED", "Sent back"
    ACCEPTED = "ACCEPTED", "Accepted"


R = ReportState

# Due and late are worked out: nothing is there yet to have a state.
REPORT_STATES = StateTable(
    name="report",
    states=ReportState,
    start=R.SUBMITTED,
    turn={R.SUBMITTED: Side.MANAGER, R.RETURNED: Side.PARTNER, R.ACCEPTED: Side.NOBODY},
    moves=(
        Move("accept", {R.SUBMITTED}, R.ACCEPTED, Side.MANAGER),
        Move("return", {R.SUBMITTED, R.ACCEPTED}, R.RETURNED, Side.MANAGER, needs_reason=True),
        Move("send_again", {R.RETURNED}, R.SUBMITTED, Side.PARTNER),
    ),
)
REPORT_WORDS = {
    "accept": MoveWords("Accept this report", "Accept", "The report is accepted.", "Both sides read that you took it as it is."),
    "return": MoveWords(
        "Send this report back", "Send back", "The report is sent back.", "Whoever reports sends it in again. Both sides read why."
    ),
}


# A link to the three questions goes out so many days before they are due; then again every so many days while they are not answered, this often in all.
ASK_BEFORE, ASK_AGAIN, MOST_ASKED = 7, 7, 3
LIGHT_REPORT_NOT_YOURS = "performance_lightreport_not_yours"


class ToldBy(TextChoices):
    """How the three questions were answered."""

    LINK = "LINK", "By a link"
    ACCOUNT = "ACCOUNT", "By their own staff"
    TOLD = "TOLD", "Told to us, by phone or on paper"


class Condition(TextChoices):
    """What a payment is for."""

    DATE = "DATE", "A day has come"
    REPORT = "REPORT", "A report is accepted"
    OBLIGATION = "OBLIGATION", "What a side owes is met"
    DOCUMENT = "DOCUMENT", "Something is shown"


class PaymentState(TextChoices):
    PLANNED = "PLANNED", "Planned"
    EVIDENCED = "EVIDENCED", "Evidence given"
    PAYABLE = "PAYABLE", "Payable"
    NOT_PAYABLE = "NOT_PAYABLE", "Not payable"
    PAID = "PAID", "Paid"


P = PaymentState
PAYMENT_STATES = StateTable(
    name="payment",
    states=PaymentState,
    start=P.PLANNED,
    turn={P.PLANNED: Side.BOTH, P.EVIDENCED: Side.MANAGER, P.PAYABLE: Side.MANAGER, P.NOT_PAYABLE: Side.BOTH, P.PAID: Side.NOBODY},
    moves=(
        Move("evidence", {P.PLANNED, P.NOT_PAYABLE}, P.EVIDENCED, Side.BOTH),
        Move("release", {P.PLANNED, P.EVIDENCED, P.NOT_PAYABLE}, P.PAYABLE, Side.MANAGER),
        Move("refuse", {P.PLANNED, P.EVIDENCED, P.PAYABLE}, P.NOT_PAYABLE, Side.MANAGER, needs_reason=True),
        # Its day has come, and what it is for is not there: said by itself, with the reason.
        Move("lapse", {P.PLANNED}, P.NOT_PAYABLE, Side.SYSTEM, needs_reason=True),
        Move("pay", {P.PAYABLE}, P.PAID, Side.MANAGER),
    ),
)


class PaymentShow(TextChoices):
    """Which payments a list shows."""

    DECIDE = "decide", "To decide"
    PAYABLE = "payable", "Payable"
    REFUSED = "refused", "Not payable"
    PLANNED = "planned", "Planned"
    PAID = "paid", "Paid"


# Taken on a page of one reason, or none.
PAYMENT_STEPS = ("release", "refuse")
EVIDENCE_FROM = (P.PLANNED, P.NOT_PAYABLE)
PAYMENT_WORDS = {
    "release": MoveWords(
        "Say that it is payable",
        "It is payable",
        "It is payable.",
        "Both sides read it. Whoever keeps the books pays it, and writes down when.",
    ),
    "refuse": MoveWords("Say that it is not payable", "Not payable", "Kept as not payable.", "Both sides read why."),
}


class ContributionKind(TextChoices):
    """What is put in."""

    SECONDMENT = "SECONDMENT", "People lent on secondment"
    ROOMS = "ROOMS", "Rooms and places"
    TRAINING = "TRAINING", "Training"
    FUNDING = "FUNDING", "Funding"
    IN_KIND = "IN_KIND", "In kind"


class Basis(TextChoices):
    """What was agreed and what was given are two rows, and never added to each other."""

    AGREED = "AGREED", "Agreed"
    GIVEN = "GIVEN", "Given"


class Measured(TextChoices):
    """In which unit it is told."""

    MONEY = "MONEY", "Money"
    HOURS = "HOURS", "Hours"
    DAYS = "DAYS", "Days"
    OTHER = "OTHER", "Another unit"


class ContributionState(TextChoices):
    WRITTEN = "WRITTEN", "One side says so"
    CONFIRMED = "CONFIRMED", "Both sides say so"
    DISPUTED = "DISPUTED", "Disputed"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"


class ContributionShow(TextChoices):
    """Which of them a list over all agreements shows."""

    ANSWER = "answer", "Waits for your side"
    OTHERS = "others", "Waits for the other side"
    DISPUTED = "disputed", "Seen differently"
    ALL = "all", "All"


C = ContributionState
CONTRIBUTION_STATES = StateTable(
    name="contribution",
    states=ContributionState,
    start=C.WRITTEN,
    # Each step is taken by one of the two sides: the other one answers, whoever wrote it down withdraws it.
    turn={C.WRITTEN: Side.BOTH, C.CONFIRMED: Side.NOBODY, C.DISPUTED: Side.BOTH, C.WITHDRAWN: Side.NOBODY},
    moves=(
        Move("confirm", {C.WRITTEN, C.DISPUTED}, C.CONFIRMED, Side.BOTH),
        Move("dispute", {C.WRITTEN, C.CONFIRMED}, C.DISPUTED, Side.BOTH, needs_reason=True),
        Move("withdraw", {C.WRITTEN, C.CONFIRMED, C.DISPUTED}, C.WITHDRAWN, Side.BOTH, needs_reason=True),
    ),
)
CONTRIBUTION_STEPS = ("confirm", "dispute", "withdraw")
CONTRIBUTION_WORDS = {
    "confirm": MoveWords(
        "Confirm this", "Confirm", "You confirmed it.", "Both sides say so from then on, and its worth is in the sum of both."
    ),
    "dispute": MoveWords(
        "See this differently", "Save", "What you said is kept.", "It stays, with your reason; its worth is in no sum of both sides."
    ),
    "withdraw": MoveWords(
        "Withdraw this", "Withdraw", "It is withdrawn.", "It stays to be read, with your reason, and counts for nothing."
    ),
}
