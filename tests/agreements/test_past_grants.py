"""Grants of the past come in from 360Giving files: every row accounted for, known again, never put together with another by guess, and nothing hangs on them."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import IntegrityError, connection
from django.test import override_settings
from typer.testing import CliRunner

from tests.agreements.made import EXECUTIVE, SECOND, WRITER, as_, do, get, signed
from tests.agreements.test_giving import faults
from tests.agreements.test_giving import grants as exported
from tests.agreements.test_open_contracting import ABOUT as OPEN
from tests.cast import EVERYBODY, Cast
from tests.partners.made import add
from tests.partners.merges import merge
from throughcare.agreements import actions, queries
from throughcare.agreements.actions import past
from throughcare.agreements.cli import cli
from throughcare.agreements.models import Agreement, Covered, Party, PartyValue, PastGrant, Publication
from throughcare.agreements.queries import Filters, When
from throughcare.agreements.queries.published import publisher
from throughcare.agreements.queries.reminders import due_reminders
from throughcare.agreements.readers import read_grants
from throughcare.agreements.standards.giving import funder_id
from throughcare.common.clock import today
from throughcare.common.refusals import Invalid, NotAllowed, Refused
from throughcare.partners.models import Organization, Partner

ABOUT = {"source": "A fund", "licence": "https://creativecommons.org/licenses/by/4.0/"}
FUNDER = {"id": "NZ-NZBN-9429000099994", "name": "A fund"}


def grant(number: int = 1, **values: Any) -> dict[str, Any]:
    """By the standard."""
    said: dict[str, Any] = {
        "id": f"360G-fund-{number}",
        "title": f"Grant {number}",
        "description": "A van.",
        "currency": "NZD",
        "amountAwarded": 2500.5,
        "awardDate": "2020-05-01",
        "plannedDates": [{"startDate": "2020-06-01", "endDate": "2021-05-31"}],
        "recipientOrganization": [
            {"id": f"360G-fund-org-{number}", "name": f"Recipient {number}", "email": "canary@example.test", "contactName": "Canary"}
        ],
        "fundingOrganization": [FUNDER],
    }
    return {**said, **values}


def file_of(*rows: Any, **more: Any) -> bytes:
    return json.dumps({"grants": list(rows), **more}).encode()


def bring(cast: Cast, content: bytes, *, check: bool = False, who: str = SECOND, name: str = "grants.json") -> actions.Brought:
    listed = read_grants(name, content, "NZD")
    action = actions.check_grants if check else actions.bring_grants
    done: actions.Brought = as_(cast, who, action, file=listed, **ABOUT)
    return done


def counts(done: actions.Brought) -> tuple[int, int, int, int, int]:
    return (done.read, done.created, done.updated, done.unchanged, len(done.rejected))


def only(cast: Cast) -> Agreement:
    with cast.reading(SECOND):
        return Agreement.objects.get(is_history=True)


def test_what_came_in_once_is_unchanged_and_what_says_something_else_is_updated(cast: Cast) -> None:
    content = file_of(grant(1), grant(2), grant(3))
    assert counts(bring(cast, content, check=True)) == (3, 3, 0, 0, 0)
    with cast.reading(SECOND):
        assert not Agreement.objects.filter(is_history=True).exists()
    assert counts(bring(cast, content)) == (3, 3, 0, 0, 0)
    assert counts(bring(cast, content)) == (3, 0, 0, 3, 0)
    changed = file_of(
        grant(1, amountAwarded=9000, title="Another van"),
        grant(2),
        grant(3, recipientOrganization=[{"id": "x-1", "name": "Somebody else"}]),
    )
    assert counts(bring(cast, changed)) == (3, 0, 2, 1, 0)
    with cast.reading(SECOND):
        first = PastGrant.objects.select_related("agreement").get(grant_id="360G-fund-1")
        assert (first.agreement.title, first.agreement.version) == ("Another van", 2)
        assert PartyValue.objects.get(agreement=first.agreement).amount == 9000
        third = Party.objects.select_related("organization").get(agreement__past__grant_id="360G-fund-3", organization__isnull=False)
        assert third.name == "Somebody else"
    assert counts(bring(cast, changed)) == (3, 0, 0, 3, 0)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"id": ""}, "id"),
        ({"title": "x" * 301}, "title"),
        ({"currency": "GBP"}, "currency"),
        ({"amountAwarded": "much"}, "amountAwarded"),
        ({"amountAwarded": -1}, "amountAwarded"),
        ({"amountAwarded": 1.005}, "amountAwarded"),
        ({"awardDate": "soon"}, "awardDate"),
        ({"awardDate": ""}, "awardDate"),
        ({"plannedDates": [{"startDate": "2020-13"}]}, "plannedDates"),
        ({"plannedDates": [{"startDate": "2021-01-01", "endDate": "2020-01-01"}]}, "plannedDates"),
        ({"recipientOrganization": []}, "recipientOrganization"),
        ({"recipientOrganization": [{"id": "NZ-NZBN-9429000000001", "name": "x"}]}, "recipientOrganization"),
        ({"fundingOrganization": [{"id": "x"}]}, "name"),
        ({"recipientIndividual": {"id": "1", "name": "Canary"}}, "recipientIndividual"),
        ({"title": "A \ud800 van"}, "title"),
        ({"recipientOrganization": [{"id": "x", "name": "\udfff"}]}, "name"),
        ({"amountAwarded": "9" * 5000}, "amountAwarded"),
        ({"plannedDates": [{"startDate": "2020-01-01", "duration": "9" * 5000}]}, "plannedDates"),
        ({"plannedDates": [{"startDate": "9999-06-01", "duration": 12}]}, "plannedDates"),
        ({"plannedDates": [{"startDate": "2020-01-01", "endDate": "9999"}]}, "plannedDates"),
        ({"row": "Canary", "title": ""}, "title"),
    ],
)
def test_a_row_that_cant_be_taken_says_where_and_why_and_repeats_nothing(cast: Cast, values: dict[str, Any], field: str) -> None:
    done = bring(cast, file_of(grant(1, **values), grant(2), 7, grant(2)))
    assert counts(done) == (4, 1, 0, 0, 3)
    assert [(one.row, one.field) for one in done.rejected] == [(1, field), (3, ""), (4, "id")]
    assert all(one.message and "Canary" not in one.message for one in done.rejected)


@pytest.mark.parametrize(
    ("there", "field"), [('"amountAwarded": 2500.5', "amountAwarded"), ('"title": "Grant 1"', "title"), ('"duration": 12', "plannedDates")]
)
def test_a_number_of_thousands_of_digits_is_one_wrong_row(there: str, field: str) -> None:
    planned = [{"startDate": "2020-06-01", "duration": 12}]
    content = file_of(grant(1, plannedDates=planned), grant(2)).decode()
    assert there in content
    listed = read_grants("x", content.replace(there, f"{there.partition(':')[0]}: {'9' * 5000}", 1).encode(), "NZD")
    assert ([one.id for one in listed.grants], [(one.row, one.field) for one in listed.wrong]) == (["360G-fund-2"], [(1, field)])


def test_half_a_character_in_what_the_file_says_of_itself_is_left_out() -> None:
    listed = read_grants("x", file_of(grant(1), publisher={"name": "A \ud800fund"}, license="x\udfff"), "NZD")
    assert (listed.source, listed.licence) == ("A fund", "x")


@pytest.mark.parametrize("content", [b"", b"{}", b'{"grants": []}', b"[1]", b"{", b"a,b\n1,2\n", b"\xff{"])
def test_what_is_no_file_of_grants_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(Invalid):
        read_grants("x", content, "NZD")


def test_a_table_with_the_standards_headings_says_the_same(cast: Cast) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [
            "Identifier",
            "Title",
            "Description",
            "Currency",
            "Amount Awarded",
            "Award Date",
            "Planned Dates:Start Date",
            "Planned Dates:Duration (months)",
            "Recipient Org:0:Identifier",
            "Recipient Org:0:Name",
            "Funding Org:Identifier",
            "Funding Org:Name",
            "Recipient Org:Contact Name",
        ]
    )
    writer.writerow(
        [
            "360G-fund-1",
            "Grant 1",
            "A van.",
            "NZD",
            "2,500.50",
            "2020-05-01",
            "2020-06-01",
            "12",
            "360G-fund-org-1",
            "Recipient 1",
            FUNDER["id"],
            FUNDER["name"],
            "Canary",
        ]
    )
    writer.writerow(
        ["360G-fund-2", "Grant 2", "A van.", "NZD", "", "2020-05-01", "", "", "o", "Recipient 2", FUNDER["id"], FUNDER["name"], ""]
    )
    done = bring(cast, out.getvalue().encode(), name="grants.csv")
    assert counts(done) == (2, 1, 0, 0, 1) and (done.rejected[0].row, done.rejected[0].field) == (3, "amountAwarded")
    assert counts(bring(cast, file_of(grant(1)))) == (1, 0, 0, 1, 0), "the same grant as JSON is unchanged"


def test_its_state_follows_from_its_days(cast: Cast) -> None:
    day = today()
    runs = {"startDate": str(day - timedelta(days=5)), "endDate": str(day + timedelta(days=5))}
    later = {"startDate": str(day + timedelta(days=5)), "endDate": str(day + timedelta(days=50))}
    bring(cast, file_of(grant(1), grant(2, plannedDates=[runs]), grant(3, plannedDates=[later]), grant(4, plannedDates=[])))
    with cast.reading(SECOND):
        found = dict(Agreement.objects.filter(is_history=True).values_list("title", "state"))
    assert found == {"Grant 1": "EXPIRED", "Grant 2": "ACTIVE", "Grant 3": "SIGNED", "Grant 4": "EXPIRED"}


def test_a_recipient_is_found_by_its_numbers_and_never_by_its_name(cast: Cast) -> None:
    with cast.reading(SECOND):
        mana = Organization.objects.get(name="Mana Trust")
        Partner.objects.update_or_create(organization=mana, defaults={"nzbn": "9429000000017", "charity_number": "CC10001"})
        Partner.objects.update_or_create(organization_id=kete_of(), defaults={"charity_number": "CC10002"})
    rows = [
        grant(1, recipientOrganization=[{"id": "NZ-NZBN-9429000000017", "name": "MANA TRUST BOARD"}]),
        grant(2, recipientOrganization=[{"id": "x-2", "name": "Manatu", "charityNumber": "CC10001"}]),
        grant(3, recipientOrganization=[{"id": "x-3", "name": "Mana Trust"}]),
        grant(4, recipientOrganization=[{"id": "NZ-NZBN-9429000000017", "name": "Both", "charityNumber": "CC10002"}]),
    ]
    done = bring(cast, file_of(*rows))
    assert counts(done) == (4, 3, 0, 0, 1) and "two organisations" in done.rejected[0].message
    assert [(note.row, note.about) for note in done.notes] == [(3, mana.pk)]
    with cast.reading(SECOND):
        whose = dict(Party.objects.filter(agreement__is_history=True).values_list("agreement__title", "organization_id"))
        other = Partner.objects.get(pk=whose["Grant 3"])
    assert whose["Grant 1"] == whose["Grant 2"] == mana.pk != whose["Grant 3"]
    assert (other.state, other.state_reason) == ("ENDED", "Known from grants of the past alone.")
    again = bring(cast, file_of(grant(5, recipientOrganization=[{"id": "x-3", "name": "Mana Trust"}])))
    assert counts(again) == (1, 1, 0, 0, 0) and again.notes == [], "by its identifier in an earlier file it is known"


def kete_of() -> UUID:
    found: UUID = Organization.objects.get(name="Kete Trust").pk
    return found


def test_nothing_hangs_on_history(cast: Cast) -> None:
    runs = {"startDate": str(today() - timedelta(days=5)), "endDate": str(today() + timedelta(days=5))}
    bring(
        cast, file_of(grant(1, plannedDates=[runs], fundingOrganization=[{"id": "360G-unregistered-department", "name": "The department"}]))
    )
    one, actor = only(cast), cast.actor(SECOND)
    with cast.reading(SECOND):
        assert [due for due in due_reminders(actor) if due.agreement.pk == one.pk] == []
        assert queries.search_agreements(actor, Filters(when=When.SOON)).exists()
    for verb in ("suspend", "terminate"):
        with pytest.raises(Refused, match="is history"):
            do(cast, one.pk, actions.move_agreement, verb=verb, reason="x")
    with pytest.raises(Refused, match="is history"):
        do(cast, one.pk, actions.change_keeping, new=actions.Keeping())
    with pytest.raises(Refused, match="is history"):
        as_(cast, WRITER, actions.add_amendment, agreement_id=one.pk, new=actions.NewAmendment(reason="x", new_text="x"))
    party = next(each for each in get(cast, one.pk).parties.all() if each.organization_id)
    with pytest.raises(Refused, match="is history"):
        as_(
            cast,
            WRITER,
            actions.add_obligation,
            agreement_id=one.pk,
            new=actions.NewObligation(party_id=party.pk, bearer="PARTY", what="x", due_on=today()),
        )
    text = cast.client(WRITER).get(f"/agreements/{one.pk}/").content.decode()
    assert "History" in text and "A fund" in text and "360G-fund-1" in text and "Terminate" not in text and "Add an obligation" not in text
    assert "Canary" not in text and "canary" not in text


def test_the_database_lets_nothing_else_be_history(cast: Cast) -> None:
    key = signed(cast, kind="GRANT")
    bring(cast, file_of(grant(1)))
    one = only(cast)
    wrong: list[Callable[[], Any]] = [
        lambda: Agreement.objects.filter(pk=key).update(is_history=True),
        lambda: Agreement.objects.filter(pk=one.pk).update(is_history=False),
        lambda: Agreement.objects.filter(pk=one.pk).update(kind="CONTRACT"),
        lambda: Agreement(
            number="x", title="x", search_key="x", kind="MOU", state="ACTIVE", is_history=True, starts_on=today(), offered_on=today()
        ).save(force_insert=True),
        lambda: Covered(agreement=one, service_id=cast.service).save(force_insert=True),
    ]
    for write in wrong:
        with cast.reading(WRITER), pytest.raises(IntegrityError):
            write()


def test_who_brings_it_in(cast: Cast) -> None:
    for who in EVERYBODY:
        if who != SECOND:
            with pytest.raises(NotAllowed):
                bring(cast, file_of(grant(1)), who=who)
    bring(cast, file_of(grant(1)))
    for who in EVERYBODY:
        with cast.reading(who), connection.cursor() as cursor:
            cursor.execute("select count(*) from agreements_pastgrant")
            assert cursor.fetchone() == ((1,) if who in {WRITER, SECOND, EXECUTIVE} else (0,)), who


def test_cut_off_it_leaves_nothing_and_brought_in_again_all(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(**_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(past, "record", cut)
        with pytest.raises(KeyboardInterrupt):
            bring(cast, file_of(grant(1), grant(2)))
    with cast.reading(SECOND):
        assert not PastGrant.objects.exists() and not Organization.objects.filter(name="Recipient 1").exists()
    assert counts(bring(cast, file_of(grant(1), grant(2)))) == (2, 2, 0, 0, 0)


def test_our_own_export_comes_back_as_it_went_out(cast: Cast) -> None:
    """Out of one site, into another, out again: equal but for the days of change. One recipient is known there by its number, and one is not."""
    here = replace(settings.PUBLISHING, name="The ministry", identifier="NZ-NZBN-9429000000024")
    there = replace(here, grant_prefix="360G-elsewhere")
    with cast.reading(SECOND):
        mana = Organization.objects.get(name="Mana Trust")
        Partner.objects.update_or_create(organization=mana, defaults={"nzbn": "9429000000017", "charity_number": "CC10001"})
    keys = [
        signed(cast, title=title, kind="GRANT", **more) for title, more in (("Homes", {"amount": "2500.50"}), ("Mahi", {"ends_on": None}))
    ]
    for key in keys:
        do(cast, key, actions.publish_agreement)
    with override_settings(PUBLISHING=here):
        package = exported(cast)
        assert counts(bring(cast, json.dumps(package).encode())) == (2, 0, 0, 0, 2), "its own grants are here already"
    for key in keys:
        do(cast, key, actions.unpublish_agreement, why="Another site, as far as this goes.")
    with cast.reading(SECOND):
        Partner.objects.filter(pk=mana.pk).update(nzbn="", charity_number="CC10001")
    with override_settings(PUBLISHING=there):
        assert counts(bring(cast, json.dumps(package).encode())) == (2, 2, 0, 0, 0)
        with cast.reading(SECOND):
            brought = list(PastGrant.objects.order_by("grant_id").values_list("agreement_id", flat=True))
        for key in brought:
            do(cast, key, actions.publish_agreement)
        again = exported(cast)
        assert faults(again) == []
        assert {one["tag"][0] for one in as_(cast, WRITER, actions.take_all, kind="releases", about=OPEN).package["releases"]} == {"award"}

    def told(whole: dict[str, Any]) -> list[Any]:
        return sorted(({**one, "dateModified": ""} for one in whole["grants"]), key=lambda one: str(one["id"]))

    assert told(again) == told(package)


def test_what_another_funder_gave_is_not_ours_to_publish(cast: Cast) -> None:
    bring(cast, file_of(grant(1)))
    with pytest.raises(Refused, match="theirs to publish"):
        do(cast, only(cast).pk, actions.publish_agreement)
    page = cast.client(WRITER).get(f"/agreements/{only(cast).pk}/").content.decode()
    assert "theirs to publish" in page and "See what would be published" not in page


def test_by_command(cast: Cast, tmp_path: Path) -> None:
    file, run = tmp_path / "grants.json", CliRunner()
    file.write_bytes(file_of(grant(1), grant(2, currency="GBP"), publisher={"name": "A fund"}, license="https://example.test/licence"))
    checked = json.loads(run.invoke(cli, ["import", "360", str(file), "--check", "--json"]).output)
    assert (checked["read"], checked["created"], len(checked["rejected"])) == (2, 1, 1)
    assert "1 created" in run.invoke(cli, ["import", "360", str(file)]).output
    assert "1 unchanged" in run.invoke(cli, ["import", "360", str(file)]).output
    with cast.reading(SECOND):
        assert PastGrant.objects.get().licence == "https://example.test/licence"


OURS = {"id": "360G-unregistered-department", "name": "The department"}


def released(cast: Cast) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = as_(cast, WRITER, queries.releases_of_one, agreement_id=only(cast).pk)
    return found


def test_a_file_that_corrects_who_gave_it_changes_whose_it_is_to_publish(cast: Cast) -> None:
    theirs, ours = file_of(grant(1)), file_of(grant(1, fundingOrganization=[OURS]))
    bring(cast, theirs)
    with pytest.raises(Refused, match="theirs to publish"):
        do(cast, only(cast).pk, actions.publish_agreement)
    assert counts(bring(cast, ours)) == (1, 0, 1, 0, 0)
    do(cast, only(cast).pk, actions.publish_agreement)
    assert len(as_(cast, WRITER, queries.some_published).rows) == 1
    bring(cast, theirs)
    assert as_(cast, WRITER, queries.some_published).rows == [], "another funder's is not ours to publish, whatever was said before"


def test_what_was_released_keeps_its_value_when_the_file_says_another(cast: Cast) -> None:
    bring(cast, file_of(grant(1, fundingOrganization=[OURS])))
    with cast.reading(SECOND):
        before = set(Party.objects.values_list("pk", flat=True))
    first = released(cast)
    more = [{"id": "360G-fund-org-2", "name": "Recipient 2"}, {"id": "360G-fund-org-1", "name": "Recipient 1"}]
    rest = {"fundingOrganization": [OURS], "recipientOrganization": more, "awardDate": "2020-05-02"}
    bring(cast, file_of(grant(1, amountAwarded=9000, **rest)))
    with cast.reading(SECOND):
        assert before < set(Party.objects.values_list("pk", flat=True)), "who is a party stays the same row"
        assert set(Party.objects.filter(agreement__is_history=True).values_list("signed_on", flat=True)) == {today().replace(2020, 5, 2)}
    second = released(cast)
    assert [one["id"] for one in second[:-1]] == [one["id"] for one in first]
    assert [one["contracts"][0]["value"]["amount"] for one in second] == [2500.5, 9000]


def test_a_recipient_stays_the_same_organisation_whatever_becomes_of_its_name_and_its_record(cast: Cast) -> None:
    two = [{"id": "360G-fund-org-1", "name": "Recipient 1"}, {"id": "360G-fund-org-2", "name": "Recipient 2"}]
    bring(cast, file_of(grant(1, recipientOrganization=two)))
    with cast.reading(SECOND):
        keys = dict(Organization.objects.filter(name__startswith="Recipient").values_list("name", "pk"))
        Organization.objects.filter(pk=keys["Recipient 1"]).update(name="Hoani House", search_key="hoani house")
        everybody = Organization.objects.count()

    def whose(title: str) -> set[UUID]:
        bring(cast, file_of(grant(1, recipientOrganization=two, title=title)))
        with cast.reading(SECOND):
            assert Organization.objects.count() == everybody
            return set(Party.objects.filter(agreement__is_history=True).values_list("organization_id", flat=True))

    assert whose("Once renamed") == set(keys.values())
    with cast.reading(SECOND):
        mana = Organization.objects.get(name="Mana Trust").pk
    add(cast, kind="NGO")
    made = merge(cast, mana, keys["Recipient 2"])
    assert whose("Once put together") == {keys["Recipient 1"], mana}
    assert counts(bring(cast, file_of(grant(1, recipientOrganization=two, title="Once put together")))) == (1, 0, 0, 1, 0)
    assert made.loser_id == keys["Recipient 2"]


def test_what_turns_out_to_be_another_funders_is_published_no_more(cast: Cast) -> None:
    """It was ours and published; its source corrects who gave it. The withdrawal says why, and the audit has it."""
    ours = {"id": funder_id(publisher()), "name": "The department"}
    bring(cast, file_of(grant(1, fundingOrganization=[ours])))
    found = only(cast)
    as_(cast, SECOND, actions.publish_agreement, agreement_id=found.pk, seen=found.version)
    with cast.reading(SECOND):
        assert Publication.objects.get(agreement=found).withdrawn_at is None
    assert counts(bring(cast, file_of(grant(1, fundingOrganization=[FUNDER])))) == (1, 0, 1, 0, 0)
    with cast.reading(SECOND):
        told = Publication.objects.get(agreement=found)
        assert told.withdrawn_at is not None
        assert "another funder" in told.withdrawn_why
        assert not Party.objects.filter(agreement=found, organization=None).exists()
    assert counts(bring(cast, file_of(grant(1, fundingOrganization=[ours])))) == (1, 0, 1, 0, 0)
    with cast.reading(SECOND):
        assert Publication.objects.get(agreement=found).withdrawn_at is not None, "what was withdrawn is not published again by a file"
