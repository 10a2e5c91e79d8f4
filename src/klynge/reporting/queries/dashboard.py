"""What the secretariat sees first: members now and over the years, this year's dues, what waits for somebody."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import caches
from django.db import connection

from klynge.access.models import Cluster
from klynge.audit.models import AuditEvent
from klynge.billing.queries import DuesTotals, dues_totals
from klynge.core.clock import add_months
from klynge.directory.queries.sizes import DISPUTED
from klynge.directory.rules.master_data import MONTHS

# Each statement reads one cluster; days are half-open as everywhere.
MEMBERS = """
SELECT count(*) FILTER (WHERE during @> %(day)s::date) AS now,
       count(*) FILTER (WHERE during @> %(year_start)s::date) AS at_year_start,
       count(*) FILTER (WHERE lower(during) >= %(year_start)s AND lower(during) <= %(day)s) AS joined,
       count(*) FILTER (WHERE upper(during) > %(year_start)s AND upper(during) <= %(day)s) AS gone,
       count(*) FILTER (WHERE during @> %(day)s::date AND upper(during) IS NOT NULL) AS leaving,
       count(*) FILTER (WHERE lower(during) > %(day)s) AS upcoming
FROM membership_membership WHERE cluster_id = %(cluster)s
"""
# joins and leaves by calendar year (a leave counts in the year of the last day), summed up to the members at each year's end
HISTORY = """
WITH moves AS (
    SELECT extract(year FROM lower(during))::int AS year, 1 AS step FROM membership_membership WHERE cluster_id = %(cluster)s AND lower(during) <= %(day)s
    UNION ALL
    SELECT extract(year FROM upper(during) - 1)::int, -1 FROM membership_membership WHERE cluster_id = %(cluster)s AND upper(during) <= %(day)s
), sums AS (
    SELECT year, count(*) FILTER (WHERE step = 1) AS joined, count(*) FILTER (WHERE step = -1) AS gone, sum(step) AS net FROM moves GROUP BY 1
)
SELECT year, coalesce(joined, 0) AS joined, coalesce(gone, 0) AS gone, coalesce(net, 0)::int AS net,
       sum(coalesce(net, 0)) OVER (ORDER BY year)::int AS members
FROM generate_series((SELECT min(year) FROM moves), extract(year FROM %(day)s::date)::int) AS year LEFT JOIN sums USING (year) ORDER BY year
"""
WAITING = f"""
WITH active AS (SELECT organisation_id FROM membership_membership WHERE cluster_id = %(cluster)s AND during @> %(day)s::date)
SELECT
  (SELECT count(*) FROM active a WHERE NOT EXISTS (SELECT 1 FROM directory_sizedeclaration s WHERE s.organisation_id = a.organisation_id)) AS no_size,
  (SELECT count(*) FROM active a WHERE EXISTS (SELECT 1 FROM directory_sizedeclaration s WHERE s.organisation_id = a.organisation_id)
      AND NOT EXISTS (SELECT 1 FROM directory_sizedeclaration s WHERE s.organisation_id = a.organisation_id AND s.confirmed_at IS NOT NULL)) AS unconfirmed_size,
  (SELECT count(*) FROM active a WHERE NOT EXISTS (SELECT 1 FROM directory_contactrole r WHERE r.cluster_id = %(cluster)s
      AND r.organisation_id = a.organisation_id AND r.kind IN ('billing', 'primary') AND r.during @> %(day)s::date)) AS no_contact,
  (SELECT count(*) FROM outbox_mail WHERE cluster_id = %(cluster)s AND status = 'waiting') AS mail_waiting,
  (SELECT count(*) FROM outbox_mail WHERE cluster_id = %(cluster)s AND status = 'failed') AS mail_failed,
  (SELECT count(*) FROM billing_einvoicedelivery WHERE cluster_id = %(cluster)s AND status IN ('failed', 'rejected')) AS einvoice_failed,
  (SELECT count(*) FROM billing_entrymatch WHERE cluster_id = %(cluster)s AND state = 'waiting') AS entries_waiting,
  (SELECT count(*) FROM active a WHERE a.organisation_id IN ({DISPUTED})) AS disputed_size,
  (SELECT count(*) FROM membership_membership m WHERE m.cluster_id = %(cluster)s AND m.during @> %(day)s::date AND lower(m.during) <= %(year_ago)s
      AND NOT EXISTS (SELECT 1 FROM directory_masterdatacheck c WHERE c.cluster_id = m.cluster_id AND c.organisation_id = m.organisation_id
                      AND c.confirmed_at >= %(year_ago)s)) AS facts_due,
  (SELECT count(*) FROM membership_application WHERE cluster_id = %(cluster)s AND state IN ('submitted', 'endorsed')) AS applications_waiting,
  (SELECT max(id) FROM membership_duesrun r WHERE cluster_id = %(cluster)s AND finished_at IS NULL AND discarded_at IS NULL) AS open_run
"""


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Everything on the first page; amounts in minor units, VAT included."""

    members: dict[str, int]
    history: list[dict[str, int]]  # year, joined, gone, net, members; the oldest first
    dues: DuesTotals  # of the invoices issued this calendar year
    waiting: dict[str, Any]


def dashboard(cluster: Cluster, *, on: date) -> Dashboard:
    """Return the figures of the day; kept until the next recorded change in the cluster."""
    change = AuditEvent.objects.filter(cluster=cluster).order_by("-id").values_list("id", flat=True).first()
    key = f"dashboard:{cluster.pk}:{on}:{change}"
    found: Dashboard | None = caches["memory"].get(key)
    if found is None:
        found = _read(cluster, on)
        caches["memory"].set(key, found, timeout=300)
    return found


def _read(cluster: Cluster, on: date) -> Dashboard:
    params = {
        "cluster": cluster.pk,
        "day": on,
        "year_start": date(on.year, 1, 1),
        "year_ago": add_months(on, -MONTHS),
    }
    (members,), history = _rows(MEMBERS, params), _rows(HISTORY, params)
    (waiting,) = _rows(WAITING, params)
    dues = dues_totals(cluster, first=date(on.year, 1, 1), end=date(on.year + 1, 1, 1), on=on)
    return Dashboard(members=members, history=history[-12:], dues=dues, waiting=waiting)


def _rows(sql: str, params: dict[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
