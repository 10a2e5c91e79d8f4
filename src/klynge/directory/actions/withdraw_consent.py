"""Write down that somebody took a yes back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.errors import Invalid
from klynge.directory import policies
from klynge.directory.models import Consent, ConsentPurpose, Person
from klynge.directory.queries.consents import consent_log, is_own
from klynge.directory.rules.checking import clean_text


@transaction.atomic
def withdraw_consent(person: Person, *, cluster: Cluster, purpose: str, how: str, actor: Actor, at: datetime) -> Consent:
    """Add a no to the log; a no that stands is returned as it is. Nobody needs to have said yes before: a no is always heard.

    Raises: Refused, Invalid. Source: GDPR article 7(3): to withdraw is as easy as to give.
    """
    require(policies.may_answer_for(actor, person, cluster))
    if purpose not in ConsentPurpose.values:
        raise Invalid(_("“%s” is not something that consent is asked for. Choose one of the purposes.") % purpose, field="purpose")
    if not clean_text(how):
        raise Invalid(_("Say how the consent was taken back."), field="how")
    person = Person.objects.select_for_update().get(pk=person.pk)
    latest: Consent | None = consent_log(person, cluster=cluster).filter(purpose=purpose).first()
    if latest is not None and not latest.is_given:
        return latest

    made: Consent = Consent.objects.create(
        cluster=cluster, person=person, purpose=purpose, is_given=False, at=at, how=clean_text(how)[:160], is_own=is_own(actor, person)
    )
    record(actor, "directory.consent.withdrawn", person, at=at, cluster_id=cluster.pk, purpose=purpose, how=made.how)
    if purpose == ConsentPurpose.MARKETING:
        jobs.announce("directory.consent_withdrawn", cluster_id=cluster.pk, person_id=person.pk)
    return made
