"""After a merge nobody reads what they could not read of one of the two before, but what who decided let them see; and taken apart, the same."""

from uuid import UUID

import pytest
from django.db import Error, connection, transaction
from django.urls import reverse

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.partners.made import EDITOR, add, as_
from tests.partners.merges import merge, part
from tests.partners.test_tikanga import everywhere
from tests.people.test_rest import Api
from throughcare.common.clock import today
from throughcare.common.reader import reading_as
from throughcare.common.refusals import NotAllowed, NotFound
from throughcare.partners import actions, queries
from throughcare.partners.models import Interaction, PartnerDraft, ProposedChange, TikangaNote
from throughcare.partners.queries.drafts import own_partner_draft

MINE, THEIRS = "partner_worker", "other_partner_worker"


def kete(cast: Cast, owner: Owner) -> UUID:
    """The other partner of the cast, on the register; the team of another partner's worker is its own."""
    [(key,)] = owner.rows("select id from partners_organization where name = 'Kete Trust'")
    new = actions.NewPartner(kind="NGO", organization_id=UUID(str(key)))
    found: UUID = as_(cast, EDITOR, actions.add_partner, new=new).pk
    return found


def note(cast: Cast, key: UUID, who: str, words: str) -> UUID:
    new = actions.NewTikanga(about="MEETING", words=words, given_by="Nanny", agreement="For those who come.")
    made: TikangaNote = as_(cast, who, actions.add_tikanga, partner_id=key, new=new)
    return made.pk


def reads(cast: Cast, who: str, key: UUID) -> set[str] | None:
    """The tikanga notes of a partner as this member reads them, by the query and by row security alone: they must say the same. None: no page."""
    actor = cast.actor(who)
    with cast.reading(who):
        bare = set(TikangaNote.objects.filter(partner=key).values_list("words", flat=True))
        try:
            told = {one.words for one in queries.tikanga_of(actor, key)[1]}
        except (NotFound, NotAllowed):
            assert not bare, who
            return None
    assert told == bare, who
    return told


def looked_after(owner: Owner, cast: Cast, key: UUID, user: str | None, team: str | None) -> None:
    whose = (cast.users[user] if user else None, cast.teams[team] if team else None)
    owner.place("update partners_partner set owner_id = %s, owner_team_id = %s where organization_id = %s", *whose, key)


def both(cast: Cast, owner: Owner) -> tuple[UUID, UUID]:
    """Mana Trust, looked after by an office in Te Awa, and Kete Trust, by one in Te Puke; each with a note of its own."""
    mine, theirs = add(cast), kete(cast, owner)
    note(cast, mine, MINE, "of mana")
    note(cast, theirs, THEIRS, "of kete")
    looked_after(owner, cast, mine, "case_manager", "awa")
    looked_after(owner, cast, theirs, "other_officer", "puke")
    return mine, theirs


@pytest.mark.parametrize("whose_owner", ["winner", "loser"])
def test_tikanga_notes_are_read_by_those_alone_who_read_them(cast: Cast, owner: Owner, whose_owner: str) -> None:
    mine, theirs = both(cast, owner)
    before = {who: reads(cast, who, mine) for who in cast.users} | {f"{who} of kete": reads(cast, who, theirs) for who in cast.users}
    assert before["officer"] == {"of mana"} and before["other_officer of kete"] == {"of kete"} and before["other_officer"] is None
    made = merge(cast, mine, theirs, teams=[cast.teams["mana"], cast.teams["kete"]], chosen={"owner": whose_owner})
    assert reads(cast, MINE, mine) == {"of mana"} and reads(cast, THEIRS, mine) == {"of kete"}
    assert reads(cast, EDITOR, mine) == {"of mana", "of kete"}, "who holds the right"
    here, gone = ("officer", "other_officer") if whose_owner == "winner" else ("other_officer", "officer")
    assert reads(cast, gone, mine) is None, "no longer the team of its owner"
    assert reads(cast, here, mine) == {"of mana" if whose_owner == "winner" else "of kete"}
    for who in cast.users:
        before_of_both = (before[who] or set()) | (before[f"{who} of kete"] or set())
        assert (reads(cast, who, mine) or set()) <= before_of_both, who
    with cast.reading(MINE):
        assert not TikangaNote.objects.filter(words="of kete").update(only_teams=None), "nor lets itself in"
    part(cast, made)
    after = {who: reads(cast, who, mine) for who in cast.users} | {f"{who} of kete": reads(cast, who, theirs) for who in cast.users}
    assert after == before


def test_a_note_stays_open_to_its_own_people_where_the_other_record_brings_nobody(cast: Cast, owner: Owner) -> None:
    """A team that comes to Mana Trust later reads it as ever: nobody had to be kept out."""
    mine, bare = add(cast), add(cast, "Mana Charitable Trust", another=True)
    note(cast, mine, MINE, "of mana")
    merge(cast, mine, bare, teams=[cast.teams["mana"]])
    assert owner.rows("select only_teams from partners_tikanganote") == [(None,)]


def test_what_is_written_since_is_read_after_by_those_who_read_it_then(cast: Cast, owner: Owner) -> None:
    """Kete's people write while the two are one; taken apart the note stays with Mana, whose people saw nothing of the record."""
    mine, theirs = both(cast, owner)
    made = merge(cast, mine, theirs, teams=[cast.teams["kete"]])
    note(cast, mine, THEIRS, "since")
    assert reads(cast, MINE, mine) is None and reads(cast, THEIRS, mine) == {"of kete", "since"}
    part(cast, made)
    assert reads(cast, MINE, mine) == {"of mana"} and reads(cast, EDITOR, mine) == {"of mana", "since"}
    assert reads(cast, THEIRS, theirs) == {"of kete"}


