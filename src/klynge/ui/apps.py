from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "klynge.ui"
    label = "ui"
