"""Queries' answers as the templates' components read them: rows, tags, tasks. Words and colours only; nothing is fetched here."""

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from throughcare.common.refusals import Invalid
from throughcare.common.states import Side
from throughcare.common.wayback import opened_from as asked_of
from throughcare.common.wayback import passed_on, way_back
from throughcare.disclosure import fields
from throughcare.disclosure.models import Ground
from throughcare.matching.fit import Fit, Verdict
from throughcare.matching.pillars import Pillar
from throughcare.referrals import forms
from throughcare.referrals.models import Referral
from throughcare.referrals.queries import Asked, Detail, Draft, Listing, Offers, Row
from throughcare.referrals.states import OPEN_STATES, UNANSWERED, ReferralState, Urgency

S = ReferralState
STATE_COLOURS = {
    S.DRAFT: "grey",
    S.SENT: "blue",
    S.ACKNOWLEDGED: "teal",
    S.WAITLISTED: "yellow",
    S.ACCEPTED: "green",
    S.DECLINED: "red",
    S.WITHDRAWN: "grey",
}
VERDICTS = {Verdict.FITS: ("Fits", "green"), Verdict.UNKNOWN: ("Ask first", "yellow"), Verdict.FAILS: ("Can't take them", "red")}
# Every service that fits says yes to the other rules.
TELLING_RULES = ("age", "gender", "setting", "region", "language")
# What one asks of every service, whatever else it says.
FIRST_RULES = ("distance", "capacity")
LEFT = " (no longer works here: nobody has it now)"
TAB_WORDS = {"new": "New", "due": "Due", "mine": "Mine", "left": "Nobody has it now", "all": "All"}
MOVES: dict[str, dict[str, str]] = {
    "acknowledge": {
        "title": "Acknowledge this referral",
        "button": "Acknowledge",
        "lead": "This tells the referrer that you have it and will answer.",
    },
    "accept": {"title": "Accept this referral", "button": "Accept", "lead": "Say what happens next: a date, a place, whom to ask for."},
    "decline": {
        "title": "Decline this referral",
        "button": "Decline",
        "lead": "Once you decline, what you were told about the person can't be opened any more. Your answer stays in your list.",
    },
    "waitlist": {"title": "Put on the waiting list", "button": "Put on the waiting list", "lead": "You can still accept or decline later."},
    "withdraw": {
        "title": "Withdraw this referral",
        "button": "Withdraw",
        "lead": "The service is told, and can't open what you told it about the person any more.",
    },
}
ASK = {"title": "Ask a question", "button": "Send question", "lead": "Whoever works with the person is told, and replies here."}
REPLY = {
    "title": "Reply to a question",
    "button": "Send reply",
    "lead": "The service reads your reply. It may name what you have not told it yet: think before you do.",
}
BUTTONS = {"acknowledge": "Acknowledge", "accept": "Accept", "waitlist": "Waiting list", "decline": "Decline", "withdraw": "Withdraw"}
SENT_HEAD = ("Referral", "Person", "Service", "State", "Answer by", "Made by")
CLOSED_HEAD = ("Referral", "Person", "Service", "State", "What to do next", "Made by")
INBOX_HEAD = ("Referral", "Person", "Service", "Urgency", "Answer by", "State", "Worker")
TASKS = {
    "service": "Service, and why it fits",
    "urgency": "Urgency and answer-by date",
    "reason": "Why this service",
    "agreement": "Agreement or authority",
    "disclose": "What to tell the service",
}


def put_errors(form: django_forms.Form, wrong: Invalid) -> None:
    """What an action found wrong, at its field."""
    for name, sentences in (wrong.errors or {"": [str(wrong)]}).items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def pillar(code: str) -> Pillar:
    """With its label in both languages."""
    return Pillar(code)


def fit_choice(query: QueryDict) -> dict[str, Any]:
    """What the address of the services page asks for; anything odd is the default."""
    form = forms.FitFilter(query)
    form.is_valid()
    data = form.cleaned_data
    return {"show": data.get("show") or "open", "size": data.get("size") or 20, "number": data.get("page") or 1}


def services(request: HttpRequest, found: Offers, chosen: dict[str, Any]) -> dict[str, Any]:
    """The page of services for a need."""
    counts = found.counts
    form = forms.FitFilter(initial={"show": chosen["show"], "size": chosen["size"]})
    form.fields["show"].choices = [(code, f"{label} ({counts[code]})") for code, label in form.fields["show"].choices]  # type: ignore[attr-defined]  # a choice field; the stubs know only Field
    base = f"?show={chosen['show']}&size={chosen['size']}&page="
    cards = [{"offer": o, "verdict": VERDICTS[o.fit.verdict], "first": _first(o.fit), **_reasons(o.fit)} for o in found.rows]
    return {
        "need": found.need,
        "pillar": pillar(found.need.pillar),
        "cards": cards,
        "filter": form,
        "found": found,
        "show": chosen["show"],
        "opened_from": asked_of(request),
        "previous": f"{base}{found.number - 1}" if found.number > 1 else "",
        "following": f"{base}{found.number + 1}" if found.number < found.pages else "",
    }


