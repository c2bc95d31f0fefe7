"""Who may open what: one row a page and method, written by hand, so that a slip in a policy disagrees with it.

who: groups of the side whose ids are in the address ("case": its case workers, "look": its others who may look, "answer": the
partner's workers, "staff": all its people, "own": the person), or names that hold on both sides. Everybody else, signed in, gets the answer of an unknown
address, byte for byte; nobody signed in gets the log-in page.
"""

from tests.matrix.rows import ANSWER, CASE, DIRECTORY, EVERYONE, LEAD, LOOK, MANAGER, OWN, STAFF, everyone, operation, row
from tests.matrix.rows import Row as Row
from tests.matrix.table_across import across, across_operations
from tests.matrix.table_light import LIGHT_OPERATIONS, LIGHT_PAGES
from tests.matrix.table_own import _KEEPERS, _STAFF, AUDIT
from tests.matrix.table_own import ACCOUNT as ACCOUNT
from tests.matrix.table_performance import PERFORMANCE_OPERATIONS, PERFORMANCE_PAGES
from tests.matrix.table_watching import WATCHING_OPERATIONS, WATCHING_PAGES

# -- The way in ---------------------------------------------------------------------------------------------------------------
OPEN: tuple[Row, ...] = (
    everyone("home", nobody=(200,)),
    everyone("gallery", nobody=(200,)),
    everyone("demo", nobody=(200,)),
    everyone("demo-log-in", nobody=(404,), post=(404,)),
    everyone("api-unknown", ok=(404,), nobody=(404,)),
    everyone("api-root", ok=(404,), nobody=(404,)),
    everyone("openapi-json", nobody=(200,)),
    everyone("health-live", nobody=(200,)),
    everyone("health-ready", ok=(200, 503), nobody=(200, 503)),
    everyone("metrics", nobody=(200,)),
)

# -- Notices ------------------------------------------------------------------------------------------------------------------
NOTICES = (
    everyone("notices"),
    everyone("notices-read-all", post=(302,)),
    # A notice to one of the office, who alone may open it.
    row("notice", "referrer", ok=(302,)),
    everyone("your-notices"),
    # The link of a mail is its own right; one nobody made leads nowhere.
    everyone("notice-off", fixed={"token": "nothing"}, ok=(404,), nobody=(404,)),
    everyone("saved-views"),
    everyone("saved-view-add", post=(200,)),
    row("saved-view", "referrer", ok=(302,)),
    row("saved-view-change", "referrer"),
    row("saved-view-delete", "referrer", post=(412,)),
    row("failed-jobs", "administrator"),
    row("failed-jobs-do", "administrator", fixed={"verb": "retry"}, post=(200,)),
    row("failed-jobs-do", "administrator", fixed={"verb": "drop"}, post=(200,)),
)

# -- People -------------------------------------------------------------------------------------------------------------------
WITH_CASELOAD = ("case_manager", "officer", "team_manager", "other_officer", "recruitment_consultant")
PARTNERS = ("partner_worker", "partner_worker_2", "partner_manager", "other_partner_worker")
DECIDING = ("privacy_officer", "auditor", "records", "partnership_manager")  # about people, without their records
CASE_WORKERS = ("case_manager", "officer", "team_manager", "other_officer")
PEOPLE = (
    row("people", *WITH_CASELOAD),
    row("people-search", *WITH_CASELOAD),
    row("person", CASE, LOOK),
    row("person-timeline", CASE, LOOK),
    row("person-print", CASE, LOOK),
    row("person-details", CASE),
    row("person-whereabouts", CASE),
    row("need-add", CASE),
    row("need", CASE, LOOK),
    row("need-edit", CASE),
    row("need-move", CASE, fixed={"verb": "start"}, post=(412,)),
    row("notes", CASE, LOOK),
    row("note-add", CASE),
    row("note", CASE, LOOK),
    row("note", CASE, ids={"note_id": "sensitive_note"}),
    row("note-correct", CASE),
    row("note-correct", CASE, ids={"note_id": "sensitive_note"}),
    row("contacts", CASE),
    row("contact-add", CASE),
    row("contact-change", CASE),
    row("contact-end", CASE),
    row("contact-address", CASE),
    row("drafts", *WITH_CASELOAD, *PARTNERS, *DECIDING, "aroha", "tama"),
    # Without the signature of a form's page there is nothing to keep.
    row("draft-keep", *WITH_CASELOAD, *PARTNERS, *DECIDING, "aroha", "tama", post=(404,)),
    row("draft-drop", *WITH_CASELOAD, *PARTNERS, *DECIDING, "aroha", "tama", post=(404,)),
    row("caseload-do", *CASE_WORKERS, fixed={"verb": "assign"}),
    row("caseload-do", *CASE_WORKERS, fixed={"verb": "cover"}),
    row("caseload-do", *CASE_WORKERS, fixed={"verb": "transfer"}),
    row("caseload-do", *CASE_WORKERS, fixed={"verb": "end"}),
    row("caseload-done", "referrer"),
    row("handovers", *CASE_WORKERS),
    row("handover", CASE),
    row("handover-move", CASE, fixed={"verb": "acknowledge"}, post=(412,)),
    row("limits", "team_manager", "privacy_officer"),
    row("limit-new", "privacy_officer"),
    row("limit-of-record", LEAD),
    row("limit", LEAD, "privacy_officer"),
    row("limit-move", LEAD, "privacy_officer", fixed={"verb": "ask"}, post=(200,)),
    row("emergency", *CASE_WORKERS),
    row("emergencies", *CASE_WORKERS, "privacy_officer"),
    row("emergency-opening", LEAD, "privacy_officer"),
    row("looks", "auditor", "privacy_officer"),
    row("look", "auditor", "privacy_officer"),
    row("reading-stops", "team_manager", "partnership_manager", "partner_manager", "privacy_officer"),
    row("reading-stop", LEAD, "privacy_officer"),
    row("conflicts", "privacy_officer"),
    row("conflict", "privacy_officer"),
    row("conflicts-undecided", "administrator"),
    row("own-details", *WITH_CASELOAD, *PARTNERS),
    row("disagreement", CASE, OWN),
    row("disagree", OWN, ids={"about_id": "person_id"}, fixed={"kind": "record"}),
    row("disagree", OWN, ids={"about_id": "need_id"}, fixed={"kind": "need"}),
    row("disagree", OWN, ids={"about_id": "referral_id"}, fixed={"kind": "referral"}),
)

# -- Referrals ----------------------------------------------------------------------------------------------------------------
REFERRALS = (
    row("need-services", CASE),
    row("need-service", CASE),
    row("referrals", *CASE_WORKERS),
    row("referral-inbox", *PARTNERS),
    row("referral", CASE, LOOK, ANSWER),
    row("referral-draft", CASE, ids={"referral_id": "draft"}),
    row("referral-check", CASE, ids={"referral_id": "draft"}),
    *(
        row("referral-part", CASE, ids={"referral_id": "draft"}, fixed={"part": part})
        for part in ("urgency", "reason", "agreement", "disclose")
    ),
    # Those on the other side of the table are sent back to the referral.
    *(
        row("referral-move", CASE, ANSWER, fixed={"verb": verb}, ok=(200, 302))
        for verb in ("acknowledge", "accept", "decline", "waitlist", "withdraw")
    ),
    row("referral-take", ANSWER, post=(412,)),
    row("referral-ask", ANSWER),
    row("referral-reply", CASE),
)

