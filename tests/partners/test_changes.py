"""A partner's own people keep their organisation right: what holds at once, what waits for the department, and what none of them may write."""

import json
import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, transaction
from django.urls import reverse
from typer.testing import CliRunner

from tests.cast import EVERYBODY, SYSTEM, Cast
from tests.database import Owner
from tests.partners.made import EDITOR, accredit, add, as_, contact, get
from tests.people.test_rest import Api
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, NotAllowed, NotFound, Refused, Stale
from throughcare.notices.models import Notice
from throughcare.partners import actions, queries
from throughcare.partners.cli import partners
from throughcare.partners.models import Organization, Partner, PartnerContact, ProposedChange

OWN, OTHER = "partner_worker", "other_partner_worker"
ORGANISATION = {"partner_worker", "partner_worker_2", "partner_manager"}  # of Mana Trust


def ask(cast: Cast, partner_id: UUID, new: Any, who: str = OWN, why: str = "") -> ProposedChange:
    made: ProposedChange = as_(cast, who, actions.ask_change, partner_id=partner_id, new=new, why=why)
    return made


def tag(cast: Cast, change: ProposedChange, who: str = EDITOR) -> str:
    actor = cast.actor(who)
    with cast.reading(who):
        return queries.compared(actor, queries.get_change(actor, change.pk)).tag


def move(cast: Cast, change: ProposedChange, verb: str, who: str = EDITOR, **more: Any) -> ProposedChange:
    values = {"tag": tag(cast, change, who), "seen": change.version, **more}
    done: ProposedChange = as_(cast, who, actions.move_change, change_id=change.pk, verb=verb, **values)
    return done


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.content
    return re.sub(r"\s+", " ", answer.content.decode())


def test_own_words_hold_at_once(cast: Cast) -> None:
    key = add(cast)
    new = actions.OwnWords(
        purpose="Home, and staying home.", website="mana.example", email="us@mana.example", languages=["mi"], expertise=["TIKANGA"]
    )
    done = as_(cast, OWN, actions.change_own, partner_id=key, new=new, seen=1)
    assert (done.purpose, done.languages, done.expertise) == ("Home, and staying home.", ["mi"], ["TIKANGA"])
    assert (done.organization.website, done.organization.email) == ("https://mana.example", "us@mana.example")
    assert done.version == 2, "one step, though two rows changed"
    with pytest.raises(Stale):
        as_(cast, OWN, actions.change_own, partner_id=key, new=new, seen=1)
    for who, error in ((OTHER, NotFound), (EDITOR, NotAllowed), ("case_manager", NotAllowed)):
        with pytest.raises(error):
            as_(cast, who, actions.change_own, partner_id=key, new=new, seen=2)


ASKED: dict[str, tuple[Any, Any, Any]] = {
    "name": (
        actions.AskedName(name="Mana Trust o Awa", alternate_name="Mana"),
        lambda p: (p.organization.name, p.organization.alternate_name, p.organization.kind),
        ("Mana Trust o Awa", "Mana", "MARAE"),
    ),
    "numbers": (actions.Numbers(charity_number="10123"), lambda p: p.charity_number, "CC10123"),
    "roles": (actions.AskedRoles(roles=["VOICE", "DELIVERS"]), lambda p: (p.roles, p.expertise), (["DELIVERS", "VOICE"], ["YOUTH"])),
    "reach": (actions.Reach(regions=["awa"], sites=["awa-prison"]), lambda p: (p.regions, p.sites), (["awa"], ["awa-prison"])),
    "accreditation": (
        actions.AskedAccreditation(new=actions.NewAccreditation(level=1, given_by="Kaiwhakamana")),
        lambda p: [(one.level, one.given_by) for one in p.accreditations.all()],
        [(1, "Kaiwhakamana")],
    ),
}


