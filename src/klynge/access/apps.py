from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "klynge.access"
    label = "access"
