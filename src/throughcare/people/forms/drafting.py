"""A form one can leave and find again as it was: what every page with a long form does to keep a draft.

The page, which has fetched the person, signs what its form is about; whoever saves the draft later shows that signature, so that saving
reads no record. The signature is made for one user, and row-level security asks again whether they still see the person, or may still decide.
"""

from collections.abc import Callable, Sequence
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
from throughcare.people.actions.drafts import Thing, drop_draft, keep_draft
from throughcare.people.models import FormDraft
from throughcare.people.queries.drafts import WORDS, about_several, own_draft

F = TypeVar("F", bound=forms.Form)
T = TypeVar("T")
FIELD = "draft"
_SALT = "throughcare.people.draft"
_LONGEST_PATH = 500
LATE = "What you had typed is kept as a draft. Log in, and you find it in its form."
_LONGEST_HEADER = 2000  # characters of an address; some proxies take no answer whose headers are longer than 4,096 bytes


class Drafting:
    """One form of one page: what was kept of it, and what its template needs to keep more."""

    def __init__(
        self,
        request: HttpRequest,
        form: str,
        *,
        about_id: UUID,
        person_id: UUID | None,
        compartment: str,
        others: Sequence[UUID] = (),
        path: str = "",
        withheld: str = "",
    ) -> None:
        """As of `Thing`. path: of the form's page, when it is not the page asked for."""
        self._by: Actor = request.actor  # type: ignore[attr-defined]  # the attribute every entry reads
        path = (path or request.get_full_path())[:_LONGEST_PATH]
        self.thing = Thing(form, about_id, person_id, compartment, path, tuple(others), withheld)
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

    def send(self, work: Callable[[], T]) -> T:
        """As `sent_with`, of this form."""
        return sent_with(self._by, self.thing.form, self.thing.about_id, work)

    @property
    def since(self) -> str:
        """When it was kept, as it is said: "10:42", or "10:42 on 3 May"."""
        return clock_words(self.kept) if self.kept else ""


@transaction.atomic
def sent_with(by: Actor, form: str, about_id: UUID, work: Callable[[], T]) -> T:
    """Do what a form asks for. Its draft goes first: whoever has decided may see it no longer. It is back when the work is refused."""
    drop_draft(by=by, form=form, about_id=about_id)
    return work()


def own_id(by: Actor) -> UUID:
    """What a form about nobody is about: its author, who has one of its kind. Raises NotFound for whoever has no account."""
    if by.user_id is None:
        raise NotFound
    return by.user_id


def of_chosen(request: HttpRequest, form: str, persons: Sequence[UUID], *, compartment: str) -> Drafting:
    """Of a form about people who were chosen together, whose keys stand in its address as `person`."""
    by: Actor = request.actor  # type: ignore[attr-defined]  # as above
    rest = request.GET.copy()
    rest.pop("person", None)
    first, *others = sorted(set(persons))
    about_id, path = about_several(by, form, persons), f"{request.path}?{rest.urlencode()}"
    return Drafting(request, form, about_id=about_id, person_id=first, others=others, compartment=compartment, path=path)


def clock_words(kept: FormDraft) -> str:
    """When a draft was kept."""
    at = localtime(kept.saved_at)
    return f"{at:%H:%M}" if at.date() == today() else f"{at:%H:%M} on {at.day} {at:%B}"


def _signed(user_id: UUID | None, thing: Thing) -> str:
    # Without the time: the same form is the same request when it is sent twice.
    said = {"form": thing.form, "about_id": str(thing.about_id), "compartment": thing.compartment, "path": thing.path}
    persons = [*([thing.person_id] if thing.person_id else []), *thing.others]
    more = {"persons": [str(key) for key in persons], "withheld": thing.withheld}
    return signing.Signer(salt=_SALT).sign_object({"user": str(user_id), **said, **more})


def read_key(text: str, user_id: UUID | None) -> Thing:
    """What a form is about, as its page signed it for this user. Raises NotFound."""
    try:
        said: dict[str, Any] = signing.Signer(salt=_SALT).unsign_object(text)
    except (signing.BadSignature, ValueError):
        raise NotFound from None
    if said["user"] != str(user_id):
        raise NotFound
    # A page of before several could be meant names one.
    persons = [UUID(key) for key in said.get("persons", [said.get("person_id")])]
    first, others = next(iter(persons), None), tuple(persons[1:])
    return Thing(said["form"], UUID(said["about_id"]), first, said["compartment"], said["path"], others, said.get("withheld", ""))


def way_back(thing: Thing) -> str:
    """Where somebody is led who has kept a draft: to its form; of very many people together to their list of drafts, which leads there."""
    return thing.address if len(thing.address) <= _LONGEST_HEADER else reverse("drafts")


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
    return way_back(thing)