@pytest.mark.parametrize("part", sorted(ASKED))
def test_what_matters_waits_and_is_confirmed_by_the_same_actions(cast: Cast, owner: Owner, part: str) -> None:
    key = add(cast)
    as_(cast, OWN, actions.change_own, partner_id=key, new=actions.OwnWords(purpose="Ours", expertise=["YOUTH"]), seen=1)
    new, said, expected = ASKED[part]
    before = said(get(cast, key))
    made = ask(cast, key, new, why="Since May.")
    assert said(get(cast, key)) == before != expected and made.state == "PROPOSED"
    done = move(cast, made, "confirm")
    assert said(get(cast, key)) == expected and (done.state, done.answered_by_id) == ("CONFIRMED", cast.users[EDITOR])
    assert get(cast, key).purpose == "Ours"
    verbs = [verb for (verb,) in owner.rows("select verb from audit_auditevent where verb like 'partner.change.%%' order by id")]
    assert verbs == ["partner.change.asked", "partner.change.confirm"]
    with pytest.raises(Refused, match="Nothing more can be done"):
        move(cast, done, "withdraw", OWN)


def test_another_leads_when_that_is_confirmed(cast: Cast) -> None:
    key = add(cast)
    first, second = contact(cast, key, "Hine", is_lead=True), contact(cast, key, "Rewi")
    made = ask(cast, key, actions.AskedLead(contact_id=second))
    move(cast, made, "confirm")
    assert {one.name: one.is_lead for one in get(cast, key).contacts.all()} == {"Hine": False, "Rewi": True}
    with pytest.raises(Refused, match="so already"):
        ask(cast, key, actions.AskedLead(contact_id=second))
    as_(cast, EDITOR, actions.end_partner_contact, contact_id=first, seen=2)
    with pytest.raises(Refused, match="no longer a contact"):
        ask(cast, key, actions.AskedLead(contact_id=first))


def test_the_name_of_who_would_lead_is_confirmed_as_it_was_seen(cast: Cast) -> None:
    """Its own people change a contact's name at once: not under the hand of who confirms."""
    key = add(cast)
    who = contact(cast, key, "Rewi")
    made = ask(cast, key, actions.AskedLead(contact_id=who))
    seen = tag(cast, made)
    as_(cast, OWN, actions.change_partner_contact, contact_id=who, new=actions.NewPartnerContact(name="Somebody else", phone="1"), seen=1)
    with pytest.raises(Stale):
        as_(cast, EDITOR, actions.move_change, change_id=made.pk, verb="confirm", seen=1, tag=seen)
    assert [one.is_lead for one in get(cast, key).contacts.all()] == [False]


def test_another_last_day_of_an_accreditation(cast: Cast) -> None:
    key = add(cast)
    row = accredit(cast, key, 3)
    made = ask(cast, key, actions.AskedAccreditation(new=actions.NewAccreditation(level=2, given_by="Kaiwhakamana"), accreditation_id=row))
    assert made.was["level"] == 3
    move(cast, made, "confirm")
    assert [(one.pk, one.level, one.version) for one in get(cast, key).accreditations.all()] == [(row, 2, 2)]
    as_(cast, EDITOR, actions.end_accreditation, accreditation_id=row, reason="Withdrawn.", seen=2)
    with pytest.raises(Refused, match="taken off"):
        ask(cast, key, actions.AskedAccreditation(new=actions.NewAccreditation(level=1, given_by="K"), accreditation_id=row))


def test_the_register_moved_on_meanwhile_and_both_are_shown(cast: Cast) -> None:
    key = add(cast)
    made = ask(cast, key, actions.Numbers(charity_number="10123"))
    old = tag(cast, made)
    as_(cast, EDITOR, actions.change_roles, partner_id=key, new=actions.Roles(roles=["VOICE"]), seen=1)
    assert tag(cast, made) == old, "another part of it is another matter"
    as_(cast, EDITOR, actions.change_numbers, partner_id=key, new=actions.Numbers(charity_number="20456"), seen=2)
    client, where = cast.client(EDITOR), reverse("partner-change-move", args=[made.pk, "confirm"])
    page = text(client.post(where, {"version": "1", "tag": old}))
    assert "The register has changed since they asked" in page and "CC20456" in page and "CC10123" in page
    assert get(cast, key).charity_number == "CC20456"
    (fresh,) = re.findall(r'name="tag" value="(\w+)"', page)
    assert client.post(where, {"version": "1", "tag": fresh}).status_code == 302
    assert get(cast, key).charity_number == "CC10123"


