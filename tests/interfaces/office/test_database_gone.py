"""The database goes away under a page: that page says so, and the next one works again."""

import pytest
from django.db import close_old_connections, connection
from django.urls import reverse

from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_page_after_a_lost_connection_is_whole(client):
    world = build()
    client.force_login(world.astrid_user)
    address = reverse("office:members:list", args=[world.nordlys.slug])
    assert client.get(address).status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    other.close()
    close_old_connections()  # what Django does at the start of each request; the test client leaves it out
    assert client.get(address).status_code == 200
