"""Giving an organisation a team: who may, what is refused with which sentence, and that referrals then reach somebody."""

import json

import pytest

from tests.cast import Cast
from tests.database import Owner
from throughcare.accounts.actors import system_actor
from throughcare.accounts.models import TeamKind
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, NotAllowed
from throughcare.common.text import search_key
from throughcare.config.cli import main
from throughcare.partners.actions import NewTeam, add_members, add_team
from throughcare.partners.cli import cli
from throughcare.partners.models import Organization, OrganizationTeam
from throughcare.partners.queries import organization_called

BY = system_actor("test")


def _organization(name: str) -> Organization:
    with reading_as(BY.reader):
        made = Organization(name=name, search_key=search_key(name))
        made.save(force_insert=True)
    return made


def test_a_team_answers_for_its_organisation_and_its_members_belong_to_it(cast: Cast, owner: Owner) -> None:
    hauora = _organization("Hauora Ōtara")
    with reading_as(BY.reader):
        assert organization_called(BY, "hauora otara") == hauora == organization_called(BY, str(hauora.id))
        team = add_team(by=BY, new=NewTeam(name=hauora.name, organization_id=hauora.id))
        add_members(by=BY, team=team, emails=["Partner_Worker@example.test"], role="partner_worker")
    assert (team.code, team.kind) == ("hauora-otara", TeamKind.PARTNER)
    assert team.id in cast.actor("partner_worker").teams
    with cast.reading("partner_worker"):
        assert OrganizationTeam.objects.get(team=team).organization_id == hauora.id
    assert owner.rows("select verb, actor_name from audit_auditevent where verb in ('team.added', 'membership.added') order by verb") == [
        ("membership.added", "test"),
        ("team.added", "test"),
    ]


def test_a_team_without_an_organisation_is_an_office(cast: Cast) -> None:
    with reading_as(BY.reader):
        assert add_team(by=BY, new=NewTeam(name="Waikura Office")).kind == TeamKind.OFFICE


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        (NewTeam(name=" "), "Enter a name"),
        (NewTeam(name="Awa", code="awa"), "already"),
        (NewTeam(name="Awa", code="Tūī"), "small letters"),
        (NewTeam(name="Awa", code="x" * 61), "60 at most"),
        (NewTeam(name="…"), "small letters"),
    ],
)
def test_a_name_or_code_that_can_not_be_used_is_refused(cast: Cast, new: NewTeam, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence), reading_as(BY.reader):
        add_team(by=BY, new=new)


def test_unknown_and_double_names_say_what_there_is(cast: Cast) -> None:
    twins = [_organization("Open Door"), _organization("Open Door")]
    with reading_as(BY.reader):
        with pytest.raises(Invalid, match="Several organisations") as several:
            organization_called(BY, "Open Door")
        assert all(str(twin.id) in str(several.value) for twin in twins)
        with pytest.raises(Invalid, match="Did you mean: Mana Trust"):
            organization_called(BY, "Mana")
        with pytest.raises(Invalid, match="No organisation"):
            organization_called(BY, "Zzyzx")
        team = add_team(by=BY, new=NewTeam(name="Waikura"))
        with pytest.raises(Invalid, match="nobody@example"):
            add_members(by=BY, team=team, emails=["nobody@example.test"], role="partner_worker")
        with pytest.raises(Invalid, match="no role"):
            add_members(by=BY, team=team, emails=[], role="king")


@pytest.mark.parametrize("name", ["case_manager", "partnership_manager", "partner_manager", "auditor"])
def test_only_who_manages_users_makes_teams(cast: Cast, name: str) -> None:
    actor = cast.actor(name)
    with pytest.raises(NotAllowed), cast.reading(name):
        add_team(by=actor, new=NewTeam(name="Mine"))


def test_command_makes_a_team_with_its_members(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    _organization("Legal Aid of Nowhere")
    run = cli.registered_commands[0].callback
    assert run is not None
    run(organization="Legal Aid of Nowhere", member=["partner_worker@example.test"], as_json=True)
    said = json.loads(capsys.readouterr().out)
    assert (said["code"], said["members"]) == ("legal-aid-of-nowhere", ["partner_worker@example.test"])


def test_help_of_the_command_group(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["team", "add", "--help"]) == 0
    assert "--organization" in capsys.readouterr().out
