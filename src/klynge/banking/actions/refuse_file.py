"""Say that a file can't be read, and where."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.banking import policies
from klynge.banking.models import BankFile, BankFileState


@transaction.atomic
def refuse_file(file: BankFile, *, code: str, line: int, value: str, actor: Actor, at: datetime) -> BankFile:
    """Keep why nothing of the file was taken in; the same bytes may be sent again once the cause is mended. Raises: Refused."""
    require(policies.may_import(actor, file.cluster))
    file = BankFile.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=file.pk)
    if file.state != BankFileState.WAITING:
        return file

    file.state, file.refusal = BankFileState.REFUSED, {"code": code, "line": line, "value": value}
    file.sha256 = f"refused:{file.pk}"
    file.save(update_fields=["state", "refusal", "sha256"])
    record(actor, "banking.file.refused", file, at=at, **file.refusal)
    return file
