from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "klynge.webhooks"
    label = "webhooks"
