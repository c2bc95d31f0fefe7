"""Pages of partnership assessments, stock-takes and the network."""

from throughcare.relationships.pages.answering import asked, rate, rate_own, rated
from throughcare.relationships.pages.barriers import (
    stock_barrier,
    stock_barrier_add,
    stock_barrier_change,
    stock_barrier_move,
    stock_barriers,
)
from throughcare.relationships.pages.gaps import figures_load, gaps, gaps_export
from throughcare.relationships.pages.keeping import (
    agreed_add,
    agreed_move,
    assessment_add,
    assessment_change,
    assessment_invite,
    assessment_move,
    assessment_remind,
    rater_move,
)
from throughcare.relationships.pages.networks import network, network_export, network_organizations, network_ties, partner_network
from throughcare.relationships.pages.reading import (
    agreed,
    assessment,
    assessment_report,
    assessments,
    assessments_across,
    partner_assessments,
)
from throughcare.relationships.pages.results import stocktake_export, stocktake_result_page
from throughcare.relationships.pages.returns import (
    stock_found_add,
    stock_found_settle,
    stock_line,
    stock_return,
    stock_return_confirm,
    stock_return_move,
    stock_returns,
)
from throughcare.relationships.pages.stocktakes import (
    stocktake,
    stocktake_add,
    stocktake_change,
    stocktake_move,
    stocktake_remind,
    stocktake_teams,
    stocktakes,
)

__all__ = [
    "agreed",
    "agreed_add",
    "agreed_move",
    "asked",
    "assessment",
    "assessment_add",
    "assessment_change",
    "assessment_invite",
    "assessment_move",
    "assessment_remind",
    "assessment_report",
    "assessments",
    "assessments_across",
    "figures_load",
    "gaps",
    "gaps_export",
    "network",
    "network_export",
    "network_organizations",
    "network_ties",
    "partner_assessments",
    "partner_network",
    "rate",
    "rate_own",
    "rated",
    "rater_move",
    "stock_barrier",
    "stock_barrier_add",
    "stock_barrier_change",
    "stock_barrier_move",
    "stock_barriers",
    "stock_found_add",
    "stock_found_settle",
    "stock_line",
    "stock_return",
    "stock_return_confirm",
    "stock_return_move",
    "stock_returns",
    "stocktake",
    "stocktake_add",
    "stocktake_change",
    "stocktake_export",
    "stocktake_move",
    "stocktake_remind",
    "stocktake_result_page",
    "stocktake_teams",
    "stocktakes",
]