def _first(fit: Fit) -> list[str]:
    """What is read at once: what rules it out, else how far it is and how soon there is a place."""
    if fit.failed:
        return [reason.sentence for reason in fit.failed]
    said = {reason.rule: reason.sentence for reason in fit.reasons}
    return [said[rule] for rule in FIRST_RULES if rule in said]


def _reasons(fit: Fit) -> dict[str, Any]:
    """What else tells it from the others, to be opened; all of it is on the service's own page."""
    if fit.failed:
        return {"reasons": [], "summary": ""}
    telling = [reason for reason in fit.speaking_for if reason.rule in TELLING_RULES]
    unknown, against = ([reason for reason in found if reason.rule not in FIRST_RULES] for found in (fit.unknown, fit.against))
    rows = [(key, found) for key, found in (("Ask first", unknown), ("Against it", against), ("Why it fits", telling)) if found]
    return {
        "reasons": [{"key": key, "lines": [reason.sentence for reason in found]} for key, found in rows],
        "summary": ", ".join(f"{key} ({len(found)})" for key, found in rows),
    }


def tasks(draft: Draft) -> list[dict[str, str]]:
    """The task list of a draft."""
    kept, rows = draft.referral, []
    for name, done in draft.parts.items():
        row = {"title": TASKS[name], "status": "Completed" if done else "Not started", "colour": "" if done else "blue"}
        row["href"] = reverse("referral-part", args=[kept.pk, name])
        if name == "service":
            row |= {"hint": kept.service.name, "href": reverse("need-service", args=[kept.need_id, kept.service_id])}
            row |= {} if done else {"status": "Can't take them", "colour": "red"}
            if draft.stopped:
                row |= {"status": "Takes nobody new"}
            if not draft.listed:
                row |= {"status": "Not in your directory any more", "href": reverse("need-services", args=[kept.need_id])}
        rows.append(row)
    last = {
        "title": "Check and send",
        "status": "Ready to send" if draft.complete else "Cannot start yet",
        "colour": "blue" if draft.complete else "",
    }
    return [*rows, last | ({"href": reverse("referral-check", args=[kept.pk])} if draft.complete else {})]


def answers(draft: Draft) -> list[dict[str, Any]]:
    """What was answered, each with its change link."""
    kept, note, ground = draft.referral, draft.note, draft.authority
    agreed = "" if ground is None else f"{Ground(ground.ground).label}: {ground.how}"

    def row(key: str, value: object, part: str) -> dict[str, Any]:
        return {"key": key, "value": value, "href": reverse("referral-part", args=[kept.pk, part])}

    return [
        {"key": "Service", "value": f"{kept.service.name}, {kept.service.organization.name}"},
        row("Urgency", Urgency(kept.urgency).label, "urgency"),
        row("Answer by", _day(kept.answer_by), "urgency"),
        row("Why", note.reason if note else "", "reason"),
        row("Agreement or authority", agreed, "agreement"),
    ]


def telling(draft: Draft) -> list[dict[str, Any]]:
    """Every line the partner will see."""
    href = reverse("referral-part", args=[draft.referral.pk, "disclose"])
    return [{"key": n.label, "value": n.value, **({} if n.always else {"href": href})} for n in draft.telling]


def sent_rows(listing: Listing, opened_from: str = "") -> list[list[Any]]:
    """The referrer's list. opened_from: what was asked of it, so that the way back keeps it."""
    return [
        [
            _reference(row.referral, opened_from),
            {"text": row.name, "href": reverse("person", args=[row.referral.person_id])} if row.may_open else row.name,
            row.referral.service.name,
            _state(row.referral),
            {"text": _by(row), "colour": "red"} if row.overdue else _by(row),
            row.referrer,
        ]
        for row in listing.rows
    ]


def closed_rows(listing: Listing, opened_from: str = "") -> list[list[Any]]:
    """Open referrals to services that closed, each with its ways out."""
    rows = sent_rows(listing, opened_from)
    for line, row in zip(rows, listing.rows, strict=True):
        service = row.referral.service
        line[2] = format_html("{}<br>{}", service.name, service.get_status_display())
        line[4] = format_html(
            '<a class="govuk-link" href="{}">Refer elsewhere</a><br><a class="govuk-link" href="{}">Withdraw</a>',
            reverse("need-services", args=[row.referral.need_id]),
            reverse("referral-move", args=[row.referral.pk, "withdraw"]),
        )
    return rows


def inbox_rows(listing: Listing, opened_from: str = "") -> list[list[Any]]:
    """The partner's list: a name only while it may see one."""
    return [
        [
            _reference(row.referral, opened_from),
            row.name or "No longer shown",
            row.referral.service.name,
            {"text": Urgency(row.referral.urgency).label, "colour": "red"}
            if row.referral.urgency == Urgency.URGENT
            else Urgency(row.referral.urgency).label,
            {"text": _by(row), "colour": "red"} if row.overdue else _by(row),
            _state(row.referral),
            row.worker,
        ]
        for row in listing.rows
    ]


