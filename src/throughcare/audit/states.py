"""The words of the audit, for people who are not of the trade: what was done, and which parts of a record were open."""

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

# Said to the person. A verb that is not here is said by its ending.
VERBS = {
    "person.created": "Began your record",
    "person.changed": "Changed your record",
    "people.import": "Brought your record in from another system",
    "people.counted": "Counted people, you among them",
    "involvement.opened": "Let a team work with you",
    "involvement.ended": "Ended a team's work with you",
    "need.added": "Wrote down something you need",
    "need.moved": "Changed where one of your needs stands",
    "referral.drafted": "Began a referral for you",
    "referral.sent": "Sent a referral for you to a service",
    "referral.acknowledged": "Confirmed they have your referral",
    "referral.accepted": "Accepted your referral",
    "referral.declined": "Declined your referral",
    "referral.waitlisted": "Put you on a waiting list",
    "referral.withdrawn": "Took back your referral",
    "disclosure.made": "Told a service what your referral says",
    "authority.recorded": "Wrote down what you agreed to",
    "authority.withdrawn": "Wrote down that you no longer agree",
    "disagreement.said": "You said you don't agree",
    "disagreement.answered": "Answered what you don't agree with",
    "own.viewed": "Looked at your own page",
    "refused": "Opened your record, and was refused what they tried to do",
    "audit.read": "Read who looked at people’s records, yours among them",
}
ENDINGS = {
    "viewed": "Looked at your record",
    "listed": "Saw your name in a list",
    "counted": "Counted referrals, yours among them",
    "found": "Found you in a search",
    "searched": "Found you in a search",
    "exported": "Took a copy of your record",
}


def said(verb: str) -> str:
    """The verb in plain words: "need.viewed" → "Looked at your record"."""
    return VERBS.get(verb) or ENDINGS.get(verb.rpartition(".")[2], "Changed your record")


def part(code: str) -> str:
    """The compartment in plain words."""
    return PARTS.get(code, code)
