"""Signed links of the light path: made, mailed or shown once, revoked; and the code that confirms who signs. Secrets are kept as hashes alone."""

import secrets
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.accounts.queries import digest_of
from throughcare.accounts.queue import enqueue
from throughcare.agreements.actions.checks import AGREEMENT, opened, write
from throughcare.agreements.actions.light import is_unsigned
from throughcare.agreements.actions.standing import move_agreement
from throughcare.agreements.models import Agreement, LightLink, LightTerms
from throughcare.agreements.queries.light import asks_of, get_link
from throughcare.agreements.queries.terms import terms_of
from throughcare.agreements.states import CODE_MINUTES, LINK_DAYS, MOST_CODES, OPEN_STATES, OVER_STATES, AgreementState, LinkFor
from throughcare.common.clock import now
from throughcare.common.keyed import hashes_of
from throughcare.common.mail import send_plain, site_address
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotFound, Refused
from throughcare.notices.actions import post

_SUBJECTS = {LinkFor.SIGN: "Something for you to read and sign", LinkFor.REPORT: "How did it go? Three questions"}
_TEXTS = {
    LinkFor.SIGN: "You are asked to read an agreement with us and, if it is right, to sign it. You need no account.\n\n",
    LinkFor.REPORT: "You agreed to tell us how it went. There are three questions, and you need no account.\n\n",
}
_LINK = "This link is yours alone. It opens this one agreement, and nothing else, for {days} days:\n\n{link}\n\nIf you don't know what this is about, do nothing.\n"
_CODE = "Your code is {code}\n\nType it on the page where you sign. It is good for {minutes} minutes. Nobody of ours will ask you for it.\n"


class Shown(NamedTuple):
    """A secret that is shown once to whoever asked, and kept nowhere: a link or a code."""

    agreement: Agreement
    secret: str


@transaction.atomic
def send_light_link(*, by: Actor, agreement_id: UUID, purpose: str, seen: int) -> Shown:
    """Make a link; one to sign makes the one before void. Mailed where they have an address (secret: empty), else given here to be passed on.

    A draft is offered by it. Raises NotFound, Refused when there is nothing to sign or to answer, and Stale.
    """
    found, light = _held(by, agreement_id, seen)
    found = _offered(by, found) if purpose == LinkFor.SIGN else _to_answer(found, purpose)
    return send_anew(by, found, light, purpose)


def send_anew(by: Actor, found: Agreement, light: LightTerms, purpose: str) -> Shown:
    """The same of an agreement that is held, once it is sure that there is something to sign or to answer.

    Links to the three questions that went before stay good until they are answered: somebody may be writing on such a page.
    """
    if purpose == LinkFor.SIGN:
        LightLink.objects.filter(agreement=found.pk, purpose=purpose, revoked_at__isnull=True, used_at__isnull=True).update(
            revoked_at=now(), revoked_why="NEWER", code_digest=None
        )
    made = new_link(found, light, purpose, by.user_id)
    found = write(by, found, "agreement.link.made", detail={"link": str(made.pk), "purpose": purpose})
    if made.to_email:
        enqueue("agreements.light_link", link_id=str(made.pk), address=site_address())
        return Shown(found, "")
    secret = secrets.token_urlsafe(32)
    LightLink.objects.filter(pk=made.pk).update(digest=digest_of(secret), sent_at=now())
    return Shown(found, _address(secret, site_address()))


def new_link(found: Agreement, light: LightTerms, purpose: str, by_id: UUID | None) -> LightLink:
    """A link that has no secret yet, of an agreement read whole."""
    made = LightLink(
        agreement=found,
        purpose=purpose,
        to_name=light.signer_name,
        to_email=light.signer_email,
        terms_digest=terms_of(found, light).digest,
        made_by_id=by_id,
        expires_at=now() + timedelta(days=LINK_DAYS),
    )
    made.save(force_insert=True)
    return made


def _held(by: Actor, agreement_id: UUID, seen: int) -> tuple[Agreement, LightTerms]:
    found = opened(by, agreement_id, seen)
    light = asks_of(found)
    if light is None:
        raise NotFound
    return found, light


def _offered(by: Actor, found: Agreement) -> Agreement:
    if not is_unsigned(found):
        raise Refused(f"Agreement {found.number} is “{found.get_state_display()}”: there is nothing to sign any more.")
    if any(one.organization_id and one.signed_on for one in found.parties.all()):
        raise Refused("They have signed already.")
    if found.state == AgreementState.DRAFT:
        return move_agreement(by=by, agreement_id=found.pk, verb="offer", seen=found.version)
    return found


