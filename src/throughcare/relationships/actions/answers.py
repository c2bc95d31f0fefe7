"""One answer, given. What is kept of it has no name and no moment: nothing here writes to the audit, and no page that calls it uses `once`,
keeps a draft or lets a body be kept (docs/decisions/0037).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from throughcare.accounts.actors import Actor
from throughcare.accounts.queries import digest_of
from throughcare.common.keyed import shut
from throughcare.common.refusals import Invalid, NotFound, Refused
from throughcare.common.text import clean
from throughcare.relationships.queries import Asked, asked_by_link, asked_one
from throughcare.relationships.states import LONGEST_COMMENT, CommentKind

# Every sealed answer is as long as every other, so that a long comment can't be told from its length.
SEALED_BYTES = 16_000
TAKEN = "You have answered already. Thank you: an answer is given once."
OVER = "This assessment takes no more answers."


@dataclass(frozen=True, kw_only=True)
class Given:
    """answers: item → 1 to 5, or None for "I don't know"; an item left out was not answered. comments: kind → words both sides may read."""

    answers: Mapping[str, int | None]
    comments: Mapping[str, str]


@transaction.atomic
def give_answer(*, by: Actor, given: Given, key: str = "", rater_id: UUID | None = None) -> None:
    """Give it, by a link or as whoever is logged in. Raises NotFound, Refused when it is too late or the second, Invalid."""
    asked = asked_by_link(key) if key else asked_one(by, rater_id) if rater_id else _nobody()
    if asked.standing != "OPEN":
        raise Refused(TAKEN if asked.standing == "TAKEN" else OVER)
    words = _sealed(asked, given)
    with connection.cursor() as cursor:
        cursor.execute(
            "select throughcare.rating_give(%s, %s, %s)", [digest_of(key) if key else None, rater_id if not key else None, words]
        )
        (taken,) = cursor.fetchone() or (False,)
    if not taken:  # in the moment between
        raise Refused(TAKEN)


def _nobody() -> Asked:
    raise NotFound


def _sealed(asked: Asked, given: Given) -> str:
    """The answer as it waits: encrypted with the site's key, which is not in the database nor in a backup of it."""
    most = asked.bank.highest(asked.own_items)
    answers = {item: value for item, value in given.answers.items() if value is not None}
    if set(given.answers) - set(most) or any(not 1 <= value <= most[item] for item, value in answers.items()):
        raise Invalid("Something you chose is not among the answers.")
    if not answers:
        raise Invalid("Answer at least one question, or close this page.", {"": ["Answer at least one question, or close this page"]})
    comments = {kind: clean(words) for kind, words in given.comments.items() if kind in CommentKind.values}
    for kind, words in comments.items():
        if len(words) > LONGEST_COMMENT:
            raise Invalid("That is too long.", {kind.lower(): [f"Use {LONGEST_COMMENT} characters or fewer"]})
    body = {"side": asked.side, "answers": answers, "comments": [[kind, words] for kind, words in comments.items() if words]}
    text = json.dumps(body, ensure_ascii=False)
    return shut(text + " " * (SEALED_BYTES - len(text.encode())))
