"""States and codes of a person's record. Data only."""

from django.db.models import TextChoices

from throughcare.common.states import Move, Side, StateTable


class AgeBand(TextChoices):
    UNDER_18 = "0-17", "Under 18"
    A18 = "18-24", "18 to 24"
    A25 = "25-34", "25 to 34"
    A35 = "35-44", "35 to 44"
    A45 = "45-54", "45 to 54"
    A55 = "55-64", "55 to 64"
    A65 = "65+", "65 and over"


# Whole years, both ends included; None is an open end.
AGE_BANDS: dict[str, tuple[int, int | None]] = {
    str(band.value): (int(band.value.split("-")[0].rstrip("+")), int(band.value.split("-")[1]) if "-" in band.value else None)
    for band in AgeBand
}


class WhereaboutsKind(TextChoices):
    CUSTODY = "CUSTODY", "In prison"
    COMMUNITY = "COMMUNITY", "In the community"


class Change(TextChoices):
    """Why where somebody is says something else than before."""

    MOVED = "MOVED", "They moved"
    WRONG = "WRONG", "It was written down wrongly"


class NeedStatus(TextChoices):
    NOT_STARTED = "NOT_STARTED", "Not started"
    IN_PROGRESS = "IN_PROGRESS", "In progress"
    MET = "MET", "Met"
    DECLINED = "DECLINED", "Declined by the person"


S = NeedStatus

NEED_STATES = StateTable(
    name="need",
    states=NeedStatus,
    start=S.NOT_STARTED,
    turn={S.NOT_STARTED: Side.REFERRER, S.IN_PROGRESS: Side.REFERRER, S.MET: Side.NOBODY, S.DECLINED: Side.PERSON},
    moves=(
        Move("start", {S.NOT_STARTED}, S.IN_PROGRESS, Side.REFERRER),
        Move("meet", {S.NOT_STARTED, S.IN_PROGRESS}, S.MET, Side.REFERRER),
        Move("decline", {S.NOT_STARTED, S.IN_PROGRESS}, S.DECLINED, Side.REFERRER),
        # A need comes back: housing is lost again, or the person changes their mind.
        Move("reopen", {S.MET, S.DECLINED}, S.IN_PROGRESS, Side.REFERRER),
    ),
)


class AssignmentKind(TextChoices):
    MAIN = "MAIN", "Main worker"
    COVER = "COVER", "Covers while the main worker is away"


class HandoverState(TextChoices):
    WAITING = "WAITING", "Waiting for the new worker"
    ACKNOWLEDGED = "ACKNOWLEDGED", "Acknowledged"
    TAKEN_BACK = "TAKEN_BACK", "Taken back"


H = HandoverState

HANDOVER_STATES = StateTable(
    name="handover",
    states=HandoverState,
    start=H.WAITING,
    turn={H.WAITING: Side.RECEIVER, H.ACKNOWLEDGED: Side.NOBODY, H.TAKEN_BACK: Side.NOBODY},
    moves=(
        Move("acknowledge", {H.WAITING}, H.ACKNOWLEDGED, Side.RECEIVER),
        # Sent to the wrong office: it sees the person no longer, and the old office works with them as before.
        Move("take_back", {H.WAITING}, H.TAKEN_BACK, Side.SENDER),
    ),
)


class EndReason(TextChoices):
    """Why an office no longer works with somebody."""

    ORDER_ENDED = "ORDER_ENDED", "The sentence or order has ended"
    MOVED = "MOVED", "They moved away, or to another country"
    DIED = "DIED", "They died"
    MISTAKE = "MISTAKE", "They were assigned to this office by mistake"
    OTHER = "OTHER", "Another reason"


class RowResult(TextChoices):
    """What became of one row of a change made to many people at once."""

    SUCCESS = "SUCCESS", "Done"
    NOT_FOUND = "NOT_FOUND", "Not found"
    VERSION_CONFLICT = "VERSION_CONFLICT", "Changed meanwhile"
    VALIDATION_ERROR = "VALIDATION_ERROR", "Not done"


class NoteKind(TextChoices):
    MEETING = "MEETING", "Meeting"
    PHONE = "PHONE", "Phone or video call"
    VISIT = "VISIT", "Visit where they live"
    MESSAGE = "MESSAGE", "Letter or message"
    CONTACT = "CONTACT", "Other contact with the person"
    OBSERVATION = "OBSERVATION", "Observation"
    INFORMATION = "INFORMATION", "Information from somebody else"


# What counts as having been in contact with the person.
CONTACT_KINDS = (NoteKind.MEETING, NoteKind.PHONE, NoteKind.VISIT, NoteKind.MESSAGE, NoteKind.CONTACT)


class Relation(TextChoices):
    PARENT = "PARENT", "Parent or caregiver"
    PARTNER = "PARTNER", "Husband, wife or partner"
    FORMER_PARTNER = "FORMER_PARTNER", "Former partner"
    CHILD = "CHILD", "Child"
    SIBLING = "SIBLING", "Brother or sister"
    GRANDPARENT = "GRANDPARENT", "Grandparent"
    AUNT_UNCLE = "AUNT_UNCLE", "Aunt or uncle"
    COUSIN = "COUSIN", "Cousin"
    OTHER_WHANAU = "OTHER_WHANAU", "Other whānau"
    FRIEND = "FRIEND", "Friend"
    EMPLOYER = "EMPLOYER", "Employer"
    SUPPORT = "SUPPORT", "Support person or mentor"
    OTHER = "OTHER", "Somebody else"


class Safety(TextChoices):
    YES = "YES", "Safe to contact"
    CARE = "CARE", "Only as described"
    NO = "NO", "Do not contact"


