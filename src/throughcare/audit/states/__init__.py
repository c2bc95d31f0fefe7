"""The words of the audit, for people who are not of the trade: what was done, and which parts of a record were open."""

import re

from throughcare.audit.states.verbs import VERBS as VERBS

PARTS = {
    "C1": "your name, date of birth and where you are",
    "C2": "your offence, sentence and conditions",
    "C3": "risk and alerts",
    "C4": "health, disability and addiction",
    "C5": "whānau and contacts",
    "C6": "victims",
    "C7": "your needs, plan and referrals",
    "C8": "work, housing and education",
    "C9": "case notes",
    "C10": "what you agreed to, and complaints",
}

ENDINGS = {
    "viewed": "Looked at your record",
    "listed": "Saw your name in a list",
    "counted": "Counted referrals, yours among them",
    "found": "Found you in a search",
    "searched": "Found you in a search",
    "exported": "Took a copy of your record",
}


# Why a line is not in the person's own log, as the row's detail says it ("withheld"): the rule, in words the person can use.
WITHHELD = {
    "privacy-49-1-a": "showing it could put somebody's life, health or safety at risk (Privacy Act 2020, section 49(1)(a))",
    "privacy-53-b": "it is about somebody else's private affairs (Privacy Act 2020, section 53(b))",
}

# What opens somebody's record, of what is written: a page of it, print, an export; and a search that finds one person. Lists don't, nor does
# what the site itself puts before somebody to decide on; an emergency has limits of its own. As PostgreSQL asks, of the row `e`.
OPENS = r"""((e.verb ~ '[.](viewed|exported|printed)$' and e.verb !~ '^(duplicate|newcomer|merge|limit|conflict|emergency|look|referral[.](inbox|list))[.]viewed$')
    or (e.verb = 'people.searched' and cardinality(e.person_ids) = 1))"""
_OPENS = re.compile(r"[.](viewed|exported|printed)$")
_NOT_ONE_RECORD = re.compile(r"^(duplicate|newcomer|merge|limit|conflict|emergency|look|referral[.](inbox|list))[.]viewed$")

# From the closest look to the least.
_LOOKS = ("exported", "viewed", "found", "searched", "listed", "counted")


def opens(verb: str, persons: int) -> bool:
    """Does a row of this verb, naming so many, say that somebody's record was opened? The same as OPENS."""
    if verb == "people.searched":
        return persons == 1
    return bool(persons and _OPENS.search(verb) and not _NOT_ONE_RECORD.match(verb))


def is_look(verb: str) -> bool:
    """Does it change nothing?"""
    return verb.rpartition(".")[2] in _LOOKS


def closeness(verb: str) -> int:
    """How close a look it is; what is none comes before all."""
    return 1 + _LOOKS.index(verb.rpartition(".")[2]) if is_look(verb) else 0


def words_for(verb: str) -> str:
    """What is said for the verb, or nothing when nobody has found words yet."""
    return VERBS.get(verb) or ENDINGS.get(verb.rpartition(".")[2], "")


def said(verb: str) -> str:
    """The verb in plain words: "need.viewed" → "Looked at your record"."""
    return words_for(verb) or "Changed your record"


def part(code: str) -> str:
    """The compartment in plain words."""
    return PARTS.get(code, code)


