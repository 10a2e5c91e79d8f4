"""Killed anywhere, or two at once: each e-invoice is there once, and its log says so."""

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import close_old_connections, connection
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from klynge.billing.actions import DraftLine, issue_invoice
from klynge.billing.models import EInvoiceDelivery
from klynge.billing.tasks import prepare_einvoices, send_einvoices
from tests import factories
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)
DOCUMENTS = 6


class Keeping(BaseHTTPRequestHandler):
    """An access point that keeps each message id once; it may hang up after taking a document, before it says so."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with self.server.lock:
            self.server.posts += 1
            is_new = self.server.kept.setdefault(self.headers["Idempotency-Key"], body) is body
        if self.server.posts == self.server.hangs_at:
            self.server.is_hanging.set()
            self.server.may_go_on.wait(20)
        self.send_response(201 if is_new else 409)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args):
        pass


@pytest.fixture
def point(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Keeping)
    server.lock, server.kept, server.posts, server.hangs_at = threading.Lock(), {}, 0, 0
    server.is_hanging, server.may_go_on = threading.Event(), threading.Event()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings.EINVOICE_URL = f"http://127.0.0.1:{server.server_address[1]}/invoices"
    yield server
    server.may_go_on.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def stage(point):
    world = build()
    with scope(cluster=world.nordlys):
        town = factories.company(world.nordlys, "Testkommune", kind="public", cvr="29189420", gln="5798009811578", buyer_reference="4711")
        by = {"issued_on": world.today, "due_on": date(2027, 2, 3), "language": "da", "actor": world.astrid, "at": timezone.now()}
        lines = [DraftLine(world.dues, "Kontingent 2027", 20_000_00)]
        made = [issue_invoice(town, cluster=world.nordlys, lines=lines, source_key=f"hand:{n}", **by) for n in range(DOCUMENTS)]
    world.ids = [invoice.pk for invoice in made]
    return world


def in_a_connection_of_its_own(work):
    close_old_connections()
    try:
        work()
    finally:
        connection.close()


def assert_each_is_there_once(point):
    with scopes_disabled():
        deliveries = list(EInvoiceDelivery.objects.prefetch_related("events"))
    assert [(one.status, [event.status for event in one.events.all()]) for one in deliveries] == [("sent", ["sent"])] * DOCUMENTS
    assert set(point.kept) == {str(one.message_id) for one in deliveries}


def test_four_workers_at_once_prepare_and_send_each_once(stage, point):
    def work():
        prepare_einvoices(stage.nordlys.pk, stage.ids)
        send_einvoices(stage.nordlys.pk)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(in_a_connection_of_its_own, [work] * 4))
    assert_each_is_there_once(point)
    assert point.posts == DOCUMENTS


KILLED = """
import os, django
django.setup()
from django.conf import settings
from django.db import connection
connection.settings_dict["NAME"] = os.environ["KILL_DB"]
settings.EINVOICE_URL = os.environ["KILL_URL"]
from klynge.billing.tasks import send_einvoices
send_einvoices(int(os.environ["KILL_CLUSTER"]))
"""


def test_a_worker_killed_after_the_document_was_taken_is_followed_by_one_that_says_so(stage, point, settings):
    prepare_einvoices(stage.nordlys.pk, stage.ids)
    point.hangs_at = 3
    told = {"KILL_DB": connection.settings_dict["NAME"], "KILL_URL": settings.EINVOICE_URL, "KILL_CLUSTER": str(stage.nordlys.pk)}
    worker = subprocess.Popen([sys.executable, "-c", KILLED], env=os.environ | told)
    assert point.is_hanging.wait(30)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    point.may_go_on.set()
    with scopes_disabled():
        assert EInvoiceDelivery.objects.filter(status="sent").count() == 2
    until_nobody_holds_it()

    send_einvoices(stage.nordlys.pk)
    assert_each_is_there_once(point)
    assert (point.posts, len(point.kept)) == (DOCUMENTS + 1, DOCUMENTS)


def until_nobody_holds_it():
    """The database notices within a moment that the killed process is gone, and lets its lock go."""
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*), pg_sleep(0.05) FROM pg_locks WHERE locktype = 'advisory' AND classid = 7305002"
                " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
            if cursor.fetchone()[0] == 0:
                return
    pytest.fail("the killed worker's lock is still held")
