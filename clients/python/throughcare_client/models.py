"""What is sent and answered. Made by scripts/client.py from the description of the interface: do not edit."""

from typing import Any, Literal, NotRequired, TypedDict

AgeBand = Literal["0-17", "18-24", "25-34", "35-44", "45-54", "55-64", "65+"]
AgreedState = Literal["OPEN", "DONE", "DROPPED"]
AgreementKind = Literal["MOU", "KAWENATA", "OUTCOME", "CONTRACT", "GRANT", "VOLUNTEER", "INFORMATION", "PLACEMENT"]
AgreementState = Literal["DRAFT", "IN_NEGOTIATION", "SIGNED", "ACTIVE", "VARIED", "SUSPENDED", "EXPIRED", "TERMINATED"]
AmendmentState = Literal["DRAFT", "OFFERED", "IN_EFFECT", "WITHDRAWN"]
AssignmentKind = Literal["MAIN", "COVER"]
BarrierKind = Literal[
    "DISPOSITIONAL", "HOUSING", "LEGAL", "HEALTH", "DISCRIMINATION", "CONTRACTING", "FUNDING", "TRUST", "DISTANCE", "INFORMATION"
]
BarrierState = Literal["OPEN", "REMOVED", "ACCEPTED"]
Basis = Literal["AGREED", "GIVEN"]
Bearer = Literal["DEPARTMENT", "PARTY"]
Better = Literal["MORE", "LESS", "BETWEEN"]
CampaignKind = Literal["CAMPAIGN", "SUBMISSION"]
CampaignState = Literal["OPEN", "ANSWERED"]
Change = Literal["MOVED", "WRONG"]
ChangePart = Literal["NAME", "NUMBERS", "ROLES", "REACH", "ACCREDITATION", "LEAD"]
ChangeState = Literal["PROPOSED", "CONFIRMED", "REFUSED", "WITHDRAWN"]
ClosingReason = Literal["LEFT", "AWAY", "LOST", "MISUSE"]
CommentKind = Literal["GOOD", "CHANGE"]
Condition = Literal["DATE", "REPORT", "OBLIGATION", "DOCUMENT"]
ConflictVerdict = Literal["EXCLUDED", "NONE"]
ContributionKind = Literal["SECONDMENT", "ROOMS", "TRAINING", "FUNDING", "IN_KIND"]
ContributionShow = Literal["answer", "others", "disputed", "all"]
ContributionState = Literal["WRITTEN", "CONFIRMED", "DISPUTED", "WITHDRAWN"]
Cycle = Literal["MONTH", "QUARTER", "HALF", "YEAR"]
DocumentSort = Literal["AGREEMENT", "CERTIFICATE", "POLICY", "REPORT", "EVIDENCE", "MINUTES", "LETTER", "CONSTITUTION", "PICTURE", "OTHER"]
DocumentState = Literal["KEPT", "WITHDRAWN"]
EmergencyReason = Literal["HARM", "HEALTH", "ARRIVED", "OTHER"]
EmergencyVerdict = Literal["RIGHT", "NOT_RIGHT"]
EndReason = Literal["ORDER_ENDED", "MOVED", "DIED", "MISTAKE", "OTHER"]
EndingReason = Literal["MOVED", "DUTIES", "MISTAKE", "MISUSE"]
Expertise = Literal[
    "EMPLOYMENT",
    "HOUSING",
    "EDUCATION",
    "MONEY",
    "HEALTH",
    "MENTAL_HEALTH",
    "ADDICTION",
    "DISABILITY",
    "VIOLENCE",
    "FAMILY",
    "YOUTH",
    "WOMEN",
    "TIKANGA",
    "PACIFIC",
    "FAITH",
    "RESTORATIVE",
    "LIVED",
    "LEGAL",
    "VOLUNTEERS",
    "RESEARCH",
]
Flow = Literal["REFERRALS", "INFORMATION", "MONEY", "ROOMS", "PEOPLE", "ADVICE"]
Ground = Literal["AGREEMENT", "AUTHORITY"]
HandoverState = Literal["WAITING", "ACKNOWLEDGED", "TAKEN_BACK"]
HasAgreement = Literal["YES", "NO", "UNKNOWN"]
HeldState = Literal["RECEIVED", "WAITING", "ASKED", "MADE", "SAME", "DIFFERENT", "DROPPED"]
ImportStage = Literal["DRAFT", "QUEUED", "READING", "WRITING", "DONE", "FAILED"]
InteractionKind = Literal["MEETING", "CALL", "HUI", "VISIT", "EVENT", "MESSAGE"]
LimitKind = Literal["EXCLUSION", "RESTRICTION"]
LimitReason = Literal["WHANAU", "KNOWN", "SAFETY", "PUBLIC", "STAFF", "ASKED", "OTHER"]
LineAnswer = Literal["STILL", "CHANGED", "ENDED", "UNKNOWN", "FOUND"]
LinkFor = Literal["SIGN", "REPORT"]
LookVerdict = Literal["EXPLAINED", "BROWSING"]
Measured = Literal["MONEY", "HOURS", "DAYS", "OTHER"]
MergeState = Literal["PROPOSED", "REFUSED", "WITHDRAWN", "MERGED", "TO_PART", "PARTED"]
NeedStatus = Literal["NOT_STARTED", "IN_PROGRESS", "MET", "DECLINED"]
NoteKind = Literal["MEETING", "PHONE", "VISIT", "MESSAGE", "CONTACT", "OBSERVATION", "INFORMATION"]
ObligationState = Literal["OPEN", "MET", "PARTLY_MET", "NOT_MET", "WAIVED"]
Often = Literal["WEEKLY", "MONTHLY", "QUARTERLY", "RARELY"]
OrganizationKind = Literal[
    "PUBLIC_AGENCY",
    "NGO",
    "IWI",
    "HAPU",
    "MARAE",
    "URBAN_MAORI",
    "PACIFIC",
    "TRAINING",
    "COMMUNITY",
    "FAITH",
    "HEALTH",
    "SPORT",
    "EMPLOYER",
    "VOLUNTEER",
    "OTHER",
]
PairState = Literal["OPEN", "DIFFERENT"]
Part = Literal["DEPARTMENT", "PRIME", "PARTNER", "SUB"]
PartnerPairState = Literal["PROPOSED", "MERGED", "DIFFERENT", "LAPSED"]
PartnerRole = Literal["DELIVERS", "ADVOCATES", "VOICE", "COHESION", "DESIGN", "ACCOUNT"]
PartnerState = Literal["ACTIVE", "PAUSED", "ENDED"]
PaymentShow = Literal["decide", "payable", "refused", "planned", "paid"]
PaymentState = Literal["PLANNED", "EVIDENCED", "PAYABLE", "NOT_PAYABLE", "PAID"]
Pillar = Literal["ACCOMMODATION", "EDUCATION_TRAINING", "EMPLOYMENT", "SKILLS_FOR_LIFE", "HEALTH_WELLBEING", "FAMILY_COMMUNITY"]
PillarVerdict = Literal["RULE", "ADDED", "REMOVED"]
RatingSide = Literal["OURS", "THEIRS"]
Rba = Literal["HOW_MUCH", "HOW_WELL", "BETTER_OFF"]
ReferralState = Literal["DRAFT", "SENT", "ACKNOWLEDGED", "WAITLISTED", "ACCEPTED", "DECLINED", "WITHDRAWN"]
Relation = Literal[
    "PARENT",
    "PARTNER",
    "FORMER_PARTNER",
    "CHILD",
    "SIBLING",
    "GRANDPARENT",
    "AUNT_UNCLE",
    "COUSIN",
    "OTHER_WHANAU",
    "FRIEND",
    "EMPLOYER",
    "SUPPORT",
    "OTHER",
]
Repeats = Literal["ONCE", "MONTHLY", "QUARTERLY", "YEARLY"]
ReportState = Literal["SUBMITTED", "RETURNED", "ACCEPTED"]
ReturnState = Literal["WAITING", "HANDED_IN"]
RiskState = Literal["OPEN", "CLOSED"]
RowResult = Literal["SUCCESS", "NOT_FOUND", "VERSION_CONFLICT", "VALIDATION_ERROR"]
Safeguarding = Literal["NOT_CHECKED", "IN_PLACE", "GAPS", "NOT_NEEDED"]
Safety = Literal["YES", "CARE", "NO"]
ServiceStatus = Literal["active", "inactive", "defunct", "temporarily closed"]
Setting = Literal["CUSTODY", "COMMUNITY"]
Settled = Literal["MATCHED", "ADDED", "ASIDE"]
SharedWith = Literal["OURS", "PARTY", "ALL"]
Source = Literal["REPORTED", "RECEIVED", "ACCEPTED", "ANSWER_DAYS"]
Split = Literal["age", "gender", "ethnicity", "faith"]
StockTakeState = Literal["DRAFT", "OPEN", "CLOSED", "GIVEN_UP"]
SurveyState = Literal["DRAFT", "OPEN", "CLOSED", "PUBLISHED", "GIVEN_UP"]
TaskState = Literal["OPEN", "DONE", "CANCELLED"]
TieKind = Literal["AGREEMENT", "OWED", "REFERRAL", "BRANCH", "EVENT", "SAID"]
TikangaAbout = Literal["MEETING", "WHOM", "NOT_WRITTEN", "PLACES", "TIMES", "OTHER"]
ToldBy = Literal["LINK", "ACCOUNT", "TOLD"]
Topic = Literal[
    "SERVICES",
    "REFERRALS",
    "WORK",
    "AGREEMENT",
    "MONEY",
    "RESULTS",
    "SAFEGUARDING",
    "ACCREDITATION",
    "TIKANGA",
    "COMMUNITY",
    "BARRIERS",
    "IDEAS",
    "STAFF",
    "RELATIONSHIP",
    "COMPLAINT",
]
Unit = Literal["COUNT", "PERCENT", "DAYS", "CURRENCY"]
Urgency = Literal["ROUTINE", "SOON", "URGENT"]
WaveState = Literal["DRAFT", "OPEN", "CLOSED", "PUBLISHED", "GIVEN_UP"]
Way = Literal["AT_ONCE", "DAILY", "OFF"]
When = Literal["in_force", "soon", "not_begun", "ended", "review", "risk", "late", "approval"]
WhereaboutsKind = Literal["CUSTODY", "COMMUNITY"]
Why = Literal["AUTHORITY", "ORDERED", "MISTAKE", "ASKED"]


class AccreditationBody(TypedDict):
    """level: 1 is the highest. expires_on: its last day; left out when it has no end."""

    level: int
    given_by: str
    scope: NotRequired[str]
    expires_on: NotRequired[str | None]


class AccreditationOut(TypedDict):
    """A level, 1 the highest. standing: IN_FORCE, ENDS_SOON (within 90 days), ENDED, or OFF (taken off the register)."""

    id: str
    level: int
    scope: str
    given_by: str
    expires_on: str | None
    ended_on: str | None
    end_reason: str
    standing: Literal["IN_FORCE", "ENDS_SOON", "ENDED", "OFF"]
    version: int


class AddressOut(TypedDict):
    address: str


class AgreedBody(TypedDict):
    words: str
    side: "RatingSide"
    owner: str
    due: str


class AgreedOut(TypedDict):
    """What the two sides agreed to do."""

    id: str
    words: str
    side: "RatingSide"
    owner: str
    due: str
    state: "AgreedState"
    can: list[str]
    version: int


class AgreementBody(TypedDict):
    ground: "Ground"
    how: str
    authority_code: NotRequired[str]


class AgreementCoverageBody(TypedDict):
    """Ids of services of its parties, codes of regions and sites."""

    services: NotRequired[list[str]]
    regions: NotRequired[list[str]]
    sites: NotRequired[list[str]]


class AgreementDetailsBody(TypedDict):
    number: str
    title: str
    kind: "AgreementKind"
    purpose: NotRequired[str]


class AgreementKeepingBody(TypedDict):
    """user_id and team_id: both, or neither."""

    user_id: NotRequired[str | None]
    team_id: NotRequired[str | None]
    review_on: NotRequired[str | None]


class AgreementLine(TypedDict):
    """An agreement in a list. standing: by its state and its days together, as at today."""

    id: str
    number: str
    title: str
    kind: "AgreementKind"
    state: "AgreementState"
    standing: Literal["DRAFT", "IN_NEGOTIATION", "NOT_BEGUN", "IN_FORCE", "ENDS_SOON", "SUSPENDED", "ENDED", "TERMINATED"]
    starts_on: str | None
    ends_on: str | None
    owner_id: str | None
    parties: "list[AgreementPartyOut]"


