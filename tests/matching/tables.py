"""The generated part of docs/matching.md. After changing a rule or an example: `python -m tests.matching.tables`."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from tests.matching.examples import EXAMPLES
from throughcare.matching.fit import AgeBand, Point
from throughcare.matching.rank import WEIGHTS, fit_of
from throughcare.matching.rules import RULES

PAGE = Path(__file__).parents[2] / "docs" / "matching.md"
BEGIN, END = "<!-- generated from tests/matching/examples.py -->\n", "<!-- end of the generated part -->"


def with_tables(page: str) -> str:
    """The page with its generated part made anew; the prose around it is kept."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return "".join([before, BEGIN, "\n", *_rules(), END, after])


def _rules() -> Iterable[str]:
    for rule in RULES:
        examples = [example for example in EXAMPLES if example.rule == rule.__name__]
        kind = "hard" if _hard(rule.__name__) else "soft"
        yield f"### {rule.__name__} ({kind}, weight {WEIGHTS[rule.__name__]:.2f})\n\n{rule.__doc__}\n\n"
        yield "| said of the person | said of the service | answer | reason shown |\n| --- | --- | --- | --- |\n"
        for example in examples:
            yield f"| {_said(example.person)} | {_said(example.service)} | {example.outcome} | {example.sentence} |\n"
        yield "\n"


def _hard(name: str) -> bool:
    fit = fit_of(EXAMPLES[0].person_facts, EXAMPLES[0].service_facts)
    return next(reason.hard for reason in fit.reasons if reason.rule == name)


def _said(facts: Mapping[str, Any]) -> str:
    return ", ".join(f"`{name}` {_shown(value)}" for name, value in facts.items()) or "nothing"


def _shown(value: object) -> str:
    match value:
        case None:
            return "not said"
        case Enum():
            return str(value.value)
        case AgeBand(youngest, oldest):
            return f"{youngest} and over" if oldest is None else f"{youngest} to {oldest}"
        case Point(latitude, longitude):
            return f"{latitude} {longitude}"
        case frozenset() | tuple():
            return " and ".join(sorted(_shown(one) for one in value)) or "none"
        case date():
            return value.isoformat()
        case bool():
            return "yes" if value else "no"
    return str(value)


if __name__ == "__main__":
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
