"""Home by role, one person's whole record, and the person's own pages."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from throughcare.accounts.actors import Actor
from throughcare.accounts.decorators import ActorRequest, needs, open_to_all
from throughcare.accounts.permissions import Permission
from throughcare.accounts.repeats import once, say
from throughcare.agreements import queries as agreements
from throughcare.agreements.queries.shown import of_partner
from throughcare.common.clock import now
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotFound
from throughcare.common.wayback import way_back
from throughcare.files.queries import beside as documents_beside
from throughcare.front import queries
from throughcare.front.forms import TimelineForm
from throughcare.front.queries import address
from throughcare.notices.queries.views import own_views
from throughcare.partners import queries as partners
from throughcare.partners.queries import in_touch, shown
from throughcare.partners.states import ASKS, MOVE_WORDS, PARTNER_STATES
from throughcare.people import actions
from throughcare.people import queries as people
from throughcare.people.forms import DisagreeForm, SearchForm
from throughcare.people.forms.drafting import Drafting
from throughcare.people.queries.disagreements import disagreements_of, get_disagreement
from throughcare.people.queries.drafts import count_own
from throughcare.people.queries.handovers import waiting_of
from throughcare.people.queries.identity import identity_of, summary_of
from throughcare.people.queries.sections import sections
from throughcare.people.queries.workers import work_on, workers_of
from throughcare.people.states import NeedStatus
from throughcare.referrals import queries as referrals
from throughcare.services import queries as services
from throughcare.services.queries.shown import LIST_HEAD as SERVICES_LIST
from throughcare.services.queries.shown import line as service_line
from throughcare.tasks.queries import open_about

# Of the times we were in touch with a partner, the latest on its own page.
_IN_TOUCH = 3
NEED_COLOURS = {NeedStatus.NOT_STARTED: "blue", NeedStatus.IN_PROGRESS: "yellow", NeedStatus.MET: "green", NeedStatus.DECLINED: "grey"}
# What a person is told of a need, at a reading age of nine.
NEED_WORDS = {
    NeedStatus.NOT_STARTED: "We have not started on this yet.",
    NeedStatus.IN_PROGRESS: "We are working on this.",
    NeedStatus.MET: "This is done.",
    NeedStatus.DECLINED: "You said you don't want this.",
}


@open_to_all("the front door: says what this is and where to log in")
def home(request: ActorRequest) -> HttpResponse:
    """What needs the reader today."""
    actor = request.actor
    if not actor.signed_in:
        return render(request, "front/door.html", {"demo_href": address("demo") if settings.DEMO else ""})
    if actor.may(Permission.OWN_RECORD):
        return _own_home(request)
    whose = queries.whose_of(actor, request.GET.get("whose", ""))
    context = {
        "tasks": queries.tasks_of(actor, whose),
        "tabs": _whose(actor, whose),
        "ways": _ways(actor),
        "search": SearchForm(),
        "may_search": actor.may(Permission.PERSON_VIEW),
        "views": [view for view in own_views(actor) if view.href],
    }
    return render(request, "front/home.html", context)


def _whose(actor: Actor, whose: str) -> list[dict[str, object]]:
    if not actor.may(Permission.CASELOAD_OWN):
        return []
    return [
        {"text": "My people", "href": "?whose=mine", "current": whose == "mine"},
        {"text": "My team's", "href": "?whose=team", "current": whose != "mine"},
    ]


def _own_home(request: ActorRequest) -> HttpResponse:
    try:
        own = queries.own_record(request.actor)
    except NotFound:
        return render(request, "front/own_none.html")
    needs_said = [
        {"need": need, "title": referrals.plain_title(need.pillar), "words": NEED_WORDS[NeedStatus(need.status)]} for need in own.needs
    ]
    context = {"own": own, "needs": needs_said, "looked": address("who-looked"), "unfinished": count_own(request.actor)}
    return render(request, "front/own.html", context)


_KNOWN = "Say by what names and numbers you are known, so that you don't meet your own whānau at work."


def _ways(actor: Actor) -> list[dict[str, str]]:
    """The pages the reader works with, each with what to do there. For those whose day is not a list of tasks."""
    found = (
        (Permission.PERSON_IMPORT, "people-import", "Import people", "Bring in a file of people, and see what became of every row."),
        (Permission.PERSON_IMPORT, "duplicates", "Duplicates", "Say who is who: new people held, likely duplicates, records put together."),
        (Permission.PERSON_IMPORT, "person-add", "Add a person", "Ask for the record of somebody new."),
        (Permission.AUDIT_READ, "audit", "Who looked at what", "Read the audit, and check that nothing in it was changed."),
        (Permission.LIMIT_SET, "limits", "Limited access", "Say who may not see whose record, and agree that a limit ends."),
        (Permission.PARTNER_VIEW, "partners", "Find a partner", "Who we work with, what they do, and who we know there."),
        (Permission.PARTNER_VIEW, "stocktakes", "Stock-takes of partners", "What each site knows of its partners, and how far it is."),
        (Permission.PARTNER_VIEW, "gaps", "What is missing", "Who needs what, against services there."),
        (Permission.PARTNER_VIEW, "network", "Who works with whom", "The network of partners as a map, and what is said of it."),
        (Permission.PARTNER_EDIT, "assessments", "How partnerships go", "Ask both sides, and see where they differ."),
        (Permission.AGREEMENT_VIEW, "agreements", "Find an agreement", "What was agreed with whom, until when, and how it stands."),
        (Permission.SERVICE_IMPORT, "service-import", "Import services", "Bring in a directory, and see what became of every row."),
        (Permission.PERSON_VIEW, "own-details", "People you know", _KNOWN),
        (Permission.REFERRAL_ANSWER, "own-details", "People you know", _KNOWN),
        (Permission.STAFF_MANAGE, "teams", "My team", "Invite people to your team, close accounts, see when each last logged in."),
        (Permission.USER_MANAGE, "teams", "Users and teams", "Invite people to any team, and close accounts."),
        (Permission.USER_MANAGE, "failed-jobs", "Work that failed", "Mail and other jobs that were given up: try again, or let go."),
        (Permission.DIRECTORY_VIEW, "services", "Find a service", "Everything partners offer, by need, region and who it is for."),
    )
    ways = [{"href": address(name), "title": title, "text": text} for p, name, title, text in found if actor.may(p) and address(name)]
    return [*_own_partners(actor), *_own_agreements(actor), *ways]


def _own_partners(actor: Actor) -> list[dict[str, str]]:
    """What the register says of the organisations the reader works for."""
    own = [(reverse("partner", args=[one.pk]), one.name) for one in partners.own_partners(actor)]
    return [{"href": href, "title": name, "text": "Your organisation as the department's register has it."} for href, name in own]


def _own_agreements(actor: Actor) -> list[dict[str, str]]:
    """Agreements of the organisations the reader works for."""
    if not agreements.has_own(actor):
        return []
    return [
        {"href": reverse("agreements"), "title": "Your agreements", "text": "What was agreed between your organisation and the department."}
    ]


@needs(Permission.PERSON_VIEW)
def person(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """One person: who they are, what they need, referrals, what happened."""
    actor = request.actor
    found = people.get_person(actor, person_id, compartments=("C1", "C7", "C9", "C10"))
    may_edit = actor.may(Permission.NEED_EDIT)
    works = bool(people.worked_with(actor, [person_id]))
    may_hand_on = works and (actor.may(Permission.CASELOAD_OWN) or actor.may(Permission.CASELOAD_MANAGE))
    context = {
        "identity": identity_of(found),
        "summary": summary_of(found),
        "needs": [{"need": n, "colour": NEED_COLOURS[NeedStatus(n.status)]} for n in people.needs_of(actor, person_id)],
        "referrals": referrals.of_person(actor, person_id),
        "disagreements": [d for d in disagreements_of(actor, person_id) if d.answered_at is None],
        "timeline": queries.timeline_of(actor, person_id, request.GET.get("before", ""), recorded=True),
        "add_need": [{"text": "Add a need", "href": reverse("need-add", args=[person_id])}] if may_edit else [],
        "print_href": reverse("person-print", args=[person_id]),
        "may_refer": works and actor.may(Permission.REFERRAL_SEND),
        "is_first": "before" not in request.GET,
        "sections": sections(actor, person_id, "person"),
        "workers": workers_of(person_id),
        "may_change": works and actor.may(Permission.PERSON_EDIT) and people.works_on_identity(actor, person_id),
        "handover": waiting_of(actor, person_id) if may_hand_on else None,
        "work": work_on(person_id) if may_hand_on else [],
        "limit_href": reverse("limit-of-record", args=[person_id]) if actor.may(Permission.LIMIT_SET) else "",
    }
    return render(request, "front/person.html", context)


@needs(Permission.PERSON_VIEW)
def person_timeline(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """All that happened, by kind and day."""
    actor = request.actor
    found = people.get_person(actor, person_id)
    form = TimelineForm(request.GET)
    marker = request.GET.get("before", "")
    query = request.GET.copy()
    query.pop("before", None)
    context = {
        "identity": identity_of(found),
        "sections": sections(actor, person_id, "person-timeline"),
        "form": form,
        "timeline": queries.timeline_of(actor, person_id, marker, form.filters),
        "filtered": any(query.get(name) for name in ("kind", "since", "until")),
        "query": query.urlencode(),
        "is_first": not marker,
    }
    return render(request, "front/timeline.html", context)


@needs(Permission.PERSON_VIEW)
def person_print(request: ActorRequest, person_id: UUID) -> HttpResponse:
    """One person on paper: who they are, who works with them, needs, referrals. No notes, no contacts."""
    actor = request.actor
    found = people.get_person(actor, person_id, verb="person.printed", compartments=("C1", "C7"))
    context = {
        "identity": identity_of(found),
        "summary": summary_of(found),
        "needs": people.needs_of(actor, person_id),
        "referrals": referrals.of_person(actor, person_id),
        "workers": workers_of(person_id),
        "at": now(),
        "back": reverse("person", args=[person_id]),
    }
    return render(request, "front/print.html", context)


@needs(Permission.DIRECTORY_VIEW)
def partner(request: ActorRequest, partner_id: UUID) -> HttpResponse:
    """One partner: what the register knows of it, its services, what happened. Its own people read theirs."""
    actor, found = request.actor, partners.get_partner(request.actor, partner_id)
    about = Ref("partners.partner", found.pk)
    may_edit, above = actor.may(Permission.PARTNER_EDIT), found.organization.parent_organization_id
    own = not may_edit and actor.may(Permission.PARTNER_OWN) and found.pk in partners.my_organizations(actor)
    listed = services.page_of_services(
        actor, services.ServiceFilters(status="", organization_id=found.pk), cursor=request.GET.get("after", "")
    )
    above_href = reverse("partner" if above in partners.on_register(actor, [above]) else "organization", args=[above]) if above else ""
    context = {
        "partner": found,
        "tags": shown.tags(found),
        "since": shown.day_words(found.state_since),
        "parts": shown.summary(found, shown.words(), may_edit=may_edit, above_href=above_href),
        "branches": partners.branches_of(actor, found),
        **shown.beside(found),
        "in_touch": in_touch.events(partners.page_of_interactions(actor, found, size=_IN_TOUCH).rows),
        "services_head": _but_organization(SERVICES_LIST),
        "services": [_but_organization(service_line(row)) for row in listed.rows],
        "page": listed,
        "timeline": queries.partner_timeline(found, request.GET.get("before", "")),
        "is_first": "before" not in request.GET,
        **_agreed(actor, found.pk),
        "may_edit": may_edit,
        "may_contact": may_edit or own,
        "own": own,
        "asks": ASKS,
        "waiting": partners.changes_of(actor, found.pk) if own or may_edit else [],
        "campaigns": partners.campaigns_of(actor, found.pk),
        "tikanga": partners.may_read_tikanga(actor, found),
        "whenua": shown.whenua(partners.whenua_of(actor, found.pk), partners.site_names()),
        **documents_beside(actor, about),
        "task_about": str(about),
        "open_tasks": open_about(actor, about),
        "may_have_tasks": actor.may(Permission.TASK_DO) and actor.may(Permission.PARTNER_VIEW),
        "moves": [(verb, MOVE_WORDS[verb].title) for verb in PARTNER_STATES.verbs_from(found.state)] if may_edit else [],
        "crumbs": [{"text": "Partners", "href": way_back(request, "partners")}] if actor.may(Permission.PARTNER_VIEW) else [],
    }
    return render(request, "front/partner.html", context)


def _agreed(actor: Actor, key: UUID) -> dict[str, object]:
    """Its agreements, and whether the reader may read what is said across them."""
    may = actor.may(Permission.AGREEMENT_VIEW) or key in partners.my_organizations(actor)
    return {**of_partner(actor, key), "may_agreements": may}


def _but_organization(line: Sequence[object]) -> list[object]:
    """A line of the directory without the organisation, whose page this is."""
    name, _organization, *rest = line
    return [name, *rest]


@needs(Permission.OWN_RECORD)
def disagree(request: ActorRequest, kind: str, about_id: UUID) -> HttpResponse:
    """The person says “I don't agree” about their record, a need or a referral."""
    about, title = _ABOUT[kind](request.actor, about_id) if kind in _ABOUT else _nothing()
    draft = Drafting(request, "disagree", about_id=about_id, person_id=people.own_person(request.actor).id, compartment="C10")
    form = draft.fill(DisagreeForm(request.POST or None))
    if request.method == "POST" and form.is_valid():
        said = once(
            request,
            lambda: actions.disagree(by=request.actor, about=about, words=form.cleaned_data["words"]),
            lambda said_id: get_disagreement(request.actor, said_id),
        )
        draft.done()
        say(request, said, "Thank you. We have told your case manager.", "You told us this")
        return redirect("disagreement", said.thing.id)
    return render(request, "front/disagree.html", {"form": form, "about": title, "back": reverse("home"), "draft": draft})


def _own_person(actor: Actor, about_id: UUID) -> tuple[Ref, str]:
    found = people.own_person(actor)
    return (Ref("people.person", found.id), "What we write about you") if found.id == about_id else _nothing()


def _own_need(actor: Actor, about_id: UUID) -> tuple[Ref, str]:
    found = people.get_need(actor, about_id)
    return Ref("people.need", found.id), referrals.plain_title(found.pillar)


def _own_referral(actor: Actor, about_id: UUID) -> tuple[Ref, str]:
    found = next((r for r in referrals.of_person_self(actor) if r.id == about_id), None)
    return (Ref("referrals.referral", found.id), referrals.plain_sentence(found)) if found else _nothing()


def _nothing() -> tuple[Ref, str]:
    raise NotFound


_ABOUT: dict[str, Callable[[Actor, UUID], tuple[Ref, str]]] = {"record": _own_person, "need": _own_need, "referral": _own_referral}
