"""A survey of the network is prepared, opened, closed, published or given up; who is asked is said; those that have not replied are reminded."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queue import enqueue
from throughcare.audit.actions import record
from throughcare.common.clock import today
from throughcare.common.mail import site_address
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotFound, Refused, Stale
from throughcare.notices.actions import post
from throughcare.partners.actions.checks import Checks
from throughcare.partners.models import OrganizationKind, OrganizationTeam
from throughcare.partners.queries import partner_called
from throughcare.places.queries import regions
from throughcare.relationships.models import NetworkSurvey, SurveyedOrganization
from throughcare.relationships.queries.surveys import get_survey, get_surveyed, in_scope, surveyed_of
from throughcare.relationships.states import (
    FEWEST_REPLIES,
    LONGEST_NAME,
    MOST_DAYS_OPEN,
    MOST_SURVEYED,
    REMIND_BEFORE,
    REMIND_EVERY,
    SURVEY_STATES,
    SURVEYED_VERBS,
    SurveyState,
)

CHANGED = "Somebody else changed this survey since you opened it. Look at what it says now, then try again."
TOO_FEW = (
    f"Fewer than {FEWEST_REPLIES} organisations replied: of so few nothing is shown, and the survey can't be published. You can give it up."
)
_VERBS = {"open": "survey.open", "close": "survey.close", "publish": "survey.publish", "give_up": "survey.give_up"}
_SURVEYED = {"resend": "survey.organization.resend", "withdraw": "survey.organization.withdraw"}
_UNDER_WAY = (SurveyState.DRAFT, SurveyState.OPEN)


@dataclass(frozen=True, kw_only=True)
class NewSurvey:
    """regions, kinds: codes of the partners it begins with; none means all. deadline: the last day for replies."""

    name: str
    deadline: date
    regions: Sequence[str] = ()
    kinds: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class NewSurveyed:
    """organization: name or id of a partner. email: of whoever answers for it; empty: its own people find the survey at home alone."""

    organization: str
    email: str = ""


@transaction.atomic
def add_survey(*, by: Actor, new: NewSurvey) -> NetworkSurvey:
    """Prepare one; active partners of its scope are asked, each at its lead contact's address. Raises Invalid."""
    by.check(Permission.PARTNER_EDIT)
    made = NetworkSurvey(**_values(new))
    made.save(force_insert=True)
    _fill(by, made)
    note(by, "survey.added", made)
    return get_survey(by, made.pk)


@transaction.atomic
def change_survey(*, by: Actor, survey_id: UUID, new: NewSurvey, seen: int) -> NetworkSurvey:
    """All of it while it is prepared, another scope asking anew; once open, the last day alone. Raises NotFound, Invalid, Refused and Stale."""
    found, values = opened(by, survey_id, seen), _values(new)
    if found.state not in _UNDER_WAY:
        raise Refused("This survey takes no more replies, and stays as it is.")
    if found.state == SurveyState.OPEN and any(getattr(found, name) != value for name, value in values.items() if name != "deadline"):
        raise Refused("Whom it asks can't change by its scope while organisations reply. Only the last day can.")
    scope = (found.regions, found.kinds)
    changed = write(by, found, seen, "survey.changed", **values)
    if found.state == SurveyState.DRAFT and scope != (changed.regions, changed.kinds):
        SurveyedOrganization.objects.filter(survey=found).delete()
        _fill(by, changed)
    return changed


@transaction.atomic
def move_survey(*, by: Actor, survey_id: UUID, verb: str, seen: int) -> NetworkSurvey:
    """Open, close, publish or give up. Raises NotFound, Refused and Stale."""
    found = opened(by, survey_id, seen)
    move = SURVEY_STATES.check(found.state, verb)
    if verb == "open":
        _check_may_open(by, found)
    if verb == "publish" and sum(row.handed_in_on is not None for row in surveyed_of(by, found)) < FEWEST_REPLIES:
        raise Refused(TOO_FEW)
    days = {"open": "opened_on", "close": "closed_on", "publish": "published_on"}
    changed = write(by, found, seen, _VERBS[verb], state=move.reaches, **({days[verb]: today()} if verb in days else {}))
    if verb == "open":
        _mail(SurveyedOrganization.objects.filter(survey=found).exclude(email="").order_by("id"))
    elif verb == "give_up":
        with connection.cursor() as cursor:
            cursor.execute("select throughcare.survey_destroy(%s)", [found.pk])
    return changed


