"""The scorecard's S4: over two thousand words planted and none given to whom it is not for; and leaks, planted one at a time in front of all
those words: the oracle finds each, and finds none before it is planted.
"""

import base64
import io
import json
import logging
import os
import random
import secrets
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import reverse

from tests.canaries import Leak
from tests.database import Owner
from tests.matrix import crowd
from tests.matrix.world import AWA, PUKE, World
from throughcare.audit.actions import record
from throughcare.common import responses
from throughcare.common.frame import NavItem
from throughcare.common.mail import send_plain
from throughcare.front import context
from throughcare.referrals.pages import shown
from throughcare.referrals.rest import referrals as rest

LONG = bool(os.environ.get("THROUGHCARE_TEST_ALL"))
SEED = int(os.environ.get("THROUGHCARE_TEST_SEED") or (secrets.randbelow(10**6) if LONG else 4))
Plant = Callable[[World, Owner, pytest.MonkeyPatch], None]


@pytest.fixture(scope="module")
def world(world: World) -> World:
    """The world of the matrix, with a crowd in it."""
    world.crowd = crowd.gather(world)
    return world


def name_of(world: World, side: str = "puke") -> str:
    """A word of the record, as its canary."""
    return next(canary.spellings[0] for canary in world.canaries.all if canary.what == f"preferred name ({side})")


def secret_of(world: World, what: str) -> str:
    return next(canary.spellings[0] for canary in world.canaries.all if canary.what == what)


def _person(world: World, who: str = "case_manager") -> Any:
    return world.client(who).get(reverse("person", args=[world.ids["awa"]["person_id"]]))


# -- Pages --------------------------------------------------------------------------------------------------------------------
def _put_in_the_way_about(patch: pytest.MonkeyPatch, word: str) -> None:
    """Into every page's frame. Django keeps the context processors it found first, so it has to look again."""
    engine = engines["django"].engine  # type: ignore[attr-defined]  # behind the back-end
    assert engine.template_context_processors
    real = context.layout
    patch.setattr(context, "layout", lambda request: {**real(request), "nav": [NavItem(word, "/")]})
    patch.delitem(engine.__dict__, "template_context_processors")


