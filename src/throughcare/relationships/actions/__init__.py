"""Every write about partnership assessments and stock-takes."""

from throughcare.relationships.actions.agreed import NewAgreed, add_agreed, move_agreed, task_of_agreed
from throughcare.relationships.actions.answers import Given, give_answer
from throughcare.relationships.actions.barriers import NewBarrier, add_barrier, change_barrier, move_barrier
from throughcare.relationships.actions.exporting import FORMATS, export_gaps, export_result, export_stock_take, export_survey
from throughcare.relationships.actions.gaps import Loaded, count_needs, load_figures
from throughcare.relationships.actions.network import NETWORK_FILES, export_network
from throughcare.relationships.actions.publishing import close_due, publish_wave
from throughcare.relationships.actions.raters import (
    NewRater,
    add_rater,
    invite_all,
    move_rater,
    remind_of_answers,
    remind_raters,
    send_link,
)
from throughcare.relationships.actions.replies import SaidOfTie, hand_in_survey, say_of_tie, send_survey_link
from throughcare.relationships.actions.returns import (
    LineSaid,
    add_found,
    answer_line,
    check_may_answer,
    check_may_move,
    confirm_lines,
    move_return,
    remind_of_returns,
    remind_sites,
)
from throughcare.relationships.actions.settling import Settling, likely_partners, settle_found
from throughcare.relationships.actions.stocktakes import (
    ELSEWHERE,
    NewStockTake,
    add_stock_take,
    ask_teams,
    change_stock_take,
    move_stock_take,
)
from throughcare.relationships.actions.surveys import (
    NewSurvey,
    NewSurveyed,
    add_survey,
    ask_organization,
    change_survey,
    close_due_surveys,
    move_survey,
    move_surveyed,
    remind_surveyed,
)
from throughcare.relationships.actions.waves import NewWave, add_wave, change_wave, move_wave

__all__ = [
    "ELSEWHERE",
    "FORMATS",
    "NETWORK_FILES",
    "Given",
    "LineSaid",
    "Loaded",
    "NewAgreed",
    "NewBarrier",
    "NewRater",
    "NewStockTake",
    "NewSurvey",
    "NewSurveyed",
    "NewWave",
    "SaidOfTie",
    "Settling",
    "add_agreed",
    "add_barrier",
    "add_found",
    "add_rater",
    "add_stock_take",
    "add_survey",
    "add_wave",
    "answer_line",
    "ask_organization",
    "ask_teams",
    "change_barrier",
    "change_stock_take",
    "change_survey",
    "change_wave",
    "check_may_answer",
    "check_may_move",
    "close_due",
    "close_due_surveys",
    "confirm_lines",
    "count_needs",
    "export_gaps",
    "export_network",
    "export_result",
    "export_stock_take",
    "export_survey",
    "give_answer",
    "hand_in_survey",
    "invite_all",
    "likely_partners",
    "load_figures",
    "move_agreed",
    "move_barrier",
    "move_rater",
    "move_return",
    "move_stock_take",
    "move_survey",
    "move_surveyed",
    "move_wave",
    "publish_wave",
    "remind_of_answers",
    "remind_of_returns",
    "remind_raters",
    "remind_sites",
    "remind_surveyed",
    "say_of_tie",
    "send_link",
    "send_survey_link",
    "settle_found",
    "task_of_agreed",
]