class AgreementMeetingBody(TypedDict):
    """party_id: with PARTY. next_on: becomes the agreement's next review, when all parties were there."""

    held_on: str
    present: str
    agreed: str
    shared: NotRequired[Literal["PARTY", "ALL"]]
    party_id: NotRequired[str | None]
    next_on: NotRequired[str | None]


class AgreementMeetingOut(TypedDict):
    """A meeting with all parties, or with one (party_id)."""

    id: str
    shared: "SharedWith"
    party_id: str | None
    held_on: str
    present: str
    agreed: str
    next_on: str | None
    version: int


class AgreementMoveBody(TypedDict):
    """A reason is needed to suspend, resume and terminate."""

    reason: NotRequired[str]


class AgreementOut(TypedDict):
    """All of it. approvals: empty for the staff of its parties. can: the steps its state leaves, for whoever may take them."""

    id: str
    number: str
    title: str
    kind: "AgreementKind"
    state: "AgreementState"
    standing: Literal["DRAFT", "IN_NEGOTIATION", "NOT_BEGUN", "IN_FORCE", "ENDS_SOON", "SUSPENDED", "ENDED", "TERMINATED"]
    starts_on: str | None
    ends_on: str | None
    owner_id: str | None
    parties: "list[AgreementPartyOut]"
    purpose: str
    renewals_allowed: int
    renewals_used: int
    review_on: str | None
    owner_team_id: str | None
    owner_name: str
    services: list[str]
    regions: list[str]
    sites: list[str]
    currency: str
    state_since: str
    state_reason: str
    approvals: "list[ApprovalOut]"
    can: list[str]
    version: int


class AgreementPartyBody(TypedDict):
    """What a party is, does and gets. Of the department, does alone counts."""

    part: NotRequired[Literal["PRIME", "PARTNER", "SUB"]]
    does: NotRequired[str]
    amount: NotRequired[str]


class AgreementPartyOut(TypedDict):
    """A party. organization_id: null for the department. amount: null when nobody said one, or it is not the reader's to see."""

    id: str
    organization_id: str | None
    name: str
    part: "Part"
    does: str
    amount: str | None
    signed_on: str | None
    signed_by: str


class AgreementRiskBody(TypedDict):
    """likelihood, consequence: 1 to 5. party_id: with PARTY. user_id and team_id: who watches it; both, or neither."""

    what: str
    likelihood: int
    consequence: int
    doing: NotRequired[str]
    review_on: str
    shared: NotRequired[Any]
    party_id: NotRequired[str | None]
    user_id: NotRequired[str | None]
    team_id: NotRequired[str | None]


class AgreementRiskMoveBody(TypedDict):
    reason: str


class AgreementRiskOut(TypedDict):
    """Something that may go wrong. level: likelihood times consequence, 1 to 25. shared: who reads it beside the department; party_id: the one party."""

    id: str
    shared: "SharedWith"
    party_id: str | None
    what: str
    likelihood: int
    consequence: int
    level: int
    level_words: Literal["LOW", "MEDIUM", "HIGH", "VERY_HIGH"]
    doing: str
    owner_name: str
    review_on: str
    state: "RiskState"
    state_since: str
    state_reason: str
    version: NotRequired[int | None]


class AgreementTermBody(TypedDict):
    """ends_on: its last day; left out when it is open-ended."""

    starts_on: NotRequired[str | None]
    ends_on: NotRequired[str | None]
    renewals_allowed: NotRequired[int]


class AmendedServiceOut(TypedDict):
    """joins: the agreement covers it from then on; else it covers it no more."""

    service_id: str
    joins: bool


class AmendedValueBody(TypedDict):
    party_id: str
    amount: str


class AmendedValueOut(TypedDict):
    """What a party gets with it; old_amount: before, said once it is in effect. A party's staff read their own alone."""

    party_id: str
    amount: str
    old_amount: str | None


class AmendmentBody(TypedDict):
    """Why, what the paper says until then and from then on; a new last day, what parties get then, and all the services it covers then. What is left out stays."""

    reason: str
    old_text: NotRequired[str]
    new_text: str
    ends_on: NotRequired[str | None]
    values: NotRequired["list[AmendedValueBody]"]
    services: NotRequired[list[str] | None]


class AmendmentMoveBody(TypedDict):
    """A reason is needed to withdraw it."""

    reason: NotRequired[str]


class AmendmentOut(TypedDict):
    """One change of an agreement, numbered within it. ends_on: the new last day; null: it stays. old_ends_on: before, said once it is in effect."""

    id: str
    number: int
    reason: str
    old_text: str
    new_text: str
    ends_on: str | None
    old_ends_on: str | None
    values: "list[AmendedValueOut]"
    services: "list[AmendedServiceOut]"
    signatures: "list[AmendmentSignatureOut]"
    offered_on: str | None
    state: "AmendmentState"
    state_since: str
    state_reason: str
    version: int


class AmendmentSignatureBody(TypedDict):
    signed_by: str
    signed_on: NotRequired[str | None]
    party_id: str


class AmendmentSignatureOut(TypedDict):
    party_id: str
    signed_on: str
    signed_by: str


class AmendmentsOut(TypedDict):
    """The newest first."""

    items: "list[AmendmentOut]"


class AnswerBody(TypedDict):
    answer: str


class ApprovalOut(TypedDict):
    """A second person's word on a value: agreed is null while it waits. amendment: number of the amendment it is about; null: the agreement itself."""

    id: str
    amount: str
    amendment: int | None
    asked_by_id: str
    asked_note: str
    decided_by_id: str | None
    agreed: bool | None
    words: str


class AskApprovalBody(TypedDict):
    note: NotRequired[str]


class AskedAccreditationBody(TypedDict):
    """accreditation_id: of the one that changes; left out, a new one."""

    level: int
    given_by: str
    scope: NotRequired[str]
    expires_on: NotRequired[str | None]
    accreditation_id: NotRequired[str | None]


class AskedChangeBody(TypedDict):
    """One part, and what you say about it. lead: the id of the contact who should lead."""

    name: NotRequired["AskedNameBody | None"]
    numbers: NotRequired["PartnerNumbersBody | None"]
    roles: NotRequired["list[PartnerRole] | None"]
    reach: NotRequired["PartnerReachBody | None"]
    accreditation: NotRequired["AskedAccreditationBody | None"]
    lead: NotRequired[str | None]
    why: NotRequired[str]


class AskedNameBody(TypedDict):
    """national_body: name or id of the organisation it is a branch of; empty: of none."""

    name: str
    alternate_name: NotRequired[str]
    national_body: NotRequired[str]


class AssignBody(TypedDict):
    rows: "list[RowIn]"
    worker_id: str


class AssignmentOut(TypedDict):
    """Who works with somebody. The id is what a change of the caseload says it saw."""

    id: str
    team_id: str
    worker_id: str
    worker: str
    kind: "AssignmentKind"
    starts_at: str
    ends_at: str | None


class BarrierBody(TypedDict):
    """What stands in the way, and of what kind it is."""

    kind: "BarrierKind"
    words: str


class BarrierCount(TypedDict):
    """How many of one kind were said, and how many of these stand in the way still."""

    kind: "BarrierKind"
    said: int
    still: int


class BarrierOut(TypedDict):
    """What stands in the way with one partner at one site. partner_id: null while it is one that was found. Tasks are about relationships.barrier:ID."""

    id: str
    line_id: str
    stock_take_id: str
    site: str
    partner_id: str | None
    partner_name: str
    kind: "BarrierKind"
    words: str
    said_on: str
    state: "BarrierState"
    state_on: str
    reason: str
    can: list[str]
    version: int


class BarrierReason(TypedDict):
    """What was done, or why it stays."""

    reason: str


class BesideOut(TypedDict):
    """Somebody else new who waits and is like them, such as an earlier row of the same file: decide about them first."""

    held_id: str
    row: int
    said: "SaidOut"
    probability: float
    evidence: "list[EvidenceOut]"


class BesideTeamOut(TypedDict):
    id: str
    name: str
    of: str


class BranchOut(TypedDict):
    id: str
    name: str
    on_register: bool


class CampaignBody(TypedDict):
    """said_on: left out, today."""

    kind: "CampaignKind"
    title: str
    asks: str
    topic: NotRequired[str]
    document: NotRequired[str]
    said_on: NotRequired[str | None]


class CampaignMoveBody(TypedDict):
    """answer: needed to answer it. answered_on: left out, today."""

    answer: NotRequired[str]
    answered_on: NotRequired[str | None]


class CampaignOut(TypedDict):
    """What a partner asks of the department, and our answer. document: where it can be read."""

    id: str
    partner_id: str
    partner: str
    kind: "CampaignKind"
    title: str
    topic: str
    asks: str
    said_on: str
    document: str
    state: "CampaignState"
    answer: str
    answered_on: str | None
    version: int


class CandidateOut(TypedDict):
    """Somebody there whom the row may be about, how likely, and why."""

    person: "ComparedOut"
    probability: float
    evidence: "list[EvidenceOut]"


class CapacityOut(TypedDict):
    """Places free, as at `updated`."""

    unit: str
    available: int | None
    maximum: int | None
    waiting_days: int | None
    updated: str


class ChangeAnswerBody(TypedDict):
    """tag: of the change as you read it, to confirm it. reason: needed to refuse it."""

    tag: NotRequired[str]
    reason: NotRequired[str]


class ChangeDocumentBody(TypedDict):
    """What is said of it. shared: the other side reads it too; what a partner's own staff bring always is."""

    title: str
    sort: "DocumentSort"
    shared: NotRequired[bool]


class ChangeLine(TypedDict):
    """A change in a list."""

    id: str
    partner_id: str
    partner: str
    part: "ChangePart"
    state: "ChangeState"
    proposed_at: str


class ChangeOut(TypedDict):
    """moved_on: the register said something else when they asked. tag: send it to confirm; it is another when the register says something else."""

    id: str
    partner_id: str
    partner: str
    part: "ChangePart"
    state: "ChangeState"
    proposed_at: str
    why: str
    fields: "list[ChangedField]"
    moved_on: bool
    tag: str
    answered_at: str | None
    reason: str
    can: list[Literal["confirm", "refuse", "withdraw"]]
    version: int


class ChangeTaskBody(TypedDict):
    """user_id or team_id: one of the two. Left out, it is for the key's owner."""

    what: str
    words: NotRequired[str]
    due_on: NotRequired[str | None]
    user_id: NotRequired[str | None]
    team_id: NotRequired[str | None]


class ChangedField(TypedDict):
    """In words: as it was when they asked, as the register says now, as they ask."""

    label: str
    was: str
    now: str
    asked: str


class ChoicesIn(TypedDict):
    """How the file is read; what is left out is found."""

    encoding: NotRequired[str]
    delimiter: NotRequired[str]
    sheet: NotRequired[str]
    heading_row: NotRequired[int]
    dates: NotRequired[str]
    team: NotRequired[str]
    columns: NotRequired["list[ColumnIn]"]
    mapping: NotRequired[str]


class CloseBody(TypedDict):
    reason: "ClosingReason"
    anyway: NotRequired[bool]


class CloseMeasureBody(TypedDict):
    reason: str


class ColumnIn(TypedDict):
    place: int
    field: NotRequired[str]


class ColumnOut(TypedDict):
    """One column: what it is read as, and why."""

    place: int
    heading: str
    field: str
    why: str
    looks: str


class CommentOut(TypedDict):
    """What a rater lets be read, in no order."""

    side: "RatingSide"
    kind: "CommentKind"
    words: str


class ComparedOut(TypedDict):
    """One record, as far as it is compared. site: code of where they are."""

    id: str
    preferred_name: str
    given_names: str
    family_name: str
    name_mi: str
    birth_date: str | None
    age_band: str
    gender: str
    identifiers: "list[NumberOut]"
    site: str
    site_since: str | None
    made_on: str


class ConfidentialBody(TypedDict):
    """Who may see a service: all signed in, or its own staff and the directory's editors."""

    confidential: bool


class ConfirmBody(TypedDict):
    """Lines without an answer yet."""

    line_ids: list[str]


class ConflictOut(TypedDict):
    """A user close to a person's whānau, as it seems. matched: what is the same."""

    id: str
    person_id: str
    user_id: str
    user: str
    matched: list[str]
    found_at: str
    verdict: str
    why: str


