"""What a page of many domains is made of: what needs the reader today, one person's whole story."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.agreements import queries as agreements
from throughcare.audit.actions import record_read
from throughcare.audit.queries import count_waiting_disposals
from throughcare.common.refusals import Invalid
from throughcare.notices.queries.failed import count_failed
from throughcare.partners import queries as partners
from throughcare.partners.models import Partner
from throughcare.partners.queries.history import history_of as partner_history
from throughcare.people import queries as people
from throughcare.people.models import Disagreement, Need, Person
from throughcare.people.queries.counts import QUIET_DAYS, counts_for_home, has_caseload
from throughcare.people.queries.disagreements import disagreements_of, unanswered
from throughcare.people.queries.drafts import WRITERS, count_own
from throughcare.people.queries.emergency import count_to_review
from throughcare.people.queries.handovers import count_waiting
from throughcare.people.queries.history import history_of
from throughcare.people.queries.limits import count_asked, count_pending, count_undecidable
from throughcare.people.queries.looks import count_open
from throughcare.people.queries.merges import count_to_decide
from throughcare.people.queries.newcomers import count_held, count_pairs
from throughcare.people.queries.reading import count_stopped
from throughcare.performance import queries as performance
from throughcare.referrals import queries as referrals
from throughcare.referrals.models import Referral
from throughcare.referrals.states import UNANSWERED
from throughcare.relationships.queries import asked_of
from throughcare.relationships.queries.barriers import count_open as count_barriers
from throughcare.relationships.queries.stocktakes import count_returns, waiting_for
from throughcare.relationships.queries.surveys import surveys_asked_of
from throughcare.services import queries as services
from throughcare.tasks.queries import counts_for_home as count_tasks

TIMELINE = 20
_OURS = services.ServiceFilters(mine=True)
# The parts of “what needs me today?”, in the order they are read.
ACT, SOON, WORK, QUIET = "Act on these first", "Coming up", "Under way", "Nothing waits here"


@dataclass(frozen=True)
class Task:
    """One line of “what needs me today?”, for the task list component. group: the part of the list it stands in."""

    title: str
    href: str
    status: str
    colour: str = ""
    hint: str = ""
    group: str = WORK


@dataclass(frozen=True)
class OwnRecord:
    """A person's own page."""

    person: Person
    needs: list[Need]
    referrals: list[tuple[Referral, str]]
    disagreements: list[Disagreement]


@dataclass(frozen=True)
class Timeline:
    """Some entries, newest first, and the marker of those before them."""

    events: list[dict[str, object]] = field(default_factory=list)
    earlier: str = ""


def address(name: str, query: str = "") -> str:
    """The address of a page of an app that may not be here; empty then."""
    try:
        return reverse(name) + query
    except NoReverseMatch:
        return ""


def whose_of(by: Actor, asked: str) -> str:
    """Whose people home counts: the reader's own when they have some, unless the address asks for the team's."""
    if not by.may(Permission.CASELOAD_OWN) or asked == "team":
        return ""
    return "mine" if asked == "mine" or has_caseload(by) else ""


def tasks_of(by: Actor, whose: str = "") -> list[Task]:
    """What needs the reader today, by what their roles let them do: what presses comes first, what there is nothing of last."""
    order = (ACT, SOON, WORK, QUIET)
    tasks = [task if task.status != "None" else replace(task, group=QUIET) for task in _tasks(by, whose) if task.href]
    if all(task.status == "None" and task.href == address("tasks") for task in tasks):
        return []  # home says what else there is, and where; the empty list of tasks stands in the navigation
    return sorted(tasks, key=lambda task: order.index(task.group))


