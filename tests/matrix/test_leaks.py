"""Twenty leaks, planted one at a time: the oracle finds each, and finds none before it is planted."""

import base64
import json
import logging
import os
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
from tests.matrix.world import AWA, PUKE, World
from throughcare.audit.actions import record
from throughcare.common import responses
from throughcare.common.frame import NavItem
from throughcare.common.mail import send_plain
from throughcare.front import context
from throughcare.referrals.pages import shown
from throughcare.referrals.rest import referrals as rest

Plant = Callable[[World, Owner, pytest.MonkeyPatch], None]


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


# -- Machines -----------------------------------------------------------------------------------------------------------------
def a_field_too_many_over_rest(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    real = rest._out
    patch.setattr(rest, "_out", lambda by, row: {**real(by, row), "reason_code": secret_of(world, "anything else, not told (awa)")})
    client = world.canaries.watch(world.cast.client(None), "partner_worker")
    client.get(f"/api/v1/referrals/{world.ids['awa']['referral_id']}", headers=world.key("partner_worker"))


def a_record_quoted_in_a_problem(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    _answering(world, "partner_worker", HttpResponse(json.dumps({"detail": f"No place for {name_of(world)}"}), status=409))


# -- What is kept, and what leaves by itself --------------------------------------------------------------------------------------
def a_name_in_mail(world: World, owner: Owner, patch: pytest.MonkeyPatch) -> None:
    send_plain("You have a message", f"It is about {name_of(world)}.", to="somebody@example.test")
    try:
        world.canaries.sweep(owner)
    finally:
        mail.outbox.pop()


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
    a_name_in_a_header,
    ones_own_persons_name_in_a_redirect,
    a_name_in_a_cookie,
    a_name_in_a_link,
    a_name_in_a_page_marker,
    a_field_too_many_over_rest,
    a_record_quoted_in_a_problem,
    a_name_in_mail,
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
    assert len(world.canaries.all) > 60
