"""Documents about an agreement: ours, or all parties' from the day it was offered."""

import pytest

from tests.agreements.made import WRITER, do, draft
from tests.cast import Cast
from tests.files.made import PDF, bring, titles
from throughcare.agreements import actions
from throughcare.common.ref import Ref
from throughcare.common.refusals import NotFound
from throughcare.files.models import Content, Document


def test_parties_read_what_is_shared_once_it_was_offered(cast: Cast) -> None:
    key = draft(cast)
    about = Ref("agreements.agreement", key)
    bring(cast, WRITER, about, title="Signed contract", sort="AGREEMENT", shared=True)
    bring(cast, WRITER, about, PDF + b"\n", title="What we would pay", sort="OTHER")
    for who in ("partner_manager", "other_partner_worker"):
        with pytest.raises(NotFound):
            titles(cast, who, about)
        with cast.reading(who):
            assert not Document.objects.exists() and not Content.objects.exists()
    do(cast, key, actions.move_agreement, verb="offer")
    assert titles(cast, "partner_manager", about) == ["Signed contract"]
    bring(cast, "partner_manager", about, PDF + b"\n\n", title="Our insurance", sort="CERTIFICATE")
    assert titles(cast, "executive", about) == ["Our insurance", "What we would pay", "Signed contract"]
    for who in ("other_partner_worker", "employer", "case_manager"):  # of no party; and a case manager sees no agreement
        with pytest.raises(NotFound):
            titles(cast, who, about)
        with cast.reading(who):
            assert not Document.objects.filter(about_kind="agreements.agreement").exists()
    with pytest.raises(NotFound):
        bring(cast, "executive", about, PDF + b"\n\n\n")


def test_the_page_of_an_agreement_names_its_documents(cast: Cast) -> None:
    key = draft(cast)
    bring(cast, WRITER, Ref("agreements.agreement", key), title="Signed contract", sort="AGREEMENT")
    page = cast.client(WRITER).get(f"/agreements/{key}/").content.decode()
    assert "Signed contract" in page and "Add a document" in page
    form = cast.client(WRITER).get(f"/documents/about/agreements.agreement/{key}/add/").content.decode()
    assert "The people of its parties read it too" in form
