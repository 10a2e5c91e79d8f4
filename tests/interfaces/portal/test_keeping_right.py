"""What a company keeps right itself: the yearly look at its facts, notice taken back, how oneself is reached."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django_scopes import scope
from hypothesis import given
from hypothesis import strategies as st

from klynge.audit.models import AuditEvent
from klynge.core.errors import Invalid, Refused
from klynge.core.ranges import span
from klynge.directory.actions import confirm_master_data
from klynge.directory.models import MasterDataCheck, Organisation, PersonEmail
from klynge.directory.rules.master_data import OWN_FACTS, is_due
from klynge.membership.models import Membership, Resignation
from klynge.membership.queries.desks import desks_of
from klynge.membership.queries.member_rows import MemberFilter, member_rows
from tests.browser import SIZES, judge
from tests.interfaces.portal.company import at, furnished

FACTS = {
    "street": "Kajen 9",
    "postcode": "9000",
    "town": "Aalborg",
    "website": "fjord.example",
    "phone": "98765432",
    "buyer_reference": "PO 7",
}


@pytest.fixture
def stage(db):
    return furnished()


def text(response):
    return unescape(response.content.decode())


def bo_of(stage):
    return desks_of(stage.bo_user, at=stage.now)[0].actor


def due(stage):
    with scope(cluster=stage.nordlys):
        rows = member_rows(stage.nordlys, on_day=stage.day, filters=MemberFilter(missing="facts"))
        return [row.organisation.name for row in rows]


def test_the_company_changes_what_is_its_own_and_says_that_the_rest_is_right(client, stage):
    client.force_login(stage.bo_user)
    assert "Look once a year" in text(client.get(at(stage, "overview")))
    assert due(stage) == ["Fjord Data ApS", "Ærø Softwarehus A/S"]
    response = client.post(at(stage, "facts"), FACTS, follow=True)
    assert "Thank you: the facts are right." in text(response) and "Look once a year" not in text(response)
    fjord = Organisation.objects.get(pk=stage.fjord.pk)
    assert (fjord.street, fjord.buyer_reference, fjord.name) == ("Kajen 9", "PO 7", "Fjord Data ApS")
    assert due(stage) == ["Ærø Softwarehus A/S"]
    with scope(cluster=stage.nordlys):
        assert MasterDataCheck.objects.get().confirmed_by == "Bo Ågård"
        verbs = AuditEvent.objects.filter(subject_id=fjord.pk, subject_type="directory.organisation").values_list("verb", flat=True)
        assert {"directory.organisation.changed", "directory.master_data.confirmed"} <= set(verbs)
    client.force_login(stage.astrid_user)
    with scope(cluster=stage.nordlys):
        number = Membership.objects.get(organisation=fjord).pk
    assert "Facts confirmed" in text(
        client.get(reverse("office:members:detail", args=["nordlys", number]), headers={"accept-language": "en"})
    )


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_confirmed(client, stage):
    client.force_login(stage.bo_user)
    response = client.post(at(stage, "facts"), FACTS | {"gln": "123", "street": "Andetsteds 1"})
    assert response.status_code == 422 and "id_gln_error" in text(response)
    with scope(cluster=stage.nordlys):
        assert not MasterDataCheck.objects.exists()
    assert Organisation.objects.get(pk=stage.fjord.pk).street == "Strandvejen 7"


def test_nobody_changes_name_or_number_this_way_and_nobody_another_company(stage):
    with scope(cluster=stage.nordlys):
        with pytest.raises(Invalid, match="secretariat"):
            confirm_master_data(stage.fjord, cluster=stage.nordlys, facts={"cvr": "1"}, actor=bo_of(stage), at=stage.now)
        for organisation, actor in ((stage.other, bo_of(stage)), (stage.fjord, stage.dorte), (stage.fjord, stage.bo)):
            with pytest.raises(Refused):
                confirm_master_data(organisation, cluster=stage.nordlys, facts={}, actor=actor, at=stage.now)


def test_an_address_that_bounces_is_shown_where_the_facts_are(client, stage):
    PersonEmail.objects.filter(address="bo@fjord.example").update(bounced_at=stage.now)
    client.force_login(stage.bo_user)
    page = text(client.get(at(stage, "facts")))
    assert "Mail does not arrive" in page and "Has somebody left?" in page


def test_a_new_member_is_left_in_peace_for_a_year(client, stage):
    with scope(cluster=stage.nordlys):
        Membership.objects.filter(organisation=stage.fjord).update(during=span(stage.day - timedelta(days=300)))
    client.force_login(stage.bo_user)
    assert "Look once a year" not in text(client.get(at(stage, "overview")))
    assert due(stage) == ["Ærø Softwarehus A/S"]


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 800))
def test_the_facts_want_a_look_a_year_after_the_last_and_not_a_day_sooner(confirmed_on, days):
    on = confirmed_on + timedelta(days=days)
    a_year = (on.year, on.month, on.day) >= (confirmed_on.year + 1, confirmed_on.month, confirmed_on.day)
    is_leap = (confirmed_on.month, confirmed_on.day) == (2, 29)
    assert is_due(confirmed_on=confirmed_on, known_since=date(1990, 1, 1), on=on) == a_year or is_leap
    assert is_due(confirmed_on=None, known_since=confirmed_on, on=on) == is_due(
        confirmed_on=confirmed_on, known_since=date(1990, 1, 1), on=on
    )


def test_notice_is_taken_back_by_who_gave_it_until_it_counts(client, stage):
    client.force_login(stage.bo_user)
    client.post(at(stage, "membership_resign"), {"note": ""})
    page = text(client.get(at(stage, "membership")))
    assert "Take the notice back" in page
    response = client.post(at(stage, "membership_stay"), follow=True)
    assert "the membership goes on" in text(response) and "Take the notice back" not in text(response)
    with scope(cluster=stage.nordlys):
        assert Membership.objects.get(organisation=stage.fjord).during.upper is None
        assert Resignation.objects.get().withdrawn_by == "Bo Ågård"
    assert client.post(at(stage, "membership_stay")).status_code == 302  # nothing is there any more, and nothing happens


@pytest.mark.parametrize("who", ["ditte", "finn"])
def test_colleagues_neither_take_notice_back_nor_change_the_facts(client, stage, who):
    client.force_login(stage.bo_user)
    client.post(at(stage, "membership_resign"), {"note": ""})
    client.force_login(getattr(stage, who))
    assert client.post(at(stage, "membership_stay")).status_code == 403
    assert client.post(at(stage, "facts"), FACTS).status_code == 403
    with scope(cluster=stage.nordlys):
        assert Membership.objects.get(organisation=stage.fjord).during.upper is not None


def test_everybody_says_how_they_are_called_and_in_which_language(client, stage):
    client.force_login(stage.ditte)
    assert "Ditte Dal" in text(client.get(at(stage, "me")))
    client.post(at(stage, "me_preferences"), {"name": "Ditte Dahl", "phone": "12 34 56 78", "language": "en"})
    person = stage.ditte.person
    person.refresh_from_db()
    assert (person.name, person.phone, person.language) == ("Ditte Dahl", "12 34 56 78", "en")
    assert client.post(at(stage, "me_preferences"), {"name": "", "language": "xx"}).status_code == 422


def test_the_company_may_change_the_facts_that_the_form_shows_and_no_others():
    assert set(OWN_FACTS) <= {field.name for field in Organisation._meta.fields}
    assert not {"name", "cvr", "legal_form", "kind"} & set(OWN_FACTS)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("scheme", "language"), [("light", "da"), ("dark", "en")])
@pytest.mark.parametrize("size", SIZES)
def test_the_pages_are_fit_to_be_seen(client, visitor, size, scheme, language):
    stage = furnished()
    PersonEmail.objects.filter(address="bo@fjord.example").update(bounced_at=stage.now)
    client.force_login(stage.bo_user)
    client.post(at(stage, "membership_resign"), {"note": ""})
    for page in ("facts", "membership", "me", "me_preferences"):
        shown = visitor.open(at(stage, page), user=stage.bo_user, size=size, scheme=scheme, language=language)
        judge(shown, f"right-{page}-{size}-{scheme}")
