"""Two records of one organisation put together without loss, and taken apart again; nobody sees more by it than somebody said."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import Error, connection, transaction
from django.urls import reverse
from typer.testing import CliRunner

from tests.cast import EVERYBODY, SYSTEM, Cast
from tests.database import Owner
from tests.partners.made import EDITOR, accredit, add, as_, contact
from tests.partners.merges import merge, of, part, side_by_side, versions
from tests.partners.test_duplicates import directory, look, pairs
from tests.partners.test_register_pages import text
from tests.partners.test_register_rest import RIGHTS
from tests.people.test_rest import Api
from throughcare.accounts.actors import system_actor
from throughcare.accounts.models import Team, TeamKind
from throughcare.common.clock import today
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, Moved, NotAllowed, NotFound, Refused, Stale
from throughcare.partners import actions
from throughcare.partners.actions.merging import NewMerge, let_team_in, merge_partners, part_partners
from throughcare.partners.cli import partners
from throughcare.partners.models import Accreditation, Organization, OrganizationTeam, Partner, PartnerContact, PartnerMerge, WentInto
from throughcare.partners.queries import get_organization, get_partner, organization_called, search_organizations
from throughcare.services.models import Service

ONE, OTHER = "Te Whare Āwhina o Tarawera Trust", "Tarawera Whare Awhina Incorporated"


def two(cast: Cast) -> tuple[UUID, UUID]:
    return add(cast, ONE), add(cast, OTHER, another=True)


def team_of(key: UUID, code: str = "team") -> UUID:
    """A partner's team, without anybody in it."""
    with reading_as(SYSTEM):
        team = Team.objects.create(code=code, name=f"Team {code}", kind=TeamKind.PARTNER)
        OrganizationTeam.objects.create(team=team, organization_id=key)
    return team.id


def teams_of(key: UUID) -> set[UUID]:
    with reading_as(SYSTEM):
        return set(OrganizationTeam.objects.filter(organization_id=key).values_list("team_id", flat=True))


def test_everything_of_the_one_stands_with_the_other(cast: Cast) -> None:
    stays, goes = two(cast)
    accreditation, lead = accredit(cast, goes), contact(cast, goes, is_lead=True)
    contact(cast, stays, "Rua Pere", is_lead=True)
    with reading_as(SYSTEM):
        service = Service.objects.create(organization_id=goes, name="Housing", search_key="housing", name_key="housing")
    branch = directory("A branch", parent_organization_id=goes)
    made = merge(cast, stays, goes)
    with reading_as(SYSTEM):
        assert Accreditation.objects.get(pk=accreditation).partner_id == stays
        assert (found := PartnerContact.objects.get(pk=lead)).partner_id == stays and not found.is_lead
        assert Service.objects.get(pk=service.pk).organization_id == stays
        assert Organization.objects.get(pk=branch).parent_organization_id == stays
        assert WentInto.objects.get(pk=goes).into_id == stays and not Partner.objects.filter(pk=goes).exists()
    part(cast, made)
    with reading_as(SYSTEM):
        assert (back := PartnerContact.objects.get(pk=lead)).partner_id == goes and back.is_lead
        assert Service.objects.get(pk=service.pk).organization_id == goes and Partner.objects.filter(pk=goes).exists()


def test_each_field_that_differs_is_chosen_and_what_one_alone_says_is_kept(cast: Cast) -> None:
    stays, goes = two(cast)
    details = {"kind": "NGO", "website": "https://one.example", "purpose": "Ours"}
    as_(cast, EDITOR, actions.change_details, partner_id=stays, new=actions.Details(name=ONE, **details), seen=1)
    details = {"kind": "IWI", "website": "https://two.example", "email": "a@two.example", "purpose": "Theirs"}
    as_(cast, EDITOR, actions.change_details, partner_id=goes, new=actions.Details(name=OTHER, **details), seen=1)
    as_(cast, EDITOR, actions.change_roles, partner_id=stays, new=actions.Roles(roles=["DELIVERS"]), seen=2)
    as_(cast, EDITOR, actions.change_roles, partner_id=goes, new=actions.Roles(roles=["VOICE"]), seen=2)
    assert [one.field.name for one in side_by_side(cast, stays, goes).differs] == ["name", "kind", "website", "purpose"]
    new = NewMerge(winner_id=stays, loser_id=goes, reason="One.", chosen={"name": "winner"}, **versions(stays, goes))  # type: ignore[arg-type]  # two versions
    with pytest.raises(Invalid) as wrong:
        as_(cast, EDITOR, merge_partners, new=new)
    assert set(wrong.value.errors) == {"kind", "website", "purpose"}
    merge(cast, stays, goes, chosen={"purpose": "loser", "kind": "loser"})
    organization, partner = of(stays)
    assert (organization.name, organization.alternate_name, organization.kind) == (ONE, OTHER, "IWI")
    assert (organization.website, organization.email) == ("https://one.example", "a@two.example")
    assert partner is not None and (partner.purpose, partner.roles) == ("Theirs", ["DELIVERS", "VOICE"])


