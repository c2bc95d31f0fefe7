"""Making a referral, part by part, and sending it. Each part is saved as it is done."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.agreements.queries import why_not_used
from throughcare.common.clock import now, today
from throughcare.common.refusals import Invalid, NotFound, Refused
from throughcare.common.states import Side
from throughcare.common.text import clean
from throughcare.disclosure import actions as disclosure
from throughcare.disclosure.fields import CODES
from throughcare.people.actions import involve
from throughcare.people.models import Involvement, Need
from throughcare.people.queries import get_need
from throughcare.people.queries.involvements import FOR_ALL, OPEN
from throughcare.referrals import policies, queries
from throughcare.referrals.actions.steps import audit, change, hold, log, new_reference, tell_partner, user_of
from throughcare.referrals.models import LogKind, Referral, ReferralNote
from throughcare.referrals.states import OPEN_STATES, REFERRAL_STATES, ReferralState, Urgency

LONGEST = 4000


@transaction.atomic
def make_draft(*, by: Actor, need_id: UUID, service_id: UUID) -> Referral:
    """Begin a referral from a need to a service. Asked twice, it gives the draft that is there.

    Raises Refused when a referral for this need is already with the service, no agreement lets it be used, or nobody there could
    answer.
    """
    by.check(Permission.REFERRAL_SEND)
    need, service = get_need(by, need_id), queries.service_of(by, service_id)
    if there := _there(by, need, service_id):
        return there
    policies.check_can_use(service, why_not_used([service_id]).get(service_id, ""))
    made = Referral(
        reference=new_reference(),
        person_id=need.person_id,
        need=need,
        service=service,
        from_team_id=_office(by, need),
        to_team=queries.team_for(service),
        referrer_id=user_of(by),
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:  # somebody else was a moment quicker
        if there := _there(by, need, service_id):
            return there
        raise
    log(by, made, LogKind.MADE)
    audit(by, "referral.drafted", made, service=str(service_id))
    return made


@transaction.atomic
def set_urgency(*, by: Actor, referral_id: UUID, urgency: str, answer_by: date | None, seen: int) -> Referral:
    """How soon, and the day an answer is needed by."""
    referral = _own_draft(by, referral_id, seen)
    if urgency not in Urgency.values:
        raise Invalid("Select how soon it is needed.", {"urgency": ["Select how soon it is needed"]})
    policies.check_coming_date(answer_by, today(), "answer_by", "the date you need an answer by")
    change(referral, urgency=urgency, answer_by=answer_by)
    audit(by, "referral.draft.changed", referral, part="urgency")
    return referral


@transaction.atomic
def set_reason(*, by: Actor, referral_id: UUID, reason: str, more: str, seen: int) -> Referral:
    """Why, and anything else to tell, in the referrer's own words."""
    referral = _own_draft(by, referral_id, seen)
    reason, more = clean(reason), clean(more)
    policies.check_words(reason, "Say why you refer the person", "reason")
    for name, text in (("reason", reason), ("more", more)):
        if len(text) > LONGEST:
            raise Invalid("The text is too long.", {name: [f"Use {LONGEST} characters or fewer; you used {len(text)}"]})
    if not ReferralNote.objects.filter(pk=referral.pk).update(reason=reason, more=more):
        ReferralNote.objects.create(referral=referral, person_id=referral.person_id, reason=reason, more=more)
    change(referral)
    audit(by, "referral.draft.changed", referral, part="reason")
    return referral


@transaction.atomic
def choose_lines(*, by: Actor, referral_id: UUID, codes: Iterable[str], seen: int) -> Referral:
    """Which lines of the record to tell, by their codes; those every referral needs are always told."""
    referral = _own_draft(by, referral_id, seen)
    wanted = set(codes)
    if unknown := sorted(wanted - CODES):
        raise Invalid("A line that can't be told was chosen.", {"codes": [f"There is no line called {unknown[0]}"]})
    always = {line.code for line in queries.draft_of(by, _loaded(referral)).lines if line.always}
    change(referral, to_disclose=sorted(wanted | always))
    audit(by, "referral.draft.changed", referral, part="disclose", lines=referral.to_disclose)
    return referral


