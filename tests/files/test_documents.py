"""Documents about a partner: who brings, reads, changes and withdraws them, in the action and in the database."""

from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.files.made import PDF, bring, get, partner, picture, titles
from tests.partners.made import EDITOR, add, as_
from throughcare.common.reader import reading_as
from throughcare.common.ref import Ref
from throughcare.common.refusals import Invalid, NotFound, Refused, Stale
from throughcare.files import actions, kinds, queries
from throughcare.files.models import Content, Document

READERS = ["case_manager", "contract_manager", "executive", EDITOR]
OTHERS = ["other_partner_worker", "employer", "aroha", "whanau_member", "victim_liaison"]


@pytest.fixture
def about(cast: Cast) -> Ref:
    return partner(add(cast))


def opened(cast: Cast, who: str, key: UUID) -> bytes:
    content: bytes = as_(cast, who, actions.open_document, document_id=key)[1]
    return content


def test_ours_alone_until_it_is_shared_and_ours_again(cast: Cast, about: Ref) -> None:
    key = bring(cast, EDITOR, about)
    for who in READERS:
        assert titles(cast, who, about) == ["Trust deed"] and opened(cast, who, key) == PDF
    assert titles(cast, "partner_worker", about) == []
    for who in ("partner_worker", "partner_manager", *OTHERS):
        with pytest.raises(Refused) as refused:
            opened(cast, who, key)
        assert refused.value.status == 404
    as_(cast, EDITOR, actions.change_document, document_id=key, title="Deed", sort="CONSTITUTION", shared=True, seen=1)
    assert titles(cast, "partner_worker", about) == ["Deed"] and opened(cast, "partner_worker", key) == PDF
    as_(cast, EDITOR, actions.change_document, document_id=key, title="Our own", sort="CONSTITUTION", shared=False, seen=2)
    with cast.reading("partner_worker"), connection.cursor() as cursor:
        assert not Document.objects.exists() and not Content.objects.exists()
        cursor.execute("select count(*) from files_documentevent")
        assert cursor.fetchone() == (0,)


def test_what_a_partner_brought_stays_in_its_sight(cast: Cast, about: Ref) -> None:
    """A keeper may say better what it is, or withdraw it with a reason the partner reads. The database says so too."""
    key = bring(cast, "partner_manager", about)
    with pytest.raises(Invalid, match="goes on reading it"):
        as_(cast, EDITOR, actions.change_document, document_id=key, title="Deed", sort="CONSTITUTION", shared=False, seen=1)
    with cast.reading(EDITOR), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Document.objects.filter(pk=key).update(shared=False)
    with cast.reading(EDITOR), pytest.raises(DatabaseError), transaction.atomic():
        Document.objects.filter(pk=key).update(theirs=False)
    as_(cast, EDITOR, actions.change_document, document_id=key, title="Deed", sort="CONSTITUTION", shared=True, seen=1)
    as_(cast, EDITOR, actions.withdraw_document, document_id=key, reason="Out of date.", seen=2)
    assert titles(cast, "partner_worker", about, withdrawn=True) == ["Deed"]


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_finds_any(cast: Cast, about: Ref, who: str) -> None:
    bring(cast, EDITOR, about, shared=True)
    with pytest.raises(Refused) as refused:
        titles(cast, who, about)
    assert refused.value.status == 404
    with cast.reading(who):
        assert not Document.objects.exists() and not Content.objects.exists()


def test_a_partner_brings_what_both_read_and_takes_back_its_own_alone(cast: Cast, about: Ref) -> None:
    ours = bring(cast, EDITOR, about, shared=True)
    key = bring(cast, "partner_manager", about, picture("PNG"), name="c.png", title="Certificate", shared=False)
    assert get(cast, key).shared
    assert titles(cast, "executive", about) == ["Certificate", "Trust deed"]
    with pytest.raises(NotFound):
        as_(cast, "partner_manager", actions.withdraw_document, document_id=ours, reason="No.", seen=1)
    as_(cast, "partner_manager", actions.change_document, document_id=key, title="Level 2", sort="CERTIFICATE", shared=False, seen=1)
    assert get(cast, key).shared and get(cast, key).title == "Level 2"
    as_(cast, "partner_manager", actions.withdraw_document, document_id=key, reason="An older one.", seen=2)
    assert titles(cast, EDITOR, about) == ["Trust deed"] and titles(cast, EDITOR, about, withdrawn=True) == ["Level 2", "Trust deed"]
    with pytest.raises(NotFound, match="its file is gone"):
        opened(cast, EDITOR, key)


def test_who_reads_only_adds_and_changes_nothing(cast: Cast, about: Ref) -> None:
    key = bring(cast, EDITOR, about, shared=True)
    for who in ("executive", "case_manager"):
        with pytest.raises(NotFound):
            bring(cast, who, about, picture("PNG"), name="x.png")
        with pytest.raises(NotFound):
            as_(cast, who, actions.change_document, document_id=key, title="Mine", sort="OTHER", shared=True, seen=1)


