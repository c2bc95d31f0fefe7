"""Two small agreements with the partner of each side: one that waits for a signature by its link, one that is signed and told of."""

from datetime import timedelta
from typing import Any

from tests.matrix.agreements import OURS
from throughcare.agreements.models import Agreement, LightLink, LightSignature, LightTerms, Party, PartyValue
from throughcare.common.clock import now, today
from throughcare.performance.models import LightReport


def lighten(world: Any, side: Any) -> None:
    """As the system."""
    ids = world.ids[side.name]

    def word(what: str, who: Any = side.staff | OURS) -> str:
        return str(world.canaries.token(f"{what} of a small one, of an agreement ({side.name})", who))

    waits, _ = _one(world, side, "L", "IN_NEGOTIATION", word)
    said = {
        "to_name": word("to whom a link went", OURS),
        "to_email": "hine@example.test",
        "terms_digest": b"x",
        "digest": side.name.encode(),
    }
    link = LightLink.objects.create(agreement=waits, purpose="SIGN", **said, expires_at=now() + timedelta(days=9))
    LightLink.objects.filter(pk=link.pk).update(word="ASKED", words=word("what somebody asks by a link", OURS), word_at=now())
    told, theirs = _one(world, side, "T", "ACTIVE", word)
    used = LightLink.objects.create(agreement=told, purpose="SIGN", to_name="Words", terms_digest=b"x", expires_at=now(), used_at=now())
    read = {"name": word("who signed by a link"), "text": word("what was read and signed", frozenset()), "text_digest": b"x"}
    LightSignature.objects.create(agreement=told, party=theirs, link=used, confirmed="EMAIL", **read)
    answers = {name: word(f"what was said of {name}") for name in ("did", "changed", "otherwise")}
    LightReport.objects.create(
        agreement=told, party=theirs, organization_id=ids["organization_id"], **answers, how="LINK", told_by=word("who told")
    )
    ids |= {"light_id": waits.pk, "link_id": link.pk, "told_id": told.pk}


def _one(world: Any, side: Any, start: str, state: str, word: Any) -> tuple[Agreement, Party]:
    organization, title = world.ids[side.name]["organization_id"], word("the title")
    made = Agreement.objects.create(
        number=f"{start}-{side.name}",
        title=title,
        search_key=title.lower(),
        kind="GRANT",
        purpose=word("what is done by it"),
        starts_on=today(),
        ends_on=today() + timedelta(days=30),
        offered_on=today(),
        state=state,
    )
    signed = {"signed_on": today(), "signed_by": "Words"} if state == "ACTIVE" else {}
    Party.objects.create(agreement=made, part="DEPARTMENT", **signed)
    party = Party.objects.create(agreement=made, organization_id=organization, part="PARTNER", **signed)
    PartyValue.objects.create(party=party, agreement=made, organization_id=organization, amount=2_000)
    reached = {"signer_email": f"{start.lower()}-{side.name}@example.test", "signer_phone": word("the number of whoever signs", OURS)}
    LightTerms.objects.create(agreement=made, signer_name=word("who signs"), **reached, pays_on=today(), report_on=today())
    return made, party
