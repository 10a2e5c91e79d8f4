"""What the bank said is only ever added."""

from django.db import migrations

ON = "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON banking_bankentry FOR EACH ROW EXECUTE FUNCTION klynge_refuse_change()"


class Migration(migrations.Migration):
    dependencies = [("banking", "0001_initial"), ("core", "0001_extensions")]
    operations = [migrations.RunSQL(ON, "DROP TRIGGER append_only ON banking_bankentry")]
