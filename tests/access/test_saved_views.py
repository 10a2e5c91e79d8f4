"""Filtered lists kept under a name: one's own, refused in plain words, gone without a trace of others."""

import pytest
from django_scopes import scope

from klynge.access.actions import delete_view, save_view
from klynge.access.actions.save_view import MOST
from klynge.access.models import SavedView
from klynge.access.queries import views_of
from klynge.audit.models import AuditEvent
from klynge.core.errors import Conflict, Invalid, Refused

PAGE = "office:members"


@pytest.fixture(autouse=True)
def _scope(world):
    with scope(cluster=world.nordlys):
        yield


def save(world, name="Late payers", query="standing=overdue", actor=None, page=PAGE):
    return save_view(world.nordlys, page=page, name=name, query=query, actor=actor or world.astrid, at=world.noon)


def test_a_view_is_kept_for_its_owner_and_page_alone_and_recorded(world):
    save(world, name="  Late   payers ")
    assert [(view.name, view.query) for view in views_of(world.astrid, page=PAGE)] == [("Late payers", "standing=overdue")]
    assert list(views_of(world.frida, page=PAGE)) == list(views_of(world.astrid, page="office:people")) == []
    event = AuditEvent.objects.get(verb="access.view.saved")
    assert event.details == {"page": PAGE, "query": "standing=overdue"}


def test_a_name_that_is_there_already_gets_the_new_filter(world):
    first, again = save(world), save(world, query="missing=size")
    assert (first.pk, [view.query for view in views_of(world.astrid, page=PAGE)]) == (again.pk, ["missing=size"])


@pytest.mark.parametrize(("name", "query"), [("", "q=x"), ("   ", "q=x"), ("x" * 61, "q=x"), ("Long", "q=" + "x" * 10_000)])
def test_what_can_not_be_kept_is_refused(world, name, query):
    with pytest.raises(Invalid):
        save(world, name=name, query=query)
    assert not SavedView.objects.exists()


def test_there_is_an_end_to_how_many_are_kept_but_an_old_one_may_still_change(world):
    SavedView.objects.bulk_create(
        SavedView(user=world.astrid_user, cluster=world.nordlys, page=PAGE, name=str(number), query="") for number in range(MOST)
    )
    with pytest.raises(Conflict):
        save(world)
    assert save(world, name="3").query == "standing=overdue"
    assert save(world, actor=world.frida).pk and save(world, page="office:people").pk


def test_a_stranger_and_a_member_keep_nothing_here(world):
    for actor in (world.bo, world.dorte):
        with pytest.raises(Refused):
            save(world, actor=actor)


def test_only_the_owner_deletes_a_view_and_what_it_held_is_recorded(world):
    view = save(world)
    for actor in (world.frida, world.bo, world.dorte):
        with pytest.raises(Refused):
            delete_view(view, actor=actor, at=world.noon)
    delete_view(view, actor=world.astrid, at=world.noon)
    assert not SavedView.objects.exists()
    assert AuditEvent.objects.get(verb="access.view.deleted").details == {"page": PAGE, "query": "standing=overdue"}
