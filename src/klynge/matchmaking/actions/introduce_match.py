"""Introduce two companies to each other by mail."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.core.errors import Conflict
from klynge.matchmaking import policies
from klynge.matchmaking.models import Match
from klynge.matchmaking.queries.matches import address_of, contact_of
from klynge.outbox.actions import MailDraft, prepare_mails


@transaction.atomic
def introduce_match(match: Match, *, actor: Actor, at: datetime) -> Match:
    """Put a mail to each side into the outbox, with the other's contact and what it wrote; safe to run twice.

    Raises: Refused, Conflict before both have said yes or when it was closed.
    """
    require(policies.may_broker(actor, match.cluster))
    match = Match.objects.select_for_update(of=("self",)).select_related("cluster", "first", "second").get(pk=match.pk)
    if match.introduced_at:
        return match
    if match.mutual_at is None or match.closed_at:
        raise Conflict(_("Both have to say yes first."))
    drafts = _drafts(match, at)
    match.introduced_at, match.introduced_by = at, actor.name[:120]
    match.save(update_fields=["introduced_at", "introduced_by"])
    prepare_mails(
        match.cluster, rule="matchmaking.introduction", source_key=f"matchmaking.match:{match.pk}",
        title=_("Introduction: %s") % match, mails=drafts, actor=Actor.system(actor.name, cluster_id=match.cluster_id), at=at,
    )  # fmt: skip
    record(actor, "matchmaking.match.introduced", match, at=at)
    jobs.announce("matchmaking.introduced", cluster_id=match.cluster_id, match_id=match.pk)
    return match


def _drafts(match: Match, at: datetime) -> list[MailDraft]:
    day = day_of(at)
    sides = [(each, contact_of(match, each.pk, on=day)) for each in (match.first, match.second)]
    messages = {interest.organisation_id: interest.message for interest in match.interests.all()}
    return [
        MailDraft(
            subject_key=f"matchmaking.match:{match.pk}:{company.pk}", reference_on=day, to_address=address_of(person),
            to_name=person.name if person else "", language=person.language if person else match.cluster.locale,
            template="matchmaking/mail/introduction",
            context={
                "company": company.name, "other": other.name, "website": other.website, "message": messages.get(other.pk, ""),
                "contact": theirs.name if theirs else "", "address": address_of(theirs), "phone": theirs.phone if theirs else "",
            },
        )
        for (company, person), (other, theirs) in (sides, sides[::-1])
    ]  # fmt: skip
