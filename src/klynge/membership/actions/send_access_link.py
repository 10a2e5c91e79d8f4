"""Send somebody who says to work at a member company the link that shows that the address is theirs."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.directory.queries.wording import cleaned_address
from klynge.directory.rules.checking import clean_text
from klynge.membership import policies
from klynge.membership.queries.colleagues import Asker, companies_by_address, token_of
from klynge.outbox.models import Batch, Mail

RULE = "membership.access_link"


@transaction.atomic
def send_access_link(
    cluster: Cluster, *, name: str, title: str, address: str, language: str, site: str, actor: Actor, at: datetime
) -> Mail:
    """Let one mail leave at once, whether the address is known or not, so that the page gives nothing away; only its reader learns.

    ``site`` is the address of the installation, "https://…". Raises: Refused, Invalid for what is no address.
    """
    require(policies.may_apply(actor, cluster))
    asker = Asker(clean_text(name)[:120], clean_text(title)[:120], cleaned_address(address), language)
    is_known = companies_by_address(asker.address, cluster=cluster, on_day=day_of(at)).exists()
    context = {"is_known": is_known, "site": site, "token": token_of(asker, cluster=cluster) if is_known else ""}
    key = f"access_link:{asker.address}:{at.isoformat()}"[:120]
    batch = Batch.objects.create(
        cluster=cluster,
        rule=RULE,
        source_key=key,
        title=_("Access for a colleague"),
        created_at=at,
        released_at=at,
        released_by=actor.name[:120],
    )
    mail = Mail.objects.create(
        cluster=cluster, batch=batch, rule=RULE, subject_key=key, reference_on=day_of(at), to_address=asker.address, to_name=asker.name,
        language=language, template="membership/mail/access_link", context=context, created_at=at,
    )  # fmt: skip
    record(actor, "membership.access.link_sent", cluster, at=at, cluster_id=cluster.pk)
    jobs.announce("outbox.batch_released", cluster_id=cluster.pk, batch_id=batch.pk)
    return mail
