"""Everything that is held about one person, room by room. Source: GDPR article 15."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from klynge.access.models import Cluster, Grant
from klynge.audit.models import AuditEvent
from klynge.audit.queries import sentence
from klynge.billing.models import Invoice
from klynge.directory.models import Person, PersonEmail, Subscription
from klynge.directory.queries.consents import consent_log
from klynge.directory.queries.people import addresses_of, affiliations_of, roles_of
from klynge.engagement.models import Activity
from klynge.matchmaking.models import Interest, Opportunity
from klynge.meetings.models import Delegate
from klynge.networks.models import Attendance as NetworkAttendance
from klynge.networks.models import Officer, Seat
from klynge.newsletters.models import MessageRecipient
from klynge.newsletters.queries.topics import refusals_of
from klynge.outbox.models import Mail

from .event_rows import registration_rows, speaker_rows
from .network_rows import hearing_rows, post_rows
from .programme_rows import application_rows, hours_rows
from .publishing_rows import testimonial_rows

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """What one corner of the house holds: a title, and rows of named facts."""

    title: str
    rows: list[Row]


def dossier(person: Person, *, cluster: Cluster) -> list[Part]:
    """Return what the cluster holds about the person, every part named even where it is empty."""
    addresses = addresses_of(person)
    return [
        Part(_("Who you are"), [_identity(person)]),
        Part(_("E-mail addresses"), [_email(each) for each in PersonEmail.objects.filter(person=person).order_by("-is_primary", "pk")]),
        Part(_("Where you work and worked"), [_work(each) for each in affiliations_of(person, cluster=cluster)]),
        Part(_("What you are to the cluster"), [_role(each) for each in roles_of(person, cluster=cluster)]),
        Part(_("Your consents"), [_consent(each) for each in consent_log(person, cluster=cluster)]),
        Part(_("Newsletters"), [_subscription(each) for each in _subscriptions(person, addresses, cluster)]),
        Part(
            _("Topics that you do not want to read about"),
            [{_("Topic"): str(each.topic), _("When"): each.at} for each in refusals_of(person, cluster=cluster)],
        ),
        Part(_("Your account"), _account(person, cluster)),
        Part(_("Mails to you"), [_mail(each) for each in mails_to(addresses, cluster=cluster)]),
        Part(_("Messages in which you were considered"), [_message(each) for each in _messages(person, cluster)]),
        Part(_("What you took part in"), [_activity(each) for each in activities_of(person, cluster=cluster)]),
        Part(_("What you offered and sought for your company"), [_opportunity(each) for each in opportunities_of(person, cluster=cluster)]),
        Part(_("Companies that you wanted to meet"), [_interest(each) for each in interests_of(person, cluster=cluster)]),
        Part(_("Events for which you were signed up"), registration_rows(person, addresses, cluster=cluster)),
        Part(_("Events at which you speak"), speaker_rows(addresses, cluster=cluster)),
        Part(_("Seats in focus networks"), [_seat(each) for each in seats_of(person, cluster=cluster)]),
        Part(_("Offices in focus networks"), [_office(each) for each in offices_of(person, cluster=cluster)]),
        Part(_("Network meetings at which you were"), [_attendance(each) for each in attendances_of(person, cluster=cluster)]),
        Part(_("What you wrote in focus networks"), post_rows(person, cluster=cluster)),
        Part(_("How you hear of discussions"), hearing_rows(person, cluster=cluster)),
        Part(_("Applications for programmes"), application_rows(person, cluster=cluster)),
        Part(_("Hours in programmes"), hours_rows(person, cluster=cluster)),
        Part(_("What you say about membership on the site"), testimonial_rows(addresses, cluster=cluster)),
        Part(_("Meeting days"), [_delegate(each) for each in delegations_of(person, cluster=cluster)]),
        Part(_("Invoices that name you"), [_invoice(each) for each in invoices_naming(person, addresses, cluster=cluster)]),
        Part(_("What was recorded about you, and what you did"), [_event(each) for each in events_of(person, cluster=cluster)]),
    ]


def mails_to(addresses: Iterable[str], *, cluster: Cluster) -> QuerySet[Mail]:
    """Return the mails to these addresses (in lower case), oldest first."""
    lowered = Mail.objects.alias(lowered=Lower("to_address"))
    found: QuerySet[Mail] = lowered.filter(cluster=cluster, lowered__in=list(addresses)).order_by("pk")
    return found


def invoices_naming(person: Person, addresses: Iterable[str], *, cluster: Cluster) -> QuerySet[Invoice]:
    """Return the invoices whose buyer is reached through the person, oldest first."""
    named = Q(lowered__in=list(addresses)) | Q(buyer__attention=person.name, organisation__in=person.affiliations.values("organisation"))
    lowered = Invoice.objects.alias(lowered=Lower(KeyTextTransform("email", "buyer")))
    found: QuerySet[Invoice] = lowered.filter(named, cluster=cluster).order_by("issued_on", "pk")
    return found


def activities_of(person: Person, *, cluster: Cluster) -> QuerySet[Activity]:
    """Return what the person took part in for a member, as engagement is worked out from it, oldest first."""
    found: QuerySet[Activity] = Activity.objects.filter(cluster=cluster, person=person).standing().select_related("organisation")
    return found.order_by("happened_on", "pk")


def opportunities_of(person: Person, *, cluster: Cluster) -> QuerySet[Opportunity]:
    """Return the opportunities whose contact the person is, oldest first."""
    return Opportunity.objects.filter(cluster=cluster, contact=person).select_related("organisation").order_by("pk")


def interests_of(person: Person, *, cluster: Cluster) -> QuerySet[Interest]:
    """Return where the person said yes for a company, oldest first."""
    if person.user_id is None:
        return Interest.objects.none()
    mine = Interest.objects.filter(match__cluster=cluster, user_id=person.user_id)
    return mine.select_related("organisation", "opportunity", "match__first", "match__second").order_by("pk")


def seats_of(person: Person, *, cluster: Cluster) -> QuerySet[Seat]:
    """Return the seats in networks that the person holds or stands in for, oldest first."""
    rows = Seat.objects.filter(Q(holder=person) | Q(substitute=person), cluster=cluster)
    return rows.select_related("network", "organisation").order_by("pk")


def _seat(seat: Seat) -> Row:
    return {_("Network"): str(seat.network), _("Organisation"): seat.organisation.name, _("State"): str(seat.state.label), _("Since"): seat.seated_at, _("Until"): seat.ended_at}  # fmt: skip


def offices_of(person: Person, *, cluster: Cluster) -> QuerySet[Officer]:
    """Return the offices that the person holds or held in networks, oldest first."""
    return Officer.objects.filter(person=person, cluster=cluster).select_related("network").order_by("pk")


def _office(officer: Officer) -> Row:
    return {_("Network"): str(officer.network), _("Office"): officer.get_office_display(), _("Period"): _period(officer.during)}


def attendances_of(person: Person, *, cluster: Cluster) -> QuerySet[NetworkAttendance]:
    """Return the network meetings at which the person was, oldest first."""
    rows = NetworkAttendance.objects.filter(person=person, cluster=cluster)
    return rows.select_related("meeting__network", "organisation").order_by("pk")


def _attendance(each: NetworkAttendance) -> Row:
    return {_("Network"): str(each.meeting.network), _("Meeting"): each.meeting.title, _("When"): each.meeting.starts_at, _("For"): each.organisation.name}  # fmt: skip


def delegations_of(person: Person, *, cluster: Cluster) -> QuerySet[Delegate]:
    """Return the meeting days at which the person spoke for a company, oldest first."""
    found: QuerySet[Delegate] = Delegate.objects.filter(participant__day__cluster=cluster, person=person)
    return found.select_related("participant__day", "participant__organisation").order_by("participant__day__held_on", "pk")


def _delegate(delegate: Delegate) -> Row:
    day = delegate.participant.day
    return {_("Day"): day.held_on, _("Meeting day"): str(day), _("For"): delegate.participant.organisation.name}


def events_of(person: Person, *, cluster: Cluster) -> QuerySet[AuditEvent]:
    """Return what was done to the person and what the person did, oldest first."""
    about = Q(subject_type="directory.person", subject_id=person.pk)
    if person.user_id:
        about |= Q(user_id=person.user_id) | Q(subject_type="access.user", subject_id=person.user_id)
    found: QuerySet[AuditEvent] = AuditEvent.objects.filter(about, cluster=cluster).order_by("pk")
    return found


def _period(during: Any) -> str:
    return f"{during.lower or ''} – {during.upper or ''}"  # half-open: the second day is the first no longer


def _identity(person: Person) -> Row:
    return {
        _("Name"): person.name,
        _("Phone"): person.phone,
        _("Language"): person.get_language_display(),
        _("Known since"): person.created_at,
    }


def _email(email: PersonEmail) -> Row:
    return {_("Address"): email.address, _("First"): email.is_primary, _("Came back"): email.bounced_at}


def _work(each: Any) -> Row:
    return {_("Organisation"): each.organisation.name, _("Title"): each.title, _("When"): _period(each.during)}


def _role(each: Any) -> Row:
    return {_("Role"): each.get_kind_display(), _("On behalf of"): each.organisation.name, _("When"): _period(each.during)}


def _consent(each: Any) -> Row:
    return {
        _("Purpose"): each.get_purpose_display(),
        _("Answer"): _("Yes") if each.is_given else _("No"),
        _("When"): each.at,
        _("How"): each.how,
        _("Text shown"): each.wording,
    }


def _subscriptions(person: Person, addresses: list[str], cluster: Cluster) -> QuerySet[Subscription]:
    mine = Q(person=person) | Q(address__in=addresses)
    found: QuerySet[Subscription] = Subscription.objects.filter(mine, cluster=cluster).order_by("pk")
    return found


def _subscription(each: Subscription) -> Row:
    return {
        _("Address"): each.address,
        _("Consent"): each.consented_at,
        _("Where from"): each.consent_source,
        _("Taken back"): each.withdrawn_at,
    }


def _account(person: Person, cluster: Cluster) -> list[Row]:
    user = person.user
    if user is None:
        return []
    grants = Grant.objects.filter(user=user, cluster=cluster).order_by("pk")
    roles = "; ".join(f"{grant.get_role_display()} ({grant.granted_at:%Y-%m-%d} – {grant.withdrawn_at or ''})" for grant in grants)
    return [
        {_("E-mail"): user.email, _("Name"): user.name, _("Since"): user.created_at, _("Last sign-in"): user.last_login, _("Roles"): roles}
    ]


def _mail(each: Mail) -> Row:
    return {
        _("When"): each.created_at,
        _("To"): each.to_address,
        _("Kind"): each.rule,
        _("State"): each.get_status_display(),
        _("About"): each.subject_key,
    }


def _messages(person: Person, cluster: Cluster) -> QuerySet[MessageRecipient]:
    found: QuerySet[MessageRecipient] = (
        MessageRecipient.objects.filter(person=person, cluster=cluster).select_related("message").order_by("pk")
    )
    return found


def _message(each: MessageRecipient) -> Row:
    return {_("Subject"): str(each.message), _("Released"): each.message.released_at, _("Left out"): each.get_left_out_display()}


def _activity(each: Activity) -> Row:
    return {
        _("What"): each.get_kind_display(),
        _("Date"): each.happened_on,
        _("Organisation"): each.organisation.name,
        _("Note"): each.note,
    }


def _opportunity(each: Opportunity) -> Row:
    return {
        _("Title"): str(each),
        _("Kind"): each.get_kind_display(),
        _("Organisation"): each.organisation.name,
        _("Last day"): each.deadline_on,
    }


def _interest(each: Interest) -> Row:
    other = each.match.other_than(each.organisation_id)
    hidden = each.opportunity and each.opportunity.is_anonymous and each.match.mutual_at is None
    return {
        _("On behalf of"): each.organisation.name,
        _("Organisation"): "–" if hidden else str(other),
        _("When"): each.said_at,
        _("What you wrote"): each.message,
    }


def _invoice(each: Invoice) -> Row:
    return {
        _("Number"): str(each.number),
        _("Date"): each.issued_on,
        _("To"): each.buyer.get("name", ""),
        _("Attention"): each.buyer.get("attention", ""),
        _("E-mail"): each.buyer.get("email", ""),
    }


def _event(each: AuditEvent) -> Row:
    return {_("When"): each.at, _("What"): sentence(each), _("Details"): each.details}
