"""Conflicts: a user who is close to somebody of the person's is found, kept from the record, and a privacy officer decides."""

import re
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import names_of
from throughcare.audit.actions import record
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotFound, Refused, Stale
from throughcare.common.text import clean, search_words
from throughcare.notices.actions import post
from throughcare.people import policies
from throughcare.people.models import Conflict, Limit, OwnDetails
from throughcare.people.queries import moment
from throughcare.people.queries.limits import (
    CONFLICT,
    UNDECIDED,
    WITHHELD_CONFLICT,
    get_conflict,
    how_many_keys,
    undecidable,
    users_kept_from,
    users_with,
)
from throughcare.people.queries.tries import tries
from throughcare.people.states import ConflictVerdict, LimitKind, LimitReason

LONGEST_WHY = 500
# Enough for anybody's whānau, and too little to find out by trying whose address stands in a record.
MOST_DETAILS = {"names": 10, "phones": 10, "emails": 10, "addresses": 5}
MOST_CHANGES = 5  # of one's own details, in a day
MOST_CONTACTS = 40  # added or changed in a day
MOST_WORDS = 6  # of a contact's name, with what they are called ("Whaea Mere Te Ao"); any two of them may be somebody's
_SEVERAL = re.compile(r"[;/&+\n]|,.*,|\band\b", re.IGNORECASE)
MOST_ADDRESSES = 3  # in one contact's; a postcode before a word looks like one
A_DAY = timedelta(days=1)
CHANGED = "Something else has been found to be the same since you looked. Look at it again, then decide."
DECIDED = "This is decided already. The decision is shown on this page."


