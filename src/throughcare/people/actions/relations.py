"""What becomes of each row about somebody when two records of them are put together (`common.merging`): said once, at start-up."""

from throughcare.audit.models import Disposal, Hold
from throughcare.common.merging import RELATIONS, Moves, follows, moves, moves_among, stays
from throughcare.notices.models import Notice
from throughcare.people.models import (
    Assignment,
    CaseloadEntry,
    CaseNote,
    Conflict,
    ContactAddress,
    Disagreement,
    EmergencyOpening,
    Ending,
    FormDraft,
    Handover,
    HeldCandidate,
    Identifier,
    Involvement,
    LikelyPair,
    Limit,
    Look,
    MatchKey,
    Merge,
    Need,
    OwnAccount,
    PersonContact,
    Reading,
    Whereabouts,
)

# A record is in one place, has one main worker in an office at a time, one handover waiting, one conflict to decide with a user.
_HERE = "t.ends_on is null and exists (select 1 from people_whereabouts w where w.person_id = $1 and w.ends_on is null)"
_MAIN = """t.kind = 'MAIN' and exists (select 1 from people_assignment a where a.person_id = $1 and a.team_id = t.team_id and a.kind = 'MAIN'
    and tstzrange(a.starts_at, a.ends_at) && tstzrange(t.starts_at, t.ends_at))"""
_WAITING = "t.state = 'WAITING' and exists (select 1 from people_handover h where h.person_id = $1 and h.state = 'WAITING')"
# That somebody is not of a user's whānau was decided about one of the two: for both it is decided anew.
_DECIDED = """t.verdict = 'NONE' or t.verdict = ''
    and exists (select 1 from people_conflict c where c.person_id = $1 and c.user_id = t.user_id and c.verdict = '')"""

_SAME_DAY = "exists (select 1 from people_look k where k.person_id = $1 and k.user_id = t.user_id and k.on_day = t.on_day)"
_BEGUN = "exists (select 1 from people_formdraft f where f.user_id = t.user_id and f.form = t.form and f.about_id = $1)"


def register_relations() -> None:
    """Every relation to a person in this app, and notices."""
    for model in (
        Identifier,
        Involvement,
        Need,
        Disagreement,
        PersonContact,
        ContactAddress,
        CaseNote,
        EmergencyOpening,
        Ending,
        Limit,
        HeldCandidate,
        FormDraft,
    ):
        moves(model)
    moves(Look, unless=_SAME_DAY)
    moves(Hold, "person_id")
    moves(Whereabouts, unless=_HERE)
    moves(Assignment, unless=_MAIN)
    moves(Handover, unless=_WAITING)
    moves(Conflict, unless=_DECIDED)
    moves_among(FormDraft, "with_person_ids")
    # What was begun to be written about the person themselves, unless its author has begun the same of both.
    RELATIONS.moves.append(Moves("people_formdraft", "about_id", unless=_BEGUN, kind="true"))
    follows(Disagreement, "about_kind", "about_id")
    follows(Notice, "about_kind", "about_id")
    stays(OwnAccount, "person", why="left out by the merge itself, until an officer joins the log-in to the record that stays")
    stays(MatchKey, "person_id", why="written anew by triggers of the contacts it is made of, when those change hands")
    stays(CaseloadEntry, "person", why="written anew by triggers of the involvements it follows, which move")
    stays(Reading, "person_id", why="whose record a user opened within a day: a count, gone as the user opens more")
    stays(Disposal, "person_id", why="what was asked of one record was not asked of the other")
    stays(Merge, "winner", "loser", why="which records were put together")
    stays(LikelyPair, "one", "other", why="which records were alike; those that went into another are not shown")
    RELATIONS.stays["people_personevent", "pgh_obj_id"] = "versions of the record's own row, which stays where it is"
