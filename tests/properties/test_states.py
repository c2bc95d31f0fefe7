"""Every table of states there is guards its rows in the database too: no statement of the application takes a step that is not in it."""

import sys
from itertools import product
from typing import Any
from uuid import UUID

import pgtrigger
import pytest
from django.apps import apps
from django.db import Error, connection, models

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.referrals import walk
from throughcare.agreements.models import Agreement, Amendment, AmendmentSignature, Obligation, Party, Risk
from throughcare.common.clock import today
from throughcare.common.ids import new_id
from throughcare.common.reader import reading_as
from throughcare.common.states import StateTable
from throughcare.files.models import Document
from throughcare.partners.models import Campaign, Organization, Partner, PartnerPair, ProposedChange
from throughcare.people.models import Assignment, Handover
from throughcare.performance.models import Contribution, Measure, Payment, Report
from throughcare.relationships.models import AgreedAction, Barrier, NetworkSurvey, ReturnLine, SiteReturn, StockTake, Wave
from throughcare.tasks.models import Task

# What a row must also hold to stand in any state at all.
FILLED = {
    "referrals_referral": "sent_at = now(), reason_code = 'other', expected_on = throughcare.today()",
    "people_need": "version = version",
    "people_handover": "closed_at = now()",
    "people_heldrow": "said = '{}'",
    "people_merge": "version = version",
    "partners_partner": "version = version",
    "partners_campaign": "answer = 'Words', answered_on = throughcare.today()",
    "partners_partnerpair": "version = version",
    "partners_proposedchange": "reason = 'Words', answered_at = now()",
    "relationships_wave": "opened_on = current_date, closed_on = current_date",
    "relationships_agreedaction": "version = version",
    "relationships_stocktake": "opened_on = current_date, closed_on = current_date",
    "relationships_sitereturn": "handed_in_on = current_date",
    "relationships_barrier": "reason = 'Words'",
    "relationships_networksurvey": "opened_on = current_date, closed_on = current_date, published_on = current_date",
    "tasks_task": "reason = 'Words'",
    "files_document": "reason = 'Words'",
    "agreements_obligation": "version = version",
    "agreements_risk": "state_reason = 'Words'",
    "performance_payment": "state_reason = 'Words', reference = '1', paid_on = throughcare.today(), released_on = throughcare.today()",
    "performance_contribution": "state_reason = 'Words'",
    "performance_report": "state_reason = 'Words'",
    "agreements_amendment": "offered_on = throughcare.today()",
    "agreements_agreement": "offered_on = throughcare.today(), starts_on = throughcare.today()",
}
# Whose step needs two people as well: their trigger may refuse first.
BY_TWO = {"people_merge"}


def tables() -> dict[str, StateTable]:
    """Every table of states a module of ours holds, by name."""
    ours = [module for name, module in sorted(sys.modules.items()) if name.startswith("throughcare.")]
    return {one.name: one for module in ours for one in vars(module).values() if isinstance(one, StateTable)}


def guarded() -> dict[frozenset[tuple[str, str]], tuple[type[models.Model], str]]:
    """Every state machine the database enforces: its pairs → the model and column."""
    return {
        frozenset(trigger.transitions): (model, trigger.field)
        for model in apps.get_models()
        for trigger in getattr(model._meta, "triggers", [])
        if isinstance(trigger, pgtrigger.FSM)
    }


def test_each_table_of_states_has_its_trigger_and_each_trigger_its_table() -> None:
    pairs = {frozenset(table.pairs()): name for name, table in tables().items()}
    assert {"need", "referral"} <= set(pairs.values())
    assert set(pairs) == set(guarded())


def _cases() -> list[tuple[str, str, str]]:
    return [
        (name, str(a), str(b))
        for name, table in sorted(tables().items())
        for a, b in product(table.states.values, repeat=2)
        if str(a) != str(b)
    ]


