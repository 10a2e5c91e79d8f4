"""The account's pages in a real browser, with a passkey that is really made and used."""

import pytest
from django.urls import reverse

from klynge.access.actions import create_invitation
from klynge.access.models import SignIn, User
from klynge.access.queries import token_of
from tests.browser import SIZES, judge
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)
PASSKEY = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}


def telephone(page):
    """Give the browser a telephone that keeps passkeys and always says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEY | {"automaticPresenceSimulation": True}})


@pytest.mark.parametrize(("size", "scheme", "language"), [("wide", "dark", "en"), ("phone", "light", "da")])
def test_the_pages_of_the_account_are_fit_to_be_seen(visitor, size, scheme, language):
    world = build()
    invitation = create_invitation(world.nordlys, email="ny@x.example", name="Ny", role="reader", actor=world.astrid, at=world.noon)
    link = reverse("accept_invitation", args=[token_of(invitation)])
    for name, address in {"invitation": link, "refused": link[:-3] + "/", "login": reverse("account_login")}.items():
        page = visitor.open(address, size=size, scheme=scheme, language=language)
        page.complaints = [each for each in page.complaints if "410" not in each]
        judge(page, f"account-{name}-{size}")
    page = visitor.open(reverse("account"), user=world.frida_user, size=size, scheme=scheme, language=language)
    judge(page, f"account-{size}")
    assert SIZES[size]["width"] >= page.evaluate("document.documentElement.scrollWidth")


def test_a_passkey_is_added_and_then_signs_in(visitor):
    world = build()
    User.objects.filter(pk=world.frida_user.pk).update(language="en")
    telephone(page := visitor.open(reverse("account_login")))
    page.get_by_label("Email").fill("frida@nordlys.example")
    page.get_by_label("Password").fill("aalborg-2027")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/office/nordlys/")
    page.goto(visitor.url + reverse("mfa_add_webauthn"))
    page.get_by_label("Password").fill("aalborg-2027")  # asked once more: a new key is a new door
    page.get_by_role("button", name="Continue", exact=True).click()
    judge(page, "passkey-add")
    page.get_by_label("What to call it").fill("Fridas telefon")
    with page.expect_navigation():
        page.get_by_role("button", name="Add", exact=True).click()
    page.goto(visitor.url + reverse("account"))
    assert page.get_by_text("Fridas telefon").first.is_visible()
    judge(page, "account-with-passkey")

    page.get_by_role("button", name="Sign out", exact=True).last.click()
    page.goto(visitor.url + reverse("account_login"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/office/nordlys/")
    latest = SignIn.objects.filter(user=world.frida_user).latest("id")
    assert (latest.how, latest.is_second_step, page.complaints) == ("passkey", False, [])


def test_the_account_works_without_a_script(visitor):
    world = build()
    page = visitor.open(reverse("account"), user=world.frida_user, script=False)
    page.get_by_label("Name").fill("Frida J.")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_label("Name").input_value() == "Frida J."