def _tasks(by: Actor, whose: str) -> Iterator[Task]:
    if by.may(Permission.CASELOAD_OWN):
        yield _count(
            ACT, "Handovers waiting for you", count_waiting(by), address("handovers"), "Read the note and acknowledge it.", "orange"
        )
    yield from _own_tasks(by)
    if failed := count_failed(by):
        hint = "Mail and other jobs that were given up."
        yield _count(ACT, "Work that failed", failed, address("failed-jobs"), hint, "red")
    if address("conflicts-undecided") and (stuck := count_undecidable(by)):
        hint = "Make somebody else a privacy officer, or ask the department."
        yield _count(ACT, "Conflicts no privacy officer can decide", stuck, address("conflicts-undecided"), hint, "red")
    yield from _asked_tasks(by)
    if address("drafts") and any(by.may(one) for one in WRITERS):
        hint = "They are kept for you alone, until you send them."
        yield _count(ACT, "Forms you have not finished", count_own(by), address("drafts"), hint, "yellow")
    if by.may(Permission.NEED_EDIT):
        said = unanswered(by)
        href = reverse("disagreement", args=[said[0].id]) if said else reverse("people")
        hint = "Answer the one who has waited longest."
        yield _count(ACT, "People who don't agree with their record", len(said), href, hint, "orange")
    if by.may(Permission.REFERRAL_SEND):
        yield from _sent_tasks(by)
    if by.may(Permission.PERSON_VIEW):
        yield from _caseload_tasks(by, whose)
    if by.may(Permission.REFERRAL_ANSWER):
        yield from _answering_tasks(by)
    yield from _privacy_tasks(by)
    if by.may(Permission.PERSON_IMPORT):
        yield from _records_tasks(by)
    yield from _register_tasks(by)
    yield from _agreement_tasks(by)
    yield from _report_tasks(by)
    yield from _payment_tasks(by)
    if by.may(Permission.CAPACITY_EDIT) and address("services"):
        hint = "Referrers choose by them. Say how many there are, or that they are still right."
        yield _count(
            WORK, "Places free at our services", services.search_services(by, _OURS).count(), address("services", "?mine=on"), hint, "grey"
        )


def _answering_tasks(by: Actor) -> Iterator[Task]:
    inbox, to = referrals.counts_for_home(by), "referral-inbox"
    yield _count(ACT, "Answers due soon or late", inbox.due, address(to, "?tab=due"), "Due within three days, or late already.", "red")
    hint = "Who took them on no longer works here. Take each over."
    yield _count(ACT, "Referrals nobody has now", inbox.left, address(to, "?tab=left"), hint, "red")
    hint = "Acknowledge each, so that the referrer knows you have it."
    yield _count(ACT, "New referrals", inbox.new, address(to, "?tab=new"), hint, "blue")
    yield _count(WORK, "Referrals you have taken on", inbox.mine, address(to, "?tab=mine"), "", "grey")


def _register_tasks(by: Actor) -> Iterator[Task]:
    if by.may(Permission.PARTNER_EDIT):
        yield from _partner_tasks(by)
    elif by.may(Permission.PARTNER_OWN) and partners.own_partners(by):
        asked = partners.count_changes(by)
        yield _count(WORK, "Changes you asked for, not answered yet", asked, address("partner-changes"), "", "blue")


def _asked_tasks(by: Actor) -> Iterator[Task]:
    if asked := len(asked_of(by)):
        hint = "Say how a partnership goes. Nobody learns who said what."
        yield _count(ACT, "Partnerships you are asked about", asked, address("asked"), hint, "blue")
    if by.may(Permission.PARTNER_OWN) and (surveys := sum(one.handed_in_on is None for one in surveys_asked_of(by))):
        hint = "Say whom your organisation works with. No other organisation sees it."
        yield _count(ACT, "Surveys your organisation is asked", surveys, address("surveys-asked"), hint, "blue")
    if waiting := len(waiting_for(by)):
        hint = "Say what your site knows of each partner, and hand it in."
        yield _count(ACT, "Returns about partners that wait for your team", waiting, address("stock-returns"), hint, "orange")


