"""Words and states of agreements. Data only."""

from typing import NamedTuple

from django.db.models import TextChoices

from throughcare.common.states import Move, Side, StateTable

# An agreement whose last day, or whose review, lies within so many days is said to end soon, or to be due.
ENDS_SOON_DAYS = 90
REVIEW_SOON_DAYS = 30
RISK_SOON_DAYS = 7
LONGEST_WORDS = 2000
LONGEST_REASON = 500
MOST_RENEWALS = 20

# The reminders there are: what a task made by one begins with is theirs. Why such a task is done by itself.
ENDS_RULE, REVIEW_RULE, RISK_RULE = "agreement.ends", "agreement.review", "agreement.risk"
SETTLED = {
    ENDS_RULE: "It ends later now, has ended, or does not hold.",
    REVIEW_RULE: "It was reviewed, its review has another day, or it is over.",
    RISK_RULE: "It was looked at, has another day, or is closed, or the agreement is over.",
}

# What the database calls its refusals.
AMENDMENT_NOT_SIGNED = "agreements_amendment_signed_by_all"
AMENDMENT_NOT_APPROVED = "agreements_amendment_approved"
AMENDMENT_STAYS = "agreements_amendment_stays"
BEGINS = "agreements_begins"
NOT_SIGNED_BY_ALL = "agreements_agreement_signed_by_all"
NOT_APPROVED = "agreements_agreement_approved"
TERMS_STAY = "agreements_agreement_terms_stay"
BY_ANOTHER = "agreements_approval_by_another"
HISTORY_STAYS = "agreements_agreement_history_stays"
NOT_PUBLISHABLE = "agreements_publication_of_what_is_signed"


class AgreementKind(TextChoices):
    MOU = "MOU", "Memorandum of understanding"
    KAWENATA = "KAWENATA", "Kawenata or accord"
    OUTCOME = "OUTCOME", "Outcome agreement"
    CONTRACT = "CONTRACT", "Contract"
    GRANT = "GRANT", "Grant"
    VOLUNTEER = "VOLUNTEER", "Volunteer agreement"
    INFORMATION = "INFORMATION", "Information-sharing agreement"
    PLACEMENT = "PLACEMENT", "Placement agreement"


class Part(TextChoices):
    """What a party is in an agreement."""

    DEPARTMENT = "DEPARTMENT", "The department"
    PRIME = "PRIME", "Prime"
    PARTNER = "PARTNER", "Partner"
    SUB = "SUB", "Sub-party"


# Who contracts with us, and so signs; a sub-party's part lies within its prime's.
CONTRACTS = (Part.PRIME, Part.PARTNER)
SIGNS = (Part.DEPARTMENT, *CONTRACTS)


class AgreementState(TextChoices):
    DRAFT = "DRAFT", "Draft"
    IN_NEGOTIATION = "IN_NEGOTIATION", "In negotiation"
    SIGNED = "SIGNED", "Signed"
    ACTIVE = "ACTIVE", "Active"
    VARIED = "VARIED", "Active, varied"
    SUSPENDED = "SUSPENDED", "Suspended"
    EXPIRED = "EXPIRED", "Expired"
    TERMINATED = "TERMINATED", "Terminated"


# Kinds of which something may be published, when somebody with the right says so of the one agreement. Never one about information or people.
PUBLISHABLE = (AgreementKind.CONTRACT, AgreementKind.GRANT, AgreementKind.OUTCOME)

S = AgreementState
# The terms may still be written.
OPEN_STATES = (S.DRAFT, S.IN_NEGOTIATION)
# It holds, when its days say so too (days.py).
HOLDING_STATES = (S.SIGNED, S.ACTIVE, S.VARIED)

AGREEMENT_STATES = StateTable(
    name="agreement",
    states=AgreementState,
    start=S.DRAFT,
    turn={
        S.DRAFT: Side.MANAGER,
        S.IN_NEGOTIATION: Side.BOTH,
        S.SIGNED: Side.SYSTEM,
        S.ACTIVE: Side.BOTH,
        S.VARIED: Side.BOTH,
        S.SUSPENDED: Side.MANAGER,
        S.EXPIRED: Side.NOBODY,
        S.TERMINATED: Side.NOBODY,
    },
    moves=(
        Move("offer", {S.DRAFT}, S.IN_NEGOTIATION, Side.MANAGER),
        Move("sign", {S.IN_NEGOTIATION}, S.SIGNED, Side.MANAGER),
        Move("begin", {S.SIGNED}, S.ACTIVE, Side.SYSTEM),
        Move("suspend", {S.SIGNED, S.ACTIVE, S.VARIED}, S.SUSPENDED, Side.MANAGER, needs_reason=True),
        Move("resume", {S.SUSPENDED}, S.ACTIVE, Side.MANAGER, needs_reason=True),
        Move("expire", {S.SIGNED, S.ACTIVE, S.VARIED, S.SUSPENDED}, S.EXPIRED, Side.SYSTEM),
        Move("vary", {S.SIGNED, S.ACTIVE}, S.VARIED, Side.MANAGER),
        # The option to go on that stands in it; of one that has not ended yet the last day alone moves.
        Move("renew", {S.EXPIRED}, S.ACTIVE, Side.MANAGER, needs_reason=True),
        Move(
            "terminate",
            {S.DRAFT, S.IN_NEGOTIATION, S.SIGNED, S.ACTIVE, S.VARIED, S.SUSPENDED},
            S.TERMINATED,
            Side.MANAGER,
            needs_reason=True,
        ),
    ),
)
# Taken on a page of one reason; renewing asks for a day too, and has a page of its own.
STEPS = ("offer", "sign", "suspend", "resume", "terminate")
RENEWABLE = (*HOLDING_STATES, S.EXPIRED)
# Nobody owes anything new by it.
OVER_STATES = (S.EXPIRED, S.TERMINATED)


