"""What to remind of today: agreements that end soon, reviews that are due, risks to look at; and who is reminded."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from throughcare.accounts.actors import Actor
from throughcare.accounts.models import Team
from throughcare.accounts.permissions import Permission
from throughcare.agreements.days import day_words
from throughcare.agreements.models import Agreement, Risk
from throughcare.agreements.queries.agreements import Filters, When, owners, search_agreements, seen_by, shared_with
from throughcare.agreements.states import ENDS_RULE, OVER_STATES, REVIEW_RULE, RISK_RULE, RISK_SOON_DAYS, RiskState
from throughcare.common.clock import today
from throughcare.common.ref import Ref
from throughcare.tasks.kinds import Recipient


@dataclass(frozen=True, kw_only=True)
class Due:
    """Something to remind of: by which rule, of what occasion, about which agreement, and what is to be done. kept: whose it is, if not the agreement's."""

    rule: str
    occasion: str
    agreement: Agreement
    what: str
    due_on: date
    kept: Agreement | Risk | None = None

    @property
    def about(self) -> Ref:
        """The agreement."""
        return Ref("agreements.agreement", self.agreement.pk)


def due_reminders(by: Actor) -> list[Due]:
    """Of every agreement the reader sees; the lists `when=soon`, `when=review` and `when=risk` are the same."""
    return [*_ending(by), *_to_review(by), *_risks(by)]


def _ending(by: Actor) -> Iterator[Due]:
    for one in search_agreements(by, Filters(when=When.SOON)).exclude(is_history=True).order_by("id"):
        ends = one.ends_on or today()
        what = f"Renew agreement {one.number}, write a new one, or let it end {day_words(ends)}"
        yield Due(rule=ENDS_RULE, occasion=f"ends {ends}", agreement=one, what=what, due_on=ends)


def _to_review(by: Actor) -> Iterator[Due]:
    for one in search_agreements(by, Filters(when=When.REVIEW)).order_by("id"):
        day = one.review_on or today()
        what = f"Review agreement {one.number} with its parties, and say when you do so next"
        yield Due(rule=REVIEW_RULE, occasion=f"review {day}", agreement=one, what=what, due_on=day)


def _risks(by: Actor) -> Iterator[Due]:
    rows = Risk.objects.filter(shared_with(by), state=RiskState.OPEN, review_on__lte=today() + timedelta(days=RISK_SOON_DAYS))
    for one in rows.exclude(agreement__state__in=OVER_STATES).select_related("agreement").order_by("review_on", "id"):
        # What may go wrong stays on its own page: a task is a line that may be handed on.
        what = f"Look again at a risk of agreement {one.agreement.number}, and say how it is now"
        occasion = f"risk {one.pk} {one.review_on}"
        yield Due(rule=RISK_RULE, occasion=occasion, agreement=one.agreement, what=what, due_on=one.review_on, kept=one)


class Doers:
    """Who is reminded of an agreement: its owner; without one, an office that writes agreements: the owner's, one of its regions, any."""

    def __init__(self) -> None:
        self._known = owners()
        offices = {one.team_id: one.team for one in self._known}
        self._region = dict(Team.objects.filter(pk__in=list(offices)).values_list("id", "region"))
        self._offices = sorted(offices, key=lambda key: (offices[key], key))

    def of(self, agreement: Agreement, kept: Agreement | Risk | None = None) -> dict[str, Any]:
        """user_id or team_id; nothing when nobody writes agreements. kept: what has an owner of its own, if that is there."""
        for one in (kept, agreement):
            if one and any((who.user_id, who.team_id) == (one.owner_id, one.owner_team_id) for who in self._known):
                return {"user_id": one.owner_id}
        if not self._offices:
            return {}
        near = [key for key in self._offices if self._region.get(key) in agreement.regions]
        own = [key for key in self._offices if key == agreement.owner_team_id]
        return {"team_id": [*own, *near, *self._offices][0]}


def names_of_agreements(by: Actor, ids: Collection[UUID]) -> dict[UUID, str]:
    """Number and title of those of these agreements the reader may see."""
    rows = seen_by(by).filter(pk__in=ids).values_list("pk", "number", "title")
    return {key: f"{number}: {title}" for key, number, title in rows}


def writers(by: Actor) -> list[Recipient]:
    """Who may be given a task about an agreement: those who write agreements, and their offices."""
    if not by.may(Permission.AGREEMENT_VIEW):
        return []
    known = owners()
    offices = {one.team_id: one.team for one in known}
    return [
        *(Recipient(name, user_id=key) for key, name in {one.user_id: one.name for one in known}.items()),
        *(Recipient(f"Anybody of {name}", team_id=key) for key, name in offices.items()),
    ]
