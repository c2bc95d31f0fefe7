"""An employer is told least about people, and that hangs on its kind: nobody of the register lifts it, by page, over REST or in plain SQL."""

import json
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.urls import reverse
from typer.testing import CliRunner

from tests.cast import EVERYBODY, Cast
from tests.database import Owner
from tests.partners.made import EDITOR, add, as_, get, of_kind
from tests.partners.test_register_pages import text
from tests.partners.test_register_rest import RIGHTS
from tests.people.test_rest import Api
from throughcare.common.refusals import Invalid, NotAllowed, Refused
from throughcare.partners import actions
from throughcare.partners.cli import partners
from throughcare.partners.models import OrganizationKind

STAYS = "hangs on its kind"
OTHERS = [kind for kind in OrganizationKind.values if kind != OrganizationKind.EMPLOYER]


def kind_of(owner: Owner, key: Any) -> object:
    return owner.rows("select kind from partners_organization where id = %s", key)[0][0]


def kept(owner: Owner) -> list[object]:
    """What the audit keeps of each change of the register, in order."""
    rows = owner.rows("select detail from audit_auditevent where verb in ('partner.added', 'partner.changed') order by id")
    return [json.loads(detail) if isinstance(detail, str) else detail for (detail,) in rows]


@pytest.mark.parametrize("kind", OTHERS)
def test_an_employer_of_the_directory_is_put_there_as_one(cast: Cast, owner: Owner, kind: str) -> None:
    of_kind(cast, "EMPLOYER")
    api = Api(cast, EDITOR, RIGHTS)
    body = {"kind": kind, "organization_id": str(cast.organization)}
    refused = api.call("POST", "/partners", body)
    assert refused.status_code == 422 and STAYS in refused.json()["errors"]["kind"][0]
    form = {"name": "Mana Trust", "kind": kind, "which": str(cast.organization)}
    if kind != "OTHER":  # the page offers it not
        assert STAYS in text(cast.client(EDITOR).post(reverse("partner-add"), form))
    assert kind_of(owner, cast.organization) == "EMPLOYER" and kept(owner) == []
    assert api.call("POST", "/partners", {**body, "kind": "EMPLOYER"}).status_code == 201
    assert kept(owner) == [{}]


def test_a_kind_somebody_said_stays_when_it_is_put_there(cast: Cast, owner: Owner) -> None:
    new = actions.NewPartner(kind="IWI", organization_id=cast.organization)
    with pytest.raises(Invalid, match="stands in the directory as: Non-government organisation"):
        as_(cast, EDITOR, actions.add_partner, new=new)
    of_kind(cast, "OTHER")
    as_(cast, EDITOR, actions.add_partner, new=new)
    assert kind_of(owner, cast.organization) == "IWI" and kept(owner) == [{"kind_was": "OTHER", "kind": "IWI"}]


@pytest.mark.parametrize("kind", OTHERS)
def test_details_leave_an_employer_one(cast: Cast, owner: Owner, kind: str) -> None:
    key = add(cast, kind="EMPLOYER")
    api, body = Api(cast, EDITOR, RIGHTS), {"name": "Mana Trust", "kind": kind, "purpose": "Work."}
    refused = api.call("PUT", f"/partners/{key}/details", body, **{"If-Match": '"1"'})
    assert refused.status_code == 422 and STAYS in refused.json()["errors"]["kind"][0]
    page = cast.client(EDITOR).post(reverse("partner-part", args=[key, "details"]), {**body, "version": "1"})
    assert STAYS in text(page) and "Work." in text(page)
    assert kind_of(owner, key) == "EMPLOYER" and get(cast, key).version == 1
    done = api.call("PUT", f"/partners/{key}/details", {**body, "kind": "EMPLOYER"}, **{"If-Match": '"1"'})
    assert (done.status_code, done["ETag"]) == (200, '"2"')


def test_the_audit_holds_both_kinds(cast: Cast, owner: Owner) -> None:
    key = add(cast, "Kete o Awa", "NGO")
    for seen, kind in ((1, "EMPLOYER"), (2, "EMPLOYER")):
        as_(cast, EDITOR, actions.change_details, partner_id=key, new=actions.Details(name="Kete o Awa", kind=kind), seen=seen)
    assert kept(owner) == [{}, {"part": "details", "kind_was": "NGO", "kind": "EMPLOYER"}, {"part": "details"}]


def test_the_database_keeps_an_employer_from_everybody(cast: Cast, owner: Owner) -> None:
    key = add(cast, kind="EMPLOYER")
    for who in EVERYBODY:
        cast.actor(who)
        for column in ("", "name = name, "):
            with cast.reading(who), connection.cursor() as cursor:
                try:
                    with transaction.atomic():
                        cursor.execute(f"update partners_organization set {column}kind = 'NGO' where id = %s", [key])
                    assert who != EDITOR and cursor.rowcount == 0, who
                except Error as refused:
                    assert "an employer stays one" in str(refused), who
    with cast.reading(EDITOR), connection.cursor() as cursor:
        cursor.execute("update partners_organization set name = 'Mana Works', kind = 'EMPLOYER' where id = %s", [key])
        assert cursor.rowcount == 1
    assert kind_of(owner, key) == "EMPLOYER"


def test_the_site_corrects_it_by_the_command(cast: Cast, owner: Owner) -> None:
    key, runner = add(cast, kind="EMPLOYER"), CliRunner()
    assert runner.invoke(partners, ["kind", "mana trust", "ngo"]).exit_code == 2  # without a reason
    done = runner.invoke(partners, ["kind", "mana trust", "ngo", "--why", "The board: it never was one."])
    assert done.exit_code == 0 and "Mana Trust is now: Non-government organisation." in done.output
    assert (kind_of(owner, key), get(cast, key).version) == ("NGO", 2)
    assert kept(owner)[1:] == [{"part": "details", "kind_was": "EMPLOYER", "kind": "NGO", "why": "The board: it never was one."}]
    again = runner.invoke(partners, ["kind", str(key), "NGO", "--why", "Again."])
    assert isinstance(again.exception, Refused) and "of this kind already" in str(again.exception)
    assert isinstance(runner.invoke(partners, ["kind", str(key), "IWI", "--why", " "]).exception, Invalid)
    for who in (EDITOR, "administrator"):
        with pytest.raises((Refused, NotAllowed)):
            as_(cast, who, actions.correct_kind, partner=get(cast, key), kind="IWI", why="Mine.")
    told = runner.invoke(partners, ["kind", str(key), "IWI", "--why", "It is.", "--json"])
    assert json.loads(told.output) == {"id": str(key), "name": "Mana Trust", "kind": "IWI"}
