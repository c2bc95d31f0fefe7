"""The interface asked at random, from its own description: no fault of ours, nothing it does not declare, nothing somebody may not have."""

import json
import os
import secrets
from typing import Any

import pytest
from schemathesis.generation import GenerationMode

from tests.matrix.cases import NOBODYS, OF_CONNECTION, Driver
from tests.matrix.world import World
from throughcare.config.api import api
from throughcare.people.rest import needs
from throughcare.people.rest.people import need_out

LONG = bool(os.environ.get("THROUGHCARE_TEST_ALL"))
CASES = int(os.environ.get("THROUGHCARE_TEST_CASES") or (10_000 if LONG else 2_000))
SEED = int(os.environ.get("THROUGHCARE_TEST_SEED") or (secrets.randbelow(10**6) if LONG else 20261122))
PLANTED = 24


def described() -> dict[str, Any]:
    """As it is sent."""
    found: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    return found


def test_no_case_breaks_the_interface(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    driver = Driver(world, SEED, described())
    driver.run(CASES)
    with capsys.disabled():
        print(f"\n  {driver.report()}")
    assert not driver.faults, "\n".join(driver.faults[:20])
    assert driver.asked >= CASES
    done = sum(number for status, number in driver.statuses.items() if status < 300)
    assert done >= 0.3 * driver.asked, f"a run that reaches nothing finds nothing: {driver.report()}"


def test_a_status_nobody_declared_is_found(world: World) -> None:
    spec = described()
    del spec["paths"]["/api/v1/needs/{need_id}"]["get"]["responses"]["404"]
    driver = Driver(world, SEED, spec, frozenset({"one_need"}))
    driver.run(PLANTED)
    assert any("404" in fault for fault in driver.faults), driver.report()


def test_an_answer_unlike_its_shape_is_found(world: World) -> None:
    spec = described()
    spec["components"]["schemas"]["NeedOut"]["properties"]["version"] = {"type": "string"}
    driver = Driver(world, SEED, spec, frozenset({"one_need"}))
    driver.run(PLANTED)
    assert any("version" in fault or "string" in fault for fault in driver.faults), driver.report()


def test_a_fault_of_ours_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(needs, "need_out", fault)
    driver = Driver(world, SEED, described(), frozenset({"one_need"}))
    driver.run(PLANTED)
    assert any("500" in fault for fault in driver.faults), driver.report()


def test_a_word_given_to_somebody_who_may_not_have_it_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    leaked = world.canaries.all[0].spellings[0]
    monkeypatch.setattr(needs, "need_out", lambda need: {**need_out(need), "note": leaked})
    world.canaries.all.append(type(world.canaries.all[0])("planted", frozenset(), (leaked,)))
    try:
        driver = Driver(world, SEED, described(), frozenset({"one_need"}))
        driver.run(PLANTED)
    finally:
        world.canaries.all.pop()
    assert any("was given by" in fault for fault in driver.faults), driver.report()


def test_a_header_of_the_connection_is_not_an_operations(world: World) -> None:
    """By chance a case is given a Host, which the site refuses before any operation sees it: that says nothing of the operation."""
    driver = Driver(world, SEED, described(), frozenset({"one_need"}))
    asked = []
    for header in OF_CONNECTION:
        case = driver.operations[0].Case(path_parameters={"need_id": NOBODYS}, headers={header.lower(): "~SsT"})
        driver._ask("GET /api/v1/needs/{need_id}", case, GenerationMode.NEGATIVE)
        asked.append(case.headers)
    assert not driver.faults and not any(header in sent for sent in asked for header in OF_CONNECTION)
