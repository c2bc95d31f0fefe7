"""The partner of each side on the register: what the register says of it is for those who may look at partners, and for its own staff."""

from typing import Any

from tests.cast import MEMBERS
from throughcare.accounts.permissions import DEFAULT_ROLES, Permission
from throughcare.common.clock import now
from throughcare.files.models import Content, Document
from throughcare.imports.models import RowNote
from throughcare.partners.models import (
    Accreditation,
    Campaign,
    Interaction,
    ManaWhenua,
    Organization,
    Partner,
    PartnerContact,
    PartnerFile,
    PartnerMapping,
    PartnerMerge,
    PartnerPair,
    PartnerRows,
    ProposedChange,
    TikangaNote,
)
from throughcare.tasks.models import Task


def register(world: Any, side: Any) -> None:
    """With an accreditation and a contact. As the system."""
    ids, cast, put = world.ids[side.name], world.cast, world.canaries.token
    readers = side.staff | {name for name, (role, _) in MEMBERS.items() if Permission.PARTNER_VIEW in DEFAULT_ROLES[role][1]}

    def word(what: str) -> str:
        return str(put(f"{what}, on the register ({side.name})", readers))

    partner = Partner.objects.create(
        organization_id=ids["organization_id"],
        purpose=word("a partner's purpose"),
        expertise_words=word("a partner's expertise"),
        safeguarding="GAPS",
        safeguarding_on="2026-01-01",
        safeguarding_note=word("what a partner's safeguarding misses"),
        state_reason=word("why a partner stands so"),
        owner_id=cast.users["partnership_manager"],
        owner_team_id=cast.teams["head"],
    )
    accreditation = Accreditation.objects.create(
        partner=partner, level=2, scope=word("an accreditation's scope"), given_by=word("who accredits")
    )
    reached = {"position": word("a contact's work at a partner"), "phone": word("a work phone at a partner")}
    reached["email"] = f"{word('a work address at a partner')}@example.test"
    contact = PartnerContact.objects.create(partner=partner, name=word("a contact at a partner"), is_lead=True, **reached)
    _in_touch(world, side, partner, readers)
    _task(world, side)
    _documents(world, side, readers)
    ids["partner_pair_id"], ids["loser_id"] = _pair(world, side, partner)
    ids["partner_merge_id"] = _merge(world, side, partner, readers)
    asked = set(side.staff) | {"partnership_manager"}
    change = ProposedChange.objects.create(
        partner=partner,
        part="NAME",
        said={
            "name": str(put(f"a name a partner asks for, on the register ({side.name})", asked)),
            "alternate_name": "",
            "national_body": "",
        },
        why=str(put(f"why a partner asks, on the register ({side.name})", asked)),
        proposed_by_id=cast.users[side.worker],
    )
    note = TikangaNote(partner=partner, about="MEETING", written_by_id=cast.users[side.worker])
    for what in ("words", "given_by", "agreement"):
        setattr(note, what, str(put(f"{what} of a tikanga note, on the register ({side.name})", asked | {"contract_manager", "executive"})))
    note.save(force_insert=True)
    said = word("who said whose land it is")
    whenua = ManaWhenua.objects.create(site=f"{side.name}-prison", partner=partner, said_by=said)
    campaign = Campaign.objects.create(partner=partner, kind="CAMPAIGN", title=word("a campaign"), asks=word("what a campaign asks"))
    ids |= {"campaign_id": campaign.pk}
    ids |= {"tikanga_note_id": note.pk, "whenua_id": whenua.pk}
    ids |= {
        "partner_change_id": change.pk,
        "partner_id": partner.pk,
        "accreditation_id": accreditation.id,
        "partner_contact_id": contact.id,
    }


def _pair(world: Any, side: Any, partner: Partner) -> Any:
    """An organisation of the directory that may be the partner: for who keeps the register."""
    like = Organization.objects.create(name=f"Like the partner of {side.name}", search_key=f"like the partner of {side.name}")
    one, other = sorted((partner.pk, like.pk))
    keepers = {name for name, (role, _) in MEMBERS.items() if Permission.PARTNER_EDIT in DEFAULT_ROLES[role][1]}
    said = [
        {
            "field": "Name",
            "level": "order",
            "words": world.canaries.token(f"why two may be one, on the register ({side.name})", keepers),
            "weight": 16.0,
        }
    ]
    pair = PartnerPair.objects.create(one_id=one, other_id=other, probability=0.7, evidence=said, digest="x")
    return pair.id, like.pk


