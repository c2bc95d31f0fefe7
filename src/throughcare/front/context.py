"""What every page's frame needs: who is logged in, where they can go, what waits unread."""

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext as _

from throughcare.accounts.actors import ANONYMOUS, Actor
from throughcare.accounts.models import Team
from throughcare.accounts.permissions import Permission
from throughcare.common.compiled import Compiled
from throughcare.common.expressions import IsAnyOf, these
from throughcare.common.frame import LoggedIn, NavItem
from throughcare.front.queries import address
from throughcare.notices.queries import unread_count

P = Permission
# Whoever may do one of these meets people's records, or what is written about them.
_OF_PEOPLE = (P.PERSON_VIEW, P.PERSON_IMPORT, P.REFERRAL_ANSWER, P.OWN_RECORD, P.AUDIT_READ)
# A person's needs and disagreements have addresses of their own and belong to People; held rows and merges to Duplicates.
_BELONGS = {"/needs/": "/people/", "/disagreements/": "/people/", "/organizations/": "/services/"}
_BELONGS |= dict.fromkeys(("/assessments/", "/stocktakes/", "/network/", "/reciprocity/"), "/partners/")
_BELONGS |= dict.fromkeys(("/payments/", "/reports/", "/contributions/"), "/agreements/")
_BELONGS |= {"/people/held/": "/people/duplicates/", "/people/merges/": "/people/duplicates/"}


def layout(request: HttpRequest) -> dict[str, object]:
    """Context for base.html."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    return {
        "actor": actor,
        "demo_href": address("demo") if settings.DEMO else "",
        "is_person": actor.signed_in and actor.may(P.OWN_RECORD),
        "nav": _nav(actor, request.path),
        "me": _me(request, actor),
        "may_keep_accounts": actor.may(P.USER_MANAGE),
        "sees_nobody": not any(actor.may(p) for p in _OF_PEOPLE),
    }


def _nav(actor: Actor, path: str) -> list[NavItem]:
    """Where the reader can go. An app that is not here has no entry."""
    if not actor.signed_in:
        return []
    entries: tuple[tuple[str, str, tuple[Permission, ...]], ...] = (
        (_("Home"), "home", ()),
        (_("Tasks"), "tasks", (P.TASK_DO,)),
        (_("People"), "people", (P.PERSON_VIEW,)),
        (_("Referrals"), "referrals", (P.REFERRAL_SEND,)),
        (_("Referrals"), "referral-inbox", (P.REFERRAL_ANSWER,)),
        (_("Who looked at my record"), "who-looked", (P.OWN_RECORD,)),
        (_("Partners"), "partners", (P.PARTNER_VIEW,)),
        (_("Agreements"), "agreements", (P.AGREEMENT_VIEW,)),
        (_("Services"), "services", (P.DIRECTORY_VIEW,)),
        (_("Import people"), "people-import", (P.PERSON_IMPORT,)),
        (_("Duplicates"), "duplicates", (P.PERSON_IMPORT,)),
        (_("Audit"), "audit", (P.AUDIT_READ,)),
    )
    found = [(text, address(name)) for text, name, wanted in entries if not wanted or any(actor.may(p) for p in wanted)]
    path = next((place for start, place in _BELONGS.items() if path.startswith(start)), path)
    # Every address begins like home's, so home is current on its own page only.
    longest = max(
        (href for _text, href in found if href and (path == href or (href != "/" and path.startswith(href)))), key=len, default=""
    )
    return [NavItem(text, href, current=href == longest) for text, href in found if href]


_TEAMS: Compiled[str] = Compiled(
    lambda teams: Team.objects.filter(IsAnyOf(F("pk"), these(teams))).order_by("name").values_list("name", flat=True)
)


def _me(request: HttpRequest, actor: Actor) -> LoggedIn | None:
    if not actor.signed_in:
        return None
    teams = _TEAMS(list(actor.teams)) if actor.teams else ()
    # To call somebody "Person" says nothing to them.
    role = "" if actor.may(P.OWN_RECORD) else ", ".join((*actor.role_names, *teams))
    if not hasattr(request, "unread"):  # asked once a request, however many templates are drawn
        request.unread = unread_count(actor)  # type: ignore[attr-defined]  # ours
    return LoggedIn(actor.name, role, address("your-account"), address("notices"), request.unread)  # type: ignore[attr-defined]  # as above
