"""Which account is whose at the provider: kept once, then asked for by its subject alone, whatever address comes with it."""

from uuid import UUID

from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, connection, transaction

from throughcare.accounts import events
from throughcare.accounts.actors import Actor
from throughcare.accounts.events import Happening
from throughcare.accounts.models import User
from throughcare.accounts.permissions import Permission
from throughcare.accounts.sign_on.arrival import Fault
from throughcare.accounts.sign_on.ways import Way


def owner_of(way: Way, subject: str) -> UUID | None:
    """The account linked to this subject."""
    with connection.cursor() as cursor:
        cursor.execute("select throughcare.sign_on_owner(%s, %s)", [way.provider, subject])
        row = cursor.fetchone()
    return row[0] if row else None


def is_linked(user: User, way: Way) -> bool:
    """Whether this account belongs to a subject of the provider already."""
    return bool(SocialAccount.objects.filter(user=user, provider=way.provider).exists())


def link(user: User, way: Way, subject: str) -> None:
    """From now on this subject is this account. Runs on the way to logging in as it. Raises Fault when another window was quicker."""
    try:
        with transaction.atomic():
            SocialAccount(user=user, provider=way.provider, uid=subject, extra_data={}).save(force_insert=True)
    except IntegrityError:
        raise Fault("state") from None
    events.tell(Happening(Actor(), "user.linked", events.account(user.pk), {"way": way.kind}))


def unlink(*, by: Actor, user: User) -> int:
    """Take the links away: the next log-in makes one anew, if the address is still vouched for. Returns how many there were."""
    by.check(Permission.USER_MANAGE)
    with connection.cursor() as cursor:  # not by its model, which would look for tokens: that table is nobody's
        cursor.execute("delete from socialaccount_socialaccount where user_id = %s", [user.pk])
        gone = int(cursor.rowcount)
    if gone:
        events.tell(Happening(by, "user.unlinked", events.account(user.pk), {"links": gone}))
    return gone
