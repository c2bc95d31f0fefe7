"""Tikanga notes: who reads them, each read in the audit, and that what is changed or withdrawn can be read nowhere any more."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, connection, transaction
from django.urls import reverse

from tests.cast import EVERYBODY, SYSTEM, Cast
from tests.database import Owner
from tests.partners.made import EDITOR, add, as_
from tests.people.test_rest import Api
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Invalid, NotAllowed, NotFound, Refused, Stale
from throughcare.partners import actions, queries
from throughcare.partners.models import TikangaNote

OWN, OTHER = "partner_worker", "other_partner_worker"
STAFF = {"partner_worker", "partner_worker_2", "partner_manager"}
SECRET = "wai tapu beside the northern gate"
NEW = actions.NewTikanga(
    about="PLACES", words=f"Keep away from the {SECRET}.", given_by="Nanny Hera", agreement="For those who come to us."
)


def note(cast: Cast, key: UUID, who: str = OWN, new: actions.NewTikanga = NEW) -> TikangaNote:
    made: TikangaNote = as_(cast, who, actions.add_tikanga, partner_id=key, new=new)
    return made


def everywhere(owner: Owner, words: str) -> list[str]:
    """Tables of the site that hold these words in any column, as the owner sees them."""
    tables = [name for (name,) in owner.rows("select tablename from pg_tables where schemaname = 'public'")]
    return [str(name) for name in tables if owner.rows(f'select 1 from "{name}" t where t::text like %s limit 1', f"%{words}%")]


def test_who_reads_them_by_the_queries_and_by_row_security(cast: Cast, owner: Owner) -> None:
    key = add(cast)
    note(cast, key)
    # The head office looks after it: those of it who may look at partners read what it says.
    readers = STAFF | {EDITOR, "contract_manager", "executive"}
    for who in EVERYBODY:
        actor = cast.actor(who)
        with cast.reading(who):
            assert TikangaNote.objects.count() == int(who in readers), who
            if who == "stranger":
                continue
            try:
                queries.tikanga_of(actor, key)
            except (NotFound, NotAllowed):
                assert who not in readers, who
            else:
                assert who in readers, who
    with reading_as(SYSTEM):
        assert not TikangaNote.objects.exists(), "no job, command or export"


def test_the_team_of_its_owner_reads_them(cast: Cast, owner: Owner) -> None:
    key = add(cast)
    note(cast, key)
    owner.place("update partners_partner set owner_id = %s, owner_team_id = %s", cast.users["case_manager"], cast.teams["awa"])
    assert _read(cast, "officer", key) == [NEW.words]
    assert _read(cast, "other_officer", key) is None and _read(cast, "contract_manager", key) is None


def _read(cast: Cast, who: str, key: UUID) -> list[str] | None:
    actor = cast.actor(who)
    with cast.reading(who):
        try:
            return [one.words for one in queries.tikanga_of(actor, key)[1]]
        except (NotFound, NotAllowed):
            return None


def test_each_read_is_in_the_audit_without_a_word_of_it(cast: Cast, owner: Owner) -> None:
    key = add(cast)
    made = note(cast, key)
    text(cast.client(EDITOR).get(reverse("partner-tikanga", args=[key])))
    Api(cast, OWN, ["directory.view", "partner.own"]).call("GET", f"/partners/tikanga/{made.pk}")
    found = owner.rows("select actor_id, verb, about_id from audit_auditevent where verb like 'tikanga.%%' order by id")
    assert found == [
        (cast.users[OWN], "tikanga.added", key),
        (cast.users[EDITOR], "tikanga.viewed", key),
        (cast.users[OWN], "tikanga.viewed", key),
    ]
    assert everywhere(owner, SECRET) == ["partners_tikanganote"]


def test_what_is_changed_is_kept_nowhere(cast: Cast, owner: Owner) -> None:
    key = add(cast)
    made = note(cast, key)
    new = actions.NewTikanga(about="PLACES", words="Ask us where to walk.", given_by="Nanny Hera", agreement="For all.")
    done = as_(cast, EDITOR, actions.change_tikanga, note_id=made.pk, new=new, seen=1)
    assert (done.words, done.version) == ("Ask us where to walk.", 2) and everywhere(owner, SECRET) == []
    with pytest.raises(Stale):
        as_(cast, OWN, actions.change_tikanga, note_id=made.pk, new=NEW, seen=1)


def test_what_is_withdrawn_is_kept_nowhere_and_is_said_to_be_gone(cast: Cast, owner: Owner) -> None:
    key, client = add(cast), cast.client(OWN)
    made = note(cast, key)
    assert client.post(reverse("tikanga-withdraw", args=[made.pk]), {"version": "1"}).status_code == 302
    assert everywhere(owner, SECRET) == [] and everywhere(owner, "Nanny Hera") == []
    page = text(client.get(reverse("partner-tikanga", args=[key])))
    assert "A note was withdrawn on" in page and "No tikanga notes" in page
    with pytest.raises(Refused, match="withdrawn"):
        as_(cast, OWN, actions.change_tikanga, note_id=made.pk, new=NEW, seen=2)
    with pytest.raises(Error), cast.reading(OWN), transaction.atomic():
        TikangaNote.objects.filter(pk=made.pk).update(words="Back again.")


def test_who_writes_them(cast: Cast) -> None:
    key = add(cast)
    made = note(cast, key)
    note(cast, key, EDITOR)
    for who in ("case_manager", "contract_manager", OTHER):  # the second reads them: in its owner's team
        with pytest.raises((NotFound, NotAllowed)):
            note(cast, key, who)
        with pytest.raises((NotFound, NotAllowed)):
            as_(cast, who, actions.withdraw_tikanga, note_id=made.pk, seen=1)
        with cast.reading(who):
            assert TikangaNote.objects.filter(pk=made.pk).update(words="Mine") == 0
            with pytest.raises(Error), transaction.atomic(), connection.cursor():
                TikangaNote.objects.create(partner_id=key, about="OTHER", words="x", given_by="x", agreement="x")
    with pytest.raises(Invalid) as wrong:
        note(cast, key, OWN, actions.NewTikanga(about="ODD", words=" ", given_by="", agreement=""))
    assert set(wrong.value.errors) == {"about", "words", "given_by", "agreement"}


def test_from_the_partners_page_and_in_no_other(cast: Cast) -> None:
    key, client = add(cast), cast.client(OWN)
    form = {"about": "WHOM", "words": f"Ring Hera about the {SECRET}.", "given_by": "Nanny Hera", "agreement": "For all who come."}
    assert client.post(reverse("tikanga-add", args=[key]), form).status_code == 302
    page = text(client.get(reverse("partner", args=[key])))
    assert reverse("partner-tikanga", args=[key]) in page and SECRET not in page
    assert reverse("partner-tikanga", args=[key]) not in text(cast.client("case_manager").get(reverse("partner", args=[key])))
    shown = text(client.get(reverse("partner-tikanga", args=[key])))
    assert SECRET in shown and 'lang="mi">Mā wai te kōrero' in shown and "For all who come." in shown
    for path in (f"/partners/?words={SECRET[:9]}", "/partners/", "/services/?words=wai"):
        assert SECRET not in text(cast.client(EDITOR).get(path))


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.content
    return re.sub(r"\s+", " ", answer.content.decode())
