from django.apps import AppConfig


class BankingConfig(AppConfig):
    name = "klynge.banking"
    label = "banking"