def test_the_stricter_check_of_safeguarding_is_kept(cast: Cast) -> None:
    stays, goes = two(cast)
    safe = actions.Safe(safeguarding="IN_PLACE", checked_on=today())
    as_(cast, EDITOR, actions.change_safeguarding, partner_id=stays, new=safe, seen=1)
    gaps = actions.Safe(safeguarding="GAPS", checked_on=today(), note="Checks are late.")
    as_(cast, EDITOR, actions.change_safeguarding, partner_id=goes, new=gaps, seen=1)
    merge(cast, stays, goes)
    partner = of(stays)[1]
    assert partner is not None and (partner.safeguarding, partner.safeguarding_note) == ("GAPS", "Checks are late.")


@pytest.mark.parametrize(("first", "second"), [("EMPLOYER", "NGO"), ("NGO", "EMPLOYER")])
def test_if_either_is_an_employer_the_record_is_one(cast: Cast, first: str, second: str) -> None:
    stays, goes = add(cast, ONE, first), add(cast, OTHER, second, another=True)
    found = side_by_side(cast, stays, goes)
    assert "kind" not in [one.field.name for one in found.differs] and "told least" in " ".join(found.rules)
    made = merge(cast, stays, goes, chosen={"kind": "loser" if first == "EMPLOYER" else "winner"})
    assert of(stays)[0].kind == "EMPLOYER"
    part(cast, made)
    assert (of(stays)[0].kind, of(goes)[0].kind) == (first, second)


def test_no_plain_sql_makes_an_employer_less_by_a_merge(cast: Cast) -> None:
    stays, goes = add(cast, ONE, "NGO"), add(cast, OTHER, "EMPLOYER", another=True)
    with cast.reading(EDITOR), connection.cursor() as cursor, pytest.raises(Error, match="an employer stays one"), transaction.atomic():
        made = PartnerMerge(winner_id=stays, loser_id=goes, reason="x", settled={"organization": {"kind": "NGO"}, "partner": {}})
        made.by_id = cast.users[EDITOR]
        made.save(force_insert=True)
        cursor.execute("select throughcare.merge_partners(%s)", [made.id])


def test_no_statement_of_ones_own_takes_an_employer_apart(cast: Cast) -> None:
    """Said to be parted beside the function, the two are together still, and what stays is an employer."""
    stays, goes = add(cast, ONE, "NGO"), add(cast, OTHER, "EMPLOYER", another=True)
    made = merge(cast, stays, goes)
    with cast.reading(EDITOR), connection.cursor() as cursor, pytest.raises(Error, match="an employer stays one"), transaction.atomic():
        cursor.execute(
            "update partners_partnermerge set parted_at = now(), part_reason = 'x', version = version + 1 where id = %s", [made.id]
        )
        assert cursor.rowcount == 1
        cursor.execute("update partners_organization set kind = 'NGO' where id = %s", [stays])
    part(cast, made)
    assert (of(stays)[0].kind, of(goes)[0].kind) == ("NGO", "EMPLOYER")