def test_notes_of_a_record_that_goes_further_are_read_by_no_more(cast: Cast, owner: Owner) -> None:
    mine, theirs = both(cast, owner)
    third = add(cast, "Third")
    first = merge(cast, mine, theirs, teams=[cast.teams["mana"]])
    second = merge(cast, third, mine, teams=[cast.teams["mana"]])
    assert reads(cast, MINE, third) == {"of mana"} and reads(cast, THEIRS, third) is None
    part(cast, second)
    part(cast, first)
    assert reads(cast, MINE, mine) == {"of mana"} and reads(cast, THEIRS, theirs) == {"of kete"}


def test_no_note_is_read_or_copied_to_be_moved(cast: Cast, owner: Owner) -> None:
    mine, theirs = both(cast, owner)
    part(cast, merge(cast, mine, theirs))
    assert owner.rows("select 1 from audit_auditevent where verb = 'tikanga.viewed'") == []
    merge(cast, mine, theirs)
    assert everywhere(owner, "of kete") == ["partners_tikanganote"], "nor set aside"


def test_a_note_that_is_not_ours_is_nowhere_to_be_found(cast: Cast, owner: Owner) -> None:
    mine, theirs = both(cast, owner)
    [(key,)] = owner.rows("select id from partners_tikanganote where words = 'of kete'")
    merge(cast, mine, theirs, teams=[cast.teams["mana"], cast.teams["kete"]])
    assert cast.client(MINE).get(reverse("tikanga-note", args=[key])).status_code == 404
    assert "of kete" not in cast.client(MINE).get(reverse("partner-tikanga", args=[mine])).content.decode()
    api = Api(cast, MINE, ["directory.view", "partner.own"])
    assert api.call("GET", f"/partners/tikanga/{key}").status_code == 404
    assert "of kete" not in api.call("GET", f"/partners/{mine}/tikanga").content.decode()
    with pytest.raises((NotFound, NotAllowed)):
        as_(cast, MINE, actions.withdraw_tikanga, note_id=UUID(str(key)), seen=1)


def test_what_is_ours_alone_stays_ours(cast: Cast, owner: Owner) -> None:
    """An interaction that is not shared is read by no partner, and a version of one that was shared later is not either."""
    mine, theirs = add(cast), kete(cast, owner)
    for shared in (False, True):
        new = actions.NewInteraction(kind="CALL", on=today(), said=f"shared {shared}", shared=shared)
        as_(cast, EDITOR, actions.log_interaction, partner_id=theirs, new=new)
    merge(cast, mine, theirs, teams=[cast.teams["mana"]])
    with cast.reading(MINE):
        assert [one.said for one in Interaction.objects.all()] == ["shared True"]
    with cast.reading(THEIRS):
        assert not Interaction.objects.exists(), "set aside"


def test_a_draft_stays_its_authors(cast: Cast, owner: Owner) -> None:
    mine, theirs = add(cast), kete(cast, owner)
    for key in (mine, theirs):
        with cast.reading(EDITOR):
            PartnerDraft.objects.create(
                user_id=cast.users[EDITOR], partner_id=key, form="interaction-add", about_id=key, values={"said": [f"{key}"]}
            )
    made = merge(cast, mine, theirs)
    for who in cast.users:
        with cast.reading(who):
            assert PartnerDraft.objects.count() == (2 if who == EDITOR else 0), who
    actor = cast.actor(EDITOR)
    with cast.reading(EDITOR):
        found = own_partner_draft(actor, "interaction-add", mine)
        assert found is not None and found.values == {"said": [f"{mine}"]}, "the one begun of the record that stays"
    part(cast, made)
    with cast.reading(EDITOR):
        found = own_partner_draft(actor, "interaction-add", theirs)
        assert found is not None and (found.values, found.partner_id) == ({"said": [f"{theirs}"]}, theirs)


def test_a_change_its_people_asked_for_waits_on(cast: Cast, owner: Owner) -> None:
    mine, theirs = add(cast), kete(cast, owner)
    as_(cast, THEIRS, actions.ask_change, partner_id=theirs, new=actions.AskedRoles(roles=["VOICE"]), why="We speak.")
    merge(cast, mine, theirs)
    with cast.reading(THEIRS):
        assert not ProposedChange.objects.exists(), "nothing of the record until they are let in"
    with cast.reading(MINE):
        assert not ProposedChange.objects.exists()
    with cast.reading(EDITOR):
        assert [one.partner_id for one in ProposedChange.objects.all()] == [mine]


def test_plain_sql_narrows_and_widens_nothing(cast: Cast, owner: Owner) -> None:
    """What the merge set, no reader's own statement takes off; and no merge is written beside the function."""
    mine, theirs = both(cast, owner)
    made = merge(cast, mine, theirs, teams=[cast.teams["mana"]])
    for who in (MINE, THEIRS):
        with cast.reading(who), connection.cursor() as cursor:
            cursor.execute("update partners_tikanganote set only_teams = null where words = 'of kete'")
            assert cursor.rowcount == 0, who
        for table in ("partners_partnermergekept", "partners_wentinto"):
            with cast.reading(who), connection.cursor() as cursor, pytest.raises(Error), transaction.atomic():
                cursor.execute(f"delete from {table}")
    with cast.reading(MINE), connection.cursor() as cursor:
        cursor.execute("select throughcare.merge_lets_in(%s, %s)", [made.id, cast.teams["kete"]])
        assert cursor.fetchone() == (False,)
    with reading_as(SYSTEM):
        assert not TikangaNote.objects.exists(), "and no job reads one"
