from django.apps import AppConfig


class EngagementConfig(AppConfig):
    name = "klynge.engagement"
    label = "engagement"
