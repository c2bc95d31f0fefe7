"""`import partners`: each row accounted for, the same list again changes nothing, and nothing is written over what somebody typed."""

import json
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.database import Owner
from tests.notices.jobs import waiting
from tests.partners.lists import BY, bring, check, counts, read
from tests.partners.made import EDITOR, add, as_, contact, get
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, NotAllowed
from throughcare.imports.readers import EVERY
from throughcare.partners import actions
from throughcare.partners.cli.importing import import_partners
from throughcare.partners.models import Organization, Partner
from throughcare.partners.numbers import check_digit
from throughcare.partners.rows import Choices

NZBN = f"942904123456{check_digit('942904123456')}"
HEAD = "Organisation,Type,NZBN,Charity Number,Website,Phone,Region,Contact person,Contact email,Te reo name\n"
GOOD = HEAD + (
    f"Ngāti Awa Trust,Charitable trust,{NZBN},CC10123,ngatiawa.example.org,0000 111 222,Awa,Hine Kōtare,hine@example.org,Te Poari o Ngāti Awa\n"
    "St Mary's Church,Church,,,,,,,,\n"
    "Awa Marae,marae,,,,,Puke; Awa,Tama Rua,,\n"
)


OTHER_NZBN = f"942900000001{check_digit('942900000001')}"


def one(owner: Owner, name: str, columns: str) -> tuple[object, ...]:
    rows = owner.rows(
        f"select {columns} from partners_partner p join partners_organization o on o.id = p.organization_id where o.name = %s", name
    )
    assert len(rows) == 1, rows
    return rows[0]


def test_each_row_is_accounted_for_and_the_same_list_again_changes_nothing(cast: Cast, owner: Owner) -> None:
    assert counts(check(GOOD)) == (3, 3, 0, 0, 0)
    assert owner.rows("select count(*) from partners_partner") == [(0,)]
    done = bring(GOOD)
    assert counts(done) == (3, 3, 0, 0, 0)
    looks = [task for task, _ in waiting(owner)]
    assert looks == ["partners.likely"], "who may be there twice is looked for once the list is in"
    assert [(note.said, note.row, note.field) for note in done.notes] == [("LEFT_OUT", 4, "contact_name")]
    columns = "o.kind, p.nzbn, p.charity_number, o.website, p.phone, p.regions, o.alternate_name, p.state, p.version"
    website, phone, reo = "https://ngatiawa.example.org", "0000 111 222", "Te Poari o Ngāti Awa"
    wanted = ("NGO", NZBN, "CC10123", website, phone, ["awa"], reo, "ACTIVE", 1)
    assert one(owner, "Ngāti Awa Trust", columns) == wanted
    assert one(owner, "St Mary's Church", "o.kind") == ("FAITH",)
    assert sorted(one(owner, "Awa Marae", "p.regions")[0]) == ["awa", "puke"]  # type: ignore[call-overload]  # an array
    assert owner.rows("select name, email, is_lead from partners_partnercontact") == [("Hine Kōtare", "hine@example.org", False)]
    before = owner.rows("select count(*) from partners_partnerevent"), owner.rows("select count(*) from partners_organizationevent")
    again = bring(GOOD)
    assert counts(again) == (3, 0, 0, 3, 0)
    assert [task for task, _ in waiting(owner)] == looks
    after = owner.rows("select count(*) from partners_partnerevent"), owner.rows("select count(*) from partners_organizationevent")
    assert before == after
    runs = owner.rows("select kind, rows_read, created, updated, unchanged, rejected, rows_left from imports_importrun order by id")
    assert runs == [("partners", 3, 3, 0, 0, 0, 0), ("partners", 3, 0, 0, 3, 0, 0)]
    assert owner.rows("select count(*) from audit_auditevent where verb = 'partners.imported'") == [(2,)]


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        ("A,NGO,1234567890123,,,,,,,", "nzbn", "last digit"),
        ("A,NGO,,1056192,,,,,,", "charity_number", "charity"),
        ("A,NGO,,105619,,,,,,", "charity_number", "Write CC"),
        ("A,Spaceship,,,,,,,,", "kind", "no such kind"),
        ("A,NGO,,,no address,,,,,", "website", "website"),
        ("A,NGO,,,,,Atlantis,,,", "regions", "no region"),
        (",NGO,,,,,,,,", "name", "name is missing"),
        ("A,NGO,,,,,,Hine,odd,", "contact_email", "e-mail"),
        ("Total,,3,4,,,,,,", "name", "totals"),
        ("Source: a ministry,,,,,,,,,", "name", "note below"),
        ("A,NGO,,,,,,,,,too,many", "", "more cells"),
    ],
)
def test_a_row_that_cant_be_taken_says_where_and_why(cast: Cast, row: str, field: str, words: str) -> None:
    done = bring(f"{GOOD}{row}\n")
    assert counts(done) == (4, 3, 0, 0, 1)
    (bad,) = done.rejected
    assert (bad.row, bad.field) == (5, field)
    assert words in bad.message
    assert "1234567890123" not in bad.message and "Atlantis" not in bad.message