def test_the_database_says_the_same(cast: Cast, about: Ref) -> None:
    """Straight SQL as the wrong person: nothing is added, changed or deleted."""
    key = bring(cast, EDITOR, about, shared=True)
    for who in ("executive", "case_manager", "partner_manager", "other_partner_worker"):
        with cast.reading(who), connection.cursor() as cursor:
            cursor.execute("update files_document set title = 'x' where id = %s", [key])
            assert cursor.rowcount == 0
    for who, shared in (("partner_manager", False), ("executive", True), ("other_partner_worker", True)):
        with pytest.raises(Exception, match="row-level security"), cast.reading(who):
            Document(
                about_kind=about.kind, about_id=about.id, title="x", sort="OTHER", format="TXT", size=1, digest="x", shared=shared
            ).save(force_insert=True)
    with pytest.raises(Exception, match="row-level security"), cast.reading("partner_manager"):  # in another's name
        Document(
            about_kind=about.kind,
            about_id=about.id,
            title="x",
            sort="OTHER",
            format="TXT",
            size=1,
            digest="x",
            shared=True,
            added_by_id=cast.users[EDITOR],
        ).save(force_insert=True)
    for words in ("delete from files_content", "update files_content set content = ''", "delete from files_document"):
        with pytest.raises(Exception, match="permission denied"), cast.reading(EDITOR), connection.cursor() as cursor:
            cursor.execute(words)


def test_what_came_never_changes(cast: Cast, owner: Owner, about: Ref) -> None:
    key = bring(cast, EDITOR, about)
    for words in ("digest = 'x'", "size = 2", "format = 'TXT'", "about_id = gen_random_uuid()", "added_by_id = null"):
        with pytest.raises(psycopg.Error, match=r"as_it_came|read.?only"):
            owner.change(f"update files_document set {words} where id = %s", key)


def test_the_same_file_twice_is_a_slip(cast: Cast, about: Ref) -> None:
    bring(cast, EDITOR, about)
    with pytest.raises(Refused, match="there already"):
        bring(cast, EDITOR, about, title="Again")
    theirs = bring(cast, "partner_manager", about)  # they do not learn that we hold it
    with pytest.raises(Refused, match="there already"):
        bring(cast, "partner_manager", about)
    as_(cast, EDITOR, actions.withdraw_document, document_id=theirs, reason="Ours is the signed one.", seen=1)
    bring(cast, "partner_manager", about)


def test_slips_get_a_sentence(cast: Cast, about: Ref) -> None:
    with pytest.raises(Invalid, match="can't be used") as wrong:
        bring(cast, EDITOR, about, title=" ", sort="NOTHING")
    assert set(wrong.value.errors) == {"title", "sort"}
    key = bring(cast, EDITOR, about)
    with pytest.raises(Stale):
        as_(cast, EDITOR, actions.withdraw_document, document_id=key, reason="Old.", seen=7)
    with pytest.raises(Invalid, match="Say why"):
        as_(cast, EDITOR, actions.withdraw_document, document_id=key, reason=" ", seen=1)
    as_(cast, EDITOR, actions.withdraw_document, document_id=key, reason="Old.", seen=1)
    with pytest.raises(Refused, match="withdrawn, and stays so"):
        as_(cast, EDITOR, actions.change_document, document_id=key, title="x", sort="OTHER", shared=False, seen=2)
    with pytest.raises(Invalid, match="about one of"):
        queries.read_about(f"people.person:{cast.person}")
    with pytest.raises(Invalid, match="nothing's id"):
        queries.read_about("partners.partner:0190")


def test_what_is_withdrawn_is_gone_from_the_tables(cast: Cast, owner: Owner, about: Ref) -> None:
    key = bring(cast, EDITOR, about)
    assert owner.rows("select count(*) from files_content") == [(1,)]
    as_(cast, EDITOR, actions.withdraw_document, document_id=key, reason="Of somebody else.", seen=1)
    assert owner.rows("select count(*) from files_content") == [(0,)]
    assert owner.rows("select state, reason from files_document") == [("WITHDRAWN", "Of somebody else.")]


def test_whoever_opened_one_is_written_down_with_it(cast: Cast, owner: Owner, about: Ref) -> None:
    key = bring(cast, EDITOR, about, shared=True)
    opened(cast, "partner_worker", key)
    found = owner.rows(
        "select verb, actor_id, about_id, detail ->> 'document' from audit_auditevent where starts_with(verb, 'document.') order by id"
    )
    assert found == [
        ("document.added", cast.users[EDITOR], about.id, str(key)),
        ("document.opened", cast.users["partner_worker"], about.id, str(key)),
    ]


def test_no_document_is_about_a_person(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="nobody said who reads"), reading_as(SYSTEM):
        Document(about_kind="people.person", about_id=cast.person, title="x", sort="OTHER", format="TXT", size=1, digest="x").save(
            force_insert=True
        )
    with pytest.raises(ValueError, match="personal class"):
        kinds.register("people.person", kinds.registered()["partners.partner"])
