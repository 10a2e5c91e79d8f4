"""Undo what a run has issued: by credit notes, never by deletion."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing.actions import credit_invoices
from klynge.core.clock import day_of
from klynge.core.errors import Conflict
from klynge.core.selects import Select
from klynge.membership import policies
from klynge.membership.actions.free_credited_periods import free_credited_periods
from klynge.membership.errors import TermClosed
from klynge.membership.models import DuesRun, TermClosing

ISSUED = """
SELECT DISTINCT invoice_id FROM membership_membershipperiod
WHERE cluster_id = %(of_cluster)s AND term_id = %(term)s AND run_id = %(run)s AND invoice_id IS NOT NULL AND freed_at IS NULL
"""
WAIVED = """
UPDATE membership_membershipperiod SET freed_at = %(at)s
WHERE cluster_id = %(cluster)s AND run_id = %(run)s AND invoice_id IS NULL AND freed_at IS NULL
"""


@transaction.atomic
def undo_dues_run(run: DuesRun, *, reason: str, actor: Actor, at: datetime) -> int:
    """Credit every invoice that the run has issued, free what it waived, and return how many were credited. The members can then be billed anew.

    Raises: Refused, Conflict while the run is still issuing, TermClosed, Invalid without a reason.
    """
    require(policies.may_release_dues(actor, run.cluster))
    run = DuesRun.objects.select_for_update(of=("self",)).select_related("cluster", "term").get(pk=run.pk)
    if run.finished_at is None:
        raise Conflict(_("This run has not issued all its invoices yet. Wait until it is finished, then undo it."))
    if TermClosing.objects.filter(term=run.term).exists():
        raise TermClosed(_("The term %s is closed, so its dues can't be undone. An administrator can open it again.") % run.term.label)

    issued = Select(ISSUED, {"run": run.pk, "term": run.term_id, "of_cluster": run.cluster_id})
    notes = credit_invoices(run.cluster, invoices=issued, reason=reason, issued_on=max(day_of(at), run.issue_on), actor=actor, at=at)
    free_credited_periods(run.cluster, credit_note_ids=notes, actor=actor, at=at)  # the announcement's listener finds it done
    with connection.cursor() as cursor:
        cursor.execute(WAIVED, {"at": at, "cluster": run.cluster_id, "run": run.pk})
        waived = cursor.rowcount
    record(actor, "membership.dues_run.undone", run, at=at, reason=reason, credit_notes=len(notes), waived=waived)
    return len(notes)
