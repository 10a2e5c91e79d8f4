"""The database itself refuses to pay back what settles something, to take back a payment that was paid back, and to change any of it."""

from django.db import migrations

APPEND_ONLY = "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {} FOR EACH ROW EXECUTE FUNCTION klynge_refuse_change()"
NAMES = ("writeoff", "refund", "refundreversal", "instalmentplan", "instalment", "instalmentplanend")
LEFT = """
CREATE FUNCTION billing_refunded(payment bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(f.amount_minor), 0)::bigint FROM billing_refund f
    WHERE f.payment_id = payment AND NOT EXISTS (SELECT 1 FROM billing_refundreversal r WHERE r.refund_id = f.id)
$$
"""
HOLDS = """
CREATE FUNCTION billing_refunds_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM (SELECT DISTINCT payment_id FROM made) AS touched JOIN billing_payment p ON p.id = touched.payment_id
        WHERE billing_refunded(p.id) > 0
          AND (billing_refunded(p.id) + coalesce((SELECT sum(a.amount_minor) FROM billing_allocation a WHERE a.payment_id = p.id), 0) > p.amount_minor
               OR EXISTS (SELECT 1 FROM billing_paymentreversal r WHERE r.payment_id = p.id))
    ) THEN
        RAISE EXCEPTION 'Only what is left of a payment is paid back, and what was paid back settles nothing.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refunds_hold';
    END IF;
    RETURN NULL;
END $$
"""
ON = "CREATE TRIGGER refunds_hold AFTER INSERT ON {} REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION billing_refunds_hold()"
HELD = ("billing_refund", "billing_allocation", "billing_paymentreversal")
PARTS = """
CREATE FUNCTION billing_parts_add_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM (SELECT DISTINCT plan_id FROM made) AS touched JOIN billing_instalmentplan p ON p.id = touched.plan_id
        WHERE (SELECT sum(i.amount_minor) FROM billing_instalment i WHERE i.plan_id = p.id) <> p.open_minor
    ) THEN
        RAISE EXCEPTION 'The parts of an instalment plan add up to what is open.' USING ERRCODE = 'check_violation', CONSTRAINT = 'parts_add_up';
    END IF;
    RETURN NULL;
END $$
"""
ON_PARTS = """
CREATE TRIGGER parts_add_up AFTER INSERT ON billing_instalment REFERENCING NEW TABLE AS made
FOR EACH STATEMENT EXECUTE FUNCTION billing_parts_add_up()
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0011_corrections"), ("core", "0001_extensions")]
    operations = [
        *(migrations.RunSQL(APPEND_ONLY.format(f"billing_{name}"), f"DROP TRIGGER append_only ON billing_{name}") for name in NAMES),
        migrations.RunSQL(LEFT, "DROP FUNCTION billing_refunded"),
        migrations.RunSQL(HOLDS, "DROP FUNCTION billing_refunds_hold"),
        *(migrations.RunSQL(ON.format(name), f"DROP TRIGGER refunds_hold ON {name}") for name in HELD),
        migrations.RunSQL(PARTS, "DROP FUNCTION billing_parts_add_up"),
        migrations.RunSQL(ON_PARTS, "DROP TRIGGER parts_add_up ON billing_instalment"),
    ]
