"""Where a number could be lost, or two people stand in each other's way."""

import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django_scopes import scope

from klynge.billing.actions import credit_invoices, issue_credit_note, issue_invoices
from klynge.billing.models import Invoice, InvoiceSeries, Product
from klynge.core.errors import Conflict, HouseError, Invalid
from klynge.core.selects import Select
from tests.world import build

DRAFTS = "SELECT %(buyer)s::bigint AS organisation_id, %(key)s AS source_key, 'da' AS language, %(lines)s::jsonb AS lines"


def issue(world, lines):
    drafts = Select(DRAFTS, {"buyer": world.fjord.pk, "key": "test:1", "lines": json.dumps(lines)})
    return issue_invoices(world.nordlys, drafts=drafts, issued_on=world.today, due_on=world.today, actor=world.frida, at=world.noon)


def line(product):
    return {"product_id": product.pk, "text": "Kontingent", "note": "", "net_minor": 100_00}


@pytest.mark.parametrize("case", ["no lines", "a foreign product", "a foreign product beside an own one"])
def test_a_draft_that_can_not_be_invoiced_whole_costs_no_number(world, case):
    with scope(cluster=world.havblik):
        foreign = Product.objects.create(cluster=world.havblik, code="dues", name={"da": "Kontingent"})
    lines = {"no lines": [], "a foreign product": [line(foreign)], "a foreign product beside an own one": [line(foreign), line(world.dues)]}
    with scope(cluster=world.nordlys):
        with pytest.raises(Invalid):
            issue(world, lines[case])
        assert not Invoice.objects.exists() and not InvoiceSeries.objects.filter(next_number__gt=1).exists()


@pytest.mark.django_db(transaction=True)
def test_crediting_one_invoice_and_all_of_them_at_once_do_not_block_each_other():
    world = build()
    with scope(cluster=world.nordlys):
        (pk,) = issue(world, [line(world.dues)])
    with ThreadPoolExecutor(1) as pool, scope(cluster=world.nordlys), transaction.atomic():
        InvoiceSeries.objects.select_for_update().get()
        other = pool.submit(credit_alone, world, pk)
        wait_until_somebody_waits()
        everything = Select("SELECT %(pk)s::bigint AS invoice_id", {"pk": pk})
        credit_invoices(world.nordlys, invoices=everything, reason="Alle", issued_on=world.today, actor=world.frida, at=world.noon)
    assert isinstance(other.result(), Conflict)


def credit_alone(world, pk):
    try:
        with scope(cluster=world.nordlys):
            issue_credit_note(Invoice.objects.get(pk=pk), reason="Én", issued_on=world.today, actor=world.frida, at=world.noon)
    except HouseError as refusal:
        return refusal
    finally:
        connection.close()


def wait_until_somebody_waits():
    """Ask who is blocked by this very connection: `pg_stat_activity` is frozen for the length of a transaction."""
    for _ in range(600):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError("Nobody waits.")