# -- The directory ------------------------------------------------------------------------------------------------------------
EDITOR = "partnership_manager"
_HOUSE = {"service_id": "safe_house"}
_PILLAR = {"code": "ACCOMMODATION"}
DIRECTORY_PAGES = (
    row("services", *DIRECTORY),
    row("service", *DIRECTORY),
    row("service", STAFF, EDITOR, ids=_HOUSE),
    row("organization", *DIRECTORY),
    row("service-capacity", MANAGER, EDITOR),
    row("service-capacity", MANAGER, EDITOR, ids=_HOUSE),
    row("service-capacity-still-right", MANAGER, EDITOR, post=(412,)),
    row("service-pillar", EDITOR, fixed=_PILLAR),
    row("service-pillar", EDITOR, ids=_HOUSE, fixed=_PILLAR),
    row("service-status", EDITOR),
    row("service-status", EDITOR, ids=_HOUSE),
    row("service-confidential", EDITOR),
    row("service-confidential", EDITOR, ids=_HOUSE),
    row("service-level", EDITOR),
    row("service-level", EDITOR, ids=_HOUSE),
    row("service-import", EDITOR),
    row("service-import-preview", EDITOR),
    row("service-import-done", EDITOR, ids={"run_id": "services_run"}),
)

# -- The register of partners ---------------------------------------------------------------------------------------------------
# Who may look at any partner; its own staff look at theirs.
REGISTER = (*WITH_CASELOAD, "partnership_manager", "contract_manager", "executive")
_SHARED = {"interaction_id": "shared_interaction_id"}
_PARTNER_PARTS = ("details", "roles", "reach", "numbers", "safeguarding", "owner", "in-touch")
_HEAD = ("partnership_manager", "contract_manager", "executive")  # of its owner's team, and may look at partners
_ASKED_PARTS = ("name", "numbers", "roles", "reach", "accreditation", "lead")
_LIST, _LIST_RUN = {"file_id": "partner_file_id", "mapping_id": "partner_mapping_id"}, {"run_id": "partners_run"}
PARTNER_PAGES = (
    row("partners", *REGISTER),
    row("partner", STAFF, *REGISTER),
    row("partner-add", EDITOR),
    *(row("partner-part", EDITOR, fixed={"part": part}) for part in _PARTNER_PARTS),
    row("partner-move", EDITOR, fixed={"verb": "pause"}),
    row("accreditation-add", EDITOR),
    row("accreditation", EDITOR),
    row("accreditation-end", EDITOR),
    row("partner-interactions", STAFF, *REGISTER),
    row("interaction-add", EDITOR),
    row("interaction", *REGISTER),
    row("interaction", STAFF, *REGISTER, ids=_SHARED),
    row("interaction-correct", EDITOR),
    row("interaction-withdraw", EDITOR),
    row("partner-draft-keep", EDITOR, post=(404,)),
    row("partner-draft-drop", EDITOR, post=(404,)),
    row("partner-duplicates", EDITOR),
    row("partner-duplicate", EDITOR),
    row("partner-merge-with", EDITOR),
    row("partner-merge", EDITOR),
    row("partner-merges", *REGISTER),
    row("partner-merged", *REGISTER),
    row("partner-merge-team", EDITOR, post=(412,)),
    row("partner-contact-add", EDITOR, STAFF),
    row("partner-contact", EDITOR, STAFF),
    row("partner-contact-end", EDITOR, STAFF),
    row("partner-own", STAFF),
    *(row("partner-ask", STAFF, fixed={"part": part}) for part in _ASKED_PARTS),
    row("partner-changes", EDITOR, *PARTNERS, "employer"),
    row("partner-change", EDITOR, STAFF),
    row("partner-change-move", EDITOR, fixed={"verb": "confirm"}),
    row("partner-change-move", EDITOR, fixed={"verb": "refuse"}),
    row("partner-change-move", STAFF, fixed={"verb": "withdraw"}),
    row("partner-tikanga", STAFF, *_HEAD),
    row("tikanga-add", STAFF, EDITOR),
    row("tikanga-note", STAFF, EDITOR),
    row("tikanga-withdraw", STAFF, EDITOR),
    row("campaigns", *REGISTER, *PARTNERS, "employer"),
    row("campaign", STAFF, *REGISTER),
    row("campaign-add", EDITOR, STAFF),
    row("campaign-change", EDITOR),
    row("campaign-move", EDITOR, fixed={"verb": "answer"}),
    row("mana-whenua", *REGISTER),
    row("mana-whenua-add", EDITOR),
    row("mana-whenua-end", EDITOR),
)

# -- How partnerships go ----------------------------------------------------------------------------------------------------------
_PAST = {"wave_id": "past_wave"}  # published, so that nobody is asked any more
ASSESSMENTS = (
    row("assessments", *REGISTER),
    row("assessments-across", *REGISTER),
    row("partner-assessments", STAFF, *REGISTER),
    row("assessment", STAFF, *REGISTER),
    row("assessment", STAFF, *REGISTER, ids=_PAST),
    row("assessment-add", EDITOR),
    row("assessment-change", EDITOR),
    row("assessment-move", EDITOR, fixed={"verb": "close"}),
    row("assessment-invite", EDITOR, STAFF),
    row("rater-move", EDITOR, ids={"rater_id": "past_rater"}, fixed={"verb": "withdraw"}, post=(409,)),
    row("agreed-add", EDITOR, ids=_PAST),
    row("agreed-move", EDITOR, fixed={"verb": "finish"}, post=(412,)),
    everyone("asked"),
    # Whoever is logged in under the address that was asked.
    row("rate-own", "analyst"),
    # The link of a mail is its own right; one nobody made leads to a page that says so.
    everyone("rate", fixed={"key": "nothing"}, nobody=(200,)),
    everyone("rated", nobody=(200,)),
    row("partner-import", EDITOR),
    row("partner-import-run", EDITOR, ids=_LIST_RUN),
    row("partner-import-rejects", EDITOR, ids=_LIST_RUN),
    row("partner-import-file", EDITOR, ids=_LIST),
    row("partner-import-start", EDITOR, ids=_LIST, post=(412,)),
    row("partner-import-drop", EDITOR, ids=_LIST, post=(412,)),
    row("partner-import-save", EDITOR, ids=_LIST, post=(200,)),
    row("partner-import-mappings", EDITOR),
    row("partner-import-mapping", EDITOR, ids=_LIST),
    row("partner-import-mapping-delete", EDITOR, ids=_LIST, post=(412,)),
)

# -- Documents ------------------------------------------------------------------------------------------------------------------
# About the side's partner: one is ours alone, the other both sides'. One of no partner that is theirs is nobody's.
_OF_PARTNER = {"kind": "partners.partner"}
_BOTH_SIDES = {"document_id": "shared_document_id"}
DOCUMENTS = (
    row("documents", STAFF, *REGISTER, fixed=_OF_PARTNER, ids={"about_id": "partner_id"}),
    row("document-add", STAFF, EDITOR, fixed=_OF_PARTNER, ids={"about_id": "partner_id"}),
    row("document", *REGISTER),
    row("document", STAFF, *REGISTER, ids=_BOTH_SIDES),
    row("document-file", *REGISTER),
    row("document-file", STAFF, *REGISTER, ids=_BOTH_SIDES),
    row("document-change", EDITOR),
    row("document-withdraw", EDITOR),
)

