"""Whatever is done in whatever order, nobody sees more than an open Involvement lets them; and what ends is gone at once."""

from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.cast import MEMBERS, Cast, make_cast
from tests.database import Owner
from tests.referrals import walk
from throughcare.common.clock import today
from throughcare.common.refusals import Refused
from throughcare.disclosure.models import DisclosedLine
from throughcare.people.models import Need, Person
from throughcare.referrals import actions
from throughcare.referrals.models import Question, Referral

# Those who may do something come up more often.
HANDS = ("case_manager", "case_manager", "other_officer", "partner_worker", "partner_worker", "other_partner_worker", "auditor")
ACTORS = (
    "case_manager",
    "other_officer",
    "partner_worker",
    "partner_manager",
    "other_partner_worker",
    "recruitment_consultant",
    "auditor",
    "aroha",
)
OPEN = "i.starts_at <= now() and (i.ends_at is null or i.ends_at > now())"


class Sight(RuleBasedStateMachine):
    """Referrals made, sent, answered and taken back by anybody; after each step everybody looks."""

    owner: Owner
    sent: ClassVar[int] = 0
    over: ClassVar[int] = 0

    @initialize()
    def world(self) -> None:
        self.owner.empty()
        self.cast: Cast = make_cast()
        self.made: list[UUID] = [walk.sent(self.cast).pk]
        self.made.append(walk.sent(self.cast, "other_officer", need=self.cast.other_need, service=self.cast.other_service).pk)
        Sight.sent += 2

    def attempt(self, who: str, action: Any, **values: Any) -> Any:
        try:
            return walk.as_(self.cast, who, action, **values)
        except Refused:
            return None

    @rule(
        tama=st.booleans(),
        kete=st.booleans(),
        stranger=st.sampled_from([None, None, None, "partner_worker", "auditor"]),
        codes=st.sets(st.sampled_from(["age", "iwi", "need_note"])),
    )
    def refer(self, tama: bool, kete: bool, stranger: str | None, codes: set[str]) -> None:
        who = stranger or ("other_officer" if tama else "case_manager")
        need = self.cast.other_need if tama else self.cast.need
        service = self.cast.other_service if kete else self.cast.service
        try:
            self.made.append(walk.sent(self.cast, who, need=need, service=service, codes=tuple(codes)).pk)
        except Refused:
            return
        Sight.sent += 1

    @rule(wild=st.sampled_from([None, None, None, *HANDS]), verb=st.sampled_from(sorted(actions.VERBS)), number=st.integers(0, 9))
    def move(self, wild: str | None, verb: str, number: int) -> None:
        pk = self.made[number % len(self.made)]
        ((version, office, team),) = self.owner.rows("select version, from_team_id, to_team_id from referrals_referral where id = %s", pk)
        theirs = "case_manager" if office == self.cast.teams["awa"] else "other_officer"
        partners = "partner_worker" if team == self.cast.teams["mana"] else "other_partner_worker"
        who = wild or (theirs if verb == "withdraw" else partners)
        more: dict[str, Any] = {"decline": {"reason_code": "no_place"}, "withdraw": {"reason_code": "other"}}.get(verb, {})
        more |= {"expected_on": today() + timedelta(days=1)} if verb == "waitlist" else {}
        done = self.attempt(who, actions.VERBS[verb], referral_id=pk, seen=version, note="Words", **more)
        Sight.over += done is not None and done.state in ("DECLINED", "WITHDRAWN")

    @rule(who=st.sampled_from(HANDS), number=st.integers(0, 9))
    def ask(self, who: str, number: int) -> None:
        self.attempt(who, actions.ask_question, referral_id=self.made[number % len(self.made)], text="Any pets?")

    @invariant()
    def everybody_sees_what_an_open_involvement_shows_and_no_more(self) -> None:
        if not hasattr(self, "cast"):
            return
        own = {self.cast.users[name]: person for name, person in (("aroha", self.cast.person), ("tama", self.cast.other_person))}
        for who in ACTORS:
            team = self.cast.teams.get(MEMBERS[who][1] or "")
            with self.cast.reading(who):
                seen = {
                    "people_person": set(Person.objects.values_list("pk", flat=True)),
                    "people_need": set(Need.objects.values_list("pk", flat=True)),
                    "disclosure_disclosedline": set(DisclosedLine.objects.values_list("pk", flat=True)),
                    "referrals_question": set(Question.objects.values_list("pk", flat=True)),
                    "referrals_referral": set(Referral.objects.values_list("pk", flat=True)),
                }
            for table, found in seen.items():
                assert found == self.allowed(table, team, own.get(self.cast.users[who])), (who, table)

    def allowed(self, table: str, team: UUID | None, own: UUID | None) -> set[object]:
        """From the involvements alone, by a query of its own."""
        person, compartment, mine, also = {
            "people_person": ("id", "C1", True, "false"),
            "people_need": ("person_id", "C7", True, "false"),
            "disclosure_disclosedline": ("person_id", "C10", True, "i.id = t.involvement_id"),
            "referrals_question": ("person_id", "C7", False, "i.because_id = t.referral_id"),
            "referrals_referral": ("person_id", "C7", True, "false"),
        }[table]
        sql = (
            f"select t.id from {table} t where exists (select 1 from people_involvement i where i.person_id = t.{person} and i.team_id = %s "
            f"and {OPEN} and ('{compartment}' = any(i.compartments) or {also}))"
        )
        rows = self.owner.rows(sql, team)
        if own and mine:
            rows += self.owner.rows(
                f"select t.id from {table} t where t.{person} = %s" + (" and state <> 'DRAFT'" if "referral" in table else ""), own
            )
        if table == "referrals_referral":  # its own answers stay with the partner: no word about the person is in them
            rows += self.owner.rows("select id from referrals_referral where to_team_id = %s and sent_at is not null", team)
        return {row[0] for row in rows}


def test_visibility_never_widens_but_through_an_involvement(owner: Owner) -> None:
    Sight.owner = owner
    run_state_machine_as_test(
        Sight,
        settings=settings(
            max_examples=6, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True
        ),
    )
    assert Sight.sent >= 10, "too few referrals were sent for the proof to mean much"
    assert Sight.over >= 3, "too few ended"
