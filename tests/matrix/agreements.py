"""An agreement with the partner of each side, and one with both: its words are for its parties, each value, and what is owed, for the party whose it is."""

from typing import Any

from tests.cast import MEMBERS
from throughcare.accounts.permissions import DEFAULT_ROLES, Permission
from throughcare.agreements.models import Agreement, Approval, Covered, Obligation, Party, PartyValue
from throughcare.common.clock import today

OURS = frozenset(name for name, (role, _) in MEMBERS.items() if Permission.AGREEMENT_VIEW in DEFAULT_ROLES[role][1])


def agree(world: Any, side: Any) -> None:
    """In negotiation, worth enough for a second person, who is asked. As the system."""
    ids, cast, put = world.ids[side.name], world.cast, world.canaries.token
    readers = side.staff | OURS

    def word(what: str, who: Any = readers) -> str:
        return str(put(f"{what} of an agreement ({side.name})", who))

    title = word("the title")
    made = Agreement.objects.create(
        number=f"A-{side.name}",
        title=title,
        search_key=title.lower(),
        kind="CONTRACT",
        purpose=word("what is written"),
        starts_on=today(),
        offered_on=today(),
        state="IN_NEGOTIATION",
        state_reason=word("why it stands so"),
        owner_id=cast.users["partnership_manager"],
        owner_team_id=cast.teams["head"],
    )
    Party.objects.create(agreement=made, part="DEPARTMENT", does=word("what we do by it"))
    party = Party.objects.create(
        agreement=made,
        organization_id=ids["organization_id"],
        part="PARTNER",
        does=word("what a party does"),
        signed_on=today(),
        signed_by=word("who signed"),
    )
    PartyValue.objects.create(party=party, agreement=made, organization_id=ids["organization_id"], amount=60_000)
    Covered.objects.create(agreement=made, service_id=ids["service_id"])
    asked = {"asked_by_id": cast.users["partnership_manager"], "asked_note": word("what a second person is told", OURS)}
    Approval.objects.create(agreement=made, amount=60_000, **asked)
    said = {
        "said": word("what a party says it did"),
        "link": f"https://example.test/{word('a link')}",
        "state_reason": word("why it is judged so"),
    }
    both = {"agreement": made, "party": party, "organization_id": ids["organization_id"], "due_on": today()}
    owed = Obligation.objects.create(**both, bearer="PARTY", what=word("what a party owes"), said_on=today(), **said)
    due = Obligation.objects.create(**both, bearer="DEPARTMENT", what=word("what we owe"), disputed=word("how a party sees it"))
    ids |= {"obligation_id": owed.pk, "our_obligation_id": due.pk}
    draft = word("the title of a draft", OURS)
    hidden = Agreement.objects.create(number=f"D-{side.name}", title=draft, search_key=draft.lower(), kind="GRANT")
    Party.objects.create(agreement=hidden, organization_id=ids["organization_id"], part="PARTNER")
    ids |= {"agreement_id": made.pk, "agreement_party_id": party.pk}


def between(world: Any) -> None:
    """Both partners in one agreement: each reads the other's name, and not what the other gets."""
    made = Agreement.objects.create(
        number="A-both",
        title="Two of us",
        search_key="two of us",
        kind="OUTCOME",
        starts_on=today(),
        offered_on=today(),
        state="IN_NEGOTIATION",
    )
    Party.objects.create(agreement=made, part="DEPARTMENT")
    for number, side in enumerate(("awa", "puke")):
        organization = world.ids[side]["organization_id"]
        party = Party.objects.create(agreement=made, organization_id=organization, part=("PRIME", "SUB")[number])
        amount = f"{43_217 + number}.{39 + number}"
        PartyValue.objects.create(party=party, agreement=made, organization_id=organization, amount=amount)
        staff = {"awa": {"partner_worker", "partner_worker_2", "partner_manager"}, "puke": {"other_partner_worker", "employer"}}[side]
        world.canaries.put(f"a party's value ({side})", staff | OURS, amount, f"{amount[:2]},{amount[2:]}")
        owed = {"agreement": made, "party": party, "organization_id": organization, "due_on": today()}
        what = world.canaries.token(f"what we owe one party of an agreement ({side})", staff | OURS)
        Obligation.objects.create(**owed, bearer="DEPARTMENT", what=str(what))
