"""These rows are only ever added."""

from django.db import migrations

TABLES = [
    "billing_invoice",
    "billing_invoiceline",
    "billing_payment",
    "billing_allocation",
]
ON = "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {} FOR EACH ROW EXECUTE FUNCTION klynge_refuse_change()"


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial")]
    operations = [migrations.RunSQL(ON.format(table), f"DROP TRIGGER append_only ON {table}") for table in TABLES]
