"""The pages of one person's record, side by side."""

from uuid import UUID

from django.urls import NoReverseMatch, reverse

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission

# Name of the page, its words, who may open it besides those who may open the record.
_SECTIONS = (
    ("person", "Overview", Permission.PERSON_VIEW),
    ("person-timeline", "What happened", Permission.PERSON_VIEW),
    ("notes", "Case notes", Permission.PERSON_VIEW),
    ("contacts", "Whānau and contacts", Permission.CONTACT_VIEW),
)


def sections(by: Actor, person_id: UUID, current: str) -> list[dict[str, object]]:
    """{text, href, current} of each page the reader may open; a page of an app that is not here has no entry."""
    found: list[dict[str, object]] = []
    for name, text, permission in _SECTIONS:
        if by.may(permission):
            try:
                found.append({"text": text, "href": reverse(name, args=[person_id]), "current": name == current})
            except NoReverseMatch:
                continue
    return found
