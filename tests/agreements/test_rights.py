"""Who sees an agreement: those with the right, and the staff of its parties from the day it is offered. By the queries, and by row security."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from tests.agreements.made import EXECUTIVE, SECOND, WRITER, do, draft, get, kete, offered, signed
from tests.cast import EVERYBODY, Cast
from tests.cast import MEMBERS as CAST_MEMBERS
from throughcare.agreements import actions, queries
from throughcare.agreements.queries import Filters
from throughcare.agreements.queries.agreements import value_of
from throughcare.common.refusals import NotAllowed, NotFound

OURS = {WRITER, SECOND, EXECUTIVE}
MANA, KETE = ({name for name, (_, team) in CAST_MEMBERS.items() if team == one} for one in ("mana", "kete"))
TABLES = ("agreement", "party", "partyvalue", "covered", "approval")


def _counts(cast: Cast, who: str) -> list[int]:
    """Rows of each table by row security alone."""
    with cast.reading(who), connection.cursor() as cursor:
        found = []
        for table in TABLES:
            cursor.execute(f"select count(*) from agreements_{table}")
            found.append(int((cursor.fetchone() or (0,))[0]))
        return found


def _both(cast: Cast) -> Any:
    """Mana Trust its prime, Kete Trust under it, each with a value; and a request for a second person's word."""
    key = draft(cast, amount=90_000)
    do(cast, key, actions.add_party, new=actions.NewParty(organization="Kete Trust", part="SUB", amount=Decimal(7_000)))
    do(cast, key, actions.change_coverage, new=actions.Coverage(services=[cast.service, cast.other_service]))
    do(cast, key, actions.ask_approval, note="Ours alone.")
    return key


def test_a_draft_is_ours_and_what_is_offered_its_parties(cast: Cast) -> None:
    key = _both(cast)
    for who in EVERYBODY:
        assert _counts(cast, who) == ([1, 3, 2, 2, 1] if who in OURS else [0, 0, 0, 0, 0]), who
    do(cast, key, actions.move_agreement, verb="offer")
    for who in EVERYBODY:
        own = [1, 3, 1, 2, 0] if who in MANA | KETE else [0, 0, 0, 0, 0]
        assert _counts(cast, who) == ([1, 3, 2, 2, 1] if who in OURS else own), who


def test_each_party_reads_its_own_value_alone(cast: Cast) -> None:
    key = _both(cast)
    do(cast, key, actions.move_agreement, verb="offer")
    for who, amounts in (("partner_worker", [90_000]), ("other_partner_worker", [7_000]), (WRITER, [7_000, 90_000])):
        parties = get(cast, key, who).parties.all()
        assert sorted(value.amount for one in parties if (value := value_of(one))) == amounts
        assert {one.name for one in parties} == {"The department", "Mana Trust", "Kete Trust"}


def test_another_partner_finds_nothing_of_it(cast: Cast) -> None:
    key = offered(cast)
    actor = cast.actor("other_partner_worker")
    with cast.reading("other_partner_worker"):
        assert list(queries.search_agreements(actor, Filters(organization=str(cast.organization)))) == []
        assert queries.of_organization(actor, cast.organization) == []
        with pytest.raises(NotFound):
            queries.get_agreement(actor, key)
    actor = cast.actor("partner_worker")
    with cast.reading("partner_worker"):
        assert [row.pk for row in queries.of_organization(actor, cast.organization)] == [key]
        assert queries.has_own(actor)
        with pytest.raises(NotAllowed):
            actions.change_keeping(by=actor, agreement_id=key, new=actions.Keeping(), seen=1)
    actor = cast.actor("volunteer")
    with cast.reading("volunteer"), pytest.raises(NotAllowed):
        queries.search_agreements(actor, Filters())


def test_the_past_of_a_draft_stays_ours(cast: Cast) -> None:
    key = _both(cast)
    do(cast, key, actions.move_agreement, verb="offer")
    for who, seen in ((WRITER, True), ("partner_worker", False)):
        with cast.reading(who), connection.cursor() as cursor:
            cursor.execute(
                "select count(*) filter (where offered_on is null), count(*) from agreements_agreementevent where id = %s", [key]
            )
            before, all_of_it = cursor.fetchone() or (0, 0)
            cursor.execute("select count(*) from agreements_partyvalueevent")
            assert (before > 0, all_of_it > 0, (cursor.fetchone() or (0,))[0] > 0) == (seen, True, seen)


def test_nobody_else_writes(cast: Cast) -> None:
    key = signed(cast)
    write = (
        ("update agreements_agreement set review_on = current_date where id = %s", [key]),
        ("update agreements_party set does = 'x' where agreement_id = %s", [key]),
        ("update agreements_partyvalue set amount = 1 where agreement_id = %s", [key]),
        ("delete from agreements_covered where agreement_id = %s", [key]),
    )
    for who in (EXECUTIVE, "partner_manager", "case_manager"):
        for statement, values in write:
            with cast.reading(who), connection.cursor() as cursor:
                cursor.execute(statement, values)
                assert cursor.rowcount == 0, (who, statement)


def test_a_partys_staff_are_told_the_owner_and_nobody_else(cast: Cast) -> None:
    offered(cast)
    for who, names in ((WRITER, 2), ("partner_worker", 1), ("other_partner_worker", 0), ("case_manager", 0)):
        with cast.reading(who):
            assert len(queries.owners()) == names, who
    assert kete(cast) != cast.organization
