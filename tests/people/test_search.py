"""Finding people: macrons, typing errors, numbers, the caseload's edge, and pages that name nobody in the address."""

from dataclasses import asdict
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from throughcare.accounts.actors import system_actor
from throughcare.common.clock import today
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid
from throughcare.people.actions import NewPerson, create_person
from throughcare.people.models import Need
from throughcare.people.queries.counts import counts_for_home
from throughcare.people.queries.lists import Filters, caseload
from throughcare.people.search import search_people

NAMES = ("Hēmi Te Rangi", "Mereana Ngā-Tai", "Sione Tāmati", "Aroha Pene", "Zoë O’Brien")


@pytest.fixture
def office(cast: Cast) -> Cast:
    """Five more people in Awa, two in Puke."""
    by = system_actor("test set-up")
    with reading_as(SYSTEM):
        for number, name in enumerate(NAMES):
            preferred, _, family = name.partition(" ")
            release = today() + timedelta(days=5 + 20 * number) if number < 4 else None
            new = NewPerson(preferred_name=preferred, family_name=family, release_date=release, identifiers=(("prn", f"AB {number}X"),))
            person = create_person(by=by, new=new, team_id=cast.teams["awa"])
            Need(person=person, pillar="EMPLOYMENT").save(force_insert=True)
        create_person(by=by, new=NewPerson(preferred_name="Hēmi", family_name="Elsewhere"), team_id=cast.teams["puke"])
    return cast


def found(cast: Cast, name: str, words: str) -> list[str]:
    """Names found by the named member."""
    actor = cast.actor(name)
    with cast.reading(name):
        return [row.person.full_name for row in search_people(actor, words).rows]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("hemi te rangi", "Hēmi Te Rangi"),
        ("HĒMI", "Hēmi Te Rangi"),
        ("rangi hemi", "Hēmi Te Rangi"),
        ("nga tai", "Mereana Ngā-Tai"),
        ("Meriana", "Mereana Ngā-Tai"),
        ("tamiti", "Sione Tāmati"),
        ("Tāmat", "Sione Tāmati"),
        ("zoe obrien", "Zoë O’Brien"),
        ("  ab 2x ", "Sione Tāmati"),
    ],
)
def test_a_name_is_found_as_people_type_it(office: Cast, words: str, first: str) -> None:
    assert found(office, "case_manager", words)[0] == first


def test_nobody_outside_the_caseload_is_found_or_counted(office: Cast) -> None:
    assert found(office, "case_manager", "elsewhere") == []
    assert found(office, "other_officer", "hemi") == ["Hēmi Elsewhere"]
    assert found(office, "other_officer", "AB 0X") == []
    for name in ("partner_worker", "records", "auditor", "administrator"):
        assert found(office, name, "hemi") == [], name


@pytest.mark.parametrize("words", ["", "  ", "%", "'; drop table people_person; --", "\x00", "x" * 5000, "ā" * 300, "_" * 20])
def test_odd_words_find_nobody_and_do_no_harm(office: Cast, words: str) -> None:
    assert found(office, "case_manager", words) == []


def test_a_search_is_audited_by_who_was_shown_and_never_by_what_was_typed(office: Cast, owner: Owner) -> None:
    found(office, "case_manager", "mereana")
    rows = owner.rows("select person_ids, detail::text from audit_auditevent where verb = 'people.searched'")
    assert len(rows) == 1
    assert len(rows[0][0]) >= 1  # type: ignore[arg-type]  # an array
    assert "mereana" not in str(rows[0][1]).lower()


@pytest.mark.parametrize("sort", ["name", "release"])
def test_pages_of_two_show_everybody_once_in_order(office: Cast, sort: str) -> None:
    actor = office.actor("case_manager")
    with office.reading("case_manager"):
        everybody = [row.id for row in caseload(actor, Filters(sort=sort)).rows]
        paged: list[UUID] = []
        marker = ""
        for _ in range(10):
            page = caseload(actor, Filters(sort=sort), after=marker, size=2)
            paged += [row.id for row in page.rows]
            if page.next is None:
                break
            marker = page.next
            assert str(UUID(marker)) == marker
    assert len(everybody) == 6
    assert paged == everybody


def test_a_page_marker_of_a_stranger_leads_nowhere(office: Cast) -> None:
    actor = office.actor("case_manager")
    for marker in (str(office.other_person), "nonsense", "00000000-0000-7000-8000-000000000000"):
        with office.reading("case_manager"), pytest.raises(Invalid):
            caseload(actor, Filters(), after=marker)


def test_a_page_costs_the_same_number_of_queries_for_one_person_as_for_six(office: Cast) -> None:
    actor = office.actor("case_manager")
    counts = []
    for size in (1, 6):
        with (
            office.reading("case_manager"),
            CaptureQueriesContext(
                connection,
            ) as queries,
        ):
            caseload(actor, Filters(), size=size)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 7  # one of each team's list, and six of the page


def test_filters_and_the_counts_of_home_agree(office: Cast) -> None:
    actor = office.actor("case_manager")
    with office.reading("case_manager"):
        counts = counts_for_home(actor)
        for name, filters in (
            ("release_1", Filters(release_weeks=1)),
            ("release_4", Filters(release_weeks=4)),
            ("release_12", Filters(release_weeks=12)),
            ("not_started", Filters(needs="not_started")),
            ("people", Filters()),
        ):
            assert counts[name] == len(caseload(actor, filters).rows), (name, asdict(filters))
        assert (counts["release_1"], counts["people"], counts["not_started"]) == (1, 6, 6)
        assert [row.person.id for row in caseload(actor, Filters(site="awa-prison")).rows] == [office.person]
        assert [row.person.id for row in caseload(actor, Filters(setting="CUSTODY", pillar="ACCOMMODATION")).rows] == [office.person]
        assert caseload(actor, Filters(setting="COMMUNITY")).rows == []
