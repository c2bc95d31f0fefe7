"""Notices of what each side puts in, for the other one: by a job, since neither side reads whose inbox it is."""

from uuid import UUID

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.agreements.queries.reminders import Doers
from throughcare.agreements.states import Bearer
from throughcare.common.ref import Ref
from throughcare.notices.actions import post
from throughcare.notices.queries import told_today
from throughcare.partners.queries import teams_of
from throughcare.performance.actions.measures import AGREEMENT
from throughcare.performance.models import Contribution


def tell_side(*, by: Actor, contribution_id: UUID, what: str, whom: str) -> int:
    """Post what was written down, seen differently ("dispute") or withdrawn ("withdraw"): once a day for each agreement and reader. Returns how many.

    whom: a code of Bearer. Of ours, whoever looks after the agreement, or an office that writes agreements; of theirs, the party's teams, once it was offered.
    """
    by.check(Permission.AGREEMENT_EDIT)
    found = Contribution.objects.select_related("agreement").filter(pk=contribution_id).first()
    if found is None or (whom == Bearer.PARTY and found.agreement.offered_on is None):
        return 0
    readers: list[dict[str, UUID]] = [{"team_id": key} for key in teams_of(found.organization_id)]
    if whom == Bearer.DEPARTMENT:
        readers = [doer] if (doer := Doers().of(found.agreement)) else []
    kind, about = f"agreement.contribution.{what}", Ref(AGREEMENT, found.agreement_id)
    new = [one for one in readers if not told_today(kind, about, **one)]
    for one in new:
        post(by=by, kind=kind, about=about, to_user=one.get("user_id"), to_team=one.get("team_id"))
    return len(new)
