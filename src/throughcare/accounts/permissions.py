"""What may be done at all, and which role may do it. Whose record it may be done to is a matter of Involvement."""

from enum import StrEnum


class Permission(StrEnum):
    """One name for each thing a role can allow."""

    DIRECTORY_VIEW = "directory.view"
    SERVICE_EDIT = "service.edit"
    SERVICE_IMPORT = "service.import"
    CAPACITY_EDIT = "capacity.edit"
    PARTNER_VIEW = "partner.view"  # the register; one's own organisation is open without it
    PARTNER_EDIT = "partner.edit"
    PARTNER_OWN = "partner.own"  # of one's own organisation: change some of it, and ask for the rest
    PARTNER_TIKANGA = "partner.tikanga"  # tikanga notes of any partner; its owner's team reads those of theirs without it
    TASK_DO = "task.do"  # have tasks, and give them
    AGREEMENT_VIEW = "agreement.view"  # any; one's own organisation's are open without it
    AGREEMENT_EDIT = "agreement.edit"
    AGREEMENT_APPROVE = "agreement.approve"  # a value, as a second person
    PERSON_VIEW = "person.view"
    PERSON_IMPORT = "person.import"
    PERSON_EDIT = "person.edit"  # who people are, and where they are
    NEED_EDIT = "need.edit"
    CASELOAD_OWN = "caseload.own"  # have people, and hand on one's own
    CASELOAD_MANAGE = "caseload.manage"  # hand on anybody's of the team
    NOTE_WRITE = "note.write"
    NOTE_SENSITIVE = "note.sensitive"
    CONTACT_VIEW = "contact.view"  # whānau and other contacts
    CONTACT_EDIT = "contact.edit"
    CONTACT_HIDDEN = "contact.hidden"  # their hidden addresses
    REFERRAL_SEND = "referral.send"
    REFERRAL_ANSWER = "referral.answer"
    OWN_RECORD = "own.record"
    AUDIT_READ = "audit.read"
    LIMIT_SET = "limit.set"  # who may not see somebody's record, of those one's team works with
    EMERGENCY_OPEN = "emergency.open"  # a record one's team does not work with, for sixty minutes
    EMERGENCY_REVIEW = "emergency.review"  # whether that was right, as a second person
    PRIVACY_MANAGE = "privacy.manage"  # the same of anybody, and what comes of it
    STAFF_MANAGE = "staff.manage"  # in the teams where one has the role
    USER_MANAGE = "user.manage"


# What an access key may do, as its holder reads it.
PERMISSION_WORDS: dict[Permission, str] = {
    Permission.DIRECTORY_VIEW: "Look at services and organisations",
    Permission.SERVICE_EDIT: "Correct services, and their places free",
    Permission.SERVICE_IMPORT: "Bring in directories of services",
    Permission.CAPACITY_EDIT: "Say how many places our services have free",
    Permission.PARTNER_VIEW: "Look at the register of partners",
    Permission.PARTNER_EDIT: "Keep the register of partners",
    Permission.PARTNER_OWN: "Keep what the register of partners says of your organisation right",
    Permission.PARTNER_TIKANGA: "Read partners' tikanga notes",
    Permission.TASK_DO: "Have tasks, and give them to others",
    Permission.AGREEMENT_VIEW: "Look at agreements with partners",
    Permission.AGREEMENT_EDIT: "Write agreements with partners",
    Permission.AGREEMENT_APPROVE: "Approve the value of an agreement, as a second person",
    Permission.PERSON_VIEW: "Look at the people you work with",
    Permission.PERSON_IMPORT: "Bring in people from other systems",
    Permission.PERSON_EDIT: "Change who people are, and where they are",
    Permission.NEED_EDIT: "Add and change people's needs",
    Permission.CASELOAD_OWN: "Take people on, and hand on your own",
    Permission.CASELOAD_MANAGE: "Hand on anybody's people in your team",
    Permission.NOTE_WRITE: "Write case notes",
    Permission.NOTE_SENSITIVE: "Read and write sensitive case notes",
    Permission.CONTACT_VIEW: "Look at whānau and other contacts",
    Permission.CONTACT_EDIT: "Change whānau and other contacts",
    Permission.CONTACT_HIDDEN: "See contacts' hidden addresses",
    Permission.REFERRAL_SEND: "Make and send referrals",
    Permission.REFERRAL_ANSWER: "Read and answer referrals to your team",
    Permission.OWN_RECORD: "Look at your own record",
    Permission.AUDIT_READ: "Read who looked at what",
    Permission.LIMIT_SET: "Say who may not see the record of somebody you work with",
    Permission.EMERGENCY_OPEN: "Open a record for an hour in an emergency",
    Permission.EMERGENCY_REVIEW: "Say whether it was right to open a record in an emergency",
    Permission.PRIVACY_MANAGE: "Say who may not see anybody's record, and decide on conflicts",
    Permission.STAFF_MANAGE: "Invite people to your team, and close their accounts",
    Permission.USER_MANAGE: "Keep accounts and teams",
}