# Said to the auditor, about anybody: only what VERBS and ENDINGS say to the person as "you".
TO_AUDITOR = {
    "look.reviewed": "Asked about a look at a record",
    "looks.listed": "Looked at the list of looks to explain",
    "look.viewed": "Looked at a look to explain",
    "reading.stops.listed": "Looked at who opened as many records as one may",
    "reading.stop.viewed": "Looked at somebody who opened as many records as one may",
    "erasure.asked": "Asked that a record be erased",
    "erasure.approved": "Agreed that a record be erased",
    "erasure.refused": "Refused that a record be erased",
    "erasure.done": "Erased a record",
    "hold.placed": "Placed a court's hold on a record",
    "hold.lifted": "Lifted a court's hold on a record",
    "erasures.listed": "Looked at records asked to be erased",
    "holds.listed": "Looked at records a court holds",
    "person.created": "Began a record",
    "person.changed": "Changed a record",
    "person.whereabouts": "Changed where somebody is, or when they leave",
    "people.import.created": "Began a record, from another system",
    "people.import.updated": "Changed a record, from another system",
    "people.import.unchanged": "Compared a record with another system: the same",
    "people.import.checked": "Compared a record with another system: a person decides",
    "people.import.rejected": "Compared a record with another system: turned away",
    "duplicates.found": "Found records that may be of one person",
    "duplicates.listed": "Listed records that may be of one person",
    "duplicate.viewed": "Compared two records",
    "newcomers.listed": "Listed new people who wait for a decision",
    "newcomer.viewed": "Compared a new person with records",
    "merges.listed": "Listed records to be put together",
    "merge.viewed": "Looked at records to be put together",
    "newcomer.same": "Changed a record: a new person was there already",
    "merge.proposed": "Asked for two records to be put together",
    "merge.confirm": "Put two records together",
    "merge.ask_apart": "Asked for two records to be taken apart",
    "merge.confirm_apart": "Took two records apart again",
    "merge.keep": "Left two records together",
    "merge.reopened": "Let an office see a record again",
    "merge.rejoined": "Joined a log-in to a record",
    "people.counted": "Counted people",
    "involvement.opened": "Let a team work with a person",
    "involvement.ended": "Ended a team's work with a person",
    "caseload.checked": "Checked who works with a person",
    "caseload.assigned": "Put a person on a caseload",
    "caseload.covered": "Named who covers for a person's worker",
    "caseload.transferred": "Began a person's handover to another office",
    "caseload.ended": "Ended an office's work with a person",
    "caseload.left": "Took a person off the caseload of a worker who left the team",
    "handover.acknowledged": "Acknowledged a handover",
    "handover.taken_back": "Took a handover back",
    "draft.begun": "Began a form",
    "limit.draft.begun": "Began to ask that a limit ends",
    "conflict.draft.begun": "Began to decide a conflict",
    "drafts.listed": "Looked at their own unfinished forms",
    "person.printed": "Put a record on paper",
    "emergency.opened": "Opened a record in an emergency, for an hour",
    "emergency.reviewed": "Looked at a record's opening in an emergency a second time",
    "emergency.viewed": "Looked at a record's opening in an emergency",
    "emergencies.listed": "Looked at the list of records opened in an emergency",
    "limit.set": "Limited who sees a record",
    "limit.lift.asked": "Asked that a limit of access ends",
    "limit.kept": "Left a limit of access as it is",
    "limit.lifted": "Agreed that a limit of access ends",
    "limit.viewed": "Looked at a limit of access",
    "limits.listed": "Looked at the list of limits of access",
    "conflict.found": "A user may be close to a person's whānau: found",
    "conflict.raised": "Told administrators that no privacy officer can decide a conflict",
    "conflict.decided": "Decided whether a user is close to a person's whānau",
    "conflict.viewed": "Looked at a conflict",
    "conflicts.listed": "Looked at the list of conflicts",
    "note.written": "Wrote a case note",
    "note.corrected": "Corrected a case note",
    "contact.added": "Added a contact of a person",
    "contact.changed": "Changed a contact of a person",
    "contact.ended": "Ended a contact of a person",
    "need.added": "Added a need",
    "need.changed": "Changed a need",
    "need.moved.start": "Began work on a need",
    "need.moved.meet": "Wrote down that a need is met",
    "need.moved.decline": "Wrote down that the person wants no help with a need",
    "need.moved.reopen": "Began work on a need again",
    "referral.drafted": "Began a referral",
    "referral.draft.changed": "Changed a referral before it was sent",
    "referral.sent": "Sent a referral",
    "referral.acknowledge": "Acknowledged a referral",
    "referral.taken": "Took on a referral",
    "referral.question.asked": "Asked a question about a referral",
    "referral.question.answered": "Answered a question about a referral",
    "referral.accept": "Accepted a referral",
    "referral.decline": "Declined a referral",
    "referral.waitlist": "Put a person on a waiting list",
    "referral.withdraw": "Withdrew a referral",
    "disclosure.made": "Told a service about a person",
    "authority.recorded": "Recorded an agreement or authority to tell",
    "authority.withdrawn": "Recorded that an agreement or authority to tell has ended",
    "disagreement.said": "The person said they don't agree",
    "disagreement.answered": "Answered a person who doesn't agree",
    "own.viewed": "Looked at their own page",
    "own.referrals.viewed": "Looked at their own referrals",
    "refused": "Was refused",
    "audit.read": "Read the audit",
    "person.viewed": "Looked at a person's record",
    "person.timeline.viewed": "Looked at what happened with a person",
    "need.viewed": "Looked at a need",
    "referral.viewed": "Looked at a referral",
    "referral.timeline.viewed": "Looked at what happened with referrals",
    "referral.list.viewed": "Looked at a list of referrals",
    "referral.inbox.viewed": "Looked at a partner's list of referrals",
    "referral.draft.viewed": "Looked at a draft of a referral",
    "referral.counted": "Counted referrals",
    "people.listed": "Saw names in a list of people",
    "people.searched": "Searched for people",
    "disclosure.viewed": "Looked at what a service was told",
    "disagreement.viewed": "Looked at what a person doesn't agree with",
    "disagreements.listed": "Saw who doesn't agree",
    "note.viewed": "Looked at a case note",
    "notes.viewed": "Looked at case notes",
    "contact.viewed": "Looked at a contact of a person",
    "contacts.viewed": "Looked at a person's contacts",
    "contact.address.viewed": "Looked at a contact's hidden address",
    "handover.viewed": "Looked at a handover",
    "handovers.listed": "Looked at a list of handovers",
}
_ABOUT_ANYBODY = {
    "viewed": "Looked at a record",
    "listed": "Saw names in a list",
    "counted": "Counted people or referrals",
    "found": "Found people in a search",
    "searched": "Searched for people",
    "exported": "Took a copy of records",
}
PART_NAMES = {
    "C1": "identity and whereabouts",
    "C2": "offence, sentence and conditions",
    "C3": "risk and alerts",
    "C4": "health",
    "C5": "whānau and contacts",
    "C6": "victims",
    "C7": "needs, plan and referrals",
    "C8": "work, housing and education",
    "C9": "case notes",
    "C10": "agreements and complaints",
}
# What a verb begins with when it is about nobody's record: all that partnership mode knows.
WITHOUT_PEOPLE = frozenset(
    {
        "accreditation",
        "assessment",
        "agreement",
        "stocktake",
        "audit",
        "capacity",
        "demo",
        "job",
        "key",
        "membership",
        "network",
        "notice",
        "partner",
        "pillar",
        "refused",
        "retention",
        "service",
        "services",
        "site",
        "survey",
        "task",
        "team",
        "tikanga",
        "user",
        "view",
    }
)
CHANNELS = {"page": "Page", "rest": "Other program", "command": "Command", "job": "Site itself"}


def told(verb: str) -> str:
    """The verb for the auditor: "person.viewed" → "Looked at a person's record". One nobody has words for is said as it is."""
    return TO_AUDITOR.get(verb) or VERBS.get(verb) or _ABOUT_ANYBODY.get(verb.rpartition(".")[2], verb)


def verb_choices(*, with_people: bool = True) -> list[tuple[str, str]]:
    """What an auditor may ask for, by its words. with_people: also what is done to somebody's record."""
    verbs = {verb for verb in {*VERBS, *TO_AUDITOR} if with_people or verb.partition(".")[0] in WITHOUT_PEOPLE}
    return sorted(((verb, told(verb)) for verb in verbs), key=lambda choice: choice[1])
