from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "klynge.publishing"
    label = "publishing"
