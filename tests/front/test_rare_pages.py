"""Pages few people ever come to: an account joined to no record, somebody's passkey, too many tries, one crumb."""

from pathlib import Path

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
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


def test_who_tries_too_often_is_told_to_wait(cast: Cast, tmp_path: Path) -> None:
    own_counters = {"default": settings.CACHES["default"] | {"LOCATION": tmp_path / "counters"}}
    with override_settings(CACHES=own_counters):
        client = Client()
        answers = [client.post(reverse("account_reset_password"), {"email": "nobody@demo.example"}) for _ in range(6)]
    assert [answer.status_code for answer in answers][-1] == 429
    assert answers[0].status_code == 302
    page = answers[-1].content.decode()
    assert "Too many tries" in page
    assert "Wait a few minutes" in page
    assert f'href="{reverse("account_reset_password")}"' in page
    assert "nobody@demo.example" not in page


def test_every_page_below_another_leads_back_to_it(cast: Cast) -> None:
    ways = (
        ("case_manager", reverse("service", args=[cast.service]), reverse("services")),
        ("case_manager", reverse("need-services", args=[cast.need]), reverse("need", args=[cast.need])),
        ("case_manager", reverse("need", args=[cast.need]), reverse("person", args=[cast.person])),
        ("case_manager", reverse("person", args=[cast.person]), reverse("people")),
        ("case_manager", reverse("your-keys"), reverse("your-account")),
        ("auditor", reverse("audit-verification"), reverse("audit")),
    )
    for name, path, above in ways:
        page = cast.client(name).get(path).content.decode()
        assert f'<a class="govuk-back-link" href="{above}">' in page, path