def _own_tasks(by: Actor) -> Iterator[Task]:
    """What they and their teams have to do: each task in one line, and one line when there is none."""
    if not by.may(Permission.TASK_DO):
        return
    waiting, to = count_tasks(by), "tasks"
    lines = (
        (ACT, "Tasks that are overdue", waiting.overdue, "?due=overdue", "Do them, or give them another day.", "red"),
        (ACT, "Tasks due today", waiting.today, "?due=today", "", "orange"),
        (SOON, "Tasks due within a week", waiting.soon, "?due=soon", "", "yellow"),
        (WORK, "Other tasks", waiting.later, "?due=later", "Later, or without a day.", "grey"),
    )
    for group, title, number, query, hint, colour in lines:
        if number:
            yield _count(group, title, number, address(to, query), hint, colour)
    if not any(waiting):
        yield _count(WORK, "Tasks", 0, address(to), "", "")


def _partner_tasks(by: Actor) -> Iterator[Task]:
    _, asked, handed_in = count_returns(by)
    if asked:
        hint = f"In stock-takes that are open: {handed_in} of {asked} sites have handed in."
        yield _count(WORK, "Sites that have not handed in yet", asked - handed_in, address("stocktakes", "?state=OPEN"), hint, "blue")
    hint = "Sites said so. Give each to somebody, or accept it."
    yield _count(WORK, "What stands in the way of partnerships", count_barriers(by), address("stock-barriers"), hint, "grey")
    (soon, over), to = partners.count_accreditations(by), "partners"
    hint = "Ask for the new one, or take the old one off."
    yield _count(ACT, "Partners whose accreditation has ended", over, address(to, f"?accreditation={partners.OVER}"), hint, "red")
    hint = "Their own people ask. Confirm each, or say why not."
    yield _count(ACT, "Changes partners ask for", partners.count_changes(by), address("partner-changes"), hint, "orange")
    yield _count(SOON, "Partners whose accreditation is about to end", soon, address(to, f"?accreditation={partners.SOON}"), "", "orange")
    hint = "Look at each pair, and say whether they are one."
    yield _count(WORK, "Records that may be one partner", partners.count_proposed(by), address("partner-duplicates"), hint, "grey")
    hint = "What partners ask of the department. Answer each."
    yield _count(SOON, "Campaigns and submissions to answer", partners.count_to_answer(by), address("campaigns"), hint, "yellow")
    hint = "Ask the iwi and hapū there."
    yield _count(SOON, "Sites whose mana whenua nobody said", partners.count_unsaid(by), address("mana-whenua"), hint, "yellow")
    hint = "Get in touch, and write it down."
    yield _count(
        SOON, "Partners nobody was in touch with", partners.count_quiet(by), address(to, f"?contact={partners.QUIET}"), hint, "yellow"
    )
    hint = "Say who of ours looks after each."
    yield _count(SOON, "Partners without an owner", partners.count_unowned(by), address(to, f"?owner={partners.NOBODY}"), hint, "yellow")


def _agreement_tasks(by: Actor) -> Iterator[Task]:
    ours = by.may(Permission.AGREEMENT_EDIT) or by.may(Permission.AGREEMENT_APPROVE)
    if not ours and not agreements.has_own(by):
        return
    found, to, when = agreements.counts_for_home(by), "agreements", agreements.When
    if by.may(Permission.AGREEMENT_APPROVE):
        hint = "Somebody else asks you to agree to a value."
        yield _count(ACT, "Agreements that wait for your approval", found.approval, address(to, f"?when={when.APPROVAL}"), hint, "orange")
    if by.may(Permission.AGREEMENT_EDIT) or not ours:
        hint = "Somebody owes something whose day has passed."
        href = address(to, f"?when={when.LATE}{f'&owner={agreements.MINE}' if ours else ''}")
        yield _count(ACT, "Your agreements where something is late", found.late, href, hint, "red")
    if by.may(Permission.AGREEMENT_EDIT):
        own = f"&owner={agreements.MINE}"
        hint = "Renew each, write a new one, or let it end."
        yield _count(SOON, "Your agreements that end soon", found.soon, address(to, f"?when={when.SOON}{own}"), hint, "orange")
        hint = "Look at it with its parties, and say when you do so next."
        yield _count(SOON, "Your agreements to review", found.review, address(to, f"?when={when.REVIEW}{own}"), hint, "yellow")
        hint = "Look at each again, and say how it is now."
        yield _count(SOON, "Your agreements with a risk to look at", found.risk, address(to, f"?when={when.RISK}{own}"), hint, "yellow")