def note_conflicts(*, by: Actor, persons: Sequence[UUID] | None = None, users: Sequence[UUID] | None = None) -> int:
    """Find users close to somebody of these people's; each pair new to us is told to the privacy officer. Returns how many.

    Both given: these pairs. One left out: all who work where the person's record is open to them. They are kept from it in any case.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, person from throughcare.note_conflicts(%s, %s)",
            [list(persons) if persons else None, list(users) if users else None],
        )
        found: list[tuple[UUID, UUID]] = cursor.fetchall()
    for conflict_id, person_id in found:
        about = Ref(CONFLICT, conflict_id)
        record(by=by, verb="conflict.found", persons=[person_id], compartments=["C5"], about=about, detail=WITHHELD_CONFLICT)
        for officer in users_with(Permission.PRIVACY_MANAGE):
            post(by=by, to_user=officer, kind=CONFLICT, about=about)
    return len(found)


@transaction.atomic
def decide_conflict(*, by: Actor, conflict_id: UUID, verdict: str, why: str, seen: int) -> Conflict:
    """EXCLUDED: they never see this record. NONE: it was no conflict, and they see it as their team does. Once; raises Refused after.

    Raises Stale when more was found to be the same since version `seen`: who decides has weighed all that is decided.
    """
    found = get_conflict(by, conflict_id).conflict
    words = clean(why)
    errors = {}
    if verdict not in ConflictVerdict.values:
        errors["verdict"] = [f"Use one of: {', '.join(ConflictVerdict.values)}."]
    if not 0 < len(words) <= LONGEST_WHY:
        errors["why"] = [f"Say why, in {LONGEST_WHY} characters or fewer."]
    if errors:
        raise Invalid("Something about the decision can't be used.", errors)
    if found.user_id == by.user_id:
        raise Refused("This is about you: somebody else decides it.")
    values = {"verdict": verdict, "why": words, "decided_by_id": by.user_id, "decided_at": now()}
    if found.verdict:
        raise Refused(DECIDED)
    if not Conflict.objects.filter(pk=conflict_id, verdict="", keys__len=seen).update(**values):
        raise Refused(DECIDED) if Conflict.objects.filter(pk=conflict_id).exclude(verdict="").exists() else Stale(CHANGED)
    if verdict == ConflictVerdict.EXCLUDED:
        Limit(
            person_id=found.person_id,
            kind=LimitKind.EXCLUSION,
            users=[found.user_id],
            reason=LimitReason.WHANAU,
            words=words,
            starts_at=moment(),
            withheld=WITHHELD_CONFLICT["withheld"],
            by_id=by.user_id,
        ).save(force_insert=True)
    detail = {"verdict": verdict, **WITHHELD_CONFLICT}
    record(by=by, verb="conflict.decided", persons=[found.person_id], compartments=["C1"], about=Ref(CONFLICT, found.id), detail=detail)
    found.refresh_from_db()
    return found


def decide_undecidable(*, by: Actor, conflict_id: UUID, verdict: str, why: str, seen: int) -> Conflict:
    """By the command, for the site: a conflict whose person every privacy officer is kept from. Raises Refused for any other."""
    if not by.system or conflict_id not in undecidable(by):
        raise Refused("A privacy officer can decide this conflict, on the page Conflicts. The command decides what none of them can.")
    return decide_conflict(by=by, conflict_id=conflict_id, verdict=verdict, why=why, seen=seen)


@transaction.atomic
def raise_undecidable(*, by: Actor) -> int:
    """For the job: conflicts no privacy officer can decide are told of to administrators, each once and all together; returns how many.

    What they read is the same whomever it is about: they can make somebody a privacy officer, and see nobody's record.
    """
    with connection.cursor() as cursor:
        cursor.execute("select throughcare.undecidable()")
        waiting = [row[0] for row in cursor.fetchall()]
    new = dict(Conflict.objects.filter(pk__in=waiting, raised_at=None).values_list("id", "person_id")) if waiting else {}
    if not new:
        return 0
    Conflict.objects.filter(pk__in=list(new)).update(raised_at=now())
    record(by=by, verb="conflict.raised", persons=set(new.values()), compartments=["C5"], detail=WITHHELD_CONFLICT)
    for administrator in users_with(Permission.USER_MANAGE):
        post(by=by, to_user=administrator, kind=UNDECIDED, about=Ref(UNDECIDED, new_id()))
    return len(new)


def check_can_be_given(person_id: UUID, worker_id: UUID) -> None:
    """Raise Refused when limited access keeps this worker from this person; why is not said."""
    if worker_id in users_kept_from(person_id, [worker_id]):
        name = names_of([worker_id]).get(worker_id, "This worker")
        raise Refused(
            f"{name} can't be given this person: who sees their record is limited. Choose somebody else, or ask your privacy officer."
        )


@transaction.atomic
def keep_own_details(*, by: Actor, names: str, phones: str, emails: str, addresses: str) -> OwnDetails:
    """What the user tells of themselves, so that nobody meets their own whānau at work. Takes the place of what was told before."""
    if by.user_id is None:
        raise NotFound
    given = {"names": clean(names), "phones": clean(phones), "emails": clean(emails), "addresses": clean(addresses)}
    if long := {field: ["Use 2,000 characters or fewer."] for field, text in given.items() if len(text) > policies.LONGEST_NOTE}:
        raise Invalid("Something is too long.", long)
    if many := {field: [f"Write {most} or fewer."] for field, most in MOST_DETAILS.items() if _how_many(field, given[field]) > most}:
        raise Invalid("Something is more than anybody needs.", many)
    if tries("user.details.kept", A_DAY) >= MOST_CHANGES:
        raise Refused("You have changed these five times today. Change them again tomorrow, or ask your privacy officer.")
    note_conflicts(by=by, users=[by.user_id])  # of what stood there: it waits for a decision, whatever becomes of it
    kept = OwnDetails.objects.filter(pk=by.user_id).first() or OwnDetails(user_id=by.user_id)
    for field, text in given.items():
        setattr(kept, field, text)
    kept.changed_at = now()
    kept.save()
    record(by=by, verb="user.details.kept", detail={"fields": [field for field, text in given.items() if text]})
    note_conflicts(by=by, users=[by.user_id])
    return kept


def check_contact(*, by: Actor, name: str, address: str) -> None:
    """Raise Invalid when one contact is written as several, and Refused when there were too many today: either would try out who is whose.

    Not counted: who brings in people, as a connected system does that fills a new site.
    """
    errors = {}
    if len(search_words(name)) > MOST_WORDS or _SEVERAL.search(name):
        errors["name"] = [f"Write the name of one person, in {MOST_WORDS} words or fewer. Add another contact for another."]
    if how_many_keys("addresses", address) > MOST_ADDRESSES:
        errors["address"] = ["Write one address. Add another contact for another."]
    if errors:
        raise Invalid("Something about the contact can't be used.", errors)
    if not by.may(Permission.PERSON_IMPORT) and sum(tries(verb, A_DAY) for verb in ("contact.added", "contact.changed")) >= MOST_CONTACTS:
        raise Refused(f"You have added and changed {MOST_CONTACTS} contacts today, as many as you may. Go on tomorrow, or ask a colleague.")


def _how_many(field: str, text: str) -> int:
    return len(text.splitlines()) if field == "names" else how_many_keys(field, text)
