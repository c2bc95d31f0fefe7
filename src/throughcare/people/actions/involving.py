"""Opening and ending the one reason a team may see somebody."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from throughcare.accounts.actors import Actor
from throughcare.audit.actions import record
from throughcare.common.ref import Ref
from throughcare.people import policies
from throughcare.people.actions.conflicts import note_conflicts
from throughcare.people.models import Involvement
from throughcare.people.queries import because_of, moment, open_involvements
from throughcare.people.queries.involvements import OPEN


@transaction.atomic
def involve(*, by: Actor, person_id: UUID, team_id: UUID, because: Ref, compartments: Sequence[str] = ()) -> Involvement:
    """Let a team see the person because of something, from now until it is ended.

    Without compartments the team sees only what is disclosed to it. An involvement that is open already is given back, so asking twice
    makes one. Raises Refused when the actor's own team sees less than it would show.
    """
    wanted = sorted(set(compartments))
    policies.check_can_involve(by, open_involvements([person_id], by.teams), wanted)
    there = open_involvements([person_id], [team_id]).filter(because_kind=because.kind, because_id=because.id, compartments=wanted).first()
    if there is not None:
        return there
    made = Involvement(
        person_id=person_id,
        team_id=team_id,
        because_kind=because.kind,
        because_id=because.id,
        compartments=wanted,
        starts_at=moment(),
        by_id=by.user_id,
    )
    made.save(force_insert=True)
    detail = {"team": str(team_id)}
    record(
        by=by,
        verb="involvement.opened",
        persons=[person_id],
        compartments=wanted,
        because=because_of(by, person_id),
        about=because,
        detail=detail,
    )
    note_conflicts(by=by, persons=[person_id])
    return made


@transaction.atomic
def end_involvement(*, by: Actor, because: Ref) -> int:
    """End every open involvement made because of this; gone at the next request. Returns how many were ended."""
    rests_on_it = Involvement.objects.filter(OPEN, because_kind=because.kind, because_id=because.id).order_by("id")
    # The people first: whoever changes their caseload, or puts records together, holds these before what opens them.
    with connection.cursor() as cursor:
        cursor.execute("select throughcare.take_turns(%s)", [list(rests_on_it.values_list("person_id", flat=True))])
    ending = list(rests_on_it)
    if not ending:
        return 0
    # Before the row goes: what the actor's own look rested on is part of the record.
    relied_on = sorted({i for row in ending for i in because_of(by, row.person_id)})
    rows = Involvement.objects.filter(pk__in=[row.pk for row in ending])
    rows.update(ends_at=Greatest(F("starts_at"), moment()))
    compartments = sorted({code for row in ending for code in row.compartments})
    record(
        by=by,
        verb="involvement.ended",
        persons={row.person_id for row in ending},
        compartments=compartments,
        because=relied_on,
        about=because,
        detail={"ended": len(ending)},
    )
    return len(ending)