def _report_tasks(by: Actor) -> Iterator[Task]:
    ours = by.may(Permission.AGREEMENT_EDIT)
    if not ours and (by.may(Permission.AGREEMENT_VIEW) or not agreements.has_own(by)):
        return
    found, href = performance.counts_for_home(by), address("reports", f"?owner={performance.MINE}" if ours else "")
    if ours:
        yield _count(ACT, "Reports to look at", found.look, href, "Accept each, or send it back with the reason.", "orange")
        late = address("reports", f"?show=due&owner={performance.MINE}")
        yield _count(SOON, "Reports of your agreements that are late", found.late, late, "Ask whoever reports.", "red")
        return
    hint = "Send in what was measured of your agreements."
    yield _count(ACT, "Reports that are late", found.late, href, hint, "red")
    yield _count(ACT, "Reports to send in", found.due - found.late, href, hint, "yellow")


def _payment_tasks(by: Actor) -> Iterator[Task]:
    ours = by.may(Permission.AGREEMENT_EDIT)
    if not ours and (by.may(Permission.AGREEMENT_VIEW) or not agreements.has_own(by)):
        return
    found, shows, own = performance.counts_of_payments(by), performance.PaymentShow, f"&owner={performance.MINE}" if ours else ""
    if ours:
        hint = "Somebody said what was done, or the day has come: say whether each is payable."
        yield _count(ACT, "Payments to decide", found.decide, address("payments", f"?show={shows.DECIDE}{own}"), hint, "orange")
        hint = "They were released, and their day has passed: pay them, and write down when."
        yield _count(ACT, "Payments that are late", found.late, address("payments", f"?show={shows.PAYABLE}{own}"), hint, "red")
    hint = "Confirm each, or say how you see it."
    waits = address("contributions-across", f"?show={performance.ContributionShow.ANSWER}{own}")
    yield _count(SOON, "What the other side says is put in", performance.count_to_answer(by), waits, hint, "yellow")
    hint = "Both sides read why. Say what was done, once it is there."
    yield _count(SOON, "Payments that are not payable", found.refused, address("payments", f"?show={shows.REFUSED}{own}"), hint, "yellow")


def _privacy_tasks(by: Actor) -> Iterator[Task]:
    if (by.may(Permission.STAFF_MANAGE) or by.may(Permission.PRIVACY_MANAGE)) and address("reading-stops"):
        hint = "Ask them why. You can let them open more today."
        yield _count(ACT, "Users who opened as many records as they may", count_stopped(by), address("reading-stops"), hint, "red")
    if by.may(Permission.PRIVACY_MANAGE):
        hint = "They are kept from the record until you decide."
        yield _count(ACT, "Users who may be close to a person's whānau", count_pending(by), address("conflicts"), hint, "orange")
    if by.may(Permission.AUDIT_READ):
        passing, erasing = count_waiting_disposals(by)
        hint = "Two people agree, or it stays."
        yield _count(ACT, "Disposals that wait for your answer", passing, address("retention"), hint, "orange")
        yield _count(ACT, "Records somebody asked to erase", erasing, address("records"), hint, "orange")
    if (by.may(Permission.PRIVACY_MANAGE) or by.may(Permission.AUDIT_READ)) and address("looks"):
        yield _count(
            ACT, "Looks at records to explain", count_open(by), address("looks"), "Ask who looked, and write down what you found.", "red"
        )
    if by.may(Permission.EMERGENCY_REVIEW):
        hint = "Say whether it was right."
        yield _count(ACT, "Records opened in an emergency", count_to_review(by), address("emergencies"), hint, "red")
    if by.may(Permission.LIMIT_SET):
        yield _count(ACT, "Limits of access somebody asked to end", count_asked(by), address("limits"), "Agree, or leave them.", "orange")


