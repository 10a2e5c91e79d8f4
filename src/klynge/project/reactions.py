"""Who listens to what: the one page on which rooms hear of each other. Listeners are jobs, safe to run twice."""

REACTIONS: dict[str, tuple[str, ...]] = {
    "banking.file_read": ("billing.match_entries",),
    "billing.einvoices_waiting": ("billing.send_einvoices",),
    "billing.invoices_issued": ("billing.prepare_invoice_mail", "billing.prepare_einvoices"),
    "billing.credit_note_issued": (
        "membership.free_credited_periods",
        "billing.prepare_invoice_mail",
        "billing.prepare_einvoices",
        "membership.review_benefits",
    ),
    "billing.payments_recorded": ("membership.review_benefits",),
    "billing.reminders_sent": ("billing.prepare_reminder_mail",),
    "directory.consent_withdrawn": ("newsletters.stop_mails",),
    "directory.organisations_merged": (
        "membership.follow_merger",
        "matchmaking.follow_merger",
    ),
    "directory.merger_reversed": (
        "membership.undo_merger",
        "matchmaking.undo_merger",
    ),
    "matchmaking.introduced": (),
    "matchmaking.outcome_recorded": (),
    "directory.organisations_merged": ("membership.follow_merger",),
    "directory.organisations_merged": ("membership.follow_merger", "meetings.move_participants"),
    "directory.merger_reversed": ("membership.undo_merger",),
    "meetings.plan_published": (),
    "events.attendance_recorded": (),
    "events.cancelled": ("events.follow_cancellation",),
    "events.event_cancelled": ("events.tell_event_cancelled",),
    "events.event_changed": ("events.tell_change",),
    "events.queue_moved": ("events.tell_queue",),
    "events.registered": ("events.confirm",),
    "events.substituted": ("events.tell_substitute",),
    "membership.dues_run_released": ("membership.issue_dues_run",),
    "outbox.batch_released": ("outbox.send_batch",),
}
