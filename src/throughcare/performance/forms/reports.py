"""A report as people type it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from throughcare.common.fields import required_message
from throughcare.performance.actions import Said
from throughcare.performance.models import Measure, Report
from throughcare.performance.states import LONGEST_REASON, LONGEST_WORDS, MOST_BYTES, MOST_ROWS, Unit

_TEXT = {"rows": 3}
_LABELS = {Unit.COUNT: "How many?", Unit.DAYS: "How many days?", Unit.CURRENCY: "How much?"}


class ReportForm(forms.Form):
    """The number, as its unit asks for it, and what is to be said. Of what Throughcare counts itself, the note alone."""

    value = forms.DecimalField(label="How many?", required=False, min_value=0, max_digits=14, decimal_places=2)
    numerator = forms.IntegerField(label="How many?", required=False, min_value=0, max_value=10**9)
    denominator = forms.IntegerField(label="Out of how many?", required=False, min_value=0, max_value=10**9)
    nothing = forms.BooleanField(label="There was nothing to measure in this period", required=False)
    note = forms.CharField(
        label="What is to be said of it?",
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs=_TEXT),
        help_text="When the target is missed: why, and what you do about it.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, measure: Measure, report: Report | None, data: Any = None) -> None:
        known: dict[str, Any] = {"version": report.version if report else 0}
        if report:
            known |= {name: getattr(report, name) for name in ("value", "numerator", "denominator", "note")}
            known["nothing"] = report.value is None
        super().__init__(data, initial=known)
        if measure.is_counted:
            without: tuple[str, ...] = ("value", "numerator", "denominator", "nothing")
        else:
            without = ("value",) if measure.unit == Unit.PERCENT else ("numerator", "denominator")
            self.fields["value"].label = _LABELS.get(Unit(measure.unit), "")
        for name in without:
            del self.fields[name]

    def said(self) -> Said:
        """What was typed. Call when the form is valid."""
        names = ("value", "numerator", "denominator", "nothing", "note")
        return Said(**{name: self.cleaned_data[name] for name in names if name in self.fields})


class ReportsFileForm(forms.Form):
    """A file of reports."""

    file = forms.FileField(
        label="File",
        help_text=f"CSV, up to {MOST_ROWS} rows.",
        error_messages=required_message("Choose a file") | {"empty": "The file is empty. Choose another."},
        widget=forms.ClearableFileInput(attrs={"accept": ".csv"}),
    )

    def clean_file(self) -> Any:
        """Its size is looked at before it is read."""
        file = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(f"The file is larger than {MOST_BYTES // 1_000_000} MB. Send it in parts")
        return file


class JudgeReportForm(forms.Form):
    """A step without a reason."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, report: Report, data: Any = None) -> None:
        super().__init__(data, initial={"version": report.version})


class JudgeReportWhyForm(JudgeReportForm):
    """A step with one."""

    reason = forms.CharField(
        label="Why?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs=_TEXT),
        error_messages=required_message("Say why: the other side reads it"),
    )
