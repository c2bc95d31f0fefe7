"""The level of accreditation a service asks for."""

from django import forms

from throughcare.common.fields import required_message
from throughcare.partners.models import HIGHEST_LEVEL, LOWEST_LEVEL
from throughcare.services.forms.standing import VersionForm

_LEVELS = [
    ("", "None"),
    *((str(level), f"Level {level}" + (" or higher" if level > HIGHEST_LEVEL else "")) for level in range(HIGHEST_LEVEL, LOWEST_LEVEL + 1)),
]


class LevelForm(VersionForm):
    """At least which level, and what follows without it."""

    level = forms.ChoiceField(
        label="Which accreditation must the partner hold?",
        required=False,
        choices=_LEVELS,
        widget=forms.RadioSelect,
        help_text="Level 1 is the highest, and covers the others.",
    )
    blocks = forms.ChoiceField(
        label="What if it holds none in force?",
        choices=[("no", "Warn whoever refers"), ("yes", "No new referral can be sent")],
        widget=forms.RadioSelect,
        error_messages=required_message("Choose what follows when it holds none in force"),
    )