class ContactBody(TypedDict):
    name: str
    relation: "Relation"
    phone: NotRequired[str]
    email: NotRequired[str]
    safety: "Safety"
    how: NotRequired[str]
    is_emergency: NotRequired[bool]
    address: NotRequired[str]
    hidden: NotRequired[bool]


class ContactOut(TypedDict):
    """One contact. address: the open one. has_hidden: there is a hidden one that the key's owner may ask for."""

    id: str
    person_id: str
    name: str
    relation: "Relation"
    phone: str
    email: str
    safety: "Safety"
    how: str
    is_emergency: bool
    address: str
    has_hidden: bool
    ended_at: str | None
    version: int


class ContributionBody(TypedDict):
    """party_id: the party it is with. last_on: left out for one day. in_words: what is counted, of OTHER. worth with worth_how: where somebody reckoned it;
    of MONEY it is the quantity.
    """

    party_id: str
    giver: "Bearer"
    kind: "ContributionKind"
    basis: "Basis"
    what: str
    first_on: str
    last_on: NotRequired[str | None]
    quantity: str
    measured: "Measured"
    in_words: NotRequired[str]
    worth: NotRequired[str | None]
    worth_how: NotRequired[str]


class ContributionMoveBody(TypedDict):
    """reason: needed to see it differently and to withdraw it."""

    reason: NotRequired[str]


class ContributionOut(TypedDict):
    """One row. giver: the side that puts it in; writer: the side that says so. worth: null where nobody reckoned it."""

    id: str
    agreement_id: str
    party_id: str
    organization_id: str
    giver: "Bearer"
    kind: "ContributionKind"
    basis: "Basis"
    what: str
    first_on: str
    last_on: str
    quantity: str
    measured: "Measured"
    in_words: str
    worth: str | None
    worth_how: str
    writer: "Bearer"
    written_on: str
    answered_on: str | None
    state: "ContributionState"
    state_reason: str
    version: int


class CorrectionBody(TypedDict):
    kind: "NoteKind"
    text: str
    happened_at: str
    sensitive: NotRequired[bool]
    why: str


class CoverBody(TypedDict):
    rows: "list[RowIn]"
    worker_id: str
    from_on: str
    until_on: str


class DecideApprovalBody(TypedDict):
    """words are needed for a no."""

    agreed: bool
    words: NotRequired[str]


class DecisionBody(TypedDict):
    verdict: "ConflictVerdict"
    why: str


class DetailOut(TypedDict):
    """One referral with what was told, the log and the questions."""

    id: str
    reference: str
    state: "ReferralState"
    urgency: "Urgency"
    answer_by: str | None
    service_id: str
    person_id: str | None
    need_id: str | None
    sent_at: str | None
    answered_at: str | None
    expected_on: str | None
    reason_code: str
    version: int
    verbs: list[str]
    told: "list[ToldOut]"
    log: "list[EntryOut]"
    questions: "list[QuestionOut]"


class DetailsBody(TypedDict):
    """All of who somebody is: what is left out is emptied. Codes are those of the vocabularies; age_band is for an unknown date of birth."""

    preferred_name: str
    given_names: NotRequired[str]
    family_name: NotRequired[str]
    name_mi: NotRequired[str]
    birth_date: NotRequired[str | None]
    age_band: NotRequired["AgeBand | str"]
    gender: NotRequired[str]
    ethnicities: NotRequired[list[str]]
    iwi: NotRequired[list[str]]
    languages: NotRequired[list[str]]
    interpreter_needed: NotRequired[bool]


class DiffersOut(TypedDict):
    """A field both say something else of, as each says it in words."""

    field: str
    label: str
    winner: str
    loser: str


class DirectoryBody(TypedDict):
    name: str
    content: str
    source: NotRequired[str]
    layout: NotRequired[str]


class DirectoryRun(TypedDict):
    """What an import did; the rows it refused have an address of their own."""

    source: str
    read: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    id: str
    at: str
    by_name: str


class DirectorySent(TypedDict):
    """What a file would do: nothing is changed yet. rows: the first of those refused. Only who sent it sees it."""

    source: str
    read: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    id: str
    name: str
    at: str
    layout: str
    notes: list[str]
    rows: "list[RefusedRow]"


class DisagreeBody(TypedDict):
    """need_id: about this need; null: about the record."""

    need_id: NotRequired[str | None]
    words: str


class DisagreementOut(TypedDict):
    """What somebody does not agree with, and what the office said."""

    id: str
    person_id: str
    about_kind: str
    about_id: str
    words: str
    at: str
    answer: str
    answered_at: str | None


class DisposalOut(TypedDict):
    """What somebody asked to dispose of, of one kind, and what the reader may do with it now."""

    id: str
    kind: str
    before: str
    asked_at: str
    approved_at: str | None
    refused_at: str | None
    done_at: str | None
    rows: int | None
    verbs: list[Literal["approve", "refuse"]]


class DisputeBody(TypedDict):
    words: str


class DocumentBody(TypedDict):
    """As to change one, and the file."""

    title: str
    sort: "DocumentSort"
    shared: NotRequired[bool]
    about_kind: str
    about_id: str
    name: str
    content: str


class DocumentFileOut(TypedDict):
    """The file of a document. content: its bytes in base64, never to be shown by a browser as they are."""

    name: str
    media: str
    content: str


class DocumentOut(TypedDict):
    """A document. bytes: of its file. shared: the other side reads it too. added_by_id: nobody's when the site's command brought it."""

    id: str
    about_kind: str
    about_id: str
    title: str
    sort: "DocumentSort"
    media: str
    bytes: int
    shared: bool
    added_by_id: str | None
    added_at: str
    state: "DocumentState"
    reason: str
    version: int


class DomainOut(TypedDict):
    """One domain. gap: ours less theirs, likely between gap_low and gap_high; these are null when nobody can say how sure it is."""

    code: str
    title: str
    ours: "SideOut"
    theirs: "SideOut"
    gap: float | None
    gap_low: float | None
    gap_high: float | None


class DoneOut(TypedDict):
    """What became of one row."""

    person_id: str
    result: "RowResult"
    sentence: str


class EndAccreditationBody(TypedDict):
    reason: str


class EndBody(TypedDict):
    rows: "list[RowIn]"
    reason: "EndReason"
    last_day: str


class EndContactBody(TypedDict):
    note: NotRequired[str]


class EndWhenuaBody(TypedDict):
    reason: str
    ended_on: NotRequired[str | None]


class EndedOut(TypedDict):
    """Somebody's work in a team. last_day: the last day that counts; null: it has ended."""

    team_id: str
    user_id: str
    last_day: str | None


class EntryOut(TypedDict):
    """One line of the log both sides see."""

    at: str
    kind: str
    verb: str
    sentence: str
    note: str
    by_name: str


class ErasureBody(TypedDict):
    person_id: str
    why: "Why"


class ErasureOut(TypedDict):
    """A record somebody asked to be erased. held: a court needs it now, so it is not. verbs: what the reader may do with it."""

    id: str
    person_id: str
    why: "Why"
    held: bool
    asked_by: str
    asked_at: str
    answered_by: str
    approved_at: str | None
    refused_at: str | None
    done_at: str | None
    rows: int | None
    verbs: list[Literal["approve", "refuse"]]


class EvidenceOut(TypedDict):
    """What one field says about two records. weight: log2 of how much likelier one person is than two; below 0 it speaks for two."""

    field: str
    level: str
    words: str
    weight: float


class FigureOut(TypedDict):
    """hits of n, with the 95% interval of the share. untold: why there is none, in words. disputed: how many of them the partner sees differently."""

    half: str
    figure: str
    definition: str
    hits: int | None
    n: int | None
    share: float | None
    low: float | None
    high: float | None
    median_days: str | None
    disputed: int
    untold: str


class FigureRejectedOut(TypedDict):
    """A row that was not taken: its line, its column and what to do."""

    row: int
    field: str
    message: str


class FiguresBody(TypedDict):
    """csv: rows under the columns region, pillar, split, part, people, source, as of."""

    csv: str


class FiguresOut(TypedDict):
    """What became of each row."""

    created: int
    updated: int
    removed: int
    unchanged: int
    rejected: "list[FigureRejectedOut]"


class FileIn(TypedDict):
    encoding: NotRequired[str]
    delimiter: NotRequired[str]
    sheet: NotRequired[str]
    heading_row: NotRequired[int]
    dates: NotRequired[str]
    team: NotRequired[str]
    columns: NotRequired["list[ColumnIn]"]
    mapping: NotRequired[str]
    name: str
    content: str


class FileOut(TypedDict):
    """A file on its way in. Only who sent it sees it."""

    id: str
    name: str
    at: str
    stage: "ImportStage"
    rows: int | None
    sentence: str
    run_id: str | None
    version: int


class FoundBody(TypedDict):
    """A partner the register did not have for this site."""

    since: NotRequired[str]
    purpose: NotRequired[str]
    agreement: NotRequired["HasAgreement | str"]
    agreement_words: NotRequired[str]
    enhance: NotRequired[str]
    changed: NotRequired[str]
    own_answers: NotRequired[list[str]]
    name: str
    kind: NotRequired["OrganizationKind | str"]


class FoundOut(TypedDict):
    """The best matches first. more: there were others."""

    items: "list[PersonLine]"
    more: bool


class FoundPartnerOut(TypedDict):
    """A partner the register did not have. settled: what became of it, empty while nobody said."""

    line_id: str
    name: str
    site: str
    settled: str


class FullBody(TypedDict):
    """Why it becomes a full agreement. Its parties read it."""

    reason: str


class FunderContentOut(TypedDict):
    """With what stands on it now. waiting: reports of the period that are not accepted yet, and not in it."""

    id: str
    organization_id: str
    agreement_id: str | None
    first_on: str
    last_on: str
    words: list[str]
    made_on: str
    organization: str
    purpose: str
    agreements: list[str]
    put_in: "list[FunderPutInOut]"
    paid: str
    payments: int
    measures: "list[FunderMeasureOut]"
    waiting: int


class FunderMeasureOut(TypedDict):
    """value: of the accepted reports of the period, in words; a number too small to tell stays so."""

    question: "Rba"
    name: str
    includes: str
    target: str
    value: str
    met: str
    notes: list[str]


class FunderPutInOut(TypedDict):
    giver: "Bearer"
    kind: "ContributionKind"
    worth: str
    rows: int
    without: int


class FunderReportBody(TypedDict):
    """agreement_id: left out for all of the partner's. words: up to three lines of its own."""

    first_on: str
    last_on: str
    agreement_id: NotRequired[str | None]
    words: NotRequired[list[str]]


class FunderReportOut(TypedDict):
    """Of which partner, days and agreement (null: all of the partner's), in its own words."""

    id: str
    organization_id: str
    agreement_id: str | None
    first_on: str
    last_on: str
    words: list[str]
    made_on: str


class GapOut(TypedDict):
    """One region, pillar and group. people: rounded to threes; null: not told (none to five, or what would tell such a number). planned: the loaded figure.

    services: active ones that reach the region and take the group. places_free: of the services_that_say. own_services: of the group's own
    providers; null where no kind of provider stands for the group.
    """

    region: str
    region_name: str
    pillar: "Pillar"
    part: str
    part_name: str
    people: int | None
    planned: int | None
    services: int
    places_free: int
    services_that_say: int
    own_services: int | None
    nothing_there: bool
    no_place_free: bool


class GapsOut(TypedDict):
    """counted_on: the day records were counted; null when they never were. services_nowhere: active ones that do not say where they are given."""

    counted_on: str | None
    services_nowhere: int
    items: "list[GapOut]"


class GrantPackage(TypedDict):
    """A 360Giving 1.4 package: 360-giving-package-schema.json."""

    version: str
    license: str
    grants: list[dict[str, Any]]


class HandoverOut(TypedDict):
    """One handover, and what the reader may do with it now."""

    id: str
    person_id: str
    from_team_id: str
    from_worker_id: str | None
    to_team_id: str
    to_worker_id: str
    note: str
    last_day: str
    made_at: str
    state: "HandoverState"
    closed_at: str | None
    version: int
    verbs: list[str]


class HappenedOut(TypedDict):
    """One thing that happened: what, when, by whom. href: the page that shows more, empty when there is none."""

    at: str
    title: str
    by: str
    href: str


class HeldBody(TypedDict):
    person_id: NotRequired[str | None]
    note: NotRequired[str]


class HeldLine(TypedDict):
    """A new person who waits. source and row: of the file they came with; asked for by hand, it is empty, and 0."""

    id: str
    preferred_name: str
    family_name: str
    team_id: str
    team: str
    source: str
    row: int
    at: str
    state: "HeldState"


