"""Tables of how partnerships go: assessments by both sides, and stock-takes of who our partners are."""

from throughcare.relationships.models.assessments import (
    AgreedAction,
    Change,
    Comment,
    Rater,
    Response,
    Score,
    SealedAnswer,
    SideGap,
    Taken,
    Wave,
)
from throughcare.relationships.models.barriers import Barrier
from throughcare.relationships.models.gaps import NeedsCell, NeedsCount, PlanningFigure
from throughcare.relationships.models.stocktakes import ReturnLine, SiteReturn, StockTake
from throughcare.relationships.models.surveys import NetworkSurvey, SurveyedOrganization, TieAnswer

__all__ = [
    "AgreedAction",
    "Barrier",
    "Change",
    "Comment",
    "NeedsCell",
    "NeedsCount",
    "NetworkSurvey",
    "PlanningFigure",
    "Rater",
    "Response",
    "ReturnLine",
    "Score",
    "SealedAnswer",
    "SideGap",
    "SiteReturn",
    "StockTake",
    "SurveyedOrganization",
    "Taken",
    "TieAnswer",
    "Wave",
]
