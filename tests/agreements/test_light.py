"""The light path: one page, a link that opens one agreement, a code that says who signs, and a text that is what was read."""

import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from tests.agreements.light import EMAIL, PHONE, code, new, send, sign, signed, written
from tests.agreements.made import EXECUTIVE, SECOND, WRITER, as_, do, draft, get
from tests.cast import EVERYBODY, Cast
from tests.database import Owner
from tests.notices.jobs import run_jobs
from tests.relationships.test_pages import day, text
from throughcare.agreements import actions, forms
from throughcare.agreements.models import LightLink, LightSignature, LightTerms
from throughcare.agreements.queries import light as lights
from throughcare.agreements.states import LIGHT_FIELDS, LINK_DAYS, MOST_CODES, WRONG_CODES
from throughcare.common.clock import today
from throughcare.common.reader import NOBODY, reading_as
from throughcare.common.refusals import Invalid, NotFound, Refused


@pytest.fixture
def client() -> Client:
    """Somebody without an account; forged forms are refused as on a real site."""
    mail.outbox.clear()
    return Client()


def _links(cast: Cast, key: Any) -> list[LightLink]:
    actor = cast.actor(WRITER)
    with cast.reading(WRITER):
        return lights.links_of(actor, lights.get_light(actor, key)[0])


def test_the_page_has_twelve_fields_and_no_more() -> None:
    assert len(forms.LightForm().fields) == LIGHT_FIELDS
    assert len(forms.LightChangeForm.base_fields) <= LIGHT_FIELDS


def test_one_page_makes_an_ordinary_agreement(cast: Cast) -> None:
    who = cast.client(WRITER)
    assert "Small grant or MOU" in text(who.get("/agreements/"))
    assert "Write a small grant or MOU" not in text(cast.client("partner_worker").get(f"/partners/{cast.organization}/"))
    page = text(who.get("/agreements/light/"))
    assert "The rule: a year is worth up to NZD 10,000.00" in page
    said = {
        "kind": "GRANT",
        "organization": "kete trust",
        "title": "Garden",
        "purpose": "Six beds.",
        "amount": "2500",
        "signer_name": "Hine Kōtare",
    }
    said |= {"reach": EMAIL}
    for name, ahead in (("pays_on", 3), ("starts_on", 1), ("ends_on", 80), ("report_on", 90)):
        said |= {f"{name}_{part}": value for part, value in zip(("day", "month", "year"), day("x", ahead).values(), strict=True)}
    made = who.post("/agreements/light/", said)
    assert made.status_code == 302, text(made)
    shown = text(who.get(made["Location"]))
    for words in (
        "Kete Trust",
        "NZD 2,500.00",
        "Small grant or MOU",
        "Send a link to sign",
        EMAIL,
        "Write down",
        "Three questions answered by",
    )[:5]:
        assert words in shown, words
    # Its parts have one page: no other form of it is offered.
    assert "/change/details/" not in who.get(made["Location"]).content.decode()
    found = get(cast, UUID(made["Location"].strip("/").split("/")[-1]))
    assert (found.kind, found.state, found.ends_on) == ("GRANT", "DRAFT", today() + timedelta(days=80))


def test_what_is_missing_or_odd_is_said_by_its_field(cast: Cast) -> None:
    for said, field in (
        ({"amount": None}, "amount"),
        ({"pays_on": None}, "pays_on"),
        ({"ends_on": today() - timedelta(days=1)}, "ends_on"),
        ({"report_on": today()}, "report_on"),
        ({"reach": "somebody"}, "reach"),
        ({"reach": "a@b"}, "reach"),
        ({"signer_name": " "}, "signer_name"),
        ({"organization": "Nobody at all"}, "organization"),
        ({"organization": "Nobody at all", "new_kind": "SPACESHIP"}, "new_kind"),
        ({"kind": "CONTRACT"}, "kind"),
    ):
        with pytest.raises(Invalid) as wrong:
            written(cast, who=SECOND, **said)
        assert field in wrong.value.errors, said


def test_a_new_group_goes_on_the_register_unless_one_like_it_is_there(cast: Cast) -> None:
    key = written(cast, who=SECOND, organization="Te Kāinga Marae Trust", new_kind="MARAE")
    assert [one.name for one in get(cast, key).parties.all()].count("Te Kāinga Marae Trust") == 1
    with pytest.raises(Invalid, match="can't be used") as wrong:
        written(cast, who=SECOND, organization="Te Kainga Marae Trust", new_kind="MARAE")
    assert "is there already" in wrong.value.errors["organization"][0]


