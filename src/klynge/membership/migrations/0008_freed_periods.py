"""A period without an invoice can be freed too, when its run is undone."""

from django.db import migrations, models

FREED = """
UPDATE membership_membershipperiod p SET freed_at = note.issued_at FROM billing_invoice note WHERE note.id = p.credit_note_id
"""


class Migration(migrations.Migration):
    dependencies = [("membership", "0007_period_names_its_run"), ("billing", "0004_lean_indexes")]

    operations = [
        migrations.AddField("membershipperiod", "freed_at", models.DateTimeField(null=True)),
        migrations.RunSQL([FREED, "SET CONSTRAINTS ALL IMMEDIATE"], migrations.RunSQL.noop),
        migrations.RemoveConstraint("membershipperiod", "period_charged_once"),
        migrations.AddConstraint(
            "membershipperiod",
            models.UniqueConstraint(
                condition=models.Q(("freed_at__isnull", True)), fields=("membership", "term"), name="period_charged_once"
            ),
        ),
        migrations.AddConstraint(
            "membershipperiod",
            models.CheckConstraint(
                condition=models.Q(("credit_note__isnull", True), ("freed_at__isnull", False), _connector="OR"),
                name="period_credited_is_freed",
            ),
        ),
    ]
