"""Documents about partners and agreements: short texts, some shared with the other side."""

from datetime import UTC, timedelta
from hashlib import sha256

from throughcare.agreements.models import Agreement
from throughcare.demo.actions.world import World, save
from throughcare.demo.chance import Chance
from throughcare.demo.words import DOCUMENTS
from throughcare.files.models import Content, Document
from throughcare.partners.models import Partner


def make_documents(world: World, seed: int) -> None:
    """With chance of its own: one to three of those with staff here and of a third of the others, and one of half the agreements that stand."""
    now = world.chance.now
    chance = Chance(seed + 7, now, now.tzinfo or UTC)
    ours = {one.pk for one in world.organizations.values()}
    partners = [key for key in Partner.objects.order_by("pk").values_list("pk", flat=True) if key in ours or chance.yes(0.33)]
    about = [("partners.partner", key, sort) for key in partners for sort in list(DOCUMENTS)[: chance.number(1, 3)]]
    agreed = dict(Agreement.objects.exclude(state__in=["DRAFT", "IN_NEGOTIATION"]).order_by("number").values_list("pk", "starts_on"))
    about += [("agreements.agreement", key, "AGREEMENT") for key in agreed if chance.yes(0.5)]
    documents, contents = [], []
    for kind, key, sort in about:
        title, text = DOCUMENTS[sort]
        days = chance.number(10, 400)
        if begins := agreed.get(key):  # signed nine days before it begins, or today
            days = max(0, (now.date() - begins).days + 8)
        content = f"{title}\n\n{text}\n".encode()
        made = Document(
            id=chance.id(now),
            about_kind=kind,
            about_id=key,
            title=title,
            sort=sort,
            format="TXT",
            size=len(content),
            digest=sha256(content).hexdigest(),
            shared=sort != "MINUTES",
            added_by=world.users["kahu"],
            added_at=now - timedelta(days=days),
        )
        documents.append(made)
        contents.append(Content(document=made, content=content))
    save(Document, documents)
    Content.objects.bulk_create(contents)
