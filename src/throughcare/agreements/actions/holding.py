"""What the holder of a signed link does, without an account: opens it, asks for a code, signs, asks, or says no. Each through one narrow function.

Their reader is nobody: row security shows them no row of any table, and the functions this one agreement.
"""

from django.db import connection, transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import digest_of
from throughcare.accounts.queue import enqueue
from throughcare.agreements.actions.checks import AGREEMENT
from throughcare.agreements.actions.links import code_hashes
from throughcare.agreements.queries.light import Held, held_by_link
from throughcare.agreements.states import LOCKED_MINUTES, LONGEST_ANSWER, LinkFor, LinkWord
from throughcare.audit.actions import record
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, Refused
from throughcare.common.text import clean, search_key
from throughcare.partners.actions.checks import Checks

OURS = "You write agreements here, so you don't sign for the other side. Whoever signs for them opens the link themselves."
OVER = "This link is over."
_CODES = {
    "SENT": "",
    "PHONE": "Whoever sent you this link tells you a code by phone.",
    "LOCKED": f"Too many wrong codes were typed. Ask for a new one after {LOCKED_MINUTES} minutes.",
    "ENOUGH": "This link has had as many codes as it may. Ask whoever sent it for a new link.",
    "SOON": "A code is on its way already. If it does not come within a minute, ask again.",
    "OVER": OVER,
}
_TRIES = {
    "WRONG": "That is not the code. Look at the latest mail, or at what you were told, and type it again.",
    "LOCKED": _CODES["LOCKED"],
    "NO_CODE": "There is no code, or it is too old. Ask for a new one.",
}


@transaction.atomic
def open_link(*, by: Actor, key: str) -> Held:
    """What it opens; once a day the audit keeps that it was opened. Raises NotFound."""
    found = held_by_link(key)
    if not by.may(Permission.AGREEMENT_EDIT) and _call("light_opened", digest_of(key)):
        _note(by, "agreement.link.opened", found)
    return found


@transaction.atomic
def ask_code(*, by: Actor, key: str) -> None:
    """Have a code mailed to the address the link went to. Raises NotFound, and Refused with what to do instead."""
    _check_not_ours(by)
    found = held_by_link(key)
    said = str(_call("light_code_ask", digest_of(key)))
    if why := _CODES[said]:
        raise Refused(why)
    enqueue("agreements.light_code", link_id=str(found.link_id))
    _note(by, "agreement.code.asked", found)


def sign_by_link(*, by: Actor, key: str, name: str, may_sign: bool, code: str) -> Held:
    """Sign the text that was sent. A wrong code is counted, so this is no transaction of its own: the request's stands although Invalid is raised.

    Raises NotFound, Refused when the link is over or its terms were changed, and Invalid.
    """
    _check_not_ours(by)
    found, checks = held_by_link(key, hold=True), Checks()
    _check_open(found, LinkFor.SIGN)
    name = checks.text("name", name, 200, needed="Type your full name.")
    if name and len(search_key(name).split()) < 2:
        checks.wrong("name", "Type your full name: first and last.")
    if not may_sign:
        checks.wrong("may_sign", f"Say that you may sign for {found.terms.partner}. If you may not, give this link to whoever may.")
    code = "".join(clean(code).split())
    if len(code) != 6 or not code.isascii() or not code.isdecimal():
        checks.wrong("code", "Type the code of six digits.")
    checks.done("Something is missing.")
    terms = found.terms
    said = _call("light_sign", digest_of(key), code_hashes(found.link_id, code), name, terms.text, terms.digest)
    if said == "OURS":
        raise Refused(OURS)
    if said in _TRIES:
        if said == "LOCKED":
            _note(by, "agreement.code.locked", found)
        raise Invalid(_TRIES[str(said)], {"code": [_TRIES[str(said)]]})
    if said != "SIGNED":
        raise Refused(OVER)
    _note(by, "agreement.light.signed", found)
    _tell(found, "agreement.light.signed")
    return held_by_link(key)


@transaction.atomic
def say_by_link(*, by: Actor, key: str, word: str, words: str) -> None:
    """Ask something, or say that they don't sign, and why. Raises NotFound, Refused when the link is over, and Invalid."""
    _check_not_ours(by)
    found, checks = held_by_link(key, hold=True), Checks()
    _check_open(found, LinkFor.SIGN)
    checks.one_of("word", word, LinkWord.values)
    ask = "Write your question." if word == LinkWord.ASKED else "Say why, in a few words."
    said = checks.text("words", words, LONGEST_ANSWER, needed=ask)
    checks.done("Something is missing.")
    answer = _call("light_word", digest_of(key), word, said)
    if answer == "SOON":
        raise Invalid("You asked a moment ago.", {"words": ["You asked a moment ago, and whoever sent the link is told. Wait a minute."]})
    if answer != "SAID":
        raise Refused(OVER)
    verb = "agreement.light.asked" if word == LinkWord.ASKED else "agreement.light.refused"
    _note(by, verb, found)
    _tell(found, verb)


def _check_open(found: Held, purpose: str) -> None:
    if found.purpose != purpose or found.standing != "OPEN":
        raise Refused(OVER)


def _check_not_ours(by: Actor) -> None:
    if by.may(Permission.AGREEMENT_EDIT):
        raise Refused(OURS)


def _call(name: str, *values: str | bytes | list[bytes]) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"select throughcare.{name}({', '.join(['%s'] * len(values))})", values)
        (answer,) = cursor.fetchone() or (None,)
    return answer


def _note(by: Actor, verb: str, found: Held) -> None:
    """Whoever holds a link has no name here: the link stands in the row, and to whom it went stands with the link."""
    record(by=by, verb=verb, about=Ref(AGREEMENT, found.agreement_id), detail={"link": str(found.link_id)})


def _tell(found: Held, kind: str) -> None:
    enqueue("agreements.light_told", agreement_id=str(found.agreement_id), kind=kind)
