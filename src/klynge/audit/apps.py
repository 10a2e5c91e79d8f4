from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "klynge.audit"
    label = "audit"

    def ready(self) -> None:
        from klynge.core import journal

        from .actions import record

        journal.keep_with(record)
