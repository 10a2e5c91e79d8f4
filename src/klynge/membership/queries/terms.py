"""Terms and the runs that wait in them."""

from klynge.access.models import Cluster
from klynge.core.errors import Invalid
from klynge.membership.models import DuesRun, Term


def term_by_label(cluster: Cluster, label: str) -> Term:
    """Return the cluster's term. Raises: Invalid, naming the terms that there are."""
    terms = {term.label: term for term in Term.objects.filter(cluster=cluster).select_related("cluster")}
    if label not in terms:
        known = ", ".join(sorted(terms)) or "—"
        raise Invalid(f"{cluster.name} has no term {label}. It has: {known}.", field="term")
    return terms[label]


def waiting_run(term: Term) -> DuesRun:
    """Return the run of the term that is neither finished nor discarded. Raises: Invalid when there is none."""
    run = DuesRun.objects.filter(term=term, finished_at__isnull=True, discarded_at__isnull=True).select_related("cluster", "term").first()
    if run is None:
        raise Invalid(f"No plan is waiting for {term.label}. Make one first: klynge dues plan --term {term.label} --commit", field="term")
    return run
