"""The database itself refuses an allocation beyond its payment or its invoice, and a release that is not the opposite of what it takes back."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION billing_allocations_add_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM (SELECT DISTINCT payment_id FROM made) AS touched JOIN billing_payment p ON p.id = touched.payment_id
        WHERE (SELECT sum(a.amount_minor) FROM billing_allocation a WHERE a.payment_id = p.id) NOT BETWEEN 0 AND p.amount_minor
    ) OR EXISTS (
        SELECT 1 FROM (SELECT DISTINCT invoice_id FROM made) AS touched JOIN billing_invoice i ON i.id = touched.invoice_id
        WHERE (SELECT sum(a.amount_minor) FROM billing_allocation a WHERE a.invoice_id = i.id) NOT BETWEEN 0 AND i.total_minor
    ) OR EXISTS (
        SELECT 1 FROM made JOIN billing_allocation taken ON taken.id = made.reverses_id
        WHERE (made.payment_id, made.invoice_id, made.amount_minor, made.settled_on)
            IS DISTINCT FROM (taken.payment_id, taken.invoice_id, -taken.amount_minor, taken.settled_on)
    ) THEN
        RAISE EXCEPTION 'An allocation goes beyond its payment or its invoice, or a release differs from what it takes back.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'allocations_add_up';
    END IF;
    RETURN NULL;
END $$
"""
TRIGGER = """
CREATE TRIGGER allocations_add_up AFTER INSERT ON billing_allocation REFERENCING NEW TABLE AS made
FOR EACH STATEMENT EXECUTE FUNCTION billing_allocations_add_up()
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0005_kinds_and_releases")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION billing_allocations_add_up"),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER allocations_add_up ON billing_allocation"),
    ]
