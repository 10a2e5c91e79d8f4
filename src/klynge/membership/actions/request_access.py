"""Ask a member company to let somebody in who has shown that the work address is theirs."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Invalid
from klynge.directory.models import Organisation
from klynge.membership import policies
from klynge.membership.models import AccessRequest
from klynge.membership.queries.colleagues import Asker, answerers, belongs_already, companies_by_address
from klynge.outbox.models import Batch, Mail

RULE = "membership.access_request"


@transaction.atomic
def request_access(cluster: Cluster, *, asker: Asker, organisation: Organisation, site: str, actor: Actor, at: datetime) -> AccessRequest:
    """Write the request down and tell the company's primary contact by mail, or the secretariat where there is none.

    Asking twice is asking once. Raises: Refused; Invalid when the address is not one of the company's; Conflict for who is in already.
    """
    require(policies.may_apply(actor, cluster))
    today = day_of(at)
    if not companies_by_address(asker.address, cluster=cluster, on_day=today).filter(pk=organisation.pk).exists():
        raise Invalid(_("The address is not one of this company's. Use your work e-mail."), field="organisation")
    if belongs_already(asker.address, organisation, on_day=today):
        raise Conflict(_("You have access already. Sign in with %s.") % asker.address)
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    waiting = AccessRequest.objects.filter(cluster=cluster, organisation=organisation, address__iexact=asker.address).first()
    if waiting:
        return waiting

    made: AccessRequest = AccessRequest.objects.create(
        cluster=cluster, organisation=organisation, name=asker.name, title=asker.title, address=asker.address, language=asker.language, asked_at=at
    )  # fmt: skip
    record(actor, "membership.access.requested", organisation, at=at, cluster_id=cluster.pk)
    _tell(made, site, actor, at)
    return made


def _tell(made: AccessRequest, site: str, actor: Actor, at: datetime) -> None:
    cluster, key = made.cluster, f"access_request:{made.pk}"
    readers = answerers(made.organisation, cluster=cluster, on_day=day_of(at)) or [(cluster.name, cluster.email, cluster.locale)]
    readers = [reader for reader in readers if reader[1]]
    if not readers:
        return
    batch = Batch.objects.create(
        cluster=cluster, rule=RULE, source_key=key, title=_("%s asks for access") % made.name, created_at=at, released_at=at,
        released_by=actor.name[:120],
    )  # fmt: skip
    context = {"name": made.name, "title": made.title, "address": made.address, "organisation": made.organisation.name,
               "place": f"{cluster.slug}/{made.organisation_id}", "site": site}  # fmt: skip
    Mail.objects.bulk_create(
        Mail(
            cluster=cluster, batch=batch, rule=RULE, subject_key=f"{key}:{number}", reference_on=day_of(at), to_address=address, to_name=name,
            language=language, template="membership/mail/access_request", context=context, created_at=at,
        )
        for number, (name, address, language) in enumerate(readers)
    )  # fmt: skip
    jobs.announce("outbox.batch_released", cluster_id=cluster.pk, batch_id=batch.pk)