class HeldOut(TypedDict):
    """And whom they may be. verbs: what may be decided now; said is null once it is decided."""

    id: str
    preferred_name: str
    family_name: str
    team_id: str
    team: str
    source: str
    row: int
    at: str
    state: "HeldState"
    by_id: str | None
    by: str
    note: str
    decided_by_id: str | None
    decided_at: str | None
    said: "SaidOut | None"
    candidates: "list[CandidateOut]"
    others: "list[BesideOut]"
    version: int
    verbs: list[str]


class HoldBody(TypedDict):
    person_id: str
    order_number: str


class HoldOut(TypedDict):
    """A court's hold on a record."""

    id: str
    person_id: str
    order_number: str
    placed_by: str
    placed_at: str
    lifted_by: str
    lifted_at: str | None


class HypothesisOut(TypedDict):
    """Whether the place of a partnership in its last assessment, as one side sees it, goes with its place by referrals accepted. n: partnerships with both.

    rho: Spearman's rank correlation; low, high: its 95 % interval; chance: how often drawn orders go together as much. All null of fewer than ten.
    without_one: lowest and highest when any one is left out. smallest_seen: what so many show four times in five. places: pairs, of nobody in particular.
    """

    side: "RatingSide"
    n: int
    rho: float | None
    low: float | None
    high: float | None
    chance: float | None
    without_one: list[float] | None
    smallest_seen: float | None
    places: list[list[float]]
    reading: str


class InteractionBody(TypedDict):
    """on: the day. contacts: ids of the partner's contacts. users: ids of those of ours who keep the register. shared: its own people read it."""

    kind: "InteractionKind"
    on: str
    said: str
    starts_at: NotRequired[str | None]
    ends_at: NotRequired[str | None]
    site: NotRequired[str]
    place: NotRequired[str]
    contacts: NotRequired[list[str]]
    users: NotRequired[list[str]]
    others: NotRequired[str]
    topics: NotRequired["list[Topic]"]
    topic_words: NotRequired[str]
    next_on: NotRequired[str | None]
    shared: NotRequired[bool]
    also: NotRequired[list[str] | None]
    told: NotRequired[bool]


class InteractionOut(TypedDict):
    """One time we were in touch. written_by_id: nobody's when the site's own command wrote it. also: other partners there, as far as you are told."""

    id: str
    partner_id: str
    kind: "InteractionKind"
    on: str
    starts_at: str | None
    ends_at: str | None
    site: str
    place: str
    contacts: list[str]
    users: list[str]
    others: str
    topics: "list[Topic]"
    topic_words: str
    said: str
    next_on: str | None
    shared: bool
    also: list[str]
    told: bool
    written_by_id: str | None
    withdrawn_on: str | None
    withdrawn_reason: str
    version: int


class InvitationOut(TypedDict):
    """An invitation. sent_at: when its link was mailed; null while that waits."""

    id: str
    team_id: str
    role_id: str
    email: str
    name: str
    made_at: str
    sent_at: str | None
    expires_at: str


class InviteBody(TypedDict):
    email: str
    name: str
    role: str


class JobOut(TypedDict):
    """A job that failed for good: what it does and why it failed, never what it was about."""

    id: int
    kind: str
    tries: int
    at: str | None
    error: str


class JobResultOut(TypedDict):
    id: int
    kind: str
    done: bool
    sentence: str


class JobsBody(TypedDict):
    ids: list[int]


class JobsOut(TypedDict):
    items: "list[JobOut]"
    next: int | None


class JudgeBody(TypedDict):
    """A reason is needed for all but a plain yes."""

    reason: NotRequired[str]


class JudgeReportBody(TypedDict):
    """A reason is needed to send it back."""

    reason: NotRequired[str]


class KeepTwoBody(TypedDict):
    reason: str


class KindOut(TypedDict):
    """A kind of thing that is kept for a while, and what was asked for last."""

    kind: str
    title: str
    days: int
    may_ask: bool
    last: "DisposalOut | None"


class LaggingOut(TypedDict):
    """One domain as one side of `n` partnerships sees it; nothing of fewer than three."""

    domain: str
    side: "RatingSide"
    n: int
    concerns: int
    between: int
    strengths: int
    middle: float | None


class LeaveBody(TypedDict):
    reason: "EndingReason"
    last_day: NotRequired[str | None]


class LensOut(TypedDict):
    """One dimension of a published instrument, read from our questions."""

    lens: str
    dimension: str
    items: int
    ours: float | None
    theirs: float | None
    ours_band: str
    theirs_band: str


class LevelBody(TypedDict):
    """At least this level; null for none. blocks: without it no referral is sent; else whoever refers is warned."""

    level: NotRequired[int | None]
    blocks: NotRequired[bool]


class LevelOut(TypedDict):
    """level: 1 is the highest; null: it asks for none. met: its partner holds it in force today. version 0: nothing was said yet."""

    level: int | None
    blocks: bool
    met: bool
    version: int


class LiftBody(TypedDict):
    why: str


class LiftOut(TypedDict):
    """Who let them open more on which day, and why."""

    on_day: str
    why: str
    by_id: str
    at: str


class LightBody(TypedDict):
    """All of the one page but who it is with. reach: an e-mail address or a phone number of whoever signs."""

    kind: Literal["GRANT", "MOU"]
    title: str
    purpose: str
    amount: NotRequired[str]
    pays_on: NotRequired[str | None]
    starts_on: str
    ends_on: str
    report_on: str
    signer_name: str
    reach: str


class LightLinkOut(TypedDict):
    """A link, and how it stands: SENT, OPENED, ASKED, DONE or OVER. word: ASKED or REFUSED, with words, when its holder said so."""

    id: str
    purpose: "LinkFor"
    to_name: str
    stands: Literal["SENT", "OPENED", "ASKED", "DONE", "OVER"]
    made_at: str
    expires_at: str
    used_at: str | None
    word: Literal["", "ASKED", "REFUSED"]
    words: str


class LightOut(TypedDict):
    """The light path of an agreement. text: the terms as they are signed. links: empty for the staff of its party. rule: when one page is enough."""

    agreement_id: str
    signer_name: str
    pays_on: str | None
    report_on: str
    text: str
    links: "list[LightLinkOut]"
    rule: str
    full_at: str | None
    full_why: str
    version: int


class LightReportBody(TypedDict):
    """Name nobody. spent: of a grant. told_by and told_on: needed of whoever writes down what they were told; of the group's own people they don't count."""

    did: str
    changed: str
    otherwise: str
    spent: NotRequired[str]
    told_by: NotRequired[str]
    told_on: NotRequired[str | None]


class LightReportOut(TypedDict):
    """The answers, given once: what was done, what changed for people, what would be done otherwise or got in the way. spent: of a grant."""

    agreement_id: str
    did: str
    changed: str
    otherwise: str
    spent: str | None
    how: "ToldBy"
    told_by: str
    told_on: str | None
    sent_by_id: str | None
    sent_on: str


class LimitBody(TypedDict):
    """The person by id, or by number and date of birth, both exact (privacy officers)."""

    kind: "LimitKind"
    emails: list[str]
    reason: "LimitReason"
    words: str
    person_id: NotRequired[str | None]
    number: NotRequired[str]
    born: NotRequired[str | None]
    from_on: NotRequired[str | None]
    until_on: NotRequired[str | None]
    withheld: NotRequired[str]


class LimitOut(TypedDict):
    """Who may never, or alone, see whose record. verbs: what the reader may do with it now."""

    id: str
    person_id: str
    kind: "LimitKind"
    users: list[str]
    reason: "LimitReason"
    words: str
    starts_at: str
    ends_at: str | None
    withheld: str
    by_id: str | None
    lift_asked_by_id: str | None
    lift_why: str
    lifted_by_id: str | None
    version: int
    verbs: list[str]


class LineOut(TypedDict):
    """Who did what, by way of what, to whose record, with which parts of it open. trusted: false when the row is not ours; all else is empty."""

    id: str
    at: str | None
    actor_id: str | None
    actor: str
    verb: str
    did: str
    channel: str
    person_ids: list[str]
    persons_more: int
    compartments: list[str]
    trusted: bool


class LinesBody(TypedDict):
    codes: list[str]


class LocationOut(TypedDict):
    """A place where the service is given."""

    id: str
    name: str
    location_type: str
    latitude: float | None
    longitude: float | None
    addresses: "list[PlaceAddressOut]"
    phones: "list[PhoneOut]"
    schedules: "list[ScheduleOut]"


class LookBody(TypedDict):
    verdict: "LookVerdict"
    because: str


class LookOut(TypedDict):
    """One day's visits of one user to one record; why it is asked about; what a second person found."""

    id: str
    user_id: str
    user: str
    person_id: str
    on_day: str
    at: str
    rows: int
    points: int
    reasons: "list[LookReason]"
    found_at: str
    asked_at: str | None
    verdict: str
    because: str
    reviewed_by_id: str | None
    reviewed_at: str | None


class LookReason(TypedDict):
    """One thing that was found, and the points it gave; less than nothing for what speaks for work."""

    code: str
    points: int
    sentence: str


class LookedOut(TypedDict):
    """Who looked at or changed one's own record, in plain words. times: how often that day; at: the last of them."""

    at: str | None
    who: str
    did: str
    because: list[str]
    seen: list[str]
    times: int


class MappingIn(TypedDict):
    name: str


class MappingOut(TypedDict):
    """How files with these headings are read."""

    id: str
    name: str
    headings: list[str]
    fields: list[str]
    sheet: str
    encoding: str
    delimiter: str
    dates: str
    team: str
    version: int


class MeanChangeOut(TypedDict):
    """How far a mean moved since the assessment before; low and high are null when there are too few raters to say how sure that is."""

    step: float
    low: float | None
    high: float | None
    before: int | None
    now: int | None


class MeasureBody(TypedDict):
    """What a measure says. target: left out where it is only watched; target_to: the upper end of BETWEEN."""

    rba: "Rba"
    name: str
    includes: str
    excludes: NotRequired[str]
    unit: NotRequired[Any]
    better: NotRequired[Any]
    target: NotRequired[str]
    target_to: NotRequired[str]
    report_within: NotRequired[int]


class MeasureOut(TypedDict):
    """One measure. party_id, organization_id: whose work it measures. target: null where it is only watched. counts_from: the first day of the first
    period reported; null: the agreement's first. closed_on: null while it is measured.
    """

    id: str
    agreement_id: str
    party_id: str
    organization_id: str
    rba: "Rba"
    name: str
    includes: str
    excludes: str
    unit: "Unit"
    better: "Better"
    target: str | None
    target_to: str | None
    period: "Cycle"
    source: "Source"
    counts_from: str | None
    report_within: int
    closed_on: str | None
    closed_reason: str
    version: int


class MergeBody(TypedDict):
    winner_id: str
    loser_id: str
    reason: str


class MergeOut(TypedDict):
    """Two records; left_out: teams that saw only one of the two. verbs: what the reader may do now; another officer decides."""

    id: str
    winner_id: str
    winner: str
    loser_id: str
    loser: str
    state: "MergeState"
    reason: str
    proposed_by_id: str
    proposed_at: str
    decided_by_id: str | None
    decided_at: str | None
    part_reason: str
    part_by_id: str | None
    part_at: str | None
    parted_by_id: str | None
    parted_at: str | None
    left_out: list[str]
    account_out: bool
    version: int
    verbs: list[str]


class MergeWhole(TypedDict):
    """And the two records side by side. Of one that went into another, what is not recorded may have moved."""

    id: str
    winner_id: str
    winner: str
    loser_id: str
    loser: str
    state: "MergeState"
    reason: str
    proposed_by_id: str
    proposed_at: str
    decided_by_id: str | None
    decided_at: str | None
    part_reason: str
    part_by_id: str | None
    part_at: str | None
    parted_by_id: str | None
    parted_at: str | None
    left_out: list[str]
    account_out: bool
    version: int
    verbs: list[str]
    stays: "ComparedOut"
    goes: "ComparedOut"


class MoveBody(TypedDict):
    """reason_code: to decline or withdraw. expected_on: to put on the waiting list."""

    reason_code: NotRequired[str]
    expected_on: NotRequired[str | None]
    note: NotRequired[str]


class NeedBody(TypedDict):
    pillar: "Pillar"
    note: NotRequired[str]


class NeedOut(TypedDict):
    """One need, and what may be done with it now."""

    id: str
    person_id: str
    pillar: "Pillar"
    note: str
    status: "NeedStatus"
    owner_id: str | None
    version: int
    verbs: list[str]


