"""Whatever two records hold: put together nothing dangles, and taken apart everything is as it was."""

import os
import random
from datetime import date
from uuid import UUID

from tests.cast import SYSTEM, Cast
from tests.database import Owner
from tests.partners.merges import merge, of, part, side_by_side, state_of_everything
from throughcare.accounts.models import Team, TeamKind
from throughcare.agreements.models import Agreement, AmendedValue, Amendment, Meeting, Obligation, Party, PartyValue, Risk
from throughcare.common.merging import OF_ORGANIZATIONS
from throughcare.common.reader import reading_as
from throughcare.common.text import search_key
from throughcare.files.models import Content, Document
from throughcare.partners.models import (
    Accreditation,
    Campaign,
    Interaction,
    ManaWhenua,
    Organization,
    OrganizationKind,
    OrganizationTeam,
    Partner,
    PartnerContact,
    PartnerDraft,
    PartnerSource,
    ProposedChange,
    TikangaNote,
)
from throughcare.partners.states import Expertise, PartnerRole, PartnerState, Safeguarding
from throughcare.relationships.models import Rater, ReturnLine, SealedAnswer, SiteReturn, StockTake, Wave
from throughcare.services.models import Contact, Location, Phone, Service
from throughcare.tasks.models import Task

ALL = bool(os.environ.get("THROUGHCARE_TEST_ALL"))
PAIRS = 1000 if ALL else 50
SEED = 20261123
_TEXTS = ("name", "alternate_name", "description", "email", "website", "tax_id", "legal_status")


def make(chance: random.Random, number: int, *, partner: bool, above: list[UUID], by: UUID) -> UUID:
    """One record with whatever may hang on it. by: whose draft, and who asks for a change."""
    said = {name: chance.choice(["", f"{name} {chance.randrange(3)}"]) for name in _TEXTS} | {
        "name": f"Trust {number} {chance.randrange(3)}"
    }
    kind, parent = chance.choice(OrganizationKind.values), chance.choice([None, None, *above])
    one = Organization.objects.create(kind=kind, search_key=search_key(said["name"]), parent_organization_id=parent, **said)
    for count in range(chance.randrange(3)):
        service = Service.objects.create(
            organization=one, name=f"S{count}", search_key="s", name_key="s", confidential=chance.random() < 0.3
        )
        Phone.objects.create(service=service, number="1")
    for model, values in ((Location, {"name": "L"}), (Phone, {"number": "07 000"}), (Contact, {"name": "C"})):
        for _ in range(chance.randrange(2)):
            model.objects.create(organization=one, **values)
    for count in range(chance.randrange(2)):
        team = Team.objects.create(code=f"t-{number}-{count}", name="T", kind=TeamKind.PARTNER)
        OrganizationTeam.objects.create(team=team, organization=one)
    if partner:
        row = register(chance, one, number)
        beside_it(chance, row, number, by)
        promised(chance, row, number)
    return one.pk


def register(chance: random.Random, one: Organization, number: int) -> Partner:
    safe = chance.choice(Safeguarding.values)
    row = Partner.objects.create(
        organization=one,
        purpose=chance.choice(["", "Ours", "Theirs"]),
        roles=chance.sample(PartnerRole.values, 2),
        expertise=chance.sample(Expertise.values, chance.randrange(3)),
        regions=chance.choice([[], ["north"], ["north", "south"]]),
        charity_number=chance.choice(["", f"CC{100_000 + number}"]),
        safeguarding=safe,
        safeguarding_on=None if safe == Safeguarding.NOT_CHECKED else date(2026, 1, 1),
        state=chance.choice(PartnerState.values),
    )
    for level in range(chance.randrange(3)):
        Accreditation.objects.create(partner=row, level=level + 1, given_by="Somebody")
    for count in range(chance.randrange(3)):
        PartnerContact.objects.create(partner=row, name=f"N{count}", is_lead=count == 0 and chance.random() < 0.7)
    return row


