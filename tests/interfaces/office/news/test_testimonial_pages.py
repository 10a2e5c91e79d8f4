"""What members say, on screen: written down in the office, approved by link, shown on the front; pages; and pasting from Word."""

import pytest
from django.urls import reverse
from django_scopes import scope

from klynge.publishing.actions import ask_testimonial, keep_testimonial
from klynge.publishing.models import Release, Testimonial
from klynge.publishing.queries.testimonials import testimonial_token
from tests.browser import SIZES, judge
from tests.interfaces.office.news.test_news_pages import office, stage, text  # noqa: F401
from tests.publishing.test_testimonials import FACTS

pytestmark = pytest.mark.django_db(transaction=True)
TYPED = {
    "text_da": "Vi fandt vores bedste kunde her.",
    "name": "Bo Ågård",
    "title": "direktør",
    "organisation_name": "Fjord Data",
    "email": "bo@fjord.example",
}


def kept(stage):  # noqa: F811
    with scope(cluster=stage.nordlys):
        found = keep_testimonial(stage.nordlys, facts=FACTS, actor=stage.astrid, at=stage.noon)
        ask_testimonial(found, site="", actor=stage.astrid, at=stage.noon)
        return found, testimonial_token(found)


def test_words_go_from_the_office_over_the_persons_yes_to_the_front(client, stage):  # noqa: F811
    assert client.post(office("new_testimonial"), TYPED | {"text_da": ""}).status_code == 422
    client.post(office("new_testimonial"), TYPED)
    with scope(cluster=stage.nordlys):
        found = Testimonial.objects.get()
    client.post(office("ask_testimonial", found.pk))
    client.logout()
    link = reverse("public:quoted", args=["nordlys", testimonial_token(found)])
    assert TYPED["text_da"] in text(client.get(link)) and TYPED["text_da"] not in text(client.get("/nordlys/"))
    client.post(link, {"answer": "yes"})
    assert TYPED["text_da"] in text(client.get("/nordlys/"))
    client.post(link, {"answer": "no"})
    assert TYPED["text_da"] not in text(client.get("/nordlys/"))
    assert client.get(link[:-3] + "x/").status_code == 404


def test_a_no_by_telephone_is_noted_and_words_are_changed_or_deleted(client, stage):  # noqa: F811
    found, _token = kept(stage)
    client.post(office("answer_testimonial", found.pk))
    with scope(cluster=stage.nordlys):
        assert Testimonial.objects.get().state == "declined"
    client.post(office("testimonial", found.pk), TYPED | {"title": "ejer"})
    client.post(office("delete_testimonial", found.pk))
    assert "Nobody is quoted yet" in text(client.get(office("testimonials"), headers={"accept-language": "en"})) or "Ingen" in text(
        client.get(office("testimonials"))
    )
    with scope(cluster=stage.nordlys):
        assert not Testimonial.objects.exists()


def test_a_standing_page_has_its_address_and_stands_in_the_foot_of_every_page(client, stage):  # noqa: F811
    client.post(office("new"), {"kind": "page", "headline_da": "Bestyrelsen", "body_da": "Vi er **fem**."})
    with scope(cluster=stage.nordlys):
        release = Release.objects.get()
    client.post(office("publish", release.pk))
    client.logout()
    page = text(client.get("/nordlys/pages/bestyrelsen/"))
    assert "<strong>fem</strong>" in page and "article__kind" not in page
    assert (
        'href="/nordlys/pages/bestyrelsen/"' in text(client.get("/nordlys/"))
        and "Bestyrelsen" not in text(client.get("/nordlys/news/")).split("public__foot")[0]
    )
    assert client.get("/nordlys/news/bestyrelsen/").url == "/nordlys/pages/bestyrelsen/"
    assert "/nordlys/pages/bestyrelsen/" in text(client.get("/sitemap.xml"))
    client.force_login(stage.astrid_user)
    client.post(office("withdraw", release.pk))
    assert client.get("/nordlys/pages/bestyrelsen/").status_code == 410 and client.get("/nordlys/pages/x/").status_code == 404


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_fit_to_be_seen(visitor, stage, size, scheme):  # noqa: F811
    judge(visitor.open(office("testimonials"), user=stage.astrid_user, size=size, scheme=scheme), f"testimonials-empty-{size}-{scheme}")
    found, token = kept(stage)
    for name, rest in (("testimonials", ()), ("testimonial", (found.pk,))):
        judge(visitor.open(office(name, *rest), user=stage.astrid_user, size=size, scheme=scheme), f"{name}-{size}-{scheme}")
    judge(visitor.open(reverse("public:quoted", args=["nordlys", token]), size=size, scheme=scheme), f"quoted-{size}-{scheme}")
    Testimonial._base_manager.update(agreed_at=stage.noon)
    judge(visitor.open("/nordlys/", size=size, scheme=scheme), f"front-quoted-{size}-{scheme}")


PASTE = """(html) => {
  const data = new DataTransfer(); data.setData("text/html", html); data.setData("text/plain", "plain");
  const area = document.querySelector("#id_body_da"); area.focus();
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  return area.value;
}"""
WORD = (
    "<html><head><style>p {color: red}</style></head><body><h1>Baggrund</h1><p class='MsoNormal'>Vi er <b>fem</b> og <span style='font-style:italic'>glade</span>.<o:p></o:p></p>"
    "<p class='MsoListParagraphCxSpFirst'>·&nbsp;&nbsp; Først</p><p class='MsoListParagraphCxSpLast'>·&nbsp;&nbsp; Sidst</p><p>Se <a href='https://x.example/a'>her</a></p>"
    "<ol><li>Et<ul><li>Under</li></ul></li><li>To</li></ol></body></html>"
)


def test_what_is_pasted_from_word_keeps_its_form(visitor, stage):  # noqa: F811
    page = visitor.open(office("new"), user=stage.astrid_user)
    assert page.evaluate(PASTE, WORD) == (
        "## Baggrund\n\nVi er **fem** og *glade*.\n\n- Først\n- Sidst\n\nSe [her](https://x.example/a)\n\n1. Et\n   - Under\n2. To"
    )
    page.wait_for_selector("#preview strong")
    assert not page.complaints
    assert page.inner_text("#preview .article__body h2") == "Baggrund"
