"""A form one can leave and find again as it was: what every page with a long form does to keep a draft.

The page, which has fetched the person, signs what its form is about; whoever saves the draft later shows that signature, so that saving
reads no record. The signature is made for one user, and row-level security asks again whether they still see the person.
"""

from dataclasses import asdict
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core import signing
from django.db import DatabaseError, transaction
from django.http import HttpRequest, QueryDict
from django.utils.timezone import localtime

from throughcare.accounts.actors import Actor
from throughcare.accounts.queries import actor_of
from throughcare.common.clock import today
from throughcare.common.ids import new_id
from throughcare.common.reader import NOBODY, Reader, become
from throughcare.common.refusals import NotFound, Refused
from throughcare.people.actions.drafts import Thing, drop_draft, keep_draft
from throughcare.people.models import FormDraft
from throughcare.people.queries.drafts import WORDS, own_draft

F = TypeVar("F", bound=forms.Form)
FIELD = "draft"
_SALT = "throughcare.people.draft"
_LONGEST_PATH = 500
LATE = "What you had typed is kept as a draft. Log in, and you find it in its form."


class Drafting:
    """One form of one page: what was kept of it, and what its template needs to keep more."""

    def __init__(self, request: HttpRequest, form: str, *, about_id: UUID, person_id: UUID, compartment: str) -> None:
        self._by: Actor = request.actor  # type: ignore[attr-defined]  # the attribute every entry reads
        self.thing = Thing(form, about_id, person_id, compartment, request.get_full_path()[:_LONGEST_PATH])
        self.words = WORDS[form]
        self.key = _signed(self._by.user_id, self.thing)
        self.kept: FormDraft | None = own_draft(self._by, form, about_id) if request.method != "POST" else None

    def fill(self, form: F, *, but: tuple[str, ...] = ()) -> F:
        """The form as it was left, when there is a draft. but: fields that are taken from the record as it is now."""
        if self.kept is not None and not form.is_bound:
            sent = QueryDict(mutable=True)
            for name, texts in self.kept.values.items():
                sent.setlist(name, texts)
            for name, field in form.fields.items():
                if name not in but and not field.widget.value_omitted_from_data(sent, {}, form.add_prefix(name)):
                    form.initial[name] = field.widget.value_from_datadict(sent, {}, form.add_prefix(name))
        return form

    def done(self) -> None:
        """It was sent: the draft goes."""
        drop_draft(by=self._by, form=self.thing.form, about_id=self.thing.about_id)

    @property
    def since(self) -> str:
        """When it was kept, as it is said: "10:42", or "10:42 on 3 May"."""
        return clock_words(self.kept) if self.kept else ""


def clock_words(kept: FormDraft) -> str:
    """When a draft was kept."""
    at = localtime(kept.saved_at)
    return f"{at:%H:%M}" if at.date() == today() else f"{at:%H:%M} on {at.day} {at:%B}"


def _signed(user_id: UUID | None, thing: Thing) -> str:
    # Without the time: the same form is the same request when it is sent twice.
    plain = {name: str(value) for name, value in asdict(thing).items()}
    return signing.Signer(salt=_SALT).sign_object({"user": str(user_id), **plain})


def read_key(text: str, user_id: UUID | None) -> Thing:
    """What a form is about, as its page signed it for this user. Raises NotFound."""
    try:
        said: dict[str, Any] = signing.Signer(salt=_SALT).unsign_object(text)
    except (signing.BadSignature, ValueError):
        raise NotFound from None
    if said["user"] != str(user_id):
        raise NotFound
    return Thing(said["form"], UUID(said["about_id"]), UUID(said["person_id"]), said["compartment"], said["path"])


def sent_values(request: HttpRequest) -> dict[str, list[str]]:
    """The fields as the browser sent them."""
    return {name: [str(text) for text in texts] for name, texts in request.POST.lists()}


def keep_late(request: HttpRequest, user_id: UUID) -> str:
    """A form that came after its author was logged out: kept as their draft. Returns where they find it, or nothing.

    Nothing is sent and nothing is shown: the session that ended still says whose words these are, and only they will read them.
    """
    try:
        thing = read_key(str(request.POST.get(FIELD) or ""), user_id)
    except NotFound:
        return ""
    request_id = new_id()
    become(Reader(user_id=user_id, request_id=request_id))
    try:
        with transaction.atomic():
            author = actor_of(user_id, request_id=request_id)
            if author is None:
                return ""
            keep_draft(by=author, thing=thing, values=sent_values(request))
    except (Refused, DatabaseError):
        return ""
    finally:
        become(NOBODY)
    messages.info(request, LATE)
    return thing.path
