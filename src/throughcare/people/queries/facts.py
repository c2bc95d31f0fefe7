"""What matching is told of a person."""

from datetime import date

from throughcare.matching.fit import AgeBand, PersonFacts, Point, Setting
from throughcare.people.models import Need, Person, Whereabouts
from throughcare.people.queries.needs import OPEN_STATUSES
from throughcare.people.states import AGE_BANDS, WhereaboutsKind
from throughcare.places.models import Site


def person_facts(person: Person, need_pillar: str, today: date) -> PersonFacts:
    """What the reader may know of `person` for a need. Orders are not kept yet, so the types of order are not known.

    The caller got the person from an audited getter. Two queries.
    """
    now = Whereabouts.objects.select_related("site").filter(person=person, ends_on__isnull=True).first()
    setting = Setting(now.kind) if now else None
    home = person.home_site or (now.site if now and now.kind == WhereaboutsKind.COMMUNITY else None)
    open_needs = frozenset(Need.objects.filter(person=person, status__in=OPEN_STATUSES).order_by().values_list("pillar", flat=True))
    return PersonFacts(
        today=today,
        need_pillar=need_pillar,
        other_needs=open_needs - {need_pillar},
        birth_date=person.birth_date,
        age_band=AgeBand(*AGE_BANDS[person.age_band]) if person.age_band else None,
        gender=person.gender or None,
        region=home.region_id if home else None,
        region_now=now.site.region_id if now and setting is Setting.CUSTODY else None,
        setting=setting,
        release_date=person.release_date,
        home_point=_point(home),
        languages=frozenset(person.languages) or None,
        interpreter_needed=person.interpreter_needed,
    )


def _point(site: Site | None) -> Point | None:
    """A district is near enough to measure from."""
    if site is None or site.latitude is None or site.longitude is None:
        return None
    return Point(site.latitude, site.longitude)
