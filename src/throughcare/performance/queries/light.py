"""The three questions of small grants and MOUs: what was answered, what is due, what is late."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import digest_of
from throughcare.agreements.models import Agreement, LightTerms
from throughcare.agreements.queries import Filters, search_agreements
from throughcare.agreements.queries.light import ASKED, get_light, party_of_light
from throughcare.agreements.states import OPEN_STATES, AgreementState
from throughcare.common.clock import today
from throughcare.partners.queries import my_organizations
from throughcare.performance.models import LightReport
from throughcare.performance.states import ASK_BEFORE

_NOT_ASKED = (*OPEN_STATES, AgreementState.TERMINATED, AgreementState.SUSPENDED)


@dataclass(frozen=True)
class LightDue:
    """One whose answers are to be given."""

    light: LightTerms

    @property
    def is_late(self) -> bool:
        """Its day has passed."""
        return self.light.report_on < today()

    @property
    def partner(self) -> str:
        """The group it is with."""
        return party_of_light(self.light.agreement).name


def light_due(by: Actor, *, owner: str = "") -> list[LightDue]:
    """Signed, not answered, and due within a week or late, as far as the reader sees them: what has been due longest first."""
    seen: QuerySet[Agreement] = search_agreements(by, Filters(owner=owner)).exclude(state__in=_NOT_ASKED)
    told = LightReport.objects.filter(agreement=OuterRef("pk"))
    rows = LightTerms.objects.filter(ASKED, agreement__in=seen, report_on__lte=today() + timedelta(days=ASK_BEFORE))
    rows = (
        rows.exclude(Exists(told))
        .select_related("agreement")
        .prefetch_related("agreement__parties__organization")
        .order_by("report_on", "agreement_id")
    )
    return [LightDue(one) for one in rows]


def answer_of(agreement: Agreement) -> LightReport | None:
    """What was answered."""
    return LightReport.objects.filter(agreement=agreement.pk).first()


def get_light_report(by: Actor, agreement_id: UUID) -> tuple[Agreement, LightTerms, LightReport | None]:
    """For whoever may read the agreement. Raises NotFound, also of one that is written in full."""
    found, light = get_light(by, agreement_id)
    return found, light, answer_of(found)


def may_answer(by: Actor, agreement: Agreement) -> bool:
    """Whether the reader may type the answers: its own people, or one of us as they were told; once it is signed."""
    if agreement.state in (*OPEN_STATES, AgreementState.TERMINATED):
        return False
    return by.may(Permission.AGREEMENT_EDIT) or party_of_light(agreement).organization_id in my_organizations(by)


def is_answered(key: str) -> bool:
    """Whether what a link asks is answered already."""
    with connection.cursor() as cursor:
        cursor.execute("select throughcare.light_answered(%s)", [digest_of(key)])
        (answered,) = cursor.fetchone() or (False,)
    return bool(answered)