# Compartments (architecture, section 4) a department office's assignment opens: all the record but health, kept apart, and victims.
ASSIGNMENT_COMPARTMENTS = ("C1", "C2", "C3", "C5", "C7", "C8", "C9", "C10")


class LimitKind(TextChoices):
    """Whom a limit keeps from a record."""

    EXCLUSION = "EXCLUSION", "These users never"
    RESTRICTION = "RESTRICTION", "Only these users"


class LimitReason(TextChoices):
    """Why access is limited. Broad on purpose: what is behind it stands in the words."""

    WHANAU = "WHANAU", "Whānau, or somebody they are close to"
    KNOWN = "KNOWN", "They know each other: neighbour, friend, former colleague"
    SAFETY = "SAFETY", "Somebody's safety"
    PUBLIC = "PUBLIC", "The person is in the public eye"
    STAFF = "STAFF", "The person, or whānau of theirs, works here"
    ASKED = "ASKED", "The person asked for it"
    OTHER = "OTHER", "Another reason"


class ConflictVerdict(TextChoices):
    """What the privacy officer decided."""

    EXCLUDED = "EXCLUDED", "They never see this record"
    NONE = "NONE", "No conflict"


class HeldState(TextChoices):
    """A new person, from a file or asked for by hand, on the way to a record."""

    RECEIVED = "RECEIVED", "Received"
    WAITING = "WAITING", "May be there already"
    ASKED = "ASKED", "Asked about"
    MADE = "MADE", "Record made: nobody like them was there"
    SAME = "SAME", "The same person: their record was changed"
    DIFFERENT = "DIFFERENT", "Somebody else: record made"
    DROPPED = "DROPPED", "Not wanted"


HELD_STATES = StateTable(
    name="newcomer",
    states=HeldState,
    start=HeldState.RECEIVED,
    turn={
        HeldState.RECEIVED: Side.SYSTEM,
        HeldState.WAITING: Side.RECORDS,
        HeldState.ASKED: Side.RECORDS,
        **dict.fromkeys((HeldState.MADE, HeldState.SAME, HeldState.DIFFERENT, HeldState.DROPPED), Side.NOBODY),
    },
    moves=(
        Move("make", {HeldState.RECEIVED}, HeldState.MADE, Side.SYSTEM),
        Move("hold", {HeldState.RECEIVED}, HeldState.WAITING, Side.SYSTEM),
        Move("same", {HeldState.WAITING, HeldState.ASKED}, HeldState.SAME, Side.RECORDS),
        Move("different", {HeldState.WAITING, HeldState.ASKED}, HeldState.DIFFERENT, Side.RECORDS),
        Move("ask", {HeldState.WAITING, HeldState.ASKED}, HeldState.ASKED, Side.RECORDS),
        Move("drop", {HeldState.WAITING, HeldState.ASKED}, HeldState.DROPPED, Side.RECORDS, needs_reason=True),
    ),
)


class PairState(TextChoices):
    """Two records that may be one person's."""

    OPEN = "OPEN", "Not looked at"
    DIFFERENT = "DIFFERENT", "Two people"


class MergeState(TextChoices):
    """Two records, put together by two officers, and taken apart by two."""

    PROPOSED = "PROPOSED", "Waits for a second officer"
    REFUSED = "REFUSED", "Not put together"
    WITHDRAWN = "WITHDRAWN", "Taken back"
    MERGED = "MERGED", "Put together"
    TO_PART = "TO_PART", "To be taken apart: waits for a second officer"
    PARTED = "PARTED", "Taken apart again"


G = MergeState

MERGE_STATES = StateTable(
    name="merge",
    states=MergeState,
    start=G.PROPOSED,
    turn={
        G.PROPOSED: Side.SECOND,
        G.MERGED: Side.RECORDS,
        G.TO_PART: Side.SECOND,
        **dict.fromkeys((G.REFUSED, G.WITHDRAWN, G.PARTED), Side.NOBODY),
    },
    moves=(
        Move("confirm", {G.PROPOSED}, G.MERGED, Side.SECOND),
        Move("refuse", {G.PROPOSED}, G.REFUSED, Side.SECOND),
        Move("withdraw", {G.PROPOSED}, G.WITHDRAWN, Side.RECORDS),
        Move("ask_apart", {G.MERGED}, G.TO_PART, Side.RECORDS, needs_reason=True),
        Move("confirm_apart", {G.TO_PART}, G.PARTED, Side.SECOND),
        Move("keep", {G.TO_PART}, G.MERGED, Side.SECOND),
    ),
)


class EmergencyReason(TextChoices):
    """What has happened that somebody must see a record their team does not work with."""

    HARM = "HARM", "Somebody could come to harm"
    HEALTH = "HEALTH", "The person is ill, hurt or missing"
    ARRIVED = "ARRIVED", "The person is here and their own office can't be reached"
    OTHER = "OTHER", "Something else that can't wait"


class EmergencyVerdict(TextChoices):
    """What a second person thinks of it."""

    RIGHT = "RIGHT", "Right"
    NOT_RIGHT = "NOT_RIGHT", "Not right"


class LookVerdict(TextChoices):
    """What a second person found when they asked about a look at a record."""

    EXPLAINED = "EXPLAINED", "Explained"
    BROWSING = "BROWSING", "Browsing: no reason to look"


# Nobody had to ask: by the time it was settled, what had been written and done showed why.
NOT_ASKED = "NOT_ASKED"


# How many people's records a user may open, not counting their own caseload (reference: T1).
MOST_AN_HOUR = 60
MOST_A_DAY = 200

# What is opened in an emergency: no whānau and contacts, among whom is who hides; no health kept apart; never victims.
EMERGENCY_COMPARTMENTS = ("C1", "C2", "C3", "C7", "C9")
EMERGENCY = "people.emergency"