def test_what_can_not_be_any_more_is_said_and_waits(cast: Cast) -> None:
    key = add(cast)
    made = ask(cast, key, actions.Numbers(charity_number="10123"))
    other = add(cast, "Other Trust", "NGO")
    as_(cast, EDITOR, actions.change_numbers, partner_id=other, new=actions.Numbers(charity_number="10123"), seen=1)
    page = text(
        cast.client(EDITOR).post(reverse("partner-change-move", args=[made.pk, "confirm"]), {"version": "1", "tag": tag(cast, made)})
    )
    assert "Other Trust has this number already" in page
    assert move(cast, made, "refuse", reason="That number is another's.").state == "REFUSED"


def test_refused_with_a_reason_and_withdrawn_by_their_own_people_alone(cast: Cast) -> None:
    key = add(cast)
    made = ask(cast, key, actions.AskedRoles(roles=["ACCOUNT"]))
    with pytest.raises(Refused, match="asked for another change of this already"):
        ask(cast, key, actions.AskedRoles(roles=["VOICE"]), "partner_manager")
    with pytest.raises(Invalid):
        move(cast, made, "refuse", reason=" ")
    with pytest.raises((NotAllowed, NotFound)):
        move(cast, made, "withdraw")
    with pytest.raises(NotAllowed):
        move(cast, made, "confirm", OWN)
    with pytest.raises(Stale):
        move(cast, made, "withdraw", OWN, seen=2)
    assert move(cast, made, "withdraw", "partner_worker_2").state == "WITHDRAWN"
    again = ask(cast, key, actions.AskedRoles(roles=["VOICE"]))
    assert move(cast, again, "refuse", reason="You deliver, too.").reason == "You deliver, too."
    assert "You deliver, too." in text(cast.client(OWN).get(reverse("partner-change", args=[again.pk])))


def test_nobody_confirms_their_own(cast: Cast, owner: Owner) -> None:
    key = add(cast)
    made = ask(cast, key, actions.AskedRoles(roles=["ACCOUNT"]))
    owner.place(
        "insert into accounts_membership (id, user_id, team_id, role_id, starts_on) values (gen_random_uuid(), %s, %s, 'partnership_manager', '2026-01-01')",
        cast.users[OWN],
        cast.teams["head"],
    )
    with pytest.raises(Refused, match="asked for this yourself"):
        move(cast, made, "confirm", OWN)
    with pytest.raises(Error), cast.reading(OWN), transaction.atomic():
        ProposedChange.objects.filter(pk=made.pk).update(state="CONFIRMED", answered_by_id=cast.users[OWN], answered_at="2026-11-01T00:00Z")


def test_its_owner_is_told_and_then_who_asked(cast: Cast) -> None:
    key = add(cast)
    made = ask(cast, key, actions.AskedRoles(roles=["ACCOUNT"]))
    move(cast, made, "confirm")
    with reading_as(SYSTEM):
        told = list(Notice.objects.order_by("created_at", "id").values_list("user_id", "kind", "about_id"))
    assert told == [
        (cast.users[EDITOR], "partner.change", made.pk),
        (cast.users[OWN], "partner.change.answered", made.pk),
    ]
    as_(cast, EDITOR, actions.change_owner, partner_id=key, new=actions.NewOwner(), seen=2)
    ask(cast, key, actions.AskedRoles(roles=["VOICE"]))
    with reading_as(SYSTEM):
        assert Notice.objects.count() == 2, "nobody looks after it: home tells all who keep the register"


def test_who_sees_what_is_asked_and_who_may_write_it_even_in_plain_sql(cast: Cast) -> None:
    key = add(cast)
    made = ask(cast, key, actions.AskedRoles(roles=["ACCOUNT"]))
    for who in EVERYBODY:
        actor = cast.actor(who)
        may = who in ORGANISATION | {EDITOR}
        with cast.reading(who):
            assert ProposedChange.objects.count() == int(may), who
            if who != "stranger" and not may:
                with pytest.raises(NotFound):
                    queries.get_change(actor, made.pk)
            answered = {"answered_at": "2026-11-01T00:00Z", "version": 2}
            for state in ("CONFIRMED", "WITHDRAWN"):
                try:
                    with transaction.atomic():
                        touched = ProposedChange.objects.filter(pk=made.pk).update(state=state, **answered)
                        if touched:
                            raise Undone
                except Undone:
                    assert who == EDITOR or (who in ORGANISATION and state == "WITHDRAWN"), (who, state)
                except Error:
                    assert who in ORGANISATION and state == "CONFIRMED", (who, state)
            if may:
                with pytest.raises(Error), transaction.atomic():
                    ProposedChange.objects.filter(pk=made.pk).update(said={"roles": []})


