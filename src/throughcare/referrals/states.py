"""Where a referral can be, whose turn it is there, and how it may move.

One table drives the buttons, the REST errors, the diagram in docs/states and the database trigger.
"""

from django.db.models import TextChoices

from throughcare.common.states import Move, Side, StateTable


class ReferralState(TextChoices):
    DRAFT = "DRAFT", "Draft"
    SENT = "SENT", "Sent"
    ACKNOWLEDGED = "ACKNOWLEDGED", "Acknowledged"
    WAITLISTED = "WAITLISTED", "On the waiting list"
    ACCEPTED = "ACCEPTED", "Accepted"
    DECLINED = "DECLINED", "Declined"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"


class Urgency(TextChoices):
    ROUTINE = "ROUTINE", "Routine"
    SOON = "SOON", "Soon"
    URGENT = "URGENT", "Urgent"


S = ReferralState
_OPEN = {S.SENT, S.ACKNOWLEDGED, S.WAITLISTED}

# Open: the partner still has to answer, or is helping.
OPEN_STATES = (S.SENT, S.ACKNOWLEDGED, S.WAITLISTED, S.ACCEPTED)

REFERRAL_STATES = StateTable(
    name="referral",
    states=ReferralState,
    start=S.DRAFT,
    turn={
        S.DRAFT: Side.REFERRER,
        S.SENT: Side.PARTNER,
        S.ACKNOWLEDGED: Side.PARTNER,
        S.WAITLISTED: Side.PARTNER,
        S.ACCEPTED: Side.PARTNER,
        S.DECLINED: Side.NOBODY,
        S.WITHDRAWN: Side.NOBODY,
    },
    moves=(
        Move("send", {S.DRAFT}, S.SENT, Side.REFERRER),
        Move("acknowledge", {S.SENT}, S.ACKNOWLEDGED, Side.PARTNER),
        Move("accept", _OPEN, S.ACCEPTED, Side.PARTNER),
        Move("decline", _OPEN, S.DECLINED, Side.PARTNER, needs_reason=True),
        Move("waitlist", {S.SENT, S.ACKNOWLEDGED}, S.WAITLISTED, Side.PARTNER),
        # The referrer can always take back what the partner has not finished with; a draft too, so that nothing lies about.
        Move("withdraw", {S.DRAFT, S.SENT, S.ACKNOWLEDGED, S.WAITLISTED, S.ACCEPTED}, S.WITHDRAWN, Side.REFERRER, needs_reason=True),
    ),
)

# How a move is told afterwards: in the log, the audit and the notices.
DONE = {
    "send": "sent",
    "acknowledge": "acknowledged",
    "accept": "accepted",
    "decline": "declined",
    "waitlist": "put on the waiting list",
    "withdraw": "withdrawn",
}

# Days to answer that are suggested, by urgency.
ANSWER_DAYS = {Urgency.URGENT: 2, Urgency.SOON: 5, Urgency.ROUTINE: 14}

# A referral is "due" this many days before its answer-by date.
DUE_DAYS = 3

# The partner has said nothing yet that the referrer can act on: its answer-by date counts.
AWAITING = (S.SENT, S.ACKNOWLEDGED)

# The partner has not given its last word yet; on the waiting list, the date a place is expected counts.
UNANSWERED = (S.SENT, S.ACKNOWLEDGED, S.WAITLISTED)

# What a notice says, by kind (its title and one sentence). No word about the person: it may stand in a mail programme's preview.
NOTICES = {
    "referral.sent": ("A new referral", "It was sent to your team. Acknowledge it, ask a question, or answer."),
    "referral.withdraw": ("A referral was withdrawn", "You need do nothing more with it."),
    "referral.reply": ("Your question was answered", "Read the reply, then answer the referral."),
    "referral.question": ("A question about a referral", "The service asks before it answers. Reply to it."),
    "referral.acknowledge": ("A referral was acknowledged", "The service has it and will answer."),
    "referral.accept": ("A referral was accepted", "See what happens next."),
    "referral.decline": ("A referral was declined", "See why, and look for another service."),
    "referral.waitlist": ("A referral is on a waiting list", "See when a place is expected."),
    "referral.service_closed": ("A service somebody was referred to has closed", "Withdraw the referral, or look for another service."),
    "referral.service_opened": ("A service somebody was referred to takes people again", "The referral to it goes on."),
}
