"""Compartments of a record in plain words, and who may never be told which. Data only."""

# Architecture, section 4. Shown beside each line before it is sent.
COMPARTMENT_WORDS = {
    "C1": "who the person is and where",
    "C2": "offence, sentence and conditions",
    "C3": "risk and alerts",
    "C4": "health, disability and addiction",
    "C5": "whānau and protected contacts",
    "C6": "victims",
    "C7": "needs, plan and referrals",
    "C8": "work, housing and education",
    "C9": "case notes",
    "C10": "agreements and complaints",
}

# Nothing a referral tells comes from these, whoever the partner is.
NEVER_TOLD = frozenset({"C2", "C3", "C6", "C9"})

# By kind of organisation (partners.models.OrganizationKind). An employer gets work, who the person is, and on what ground it is
# told; nothing else, agreed or not (invariant I5).
TOLD_TO_KIND = {"EMPLOYER": frozenset({"C1", "C8", "C10"})}


def may_be_told(compartment: str, kind: str) -> bool:
    """Whether an organisation of this kind may be told lines of this compartment at all."""
    return compartment not in NEVER_TOLD and compartment in TOLD_TO_KIND.get(kind, frozenset(COMPARTMENT_WORDS))