def _to_answer(found: Agreement, purpose: str) -> Agreement:
    if purpose != LinkFor.REPORT:
        raise Refused(f"Nothing is called {purpose[:20]}. Use one of: {', '.join(LinkFor.values)}.")
    if found.state in (*OPEN_STATES, AgreementState.SUSPENDED) or (found.state in OVER_STATES and found.state == AgreementState.TERMINATED):
        raise Refused("The three questions are asked of what was signed, and is not suspended or terminated.")
    return found


@transaction.atomic
def revoke_light_link(*, by: Actor, agreement_id: UUID, link_id: UUID, seen: int) -> Agreement:
    """It opens nothing from now on. Raises NotFound, Refused when it is over already, and Stale."""
    found, _ = _held(by, agreement_id, seen)
    link = get_link(by, agreement_id, link_id)
    if link.revoked_at or link.used_at:
        raise Refused("This link is over already.")
    LightLink.objects.filter(pk=link.pk).update(revoked_at=now(), revoked_why="REVOKED", code_digest=None)
    return write(by, found, "agreement.link.revoked", detail={"link": str(link.pk)})


@transaction.atomic
def tell_light_code(*, by: Actor, agreement_id: UUID, link_id: UUID, seen: int) -> Shown:
    """A code to be told by phone to somebody without an e-mail address; who told it stands with the signature. Raises NotFound, Refused and Stale."""
    found, _ = _held(by, agreement_id, seen)
    link = get_link(by, agreement_id, link_id)
    if by.user_id is None:
        raise Refused("A person tells a code by phone, not a command.")
    if link.purpose != LinkFor.SIGN or link.revoked_at or link.used_at or link.expires_at <= now():
        raise Refused("Nothing can be signed by this link any more.")
    if link.to_email:
        raise Refused("They have an e-mail address: the code goes there, and nobody of ours sees it.")
    if link.locked_until and link.locked_until > now():
        raise Refused("Too many wrong codes were typed. Wait a quarter of an hour before you tell the next.")
    if link.codes >= MOST_CODES:
        raise Refused("This link has had as many codes as it may. Send a new link.")
    code = make_code(link, by.user_id)
    LightLink.objects.filter(pk=link.pk).update(codes=link.codes + 1, wrong=0, code_asked_at=now())
    return Shown(write(by, found, "agreement.code.told", detail={"link": str(link.pk)}), code)


def make_code(link: LightLink, told_by: UUID | None) -> str:
    """Six digits, of which a keyed hash is kept: whoever reads the database can't try them all."""
    code = f"{secrets.randbelow(10**6):06}"
    digest, *_ = code_hashes(link.pk, code)
    until = now() + timedelta(minutes=CODE_MINUTES)
    LightLink.objects.filter(pk=link.pk).update(code_digest=digest, code_expires_at=until, code_by_id=told_by)
    return code


def code_hashes(link_id: UUID, code: str) -> list[bytes]:
    """As the code would be kept, under each signing key there is."""
    return hashes_of("throughcare.light-code", f"{link_id}:{code}")


def mail_light_link(*, by: Actor, link_id: UUID, address: str) -> None:
    """A job's: make the secret, keep its hash, mail it. Nothing for one that is over. Raises MailNotSent, so that the job tries again."""
    by.check(Permission.AGREEMENT_EDIT)
    link = LightLink.objects.select_for_update(of=("self",)).filter(pk=link_id, revoked_at__isnull=True, used_at__isnull=True).first()
    if link is None or not link.to_email or link.expires_at <= now():
        return
    secret, purpose = secrets.token_urlsafe(32), LinkFor(link.purpose)
    LightLink.objects.filter(pk=link.pk).update(digest=digest_of(secret), sent_at=now())
    text = _TEXTS[purpose] + _LINK.format(days=LINK_DAYS, link=_address(secret, address))
    send_plain(_SUBJECTS[purpose], text, to=link.to_email)


def mail_light_code(*, by: Actor, link_id: UUID) -> None:
    """A job's: make the code, mail it. Raises MailNotSent, so that the job tries again, with another code."""
    by.check(Permission.AGREEMENT_EDIT)
    link = LightLink.objects.select_for_update(of=("self",)).filter(pk=link_id, revoked_at__isnull=True, used_at__isnull=True).first()
    if link is None or not link.to_email or link.expires_at <= now():
        return
    send_plain("Your code", _CODE.format(code=make_code(link, None), minutes=CODE_MINUTES), to=link.to_email)


def _address(secret: str, site: str) -> str:
    return site.rstrip("/") + reverse("light-held", kwargs={"key": secret})


def tell_owner(*, by: Actor, agreement_id: UUID, kind: str) -> None:
    """A job's: a notice of what the holder of a link did, for whoever looks after the agreement, or wrote it."""
    by.check(Permission.AGREEMENT_EDIT)
    found = Agreement.objects.filter(pk=agreement_id).first()
    if found is not None and (whom := found.owner_id or found.written_by_id):
        post(by=by, kind=kind, about=Ref(AGREEMENT, found.pk), to_user=whom)