def test_what_is_too_large_is_written_in_full(cast: Cast) -> None:
    with pytest.raises(Invalid) as wrong:
        written(cast, amount=6000)  # paid before its last day: half the limit
    assert "Use the full form" in str(wrong.value) and "NZD 6,000.00 a year" in str(wrong.value) and "NZD 5,000.00" in str(wrong.value)
    written(cast, amount=6000, pays_on=today() + timedelta(days=90))


def test_a_full_draft_says_that_the_light_page_would_do(cast: Cast) -> None:
    small, large = draft(cast, title="Small", amount=3_000), draft(cast, title="Large", amount=90_000)
    who = cast.client(WRITER)
    assert "Full contracting is out of proportion" in text(who.get(f"/agreements/{small}/"))
    assert "Full contracting is out of proportion" not in text(who.get(f"/agreements/{large}/"))
    assert "Full contracting is out of proportion" not in text(cast.client(EXECUTIVE).get(f"/agreements/{small}/"))


def test_read_signed_and_kept_by_a_link_without_an_account(cast: Cast, client: Client, owner: Owner) -> None:
    key = written(cast)
    link = send(cast, key)
    assert [sent.to for sent in mail.outbox] == [[EMAIL]] and "Garden" not in mail.outbox[0].body
    assert get(cast, key).state == "IN_NEGOTIATION"
    page = client.get(f"/sign/{link}/")
    shown = text(page)
    for words in ("Garden at the marae", "NZD 2,500.00", "Kete Trust", "What did you do?", "Name nobody", "Sign it", "good until"):
        assert words in shown, words
    assert page["X-Robots-Tag"] == "noindex, nofollow" and "no-store" in page["Cache-Control"] and page["Referrer-Policy"] == "same-origin"
    typed = code(client, link)
    assert mail.outbox[-1].to == [EMAIL]
    assert sign(client, link, typed).status_code == 302
    assert "Signed by Hine Kōtare" in text(client.get(f"/sign/{link}/"))
    copy = client.get(f"/sign/{link}/copy/")
    assert copy["Content-Type"].startswith("text/plain") and "Signed by Hine Kōtare" in copy.content.decode()
    found = get(cast, key)
    theirs = next(one for one in found.parties.all() if one.organization_id)
    assert (theirs.signed_by, theirs.signed_on) == ("Hine Kōtare", today())
    ((kept, digest, how),) = owner.rows("select text, encode(text_digest, 'hex'), confirmed from agreements_lightsignature")
    assert hashlib.sha256(str(kept).encode()).hexdigest() == digest and how == "EMAIL" and str(kept) in copy.content.decode()
    run_jobs()
    assert "A small agreement was signed by its link" in text(cast.client(WRITER).get("/notices/"))
    again = sign(client, link, typed)
    assert again.status_code == 200 and "This link is over" in text(again)
    verbs = [verb for (verb,) in owner.rows("select verb from audit_auditevent where about_id = %s order by at", key)]
    assert {"agreement.link.opened", "agreement.code.asked", "agreement.light.signed", "agreement.link.made"} <= set(verbs)
    everything = str(owner.rows("select detail::text, actor_name from audit_auditevent"))
    assert link not in everything and typed not in everything


def test_a_wrong_code_is_counted_and_then_locked(cast: Cast, client: Client, owner: Owner) -> None:
    key = written(cast)
    link = send(cast, key)
    assert "There is no code" in text(sign(client, link, "000000"))
    typed = code(client, link)
    wrong = f"{(int(typed) + 1) % 10**6:06}"
    for _ in range(WRONG_CODES - 1):
        assert "That is not the code" in text(sign(client, link, wrong))
    assert "Too many wrong codes" in text(sign(client, link, wrong))
    assert "Too many wrong codes" in text(sign(client, link, typed)), "the right one comes too late"
    client.post(f"/sign/{link}/name/", {"what": "code"})
    assert "Too many wrong codes" in text(client.get(f"/sign/{link}/name/"))
    assert next(one for one in get(cast, key).parties.all() if one.organization_id).signed_on is None
    owner.change("update agreements_lightlink set locked_until = now() - interval '1 second', code_asked_at = null")
    assert sign(client, link, code(client, link)).status_code == 302
    owner.change("update agreements_lightlink set used_at = null, codes = %s, code_asked_at = null", MOST_CODES)
    client.post(f"/sign/{link}/name/", {"what": "code"})
    assert "as many codes as it may" in text(client.get(f"/sign/{link}/name/"))


