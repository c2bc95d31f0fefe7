"""Bringing in directories: every row accounted for, nothing written twice, a manager's word kept."""

from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.database import Owner
from tests.services.made import made_directory
from tests.shared import shared
from throughcare.accounts.actors import system_actor
from throughcare.common.reader import reading_as
from throughcare.common.refusals import NotAllowed, Refused
from throughcare.matching.pillars import Pillar
from throughcare.services.actions import Imported, correct_pillar, import_directory
from throughcare.services.models import Service
from throughcare.services.readers import read
from throughcare.services.rows import Directory, OrganizationRow

BY = system_actor("services import", channel="command")
REAL = {
    "illinois-legal-aid/output": (4490, 3629),
    "santa-barbara-reentry": (5858, 125),
    "bay-area-reentry": (171, 1),
    "florida": (533, 16),
    "madrid": (152, 0),
    "maryland-reentry": (1447, 61),
    "washington-reentry": (30, 0),
}
_BERKELEY = (
    "select p.number, a.address_1 from services_service s join services_phone p on p.service_id = s.id "
    "join services_serviceatlocation l on l.service_id = s.id join services_address a on a.location_id = l.location_id "
    "where s.name = 'Building Opportunities for Self-Sufficiency (BOSS) - Berkeley Office'"
)


def bring_in(path: Path, *, source: str = "test", dry_run: bool = False) -> Imported:
    """Read and import a directory as the command does."""
    directory = read(path)
    with reading_as(BY.reader):
        return import_directory(by=BY, directory=directory, source=source, dry_run=dry_run)


def state_of(owner: Owner) -> dict[str, object]:
    """How many rows every table of the directory and its history holds."""
    names = owner.rows("select relname from pg_class where relkind = 'r' and relname ~ '^(services|partners)_' order by relname")
    return {str(name): owner.rows(f'select count(*) from "{name}"')[0][0] for (name,) in names}


@pytest.mark.parametrize("name", REAL)
def test_a_real_directory_is_accounted_for_and_a_second_run_writes_nothing(owner: Owner, name: str) -> None:
    path = shared("data", "services", *name.split("/"))
    first = bring_in(path)
    assert (first.fates.read, first.fates.rejected) == REAL[name]
    assert first.fates.created + first.fates.updated == first.fates.read - first.fates.rejected
    assert first.fates.created > 0
    before = state_of(owner)
    second = bring_in(path)
    assert second.fates == (first.fates.read, 0, 0, first.fates.read - first.fates.rejected, first.fates.rejected)
    assert state_of(owner) == before


def bring_in_made(directory: Directory, *, dry_run: bool = False) -> Imported:
    with reading_as(BY.reader):
        return import_directory(by=BY, directory=directory, source="made", dry_run=dry_run)


@pytest.mark.parametrize(
    ("name", "query", "value"),
    [
        ("illinois-legal-aid/output", "select count(*), count(distinct organization_id) from services_service", (89, 27)),
        ("santa-barbara-reentry", "select count(*), count(*) filter (where city = 'Lompoc') from services_address", (712, 98)),
        ("bay-area-reentry", _BERKELEY, ("(510) 649-1930", "2065 Kittredge St, Suite E")),
    ],
)
def test_values_of_a_real_directory_arrive(owner: Owner, name: str, query: str, value: tuple[object, ...]) -> None:
    bring_in(shared("data", "services", *name.split("/")))
    assert owner.rows(query) == [value]


def test_a_dry_run_says_the_same_and_writes_nothing(owner: Owner) -> None:
    before = state_of(owner)
    would = bring_in_made(made_directory(6), dry_run=True)
    assert state_of(owner) == before
    assert would.fates == bring_in_made(made_directory(6)).fates


def test_what_changed_is_written_with_its_history_and_what_a_directory_dropped_goes(owner: Owner) -> None:
    bring_in_made(made_directory(6))
    phones, history = owner.rows("select count(*) from services_phone"), owner.rows("select count(*) from services_serviceevent")
    done = bring_in_made(made_directory(6, edition=2))
    assert done.fates.updated > 0
    assert done.fates.created == 0
    assert owner.rows("select name from partners_organization where source_id = 'o0'") == [("Trust 0 renamed",)]
    assert owner.rows("select pgh_label, name from partners_organizationevent where source_id = 'o0' order by pgh_id") == [
        ("insert", "Trust 0"),
        ("update", "Trust 0 renamed"),
    ]
    assert owner.rows("select count(*) from services_phone") == [(int(str(phones[0][0])) - 2,)]
    assert owner.rows("select count(*) from services_serviceevent") > history
    assert bring_in_made(made_directory(6, edition=2)).fates.unchanged == done.fates.read


