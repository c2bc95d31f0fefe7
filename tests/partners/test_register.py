"""The register: who puts a partner there, changes a part of it, and what is refused; no change is lost."""

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import Cast
from tests.database import Owner
from tests.partners.made import EDITOR, accredit, add, as_, contact, get
from throughcare.common.clock import today
from throughcare.common.refusals import Invalid, NotAllowed, NotFound, Refused, Stale
from throughcare.partners import actions, queries
from throughcare.partners.queries import shown
from throughcare.partners.queries.history import history_of
from throughcare.partners.states import ENDS_SOON_DAYS

PARTS: dict[str, tuple[Any, Any]] = {
    "details": (actions.change_details, actions.Details(name="Mana Trust", kind="HAPU", purpose="Kia ora ai te whānau.")),
    "roles": (actions.change_roles, actions.Roles(roles=["VOICE", "DELIVERS"], expertise=["TIKANGA"], languages=["mi"])),
    "reach": (actions.change_reach, actions.Reach(regions=["awa"], sites=["puke-prison"])),
    "numbers": (actions.change_numbers, actions.Numbers(nzbn="9429 0412 3457 0", charity_number="cc10123")),
    "safeguarding": (actions.change_safeguarding, actions.Safe(safeguarding="IN_PLACE", checked_on=today())),
    "owner": (actions.change_owner, actions.NewOwner()),
}


def wrong(cast: Cast, part: str, new: Any) -> dict[str, list[str]]:
    """What is said to be wrong with this."""
    with pytest.raises(Invalid) as said:
        as_(cast, EDITOR, PARTS[part][0], partner_id=add_once(cast), new=new, seen=get(cast, cast.organization).version)
    return said.value.errors


def add_once(cast: Cast) -> Any:
    """Mana Trust, on the register."""
    try:
        return add(cast)
    except Refused:
        return cast.organization


def test_who_puts_it_there_looks_after_it(cast: Cast, owner: Owner) -> None:
    found = get(cast, add(cast, kind="URBAN_MAORI"))
    assert (found.owner_id, found.owner_team_id) == (cast.users[EDITOR], cast.teams["head"])
    assert (found.state, found.state_since, found.organization.kind) == ("ACTIVE", today(), "URBAN_MAORI")
    assert owner.rows("select verb, about_id from audit_auditevent where verb like 'partner.%%'") == [("partner.added", found.pk)]
    with pytest.raises(Refused, match="on the register already"):
        add(cast)


def test_a_name_that_is_there_is_asked_about(cast: Cast) -> None:
    with pytest.raises(Invalid) as said:
        add(cast, "MĀNA  trust")
    assert str(cast.organization) in said.value.errors["name"][0]
    assert add(cast, "Mana Trust", another=True) != cast.organization


@pytest.mark.parametrize("part", sorted(PARTS))
def test_each_part_is_changed_against_the_version_seen(cast: Cast, owner: Owner, part: str) -> None:
    change, new = PARTS[part]
    key = add(cast)
    assert as_(cast, EDITOR, change, partner_id=key, new=new, seen=1).version == 2
    with pytest.raises(Stale):
        as_(cast, EDITOR, change, partner_id=key, new=new, seen=1)
    for who in ("case_manager", "partner_manager", "administrator"):
        with pytest.raises((NotAllowed, NotFound)):
            as_(cast, who, change, partner_id=key, new=new, seen=2)
    assert owner.rows("select detail->>'part' from audit_auditevent where verb = 'partner.changed'") == [(part,)]
    assert get(cast, key).version == 2


def test_parts_are_kept_as_they_are_said(cast: Cast) -> None:
    key = add(cast)
    for number, part in enumerate(PARTS, start=1):
        change, new = PARTS[part]
        as_(cast, EDITOR, change, partner_id=key, new=new, seen=number)
    found = get(cast, key)
    assert (found.nzbn, found.charity_number) == ("9429041234570", "CC10123")
    assert (found.roles, found.expertise, found.languages) == (["DELIVERS", "VOICE"], ["TIKANGA"], ["mi"])
    assert (found.regions, found.sites, found.owner_id) == (["awa"], ["puke-prison"], None)
    assert (found.organization.kind, found.purpose) == ("HAPU", "Kia ora ai te whānau.")
    assert (found.safeguarding, found.safeguarding_on) == ("IN_PLACE", today())


