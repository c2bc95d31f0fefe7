"""Pages of partnership assessments."""

from throughcare.relationships.pages.answering import asked, rate, rate_own, rated
from throughcare.relationships.pages.keeping import (
    agreed_add,
    agreed_move,
    assessment_add,
    assessment_change,
    assessment_invite,
    assessment_move,
    rater_move,
)
from throughcare.relationships.pages.reading import assessment, assessments, assessments_across, partner_assessments

__all__ = [
    "agreed_add",
    "agreed_move",
    "asked",
    "assessment",
    "assessment_add",
    "assessment_change",
    "assessment_invite",
    "assessment_move",
    "assessments",
    "assessments_across",
    "partner_assessments",
    "rate",
    "rate_own",
    "rated",
    "rater_move",
]