def _merge(world: Any, side: Any, partner: Partner, readers: set[str]) -> Any:
    """An organisation that went into the partner once, and was taken apart again."""
    went = Organization.objects.create(name=f"Was the partner of {side.name}", search_key=f"was the partner of {side.name}")
    merge = PartnerMerge.objects.create(
        winner_id=partner.pk,
        loser=went,
        reason=world.canaries.token(f"why two were one, on the register ({side.name})", readers),
        by_id=world.cast.users["partnership_manager"],
    )
    apart = world.canaries.token(f"why two are two after all, on the register ({side.name})", readers)
    PartnerMerge.objects.filter(pk=merge.pk).update(parted_at=now(), part_reason=apart, version=2)
    return merge.id


def listed(world: Any, run_id: Any) -> dict[str, Any]:
    """A list of partners on its way in, how it is read, a row of another that was not taken, and what is known of one that was: for who keeps the register."""
    put, only = world.canaries.token, frozenset({"partnership_manager"})
    content = f"name,phone\n{put('name in a list of partners', only)},{put('phone in a list of partners', only)}\n".encode()
    sender = world.cast.users["partnership_manager"]
    file = PartnerFile.objects.create(by_id=sender, name=f"{put('name of a list of partners', only)}.csv", content=content)
    words = {"name": put("name of a mapping of partners", only), "headings": [put("heading of partners", only)], "fields": ["phone"]}
    mapping = PartnerMapping.objects.create(by_name="Keeper", **words)
    PartnerRows.objects.create(run_id=run_id, headings=["name"], cells={"partners.csv\n1": [put("cell of a rejected partner", only)]})
    RowNote.objects.create(
        run_id=run_id, said="ALIKE", file="partners.csv", row=2, field="name", message=put("what a partner may be", only)
    )
    return {"partner_file_id": file.id, "partner_mapping_id": mapping.id}


def _in_touch(world: Any, side: Any, partner: Partner, readers: frozenset[str]) -> None:
    """Two times we were in touch: one is ours alone, the other is shared with the partner."""
    for name, who in (("interaction_id", readers - side.staff), ("shared_interaction_id", readers)):

        def word(what: str, who: frozenset[str] = who, name: str = name) -> str:
            return str(world.canaries.token(f"{what}, {name}, on the register ({side.name})", who))

        made = Interaction.objects.create(
            partner=partner,
            kind="HUI",
            on="2026-11-01",
            place=word("where we met a partner"),
            others=word("who else met a partner"),
            topic_words=word("what else was spoken of with a partner"),
            said=word("what was said to a partner"),
            shared=name != "interaction_id",
        )
        world.ids[side.name][name] = made.pk


def _task(world: Any, side: Any) -> None:
    """Of who keeps the register, about the partner."""
    editor = frozenset({"partnership_manager"})

    def word(what: str) -> str:
        return str(world.canaries.token(f"{what}, on the register ({side.name})", editor))

    about = {"about_kind": "partners.partner", "about_id": world.ids[side.name]["organization_id"]}
    made = Task.objects.create(
        what=word("what is to be done about a partner"),
        words=word("more of what is to be done"),
        user_id=world.cast.users["partnership_manager"],
        **about,
    )
    world.ids[side.name]["task_id"] = made.pk


def _documents(world: Any, side: Any, readers: frozenset[str]) -> None:
    """Two about the partner: one is ours alone, the other is both sides'."""
    for name, who in (("document_id", readers - side.staff), ("shared_document_id", readers)):

        def word(what: str, who: frozenset[str] = who, name: str = name) -> str:
            return str(world.canaries.token(f"{what}, {name}, on the register ({side.name})", who))

        content = word("the text of a document").encode()
        made = Document.objects.create(
            about_kind="partners.partner",
            about_id=world.ids[side.name]["organization_id"],
            title=word("the title of a document"),
            sort="OTHER",
            format="TXT",
            size=len(content),
            digest=name,
            shared=name != "document_id",
        )
        Content.objects.create(document=made, content=content)
        world.ids[side.name][name] = made.pk