class NetworkMeasures(TypedDict):
    """As docs/network.md defines each; null where its definition divides by nothing. bridges: pairs of ids; an id that is null is the department."""

    nodes: int
    ties: int
    density: float | None
    density_directed: float | None
    reciprocity: float | None
    degree_centralisation: float | None
    betweenness_centralisation: float | None
    components: int
    largest: int
    isolates: int
    bridges: list[list[str | None]]
    cut_points: list[str | None]


class NetworkOrganization(TypedDict):
    """tied_with: how many, the department counted. ties: the kinds of tie it has."""

    id: str
    name: str
    kind: "OrganizationKind"
    regions: list[str]
    tied_with: int
    ties: "list[TieKind]"


class NetworkTie(TypedDict):
    """Two with something between them; an id that is null is the department."""

    one_id: str | None
    one_name: str
    other_id: str | None
    other_name: str
    ties: "list[Strands]"


class NewAgreementBody(TypedDict):
    """number: made when left out."""

    title: str
    kind: "AgreementKind"
    number: NotRequired[str]


class NewAgreementPartyBody(TypedDict):
    """organization: its name or id."""

    part: NotRequired[Literal["PRIME", "PARTNER", "SUB"]]
    does: NotRequired[str]
    amount: NotRequired[str]
    organization: str


class NewBody(TypedDict):
    need_id: str
    service_id: str


class NewLightBody(TypedDict):
    """organization: name or id of the partner. new_kind: what kind of group it is, when it is not on the register yet."""

    kind: Literal["GRANT", "MOU"]
    title: str
    purpose: str
    amount: NotRequired[str]
    pays_on: NotRequired[str | None]
    starts_on: str
    ends_on: str
    report_on: str
    signer_name: str
    reach: str
    organization: str
    new_kind: NotRequired["OrganizationKind | str"]


class NewMeasureBody(TypedDict):
    """party_id: whose work it measures. Of what is counted from referrals, the unit is the count's own."""

    rba: "Rba"
    name: str
    includes: str
    excludes: NotRequired[str]
    unit: NotRequired[Any]
    better: NotRequired[Any]
    target: NotRequired[str]
    target_to: NotRequired[str]
    report_within: NotRequired[int]
    party_id: str
    period: NotRequired[Any]
    source: NotRequired[Any]
    from_start: NotRequired[bool]


class NewPersonBody(TypedDict):
    """Somebody new, for an office of the key's owner."""

    team: str
    preferred_name: str
    given_names: NotRequired[str]
    family_name: NotRequired[str]
    birth_date: NotRequired[str | None]
    identifiers: NotRequired["list[NumberBody]"]


class NewReportBody(TypedDict):
    """first_on: the first day of the period."""

    value: NotRequired[str]
    numerator: NotRequired[int | None]
    denominator: NotRequired[int | None]
    nothing: NotRequired[bool]
    note: NotRequired[str]
    first_on: str


class NoteBody(TypedDict):
    kind: "NoteKind"
    text: str
    happened_at: str
    sensitive: NotRequired[bool]


class NoteOut(TypedDict):
    """One writing of a note. number: which writing it is, and the version a correction is made against."""

    note_id: str
    number: int
    person_id: str
    kind: "NoteKind"
    sensitive: bool
    text: str
    happened_at: str
    written_at: str
    author_id: str | None
    why: str


class NoteWhole(TypedDict):
    """The current writing, with the earlier ones, newest first."""

    note_id: str
    number: int
    person_id: str
    kind: "NoteKind"
    sensitive: bool
    text: str
    happened_at: str
    written_at: str
    author_id: str | None
    why: str
    earlier: "list[NoteOut]"


class NoticeOut(TypedDict):
    """One notice: its words name nobody. safety: it is mailed at once, whatever its reader chose. closed: what it is about can't be opened any more."""

    id: str
    kind: str
    title: str
    sentence: str
    at: str
    is_read: bool
    safety: bool
    closed: bool


class NumberBody(TypedDict):
    scheme: str
    value: str


class NumberOut(TypedDict):
    """A number another system knows the person by."""

    scheme: str
    value: str


class ObligationBody(TypedDict):
    """party_id: the party it is with; bearer: who of the two does it. One that repeats is made anew when it is judged."""

    party_id: str
    bearer: "Bearer"
    what: str
    due_on: str
    repeats: NotRequired[Any]


class ObligationOut(TypedDict):
    """One thing the department does for a party, or a party for the department. party_id, organization_id: the party it is with. late: its day has passed, and nobody has said what it amounts to."""

    id: str
    party_id: str
    organization_id: str
    bearer: "Bearer"
    what: str
    due_on: str
    repeats: "Repeats"
    late: bool
    said: str
    said_on: str | None
    link: str
    disputed: str
    state: "ObligationState"
    state_reason: str
    version: int


class OfferOut(TypedDict):
    """A service for a need, and why."""

    service_id: str
    name: str
    verdict: str
    score: float
    reasons: list[dict[str, str]]


class OpeningOut(TypedDict):
    """One use: who, whose record, why; sixty minutes from `at`; and what a second person found."""

    id: str
    person_id: str
    user_id: str
    user: str
    reason: "EmergencyReason"
    words: str
    at: str
    verdict: str
    because: str
    reviewed_by_id: str | None


class OrganizationOut(TypedDict):
    """An organisation."""

    id: str
    name: str
    alternate_name: str
    description: str
    email: str
    website: str
    legal_status: str
    year_incorporated: int | None
    kind: str
    parent_organization_id: str | None
    source: str
    source_id: str


class OwnLogOut(TypedDict):
    """withheld: how many lines are not shown, and by which rule, in sentences."""

    items: "list[LookedOut]"
    withheld: list[str]
    next: NotRequired[str | None]


class PackageLinks(TypedDict):
    """Addresses of the pages beside it."""

    next: NotRequired[str]
    prev: NotRequired[str]


class PageOutAgreementLine(TypedDict):
    items: "list[AgreementLine]"
    next: NotRequired[str | None]


class PageOutAgreementMeetingOut(TypedDict):
    items: "list[AgreementMeetingOut]"
    next: NotRequired[str | None]


class PageOutAgreementRiskOut(TypedDict):
    items: "list[AgreementRiskOut]"
    next: NotRequired[str | None]


class PageOutBarrierOut(TypedDict):
    items: "list[BarrierOut]"
    next: NotRequired[str | None]


class PageOutCampaignOut(TypedDict):
    items: "list[CampaignOut]"
    next: NotRequired[str | None]


class PageOutChangeLine(TypedDict):
    items: "list[ChangeLine]"
    next: NotRequired[str | None]


class PageOutConflictOut(TypedDict):
    items: "list[ConflictOut]"
    next: NotRequired[str | None]


class PageOutContributionOut(TypedDict):
    items: "list[ContributionOut]"
    next: NotRequired[str | None]


class PageOutDocumentOut(TypedDict):
    items: "list[DocumentOut]"
    next: NotRequired[str | None]


class PageOutErasureOut(TypedDict):
    items: "list[ErasureOut]"
    next: NotRequired[str | None]


class PageOutFunderReportOut(TypedDict):
    items: "list[FunderReportOut]"
    next: NotRequired[str | None]


class PageOutHeldLine(TypedDict):
    items: "list[HeldLine]"
    next: NotRequired[str | None]


class PageOutHoldOut(TypedDict):
    items: "list[HoldOut]"
    next: NotRequired[str | None]


class PageOutInteractionOut(TypedDict):
    items: "list[InteractionOut]"
    next: NotRequired[str | None]


class PageOutLimitOut(TypedDict):
    items: "list[LimitOut]"
    next: NotRequired[str | None]


class PageOutLineOut(TypedDict):
    items: "list[LineOut]"
    next: NotRequired[str | None]


class PageOutLookOut(TypedDict):
    items: "list[LookOut]"
    next: NotRequired[str | None]


class PageOutMeasureOut(TypedDict):
    items: "list[MeasureOut]"
    next: NotRequired[str | None]


class PageOutMergeOut(TypedDict):
    items: "list[MergeOut]"
    next: NotRequired[str | None]


class PageOutNetworkOrganization(TypedDict):
    items: "list[NetworkOrganization]"
    next: NotRequired[str | None]


class PageOutNetworkTie(TypedDict):
    items: "list[NetworkTie]"
    next: NotRequired[str | None]


class PageOutNoteOut(TypedDict):
    items: "list[NoteOut]"
    next: NotRequired[str | None]


class PageOutNoticeOut(TypedDict):
    items: "list[NoticeOut]"
    next: NotRequired[str | None]


class PageOutObligationOut(TypedDict):
    items: "list[ObligationOut]"
    next: NotRequired[str | None]


class PageOutOpeningOut(TypedDict):
    items: "list[OpeningOut]"
    next: NotRequired[str | None]


class PageOutOrganizationOut(TypedDict):
    items: "list[OrganizationOut]"
    next: NotRequired[str | None]


class PageOutPairLine(TypedDict):
    items: "list[PairLine]"
    next: NotRequired[str | None]


class PageOutPartnerLine(TypedDict):
    items: "list[PartnerLine]"
    next: NotRequired[str | None]


class PageOutPartnerMergeLine(TypedDict):
    items: "list[PartnerMergeLine]"
    next: NotRequired[str | None]


class PageOutPartnerPairLine(TypedDict):
    items: "list[PartnerPairLine]"
    next: NotRequired[str | None]


class PageOutPartnerRunLine(TypedDict):
    items: "list[PartnerRunLine]"
    next: NotRequired[str | None]


class PageOutPaymentOut(TypedDict):
    items: "list[PaymentOut]"
    next: NotRequired[str | None]


class PageOutPersonLine(TypedDict):
    items: "list[PersonLine]"
    next: NotRequired[str | None]


class PageOutPublishedLine(TypedDict):
    items: "list[PublishedLine]"
    next: NotRequired[str | None]


class PageOutReciprocityOut(TypedDict):
    items: "list[ReciprocityOut]"
    next: NotRequired[str | None]


class PageOutReferralOut(TypedDict):
    items: "list[ReferralOut]"
    next: NotRequired[str | None]


class PageOutRefusedRow(TypedDict):
    items: "list[RefusedRow]"
    next: NotRequired[str | None]


class PageOutReportDueOut(TypedDict):
    items: "list[ReportDueOut]"
    next: NotRequired[str | None]


class PageOutReportOut(TypedDict):
    items: "list[ReportOut]"
    next: NotRequired[str | None]


class PageOutRunLine(TypedDict):
    items: "list[RunLine]"
    next: NotRequired[str | None]


class PageOutSaidTieOut(TypedDict):
    items: "list[SaidTieOut]"
    next: NotRequired[str | None]


class PageOutServiceLine(TypedDict):
    items: "list[ServiceLine]"
    next: NotRequired[str | None]


class PageOutStockLineOut(TypedDict):
    items: "list[StockLineOut]"
    next: NotRequired[str | None]


class PageOutStockTakeLine(TypedDict):
    items: "list[StockTakeLine]"
    next: NotRequired[str | None]


class PageOutStopOut(TypedDict):
    items: "list[StopOut]"
    next: NotRequired[str | None]


class PageOutSurveyLine(TypedDict):
    items: "list[SurveyLine]"
    next: NotRequired[str | None]


class PageOutTaskOut(TypedDict):
    items: "list[TaskOut]"
    next: NotRequired[str | None]


class PageOutWaveLine(TypedDict):
    items: "list[WaveLine]"
    next: NotRequired[str | None]


class PaidBody(TypedDict):
    """paid_on: today when left out."""

    reference: str
    paid_on: NotRequired[str | None]


class PairBody(TypedDict):
    decision: Literal["one", "other", "two"]
    reason: str


class PairLine(TypedDict):
    """Two records nobody has decided about."""

    id: str
    one_id: str
    one: str
    other_id: str
    other: str
    probability: float
    at: str


class PairOut(TypedDict):
    """Two records side by side; what counts most comes first. merge_id: what was asked about them, when they are to be put together or were."""

    id: str
    state: "PairState"
    one: "ComparedOut"
    other: "ComparedOut"
    probability: float
    weight: float
    evidence: "list[EvidenceOut]"
    at: str
    note: str
    decided_by_id: str | None
    decided_at: str | None
    merge_id: str | None


class PartBody(TypedDict):
    reason: str


