"""“I don't agree”: the person says so, the office that works with them answers."""

from uuid import UUID

from django.db import connection, transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import names_of
from throughcare.audit.actions import record
from throughcare.common.clock import now
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, Refused
from throughcare.common.text import clean
from throughcare.notices.actions import post
from throughcare.people import policies
from throughcare.people.models import Disagreement
from throughcare.people.queries import because_of, get_need, get_person, office_teams_of, own_person
from throughcare.people.queries.disagreements import get_disagreement

NEW, ANSWERED = "people.disagreement", "people.disagreement.answered"


@transaction.atomic
def disagree(*, by: Actor, about: Ref, words: str) -> Disagreement:
    """The person doesn't agree with something in their own record. Every office that works with them is told.

    A thing of an upper app (a referral) is checked by the caller, which fetched it as the person.
    """
    by.check(Permission.OWN_RECORD)
    person = own_person(by)
    if about.kind == "people.person":
        get_person(by, about.id)
    elif about.kind == "people.need":
        get_need(by, about.id)
    said = _words(words, "words", "Write what you don't agree with.")
    made = Disagreement(person=person, about_kind=about.kind, about_id=about.id, words=said)
    made.save(force_insert=True)
    ref = Ref("people.disagreement", made.id)
    record(by=by, verb="disagreement.said", persons=[person.id], compartments=["C10"], about=ref)
    for team_id in office_teams_of(person.id, "C10"):
        post(by=by, to_team=team_id, kind=NEW, about=ref)
    return made


@transaction.atomic
def answer_disagreement(*, by: Actor, disagreement_id: UUID, answer: str) -> Disagreement:
    """Answer once; the person is told. Raises Refused when somebody else has answered."""
    by.check(Permission.NEED_EDIT)
    found = get_disagreement(by, disagreement_id)
    policies.check_can_answer(found, names_of([found.answered_by_id]).get(found.answered_by_id, "") if found.answered_by_id else "")
    found.answer = _words(answer, "answer", "Write your answer.")
    found.answered_by_id, found.answered_at = by.user_id, now()
    changed = Disagreement.objects.filter(pk=found.pk, answered_at__isnull=True).update(
        answer=found.answer, answered_by_id=by.user_id, answered_at=found.answered_at
    )
    if not changed:
        raise Refused("Somebody answered this while you were writing. Open it again to read their answer.")
    ref = Ref("people.disagreement", found.id)
    record(
        by=by,
        verb="disagreement.answered",
        persons=[found.person_id],
        compartments=["C10"],
        because=because_of(by, found.person_id),
        about=ref,
    )
    account = _account_of(found.person_id)
    if account is not None:
        post(by=by, to_user=account, kind=ANSWERED, about=ref)
    return found


def _account_of(person_id: UUID) -> UUID | None:
    """The person's own account, told to those involved only."""
    with connection.cursor() as cursor:
        cursor.execute("select throughcare.account_of(%s)", [person_id])
        account: UUID | None = cursor.fetchone()[0]
    return account


def _words(text: str, field: str, ask: str) -> str:
    said = clean(text)
    if not said:
        raise Invalid(ask, {field: [ask]})
    if len(said) > policies.LONGEST_WORDS:
        raise Invalid("That is too long.", {field: [f"Use {policies.LONGEST_WORDS} characters or fewer; you used {len(said)}."]})
    return said
