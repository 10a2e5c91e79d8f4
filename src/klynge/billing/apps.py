from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "klynge.billing"
    label = "billing"

    def ready(self) -> None:
        from klynge.outbox.queries import register

        from .queries.attaching import KIND, attached_invoice

        register(KIND, attached_invoice)
