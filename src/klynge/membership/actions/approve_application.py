"""Admit an applicant: organisation, contact, size, membership, first period and invoice, all or nothing."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.access.queries import language_of
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.errors import Conflict
from klynge.directory.actions import declare_size, invite_person
from klynge.directory.models import Metric, SizeSource
from klynge.membership import policies
from klynge.membership.actions.charge_member import charge_member
from klynge.membership.actions.mail_application import mail_application
from klynge.membership.actions.register_member import register_member
from klynge.membership.models import Application, ApplicationEvent, ApplicationState, Membership, MembershipType, Presentation
from klynge.membership.queries.applying import organisation_facts
from klynge.membership.rules.applications import may_follow


@transaction.atomic
def approve_application(
    application: Application, *, joined_on: date, type: MembershipType, site: str, actor: Actor, at: datetime, note: str = ""
) -> Membership:
    """Make the member and its first invoice, dated today, and invite the contact. Where the board admits, it has to have endorsed the application before.

    Raises: Refused, Conflict, and what register_member and charge_member raise; then nothing is kept.
    """
    require(policies.may_admit(actor, application.cluster))
    kept = Application.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=application.pk)
    cluster = kept.cluster
    if not may_follow(kept.state, ApplicationState.APPROVED):
        raise Conflict(_("This application stands otherwise by now: %s.") % kept.get_state_display())
    if kept.state != ApplicationState.ENDORSED and Presentation.objects.filter(cluster=cluster, needs_board=True).exists():
        raise Conflict(_("The board admits here. Write its decision down first."))

    contact = {"name": kept.contact_name, "email": kept.contact_email, "title": _title(kept), "phone": kept.contact_phone}
    told = {"organisation": organisation_facts(kept), "contact": contact, "type": type, "joined_on": joined_on}
    membership = register_member(cluster, **told, actor=actor, at=at)
    _sizes(kept, membership, actor, at)
    charged = charge_member(
        membership, issue_on=day_of(at), actor=replace(actor, is_system=True), at=at
    )  # the applicant asked, the office agrees
    kept.state, kept.organisation, kept.membership = ApplicationState.APPROVED, membership.organisation, membership
    kept.save(update_fields=["state", "organisation", "membership"])
    ApplicationEvent.objects.create(application=kept, state=kept.state, at=at, by_name=actor.name, note=note.strip()[:500])
    record(actor, "membership.application.decided", kept, at=at, cluster_id=cluster.pk, state=kept.state, is_charged=charged is not None)
    mail_application(kept, site=site, note=note, actor=actor, at=at)
    _invite(kept, membership, site, actor, at)
    return membership


def _sizes(kept: Application, membership: Membership, actor: Actor, at: datetime) -> None:
    """Keep what the register says beside what the applicant says, whose word counts."""
    organisation, today = membership.organisation, day_of(at)
    if kept.register_low is not None:
        declare_size(
            organisation, low=kept.register_low, high=kept.register_high, as_of=today, source=SizeSource.REGISTER, actor=actor, at=at
        )
    if kept.employees is not None:
        told = {"low": kept.employees, "high": kept.employees, "as_of": today, "source": SizeSource.MEMBER}
        declare_size(organisation, **told, is_confirmed=True, actor=actor, at=at)
    if kept.own_members is not None:
        told = {"low": kept.own_members, "high": kept.own_members, "as_of": today, "source": SizeSource.MEMBER, "metric": Metric.MEMBERS}
        declare_size(organisation, **told, is_confirmed=True, actor=actor, at=at)


def _title(kept: Application) -> str:
    """Say where in a large house the contact sits."""
    return ", ".join(word for word in (kept.contact_title, kept.unit) if word)[:120]


def _invite(kept: Application, membership: Membership, site: str, actor: Actor, at: datetime) -> None:
    """Let the contact in: a link to an account, unless the address has one."""
    if language_of(kept.contact_email) is None:
        told = {"email": kept.contact_email, "name": kept.contact_name, "title": _title(kept), "site": site}
        invite_person(kept.cluster, organisation=membership.organisation, **told, actor=actor, at=at)