class PartnerBody(TypedDict):
    """organization_id: of the directory; else an organisation of this name is made. another: it is none of those called so already."""

    name: NotRequired[str]
    kind: "OrganizationKind"
    organization_id: NotRequired[str | None]
    another: NotRequired[bool]


class PartnerChoicesIn(TypedDict):
    """How the list is read; what is left out is found."""

    encoding: NotRequired[str]
    delimiter: NotRequired[str]
    sheet: NotRequired[str]
    heading_row: NotRequired[int]
    source: NotRequired[str]
    kind: NotRequired["OrganizationKind | None"]
    region: NotRequired[str]
    columns: NotRequired["list[PartnerColumnIn]"]
    mapping: NotRequired[str]


class PartnerColumnIn(TypedDict):
    place: int
    field: NotRequired[str]


class PartnerColumnOut(TypedDict):
    """One column: what it is read as, and why."""

    place: int
    heading: str
    field: str
    why: str
    looks: str


class PartnerContactBody(TypedDict):
    """A work phone or a work e-mail address is needed. is_lead: whoever led before stays a contact."""

    name: str
    position: NotRequired[str]
    phone: NotRequired[str]
    email: NotRequired[str]
    is_lead: NotRequired[bool]


class PartnerContactOut(TypedDict):
    """Somebody who works there, as we reach them at work."""

    id: str
    name: str
    position: str
    phone: str
    email: str
    is_lead: bool
    ended_on: str | None
    version: int


class PartnerDetailsBody(TypedDict):
    """national_body: name or id of the organisation it is a branch of; empty: of none."""

    name: str
    kind: "OrganizationKind"
    alternate_name: NotRequired[str]
    purpose: NotRequired[str]
    national_body: NotRequired[str]
    website: NotRequired[str]
    email: NotRequired[str]
    phone: NotRequired[str]
    address: NotRequired[str]


class PartnerEvidenceOut(TypedDict):
    """What one field says about two records. weight: log2 of how much likelier one organisation is than two; below 0 it speaks for two."""

    field: str
    level: str
    words: str
    weight: float


class PartnerFileIn(TypedDict):
    encoding: NotRequired[str]
    delimiter: NotRequired[str]
    sheet: NotRequired[str]
    heading_row: NotRequired[int]
    source: NotRequired[str]
    kind: NotRequired["OrganizationKind | None"]
    region: NotRequired[str]
    columns: NotRequired["list[PartnerColumnIn]"]
    mapping: NotRequired[str]
    name: str
    content: str


class PartnerFileOut(TypedDict):
    """A list on its way in. Only who sent it sees it."""

    id: str
    name: str
    at: str
    stage: "ImportStage"
    rows: int | None
    sentence: str
    run_id: str | None
    version: int


class PartnerInTouchBody(TypedDict):
    """contact_every: days without contact after which its owner is reminded; 0: never; null: as the site has it."""

    contact_every: NotRequired[int | None]


class PartnerLine(TypedDict):
    """A partner in a list. Its id is the organisation's."""

    id: str
    name: str
    kind: "OrganizationKind"
    roles: "list[PartnerRole]"
    regions: list[str]
    owner_id: str | None
    owner_team_id: str | None
    state: "PartnerState"
    accreditations: "list[AccreditationOut]"


class PartnerMappingIn(TypedDict):
    name: str


class PartnerMappingOut(TypedDict):
    """How lists with these headings are read."""

    id: str
    name: str
    headings: list[str]
    fields: list[str]
    sheet: str
    encoding: str
    delimiter: str
    source: str
    kind: str
    region: str
    version: int


class PartnerMergeBody(TypedDict):
    """chosen: for each field that differs, which record's value is kept. teams: those that see the record that stays from now on."""

    reason: str
    chosen: NotRequired[dict[str, Literal["winner", "loser"]]]
    teams: NotRequired[list[str]]
    seen_of_goes: NotRequired[int]


class PartnerMergeLine(TypedDict):
    """Which record went into which, when; parted_at: when they were taken apart again."""

    id: str
    winner_id: str
    winner: str
    loser_id: str
    loser: str
    at: str
    parted_at: str | None


class PartnerMergeOut(TypedDict):
    """left_out: teams of either that see nothing of the record that stays, until somebody lets them in."""

    id: str
    winner_id: str
    winner: str
    loser_id: str
    loser: str
    at: str
    parted_at: str | None
    reason: str
    by_id: str | None
    teams: list[str]
    left_out: list[str]
    part_reason: str
    parted_by_id: str | None
    can: list[str]
    version: int


class PartnerMoveBody(TypedDict):
    """since: the day it holds from; left out, today."""

    reason: str
    since: NotRequired[str | None]


class PartnerNoteOut(TypedDict):
    """Something to know of a row that was taken: left as it stands, left out, or may be there already."""

    file: str
    row: int
    said: Literal["KEPT", "LEFT_OUT", "ALIKE"]
    field: str
    message: str


class PartnerNumbersBody(TypedDict):
    nzbn: NotRequired[str]
    charity_number: NotRequired[str]


class PartnerOut(TypedDict):
    """A partner with all that the register says of it. owner_name: empty too when who did keeps partners no longer."""

    id: str
    name: str
    alternate_name: str
    kind: "OrganizationKind"
    purpose: str
    website: str
    email: str
    phone: str
    address: str
    parent_organization_id: str | None
    branches: "list[BranchOut]"
    roles: "list[PartnerRole]"
    expertise: "list[Expertise]"
    expertise_words: str
    languages: list[str]
    regions: list[str]
    sites: list[str]
    nzbn: str
    charity_number: str
    safeguarding: "Safeguarding"
    safeguarding_on: str | None
    safeguarding_note: str
    owner_id: str | None
    owner_team_id: str | None
    owner_name: str
    contact_every: int | None
    state: "PartnerState"
    state_since: str
    state_reason: str
    can: list[str]
    accreditations: "list[AccreditationOut]"
    contacts: "list[PartnerContactOut]"
    version: int


class PartnerOwnBody(TypedDict):
    """All that a partner's own people change at once. languages: codes of the languages in use here, such as mi."""

    purpose: NotRequired[str]
    website: NotRequired[str]
    email: NotRequired[str]
    expertise: NotRequired["list[Expertise]"]
    expertise_words: NotRequired[str]
    languages: NotRequired[list[str]]


class PartnerOwnerBody(TypedDict):
    """Both, or neither: nobody looks after it then."""

    user_id: NotRequired[str | None]
    team_id: NotRequired[str | None]


class PartnerPairLine(TypedDict):
    """Two records nobody has decided about. The organisations' ids, and names."""

    id: str
    one_id: str
    one: str
    other_id: str
    other: str
    probability: float
    at: str


class PartnerPairOut(TypedDict):
    """With the evidence, what counts most first, and what was decided."""

    id: str
    one_id: str
    one: str
    other_id: str
    other: str
    probability: float
    at: str
    state: "PartnerPairState"
    evidence: "list[PartnerEvidenceOut]"
    note: str
    decided_by_id: str | None
    decided_at: str | None
    can: list[str]
    version: int


class PartnerReachBody(TypedDict):
    """Codes of regions and sites."""

    regions: NotRequired[list[str]]
    sites: NotRequired[list[str]]


class PartnerReadOut(TypedDict):
    """And how it is read. lacking: why it can't be imported so."""

    id: str
    name: str
    at: str
    stage: "ImportStage"
    rows: int | None
    sentence: str
    run_id: str | None
    version: int
    kind: str
    source: str
    encoding: str
    delimiter: str
    sheets_read: list[str]
    sheets: list[str]
    mapping: str
    columns: "list[PartnerColumnOut]"
    notes: list[str]
    lacking: list[str]


class PartnerRejectedOut(TypedDict):
    """A row that was not taken; cells as they stood in the file, while they are kept."""

    file: str
    row: int
    field: str
    message: str
    cells: NotRequired[list[str]]


class PartnerRolesBody(TypedDict):
    """languages: codes of the languages in use here, such as mi."""

    roles: NotRequired["list[PartnerRole]"]
    expertise: NotRequired["list[Expertise]"]
    expertise_words: NotRequired[str]
    languages: NotRequired[list[str]]


class PartnerRunLine(TypedDict):
    """One import, as the list shows it. rows_left: of the file, while it is at work or when it was cut off."""

    read: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    id: str
    source: str
    at: str
    by_name: str
    rows_left: int


class PartnerRunOut(TypedDict):
    """And what became of rows, with the headings the cells of those that were not taken stood under."""

    read: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    id: str
    source: str
    at: str
    by_name: str
    rows_left: int
    headings: list[str]
    rows: "list[PartnerRejectedOut]"
    notes: "list[PartnerNoteOut]"
    look_for_duplicates: bool


class PartnerSafeguardingBody(TypedDict):
    """checked_on is needed unless it was not checked; note, when something is missing."""

    safeguarding: "Safeguarding"
    checked_on: NotRequired[str | None]
    note: NotRequired[str]


class PartnerWouldOut(TypedDict):
    read: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    rows: "list[PartnerRejectedOut]"
    notes: "list[PartnerNoteOut]"
    look_for_duplicates: bool


class PartnersBesideOut(TypedDict):
    """Two records about to be put together. seen_of_goes: version of the one that goes, to be sent back; 0 when it is in the directory alone."""

    winner_id: str
    loser_id: str
    differs: "list[DiffersOut]"
    rules: list[str]
    teams: "list[BesideTeamOut]"
    seen_of_goes: int
    version: int


class PastGrantNoted(TypedDict):
    """A row that is taken, and something to know of it: about is the organisation its recipient is called like."""

    row: int
    message: str
    about: str


class PastGrantRejected(TypedDict):
    """A row that is not taken: where, which field, and what to do."""

    row: int
    field: str
    message: str


class PastGrantsBody(TypedDict):
    """content: the file in base64. source, licence: who published it, under which; as the file says when left out."""

    name: str
    content: str
    source: NotRequired[str]
    licence: NotRequired[str]


class PastGrantsChecked(TypedDict):
    """What became of every row, or would: read = created + updated + unchanged + rejected."""

    read: int
    created: int
    updated: int
    unchanged: int
    rejected: "list[PastGrantRejected]"
    notes: "list[PastGrantNoted]"


class PastGrantsRun(TypedDict):
    """One file that is in, and what became of its rows."""

    id: str
    name: str
    read: int
    created: int
    updated: int
    unchanged: int
    rejected: int


class PaymentAgreeBody(TypedDict):
    """Nothing is said with it."""


class PaymentBody(TypedDict):
    """party_id: who is paid. measure_id and first_on (the first day of the period) for REPORT, obligation_id for OBLIGATION, wants for DOCUMENT."""

    party_id: str
    name: str
    amount: str
    due_on: str
    condition: NotRequired[Any]
    wants: NotRequired[str]
    measure_id: NotRequired[str | None]
    first_on: NotRequired[str | None]
    obligation_id: NotRequired[str | None]


class PaymentEvidenceBody(TypedDict):
    evidence: str


class PaymentMoveBody(TypedDict):
    """A reason is needed to say that it is not payable."""

    reason: NotRequired[str]


class PaymentOut(TypedDict):
    """One payment. why_not_met: why what it is paid for is not there yet; empty when it is. second_by_id: who agreed to a large amount."""

    id: str
    agreement_id: str
    party_id: str
    organization_id: str
    name: str
    amount: str
    due_on: str
    condition: "Condition"
    wants: str
    measure_id: str | None
    first_on: str | None
    obligation_id: str | None
    evidence: str
    evidence_on: str | None
    second_by_id: str | None
    second_on: str | None
    released_by_id: str | None
    released_on: str | None
    paid_on: str | None
    reference: str
    state: "PaymentState"
    state_reason: str
    why_not_met: str
    version: int


class PeriodOut(TypedDict):
    """One period. stands: RUNS, DUE or LATE while there is no report, else the report's state. value: reported, or counted once the period is over;
    suppressed: too few people to tell it. met: null without a target or a value. report_id: null while there is no report.
    """

    first_on: str
    last_on: str
    due_on: str
    stands: Literal["RUNS", "DUE", "LATE", "SUBMITTED", "RETURNED", "ACCEPTED"]
    value: str | None
    numerator: int | None
    denominator: int | None
    suppressed: bool
    met: bool | None
    report_id: str | None


class PeriodsOut(TypedDict):
    """Every period that has begun, the first one first."""

    items: "list[PeriodOut]"


class PersonLine(TypedDict):
    """One person on a list."""

    id: str
    name: str
    release_date: str | None
    setting: "WhereaboutsKind | None"
    site: str
    open_needs: int
    not_started: int