@transaction.atomic
def ask_organization(*, by: Actor, survey_id: UUID, new: NewSurveyed) -> SurveyedOrganization:
    """Ask one more; of one that is asked already, put its address right: what was said by the former one is gone. Raises NotFound, Invalid and Refused."""
    by.check(Permission.PARTNER_EDIT)
    found, checks = _under_way(by, survey_id), Checks()
    partner, email = partner_called(by, checks.text("organization", new.organization, 300)), checks.email("email", new.email).lower()
    checks.done("Something about whom you ask can't be used.")
    there = SurveyedOrganization.objects.filter(survey=found, organization=partner.pk).select_for_update().first()
    is_moved = there is not None and there.email != email
    if there is None:
        if len(surveyed_of(by, found)) >= MOST_SURVEYED:
            raise Refused(f"{MOST_SURVEYED} organisations are as many as one survey can ask.")
        there = SurveyedOrganization(survey=found, organization_id=partner.pk, email=email)
        there.save(force_insert=True)
    else:
        _may_send(there)
        if is_moved:  # the database takes its links, and what was said by them (surveyed_address)
            SurveyedOrganization.objects.filter(pk=there.pk).update(email=email)
            if found.state == SurveyState.OPEN:
                _tell_moved(by, there)
    if found.state == SurveyState.OPEN and email:
        _mail([there])
    note(by, "survey.asked", found, organization=str(partner.pk), **({"changed": "address"} if is_moved else {}))
    return get_surveyed(by, there.pk)


@transaction.atomic
def move_surveyed(*, by: Actor, surveyed_id: UUID, verb: str) -> NetworkSurvey:
    """Send a new link; or ask an organisation no more, while the survey is prepared. Raises NotFound and Refused."""
    by.check(Permission.PARTNER_EDIT)
    found = get_surveyed(by, surveyed_id)
    survey = _under_way(by, found.survey_id)
    if verb not in SURVEYED_VERBS:
        raise NotFound
    if verb == "withdraw":
        if survey.state != SurveyState.DRAFT:
            raise Refused("Others are asked about it already: it stays, and need not reply.")
        found.delete()
    elif survey.state != SurveyState.OPEN:
        raise Refused("Links are sent when the survey is opened.")
    elif not found.email:
        raise Refused("There is no address to send a link to: ask it again with one.")
    else:
        _may_send(found)
        _mail([found])
    note(by, _SURVEYED[verb], survey, organization=str(found.organization_id))
    return get_survey(by, survey.pk)


@transaction.atomic
def remind_surveyed(*, by: Actor, survey_id: UUID) -> NetworkSurvey:
    """Send a link to each that has an address and has not replied, once a day at most. Raises NotFound and Refused."""
    by.check(Permission.PARTNER_EDIT)
    found = get_survey(by, survey_id)
    if found.state != SurveyState.OPEN:
        raise Refused("Organisations are reminded while the survey is open.")
    rows = SurveyedOrganization.objects.filter(survey=found, handed_in_on__isnull=True).exclude(email="").exclude(reminded_on=today())
    told = list(rows.order_by("id"))
    rows.filter(pk__in=[row.pk for row in told]).update(reminded_on=today())
    _mail(told)
    note(by, "survey.reminded", found)
    return get_survey(by, survey_id)


@transaction.atomic
def remind_of_surveys(*, by: Actor) -> int:
    """Every night: those that have not replied, from a week before the last day, once a week. Returns how many. by: the job."""
    day = today()
    long_ago = day - timedelta(days=REMIND_EVERY)
    open_still = Q(survey__state=SurveyState.OPEN, survey__deadline__range=(day, day + timedelta(days=REMIND_BEFORE)))
    due = Q(reminded_on__isnull=True, survey__opened_on__lte=long_ago) | Q(reminded_on__lte=long_ago)
    rows = SurveyedOrganization.objects.filter(open_still & due, handed_in_on__isnull=True).exclude(email="")
    told = list(rows.select_for_update(of=("self",)).order_by("id"))
    SurveyedOrganization.objects.filter(pk__in=[row.pk for row in told]).update(reminded_on=day)
    _mail(told)
    return len(told)


