"""Forms about partnership assessments: those who keep them, and those who answer."""

from throughcare.relationships.forms.answering import AnswerForm
from throughcare.relationships.forms.keeping import AgreedForm, MoveForm, RaterForm, VersionForm, WaveForm

__all__ = ["AgreedForm", "AnswerForm", "MoveForm", "RaterForm", "VersionForm", "WaveForm"]
