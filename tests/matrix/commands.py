"""Every command: who may run it is the operating system's user, so what counts is in whose name it acts and what it leaves in the audit.

words: what is typed. purpose: the system actor it is, as the audit shows it; empty when it reads and changes nothing about anybody.
audited: the kinds of audit row it must leave. reader: whose sight its output may not go beyond (None: nobody's).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """One command and how to run it here; nothing typed: it is the machinery of a site, and has a test of its own."""

    name: str
    words: tuple[str, ...] = ()
    purpose: str = ""
    audited: tuple[str, ...] = ()
    reader: str | None = None
    why_not_run: str = ""
    stdin: str = ""


_SITE = "starts, stops or prepares a site: tests/config and tests/test_docs.py"
_KEYS = "as the database's owner: tests/config/test_rotation.py"
_EMAIL = "new@example.test"
COMMANDS = (
    Command("demo", why_not_run=_SITE),
    Command("demo-data", why_not_run="tests/demo"),
    Command("serve", why_not_run=_SITE),
    Command("worker", why_not_run=_SITE),
    Command("migrate", why_not_run=_SITE),
    Command("check", why_not_run=_SITE),
    Command("backup", why_not_run="the whole site, in one encrypted file: tests/config/test_backup.py"),
    Command("keys show", why_not_run=_KEYS),
    Command("keys rotate", why_not_run=_KEYS),
    Command("keys renew", why_not_run=_KEYS),
    Command("keys retire", why_not_run=_KEYS),
    Command("retention", why_not_run="as the database's owner: tests/config/test_retention.py"),
    Command("restore", why_not_run="the whole site, from one encrypted file: tests/config/test_backup.py"),
    Command("manage", why_not_run=_SITE),
    Command("assets", why_not_run=_SITE),
    Command(
        "user add",
        ("--email", _EMAIL, "--name", "New", "--role", "analyst", "--team", "head", "--password-stdin"),
        "add a user",
        ("user.added",),
        stdin="a-long-enough-password\n",
    ),
    # E-mail addresses and account names are what it lists: an administrator's sight.
    Command("user list", ("--json",), "list users", reader="administrator"),
    Command("user token", (_EMAIL, "--name", "x", "--scope", "directory.view"), "make an access key", ("key.made",)),
    Command("user unlink", (_EMAIL, "--json"), "unlink a user"),
    Command("user disable", (_EMAIL,), "disable a user", ("user.disabled",)),
    Command("user leave", why_not_run="ends a colleague's work in a team: tests/accounts/test_leaving.py"),
    Command("user enable", (_EMAIL,), "enable a user", ("user.enabled",)),
    Command(
        "user invite",
        ("--email", "invited@example.test", "--name", "Invited", "--role", "analyst", "--team", "head"),
        "invite a user",
        ("user.invited",),
    ),
    Command("user staff", ("head", "--json"), "list users", reader="administrator"),
    Command("user resend", why_not_run="takes an invitation's id: tests/accounts/test_staff.py"),
    Command("user withdraw", why_not_run="takes an invitation's id: tests/accounts/test_staff.py"),
    Command("team add", ("--name", "Third office", "--code", "third"), "team add", ("team.added",)),
    # Who we know at a partner is what it shows: a partnership manager's sight.
    Command("partners list", ("--json",), "list partners", reader="partnership_manager"),
    Command("partners show", ("Mana Trust", "--json"), "show a partner", reader="partnership_manager"),
    Command("partners changes", ("--json",), "list changes partners ask for", reader="partnership_manager"),
    Command("partners answer", why_not_run="takes a change's id: tests/partners/test_changes.py"),
    Command("partners mana-whenua", ("--json",), "list sites and their mana whenua", reader="partnership_manager"),
    Command("partners campaigns", ("--json",), "list campaigns and submissions", reader="partnership_manager"),
    Command("partners interactions", ("Mana Trust", "--json"), "list a partner's interactions", reader="partnership_manager"),
    Command("partners log", ("Mana Trust", "CALL", "--said", "x", "--json"), "log an interaction", ("partner.interaction.logged",)),
    Command("agreements list", ("--json",), "list agreements", reader="partnership_manager"),
    # To whom links went is what it lists.
    Command("agreements light", ("--json",), "list signed links", reader="partnership_manager"),
    Command("agreements full", why_not_run="takes a small one: tests/agreements/test_light_full.py"),
    Command("agreements publish", why_not_run="takes one that is signed: tests/agreements/test_publishing.py"),
    Command(
        "agreements unpublish", ("P-awa", "--why", "x", "--json"), "take back an agreement that was published", ("agreement.unpublished",)
    ),
    Command("agreements import", why_not_run="a group of its own: tests/agreements/test_past_grants.py"),
    Command("agreements export", why_not_run="a group of its own: tests/agreements/test_publishing.py"),
    Command("agreements obligations", ("A-awa", "--json"), "list obligations", reader="partnership_manager"),
    Command("agreements amendments", ("V-awa", "--json"), "list amendments", reader="partnership_manager"),
    Command(
        "agreements owe",
        ("A-awa", "Mana Trust", "A room", "--due", "2027-01-05", "--json"),
        "add an obligation",
        ("agreement.obligation.added",),
    ),
    Command("agreements amend", ("M-awa", "--why", "x", "--new", "x", "--json"), "write an amendment", ("agreement.amendment.added",)),
    Command("agreements risks", ("A-awa", "--json"), "list risks of an agreement", reader="partnership_manager"),
    Command("agreements meetings", ("A-awa", "--json"), "list meetings about an agreement", reader="partnership_manager"),
    Command(
        "agreements risk",
        ("A-awa", "x", "--likelihood", "3", "--consequence", "4", "--review", "2030-01-05", "--json"),
        "write down a risk of an agreement",
        ("agreement.risk.added",),
    ),
    Command(
        "agreements meeting",
        ("A-awa", "--on", "2026-01-05", "--present", "x", "--agreed", "x", "--json"),
        "write down a meeting about an agreement",
        ("agreement.meeting.added",),
    ),
    Command("agreements show", ("A-awa", "--json"), "show an agreement", reader="partnership_manager"),
    Command("performance list", ("M-awa", "--json"), "list measures", reader="partnership_manager"),
    Command("performance payments", ("M-awa", "--json"), "list payments", reader="partnership_manager"),
    Command("performance contributions", ("M-awa", "--json"), "list what each side puts in", reader="partnership_manager"),
    Command(
        "performance contribute",
        ("M-awa", "Mana Trust", "A room", "--quantity", "1", "--measured", "DAYS", "--kind", "ROOMS", "--from", "2026-01-05", "--json"),
        "write down what a side puts in",
        ("agreement.contribution.written",),
    ),
    Command("performance reciprocity", ("--json",), "list how the department does by its partners", reader="partnership_manager"),
    Command(
        "performance funder-report",
        ("Mana Trust", "--from", "2026-01-01", "--until", "2026-06-30", "--json"),
        "look at what stands on a report for funders",
        reader="partnership_manager",
    ),
    Command("performance report", why_not_run="takes a file: tests/performance/test_bringing.py"),
    Command("performance due", ("--json",), "list reports that are due", reader="partnership_manager"),
    Command("partners kind", ("Mana Trust", "EMPLOYER", "--why", "x", "--json"), "correct a partner's kind", ("partner.changed",)),
    Command(
        "partners merge", ("Mana Trust", "Kete Trust", "--json"), "put two records of one partner together", reader="partnership_manager"
    ),
    Command("partners unmerge", why_not_run="takes a merge's id: tests/partners/test_merging.py"),
    Command("partners merges", ("--json",), "list merges of partners", reader="partnership_manager"),
    Command("partners duplicates", ("--json",), "look for duplicates of partners", ("partner.duplicates.looked",)),
    Command("assessments list", ("--json",), "list assessments", reader="partnership_manager"),
    Command("assessments show", ("Mana Trust", "--json"), "show an assessment", reader="partnership_manager"),
    Command("assessments across", ("--json",), "look at all assessments", reader="partnership_manager"),
    Command("assessments hypothesis", ("--json",), "look at all assessments", reader="partnership_manager"),
    Command("assessments report", why_not_run="writes a file: tests/relationships/test_result_paper.py"),
    Command("assessments remind", ("--json",), "remind raters"),
    Command("assessments close", ("--json",), "close assessments"),
    Command("documents list", why_not_run="takes the key of what they are about: tests/files/test_documents_pages.py"),
    Command("documents add", why_not_run="as above"),
    Command("documents save", why_not_run="takes a document's id: as above"),
    Command("documents withdraw", why_not_run="takes a document's id: as above"),
    # Tasks about partners are what it shows: a partnership manager's sight.
    Command("tasks list", ("--json",), "list tasks", reader="partnership_manager"),
    Command("tasks add", ("x", "--team", "awa", "--json"), "add a task", ("task.added",)),
    Command("tasks do", why_not_run="takes a task's id: tests/tasks/test_tasks_pages.py"),
    Command("gaps show", ("--json",), "show what is missing", reader="partnership_manager"),
    Command("gaps count", ("--json",), "count who needs what", ("needs.counted",)),
    Command("gaps load", why_not_run="takes a file: tests/relationships/test_gaps.py"),
    Command("gaps export", why_not_run="writes a file: as above"),
    Command("network measures", ("--json",), "measure the network of partners", reader="partnership_manager"),
    Command("network surveys", ("--json",), "list surveys of the network", reader="partnership_manager"),
    Command("network survey", why_not_run="takes a survey's id: tests/relationships/test_surveys.py"),
    Command("network export", why_not_run="writes a file: tests/relationships/test_network.py"),
    Command("stocktake list", ("--json",), "list stock-takes", reader="partnership_manager"),
    Command("stocktake show", ("Our partners (awa)", "--json"), "show a stock-take", reader="partnership_manager"),
    Command("stocktake result", ("Our partners (awa)", "--json"), "show a stock-take", reader="partnership_manager"),
    Command("stocktake export", why_not_run="writes a file: tests/relationships/test_result.py"),
    Command("stocktake remind", ("Our partners (awa)", "--json"), "remind of stock-takes", ("stocktake.reminded",)),
    Command("import services", ("{services}", "--source", "x", "--json"), "services import", ("services.imported",)),
    Command("import partners", ("{partners}", "--json"), "partners import", ("partners.imported",)),
    Command("import people", ("{people}", "--json"), "people import", ("people.import.created",)),
    Command("people duplicates", ("--json",), "look for duplicates", ("duplicates.looked",)),
    Command("people conflicts", ("--json",), "look at conflicts"),
    Command("people decide-conflict", why_not_run="takes a conflict's id: tests/people/test_conflicts.py"),
    Command("people looks", ("--json",), "find looks to explain"),
    Command("search services", ("", "--json"), "services search"),
    Command("jobs failed", ("--json",), "look at failed jobs"),
    Command("jobs retry", ("--all", "--json"), "try failed jobs again"),
    Command("jobs drop", ("--all", "--json"), "drop failed jobs"),
    Command("audit incident", ("--from", "2020-01-01", "--json"), "look into an incident", ("audit.read",), reader="auditor"),
    Command("audit accept-head", (), "accept the audit's head", ("audit.head.accepted",)),
    Command("audit verify", ("--json",), "verify the audit", ("audit.verified",)),
)
