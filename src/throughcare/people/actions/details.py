"""Changing who somebody is and where they are, by those who work with them. Their numbers come from the systems that gave them."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from throughcare.accounts.actors import Actor
from throughcare.accounts.permissions import Permission
from throughcare.audit.actions import record
from throughcare.common.clock import today
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, Stale
from throughcare.common.text import clean
from throughcare.people import policies
from throughcare.people.actions.plan import KINDS
from throughcare.people.actions.records import NAMES, Details, key_after
from throughcare.people.models import Person, Whereabouts
from throughcare.people.queries import because_of, get_person, works_on_identity
from throughcare.people.queries.identity import whereabouts_of
from throughcare.people.states import AgeBand, Change
from throughcare.places.models import Scheme, Site, SiteKind
from throughcare.places.queries import sites_by_code, terms

CHANGED = "Somebody changed this record while you were looking at it. Read it again, then make your change."
LONGEST_NAME = 200
MOST_WORDS = 50  # ethnicities, iwi, languages
OLDEST = 120  # years
_YEARS = (1900, 2200)  # a slip of the keys, not a rule
_LISTS = {"ethnicities": Scheme.ETHNICITY, "iwi": Scheme.IWI, "languages": Scheme.LANGUAGE}


@dataclass(frozen=True, kw_only=True)
class Where:
    """Where somebody is and will be. site, home_site: codes, or nothing. since: the day they came to the site.

    why: a code of Change, when site or since is another than the record has: a move ends the stay, a correction changes it.
    """

    site: str = ""
    since: date | None = None
    why: str = ""
    home_site: str = ""
    release_date: date | None = None
    release_unknown_because: str = ""


@transaction.atomic
def change_details(*, by: Actor, person_id: UUID, new: Details, seen: int) -> Person:
    """Raises NotFound, Invalid naming every field that can't be used, and Stale when the record was changed since version `seen`."""
    person = _to_change(by, person_id, seen)
    values = {name: clean(value) if isinstance(value, str) else value for name, value in asdict(new).items()}
    for name in _LISTS:
        values[name] = list(dict.fromkeys(values[name]))
    if values["birth_date"] is not None:
        values["age_band"] = ""  # the date says it
    if errors := _wrong_details(person, values):
        raise Invalid("These details can't be kept as they are.", errors)
    if any(getattr(person, name) != value for name, value in values.items()):
        values["search_key"] = key_after(person, {name: values[name] for name in NAMES})
        _write(person, seen, values)
        _record(by, "person.changed", person, {})
    return person


@transaction.atomic
def change_whereabouts(*, by: Actor, person_id: UUID, new: Where, seen: int) -> Person:
    """Raises NotFound, Invalid naming every field that can't be used, and Stale when the record was changed since version `seen`."""
    person = _to_change(by, person_id, seen)
    there = sites_by_code()
    now = whereabouts_of(person)
    if errors := _wrong_where(person, new, now, there):
        raise Invalid("This can't be kept as it is.", errors)
    home = there[new.home_site].id if new.home_site else None
    values = {"release_date": new.release_date, "release_unknown_because": new.release_unknown_because, "home_site_id": home}
    is_elsewhere = bool(new.site) and (now is None or _differs(now, new, there))
    if is_elsewhere or any(getattr(person, name) != value for name, value in values.items()):
        _write(person, seen, values)
        if is_elsewhere:
            _move(person, now, there[new.site], new)
        _record(by, "person.whereabouts", person, {"why": new.why} if is_elsewhere and now is not None else {})
        del person.here_now  # type: ignore[attr-defined]  # kept by `whereabouts_of`: it is another now
    return person


def _to_change(by: Actor, person_id: UUID, seen: int) -> Person:
    by.check(Permission.PERSON_EDIT)
    person = get_person(by, person_id)
    policies.check_can_change_record(works=works_on_identity(by, person_id))
    if person.version != seen:  # first of all: what is wrong with it may be so by the other's change
        raise Stale(CHANGED)
    return person


def _write(person: Person, seen: int, values: dict[str, Any]) -> None:
    if not Person.objects.filter(pk=person.pk, version=seen).update(version=F("version") + 1, **values):
        raise Stale(CHANGED)
    for name, value in values.items():
        setattr(person, name, value)
    person.version = seen + 1


def _record(by: Actor, verb: str, person: Person, detail: dict[str, object]) -> None:
    about, because = Ref("people.person", person.id), because_of(by, person.id)
    record(by=by, verb=verb, persons=[person.id], compartments=["C1"], because=because, about=about, detail=detail)


