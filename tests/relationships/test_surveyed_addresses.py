"""While a survey is open, whoever keeps the register reads nothing by way of an organisation's address: not by another one, nor by a new link."""

from uuid import UUID

import pytest
from django.core import mail
from django.db import Error, connection, transaction
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.database import Owner
from tests.notices.jobs import run_jobs
from tests.partners.made import EDITOR, as_
from tests.relationships.surveyed import _LINK, address, hand_in, move, opened, prepared, six, surveyed, tell
from tests.relationships.test_pages import text
from throughcare.common.reader import NOBODY, reading_as
from throughcare.common.refusals import NotFound, Refused
from throughcare.relationships import actions
from throughcare.relationships.queries import surveys as queries

OWN = "partner_worker"  # of Mana Trust
MINE = "keeper@example.test"


def readdress(cast: Cast, survey: UUID, name: str, email: str = MINE) -> str:
    """Another address, and the secret of the link that goes there; empty: none went."""
    mail.outbox.clear()
    as_(cast, EDITOR, actions.ask_organization, survey_id=survey, new=actions.NewSurveyed(organization=name, email=email))
    run_jobs()
    sent = [_LINK.findall(str(one.body)) for one in mail.outbox if one.to == [email]]
    return sent[0][0] if sent and sent[0] else ""


def said_by(link: str) -> dict[str, object]:
    """All that the link gives back."""
    with reading_as(NOBODY):
        return {one.name: one.said for one in queries.others_of(queries.surveyed_by_link(link), link) if one.said}


def test_another_address_reads_nothing_said_by_the_former(cast: Cast, owner: Owner) -> None:
    keys = six(cast)
    key = prepared(cast)
    links = opened(cast, key)
    tell(links["Aroha House"], keys["Elm House"], trust=1)
    assert readdress(cast, key, "Aroha House", address("Aroha House")), "the same address: a new link, and all stays"
    assert "Elm House" in said_by(links["Aroha House"])
    link = readdress(cast, key, "Aroha House")
    assert link and said_by(link) == {}
    with pytest.raises(NotFound):
        tell(links["Aroha House"], keys["Elm House"])
    assert owner.rows("select count(*) from relationships_tieanswer") == [(0,)]
    detail = owner.rows("select detail from audit_auditevent where verb = 'survey.asked' order by id desc limit 1")
    assert detail == [({"organization": str(keys["Aroha House"]), "changed": "address"},)]


def test_what_its_own_people_said_no_link_gives_back_or_overwrites(cast: Cast, owner: Owner) -> None:
    keys, own = six(cast), cast.client(OWN)
    key = prepared(cast)
    opened(cast, key)
    about = reverse("survey-own-about", args=[surveyed(cast, key)["Mana Trust"], keys["Elm House"]])
    assert own.post(about, {"knows": "YES", "reliable": "1"}).status_code == 302
    link = readdress(cast, key, "Mana Trust")
    assert said_by(link) == {"Elm House": {"held": True}}
    with pytest.raises(NotFound):
        tell(link, keys["Elm House"], trust=4)
    assert owner.rows("select reliable, by_link from relationships_tieanswer") == [(1, False)]
    client = Client()
    page = text(client.get(reverse("survey-reply", args=[link])))
    assert "Said by somebody of your organisation who logged in" in page and "1 of 5" in page
    assert client.get(reverse("survey-reply-about", args=[link, keys["Elm House"]])).status_code == 302
    assert 'value="1"' in own.get(about).content.decode()


def test_its_own_people_are_told(cast: Cast) -> None:
    six(cast)
    key = prepared(cast)
    opened(cast, key)
    readdress(cast, key, "Mana Trust")
    words = "What was said by the link to the former address is gone, unread."
    assert words in text(cast.client(OWN).get(reverse("notices")))
    assert words not in text(cast.client("other_partner_worker").get(reverse("notices")))
    assert "is then gone, unread" in text(cast.client(EDITOR).get(reverse("network-survey-ask", args=[key])))


def test_one_that_replied_keeps_its_address_and_gets_no_link(cast: Cast, owner: Owner) -> None:
    keys = six(cast)
    key = prepared(cast)
    links = opened(cast, key)
    tell(links["Aroha House"], keys["Elm House"])
    hand_in(links["Aroha House"])
    for email in (MINE, address("Aroha House")):
        with pytest.raises(Refused, match="It has replied"):
            readdress(cast, key, "Aroha House", email)
    with pytest.raises(Refused, match="It has replied"):
        as_(cast, EDITOR, actions.move_surveyed, surveyed_id=surveyed(cast, key)["Aroha House"], verb="resend")
    assert owner.rows("select count(*) from relationships_tieanswer") == [(1,)]


@pytest.mark.parametrize("column", ["email = 'keeper@example.test'", "digest = '\\x01'", "former_digest = '\\x01'"])
def test_plain_sql_opens_no_door(cast: Cast, column: str) -> None:
    six(cast)
    key = prepared(cast)
    links = opened(cast, key)
    hand_in(links["Aroha House"])
    row = surveyed(cast, key)["Aroha House"]
    with cast.reading(EDITOR), connection.cursor() as cursor, pytest.raises(Error), transaction.atomic():
        cursor.execute(f"update relationships_surveyedorganization set {column} where id = %s", [row])
    move(cast, key, "close")
