from django.apps import AppConfig


class EngagementConfig(AppConfig):
    name = "klynge.engagement"
    label = "engagement"

    def ready(self) -> None:
        from klynge.billing.queries.attaching import KIND
        from klynge.outbox.queries import register_companion

        from .queries.statement import statement_with

        register_companion(KIND, statement_with)
