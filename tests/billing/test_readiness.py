from datetime import date

import pytest
from django_scopes import scope, scopes_disabled

from klynge.billing.actions import credit_invoices, issue_invoices, set_fee_status
from klynge.billing.models import FeeStatus, FeeStatusChange, Invoice, Product
from klynge.billing.queries import fee_status_on, require_may_bill_on, seller_snapshot
from klynge.core.errors import Invalid
from klynge.core.selects import Select

NOBODY = "SELECT 1::bigint AS organisation_id, ''::text AS source_key, 'da'::text AS language, '[]'::jsonb AS lines WHERE false"


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        yield world


def by(stage):
    return {"actor": stage.astrid, "at": stage.noon}


def test_a_cluster_that_never_introduced_dues_is_told_where_to_do_so(stage):
    with scopes_disabled():
        Product.objects.create(cluster=stage.havblik, code="dues", name={"da": "Kontingent"})
    with scope(cluster=stage.havblik):
        assert fee_status_on(stage.havblik, stage.today) == FeeStatus.NONE
        with pytest.raises(Invalid, match="settings"):
            require_may_bill_on(stage.havblik, stage.today, product_kinds={"dues"})


@pytest.mark.parametrize("lost", [("cvr",), ("street",), ("iban", "bank_account", "fik_creditor")])
def test_a_seller_lacks_nothing_that_an_invoice_has_to_say(stage, lost):
    for name in lost:
        setattr(stage.nordlys, name, "")
    with pytest.raises(Invalid, match="settings"):
        seller_snapshot(stage.nordlys)


def test_a_span_before_the_introduction_may_still_be_announced(stage):
    set_fee_status(stage.nordlys, status=FeeStatus.ANNOUNCED, from_on=date(2016, 1, 1), **by(stage))
    assert [c.status for c in FeeStatusChange.objects.order_by("from_on")] == ["announced", "introduced"]


def test_an_unknown_status_of_dues_is_refused(stage):
    with pytest.raises(Invalid):
        set_fee_status(stage.nordlys, status="free", from_on=stage.today, **by(stage))


def test_bulk_verbs_over_nothing_issue_nothing(stage):
    days = {"issued_on": stage.today, "due_on": stage.today}
    assert issue_invoices(stage.nordlys, drafts=Select(NOBODY), **days, **by(stage)) == []
    nothing = Select("SELECT 1::bigint AS invoice_id WHERE false")
    with pytest.raises(Invalid):
        credit_invoices(stage.nordlys, invoices=nothing, reason=" ", issued_on=stage.today, **by(stage))
    assert credit_invoices(stage.nordlys, invoices=nothing, reason="x", issued_on=stage.today, **by(stage)) == []


def test_invoices_are_visible_to_staff_alone(stage):
    assert Invoice.objects.visible_to(stage.bo).query.is_empty()
