"""Words and states of the register of partners. Data only."""

from typing import NamedTuple

from django.db.models import TextChoices

from throughcare.common.states import Move, Side, StateTable

# An accreditation that ends within so many days is said to be about to end.
ENDS_SOON_DAYS = 90

# What the database calls its refusal of an organisation that would stand above itself, and of an employer that would be one no more.
NO_CIRCLE = "partners_organization_no_circle"
STAYS_EMPLOYER = "partners_organization_stays_employer"

LONGEST_REASON = 500
# A day that is typed may lie so far back: further is a slip of the year.
DAYS_BACK = 366


class PartnerState(TextChoices):
    ACTIVE = "ACTIVE", "Active"
    PAUSED = "PAUSED", "Paused"
    ENDED = "ENDED", "Ended"


S = PartnerState

PARTNER_STATES = StateTable(
    name="partner",
    states=PartnerState,
    start=S.ACTIVE,
    turn={S.ACTIVE: Side.MANAGER, S.PAUSED: Side.MANAGER, S.ENDED: Side.NOBODY},
    moves=(
        Move("pause", {S.ACTIVE}, S.PAUSED, Side.MANAGER, needs_reason=True),
        Move("resume", {S.PAUSED}, S.ACTIVE, Side.MANAGER, needs_reason=True),
        Move("end", {S.ACTIVE, S.PAUSED}, S.ENDED, Side.MANAGER, needs_reason=True),
        # A partner comes back: the same record goes on, so that what was before is not lost.
        Move("return", {S.ENDED}, S.ACTIVE, Side.MANAGER, needs_reason=True),
    ),
)


class MoveWords(NamedTuple):
    """A step as pages say it: its title, its button, how the partner is then, and what the step does."""

    title: str
    button: str
    is_now: str
    means: str


MOVE_WORDS = {
    "pause": MoveWords(
        "Pause this partnership",
        "Pause",
        "paused",
        "It stays on the register, and is left out of lists of active partners. Its services stay as they are.",
    ),
    "resume": MoveWords("Go on with this partnership", "Go on", "active again", "It is among active partners again."),
    "end": MoveWords(
        "End this partnership",
        "End the partnership",
        "ended",
        "It stays on the register to be read, and is left out of lists of active partners. Its services stay in the directory: close them there.",
    ),
    "return": MoveWords(
        "Begin this partnership again", "Begin again", "active again", "The same record goes on, with all that was written before."
    ),
}


class ChangePart(TextChoices):
    """What a partner's own people ask for, and the department confirms. All else of theirs they change at once."""

    NAME = "NAME", "Name and national body"
    NUMBERS = "NUMBERS", "NZBN and charity number"
    ROLES = "ROLES", "Roles"
    REACH = "REACH", "Regions and sites"
    ACCREDITATION = "ACCREDITATION", "Accreditation"
    LEAD = "LEAD", "Who leads"


# By the word of each in an address: as their own page names them.
ASKS = (
    ("name", "your name and national body"),
    ("numbers", "your NZBN and charity number"),
    ("roles", "the roles you play"),
    ("reach", "the regions and sites you work in"),
    ("accreditation", "your accreditations"),
    ("lead", "who leads for you"),
)


class ChangeState(TextChoices):
    PROPOSED = "PROPOSED", "Waiting for the department"
    CONFIRMED = "CONFIRMED", "Confirmed"
    REFUSED = "REFUSED", "Refused"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"


C = ChangeState

CHANGE_STATES = StateTable(
    name="change",
    states=ChangeState,
    start=C.PROPOSED,
    turn={C.PROPOSED: Side.MANAGER, C.CONFIRMED: Side.NOBODY, C.REFUSED: Side.NOBODY, C.WITHDRAWN: Side.NOBODY},
    moves=(
        Move("confirm", {C.PROPOSED}, C.CONFIRMED, Side.MANAGER),
        Move("refuse", {C.PROPOSED}, C.REFUSED, Side.MANAGER, needs_reason=True),
        Move("withdraw", {C.PROPOSED}, C.WITHDRAWN, Side.PARTNER),
    ),
)

