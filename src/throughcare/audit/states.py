"""The words of the audit, for people who are not of the trade: what was done, and which parts of a record were open."""

import re

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

# Said to the person, so short words. A verb that is not here is said by its ending; one that has neither fails a test.
VERBS = {
    "person.created": "Began your record",
    "person.changed": "Changed your record",
    "person.whereabouts": "Changed where you are, or when you leave",
    "people.import": "Brought records in from another system",
    "people.import.created": "Began your record, from another system",
    "people.import.updated": "Changed your record, from another system",
    "people.import.unchanged": "Checked your record against another system",
    "people.import.checked": "Checked your record against another system",
    "people.import.rejected": "Checked your record against another system",
    "people.file.sent": "Sent a file of people, to be imported",
    "people.file.started": "Began the import of a file of people",
    "people.file.dropped": "Deleted a file of people before its import",
    "people.import.rows.exported": "Took a copy of rows that were not imported",
    "people.mapping.saved": "Saved how files of people are read",
    "people.mapping.renamed": "Renamed how files of people are read",
    "people.mapping.deleted": "Deleted how files of people were read",
    "duplicates.found": "Found that you may have two records",
    "duplicates.looked": "Looked for people with two records",
    "duplicate.different": "Said that two records are of two people",
    "newcomer.received": "Asked for a new record",
    "newcomer.same": "Changed your record: you came a second time",
    "newcomer.different": "Began the record of a new person",
    "newcomer.ask": "Asked about a new person",
    "newcomer.drop": "Began no record of a new person",
    "merge.proposed": "Asked if two records are both yours",
    "merge.confirm": "Put two records of you together",
    "merge.refuse": "Kept two records apart",
    "merge.withdraw": "Took back what they asked about two records",
    "merge.ask_apart": "Asked to take your two records apart",
    "merge.confirm_apart": "Took your two records apart again",
    "merge.keep": "Left your two records together",
    "merge.reopened": "Let an office see your record again",
    "merge.rejoined": "Joined your log-in to your record",
    "people.counted": "Counted people, you among them",
    "involvement.opened": "Let a team work with you",
    "involvement.ended": "Ended a team's work with you",
    "caseload.checked": "Checked who works with you",
    "caseload.assigned": "Chose who works with you",
    "caseload.covered": "Chose who helps you while your worker is away",
    "caseload.transferred": "Asked another office to work with you",
    "caseload.ended": "Their office stops working with you",
    "caseload.left": "Took you off the caseload of a worker who left the team",
    "handover.acknowledged": "Read what the last office wrote about you",
    "handover.taken_back": "Their office works with you again",
    "note.written": "Wrote a note about you",
    "note.corrected": "Corrected a note about you",
    "contact.added": "Wrote down somebody close to you",
    "contact.changed": "Changed what is written of somebody close to you",
    "contact.ended": "Took somebody off the list of those close to you",
    "draft.begun": "Began to write something about you, and has not sent it",
    "limit.draft.begun": "Began to write why somebody may see your record again, and has not sent it",
    "conflict.draft.begun": "Began to write about somebody who may know your whānau, and has not sent it",
    "person.printed": "Put your record on paper",
    "emergency.opened": "Opened your record in an emergency, for one hour",
    "emergency.reviewed": "Looked at whether it was right to open your record in an emergency",
    "limit.set": "Chose who may not see your record",
    "limit.lift.asked": "Asked that somebody may see your record again",
    "limit.kept": "Left it as it was, who may not see your record",
    "limit.lifted": "Let somebody see your record again",
    "conflict.found": "Found that somebody here may know your whānau",
    "conflict.raised": "Said that nobody here can choose whether somebody who may know your whānau sees your record",
    "conflict.decided": "Chose whether somebody who may know your whānau sees your record",
    "need.added": "Wrote down something you need",
    "need.changed": "Changed what is written about something you need",
    "need.moved.start": "Began work on something you need",
    "need.moved.meet": "Wrote down that you have something you needed",
    "need.moved.decline": "Wrote down that you don't want help with something",
    "need.moved.reopen": "Began work again on something you need",
    "referral.drafted": "Began a referral for you",
    "referral.draft.changed": "Changed a referral for you, before it was sent",
    "referral.sent": "Sent a referral for you to a service",
    "referral.acknowledge": "Said they have your referral",
    "referral.taken": "Took on your referral",
    "referral.question.asked": "Asked a question about your referral",
    "referral.question.answered": "Answered a question about your referral",
    "referral.accept": "Said yes to your referral",
    "referral.decline": "Said no to your referral",
    "referral.waitlist": "Put you on a waiting list",
    "referral.withdraw": "Took back your referral",
    "disclosure.made": "Told a service what your referral says",
    "authority.recorded": "Wrote down what you agreed to",
    "authority.withdrawn": "Wrote down that you no longer agree",
    "erasure.asked": "Asked that your record be erased",
    "erasure.approved": "Agreed that your record be erased",
    "erasure.refused": "Refused that your record be erased",
    "erasure.done": "Erased your record",
    "hold.placed": "Wrote down that a court needs your record kept",
    "hold.lifted": "Wrote down that no court needs your record kept",
    "erasures.listed": "Read which records are to be erased, yours among them",
    "holds.listed": "Read which records a court needs kept, yours among them",
    "disagreement.said": "You said you don't agree",
    "disagreement.answered": "Answered what you don't agree with",
    "own.viewed": "Looked at your own page",
    "look.reviewed": "Asked somebody why they opened your record",
    "reading.stopped": "Opened as many records as one may for now",
    "reading.lifted": "Let somebody open more records that day",
    "refused": "Opened your record, and was refused what they tried to do",
    "audit.read": "Read who looked at people’s records, yours among them",
    # About nobody's record: accounts, the site, the directory.
    "user.added": "Made an account",
    "user.disabled": "Closed an account",
    "user.enabled": "Opened an account again",
    "user.invited": "Invited somebody to a team",
    "user.invited_again": "Sent an invitation again",
    "user.invitation_withdrawn": "Withdrew an invitation",
    "user.joined": "Joined a team by an invitation",
    "user.logged_in": "Logged in",
    "user.logged_out": "Logged out",
    "user.login_refused": "Was not let in: wrong address or password",
    "user.login_limited": "Was not let in: too many tries",
    "user.code_refused": "Was not let in: wrong code",
    "user.passkey_refused": "Was not let in: wrong passkey",
    "user.sign_on_refused": "Was not let in: single sign-on",
    "user.linked": "Was let in by single sign-on for the first time",
    "user.unlinked": "Took somebody's link to single sign-on away",
    "user.password_set": "Set a new password",
    "limit.tried": "Named somebody for a limit who is not theirs to name",
    "emergency.tried": "Looked for somebody's record in an emergency",
    "looks.found": "Found looks at records that nothing explains",
    "user.details.kept": "Wrote down their own names and numbers",
    "key.made": "Made an access key",
    "key.revoked": "Ended an access key",
    "demo.login": "Logged in to the demo",
    "membership.added": "Put somebody in a team",
    "membership.ended": "Ended somebody's work in a team",
    "team.added": "Made a team",
    "audit.verified": "Checked the audit for changes",
    "audit.head.accepted": "Set the audit's end anew, after a restore",
    "site.backed-up": "Made a backup",
    "site.restored": "Put back a backup",
    "site.keys.rotated": "Made a new key for the site",
    "site.keys.renewed": "Put second steps under the newest key",
    "site.keys.retired": "Took away an old key of the site",
    "notice.settings.changed": "Chose how they are told of notices",
    "view.saved": "Saved a view of a list",
    "view.changed": "Changed a saved view",
    "view.deleted": "Deleted a saved view",
    "notice.turned_off": "Turned off mails of a kind, by the link in one",
    "job.retried": "Had failed work tried again",
    "job.dropped": "Let failed work go",
    "retention.asked": "Asked that what is past its time be disposed of",
    "retention.approved": "Agreed that what is past its time be disposed of",
    "retention.refused": "Refused that something be disposed of",
    "retention.disposed": "Disposed of what was past its time",
    "services.imported": "Brought services in",
    "service.hidden": "Made a service confidential",
    "service.opened": "Made a service public again",
    "service.status.changed": "Said whether a service takes people",
    "partner.added": "Put an organisation on the register of partners",
    "partner.changed": "Changed what the register says of a partner",
    "partners.imported": "Brought in a list of partners",
    "partners.file.sent": "Sent a list of partners, to be imported",
    "partners.file.started": "Began the import of a list of partners",
    "partners.file.dropped": "Deleted a list of partners before its import",
    "partners.import.rows.exported": "Took a copy of rows of partners that were not imported",
    "partners.mapping.saved": "Saved how lists of partners are read",
    "partners.mapping.renamed": "Renamed how lists of partners are read",
    "partners.mapping.deleted": "Deleted how lists of partners were read",
    "partner.moved.pause": "Paused a partnership",
    "partner.moved.resume": "Went on with a partnership",
    "partner.moved.end": "Ended a partnership",
    "partner.moved.return": "Began an ended partnership again",
    "partner.duplicates.looked": "Looked for records of one partner",
    "partner.duplicate.different": "Said that two records are two partners",
    "partner.contact.added": "Added a contact at a partner",
    "partner.contact.changed": "Changed a contact at a partner",
    "partner.contact.ended": "Ended a contact at a partner",
    "partner.change.asked": "Asked for a change of what the register says of their organisation",
    "partner.change.confirm": "Confirmed a change a partner asked for",
    "partner.change.refuse": "Refused a change a partner asked for",
    "partner.change.withdraw": "Withdrew a change they had asked for",
    "accreditation.added": "Added a partner's accreditation",
    "accreditation.changed": "Changed a partner's accreditation",
    "accreditation.ended": "Took a partner's accreditation off the register",
    "pillar.added": "Put a service under a pillar",
    "pillar.removed": "Took a service from a pillar",
    "capacity.changed": "Changed how many places a service has",
    "capacity.confirmed": "Said that a service's places are still right",
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
        "audit",
        "capacity",
        "demo",
        "job",
        "key",
        "membership",
        "notice",
        "partner",
        "pillar",
        "refused",
        "retention",
        "service",
        "services",
        "site",
        "team",
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
