"""What each side puts in over all agreements the reader sees: what waits for their side, what waits for the other, what is seen differently."""

from django.db.models import Q, QuerySet

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.agreements.states import Bearer
from throughcare.common.paging import PAGE_SIZE, Page, page_of
from throughcare.partners.queries import my_organizations
from throughcare.performance.models import Contribution
from throughcare.performance.queries.contributions import ORDER, seen_contributions
from throughcare.performance.queries.due import MINE
from throughcare.performance.states import ContributionShow, ContributionState

# What waits, the longest first.
WAITING_ORDER = ("written_on", "id")
_WAITING = (ContributionShow.ANSWER, ContributionShow.OTHERS)


def _of_own_side(by: Actor) -> Q:
    """Written down by the reader's side: of an organisation they are staff of its own, of any other ours."""
    own = Q(organization__in=my_organizations(by))
    return (own & Q(writer=Bearer.PARTY)) | (~own & Q(writer=Bearer.DEPARTMENT))


def _showing(by: Actor, show: str, owner: str) -> QuerySet[Contribution]:
    """owner: MINE for those of agreements the reader looks after. Of a word that is none: all."""
    rows = seen_contributions(by)
    rows = rows.filter(agreement__owner=by.user_id) if owner == MINE else rows
    if show in _WAITING:
        mine = _of_own_side(by)
        return rows.filter(~mine if show == ContributionShow.ANSWER else mine, state=ContributionState.WRITTEN)
    return rows.filter(state=ContributionState.DISPUTED) if show == ContributionShow.DISPUTED else rows


def page_across_agreements(by: Actor, *, show: str = "", owner: str = "", cursor: str = "", size: int = PAGE_SIZE) -> Page[Contribution]:
    """What waits, the longest first; the others by when it was put in, the newest first. show: a code of ContributionShow."""
    return page_of(_showing(by, show, owner), order=WAITING_ORDER if show in _WAITING else ORDER, cursor=cursor, size=size)


def count_to_answer(by: Actor) -> int:
    """For home: what waits for the reader's side; of whoever looks at agreements, of those they look after."""
    return _showing(by, ContributionShow.ANSWER, MINE if by.may(Permission.AGREEMENT_VIEW) else "").count()
