from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "klynge.billing"
    label = "billing"