class MoveWords(NamedTuple):
    """A step as pages say it: its title, its button, what was done, and what the step does."""

    title: str
    button: str
    done: str
    means: str


MOVE_WORDS = {
    "offer": MoveWords(
        "Offer it to the parties",
        "Offer it",
        "The parties can read it now.",
        "From now on the staff of each party read this agreement, each with its own value alone. You can still change it.",
    ),
    "sign": MoveWords(
        "Say that it is signed",
        "It is signed",
        "The agreement is signed.",
        "It holds from its first day. What was signed can't be changed afterwards.",
    ),
    "suspend": MoveWords(
        "Suspend this agreement",
        "Suspend",
        "The agreement is suspended.",
        "It does not hold until you go on with it. The parties read why.",
    ),
    "resume": MoveWords(
        "Go on with this agreement",
        "Go on",
        "The agreement holds again.",
        "It holds again, as far as its days go. The parties read why.",
    ),
    "terminate": MoveWords(
        "Terminate this agreement",
        "Terminate",
        "The agreement is terminated.",
        "It does not hold any more, and can't be taken up again. It stays to be read, with the reason.",
    ),
}


class AmendmentState(TextChoices):
    DRAFT = "DRAFT", "Draft"
    OFFERED = "OFFERED", "Offered"
    IN_EFFECT = "IN_EFFECT", "In effect"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"


M = AmendmentState
# Its words may still be written.
OPEN_AMENDMENT = (M.DRAFT, M.OFFERED)
# An agreement that may be amended.
AMENDABLE = (S.SIGNED, S.ACTIVE, S.VARIED)

AMENDMENT_STATES = StateTable(
    name="amendment",
    states=AmendmentState,
    start=M.DRAFT,
    turn={M.DRAFT: Side.MANAGER, M.OFFERED: Side.BOTH, M.IN_EFFECT: Side.NOBODY, M.WITHDRAWN: Side.NOBODY},
    moves=(
        Move("offer", {M.DRAFT}, M.OFFERED, Side.MANAGER),
        # Signed by all who contract, it changes the agreement.
        Move("effect", {M.OFFERED}, M.IN_EFFECT, Side.MANAGER),
        Move("withdraw", {M.DRAFT, M.OFFERED}, M.WITHDRAWN, Side.MANAGER, needs_reason=True),
    ),
)
AMENDMENT_WORDS = {
    "offer": MoveWords(
        "Offer it to the parties",
        "Offer it",
        "The parties can read it now.",
        "From now on the staff of each party read this amendment, each with its own value alone. You can still change it.",
    ),
    "effect": MoveWords(
        "Put it into effect",
        "It is in effect",
        "The amendment is in effect.",
        "The agreement says what stands here from now on: its last day, its values, its services. It can't be taken back; another amendment changes it again.",
    ),
    "withdraw": MoveWords(
        "Withdraw it", "Withdraw", "The amendment is withdrawn.", "The agreement stays as it is. Whoever could read it reads why."
    ),
}


class ObligationState(TextChoices):
    OPEN = "OPEN", "Open"
    MET = "MET", "Met"
    PARTLY_MET = "PARTLY_MET", "Partly met"
    NOT_MET = "NOT_MET", "Not met"
    WAIVED = "WAIVED", "Waived"


B = ObligationState