def test_a_code_is_asked_for_once_a_minute_and_ends(cast: Cast, client: Client, owner: Owner) -> None:
    key = written(cast)
    link = send(cast, key)
    typed = code(client, link)
    client.post(f"/sign/{link}/name/", {"what": "code"})
    assert "on its way already" in text(client.get(f"/sign/{link}/name/"))
    owner.change("update agreements_lightlink set code_expires_at = now()")
    assert "too old" in text(sign(client, link, typed))


def test_name_and_right_to_sign_are_needed_before_a_code_counts(cast: Cast, client: Client, owner: Owner) -> None:
    link = send(cast, written(cast))
    typed = code(client, link)
    assert "first and last" in text(sign(client, link, typed, name="Hine"))
    assert "Say that you may sign for Kete Trust" in text(client.post(f"/sign/{link}/name/", {"name": "Hine Kōtare", "code": typed}))
    assert "six digits" in text(sign(client, link, "12"))
    assert owner.rows("select wrong from agreements_lightlink") == [(0,)]


def test_a_changed_text_makes_the_link_void(cast: Cast, client: Client, owner: Owner) -> None:
    key = written(cast)
    link = send(cast, key)
    typed = code(client, link)
    changed = new(organization="x", purpose="Eight beds.")
    do(cast, key, actions.change_light, new=changed)
    for page in (client.get(f"/sign/{link}/"), sign(client, link, typed)):
        assert "The terms were changed" in text(page)
    assert next(one for one in get(cast, key).parties.all() if one.organization_id).signed_on is None
    # And by whatever way the text became another, below the page.
    fresh = send(cast, key)
    typed = code(client, fresh)
    owner.change("update agreements_agreement set purpose = 'Nine beds.' where id = %s", key)
    assert "The terms were changed" in text(sign(client, fresh, typed))


def test_a_change_after_their_signature_takes_it_off(cast: Cast, client: Client) -> None:
    key = written(cast)
    link = send(cast, key)
    sign(client, link, code(client, link))
    do(cast, key, actions.change_light, new=new(organization="x", purpose="Eight beds."))
    assert next(one for one in get(cast, key).parties.all() if one.organization_id).signed_on is None
    assert "The terms were changed" in text(client.get(f"/sign/{link}/"))
    with pytest.raises(Refused, match="on its one page"):
        do(cast, key, actions.change_term, new=actions.Term(starts_on=today()))


def test_ask_or_say_no_by_the_link(cast: Cast, client: Client) -> None:
    key = written(cast)
    link = send(cast, key)
    assert client.post(f"/sign/{link}/word/", {"word": "ASKED", "words": "May we buy tools?"}).status_code == 302
    run_jobs()
    who = cast.client(WRITER)
    assert "May we buy tools?" in text(who.get(f"/agreements/{key}/")) and "asks something before they sign" in text(who.get("/notices/"))
    assert "Sign it" in text(client.get(f"/sign/{link}/"))
    assert "You asked a moment ago" in text(client.post(f"/sign/{link}/word/", {"word": "ASKED", "words": "And seeds?"}))
    assert client.post(f"/sign/{link}/word/", {"word": "REFUSED", "words": "Too little time."}).status_code == 302
    assert "You said that you do not sign" in text(client.get(f"/sign/{link}/"))
    assert "They do not sign" in text(who.get(f"/agreements/{key}/")) and get(cast, key).state == "IN_NEGOTIATION"


def test_revoked_over_newer_or_unknown_a_link_opens_nothing(cast: Cast, client: Client, owner: Owner) -> None:
    key = written(cast)
    first, second = send(cast, key), send(cast, key)
    assert "Garden" not in text(client.get(f"/sign/{first}/")) and "Garden" in text(client.get(f"/sign/{second}/"))
    link = _links(cast, key)[0]
    do(cast, key, actions.revoke_light_link, link_id=link.pk)
    with pytest.raises(Refused):
        do(cast, key, actions.revoke_light_link, link_id=link.pk)
    third = send(cast, key)
    owner.change("update agreements_lightlink set expires_at = now() where revoked_at is null")
    for secret in (first, second, third, "x" * 43):
        for path in ("", "copy/", "name/", "word/"):
            said = text(client.get(f"/sign/{secret}/{path}"))
            assert "This link is over" in said and "Garden" not in said, path