WRONG: tuple[tuple[str, Any, str], ...] = (
    ("details", actions.Details(name=" ", kind="IWI"), "name"),
    ("details", actions.Details(name="Mana", kind="GANG"), "kind"),
    ("details", actions.Details(name="Mana", kind="IWI", website="not an address"), "website"),
    ("details", actions.Details(name="Mana", kind="IWI", email="mana"), "email"),
    ("details", actions.Details(name="Mana", kind="IWI", national_body="Nobody at all"), "national_body"),
    ("details", actions.Details(name="Mana", kind="IWI", national_body="Mana Trust"), "national_body"),
    ("roles", actions.Roles(roles=["OWNS"]), "roles"),
    ("roles", actions.Roles(languages=["xx"]), "languages"),
    ("reach", actions.Reach(regions=["nowhere"]), "regions"),
    ("reach", actions.Reach(sites=["nowhere"]), "sites"),
    ("numbers", actions.Numbers(nzbn="9429041234571"), "nzbn"),
    ("numbers", actions.Numbers(charity_number="AB1"), "charity_number"),
    ("safeguarding", actions.Safe(safeguarding="IN_PLACE"), "checked_on"),
    ("safeguarding", actions.Safe(safeguarding="IN_PLACE", checked_on=today() + timedelta(days=1)), "checked_on"),
    ("safeguarding", actions.Safe(safeguarding="GAPS", checked_on=today()), "note"),
)


@pytest.mark.parametrize(("part", "new", "field"), WRONG, ids=lambda one: one if isinstance(one, str) else "")
def test_what_cannot_be_is_refused_at_its_field(cast: Cast, part: str, new: Any, field: str) -> None:
    assert list(wrong(cast, part, new)) == [field]


def test_an_owner_keeps_the_register_in_that_team(cast: Cast) -> None:
    for user, team in (
        (cast.users["case_manager"], cast.teams["awa"]),
        (cast.users[EDITOR], cast.teams["awa"]),
        (cast.users[EDITOR], None),
    ):
        assert list(wrong(cast, "owner", actions.NewOwner(user_id=user, team_id=team))) == ["owner"]


def test_one_number_is_one_partners(cast: Cast) -> None:
    one, two = add(cast), add(cast, "Ngāti Awa Trust", "HAPU")
    change, new = PARTS["numbers"]
    as_(cast, EDITOR, change, partner_id=one, new=new, seen=1)
    with pytest.raises(Invalid) as said:
        as_(cast, EDITOR, change, partner_id=two, new=new, seen=1)
    assert set(said.value.errors) == {"nzbn", "charity_number"} and "Mana Trust has this number" in said.value.errors["nzbn"][0]


def test_no_organisation_stands_above_itself(cast: Cast, owner: Owner) -> None:
    keys = [add(cast, f"Body {number}", "NGO") for number in range(3)]
    for below, above in ((0, 1), (1, 2)):
        new = actions.Details(name=f"Body {below}", kind="NGO", national_body=f"body {above}")
        as_(cast, EDITOR, actions.change_details, partner_id=keys[below], new=new, seen=1)
    actor = cast.actor(EDITOR)
    with cast.reading(EDITOR):
        assert [row.name for row, _ in queries.branches_of(actor, queries.get_partner(actor, keys[2]))] == ["Body 1"]
    new = actions.Details(name="Body 2", kind="NGO", national_body=str(keys[0]))
    with pytest.raises(Invalid) as said:
        as_(cast, EDITOR, actions.change_details, partner_id=keys[2], new=new, seen=1)
    assert "is a branch of this one" in said.value.errors["national_body"][0]
    assert owner.rows("select parent_organization_id from partners_organization where id = %s", keys[2]) == [(None,)]