def in_words(code: str) -> str:
    """What a key with this right may do; a right there is no more is said as it was written."""
    return PERMISSION_WORDS[Permission(code)] if code in PERMISSION_WORDS else code


P = Permission
# All that partnership mode offers: a permission that is not named here is about somebody's record.
WITHOUT_PEOPLE = (
    P.DIRECTORY_VIEW,
    P.SERVICE_EDIT,
    P.SERVICE_IMPORT,
    P.CAPACITY_EDIT,
    P.PARTNER_VIEW,
    P.PARTNER_EDIT,
    P.PARTNER_OWN,
    P.PARTNER_TIKANGA,
    P.TASK_DO,
    P.AGREEMENT_VIEW,
    P.AGREEMENT_EDIT,
    P.AGREEMENT_APPROVE,
    P.AUDIT_READ,
    P.STAFF_MANAGE,
    P.USER_MANAGE,
)
_KEEPING = frozenset({P.CASELOAD_OWN, P.NOTE_WRITE, P.NOTE_SENSITIVE, P.CONTACT_VIEW, P.CONTACT_EDIT, P.CONTACT_HIDDEN})
_LOOK = frozenset({P.DIRECTORY_VIEW, P.TASK_DO})
_KNOWS_PARTNERS = _LOOK | {P.PARTNER_VIEW}
_CASE_WORK = _KNOWS_PARTNERS | {P.PERSON_VIEW, P.PERSON_EDIT, P.NEED_EDIT, P.REFERRAL_SEND, P.EMERGENCY_OPEN} | _KEEPING
_OWN_PARTNER = _LOOK | {P.PARTNER_OWN}
_AGREES = frozenset({P.AGREEMENT_VIEW, P.AGREEMENT_EDIT, P.AGREEMENT_APPROVE})
_KEEPS_PARTNERS = _KNOWS_PARTNERS | _AGREES | {P.PARTNER_EDIT, P.PARTNER_TIKANGA, P.SERVICE_EDIT, P.SERVICE_IMPORT, P.STAFF_MANAGE}

# Code, English name, permissions: loaded into the tables by `migrate`, so an office can change them there.
DEFAULT_ROLES: dict[str, tuple[str, frozenset[Permission]]] = {
    "case_manager": ("Case manager", _CASE_WORK),
    "probation_officer": ("Probation officer", _CASE_WORK),
    "team_manager": ("Team manager", _CASE_WORK | {P.CASELOAD_MANAGE, P.EMERGENCY_REVIEW, P.LIMIT_SET, P.STAFF_MANAGE}),
    "recruitment_consultant": ("Recruitment consultant", _KNOWS_PARTNERS | {P.PERSON_VIEW}),
    "partnership_manager": ("Partnership manager", _KEEPS_PARTNERS),
    "contract_manager": ("Contract manager", _KNOWS_PARTNERS | _AGREES),
    "analyst": ("Analyst", _LOOK),
    "executive": ("Executive", _KNOWS_PARTNERS | {P.AGREEMENT_VIEW, P.AGREEMENT_APPROVE}),
    "administrator": ("Administrator", _LOOK | {P.USER_MANAGE}),
    "records": ("Records officer", _LOOK | {P.PERSON_IMPORT}),
    "privacy_officer": ("Privacy officer", _LOOK | {P.AUDIT_READ, P.EMERGENCY_REVIEW, P.LIMIT_SET, P.PRIVACY_MANAGE}),
    "victim_liaison": ("Victim liaison", _LOOK),
    "auditor": ("Auditor", _LOOK | {P.AUDIT_READ}),
    "partner_worker": ("Partner worker", _OWN_PARTNER | {P.REFERRAL_ANSWER}),
    "partner_manager": ("Partner manager", _OWN_PARTNER | {P.REFERRAL_ANSWER, P.CAPACITY_EDIT, P.STAFF_MANAGE}),
    "employer_contact": ("Employer contact", _OWN_PARTNER),
    "volunteer": ("Volunteer", _LOOK),
    "volunteer_coordinator": ("Volunteer coordinator", _LOOK),
    "chaplain": ("Chaplain", _LOOK),
    "advisory_member": ("Advisory group member", _LOOK),
    "whanau_member": ("Whānau member", frozenset({P.DIRECTORY_VIEW})),
    "person": ("Person", frozenset({P.DIRECTORY_VIEW, P.OWN_RECORD})),
}

# Where a role may be held. All others are an office's, those a site adds too.
PARTNER_ROLES = ("partner_worker", "partner_manager", "employer_contact")
ANY_TEAM_ROLES = ("volunteer", "volunteer_coordinator")
# Nobody's staff: the person, and those close to them.
WITHOUT_TEAM_ROLES = ("person", "whanau_member")