def test_what_somebody_typed_since_is_kept_and_what_the_list_said_itself_is_changed(cast: Cast, owner: Owner) -> None:
    bring(GOOD)
    (key, version) = one(owner, "Ngāti Awa Trust", "p.organization_id, p.version")
    details = actions.Details(
        name="Ngāti Awa Trust", kind="NGO", website="https://typed.example.org", phone="", alternate_name="Te Poari o Ngāti Awa"
    )
    as_(cast, EDITOR, actions.change_details, partner_id=key, new=details, seen=version)
    changed = GOOD.replace("ngatiawa.example.org", "new.example.org").replace("Te Poari o Ngāti Awa", "Te Rūnanga")
    done = bring(changed)
    assert counts(done) == (3, 0, 1, 2, 0)
    kept = {(note.field, note.message.split(" ")[0], "took this off" in note.message) for note in done.notes if note.said == "KEPT"}
    assert kept == {("website", "Somebody", False), ("phone", "Somebody", True)}
    assert one(owner, "Ngāti Awa Trust", "o.website, p.phone, o.alternate_name") == ("https://typed.example.org", "", "Te Rūnanga")
    assert owner.rows("select count(*) from imports_rownote where said = 'KEPT'") == [(2,)]
    again = bring(changed)
    assert counts(again) == (3, 0, 0, 3, 0)


def test_what_another_list_said_is_filled_up_and_not_written_over(cast: Cast, owner: Owner) -> None:
    bring(GOOD)
    other = HEAD + "Ngāti Awa Charitable Trust,,,CC10123,elsewhere.example.org,,Puke,,,\n"
    done = bring(other, "other.csv")
    assert counts(done) == (1, 0, 1, 0, 0)
    assert sorted(note.field for note in done.notes) == ["name", "website"]
    assert one(owner, "Ngāti Awa Trust", "o.website, p.regions") == ("https://ngatiawa.example.org", ["awa", "puke"])


def test_a_contact_who_ceased_to_be_one_stays_so(cast: Cast, owner: Owner) -> None:
    bring(GOOD)
    ((contact_id,),) = owner.rows("select id from partners_partnercontact")
    as_(cast, EDITOR, actions.end_partner_contact, contact_id=contact_id, seen=1)
    done = bring(GOOD)
    assert ("KEPT", "contact_name") in {(note.said, note.field) for note in done.notes}
    assert owner.rows("select count(*) from partners_partnercontact where ended_on is null") == [(0,)]


def test_an_employer_stays_one_even_for_the_sites_own_command(cast: Cast, owner: Owner) -> None:
    add(cast, "Big Builders", "EMPLOYER")
    done = bring("name,kind\nBig Builders,NGO\n")
    assert counts(done) == (1, 0, 0, 1, 0)
    assert one(owner, "Big Builders", "o.kind") == ("EMPLOYER",)
    assert [note.field for note in done.notes] == ["kind"]


