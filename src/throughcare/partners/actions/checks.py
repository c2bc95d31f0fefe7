"""What every change of the register shares: checks that gather all that is wrong, and a write against the version seen."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotFound, Stale
from throughcare.common.text import clean
from throughcare.partners.models import Organization, Partner
from throughcare.partners.queries import get_partner, my_organizations

CHANGED = "Somebody else changed this partner since you opened it. Look at what it says now, then try again."
LONGEST_NAME = 300
_WEB = URLValidator(schemes=["http", "https"])


class Checks:
    """Everything wrong with what was sent, by field."""

    def __init__(self) -> None:
        self.errors: dict[str, list[str]] = {}

    def wrong(self, field: str, sentence: str) -> None:
        """One more thing."""
        self.errors.setdefault(field, []).append(sentence)

    def text(self, field: str, given: str, most: int, *, needed: str = "") -> str:
        """The text, cleaned. needed: what to say when there is none."""
        text = clean(given)
        if needed and not text:
            self.wrong(field, needed)
        if len(text) > most:
            self.wrong(field, f"Use {most} characters or fewer.")
        return text

    def one_of(self, field: str, given: str, there: Collection[str]) -> str:
        """One of a few codes."""
        if given not in there:
            self.wrong(field, f"Use one of: {', '.join(there)}.")
        return given

    def some_of(self, field: str, given: Iterable[str], there: Collection[str]) -> list[str]:
        """Some of these codes, each once, in the order of the list."""
        asked = set(given)
        if unknown := sorted(asked - set(there)):
            self.wrong(field, f"There is no {', '.join(unknown)[:200]}.")
        return [code for code in there if code in asked]

    def email(self, field: str, given: str) -> str:
        """An e-mail address, or nothing."""
        address = self.text(field, given, 254)
        try:
            if address:
                validate_email(address)
        except ValidationError:
            self.wrong(field, "Enter an e-mail address like name@example.org.")
        return address

    def website(self, field: str, given: str) -> str:
        """The address of a website, or nothing."""
        address = self.text(field, given, 500)
        if address and "://" not in address:
            address = f"https://{address}"
        try:
            if address:
                _WEB(address)
        except ValidationError:
            self.wrong(field, "Enter the address of a website, like https://www.example.org.")
        return address

    def first(self) -> str:
        """The first of them, to say it alone; nothing when nothing was wrong."""
        return next((sentences[0] for sentences in self.errors.values()), "")

    def done(self, sentence: str) -> None:
        """Raise Invalid when anything was wrong."""
        if self.errors:
            raise Invalid(sentence, self.errors)


def opened(by: Actor, partner_id: UUID, seen: int) -> Partner:
    """The partner, to be changed against the version seen. Raises NotAllowed, NotFound and Stale."""
    by.check(Permission.PARTNER_EDIT)
    return _as_seen(by, partner_id, seen)


def _as_seen(by: Actor, partner_id: UUID, seen: int) -> Partner:
    found = get_partner(by, partner_id)
    if found.version != seen:
        raise Stale(CHANGED)
    return found


def held(by: Actor, partner_id: UUID, seen: int) -> Partner:
    """As `opened`, and nobody changes it or its organisation before this transaction ends: an import takes the two in the same order."""
    by.check(Permission.PARTNER_EDIT)
    hold_partner(partner_id)
    return _as_seen(by, partner_id, seen)


def held_own(by: Actor, partner_id: UUID, seen: int) -> Partner:
    """As `held`, for its own people."""
    check_own(by, partner_id)
    hold_partner(partner_id)
    return _as_seen(by, partner_id, seen)


def hold_partner(partner_id: UUID) -> None:
    """Hold it and its organisation until this transaction ends."""
    for model in (Organization, Partner):
        model.objects.select_for_update(no_key=True).filter(pk=partner_id).order_by().first()


def check_own(by: Actor, partner_id: UUID) -> None:
    """Raises NotAllowed unless they may keep their own organisation right, and NotFound for any other."""
    by.check(Permission.PARTNER_OWN)
    if partner_id not in my_organizations(by):
        raise NotFound


def check_keeps(by: Actor, partner_id: UUID) -> bool:
    """Of what both sides write: is it one of its own people, who keeps the register nowhere? Raises NotAllowed and NotFound for all others."""
    if by.may(Permission.PARTNER_EDIT):
        return False
    check_own(by, partner_id)
    return True


def write(
    by: Actor,
    found: Partner,
    seen: int,
    verb: str,
    *,
    part: str = "",
    detail: Mapping[str, str] | None = None,
    is_held: bool = False,
    **values: Any,
) -> Partner:
    """Change a partner against the version seen, and put it in the audit. Raises Stale. Gives the partner as it is then.

    is_held: it comes from `held`, so that a step of the version since is our own change of the organisation (sql.py), and counts once.
    """
    there = [seen, seen + 1] if is_held else [seen]
    if not Partner.objects.filter(pk=found.pk, version__in=there).update(**values, version=seen + 1):
        raise Stale(CHANGED)
    record(by=by, verb=verb, about=Ref("partners.partner", found.pk), detail={"part": part} | dict(detail or {}) if part else {})
    return get_partner(by, found.pk)