def _records_tasks(by: Actor) -> Iterator[Task]:
    href = address("duplicates")
    hint = "No record of theirs is made until you say who they are."
    yield _count(ACT, "New people to decide about", count_held(by), href, hint, "orange")
    yield _count(
        ACT, "Records to be put together or taken apart", count_to_decide(by), href, "Another officer asked. You decide.", "orange"
    )
    yield _count(SOON, "Records that may be one person's", count_pairs(by), href, "", "yellow")


_WAITING = "?" + urlencode({"state": [state.value for state in UNANSWERED]}, doseq=True)


def _sent_tasks(by: Actor) -> Iterator[Task]:
    sent, to = referrals.counts_for_home(by), "referrals"
    yield _count(ACT, "Answers that are late", sent.overdue, address(to, "?late=on"), "Ring the service, or look for another one.", "red")
    hint = "Refer the person elsewhere, or withdraw."
    yield _count(ACT, "Referrals to services that have closed", sent.closed, address(to, "?closed=on"), hint, "red")
    hint = "They wait for your reply before they can answer."
    yield _count(ACT, "Questions from services", sent.questions, address(to, "?asked=on"), hint, "orange")
    yield _count(ACT, "New answers from services", sent.answered, address(to, "?answered=on"), "Of the last seven days.", "green")
    if by.may(Permission.CASELOAD_MANAGE):
        yield from _office_tasks(sent, to)
    yield _count(SOON, "Answers due within three days", sent.soon, address(to, "?soon=on"), "", "orange")
    yield _count(WORK, "Referrals waiting for an answer", sent.waiting, address(to, _WAITING), "", "blue")
    yield _count(WORK, "Drafts not sent yet", sent.drafts, address(to, "?state=DRAFT"), "", "grey")


def _office_tasks(sent: referrals.Counts, to: str) -> Iterator[Task]:
    """Of everybody the office works with: what is on nobody's day, because nobody has them or who has them is away, is on its manager's."""
    lines = (
        ("Your office's answers that are late", sent.overdue_office, "late", "red"),
        ("Your office's referrals to services that have closed", sent.closed_office, "closed", "red"),
        ("Your office's questions from services", sent.questions_office, "asked", "orange"),
        ("Your office's new answers from services", sent.answered_office, "answered", "green"),
    )
    for title, number, name, colour in lines:
        hint = "Of everybody your office works with."
        yield _count(ACT, title, number, address(to, f"?{name}=on&whose=office"), hint, colour)


def _caseload_tasks(by: Actor, whose: str) -> Iterator[Task]:
    counts = counts_for_home(by, whose)

    def to(query: str) -> str:
        return address("people", f"?{query}{'&whose=mine' if whose else ''}")

    yield _count(ACT, "Leaving prison within a week", counts["release_1"], to("release=1&sort=release"), "", "red")
    yield _count(SOON, "Leaving prison within 4 weeks", counts["release_4"], to("release=4&sort=release"), "", "orange")
    yield _count(SOON, "Leaving prison within 12 weeks", counts["release_12"], to("release=12&sort=release"), "", "blue")
    yield _count(SOON, "People with a need nobody has started on", counts["not_started"], to("needs=not_started"), "", "yellow")
    yield _count(SOON, "People without a need recorded", counts["no_need"], to("needs=none"), "", "yellow")
    yield _count(SOON, f"No contact recorded for {QUIET_DAYS} days", counts["no_contact"], to(f"contact={QUIET_DAYS}"), "", "yellow")
    if by.may(Permission.CASELOAD_MANAGE):
        yield _count(ACT, "On nobody's caseload", counts["nobody"], address("people", "?whose=nobody"), "Give each to a worker.", "orange")
    if whose:
        yield _count(WORK, "Everybody on your caseload", counts["people"], address("people", "?whose=mine"), "", "grey")
    else:
        yield _count(WORK, "Everybody your team works with", counts["people"], address("people"), "", "grey")


