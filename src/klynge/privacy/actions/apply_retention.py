"""Do one rule of a round of deleting."""

from datetime import date, datetime

from django.db import transaction

from klynge.access.actions import delete_invitations
from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing.actions import blot_invoice_contacts
from klynge.core.clock import day_of
from klynge.directory.actions import delete_subscriptions
from klynge.directory.models import ForgetReason, Person
from klynge.membership.actions import clear_applications, clear_imports
from klynge.outbox.actions import blot_mails
from klynge.privacy import policies
from klynge.privacy.models import RetentionRun
from klynge.privacy.queries.lapsed import lapsed_people
from klynge.privacy.queries.retention import start_of
from klynge.privacy.rules import retention
from klynge.privacy.rules.retention import APPLICATIONS, DRAFTS, IMPORTS, INVITATIONS, INVOICES, MAILS, PEOPLE, SUBSCRIPTIONS

from .forget_person import forget_person


@transaction.atomic
def apply_retention(run: RetentionRun, *, actor: Actor, at: datetime) -> bool:
    """Do the next rule that is not done, of people one at a time; return whether there is more to do.

    Each call is one transaction, so that a killed worker leaves whole rules behind. Never more is deleted than was due when the round
    was begun. Raises: Refused.
    """
    require(policies.may_retain(actor, run.cluster))
    run = RetentionRun.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=run.pk)
    rule = next((each for each in retention.RULES if each not in run.done), None)
    if rule is not None:
        _do(rule, run, actor, at)
    if rule is None or set(run.done) == set(retention.RULES):
        run.finished_at = run.finished_at or at
        record(actor, "privacy.retention.finished", run, at=at, **run.done)
    run.save(update_fields=["done", "forgotten", "finished_at"])
    return run.finished_at is None


def _do(rule: str, run: RetentionRun, actor: Actor, at: datetime) -> None:
    on = day_of(run.started_at)
    since = retention.kept_since(rule, on=on, fiscal_month=run.cluster.fiscal_year_month)
    if rule == PEOPLE:
        _forget_next(run, since, actor, at)
        return
    run.done[rule] = _delete(rule, run.cluster, since, actor, at)


def _delete(rule: str, cluster: Cluster, since: date, actor: Actor, at: datetime) -> int:
    before, never = start_of(since), datetime.min.replace(tzinfo=at.tzinfo)
    by = {"actor": actor, "at": at}
    if rule == MAILS:
        return blot_mails(cluster, before=before, **by)
    if rule == IMPORTS:
        return clear_imports(cluster, before=before, **by)
    if rule == DRAFTS:
        return clear_applications(cluster, unsent_before=before, closed_before=never, **by)
    if rule == APPLICATIONS:
        return clear_applications(cluster, unsent_before=never, closed_before=before, **by)
    if rule == SUBSCRIPTIONS:
        return delete_subscriptions(cluster, withdrawn_before=before, **by)
    if rule == INVITATIONS:
        return delete_invitations(cluster, expired_before=before, **by)
    if rule == INVOICES:
        return blot_invoice_contacts(cluster, issued_before=since, **by)
    raise KeyError(rule)


def _forget_next(run: RetentionRun, since: date, actor: Actor, at: datetime) -> None:
    """Forget the next of them: each leaves other words behind, and takes a transaction of its own."""
    lapsed = lapsed_people(run.cluster, since=since, most=1)
    if not lapsed:
        run.done[PEOPLE] = run.forgotten
        return
    person = Person.objects.get(pk=lapsed[0][0])
    forget_person(person, cluster=run.cluster, reason=ForgetReason.EXPIRED, actor=actor, at=at)
    run.forgotten += 1