# What the database calls its refusal of somebody who writes what the other side alone may.
OWN_WORDS_ONLY = "partners_own_words_only"


class PartnerRole(TextChoices):
    """What a partner is to the work; several at once."""

    DELIVERS = "DELIVERS", "Delivers services"
    ADVOCATES = "ADVOCATES", "Advocates"
    VOICE = "VOICE", "Speaks for people who use services"
    COHESION = "COHESION", "Brings communities together"
    DESIGN = "DESIGN", "Shapes how things are done"
    ACCOUNT = "ACCOUNT", "Holds us to account"


class Expertise(TextChoices):
    """What a partner knows well and offers to others. A short list, and room for the partner's own words beside it."""

    EMPLOYMENT = "EMPLOYMENT", "Work and employers"
    HOUSING = "HOUSING", "Housing"
    EDUCATION = "EDUCATION", "Education and training"
    MONEY = "MONEY", "Money and debt"
    HEALTH = "HEALTH", "Health"
    MENTAL_HEALTH = "MENTAL_HEALTH", "Mental health"
    ADDICTION = "ADDICTION", "Alcohol, drugs and gambling"
    DISABILITY = "DISABILITY", "Disability and brain injury"
    VIOLENCE = "VIOLENCE", "Family and sexual violence"
    FAMILY = "FAMILY", "Parenting and whānau"
    YOUTH = "YOUTH", "Young people"
    WOMEN = "WOMEN", "Women"
    TIKANGA = "TIKANGA", "Tikanga and te reo Māori"
    PACIFIC = "PACIFIC", "Pacific cultures and languages"
    FAITH = "FAITH", "Faith and spiritual care"
    RESTORATIVE = "RESTORATIVE", "Restorative justice"
    LIVED = "LIVED", "Lived experience of prison"
    LEGAL = "LEGAL", "Law and rights"
    VOLUNTEERS = "VOLUNTEERS", "Working with volunteers"
    RESEARCH = "RESEARCH", "Research and evaluation"


class CampaignKind(TextChoices):
    CAMPAIGN = "CAMPAIGN", "Campaign"
    SUBMISSION = "SUBMISSION", "Submission"


class CampaignState(TextChoices):
    OPEN = "OPEN", "Waiting for our answer"
    ANSWERED = "ANSWERED", "Answered"


CAMPAIGN_STATES = StateTable(
    name="campaign",
    states=CampaignState,
    start=CampaignState.OPEN,
    turn={CampaignState.OPEN: Side.MANAGER, CampaignState.ANSWERED: Side.NOBODY},
    moves=(
        Move("answer", {CampaignState.OPEN}, CampaignState.ANSWERED, Side.MANAGER),
        # The partner comes back to it, or our answer was not the last word.
        Move("reopen", {CampaignState.ANSWERED}, CampaignState.OPEN, Side.MANAGER),
    ),
)


class TikangaAbout(TextChoices):
    """What a tikanga note is about."""

    MEETING = "MEETING", "How we meet"
    WHOM = "WHOM", "Whom to ask first"
    NOT_WRITTEN = "NOT_WRITTEN", "What not to write down"
    PLACES = "PLACES", "Places, and how to come to them"
    TIMES = "TIMES", "Times to leave free"
    OTHER = "OTHER", "What else to keep to"


# What stands above such notes in te reo Māori.
TIKANGA_MI = {
    TikangaAbout.MEETING: "Te tūtaki",
    TikangaAbout.WHOM: "Mā wai te kōrero",
    TikangaAbout.NOT_WRITTEN: "Kāore e tuhia",
    TikangaAbout.PLACES: "Ngā wāhi",
    TikangaAbout.TIMES: "Ngā wā",
    TikangaAbout.OTHER: "Ērā atu tikanga",
}