class PersonOut(TypedDict):
    """One person: identity and whereabouts."""

    id: str
    preferred_name: str
    given_names: str
    family_name: str
    name_mi: str
    birth_date: str | None
    age_band: str
    gender: str
    ethnicities: list[str]
    iwi: list[str]
    languages: list[str]
    interpreter_needed: bool
    identifiers: "list[NumberOut]"
    setting: "WhereaboutsKind | None"
    site: str
    site_since: str | None
    home_site: str
    release_date: str | None
    release_unknown_because: str
    version: int


class PhoneOut(TypedDict):
    number: str
    extension: str
    type: str
    description: str


class PillarOut(TypedDict):
    """A pillar the service stands under: by a rule, which is named with the words it fired on, or by a manager."""

    pillar: str
    verdict: str
    rule: str
    matched: str


class PlaceAddressOut(TypedDict):
    attention: str
    address_1: str
    address_2: str
    city: str
    region: str
    state_province: str
    postal_code: str
    country: str
    address_type: str


class PlaceOut(TypedDict):
    """Where each side sees the partnership: means over steps 1, 2 and so on, of which none is the best."""

    code: str
    words: str
    steps: list[str]
    ours: float | None
    theirs: float | None


class PlacesBody(TypedDict):
    """Places free and the wait, as now; null: not said."""

    available: NotRequired[int | None]
    maximum: NotRequired[int | None]
    waiting_days: NotRequired[int | None]
    description: NotRequired[str]


class PlacesOut(TypedDict):
    """Places free, as at `updated`. version 0: nothing was said yet."""

    available: int | None
    maximum: int | None
    waiting_days: int | None
    description: str
    updated: str | None
    version: int


class Problem(TypedDict):
    """What went wrong, as problem details (RFC 9457). `errors` maps a field to its sentences."""

    type: str
    title: str
    status: int
    detail: NotRequired[str]
    instance: NotRequired[str]
    errors: NotRequired[dict[str, list[str]]]


class PublishedLine(TypedDict):
    """An agreement that is published: since when, and by whom (null: by a command)."""

    id: str
    number: str
    title: str
    kind: "AgreementKind"
    published_at: str
    published_by_id: str | None


class PutInOut(TypedDict):
    """Of one side, kind, and agreed or given: the worth of what both sides say, of what one side says, how many rows, and how many of them without a worth."""

    giver: "Bearer"
    kind: "ContributionKind"
    basis: "Basis"
    both: str
    one: str
    rows: int
    without: int


class QuestionOut(TypedDict):
    """A question and its reply."""

    id: str
    text: str
    asked_by: str
    asked_at: str
    reply: str
    replied_at: str | None


class RaterBody(TypedDict):
    side: "RatingSide"
    name: str
    email: str


class RaterOut(TypedDict):
    """Somebody who is asked. Whether they answered is not told to anybody."""

    id: str
    side: "RatingSide"
    name: str
    email: str
    withdrawn: bool


class ReadOut(TypedDict):
    """And how it is read. lacking: why it can't be imported so."""

    id: str
    name: str
    at: str
    stage: "ImportStage"
    rows: int | None
    sentence: str
    run_id: str | None
    version: int
    kind: str
    encoding: str
    delimiter: str
    sheet: str
    sheets: list[str]
    mapping: str
    columns: "list[ColumnOut]"
    dates: dict[str, str]
    notes: list[str]
    lacking: list[str]


class ReasonBody(TypedDict):
    reason: str
    more: NotRequired[str]


class Received(TypedDict):
    """That it was received, and nothing of what became of it."""

    received: bool


class ReciprocityOut(TypedDict):
    """How the department did by one partner, in one half-year."""

    organization_id: str
    organization: str
    half: str
    first_on: str
    last_on: str
    figures: "list[FigureOut]"


class RecordPackage(TypedDict):
    """An OCDS 1.1 record package: record-package-schema.json."""

    uri: str
    version: str
    license: str
    links: NotRequired["PackageLinks | None"]
    records: list[dict[str, Any]]


class ReferralOut(TypedDict):
    """One referral. person_id and need_id are the office's keys: null for the partner, who knows what it was told and nothing else."""

    id: str
    reference: str
    state: "ReferralState"
    urgency: "Urgency"
    answer_by: str | None
    service_id: str
    person_id: str | None
    need_id: str | None
    sent_at: str | None
    answered_at: str | None
    expected_on: str | None
    reason_code: str
    version: int
    verbs: list[str]


class RefusedRow(TypedDict):
    """A row of a file that can't be taken, and why."""

    file: str
    row: int
    field: str
    message: str


class RejectedOut(TypedDict):
    """A row that was not taken; cells as they stood in the file, while they are kept."""

    row: int
    field: str
    message: str
    cells: NotRequired[list[str]]


class ReleasePackage(TypedDict):
    """An OCDS 1.1 release package: release-package-schema.json."""

    uri: str
    version: str
    license: str
    links: NotRequired["PackageLinks | None"]
    releases: list[dict[str, Any]]


class RenewBody(TypedDict):
    ends_on: str
    reason: str


class ReportBody(TypedDict):
    """value: of a measure in per cent numerator and denominator instead; of what Throughcare counts itself, neither. nothing: there was nothing to
    measure. note: needed when the target is missed.
    """

    value: NotRequired[str]
    numerator: NotRequired[int | None]
    denominator: NotRequired[int | None]
    nothing: NotRequired[bool]
    note: NotRequired[str]


class ReportDueOut(TypedDict):
    """One period whose report is to be sent in. stands: DUE, LATE, or RETURNED when it was sent back; late is true of that too once its day has passed."""

    agreement_id: str
    measure_id: str
    name: str
    organization_id: str
    first_on: str
    last_on: str
    due_on: str
    stands: Literal["DUE", "LATE", "RETURNED"]
    late: bool
    report_id: str | None


class ReportOut(TypedDict):
    """One period's report. value: null where there was nothing to measure, or too few people to tell it (suppressed). met: null without a target or a
    value. note: why the target was missed, or what else was said.
    """

    id: str
    measure_id: str
    agreement_id: str
    organization_id: str
    first_on: str
    last_on: str
    value: str | None
    numerator: int | None
    denominator: int | None
    suppressed: bool
    met: bool | None
    note: str
    state: "ReportState"
    state_reason: str
    sent_by_id: str | None
    sent_on: str
    judged_by_id: str | None
    judged_on: str | None
    version: int


class ResultOut(TypedDict):
    """A published assessment: domains by gap, the widest first."""

    compared_with: str | None
    domains: "list[DomainOut]"
    strengths: list[str]
    concerns: list[str]
    places: "list[PlaceOut]"
    lenses: "list[LensOut]"
    comments: "list[CommentOut]"


class ReviewBody(TypedDict):
    verdict: "EmergencyVerdict"
    because: str


class RowIn(TypedDict):
    person_id: str
    seen: NotRequired[str | None]


class RunLine(TypedDict):
    """One import, as the list shows it."""

    read: int
    created: int
    updated: int
    unchanged: int
    held: int
    rejected: int
    id: str
    source: str
    at: str
    by_name: str


class RunOut(TypedDict):
    """And every row that was not taken, with the headings its cells stood under."""

    read: int
    created: int
    updated: int
    unchanged: int
    held: int
    rejected: int
    id: str
    source: str
    at: str
    by_name: str
    headings: list[str]
    rows: "list[RejectedOut]"


class SaidOut(TypedDict):
    """What the new row says, in the codes of the vocabularies; what it says nothing of is empty."""

    preferred_name: str
    given_names: str
    family_name: str
    name_mi: str
    birth_date: str | None
    gender: str
    identifiers: "list[NumberOut]"
    site: str


class SaidTieOut(TypedDict):
    """What one that replied says of another it works with. points: item → 1 to 4; null: it doesn't know."""

    one_id: str
    one_name: str
    other_id: str
    other_name: str
    points: dict[str, int | None]
    gives: "list[Flow]"
    gets: "list[Flow]"
    often: "Often | None"


class SayBody(TypedDict):
    """What was done, and where the evidence is."""

    said: str
    link: NotRequired[str]


class ScheduleOut(TypedDict):
    freq: str
    byday: str
    opens_at: str | None
    closes_at: str | None
    description: str
    notes: str


class SearchBody(TypedDict):
    words: str


class SendBody(TypedDict):
    shown: str


class SendLinkBody(TypedDict):
    """SIGN: to read and sign. REPORT: to the three questions."""

    purpose: "LinkFor"


class ServiceLine(TypedDict):
    """A service in a list."""

    id: str
    name: str
    status: str
    organization_id: str
    organization_name: str
    pillars: list[str]
    regions: list[str]
    settings: list[str]
    minimum_age: int | None
    maximum_age: int | None
    capacity: "CapacityOut | None"


class ServiceOut(TypedDict):
    """A service with every line of its entry."""

    id: str
    organization_id: str
    organization_name: str
    name: str
    alternate_name: str
    description: str
    url: str
    email: str
    status: str
    interpretation_services: str
    application_process: str
    fees_description: str
    accreditations: str
    licenses: str
    wait_time: str
    eligibility_description: str
    minimum_age: int | None
    maximum_age: int | None
    assured_date: str | None
    genders: list[str]
    settings: list[str]
    regions: list[str]
    order_types: list[str]
    confidential: bool
    pillars: "list[PillarOut]"
    capacity: "CapacityOut | None"
    locations: "list[LocationOut]"
    phones: "list[PhoneOut]"
    schedules: "list[ScheduleOut]"
    languages: list[str]
    cost_options: list[str]
    required_documents: list[str]
    categories: list[str]
    source: str
    source_id: str
    attribution: str


class SettingsBody(TypedDict):
    ways: NotRequired["dict[str, Way]"]
    hour: NotRequired[int]
    time_zone: NotRequired[str]
    language: NotRequired[str]


class SettingsOut(TypedDict):
    ways: "list[WayOut]"
    hour: int
    time_zone: str
    language: str


class SettleBody(TypedDict):
    """partner_id: which one it is (MATCHED), or the organisation of the directory to put on the register (ADDED). reason: of one set aside."""

    settled: "Settled"
    partner_id: NotRequired[str | None]
    kind: NotRequired["OrganizationKind | str"]
    another: NotRequired[bool]
    reason: NotRequired[str]


class SideOut(TypedDict):
    """A side's mean, kept off the ends of the scale (4.5 says 4.5 or more); null when fewer than three answered. n: of the item fewest did."""

    mean: float | None
    n: int
    change: "MeanChangeOut | None"


class SignatureBody(TypedDict):
    """Who signed for the party, as the paper has it. signed_on: today when left out."""

    signed_by: str
    signed_on: NotRequired[str | None]


class SiteReturnLine(TypedDict):
    """How far one site is. site: empty for partners of no one site."""

    id: str
    site: str
    team_id: str
    team: str
    state: "ReturnState"
    late: bool
    handed_in_on: str | None
    asked: int
    answered: int
    known: int
    found: int


class SiteReturnOut(TypedDict):
    """One site's return. site: empty for partners of no one site. may_answer: whether the reader may write in it now."""

    id: str
    stock_take_id: str
    site: str
    team_id: str
    team: str
    state: "ReturnState"
    handed_in_on: str | None
    reason: str
    may_answer: bool
    lines: "list[StockLineOut]"
    version: int


class SiteTeam(TypedDict):
    """Who answers for a site. site: its code; empty for partners of no one site. team_id: null when nobody is asked."""

    site: str
    team_id: str | None


class SiteWhenuaOut(TypedDict):
    """A site; mana_whenua is empty where nobody said yet."""

    site: str
    name: str
    region: str
    mana_whenua: "list[WhenuaOut]"


class SitesWhenuaOut(TypedDict):
    items: "list[SiteWhenuaOut]"


class StaffOut(TypedDict):
    """Somebody of a team. closable: their account may be closed, and opened again, with this key."""

    user_id: str
    name: str
    email: str
    roles: list[str]
    active: bool
    last_login: str | None
    second_step: bool
    closable: bool


class StaleProblem(TypedDict):
    """Somebody changed it since. sent: the version of the change; now: the version there is; current: the thing as a read gives it now.

    now and current are null when there is nothing the reader may see.
    """

    type: str
    title: str
    status: int
    detail: NotRequired[str]
    instance: NotRequired[str]
    errors: NotRequired[dict[str, list[str]]]
    sent: NotRequired[str]
    now: NotRequired[str | None]
    current: NotRequired[dict[str, Any] | None]


