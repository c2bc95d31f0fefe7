"""What an organisation says of others, by its link or by its own people; and the mail that asks it."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection, transaction
from django.urls import reverse

from throughcare.accounts.actors import Actor
from throughcare.accounts.queries import digest_of
from throughcare.audit.actions import record
from throughcare.common.mail import send_plain
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotFound, Refused
from throughcare.relationships.bank.ties import HIGHEST, ITEMS, LOWEST
from throughcare.relationships.models import SurveyedOrganization
from throughcare.relationships.queries.surveys import Surveyed, surveyed_by_link, surveyed_one
from throughcare.relationships.states import Flow, Knows, Often, SurveyState

OVER = "This survey takes no more replies."
_SUBJECT = "Whom does your organisation work with?"
_TEXT = (
    "Your organisation is asked which other organisations it works with, and how that goes. Whoever answers for it can do so here:\n\n{link}\n\n"
    "No other organisation ever sees what you say. If you don't want to answer, do nothing.\n"
)


@dataclass(frozen=True, kw_only=True)
class SaidOfTie:
    """What one says of another. points: item → 1 to 4; None, or left out: it doesn't know. Of one it does not know, nothing but that is kept."""

    knows: str
    points: Mapping[str, int | None] = field(default_factory=dict)
    gives: Sequence[str] = ()
    gets: Sequence[str] = ()
    often: str = ""


@transaction.atomic
def say_of_tie(*, by: Actor, said: SaidOfTie, about: UUID, key: str = "", surveyed_id: UUID | None = None) -> None:
    """Say it, by a link or as its own people; said again, the later holds. Raises NotFound, Refused when it is too late, Invalid."""
    asked = _asked(by, key, surveyed_id)
    if not _do("select throughcare.survey_say(%s, %s, %s, %s)", key, surveyed_id, [about, json.dumps(_row(said))]):
        raise NotFound
    record(by=by, verb="survey.said", about=Ref("relationships.surveyedorganization", asked.surveyed_id))


@transaction.atomic
def hand_in_survey(*, by: Actor, key: str = "", surveyed_id: UUID | None = None) -> None:
    """It has said what it has to say. Raises NotFound and Refused."""
    asked = _asked(by, key, surveyed_id)
    if not _do("select throughcare.survey_hand_in(%s, %s)", key, surveyed_id, []):  # in the moment between
        raise Refused(OVER)
    record(by=by, verb="survey.handed_in", about=Ref("relationships.surveyedorganization", asked.surveyed_id))


def send_survey_link(*, by: Actor, surveyed_id: UUID, address: str) -> None:
    """Make a new link, keep its hash, mail it; the link before it works on. Raises MailNotSent, so that the job tries again."""
    found = SurveyedOrganization.objects.select_for_update(of=("self",)).filter(pk=surveyed_id, survey__state=SurveyState.OPEN).first()
    if found is None or not found.email or found.handed_in_on is not None:
        return
    secret = secrets.token_urlsafe(32)
    SurveyedOrganization.objects.filter(pk=found.pk).update(former_digest=found.digest, digest=digest_of(secret))
    link = address.rstrip("/") + reverse("survey-reply", kwargs={"key": secret})
    send_plain(_SUBJECT, _TEXT.format(link=link), to=found.email)


def _asked(by: Actor, key: str, surveyed_id: UUID | None) -> Surveyed:
    if not key and surveyed_id is None:
        raise NotFound
    asked = surveyed_by_link(key) if key else surveyed_one(by, surveyed_id)
    if asked.standing != "OPEN":
        raise Refused(OVER)
    return asked


def _do(sql: str, key: str, surveyed_id: UUID | None, more: list[UUID | str]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql, [digest_of(key) if key else None, surveyed_id if not key else None, *more])
        (done,) = cursor.fetchone() or (False,)
    return bool(done)


def _row(said: SaidOfTie) -> dict[str, object]:
    """By column. Raises Invalid."""
    if said.knows not in Knows.values:
        raise Invalid("Say whether you know them.", {"knows": ["Choose whether you know and work with them"]})
    if said.knows != Knows.YES:
        return {"knows": said.knows}
    points = {item.code: said.points.get(item.code) for item in ITEMS}
    is_odd = set(said.points) - set(points) or any(value is not None and not LOWEST <= value <= HIGHEST for value in points.values())
    if is_odd or {*said.gives, *said.gets} - set(Flow.values) or said.often not in ("", *Often.values):
        raise Invalid("Something you chose is not among the answers.")
    flows = {name: [flow for flow in Flow.values if flow in getattr(said, name)] for name in ("gives", "gets")}
    return {"knows": said.knows, **points, **flows, "often": said.often}
