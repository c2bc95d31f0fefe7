"""Reads of people's records. Whatever shows a record is fetched here: scoped to the reader, and audited as it is fetched."""

from throughcare.people.queries.caseload import because_of, because_of_many, get_person, may_see, own_person, own_person_id, visible_to
from throughcare.people.queries.facts import person_facts
from throughcare.people.queries.involvements import moment, office_teams_of, open_involvements, worked_with, works_on_identity
from throughcare.people.queries.needs import get_need, needs_of

__all__ = [
    "because_of",
    "because_of_many",
    "get_need",
    "get_person",
    "may_see",
    "moment",
    "needs_of",
    "office_teams_of",
    "open_involvements",
    "own_person",
    "own_person_id",
    "person_facts",
    "visible_to",
    "worked_with",
    "works_on_identity",
]
