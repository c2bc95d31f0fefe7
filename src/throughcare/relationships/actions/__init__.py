"""Every write about partnership assessments."""

from throughcare.relationships.actions.agreed import NewAgreed, add_agreed, move_agreed
from throughcare.relationships.actions.answers import Given, give_answer
from throughcare.relationships.actions.publishing import close_due, publish_wave
from throughcare.relationships.actions.raters import NewRater, add_rater, move_rater, send_link
from throughcare.relationships.actions.waves import NewWave, add_wave, change_wave, move_wave

__all__ = [
    "Given",
    "NewAgreed",
    "NewRater",
    "NewWave",
    "add_agreed",
    "add_rater",
    "add_wave",
    "change_wave",
    "close_due",
    "give_answer",
    "move_agreed",
    "move_rater",
    "move_wave",
    "publish_wave",
    "send_link",
]