class StatusBody(TypedDict):
    """Whether a service takes people."""

    status: "ServiceStatus"


class StepBody(TypedDict):
    reason: NotRequired[str]


class StockLineBody(TypedDict):
    """name and kind: of a partner that was found (FOUND), and of no other."""

    since: NotRequired[str]
    purpose: NotRequired[str]
    agreement: NotRequired["HasAgreement | str"]
    agreement_words: NotRequired[str]
    enhance: NotRequired[str]
    changed: NotRequired[str]
    own_answers: NotRequired[list[str]]
    answer: "LineAnswer"
    name: NotRequired[str]
    kind: NotRequired["OrganizationKind | str"]


class StockLineOut(TypedDict):
    """What a site says of one partner. answer: empty while there is none. partner_id: null for one that was found, until it is settled."""

    id: str
    return_id: str
    partner_id: str | None
    name: str
    kind: "OrganizationKind | str"
    answer: "LineAnswer | str"
    since: str
    purpose: str
    agreement: "HasAgreement | str"
    agreement_words: str
    enhance: str
    changed: str
    own_answers: list[str]
    settled: "Settled | str"
    settled_words: str
    version: int


class StockResultOut(TypedDict):
    """Of returns that were handed in. coverage: as of the stock-take. begun, gone: partners active now and not then, and the other way round;
    compared_with: the closed stock-take of the same scope before, null when there is none.
    """

    stock_take_id: str
    coverage: float | None
    standings: dict[str, int]
    partners: "list[TogetherOut]"
    found: "list[FoundPartnerOut]"
    agreement_unknown: list[str]
    likely_pairs: list[str]
    barriers: "list[BarrierCount]"
    compared_with: str | None
    begun: list[str]
    gone: list[str]


class StockTakeBody(TypedDict):
    """regions, sites, kinds: codes; none means all. Once it is open, only deadline may differ: send the rest as it is."""

    name: str
    deadline: str
    regions: NotRequired[list[str]]
    sites: NotRequired[list[str]]
    kinds: NotRequired["list[OrganizationKind]"]
    own_questions: NotRequired[list[str]]


class StockTakeLine(TypedDict):
    """One stock-take. regions, sites, kinds: empty means all. coverage: per cent of `lines` that are `known`; null when nothing is asked.

    asked, handed_in, late: sites. lines: partners asked about, once for each site; answered: with any answer; known: with another answer than
    "we don't know", in a return that was handed in; found: partners the register did not have.
    """

    id: str
    name: str
    regions: list[str]
    sites: list[str]
    kinds: list[str]
    state: "StockTakeState"
    deadline: str
    opened_on: str | None
    closed_on: str | None
    asked: int
    handed_in: int
    late: int
    lines: int
    answered: int
    known: int
    found: int
    coverage: float | None
    version: int


class StockTakeOut(TypedDict):
    """One stock-take with what it asks and how far each site is."""

    id: str
    name: str
    regions: list[str]
    sites: list[str]
    kinds: list[str]
    state: "StockTakeState"
    deadline: str
    opened_on: str | None
    closed_on: str | None
    asked: int
    handed_in: int
    late: int
    lines: int
    answered: int
    known: int
    found: int
    coverage: float | None
    version: int
    questions: str
    own_questions: list[str]
    reason: str
    can: list[str]
    returns: "list[SiteReturnLine]"


class StockTakeReasonBody(TypedDict):
    """reason: for steps that need one."""

    reason: NotRequired[str]


class StopOut(TypedDict):
    """Somebody who opened as many people's records as one may: in the hour before `at`, and that day."""

    id: str
    user_id: str
    user: str
    at: str
    in_hour: int
    in_day: int
    lifts: "list[LiftOut]"


class Strands(TypedDict):
    """How many agreements, things owed, referrals or events lead each way; the same number both ways where there is no direction."""

    kind: "TieKind"
    from_one: int
    from_other: int


class SurveyAgreed(TypedDict):
    """Of n, the share both ends say alike; null of none."""

    n: int
    share: float | None


class SurveyAgreement(TypedDict):
    ties: "SurveyAgreed"
    flows: "SurveyAgreed"


class SurveyBody(TypedDict):
    """regions, kinds: codes; none means all. Once it is open, only deadline may differ: send the rest as it is."""

    name: str
    deadline: str
    regions: NotRequired[list[str]]
    kinds: NotRequired["list[OrganizationKind]"]


class SurveyLine(TypedDict):
    """One survey. regions, kinds: empty means all. asked, replied: organisations."""

    id: str
    name: str
    regions: list[str]
    kinds: list[str]
    state: "SurveyState"
    deadline: str
    opened_on: str | None
    closed_on: str | None
    published_on: str | None
    asked: int
    replied: int
    version: int


class SurveyOut(TypedDict):
    """One survey with whom it asks."""

    id: str
    name: str
    regions: list[str]
    kinds: list[str]
    state: "SurveyState"
    deadline: str
    opened_on: str | None
    closed_on: str | None
    published_on: str | None
    asked: int
    replied: int
    version: int
    can: list[str]
    surveyed: "list[SurveyedLine]"


class SurveyRated(TypedDict):
    """One organisation, as others see it. trust, value: null under three raters."""

    id: str
    name: str
    known_by: int
    trust: "SurveyScore | None"
    value: "SurveyScore | None"


class SurveyResultOut(TypedDict):
    """As docs/network.md defines each; null where its definition divides by nothing."""

    asked: int
    answered: int
    yes: int
    no: int
    unsure: int
    density: float | None
    reciprocity: float | None
    agreed: "SurveyAgreement"
    organizations: "list[SurveyRated]"


class SurveyScore(TypedDict):
    """Mean of 1 to 4, of at least three raters."""

    raters: int
    mean: float


class SurveyedBody(TypedDict):
    """organization: name or id of a partner. email: of whoever answers for it; empty: its own people alone."""

    organization: str
    email: NotRequired[str]


class SurveyedLine(TypedDict):
    """One that is asked. email: empty when its own people alone can answer."""

    id: str
    organization_id: str
    name: str
    email: str
    handed_in_on: str | None


class TaskBody(TypedDict):
    """As to change one, and what it is about."""

    what: str
    words: NotRequired[str]
    due_on: NotRequired[str | None]
    user_id: NotRequired[str | None]
    team_id: NotRequired[str | None]
    about: NotRequired[str]


class TaskMoveBody(TypedDict):
    """reason: needed to say that it is not needed any more."""

    reason: NotRequired[str]


class TaskOut(TypedDict):
    """A task. user_id or team_id: who does it. given_by_id: nobody's when a reminder or the site's command made it; rule: which reminder."""

    id: str
    what: str
    words: str
    about: str
    user_id: str | None
    team_id: str | None
    given_by_id: str | None
    due_on: str | None
    state: "TaskState"
    reason: str
    rule: str
    can: list[str]
    version: int


class TeamOut(TypedDict):
    """A team whose staff the key's owner keeps."""

    id: str
    code: str
    name: str
    kind: str


class TeamsBody(TypedDict):
    """Sites left out stay as they are."""

    teams: "list[SiteTeam]"


class TellingOut(TypedDict):
    """What a draft would tell. Send it back as `shown` to send exactly this.

    warning: the service asks for an accreditation that its partner does not hold; empty when it holds it. blocked: it can't be sent without.
    """

    lines: "list[ToldOut]"
    could_tell: "list[ToldOut]"
    shown: str
    warning: NotRequired[str]
    blocked: NotRequired[bool]


class TikangaBody(TypedDict):
    """agreement: under what agreement it may be shared, and with whom. given_on: left out, today."""

    about: "TikangaAbout"
    words: str
    given_by: str
    agreement: str
    given_on: NotRequired[str | None]


class TikangaListOut(TypedDict):
    items: "list[TikangaOut]"


class TikangaOut(TypedDict):
    """Withdrawn, it says no word."""

    id: str
    about: "TikangaAbout"
    words: str
    given_by: str
    agreement: str
    given_on: str | None
    withdrawn_at: str | None
    version: int


class TimelineOut(TypedDict):
    """Newest first. next: `before` of the next page; null on the last."""

    items: "list[HappenedOut]"
    next: NotRequired[str | None]


class TogetherOut(TypedDict):
    """One partner, as its sites say together. standing: ACTIVE, DIFFER, ENDED, UNKNOWN or NO_ANSWER. sites: those that say it is active."""

    partner_id: str
    name: str
    kind: "OrganizationKind"
    standing: str
    sites: list[str]
    since: str
    purposes: list[str]
    agreement: str
    agreements: list[str]


class ToldOut(TypedDict):
    """One line told to the partner, word for word."""

    code: str
    label: str
    value: str
    compartment: str


class TransferBody(TypedDict):
    rows: "list[RowIn]"
    team_id: str
    worker_id: str
    note: str
    last_day: str


class UndecidedOut(TypedDict):
    """How many conflicts no privacy officer can decide, and how many privacy officers there are. Nothing of any conflict."""

    waiting: int
    officers: int


class UnpublishBody(TypedDict):
    reason: str


class UrgencyBody(TypedDict):
    urgency: "Urgency"
    answer_by: str


class ViewBody(TypedDict):
    page: Literal["people", "referrals", "referral-inbox", "services", "partners", "agreements", "notes", "audit"]
    name: str
    query: str


class ViewChange(TypedDict):
    name: str
    is_default: NotRequired[bool]


class ViewOut(TypedDict):
    """A list as the key's owner likes to see it. query: as in the list's address."""

    id: str
    page: str
    name: str
    query: str
    is_default: bool


class ViewsOut(TypedDict):
    items: "list[ViewOut]"


class WaveBody(TypedDict):
    deadline: str
    purpose: NotRequired[str]
    own_items: NotRequired[list[str]]
    partner_id: str


class WaveFields(TypedDict):
    """deadline: the last day for answers. purpose and own_items can't change once it is open: send them as they are."""

    deadline: str
    purpose: NotRequired[str]
    own_items: NotRequired[list[str]]


class WaveLine(TypedDict):
    """An assessment in a list. answered_*: null when fewer than three did, and before it is published."""

    id: str
    partner_id: str
    partner_name: str
    number: int
    state: "WaveState"
    deadline: str
    opened_on: str | None
    closed_on: str | None
    answered_ours: int | None
    answered_theirs: int | None
    version: int


class WaveOut(TypedDict):
    """One assessment. result: null until it is published."""

    id: str
    partner_id: str
    partner_name: str
    number: int
    state: "WaveState"
    deadline: str
    opened_on: str | None
    closed_on: str | None
    answered_ours: int | None
    answered_theirs: int | None
    version: int
    bank: str
    purpose: str
    own_items: list[str]
    can: list[str]
    agreed: "list[AgreedOut]"
    result: "ResultOut | None"


class WayOut(TypedDict):
    """A kind of notice, and how it reaches the key's owner. safety: always at once."""

    kind: str
    title: str
    way: "Way"
    safety: bool


class WhenuaBody(TypedDict):
    """site: its code. said_by: who said so, and where. said_on: left out, today."""

    site: str
    partner_id: str
    said_by: str
    starts_on: NotRequired[str | None]
    said_on: NotRequired[str | None]


class WhenuaOut(TypedDict):
    """starts_on: null where that is no day of a calendar."""

    id: str
    site: str
    partner_id: str
    partner: str
    starts_on: str | None
    said_by: str
    said_on: str
    ended_on: str | None
    end_reason: str
    version: int


class WhereBody(TypedDict):
    """All of where somebody is and will be: what is left out is emptied, but where they are now."""

    site: NotRequired[str]
    since: NotRequired[str | None]
    why: NotRequired["Change | None"]
    home_site: NotRequired[str]
    release_date: NotRequired[str | None]
    release_unknown_because: NotRequired[str]


class WhyBody(TypedDict):
    why: NotRequired[str]


class WithdrawDocumentBody(TypedDict):
    reason: str


class WithdrawInteractionBody(TypedDict):
    reason: str


class WordBody(TypedDict):
    """seen: the verdict shown for this pillar, empty when there was none."""

    stands: bool
    reason: str
    seen: NotRequired["PillarVerdict | None"]


class WordsBody(TypedDict):
    text: str


class WorkerOut(TypedDict):
    """Somebody who has a caseload in an office."""

    id: str
    name: str


class WouldOut(TypedDict):
    """held: rows like somebody there, or like an earlier row; null until a job has compared them, and then counted among those created."""

    read: int
    created: int
    updated: int
    unchanged: int
    held: int | None
    rejected: int
    rows: "list[RejectedOut]"
