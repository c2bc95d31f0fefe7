"""An agreement with the partner of each side, and one with both: its words are for its parties, each value, and what is owed, for the party whose it is."""

import json
from typing import Any

from tests.cast import MEMBERS
from throughcare.accounts.permissions import DEFAULT_ROLES, Permission
from throughcare.agreements.models import (
    Agreement,
    AmendedValue,
    Amendment,
    AmendmentSignature,
    Approval,
    Covered,
    GrantFile,
    Obligation,
    Party,
    PartyValue,
    PastGrant,
    Publication,
)
from throughcare.common.clock import today
from throughcare.imports.models import ImportRun

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
    _vary(world, side, word)
    _publish(world, side, word)


def _publish(world: Any, side: Any, word: Any) -> None:
    """One that is published: what is said of that is ours."""
    ids, title = world.ids[side.name], word("the title of what is published")
    words = {"number": f"P-{side.name}", "title": title, "search_key": title.lower(), "kind": "GRANT"}
    made = Agreement.objects.create(**words, starts_on=today(), offered_on=today(), state="ACTIVE")
    signed = {"agreement": made, "signed_on": today(), "signed_by": "Words"}
    Party.objects.create(**signed, part="DEPARTMENT")
    party = Party.objects.create(**signed, part="PARTNER", organization_id=ids["organization_id"])
    PartyValue.objects.create(party=party, agreement=made, organization_id=ids["organization_id"], amount=9_000)
    Publication.objects.create(agreement=made, published_by_id=world.cast.users["partnership_manager"])
    ids["published_id"] = made.pk
    _bring_in(world, side, word)


def _bring_in(world: Any, side: Any, word: Any) -> None:
    """A grant of the past, a file of others on its way in, and one that is in."""
    ids, title, only = world.ids[side.name], word("the title of a grant of the past"), frozenset({"partnership_manager"})
    words = {"number": f"H-{side.name}", "title": title, "search_key": title.lower(), "kind": "GRANT", "is_history": True}
    made = Agreement.objects.create(**words, starts_on=today(), offered_on=today(), state="EXPIRED")
    Party.objects.create(agreement=made, part="PARTNER", organization_id=ids["organization_id"], signed_on=today(), signed_by="Words")
    about = {"source": word("who published a grant", OURS), "licence": word("its licence", OURS)}
    PastGrant.objects.create(agreement=made, grant_id=word("its identifier", OURS), said={"recipientOrganization": []}, **about)
    kept = {name: world.canaries.token(f"{name} of a file of an agreement ({side.name})", only) for name in ("source", "licence")}
    title = world.canaries.token(f"a title in a file of an agreement ({side.name})", only)
    content = json.dumps({"grants": [{"id": f"x-{side.name}", "title": str(title)}]}).encode()
    sender = world.cast.users["partnership_manager"]
    file = GrantFile.objects.create(
        by_id=sender, name="grants.json", content=content, choices={name: str(said) for name, said in kept.items()}
    )
    numbers = {"rows_read": 1, "created": 1, "updated": 0, "unchanged": 0, "rejected": 0}
    name = world.canaries.token(f"the name of a file of an agreement ({side.name})", only)
    run = ImportRun.objects.create(kind="grants", source=str(name), layout="360giving-1.4", by_name="Words", **numbers)
    ids |= {"past_id": made.pk, "grant_file_id": file.pk, "grants_run": run.pk}


def _vary(world: Any, side: Any, word: Any) -> None:
    """One that holds, with an amendment that was withdrawn before anybody could read it, and one that is offered."""
    ids, organization, number = world.ids[side.name], world.ids[side.name]["organization_id"], int(side.name == "puke")
    words = {"number": f"V-{side.name}", "title": "Varied", "search_key": f"v-{side.name}", "kind": "MOU"}
    made = Agreement.objects.create(**words, starts_on=today(), offered_on=today(), state="VARIED")
    Party.objects.create(agreement=made, part="DEPARTMENT", signed_on=today(), signed_by="Words")
    party = Party.objects.create(agreement=made, organization_id=organization, part="PARTNER", signed_on=today(), signed_by="Words")
    draft = {"reason": word("why a withdrawn amendment was written", OURS), "new_text": word("what a withdrawn amendment says", OURS)}
    gone = Amendment.objects.create(agreement=made, number=1, **draft, state="WITHDRAWN")
    said = {name: word(f"{name} of an amendment") for name in ("reason", "old_text", "new_text")}
    offered = Amendment.objects.create(agreement=made, number=2, **said, offered_on=today(), state="OFFERED")
    AmendmentSignature.objects.create(amendment=offered, party=party, signed_on=today(), signed_by=word("who signed an amendment"))
    amount = f"{61_327 + number}.{47 + number}"
    AmendedValue.objects.create(amendment=offered, party=party, organization_id=organization, amount=amount)
    world.canaries.put(f"a party's value by an amendment ({side.name})", side.staff | OURS, amount, f"{amount[:2]},{amount[2:]}")
    ids |= {"varied_id": made.pk, "varied_party": party.pk, "amendment_id": offered.pk, "amendment_draft": gone.pk}


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