def test_a_managers_word_on_a_pillar_outlives_every_import(cast: Cast) -> None:
    bring_in_made(made_directory(6))
    with reading_as(BY.reader):
        service = Service.objects.get(source_id="s0-0")
    manager = cast.actor("partnership_manager")
    with cast.reading("partnership_manager"):
        correct_pillar(by=manager, service_id=service.id, pillar=Pillar.ACCOMMODATION, stands=False, reason="Closed.", seen="RULE")
        correct_pillar(by=manager, service_id=service.id, pillar=Pillar.HEALTH_WELLBEING, stands=True, reason="Nurse.", seen="")
    bring_in_made(made_directory(6, edition=2))
    bring_in_made(made_directory(6))
    with reading_as(BY.reader):
        found = {row.pillar: (row.verdict, row.rule) for row in service.pillars.all()}
    assert found == {"ACCOMMODATION": ("REMOVED", "housing"), "HEALTH_WELLBEING": ("ADDED", "")}


@pytest.mark.parametrize("text", ["\\N", "\\.", "a\tb\nc\rd", "back\\slash \\t", "q\"uote's", "Ngā Tai’s — 東"])
def test_text_arrives_as_it_was_whatever_copy_makes_of_it(owner: Owner, text: str) -> None:
    directory = made_directory(2)
    rows = directory.tables["service"]
    rows[0] = replace(rows[0], description=text)  # type: ignore[call-arg]  # a service has one
    bring_in_made(directory)
    assert owner.rows("select description from services_service where source_id = 's0-0'") == [(text,)]
    assert bring_in_made(directory).fates.unchanged == directory.read


def test_digests_mean_what_they_meant(owner: Owner) -> None:
    """Another meaning would make every record of every site look changed, once."""
    bring_in_made(made_directory(2))
    place = "select source_digest from services_location where source_id = 'l0'"
    said = repr((("physical", "", "House 0", "", "", "", -39.0, 175.0), ["o0"]))
    assert owner.rows(place) == [(blake2b(said.encode(), digest_size=16).hexdigest(),)]


def test_a_record_too_long_is_refused_with_all_that_hangs_on_it(owner: Owner) -> None:
    directory = made_directory(3)
    rows = directory.tables["organization"]
    first = rows[0]
    assert isinstance(first, OrganizationRow)
    rows[0] = replace(first, name="x" * 301)
    done = bring_in_made(directory)
    messages = {(reject.file, reject.row): reject.message for reject in done.rejects}
    assert messages["organizations", 1] == "The name has 301 characters; the most is 300. Shorten it."
    assert messages["services", 1] == "It needs organization “o0”, which was refused. Correct that one first."
    assert set(messages) == {("organizations", 1), ("locations", 1), ("services", 1), ("services", 2)}
    assert done.fates.read == done.fates.created + done.fates.rejected
    assert owner.rows("select count(*) from partners_organization") == [(2,)]
    assert owner.rows("select count(*) from imports_reject") == [(4,)]


def test_a_circle_with_what_was_said_by_hand_is_refused_whole(owner: Owner) -> None:
    first = made_directory(5)
    rows = first.tables["organization"]
    below = rows[4]
    assert isinstance(below, OrganizationRow) and below.parent_source_id == "o3"
    rows[4] = replace(below, parent_source_id=None)
    bring_in_made(first)
    by_hand = "update partners_organization set parent_organization_id = (select id from partners_organization where source_id = 'o4') where source_id = 'o3'"
    owner.place(by_hand)
    with pytest.raises(Refused, match="would stand above itself"):
        bring_in_made(made_directory(5))
    assert owner.rows("select source_id from partners_organization where parent_organization_id is not null") == [("o3",)]
    assert owner.rows("select count(*) from imports_importrun") == [(1,)]


def test_only_those_who_may_import_do(cast: Cast) -> None:
    for name in ("case_manager", "partner_manager", "records", "administrator"):
        by = cast.actor(name)
        with cast.reading(name), pytest.raises(NotAllowed):
            import_directory(by=by, directory=made_directory(1))
