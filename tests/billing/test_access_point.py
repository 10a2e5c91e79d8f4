"""E-invoices over real HTTP: to a buyer that checks and answers them, and to one that misbehaves."""

import json
import threading
from contextlib import contextmanager
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone
from django.utils.translation import override
from django_scopes import scope
from mockeinvoice.buyer import Buyer
from mockeinvoice.server import serve

from klynge.billing.actions import DraftLine, issue_invoice, send_einvoice
from klynge.billing.models import EInvoiceDelivery
from klynge.billing.tasks import prepare_einvoices as prepare_job
from klynge.billing.tasks import send_einvoices as send_job
from tests import factories


@contextmanager
def running(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Odd(BaseHTTPRequestHandler):
    """Answers as it is told, and remembers what it was asked."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.heard.append((self.command, self.path, dict(self.headers), body))
        code, headers, answer = self.server.says
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST  # noqa: N815  # the name that http.server calls

    def log_message(self, *_args):
        pass


@pytest.fixture
def odd(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Odd)
    server.heard, server.says = [], (201, {}, b"{}")
    with running(server) as url:
        settings.EINVOICE_URL, settings.EINVOICE_TOKEN = f"{url}/invoices", "s3cret"
        yield server


@pytest.fixture
def buyer(settings):
    buyer = Buyer()
    with running(serve(buyer, port=0, quiet=True)) as url:
        settings.EINVOICE_URL, settings.EINVOICE_TOKEN = f"{url}/invoices", ""
        yield buyer


@pytest.fixture
def stage(world):
    world.nordlys.locale = "en"
    world.nordlys.save()
    with scope(cluster=world.nordlys), override("en"):
        town = factories.company(world.nordlys, "Testkommune", kind="public", cvr="29189420", gln="5798009811578", buyer_reference="4711")
        by = {"issued_on": world.today, "due_on": date(2027, 2, 3), "language": "da", "actor": world.astrid, "at": timezone.now()}
        lines = [DraftLine(world.dues, "Kontingent 2027", 20_000_00)]
        world.invoice = issue_invoice(town, cluster=world.nordlys, lines=lines, source_key="hand:1", **by)
        prepare_job(world.nordlys.pk, [world.invoice.pk])
        yield world


def send(stage):
    """Let the worker go round, whatever pause was set."""
    EInvoiceDelivery.objects.filter(next_try_at__isnull=False).update(next_try_at=timezone.now() - timedelta(seconds=1))
    send_job(stage.nordlys.pk)
    return EInvoiceDelivery.objects.get()


def words(delivery):
    return [(event.status, event.words) for event in delivery.events.all()]


@pytest.mark.parametrize(("answers", "status"), [(["AB"], "sent"), (["IP", "AP"], "accepted"), (["RE"], "rejected")])
def test_the_buyer_takes_it_in_and_its_answer_is_asked_for(buyer, stage, answers, status):
    delivery = send(stage)
    (held,) = buyer.invoices.values()
    assert (held.number, delivery.status, delivery.channel) == (stage.invoice.number, "sent", "access_point")
    for answer in answers:
        buyer.answer(held.id, answer, reasons=[{"code": "REF"}] if answer == "RE" else [])
        delivery = send(stage)
    assert (delivery.status, len(buyer.invoices)) == (status, 1)


def test_what_the_buyer_turns_away_is_rejected_with_its_words(odd, stage):
    odd.says = (422, {}, json.dumps({"error": "INVALID", "findings": [{"code": "DK-R-005", "text": "means"}]}).encode())
    assert words(send(stage)) == [("rejected", "422 INVALID; DK-R-005 means")]


def test_every_try_carries_the_same_message_id_and_the_token(odd, stage):
    odd.says = (503, {}, b"busy")
    send(stage)
    odd.says = (201, {}, b"{}")
    delivery = send(stage)
    (first, second) = [request[2] for request in odd.heard]
    assert first["Idempotency-Key"] == second["Idempotency-Key"] == str(delivery.message_id)
    assert (first["Authorization"], first["Content-Type"]) == ("Bearer s3cret", "application/xml")
    assert (delivery.attempts, words(delivery)) == (2, [("waiting", "503 busy"), ("sent", "201")])


def test_one_that_was_taken_before_is_sent(odd, stage):
    odd.says = (409, {}, b'{"error": "KNOWN"}')
    assert send(stage).status == "sent"


def test_a_redirect_is_not_followed_and_the_token_goes_nowhere_else(odd, stage):
    odd.says = (302, {"Location": "http://127.0.0.1:9/elsewhere"}, b"")
    assert (send(stage).status, len(odd.heard)) == ("waiting", 1)
    odd.says = (201, {"Location": "http://localhost:9/_mock/invoices/1"}, b"{}")
    delivery = send(stage)
    assert (delivery.status, delivery.remote, delivery.next_try_at) == ("sent", "", None)


def test_an_access_point_that_is_down_is_tried_again(stage, settings):
    settings.EINVOICE_URL = "http://127.0.0.1:9/invoices"
    EInvoiceDelivery.objects.update(channel="access_point")
    delivery = send(stage)
    assert (delivery.status, delivery.attempts, "can't be reached" in words(delivery)[0][1]) == ("waiting", 1, True)
    settings.EINVOICE_URL = "file:///etc/passwd"
    assert "no web address" in words(send(stage))[-1][1]
    settings.EINVOICE_URL = ""
    assert "KLYNGE_EINVOICE_URL" in words(send(stage))[-1][1]


def test_a_question_without_an_answer_leaves_it_sent(odd, stage):
    odd.says = (201, {"Location": "/invoices/7"}, b"{}")
    send(stage)
    odd.says = (500, {}, b"")
    delivery = send(stage)
    assert (delivery.status, odd.heard[-1][:2], len(words(delivery))) == ("sent", ("GET", "/invoices/7"), 1)
    assert delivery.next_try_at > timezone.now()


def test_after_two_months_nobody_is_asked_any_more(odd, stage):
    odd.says = (201, {"Location": "/invoices/7"}, b"{}")
    send(stage)
    EInvoiceDelivery.objects.update(created_at=timezone.now() - timedelta(days=61))
    assert send(stage).next_try_at is None


def test_an_access_point_that_was_taken_away_is_not_asked(odd, stage, settings):
    odd.says = (201, {"Location": "/invoices/7"}, b"{}")
    send(stage)
    settings.EINVOICE_URL = "http://127.0.0.1:9/invoices"
    delivery = send(stage)
    assert (delivery.status, len(odd.heard)) == ("sent", 1)
    send_einvoice(stage.invoice, channel="access_point", actor=stage.astrid, at=timezone.now())
    assert send(stage).remote == ""


def test_one_that_goes_silent_while_it_is_asked_stays_sent(odd, stage, settings):
    odd.says = (201, {"Location": "/invoices/7"}, b"{}")
    send(stage)
    odd.shutdown()
    odd.server_close()
    assert send(stage).status == "sent"
