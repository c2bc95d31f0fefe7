"""A directory may hide a service and never opens one; a person's word outlives every import."""

from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import pytest

from tests.cast import SYSTEM, Cast
from tests.services.made import made_directory
from tests.services.test_import import bring_in_made
from throughcare.common.reader import reading_as
from throughcare.services.actions import mark_confidential
from throughcare.services.actions.shapes import SHAPES
from throughcare.services.models import Location, Service
from throughcare.services.readers import read
from throughcare.services.rows import Directory, ServiceRow

HOUSE = "s0-0"
HSDS = {
    "organizations.csv": "id,name\n1,Kea Trust\n",
    "services.csv": "id,organization_id,name,confidential\n1,1,Open,\n2,1,Safe,Yes\n3,1,Told,no\n4,1,Doubtful,maybe\n",
}
MAPPING = 'files = "*.csv"\n[organization]\nname = "who"\n[service]\nname = "what"\nconfidential = "secret"\n'


def directory(*, calls: bool, description: str = "A place to stay.") -> Directory:
    """One organisation, two services at one place; the directory calls both confidential, or says nothing."""
    made = made_directory(1)
    services = [row for row in made.tables["service"] if isinstance(row, ServiceRow)]
    made.tables["service"] = [replace(row, confidential=calls, description=description) for row in services]
    return made


def house() -> Service:
    with reading_as(SYSTEM):
        return Service.objects.get(source="made", source_id=HOUSE)


def say(cast: Cast, *, confidential: bool) -> None:
    seen, actor = house(), cast.actor("partnership_manager")
    with cast.reading("partnership_manager"):
        mark_confidential(by=actor, service_id=seen.id, confidential=confidential, seen=seen.version)


def test_an_import_can_mark_a_safe_house_and_its_place_is_hidden_with_it(cast: Cast) -> None:
    bring_in_made(directory(calls=True))
    with cast.reading("officer"):
        assert not Service.objects.filter(source="made").exists()
        assert not Location.objects.filter(source="made").exists()
    with cast.reading("partnership_manager"):
        assert Location.objects.filter(source="made").count() == 1


@pytest.mark.parametrize("description", ["A place to stay.", "Another description."])
def test_a_persons_mark_outlives_an_import_that_says_nothing(cast: Cast, description: str) -> None:
    bring_in_made(directory(calls=False))
    say(cast, confidential=True)
    done = bring_in_made(directory(calls=False, description=description))
    assert (done.fates.updated > 0) == (description != "A place to stay.")
    assert house().confidential


def test_a_directory_that_no_longer_says_so_opens_nothing(cast: Cast) -> None:
    bring_in_made(directory(calls=True))
    assert bring_in_made(directory(calls=False)).fates.updated == 2
    assert (house().confidential, house().confidential_in_directory) == (True, False)


def test_what_a_person_opened_stays_open_until_its_directory_says_so_anew(cast: Cast) -> None:
    bring_in_made(directory(calls=True))
    say(cast, confidential=False)
    bring_in_made(directory(calls=True, description="Another description."))
    assert not house().confidential
    bring_in_made(directory(calls=False))
    assert not house().confidential
    bring_in_made(directory(calls=True))
    assert house().confidential


def test_an_import_is_a_change_others_must_see_first(cast: Cast) -> None:
    bring_in_made(directory(calls=False))
    assert house().version == 1
    bring_in_made(directory(calls=False))
    assert house().version == 1
    bring_in_made(directory(calls=False, description="Another description."))
    assert house().version == 2


def test_a_service_nobody_hides_has_the_digest_it_had_before_there_was_a_mark(cast: Cast) -> None:
    made = directory(calls=False)
    bring_in_made(made)
    row = next(row for row in made.tables["service"] if row.key == HOUSE)
    before = repr((SHAPES["service"].values(row), ["o0"]))
    assert house().source_digest == blake2b(before.encode(), digest_size=16).hexdigest()


def test_the_column_confidential_of_services_csv_is_read(tmp_path: Path) -> None:
    for name, text in HSDS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = read(tmp_path)
    assert {row.name: row.confidential for row in found.tables["service"] if isinstance(row, ServiceRow)} == {
        "Open": False,
        "Safe": True,
        "Told": False,
    }
    assert [(bad.row, bad.field, bad.message) for bad in found.rejected] == [
        (4, "confidential", "“maybe” is neither yes nor no. Write yes or no, or leave the cell empty for no.")
    ]


def test_a_mapping_may_name_the_column(tmp_path: Path) -> None:
    mapping = tmp_path / "houses.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    (tmp_path / "list.csv").write_text("who,what,secret\nKea,Safe,TRUE\nKea,Open,0\nKea,Doubtful,x\n", encoding="utf-8")
    found = read(tmp_path, str(mapping))
    assert {row.name: row.confidential for row in found.tables["service"] if isinstance(row, ServiceRow)} == {"Safe": True, "Open": False}
    assert [bad.field for bad in found.rejected] == ["confidential"]