def test_how_it_stands_has_a_day_and_a_reason(cast: Cast) -> None:
    key, before = add(cast), today() - timedelta(days=30)
    as_(cast, EDITOR, actions.move_partner, partner_id=key, verb="pause", reason="Between managers.", since=before, seen=1)
    found = get(cast, key)
    assert (found.state, found.state_since, found.state_reason) == ("PAUSED", before, "Between managers.")
    with pytest.raises(Refused, match="From here you can: resume, end"):
        as_(cast, EDITOR, actions.move_partner, partner_id=key, verb="pause", reason="Again.", seen=2)
    with pytest.raises(Refused, match="Nothing is called"):
        as_(cast, EDITOR, actions.move_partner, partner_id=key, verb="delete", reason="No.", seen=2)
    for said in ({"reason": " "}, {"reason": "Soon.", "since": today() + timedelta(days=1)}):
        with pytest.raises(Invalid):
            as_(cast, EDITOR, actions.move_partner, **{"partner_id": key, "verb": "end", "seen": 2, **said})
    as_(cast, EDITOR, actions.move_partner, partner_id=key, verb="end", reason="Closed its doors.", seen=2)
    as_(cast, EDITOR, actions.move_partner, partner_id=key, verb="return", reason="Opened again.", seen=3)
    actor = cast.actor(EDITOR)
    with cast.reading(EDITOR):
        told = [entry.sentence for entry in history_of(queries.get_partner(actor, key))]
    assert [sentence.partition(" since")[0] for sentence in told[:4]] == ["Active", "Ended", "Paused", "Record changed: kind"]
    assert "Put on the register" in told


def test_an_accreditation_is_changed_and_taken_off(cast: Cast) -> None:
    key = accredit(cast, add(cast), expires_on=today() + timedelta(days=10))
    new = actions.NewAccreditation(level=1, given_by="Kaiwhakamana")
    as_(cast, EDITOR, actions.change_accreditation, accreditation_id=key, new=new, seen=1)
    with pytest.raises(Stale):
        as_(cast, EDITOR, actions.change_accreditation, accreditation_id=key, new=new, seen=1)
    with pytest.raises(Invalid):
        as_(cast, EDITOR, actions.end_accreditation, accreditation_id=key, reason=" ", seen=2)
    as_(cast, EDITOR, actions.end_accreditation, accreditation_id=key, reason="Withdrawn.", seen=2)
    with pytest.raises(Refused, match="stays as it was"):
        as_(cast, EDITOR, actions.change_accreditation, accreditation_id=key, new=new, seen=3)
    for odd in (0, 5):
        with pytest.raises(Invalid):
            accredit(cast, cast.organization, odd)


def test_one_contact_leads(cast: Cast) -> None:
    key = add(cast)
    first, second = contact(cast, key, "Hine", is_lead=True), contact(cast, key, "Tere", is_lead=True)
    assert {(row.name, row.is_lead, row.version) for row in get(cast, key).contacts.all()} == {("Hine", False, 2), ("Tere", True, 1)}
    new = actions.NewPartnerContact(name="Hine", email="hine@example.test", is_lead=True)
    with pytest.raises(Stale):
        as_(cast, EDITOR, actions.change_partner_contact, contact_id=first, new=new, seen=1)
    as_(cast, EDITOR, actions.change_partner_contact, contact_id=first, new=new, seen=2)
    as_(cast, EDITOR, actions.change_partner_contact, contact_id=first, new=new, seen=3)
    as_(cast, EDITOR, actions.end_partner_contact, contact_id=first, seen=4)
    assert [(row.name, row.is_lead) for row in get(cast, key).contacts.all()] == [("Hine", False), ("Tere", False)]
    assert {row.id: row.ended_on for row in get(cast, key).contacts.all()} == {first: today(), second: None}
    with pytest.raises(Invalid) as said:
        contact(cast, key, phone="")
    assert list(said.value.errors) == ["phone"]


