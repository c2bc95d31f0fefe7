"""Every line that can be told to a partner: its label, the compartment it comes from, how it is read.

Pure functions: whatever a line needs is in `Source`. A line whose value is empty does not exist, so nothing is ever told by an
empty heading.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from throughcare.disclosure.states import COMPARTMENT_WORDS, may_be_told
from throughcare.matching.pillars import Pillar
from throughcare.people.models import Need, Person, Whereabouts
from throughcare.people.states import AgeBand, WhereaboutsKind

# What a need is about decides how closely words about it are held.
PILLAR_COMPARTMENTS = {
    Pillar.ACCOMMODATION: "C8",
    Pillar.EDUCATION_TRAINING: "C8",
    Pillar.EMPLOYMENT: "C8",
    Pillar.SKILLS_FOR_LIFE: "C7",
    Pillar.HEALTH_WELLBEING: "C4",
    Pillar.FAMILY_COMMUNITY: "C5",
}


@dataclass(frozen=True)
class Source:
    """What lines are read from. words: (scheme, code) → label in force."""

    person: Person
    need: Need
    today: date
    whereabouts: Whereabouts | None = None
    identifiers: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    more: str = ""
    ground: str = ""
    words: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def word(self, scheme: str, code: str) -> str:
        """The label of a coded value; the code itself when the vocabulary has lost it."""
        return self.words.get((scheme, code), code.replace("_", " ")) if code else ""


@dataclass(frozen=True)
class Field:
    """One disclosable line. `compartment` may depend on the need. always: told with every referral, so that it can be acted on."""

    code: str
    label: str
    compartment: str | Callable[[Source], str]
    read: Callable[[Source], str]
    default: bool = False
    always: bool = False


@dataclass(frozen=True)
class Line:
    """One line as it would be told, word for word."""

    code: str
    label: str
    compartment: str
    value: str
    default: bool
    always: bool

    @property
    def compartment_words(self) -> str:
        """The compartment, in plain words."""
        return COMPARTMENT_WORDS[self.compartment]


def _of_need(source: Source) -> str:
    return PILLAR_COMPARTMENTS[Pillar(source.need.pillar)]


def _age(source: Source) -> str:
    born = source.person.birth_date
    if born is None:
        return AgeBand(source.person.age_band).label if source.person.age_band else ""
    today = source.today
    return str(today.year - born.year - ((today.month, today.day) < (born.month, born.day)))


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def _coded(scheme: str, codes: Callable[[Person], Iterable[str]]) -> Callable[[Source], str]:
    return lambda source: ", ".join(source.word(scheme, code) for code in codes(source.person))


def _where(source: Source) -> str:
    here = source.whereabouts
    return f"{WhereaboutsKind(here.kind).label}: {here.site.name}" if here else ""


def _release(source: Source) -> str:
    person = source.person
    if person.release_date:
        return _day(person.release_date)
    return f"Not known: {source.word('unknown_release', person.release_unknown_because)}" if person.release_unknown_because else ""


FIELDS: tuple[Field, ...] = (
    Field("name", "Name", "C1", lambda s: s.person.full_name, default=True, always=True),
    Field("name_mi", "Te reo Māori name", "C1", lambda s: s.person.name_mi),
    Field("age", "Age", "C1", _age, default=True),
    Field("birth_date", "Date of birth", "C1", lambda s: _day(s.person.birth_date)),
    Field("gender", "Gender", "C1", _coded("gender", lambda p: [p.gender] if p.gender else [])),
    Field("where", "Where they are now", "C1", _where, default=True),
    Field("release", "Release date", "C1", _release, default=True),
    Field("languages", "Languages", "C1", _coded("language", lambda p: p.languages)),
    Field("interpreter", "Interpreter", "C1", lambda s: "Needs an interpreter" if s.person.interpreter_needed else "", default=True),
    Field("ethnicity", "Ethnicity", "C1", _coded("ethnicity", lambda p: p.ethnicities)),
    Field("iwi", "Iwi", "C1", _coded("iwi", lambda p: p.iwi)),
    Field(
        "identifiers", "Numbers others know them by", "C1", lambda s: ", ".join(f"{s.word('identifier', k)} {v}" for k, v in s.identifiers)
    ),
    Field("need", "Kind of need", _of_need, lambda s: Pillar(s.need.pillar).label, default=True, always=True),
    Field("need_note", "What is needed, from the record", _of_need, lambda s: s.need.note),
    Field("reason", "Why this referral", _of_need, lambda s: s.reason, default=True, always=True),
    Field("more", "Anything else", _of_need, lambda s: s.more, default=True),
    Field("ground", "Why you may be told this", "C10", lambda s: s.ground, default=True, always=True),
)
"""In the order they are shown."""

REPLY = "reply"  # the referrer's reply to a partner's question is a telling like any other

CODES = frozenset(one.code for one in FIELDS)


def lines_for(source: Source, kind: str) -> list[Line]:
    """Every line that can be told to an organisation of this kind, in order; those it may never have are not offered."""
    lines = []
    for one in FIELDS:
        compartment = one.compartment if isinstance(one.compartment, str) else one.compartment(source)
        value = one.read(source).strip()
        if value and may_be_told(compartment, kind):
            lines.append(Line(one.code, one.label, compartment, value, one.default, one.always))
    return lines


def chosen(lines: Iterable[Line], codes: Iterable[str]) -> list[Line]:
    """The lines that will be told: those chosen, and those every referral needs."""
    wanted = set(codes)
    return [line for line in lines if line.always or line.code in wanted]


def reply_line(text: str, pillar: str) -> Line:
    """The referrer's reply to a question, as a line told: held as closely as the need it is about."""
    return Line(REPLY, "Reply to a question", PILLAR_COMPARTMENTS[Pillar(pillar)], text, default=False, always=True)


def digest_of(lines: Iterable[Line]) -> str:
    """A short digest of exactly these words: what was shown before sending is what is sent, or nothing is."""
    text = json.dumps([[line.code, line.compartment, line.value] for line in lines], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
