"""For whoever watches over the installation: is it alive, is it ready, how is it."""

import hmac
import os
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

SILENT = "1 minute"  # a worker without a sign of life for so long counts as gone
WORKERS = f"SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '{SILENT}'"
# the name of a figure, what it is, its label, and the statement that gives (label, figure) or (figure)
FIGURES = (
    ("klynge_jobs", "Jobs by state.", "status", "SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1"),
    ("klynge_oldest_job_seconds", "How long the first job in the queue has been due, in seconds.", "",
     ("SELECT coalesce(extract(epoch FROM now() - min(coalesce(j.scheduled_at, e.at))), 0) FROM procrastinate_jobs j"
     " JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'"
     " WHERE j.status = 'todo' AND coalesce(j.scheduled_at, e.at) <= now()")),
    ("klynge_workers", "Workers with a sign of life in the last minute.", "", WORKERS),
    ("klynge_mails", "Mails by state.", "status", "SELECT status, count(*) FROM outbox_mail GROUP BY 1"),
    ("klynge_einvoices", "Deliveries of e-invoices by state.", "status", "SELECT status, count(*) FROM billing_einvoicedelivery GROUP BY 1"),
    ("klynge_database_bytes", "Size of the database, in bytes.", "", "SELECT pg_database_size(current_database())"),
)  # fmt: skip


class DatabaseCollector(Collector):
    """Reads the figures of the whole installation at the moment it is asked."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Give each figure; one statement each."""
        with connection.cursor() as cursor:
            for name, what, label, sql in FIGURES:
                cursor.execute(sql)
                family = GaugeMetricFamily(name, what, labels=[label] if label else None)
                for *key, value in cursor.fetchall():
                    family.add_metric([str(each) for each in key], float(value))
                yield family


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the program and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when requests can be served, else 503; a silent worker is told, but pages work without it."""
    found = {"database": "ok", "migrations": "ok", "worker": "ok"}
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        with connection.cursor() as cursor:
            cursor.execute(WORKERS)
            found["worker"] = "ok" if cursor.fetchone()[0] else "silent"
    except DatabaseError:
        return JsonResponse({"database": "does not answer"}, status=503)
    if missing:
        found["migrations"] = f"{len(missing)} to do"
    return JsonResponse(found, status=503 if missing else 200)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Tell the figures in the form of Prometheus to whoever has the token; without a token set there is nothing here."""
    wanted = settings.METRICS_TOKEN
    if not wanted or not hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {wanted}".encode()):
        raise Http404
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)  # adds itself
        requests = generate_latest(registry)
    else:
        requests = generate_latest(REGISTRY)
    figures = CollectorRegistry()
    figures.register(DatabaseCollector())
    return HttpResponse(requests + generate_latest(figures), content_type=CONTENT_TYPE_LATEST)
