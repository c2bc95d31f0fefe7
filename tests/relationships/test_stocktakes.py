"""A stock-take from its first word to its close: what is filled in from the register, who may answer, what is counted, who is reminded."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.cast import EVERYBODY, SYSTEM, Cast
from tests.database import Owner
from tests.matrix.table import REGISTER
from tests.partners.made import EDITOR, add, as_
from tests.partners.made import get as partner_of
from tests.relationships.taken import (
    TEAM,
    all_said,
    answer,
    find,
    get,
    lines,
    move,
    opened,
    prepared,
    reach,
    returns,
    step,
    world,
)
from throughcare.accounts.actors import system_actor
from throughcare.common.clock import today
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, NotAllowed, Refused, Stale
from throughcare.relationships import actions
from throughcare.relationships.models import ReturnLine, SiteReturn, StockTake
from throughcare.relationships.queries import stocktakes as queries


def test_each_site_of_the_scope_is_asked_of_its_own_office_and_filled_from_the_register(cast: Cast) -> None:
    world(cast)
    key = opened(cast)
    found = returns(cast, key)
    assert set(found) == {"awa-prison", "awa-probation"} and {row.team_id for row in found.values()} == {cast.teams["awa"]}
    assert set(lines(cast, found["awa-prison"].pk)) == {"Mana Trust", "Marae Awa"}
    assert set(lines(cast, found["awa-probation"].pk)) == {"Marae Awa"}  # of the whole region; Mana Trust named the prison alone


def test_partners_of_no_site_asked_are_a_return_of_their_own(cast: Cast) -> None:
    found = world(cast)
    reach(cast, add(cast, "Awa Advocates"), [], ["awa"])
    key = prepared(cast, regions=["awa"], sites=["awa-probation"])
    as_(cast, EDITOR, actions.ask_teams, stock_take_id=key, teams={actions.ELSEWHERE: cast.teams["head"]}, seen=1)
    move(cast, key, "open")
    rows = returns(cast, key)
    assert set(lines(cast, rows["awa-probation"].pk)) == {"Marae Awa", "Awa Advocates"}
    assert set(lines(cast, rows[""].pk)) == {"Mana Trust"}  # of the region by its site; not asked about elsewhere
    whole = opened(cast, regions=[], name="Everywhere", sites=["puke-prison"])
    as_(cast, EDITOR, actions.ask_teams, stock_take_id=whole, teams={actions.ELSEWHERE: cast.teams["head"]}, seen=2)
    rows = returns(cast, whole)
    assert set(lines(cast, rows["puke-prison"].pk)) == {"Kāinga Puke"} and not lines(cast, rows[""].pk)
    assert found


def test_kinds_and_ended_partners_are_left_out_of_the_lists(cast: Cast) -> None:
    found = world(cast)
    key = opened(cast, kinds=["MARAE"])
    assert set(lines(cast, returns(cast, key)["awa-prison"].pk)) == {"Marae Awa"}
    from throughcare.partners.actions import move_partner  # noqa: PLC0415 - beside its one use

    as_(cast, EDITOR, move_partner, partner_id=found["marae"], verb="end", reason="x", seen=partner_of(cast, found["marae"]).version)
    other = opened(cast, name="Another")
    assert set(lines(cast, returns(cast, other)["awa-prison"].pk)) == {"Mana Trust"}


def test_to_fill_the_lists_takes_as_many_queries_for_one_partner_as_for_forty(cast: Cast) -> None:
    world(cast)

    def counted(name: str) -> int:
        key = prepared(cast, name=name)
        with CaptureQueriesContext(connection) as found:
            move(cast, key, "open")
        return len(found)

    few = counted("Few")
    with reading_as(SYSTEM):
        from throughcare.partners.models import Organization, Partner  # noqa: PLC0415 - as above

        for number in range(40):
            one = Organization.objects.create(name=f"Trust {number}", search_key=f"trust {number}")
            Partner.objects.create(organization=one, sites=["awa-prison"])
    assert counted("Many") == few


def test_a_team_answers_finds_one_more_and_hands_in(cast: Cast) -> None:
    world(cast)
    key = opened(cast, own_questions=["Do they come to the hui?"])
    site = returns(cast, key)["awa-prison"].pk
    rows = lines(cast, site)
    said = answer(
        cast, rows["Mana Trust"], "CHANGED", since="2019", purpose="Housing", agreement="YES", agreement_words="MOU 12", own_answers=["Yes"]
    )
    assert (said.since, said.agreement_words, said.own_answers, said.version) == ("2019", "MOU 12", ["Yes"], 2)
    with pytest.raises(Stale):
        answer(cast, rows["Mana Trust"], "ENDED")
    with pytest.raises(Refused, match="1 partner has no answer yet"):
        step(cast, site)
    as_(cast, TEAM, actions.confirm_lines, return_id=site, line_ids=[row.pk for row in rows.values()])
    now = lines(cast, site)
    assert (now["Mana Trust"].answer, now["Marae Awa"].answer) == ("CHANGED", "STILL")  # what had an answer keeps it
    find(cast, site, "New Trust", kind="NGO", purpose="Gardens")
    done = step(cast, site)
    assert (done.state, done.handed_in_on, done.handed_in_by_id) == ("HANDED_IN", today(), cast.users[TEAM])
    with pytest.raises(Refused, match="no more answers"):
        answer(cast, now["Marae Awa"], "ENDED")
    with pytest.raises(Refused, match="no more answers"):
        find(cast, site, "Another")


def test_what_is_counted(cast: Cast) -> None:
    world(cast)
    key = opened(cast)
    site = returns(cast, key)["awa-prison"].pk
    rows = lines(cast, site)
    answer(cast, rows["Mana Trust"], "UNKNOWN")
    answer(cast, rows["Marae Awa"], "ENDED")
    find(cast, site)

    def progress() -> queries.Progress:
        return queries.progress_of(get(cast, key), list(returns(cast, key).values()))

    before = progress()
    assert (before.asked, before.handed_in, before.lines, before.answered, before.known, before.found) == (2, 0, 3, 2, 0, 1)
    assert before.coverage == 0  # nothing counts before it is handed in
    step(cast, site)
    after = progress()
    assert (after.handed_in, after.known, after.found) == (1, 1, 1) and after.coverage is not None and round(after.coverage, 1) == 33.3


def test_late_is_after_the_last_day(cast: Cast, owner: Owner) -> None:
    world(cast)
    key = opened(cast)
    all_said(cast, key)
    rows = returns(cast, key)
    take = get(cast, key)
    assert [queries.is_late(rows[site], take) for site in ("awa-prison", "awa-probation")] == [False, False]
    owner.place("update relationships_stocktake set deadline = throughcare.today() - 1 where id = %s", key)
    take = get(cast, key)
    assert [queries.is_late(rows[site], take) for site in ("awa-prison", "awa-probation")] == [True, True]
    all_said(cast, key, "awa-probation")  # late, and taken all the same
    move(cast, key, "close")
    assert queries.is_late(returns(cast, key)["awa-probation"], get(cast, key))


def test_handed_back_with_a_reason_the_team_reads(cast: Cast, owner: Owner) -> None:
    world(cast)
    key = opened(cast)
    site = all_said(cast, key)
    with pytest.raises(NotAllowed):
        step(cast, site, "hand_back", reason="x")
    with pytest.raises(Invalid):
        step(cast, site, "hand_back", EDITOR, reason=" ")
    back = step(cast, site, "hand_back", EDITOR, reason="Say what Mana Trust does now.")
    assert (back.state, back.reason) == ("WAITING", "Say what Mana Trust does now.")
    assert ("stocktake.handed_back", cast.teams["awa"]) in owner.rows("select kind, team_id from notices_notice")
    step(cast, site)


def test_states_of_a_stock_take(cast: Cast) -> None:
    world(cast)
    empty = prepared(cast, regions=["awa"], sites=["puke-prison"], name="Empty")
    as_(cast, EDITOR, actions.ask_teams, stock_take_id=empty, teams={"puke-prison": None}, seen=1)
    with pytest.raises(Refused, match="Nobody is asked yet"):
        move(cast, empty, "open")
    move(cast, empty, "give_up")
    key = opened(cast)
    with pytest.raises(Refused, match="can't change while sites answer"):
        as_(cast, EDITOR, actions.change_stock_take, stock_take_id=key, new=_new(kinds=["NGO"]), seen=2)
    later = today() + timedelta(days=40)
    assert as_(cast, EDITOR, actions.change_stock_take, stock_take_id=key, new=_new(deadline=later), seen=2).deadline == later
    move(cast, key, "close")
    site = returns(cast, key)["awa-prison"].pk
    with pytest.raises(Refused):
        find(cast, site)
    with pytest.raises(Refused, match="not open"):
        step(cast, site)
    with pytest.raises(Invalid):
        move(cast, key, "reopen")
    assert move(cast, key, "reopen", reason="Puke was ill.").reason == "Puke was ill."
    all_said(cast, key)
    with pytest.raises(Stale):
        as_(cast, EDITOR, actions.move_stock_take, stock_take_id=key, verb="close", seen=2)
    with pytest.raises(Refused, match="Nothing is called"):
        move(cast, key, "burn")


def _new(**values: Any) -> actions.NewStockTake:
    return actions.NewStockTake(**{"name": "Our partners", "deadline": today() + timedelta(days=20), "regions": ["awa"], **values})


def test_what_is_wrong_is_said_at_its_field(cast: Cast) -> None:
    with pytest.raises(Invalid) as wrong:
        as_(
            cast,
            EDITOR,
            actions.add_stock_take,
            new=_new(name=" ", deadline=today() - timedelta(days=1), regions=["mars"], kinds=["CIRCUS"], own_questions=list("abcdef")),
        )
    assert set(wrong.value.errors) == {"name", "deadline", "regions", "kinds", "own_questions"}
    key = prepared(cast)
    for teams in ({"puke-prison": cast.teams["puke"]}, {"awa-prison": cast.teams["mana"]}):
        with pytest.raises(Invalid):
            as_(cast, EDITOR, actions.ask_teams, stock_take_id=key, teams=teams, seen=1)


def test_another_team_while_it_waits_and_no_site_taken_away(cast: Cast) -> None:
    world(cast)
    key = opened(cast)
    with pytest.raises(Invalid):
        as_(cast, EDITOR, actions.ask_teams, stock_take_id=key, teams={"awa-prison": None}, seen=2)
    as_(cast, EDITOR, actions.ask_teams, stock_take_id=key, teams={"awa-prison": cast.teams["puke"]}, seen=2)
    site = returns(cast, key)["awa-prison"].pk
    line = lines(cast, site)["Mana Trust"]
    with pytest.raises(NotAllowed):
        answer(cast, line)
    answer(cast, line, who="other_officer")
    all_said(cast, key, who="other_officer")
    with pytest.raises(Invalid, match="can't be used"):
        as_(cast, EDITOR, actions.ask_teams, stock_take_id=key, teams={"awa-prison": cast.teams["awa"]}, seen=3)


def test_found_partners_are_settled_by_whoever_keeps_the_register(cast: Cast) -> None:
    found = world(cast)
    key = opened(cast)
    site = returns(cast, key)["awa-prison"].pk
    keys = {name: find(cast, site, name) for name in ("Kāinga Puke", "New Trust", "A café")}
    all_said(cast, key)

    def settle(name: str, **said: Any) -> ReturnLine:
        seen = lines(cast, site)[name].version
        row: ReturnLine = as_(cast, EDITOR, actions.settle_found, line_id=keys[name], said=actions.Settling(**said), seen=seen)
        return row

    actor = cast.actor(EDITOR)
    with cast.reading(EDITOR):
        likely = actions.likely_partners(actor, queries.get_line(actor, keys["Kāinga Puke"]))
    assert [(row.pk, there) for row, there in likely] == [(found["puke"], True)]
    assert settle("Kāinga Puke", settled="MATCHED", partner_id=found["puke"]).partner_id == found["puke"]
    with pytest.raises(Invalid):
        settle("New Trust", settled="ADDED")  # of no kind
    added = settle("New Trust", settled="ADDED", kind="NGO")
    assert added.partner_id and partner_of(cast, added.partner_id).organization.name == "New Trust"
    with pytest.raises(Invalid):
        settle("A café", settled="ASIDE")
    assert settle("A café", settled="ASIDE", reason="We only eat there.").partner_id is None
    with pytest.raises(Refused, match="nothing to settle"):
        settle("A café", settled="ASIDE", reason="x")


def test_nothing_on_the_register_changes_by_itself(cast: Cast, owner: Owner) -> None:
    found = world(cast)
    key = opened(cast)
    before = owner.rows("select organization_id, state, version from partners_partner order by 1")
    all_said(cast, key, answer_="ENDED")
    move(cast, key, "close")
    assert owner.rows("select organization_id, state, version from partners_partner order by 1") == before and found


def test_teams_are_reminded_once_a_week_from_a_week_before(cast: Cast, owner: Owner) -> None:
    world(cast)
    key = opened(cast)
    all_said(cast, key)

    def told() -> int:
        return len(owner.rows("select 1 from notices_notice where kind = 'stocktake.reminder'"))

    def night() -> int:
        by = system_actor("remind of stock-takes")
        with reading_as(by.reader):
            return actions.remind_of_returns(by=by)

    assert night() == 0  # twenty days to go
    owner.place("update relationships_stocktake set deadline = throughcare.today() + 6 where id = %s", key)
    assert (night(), night(), told()) == (1, 0, 1)  # who handed in is left alone
    as_(cast, EDITOR, actions.remind_sites, stock_take_id=key)
    assert told() == 1  # reminded today already
    owner.place("update relationships_sitereturn set reminded_on = throughcare.today() - 7")
    assert (night(), told()) == (1, 2)
    owner.place("update relationships_sitereturn set reminded_on = throughcare.today() - 1")
    as_(cast, EDITOR, actions.remind_sites, stock_take_id=key)
    assert told() == 3
    move(cast, key, "close")
    with pytest.raises(Refused):
        as_(cast, EDITOR, actions.remind_sites, stock_take_id=key)


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_sees_it_in_the_database(cast: Cast, who: str) -> None:
    world(cast)
    opened(cast)
    with cast.reading(who):
        seen = [model.objects.count() for model in (StockTake, SiteReturn, ReturnLine)]
    assert seen == ([1, 2, 3] if who in REGISTER or who == EDITOR else [0, 0, 0])


def test_a_team_can_not_do_more_in_straight_sql(cast: Cast) -> None:
    """Past every check in Python: row security and two triggers alone stand in the way."""
    world(cast)
    key = opened(cast)
    rows = returns(cast, key)
    mine = lines(cast, rows["awa-prison"].pk)["Mana Trust"]

    def tried(who: str, sql: str, *values: Any) -> str:
        with cast.reading(who), connection.cursor() as cursor:
            try:
                with transaction.atomic():
                    cursor.execute(sql, values)
                    return str(cursor.rowcount)
            except Error as error:
                return type(error).__name__

    edit = "update relationships_returnline set answer = 'ENDED' where id = %s"
    assert [tried(who, edit, mine.pk) for who in (TEAM, "other_officer", "partner_worker", EDITOR)] == ["1", "0", "0", "1"]
    other = "update relationships_returnline set partner_id = partner_id, settled_words = 'x' where id = %s"
    assert tried(TEAM, other, mine.pk) != "1"
    new = (
        "insert into relationships_returnline (id, site_return_id, partner_id, name, kind, answer, since, purpose, agreement, agreement_words, enhance, "
        "changed, own_answers, settled, settled_words, version) select gen_random_uuid(), %s, {}, 'x', '', {}, '', '', '', '', '', '', '{{}}', '', '', 1"
    )
    there = rows["awa-probation"].pk
    assert tried(TEAM, new.format("%s", "'STILL'"), there, mine.partner_id) != "1"
    assert tried(TEAM, new.format("null::uuid", "'FOUND'"), there) == "1"
    assert tried("other_officer", new.format("null::uuid", "'FOUND'"), there) != "1"
    assert tried(TEAM, "update relationships_sitereturn set team_id = %s where id = %s", cast.teams["puke"], there) != "1"
    assert tried(TEAM, "update relationships_stocktake set name = 'x' where id = %s", key) == "0"
    assert tried(TEAM, "delete from relationships_returnline where id = %s", mine.pk) != "1"
    hand = "update relationships_sitereturn set state = 'HANDED_IN', handed_in_on = current_date where id = %s"
    assert [tried(who, hand, there) for who in ("other_officer", TEAM)] == ["0", "1"]
    back = "update relationships_sitereturn set state = 'WAITING' where id = %s"
    assert tried(TEAM, back, there) != "1"
    assert tried(TEAM, new.format("null::uuid", "'FOUND'"), there) != "1"  # handed in: no more lines
    move(cast, key, "close")
    assert tried(TEAM, edit, mine.pk) == "0"
    assert tried(TEAM, hand, rows["awa-prison"].pk) != "1"


def test_who_may_do_what(cast: Cast) -> None:
    world(cast)
    key = opened(cast)
    site: UUID = returns(cast, key)["awa-prison"].pk
    for who in ("analyst", "partner_worker", "administrator"):
        with pytest.raises(NotAllowed):
            get(cast, key, who)
    for who in (TEAM, "executive"):
        with pytest.raises(NotAllowed):
            as_(cast, who, actions.move_stock_take, stock_take_id=key, verb="close", seen=2)
        with pytest.raises(NotAllowed):
            as_(cast, who, actions.remind_sites, stock_take_id=key)
    with pytest.raises(NotAllowed):
        find(cast, site, who="other_officer")
    with pytest.raises(NotAllowed):
        step(cast, site, who="executive")
    find(cast, site, "They rang", who=EDITOR)  # for a team that rings