class Undone(Exception):
    """Nothing of it stays."""


PLAIN: dict[str, Callable[[UUID], Any]] = {
    "its name": lambda key: Organization.objects.filter(pk=key).update(name="Another"),
    "its kind": lambda key: Organization.objects.filter(pk=key).update(kind="IWI"),
    "its numbers": lambda key: Partner.objects.filter(pk=key).update(charity_number="CC10123"),
    "its roles": lambda key: Partner.objects.filter(pk=key).update(roles=["ACCOUNT"]),
    "its safeguarding": lambda key: Partner.objects.filter(pk=key).update(safeguarding="NOT_NEEDED", safeguarding_on="2026-01-01"),
    "who looks after it": lambda key: Partner.objects.filter(pk=key).update(owner=None, owner_team=None),
    "how it stands": lambda key: Partner.objects.filter(pk=key).update(state="PAUSED"),
    "who leads": lambda key: PartnerContact.objects.filter(partner=key, name="Rewi").update(is_lead=True),
    "that somebody leads no more": lambda key: PartnerContact.objects.filter(partner=key, name="Hine").update(is_lead=False),
    "the name of who leads": lambda key: PartnerContact.objects.filter(partner=key, name="Hine").update(name="Another"),
    "a new lead": lambda key: PartnerContact.objects.create(partner_id=key, name="New", phone="1", is_lead=True),
}


@pytest.mark.parametrize("what", sorted(PLAIN))
def test_the_database_keeps_them_to_their_own_words(cast: Cast, what: str) -> None:
    key = add(cast)
    contact(cast, key, "Hine", is_lead=True)
    contact(cast, key, "Rewi")
    with cast.reading(OWN):
        assert Organization.objects.filter(pk=key).update(website="https://a.example") == 1
        assert Partner.objects.filter(pk=key).update(purpose="Ours") == 1
        assert PartnerContact.objects.filter(partner=key, name="Hine").update(phone="2") == 1
        with pytest.raises(Error), transaction.atomic():
            PLAIN[what](key)
    with cast.reading(OTHER):
        assert Organization.objects.filter(pk=key).update(website="https://b.example") == 0
        assert Partner.objects.filter(pk=key).update(purpose="Theirs") == 0
        with pytest.raises(Error), transaction.atomic():
            PartnerContact.objects.create(partner_id=key, name="New", phone="1")


def test_contacts_by_their_own_people(cast: Cast) -> None:
    key = add(cast)
    lead, other = contact(cast, key, "Hine", is_lead=True), contact(cast, key, "Rewi")
    client = cast.client(OWN)
    page = text(client.get(reverse("partner-contact-add", args=[key])))
    assert "They lead for the partner" not in page and "Staff of the department" in page
    assert client.post(reverse("partner-contact-add", args=[key]), {"name": "New", "phone": "1"}).status_code == 302
    where = reverse("partner-contact", args=[lead])
    assert "the department confirms another name" in text(client.post(where, {"name": "Another", "phone": "1", "version": "1"}))
    assert client.post(where, {"name": "Hine", "phone": "0000 777", "version": "1"}).status_code == 302
    found = {one.name: one for one in get(cast, key).contacts.all()}
    assert set(found) == {"Hine", "New", "Rewi"} and found["Hine"].is_lead and found["Hine"].phone == "0000 777"
    assert client.post(reverse("partner-contact-end", args=[lead]), {"version": "2"}).status_code == 409
    assert client.post(reverse("partner-contact-end", args=[other]), {"version": "1"}).status_code == 302
    with pytest.raises(NotFound):
        as_(cast, OTHER, actions.add_partner_contact, partner_id=key, new=actions.NewPartnerContact(name="New", phone="1"))


