"""Who has not paid although every reminder was sent."""

from __future__ import annotations

from datetime import date

from klynge.access.models import Cluster
from klynge.core.selects import Select

from .instalments import kept_plan
from .reminding import arrears_rule

# The last reminder is the one with the highest number that the member's own rule has; its deadline and the cluster's days must be over.
IN_ARREARS_SQL = """
SELECT DISTINCT i.organisation_id
FROM billing_reminder r
JOIN billing_invoice i ON i.id = r.invoice_id
JOIN directory_organisation o ON o.id = i.organisation_id
WHERE r.cluster_id = %(cluster)s AND r.deadline_on + %(days)s::int < %(day)s::date AND %(days)s::int IS NOT NULL
  AND r.number >= (SELECT max(s.number) FROM billing_reminderstep s
                   WHERE s.cluster_id = r.cluster_id AND s.audience = CASE o.kind WHEN 'public' THEN 'public' ELSE 'business' END)
  AND NOT EXISTS (SELECT 1 FROM billing_dispute d WHERE d.invoice_id = i.id AND d.opened_on <= %(day)s AND (d.closed_on IS NULL OR d.closed_on > %(day)s))
  AND NOT {kept}
  AND i.total_minor > coalesce((SELECT sum(a.amount_minor) FROM billing_allocation a WHERE a.invoice_id = i.id AND a.settled_on <= %(day)s), 0)
                    + coalesce((SELECT sum(n.total_minor) FROM billing_invoice n WHERE n.credits_id = i.id AND n.issued_on <= %(day)s), 0)
"""
OPEN = """
i.total_minor - coalesce((SELECT sum(a.amount_minor) FROM billing_allocation a WHERE a.invoice_id = i.id AND a.settled_on <= %(day)s), 0)
              - coalesce((SELECT sum(n.total_minor) FROM billing_invoice n WHERE n.credits_id = i.id AND n.issued_on <= %(day)s), 0)
"""
IN_ARREARS = IN_ARREARS_SQL.replace("{kept}", kept_plan(OPEN))


def organisations_in_arrears(cluster: Cluster, *, on: date) -> Select:
    """Return a query of organisation_id: those who owe on the day after the last reminder's deadline and the cluster's own days."""
    return Select(IN_ARREARS, {"cluster": cluster.pk, "day": on, "days": arrears_rule(cluster).suspend_days})
