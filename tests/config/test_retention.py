"""Every table has its class; what passes goes when two people agreed, with its audit row, and nothing else does."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import override_settings

from tests.audit.rows import SYSTEM, seal, verified
from tests.cast import Cast
from tests.database import Owner, owner_login
from throughcare.audit import actions
from throughcare.audit.models import Disposal
from throughcare.common.clock import now
from throughcare.common.ids import new_id
from throughcare.common.protection import REGISTRY
from throughcare.common.reader import reading_as
from throughcare.common.refusals import NotAllowed, NotFound, Refused
from throughcare.common.retention import CLASSES, PASSING, words_of
from throughcare.config import retention
from throughcare.imports.models import ImportRun, Reject


@pytest.fixture(autouse=True)
def _head(tmp_path: Path) -> Iterator[None]:
    with override_settings(AUDIT_HEAD=tmp_path / "head.json"):
        yield


def test_every_table_has_a_class(owner: Owner) -> None:
    names = [
        str(name) for (name,) in owner.rows("select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'")
    ]
    assert len(names) > 50
    assert all(words_of(name, REGISTRY.rules[name]) for name in names)
    assert {rule.kind for rule in REGISTRY.rules.values()} == set(CLASSES)
    assert {rule.table for rule in PASSING.values()} <= set(names)


@pytest.mark.parametrize("code", sorted(PASSING))
def test_each_kind_can_be_counted_and_disposed_of(code: str, owner: Owner) -> None:
    rule = PASSING[code]
    at = rule.before(now())
    assert owner.rows(rule.count(), at) == [(0,)]
    for statement in rule.statements():
        assert owner.change(statement, at) == 0


def plant(cast: Cast) -> None:
    """Two old rejected rows, and a new one."""
    with reading_as(SYSTEM.reader):
        for days, rows in ((100, 2), (1, 1)):
            run = ImportRun.objects.create(
                kind="people",
                source="x",
                layout="y",
                at=now() - timedelta(days=days),
                by_name="z",
                rows_read=rows,
                created=0,
                updated=0,
                unchanged=0,
                rejected=rows,
            )
            Reject.objects.bulk_create([Reject(run=run, file="f", row=number, message="m") for number in range(rows)])


def ask_and_approve(cast: Cast) -> None:
    auditor, privacy = cast.client("auditor"), cast.client("privacy_officer")
    assert auditor.post("/audit/retention/ask/rejects/").status_code == 302
    (disposal,) = as_owner("select id from audit_disposal")
    assert auditor.post(f"/audit/retention/approve/{disposal}/").status_code == 409
    assert "Approve<span" not in auditor.get("/audit/retention/").content.decode()
    assert "Approve<span" in privacy.get("/audit/retention/").content.decode()
    assert privacy.post(f"/audit/retention/approve/{disposal}/").status_code == 302


def as_owner(query: str) -> list[object]:
    with owner_login(), connection.cursor() as cursor:
        cursor.execute(query)
        return [value for (value,) in cursor.fetchall()]


def test_two_people_and_then_the_owner(cast: Cast, owner: Owner) -> None:
    plant(cast)
    with owner_login():
        assert {item.code: item.rows for item in retention.look() if item.rows} == {"rejects": 2}
        assert retention.dispose() == []
    connection.close()
    assert owner.rows("select count(*) from imports_reject") == [(3,)]
    ask_and_approve(cast)
    with owner_login():
        assert [item.code for item in retention.look() if item.approved] == ["rejects"]
        assert retention.dispose() == [("Rows an import did not take", 2)]
        assert retention.dispose() == []
    connection.close()
    assert owner.rows("select count(*) from imports_reject") == [(1,)]
    verbs = [verb for (verb,) in owner.rows("select verb from audit_auditevent where verb like 'retention.%%' order by at")]
    assert verbs == ["retention.asked", "retention.approved", "retention.disposed"]
    assert owner.rows("select rows from audit_disposal") == [(2,)]
    seal()
    assert verified().ok
    assert "2 on " in cast.client("auditor").get("/audit/retention/").content.decode()


def test_nobody_agrees_with_themselves_nor_twice(cast: Cast, owner: Owner) -> None:
    auditor, privacy, worker = cast.actor("auditor"), cast.actor("privacy_officer"), cast.actor("case_manager")
    with reading_as(auditor.reader):
        disposal = actions.ask_disposal(by=auditor, code="notices")
        with pytest.raises(Refused, match="somebody else"):
            actions.answer_disposal(by=auditor, disposal_id=disposal.id, agree=True)
        with pytest.raises(NotFound):
            actions.ask_disposal(by=auditor, code="records")
        with pytest.raises(NotFound):
            actions.answer_disposal(by=auditor, disposal_id=new_id(), agree=True)
    connection.close()
    with reading_as(worker.reader), pytest.raises(NotAllowed):
        actions.ask_disposal(by=worker, code="sessions")
    connection.close()
    with reading_as(privacy.reader):
        with pytest.raises(Refused, match="asked for already"):
            actions.ask_disposal(by=privacy, code="notices")
        actions.answer_disposal(by=privacy, disposal_id=disposal.id, agree=True)
        with pytest.raises(Refused, match="approved already"):
            actions.answer_disposal(by=privacy, disposal_id=disposal.id, agree=True)


def test_the_database_holds_to_two_people(cast: Cast, owner: Owner) -> None:
    """As the application's login, past every action."""
    auditor, privacy = cast.actor("auditor"), cast.actor("privacy_officer")
    with reading_as(auditor.reader):
        disposal = actions.ask_disposal(by=auditor, code="notices")
        own = {"approved_by_id": auditor.user_id, "approved_at": now()}
        with pytest.raises(DatabaseError), transaction.atomic():
            Disposal.objects.filter(pk=disposal.pk).update(**own)
        with pytest.raises(DatabaseError), transaction.atomic():
            Disposal.objects.create(rule="keys", before=now(), asked_by_id=cast.users["privacy_officer"], asked_at=now())
        for said in ({"approved_at": now()}, {"rows": 1}):
            with pytest.raises(DatabaseError), transaction.atomic():
                Disposal.objects.create(rule="keys", before=now(), asked_by_id=cast.users["auditor"], asked_at=now(), **said)
    connection.close()
    with reading_as(privacy.reader), pytest.raises(DatabaseError, match="by_somebody"), transaction.atomic():
        Disposal.objects.filter(pk=disposal.pk).update(approved_at=now())
    connection.close()
    with reading_as(privacy.reader), pytest.raises(DatabaseError, match="as it is"), transaction.atomic():
        Disposal.objects.filter(pk=disposal.pk).update(before=now(), approved_by_id=privacy.user_id, approved_at=now())
    connection.close()
    with reading_as(auditor.reader), connection.cursor() as cursor, pytest.raises(DatabaseError, match="permission denied"):
        cursor.execute("delete from notices_notice")
    connection.close()


