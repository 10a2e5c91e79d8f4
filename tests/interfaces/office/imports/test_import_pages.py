"""A member file in the office: uploaded, looked at, corrected, read in, given back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_scopes import scope

from klynge.access.models import Grant, Role, User
from klynge.directory.models import Organisation, refresh_search
from klynge.membership import tasks
from klynge.membership.models import ImportRun, Membership
from tests.factories import company

FILE = "Firmanavn;CVR;Farve\nHavn ApS;13585628;rød\nForkert;123;blå\nFjord Data ApS;13748136;grøn\n"
ENGLISH = {"headers": {"accept-language": "en"}}


@pytest.fixture
def stage(world, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(world.astrid_user)
    return world


def address(stage, name, *arguments):
    return reverse(f"office:imports:{name}", args=[stage.nordlys.slug, *arguments])


def upload(stage, client, content=FILE, name="liste.csv"):
    return client.post(address(stage, "new"), {"file": SimpleUploadedFile(name, content.encode())}, **ENGLISH)


def the_run(stage):
    with scope(cluster=stage.nordlys):
        return ImportRun.objects.select_related("rejects").get()


def test_a_file_is_rehearsed_and_every_row_explained(stage, client):
    response = upload(stage, client)
    run = the_run(stage)
    assert response.url == address(stage, "rehearsal", run.pk)
    page = client.get(response.url, **ENGLISH).content.decode()
    for said in ("Havn ApS", "“123” is not a CVR number", "Not read: Farve", "Read 1 row in"):
        assert said in page
    faulty = client.get(response.url, {"outcome": "faulty"}, **ENGLISH).content.decode()
    assert ("Forkert" in faulty, "Havn ApS" in faulty) == (True, False)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [("a.xlsx", "%PDF-1.7", "whatever its name says"), ("a.csv", "", "is empty"), ("a.csv", "Farve\nx\n", "No column holds")],
)
def test_a_file_that_is_no_list_is_refused_beside_the_field(stage, client, name, content, said):
    response = upload(stage, client, content, name)
    assert response.status_code == 422 and said in response.content.decode()


def test_columns_are_corrected_and_remembered(stage, client):
    upload(stage, client, "Navn;Hoveder\nHavn;12\n")
    run = the_run(stage)
    assert client.post(address(stage, "columns", run.pk), {"column_0": "name", "column_1": "name"}).status_code == 422
    assert (
        client.post(address(stage, "columns", run.pk), {"column_0": "name", "column_1": "headcount", "confirms_sizes": "on"}).status_code
        == 302
    )
    assert (the_run(stage).columns, the_run(stage).confirms_sizes) == ({"Navn": "name", "Hoveder": "headcount"}, True)


def test_a_doubtful_row_is_answered_on_the_page(stage, client):
    one, two = company(stage.nordlys, "Nordjysk Energi", postcode="9000"), company(stage.nordlys, "Nordjysk Energi", postcode="9400")
    refresh_search([one.pk, two.pk])
    upload(stage, client, "Navn\nNordjysk Energi ApS\n")
    run = the_run(stage)
    assert "A new company" in client.get(address(stage, "rehearsal", run.pk), **ENGLISH).content.decode()
    assert client.post(address(stage, "answer", run.pk, 2), {"organisation": "x"}).status_code == 404
    assert client.post(address(stage, "answer", run.pk, 2), {"organisation": stage.fjord.pk}, follow=True, **ENGLISH).status_code == 200
    client.post(address(stage, "answer", run.pk, 2), {"organisation": two.pk})
    assert the_run(stage).counts["update"] == 1


def test_it_is_read_in_by_the_worker_and_the_faulty_rows_come_back(stage, client):
    upload(stage, client)
    run = the_run(stage)
    assert client.get(address(stage, "rejects", run.pk)).status_code == 404
    assert client.post(address(stage, "start", run.pk)).status_code == 302
    assert "You may leave this page" in client.get(address(stage, "rehearsal", run.pk), **ENGLISH).content.decode()
    again = client.post(address(stage, "start", run.pk), follow=True, **ENGLISH)
    assert "has begun already" in again.content.decode()
    tasks.commit_import(cluster_id=stage.nordlys.pk, run_id=run.pk)
    with scope(cluster=stage.nordlys):
        assert (Membership.objects.count(), Organisation.objects.count()) == (2, 2)
    back = client.get(address(stage, "rejects", run.pk))
    assert "attachment" in back["Content-Disposition"] and "Forkert;123;blå;" in back.content.decode("utf-8-sig")
    assert "The good rows are read in" in client.get(address(stage, "rehearsal", run.pk), **ENGLISH).content.decode()
    assert "liste.csv" in client.get(address(stage, "list"), **ENGLISH).content.decode()


def test_a_company_named_like_markup_stays_text(stage, client):
    upload(stage, client, "Navn\n<script>alert(1)</script>\n")
    page = client.get(address(stage, "rehearsal", the_run(stage).pk)).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_every_route_is_closed_to_strangers_members_and_passers_by(stage, client):
    upload(stage, client)
    pk = the_run(stage).pk
    reading = [address(stage, "list"), address(stage, "new"), address(stage, "rehearsal", pk), address(stage, "rejects", pk)]
    buttons = [address(stage, "columns", pk), address(stage, "answer", pk, 2), address(stage, "start", pk), address(stage, "new")]
    for user in (stage.dorte_user, stage.bo_user):
        client.force_login(user)
        assert {client.get(route).status_code for route in reading} == {404}
        assert {client.post(route, {"organisation": "new"}).status_code for route in buttons} == {404}
    client.logout()
    assert {client.get(route).status_code for route in reading} == {302}


def test_a_reader_reads_and_changes_nothing(stage, client):
    upload(stage, client)
    pk = the_run(stage).pk
    reader = User.objects.create_user("rie@nordlys.example", "aalborg-2027", name="Rie")
    Grant.objects.create(user=reader, cluster=stage.nordlys, role=Role.READER, granted_at=stage.noon.replace(year=2020))
    client.force_login(reader)
    assert {client.get(address(stage, name, *more)).status_code for name, more in (("list", ()), ("rehearsal", (pk,)))} == {200}
    buttons = [address(stage, "start", pk), address(stage, "answer", pk, 2), address(stage, "new")]
    assert {client.post(route, {"organisation": "new"}).status_code for route in buttons} == {403}
    columns = {"column_0": "name"}
    assert client.post(address(stage, "columns", pk), columns).status_code == 403