def _count(group: str, title: str, number: int, href: str, hint: str, colour: str) -> Task:
    return Task(title, href, str(number) if number else "None", colour if number else "", hint if number else "", group)


def own_record(by: Actor) -> OwnRecord:
    """The reader's own record in plain words; audited as their own look. Raises NotFound when no record is theirs."""
    person = people.own_person(by, compartments=("C1", "C7", "C10"))
    found = referrals.of_person_self(by)
    sentences = [(referral, referrals.plain_sentence(referral)) for referral in found]
    return OwnRecord(person, people.needs_of(by, person.id), sentences, disagreements_of(by, person.id))


@dataclass(frozen=True, kw_only=True)
class TimelineFilters:
    """Groups of entries (none: all) and days. Nothing here is about one person."""

    groups: Sequence[str] = ()
    since: datetime | None = None
    until: datetime | None = None


def timeline_of(
    by: Actor, person_id: UUID, marker: str = "", filters: TimelineFilters = TimelineFilters(), *, recorded: bool = False
) -> Timeline:
    """What happened to the record and to the referrals, newest first. The caller has fetched the person from an audited getter.

    recorded: that getter's row names all that stands here (C1, C7, C9, C10), and one look is told of once.
    """
    before = _moment(marker) or filters.until
    groups = tuple(filters.groups)
    own = history_of(by, person_id, before=before, since=filters.since, groups=groups, limit=TIMELINE + 1)
    theirs = referrals.timeline(by, person_id, before=before, limit=TIMELINE + 1) if not groups or "referrals" in groups else []
    theirs = [h for h in theirs if filters.since is None or h.at >= filters.since]
    entries = [(h.at, h.sentence, h.by_name, _href(h.about.kind, h.about.id) if h.about else "") for h in own]
    entries += [(h.at, h.sentence, h.by_name, _href("referrals.referral", h.about)) for h in theirs]
    entries.sort(key=lambda entry: entry[0], reverse=True)
    shown = _whole_moments(entries)
    events: list[dict[str, object]] = [{"at": at, "title": title, "by": who, "href": href} for at, title, who, href in shown]
    earlier = shown[-1][0].isoformat() if len(entries) > len(shown) else ""
    if not recorded:
        because = people.because_of(by, person_id)
        record_read(by=by, verb="person.timeline.viewed", persons=[person_id], compartments=["C1", "C7", "C9", "C10"], because=because)
    return Timeline(events, earlier)


def partner_timeline(partner: Partner, marker: str = "") -> Timeline:
    """What happened to a partner's record, newest first. The caller has the partner from an access-checked getter."""
    own = partner_history(partner, before=_moment(marker), limit=TIMELINE + 1)
    entries = [(h.at, h.sentence, h.by_name, "") for h in own]
    shown = _whole_moments(entries)
    events: list[dict[str, object]] = [{"at": at, "title": title, "by": who, "href": href} for at, title, who, href in shown]
    return Timeline(events, shown[-1][0].isoformat() if len(entries) > len(shown) else "")


Entry = tuple[datetime, str, str, str]


def _whole_moments(entries: list[Entry]) -> list[Entry]:
    """A page that does not end in the middle of one transaction, so that the next page, which starts before it, skips nothing."""
    if len(entries) <= TIMELINE:
        return entries
    cut = entries[TIMELINE][0]
    whole = [entry for entry in entries[:TIMELINE] if entry[0] > cut]
    return whole or entries[:TIMELINE]


def _href(kind: str, about: UUID) -> str:
    names = {"people.need": "need", "people.disagreement": "disagreement", "referrals.referral": "referral"}
    names |= {"people.casenote": "note", "people.handover": "handover"}
    return reverse(names[kind], args=[about]) if kind in names else ""


def _moment(marker: str) -> datetime | None:
    if not marker:
        return None
    try:
        moment = datetime.fromisoformat(marker)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Invalid("The page marker in the address is not one of ours. Start again from the first page.")
    return moment
