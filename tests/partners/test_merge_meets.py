"""What two records have both, and may not have together; two merges at one moment; and one that is cut off."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, connection, transaction
from django.test import override_settings

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.partners.lists import bring, counts
from tests.partners.made import EDITOR, add, contact, get
from tests.partners.merges import merge, of, part, side_by_side, state_of_everything, versions
from tests.partners.test_merging import two
from tests.partners.test_register_pages import text
from tests.partners.test_whenua import say
from tests.races import at_once, somebody_waits
from tests.relationships import made as waves
from throughcare.accounts.actors import system_actor
from throughcare.common.clock import today
from throughcare.common.reader import reading_as
from throughcare.common.refusals import Moved, NotFound, Refused, Stale
from throughcare.partners import actions
from throughcare.partners.actions import merging
from throughcare.partners.actions.merging import NewMerge, merge_partners
from throughcare.partners.models import ManaWhenua, PartnerContact, PartnerMerge, ProposedChange, WentInto
from throughcare.relationships.models import Wave
from throughcare.tasks.models import Task


def test_two_changes_of_one_part_are_settled_first(cast: Cast, owner: Owner) -> None:
    stays, goes = two(cast)
    with reading_as(SYSTEM):
        for key in (stays, goes):
            ProposedChange.objects.create(partner_id=key, part="NAME", said={}, proposed_by_id=cast.users["partner_worker"])
    with pytest.raises(Refused, match="ask for a change of the same part, and both wait"):
        merge(cast, stays, goes)
    assert owner.rows("select 1 from partners_partnermerge") == [] == owner.rows("select 1 from partners_wentinto")


def test_assessments_are_counted_on_and_what_is_sealed_is_not_touched(cast: Cast, owner: Owner) -> None:
    stays, goes = two(cast)
    first = waves.published(cast, [4, 4, 4], [3, 3, 3], stays)
    theirs = waves.published(cast, [2, 2, 2], [5, 5, 5], goes)
    open_one = waves.prepared(cast, partner=goes)
    keys = waves.opened(cast, open_one)
    waves.answer(keys["ours-1@example.test"], 4)
    sealed = owner.rows("select id, wave_id, words, xmin::text from relationships_sealedanswer order by id")
    told = waves.told(cast, theirs)
    made = merge(cast, stays, goes)
    with reading_as(SYSTEM):
        assert list(Wave.objects.filter(partner=stays).order_by("number").values_list("pk", "number")) == [
            (first, 1),
            (theirs, 2),
            (open_one, 3),
        ]
    assert owner.rows("select id, wave_id, words, xmin::text from relationships_sealedanswer order by id") == sealed
    assert [row.ours for row in waves.told(cast, theirs).domains] == [row.ours for row in told.domains]
    assert waves.get(cast, open_one).partner_id == stays
    waves.answer(keys["ours-2@example.test"], 4)
    part(cast, made)
    with reading_as(SYSTEM):
        assert list(Wave.objects.filter(partner=goes).order_by("number").values_list("pk", "number")) == [(theirs, 1), (open_one, 2)]
        assert list(Wave.objects.filter(partner=stays).values_list("number", flat=True)) == [1]
    assert owner.rows("select count(*) from relationships_sealedanswer") == [(2,)]


def test_two_assessments_under_way_are_settled_first(cast: Cast) -> None:
    stays, goes = two(cast)
    for key in (stays, goes):
        waves.prepared(cast, 0, 0, key)
    with pytest.raises(Refused, match="assessment of each of the two is under way"):
        merge(cast, stays, goes)


def test_mana_whenua_of_one_site_said_of_both_stands_once(cast: Cast) -> None:
    stays, goes = add(cast, "Ngāti Tarawera", "IWI"), add(cast, "Te Iwi o Tarawera", "IWI", another=True)
    say(cast, stays)
    theirs = say(cast, goes)
    other = say(cast, goes, "puke-prison")
    made = merge(cast, stays, goes)
    with reading_as(SYSTEM):
        gave_way = ManaWhenua.objects.get(pk=theirs.pk)
        assert (gave_way.partner_id, gave_way.ended_on) == (stays, today()) and "put together" in gave_way.end_reason
        assert ManaWhenua.objects.get(pk=other.pk).ended_on is None
        assert ManaWhenua.objects.filter(partner=stays, site="awa-prison", ended_on=None).count() == 1
    part(cast, made)
    with reading_as(SYSTEM):
        back = ManaWhenua.objects.get(pk=theirs.pk)
        assert (back.partner_id, back.ended_on, back.end_reason) == (goes, None, "")


def test_two_reminders_of_one_kind_both_stand(cast: Cast, owner: Owner) -> None:
    stays, goes = two(cast)
    owner.place("update partners_partner set state_since = %s", today() - timedelta(days=400))
    night = system_actor("remind of partners")
    with override_settings(PARTNER_QUIET_DAYS=180), reading_as(night.reader):
        assert actions.remind_of_partners(by=night) == (2, 0)
    before = owner.rows("select id, about_id, occasion from tasks_task order by id")
    made = merge(cast, stays, goes)
    assert owner.rows("select count(distinct occasion) from tasks_task where about_id = %s", stays) == [(2,)]
    with override_settings(PARTNER_QUIET_DAYS=180), reading_as(night.reader):
        assert actions.remind_of_partners(by=night) == (0, 0), "somebody has it to do already"
    part(cast, made)
    assert owner.rows("select id, about_id, occasion from tasks_task order by id") == before


def test_no_statement_of_ones_own_makes_a_task_about_another(cast: Cast) -> None:
    """Not before, not after, and not for a record that is none of the two."""
    stays, goes = two(cast)
    third = add(cast, "Third")
    with cast.reading(EDITOR):
        task = Task.objects.create(what="Ring", user_id=cast.users[EDITOR], about_kind="partners.partner", about_id=goes)
    actor = cast.actor(EDITOR)
    with cast.reading(EDITOR), pytest.raises(Error, match="stays about what it is about"), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(about_id=stays)
    with cast.reading(EDITOR):
        new = NewMerge(winner_id=stays, loser_id=goes, reason="x", chosen={"name": "winner"}, seen=1, seen_of_goes=1)
        merge_partners(by=actor, new=new)
        assert Task.objects.get(pk=task.pk).about_id == stays
        with pytest.raises(Error, match="stays about what it is about"), transaction.atomic():
            Task.objects.filter(pk=task.pk).update(about_id=third)
    with cast.reading(EDITOR), pytest.raises(Error, match="stays about what it is about"), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(about_id=goes)


HEAD = "Organisation,Type,Region,Website\n"
ONE_LINE, OTHER_LINE = "Awa Marae Trust,marae,Awa,\n", "Te Awa Marae Committee,marae,Awa,https://committee.example\n"


def named(owner: Owner, name: str) -> UUID:
    [(key,)] = owner.rows("select id from partners_organization where name = %s", name)
    return UUID(str(key))


def test_a_list_that_names_both_brings_in_neither_again(cast: Cast, owner: Owner) -> None:
    """The list goes on naming it twice: a row under the name that went fills what is empty, and makes nothing new."""
    bring(HEAD + ONE_LINE + OTHER_LINE)
    stays, goes = named(owner, "Awa Marae Trust"), named(owner, "Te Awa Marae Committee")
    made = merge(cast, stays, goes)
    assert of(stays)[0].website == "https://committee.example"
    for _ in range(2):
        again = bring(HEAD + ONE_LINE + OTHER_LINE)
        assert counts(again) == (2, 0, 0, 2, 0), again.notes
    assert of(stays)[0].name == "Awa Marae Trust" and owner.rows("select count(*) from partners_organization where kind = 'MARAE'") == [
        (2,)
    ]
    changed = bring(HEAD + OTHER_LINE.replace("committee", "elsewhere"))
    assert counts(changed)[1:3] == (0, 0) and of(stays)[0].website == "https://committee.example"
    assert {(note.said, note.field) for note in changed.notes} == {("KEPT", "name"), ("KEPT", "website")}
    part(cast, made)
    assert counts(bring(HEAD + ONE_LINE + OTHER_LINE)) == (2, 0, 0, 2, 0)
    assert owner.rows("select count(*) from partners_partnersource") == [(2,)]


def test_the_result_of_an_import_leads_to_the_duplicates(cast: Cast, owner: Owner) -> None:
    bring(HEAD + ONE_LINE)
    done = bring(HEAD + "Awa Marae,marae,Puke,\n")
    assert done.look
    page = text(cast.client(EDITOR).get(f"/partners/import/runs/{done.run_id}/"))
    assert 'href="/partners/duplicates/">Look for duplicates' in page


def test_phone_and_reminder_are_settled_too(cast: Cast, owner: Owner) -> None:
    stays, goes = two(cast)
    owner.place("update partners_partner set phone = '01', address = 'Here', contact_every = 30 where organization_id = %s", stays)
    owner.place("update partners_partner set phone = '02', contact_every = 60 where organization_id = %s", goes)
    assert [one.field.name for one in side_by_side(cast, stays, goes).differs] == ["name", "phone", "contact_every"]
    made = merge(cast, stays, goes, chosen={"phone": "loser"})
    found = get(cast, stays)
    assert (found.phone, found.address, found.contact_every) == ("02", "Here", 30)
    part(cast, made)
    assert (get(cast, stays).phone, get(cast, goes).contact_every) == ("01", 60)


def doing(cast: Cast, winner: UUID, loser: UUID) -> Callable[[], PartnerMerge]:
    """To be done in a thread: everything is looked up before."""
    actor = cast.actor(EDITOR)
    chosen = {one.field.name: "winner" for one in side_by_side(cast, winner, loser).differs}
    new = NewMerge(winner_id=winner, loser_id=loser, reason="One.", chosen=chosen, **versions(winner, loser))  # type: ignore[arg-type]  # two versions

    def run() -> PartnerMerge:
        with cast.reading(EDITOR):
            return merge_partners(by=actor, new=new)

    return run


@pytest.mark.parametrize("second", ["the same", "the other way", "goes elsewhere", "stays goes on", "another goes in"])
def test_two_at_once_of_one_record_are_one_merge_and_one_refusal(cast: Cast, owner: Owner, second: str) -> None:
    stays, goes = two(cast)
    third = add(cast, "Third")
    pair = {
        "the same": (stays, goes),
        "the other way": (goes, stays),
        "goes elsewhere": (third, goes),
        "stays goes on": (third, stays),
        "another goes in": (stays, third),
    }[second]
    done = at_once(doing(cast, stays, goes), doing(cast, *pair))
    made = [one for one in done if isinstance(one, PartnerMerge)]
    refused = [one for one in done if isinstance(one, NotFound | Stale | Refused | Moved)]
    # Whichever came first; the version of the record that stays is an old one then.
    assert (len(made), len(refused)) == (1, 1), done
    with reading_as(SYSTEM):
        assert WentInto.objects.count() == 1 == PartnerMerge.objects.count()
    assert owner.rows("select count(*) from partners_partnermergekept") == [(1,)]


def test_a_merge_beside_a_contact_that_is_added(cast: Cast, owner: Owner) -> None:
    """Whoever writes of the record that goes at that moment writes before, or of the one that stays: nothing is left with what is gone."""
    stays, goes = two(cast)
    merging_them, actor = doing(cast, stays, goes), cast.actor(EDITOR)
    new = actions.NewPartnerContact(name="Hine", phone="0000 100 2000")

    def write() -> Any:
        with cast.reading(EDITOR):
            return actions.add_partner_contact(by=actor, partner_id=goes, new=new)

    done = at_once(merging_them, write)
    assert isinstance(done[0], PartnerMerge | Stale | Refused), done
    assert isinstance(done[1], PartnerContact | NotFound | Moved | Refused), done
    if isinstance(done[0], PartnerMerge):
        assert owner.rows("select count(*) from partners_partnercontact where partner_id = %s", goes) == [(0,)]


def test_a_contact_that_is_half_written_is_waited_for(cast: Cast, owner: Owner) -> None:
    """Neither is the contact lost nor does its author meet an error: the merge goes on once it is whole, and takes it along."""
    stays, goes = two(cast)
    merging_them, actor = doing(cast, stays, goes), cast.actor(EDITOR)
    written = threading.Event()

    def write() -> Any:
        with cast.reading(EDITOR), transaction.atomic():
            made = actions.add_partner_contact(by=actor, partner_id=goes, new=actions.NewPartnerContact(name="Hine", phone="0000 100 2000"))
            written.set()
            assert somebody_waits(owner)
            return made

    def follow() -> Any:
        assert written.wait(20)
        return merging_them()

    done = at_once(write, follow)
    assert [type(one) for one in done] == [PartnerContact, PartnerMerge], done
    assert owner.rows("select partner_id from partners_partnercontact where name = 'Hine'") == [(stays,)]
    part(cast, done[1])
    assert owner.rows("select partner_id from partners_partnercontact where name = 'Hine'") == [(goes,)]


@pytest.mark.parametrize("moment", ["merge_partners", "part_partners", "_decide_pairs", "look_soon"])
def test_what_is_cut_off_is_as_it_was(cast: Cast, owner: Owner, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    stays, goes = two(cast)
    contact(cast, goes, is_lead=True)
    made = merge(cast, stays, goes) if moment in ("part_partners", "look_soon") else None
    before = state_of_everything(owner)

    def killed(*_: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select pg_backend_pid()")
            [pid] = cursor.fetchone()
            owner.place("select pg_terminate_backend(%s)", pid)
            cursor.execute("select 1")

    inner = merging._do

    def at(function: str, *rest: Any) -> None:
        inner(function, *rest)
        killed()

    if moment in ("merge_partners", "part_partners"):
        monkeypatch.setattr(merging, "_do", at)
    else:
        monkeypatch.setattr(merging, moment, killed)
    with pytest.raises(Error):
        part(cast, made) if made else merge(cast, stays, goes)
    connection.close()
    monkeypatch.undo()
    assert state_of_everything(owner) == before
    part(cast, made) if made else merge(cast, stays, goes)
    assert (of(goes)[1] is not None) == bool(made)
