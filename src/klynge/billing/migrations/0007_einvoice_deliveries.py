"""Where e-invoices went; what happened to them is only ever added."""

import django.db.models.deletion
from django.db import migrations, models

ON = "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON billing_deliveryevent FOR EACH ROW EXECUTE FUNCTION klynge_refuse_change()"


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
        ("billing", "0006_allocations_add_up"),
    ]

    operations = [
        migrations.CreateModel(
            name="EInvoiceDelivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(choices=[("folder", "Folder"), ("access_point", "Access point")], max_length=12)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sent", "Sent"),
                            ("accepted", "Accepted"),
                            ("rejected", "Rejected"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("message_id", models.UUIDField(unique=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("remote", models.CharField(blank=True, max_length=500)),
                ("created_at", models.DateTimeField()),
                ("next_try_at", models.DateTimeField(null=True)),
                (
                    "cluster",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.cluster"),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="billing.invoice"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="DeliveryEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sent", "Sent"),
                            ("accepted", "Accepted"),
                            ("rejected", "Rejected"),
                            ("failed", "Failed"),
                        ],
                        max_length=8,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                (
                    "delivery",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="events", to="billing.einvoicedelivery"),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddIndex(
            model_name="einvoicedelivery",
            index=models.Index(condition=models.Q(("next_try_at__isnull", False)), fields=["cluster", "next_try_at"], name="delivery_due"),
        ),
        migrations.AddIndex(
            model_name="einvoicedelivery",
            index=models.Index(fields=["cluster", "status", "invoice"], name="delivery_by_status"),
        ),
        migrations.AddConstraint(
            model_name="einvoicedelivery",
            constraint=models.UniqueConstraint(fields=("invoice", "channel"), name="delivery_once"),
        ),
        migrations.RunSQL(ON, "DROP TRIGGER append_only ON billing_deliveryevent"),
    ]
