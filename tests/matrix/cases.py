"""Cases made from the description of the interface, asked by keys of the cast with ids of the world, each answer held against it.

schemathesis makes what is sent and knows what may come back; who asks, whose things are named and which version is sent is chosen here,
so that what is tried is done, and not refused for an id nobody has.
"""

import math
import random
import warnings
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import integers
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.cast import EVERYBODY, SYSTEM
from tests.matrix.table import OPERATIONS, Row
from tests.matrix.walk import allowed
from tests.matrix.world import SIDES, Side, World
from throughcare.accounts.models import Membership, User
from throughcare.common.clock import now, today
from throughcare.common.ids import new_id
from throughcare.common.reader import reading_as

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance, response_schema_conformance]
# Of an operation, in one turn: enough that its state moves on, few enough that the others' does too.
# A negative case takes six times as long to make as a positive one, and is refused before anything is done.
TURN = {GenerationMode.POSITIVE: 7, GenerationMode.NEGATIVE: 1}
NOBODYS = "0190a7c2-0000-7000-8000-000000000000"
# Of the connection and not of an operation, though a case may be given one by chance: for a strange Host the site answers 400 before it looks further.
OF_CONNECTION = ("Host", "Content-Length", "Transfer-Encoding", "Connection")
# Nobody's office is changed and nobody is left without one: everything else that is tried would be refused from then on.
KEEPS_PEOPLE = {"transfer_people", "end_people"}


# What is made by a POST to an address that ends so is asked about again by this part of another.
MAKES = {"questions": "question_id", "erasures": "erasure_id", "holds": "hold_id"}


