"""Forget somebody: every room lets go of what it holds, in one transaction."""

from datetime import datetime

from django.db import transaction

from klynge.access.actions import close_account, delete_invitations
from klynge.access.actor import Actor
from klynge.access.models import Cluster, Invitation
from klynge.access.policies import require
from klynge.audit.actions import record, redact_events
from klynge.directory.actions import erase_person
from klynge.directory.models import Affiliation, ContactRole, Forgetting, Person
from klynge.directory.queries.people import addresses_of
from klynge.engagement.actions import blot_participant
from klynge.events.actions import blot_attendee
from klynge.matchmaking.actions import blot_matchmaker
from klynge.meetings.actions import blot_delegate
from klynge.membership.actions import blot_applicant
from klynge.networks.actions import blot_holder
from klynge.newsletters.actions import forget_choices
from klynge.outbox.actions import blot_mails
from klynge.privacy import policies
from klynge.privacy.queries.forgetting import message_keys
from klynge.programmes.actions import blot_worker
from klynge.publishing.actions import blot_quoted


@transaction.atomic
def forget_person(person: Person, *, cluster: Cluster, reason: str, actor: Actor, at: datetime) -> Forgetting:
    """Erase what the cluster holds about the person; invoices stay until the law lets them go, and days and sums without a name.

    Safe to run twice. Raises: Refused; Conflict for somebody who works in the office. Source: GDPR article 17; decision 0016.
    """
    require(policies.may_forget(actor, person, cluster))
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    done = Forgetting.objects.filter(person=person, cluster=cluster, lifted_at__isnull=True).first()
    if done:
        return done

    addresses, name, user = addresses_of(person), person.name, person.user
    places = list(Affiliation.objects.filter(person=person).values_list("organisation", flat=True))
    words, about = [*addresses, person.phone], _subjects(person, cluster, addresses)
    by = {"actor": actor, "at": at}
    blot_mails(cluster, addresses=addresses, subject_keys=message_keys(person), **by)
    blot_applicant(cluster, addresses=addresses, name=name, organisation_ids=places, **by)
    blot_participant(person, cluster=cluster, **by)
    blot_matchmaker(person, cluster=cluster, **by)
    blot_delegate(person, cluster=cluster, **by)
    forget_choices(person, cluster=cluster, **by)
    blot_attendee(person, cluster=cluster, addresses=addresses, **by)
    blot_holder(person, cluster=cluster, **by)
    blot_worker(person, cluster=cluster, **by)
    blot_quoted(addresses, cluster=cluster, **by)
    delete_invitations(cluster, addresses=addresses, **by)
    forgetting = erase_person(person, cluster=cluster, reason=reason, **by)
    if forgetting.is_whole and user:
        close_account(user, cluster=cluster, **by)
    redact_events(cluster, words=words, names=[name], about=about, by_user=user.pk if user else None, **by)
    record(actor, "privacy.person.forgotten", forgetting, at=at, reason=reason)
    return forgetting


def _subjects(person: Person, cluster: Cluster, addresses: list[str]) -> list[tuple[str, int]]:
    """Return the rows under whose names the log speaks of the person."""
    rows = [("directory.person", person.pk)]
    rows += [("directory.affiliation", pk) for pk in Affiliation.objects.filter(person=person).values_list("pk", flat=True)]
    rows += [("directory.contactrole", pk) for pk in ContactRole.objects.filter(person=person).values_list("pk", flat=True)]
    invited = [pk for pk, email in Invitation.objects.filter(cluster=cluster).values_list("pk", "email") if email.lower() in addresses]
    rows += [("access.invitation", pk) for pk in invited]
    return rows + ([("access.user", person.user_id)] if person.user_id else [])