def test_the_name_where_it_is_tells_who_it_is_and_a_number_says_when_it_is_another(cast: Cast, owner: Owner) -> None:
    bring("id,name,region\n1,St John,Awa\n2,St John,Awa\n3,St John,Puke\n", "a.csv")
    assert owner.rows("select count(*) from partners_partner") == [(3,)]
    done = bring("name,region,phone\nSt John,Puke,000000\n", "b.csv")
    assert counts(done) == (1, 0, 1, 0, 0)
    unsure = bring("name,region\nSt John,Awa\n", "b.csv")
    assert counts(unsure) == (1, 0, 0, 0, 1)
    assert "Several organisations" in unsure.rejected[0].message
    like = bring("name\nSt John Trust\n", "c.csv")
    assert counts(like) == (1, 1, 0, 0, 0)
    assert like.look and like.as_dict()["look_for_duplicates"]


def test_rows_about_one_organisation_go_together_unless_they_contradict(cast: Cast, owner: Owner) -> None:
    rows = "A Trust,CC20001,Ana,ana@example.org,Awa\nA Trust,CC20001,Ben,ben@example.org,Puke\nA Trust,CC20001,,,\nB Trust,CC20001,,,\n"
    done = bring(f"name,charity number,contact,contact email,region\n{rows}")
    assert counts(done) == (4, 1, 1, 1, 1)
    assert (done.rejected[0].row, done.rejected[0].field) == (5, "name")
    assert owner.rows("select name from partners_partnercontact order by name") == [("Ana",), ("Ben",)]
    assert sorted(one(owner, "A Trust", "p.regions")[0]) == ["awa", "puke"]  # type: ignore[call-overload]  # an array


def test_branches_follow_their_national_body_wherever_it_stands(cast: Cast, owner: Owner) -> None:
    rows = "Branch,National\nTwig,Branch\nNational,\nX,Y\nY,X\nLost,Nobody\n"
    done = bring(f"name,national body\n{rows}")
    assert counts(done) == (6, 3, 0, 0, 3)
    assert {(bad.row, bad.field) for bad in done.rejected} == {(5, "national_body"), (6, "national_body"), (7, "national_body")}
    above = (
        "select o.name, a.name from partners_organization o join partners_organization a on a.id = o.parent_organization_id order by o.name"
    )
    assert owner.rows(above) == [("Branch", "National"), ("Twig", "Branch")]
    turned = bring("name,national body\nNational,Twig\n", "b.csv")
    assert "branch of this one" in turned.rejected[0].message


def test_an_organisation_of_the_directory_is_put_on_the_register(cast: Cast, owner: Owner) -> None:
    done = bring("name,kind\nMANA TRUST,Iwi\n")
    assert counts(done) == (1, 1, 0, 0, 0)
    assert owner.rows("select organization_id from partners_partner") == [(cast.organization,)]
    assert one(owner, "Mana Trust", "o.name") == ("Mana Trust",)


def test_numbers_of_two_partners_are_rejected(cast: Cast) -> None:
    bring("name,charity number\nA,CC20001\n")
    bring(f"name,nzbn\nB,{OTHER_NZBN}\n")
    done = bring(f"name,nzbn,charity number\nC,{OTHER_NZBN},CC20001\n")
    assert counts(done) == (1, 0, 0, 0, 1)


def test_an_address_in_parts_and_words_on_no_list_are_kept(cast: Cast, owner: Owner) -> None:
    done = bring("name,street,city,postcode,focus area\nA,1 Road,Town,0001,Housing; Beekeeping\n")
    assert counts(done) == (1, 1, 0, 0, 0)
    assert one(owner, "A", "p.address, p.expertise, p.expertise_words") == ("1 Road, Town, 0001", ["HOUSING"], "Beekeeping")


