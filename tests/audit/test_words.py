"""Whatever the audit says was done is said in words the person can read."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_repository import SOURCE
from throughcare.agreements.states import AGREEMENT_STATES, AMENDMENT_STATES, OBLIGATION_STATES, RISK_STATES
from throughcare.audit import states
from throughcare.partners.states import CAMPAIGN_STATES, CHANGE_STATES, PARTNER_STATES
from throughcare.people.states import HELD_STATES, MERGE_STATES, NEED_STATES
from throughcare.performance.states import CONTRIBUTION_STEPS, PAYMENT_STEPS, REPORT_STATES
from throughcare.referrals.states import REFERRAL_STATES
from throughcare.tasks.states import TASK_STATES

# Functions that are given a verb as one of their words.
_WRITERS = {
    "record",
    "record_read",
    "record_list",
    "audit",
    "get_person",
    "own_person",
    "Happening",
    "_audit",
    "_listing",
    "_change",
    "_tell_refused",
}
_VERB = re.compile(r"[a-z_-]+(\.[a-z_-]+)+\Z")


def _texts(node: ast.AST) -> Iterator[str]:
    return (part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str))


def written(path: Path) -> Iterator[str]:
    """The verbs a source file names: in calls of the writers, as `verb=`, as a default of `verb`, in constants and variables of verbs."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            given = [part.value for part in node.keywords if part.arg == "verb"]
            given += node.args if name in _WRITERS else []
            given = [part for part in given if not isinstance(part, (ast.Call, ast.JoinedStr))]
        elif isinstance(node, ast.FunctionDef):
            named = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
            given = [default for argument, default in named if argument.arg == "verb" and default is not None]
        elif (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and node.targets[0].id in ("verb", "VERIFIED", "BACKED_UP")
        ):
            given = [node.value] if not isinstance(node.value, ast.JoinedStr) else []
        else:
            continue
        yield from (text for part in given for text in _texts(part) if _VERB.match(text))


def all_verbs() -> set[str]:
    """Those named in the source, and those made from the tables of states."""
    named = {verb for path in SOURCE.rglob("*.py") if "demo" not in path.parts for verb in written(path)}
    moves = {f"referral.{move.verb}" for move in REFERRAL_STATES.moves if move.verb != "send"}
    moves |= {f"need.moved.{move.verb}" for move in NEED_STATES.moves} | {f"merge.{verb}" for verb in MERGE_STATES.verbs}
    moves |= {f"partner.moved.{verb}" for verb in PARTNER_STATES.verbs}
    moves |= {f"task.moved.{verb}" for verb in TASK_STATES.verbs}
    moves |= {f"partner.campaign.{verb}" for verb in CAMPAIGN_STATES.verbs}
    moves |= {f"partner.change.{verb}" for verb in CHANGE_STATES.verbs}
    moves |= {f"agreement.moved.{verb}" for verb in AGREEMENT_STATES.verbs}
    moves |= {f"agreement.obligation.{verb}" for verb in OBLIGATION_STATES.verbs}
    moves |= {f"agreement.risk.{verb}" for verb in RISK_STATES.verbs}
    moves |= {f"agreement.amendment.{verb}" for verb in AMENDMENT_STATES.verbs}
    moves |= {f"agreement.report.{verb}" for verb in REPORT_STATES.verbs if verb != "send_again"}
    moves |= {f"agreement.payment.{verb}" for verb in PAYMENT_STEPS}
    moves |= {f"agreement.contribution.{verb}" for verb in CONTRIBUTION_STEPS}
    moves |= {f"newcomer.{verb}" for verb in HELD_STATES.verbs if verb not in ("make", "hold")}
    return named | moves | {f"people.import.{what}" for what in ("created", "updated", "unchanged", "rejected", "checked")}


def test_every_verb_written_has_its_words() -> None:
    verbs = all_verbs()
    assert {"user.logged_in", "person.viewed", "referral.accept", "audit.verified", "user.code_refused", "pillar.added"} <= verbs
    assert len(verbs) > 50
    assert sorted(verb for verb in verbs if not states.words_for(verb)) == []


def test_an_auditor_is_told_of_everybody_and_can_ask_for_every_verb() -> None:
    choices = dict(states.verb_choices())
    assert sorted(all_verbs() - set(choices)) == []
    assert [words for words in choices.values() if re.search(r"\b(you|your|yours)\b", words, re.IGNORECASE) or "." in words] == []
    assert states.told("nobody.knows") == "nobody.knows"


def test_the_words_of_verbs_nobody_writes_any_more_are_taken_out() -> None:
    source = "".join(path.read_text() for path in SOURCE.rglob("*.py") if path.name != "states.py")
    verbs = all_verbs()
    assert [verb for verb in states.VERBS if verb not in verbs and f'"{verb}"' not in source] == []


def _syllables(word: str) -> int:
    found = len(re.findall(r"[aeiouy]+", word.lower().removesuffix("e")))
    return max(found, 1)


@pytest.mark.parametrize("spoken", ["who_looked.html", "words"])
def test_who_looked_reads_at_the_age_of_nine(spoken: str) -> None:
    """Flesch-Kincaid: grade 4 is what nine-year-olds read."""
    if spoken == "words":
        about_me = [
            text
            for verb, text in states.VERBS.items()
            if verb.split(".")[0] not in ("user", "site", "service", "services", "audit", "retention")
        ]
        sentences = [*about_me, *states.ENDINGS.values()]
    else:
        page = (SOURCE / "audit" / "templates" / "audit" / spoken).read_text()
        prose = " ".join(
            next(filter(None, found)) for found in re.findall(r">([A-Z][^<{]+)<|text=\"([^\"]+)\"|_state \"[^\"]+\" \"([^\"]+)\"", page)
        )
        sentences = [part for part in re.split(r"[.!?]\s*", prose) if part]
    words = [word for sentence in sentences for word in re.findall(r"[\w’']+", sentence)]
    grade = 0.39 * len(words) / len(sentences) + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59
    assert len(words) > 30
    assert grade < 5