OBLIGATION_STATES = StateTable(
    name="obligation",
    states=ObligationState,
    start=B.OPEN,
    # Whoever bears it says what was done; our manager says what that amounts to.
    turn={B.OPEN: Side.BOTH, B.MET: Side.NOBODY, B.PARTLY_MET: Side.BOTH, B.NOT_MET: Side.BOTH, B.WAIVED: Side.NOBODY},
    moves=(
        Move("meet", {B.OPEN, B.PARTLY_MET, B.NOT_MET}, B.MET, Side.MANAGER),
        Move("partly", {B.OPEN, B.NOT_MET}, B.PARTLY_MET, Side.MANAGER, needs_reason=True),
        Move("miss", {B.OPEN, B.PARTLY_MET}, B.NOT_MET, Side.MANAGER, needs_reason=True),
        Move("waive", {B.OPEN, B.PARTLY_MET, B.NOT_MET}, B.WAIVED, Side.MANAGER, needs_reason=True),
        Move("reopen", {B.MET, B.PARTLY_MET, B.NOT_MET, B.WAIVED}, B.OPEN, Side.MANAGER, needs_reason=True),
    ),
)
OBLIGATION_WORDS = {
    "meet": MoveWords(
        "Say that it was met", "It was met", "Kept as met.", "Both sides read it. One that repeats is due again at its next day."
    ),
    "partly": MoveWords("Say that it was partly met", "Partly met", "Kept as partly met.", "Both sides read what is missing."),
    "miss": MoveWords("Say that it was not met", "Not met", "Kept as not met.", "Both sides read why you say so."),
    "waive": MoveWords("Waive it", "Waive", "It is waived.", "Nobody has to do it any more. Both sides read why."),
    "reopen": MoveWords("Open it again", "Open again", "It is open again.", "What was said about it is put aside; both sides read why."),
}
# Whoever bears it may say what was done.
UNDONE = (B.OPEN, B.PARTLY_MET, B.NOT_MET)
# What the database calls its refusal of a word that is not the writer's to give.
NOT_YOURS = "agreements_obligation_not_yours"


class Bearer(TextChoices):
    """Who of the two sides does what is owed."""

    DEPARTMENT = "DEPARTMENT", "The department"
    PARTY = "PARTY", "The party"


class Repeats(TextChoices):
    ONCE = "ONCE", "Once"
    MONTHLY = "MONTHLY", "Every month"
    QUARTERLY = "QUARTERLY", "Every three months"
    YEARLY = "YEARLY", "Every year"


MONTHS = {Repeats.MONTHLY: 1, Repeats.QUARTERLY: 3, Repeats.YEARLY: 12}

# -- Risks and meetings ---------------------------------------------------------------------------------------------------------------------
# A scale of five by five, as many registers of risks have one. It is a habit and no standard's: ISO 31000 leaves the scale to whoever uses it.
HIGHEST = 5
LIKELIHOODS = ("Rare", "Unlikely", "Possible", "Likely", "Almost certain")
CONSEQUENCES = ("Very small", "Small", "Moderate", "Large", "Very large")
# Likelihood times consequence, from so much on: the word, and its colour.
LEVELS = ((15, "Very high", "red"), (10, "High", "orange"), (5, "Medium", "yellow"), (1, "Low", "green"))


class SharedWith(TextChoices):
    """Who reads a risk or a meeting beside us."""

    OURS = "OURS", "Us alone"
    PARTY = "PARTY", "One party"
    ALL = "ALL", "All parties"


class RiskState(TextChoices):
    OPEN = "OPEN", "Open"
    CLOSED = "CLOSED", "Closed"


K = RiskState

RISK_STATES = StateTable(
    name="risk",
    states=RiskState,
    start=K.OPEN,
    turn={K.OPEN: Side.MANAGER, K.CLOSED: Side.NOBODY},
    moves=(
        Move("close", {K.OPEN}, K.CLOSED, Side.MANAGER, needs_reason=True),
        Move("reopen", {K.CLOSED}, K.OPEN, Side.MANAGER, needs_reason=True),
    ),
)
RISK_WORDS = {
    "close": MoveWords(
        "Close this risk", "Close it", "The risk is closed.", "Nobody is reminded of it any more. Whoever reads it reads why."
    ),
    "reopen": MoveWords(
        "Open this risk again", "Open again", "The risk is open again.", "It is looked at on its day again. Whoever reads it reads why."
    ),
}

# -- The light path (decision 52) ---------------------------------------------------------------------------------------------------------
# Fields of the one page; no more than these.
LIGHT_FIELDS = 12
LONGEST_ANSWER = 2000
LONGEST_TERMS = 8000
LINK_DAYS = 14
# A code lives so long; after so many wrong ones a new one is asked for, and not before so many minutes; and no link has more codes than this.
CODE_MINUTES = 20
WRONG_CODES = 5
LOCKED_MINUTES = 15
MOST_CODES = 8
# Of a question asked by a link: so many, so that nobody fills the agreement's page.
# A small one that may be turned into a full one: what is being agreed, or was signed and is not over or suspended.
TURNABLE = (*OPEN_STATES, *HOLDING_STATES)
FULL_STAYS = "agreements_lightterms_full_stays"
TERMS_CHANGED = "The terms were changed."
# Kinds the one page makes, and those of which it may be said that the one page would do.
LIGHT_KINDS = (AgreementKind.GRANT, AgreementKind.MOU)
WEIGHED_KINDS = (*LIGHT_KINDS, AgreementKind.CONTRACT, AgreementKind.OUTCOME)


class LinkFor(TextChoices):
    """What a link is for."""

    SIGN = "SIGN", "To sign"
    REPORT = "REPORT", "To say how it went"


class LinkWord(TextChoices):
    """What its holder said instead of signing."""

    ASKED = "ASKED", "Asked something"
    REFUSED = "REFUSED", "Does not sign"


class ConfirmedBy(TextChoices):
    """How somebody who signed by a link was known."""

    EMAIL = "EMAIL", "By a code mailed to them"
    PHONE = "PHONE", "By a code told by phone"
