from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "klynge.programmes"
    label = "programmes"
