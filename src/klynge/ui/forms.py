"""Plain Django forms, drawn with the house's fields."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Makes ``{{ form }}`` and ``{{ form.name.as_field_group }}`` look right with nothing more said."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