# -- Tasks ----------------------------------------------------------------------------------------------------------------------
# Everybody of a team; this one is about the side's partner, and who keeps the register has it.
DOERS = tuple(sorted(EVERYONE - {"aroha", "tama", "whanau_member", "stranger"}))
TASKS = (
    row("tasks", *DOERS),
    row("task-add", *DOERS),
    row("task", EDITOR),
    row("task-change", EDITOR),
    row("task-move", EDITOR, fixed={"verb": "finish"}),
    row("task-move", EDITOR, fixed={"verb": "cancel"}),
)

# -- Agreements -----------------------------------------------------------------------------------------------------------------
# Who may look at any agreement; the staff of a party look at theirs, and at no value but their own.
AGREES = ("partnership_manager", "contract_manager")
LOOKS_AT_AGREEMENTS = (*AGREES, "executive")
_AGREEMENT_PARTS = ("details", "term", "coverage", "keeping")
_GRANTS = {"file_id": "grant_file_id", "run_id": "grants_run"}
# Signed, with amendments: one that was given up unread, and one that is offered.
_VARIED = {"agreement_id": "varied_id", "agreement_party_id": "varied_party"}
AGREEMENT_PAGES = (
    row("agreements", *LOOKS_AT_AGREEMENTS, *PARTNERS, "employer"),
    row("agreement", STAFF, *LOOKS_AT_AGREEMENTS),
    row("agreement-add", *AGREES),
    *(row("agreement-part", *AGREES, fixed={"part": part}) for part in _AGREEMENT_PARTS),
    row("agreement-party-add", *AGREES),
    row("agreement-party", *AGREES),
    row("agreement-party-remove", *AGREES),
    row("agreement-party-sign", *AGREES),
    row("agreement-move", *AGREES, fixed={"verb": "sign"}),
    row("obligation-add", *AGREES),
    row("obligation", STAFF, *LOOKS_AT_AGREEMENTS),
    row("obligation-say", STAFF),  # of the party that bears it
    row("obligation-dispute", STAFF, ids={"obligation_id": "our_obligation_id"}),
    row("obligation-move", *AGREES, fixed={"verb": "miss"}),
    row("agreement-renew", *AGREES),
    row("amendment-add", *AGREES, ids=_VARIED, ok=(409,)),  # one is open already
    row("amendment", STAFF, *LOOKS_AT_AGREEMENTS, ids=_VARIED),
    row("amendment", *LOOKS_AT_AGREEMENTS, ids=_VARIED | {"amendment_id": "amendment_draft"}),
    row("amendment-change", *AGREES, ids=_VARIED),
    row("amendment-sign", *AGREES, ids=_VARIED),
    row("amendment-move", *AGREES, ids=_VARIED, fixed={"verb": "withdraw"}),
    # In negotiation: nothing of it may be published yet.
    row("agreement-publish", *AGREES, ok=(409,)),
    row("agreement-unpublish", *AGREES, ok=(409,)),
    row("agreement-publish", *AGREES, ids={"agreement_id": "published_id"}),
    row("agreement-unpublish", *AGREES, ids={"agreement_id": "published_id"}),
    row("past-grants", EDITOR),
    row("past-grants-file", EDITOR, ids=_GRANTS),
    row("past-grants-start", EDITOR, ids=_GRANTS, post=(412,)),
    row("past-grants-drop", EDITOR, ids=_GRANTS, post=(412,)),
    row("past-grants-run", EDITOR, ids=_GRANTS),
    row("agreement", *LOOKS_AT_AGREEMENTS, STAFF, ids={"agreement_id": "past_id"}),
    row("published-agreements", *LOOKS_AT_AGREEMENTS),
    *(row("published-file", *LOOKS_AT_AGREEMENTS, fixed={"what": what}) for what in ("releases", "records", "grants")),
    row("agreement-ask", *AGREES, ok=(409,)),  # asked already
    row("agreement-decide", *LOOKS_AT_AGREEMENTS, ok=(200, 409)),  # whoever asked may not
)

# -- Stock-takes of partners: read by all who look at partners, answered by the site's team, kept by whoever keeps the register --------------
_DRAFTED = {"stock_take_id": "drafted_take"}
STOCK_TAKES = (
    row("stocktakes", *REGISTER),
    row("stocktake", *REGISTER),
    row("stocktake", *REGISTER, ids=_DRAFTED),
    row("stocktake-result", *REGISTER),
    row("stocktake-export", *REGISTER, fixed={"kind": "csv"}),
    row("stocktake-add", EDITOR),
    row("stocktake-change", EDITOR),
    row("stocktake-teams", EDITOR),
    row("stocktake-move", EDITOR, fixed={"verb": "close"}),
    row("stocktake-remind", EDITOR, ids=_DRAFTED, post=(409,)),
    row("stock-returns", *REGISTER),
    row("stock-return", *REGISTER),
    row("stock-return-confirm", CASE, LOOK, EDITOR, post=(302,)),
    row("stock-return-move", CASE, LOOK, EDITOR, fixed={"verb": "hand_in"}),
    row("stock-found-add", CASE, LOOK, EDITOR),
    row("stock-line", *REGISTER),
    row("stock-found-settle", EDITOR, ids={"line_id": "found_line"}),
    row("stock-barriers", *REGISTER),
    row("stock-barrier", *REGISTER),
    row("stock-barrier-add", CASE, LOOK, EDITOR),
    row("stock-barrier-change", CASE, LOOK, EDITOR),
    row("stock-barrier-move", EDITOR, fixed={"verb": "remove"}),
)

# -- Importing people ---------------------------------------------------------------------------------------------------------
_RUN = {"run_id": "people_run"}
IMPORTS = (
    row("people-import", "records"),
    row("people-import-run", "records", ids=_RUN),
    row("people-import-rejects", "records", ids=_RUN),
    row("people-import-file", "records"),
    row("people-import-start", "records", post=(412,)),
    row("people-import-drop", "records", post=(412,)),
    row("people-import-save", "records", post=(200,)),
    row("people-import-mappings", "records"),
    row("people-import-mapping", "records"),
    row("people-import-mapping-delete", "records", post=(412,)),
    row("person-add", *CASE_WORKERS, "records"),
    row("duplicates", "records"),
    row("duplicate", "records"),
    row("held", "records"),
    row("merge", "records"),
    row("merge-move", "records", fixed={"verb": "confirm"}, post=(412,)),
    row("merge-open", "records", ids={"team_id": "person_id"}, post=(412,)),
    row("merge-account", "records", post=(412,)),
)

PAGES: tuple[Row, ...] = (
    *OPEN,
    *NOTICES,
    *PEOPLE,
    *REFERRALS,
    *DIRECTORY_PAGES,
    *PARTNER_PAGES,
    *ASSESSMENTS,
    *DOCUMENTS,
    *STOCK_TAKES,
    *across(*REGISTER),
    *TASKS,
    *AGREEMENT_PAGES,
    *PERFORMANCE_PAGES,
    *LIGHT_PAGES,
    *WATCHING_PAGES,
    *IMPORTS,
    *AUDIT,
    *_STAFF,
    *ACCOUNT,
)


