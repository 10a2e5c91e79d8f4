"""Nobody is quoted without a yes to the very words; a yes taken back takes them off the site at once."""

import pytest
from django_scopes import scope

from klynge.core.errors import Conflict, Invalid, Refused
from klynge.outbox.models import Mail
from klynge.outbox.queries import render_mail
from klynge.publishing.actions import (
    answer_testimonial,
    ask_testimonial,
    blot_quoted,
    change_release,
    delete_testimonial,
    keep_testimonial,
    publish_release,
    write_release,
)
from klynge.publishing.models import Testimonial
from klynge.publishing.queries.releases import public_pages, public_releases
from klynge.publishing.queries.testimonials import testimonial_by, testimonial_token

pytestmark = pytest.mark.django_db
FACTS = {
    "text": {"da": "Vi fandt vores bedste kunde her.", "en": ""},
    "name": "Bo Ågård",
    "title": "direktør",
    "organisation_name": "Fjord Data",
    "email": "bo@fjord.example",
}


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        yield world


def by(stage):
    return {"actor": stage.astrid, "at": stage.noon}


def test_it_is_shown_from_the_yes_until_the_yes_is_taken_back(stage):
    found = keep_testimonial(stage.nordlys, facts=FACTS, **by(stage))
    mail = ask_testimonial(found, site="https://x.example", **by(stage))
    assert testimonial_token(found) in render_mail(mail).text and FACTS["text"]["da"] in render_mail(mail).html
    assert not Testimonial.objects.shown().exists()
    for agrees, shown in ((True, 1), (True, 1), (False, 0), (False, 0), (True, 1)):
        answer_testimonial(found, agrees=agrees, **by(stage))
        assert Testimonial.objects.shown().count() == shown
    with pytest.raises(Conflict, match="answered"):
        ask_testimonial(found, site="", **by(stage))
    assert Mail.objects.filter(rule="publishing.testimonial").count() == 1


def test_other_words_need_another_yes_and_a_no_stays_a_no(stage):
    found = keep_testimonial(stage.nordlys, facts=FACTS, **by(stage))
    answer_testimonial(found, agrees=True, **by(stage))
    same = keep_testimonial(stage.nordlys, facts=FACTS, testimonial=found, **by(stage))
    assert same.state == "agreed"
    changed = keep_testimonial(stage.nordlys, facts=FACTS | {"title": "ejer"}, testimonial=found, **by(stage))
    assert changed.state == "written" and not Testimonial.objects.shown().exists()
    answer_testimonial(found, agrees=False, **by(stage))
    again = keep_testimonial(stage.nordlys, facts=FACTS | {"title": "chef"}, testimonial=found, **by(stage))
    assert again.state == "declined"


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"text": {}}, "text_da"), ({"name": " "}, "name"), ({"email": "bo"}, "email"), ({"text": {"da": "x" * 601}}, "text_da")],
)
def test_what_is_missing_is_named(stage, facts, field):
    with pytest.raises(Invalid) as refusal:
        keep_testimonial(stage.nordlys, facts=FACTS | facts, **by(stage))
    assert refusal.value.field == field and not Testimonial.objects.exists()


def test_a_link_is_of_one_cluster_and_dies_with_what_it_is_of(stage):
    found = keep_testimonial(stage.nordlys, facts=FACTS, **by(stage))
    token = testimonial_token(found)
    assert testimonial_by(token, cluster=stage.nordlys) == found
    assert testimonial_by(token + "x", cluster=stage.nordlys) is None and testimonial_by(token, cluster=stage.havblik) is None
    delete_testimonial(found, **by(stage))
    assert testimonial_by(token, cluster=stage.nordlys) is None
    with pytest.raises(Refused):
        keep_testimonial(stage.nordlys, facts=FACTS, actor=stage.dorte, at=stage.noon)


def test_who_is_forgotten_is_quoted_no_more(stage):
    keep_testimonial(stage.nordlys, facts=FACTS, **by(stage))
    assert blot_quoted(["BO@fjord.example"], cluster=stage.nordlys, **by(stage)) == 1
    assert not Testimonial.objects.exists() and blot_quoted(["bo@fjord.example"], cluster=stage.nordlys, **by(stage)) == 0


def test_a_standing_page_is_no_news_and_stays_a_page(stage):
    facts = {"kind": "page", "headline": {"da": "Bestyrelsen"}, "body": {"da": "Vi er fem."}}
    page = publish_release(write_release(stage.nordlys, facts=facts, **by(stage)), **by(stage))
    assert list(public_pages(stage.nordlys, at=stage.noon)) == [page] and not public_releases(stage.nordlys, at=stage.noon)
    with pytest.raises(Invalid, match="address stays"):
        change_release(page, facts=facts | {"kind": "news"}, **by(stage))
    assert change_release(page, facts=facts | {"body": {"da": "Vi er seks."}}, **by(stage)).body["da"] == "Vi er seks."
