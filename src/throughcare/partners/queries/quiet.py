"""Partners nobody was in touch with: by the partner's own days, or the site's."""

from datetime import timedelta

from django.conf import settings
from django.db.models import DateField, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from throughcare.common.clock import today
from throughcare.partners.models import Interaction, Partner


def quiet(rows: QuerySet[Partner]) -> QuerySet[Partner]:
    """Those nobody was in touch with for longer than is asked for: the partner's own days, or the site's. `last` is the day it counts from."""
    found, site_days = with_last(rows), settings.PARTNER_QUIET_DAYS
    own: Func = Func(F("contact_every"), template="(throughcare.today() - %(expressions)s)", output_field=DateField())
    asked = Q(contact_every__gt=0, last__lte=own)
    if site_days:
        asked |= Q(contact_every__isnull=True, last__lte=today() - timedelta(days=site_days))
    return found.filter(asked)


def with_last(rows: QuerySet[Partner]) -> QuerySet[Partner]:
    """Each with `last`: the day of the latest contact, and never before the partnership stands as it does."""
    latest = Interaction.objects.filter(partner=OuterRef("pk"), withdrawn_on__isnull=True).order_by("-on", "-id").values("on")[:1]
    return rows.annotate(last=Greatest(Coalesce(Subquery(latest), F("state_since")), F("state_since")))
