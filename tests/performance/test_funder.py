"""A report for funders: what stands on it, that it stays, and that nothing is on it that its reader may not read."""

import csv
import io
import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection
from typer.testing import CliRunner

from tests.agreements.made import EXECUTIVE, WRITER, as_, get
from tests.cast import EVERYBODY, SYSTEM, Cast
from tests.people.test_rest import Api
from tests.performance.made import BEGAN, first_of, measure, running
from tests.performance.test_contributions import write
from tests.performance.test_measures import MANA, OURS
from throughcare.agreements.models import Party, PartyValue
from throughcare.common.clock import today
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, NotAllowed, NotFound
from throughcare.partners.models import Organization, Partner
from throughcare.performance import actions, queries
from throughcare.performance.cli import cli
from throughcare.performance.models import FunderReport, Measure, Report
from throughcare.performance.queries import funder_shown as shown
from throughcare.performance.queries.funder import Funder

WORKER = "partner_worker"


def make(cast: Cast, who: str = WORKER, **words: Any) -> FunderReport:
    """Of all that ran since the agreement began, unless the words say otherwise."""
    plain = {"first_on": BEGAN, "last_on": today(), "words": ["We found homes.", " ", "Ngā mihi."]}
    new = actions.NewFunderReport(**{**plain, **words})
    made: FunderReport = as_(cast, who, actions.make_funder_report, organization_id=cast.organization, new=new)
    return made


def content(cast: Cast, one: FunderReport, who: str = WORKER) -> Funder:
    actor = cast.actor(who)
    with cast.reading(who):
        found = queries.get_funder_report(actor, one.organization_id, one.pk)
        return queries.content_of(actor, found.organization, found.first_on, found.last_on, found.agreement_id)


def reported(one: Measure, number: int, value: Any = None, *, state: str = "ACCEPTED", **more: Any) -> None:
    """One month of a measure. As the system."""
    Report.objects.create(
        measure=one,
        agreement_id=one.agreement_id,
        organization_id=one.organization_id,
        first_on=first_of(number),
        last_on=first_of(number + 1) - timedelta(days=1),
        value=value,
        state=state,
        sent_on=today(),
        state_reason="x",
        **more,
    )


def test_what_was_done_paid_and_achieved_stands_on_one_page(cast: Cast) -> None:
    key = running(cast, amount=20_000)
    homes = measure(cast, key)
    share = measure(cast, key, name="Still there", rba="BETTER_OFF", unit="PERCENT", target=Decimal(60))
    with reading_as(SYSTEM):
        Partner.objects.get_or_create(organization_id=cast.organization)
        Partner.objects.filter(pk=cast.organization).update(purpose="Homes for all.")
        reported(homes, 0, 12)
        reported(homes, 1, 9, note="A landlord withdrew.")
        reported(homes, 2, 40, state="SUBMITTED")
        reported(share, 0, Decimal(50), numerator=5, denominator=10)
        reported(share, 1, Decimal(90), numerator=18, denominator=20)
        reported(share, 2, suppressed=True)
    one = make(cast)
    assert one.words == ["We found homes.", "Ngā mihi."]
    page = shown.page(content(cast, one))
    assert (page["purpose"], page["waiting"], page["paid"]) == ("Homes for all.", 1, "Nothing was paid in this period")
    assert "NZD 20,000.00" in page["agreements"][0]
    (_, how_much), (_, better) = page["questions"]
    assert how_much == [["Homes found (Tenancies signed.)", "At least 12", "21", "1 of 2 reports", "A landlord withdrew."]]
    assert better[0][2:4] == ["76.67%; 1 of 3 reports: too few people to tell", "1 of 2 reports"]  # 23 of 30
    short = make(cast, last_on=first_of(1) - timedelta(days=1))
    assert shown.measure_lines(content(cast, short).achieved)[0][2] == "12"


def test_only_what_both_say_was_given_is_on_it(cast: Cast) -> None:
    key = running(cast)
    both = write(cast, key, worth=Decimal(70), worth_how="x")
    as_(cast, WRITER, actions.move_contribution, agreement_id=key, contribution_id=both.pk, verb="confirm", seen=1)
    write(cast, key, worth=Decimal(900), worth_how="x")
    assert shown.put_in_lines(content(cast, make(cast))) == ["Mana Trust: rooms and places, NZD 70.00 (1 row)"]


def test_a_number_too_small_to_tell_stays_so(cast: Cast) -> None:
    one = measure(cast, running(cast), target=None)
    with reading_as(SYSTEM):
        reported(one, 0, suppressed=True)
        reported(one, 1, suppressed=True)
    made = make(cast)
    assert str(shown.measure_lines(content(cast, made).achieved)[0][2]).startswith("Too few people to tell")
    text = as_(cast, WORKER, actions.export_funder_report, organization_id=cast.organization, report_id=made.pk).decode()
    assert "Too few people to tell" in text


