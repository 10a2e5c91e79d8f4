"""An invoice that the law no longer makes us keep may lose its contact: nothing else of it, and no younger one."""

from django.db import migrations

GUARD = """
CREATE FUNCTION billing_guard_invoice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.issued_on < CURRENT_DATE - interval '5 years'
       AND NEW.buyer = OLD.buyer || '{"attention": "", "email": ""}'
       AND to_jsonb(NEW) - 'buyer' = to_jsonb(OLD) - 'buyer' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% on %: these rows are never changed or deleted; reverse them instead', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$
"""
DROP = "DROP TRIGGER append_only ON billing_invoice"
ON = "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON billing_invoice FOR EACH ROW EXECUTE FUNCTION {}()"


class Migration(migrations.Migration):
    dependencies = [("billing", "0012_corrections_hold")]
    operations = [
        migrations.RunSQL(GUARD, "DROP FUNCTION billing_guard_invoice()"),
        migrations.RunSQL([DROP, ON.format("billing_guard_invoice")], [DROP, ON.format("klynge_refuse_change")]),
    ]
