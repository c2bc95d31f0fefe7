"""What a stock-take asks of each partner, by version. A version that was used is never changed: add another beside it."""

from typing import NamedTuple

CURRENT = "2026-1"
MOST_OWN = 5


class Question(NamedTuple):
    """code: the column its answer stands in."""

    code: str
    words: str


QUESTIONS: dict[str, tuple[Question, ...]] = {
    "2026-1": (
        Question("answer", "Is this partner still active here?"),
        Question("since", "Since when do you work together?"),
        Question("purpose", "What for?"),
        Question("agreement", "Is there an agreement?"),
        Question("agreement_words", "Which agreement?"),
        Question("enhance", "What would make it better?"),
        Question("changed", "What has changed, or why did it end?"),
    ),
}


def questions(version: str) -> dict[str, str]:
    """Code → words, in the order they are asked."""
    return {one.code: one.words for one in QUESTIONS[version]}
