from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "klynge.interfaces.office"
    label = "office"