@pytest.mark.parametrize(
    ("days", "code"),
    [(None, "IN_FORCE"), (-1, "ENDED"), (0, "ENDS_SOON"), (ENDS_SOON_DAYS, "ENDS_SOON"), (ENDS_SOON_DAYS + 1, "IN_FORCE")],
)
def test_what_a_page_says_of_an_accreditation_is_what_the_list_counts(cast: Cast, days: int | None, code: str) -> None:
    key = accredit(cast, add(cast), expires_on=None if days is None else today() + timedelta(days=days))
    actor = cast.actor(EDITOR)
    with cast.reading(EDITOR):
        assert shown.standing_of(queries.get_accreditation(actor, key)).code == code
        counted = {
            asked: queries.search_partners(actor, queries.PartnerFilters(accreditation=asked)).count() for asked in ("soon", "over", "none")
        }
        assert counted == {"soon": code == "ENDS_SOON", "over": code == "ENDED", "none": 0}
        assert queries.count_accreditations(actor) == (counted["soon"], counted["over"])
    as_(cast, EDITOR, actions.end_accreditation, accreditation_id=key, reason="Withdrawn.", seen=1)
    with cast.reading(EDITOR):
        assert queries.count_accreditations(actor) == (0, 0)
        assert queries.search_partners(actor, queries.PartnerFilters(accreditation="none")).count() == 1


def test_filters(cast: Cast) -> None:
    mana, other = add(cast), add(cast, "Te Marae o Awakōwhai")
    as_(cast, EDITOR, actions.change_roles, partner_id=mana, new=actions.Roles(roles=["VOICE"]), seen=1)
    as_(cast, EDITOR, actions.change_reach, partner_id=mana, new=actions.Reach(regions=["awa"]), seen=2)
    as_(cast, EDITOR, actions.change_owner, partner_id=mana, new=actions.NewOwner(), seen=3)
    as_(cast, EDITOR, actions.move_partner, partner_id=other, verb="pause", reason="Away.", seen=1)
    actor = cast.actor(EDITOR)
    asked = [
        ({"words": "awakowhai", "state": ""}, {other}),
        ({"role": "VOICE"}, {mana}),
        ({"region": "awa"}, {mana}),
        ({"owner": "nobody"}, {mana}),
        ({"owner": "mine", "state": ""}, {other}),
        ({"owner": str(cast.users[EDITOR]), "state": "PAUSED"}, {other}),
        ({"kind": "MARAE", "state": ""}, {mana, other}),
        ({}, {mana}),
    ]
    with cast.reading(EDITOR):
        for filters, there in asked:
            found = queries.page_of_partners(actor, queries.PartnerFilters(**filters)).rows
            assert {row.pk for row in found} == there, filters
        with pytest.raises(Invalid):
            queries.page_of_partners(actor, queries.PartnerFilters(owner="somebody"))


def test_an_owner_who_keeps_partners_no_longer_is_none(cast: Cast, owner: Owner) -> None:
    key = add(cast)
    owner.change("update accounts_membership set ends_on = throughcare.today() - 1 where user_id = %s", cast.users[EDITOR])
    actor = cast.actor("contract_manager")
    with cast.reading("contract_manager"):
        assert [row.pk for row in queries.search_partners(actor, queries.PartnerFilters(owner="nobody"))] == [key]
        assert shown.words().owner(queries.get_partner(actor, key)) == ""


def test_pages_of_the_list_follow_each_other_by_name(cast: Cast) -> None:
    names = ["Āwhina", "awa", "Zeal", "Mana Trust", "Ōtūmārō", "otara"]
    for name in names:
        add(cast, "" if name == "Mana Trust" else name)
    actor, cursor, seen = cast.actor(EDITOR), "", list[str]()
    with cast.reading(EDITOR):
        while True:
            page = queries.page_of_partners(actor, queries.PartnerFilters(), cursor=cursor, size=2)
            seen += [row.organization.name for row in page.rows]
            if page.next is None:
                break
            cursor = page.next
    assert seen == ["awa", "Āwhina", "Mana Trust", "otara", "Ōtūmārō", "Zeal"]