def test_a_link_shows_one_agreement_and_its_holder_reads_no_table(cast: Cast, client: Client, owner: Owner) -> None:
    key, other = written(cast), written(cast, organization="Mana Trust", title="Another thing")
    link = send(cast, key)
    send(cast, other)
    assert "Another thing" not in client.get(f"/sign/{link}/").content.decode()
    with reading_as(NOBODY):
        assert [model.objects.count() for model in (LightTerms, LightLink, LightSignature)] == [0, 0, 0]
        held = lights.held_by_link(link)
        assert held.agreement_id == key
        with pytest.raises(NotFound):
            lights.held_by_link("nothing")


def test_ours_see_links_and_its_own_people_the_terms_alone(cast: Cast, client: Client) -> None:
    key = signed(cast, client, organization="Mana Trust")
    ours = {WRITER, SECOND, EXECUTIVE}
    for who in EVERYBODY:
        with cast.reading(who):
            seen = [model.objects.count() for model in (LightTerms, LightLink, LightSignature)]
        own = [1, 0, 1] if who.startswith("partner_") and who not in ours else [0, 0, 0]
        assert seen == ([1, 1, 1] if who in ours else own), who
    shown = text(cast.client("partner_worker").get(f"/agreements/{key}/"))
    assert "Signed by a link" in shown and EMAIL not in shown and "Revoke" not in shown
    assert cast.client("other_partner_worker").get(f"/agreements/{key}/").status_code == 404


def test_by_phone_the_link_and_the_code_are_shown_once_and_who_told_it_stands(cast: Cast, client: Client) -> None:
    key = written(cast, reach=PHONE)
    who = cast.client(WRITER)
    page = who.post(f"/agreements/{key}/light/send/sign/", {"version": get(cast, key).version})
    assert page.status_code == 200 and "no-store" in page["Cache-Control"] and PHONE in text(page)
    link = text(page).split("/sign/")[1].split("/")[0]
    assert link not in text(who.get(f"/agreements/{key}/"))
    client.post(f"/sign/{link}/name/", {"what": "code"})
    assert "tells you a code by phone" in text(client.get(f"/sign/{link}/name/"))
    one = _links(cast, key)[0]
    told = text(who.post(f"/agreements/{key}/light/links/{one.pk}/code/", {"version": get(cast, key).version}))
    typed = told.split(" alone, on ")[1].split(". ")[1].split(" ")[0]
    assert sign(client, link, typed).status_code == 302
    shown = text(who.get(f"/agreements/{key}/"))
    assert "By a code told by phone, by" in shown


def test_whoever_writes_agreements_signs_for_nobody_else(cast: Cast, client: Client, owner: Owner) -> None:
    link = send(cast, written(cast))
    typed = code(client, link)
    who = cast.client(WRITER)
    assert "you don" in text(sign(who, link, typed)) and "Garden" in text(who.get(f"/sign/{link}/"))
    assert owner.rows("select used_at, opened_on from agreements_lightlink") == [(None, None)]


def test_no_code_goes_to_the_mail_of_one_of_us_to_sign_by(cast: Cast, client: Client, owner: Owner) -> None:
    ((found,),) = owner.rows("select email from accounts_user where id = %s", cast.users[SECOND])
    mine = str(found)
    name, place = mine.upper().split("@")
    for reach in (mine, f"{name}@{place}", f"{name}+garden@{place}"):
        with pytest.raises(Invalid) as wrong:
            written(cast, reach=reach)
        assert "somebody who writes agreements here" in wrong.value.errors["reach"][0], reach
    # And where the link went there all the same, in a window of nobody: below the page.
    key = written(cast)
    link = send(cast, key)
    typed = code(client, link)
    owner.change("update agreements_lightlink set to_email = %s", f"{name}+garden@{place}")
    assert "you don" in text(sign(client, link, typed))
    assert next(one for one in get(cast, key).parties.all() if one.organization_id).signed_on is None
    with cast.reading(EXECUTIVE):
        assert not lights.is_ours(mine), "nobody else asks who writes agreements"


def test_where_the_code_went_stands_with_the_signature_for_us(cast: Cast, client: Client, owner: Owner) -> None:
    key = signed(cast, client, organization="Mana Trust")
    assert owner.rows("select address from agreements_lightsignature") == [(EMAIL,)]
    assert f"By a code mailed to them: {EMAIL}" in text(cast.client(WRITER).get(f"/agreements/{key}/"))
    assert EMAIL not in text(cast.client("partner_worker").get(f"/agreements/{key}/"))


