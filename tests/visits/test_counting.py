"""Sums by day: exact under many hands, and seen by nobody else."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.audit.models import AuditEvent
from klynge.core.errors import Refused
from klynge.visits.actions import choose_asking, count_view
from klynge.visits.models import PageDay, VisitorDay
from klynge.visits.queries.reading import is_asking, pages_read, reading_of
from klynge.visits.rules.reading import Visitor

pytestmark = pytest.mark.django_db(transaction=True)


def site(world):
    return Actor.system("site", cluster_id=world.nordlys.pk)


def test_forty_readers_at_once_are_forty_views(world):
    def read(_number):
        try:
            with scope(cluster=world.nordlys):
                came = Visitor(is_new_today=True, is_returning=_number % 2 == 0)
                count_view(world.nordlys, page="news/", visitor=came, actor=site(world), at=world.noon)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(read, range(40)))
    with scope(cluster=world.nordlys):
        assert list(PageDay.objects.values_list("page", "day_on", "views")) == [("news/", world.today, 40)]
        assert list(VisitorDay.objects.values_list("visitors", "returned")) == [(40, 20)]


def test_the_sums_are_added_up_by_day_and_a_stranger_sees_none(world):
    with scope(cluster=world.nordlys):
        for page in ("", "news/", "news/"):
            count_view(world.nordlys, page=page, actor=site(world), at=world.noon)
        span = {"first": world.today, "last": world.today}
        found = reading_of(world.nordlys, step="day", actor=world.astrid, **span)
        assert (found.views, found.views_before, found.series, found.visitors) == (3, 0, [(world.today, 3)], 0)
        assert list(pages_read(actor=world.astrid, **span)) == [{"page": "news/", "sum": 2}, {"page": "", "sum": 1}]
        assert reading_of(world.nordlys, step="day", actor=world.dorte, **span).views == 0
        assert list(pages_read(actor=world.dorte, **span)) == []


def test_only_the_site_counts_and_only_who_may_decides(world):
    with scope(cluster=world.nordlys):
        with pytest.raises(Refused):
            count_view(world.nordlys, page="", actor=world.astrid, at=world.noon)
        for somebody in (world.frida, world.bo, world.dorte):
            with pytest.raises(Refused):
                choose_asking(world.nordlys, is_asked=True, actor=somebody, at=world.noon)
        assert not is_asking()


def test_asking_begins_once_and_ends_once_and_both_are_written_down(world):
    with scope(cluster=world.nordlys):
        for is_asked in (True, True, False, False):
            choose_asking(world.nordlys, is_asked=is_asked, actor=world.astrid, at=world.noon)
            assert is_asking() == is_asked
        verbs = AuditEvent.objects.filter(verb__startswith="visits.").order_by("pk").values_list("verb", flat=True)
        assert list(verbs) == ["visits.asking.begun", "visits.asking.ended"]
    assert Cluster.objects.count() == 2
