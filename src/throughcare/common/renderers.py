"""How forms are drawn: GOV.UK markup for every form and field, ours or a library's."""

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.template.loader import get_template

from throughcare.common.fields import GovukBoundField

# Groups and lists are drawn whole by us; every other widget is Django's own, with classes from GovukBoundField.
OURS = {
    "django/forms/widgets/radio.html": "common/forms/radios.html",
    "django/forms/widgets/checkbox_select.html": "common/forms/checkboxes.html",
    "django/forms/widgets/select.html": "common/forms/select.html",  # as Django draws it, without a template for each option
}


class GovukRenderer(TemplatesSetting):
    """Set as FORM_RENDERER; needs `django.forms` among the installed apps."""

    form_template_name = "common/forms/form.html"
    field_template_name = "common/forms/field.html"
    bound_field_class = GovukBoundField

    def get_template(self, template_name: str) -> Any:
        """Our template for the widgets that need one."""
        return get_template(OURS.get(template_name, template_name))
