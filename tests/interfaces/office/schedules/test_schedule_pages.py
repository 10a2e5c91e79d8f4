"""Fee schedules on screen: tried by everybody, edited without a script, with faults named at their row."""

import pytest
from django.urls import reverse
from django_scopes import scope

from klynge.membership.actions import copy_schedule
from klynge.membership.models import FeeSchedule
from klynge.membership.queries.schedules import load_schedule
from tests import factories

EN = {"accept-language": "en"}


@pytest.fixture
def stage(world, client):
    with scope(cluster=world.nordlys):
        world.adopted = factories.a1_schedule(
            world.nordlys, world.dues, assumption={"da": "Trinene 2-7 er antaget.", "en": "Steps 2-7 are assumed."}
        )
        world.draft = copy_schedule(world.adopted, actor=world.astrid, at=world.noon)
        client.force_login(world.astrid_user)
    return world


def address(stage, name, *args):
    return reverse(f"office:schedules:{name}", args=[stage.nordlys.slug, *args])


def addresses(stage):
    own = [address(stage, name, stage.draft.pk) for name in ("detail", "edit", "adopt", "copy", "compare")]
    return [address(stage, "list"), address(stage, "new"), *own]


def typed(rows, **more):
    """Return what the edit page sends for a table of (label, from, to, amount)."""
    data = {"name": "Dues", "proration": "none", "rejoining": "difference", "employees": "7, 250"} | counts(
        parts=1, rules=0, steps=0, part0=len(rows)
    )
    data |= {"parts-0-code": "size", "parts-0-method": "band", "parts-0-metric": "headcount", "parts-0-label_da": "Kontingent"}
    for index, row in enumerate(rows):
        data |= {f"part0-{index}-{name}": value for name, value in zip(("label_en", "low", "last", "amount"), row, strict=True)}
    return data | more


def counts(**prefixes):
    """Return how many forms of each table are sent."""
    return {f"{prefix}-{name}": number for prefix, number in prefixes.items() for name in ("TOTAL_FORMS", "INITIAL_FORMS")}


def filled(page):
    """Return what a browser sends from the edit page as it is shown."""
    draft = page.context["draft"]
    forms = [draft.whole, *draft.parts, *(row for table in draft.tables if table for row in table), *draft.rules, *draft.steps]
    sent = {
        field.html_name: field.value() for form in forms for field in form if field.value() is not False and field.value() not in (None, "")
    }
    for formset in [draft.parts, draft.rules, draft.steps, *(table for table in draft.tables if table)]:
        sent |= {field.html_name: field.value() for field in formset.management_form if field.value() is not None}
    return {name: value.pk if hasattr(value, "pk") else value for name, value in sent.items()}


def text(response):
    return response.content.decode()


def test_staff_open_every_page_and_see_the_assumption_wherever_assumed_steps_are_shown(stage, client):
    pages = [client.get(each, headers=EN) for each in addresses(stage)]
    assert [page.status_code for page in pages] == [200] * 7
    assert ["Steps 2-7 are assumed." in text(page) for page in pages] == [False, False, True, True, True, True, True]


def test_a_stranger_and_a_member_find_nothing_and_a_visitor_signs_in(stage, client):
    for user in (stage.dorte_user, stage.bo_user):
        client.force_login(user)
        assert [client.get(each).status_code for each in addresses(stage)] == [404] * 7
    client.logout()
    assert all(client.get(each).url.startswith(reverse("account_login")) for each in addresses(stage))


def test_an_adopted_version_is_shown_but_never_edited(stage, client):
    assert client.get(address(stage, "detail", stage.adopted.pk)).status_code == 200
    assert [client.get(address(stage, name, stage.adopted.pk)).status_code for name in ("edit", "adopt")] == [404, 404]


def test_the_button_for_a_row_shows_the_page_again_with_one_more(stage, client):
    page = client.post(address(stage, "edit", stage.draft.pk), typed([("all", 0, "", "1.000")], add="part0"), headers=EN)
    assert page.status_code == 200
    assert 'name="part0-1-low"' in text(page) and 'name="part0-2-low"' not in text(page)


