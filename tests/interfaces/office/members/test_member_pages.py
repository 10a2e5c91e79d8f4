"""The list of members and the member's page: who sees them, what stands there, what is handed out."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope
from python_calamine import CalamineWorkbook

from klynge.membership.models import Membership
from tests import factories

PAGES = (
    "list",
    "csv",
    "xlsx",
    "new",
    "detail",
    "edit",
    "size",
    "contact",
    "type",
    "reinstate",
    "resign",
    "exclude",
    "annul",
    "adjust",
    "parent",
    "merge",
)
READABLE = ("list", "csv", "xlsx", "detail")


def url(stage, name, *rest):
    needs_member = name not in ("list", "csv", "xlsx", "new", "save_view", "delete_view")
    return reverse(f"office:members:{name}", args=[stage.nordlys.slug, *([stage.fjord_membership.pk] if needs_member else []), *rest])


def get(client, address):
    return client.get(address, headers={"accept-language": "en"}).content.decode()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["dorte_user", "bo_user"])
def test_a_stranger_and_a_member_find_nothing(stage, client, name, who):
    client.force_login(getattr(stage, who))
    assert client.get(url(stage, name)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_an_anonymous_visitor_is_sent_to_sign_in(stage, client, name):
    assert client.get(url(stage, name)).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", PAGES)
def test_staff_open_every_page(stage, client, name):
    client.force_login(stage.astrid_user)
    assert client.get(url(stage, name)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_a_reader_reads_and_changes_nothing(stage, client, name):
    client.force_login(stage.rie_user)
    assert client.get(url(stage, name)).status_code == (200 if name in READABLE else 403)
    assert client.post(url(stage, name)).status_code == (405 if name in READABLE else 403)


def test_a_reader_sees_no_buttons(stage, client):
    client.force_login(stage.rie_user)
    pages = get(client, url(stage, "detail")) + get(client, url(stage, "list"))
    assert not [word for word in ("Edit", "Adjust the fee", "Declare a size", "Add a contact", "Register a member") if word in pages]


def test_a_member_of_another_cluster_is_not_found(stage, client):
    with scope(cluster=stage.havblik):
        kind = stage.ordinary.__class__.objects.create(cluster=stage.havblik, code="x", name={})
        other = factories.member(stage.havblik, kind, "Fremmed ApS", 3)
    client.force_login(stage.astrid_user)
    assert client.get(reverse("office:members:detail", args=["nordlys", other.pk])).status_code == 404
    assert "Fremmed" not in get(client, url(stage, "list"))


@pytest.mark.parametrize(
    ("query", "fjord", "aeble"),
    [
        ("", True, True),
        ("q=fjrod", True, False),
        ("q=bo@fjord", True, False),
        ("q=13+74+81+36", True, False),
        ("missing=size", False, True),
        ("missing=confirmation", False, False),
        ("missing=contact", False, False),
        ("category=size-5&on=2027-01-04", True, False),
        ("on=2022-01-01", True, False),
        ("status=leaving", False, False),
        ("status=active", True, True),
        ("status=nonsense&sort=nonsense&on=x&page=x&type=x", True, True),
        ("kind=public", False, False),
        ("standing=overdue&on=2027-01-04", False, False),
        ("standing=overdue&on=2027-12-01", True, False),
    ],
)
def test_the_list_is_narrowed_by_its_address(stage, client, query, fjord, aeble):
    client.force_login(stage.astrid_user)
    page = get(client, f"{url(stage, 'list')}?{query}")
    assert (">Fjord Data ApS<" in page, ">Æblegården I/S<" in page) == (fjord, aeble)


def test_one_row_and_forty_ask_the_same_number_of_queries(stage, client):
    client.force_login(stage.astrid_user)
    counts = []
    for more in (0, 2, 38):
        with scope(cluster=stage.nordlys):
            for number in range(more):
                factories.member(stage.nordlys, stage.ordinary, f"Nr. {more} {number}", number)
        for name in ("list", "detail"):
            with CaptureQueriesContext(connection) as caught:
                client.get(url(stage, name))
            counts.append((name, len(caught)))
    assert len(set(counts)) == 2, counts


def test_the_csv_is_the_list_as_filtered_and_sorted(stage, client):
    client.force_login(stage.astrid_user)
    answer = client.get(f"{url(stage, 'csv')}?sort=-name&on=2027-01-05", headers={"accept-language": "en"})
    lines = b"".join(answer.streaming_content).decode().split("\r\n")
    assert lines[0].startswith("\ufeffMember no.;Organisation;CVR;")
    assert [line.split(";")[1] for line in lines[1:-1]] == ["Æblegården I/S", "Fjord Data ApS"]
    assert lines[2].split(";")[12:14] == ["8125,00", "0,00"]


def test_the_workbook_holds_only_what_was_picked(stage, client):
    client.force_login(stage.astrid_user)
    answer = client.get(f"{url(stage, 'xlsx')}?on=2027-01-05&pick={stage.fjord_membership.pk}&pick=x", headers={"accept-language": "en"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.getvalue())).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows] == ["Organisation", "Fjord Data ApS"]
    assert rows[1][12] == 8125


def test_a_cluster_without_members_is_told_what_to_do(world, client):
    with scope(cluster=world.nordlys):
        Membership.objects.all().delete()
    client.force_login(world.astrid_user)
    assert "No members yet" in get(client, url(world, "list"))


def test_a_list_is_saved_shown_and_deleted(stage, client):
    client.force_login(stage.astrid_user)
    client.post(url(stage, "save_view"), {"name": "Uden størrelse", "query": "missing=size"})
    page = client.get(url(stage, "list") + "?missing=size")
    (view,) = page.context["views"]
    assert ('href="?missing=size" aria-current="page"' in page.content.decode(), view.user) == (True, stage.astrid_user)
    client.force_login(stage.frida_user)
    assert client.post(url(stage, "delete_view", view.pk)).status_code == 404
    client.force_login(stage.astrid_user)
    client.post(url(stage, "delete_view", view.pk))
    assert client.get(url(stage, "list")).context["views"] == []


def test_the_member_page_tells_everything(stage, client):
    client.force_login(stage.astrid_user)
    page = get(client, url(stage, "detail"))
    for words in ("Member no. 1, since 1 January 2020", "13 74 81 36", "20-49 employees", "Assumption", "2027-00001", "38–45", "Bo Ågård"):
        assert words in page