def beside_it(chance: random.Random, row: Partner, number: int, by: UUID) -> None:
    """What else hangs on a partner. Of two that are put together one alone has what both may not have: by the number, even or odd."""
    odd = number % 2
    for site in chance.sample(["north", "south", "west"], chance.randrange(3)):
        ended = {"ended_on": date(2026, 2, 1), "end_reason": "They said so"} if chance.random() < 0.3 else {}
        ManaWhenua.objects.create(partner=row, site=site, said_by="Somebody", **ended)
    for source in chance.sample(["One list", "Another list"], chance.randrange(3)):
        PartnerSource.objects.create(partner=row, source=source, source_id=chance.choice(["", f"{number}"]), said={"name": "x"})
    for shared in chance.sample([True, False, False], chance.randrange(3)):
        Interaction.objects.create(partner=row, kind="HUI", on=date(2026, 3, 1), said="Words", shared=shared)
    for _ in range(chance.randrange(2)):
        Campaign.objects.create(partner=row, kind="CAMPAIGN", title="T", asks="A")
    # The system reads none of these, and so can't be told what it wrote.
    notes = [TikangaNote(partner=row, about="MEETING", words=f"W{n}", given_by="G", agreement="A") for n in range(chance.randrange(3))]
    TikangaNote.objects.bulk_create(notes)
    if chance.random() < 0.5:
        ProposedChange.objects.create(partner=row, part="NAME" if odd else "ROLES", said={}, proposed_by_id=by)
    for count in range(1, chance.randrange(1, 4)):
        past = {"state": "PUBLISHED", "opened_on": date(2025, count, 1), "closed_on": date(2025, count, 20)}
        Wave.objects.create(partner=row, number=count, deadline=date(2025, count, 19), **past)
    if odd and chance.random() < 0.5:
        wave = Wave.objects.create(partner=row, number=9, deadline=date(2027, 1, 1), state="OPEN", opened_on=date(2026, 1, 1))
        Rater.objects.create(wave=wave, side="OURS", name="R", email=f"r{number}@example.test")
        SEALED.append((wave.pk, f"sealed {number}"))
    for occasion in chance.sample(["since 2026-01-01", "since 2026-02-01"], chance.randrange(3)):
        about = {"about_kind": "partners.partner", "about_id": row.pk}
        Task.objects.create(what="Get in touch", user_id=by, rule="partner.quiet", occasion=occasion, **about)
    DRAFTS.extend((by, row.pk, form, row.pk) for form in chance.sample(["interaction-add", "interaction-correct"], chance.randrange(3)))


def promised(chance: random.Random, row: Partner, number: int) -> None:
    """What it agreed, documents about it, and what sites say of it: of two, both may stand in one return, and hold the same file."""
    for count in range(chance.randrange(3)):
        agreed = Agreement.objects.create(
            number=f"A{number}-{count}", title="T", search_key="t", kind="MOU", offered_on=date(2026, 1, 1), starts_on=date(2026, 1, 1)
        )
        party = Party.objects.create(
            agreement=agreed, part="PRIME", organization_id=row.pk, signed_on=date(2026, 1, 1), signed_by="Somebody"
        )
        whose = {"party": party, "organization_id": row.pk}
        PartyValue.objects.create(agreement=agreed, amount=100, **whose)
        Obligation.objects.create(agreement=agreed, bearer="PARTY", what="W", due_on=date(2027, 1, 1), **whose)
        scale = {"likelihood": 2, "consequence": 3, "review_on": date(2027, 1, 1)}
        Risk.objects.create(agreement=agreed, what="W", **scale, **chance.choice([{}, {"shared": "ALL"}, {"shared": "PARTY", **whose}]))
        met = {"held_on": date(2026, 1, 1), "present": "P", "agreed": "A"}
        Meeting.objects.create(agreement=agreed, **met, **chance.choice([{}, {"shared": "PARTY", **whose}]))
        amendment = Amendment.objects.create(agreement=agreed, number=1, reason="R", new_text="N")
        AmendedValue.objects.create(amendment=amendment, amount=200, **whose)
        Agreement.objects.filter(pk=agreed.pk).update(state=chance.choice(["DRAFT", "TERMINATED"]))
    for digest in chance.sample(["one", "another", f"{number}"], chance.randrange(4)):
        about = {"about_kind": "partners.partner", "about_id": row.pk}
        made = Document.objects.create(title="T", sort="OTHER", format="TXT", size=1, digest=digest, shared=chance.random() < 0.5, **about)
        Content.objects.create(document=made, content=b"x")
    if chance.random() < 0.6:
        take = StockTake.objects.first() or StockTake.objects.create(name="All", deadline=date(2027, 1, 1))
        team = Team.objects.filter(kind=TeamKind.OFFICE).order_by("code")[0]
        site = SiteReturn.objects.first() or SiteReturn.objects.create(stock_take=take, site="north", team=team)
        ReturnLine.objects.create(site_return=site, partner=row, answer="STILL")


