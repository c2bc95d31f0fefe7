"""Who sees the register: by the queries, by row security alone, and in its past; everybody of the cast is asked."""

from uuid import UUID

import pytest
from django.db import Error, connection, transaction

from tests.cast import EVERYBODY, Cast
from tests.database import Owner
from tests.matrix.table import REGISTER
from tests.partners.made import EDITOR, accredit, add, as_, contact
from throughcare.common.refusals import NotAllowed, NotFound
from throughcare.partners import actions, queries
from throughcare.partners.models import Accreditation, Partner, PartnerContact

STAFF = {"partner_worker", "partner_worker_2", "partner_manager"}  # of Mana Trust
TABLES = ("partners_partner", "partners_accreditation", "partners_partnercontact")


@pytest.fixture
def mana(cast: Cast) -> dict[str, UUID]:
    """Mana Trust on the register with all that hangs on it."""
    key = add(cast, kind="NGO")
    return {"partner": key, "accreditation": accredit(cast, key), "contact": contact(cast, key)}


def rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        return int(cursor.fetchone()[0])


def test_who_reads_what(cast: Cast, mana: dict[str, UUID]) -> None:
    for who in EVERYBODY:
        actor, may = cast.actor(who), who in STAFF | set(REGISTER)
        with cast.reading(who):
            for getter, key in (
                (queries.get_partner, "partner"),
                (queries.get_accreditation, "accreditation"),
                (queries.get_partner_contact, "contact"),
            ):
                try:
                    getter(actor, mana[key])
                except (NotFound, NotAllowed):
                    assert not may, (who, key)
                else:
                    assert may, (who, key)
            # No filter of ours stands before these.
            assert [rows(table) for table in TABLES] == [int(may)] * 3, who
            assert [rows(f"{table}event") > 0 for table in TABLES] == [may] * 3, who
            assert bool(queries.owners()) == may, who
            if who != "stranger":
                assert {one.pk for one in queries.own_partners(actor)} == ({mana["partner"]} if who in STAFF else set()), who
            if who not in REGISTER:
                with pytest.raises(NotAllowed):
                    queries.search_partners(actor, queries.PartnerFilters())


def test_a_partner_sees_nothing_of_another(cast: Cast, mana: dict[str, UUID]) -> None:
    new = actions.NewPartner(kind="NGO", organization_id=as_(cast, EDITOR, _kete))
    other = as_(cast, EDITOR, actions.add_partner, new=new).pk
    accredit(cast, other)
    actor = cast.actor("other_partner_worker")
    with cast.reading("other_partner_worker"):
        assert {row.pk for row in Partner.objects.all()} == {other} == {row.partner_id for row in Accreditation.objects.all()}
        assert not PartnerContact.objects.exists()
        assert queries.on_register(actor, [mana["partner"], other]) == {other}


def test_its_own_people_are_told_their_owner_and_nobody_elses(cast: Cast, mana: dict[str, UUID], owner: Owner) -> None:
    owner.place(
        "insert into accounts_membership (id, user_id, team_id, role_id, starts_on) values (gen_random_uuid(), %s, %s, 'partnership_manager', '2026-01-01')",
        cast.users["analyst"],
        cast.teams["head"],
    )
    told = {}
    for who in ("case_manager", "partner_worker", "other_partner_worker"):
        cast.actor(who)
        with cast.reading(who):
            told[who] = [one.user_id for one in queries.owners()]
    assert set(told["case_manager"]) == {cast.users[EDITOR], cast.users["analyst"]}
    assert told["partner_worker"] == [cast.users[EDITOR]] and told["other_partner_worker"] == []


def _kete(*, by: object) -> object:
    return queries.organization_called(by, "Kete Trust").pk  # type: ignore[arg-type]  # an actor


def test_only_who_keeps_the_register_writes_it_even_in_plain_sql(cast: Cast, mana: dict[str, UUID]) -> None:
    for who in EVERYBODY:
        with cast.reading(who), connection.cursor() as cursor:
            cursor.execute("update partners_partner set purpose = 'Mine', version = version + 1")
            # Its own people write its own words, and no other column: test_changes.py.
            assert cursor.rowcount == int(who in STAFF | {EDITOR}), who
            for table in TABLES:
                with pytest.raises(Error), transaction.atomic():
                    cursor.execute(f"delete from {table}")
            if who != EDITOR:
                with pytest.raises(Error), transaction.atomic():
                    Accreditation.objects.create(partner_id=mana["partner"], level=1, given_by="Myself")


PLANTED = {
    "another number": "update partners_partner set nzbn = '123'",
    "a role there is none of": "update partners_partner set roles = '{OWNS}'",
    "checked on no day": "update partners_partner set safeguarding = 'IN_PLACE', safeguarding_on = null",
    "an owner in no team": "update partners_partner set owner_team_id = null",
    "a level there is none of": "update partners_accreditation set level = 5",
    "taken off for no reason": "update partners_accreditation set ended_on = current_date",
    "who leads is gone": "update partners_partnercontact set is_lead = true, ended_on = current_date",
    "two who lead": "insert into partners_partnercontact (id, partner_id, name, position, phone, email, is_lead, version) "
    "select gen_random_uuid(), organization_id, 'x', '', '', '', true, 1 from partners_partner, generate_series(1, 2)",
    "above itself": "update partners_organization set parent_organization_id = id",
}


@pytest.mark.parametrize("what", sorted(PLANTED))
def test_what_must_hold_the_database_holds(cast: Cast, mana: dict[str, UUID], owner: Owner, what: str) -> None:
    with cast.reading(EDITOR), connection.cursor() as cursor, pytest.raises(Error), transaction.atomic():
        cursor.execute(PLANTED[what])
