"""Amendments: numbered, offered, signed anew by all who contract, approved above the value again, and then what the agreement says."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, models
from django.urls import reverse
from typer.testing import CliRunner

from tests.agreements.made import EXECUTIVE, SECOND, WRITER, as_, do, get, offered, signed
from tests.cast import EVERYBODY, MEMBERS, Cast
from tests.database import Owner
from tests.people.test_rest import Api
from throughcare.agreements import actions, queries
from throughcare.agreements.cli import cli
from throughcare.agreements.models import Agreement, AmendedService, AmendedValue, Amendment, Covered, Obligation, PartyValue
from throughcare.agreements.queries import Filters, When
from throughcare.common.clock import today
from throughcare.common.refusals import Invalid, NotAllowed, NotFound, Refused, Stale
from throughcare.services.models import Service

RIGHTS = ["directory.view", "agreement.view", "agreement.edit"]
LATER = today() + timedelta(days=800)


def party_of(cast: Cast, key: UUID) -> UUID:
    return next(one.pk for one in get(cast, key).parties.all() if one.organization_id)


def amend(cast: Cast, key: UUID, amount: Any = None, who: str = WRITER, **values: Any) -> Amendment:
    """A draft: until later, and for `amount` where it says one."""
    new_values = {} if amount is None else {party_of(cast, key): Decimal(amount)}
    said = {"reason": "More people come.", "old_text": "Twelve people.", "new_text": "Twenty people.", "ends_on": LATER, **values}
    made: Amendment = as_(cast, who, actions.add_amendment, agreement_id=key, new=actions.NewAmendment(**said, values=new_values))
    return made


def act(cast: Cast, one: Amendment, action: Any, who: str = WRITER, **values: Any) -> Amendment:
    """Against the version there is."""
    with cast.reading(WRITER):
        seen = Amendment.objects.get(pk=one.pk).version
    done: Amendment = as_(cast, who, action, agreement_id=one.agreement_id, amendment_id=one.pk, seen=seen, **values)
    return done


def sign_all(cast: Cast, one: Amendment) -> None:
    for party in get(cast, one.agreement_id).parties.all():
        if party.part != "SUB":
            act(cast, one, actions.sign_amendment, party_id=party.pk, new=actions.Signature(signed_by="Hine Kōtare"))


def offer(cast: Cast, key: UUID, amount: Any = None) -> Amendment:
    """Offered, and signed by all."""
    one = amend(cast, key, amount)
    act(cast, one, actions.move_amendment, verb="offer")
    sign_all(cast, one)
    return one


def test_in_effect_the_agreement_says_it_and_what_was_stays_beside_it(cast: Cast, owner: Owner) -> None:
    key = signed(cast)
    before = get(cast, key)
    one = offer(cast, key, 30_000)
    assert (get(cast, key).state, get(cast, key).ends_on) == ("SIGNED", before.ends_on)
    done = act(cast, one, actions.move_amendment, verb="effect")
    found = get(cast, key)
    assert (found.state, found.ends_on, found.version) == ("VARIED", LATER, before.version + 1)
    assert (done.state, done.old_ends_on, done.number) == ("IN_EFFECT", before.ends_on, 1)
    with cast.reading(WRITER):
        assert [(row.old_amount, row.amount) for row in AmendedValue.objects.order_by("id")] == [(Decimal(20_000), Decimal(30_000))]
        assert [row.amount for row in PartyValue.objects.order_by("party")] == [Decimal(30_000)]
    assert owner.rows(
        "select verb from audit_auditevent where verb like 'agreement.amendment%%' or verb = 'agreement.moved.vary' order by at"
    ) == [
        *((f"agreement.amendment.{verb}",) for verb in ("added", "offer", "signed", "signed", "effect")),
        ("agreement.moved.vary",),
    ]
    again = offer(cast, key)
    assert again.number == 2
    act(cast, again, actions.move_amendment, verb="effect")
    assert (get(cast, key).state, get(cast, key).ends_on) == ("VARIED", LATER)


def test_it_needs_everybodys_signature_and_a_change_takes_them_off(cast: Cast) -> None:
    one = amend(cast, signed(cast))
    sign: dict[str, Any] = {"party_id": party_of(cast, one.agreement_id), "new": actions.Signature(signed_by="Hine Kōtare")}
    with pytest.raises(Refused, match="while an amendment is offered"):
        act(cast, one, actions.sign_amendment, **sign)
    act(cast, one, actions.move_amendment, verb="offer")
    act(cast, one, actions.sign_amendment, **sign)
    with pytest.raises(Refused, match="Not everybody has signed: The department"):
        act(cast, one, actions.move_amendment, verb="effect")
    sign_all(cast, one)
    new = actions.NewAmendment(reason="Even more come.", new_text="Thirty people.")
    act(cast, one, actions.change_amendment, new=new)
    with pytest.raises(Refused, match="Not everybody has signed: The department, Mana Trust"):
        act(cast, one, actions.move_amendment, verb="effect")
    with pytest.raises(Stale):
        as_(cast, WRITER, actions.change_amendment, agreement_id=one.agreement_id, amendment_id=one.pk, new=new, seen=1)


def test_above_the_value_a_second_person_agrees_again(cast: Cast) -> None:
    key = signed(cast)
    one = offer(cast, key, 50_001)
    with pytest.raises(Refused, match=r"With it the agreement is worth NZD 50,001.00, and a value above NZD 50,000.00"):
        act(cast, one, actions.move_amendment, verb="effect")
    do(cast, key, actions.ask_approval, note="Twice as many.")
    actor = cast.actor(EXECUTIVE)
    with cast.reading(EXECUTIVE):
        assert queries.search_agreements(actor, Filters(when=When.APPROVAL)).count() == 1
    with pytest.raises(Refused, match="Nobody approves their own"):
        do(cast, key, actions.decide_approval, agreed=True)
    do(cast, key, actions.decide_approval, EXECUTIVE, agreed=True)
    assert [(one.amendment, one.amount) for one in get(cast, key).approvals.all()] == [(1, Decimal("50001.00"))]
    act(cast, one, actions.move_amendment, verb="effect")
    second = offer(cast, key)
    with pytest.raises(Refused, match="needs a second person"):  # the word was about the first
        act(cast, second, actions.move_amendment, verb="effect")


def test_one_is_open_at_a_time_and_what_is_decided_stays(cast: Cast) -> None:
    key = signed(cast)
    one = amend(cast, key)
    with pytest.raises(Refused, match="Amendment 1 is open already"):
        amend(cast, key)
    with pytest.raises(Invalid):
        act(cast, one, actions.move_amendment, verb="withdraw")
    act(cast, one, actions.move_amendment, verb="withdraw", reason="The money is not there.")
    for action, values in (
        (actions.change_amendment, {"new": actions.NewAmendment(reason="x", new_text="y")}),
        (actions.move_amendment, {"verb": "offer"}),
    ):
        with pytest.raises(Refused):
            act(cast, one, action, **values)
    assert amend(cast, key).number == 2


def test_what_is_not_signed_or_is_over_is_not_amended(cast: Cast) -> None:
    with pytest.raises(Refused, match="what is signed, and not over or suspended"):
        amend(cast, offered(cast, title="Not signed"))
    key = signed(cast)
    one = offer(cast, key)
    do(cast, key, actions.move_agreement, verb="suspend", reason="Their house burnt down.")
    with pytest.raises(Refused, match="Suspended"):
        act(cast, one, actions.move_amendment, verb="effect")
    with pytest.raises(NotAllowed):
        amend(cast, key, who="partner_worker")
    wrong: tuple[dict[str, Any], ...] = (
        {"reason": " "},
        {"new_text": ""},
        {"ends_on": today() - timedelta(days=1)},
        {"ends_on": today() + timedelta(days=366 * 60)},
    )
    other = signed(cast, title="Another")
    for values in wrong:
        with pytest.raises(Invalid):
            amend(cast, other, **values)
    with pytest.raises(Invalid):
        amend(cast, other, Decimal("0.001"))
    assert amend(cast, other).number == 1


def test_the_database_refuses_what_the_action_refuses(cast: Cast, owner: Owner) -> None:
    key = signed(cast)
    one = amend(cast, key, 70_000)
    act(cast, one, actions.move_amendment, verb="offer")

    def change(table: str, what: str, who: str = WRITER) -> int:
        with cast.reading(who), connection.cursor() as cursor:
            cursor.execute(f"update agreements_{table} set {what}")
            return int(cursor.rowcount)

    with pytest.raises(IntegrityError, match="not every party has signed"):
        change("amendment", "state = 'IN_EFFECT'")
    sign_all(cast, one)
    with pytest.raises(IntegrityError, match="needs a second person"):
        change("amendment", "state = 'IN_EFFECT'")
    for table, what in (("partyvalue", "amount = 70000"), ("agreement", f"ends_on = '{LATER}'")):
        with pytest.raises(IntegrityError, match="what was signed stays"):
            change(table, what)
    do(cast, key, actions.ask_approval)
    do(cast, key, actions.decide_approval, SECOND, agreed=True)
    act(cast, one, actions.move_amendment, verb="effect")
    refused = (
        ("partyvalue", "amount = 70001"),
        ("agreement", f"ends_on = '{LATER + timedelta(days=1)}'"),
        ("agreement", "title = 'Another'"),
        ("amendment", "new_text = 'x'"),
        ("amendedvalue", "amount = 1"),
        ("amendmentsignature", "signed_by = 'x'"),
    )
    for table, what in refused:
        with pytest.raises(IntegrityError, match="stays"):
            change(table, what)
        assert change(table, what, "partner_worker") == 0
    assert change("amendment", "state_reason = 'x'", EXECUTIVE) == 0


def test_nothing_is_written_down_as_decided_at_once(cast: Cast) -> None:
    key = signed(cast)
    party = party_of(cast, key)
    with cast.reading(WRITER):
        organization = PartyValue.objects.get(pk=party).organization_id
    owed = {"agreement_id": key, "party_id": party, "organization_id": organization, "bearer": "PARTY", "what": "Words", "due_on": today()}
    rows: tuple[models.Model, ...] = (
        Amendment(agreement_id=key, number=9, reason="x", new_text="y", state="IN_EFFECT", offered_on=today()),
        Agreement(number="9", title="x", search_key="x", kind="MOU", state="SIGNED", offered_on=today(), starts_on=today()),
        *(Obligation(**owed, **more) for more in ({"state": "MET"}, {"said": "x"}, {"disputed": "x"})),
    )
    for row in rows:
        with pytest.raises(IntegrityError, match="it begins at the beginning"), cast.reading(WRITER):
            row.save(force_insert=True)


def test_a_party_reads_it_once_it_is_offered_and_its_own_value_alone(cast: Cast) -> None:
    key = offered(cast)
    do(cast, key, actions.add_party, new=actions.NewParty(organization="Kete Trust", part="SUB", amount=Decimal(5_000)))
    for party in get(cast, key).parties.all():
        if party.part != "SUB":
            do(cast, key, actions.sign_party, party_id=party.pk, new=actions.Signature(signed_by="Hine Kōtare"))
    do(cast, key, actions.move_agreement, verb="sign")
    parties = {one.name: one.pk for one in get(cast, key).parties.all() if one.organization_id}
    values = {parties["Mana Trust"]: Decimal(33_331), parties["Kete Trust"]: Decimal(7_771)}
    new = actions.NewAmendment(reason="More come.", new_text="Twenty.", values=values)
    one: Amendment = as_(cast, WRITER, actions.add_amendment, agreement_id=key, new=new)
    mana = {name for name, (_, team) in MEMBERS.items() if team in ("mana", "kete")}

    def seen(table: str) -> dict[str, int]:
        found = {}
        for who in EVERYBODY:
            with cast.reading(who), connection.cursor() as cursor:
                cursor.execute(f"select count(*) from agreements_{table}")
                found[who] = int((cursor.fetchone() or (0,))[0])
        return found

    ours = {WRITER, SECOND, EXECUTIVE}
    assert {who for who, number in seen("amendment").items() if number} == ours
    with pytest.raises(NotFound):
        as_(cast, "partner_worker", queries.get_amendment, agreement_id=key, amendment_id=one.pk)
    act(cast, one, actions.move_amendment, verb="offer")
    sign_all(cast, one)
    kete = {name for name, (_, team) in MEMBERS.items() if team == "kete"}
    assert {who for who, number in seen("amendment").items() if number} == ours | mana
    told = seen("amendedvalue")
    assert {who: told[who] for who in ours | mana} == {who: 2 if who in ours else 1 for who in ours | mana}
    for who, reads, hidden in (("partner_worker", "33,331", "7,771"), (next(iter(kete)), "7,771", "33,331")):
        page = cast.client(who).get(f"/agreements/{key}/amendments/{one.pk}/").content.decode()
        assert reads in page and hidden not in page and "Put it into effect" not in page
        assert "Amendment 1: More come." in cast.client(who).get(f"/agreements/{key}/").content.decode()
    assert cast.client("case_manager").get(f"/agreements/{key}/amendments/{one.pk}/").status_code == 404


def test_on_pages(cast: Cast) -> None:
    key = signed(cast)
    writer, party = cast.client(WRITER), party_of(cast, key)
    assert "Write an amendment" in writer.get(f"/agreements/{key}/").content.decode()
    typed = {"reason": "More come.", "new_text": "Twenty people.", f"value_{party}": "60000"}
    typed |= {"ends_on_day": str(LATER.day), "ends_on_month": str(LATER.month), "ends_on_year": str(LATER.year)}
    assert writer.post(f"/agreements/{key}/amendments/add/", typed).status_code == 302
    with cast.reading(WRITER):
        one = Amendment.objects.get().pk
    path = f"/agreements/{key}/amendments/{one}/"
    assert "NZD 20,000.00, then NZD 60,000.00" in writer.get(path).content.decode()
    assert writer.post(f"{path}change/", {**typed, "reason": "Many more come.", "version": "1"}).status_code == 302
    late = writer.post(f"{path}change/", {**typed, "reason": "Fewer.", "version": "1"}).content.decode()
    assert "Many more come." in late and "Fewer." in late
    assert writer.post(f"{path}stand/offer/", {"version": "2"}).status_code == 302
    for number, whose in enumerate(get(cast, key).parties.all()):
        sign = {"signed_by": "Hine Kōtare", "version": str(3 + number)}
        assert writer.post(f"{path}parties/{whose.pk}/sign/", sign).status_code == 302
    assert "Ask for approval" in writer.get(path).content.decode()
    assert "With amendment 1 it is worth NZD 60,000.00" in writer.get(f"/agreements/{key}/approval/ask/").content.decode()
    do(cast, key, actions.ask_approval)
    assert "Approve its value, or not" in cast.client(EXECUTIVE).get(path).content.decode()
    do(cast, key, actions.decide_approval, EXECUTIVE, agreed=True)
    assert writer.post(f"{path}stand/effect/", {"version": "5"}).status_code == 302
    assert "In effect since" in writer.get(f"/agreements/{key}/").content.decode()
    assert get(cast, key).state == "VARIED"


def test_over_rest(cast: Cast) -> None:
    key = signed(cast)
    api, party = Api(cast, WRITER, RIGHTS), party_of(cast, key)
    path = f"/agreements/{key}/amendments"
    body = {"reason": "More come.", "new_text": "Twenty.", "values": [{"party_id": str(party), "amount": "30000.50"}]}
    made = api.call("POST", path, body)
    assert (made.status_code, made["ETag"], made.json()["number"]) == (201, '"1"', 1)
    one = f"{path}/{made.json()['id']}"
    assert api.call("PUT", one, body).status_code == 428
    assert api.call("PUT", one, {**body, "ends_on": str(LATER)}, **{"If-Match": '"1"'}).json()["ends_on"] == str(LATER)
    assert api.call("POST", f"{one}/stand/effect", {}, **{"If-Match": '"2"'}).status_code == 409
    assert api.call("POST", f"{one}/stand/offer", {}, **{"If-Match": '"2"'}).json()["state"] == "OFFERED"
    theirs = Api(cast, "partner_worker", RIGHTS)
    assert theirs.call("GET", one).json()["values"] == [{"party_id": str(party), "amount": "30000.50", "old_amount": None}]
    assert theirs.call("POST", f"{one}/stand/effect", {}, **{"If-Match": '"3"'}).status_code == 404
    for number, whose in enumerate(get(cast, key).parties.all()):
        signature = {"party_id": str(whose.pk), "signed_by": "Hine"}
        assert api.call("POST", f"{one}/sign", signature, **{"If-Match": f'"{3 + number}"'}).status_code == 200
    done = api.call("POST", f"{one}/stand/effect", {}, **{"If-Match": '"5"'}).json()
    assert (done["state"], done["values"][0]["old_amount"], len(done["signatures"])) == ("IN_EFFECT", "20000.00", 2)
    assert [row["number"] for row in api.call("GET", path).json()["items"]] == [1]
    assert Api(cast, "other_partner_worker", RIGHTS).call("GET", path).status_code == 404


def test_the_command_shows_amendments_and_what_is_owed(cast: Cast) -> None:
    key = signed(cast)
    amend(cast, key)
    new = actions.NewObligation(party_id=party_of(cast, key), bearer="PARTY", what="Report.", due_on=today() - timedelta(days=1))
    as_(cast, WRITER, actions.add_obligation, agreement_id=key, new=new)
    told = json.loads(CliRunner().invoke(cli, ["show", str(key), "--json"]).output)
    assert told["amendments"] == [{"number": "1", "reason": "More people come.", "stands": "Draft"}]
    assert [(one["who"], one["for"], one["what"], one["stands"]) for one in told["obligations"]] == [
        ("Mana Trust", "the department", "Report.", "Late")
    ]


def test_who_writes_why_it_changes_is_told_that_this_goes_out(cast: Cast) -> None:
    key = signed(cast)
    page = cast.client(WRITER).get(reverse("amendment-add", args=[key])).content.decode()
    assert "This goes out word for word when the agreement is published" in page


def _covered(cast: Cast, key: UUID) -> list[UUID]:
    return [one.service_id for one in get(cast, key).covered.all()]


def _may_be_used(cast: Cast) -> bool:
    with cast.reading("case_manager"):
        return cast.service not in queries.why_not_used([cast.service])


def test_services_join_and_go_when_it_takes_effect_and_referrals_follow(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "REFER_WITHOUT_AGREEMENT", False)
    key = signed(cast)
    one = amend(cast, key, services=[cast.service])
    assert [(row.service_id, row.joins) for row in one.services.all()] == [(cast.service, True)]
    act(cast, one, actions.move_amendment, verb="offer")
    sign_all(cast, one)
    assert _covered(cast, key) == [] and not _may_be_used(cast)
    with pytest.raises(IntegrityError, match="what was signed stays"), cast.reading(WRITER):
        Covered(agreement_id=key, service_id=cast.service).save(force_insert=True)
    # Said otherwise, signatures fall; nothing is left of what was said first.
    said: dict[str, Any] = {"reason": "More.", "new_text": "Twenty."}
    one = act(cast, one, actions.change_amendment, new=actions.NewAmendment(**said))
    assert not one.services.all() and not one.signatures.all()
    act(cast, one, actions.change_amendment, new=actions.NewAmendment(**said, services=[cast.service]))
    sign_all(cast, one)
    act(cast, one, actions.move_amendment, verb="effect")
    assert _covered(cast, key) == [cast.service] and _may_be_used(cast)
    theirs = cast.client("partner_worker").get(f"/agreements/{key}/amendments/{one.pk}/").content.decode()
    assert "Services it covers from then on" in theirs
    again = amend(cast, key, services=[])
    assert [(row.service_id, row.joins) for row in again.services.all()] == [(cast.service, False)]
    act(cast, again, actions.move_amendment, verb="offer")
    sign_all(cast, again)
    assert _may_be_used(cast)
    act(cast, again, actions.move_amendment, verb="effect")
    assert _covered(cast, key) == [] and not _may_be_used(cast)
    # What took effect stays, by whatever way.
    with pytest.raises(IntegrityError, match="what took effect stays"), cast.reading(WRITER):
        AmendedService.objects.filter(amendment=again.pk).delete()


def test_a_service_of_nobody_who_is_a_party_does_not_join(cast: Cast) -> None:
    key = signed(cast)
    with cast.reading(SECOND):
        foreign = Service.objects.exclude(organization=cast.organization).order_by("id").first()
    for other in filter(None, (foreign and foreign.pk, UUID(int=5))):
        with pytest.raises(Invalid) as wrong:
            amend(cast, key, services=[other])
        assert list(wrong.value.errors) == ["services"]


def test_a_confidential_service_in_it_stays_when_somebody_who_does_not_see_it_writes(cast: Cast, owner: Owner) -> None:
    key = signed(cast)
    one = amend(cast, key, services=[cast.service])
    owner.change("update services_service set confidential = true where id = %s", cast.service)
    act(cast, one, actions.change_amendment, new=actions.NewAmendment(reason="A typing error.", new_text="Twenty."))
    assert owner.rows("select service_id, joins from agreements_amendedservice where amendment_id = %s", one.pk) == [(cast.service, True)]


def test_services_are_chosen_on_the_page_and_over_rest(cast: Cast) -> None:
    key = signed(cast)
    client, address = cast.client(WRITER), f"/agreements/{key}/amendments/"
    assert "Services it covers then" in client.get(f"{address}add/").content.decode()
    sent = {"reason": "More.", "new_text": "Twenty.", "services": [str(cast.service)]}
    assert client.post(f"{address}add/", sent).status_code == 302
    api = Api(cast, WRITER, RIGHTS)
    (told,) = api.call("GET", f"/agreements/{key}/amendments").json()["items"]
    assert told["services"] == [{"service_id": str(cast.service), "joins": True}]
    assert "checked" in client.get(f"{address}{told['id']}/change/").content.decode()
    body = {"reason": "More.", "new_text": "Twenty.", "services": []}
    changed = api.call("PUT", f"/agreements/{key}/amendments/{told['id']}", body, **{"If-Match": '"1"'})
    assert changed.status_code == 200 and changed.json()["services"] == []
