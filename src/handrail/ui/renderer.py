"""FORM_RENDERER: Django's forms as GOV.UK Frontend's components."""

from typing import Any

from django.forms.renderers import BaseRenderer
from django.template import engines


class GovukRenderer(BaseRenderer):
    form_template_name = "ui/form.html"
    formset_template_name = "ui/formset.html"
    field_template_name = "ui/field.html"

    def get_template(self, template_name: str) -> Any:
        return engines["jinja2"].get_template(template_name)