def test_checking_names_the_fault_at_its_row_and_shows_prices_and_keeps_nothing(stage, client):
    rows = [("small", 0, 50, "1.000"), ("large", 50, "", "2.000,50")]
    page = text(client.post(address(stage, "edit", stage.draft.pk), typed(rows, check="1"), headers=EN))
    assert "Two categories cover exactly 50: small and large." in page
    assert "DKK\xa01,000.00" in page and "DKK\xa02,000.50" in page
    assert len(load_schedule(stage.draft).components[0].bands) == 8


def test_saving_keeps_what_is_typed_without_the_rows_left_out(stage, client):
    rows = [("small", 0, 49, "1.000"), ("gone", 50, 50, "5"), ("large", 50, "", "2.000,50"), ("", "", "", "")]
    sent = typed(rows, save="1", **{"part0-1-DELETE": "on", "part0-0-is_assumption": "on"})
    assert client.post(address(stage, "edit", stage.draft.pk), sent).url == address(stage, "detail", stage.draft.pk)
    [component] = load_schedule(stage.draft).components
    assert [(b.label, b.low, b.high, b.amount_minor, b.is_assumption) for b in component.bands] == [
        ({"en": "small"}, 0, 50, 1_000_00, True), ({"en": "large"}, 50, None, 2_000_50, False),
    ]  # fmt: skip


def test_what_can_not_be_read_comes_back_with_the_reason(stage, client):
    for row in (("a", 9, 3, "5"), ("a", 0, "", "many"), ("a", 0, "", "-5"), ("a", 0, "", "")):
        assert client.post(address(stage, "edit", stage.draft.pk), typed([row], save="1")).status_code == 422
    assert client.post(address(stage, "edit", stage.draft.pk), typed([], save="1", proration="weekly")).status_code == 422


def test_what_the_page_shows_is_sent_back_unchanged(stage, client):
    before = load_schedule(stage.draft).components[0].bands
    page = client.get(address(stage, "edit", stage.draft.pk))
    assert client.post(address(stage, "edit", stage.draft.pk), filled(page) | {"save": "1"}).status_code == 302
    after = load_schedule(stage.draft).components[0].bands
    assert [(b.label, b.low, b.high, b.amount_minor, b.is_assumption) for b in after] == [
        (b.label, b.low, b.high, b.amount_minor, b.is_assumption) for b in before
    ]


def test_a_draft_is_adopted_on_screen_and_refused_without_sense(stage, client):
    sent = {"adopted_on": "2026-11-01", "resolution": "Assembly 2026, item 5", "effective_on": "2028-01-01"}
    assert client.post(address(stage, "adopt", stage.draft.pk), sent | {"effective_on": "2017-01-01"}).status_code == 422
    assert client.post(address(stage, "adopt", stage.draft.pk), sent).status_code == 302
    with scope(cluster=stage.nordlys):
        assert FeeSchedule.objects.get(pk=stage.draft.pk).status == "adopted"


def test_a_copy_is_indexed_and_compared_with_the_one_before(stage, client):
    made = client.post(address(stage, "copy", stage.adopted.pk), {"amounts_per_mille": "30"})
    pk = int(made.url.split("/")[-3])
    page = text(client.get(address(stage, "compare", pk), {"with": stage.adopted.pk}, headers=EN))
    assert "DKK\xa025,000.00" in page and "DKK\xa025,750.00" in page
    assert "No differences" in text(client.get(address(stage, "compare", stage.draft.pk), headers=EN))


def test_a_schedule_is_begun_on_screen(stage, client):
    made = client.post(address(stage, "new"), {"name": "Research", "code": "research", "product": stage.dues.pk})
    assert "No category" in text(client.get(made.url, headers=EN)) or "No categories yet." in text(client.get(made.url, headers=EN))


def test_the_list_takes_the_same_number_of_queries_for_one_and_for_many(stage, client, django_assert_max_num_queries):
    client.get(address(stage, "list"))
    for _ in range(3):
        with scope(cluster=stage.nordlys):
            copy_schedule(stage.adopted, actor=stage.astrid, at=stage.noon)
        with django_assert_max_num_queries(14):
            client.get(address(stage, "list"))
