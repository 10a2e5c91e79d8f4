from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "klynge.audit"
    label = "audit"
