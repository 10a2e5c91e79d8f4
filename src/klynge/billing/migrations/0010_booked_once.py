"""The database itself refuses to book an entry twice, to let go of a booking that is not reversed, and to use a reversed payment."""

from django.db import migrations

APPEND_ONLY = "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {} FOR EACH ROW EXECUTE FUNCTION klynge_refuse_change()"
KEPT = "CREATE TRIGGER kept BEFORE DELETE ON billing_entrymatch FOR EACH ROW EXECUTE FUNCTION klynge_refuse_change()"

MATCHES = """
CREATE FUNCTION billing_matches_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM was JOIN made ON made.id = was.id
        WHERE (was.entry_id, was.cluster_id) IS DISTINCT FROM (made.entry_id, made.cluster_id)
           OR (was.payment_id IS NOT NULL AND was.payment_id IS DISTINCT FROM made.payment_id
               AND NOT EXISTS (SELECT 1 FROM billing_paymentreversal r WHERE r.payment_id = was.payment_id))
           OR (made.payment_id IS NOT NULL AND made.payment_id IS DISTINCT FROM was.payment_id AND NOT EXISTS (
               SELECT 1 FROM billing_payment p JOIN banking_bankentry e ON e.id = made.entry_id
               WHERE p.id = made.payment_id AND p.cluster_id = made.cluster_id AND e.cluster_id = made.cluster_id
                 AND (p.amount_minor, p.currency, p.received_on) = (e.amount_minor, e.currency, e.booked_on)
                 AND NOT EXISTS (SELECT 1 FROM billing_paymentreversal r WHERE r.payment_id = p.id)))
    ) THEN
        RAISE EXCEPTION 'An entry of the bank is booked by one living payment of its own amount, and let go when that is reversed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'matches_hold';
    END IF;
    RETURN NULL;
END $$
"""
ON_MATCHES = """
CREATE TRIGGER matches_hold AFTER UPDATE ON billing_entrymatch REFERENCING OLD TABLE AS was NEW TABLE AS made
FOR EACH STATEMENT EXECUTE FUNCTION billing_matches_hold()
"""

REVERSALS = """
CREATE FUNCTION billing_reversed_payments_are_empty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM made JOIN billing_payment p ON p.id = made.payment_id
        WHERE coalesce((SELECT sum(a.amount_minor) FROM billing_allocation a WHERE a.payment_id = p.id), 0) <> 0
           OR NOT EXISTS (SELECT 1 FROM ledger_transaction t WHERE t.id = made.entry_id AND t.reverses_id = p.entry_id)
    ) THEN
        RAISE EXCEPTION 'A payment is taken back by the reversal of its posting, once it settles nothing.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reversed_payments_are_empty';
    END IF;
    RETURN NULL;
END $$
"""
ON_REVERSALS = """
CREATE TRIGGER reversed_payments_are_empty AFTER INSERT ON billing_paymentreversal REFERENCING NEW TABLE AS made
FOR EACH STATEMENT EXECUTE FUNCTION billing_reversed_payments_are_empty()
"""

LIVING = """
CREATE FUNCTION billing_only_living_payments_settle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM made JOIN billing_paymentreversal r ON r.payment_id = made.payment_id) THEN
        RAISE EXCEPTION 'A payment that was taken back settles nothing any more.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'only_living_payments_settle';
    END IF;
    RETURN NULL;
END $$
"""
ON_ALLOCATIONS = """
CREATE TRIGGER only_living_payments_settle AFTER INSERT ON billing_allocation REFERENCING NEW TABLE AS made
FOR EACH STATEMENT EXECUTE FUNCTION billing_only_living_payments_settle()
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0009_bank_matches"), ("core", "0001_extensions"), ("banking", "0002_append_only")]
    operations = [
        *(
            migrations.RunSQL(APPEND_ONLY.format(name), f"DROP TRIGGER append_only ON {name}")
            for name in ("billing_matchdecision", "billing_paymentreversal")
        ),
        migrations.RunSQL(KEPT, "DROP TRIGGER kept ON billing_entrymatch"),
        migrations.RunSQL(MATCHES, "DROP FUNCTION billing_matches_hold"),
        migrations.RunSQL(ON_MATCHES, "DROP TRIGGER matches_hold ON billing_entrymatch"),
        migrations.RunSQL(REVERSALS, "DROP FUNCTION billing_reversed_payments_are_empty"),
        migrations.RunSQL(ON_REVERSALS, "DROP TRIGGER reversed_payments_are_empty ON billing_paymentreversal"),
        migrations.RunSQL(LIVING, "DROP FUNCTION billing_only_living_payments_settle"),
        migrations.RunSQL(ON_ALLOCATIONS, "DROP TRIGGER only_living_payments_settle ON billing_allocation"),
    ]