@pytest.fixture(scope="module")
def rows(_worker_database: Owner) -> dict[str, tuple[type[models.Model], str, Any]]:
    """One row of each kind that has states."""
    from tests.cast import make_cast  # noqa: PLC0415 - after set-up

    _worker_database.empty()
    cast: Cast = make_cast()
    ids = {"need": cast.need, "referral": walk.sent(cast).pk, "handover": _handover(cast), "newcomer": new_id(), "merge": new_id()}
    with reading_as(SYSTEM):
        partner = Partner.objects.create(organization_id=cast.organization)
        asked = {"partner": partner, "part": "ROLES", "said": {"roles": []}, "proposed_by_id": cast.users["partner_worker"]}
        ids["campaign"] = Campaign.objects.create(partner=partner, kind="CAMPAIGN", title="Words", asks="Words").pk
        ids |= {"partner": partner.pk, "change": ProposedChange.objects.create(**asked).pk}
        like = Organization.objects.create(name="Like it", search_key="like it")
        one, other = sorted((partner.pk, like.pk))
        ids["pair"] = PartnerPair.objects.create(one_id=one, other_id=other, probability=0.7, evidence=[], digest="x").pk
        ids["assessment"] = Wave.objects.create(partner_id=ids["partner"], number=1, deadline=today()).pk
        action = AgreedAction(wave_id=ids["assessment"], words="Meet", side="OURS", owner="Somebody", due=today())
        action.save(force_insert=True)
        ids["action"] = action.pk
        ids["stock-take"] = StockTake.objects.create(name="Words", deadline=today()).pk
        ids["survey"] = NetworkSurvey.objects.create(name="Words", deadline=today()).pk
        ids["return"] = SiteReturn.objects.create(stock_take_id=ids["stock-take"], site="awa", team_id=cast.teams["awa"]).pk
        line = ReturnLine.objects.create(site_return_id=ids["return"], name="Words", answer="FOUND")
        ids["barrier"] = Barrier.objects.create(line=line, kind="TRUST", words="Words").pk
        ids["task"] = Task.objects.create(what="Words", user_id=cast.users["officer"]).pk
        ids["agreement"] = _agreement(cast)
        about = {"about_kind": "partners.partner", "about_id": ids["partner"]}
        ids["document"] = Document.objects.create(title="Words", sort="OTHER", format="TXT", size=1, digest="x", **about).pk
        changed = Amendment(agreement_id=ids["agreement"], number=1, reason="Words", new_text="Words")
        changed.save(force_insert=True)
        ids["amendment"] = changed.pk
        for signer in Party.objects.filter(agreement_id=ids["agreement"]):
            AmendmentSignature.objects.create(amendment=changed, party=signer, signed_on=today(), signed_by="Words")
        party = Party.objects.get(agreement_id=ids["agreement"], organization__isnull=False)
        owed = {"agreement_id": ids["agreement"], "party": party, "organization_id": party.organization_id, "bearer": "PARTY"}
        measured = {"agreement_id": ids["agreement"], "organization_id": party.organization_id}
        measure = Measure.objects.create(**measured, party=party, rba="HOW_MUCH", name="Words", includes="Words", unit="COUNT")
        paid = {"name": "Words", "amount": 1, "due_on": today(), "condition": "DATE"}
        ids["payment"] = Payment.objects.create(**measured, party=party, **paid).pk
        given = {"giver": "PARTY", "writer": "PARTY", "kind": "ROOMS", "basis": "GIVEN", "what": "Words", "quantity": 1, "measured": "DAYS"}
        days = {"first_on": today(), "last_on": today(), "written_on": today()}
        ids["contribution"] = Contribution.objects.create(**measured, party=party, **given, **days).pk
        ids["report"] = Report.objects.create(**measured, measure=measure, first_on=today(), last_on=today(), sent_on=today()).pk
        scale = {"likelihood": 3, "consequence": 3, "review_on": today()}
        ids["risk"] = Risk.objects.create(agreement_id=ids["agreement"], what="Words", **scale).pk
        ids["obligation"] = Obligation.objects.create(**owed, what="Words", due_on=today()).pk
    _worker_database.place(
        "insert into people_heldrow (id, \"row\", said, team_id, at, state, note, version) values (%s, 0, '{}', %s, now(), 'RECEIVED', '', 1)",
        ids["newcomer"],
        cast.teams["awa"],
    )
    _worker_database.place(
        "insert into people_merge (id, winner_id, loser_id, state, reason, proposed_by_id, proposed_at, part_reason, left_out, account_out, version) "
        "values (%s, %s, %s, 'PROPOSED', 'Words', %s, now(), '', '{}', false, 1)",
        ids["merge"],
        cast.person,
        cast.other_person,
        cast.users["records"],
    )
    return {name: (*guarded()[frozenset(table.pairs())], ids[name]) for name, table in tables().items()}


def _agreement(cast: Cast) -> UUID:
    """Signed by both, so that it may stand in any state."""
    made = Agreement.objects.create(number="1", title="Words", search_key="words", kind="MOU")
    for part, organization in (("DEPARTMENT", None), ("PARTNER", cast.organization)):
        Party.objects.create(agreement=made, part=part, organization_id=organization, signed_on=today(), signed_by="Words")
    return made.pk


def _handover(cast: Cast) -> UUID:
    """From one office to the other."""
    with reading_as(SYSTEM):
        new = Assignment.objects.create(person_id=cast.person, team_id=cast.teams["puke"], worker_id=cast.users["other_officer"])
        between = {"from_team_id": cast.teams["awa"], "by_id": cast.users["case_manager"], "to_team_id": cast.teams["puke"]}
        words = {"to_worker_id": cast.users["other_officer"], "note": "Words", "last_day": today()}
        return Handover.objects.create(person_id=cast.person, assignment=new, **between, **words).pk


@pytest.mark.parametrize(("name", "before", "after"), _cases())
def test_straight_sql_walks_along_the_table_or_is_refused(rows: Any, _worker_database: Owner, name: str, before: str, after: str) -> None:
    """As the system, which every policy lets through: only the trigger stands in the way."""
    model, column, pk = rows[name]
    table, key = model._meta.db_table, model._meta.pk.column
    _worker_database.place(f"update {table} set {column} = %s, {FILLED[table]} where {key} = %s", before, pk)
    allowed = (before, after) in tables()[name].pairs()
    try:
        with reading_as(SYSTEM), connection.cursor() as cursor:
            cursor.execute(f"update {table} set {column} = %s where {key} = %s", [after, pk])
            assert cursor.rowcount == 1
    except Error as error:
        assert "Invalid transition" in str(error) or table in BY_TWO
        assert not allowed or table in BY_TWO
    else:
        assert allowed
    connection.close()