def tabs(current: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    """The inbox's tabs."""
    return [{"text": text, "href": f"?tab={tab}", "current": tab == current, "count": counts[tab]} for tab, text in TAB_WORDS.items()]


def referral(request: HttpRequest, detail: Detail) -> dict[str, Any]:
    """One referral, for either side."""
    kept = detail.referral
    partner = detail.side is Side.PARTNER
    # One green button: the next step. What ends things is never it.
    first = next((verb for verb in ("acknowledge", "accept") if verb in detail.verbs), "")
    more = passed_on(request)
    verbs = [
        {"text": BUTTONS[v], "href": reverse("referral-move", args=[kept.pk, v]) + more, "secondary": v != first} for v in detail.verbs
    ]
    return {
        "detail": detail,
        "referral": kept,
        "partner": partner,
        "state": _state(kept),
        "facts": _facts(detail),
        "told": [{"key": n.label, "value": n.value} for n in detail.told if n.code != fields.REPLY],
        "verbs": verbs,
        "events": [{"title": e.sentence, "by": e.by_name, "at": e.at, "text": e.note} for e in reversed(detail.log)],
        "talk": _talk(detail),
        "open_questions": [q for q in detail.questions if q.replied_at is None],
        "can_ask": partner and kept.state in UNANSWERED,
        "can_take": partner and kept.state in OPEN_STATES,
        "person_href": reverse("person", args=[kept.person_id]) if not partner else "",
        "passed_on": more,
        "back": way_back(request, "referral-inbox" if partner else "referrals"),
        "back_text": "Referrals to us" if partner else "Referrals",
    }


def step(
    request: HttpRequest, detail: Detail, form: django_forms.Form, words: dict[str, str], asked: Asked | None = None
) -> dict[str, Any]:
    """One question about a referral: a move, a question, a reply (to `asked`)."""
    return {"detail": detail, "form": form, "asked": asked, "back": address(request, detail.referral.pk), **words}


def address(request: HttpRequest, referral_id: UUID) -> str:
    """The referral's own page, with the list it was opened from."""
    return reverse("referral", args=[referral_id]) + passed_on(request)


def selected(request: HttpRequest, form: forms.ListFilter) -> list[dict[str, str]]:
    """The filters set, each with the address that takes it off."""
    if not form.is_bound or not form.is_valid():
        return []
    words = {"state": dict(S.choices), "urgency": dict(Urgency.choices), "whose": {"office": "My office"}, "late": {"on": "Answer late"}}
    words |= {"soon": {"on": "Due within three days"}, "answered": {"on": "Answered in the last week"}}
    words |= {"closed": {"on": "Service has closed"}, "asked": {"on": "Service waits for your reply"}}
    found = []
    for name, labels in words.items():
        for value in request.GET.getlist(name):
            if value in labels:
                query = request.GET.copy()
                query.pop("after", None)
                query.setlist(name, [kept for kept in query.getlist(name) if kept != value])
                found.append({"text": str(labels[value]), "href": f"?{query.urlencode()}"})
    return found


def _facts(detail: Detail) -> list[dict[str, Any]]:
    kept = detail.referral
    facts: list[dict[str, Any]] = [
        {"key": "Service", "value": kept.service.name},
        {"key": "Organisation", "value": kept.service.organization.name},
        {"key": "From", "value": f"{detail.referrer}, {kept.from_team.name}"},
        {"key": "Sent", "value": _day(timezone.localdate(kept.sent_at)) if kept.sent_at else ""},
        {"key": "Urgency", "value": Urgency(kept.urgency).label},
        {"key": "Answer by", "value": _day(kept.answer_by)},
        {"key": "Worker", "value": f"{detail.worker}{LEFT}" if detail.left else detail.worker or "Nobody has taken it yet"},
    ]
    if kept.expected_on:
        facts.append({"key": "Place expected", "value": _day(kept.expected_on)})
    if detail.reason:
        facts.append({"key": "Reason", "value": detail.reason})
    return facts


def _talk(detail: Detail) -> list[dict[str, Any]]:
    partner, lines = detail.side is Side.PARTNER, []
    for asked in detail.questions:
        lines.append({"text": asked.text, "by": asked.asked_by, "at": asked.asked_at, "mine": partner})
        if asked.replied_at:
            lines.append({"text": asked.reply, "by": asked.replied_by, "at": asked.replied_at, "mine": not partner})
    return lines


def _reference(kept: Referral, opened_from: str) -> dict[str, Any]:
    return {"text": kept.reference, "href": reverse("referral", args=[kept.pk]) + opened_from, "reference": True}


def _state(kept: Referral) -> dict[str, str]:
    state = S(kept.state)
    return {"text": str(state.label), "colour": STATE_COLOURS[state]}


def _by(row: Row) -> str:
    kept = row.referral
    day = kept.expected_on if kept.state == S.WAITLISTED else kept.answer_by
    short = f"{day.day} {day:%b %Y}" if day else ""
    return f"Late: {short}" if row.overdue else short


def _day(day: Any) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
