"""What is charged for, how it is taxed, and from when."""

import json
from datetime import date

import pytest
from django_scopes import scope

from klynge.audit.models import AuditEvent
from klynge.billing.actions import change_product, create_product, issue_invoices, set_fee_status
from klynge.billing.models import FeeStatus, FeeStatusChange, Product
from klynge.billing.queries import fee_status_on
from klynge.core.errors import Conflict, Invalid, Refused
from klynge.core.selects import Select

STANDARD = {"name": {"da": "Indskud", "en": "Entrance fee"}, "vat_treatment": "S", "vat_rate_bp": 2500, "vat_reason": {}}
EXEMPT = STANDARD | {"vat_treatment": "E", "vat_rate_bp": 0, "vat_reason": {"da": "Momsfri", "en": "Exempt"}}


@pytest.fixture(autouse=True)
def _in_the_cluster(world):
    with scope(cluster=world.nordlys):
        yield


def create(world, actor=None, *, code="entry", **facts):
    return create_product(world.nordlys, code=code, **(STANDARD | facts), actor=actor or world.frida, at=world.noon)


def test_a_product_has_its_own_income_account(world):
    product = create(world)
    assert (product.code, product.vat_rate_bp, product.income_account) == ("entry", 2500, "income:entry")


def test_a_code_is_used_once(world):
    with pytest.raises(Conflict):
        create(world, code="dues")


@pytest.mark.parametrize("wrong", [
    {"vat_treatment": "X"}, {"vat_rate_bp": 0}, {"vat_rate_bp": 10_001}, {"vat_treatment": "E"}, {"vat_treatment": "O", "vat_rate_bp": 0, "vat_reason": {}},
])  # fmt: skip
def test_vat_that_no_invoice_could_print_is_refused(world, wrong):
    with pytest.raises(Invalid):
        create(world, **wrong)
    assert Product.objects.count() == 1


def test_a_change_is_recorded_with_before_and_after_and_no_change_is_not(world):
    product = change_product(create(world), **EXEMPT, actor=world.frida, at=world.noon)
    change_product(product, **EXEMPT, actor=world.frida, at=world.noon)
    (details,) = [event.details for event in AuditEvent.objects.filter(verb="billing.product.changed")]
    assert (details["before"]["vat_rate_bp"], details["after"]["vat_reason"]["da"]) == (2500, "Momsfri")


def test_dues_are_introduced_from_a_day_and_a_day_can_be_set_again(world):
    for status in (FeeStatus.ANNOUNCED, FeeStatus.NONE):
        set_fee_status(world.nordlys, status=status, from_on=date(2016, 1, 1), actor=world.frida, at=world.noon)
    assert FeeStatusChange.objects.count() == 2
    assert [fee_status_on(world.nordlys, date(year, 6, 1)) for year in (2015, 2016, 2017)] == ["none", "none", "introduced"]


def test_an_unknown_status_is_refused(world):
    with pytest.raises(Invalid):
        set_fee_status(world.nordlys, status="perhaps", from_on=world.today, actor=world.frida, at=world.noon)


@pytest.mark.parametrize("who", ["bo", "dorte"])
def test_whoever_may_not_set_prices_sets_none(world, who):
    actor = getattr(world, who)
    calls = [
        lambda: create(world, actor),
        lambda: change_product(world.dues, **EXEMPT, actor=actor, at=world.noon),
        lambda: set_fee_status(world.nordlys, status="none", from_on=world.today, actor=actor, at=world.noon),
    ]
    for call in calls:
        with pytest.raises(Refused):
            call()


def test_days_with_dues_on_invoices_stay_days_with_dues(world):
    lines = [{"product_id": world.dues.pk, "text": "Kontingent", "note": "", "net_minor": 100_00}]
    sql = "SELECT %(who)s::bigint AS organisation_id, 'k' AS source_key, 'da' AS language, %(lines)s::jsonb AS lines"
    drafts = Select(sql, {"who": world.fjord.pk, "lines": json.dumps(lines)})
    issue_invoices(world.nordlys, drafts=drafts, issued_on=world.today, due_on=date(2027, 2, 3), actor=world.astrid, at=world.noon)

    for day in (date(2017, 1, 1), world.today):
        with pytest.raises(Conflict, match="2027-00001"):
            set_fee_status(world.nordlys, status="none", from_on=day, actor=world.frida, at=world.noon)
    set_fee_status(world.nordlys, status="none", from_on=date(2027, 1, 5), actor=world.frida, at=world.noon)
    assert fee_status_on(world.nordlys, world.today) == "introduced"


def test_no_product_that_is_dues_gets_round_the_introduction_whatever_its_code(world):
    group = create(world, code="group-fee", kind="dues")
    rows = [
        {
            "organisation_id": world.fjord.pk,
            "source_key": "k",
            "language": "da",
            "lines": [{"product_id": group.pk, "text": "x", "net_minor": 1}],
        }
    ]
    asked = Select("SELECT * FROM jsonb_to_recordset(%(rows)s::jsonb) AS r (organisation_id bigint, source_key text, language text, lines jsonb)", {"rows": json.dumps(rows)})  # fmt: skip
    by = {"actor": world.frida, "at": world.noon}
    with pytest.raises(Invalid, match="introduced"):
        issue_invoices(world.nordlys, drafts=asked, issued_on=date(2016, 1, 1), due_on=date(2016, 2, 1), **by)
    issue_invoices(world.nordlys, drafts=asked, issued_on=world.today, due_on=world.today, **by)
    with pytest.raises(Conflict, match="2027-00001"):
        set_fee_status(world.nordlys, status=FeeStatus.ANNOUNCED, from_on=world.today, **by)
    with pytest.raises(Invalid):
        create(world, code="what", kind="gift")