def another_person_in_the_frame(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    _put_in_the_way_about(patch, name_of(world))
    _person(world)


def a_name_on_the_page_of_nothing(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    real = render
    patch.setattr(responses, "render", lambda *a, **k: HttpResponse(real(*a, **k).content + name_of(world, "awa").encode(), status=404))
    world.client("other_partner_worker").get(reverse("referral", args=[world.ids["awa"]["referral_id"]]))


def the_record_itself_on_the_partners_page(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    real = shown.referral
    patch.setattr(shown, "referral", lambda request, detail: {**real(request, detail), "back_text": secret_of(world, "need (awa)")})
    world.client("partner_worker").get(reverse("referral", args=[world.ids["awa"]["referral_id"]]))


def a_date_of_birth_the_partner_was_not_told(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    real = shown.referral
    patch.setattr(shown, "referral", lambda request, detail: {**real(request, detail), "back_text": "Born 3 Feb 1979"})
    world.client("partner_worker").get(reverse("referral", args=[world.ids["awa"]["referral_id"]]))


def a_question_on_the_persons_own_page(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    _put_in_the_way_about(patch, secret_of(world, "question (awa)"))
    world.client("aroha").get(reverse("home"))


def a_safe_house_to_everybody(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    _put_in_the_way_about(patch, secret_of(world, "where the safe house is (awa)"))
    world.client("analyst").get(reverse("services"))


def a_name_nobody_logged_in_sees(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    _put_in_the_way_about(patch, name_of(world))
    world.client(None).get(reverse("home"))


def a_name_folded_to_lower_case(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    _put_in_the_way_about(patch, name_of(world).lower())
    _person(world)


def a_contacts_name_on_the_print_of_a_person(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    """Whānau are for those who work the case, and the consultant prints."""
    _put_in_the_way_about(patch, secret_of(world, "contact of somebody in the crowd (awa 7)"))
    world.client("recruitment_consultant").get(reverse("person-print", args=[world.ids["awa"]["person_id"]]))


def the_text_of_a_note_to_the_auditor(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    """Who reads the audit learns who looked at what, and not what it says."""
    _put_in_the_way_about(patch, secret_of(world, "case note of somebody in the crowd (puke 70)"))
    world.client("auditor").get(reverse("audit"))


# -- Headers and addresses ------------------------------------------------------------------------------------------------------
def _answering(world: World, who: str | None, answer: HttpResponse) -> None:
    world.canaries.check_answer(who, answer, "a planted page")


def a_name_in_a_header(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    _answering(world, "case_manager", HttpResponse(headers={"Content-Disposition": f'attachment; filename="{name_of(world)}.csv"'}))


def ones_own_persons_name_in_a_redirect(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    """The reader may see the word; an address may not hold it."""
    _answering(world, "case_manager", HttpResponse(status=302, headers={"Location": f"/people/?words={name_of(world, 'awa')}"}))


def a_name_in_a_cookie(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    answer = HttpResponse()
    answer.set_cookie("last", name_of(world))
    _answering(world, "case_manager", answer)


def a_name_in_a_link(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    _answering(world, "case_manager", HttpResponse(f'<a href="/people/?words={name_of(world, "awa")}">again</a>'))


def a_name_in_a_page_marker(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    marker = base64.urlsafe_b64encode(json.dumps([name_of(world, "awa"), 7]).encode()).decode().rstrip("=")
    _answering(world, "case_manager", HttpResponse(json.dumps({"items": [], "next": marker}), content_type="application/json"))


# -- Files that are fetched ---------------------------------------------------------------------------------------------------
def a_number_in_a_csv(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    word = secret_of(world, "number of somebody in the crowd (puke 3)")
    _answering(world, "records", HttpResponse(f"row,number\r\n1,{word}\r\n", content_type="text/csv; charset=utf-8"))


def a_number_in_a_csv_for_a_spreadsheet(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    word = secret_of(world, "number of somebody in the crowd (puke 3)")
    _answering(world, "records", HttpResponse(f"row\t{word}".encode("utf-16"), content_type="text/csv; charset=utf-16"))


def a_need_in_a_spreadsheet(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/sharedStrings.xml", f"<t>{secret_of(world, 'need of somebody in the crowd (puke 74)')}</t>" * 9)
    _answering(world, "analyst", HttpResponse(packed.getvalue(), content_type="application/vnd.ms-excel"))


# -- Machines -----------------------------------------------------------------------------------------------------------------
def a_field_too_many_over_rest(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    real = rest._out
    patch.setattr(rest, "_out", lambda by, row: {**real(by, row), "reason_code": secret_of(world, "anything else, not told (awa)")})
    client = world.canaries.watch(world.cast.client(None), "partner_worker")
    client.get(f"/api/v1/referrals/{world.ids['awa']['referral_id']}", headers=world.key("partner_worker"))


def a_record_quoted_in_a_problem(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    _answering(world, "partner_worker", HttpResponse(json.dumps({"detail": f"No place for {name_of(world)}"}), status=409))


# -- What is kept, and what leaves by itself --------------------------------------------------------------------------------------
def _mailed(world: World, owner: Owner, subject: str, text: str) -> None:
    send_plain(subject, text, to="somebody@example.test")
    try:
        world.canaries.sweep(owner)
    finally:
        mail.outbox.pop()


def a_name_in_mail(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    _mailed(world, owner, "You have a message", f"It is about {name_of(world)}.")


def a_name_in_the_subject_of_mail(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    _mailed(world, owner, f"Kōrero about {name_of(world)}, who is to be released soon and wants a whare", "Log in to read it.")


def a_name_in_mail_that_is_sent_encoded(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    _mailed(world, owner, "You have a message", f"{'Kōrero mō te whare. ' * 60}{name_of(world)} {'Kōrero mō te whare. ' * 60}")


def a_name_in_the_log(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    kept = len(world.canaries.log)
    logging.getLogger("throughcare.people").warning("could not save %s", name_of(world))
    try:
        world.canaries.sweep(owner)
    finally:
        del world.canaries.log[kept:]


def a_name_in_a_traceback(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    kept = len(world.canaries.log)
    try:
        raise ValueError(name_of(world))
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error")
    try:
        world.canaries.sweep(owner)
    finally:
        del world.canaries.log[kept:]


def a_name_in_a_file(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    file = settings.HOME / f"planted-{os.getpid()}.csv"
    file.write_text(f"name\n{name_of(world)}\n")
    try:
        world.canaries.sweep(owner)
    finally:
        file.unlink()


def a_name_in_a_job(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    job = "insert into procrastinate_jobs (task_name, queue_name, args) values ('planted', 'default', %s)"
    owner.change(job, json.dumps({"name": name_of(world)}))
    try:
        world.canaries.sweep(owner)
    finally:
        owner.change("delete from procrastinate_jobs where task_name = 'planted'")


def a_name_in_a_notice(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    kind = owner.rows("select kind from notices_notice limit 1")[0][0]
    owner.change("update notices_notice set kind = %s where kind = %s", name_of(world), kind)
    try:
        world.canaries.sweep(owner)
    finally:
        owner.change("update notices_notice set kind = %s where kind = %s", kind, name_of(world))


def a_name_in_the_audits_detail(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    def planted(*, by: Any) -> None:
        record(by=by, verb="planted", detail={"words": name_of(world)})

    world.as_("case_manager", planted)
    connection.close()
    try:
        world.canaries.sweep(owner)
    finally:
        owner.change("delete from audit_auditevent where verb = 'planted'")


PLANTS: tuple[Plant, ...] = (
    another_person_in_the_frame,
    a_name_on_the_page_of_nothing,
    the_record_itself_on_the_partners_page,
    a_date_of_birth_the_partner_was_not_told,
    a_question_on_the_persons_own_page,
    a_safe_house_to_everybody,
    a_name_nobody_logged_in_sees,
    a_name_folded_to_lower_case,
    a_contacts_name_on_the_print_of_a_person,
    the_text_of_a_note_to_the_auditor,
    a_name_in_a_header,
    ones_own_persons_name_in_a_redirect,
    a_name_in_a_cookie,
    a_name_in_a_link,
    a_name_in_a_page_marker,
    a_number_in_a_csv,
    a_number_in_a_csv_for_a_spreadsheet,
    a_need_in_a_spreadsheet,
    a_field_too_many_over_rest,
    a_record_quoted_in_a_problem,
    a_name_in_mail,
    a_name_in_the_subject_of_mail,
    a_name_in_mail_that_is_sent_encoded,
    a_name_in_the_log,
    a_name_in_a_traceback,
    a_name_in_a_file,
    a_name_in_a_job,
    a_name_in_a_notice,
    a_name_in_the_audits_detail,
)


def test_there_are_at_least_twenty() -> None:
    assert len(PLANTS) >= 20


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__)
def test_a_planted_leak_is_found(world: World, _worker_database: Owner, monkeypatch: pytest.MonkeyPatch, plant: Plant) -> None:
    with pytest.raises(Leak, match=r"Kanari|1979"):
        plant(world, _worker_database, monkeypatch)


def test_without_a_plant_there_is_none_and_everything_was_searched(world: World, _worker_database: Owner) -> None:
    for side, who in ((AWA, "case_manager"), (PUKE, "other_officer")):
        page = world.client(who).get(reverse("person", args=[world.ids[side.name]["person_id"]]))
        assert name_of(world, side.name) in page.content.decode(), "those who may see the words do, so silence means something"
    searched = world.canaries.sweep(_worker_database)
    assert all(searched[place] for place in ("mail", "files", "procrastinate_jobs", "notices_notice", "audit_auditevent")), searched


def test_two_thousand_words_are_planted_and_none_is_given_to_whom_it_is_not_for(
    world: World, _worker_database: Owner, capsys: pytest.CaptureFixture[str]
) -> None:
    """The pages of the crowd: of everybody with `make test-all`, else of one a side."""
    planted = len(world.canaries.all)
    assert planted >= 2_000
    asked, faults = crowd.walk(world, _worker_database, world.crowd, crowd.EACH if LONG else 1, random.Random(SEED))
    assert not faults, "\n".join(faults[:20])
    listed = crowd.walk_lists(world) if LONG else (0, 0)
    with capsys.disabled():
        answers, searched = world.canaries.answers, world.canaries.searched
        print(
            f"\n  {planted:,} words planted; {asked:,} requests for one person's pages, {listed[0]:,} for lists (seed {SEED}); "
            f"{answers:,} answers and {searched:,} characters searched: no leak"
        )
    if LONG:
        assert listed[1] > crowd.EACH  # a walk that sees nothing finds nothing
