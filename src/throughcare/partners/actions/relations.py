"""What becomes of each row about an organisation when two records of one are put together (`common.merging`): said once, at start-up."""

from django.db.models import Model

from throughcare.common.merging import OF_ORGANIZATIONS, Moves, follows, moves, refuses, stays
from throughcare.files.models import Document
from throughcare.partners.models import (
    Accreditation,
    Campaign,
    Interaction,
    ManaWhenua,
    OrganizationTeam,
    Partner,
    PartnerContact,
    PartnerDraft,
    PartnerMerge,
    PartnerPair,
    PartnerSource,
    ProposedChange,
    TikangaNote,
    WentInto,
)
from throughcare.tasks.models import Task

# Both were reminded of for one reason: the second task says of which record it is, or stays where it was, where there is no room to say so.
_TWICE = """(t.rule <> '' and exists (select 1 from tasks_task o
      where o.rule = t.rule and o.about_kind = t.about_kind and o.about_id = m.winner_id and o.occasion = t.occasion))"""
_OF_IT = "' ' || m.loser_id::text"
_RENAMED = f"occasion = case when {_TWICE} then t.occasion || {_OF_IT} else t.occasion end"
_NAMED_AGAIN = f"occasion = case when right(t.occasion, 37) = {_OF_IT} then left(t.occasion, -37) else t.occasion end"
# The very file stands with the record that stays: the other goes out of sight with its record, and comes back with it.
_SAME_FILE = """(t.state = 'KEPT' and exists (select 1 from files_document o where o.about_kind = t.about_kind and o.about_id = $1
      and o.digest = t.digest and o.shared = t.shared and o.state = 'KEPT'))"""
_BEGUN = "exists (select 1 from partners_partnerdraft f where f.user_id = t.user_id and f.form = t.form and f.about_id = $1)"


def register_relations() -> None:
    """Every relation to an organisation, or to the partner it is, in this app."""
    for model in (
        Accreditation,
        PartnerContact,
        Campaign,
        Interaction,
        ManaWhenua,
        PartnerDraft,
        PartnerSource,
        ProposedChange,
        TikangaNote,
    ):
        moves(model, "partner", into=OF_ORGANIZATIONS)
    refuses(
        "partners_change_one_by_one",
        "The people of both ask for a change of the same part, and both wait. Confirm one of the two or refuse it first.",
        into=OF_ORGANIZATIONS,
    )
    # What was begun to be written about the partner itself, unless its author has begun the same of both.
    OF_ORGANIZATIONS.moves.append(Moves("partners_partnerdraft", "about_id", unless=_BEGUN, kind="true"))
    too_long = f"{_TWICE} and char_length(t.occasion) > 43"
    task = {"unless": too_long, "there": _RENAMED, "back": _NAMED_AGAIN, "versions": True, "into": OF_ORGANIZATIONS}
    follows(Task, "about_kind", "about_id", kind="partners.partner", **task)  # type: ignore[arg-type]  # words, and whether versions do
    follows(Document, "about_kind", "about_id", kind="partners.partner", unless=_SAME_FILE, versions=True, into=OF_ORGANIZATIONS)
    # A branch of the one that goes becomes one of the other; what stays is no branch of itself.
    OF_ORGANIZATIONS.moves.append(_branches())
    _stays(OrganizationTeam, "organization", why="moved, or set aside until somebody lets it in, by the merge itself")
    _stays(Partner, "organization", why="set aside whole by the merge itself; what was settled of it stands with the record that stays")
    _stays(PartnerMerge, "winner", "loser", why="which records were put together")
    _stays(PartnerPair, "one", "other", why="which records were alike; those that went into another are not shown")
    _stays(WentInto, "organization", "into", why="where an old address leads")
    for name in ("partners_organizationevent", "partners_partnerevent"):
        OF_ORGANIZATIONS.stays[name, "pgh_obj_id"] = "versions of the record's own row, which stays where it is or comes back"
    OF_ORGANIZATIONS.stays["partners_organizationevent", "parent_organization_id"] = "what was said then of an organisation's own row"


def _branches() -> Moves:
    return Moves("partners_organization", "parent_organization_id", unless="t.id = $1")


def _stays(model: type[Model], *names: str, why: str) -> None:
    stays(model, *names, why=why, into=OF_ORGANIZATIONS)