# Written by nobody's login but their author's, or by functions: put there as the owner.
SEALED: list[tuple[UUID, str]] = []
DRAFTS: list[tuple[UUID, UUID, str, UUID]] = []


def put_what_nobody_may(owner: Owner) -> None:
    """Answers that wait sealed, and drafts."""
    for wave, words in SEALED:
        owner.change(f"insert into {SealedAnswer._meta.db_table} (id, wave_id, words) values (gen_random_uuid(), %s, %s)", wave, words)
    for user, partner, form, about in DRAFTS:
        owner.change(
            f"insert into {PartnerDraft._meta.db_table} (id, user_id, partner_id, form, about_id, values, saved_at) "
            "values (gen_random_uuid(), %s, %s, %s, %s, '{}', now())",
            user,
            partner,
            form,
            about,
        )
    SEALED.clear()
    DRAFTS.clear()


def dangling(owner: Owner, loser: UUID) -> list[str]:
    """Columns that still name the record that went: none, but for the draft of one who has begun the same of both, and the same file."""
    found = [move.name for move in OF_ORGANIZATIONS.moves if owner.rows(f"select 1 from {move.table} where {move.column} = %s", loser)]
    return [
        name for name in found if name not in ("partners_partnerdraft.about_id", "files_document.about_id", "files_documentevent.about_id")
    ]


def test_put_together_and_taken_apart_leaves_everything_as_it_was(cast: Cast, owner: Owner) -> None:
    chance, by = random.Random(SEED), cast.users["partnership_manager"]
    with reading_as(SYSTEM):
        above = [Organization.objects.create(name=f"National {n}", search_key=f"national {n}").pk for n in range(2)]
    for number in range(0, 2 * PAIRS, 2):
        with reading_as(SYSTEM):
            stays, goes = (make(chance, number + n, partner=not n or chance.random() < 0.7, above=above, by=by) for n in range(2))
            branch = make(chance, 500_000 + number, partner=chance.random() < 0.5, above=[stays, goes], by=by)
            if chance.random() < 0.2:
                below, its_body = chance.sample([stays, goes], 2)
                Organization.objects.filter(pk=below).update(parent_organization=its_body)
            Organization.objects.filter(parent_organization=None, pk=branch).update(parent_organization=goes)
        put_what_nobody_may(owner)
        before = state_of_everything(owner)
        found = side_by_side(cast, stays, goes)
        chosen = {one.field.name: chance.choice(["winner", "loser"]) for one in found.differs}
        teams = [team.id for team, _ in found.teams if chance.random() < 0.5]
        made = merge(cast, stays, goes, chosen=chosen, teams=teams)
        assert dangling(owner, goes) == [], number
        assert of(goes)[1] is None and sorted(made.left_out) == sorted({team.id for team, _ in found.teams} - set(teams))
        together = state_of_everything(owner)
        assert together["partners_wentinto"] and together != before
        part(cast, made)
        after = state_of_everything(owner)
        assert {name: rows for name, rows in after.items() if rows != before[name]} == {}, number
