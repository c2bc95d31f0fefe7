"""Who may open what: one row a page and method, written by hand, so that a slip in a policy disagrees with it.

who: groups of the side whose ids are in the address ("case": its case workers, "look": its others who may look, "answer": the
partner's workers, "own": the person), or names that hold on both sides. Everybody else, signed in, gets the answer of an unknown
address, byte for byte; nobody signed in gets the log-in page.
"""

from dataclasses import dataclass, field

from tests.cast import EVERYBODY

EVERYONE = frozenset(EVERYBODY)
CASE, LOOK, ANSWER, OWN = "case", "look", "answer", "own"
DIRECTORY = EVERYONE - {"stranger"}


@dataclass(frozen=True)
class Row:
    """One page, or one operation ("GET /api/v1/people/{person_id}").

    ids: parts of the address that take another thing's id than their name says. fixed: parts that are no id. ok: answers to those who
    may. nobody: answers to nobody signed in. post: answers to a form made against a
    version nobody has seen, for pages that take nothing but forms.
    """

    name: str
    who: frozenset[str]
    ids: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)
    ok: tuple[int, ...] = (200,)
    nobody: tuple[int, ...] = (302,)
    post: tuple[int, ...] = ()
    query: str = ""

    def __str__(self) -> str:
        return " ".join([self.name, *self.fixed.values()])


def row(name: str, *who: str, **more: object) -> Row:
    """`row("need", CASE, LOOK)`."""
    return Row(name, frozenset(who), **more)  # type: ignore[arg-type]  # the fields above


def everyone(name: str, **more: object) -> Row:
    """Anybody signed in."""
    return Row(name, EVERYONE, **more)  # type: ignore[arg-type]  # as above


# -- The way in ---------------------------------------------------------------------------------------------------------------
OPEN: tuple[Row, ...] = (
    everyone("home", nobody=(200,)),
    everyone("gallery", nobody=(200,)),
    everyone("demo", nobody=(200,)),
    everyone("demo-log-in", nobody=(404,), post=(404,)),
    everyone("api-unknown", ok=(404,), nobody=(404,)),
    everyone("api-root", ok=(404,), nobody=(404,)),
    everyone("openapi-json", nobody=(200,)),
)

# -- Notices ------------------------------------------------------------------------------------------------------------------
NOTICES = (
    everyone("notices"),
    everyone("notices-read-all", post=(302,)),
    # A notice to one of the office, who alone may open it.
    row("notice", "referrer", ok=(302,)),
)

# -- People -------------------------------------------------------------------------------------------------------------------
WITH_CASELOAD = ("case_manager", "officer", "other_officer", "recruitment_consultant")
CASE_WORKERS = ("case_manager", "officer", "other_officer")
PEOPLE = (
    row("people", *WITH_CASELOAD),
    row("people-search", *WITH_CASELOAD),
    row("person", CASE, LOOK),
    row("need-add", CASE),
    row("need", CASE, LOOK),
    row("need-edit", CASE),
    row("need-move", CASE, fixed={"verb": "start"}, post=(412,)),
    row("disagreement", CASE, OWN),
    row("disagree", OWN, ids={"about_id": "person_id"}, fixed={"kind": "record"}),
    row("disagree", OWN, ids={"about_id": "need_id"}, fixed={"kind": "need"}),
    row("disagree", OWN, ids={"about_id": "referral_id"}, fixed={"kind": "referral"}),
)

# -- Referrals ----------------------------------------------------------------------------------------------------------------
PARTNERS = ("partner_worker", "partner_worker_2", "partner_manager", "other_partner_worker")
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

# -- Log-in, by allauth: the visitor's own account only, so there is nobody else's to see ------------------------------------------
_OWN_ACCOUNT = {"ok": (200, 302), "nobody": (200, 302)}
ACCOUNT: tuple[Row, ...] = ()

PAGES: tuple[Row, ...] = (*OPEN, *NOTICES, *PEOPLE, *REFERRALS, *ACCOUNT)

OPERATIONS: tuple[Row, ...] = ()