def test_a_team_sees_what_a_merge_says_and_no_more(cast: Cast) -> None:
    """Mana Trust has a team with people in it: its own record, and another's that goes into it."""
    mine, theirs = add(cast), add(cast, OTHER)
    accredit(cast, theirs)
    other_team = team_of(theirs)
    own = teams_of(mine)
    made = merge(cast, mine, theirs)
    assert teams_of(mine) == set() and set(made.left_out) == own | {other_team}
    worker = cast.actor("partner_worker")
    for gone in (mine, theirs):
        with pytest.raises(NotFound), cast.reading("partner_worker"):
            get_partner(worker, gone)
    with cast.reading("partner_worker"):
        assert not Accreditation.objects.exists() and not Partner.objects.exists()
    [team] = own
    done = as_(cast, EDITOR, let_team_in, merge_id=made.id, team_id=team, seen=made.version)
    assert teams_of(mine) == {team} and done.left_out == [other_team] and done.version == made.version + 1
    with cast.reading("partner_worker"):
        assert Accreditation.objects.count() == 1
    with pytest.raises(Refused, match="sees the record already"):
        as_(cast, EDITOR, let_team_in, merge_id=made.id, team_id=team, seen=done.version)
    part(cast, made)
    assert (teams_of(mine), teams_of(theirs)) == (own, {other_team})
    with cast.reading("partner_worker"):
        assert not Accreditation.objects.exists()


def test_a_merge_says_which_teams_go_on(cast: Cast) -> None:
    mine, theirs = add(cast), add(cast, OTHER)
    team = team_of(theirs)
    merge(cast, mine, theirs, teams=[team])
    assert teams_of(mine) == {team}
    with pytest.raises(Invalid, match="can't be used"):
        merge(cast, mine, add(cast, "Third"), teams=[uuid4()])


def test_who_may_not_see_confidential_services_lets_nobody_in(cast: Cast, owner: Owner) -> None:
    mine, theirs = add(cast), add(cast, OTHER)
    team = team_of(theirs)
    owner.change(
        "update accounts_rolepermission set permission = 'x' where permission = 'service.edit'"
    )  # the tests after this one need it
    try:
        _lets_nobody_in(cast, mine, theirs, team)
    finally:
        owner.change("update accounts_rolepermission set permission = 'service.edit' where permission = 'x'")


def _lets_nobody_in(cast: Cast, mine: UUID, theirs: UUID, team: UUID) -> None:
    with pytest.raises(NotAllowed):
        merge(cast, mine, theirs, teams=[team])
    made = merge(cast, mine, theirs)
    with pytest.raises(NotAllowed):
        as_(cast, EDITOR, let_team_in, merge_id=made.id, team_id=team, seen=made.version)
    with cast.reading(EDITOR), connection.cursor() as cursor:
        cursor.execute("select throughcare.merge_lets_in(%s, %s)", [made.id, team])
        assert cursor.fetchone() == (False,)


def test_what_was_added_since_stays_and_what_came_by_the_old_key_goes_back(cast: Cast) -> None:
    stays, goes = two(cast)
    with reading_as(SYSTEM):
        service = Service.objects.create(organization_id=goes, name="Housing", search_key="h", name_key="h")
    made = merge(cast, stays, goes)
    since = accredit(cast, stays)
    as_(
        cast,
        EDITOR,
        actions.change_numbers,
        partner_id=stays,
        new=actions.Numbers(charity_number="CC10123"),
        seen=versions(stays, goes)["seen"],
    )
    with reading_as(SYSTEM):  # an import knows the service's organisation by its own key, and brings another
        Service.objects.filter(pk=service.pk).update(organization_id=goes)
        brought = Service.objects.create(organization_id=goes, name="Work", search_key="w", name_key="w")
        assert {Service.objects.get(pk=one.pk).organization_id for one in (service, brought)} == {stays}
    part(cast, made)
    with reading_as(SYSTEM):
        assert Accreditation.objects.get(pk=since).partner_id == stays
        assert Partner.objects.get(pk=stays).charity_number == "CC10123" and Partner.objects.get(pk=goes).charity_number == ""
        assert {Service.objects.get(pk=one.pk).organization_id for one in (service, brought)} == {goes}


def test_a_number_that_found_another_holder_since_is_said(cast: Cast) -> None:
    stays, goes = two(cast)
    as_(cast, EDITOR, actions.change_numbers, partner_id=stays, new=actions.Numbers(charity_number="CC10001"), seen=1)
    as_(cast, EDITOR, actions.change_numbers, partner_id=goes, new=actions.Numbers(charity_number="CC10002"), seen=1)
    made = merge(cast, stays, goes)
    third = add(cast, "Third")
    as_(cast, EDITOR, actions.change_numbers, partner_id=third, new=actions.Numbers(charity_number="CC10002"), seen=1)
    with pytest.raises(Refused, match="stands with another partner"):
        part(cast, made)
    with reading_as(SYSTEM):
        assert PartnerMerge.objects.get(pk=made.id).parted_at is None and WentInto.objects.filter(pk=goes).exists()


