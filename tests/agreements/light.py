"""Small grants and MOUs for tests: written on the one page, and their links as they come by mail."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core import mail

from tests.agreements.made import WRITER, as_, do, get
from tests.cast import Cast
from tests.notices.jobs import run_jobs
from throughcare.agreements import actions
from throughcare.common.clock import today

_LINK, _CODE = re.compile(r"/sign/([\w-]{20,})/"), re.compile(r"Your code is (\d{6})")
EMAIL, PHONE = "hine@example.test", "021 555 0123"


def new(**said: Any) -> actions.NewLight:
    """A grant of 2,500 for three months, to the other organisation."""
    usual: dict[str, Any] = {
        "organization": "Kete Trust",
        "kind": "GRANT",
        "title": "Garden at the marae",
        "purpose": "Six beds, planted together with people who came home.",
        "amount": Decimal(2500),
        "pays_on": today(),
        "starts_on": today(),
        "ends_on": today() + timedelta(days=90),
        "report_on": today() + timedelta(days=100),
        "signer_name": "Hine Kōtare",
        "reach": EMAIL,
    }
    return actions.NewLight(**{**usual, **said})


def written(cast: Cast, who: str = WRITER, **said: Any) -> UUID:
    """A draft."""
    key: UUID = as_(cast, who, actions.add_light, new=new(**said)).pk
    return key


def send(cast: Cast, key: UUID, purpose: str = "SIGN", who: str = WRITER) -> str:
    """Send a link; its secret, from the mail or as it was shown."""
    mail.outbox.clear()
    shown = as_(cast, who, actions.send_light_link, agreement_id=key, purpose=purpose, seen=get(cast, key).version)
    run_jobs()
    text = shown.secret or theirs()[-1].body
    found = _LINK.search(str(text))
    assert found, text
    return found[1]


def theirs() -> list[Any]:
    """Mails to whoever signs: whoever looks after the agreement has mails too."""
    return [sent for sent in mail.outbox if sent.to == [EMAIL]]


def code(client: Any, key: str) -> str:
    """Ask for one on the page; what was mailed."""
    mail.outbox.clear()
    assert client.post(f"/sign/{key}/name/", {"what": "code"}).status_code == 302
    run_jobs()
    found = _CODE.search(str(theirs()[-1].body))
    assert found
    return found[1]


def sign(client: Any, key: str, typed: str, name: str = "Hine Kōtare") -> Any:
    """Type name and code."""
    return client.post(f"/sign/{key}/name/", {"name": name, "code": typed, "may_sign": "on"})


def signed(cast: Cast, client: Any, **said: Any) -> UUID:
    """Signed by its link, and by us."""
    key = written(cast, **said)
    link = send(cast, key)
    assert sign(client, link, code(client, link)).status_code == 302
    ours = next(one for one in get(cast, key).parties.all() if one.organization_id is None)
    do(cast, key, actions.sign_party, party_id=ours.pk, new=actions.Signature(signed_by="Aroha Ngata"))
    do(cast, key, actions.move_agreement, verb="sign")
    return key
