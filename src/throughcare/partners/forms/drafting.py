"""A form about a partner that one can leave and find again as it was, in partnership mode too: decision 18, without a person in it.

The page signs what its form is about for this one user, so that saving reads nothing; row-level security asks whether they still keep the register.
"""

from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core import signing
from django.db import DatabaseError, transaction
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.timezone import localtime

from throughcare.accounts.actors import Actor
from throughcare.accounts.queries import actor_of
from throughcare.common.clock import today
from throughcare.common.ids import new_id
from throughcare.common.reader import NOBODY, Reader, become
from throughcare.common.refusals import NotFound, Refused
from throughcare.partners.actions.drafts import Written, drop_partner_draft, keep_partner_draft
from throughcare.partners.models import PartnerDraft
from throughcare.partners.queries.drafts import WORDS, own_partner_draft

F = TypeVar("F", bound=forms.Form)
FIELD = "draft"
LATE = "What you had typed is kept as a draft. Log in, and you find it in its form."
_SALT = "throughcare.partners.draft"


class PartnerDrafting:
    """One form of one page: what was kept of it, and what its template needs to keep more."""

    def __init__(self, request: HttpRequest, form: str, *, about_id: UUID, partner_id: UUID) -> None:
        self._by: Actor = request.actor  # type: ignore[attr-defined]  # the attribute every entry reads
        self.written = Written(form, about_id, partner_id)
        self.words = WORDS[form]
        self.key = signing.Signer(salt=_SALT).sign_object([str(self._by.user_id), form, str(about_id), str(partner_id)])
        self.kept = own_partner_draft(self._by, form, about_id) if request.method != "POST" else None

    def fill(self, form: F) -> F:
        """The form as it was left, when there is a draft."""
        if self.kept is not None and not form.is_bound:
            sent = QueryDict(mutable=True)
            for name, texts in self.kept.values.items():
                sent.setlist(name, texts)
            for name, field in form.fields.items():
                if not field.widget.value_omitted_from_data(sent, {}, name):
                    form.initial[name] = field.widget.value_from_datadict(sent, {}, name)
        return form

    def done(self) -> None:
        """It was sent: the draft goes."""
        drop_partner_draft(by=self._by, written=self.written)

    @property
    def since(self) -> str:
        """When it was kept, as it is said: "10:42", or "10:42 on 3 May"."""
        return clock_words(self.kept) if self.kept else ""


def clock_words(kept: PartnerDraft) -> str:
    """When a draft was kept."""
    at = localtime(kept.saved_at)
    return f"{at:%H:%M}" if at.date() == today() else f"{at:%H:%M} on {at.day} {at:%B}"


def read_key(text: str, user_id: UUID | None) -> Written:
    """What a form is about, as its page signed it for this user. Raises NotFound."""
    try:
        user, form, about_id, partner_id = signing.Signer(salt=_SALT).unsign_object(text)
    except (signing.BadSignature, ValueError):
        raise NotFound from None
    if user != str(user_id):
        raise NotFound
    return Written(form, UUID(about_id), UUID(partner_id))


def form_address(written: Written) -> str:
    """Where its form is found."""
    return reverse(written.form, args=[written.about_id])


def sent_values(request: HttpRequest) -> dict[str, list[str]]:
    """The fields as the browser sent them."""
    return {name: [str(text) for text in texts] for name, texts in request.POST.lists()}


def keep_late(request: HttpRequest, user_id: UUID) -> str:
    """A form that came after its author was logged out: kept as their draft. Returns where they find it, or nothing."""
    try:
        written = read_key(str(request.POST.get(FIELD) or ""), user_id)
    except NotFound:
        return ""
    request_id = new_id()
    become(Reader(user_id=user_id, request_id=request_id))
    try:
        with transaction.atomic():
            author: Any = actor_of(user_id, request_id=request_id)
            if author is None:
                return ""
            keep_partner_draft(by=author, written=written, values=sent_values(request))
    except (Refused, DatabaseError):
        return ""
    finally:
        become(NOBODY)
    messages.info(request, LATE)
    return form_address(written)
