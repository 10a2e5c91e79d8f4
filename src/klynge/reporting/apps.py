from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "klynge.reporting"
    label = "reporting"
