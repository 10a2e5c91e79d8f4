from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "klynge.ledger"
    label = "ledger"
