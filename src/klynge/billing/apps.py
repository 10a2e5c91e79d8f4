from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "klynge.billing"
    label = "billing"

    def ready(self) -> None:
        from klynge.outbox.queries import register

        from .queries import attaching, correction_pdf

        register(attaching.KIND, attaching.attached_invoice)
        register(correction_pdf.KIND, correction_pdf.attached_correction)
