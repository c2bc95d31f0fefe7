"""What a partner asks of the department as an advocate, and our answer to it."""

import json
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, transaction
from django.urls import reverse
from typer.testing import CliRunner

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.partners.made import EDITOR, add, as_
from tests.people.test_rest import Api
from throughcare.common.clock import today
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, NotAllowed, NotFound, Refused, Stale
from throughcare.notices.models import Notice
from throughcare.partners import actions, queries
from throughcare.partners.cli import partners
from throughcare.partners.models import Campaign

OWN, OTHER = "partner_worker", "other_partner_worker"
NEW = actions.NewCampaign(
    kind="SUBMISSION", title="Homes before release", asks="Start to look for a home six months before.", topic="housing"
)


def make(cast: Cast, key: UUID, who: str = OWN) -> Campaign:
    made: Campaign = as_(cast, who, actions.add_campaign, partner_id=key, new=NEW)
    return made


def answer(cast: Cast, made: Campaign, who: str = EDITOR, **more: Any) -> Campaign:
    values = {"verb": "answer", "answer": "From May on we do.", "seen": made.version, **more}
    done: Campaign = as_(cast, who, actions.move_campaign, campaign_id=made.pk, **values)
    return done


def text(response: Any) -> str:
    assert response.status_code == 200, response.content
    return re.sub(r"\s+", " ", response.content.decode())


def test_asked_by_its_own_people_and_answered(cast: Cast, owner: Owner) -> None:
    made = make(cast, add(cast))
    done = answer(cast, made)
    assert (done.state, done.answered_by_id, done.answered_on) == ("ANSWERED", cast.users[EDITOR], today())
    with reading_as(SYSTEM):
        told = list(Notice.objects.order_by("created_at", "id").values_list("user_id", "kind"))
    assert told == [(cast.users[EDITOR], "partner.campaign"), (cast.users[OWN], "partner.campaign.answered")]
    verbs = [verb for (verb,) in owner.rows("select verb from audit_auditevent where verb like 'partner.campaign.%%' order by id")]
    assert verbs == ["partner.campaign.added", "partner.campaign.answer"]
    again = as_(cast, EDITOR, actions.move_campaign, campaign_id=made.pk, verb="reopen", seen=2)
    assert again.state == "OPEN" and answer(cast, again, answer="And for all.").answer == "And for all."


def test_what_can_not_be(cast: Cast) -> None:
    key = add(cast)
    made = make(cast, key, EDITOR)
    for wrong, error in (
        ({"answer": " "}, Invalid),
        ({"answered_on": today() + timedelta(days=1)}, Invalid),
        ({"answered_on": made.said_on - timedelta(days=1)}, Invalid),
        ({"seen": 9}, Stale),
        ({"verb": "reopen"}, Refused),
        ({"verb": "odd"}, Refused),
        ({"who": OWN}, NotAllowed),
    ):
        with pytest.raises(error):
            answer(cast, made, **wrong)
    with pytest.raises(NotFound):
        make(cast, key, OTHER)
    with pytest.raises(NotAllowed):
        make(cast, key, "case_manager")
    with pytest.raises(Invalid) as slips:
        odd = actions.NewCampaign(kind="ODD", title="", asks=" ", document="no address", said_on=today() + timedelta(days=1))
        as_(cast, EDITOR, actions.add_campaign, partner_id=key, new=odd)
    assert set(slips.value.errors) == {"kind", "title", "asks", "document", "said_on"}


def test_who_sees_it_and_who_writes_it_even_in_plain_sql(cast: Cast) -> None:
    key = add(cast)
    made = make(cast, key)
    for who, sees in ((OWN, 1), (OTHER, 0), ("case_manager", 1), ("analyst", 0), (EDITOR, 1)):
        actor = cast.actor(who)
        with cast.reading(who):
            assert Campaign.objects.count() == sees, who
            if not sees:
                with pytest.raises(NotFound):
                    queries.get_campaign(actor, made.pk)
            if who != EDITOR:
                assert Campaign.objects.filter(pk=made.pk).update(answer="Yes to all.") == 0, who
                with pytest.raises(Error), transaction.atomic():
                    Campaign.objects.create(
                        partner_id=key, kind="CAMPAIGN", title="x", asks="x", state="ANSWERED", answer="x", answered_on=today()
                    )


def test_from_the_partners_page_to_the_answer(cast: Cast) -> None:
    key = add(cast)
    own, keeper = cast.client(OWN), cast.client(EDITOR)
    assert reverse("campaign-add", args=[key]) in text(own.get(reverse("partner", args=[key])))
    form = {"kind": "CAMPAIGN", "title": "Bail at home", "asks": "More bail addresses.", "document": "mana.example/bail.pdf"}
    made = own.post(reverse("campaign-add", args=[key]), form)
    assert made.status_code == 302 and "Bail at home" in text(own.get(reverse("partner", args=[key])))
    assert "Campaigns and submissions to answer" in text(keeper.get("/"))
    assert made["Location"] in text(keeper.get(reverse("campaigns"))) and "https://mana.example/bail.pdf" in text(
        keeper.get(made["Location"])
    )
    where = reverse("campaign-move", args=[made["Location"].split("/")[-2], "answer"])
    assert "Write our answer" in text(keeper.post(where, {"version": "1"}))
    assert keeper.post(where, {"version": "1", "answer": "We will."}).status_code == 302
    assert "We will." in text(own.get(made["Location"])) and "Bail at home" not in text(keeper.get(reverse("campaigns")))
    assert "Bail at home" in text(keeper.get(reverse("campaigns") + "?state=ANSWERED&words=bail"))
    assert keeper.get(where).status_code == 409
    changed = {**form, "title": "Bail at home, again", "version": "2"}
    assert keeper.post(reverse("campaign-change", args=[made["Location"].split("/")[-2]]), changed).status_code == 302
    assert "Somebody changed this" in text(
        keeper.post(reverse("campaign-change", args=[made["Location"].split("/")[-2]]), changed | {"title": "x"})
    )


def test_over_rest_and_by_command(cast: Cast) -> None:
    key = add(cast)
    api = Api(cast, EDITOR, ["directory.view", "partner.view", "partner.edit"])
    made = api.call("POST", f"/partners/{key}/campaigns", {"kind": "CAMPAIGN", "title": "Bail", "asks": "More."})
    assert (made.status_code, made["ETag"]) == (201, '"1"')
    told = json.loads(CliRunner().invoke(partners, ["campaigns", "--json"]).output)["items"]
    assert [one["title"] for one in told] == ["Bail"]
    assert "Mana Trust" in CliRunner().invoke(partners, ["campaigns"]).output
    path = f"/partners/campaigns/{made.json()['id']}"
    assert api.call("POST", f"{path}/answer", {"answer": "Yes."}, **{"If-Match": '"1"'}).json()["state"] == "ANSWERED"
    assert api.call("GET", "/partners/campaigns?state=OPEN").json()["items"] == []