@transaction.atomic
def set_authority(*, by: Actor, referral_id: UUID, ground: str, how: str, authority_code: str = "", seen: int) -> Referral:
    """That the person agrees, or the legal authority relied on."""
    referral = _own_draft(by, referral_id, seen)
    disclosure.record_authority(
        by=by, person_id=referral.person_id, about=referral.ref, ground=ground, how=how, authority_code=authority_code
    )
    change(referral)
    audit(by, "referral.draft.changed", referral, part="agreement")
    return referral


@transaction.atomic
def send_referral(*, by: Actor, referral_id: UUID, seen: int, shown: str) -> Referral:
    """Send a draft to the partner, and with it exactly the lines that were shown (`shown` is their digest).

    Sent twice by the same person (a double click, a retry), it is sent once. Raises Refused with a sentence when it may not go, and
    Stale when the draft, or the record behind a line, changed since it was shown.
    """
    by.check(Permission.REFERRAL_SEND)
    again = queries.locked_referral(by, referral_id)
    if again.state == ReferralState.SENT and again.version == seen + 1 and again.referrer_id == by.user_id:
        return again
    referral = _loaded(_own_draft(by, referral_id, seen))
    draft = queries.draft_of(by, referral, lock=True)
    policies.check_can_send(
        referral,
        listed=draft.listed,
        stops=draft.level_warning if draft.is_blocked else "",
        stopped=draft.stopped,
        fit=draft.fit,
        note=draft.note,
        authority=draft.authority,
        today=today(),
    )
    queries.check_digest(draft, shown)
    REFERRAL_STATES.check(referral.state, "send")

    change(referral, state=ReferralState.SENT, sent_at=now(), to_team=queries.team_for(referral.service))
    opened = involve(by=by, person_id=referral.person_id, team_id=referral.to_team_id, because=referral.ref)
    kind = referral.service.organization.kind
    disclosure.disclose(by=by, about=referral.ref, involvement=opened, kind=kind, authority=draft.authority, lines=draft.telling)
    log(by, referral, LogKind.MOVED, verb="send", from_state=ReferralState.DRAFT, to_state=ReferralState.SENT)
    audit(by, "referral.sent", referral, service=str(referral.service_id), team=str(referral.to_team_id))
    tell_partner(by, "referral.sent", referral)
    return referral


def _own_draft(by: Actor, referral_id: UUID, seen: int) -> Referral:
    """Held, unchanged since `seen`, on the reader's side, and still a draft."""
    by.check(Permission.REFERRAL_SEND)
    referral = hold(by, referral_id, seen)
    policies.check_side(by, referral, Side.REFERRER)
    policies.check_is_draft(referral)
    return referral


def _loaded(referral: Referral) -> Referral:
    """With its person and need, which a partner's reader could not load."""
    referral.need = Need.objects.select_related("person__home_site").get(pk=referral.need_id)
    referral.person = referral.need.person
    return referral


def _there(by: Actor, need: Need, service_id: UUID) -> Referral | None:
    """The draft that is there already. Raises Refused when a referral is with the service already."""
    wanted = [ReferralState.DRAFT, *OPEN_STATES]
    there = queries.visible_to(by).filter(need=need, service_id=service_id, state__in=wanted).first()
    if there is not None and there.state != ReferralState.DRAFT:
        raise Refused(f"Referral {there.reference} for this need is already with this service: it is “{there.get_state_display()}”.")
    return there


def _office(by: Actor, need: Need) -> UUID:
    """The reader's team that works with the person."""
    teams = Involvement.objects.filter(OPEN, FOR_ALL, person_id=need.person_id, team_id__in=by.teams, compartments__contains=["C7"])
    found = teams.order_by("starts_at", "id").values_list("team_id", flat=True).first()
    if found is None:
        raise NotFound
    return found