@dataclass
class Driver:
    """Asks, counts, and gathers what is wrong. only: names of operations; none named: all."""

    world: World
    seed: int
    spec: dict[str, Any]
    only: frozenset[str] = frozenset()
    app: Any = field(default_factory=WSGIHandler)
    asked: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    by_operation: dict[str, Counter[int]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    keys: dict[str, dict[str, str]] = field(default_factory=dict)
    made: dict[str, list[str]] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.client = Client(raise_request_exception=False)
        self.schema = schemathesis.openapi.from_dict(self.spec)
        every: list[Any] = [found.ok() for found in self.schema.get_all_operations()]  # type: ignore[union-attr]  # tried by the lint
        self.operations = [one for one in every if not self.only or one.definition.raw["operationId"] in self.only]
        self.rows: dict[str, list[Row]] = {}
        for row in OPERATIONS:
            self.rows.setdefault(row.name.replace("<", "{").replace(">", "}"), []).append(row)
        self.strategies: dict[tuple[str, GenerationMode], Any] = {}

    def run(self, cases: int) -> None:
        """Turn after turn, each operation a few times; one more each in the last ones, so that no turn is spent on a remainder."""
        a_turn = len(self.operations) * sum(TURN.values())
        turns = max(1, cases // a_turn)
        more = max(0, math.ceil(cases / turns / len(self.operations)) - sum(TURN.values()))
        turn = 0
        while self.asked < cases:
            for number, operation in enumerate(self.operations):
                for mode, number_of in TURN.items():
                    more_of = more if mode is GenerationMode.POSITIVE else 0
                    self._some(operation, mode, number_of + more_of, self.seed + 1000 * turn + number)
            turn += 1

    def _some(self, operation: Any, mode: GenerationMode, cases: int, number: int) -> None:
        name = f"{operation.method.upper()} {operation.path}"
        if (name, mode) not in self.strategies:
            ours = self._ours(operation) if mode is GenerationMode.POSITIVE else {}
            self.strategies[name, mode] = operation.as_strategy(generation_mode=mode, **ours)

        @seed(number)
        @settings(max_examples=cases, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
        @given(case=self.strategies[name, mode], _number=integers())  # so that two alike are two: what they name is chosen here
        def ask(case: Any, _number: int) -> None:
            self._ask(name, case, mode)

        ask()

    @staticmethod
    def _ours(operation: Any) -> dict[str, Any]:
        """What is filled in here is not made at random first: half the time of a case went into that."""
        ids = {part.name: NOBODYS for part in operation.path_parameters if part.name.endswith("_id")}
        headers = {part.name: '"1"' for part in operation.headers}
        return {"path_parameters": ids or None, "headers": headers or None}

    def _ask(self, name: str, case: Any, mode: GenerationMode) -> None:
        row, side, who = self._somebody(name)
        if mode is GenerationMode.POSITIVE:
            self._fill(name, case, row, side, who)
        key = self._key(who)
        for header in ("Authorization", *OF_CONNECTION):
            case.headers.pop(header, None)
        response = self._call(case, key)
        self.asked += 1
        self.statuses[response.status_code] += 1
        self.by_operation.setdefault(name, Counter())[response.status_code] += 1
        try:
            case.validate_response(response, checks=CHECKS)
            self.world.canaries.check(who, response.content.decode("utf-8", "replace"), name)
        except AssertionError as wrong:
            self.faults.append(f"{name} asked by {who}: {response.status_code} {wrong}")
        except BaseExceptionGroup as several:
            self.faults.append(f"{name} asked by {who}: {response.status_code} {[str(one) for one in several.exceptions]}")
        self._learn(case, response)
        part = MAKES.get(name.rpartition("/")[2])
        if response.status_code == 201 and part:
            self.made.setdefault(part, []).append(response.json()["id"])

    def _learn(self, case: Any, response: Any) -> None:
        """The version there is now: after a change, or told to one that came too late."""
        if "If-Match" in case.headers:
            tags = response.headers.get("etag") or ([response.json().get("now")] if response.status_code == 412 else [])
            if tags and tags[0]:
                self.tags[_thing(case)] = tags[0]

    def _call(self, case: Any, key: dict[str, str]) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the packages that carry a request in one process
            return case.call(app=self.app, base_url="http://testserver", headers=key)

    def _somebody(self, name: str) -> tuple[Row, Side, str | None]:
        """Mostly one of those who may, with the ids of their side."""
        row = self.chance.choice(self.rows[name])
        sides = [side for side in SIDES if allowed(row, side)]
        side = self.chance.choice(sides or list(SIDES))
        if sides and self.chance.random() < 0.9:
            return row, side, self.chance.choice(sorted(allowed(row, side)))
        return row, side, self.chance.choice([None, *EVERYBODY])

    def _key(self, who: str | None) -> dict[str, str]:
        if who is None:
            return {}
        if who not in self.keys:
            self.keys[who] = self.world.key(who)
        return self.keys[who]

    def _fill(self, name: str, case: Any, row: Row, side: Side, who: str | None) -> None:
        """Ids of this side, the version there is, and what only the interface itself can tell."""
        ids = {key: str(value) for key, value in self.world.ids[side.name].items()}
        for part in case.path_parameters:
            if part.endswith("_id"):
                case.path_parameters[part] = self._id(part, ids, row, side) if self.chance.random() < 0.95 else str(new_id())
        case.query.pop("cursor", None) if self.chance.random() < 0.9 else None
        if isinstance(case.body, dict):
            keep = case.operation.definition.raw["operationId"] in KEEPS_PEOPLE
            self._fill_body(case.body, ids, side, keep=keep)
            if "safe_house" in row.ids.values():
                case.body["confidential"] = True  # opened, its words would be everybody's
        if "If-Match" in {parameter.name for parameter in case.operation.headers} and self.chance.random() < 0.9:
            thing = _thing(case)
            if thing not in self.tags or "shown" in (case.body if isinstance(case.body, dict) else {}):
                read = self._read(case, who)
                self.tags[thing] = read.get("ETag", '"1"')
                if isinstance(case.body, dict) and "shown" in case.body:
                    case.body["shown"] = str(read.get("shown", ""))[:64]
            case.headers["If-Match"] = self.tags[thing]
        case.headers["Idempotency-Key"] = str(new_id()) if self.chance.random() < 0.9 else "the same"

    def _id(self, part: str, ids: dict[str, str], row: Row, side: Side) -> str:
        if part == "team_id":
            return str(self.world.cast.teams[side.name])
        if part == "user_id":
            return self._leaver(side)
        if self.made.get(part) and self.chance.random() < 0.5:
            return self.chance.choice(self.made[part])
        return ids.get(row.ids.get(part, part)) or ids.get(part) or str(new_id())

    def _leaver(self, side: Side) -> str:
        """A colleague more, whose account may be closed: were it one of the cast's, their key would be refused from then on."""
        with reading_as(SYSTEM):
            number = User.objects.filter(email__startswith="leaver").count()
            user = User.objects.create(email=f"leaver{number}@example.test", name="Leaver", password="!")
            team = self.world.cast.teams[side.name]
            Membership.objects.create(user=user, team_id=team, role_id="case_manager", starts_on=date(2026, 1, 1))
        return str(user.id)

    def _fill_body(self, body: dict[str, Any], ids: dict[str, str], side: Side, *, keep: bool) -> None:
        for name, value in body.items():
            if isinstance(value, list):
                for one in value:
                    if isinstance(one, dict):
                        self._fill_body(one, ids, side, keep=keep)
            elif name == "worker_id":
                body[name] = str(self.world.cast.users[self.chance.choice(sorted(side.case))])
            elif name == "team_id":
                body[name] = str(self.world.cast.teams[side.name])
            elif name == "person_id" and keep:
                continue
            elif name == "need_id":
                body[name] = self.chance.choice([ids["need_id"], ids["second_need"]])
            elif name in ids and self.chance.random() < 0.9:
                body[name] = ids[name]
            elif name == "happened_at" and self.chance.random() < 0.8:
                body[name] = (now() - timedelta(hours=self.chance.randrange(1, 99))).isoformat()
            elif name in ("answer_by", "expected_on", "from_on", "until_on", "last_day") and self.chance.random() < 0.8:
                body[name] = str(today() + timedelta(days=self.chance.randrange(1, 60)))

    def _read(self, case: Any, who: str | None) -> dict[str, Any]:
        """What the reader of the thing answers: its ETag and its fields, to change it by."""
        path = case.formatted_path
        above = path.rpartition("/")[0]
        ways = (f"{above}/telling",) if path.endswith("/send") else (above,) if case.method == "POST" else (path, above)
        for way in ways:
            answer = self.client.get(way, headers=self._key(who))
            if answer.status_code == 200 and isinstance(found := answer.json(), dict) and "ETag" in answer:
                return {**found, "ETag": answer["ETag"]}
        return {}

    def report(self) -> str:
        """By status, and what each operation never gave."""
        good = sum(number for status, number in self.statuses.items() if status < 300)
        spread = ", ".join(f"{status}: {number}" for status, number in sorted(self.statuses.items()))
        never = [name for name, found in self.by_operation.items() if not any(status < 300 for status in found)]
        return f"{self.asked} cases, seed {self.seed}: {spread}; {100 * good / self.asked:.0f} % done; never done: {never or 'none'}"


def _thing(case: Any) -> str:
    """What a change is made to: all parts of an address of one id have one version."""
    ids = [str(value) for part, value in case.path_parameters.items() if part.endswith("_id")]
    return ids[0] if ids else ""