def test_apart_the_last_first(cast: Cast) -> None:
    stays, goes = two(cast)
    third = add(cast, "Third")
    first = merge(cast, stays, goes)
    second = merge(cast, third, stays)
    actor = cast.actor(EDITOR)
    with cast.reading(EDITOR):
        assert organization_called(actor, str(goes)).pk == third
    with pytest.raises(Refused, match="later"):
        part(cast, first)
    with cast.reading(EDITOR), connection.cursor() as cursor, pytest.raises(Error, match="later comes apart first"), transaction.atomic():
        cursor.execute(
            "update partners_partnermerge set parted_at = now(), part_reason = 'x', version = version + 1 where id = %s", [first.id]
        )
        cursor.execute("select throughcare.part_partners(%s)", [first.id])
    part(cast, second)
    part(cast, first)
    with reading_as(SYSTEM):
        assert not WentInto.objects.exists() and Partner.objects.filter(pk__in=[stays, goes, third]).count() == 3
    with pytest.raises(Refused, match="apart already"):
        part(cast, first)


def test_old_addresses_lead_on_and_lists_leave_it_out(cast: Cast) -> None:
    stays, goes = two(cast)
    merge(cast, stays, goes)
    client = cast.client("case_manager")
    for name in ("partner", "organization"):
        answer = client.get(reverse(name, args=[goes]))
        assert (answer.status_code, answer["Location"]) == (302, reverse(name, args=[stays])), name
    actor = cast.actor("case_manager")
    with cast.reading("case_manager"):
        assert [row.pk for row in search_organizations(actor, "Tarawera")] == [stays]
    assert OTHER not in text(client.get("/partners/?words=tarawera&state=any"))
    api = Api(cast, EDITOR, RIGHTS)
    for where in (f"/partners/{goes}", f"/organizations/{goes}"):
        told = api.call("GET", where)
        assert told.status_code == 302 and str(stays) in told["Location"]
    assert cast.client("analyst").get(reverse("partner", args=[goes])).status_code == 404


def test_what_went_is_nothing_to_put_on_the_register_or_to_put_together(cast: Cast) -> None:
    stays, goes = two(cast)
    merge(cast, stays, goes)
    with pytest.raises(NotFound):
        as_(cast, EDITOR, actions.add_partner, new=actions.NewPartner(kind="NGO", organization_id=goes))
    with pytest.raises(NotFound):
        side_by_side(cast, stays, goes)
    with pytest.raises(Refused, match="one record"):
        side_by_side(cast, stays, stays)
    assert look().pairs == 0


def test_the_pair_is_decided_with_it(cast: Cast) -> None:
    stays, goes = two(cast)
    look()
    made = merge(cast, stays, goes)
    assert [pair.state for pair in pairs()] == ["MERGED"]
    part(cast, made)
    assert [(pair.state, pair.note) for pair in pairs()] == [("DIFFERENT", "Two after all.")]
    assert look().pairs == 0


def test_an_old_version_of_either_is_refused(cast: Cast) -> None:
    stays, goes = two(cast)
    accredited = versions(stays, goes)
    for change in ({"seen": 7}, {"seen_of_goes": 7}, {"seen_of_goes": 0}):
        with pytest.raises(Stale):
            merge(cast, stays, goes, **{**accredited, **change})


@pytest.mark.parametrize("who", sorted(set(EVERYBODY) - {EDITOR}))
def test_nobody_else_puts_together_or_takes_apart(cast: Cast, who: str) -> None:
    stays, goes = two(cast)
    made = merge(cast, stays, goes)
    third = add(cast, "Third")
    new = NewMerge(winner_id=stays, loser_id=third, reason="x", seen=1, seen_of_goes=1)
    with pytest.raises((NotAllowed, NotFound)):
        as_(cast, who, merge_partners, new=new)
    with pytest.raises((NotAllowed, NotFound)):
        as_(cast, who, part_partners, merge_id=made.id, reason="x", seen=1)
    with cast.reading(who), connection.cursor() as cursor:
        for call in ("merge_partners", "part_partners"):
            with pytest.raises(Error, match="by whoever decides it"), transaction.atomic():
                cursor.execute(f"select throughcare.{call}(%s)", [made.id])
        assert not PartnerMerge.objects.filter(pk=made.id).update(part_reason="x", version=2)


