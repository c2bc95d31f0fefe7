"""What somebody may see ends with their membership, and with their account, in the database itself."""

import pytest

from tests.cast import Cast
from tests.database import Owner
from throughcare.people.models import Need, Person


def seen(cast: Cast) -> tuple[int, int]:
    with cast.reading("case_manager"):
        return Person.objects.count(), Need.objects.count()


@pytest.mark.parametrize(
    ("change", "sees"),
    [
        ("accounts_membership set ends_on = throughcare.today() - 1 where user_id = %s", (0, 0)),
        ("accounts_membership set ends_on = throughcare.today() where user_id = %s", (1, 1)),
        ("accounts_membership set starts_on = throughcare.today() + 1 where user_id = %s", (0, 0)),
        ("accounts_user set is_active = false where id = %s", (0, 0)),
    ],
)
def test_only_a_membership_in_force_of_an_open_account_opens_records(cast: Cast, owner: Owner, change: str, sees: tuple[int, int]) -> None:
    assert seen(cast) == (1, 1)
    assert owner.change(f"update {change}", cast.users["case_manager"]) == 1
    assert seen(cast) == sees
