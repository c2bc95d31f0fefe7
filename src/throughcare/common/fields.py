"""Form fields as GOV.UK asks for them, and what is wrong with them in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

EXAMPLE = "27 3 2026"
MONTHS = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.Textarea, "govuk-textarea"),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.RadioSelect, ""),  # each option is drawn by our own template
    (forms.CheckboxSelectMultiple, ""),
    (forms.MultiWidget, ""),
    (forms.Select, "govuk-select"),
    (forms.widgets.Input, "govuk-input"),
)


@dataclass(frozen=True)
class FieldError:
    """One thing wrong with a form. `href` leads to the field, empty when the whole form is meant."""

    text: str
    href: str


@dataclass(frozen=True)
class Hinted:
    """A choice's label with a line of help under it: `(Urgency.SOON, Hinted("Soon", "Within five working days"))`."""

    text: str
    hint: str

    def __str__(self) -> str:
        return self.text


def required_message(text: str) -> dict[str, str]:
    """What to say when a field was left empty: `error_messages=required_message("Enter the person's name")`."""
    return {"required": text}


def form_errors(form: forms.BaseForm) -> list[FieldError]:
    """Everything wrong with a form, in the order of the page."""
    if not form.is_bound:
        return []
    found = [FieldError(str(text), "") for text in form.non_field_errors()]
    for name in form.fields:
        bound = form[name]
        texts = bound.messages if isinstance(bound, GovukBoundField) else [str(text) for text in bound.errors]
        # A hidden field can't be mended by following a link to it.
        href = "" if bound.is_hidden else f"#{_first_input(bound)}"
        found.extend(FieldError(text, href) for text in texts)
    return found


def _first_input(bound: BoundField) -> str:
    """The id of the control a person types into first: groups number theirs."""
    return f"{bound.auto_id}_0" if bound.use_fieldset else bound.auto_id


def _in_sentence(label: str) -> str:
    """The label inside a sentence: "Date of birth" → "date of birth"; "NSN" and "I agree" stay."""
    return label if label[1:2].isupper() or label[1:2] == " " else label[:1].lower() + label[1:]


class GovukBoundField(BoundField):
    """A field of a form, with the classes, ids and words of the GOV.UK markup."""

    @property
    def messages(self) -> list[str]:
        """What is wrong. Django's "This field is required." gives way to a sentence that names the field."""
        stock = str(forms.Field.default_error_messages["required"])
        return [
            self._ask() if error.code == "required" and str(text) == stock else str(text)
            for error in self.errors.as_data()
            for text in error.messages
        ]

    @property
    def is_single_checkbox(self) -> bool:
        """Whether the label stands beside the box, not above it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_optional(self) -> bool:
        """Whether to say "(optional)". A form where everything is (filters) sets `mark_optional = False`."""
        return not (self.field.required or self.is_single_checkbox) and getattr(self.form, "mark_optional", True)

    def build_widget_attrs(self, attrs: Mapping[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """GOV.UK classes; no `required` attribute, so that the browser's own bubbles don't replace our words."""
        widget = widget or self.field.widget
        built = super().build_widget_attrs(dict(attrs), widget)
        built.pop("required", None)
        if "placeholder" in widget.attrs:
            built["placeholder"] = False  # it goes when one types, and reads as an answer already given
        base = next((name for kind, name in CLASSES if isinstance(widget, kind)), "")
        if base and not widget.is_hidden:
            error = f"{base}--error" if self.errors and not self.is_single_checkbox else ""
            given = (widget.attrs.get("class"), built.get("class"))
            built["class"] = " ".join(str(name) for name in (base, error, *given) if name)
        return built

    def _ask(self) -> str:
        widget, label = self.field.widget, _in_sentence(str(self.label))
        if isinstance(widget, forms.CheckboxInput):
            return _("Tick “%(label)s” to go on") % {"label": self.label}
        if isinstance(widget, forms.FileInput):
            return _("Choose a file: %(label)s") % {"label": label}
        if isinstance(widget, GovukDateWidget):
            return _("Enter a date, like %(example)s") % {"example": EXAMPLE}
        if isinstance(widget, forms.widgets.ChoiceWidget):
            return _("Select an answer: %(label)s") % {"label": label}
        return _("Enter an answer: %(label)s") % {"label": label}


class GovukDateWidget(forms.MultiWidget):
    """Three boxes: day, month, year. Faster and surer to type than a calendar for a date someone knows."""

    template_name = "common/forms/date.html"
    use_fieldset = True
    labels = (gettext_lazy("Day"), gettext_lazy("Month"), gettext_lazy("Year"))

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            part: forms.TextInput(
                {
                    "inputmode": "numeric",
                    "class": f"govuk-input govuk-date-input__input govuk-input--width-{w}",
                }
            )
            for part, w in (("day", 2), ("month", 2), ("year", 4))
        }
        super().__init__(boxes, dict(attrs or {}))

    def decompress(self, value: date | None) -> list[Any]:
        """A stored date as the three boxes show it."""
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Each box with its own label, and red when the date is wrong."""
        context = super().get_context(name, value, attrs)
        for box, label in zip(context["widget"]["subwidgets"], self.labels, strict=True):
            box["label"] = label
            if box["attrs"].get("aria-invalid"):
                box["attrs"]["class"] += " govuk-input--error"
        return context


class GovukDateField(forms.Field):
    """A date typed as day, month and year; the month may be a number or a name. Cleans to `date`, or None when empty."""

    widget = GovukDateWidget

    def to_python(self, value: Any) -> date | None:
        """Three texts to a date. Raises ValidationError with the sentence for what is missing or impossible."""
        if value is None or isinstance(value, date):
            return value
        day, month, year = (str(part or "").strip() for part in value)
        if not (day or month or year):
            return None
        if missing := [name for name, part in (("day", day), ("month", month), ("year", year)) if not part]:
            parts = " and the ".join(missing)
            raise ValidationError(_("Enter the %(parts)s too, like %(example)s") % {"parts": parts, "example": EXAMPLE}, code="incomplete")
        if not (len(year) == 4 and _is_number(year)):
            raise ValidationError(_("Enter the year with four numbers, like %(example)s") % {"example": EXAMPLE}, code="year")
        try:
            return date(_number(year), _month(month), _number(day))
        except ValueError:
            text = _("“%(typed)s” is not a date. Check the day and the month, like %(example)s")
            raise ValidationError(text % {"typed": f"{day} {month} {year}"[:40], "example": EXAMPLE}, code="invalid") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether what was typed means another date than the one stored."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def _number(text: str) -> int:
    if not (_is_number(text) and len(text) <= 4):
        raise ValueError(text)
    return int(text)


def _month(text: str) -> int:
    short = text.lower()[:3]
    return MONTHS.index(short) + 1 if short in MONTHS else _number(text)