def test_what_is_not_due_stays_whatever_was_asked(cast: Cast, owner: Owner, caplog: pytest.LogCaptureFixture) -> None:
    """Two people may agree on a moment to come, or on a word that means nothing here: neither takes more than what is due."""
    plant(cast)
    auditor, privacy = cast.actor("auditor"), cast.actor("privacy_officer")
    with reading_as(auditor.reader):
        late = now() + timedelta(days=9999)
        made = [
            Disposal.objects.create(rule=rule, before=late, asked_by_id=cast.users["auditor"], asked_at=now())
            for rule in ("nonsense", "rejects")
        ]
    connection.close()
    with reading_as(privacy.reader):
        for disposal in made:
            actions.answer_disposal(by=privacy, disposal_id=disposal.id, agree=True)
    with owner_login():
        assert retention.dispose() == [("Rows an import did not take", 2)]
    connection.close()
    assert owner.rows("select count(*) from imports_reject") == [(1,)]
    assert "'nonsense'" in caplog.text


def test_what_hangs_on_a_notice_goes_with_it(cast: Cast, owner: Owner) -> None:
    for days in (200, 10):
        notice, at = new_id(), now() - timedelta(days=days)
        user = cast.users["officer"]
        owner.place(
            "insert into notices_notice (id, user_id, kind, about_kind, about_id, created_at) values (%s, %s, 'x', 'x', %s, %s)",
            notice,
            user,
            notice,
            at,
        )
        owner.place("insert into notices_noticeread (id, notice_id, user_id, at) values (%s, %s, %s, %s)", new_id(), notice, user, at)
    rule = PASSING["notices"]
    for statement in rule.statements():
        owner.change(statement, rule.before(now()))
    assert owner.rows("select count(*) from notices_notice") == [(1,)]
    assert owner.rows("select count(*) from notices_noticeread") == [(1,)]
