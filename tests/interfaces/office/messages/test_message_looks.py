"""The message pages and the way out of the list in a real browser."""

import pytest
from django.urls import reverse

from klynge.newsletters.actions import release_message
from klynge.newsletters.queries.merging import unsubscribe_token
from tests.browser import judge
from tests.newsletters.conftest import LINKS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("size", "scheme", "language"), [("wide", "light", "en"), ("phone", "dark", "da")])
def test_it_is_written_seen_and_sent_without_a_flaw(visitor, stage, draft, agreed, size, scheme, language):
    message, left = draft(), release_message(draft(kind="marketing"), unsubscribe_at=LINKS, actor=stage.astrid, at=stage.noon)
    look = {"size": size, "scheme": scheme, "language": language}
    pages = {
        "list": ("list",), "new": ("new",), "draft": ("detail", message.pk), "released": ("detail", left.pk), "release": ("release", message.pk),
    }  # fmt: skip
    for name, (page, *arguments) in pages.items():
        address = reverse(f"office:messages:{page}", args=["nordlys", *arguments])
        judge(visitor.open(address, user=stage.astrid_user, **look), f"message-{name}-{size}-{scheme}")
    person = reverse("office:people:detail", args=["nordlys", stage.bo_person.pk])
    judge(visitor.open(person, user=stage.astrid_user, **look), f"person-{size}-{scheme}")
    judge(visitor.open(reverse("unsubscribe", args=[unsubscribe_token(left, stage.bo_person.pk)]), **look), f"unsubscribe-{size}-{scheme}")


def test_the_dialog_sends(visitor, stage, draft):
    page = visitor.open(reverse("office:messages:detail", args=["nordlys", draft().pk]), user=stage.astrid_user)
    page.click("a[data-dialog=release]")
    judge(page, "message-dialog")
    page.click("dialog[open] button.btn--primary")
    page.wait_for_load_state()
    assert page.locator("a[data-dialog=release]").count() == 0
