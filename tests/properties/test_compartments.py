"""An involvement opens the tables of its compartments and no other, in the database itself."""

from django.db import connection

from tests.cast import Cast
from tests.database import Owner
from tests.referrals import walk
from throughcare.common.protection import REGISTRY
from throughcare.common.ref import Ref
from throughcare.people import actions

CODES = tuple(f"C{number}" for number in range(1, 11))
FILLED = {
    *("people_person", "people_identifier", "people_whereabouts", "people_need", "people_disagreement", "people_personevent"),
    *("referrals_referral", "referrals_logentry", "disclosure_authority", "disclosure_disclosure", "disclosure_disclosedline"),
}


def seen(cast: Cast, owner: Owner, code: str) -> set[str]:
    """The tables in which the other office reads rows of the person while it is involved for this one compartment."""
    involved = "insert into people_involvement (id, person_id, team_id, because_kind, compartments, starts_at) "
    since = "values (gen_random_uuid(), %s, %s, 'only this', %s, now() - interval '1 day')"
    owner.place(involved + since, cast.person, cast.teams["puke"], [code])
    with cast.reading("other_officer"), connection.cursor() as cursor:
        found = set()
        for table, rule in REGISTRY.personal.items():
            cursor.execute(f"select exists (select 1 from {table} where {rule.column} = %s)", [cast.person])
            found |= {table} if cursor.fetchone() == (True,) else set()
    owner.place("delete from people_involvement where because_kind = 'only this'")
    return found


def test_each_compartment_opens_its_own_tables_and_no_other(cast: Cast, owner: Owner) -> None:
    walk.sent(cast)
    walk.as_(cast, "aroha", actions.disagree, about=Ref("people.person", cast.person), words="No")
    filled = {
        table
        for table, rule in REGISTRY.personal.items()
        if owner.rows(f"select 1 from {table} where {rule.column} = %s limit 1", cast.person)
    }
    assert filled >= FILLED, f"tables without a row prove nothing: {sorted(FILLED - filled)}"
    for code in CODES:
        theirs = {table for table in filled if REGISTRY.personal[table].compartment == code}
        assert seen(cast, owner, code) == theirs, code
