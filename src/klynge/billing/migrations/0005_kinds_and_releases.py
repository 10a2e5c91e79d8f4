"""Products say whether they are dues; allocations have a day, and can be released by their opposite."""

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

OTHER = "UPDATE billing_product SET kind = 'other' WHERE code <> 'dues' AND income_account <> 'income:dues'"
SETTLED = """
UPDATE billing_allocation a SET settled_on = greatest(p.received_on, i.issued_on), made_at = t.recorded_at
FROM billing_payment p, billing_invoice i, ledger_transaction t
WHERE p.id = a.payment_id AND i.id = a.invoice_id AND t.id = p.entry_id
"""
QUIET = "ALTER TABLE billing_allocation {} TRIGGER append_only"


class Migration(migrations.Migration):
    dependencies = [("billing", "0004_lean_indexes"), ("ledger", "0004_closings")]

    operations = [
        migrations.AddField(
            "product",
            "kind",
            models.CharField(choices=[("dues", "Membership dues"), ("other", "Something else")], default="dues", max_length=8),
        ),
        migrations.RunSQL(OTHER, migrations.RunSQL.noop),
        migrations.AlterModelOptions("allocation", {"ordering": ["id"]}),
        migrations.RemoveConstraint("allocation", "allocation_once"),
        migrations.RemoveConstraint("allocation", "allocation_positive"),
        migrations.AddField("allocation", "settled_on", models.DateField(default=timezone.localdate), preserve_default=False),
        migrations.AddField("allocation", "made_at", models.DateTimeField(default=timezone.now), preserve_default=False),
        migrations.AddField("allocation", "reason", models.CharField(blank=True, max_length=200)),
        migrations.AddField(
            "allocation",
            "reverses",
            models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="released_by", to="billing.allocation"
            ),
        ),
        migrations.AddField(
            "allocation",
            "entry",
            models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.transaction"),
        ),
        migrations.RunSQL([QUIET.format("DISABLE"), SETTLED, QUIET.format("ENABLE")], migrations.RunSQL.noop),
        migrations.AddConstraint(
            "allocation",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount_minor__gt", 0), ("reverses__isnull", True)),
                    models.Q(("amount_minor__lt", 0), ("reverses__isnull", False)),
                    _connector="OR",
                ),
                name="allocation_or_release",
            ),
        ),
    ]
