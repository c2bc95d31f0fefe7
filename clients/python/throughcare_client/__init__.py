"""Throughcare's REST interface for Python programs, typed, on the standard library alone.

    from throughcare_client import Client
    client = Client("https://care.example", "tc_…")
    for person in client.iter_people(setting="CUSTODY"):
        need = client.add_need(person["id"], {"pillar": "EMPLOYMENT", "note": "Work outside"})
        client.move_need(need.value["id"], "start", seen=need.etag)

`operations` and `models` are made by `scripts/client.py` from the description of the interface; the rest is written by hand.
"""

from throughcare_client.calling import Conflict, Got, Missing, NotAccepted, Problem, Stale, Unauthorized
from throughcare_client.operations import Client

__all__ = ["Client", "Conflict", "Got", "Missing", "NotAccepted", "Problem", "Stale", "Unauthorized"]
