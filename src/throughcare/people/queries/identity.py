"""Whose record this is, in a line: what the bar at the top of every page about a person shows."""

from dataclasses import dataclass, field
from datetime import date

from throughcare.common.clock import today
from throughcare.common.compiled import Compiled
from throughcare.people.models import Identifier, Person, Whereabouts
from throughcare.places.models import Scheme
from throughcare.places.queries import labels


@dataclass(frozen=True)
class Identity:
    """Name, facts {term, value} and standing alerts {text, colour}, for the identity bar."""

    person: Person
    name: str
    facts: list[dict[str, str]] = field(default_factory=list)
    alerts: list[dict[str, str]] = field(default_factory=list)


def day_words(day: date) -> str:
    """27 March 2026."""
    return f"{day.day} {day:%B %Y}"


def identity_of(person: Person) -> Identity:
    """Needs a person from an audited getter. Two queries, which `summary_of` the same person does not repeat."""
    now, numbers = whereabouts_of(person), numbers_of(person)
    facts = {
        "Born": _born(person),
        "Number": numbers[0].value if numbers else "",
        "Where": now.site.name if now else "Not recorded",
        "Release": release_words(person, labels(Scheme.UNKNOWN_RELEASE) if person.release_unknown_because else {}),
    }
    alerts = [{"text": "Interpreter", "colour": "blue"}] if person.interpreter_needed else []
    return Identity(person, person.full_name, [{"term": k, "value": v} for k, v in facts.items() if v], alerts)


def summary_of(person: Person) -> list[dict[str, object]]:
    """The facts of the record, for a summary list. Needs a person from an audited getter. Three queries at most."""
    words = labels(Scheme.GENDER, Scheme.ETHNICITY, Scheme.IWI, Scheme.LANGUAGE, Scheme.UNKNOWN_RELEASE, Scheme.IDENTIFIER)
    now = whereabouts_of(person)

    def said(scheme: Scheme, codes: list[str]) -> list[str]:
        return [words.get((scheme, code), code) for code in codes]

    return [
        {"key": "Preferred name", "value": person.preferred_name},
        {"key": "Given and family names", "value": f"{person.given_names} {person.family_name}".strip()},
        {"key": "Te reo Māori name", "value": person.name_mi, "lang": "mi"},
        {"key": "Born", "value": _born(person)},
        {"key": "Numbers", "lines": [f"{words.get((Scheme.IDENTIFIER, n.scheme), n.scheme)}: {n.value}" for n in numbers_of(person)]},
        {"key": "Gender", "value": "".join(said(Scheme.GENDER, [person.gender] if person.gender else []))},
        {"key": "Ethnicities", "lines": said(Scheme.ETHNICITY, person.ethnicities)},
        {"key": "Iwi", "lines": said(Scheme.IWI, person.iwi)},
        {"key": "Languages", "lines": said(Scheme.LANGUAGE, person.languages)},
        {"key": "Interpreter", "value": "Needed" if person.interpreter_needed else "Not needed"},
        {"key": "Where", "value": f"{now.site.name}, since {day_words(now.starts_on)}" if now else ""},
        {"key": "Will live in", "value": person.home_site.name if person.home_site else ""},
        {"key": "Release", "value": release_words(person, words)},
    ]


_HERE: Compiled[Whereabouts] = Compiled(
    lambda person_id: Whereabouts.objects.select_related("site").filter(person_id=person_id, ends_on__isnull=True).order_by("id")
)
_NUMBERS: Compiled[Identifier] = Compiled(lambda person_id: Identifier.objects.filter(person_id=person_id).order_by("scheme", "value"))


def whereabouts_of(person: Person) -> Whereabouts | None:
    """Where they are now. Asked once of the same object."""
    if not hasattr(person, "here_now"):
        person.here_now = _HERE(person.id)  # type: ignore[attr-defined]  # kept beside it
    rows: list[Whereabouts] = person.here_now  # type: ignore[attr-defined]  # as above
    return rows[0] if rows else None


def numbers_of(person: Person) -> list[Identifier]:
    """What other systems know them by. Asked once of the same object."""
    if not hasattr(person, "numbers_now"):
        person.numbers_now = _NUMBERS(person.id)  # type: ignore[attr-defined]  # as above
    rows: list[Identifier] = person.numbers_now  # type: ignore[attr-defined]  # as above
    return rows


def release_words(person: Person, words: dict[tuple[str, str], str]) -> str:
    """The release date, or why it is not known. `words`: labels of UNKNOWN_RELEASE."""
    if person.release_date:
        return day_words(person.release_date)
    code = person.release_unknown_because
    return f"Not known: {words.get((Scheme.UNKNOWN_RELEASE, code), code)}" if code else ""


def _born(person: Person) -> str:
    if person.birth_date is None:
        return f"Aged {person.age_words(today())}" if person.age_band else ""
    return f"{day_words(person.birth_date)} ({person.age_words(today())})"
