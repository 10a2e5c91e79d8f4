from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "klynge.interfaces.cli"
    label = "cli"
