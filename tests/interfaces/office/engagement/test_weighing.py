"""What counts is changed on screen, with whom it would move; what no list knows is noted; the year goes out on paper."""

import io
from datetime import timedelta
from html import unescape

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django_scopes import scope

from klynge.access.models import Grant, Role
from klynge.billing.actions import issue_invoice
from klynge.billing.actions.issue_invoice import DraftLine
from klynge.core.clock import day_of
from klynge.engagement.actions import choose_statement, draft_weights
from klynge.engagement.models import Activity, WeightScheme
from klynge.outbox.queries import load
from tests.browser import SIZES, judge
from tests.engagement.touched import touched
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(client):
    world = build()
    world.noon = timezone.now()
    client.force_login(world.astrid_user)
    with scope(cluster=world.nordlys):
        yield world


def page(name, *rest):
    return reverse(f"office:engagement:{name}", args=["nordlys", *rest])


def text(response):
    return unescape(response.content.decode()).replace("\xa0", " ")


def words(pdf):
    return "\n".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def invoiced(stage, key):
    lines, by = [DraftLine(stage.dues, "Kontingent", 1_000_00)], {"actor": stage.astrid, "at": stage.noon}
    on = stage.today + timedelta(days=20)
    return issue_invoice(stage.fjord, cluster=stage.nordlys, lines=lines, source_key=key, issued_on=on, due_on=on, language="da", **by)


def drafted(stage):
    return draft_weights(stage.nordlys, actor=stage.astrid, at=stage.noon)


def typed(scheme, **facts):
    names = ("half_life_days", "normalisation", "contributes_cap", "benefits_cap", "passive_below", "contributor_from", "engaged_from")
    found = {name: getattr(scheme, name) for name in names}
    for row in scheme.weights.all():
        found |= {f"axis_{row.kind}": row.axis, f"points_{row.kind}": row.points, f"cap_{row.kind}": "" if row.cap is None else row.cap}
    return found | facts


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_the_draft_is_fit_to_be_seen(visitor, stage, size, scheme):
    touched(stage.nordlys, stage.fjord, "attended", day_of(stage.noon), person=stage.bo_user.person)
    address = page("draft", drafted(stage).pk) + "?moved=1"
    judge(visitor.open(address, user=stage.astrid_user, size=size, scheme=scheme), f"weights-draft-{size}-{scheme}")


def test_the_board_changes_what_counts_on_screen(client, stage):
    touched(stage.nordlys, stage.fjord, "attended", day_of(stage.noon), person=stage.bo_user.person)
    client.post(page("begin"))
    scheme = WeightScheme.objects.get()
    assert "10" in text(client.get(page("draft", scheme.pk)))
    assert client.post(page("draft", scheme.pk), typed(scheme, points_attended="101")).status_code == 422
    client.post(page("draft", scheme.pk), typed(scheme, points_attended="20"))
    moved = text(client.get(page("draft", scheme.pk) + "?moved=1", headers={"accept-language": "en"}))
    assert "One member would count as another level today." in moved and str(stage.fjord) in moved
    today = day_of(stage.noon).isoformat()
    assert client.post(page("adopt", scheme.pk), {"adopted_on": today, "effective_on": today}).status_code == 422
    client.post(page("adopt", scheme.pk), {"adopted_on": today, "effective_on": today, "resolution": "Bestyrelsen 4/2026, punkt 6"})
    scheme.refresh_from_db()
    assert scheme.resolution == "Bestyrelsen 4/2026, punkt 6"
    assert client.get(page("draft", scheme.pk)).status_code == 404


def test_a_draft_is_discarded_and_the_board_member_drafts_none(client, stage):
    scheme = drafted(stage)
    client.post(page("discard", scheme.pk))
    assert not WeightScheme.objects.exists()
    Grant.objects.filter(user=stage.astrid_user).update(role=Role.BOARD)
    assert client.post(page("begin")).status_code == 403


def test_a_talk_is_noted_by_hand_and_taken_back(client, stage):
    today = day_of(stage.noon)
    facts = {"kind": "spoke", "happened_on": today.isoformat(), "person": stage.bo_user.person.pk, "note": "Om robotter"}
    assert client.post(page("add", stage.fjord.pk), facts | {"kind": "received"}).status_code == 422
    client.post(page("add", stage.fjord.pk), facts)
    activity = Activity.objects.get()
    assert (activity.kind, activity.person, activity.note) == ("spoke", stage.bo_user.person, "Om robotter")
    assert "Om robotter" in text(client.get(page("company", stage.fjord.pk)))
    client.post(page("take_back", stage.fjord.pk, activity.pk))
    assert not Activity.objects.standing().exists()
    client.post(page("take_back", stage.fjord.pk, activity.pk))
    assert Activity.objects.count() == 2


def test_the_year_is_handed_out_on_paper_to_the_office_and_to_the_company_alone(client, stage):
    touched(stage.nordlys, stage.fjord, "attended", day_of(stage.noon) - timedelta(days=9), person=stage.bo_user.person, saved_minor=50_000)
    said = words(client.get(page("statement", stage.fjord.pk), headers={"accept-language": "en"}).content)
    assert stage.fjord.name in said and "DKK 500.00" in said.replace("\xa0", " ") and stage.bo_user.person.name in said
    own = reverse("portal:value_statement", args=["nordlys", stage.fjord.pk])
    client.force_login(stage.bo_user)
    assert client.get(own).content.startswith(b"%PDF")
    client.force_login(stage.dorte_user)
    assert client.get(own).status_code == 404


def test_the_year_travels_with_the_dues_once_the_office_chooses_so(client, stage):
    invoice = invoiced(stage, "dues:1:1:1")
    touched(stage.nordlys, stage.fjord, "attended", invoice.issued_on - timedelta(days=9))
    attachment = {"kind": "billing.invoice_pdf", "id": invoice.pk}
    assert len(load(attachment)) == 1
    client.post(page("statement_choice"), {"is_attached": "yes"})
    with translation.override("da"):
        assert [file.name for file in load(attachment)][1:] == [f"jeres-aar-{invoice.issued_on.year}.pdf"]
    other = invoiced(stage, "events.registration:1")
    assert len(load({"kind": "billing.invoice_pdf", "id": other.pk})) == 1
    choose_statement(stage.nordlys, is_attached=False, actor=stage.astrid, at=stage.noon)
    assert len(load(attachment)) == 1
