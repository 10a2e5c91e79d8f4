"""Take in a file from the bank."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.banking import policies
from klynge.banking.models import BankAccount, BankFile
from klynge.banking.queries import refusal_text
from klynge.banking.rules.lines import Unreadable
from klynge.banking.rules.sniffing import HEAD, format_of
from klynge.core import jobs
from klynge.core.errors import Conflict, Invalid
from klynge.files.actions import store_file

MOST_BYTES = 100 * 2**20


@transaction.atomic
def receive_file(
    cluster: Cluster, *, name: str, content: bytes, account: BankAccount | None = None, actor: Actor, at: datetime
) -> BankFile:
    """Keep the file and let the worker read it; ``account`` is for files that don't name theirs.

    Raises: Refused, Invalid for a file that is no statement at all, Conflict for one that came in before.
    """
    require(policies.may_import(actor, cluster))
    Cluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)
    if len(content) > MOST_BYTES:
        raise Invalid(_("“%s” is larger than 100 MB. Ask the bank for one file a month.") % name, field="file")
    try:
        kind = format_of(content[:HEAD])
    except Unreadable as fault:
        raise Invalid(refusal_text(fault.code, line=fault.line, value=fault.value), field="file") from fault
    if kind == "csv" and account is None:
        raise Invalid(_("A CSV file does not say whose account it is of. Choose the account."), field="account")
    stored = store_file(cluster, name=name, content=content, content_type="application/octet-stream", actor=actor, at=at)
    known = BankFile.objects.filter(cluster=cluster, sha256=stored.sha256).first()
    if known is not None:
        raise Conflict(_("This very file came in before, as “%s”. Nothing was changed.") % known.name)

    file: BankFile = BankFile.objects.create(
        cluster=cluster, stored=stored, sha256=stored.sha256, name=stored.name, format=kind, account=account, received_at=at
    )
    record(actor, "banking.file.received", file, at=at, format=kind)
    jobs.enqueue("banking.read_file", cluster_id=cluster.pk, file_id=file.pk)
    return file
