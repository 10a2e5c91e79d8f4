from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "klynge.visits"
    label = "visits"
