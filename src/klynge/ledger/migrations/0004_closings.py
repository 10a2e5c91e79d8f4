import django.db.models.deletion
from django.db import migrations, models

REFUSE = """
CREATE FUNCTION ledger_refuse_closed_day() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE late record;
BEGIN
  SELECT n.reference, n.effective_on, c.through_on INTO late FROM new_rows n
  CROSS JOIN LATERAL (SELECT through_on FROM ledger_closing WHERE cluster_id = n.cluster_id ORDER BY id DESC LIMIT 1) AS c
  WHERE n.effective_on <= c.through_on LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION '% is of %, but the books are closed through %', late.reference, late.effective_on, late.through_on USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER open_days_only AFTER INSERT ON ledger_transaction REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_closed_day();
CREATE INDEX closing_newest ON ledger_closing (cluster_id, id DESC);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_closing FOR EACH ROW EXECUTE FUNCTION klynge_refuse_change();
"""
ALLOW = """
DROP TRIGGER open_days_only ON ledger_transaction;
DROP FUNCTION ledger_refuse_closed_day();
DROP INDEX closing_newest;
DROP TRIGGER append_only ON ledger_closing;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0001_initial'),
        ('ledger', '0003_lean_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Closing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('through_on', models.DateField()),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('closed_at', models.DateTimeField()),
                ('cluster', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='ChartNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('family', models.CharField(max_length=40)),
                ('number', models.CharField(max_length=12)),
                ('cluster', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.cluster')),
            ],
            options={
                'ordering': ['number', 'family'],
                'constraints': [models.UniqueConstraint(fields=('cluster', 'family'), name='chart_number_once')],
            },
        ),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