def _wrong_details(person: Person, values: dict[str, Any]) -> dict[str, list[str]]:
    errors = {name: [f"Use {LONGEST_NAME} characters or fewer"] for name in NAMES if len(values[name]) > LONGEST_NAME}
    if not values["preferred_name"]:
        errors["preferred_name"] = ["Enter what the person is called"]
    born = values["birth_date"]
    if born is not None and (born.year < today().year - OLDEST or born > today()):
        errors["birth_date"] = ["Enter a date of birth in the past, with the year in full"]
    if values["age_band"] not in ("", *AgeBand.values):
        errors["age_band"] = [f"Use one of: {', '.join(AgeBand.values)}."]
    lists = {"gender": ([values["gender"]] if values["gender"] else [], [person.gender], Scheme.GENDER)}
    lists |= {name: (values[name], getattr(person, name), scheme) for name, scheme in _LISTS.items()}
    for name, (said, held, scheme) in lists.items():
        known = {term.code for term in terms(scheme)} | set(held)  # a word that ended may stay
        if len(said) > MOST_WORDS or not set(said) <= known:
            errors[name] = ["Use codes of the vocabulary that is in force"]
    return errors


def _wrong_where(person: Person, new: Where, now: Whereabouts | None, there: dict[str, Site]) -> dict[str, list[str]]:
    errors = {name: ["There is no site with this code"] for name in ("site", "home_site") if getattr(new, name) not in ("", *there)}
    home = there.get(new.home_site)
    if home is not None and home.kind != SiteKind.PROBATION:
        errors["home_site"] = ["Choose a community probation district: nobody's home is a prison"]
    if bool(new.site) != bool(new.since):
        name, words = ("since", "Enter the day they came there") if new.site else ("site", "Choose where they are")
        errors[name] = [words]
    if now is not None and not new.site:
        errors["site"] = ["Choose where they are now: where somebody was is not taken away"]
    if new.since is not None and (new.since.year < _YEARS[0] or new.since > today()):
        errors["since"] = ["Enter today or a day before it, with the year in full"]
    if new.release_date is not None and not _YEARS[0] <= new.release_date.year <= _YEARS[1]:
        errors["release_date"] = ["Check the year of the release date"]
    if new.site and not errors:
        errors |= _wrong_change(now, new, there) if now is not None else _wrong_first(person, new)
    known = {term.code for term in terms(Scheme.UNKNOWN_RELEASE)} | {"", person.release_unknown_because}
    if new.release_unknown_because not in known:
        errors["release_unknown_because"] = ["Use a code of the vocabulary that is in force"]
    elif new.release_date is not None and new.release_unknown_because:
        errors["release_unknown_because"] = ["Enter the release date, or why it is not known: not both"]
    return errors


def _differs(now: Whereabouts, new: Where, there: dict[str, Site]) -> bool:
    return (there[new.site].id, new.since) != (now.site_id, now.starts_on)


def _wrong_change(now: Whereabouts, new: Where, there: dict[str, Site]) -> dict[str, list[str]]:
    """What can't be of a move, or of a correction."""
    if not _differs(now, new, there) or new.since is None:
        return {}
    if new.why not in Change.values:
        return {"why": ["Say whether they moved, or it was written down wrongly"]}
    if new.why == Change.WRONG:
        # Records put together may hold stays that overlap: the day is asked about when it is another.
        return _wrong_first(now.person, new) if new.since != now.starts_on else {}
    if there[new.site].id == now.site_id:
        return {"site": ["They are there already. Choose where they moved to, or say that it was written down wrongly"]}
    return {} if new.since > now.starts_on else {"since": ["Enter the day they moved: it is after the day they came to where they were"]}


def _wrong_first(person: Person, new: Where) -> dict[str, list[str]]:
    """A stay begins when the one before has ended."""
    before = Whereabouts.objects.filter(person=person, ends_on__isnull=False).order_by("-ends_on").first()
    is_before = before is not None and before.ends_on is not None and new.since is not None and new.since < before.ends_on
    return {"since": ["That is before they left where they were before. Check the day"]} if is_before else {}


def _move(person: Person, now: Whereabouts | None, site: Site, new: Where) -> None:
    """A correction changes the stay, a move ends it and begins another. Raises Stale when it has ended since."""
    values: dict[str, Any] = {"site": site, "kind": KINDS[SiteKind(site.kind)], "starts_on": new.since}
    is_wrong = now is not None and new.why == Change.WRONG
    if now is not None:
        stay = Whereabouts.objects.filter(pk=now.pk, ends_on__isnull=True)
        if not (stay.update(**values) if is_wrong else stay.update(ends_on=new.since)):
            raise Stale(CHANGED)
    if not is_wrong:
        try:
            with transaction.atomic():
                Whereabouts(person=person, **values).save(force_insert=True)
        except IntegrityError:  # somebody said where they are at the same moment
            raise Stale(CHANGED) from None