# -- Machines: an access key with every scope, so what counts is its owner ----------------------------------------------------------
_P, _N, _R = "/api/v1/people", "/api/v1/needs/<need_id>", "/api/v1/referrals"
_ONE = f"{_R}/<referral_id>"
_I, _L = "/api/v1/people-imports", "/api/v1/partner-imports"
_DRAFT = {"referral_id": "draft"}
_SENDERS_AND_ANSWERERS = (*CASE_WORKERS, *PARTNERS)
_CORRECTION = {"kind": "MEETING", "text": "Words", "happened_at": "2026-11-01T10:00:00Z", "why": "Words"}
_STANDS = {"stands": True, "reason": "Words", "seen": "ADDED"}
_CONTACT = {"name": "Words", "relation": "FRIEND", "safety": "YES"}
_T = "/api/v1/teams"
_S = "/api/v1/service-imports"
_ERASED, _HOLDS = "/api/v1/records/erasures", "/api/v1/records/holds"
_PARTNERS = "/api/v1/partners"
_PARTNER = f"{_PARTNERS}/<partner_id>"
_ACCREDITATION = f"{_PARTNER}/accreditations/<accreditation_id>"
_PARTNER_CONTACT = f"{_PARTNER}/contacts/<partner_contact_id>"
_INTERACTION = f"{_PARTNER}/interactions/<interaction_id>"
_IN_TOUCH: dict[str, object] = {"kind": "HUI", "on": "2026-11-01", "said": "Words"}
_DOCUMENT: dict[str, object] = {
    "about_kind": "partners.partner",
    "about_id": "partner_id",
    "sort": "OTHER",
    "name": "x.txt",
    "content": "eA==",
}
_PARTNER_PAIR = f"{_PARTNERS}/duplicates/<partner_pair_id>"
_ASSESSMENTS = "/api/v1/assessments"
_ASSESSMENT = f"{_ASSESSMENTS}/<wave_id>"
_STOCK_TAKES = "/api/v1/stocktakes"
_STOCK_TAKE = f"{_STOCK_TAKES}/<stock_take_id>"
_RETURN = f"{_STOCK_TAKES}/returns/<return_id>"
_LINE = f"{_STOCK_TAKES}/lines/<line_id>"
_BARRIER = f"{_STOCK_TAKES}/barriers/<barrier_id>"
_PARTNER_MERGE = f"{_PARTNERS}/merges/<partner_merge_id>"
_PARTNER_BODIES: dict[str, dict[str, object]] = {
    "details": {"name": "Words", "kind": "NGO"},
    "roles": {},
    "reach": {},
    "numbers": {},
    "safeguarding": {"safeguarding": "NOT_CHECKED"},
    "owner": {},
    "in-touch": {},
}
_TIKANGA: dict[str, object] = {"about": "MEETING", "words": "Words", "given_by": "Words", "agreement": "Words"}
_AGREEMENTS = "/api/v1/agreements"
_AGREEMENT = f"{_AGREEMENTS}/<agreement_id>"
_AGREEMENT_PARTY = f"{_AGREEMENT}/parties/<agreement_party_id>"
_OBLIGATION = f"{_AGREEMENT}/obligations/<obligation_id>"
_AMENDMENT = f"{_AGREEMENT}/amendments/<amendment_id>"
_AMENDED: dict[str, object] = {"reason": "Words", "new_text": "Words"}
_AGREEMENT_BODIES: dict[str, dict[str, object]] = {
    "details": {"number": "1", "title": "Words", "kind": "MOU"},
    "term": {},
    "coverage": {},
    "keeping": {},
}
OPERATIONS: tuple[Row, ...] = (
    operation(f"GET {_T}", *_KEEPERS),
    operation(f"GET {_T}/<team_id>/staff", "lead", "administrator"),
    operation(f"GET {_T}/<team_id>/invitations", "lead", "administrator"),
    operation(f"POST {_T}/<team_id>/invitations", "lead", "administrator", body={"email": "x", "name": "x", "role": "x"}, ok=(422,)),
    # Withdrawn already.
    operation(f"POST {_T}/invitations/<invitation_id>/resend", "lead", "administrator", ok=(409,)),
    operation(f"POST {_T}/invitations/<invitation_id>/withdraw", "lead", "administrator", ok=(409,)),
    operation(
        f"POST {_T}/staff/<user_id>/close",
        "lead",
        "administrator",
        ids={"user_id": "colleague_id"},
        body={"reason": "LEFT"},
        ok=(422,),
    ),
    operation(
        f"POST {_T}/<team_id>/staff/<user_id>/end",
        "lead",
        "administrator",
        ids={"user_id": "colleague_id"},
        body={"reason": "MOVED", "last_day": "2020-01-01"},
        ok=(422,),
    ),
    # Open already.
    operation(f"POST {_T}/staff/<user_id>/open", "lead", "administrator", ids={"user_id": "colleague_id"}, ok=(409,)),
    operation("GET /api/v1/services", *DIRECTORY),
    operation("GET /api/v1/services/<service_id>", *DIRECTORY),
    operation("GET /api/v1/services/<service_id>", STAFF, EDITOR, ids=_HOUSE),
    operation("PUT /api/v1/services/<service_id>/confidential", EDITOR, body={"confidential": True}, ok=(412,)),
    operation("PUT /api/v1/services/<service_id>/confidential", EDITOR, ids=_HOUSE, body={"confidential": True}, ok=(412,)),
    operation("PUT /api/v1/services/<service_id>/status", EDITOR, body={"status": "defunct"}, ok=(412,)),
    operation("PUT /api/v1/services/<service_id>/status", EDITOR, ids=_HOUSE, body={"status": "defunct"}, ok=(412,)),
    operation("GET /api/v1/services/<service_id>/level", *DIRECTORY),
    operation("GET /api/v1/services/<service_id>/level", STAFF, EDITOR, ids=_HOUSE),
    operation("PUT /api/v1/services/<service_id>/level", EDITOR, body={"level": 2}, ok=(412,)),
    operation("PUT /api/v1/services/<service_id>/level", EDITOR, ids=_HOUSE, body={"level": 2}, ok=(412,)),
    operation("GET /api/v1/services/<service_id>/capacity", *DIRECTORY),
    operation("GET /api/v1/services/<service_id>/capacity", STAFF, EDITOR, ids=_HOUSE),
    operation("PUT /api/v1/services/<service_id>/capacity", MANAGER, EDITOR, body={"available": 1}, ok=(412,)),
    operation("PUT /api/v1/services/<service_id>/capacity", MANAGER, EDITOR, ids=_HOUSE, body={"available": 1}, ok=(412,)),
    operation("POST /api/v1/services/<service_id>/capacity/confirm", MANAGER, EDITOR, body={}, ok=(412,)),
    # Already so.
    operation("PUT /api/v1/services/<service_id>/pillars/<pillar>", EDITOR, fixed={"pillar": "ACCOMMODATION"}, body=_STANDS, ok=(409,)),
    operation(f"POST {_S}", EDITOR, body={"name": "x.csv", "content": "Words"}, ok=(422,)),
    operation(f"GET {_S}/<upload_id>", EDITOR),
    # Nothing guards the doing by a version: another thing's id.
    operation(f"POST {_S}/<upload_id>/start", EDITOR, ids={"upload_id": "need_id"}, ok=(404,)),
    operation(f"GET {_S}/runs/<run_id>", EDITOR, ids={"run_id": "services_run"}),
    operation(f"GET {_S}/runs/<run_id>/rejects", EDITOR, ids={"run_id": "services_run"}),
    operation("GET /api/v1/organizations", *DIRECTORY),
    operation("GET /api/v1/organizations/<organization_id>", *DIRECTORY),
    operation(f"GET {_PARTNERS}", *REGISTER),
    # On the register already.
    operation(f"POST {_PARTNERS}", EDITOR, body={"organization_id": "organization_id", "kind": "NGO"}, ok=(409,)),
    operation(f"GET {_PARTNER}", STAFF, *REGISTER),
    *(operation(f"PUT {_PARTNER}/{part}", EDITOR, body=body, ok=(412,)) for part, body in _PARTNER_BODIES.items()),
    operation(f"POST {_PARTNER}/stand/<verb>", EDITOR, fixed={"verb": "pause"}, body={"reason": "Words"}, ok=(412,)),
    operation(f"POST {_PARTNER}/accreditations", EDITOR, body={"level": 1, "given_by": " "}, ok=(422,)),
    operation(f"GET {_ACCREDITATION}", STAFF, *REGISTER),
    operation(f"PUT {_ACCREDITATION}", EDITOR, body={"level": 1, "given_by": "Words"}, ok=(412,)),
    operation(f"POST {_ACCREDITATION}/end", EDITOR, body={"reason": "Words"}, ok=(412,)),
    operation(f"PUT {_PARTNER}/own", STAFF, body={}, ok=(412,)),
    operation(f"POST {_PARTNER}/changes", STAFF, body={"roles": [], "why": "Words"}, ok=(422,)),
    operation(f"GET {_PARTNERS}/changes", EDITOR, *PARTNERS, "employer"),
    operation(f"GET {_PARTNERS}/changes/<partner_change_id>", EDITOR, STAFF),
    operation(f"POST {_PARTNERS}/changes/<partner_change_id>/<verb>", EDITOR, fixed={"verb": "confirm"}, body={}, ok=(412,)),
    operation(f"POST {_PARTNERS}/changes/<partner_change_id>/<verb>", STAFF, fixed={"verb": "withdraw"}, body={}, ok=(412,)),
    operation(f"GET {_PARTNER}/tikanga", STAFF, *_HEAD),
    operation(f"POST {_PARTNER}/tikanga", EDITOR, STAFF, body=_TIKANGA | {"words": " "}, ok=(422,)),
    operation(f"GET {_PARTNERS}/tikanga/<tikanga_note_id>", STAFF, *_HEAD),
    operation(f"PUT {_PARTNERS}/tikanga/<tikanga_note_id>", EDITOR, STAFF, body=_TIKANGA, ok=(412,)),
    operation(f"POST {_PARTNERS}/tikanga/<tikanga_note_id>/withdraw", EDITOR, STAFF, body={}, ok=(412,)),
    operation(f"GET {_PARTNERS}/campaigns", *REGISTER, *PARTNERS, "employer"),
    operation(f"POST {_PARTNER}/campaigns", EDITOR, STAFF, body={"kind": "CAMPAIGN", "title": " ", "asks": " "}, ok=(422,)),
    operation(f"GET {_PARTNERS}/campaigns/<campaign_id>", STAFF, *REGISTER),
    operation(f"PUT {_PARTNERS}/campaigns/<campaign_id>", EDITOR, body={"kind": "CAMPAIGN", "title": "x", "asks": "x"}, ok=(412,)),
    operation(f"POST {_PARTNERS}/campaigns/<campaign_id>/<verb>", EDITOR, fixed={"verb": "answer"}, body={"answer": "x"}, ok=(412,)),
    operation(f"GET {_PARTNERS}/mana-whenua", *REGISTER),
    operation(f"POST {_PARTNERS}/mana-whenua", EDITOR, body={"site": "x", "partner_id": "partner_id", "said_by": " "}, ok=(422,)),
    operation(f"GET {_PARTNERS}/mana-whenua/<whenua_id>", STAFF, *REGISTER),
    operation(f"POST {_PARTNERS}/mana-whenua/<whenua_id>/end", EDITOR, body={"reason": "Words"}, ok=(412,)),
    operation(f"POST {_PARTNER}/contacts", EDITOR, STAFF, body={"name": " ", "phone": "1"}, ok=(422,)),
    operation(f"GET {_PARTNER_CONTACT}", STAFF, *REGISTER),
    operation(f"GET {_PARTNER}/interactions", STAFF, *REGISTER),
    operation(f"POST {_PARTNER}/interactions", EDITOR, body={**_IN_TOUCH, "said": " "}, ok=(422,)),
    operation(f"GET {_INTERACTION}", *REGISTER),
    operation(f"GET {_INTERACTION}", STAFF, *REGISTER, ids=_SHARED),
    operation(f"PUT {_INTERACTION}", EDITOR, body=_IN_TOUCH, ok=(412,)),
    operation(f"POST {_INTERACTION}/withdraw", EDITOR, body={"reason": "Words"}, ok=(412,)),
    operation("GET /api/v1/documents/about/<kind>/<about_id>", STAFF, *REGISTER, fixed=_OF_PARTNER, ids={"about_id": "partner_id"}),
    operation("POST /api/v1/documents", STAFF, EDITOR, body={**_DOCUMENT, "title": " "}, ok=(422,)),
    operation("GET /api/v1/documents/<document_id>", *REGISTER),
    operation("GET /api/v1/documents/<document_id>", STAFF, *REGISTER, ids=_BOTH_SIDES),
    operation("GET /api/v1/documents/<document_id>/file", *REGISTER),
    operation("GET /api/v1/documents/<document_id>/file", STAFF, *REGISTER, ids=_BOTH_SIDES),
    operation("PUT /api/v1/documents/<document_id>", EDITOR, body={"title": "Words", "sort": "OTHER"}, ok=(412,)),
    operation("POST /api/v1/documents/<document_id>/withdraw", EDITOR, body={"reason": "Words"}, ok=(412,)),
    operation("GET /api/v1/tasks", *DOERS),
    operation("POST /api/v1/tasks", *DOERS, body={"what": " "}, ok=(422,)),
    operation("GET /api/v1/tasks/<task_id>", EDITOR),
    operation("PUT /api/v1/tasks/<task_id>", EDITOR, body={"what": "Words"}, ok=(412,)),
    operation("POST /api/v1/tasks/<task_id>/<verb>", EDITOR, fixed={"verb": "finish"}, body={}, ok=(412,)),
    operation(f"GET {_PARTNERS}/duplicates", EDITOR),
    operation(f"GET {_PARTNER_PAIR}", EDITOR),
    operation(f"GET {_PARTNERS}/merges", *REGISTER),
    operation(f"GET {_PARTNER_MERGE}", *REGISTER),
    operation(f"POST {_PARTNER_MERGE}/part", EDITOR, body={"reason": "Words"}, ok=(412,)),
    operation(f"POST {_PARTNER_MERGE}/teams/<team_id>", EDITOR, body={}, ok=(412,)),
    operation(f"GET {_PARTNER}/merge/<loser_id>", EDITOR),
    operation(f"POST {_PARTNER}/merge/<loser_id>", EDITOR, body={"reason": "Words"}, ok=(412,)),
    operation(f"POST {_PARTNER_PAIR}/keep_two", EDITOR, body={"reason": "Words"}, ok=(412,)),
    operation(f"PUT {_PARTNER_CONTACT}", EDITOR, STAFF, body={"name": "Words", "phone": "1"}, ok=(412,)),
    operation(f"POST {_PARTNER_CONTACT}/end", EDITOR, STAFF, body={}, ok=(412,)),
    operation(f"GET {_ASSESSMENTS}", *DIRECTORY),
    operation(f"GET {_ASSESSMENTS}/across", *REGISTER),
    # One is under way already.
    operation(f"POST {_ASSESSMENTS}", EDITOR, body={"partner_id": "partner_id", "deadline": "2020-01-01"}, ok=(422,)),
    operation(f"GET {_ASSESSMENT}", STAFF, *REGISTER),
    operation(f"GET {_ASSESSMENT}", STAFF, *REGISTER, ids=_PAST),
    operation(f"PUT {_ASSESSMENT}", EDITOR, body={"deadline": "2027-01-01"}, ok=(412,)),
    operation(f"POST {_ASSESSMENT}/stand/<verb>", EDITOR, fixed={"verb": "close"}, body={}, ok=(412,)),
    operation(f"GET {_ASSESSMENT}/raters", EDITOR, STAFF),
    operation(f"POST {_ASSESSMENT}/raters", EDITOR, STAFF, body={"side": "OURS", "name": " ", "email": "x"}, ok=(422,)),
    # Nobody is asked any more.
    operation(
        f"POST {_ASSESSMENT}/raters/<rater_id>/<verb>", EDITOR, ids=_PAST | {"rater_id": "past_rater"}, fixed={"verb": "resend"}, ok=(409,)
    ),
    operation(
        f"POST {_ASSESSMENT}/agreed", EDITOR, ids=_PAST, body={"words": " ", "side": "OURS", "owner": "x", "due": "2020-01-01"}, ok=(422,)
    ),
    operation(f"GET {_ASSESSMENT}/agreed/<agreed_id>", STAFF, *REGISTER, ids=_PAST),
    operation(f"POST {_ASSESSMENT}/agreed/<agreed_id>/<verb>", EDITOR, ids=_PAST, fixed={"verb": "finish"}, body={}, ok=(412,)),
    operation(f"GET {_AGREEMENTS}", *LOOKS_AT_AGREEMENTS, *PARTNERS, "employer"),
    operation(f"POST {_AGREEMENTS}", *AGREES, body={"title": " ", "kind": "MOU"}, ok=(422,)),
    operation(f"GET {_AGREEMENT}", STAFF, *LOOKS_AT_AGREEMENTS),
    *(operation(f"PUT {_AGREEMENT}/{part}", *AGREES, body=body, ok=(412,)) for part, body in _AGREEMENT_BODIES.items()),
    operation(f"POST {_AGREEMENT}/parties", *AGREES, body={"organization": "Words"}, ok=(412,)),
    operation(f"PUT {_AGREEMENT_PARTY}", *AGREES, body={}, ok=(412,)),
    operation(f"POST {_AGREEMENT_PARTY}/remove", *AGREES, body={}, ok=(412,)),
    operation(f"POST {_AGREEMENT_PARTY}/sign", *AGREES, body={"signed_by": "Words"}, ok=(412,)),
    operation(f"POST {_AGREEMENT}/stand/<verb>", *AGREES, fixed={"verb": "terminate"}, body={"reason": "Words"}, ok=(412,)),
    operation(f"GET {_AGREEMENT}/amendments", STAFF, *LOOKS_AT_AGREEMENTS, ids=_VARIED),
    operation(f"POST {_AGREEMENT}/amendments", *AGREES, ids=_VARIED, body=_AMENDED, ok=(409,)),
    operation(f"GET {_AMENDMENT}", STAFF, *LOOKS_AT_AGREEMENTS, ids=_VARIED),
    operation(f"GET {_AMENDMENT}", *LOOKS_AT_AGREEMENTS, ids=_VARIED | {"amendment_id": "amendment_draft"}),
    operation(f"PUT {_AMENDMENT}", *AGREES, ids=_VARIED, body=_AMENDED, ok=(412,)),
    operation(f"POST {_AMENDMENT}/sign", *AGREES, ids=_VARIED, body={"party_id": "varied_party", "signed_by": "Words"}, ok=(412,)),
    operation(f"POST {_AMENDMENT}/stand/<verb>", *AGREES, ids=_VARIED, fixed={"verb": "withdraw"}, body={"reason": "Words"}, ok=(412,)),
    operation(f"GET {_AGREEMENT}/obligations", STAFF, *LOOKS_AT_AGREEMENTS),
    operation(
        f"POST {_AGREEMENT}/obligations",
        *AGREES,
        body={"party_id": "agreement_party_id", "bearer": "PARTY", "what": " ", "due_on": "2099-01-01"},
        ok=(422,),
    ),
    operation(f"GET {_OBLIGATION}", STAFF, *LOOKS_AT_AGREEMENTS),
    # Whoever reads it without bearing it is told the same of an old version.
    operation(f"POST {_OBLIGATION}/say", STAFF, *LOOKS_AT_AGREEMENTS, body={"said": "Words"}, ok=(412,)),
    operation(f"POST {_OBLIGATION}/dispute", STAFF, *LOOKS_AT_AGREEMENTS, body={"words": "Words"}, ok=(412,)),
    operation(f"POST {_OBLIGATION}/stand/<verb>", *AGREES, fixed={"verb": "miss"}, body={"reason": "Words"}, ok=(412,)),
    *PERFORMANCE_OPERATIONS,
    *LIGHT_OPERATIONS,
    *WATCHING_OPERATIONS,
    operation(f"GET {_AGREEMENTS}/published", *LOOKS_AT_AGREEMENTS),
    *(operation(f"GET {_AGREEMENTS}/published/{what}", *LOOKS_AT_AGREEMENTS) for what in ("releases", "records", "grants")),
    operation(f"POST {_AGREEMENT}/publish", *AGREES, ids={"agreement_id": "published_id"}, body={}, ok=(412,)),
    operation(f"POST {_AGREEMENT}/unpublish", *AGREES, ids={"agreement_id": "published_id"}, body={"reason": "Words"}, ok=(412,)),
    operation(f"POST {_AGREEMENTS}/past-grants", EDITOR, body={"name": "x.json", "content": "Words"}, ok=(422,)),
    operation(f"POST {_AGREEMENTS}/past-grants/check", EDITOR, body={"name": "x.json", "content": "Words"}, ok=(422,)),
    operation(f"GET {_AGREEMENTS}/past-grants/runs/<run_id>", EDITOR, ids=_GRANTS),
    operation(f"POST {_AGREEMENT}/renew", *AGREES, body={"ends_on": "2099-01-01", "reason": "Words"}, ok=(412,)),
    operation(f"POST {_AGREEMENT}/approval/ask", *AGREES, body={}, ok=(412,)),
    operation(f"POST {_AGREEMENT}/approval", *LOOKS_AT_AGREEMENTS, body={"agreed": True}, ok=(412,)),
    *across_operations(*REGISTER),
    operation(f"GET {_STOCK_TAKES}", *REGISTER),
    operation(f"POST {_STOCK_TAKES}", EDITOR, body={"name": " ", "deadline": "2020-01-01"}, ok=(422,)),
    operation(f"GET {_STOCK_TAKE}", *REGISTER),
    operation(f"PUT {_STOCK_TAKE}", EDITOR, body={"name": "Words", "deadline": "2027-01-01"}, ok=(412,)),
    operation(f"PUT {_STOCK_TAKE}/teams", EDITOR, body={"teams": []}, ok=(412,)),
    operation(f"POST {_STOCK_TAKE}/remind", EDITOR, ids=_DRAFTED, ok=(409,)),
    operation(f"POST {_STOCK_TAKE}/stand/<verb>", EDITOR, fixed={"verb": "close"}, body={}, ok=(412,)),
    operation(f"GET {_STOCK_TAKE}/result", *REGISTER),
    operation(f"GET {_STOCK_TAKE}/lines", *REGISTER),
    operation(f"GET {_RETURN}", *REGISTER),
    operation(f"POST {_RETURN}/stand/<verb>", CASE, LOOK, EDITOR, fixed={"verb": "hand_in"}, body={}, ok=(412,)),
    operation(f"POST {_RETURN}/confirm", CASE, LOOK, EDITOR, body={"line_ids": []}),
    operation(f"POST {_RETURN}/found", CASE, LOOK, EDITOR, body={"name": " "}, ok=(422,)),
    operation(f"GET {_LINE}", *REGISTER),
    operation(f"PUT {_LINE}", CASE, LOOK, EDITOR, body={"answer": "STILL"}, ok=(412,)),
    operation(f"GET {_STOCK_TAKES}/barriers", *REGISTER),
    operation(f"GET {_BARRIER}", *REGISTER),
    operation(f"POST {_LINE}/barriers", CASE, LOOK, EDITOR, body={"kind": "TRUST", "words": " "}, ok=(422,)),
    operation(f"PUT {_BARRIER}", CASE, LOOK, EDITOR, body={"kind": "TRUST", "words": "Words"}, ok=(412,)),
    operation(f"POST {_BARRIER}/stand/<verb>", EDITOR, fixed={"verb": "remove"}, body={"reason": "Words"}, ok=(412,)),
    operation(f"POST {_LINE}/settle", EDITOR, body={"settled": "ASIDE", "reason": "Words"}, ok=(412,)),
    operation("GET /api/v1/notices", *EVERYONE),
    operation("GET /api/v1/notices/settings", *EVERYONE),
    operation("PUT /api/v1/notices/settings", *EVERYONE, body={}, ok=(412,)),
    operation("POST /api/v1/notices/read", *EVERYONE, ok=(204,)),
    operation("POST /api/v1/notices/<notice_id>/read", "referrer"),
    operation("GET /api/v1/views", *EVERYONE),
    operation("POST /api/v1/views", *EVERYONE, body={"page": "services", "name": "Words", "query": "words=x"}, ok=(422,)),
    operation("GET /api/v1/views/<view_id>", "referrer"),
    operation("PUT /api/v1/views/<view_id>", "referrer", body={"name": "Words"}, ok=(412,)),
    operation("POST /api/v1/views/<view_id>/delete", "referrer", ids={"view_id": "spare_view"}, body={}, ok=(412,)),
    operation("GET /api/v1/people/own/who-looked", "aroha", "tama"),
    operation("GET /api/v1/audit", "auditor", "privacy_officer"),
    operation("GET /api/v1/audit/retention", "auditor", "privacy_officer"),
    operation("POST /api/v1/audit/retention/<kind>/ask", "auditor", "privacy_officer", fixed={"kind": "unknown"}, ok=(404,)),
    operation(
        "POST /api/v1/audit/disposals/<disposal_id>/<verb>",
        "auditor",
        "privacy_officer",
        ids={"disposal_id": "need_id"},
        fixed={"verb": "refuse"},
        ok=(404,),
    ),
    operation(f"GET {_ERASED}", "auditor", "privacy_officer"),
    operation(f"POST {_ERASED}", "auditor", "privacy_officer", body={"person_id": "person_id", "why": "MISTAKE"}, ok=(422,)),
    operation(f"GET {_ERASED}/<erasure_id>", "auditor", "privacy_officer"),
    # Refused, and lifted, already.
    operation(f"POST {_ERASED}/<erasure_id>/<verb>", "auditor", "privacy_officer", fixed={"verb": "refuse"}, ok=(409,)),
    operation(f"GET {_HOLDS}", "auditor", "privacy_officer"),
    operation(f"POST {_HOLDS}", "auditor", "privacy_officer", body={"person_id": "person_id", "order_number": "Words"}, ok=(422,)),
    operation(f"GET {_HOLDS}/<hold_id>", "auditor", "privacy_officer"),
    operation(f"POST {_HOLDS}/<hold_id>/lift", "auditor", "privacy_officer", ok=(409,)),
    operation("GET /api/v1/jobs/failed", "administrator"),
    operation("POST /api/v1/jobs/failed/retry", "administrator", body={"ids": [1]}, ok=(200,)),
    operation("POST /api/v1/jobs/failed/drop", "administrator", body={"ids": [1]}, ok=(200,)),
    operation(f"GET {_P}", *WITH_CASELOAD),
    operation(f"POST {_P}/search", *WITH_CASELOAD, body={"words": "Nobody"}),
    operation(f"POST {_P}", *CASE_WORKERS, "records", body={"team": "nowhere", "preferred_name": "Words"}, ok=(422,)),
    operation("GET /api/v1/duplicates", "records"),
    operation("GET /api/v1/duplicates/<pair_id>", "records"),
    operation("POST /api/v1/duplicates/<pair_id>/decide", "records", body={"decision": "two", "reason": "Words"}, ok=(422,)),
    operation("GET /api/v1/held", "records"),
    operation("GET /api/v1/held/<held_id>", "records"),
    operation("POST /api/v1/held/<held_id>/<verb>", "records", fixed={"verb": "drop"}, body={"note": "Words"}, ok=(412,)),
    operation("GET /api/v1/merges", "records"),
    operation("GET /api/v1/merges/<merge_id>", "records"),
    operation("POST /api/v1/merges/<merge_id>/account", "records", body={}, ok=(412,)),
    operation("POST /api/v1/merges/<merge_id>/offices/<team_id>", "records", body={}, ok=(412,)),
    operation(
        "POST /api/v1/merges",
        "records",
        body={"winner_id": "double_one", "loser_id": "double_two", "reason": "Words"},
        ok=(409,),
    ),
    operation("POST /api/v1/merges/<merge_id>/<verb>", "records", fixed={"verb": "confirm"}, body={}, ok=(412,)),
    operation(f"GET {_P}/<person_id>", CASE, LOOK),
    operation(f"PUT {_P}/<person_id>", CASE, body={"preferred_name": "Words"}, ok=(412,)),
    operation(f"PUT {_P}/<person_id>/whereabouts", CASE, body={"site": "awa-prison", "since": "2026-03-01"}, ok=(412,)),
    operation(f"GET {_P}/<person_id>/needs", CASE, LOOK),
    operation(f"POST {_P}/<person_id>/needs", CASE, body={"pillar": "EMPLOYMENT"}, ok=(422,)),
    operation(f"GET {_P}/<person_id>/notes", CASE, LOOK),
    operation(
        f"POST {_P}/<person_id>/notes", CASE, body={"kind": "MEETING", "text": "Words", "happened_at": "2026-11-01T10:00:00Z"}, ok=(422,)
    ),
    operation(f"GET {_P}/<person_id>/timeline", CASE, LOOK),
    operation("POST /api/v1/disagreements", OWN, body={"need_id": "need_id", "words": "Words"}, ok=(422,)),
    operation("GET /api/v1/disagreements/<disagreement_id>", CASE, OWN),
    operation("POST /api/v1/disagreements/<disagreement_id>/answer", CASE, body={"answer": "Words"}, ok=(422,)),
    operation("GET /api/v1/notes/<note_id>", CASE, LOOK),
    operation("GET /api/v1/notes/<note_id>", CASE, ids={"note_id": "sensitive_note"}),
    operation("POST /api/v1/notes/<note_id>/corrections", CASE, body=_CORRECTION, ok=(412,)),
    operation(f"GET {_P}/<person_id>/contacts", CASE),
    operation(f"POST {_P}/<person_id>/contacts", CASE, body=_CONTACT, ok=(422,)),
    operation("GET /api/v1/contacts/<contact_id>", CASE),
    operation("PUT /api/v1/contacts/<contact_id>", CASE, body=_CONTACT, ok=(412,)),
    operation("POST /api/v1/contacts/<contact_id>/end", CASE, body={}, ok=(412,)),
    operation("GET /api/v1/contacts/<contact_id>/address", CASE),
    operation("GET /api/v1/caseload/workers/<team_id>", *CASE_WORKERS, ids={"team_id": "person_id"}),
    operation("GET /api/v1/caseload/people/<person_id>", CASE, LOOK),
    *(operation(f"POST /api/v1/caseload/{verb}", *CASE_WORKERS, body={}, ok=(422,)) for verb in ("assign", "cover", "transfer", "end")),
    operation("GET /api/v1/caseload/handovers", *CASE_WORKERS),
    operation("GET /api/v1/caseload/handovers/<handover_id>", CASE),
    operation("POST /api/v1/caseload/handovers/<handover_id>/<verb>", CASE, fixed={"verb": "acknowledge"}, body={}, ok=(412,)),
    operation("GET /api/v1/limits", "team_manager", "privacy_officer"),
    operation("POST /api/v1/limits", "team_manager", "privacy_officer", body={}, ok=(422,)),
    operation("GET /api/v1/limits/<limit_id>", LEAD, "privacy_officer"),
    operation("POST /api/v1/limits/<limit_id>/<verb>", LEAD, "privacy_officer", fixed={"verb": "ask"}, body={}, ok=(412,)),
    operation("GET /api/v1/emergencies", *CASE_WORKERS, "privacy_officer"),
    operation("GET /api/v1/emergencies/<opening_id>", LEAD, "privacy_officer"),
    operation(
        "POST /api/v1/emergencies/<opening_id>/review",
        LEAD,
        "privacy_officer",
        body={"verdict": "RIGHT", "because": "Words"},
        ok=(422,),
    ),
    operation("GET /api/v1/looks", "auditor", "privacy_officer"),
    operation("GET /api/v1/looks/<look_id>", "auditor", "privacy_officer"),
    operation(
        "POST /api/v1/looks/<look_id>/review", "auditor", "privacy_officer", body={"verdict": "EXPLAINED", "because": " "}, ok=(422,)
    ),
    operation("GET /api/v1/reading-stops", "team_manager", "partnership_manager", "partner_manager", "privacy_officer"),
    operation("GET /api/v1/reading-stops/<stop_id>", LEAD, "privacy_officer"),
    operation("POST /api/v1/reading-stops/<stop_id>/lift", LEAD, "privacy_officer", body={"why": "Words"}, ok=(412,)),
    operation("GET /api/v1/conflicts", "privacy_officer"),
    operation("GET /api/v1/conflicts/<conflict_id>", "privacy_officer"),
    operation("GET /api/v1/conflicts/undecided", "administrator"),
    operation("POST /api/v1/conflicts/<conflict_id>/decide", "privacy_officer", body={"verdict": "NONE", "why": "Words"}, ok=(412,)),
    operation(f"POST {_L}", EDITOR, body={"name": "Words", "content": "Words"}, ok=(422,)),
    *(operation(f"GET {_L}/{what}", EDITOR) for what in ("files", "runs")),
    *(operation(f"GET {_L}/files/<file_id>{part}", EDITOR, ids=_LIST) for part in ("", "/reading", "/check")),
    operation(f"PUT {_L}/files/<file_id>/reading", EDITOR, ids=_LIST, body={}, ok=(412,)),
    operation(f"POST {_L}/files/<file_id>/start", EDITOR, ids=_LIST, body={}, ok=(412,)),
    operation(f"POST {_L}/files/<file_id>/mapping", EDITOR, ids=_LIST, body={"name": "Words"}, ok=(422,)),
    operation(f"DELETE {_L}/files/<file_id>", EDITOR, ids=_LIST, body={}, ok=(412,)),
    operation(f"GET {_L}/runs/<run_id>", EDITOR, ids=_LIST_RUN),
    operation(f"GET {_L}/mappings", EDITOR),
    operation(f"GET {_L}/mappings/<mapping_id>", EDITOR, ids=_LIST),
    operation(f"PUT {_L}/mappings/<mapping_id>", EDITOR, ids=_LIST, body={"name": "Words"}, ok=(412,)),
    operation(f"DELETE {_L}/mappings/<mapping_id>", EDITOR, ids=_LIST, body={}, ok=(412,)),
    operation(f"POST {_I}", "records", body={"name": "Words", "content": "Words"}, ok=(422,)),
    *(operation(f"GET {_I}/{what}", "records") for what in ("files", "runs")),
    *(operation(f"GET {_I}/files/<file_id>{part}", "records") for part in ("", "/reading", "/check")),
    operation(f"PUT {_I}/files/<file_id>/reading", "records", body={}, ok=(412,)),
    operation(f"POST {_I}/files/<file_id>/start", "records", body={}, ok=(412,)),
    operation(f"POST {_I}/files/<file_id>/mapping", "records", body={"name": "Words"}, ok=(422,)),
    operation(f"DELETE {_I}/files/<file_id>", "records", body={}, ok=(412,)),
    operation(f"GET {_I}/runs/<run_id>", "records", ids=_RUN),
    operation(f"GET {_I}/mappings", "records"),
    operation(f"GET {_I}/mappings/<mapping_id>", "records"),
    operation(f"PUT {_I}/mappings/<mapping_id>", "records", body={"name": "Words"}, ok=(412,)),
    operation(f"DELETE {_I}/mappings/<mapping_id>", "records", body={}, ok=(412,)),
    operation(f"GET {_N}", CASE, LOOK),
    operation(f"PUT {_N}", CASE, body={"pillar": "EMPLOYMENT", "note": "Words"}, ok=(412,)),
    operation(f"POST {_N}/<verb>", CASE, fixed={"verb": "start"}, body={}, ok=(412,)),
    operation(f"GET {_R}", *_SENDERS_AND_ANSWERERS),
    operation(f"GET {_R}/needs/<need_id>/services", CASE),
    # A referral for this need is with the service already.
    operation(f"POST {_R}", CASE, body={"need_id": "need_id", "service_id": "service_id"}, ok=(409,)),
    operation(f"GET {_ONE}", CASE, ANSWER),
    operation(f"GET {_ONE}/telling", CASE, ids=_DRAFT),
    operation(f"PUT {_ONE}/urgency", CASE, ids=_DRAFT, body={"urgency": "SOON", "answer_by": "2099-01-01"}, ok=(412,)),
    operation(f"PUT {_ONE}/reason", CASE, ids=_DRAFT, body={"reason": "Words"}, ok=(412,)),
    operation(f"PUT {_ONE}/agreement", CASE, ids=_DRAFT, body={"ground": "AGREEMENT", "how": "Words"}, ok=(412,)),
    operation(f"PUT {_ONE}/telling", CASE, ids=_DRAFT, body={"codes": []}, ok=(412,)),
    operation(f"POST {_ONE}/send", CASE, ids=_DRAFT, body={"shown": "0"}, ok=(412,)),
    operation(f"POST {_ONE}/take", ANSWER, body={}, ok=(412,)),
    operation(f"POST {_ONE}/questions", ANSWER, body={"text": "Words"}, ok=(422,)),
    operation(f"POST {_ONE}/questions/<question_id>/reply", CASE, body={"text": "Words"}, ok=(422,)),
    operation(f"POST {_ONE}/disagreements", OWN, body={"text": "Words"}, ok=(422,)),
    operation(f"POST {_ONE}/<verb>", CASE, ANSWER, fixed={"verb": "accept"}, body={"note": "Words"}, ok=(412,)),
)
