"""Danish order, the same on every PostgreSQL."""

import pytest
from django.db import connection
from django.db.models import Index

from klynge.core.sorting import Danish
from klynge.directory.models import Municipality


def _sorted(names):
    Municipality.objects.all().delete()
    Municipality.objects.bulk_create([Municipality(code=f"{number:04}", name=name) for number, name in enumerate(names)])
    return list(Municipality.objects.order_by(Danish("name"), "code").values_list("name", flat=True))


@pytest.mark.django_db
def test_the_danish_letters_come_last_in_their_order():
    assert _sorted(["Åse", "Zebra", "Øl", "Ærø", "Bent"]) == ["Bent", "Zebra", "Ærø", "Øl", "Åse"]


@pytest.mark.django_db
def test_aa_sorts_as_the_letter_it_stands_for():
    assert _sorted(["Aarhus", "Aalborg", "Åbo", "Zoo", "Abel"]) == ["Abel", "Zoo", "Åbo", "Aalborg", "Aarhus"]


@pytest.mark.django_db
def test_capitals_accents_and_neighbours_letters_do_not_tear_names_apart():
    assert _sorted(["bo", "Bo", "Café", "cafe", "Öland", "Ørum", "Müller", "Mynte"]) == [
        "bo",
        "Bo",
        "Café",
        "cafe",
        "Müller",
        "Mynte",
        "Öland",
        "Ørum",
    ]


@pytest.mark.django_db
def test_a_list_in_danish_order_can_be_read_from_an_index():
    index = Index(Danish("name"), name="municipality_danish")
    with connection.schema_editor() as editor:
        editor.add_index(Municipality, index)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off; SET LOCAL enable_seqscan = off; ANALYZE directory_municipality")
    assert "municipality_danish" in Municipality.objects.order_by(Danish("name")).explain()
