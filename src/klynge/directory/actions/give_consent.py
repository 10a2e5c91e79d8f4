"""Write down that somebody said yes."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Invalid
from klynge.directory import policies
from klynge.directory.models import Consent, ConsentPurpose, Person
from klynge.directory.queries.consents import consent_log, is_own
from klynge.directory.rules.checking import clean_text


@transaction.atomic
def give_consent(person: Person, *, cluster: Cluster, purpose: str, how: str, wording: str, actor: Actor, at: datetime) -> Consent:
    """Add a yes to the log, with how it came and the text that was shown; a yes that stands is returned as it is.

    Raises: Refused, Invalid. Source: GDPR article 7(1): who relies on a consent must be able to show it.
    """
    require(policies.may_answer_for(actor, person, cluster))
    if purpose not in ConsentPurpose.values:
        raise Invalid(_("“%s” is not something that consent is asked for. Choose one of the purposes.") % purpose, field="purpose")
    if not clean_text(how):
        raise Invalid(_("Say how the consent was given: without it nobody can show that it was."), field="how")
    if not wording.strip():
        raise Invalid(_("Give the text that the person said yes to: without it nobody can show what the yes is about."), field="wording")
    person = Person.objects.select_for_update().get(pk=person.pk)
    latest = consent_log(person, cluster=cluster).filter(purpose=purpose).first()
    if latest is not None and latest.is_given:
        return latest

    made: Consent = Consent.objects.create(
        cluster=cluster, person=person, purpose=purpose, is_given=True, at=at, how=clean_text(how)[:160],
        wording=wording.strip().replace("\x00", ""), is_own=is_own(actor, person),
    )  # fmt: skip
    record(actor, "directory.consent.given", person, at=at, cluster_id=cluster.pk, purpose=purpose, how=made.how)
    return made
