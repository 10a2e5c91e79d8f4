"""Take in a file of members and show what it would change."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Invalid
from klynge.files.actions import store_file
from klynge.membership import policies
from klynge.membership.actions.plan_import import plan_import
from klynge.membership.models import ImportRun
from klynge.membership.queries.import_reading import read_table
from klynge.membership.queries.import_wording import file_sentence
from klynge.membership.queries.importing import columns_for, refuse_columns
from klynge.membership.rules.member_files.reading import Table, Unreadable
from klynge.membership.rules.member_files.writing import TEXT, WORKBOOK


@transaction.atomic
def rehearse_import(
    cluster: Cluster,
    *,
    name: str,
    content: bytes,
    actor: Actor,
    at: datetime,
    columns: Mapping[str, str] | None = None,
    confirms_sizes: bool = False,
) -> ImportRun:
    """Keep the file and decide on every row; no member is touched. Columns not given are read as saved, else as recognised.

    Raises: Refused, Invalid when the file or its columns can't be read, StorageFault.
    """
    require(policies.may_import(actor, cluster))
    table = _read(name, content)
    chosen = dict(columns) if columns is not None else columns_for(cluster, table.headers)
    refuse_columns(table.headers, chosen)

    file = store_file(cluster, name=name, content=content, content_type=WORKBOOK if table.is_workbook else TEXT, actor=actor, at=at)
    run = ImportRun.objects.create(
        cluster=cluster, file=file, rehearsed_at=at, by=actor.name, language=(get_language() or "da")[:2], headers=list(table.headers)
    )
    record(actor, "membership.import.uploaded", run, at=at, rows=len(table.rows))
    return plan_import(run, columns=chosen, confirms_sizes=confirms_sizes, remembers=columns is not None, actor=actor, at=at)


def _read(name: str, content: bytes) -> Table:
    try:
        return read_table(content)
    except Unreadable as fault:
        raise Invalid(file_sentence(fault.code, name), field="file") from fault
