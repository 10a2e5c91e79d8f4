"""What may be told to programs outside: kinds of changes by area. Whatever is private to two companies, or about one person alone, is not among it."""

TOPICS: dict[str, tuple[str, ...]] = {
    "directory": ("directory.organisation.registered", "directory.organisation.changed", "directory.organisation.merged", "directory.organisation.unmerged",
                  "directory.profile.changed", "directory.profile.published", "directory.profile.withdrawn", "directory.size.declared", "directory.size.confirmed"),
    "membership": ("membership.application.received", "membership.application.decided", "membership.membership.joined", "membership.memberships.joined",
                   "membership.member.registered", "membership.membership.resigned", "membership.membership.withdrawn", "membership.membership.reinstated",
                   "membership.membership.excluded", "membership.membership.changed", "membership.membership.annulled", "membership.dues_run.released",
                   "membership.dues_run.finished"),
    "billing": ("billing.invoice.issued", "billing.invoices.issued", "billing.credit_note.issued", "billing.credit_notes.issued", "billing.payment.recorded",
                "billing.payments.recorded", "billing.payment.reversed", "billing.payment.refunded", "billing.invoice.written_off", "billing.reminders.sent",
                "billing.einvoice.accepted", "billing.einvoice.rejected"),
    "events": ("events.event.published", "events.event.changed", "events.event.cancelled", "events.registration.made", "events.registration.cancelled",
               "events.queue.moved", "events.attendee.substituted", "events.attendance.recorded", "events.attendance.undone"),
    "networks": ("networks.network.founded", "networks.network.changed", "networks.network.closed", "networks.seat.taken", "networks.seat.admitted",
                 "networks.seat.ended", "networks.meeting.planned", "networks.meeting.changed", "networks.meeting.cancelled", "networks.attendance.noted"),
    "programmes": ("programmes.programme.started", "programmes.programme.changed", "programmes.call.opened", "programmes.application.admitted",
                   "programmes.participation.ended", "programmes.hours.signed", "programmes.hours.reversed", "programmes.outcome.recorded"),
    "matchmaking": ("matchmaking.opportunity.published", "matchmaking.opportunity.withdrawn", "matchmaking.match.introduced", "matchmaking.outcome.recorded"),
    "meetings": ("meetings.day.arranged", "meetings.day.changed", "meetings.plan.published"),
    "newsletters": ("newsletters.edition.released", "newsletters.subscriber.confirmed", "newsletters.edition.left"),
    "publishing": ("publishing.release.published", "publishing.release.changed", "publishing.release.withdrawn"),
}  # fmt: skip
TRY = "webhooks.endpoint.tried"  # a message that somebody sends to see whether it works


def topics_of(areas: list[str]) -> list[str]:
    """Return every kind of change in these areas."""
    return [topic for area in areas for topic in TOPICS.get(area, ())]