def test_from_home_to_the_answer(cast: Cast) -> None:
    key = add(cast)
    own, keeper = cast.client(OWN), cast.client(EDITOR)
    page = text(own.get(reverse("partner", args=[key])))
    assert "Keep this right" in page and reverse("partner-ask", args=[key, "reach"]) in page
    assert "Keep this right" not in text(keeper.get(reverse("partner", args=[key])))
    form = {"version": "1", "regions": ["awa"], "why": "We moved."}
    asked = own.post(reverse("partner-ask", args=[key, "reach"]), form)
    assert asked.status_code == 302
    assert "Changes you asked for, not answered yet" in text(own.get("/"))
    assert "Changes partners ask for" in text(keeper.get("/"))
    listed = text(keeper.get(reverse("partner-changes")))
    assert "Mana Trust" in listed and asked["Location"] in listed
    assert "Mana Trust" not in text(cast.client(OTHER).get(reverse("partner-changes"))).partition("<main")[2]
    assert asked["Location"] in text(own.get(reverse("partner", args=[key])))
    one = text(keeper.get(asked["Location"]))
    assert "We moved." in one and "Te Awa" in one and "Confirm this change" in one and "Withdraw" not in one
    asking = text(keeper.get(reverse("partner-change-move", args=[asked["Location"].split("/")[-2], "confirm"])))
    (seen,) = re.findall(r'name="tag" value="(\w+)"', asking)
    assert (
        keeper.post(
            reverse("partner-change-move", args=[asked["Location"].split("/")[-2], "confirm"]), {"version": "1", "tag": seen}
        ).status_code
        == 302
    )
    assert get(cast, key).regions == ["awa"]
    assert keeper.get(reverse("partner-change-move", args=[asked["Location"].split("/")[-2], "confirm"])).status_code == 409


@pytest.mark.parametrize(
    ("part", "form", "sentence"),
    [
        ("name", {"name": "Mana", "national_body": "Nobody at all"}, "No organisation is called Nobody at all."),
        ("numbers", {"nzbn": "9429 0412 3457 1"}, "its last digit does not fit the others"),
        ("roles", {}, "The register says so already."),
        ("lead", {}, "Choose who should lead"),
        ("accreditation", {"which": "new", "level": "1"}, "Enter who gave it"),
    ],
)
def test_a_slip_is_said_at_its_field(cast: Cast, part: str, form: dict[str, str], sentence: str) -> None:
    key = add(cast)
    page = text(cast.client(OWN).post(reverse("partner-ask", args=[key, part]), {"version": "1", **form}))
    assert "There is a problem" in page and sentence in page


def test_over_rest(cast: Cast) -> None:
    key = add(cast)
    own, keeper = Api(cast, OWN, ["directory.view", "partner.own"]), Api(cast, EDITOR, ["directory.view", "partner.view", "partner.edit"])
    done = own.call("PUT", f"/partners/{key}/own", {"purpose": "Ours"}, **{"If-Match": '"1"'})
    assert done.status_code == 200 and done.json()["purpose"] == "Ours"
    assert own.call("POST", f"/partners/{key}/changes", {"roles": ["VOICE"], "numbers": {}}).status_code == 422
    made = own.call("POST", f"/partners/{key}/changes", {"roles": ["VOICE"], "why": "True."})
    asked = [{"label": "Roles it plays", "was": "", "now": "", "asked": "Speaks for people who use services"}]
    assert made.status_code == 201 and made.json()["fields"] == asked
    where = f"/partners/changes/{made.json()['id']}"
    listed = keeper.call("GET", "/partners/changes?state=PROPOSED&mine=true").json()["items"]
    assert [one["id"] for one in listed] == [made.json()["id"]]
    assert keeper.call("POST", f"{where}/confirm", {"tag": "old"}, **{"If-Match": '"1"'}).status_code == 412
    told = keeper.call("GET", where).json()
    assert keeper.call("POST", f"{where}/confirm", {"tag": told["tag"]}, **{"If-Match": '"1"'}).json()["state"] == "CONFIRMED"
    assert get(cast, key).roles == ["VOICE"]


def test_by_command(cast: Cast) -> None:
    key, runner = add(cast), CliRunner()
    made = ask(cast, key, actions.AskedRoles(roles=["VOICE"]))
    (told,) = json.loads(runner.invoke(partners, ["changes", "--json"]).output)["items"]
    assert told["id"] == str(made.pk) and told["lines"][0]["asked"] == "Speaks for people who use services"
    assert "Mana Trust" in runner.invoke(partners, ["changes"]).output
    assert "confirmed" in runner.invoke(partners, ["answer", str(made.pk), "confirm"]).output
    assert get(cast, key).roles == ["VOICE"]
