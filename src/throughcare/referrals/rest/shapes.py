"""What is sent and answered about referrals."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from throughcare.common.rest import Body, PageQuery
from throughcare.disclosure.models import Ground
from throughcare.referrals import actions
from throughcare.referrals.states import ReferralState, Urgency


class ReferralOut(Schema):
    """One referral. person_id and need_id are the office's keys: null for the partner, who knows what it was told and nothing else."""

    id: UUID
    reference: str
    state: ReferralState
    urgency: Urgency
    answer_by: date | None
    service_id: UUID
    person_id: UUID | None
    need_id: UUID | None
    sent_at: datetime | None
    answered_at: datetime | None
    expected_on: date | None
    reason_code: str
    version: int
    verbs: list[str] = Field(description="What the reader's side may do now.")


class ToldOut(Schema):
    """One line told to the partner, word for word."""

    code: str
    label: str
    value: str
    compartment: str


class EntryOut(Schema):
    """One line of the log both sides see."""

    at: datetime
    kind: str
    verb: str
    sentence: str
    note: str
    by_name: str


class QuestionOut(Schema):
    """A question and its reply."""

    id: UUID
    text: str
    asked_by: str
    asked_at: datetime
    reply: str
    replied_at: datetime | None


class DetailOut(ReferralOut):
    """One referral with what was told, the log and the questions."""

    told: list[ToldOut]
    log: list[EntryOut]
    questions: list[QuestionOut]


class TellingOut(Schema):
    """What a draft would tell. Send it back as `shown` to send exactly this.

    warning: the service asks for an accreditation that its partner does not hold; empty when it holds it. blocked: it can't be sent without.
    """

    lines: list[ToldOut]
    could_tell: list[ToldOut]
    shown: str
    warning: str = Field("", max_length=1000)
    blocked: bool = False


class OfferOut(Schema):
    """A service for a need, and why."""

    service_id: UUID
    name: str
    verdict: str
    score: float
    reasons: list[dict[str, str]]


class NewBody(Body):
    need_id: UUID
    service_id: UUID


class UrgencyBody(Body):
    urgency: Urgency
    answer_by: date


class ReasonBody(Body):
    reason: str = Field(max_length=actions.LONGEST)
    more: str = Field("", max_length=actions.LONGEST)


class AgreementBody(Body):
    ground: Ground
    how: str = Field(max_length=500)
    authority_code: str = Field("", max_length=60)


class LinesBody(Body):
    codes: list[Annotated[str, Field(max_length=60)]] = Field(max_length=50)


class SendBody(Body):
    shown: str = Field(max_length=64, description="`shown` of the last read of what it would tell.")


class MoveBody(Body):
    """reason_code: to decline or withdraw. expected_on: to put on the waiting list."""

    reason_code: str = Field("", max_length=60)
    expected_on: date | None = None
    note: str = Field("", max_length=2000)


class WordsBody(Body):
    text: str = Field(max_length=4000)


class StateQuery(PageQuery):
    state: ReferralState | None = None
    whose: Literal["", "mine", "office"] = Field(
        "",
        description="mine: made by the reader, or about somebody on their caseload or whom they cover; office: about people their office works with.",
    )
    late: bool = Field(False, description="Only those whose answer, or promised place, is late.")
    soon: bool = Field(False, description="Only those whose answer is due within three days.")
    answered: bool = Field(False, description="Only those answered in the last seven days.")
    closed: bool = Field(False, description="Only open ones to services that have closed.")
    asked: bool = Field(False, description="Only those whose service waits for the reply to a question.")
    left: bool = Field(False, description="For a service: only open ones whose worker no longer works there, so that nobody has them.")


class OffersQuery(Schema):
    """Which services, by verdict (open: those that fit and those nobody can tell of), and which page."""

    show: Literal["open", "fits", "unknown", "all"] = "fits"
    number: int = Field(1, ge=1, le=10_000)
    size: int = Field(20, ge=1, le=100)
