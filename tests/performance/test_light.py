"""The three questions: asked by a link when they are due, answered without an account, by the group's own people, or written down by one of us."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from tests.agreements.light import EMAIL, PHONE, new, send, signed, theirs, written
from tests.agreements.made import EXECUTIVE, SECOND, WRITER, as_, do, get
from tests.cast import EVERYBODY, Cast
from tests.database import Owner
from tests.notices.jobs import run_jobs
from tests.relationships.test_pages import text
from throughcare.accounts.actors import system_actor
from throughcare.accounts.queries import digest_of
from throughcare.agreements import actions as agreements
from throughcare.agreements.models import Party
from throughcare.common.clock import today
from throughcare.common.reader import NOBODY, reading_as
from throughcare.common.refusals import Invalid, NotFound, Refused
from throughcare.performance import actions, queries
from throughcare.performance.models import LightReport, Payment
from throughcare.performance.queries.light import light_due

SAID = {"did": "Six beds.", "changed": "Four of us meet every week.", "otherwise": "Begin in spring.", "spent": "2400"}
TOLD = actions.Told(did="Six beds.", changed="We meet.", otherwise="Spring.", spent=Decimal(2400))


@pytest.fixture
def client() -> Client:
    mail.outbox.clear()
    return Client()


def _nightly() -> int:
    actor = system_actor("remind of reports")
    with reading_as(actor.reader):
        return actions.ask_how_it_went(by=actor)


def _payments(cast: Cast, key: Any) -> list[tuple[Decimal, Any, str]]:
    with cast.reading(WRITER):
        return [(one.amount, one.due_on, one.state) for one in Payment.objects.filter(agreement=key).order_by("id")]


def test_its_payment_is_planned_with_it_and_anew_when_it_changes(cast: Cast) -> None:
    key = written(cast)
    assert _payments(cast, key) == [(Decimal(2500), today(), "PLANNED")]
    do(cast, key, agreements.change_light, new=new(purpose="Another."))
    assert len(_payments(cast, key)) == 1
    do(cast, key, agreements.change_light, new=new(amount=Decimal(3000)))
    assert [(amount, state) for amount, _, state in _payments(cast, key)] == [(Decimal(2500), "NOT_PAYABLE"), (Decimal(3000), "PLANNED")]
    do(cast, key, agreements.change_light, new=new(kind="MOU", amount=None, pays_on=None))
    assert [state for _, _, state in _payments(cast, key)] == ["NOT_PAYABLE", "NOT_PAYABLE"]


def test_answered_by_a_link_once_and_read_by_both_sides(cast: Cast, client: Client, owner: Owner) -> None:
    key = signed(cast, client, organization="Mana Trust")
    link = send(cast, key, "REPORT")
    assert [sent.subject for sent in theirs()] == ["How did it go? Three questions"]
    page = client.get(f"/sign/{link}/")
    assert page.status_code == 302 and page["Location"] == f"/sign/{link}/answer/"
    shown = client.get(f"/sign/{link}/answer/")
    assert text(shown).count("Name nobody") == 3 and "How much of the money was spent?" in text(shown)
    missing = text(client.post(f"/sign/{link}/answer/", {**SAID, "changed": " ", "spent": ""}))
    assert "Answer in a few words: What changed for people?" in missing and "Enter how much was spent" in missing
    assert client.post(f"/sign/{link}/answer/", SAID).status_code == 302
    assert "The three questions are answered" in text(client.get(f"/sign/{link}/answer/"))
    assert "The three questions are answered" in text(client.post(f"/sign/{link}/answer/", SAID))
    run_jobs()
    assert "Somebody told how a small agreement went" in text(cast.client(WRITER).get("/notices/"))
    for who in (WRITER, EXECUTIVE, "partner_worker"):
        told = text(cast.client(who).get(f"/agreements/{key}/"))
        assert "Four of us meet every week." in told and "By a link, which went to Hine Kōtare" in told and "NZD 2,400.00" in told, who
    for who in EVERYBODY:
        with cast.reading(who):
            seen = LightReport.objects.count()
        assert seen == (1 if who in {WRITER, SECOND, EXECUTIVE} or who.startswith("partner_") else 0), who
    assert ("agreement.light.answered",) in owner.rows("select verb from audit_auditevent where about_id = %s", key)


def test_by_its_own_people_or_as_they_told_us_and_by_nobody_else(cast: Cast, client: Client) -> None:
    mine, theirs = signed(cast, client, organization="Mana Trust"), signed(cast, client, title="Second", reach=EMAIL)
    own = cast.client("partner_worker")
    assert "Answer the three questions" in text(own.get(f"/agreements/{mine}/"))
    assert "Who told you?" not in text(own.get(f"/agreements/{mine}/light/report/"))
    assert own.post(f"/agreements/{mine}/light/report/", SAID).status_code == 302
    assert "Six beds." in text(own.get(f"/agreements/{mine}/light/report/"))
    assert own.post(f"/agreements/{mine}/light/report/", SAID).status_code in (302, 409)  # a repeat is told as the first
    ours = cast.client(WRITER)
    assert "Say who told you" in text(ours.post(f"/agreements/{theirs}/light/report/", SAID))
    assert ours.post(f"/agreements/{theirs}/light/report/", {**SAID, "told_by": "Hine Kōtare"}).status_code == 302
    assert "Told by Hine Kōtare on" in text(ours.get(f"/agreements/{theirs}/light/report/"))
    with pytest.raises(Refused, match="answered already"):
        as_(cast, WRITER, actions.tell_light, agreement_id=theirs, told=TOLD)
    other = signed(cast, client, title="Third", reach=EMAIL)
    with pytest.raises(Refused, match="own people"):
        as_(cast, EXECUTIVE, actions.tell_light, agreement_id=other, told=TOLD)
    with pytest.raises(NotFound):
        as_(cast, "partner_worker", actions.tell_light, agreement_id=other, told=TOLD)
    with pytest.raises(Invalid):
        as_(cast, WRITER, actions.tell_light, agreement_id=other, told=actions.Told(did="x", changed="y", otherwise="z"))
    assert "Nobody has told yet" in text(cast.client(EXECUTIVE).get(f"/agreements/{other}/light/report/"))


def test_row_security_lets_nobody_tell_for_another(cast: Cast, client: Client) -> None:
    key = signed(cast, client, organization="Mana Trust")
    with cast.reading(WRITER):
        party = Party.objects.select_related("organization").get(agreement=key, part="PARTNER")
    values = {"did": "x", "changed": "y", "otherwise": "z"}
    for who, how, sent_by in (
        (WRITER, "LINK", None),
        (WRITER, "ACCOUNT", WRITER),
        (WRITER, "TOLD", SECOND),
        ("partner_worker", "TOLD", "partner_worker"),
        ("partner_worker", "LINK", None),
        ("other_partner_worker", "ACCOUNT", "other_partner_worker"),
        (EXECUTIVE, "TOLD", EXECUTIVE),
    ):
        told = {"told_by": "x", "told_on": today()} if how == "TOLD" else {}
        made = LightReport(agreement_id=key, party_id=party.pk, organization=party.organization, **values, how=how, **told)
        made.sent_by_id = cast.users[sent_by] if sent_by else None
        with pytest.raises(Exception, match=r"not yours to say|row-level security"), cast.reading(who):
            made.save(force_insert=True)


def test_links_go_out_by_themselves_when_it_is_due_and_late_is_a_task(cast: Cast, client: Client, owner: Owner) -> None:
    key = signed(cast, client, organization="Mana Trust")
    assert _nightly() == 0
    owner.change("update agreements_lightterms set report_on = %s where agreement_id = %s", today() + timedelta(days=5), key)
    mail.outbox.clear()
    assert _nightly() == 1 and _nightly() == 0
    run_jobs()
    assert [sent.subject for sent in theirs()] == ["How did it go? Three questions"]
    for number in range(3):
        owner.change("update agreements_lightlink set made_at = made_at - interval '8 days' where purpose = 'REPORT'")
        assert _nightly() == (1 if number < 2 else 0)
    owner.change("update agreements_lightterms set report_on = %s where agreement_id = %s", today() - timedelta(days=1), key)
    for who in (WRITER, "partner_worker"):
        actor = cast.actor(who)
        with cast.reading(who):
            assert [one.is_late for one in light_due(actor)] == [True], who
            assert queries.counts_for_home(actor).late == 1
        assert "Three questions to be answered" in text(cast.client(who).get("/reports/?show=due"))
    actor = system_actor("remind of reports")
    with reading_as(actor.reader):
        assert actions.remind_of_reports(by=actor)[0] == 1
    assert "three questions, late since" in text(cast.client(WRITER).get("/tasks/"))
    as_(cast, "partner_worker", actions.tell_light, agreement_id=key, told=TOLD)
    with reading_as(actor.reader):
        assert actions.remind_of_reports(by=actor) == (0, 1)


def test_without_an_address_nothing_goes_out_and_before_it_is_signed_nothing_is_asked(cast: Cast, client: Client, owner: Owner) -> None:
    key = written(cast, reach=PHONE)
    owner.change("update agreements_lightterms set report_on = %s", today())
    assert _nightly() == 0
    with pytest.raises(Refused):
        as_(cast, WRITER, agreements.send_light_link, agreement_id=key, purpose="REPORT", seen=get(cast, key).version)
    with pytest.raises(Refused):
        as_(cast, WRITER, actions.tell_light, agreement_id=key, told=TOLD)


def test_a_link_to_sign_answers_nothing_and_one_to_answer_signs_nothing(cast: Cast, client: Client) -> None:
    key = signed(cast, client)
    answer = send(cast, key, "REPORT")
    for path in ("name/", "word/", "copy/"):
        assert "This link is over" in text(client.get(f"/sign/{answer}/{path}"))
    other = send(cast, written(cast, title="Another"))
    assert "This link is over" in text(client.post(f"/sign/{other}/answer/", SAID))
    as_(cast, WRITER, actions.tell_light, agreement_id=key, told=actions.Told(**{**TOLD.__dict__, "told_by": "Hine"}))
    assert "are answered" in text(client.get(f"/sign/{answer}/answer/"))


def test_a_reminder_leaves_the_page_good_that_is_being_filled_in(cast: Cast, client: Client, owner: Owner) -> None:
    key = signed(cast, client, organization="Mana Trust")
    first, second, third = (send(cast, key, "REPORT") for _ in range(3))
    owner.change("update agreements_lightlink set expires_at = now() where digest = %s", digest_of(third))
    assert "This link is over" in text(client.get(f"/sign/{third}/answer/"))
    assert client.post(f"/sign/{first}/answer/", SAID).status_code == 302
    assert "The three questions are answered" in text(client.get(f"/sign/{second}/answer/"))
    late = text(client.post(f"/sign/{second}/answer/", {**SAID, "did": "Seven beds."}))
    assert "The three questions are answered" in late and "Seven beds." in late and "Four of us meet every week." in late
    assert owner.rows("select did from performance_lightreport") == [("Six beds.",)]
    assert owner.rows("select count(*) from agreements_lightlink where purpose = 'REPORT' and used_at is null and revoked_at is null") == [
        (0,)
    ]


def test_what_was_typed_for_a_link_that_was_taken_back_is_not_lost(cast: Cast, client: Client, owner: Owner) -> None:
    key = signed(cast, client, organization="Mana Trust")
    first, second = send(cast, key, "REPORT"), send(cast, key, "REPORT")
    ((taken,),) = owner.rows("select id from agreements_lightlink where digest = %s", digest_of(first))
    do(cast, key, agreements.revoke_light_link, link_id=taken)
    late = text(client.post(f"/sign/{first}/answer/", {**SAID, "did": "<b>Six"}))
    assert "This link is over" in late and "Four of us meet every week." in late and "It was not taken" in late
    assert "What you typed" not in text(client.get(f"/sign/{first}/answer/"))
    own = as_(cast, "partner_worker", actions.tell_light, agreement_id=key, told=TOLD)
    assert own.how == "ACCOUNT" and owner.rows("select revoked_why from agreements_lightlink where digest = %s", digest_of(second)) == [
        ("ANSWERED",)
    ]


def test_of_two_answers_at_once_the_later_is_told_so(cast: Cast, client: Client, owner: Owner) -> None:
    key = signed(cast, client, organization="Mana Trust")
    link = send(cast, key, "REPORT")
    # What the other wrote can't be seen by the check yet, and is there when it is written: as if the check never ran.
    ((found,),) = owner.rows("select pg_get_functiondef('throughcare.light_answer'::regproc)")
    made = str(found)
    check = "or exists (select 1 from performance_lightreport r where r.agreement_id = k.agreement_id)"
    assert made.count(check) == 1
    as_(cast, "partner_worker", actions.tell_light, agreement_id=key, told=TOLD)
    owner.change("update agreements_lightlink set revoked_at = null, revoked_why = '' where purpose = 'REPORT'")
    try:
        owner.change(made.replace(check, "").replace("%", "%%"))
        with reading_as(NOBODY), connection.cursor() as cursor:
            cursor.execute("select throughcare.light_answer(%s, 'x', 'y', 'z', 1)", [digest_of(link)])
            assert cursor.fetchone() == (False,)
    finally:
        owner.change(made.replace("%", "%%"))
