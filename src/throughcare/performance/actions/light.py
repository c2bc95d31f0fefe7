"""The light path above the agreement: its one payment planned, the three questions asked when they are due, and answered."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import digest_of
from throughcare.accounts.queue import enqueue
from throughcare.agreements.actions import send_anew
from throughcare.agreements.models import Agreement, LightLink, LightTerms
from throughcare.agreements.queries import get_agreement
from throughcare.agreements.queries.light import held_by_link, party_of_light
from throughcare.agreements.queries.terms import QUESTIONS, SPENT
from throughcare.agreements.states import LONGEST_ANSWER, TERMS_CHANGED, AgreementKind, LinkFor
from throughcare.audit.actions import record
from throughcare.common.clock import now, today
from throughcare.common.ref import Ref
from throughcare.common.refusals import Refused
from throughcare.partners.actions.checks import Checks
from throughcare.performance.actions.measures import AGREEMENT
from throughcare.performance.actions.payments import NewPayment, add_payment, move_payment
from throughcare.performance.models import LightReport, Payment
from throughcare.performance.queries.light import get_light_report, light_due, may_answer
from throughcare.performance.states import ASK_AGAIN, MOST_ASKED, PaymentState, ToldBy

TOLD_ALREADY = "The three questions are answered already. Thank you."
_OVER = "This link is over."


@dataclass(frozen=True, kw_only=True)
class Told:
    """The three answers; spent: of a grant. told_by, told_on: who told one of us, and when (today)."""

    did: str
    changed: str
    otherwise: str
    spent: Decimal | None = None
    told_by: str = ""
    told_on: date | None = None


def plan_light_payment(by: Actor, agreement: Agreement, light: LightTerms) -> None:
    """What the one page says is paid is planned; what it said before is not payable any more, with the reason."""
    party = party_of_light(agreement)
    amount = party.value.amount if hasattr(party, "value") else None
    there = Payment.objects.filter(agreement=agreement.pk, state=PaymentState.PLANNED).order_by("id")
    stays = False
    for one in there:
        if amount and (one.amount, one.due_on) == (amount, light.pays_on):
            stays = True
        else:
            move_payment(by=by, agreement_id=agreement.pk, payment_id=one.pk, verb="refuse", reason=TERMS_CHANGED, seen=one.version)
    if amount and not stays:
        new = NewPayment(party_id=party.pk, name="All of it", amount=amount, due_on=light.pays_on)
        add_payment(by=by, agreement_id=agreement.pk, new=new)


@transaction.atomic
def tell_light(*, by: Actor, agreement_id: UUID, told: Told) -> LightReport:
    """Answers typed by the party's own staff, or by one of us as they told us. Raises NotFound, Refused unless it is signed or when they are given, and Invalid."""
    by.check(Permission.DIRECTORY_VIEW)
    found, _, there = get_light_report(by, agreement_id)
    if not may_answer(by, found):
        raise Refused("The group's own people answer the three questions, or one of us as they were told, once it is signed.")
    if there is not None:
        raise Refused(TOLD_ALREADY)
    checks = Checks()
    values = _checked(checks, told, is_grant=found.kind == AgreementKind.GRANT)
    ours = by.may(Permission.AGREEMENT_EDIT)
    if ours:
        values |= {"told_by": checks.text("told_by", told.told_by, 200, needed="Say who told you."), "told_on": told.told_on or today()}
        if not today() - timedelta(days=366) <= values["told_on"] <= today():
            checks.wrong("told_on", "Give a day of the last year that is not in the future.")
    checks.done("Something about the answers can't be used.")
    values |= {"how": ToldBy.TOLD if ours else ToldBy.ACCOUNT, "sent_by_id": by.user_id}
    party = party_of_light(found)
    made = LightReport(agreement=found, party=party, organization=party.organization, **values)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:  # a link was faster
        if "agreement_id" not in str(error):
            raise
        raise Refused(TOLD_ALREADY) from None
    with connection.cursor() as cursor:
        cursor.execute("select throughcare.light_close(%s)", [found.pk])
    record(by=by, verb="agreement.light.answered", about=Ref(AGREEMENT, found.pk), detail={"how": made.how})
    if not ours:
        enqueue("agreements.light_told", agreement_id=str(found.pk), kind="agreement.light.answered")
    return made


@transaction.atomic
def tell_light_by_link(*, by: Actor, key: str, told: Told) -> None:
    """Answers given by the holder of a link, without an account. Raises NotFound, Refused when it is over, and Invalid."""
    held, checks = held_by_link(key, hold=True), Checks()
    if held.purpose != LinkFor.REPORT or held.standing != "OPEN":
        raise Refused(_OVER)
    if by.may(Permission.AGREEMENT_EDIT):
        raise Refused("You write agreements here: write down what they told you on the agreement's own page, and who told it.")
    values = _checked(checks, told, is_grant=held.terms.is_grant)
    checks.done("Something is missing.")
    with connection.cursor() as cursor:
        cursor.execute(
            "select throughcare.light_answer(%s, %s, %s, %s, %s)",
            [digest_of(key), values["did"], values["changed"], values["otherwise"], values["spent"]],
        )
        (taken,) = cursor.fetchone() or (False,)
    if not taken:
        raise Refused(TOLD_ALREADY)
    record(
        by=by,
        verb="agreement.light.answered",
        about=Ref(AGREEMENT, held.agreement_id),
        detail={"how": ToldBy.LINK, "link": str(held.link_id)},
    )
    enqueue("agreements.light_told", agreement_id=str(held.agreement_id), kind="agreement.light.answered")


def _checked(checks: Checks, told: Told, *, is_grant: bool) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, question in zip(("did", "changed", "otherwise"), QUESTIONS, strict=True):
        values[name] = checks.text(name, getattr(told, name), LONGEST_ANSWER, needed=f"Answer in a few words: {question}")
    values["spent"] = told.spent if is_grant else None
    if is_grant and (told.spent is None or not 0 <= told.spent < 10**12 or told.spent != round(told.spent, 2)):
        checks.wrong("spent", f"{SPENT} Enter an amount from 0, with two decimals at most.")
    return values


@transaction.atomic
def ask_how_it_went(*, by: Actor) -> int:
    """Every night: a link to the three questions for each that is due, and a reminder after a week, three in all. Returns how many were sent."""
    sent = 0
    for one in light_due(by):
        if not one.light.signer_email:
            continue
        links = LightLink.objects.filter(agreement=one.light.pk, purpose=LinkFor.REPORT).order_by("-made_at", "id")
        latest = links.first()
        if latest is not None and (latest.made_at > now() - timedelta(days=ASK_AGAIN) or links.count() >= MOST_ASKED):
            continue
        Agreement.objects.select_for_update(no_key=True).filter(pk=one.light.pk).order_by().first()
        send_anew(by, get_agreement(by, one.light.pk), one.light, LinkFor.REPORT)
        sent += 1
    return sent
