from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "klynge.privacy"
    label = "privacy"