def test_who_may_not_keep_the_register_brings_nothing_in(cast: Cast, owner: Owner) -> None:
    listed = read(GOOD).reading.partners()
    for who in ("case_manager", "records", "administrator"):
        actor = cast.actor(who)
        with pytest.raises(NotAllowed):
            actions.import_partners(by=actor, file=listed)
    assert owner.rows("select count(*) from partners_partner") == [(0,)]
    manager = cast.actor(EDITOR)
    assert counts(actions.import_partners(by=manager, file=listed)) == (3, 3, 0, 0, 0)
    assert owner.rows("select distinct pgh_context ->> 'user' from partners_partnerevent") == [(str(manager.user_id),)]


def test_the_command_reads_saves_a_mapping_and_writes_the_rejects(
    cast: Cast, owner: Owner, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = tmp_path / "list.csv", tmp_path / "out.csv"
    file.write_text("What,Where\nA,Awa\n,Awa\n=B,Nowhere\n", encoding="utf-8")
    with pytest.raises(Invalid, match="name of the organisation"):
        import_partners(file=file, as_json=True)
    capsys.readouterr()
    columns = ["What=name", "Where=regions"]
    import_partners(file=file, as_json=True, column=columns, save="Where", source="ours", rejects=out)
    told = json.loads(capsys.readouterr().out)
    assert (told["read"], told["created"], len(told["rejected"])) == (3, 1, 2)
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "file,row,field,reason,What,Where" and lines[2].endswith(",'=B,Nowhere")
    import_partners(file=file, as_json=True, dry_run=True)
    told = json.loads(capsys.readouterr().out)
    assert (told["found"]["mapping"], told["found"]["source"], told["unchanged"]) == ("Where", "ours", 1)
    import_partners(file=file)
    assert "1 unchanged, 2 rejected" in capsys.readouterr().out


def test_json_and_two_sheets_that_agree(cast: Cast, tmp_path: Path) -> None:
    listed = [{"name": "A", "tags": {"religion": "muslim"}, "id": 7}, {"name": "B", "id": 8}]
    done = bring(json.dumps(listed), "list.json")
    assert counts(done) == (2, 2, 0, 0, 0)
    geo = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": one, "geometry": {}} for one in listed]}
    assert counts(bring(json.dumps(geo), "list.json")) == (2, 0, 0, 2, 0)
    lines = "\n".join(json.dumps(one) for one in listed)
    assert counts(bring(lines, "list.json")) == (2, 0, 0, 2, 0)
    from openpyxl import Workbook  # noqa: PLC0415 - wanted here alone

    book = Workbook()
    first, second, third = book.active, book.create_sheet("South"), book.create_sheet("Other")
    first.title = "North"
    for sheet, rows in (
        (first, [["Partners 2026"], ["Name", "Phone"], ["C", "000001"]]),
        (second, [["NAME", "phone"], ["D", "000002"], ["", "x"]]),
    ):
        for row in rows:
            sheet.append(row)
    third.append(["Something", "else"])
    third.append(["E", "F"])
    book.save(tmp_path / "two.xlsx")
    data = (tmp_path / "two.xlsx").read_bytes()
    assert counts(bring(data, "two.xlsx")) == (1, 1, 0, 0, 0)
    both = bring(data, "two.xlsx", Choices(sheet=EVERY))
    assert counts(both) == (3, 1, 0, 1, 1)
    assert (both.rejected[0].file, both.rejected[0].row) == ("two.xlsx: South", 3)


def test_somebody_else_who_changed_one_meanwhile_sees_it(cast: Cast) -> None:
    key = add(cast, "Trust of Awa", "NGO")
    contact(cast, key)
    assert get(cast, key).version == 1
    bring("name,website,phone\nTrust of Awa,example.org,000000\n")
    assert get(cast, key).version > 1
    with reading_as(BY.reader):
        assert Partner.objects.get(pk=key).phone == "000000"
        assert Organization.objects.get(pk=key).website == "https://example.org"