def close_due_surveys(*, by: Actor) -> int:
    """Close what is open and past its last day; returns how many. One that somebody changes meanwhile waits for the next time. The actor is the system."""
    closed = 0
    for found in NetworkSurvey.objects.filter(state=SurveyState.OPEN, deadline__lt=today()).order_by("id"):
        with suppress(Stale), transaction.atomic():
            write(by, found, found.version, "survey.close", state=SurveyState.CLOSED, closed_on=today())
            closed += 1
    return closed


def opened(by: Actor, survey_id: UUID, seen: int) -> NetworkSurvey:
    """The survey, to be changed against the version seen. Raises NotAllowed, NotFound and Stale."""
    by.check(Permission.PARTNER_EDIT)
    found = get_survey(by, survey_id)
    if found.version != seen:
        raise Stale(CHANGED)
    return found


def write(by: Actor, found: NetworkSurvey, seen: int, verb: str, **values: object) -> NetworkSurvey:
    """Change it against the version seen, and put that in the audit. Raises Stale."""
    if not NetworkSurvey.objects.filter(pk=found.pk, version=seen).update(**values, version=seen + 1):
        raise Stale(CHANGED)
    note(by, verb, found)
    return get_survey(by, found.pk)


def note(by: Actor, verb: str, survey: NetworkSurvey, **detail: str) -> None:
    """In the audit: of which survey, and which organisation is asked. Never of what was said."""
    record(by=by, verb=verb, about=Ref("relationships.networksurvey", survey.pk), detail=detail)


def _check_may_open(by: Actor, found: NetworkSurvey) -> None:
    if found.deadline < today():
        raise Refused("The last day for replies is over: choose a later one first.")
    if len(surveyed_of(by, found)) < FEWEST_REPLIES:
        raise Refused(f"Ask at least {FEWEST_REPLIES} organisations first: of fewer, nothing could be shown.")


def _may_send(found: SurveyedOrganization) -> None:
    if found.handed_in_on is not None:
        raise Refused("It has replied: its address stays, and it gets no new link.")


def _tell_moved(by: Actor, found: SurveyedOrganization) -> None:
    """Its own people: so that nobody answers for it whom they don't know of."""
    for team in OrganizationTeam.objects.filter(organization=found.organization_id).order_by("team_id"):
        post(by=by, kind="survey.readdressed", about=Ref("relationships.surveyedorganization", found.pk), to_team=team.team_id)


def _under_way(by: Actor, survey_id: UUID) -> NetworkSurvey:
    found = get_survey(by, survey_id)
    if found.state not in _UNDER_WAY:
        raise Refused("This survey takes no more replies.")
    return found


def _fill(by: Actor, survey: NetworkSurvey) -> None:
    """As many of its scope as one survey can ask, by name."""
    SurveyedOrganization.objects.bulk_create(
        SurveyedOrganization(survey=survey, organization_id=key, email=email) for key, email in in_scope(by, survey)[:MOST_SURVEYED]
    )


def _mail(rows: Iterable[SurveyedOrganization]) -> None:
    for row in rows:
        enqueue("relationships.ask_survey", surveyed_id=str(row.pk), address=site_address())


def _values(new: NewSurvey) -> dict[str, object]:
    checks = Checks()
    if not today() <= new.deadline <= today() + timedelta(days=MOST_DAYS_OPEN):
        checks.wrong("deadline", f"Choose a last day from today to {MOST_DAYS_OPEN} days from now.")
    values = {
        "name": checks.text("name", new.name, LONGEST_NAME, needed="Give it a name."),
        "deadline": new.deadline,
        "regions": checks.some_of("regions", new.regions, [region.code for region in regions()]),
        "kinds": checks.some_of("kinds", new.kinds, OrganizationKind.values),
    }
    checks.done("Something about the survey can't be used.")
    return values
