"""Whatever anybody tries with what is owed, in whatever order: only whose word it is changes it, its own words stay, and one that repeats is due
again once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.agreements.made import EXECUTIVE, SECOND, WRITER, as_, get, signed
from tests.cast import Cast, make_cast
from tests.database import Owner
from throughcare.agreements import actions, queries
from throughcare.agreements.days import months_later
from throughcare.agreements.models import Obligation
from throughcare.agreements.queries import Filters, When
from throughcare.agreements.states import OBLIGATION_STATES
from throughcare.common.clock import today
from throughcare.common.refusals import Refused

OURS, THEIRS = (WRITER, SECOND), ("partner_worker", "partner_manager")
WHO = (*OURS, *THEIRS, EXECUTIVE, "other_partner_worker", "case_manager", "auditor")
STEPS = ("say", "dispute", *OBLIGATION_STATES.verbs)
DAY = today() - timedelta(days=40)


@dataclass(frozen=True)
class Told:
    """What the rules make of one, said a second time and simply."""

    bearer: str
    state: str = "OPEN"
    said: str = ""
    disputed: str = ""
    version: int = 1
    repeated: bool = False

    def after(self, who: str, step: str, words: str) -> "Told | None":
        """None: nobody by that name does that now."""
        ours, theirs, on = who in OURS, who in THEIRS, self.version + 1
        if step == "say":
            may = (ours if self.bearer == "DEPARTMENT" else theirs) and self.state not in ("MET", "WAIVED")
            return replace(self, said=words, version=on) if may else None
        if step == "dispute":
            may = theirs and (self.bearer == "DEPARTMENT" or self.state != "OPEN")
            return replace(self, disputed=words, version=on) if may else None
        reach = {"meet": "MET", "partly": "PARTLY_MET", "miss": "NOT_MET", "waive": "WAIVED", "reopen": "OPEN"}[step]
        closed, same = self.state in ("MET", "WAIVED") and step != "reopen", reach == self.state
        if not ours or closed or same:
            return None
        return replace(self, state=reach, version=on, repeated=self.repeated or step != "reopen")


def _act(one: Obligation, step: str, words: str, seen: int) -> Callable[..., Any]:
    key: dict[str, Any] = {"agreement_id": one.agreement_id, "obligation_id": one.pk, "seen": seen}
    if step == "say":
        return lambda by: actions.say_done(by=by, **key, said=words)
    if step == "dispute":
        return lambda by: actions.dispute_obligation(by=by, **key, words=words)
    return lambda by: actions.move_obligation(by=by, **key, verb=step, reason=words)


def _rows(cast: Cast) -> list[Obligation]:
    with cast.reading(WRITER):
        return list(Obligation.objects.order_by("bearer", "due_on"))


def _late(cast: Cast, who: str, key: UUID) -> bool:
    actor = cast.actor(who)
    with cast.reading(who):
        return queries.search_agreements(actor, Filters(when=When.LATE)).filter(pk=key).exists()


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
@given(
    bearer=st.sampled_from(["DEPARTMENT", "PARTY"]),
    steps=st.lists(st.tuples(st.sampled_from([*WHO, *OURS, *THEIRS]), st.sampled_from(STEPS)), min_size=6, max_size=16),
)
def test_only_whose_word_it_is_changes_it(owner: Owner, bearer: str, steps: list[tuple[str, str]]) -> None:
    owner.empty()
    cast = make_cast()
    key = signed(cast)
    party = next(one for one in get(cast, key).parties.all() if one.organization_id)
    new = actions.NewObligation(party_id=party.pk, bearer=bearer, what="Report on homes.", due_on=DAY, repeats="MONTHLY")
    one: Obligation = as_(cast, WRITER, actions.add_obligation, agreement_id=key, new=new)
    told = Told(bearer)
    for number, (who, step) in enumerate(steps):
        words = f"Words {number}."
        expected = told.after(who, step, words)
        try:
            as_(cast, who, _act(one, step, words, told.version))
        except Refused:  # of which what is not found, not allowed and not valid are kinds
            assert expected is None, (who, step, told)
        else:
            assert expected is not None, (who, step, told)
            told = expected
        first, *others = _rows(cast)
        assert Told(first.bearer, first.state, first.said, first.disputed, first.version, told.repeated) == told
        assert (first.what, first.due_on, first.repeats, first.party_id) == ("Report on homes.", DAY, "MONTHLY", party.pk)
        due = [(row.due_on, row.state, row.version) for row in others]
        assert due == ([(months_later(DAY, 1), "OPEN", 1)] if told.repeated else [])
        late = queries.is_late(first) or any(queries.is_late(row) for row in others)
        assert queries.is_late(first) == (told.state == "OPEN")
        assert [_late(cast, reader, key) for reader in (WRITER, "partner_worker", "other_partner_worker")] == [late, late, False]
