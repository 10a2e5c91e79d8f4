"""Reading files from the bank in the background."""

from django.core.files.storage import default_storage
from django.utils import timezone
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.banking import actions
from klynge.banking.models import BankFile
from klynge.banking.rules.lines import Unreadable
from klynge.banking.rules.sniffing import read
from klynge.core.jobs import task


@task("banking.read_file")
def read_file(cluster_id: int, file_id: int) -> None:
    """Read a file that waits; killed anywhere, it is read again from the start, and nothing of it is there twice."""
    cluster = Cluster.objects.get(pk=cluster_id)
    with scope(cluster=cluster):
        file = BankFile.objects.select_related("stored", "account", "cluster").get(pk=file_id)
        by = {"actor": Actor.system("bank import", cluster_id=cluster_id), "at": timezone.now()}
        try:
            with default_storage.open(file.stored.blob.name, "rb") as source:
                actions.record_entries(file, said=read(source, currency=cluster.currency), **by)
        except Unreadable as fault:
            actions.refuse_file(file, code=fault.code, line=fault.line, value=fault.value, **by)