def test_what_was_done_stays_as_it_was_done_in_plain_sql(cast: Cast) -> None:
    stays, goes = two(cast)
    made = merge(cast, stays, goes)
    for change in ("reason = 'x'", "left_out = '{}', teams = array[gen_random_uuid()]", "settled = '{}'", "winner_id = loser_id"):
        with cast.reading(EDITOR), connection.cursor() as cursor, pytest.raises(Error), transaction.atomic():
            cursor.execute(f"update partners_partnermerge set {change}, version = version + 1 where id = %s", [made.id])
    with cast.reading(EDITOR), connection.cursor() as cursor, pytest.raises(Error), transaction.atomic():
        cursor.execute("delete from partners_wentinto")


def test_from_a_pair_to_one_record_and_back(cast: Cast) -> None:
    stays, goes = two(cast)
    look()
    [pair] = pairs()
    client, href = cast.client(EDITOR), reverse("partner-merge", args=[stays, goes])
    assert href in text(client.get(reverse("partner-duplicate", args=[pair.id])))
    page = text(client.get(href))
    for words in (f"<strong>{OTHER}</strong> goes into", "Choose which to keep", ONE, "Why are they one?"):
        assert words in page, words
    sent: dict[str, Any] = {**versions(stays, goes), "reason": "One trust, two lists."}
    assert "Choose which to keep: Name" in text(client.post(href, sent))
    done = text(client.post(href, {**sent, "name": "winner"}, follow=True))
    assert "The two records are one now" in done and "One trust, two lists." in done and "If they are two organisations after all" in done
    page = text(client.get(reverse("partner", args=[stays])))
    assert f"Put together with the record of {OTHER}: One trust, two lists." in page
    assert "Records that were put together" in text(client.get("/partners/duplicates/"))
    with reading_as(SYSTEM):
        made = PartnerMerge.objects.get()
    where = reverse("partner-merged", args=[made.id])
    assert f"{OTHER} into {ONE}" in text(client.get("/partners/merges/"))
    assert "If they are two" not in text(cast.client("case_manager").get(where))
    assert "apart again" in text(client.post(where, {"reason": "Landlord and tenant.", "version": made.version}, follow=True))
    assert "Taken apart again from the record" in text(client.get(reverse("partner", args=[stays])))


def test_a_record_is_named_on_the_page_of_a_partner(cast: Cast) -> None:
    stays, goes = two(cast)
    client, href = cast.client(EDITOR), reverse("partner-merge-with", args=[stays])
    assert href in text(client.get(reverse("partner", args=[stays])))
    assert client.post(href, {"other": OTHER})["Location"] == reverse("partner-merge", args=[stays, goes])
    assert "No organisation is called Nobody" in text(client.post(href, {"other": "Nobody"}))


def test_a_team_is_let_in_on_the_page(cast: Cast) -> None:
    mine, theirs = add(cast), add(cast, OTHER)
    [team] = teams_of(mine)
    made = merge(cast, mine, theirs)
    client, where = cast.client(EDITOR), reverse("partner-merged", args=[made.id])
    assert "Teams that see nothing of it yet" in text(client.get(where))
    done = client.post(reverse("partner-merge-team", args=[made.id, team]), {"version": made.version})
    assert done.status_code == 302
    done = client.get(done["Location"])
    assert "The team sees the record now" in text(done) and teams_of(mine) == {team}


def test_rest_puts_together_and_takes_apart(cast: Cast) -> None:
    stays, goes = two(cast)
    api, where = Api(cast, EDITOR, [*RIGHTS, "service.edit"]), f"/partners/{stays}/merge/{goes}"
    told = api.call("GET", where)
    assert [one["field"] for one in told.json()["differs"]] == ["name"] and told["ETag"] == '"1"'
    body = {"reason": "One.", "chosen": {"name": "loser"}, "seen_of_goes": told.json()["seen_of_goes"]}
    assert api.call("POST", where, body).status_code == 428
    assert "chosen" in str(api.call("POST", where, {**body, "chosen": {"name": "x"}}, **{"If-Match": '"1"'}).json())
    made = api.call("POST", where, body, **{"If-Match": '"1"'})
    assert made.status_code == 201 and made.json()["can"] == ["part"]
    assert api.call("GET", f"/partners/{stays}").json()["name"] == OTHER
    assert [row["id"] for row in api.call("GET", "/partners/merges").json()["items"]] == [made.json()["id"]]
    apart = api.call("POST", f"/partners/merges/{made.json()['id']}/part", {"reason": "Two."}, **{"If-Match": made["ETag"]})
    assert apart.json()["parted_at"] and apart.json()["can"] == []
    assert api.call("GET", f"/partners/{goes}").status_code == 200


