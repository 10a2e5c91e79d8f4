"""What PostgreSQL must bring, and the function by which append-only tables refuse to be changed."""

from django.contrib.postgres.operations import BtreeGinExtension, BtreeGistExtension, TrigramExtension
from django.db import migrations

REFUSE = """
CREATE FUNCTION klynge_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on %: these rows are never changed or deleted; reverse them instead', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    run_before = [("access", "0001_initial")]
    operations = [
        BtreeGistExtension(),
        BtreeGinExtension(),
        TrigramExtension(),
        migrations.RunSQL(REFUSE, "DROP FUNCTION klynge_refuse_change()"),
    ]