def test_one_signature_is_never_written_over_another(cast: Cast, client: Client, owner: Owner) -> None:
    key = written(cast)
    link = send(cast, key)
    typed = code(client, link)
    theirs, paper = _theirs(cast, key), actions.Signature(signed_by="Mere on paper")
    do(cast, key, actions.sign_party, party_id=theirs.pk, new=paper)
    assert "This link is over" in text(sign(client, link, typed)) and _theirs(cast, key).signed_by == "Mere on paper"
    assert "Signed without it" in text(cast.client(WRITER).get(f"/agreements/{key}/"))
    # Below the page, too: a link that somehow stayed.
    owner.change("update agreements_lightlink set revoked_at = null, revoked_why = '', code_digest = null")
    assert "This link is over" in text(sign(client, link, typed)) and _theirs(cast, key).signed_by == "Mere on paper"
    do(cast, key, actions.change_light, new=new(organization="x", purpose="Eight beds."))
    link = send(cast, key)
    sign(client, link, code(client, link))
    with pytest.raises(Refused, match="signed by a link"):
        do(cast, key, actions.sign_party, party_id=theirs.pk, new=paper)
    assert _theirs(cast, key).signed_by == "Hine Kōtare"
    assert "This signature fell" not in text(cast.client(WRITER).get(f"/agreements/{key}/"))
    do(cast, key, actions.change_light, new=new(organization="x", purpose="Nine beds."))
    do(cast, key, actions.sign_party, party_id=theirs.pk, new=paper)
    assert "This signature fell" in text(cast.client(WRITER).get(f"/agreements/{key}/"))


def test_our_own_signature_leaves_their_link_open(cast: Cast, client: Client) -> None:
    key = written(cast)
    link = send(cast, key)
    ours = next(one for one in get(cast, key).parties.all() if one.organization_id is None)
    do(cast, key, actions.sign_party, party_id=ours.pk, new=actions.Signature(signed_by="Aroha Ngata"))
    assert sign(client, link, code(client, link)).status_code == 302


def test_signed_is_shown_as_it_was_signed(cast: Cast, client: Client, owner: Owner) -> None:
    key = written(cast)
    link = send(cast, key)
    sign(client, link, code(client, link))
    assert "Something was changed since" not in text(client.get(f"/sign/{link}/"))
    owner.change("update agreements_agreement set purpose = 'Ninety beds.' where id = %s", key)
    shown = text(client.get(f"/sign/{link}/"))
    assert "Six beds, planted together" in shown and "Ninety beds" not in shown and "Something was changed since" in shown


def _theirs(cast: Cast, key: UUID) -> Any:
    return next(one for one in get(cast, key).parties.all() if one.organization_id)


def test_one_of_us_writes_no_signature_and_no_word_of_the_holder(cast: Cast) -> None:
    key = written(cast)
    send(cast, key)
    for change in ("used_at = now()", "word = 'ASKED', words = 'x'", "terms_digest = 'x'::bytea", "to_email = 'me@example.test'"):
        with pytest.raises(Exception, match="what its holder did stays"), cast.reading(WRITER), connection.cursor() as cursor:
            cursor.execute(f"update agreements_lightlink set {change}")
    insert = (
        "insert into agreements_lightsignature (id, agreement_id, party_id, link_id, name, confirmed, text, text_digest, at) "
        "select gen_random_uuid(), l.agreement_id, p.id, l.id, 'X Y', 'EMAIL', 'x', 'x'::bytea, now() from agreements_lightlink l, agreements_party p limit 1"
    )
    with pytest.raises(Exception, match="row-level security"), cast.reading(WRITER), connection.cursor() as cursor:
        cursor.execute(insert)


def test_wrong_people_and_wrong_moments(cast: Cast, client: Client) -> None:
    key = signed(cast, client)
    seen = get(cast, key).version
    for refused in (
        lambda: as_(cast, WRITER, actions.send_light_link, agreement_id=key, purpose="SIGN", seen=seen),
        lambda: do(cast, key, actions.change_light, new=new()),
    ):
        with pytest.raises(Refused):
            refused()
    full = draft(cast)
    for who, path in ((WRITER, f"/agreements/{full}/light/"), ("partner_worker", f"/agreements/{key}/light/")):
        assert cast.client(who).get(path).status_code == 404
    with pytest.raises(NotFound):
        as_(cast, WRITER, actions.send_light_link, agreement_id=full, purpose="SIGN", seen=get(cast, full).version)


def test_the_limit_of_days_is_that_of_the_link(cast: Cast, client: Client, owner: Owner) -> None:
    send(cast, written(cast))
    ((days,),) = owner.rows("select round(extract(epoch from expires_at - made_at) / 86400)::int from agreements_lightlink")
    assert days == LINK_DAYS