def test_no_job_decides(cast: Cast) -> None:
    stays, goes = two(cast)
    new = NewMerge(winner_id=stays, loser_id=goes, reason="x", chosen={"name": "winner"}, **versions(stays, goes))  # type: ignore[arg-type]  # two versions
    with pytest.raises(Refused, match="Somebody who keeps the register"), reading_as(SYSTEM):
        merge_partners(by=system_actor("merge"), new=new)
    made = merge(cast, stays, goes)
    with pytest.raises(Refused, match="Somebody who keeps the register"), reading_as(SYSTEM):
        part_partners(by=system_actor("merge"), merge_id=made.id, reason="x", seen=made.version)


def test_by_a_command_as_somebody_decided(cast: Cast, owner: Owner) -> None:
    stays, goes = two(cast)
    team_of(goes, "theirs")
    run = CliRunner().invoke
    shown = json.loads(run(partners, ["merge", ONE, OTHER, "--json"]).output)
    assert [one["field"] for one in shown["differs"]] == ["name"] and [one["code"] for one in shown["teams"]] == ["theirs"]
    assert "Nothing is changed" in run(partners, ["merge", ONE, OTHER]).output and not owner.rows("select 1 from partners_wentinto")
    for wrong, words in ((["--keep", "name"], "stays or goes"), (["--team", "x"], "No team of either"), ([], "can't be used")):
        done = run(partners, ["merge", ONE, OTHER, "--why", "Hana: one trust.", *wrong])
        assert isinstance(done.exception, Invalid) and words in str(done.exception), wrong
    keep = ["--why", "Hana: one trust.", "--keep", "name=goes", "--team", "theirs"]
    done = json.loads(run(partners, ["merge", ONE, str(goes), *keep, "--json"]).output)
    assert of(stays)[0].name == OTHER and len(teams_of(stays)) == 1
    [line] = json.loads(run(partners, ["merges", "--json"]).output)["items"]
    assert (line["id"], line["reason"], line["parted_at"]) == (done["id"], "Hana: one trust.", None)
    page = text(cast.client(EDITOR).get(reverse("partner-merged", args=[done["id"]])))
    assert "Whoever runs this site, by a command" in page
    assert "One record" in run(partners, ["merges"]).output
    assert "two records again" in run(partners, ["unmerge", done["id"], "--why", "Hana: two after all."]).output
    assert of(stays)[0].name == ONE
    [(system, channel)] = owner.rows("select actor_name, channel from audit_auditevent where verb = 'partner.parted'")
    assert "take two records of partners apart" in str(system) and channel == "command"


def test_the_evidence_of_the_pair_stands_beside_what_is_chosen(cast: Cast) -> None:
    stays, goes = two(cast)
    href = reverse("partner-merge", args=[stays, goes])
    assert "Why they may be one organisation" not in text(cast.client(EDITOR).get(href))
    look()
    [pair] = pairs()
    page = text(cast.client(EDITOR).get(href))
    assert "Why they may be one organisation" in page and pair.evidence[0]["words"] in page


def test_a_team_is_let_in_where_the_record_went(cast: Cast) -> None:
    """Not at a record that went on into another: nobody would see that they were let in."""
    stays, goes = two(cast)
    third, team = add(cast, "Third"), team_of(goes)
    made = merge(cast, stays, goes)
    merge(cast, third, stays)
    with pytest.raises(Refused, match="went into another later"):
        as_(cast, EDITOR, let_team_in, merge_id=made.id, team_id=team, seen=made.version)
    with cast.reading(EDITOR), connection.cursor() as cursor:
        cursor.execute("select throughcare.merge_lets_in(%s, %s)", [made.id, team])
        assert cursor.fetchone() == (False,)


def test_get_organization_leads_on(cast: Cast) -> None:
    actor, (stays, goes) = cast.actor(EDITOR), two(cast)
    merge(cast, stays, goes)
    with cast.reading(EDITOR), pytest.raises(Moved):
        get_organization(actor, goes)
