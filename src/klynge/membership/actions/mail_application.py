"""Tell the applicant where the application stands."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.membership import policies
from klynge.membership.models import Application
from klynge.membership.queries.applying import token_of
from klynge.outbox.models import Batch, Mail

TEMPLATE = "membership/mail/application"


@transaction.atomic
def mail_application(application: Application, *, site: str, note: str, actor: Actor, at: datetime) -> Mail:
    """Let one mail leave at once, with the applicant's own link; its words are fixed but for the note, which its writer has seen.

    ``site`` is the address of the installation, "https://…". Raises: Refused.
    """
    cluster = application.cluster
    require(policies.may_apply(actor, cluster) or policies.may_admit(actor, cluster))
    turn = application.events.count()
    context = {"state": application.state, "name": application.name, "note": note.strip(), "site": site, "token": token_of(application)}
    batch = Batch.objects.create(
        cluster=cluster, rule="membership.application", source_key=f"application:{application.pk}:{turn}",
        title=_("Application of %s") % application.name, created_at=at, released_at=at, released_by=actor.name[:120],
    )  # fmt: skip
    mail = Mail.objects.create(
        cluster=cluster, batch=batch, rule=batch.rule, subject_key=f"membership.application:{application.pk}:{turn}",
        reference_on=day_of(at), to_address=application.contact_email, to_name=application.contact_name, language=application.language,
        template=TEMPLATE, context=context, created_at=at,
    )  # fmt: skip
    record(actor, "membership.application.mailed", mail, at=at, to_address=mail.to_address, state=application.state)
    jobs.announce("outbox.batch_released", cluster_id=cluster.pk, batch_id=batch.pk)
    return mail
