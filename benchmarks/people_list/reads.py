# ruff: noqa: E402 - only once Django is set up
"""One process that opens records as a case manager does, each in its own transaction with its audit row, until the time is over. Prints how many.

python -m benchmarks.people_list.reads USER SECONDS PERSON …
"""

import json
import random
import sys
import time
from uuid import UUID

import django

django.setup()

from throughcare.accounts.queries import actor_of
from throughcare.common.reader import Reader, reading_as
from throughcare.people.queries import get_person


def main() -> None:
    """Reads, and what the slowest in twenty took."""
    user, seconds, persons = UUID(sys.argv[1]), float(sys.argv[2]), [UUID(word) for word in sys.argv[3:]]
    with reading_as(Reader(user_id=user)):
        actor = actor_of(user)
    if actor is None:
        raise SystemExit("There is no such user.")
    took = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        began = time.perf_counter()
        with reading_as(Reader(user_id=user)):
            get_person(actor, random.choice(persons))
        took.append(time.perf_counter() - began)
    took.sort()
    print(json.dumps({"reads": len(took), "p50 ms": took[len(took) // 2] * 1000, "p95 ms": took[int(len(took) * 0.95)] * 1000}))


if __name__ == "__main__":
    main()