class Safeguarding(TextChoices):
    """Does it keep children and adults at risk safe: policy, vetting of its people, somebody to tell."""

    NOT_CHECKED = "NOT_CHECKED", "Not checked yet"
    IN_PLACE = "IN_PLACE", "Checked: in place"
    GAPS = "GAPS", "Checked: something is missing"
    NOT_NEEDED = "NOT_NEEDED", "Not needed: no contact with children or adults at risk"


class PartnerPairState(TextChoices):
    """Two records that may be one organisation."""

    PROPOSED = "PROPOSED", "To be decided"
    MERGED = "MERGED", "Put together"
    DIFFERENT = "DIFFERENT", "Two organisations"
    LAPSED = "LAPSED", "No longer alike"


P = PartnerPairState

PAIR_STATES = StateTable(
    name="pair",
    states=PartnerPairState,
    start=P.PROPOSED,
    turn={P.PROPOSED: Side.MANAGER, P.MERGED: Side.MANAGER, P.DIFFERENT: Side.NOBODY, P.LAPSED: Side.SYSTEM},
    moves=(
        Move("merge", {P.PROPOSED, P.DIFFERENT, P.LAPSED}, P.MERGED, Side.MANAGER, needs_reason=True),
        Move("keep_two", {P.PROPOSED}, P.DIFFERENT, Side.MANAGER, needs_reason=True),
        Move("part", {P.MERGED}, P.DIFFERENT, Side.MANAGER, needs_reason=True),
        # Nobody need decide about what has changed since and is alike no more; what has changed and is alike is asked again.
        Move("lapse", {P.PROPOSED}, P.LAPSED, Side.SYSTEM),
        Move("propose", {P.DIFFERENT, P.LAPSED}, P.PROPOSED, Side.SYSTEM),
    ),
)


class InteractionKind(TextChoices):
    """How we were in touch."""

    MEETING = "MEETING", "Meeting"
    CALL = "CALL", "Call"
    HUI = "HUI", "Hui"
    VISIT = "VISIT", "Visit"
    EVENT = "EVENT", "Event"
    MESSAGE = "MESSAGE", "E-mail or letter"


class Topic(TextChoices):
    """What was spoken of. A short list, and room for other words beside it."""

    SERVICES = "SERVICES", "Services and places"
    REFERRALS = "REFERRALS", "Referrals"
    WORK = "WORK", "Work and employers"
    AGREEMENT = "AGREEMENT", "Agreements"
    MONEY = "MONEY", "Funding and payment"
    RESULTS = "RESULTS", "How it is going: measures and results"
    SAFEGUARDING = "SAFEGUARDING", "Keeping people safe"
    ACCREDITATION = "ACCREDITATION", "Accreditation"
    TIKANGA = "TIKANGA", "Tikanga and culture"
    COMMUNITY = "COMMUNITY", "The community"
    BARRIERS = "BARRIERS", "What stands in the way"
    IDEAS = "IDEAS", "New ideas"
    STAFF = "STAFF", "Staff and training"
    RELATIONSHIP = "RELATIONSHIP", "How we work together"
    COMPLAINT = "COMPLAINT", "A complaint"


# Somebody is reminded after so many days without contact, at most; 0: never.
MOST_QUIET_DAYS = 1096
# The reminders there are: what a task made by one begins with is theirs.
QUIET_RULE, NEXT_RULE, ACCREDITATION_RULE = "partner.quiet", "partner.next", "partner.accreditation"
# Why a task that one of them made is done by itself.
SETTLED = {
    QUIET_RULE: "Somebody was in touch, or is not asked to be any more.",
    NEXT_RULE: "Somebody was in touch, or is not asked to be any more.",
    ACCREDITATION_RULE: "It ends later now, was taken off, or the partnership pauses.",
}
# Until when somebody has, who is reminded.
DAYS_TO_ACT = 14
# A next day of contact lies at most so many days ahead: further is a slip of the year.
DAYS_AHEAD = 1096
# People in one place at once, of each side.
MOST_THERE = 100
# Other partners at one event.
MOST_ALSO = 50
NOT_THERE = "It was not there after all."
