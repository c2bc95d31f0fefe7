"""Pages few people ever come to: a person whose account is not joined to a record, somebody with a passkey."""

from allauth.mfa.models import Authenticator
from django.db import connection
from django.urls import reverse

from tests.cast import Cast
from tests.database import Owner


def test_a_person_whose_account_is_not_joined_to_a_record_is_told_whom_to_ask(cast: Cast, owner: Owner) -> None:
    assert owner.change("delete from people_ownaccount where user_id = %s", cast.users["aroha"]) == 1
    page = cast.client("aroha").get(reverse("home")).content.decode()
    assert "Your record is not joined to your log-in yet" in page
    assert "Ngātai" not in page


def test_ones_own_passkey_is_listed_and_nobody_elses(cast: Cast) -> None:
    for name in ("officer", "auditor"):
        with cast.reading(name):
            data = {"name": f"Key of {name}", "credential": {"clientExtensionResults": {"credProps": {"rk": True}}}}
            Authenticator.objects.create(user_id=cast.users[name], type=Authenticator.Type.WEBAUTHN, data=data)
    connection.close()
    page = cast.client("officer").get(reverse("mfa_list_webauthn")).content.decode()
    assert "Key of officer" in page
    assert "Passkey" in page
    assert "Key of auditor" not in page