def test_no_other_party_stands_on_it(cast: Cast) -> None:
    key = running(cast)
    with reading_as(SYSTEM):
        kete = Organization.objects.get(name="Kete Trust")
        party = Party.objects.create(agreement_id=key, organization=kete, part="PARTNER")
        PartyValue.objects.create(party=party, agreement_id=key, organization=kete, amount=31_415)
        theirs = Measure.objects.create(
            agreement_id=key, party=party, organization=kete, rba="HOW_MUCH", name="Baskets", includes="x", unit="COUNT"
        )
        reported(theirs, 0, 99)
    made = make(cast, WRITER)
    for who in (WORKER, EXECUTIVE):
        told = json.dumps(shown.as_dict(content(cast, made, who)), default=str)
        assert "Homes by summer" in told
        assert not any(word in told for word in ("Kete", "Baskets", "31,415", "31415", "99"))


def test_it_stays_as_it_was_made_and_is_its_partners_and_ours(cast: Cast) -> None:
    running(cast)
    made = make(cast)
    for who in EVERYBODY:
        actor = cast.actor(who)
        with cast.reading(who):
            assert FunderReport.objects.count() == (1 if who in OURS | MANA else 0), who
            if who not in OURS | MANA:
                with pytest.raises((NotFound, NotAllowed)):
                    queries.get_funder_report(actor, cast.organization, made.pk)
    with cast.reading(WRITER), pytest.raises(IntegrityError, match="stays as it was made"), connection.cursor() as cursor:
        cursor.execute("update performance_funderreport set words = '{}'")
    for who in (EXECUTIVE, "other_partner_worker", "case_manager"):
        with pytest.raises((NotFound, NotAllowed)):
            make(cast, who)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"first_on": None}, "first_on"),
        ({"last_on": today() + timedelta(days=1)}, "last_on"),
        ({"last_on": BEGAN - timedelta(days=1)}, "last_on"),
        ({"words": ["x"] * 4}, "words"),
        ({"words": ["x" * 201]}, "words"),
    ],
)
def test_what_cannot_be_made_says_where(cast: Cast, words: dict[str, Any], field: str) -> None:
    running(cast)
    with pytest.raises(Invalid) as said:
        make(cast, **words)
    assert field in said.value.errors


def test_of_one_agreement_and_of_none_of_somebody_else(cast: Cast) -> None:
    first, second = running(cast), running(cast)
    one = make(cast, agreement_id=second)
    assert [found.pk for found in content(cast, one).agreements] == [second]
    assert {found.pk for found in content(cast, make(cast)).agreements} == {first, second}
    with pytest.raises(Invalid) as said:
        make(cast, agreement_id=cast.person)
    assert "agreement_id" in said.value.errors


def test_pages_machines_and_commands(cast: Cast) -> None:
    key = running(cast)
    number = get(cast, key).number
    worker, at = cast.client(WORKER), f"/partners/{cast.organization}/funder-reports/"
    assert f"{at}add/" in worker.get(at).content.decode()
    assert f"{at}add/" not in cast.client(EXECUTIVE).get(at).content.decode()
    days = {
        f"{name}_{part}": getattr(day, part)
        for name, day in (("first_on", BEGAN), ("last_on", today()))
        for part in ("day", "month", "year")
    }
    typed = {**days, "agreement_id": "", "words_1": "=1+1", "words_2": "", "words_3": ""}
    assert worker.post(f"{at}add/", typed).status_code == 302
    with cast.reading(WORKER):
        one = FunderReport.objects.get()
    page = worker.get(f"{at}{one.pk}/").content.decode()
    assert number in page and "=1+1" in page and f"{at}{one.pk}/file/" in page
    file = worker.get(f"{at}{one.pk}/file/")
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert rows[0] == shown.FILE_HEAD and not any(cell.startswith("=") for row in rows for cell in row)
    api = Api(cast, WORKER, ["directory.view"])
    rest = f"/performance/partners/{cast.organization}/funder-reports"
    made = api.call("POST", rest, {"first_on": str(BEGAN), "last_on": str(today()), "words": ["Kia ora."]})
    assert made.status_code == 201
    whole = api.call("GET", f"{rest}/{made.json()['id']}").json()
    assert (whole["words"], whole["organization"], whole["measures"]) == (["Kia ora."], "Mana Trust", [])
    assert len(api.call("GET", rest).json()["items"]) == 2
    asked = ["funder-report", "mana trust", "--from", str(BEGAN), "--until", str(today())]
    assert number in json.loads(CliRunner().invoke(cli, [*asked, "--json"]).stdout)["agreements"][0]
    assert "Mana Trust" in CliRunner().invoke(cli, [*asked, "--agreement", number]).stdout
