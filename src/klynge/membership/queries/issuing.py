"""Whether a run can be issued, and whether somebody is at it."""

from klynge.billing.models import ProductKind
from klynge.billing.queries import require_may_bill_on, seller_snapshot
from klynge.core import jobs
from klynge.ledger.queries import require_open
from klynge.membership.models import DuesRun

ISSUE = "membership.issue_dues_run"


def is_stuck(run: DuesRun) -> bool:
    """Say whether the run is released and unfinished, and no job is left that would go on with it."""
    if run.finished_at or not hasattr(run, "release"):
        return False
    return not jobs.is_pending(ISSUE, cluster_id=run.cluster_id, run_id=run.pk)


def refuse_issuing(run: DuesRun) -> None:
    """Tell whoever can mend it what would stop the worker in the night: dues not introduced, facts of the seller, closed books. Raises: Invalid, Conflict."""
    require_may_bill_on(run.cluster, run.issue_on, product_kinds={ProductKind.DUES})
    seller_snapshot(run.cluster)
    require_open(run.cluster, run.issue_on)
