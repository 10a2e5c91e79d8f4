"""The eleven municipalities of North Jutland (NUTS3 DK050), by their official codes."""

from django.db import migrations

MUNICIPALITIES = {
    "0773": "Morsø", "0787": "Thisted", "0810": "Brønderslev", "0813": "Frederikshavn", "0820": "Vesthimmerlands", "0825": "Læsø",
    "0840": "Rebild", "0846": "Mariagerfjord", "0849": "Jammerbugt", "0851": "Aalborg", "0860": "Hjørring",
}  # fmt: skip


def add(apps, _schema_editor):
    model = apps.get_model("directory", "Municipality")
    model.objects.bulk_create([model(code=code, name=name, nuts3="DK050") for code, name in MUNICIPALITIES.items()], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0002_person_search"),
    ]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
