"""The frame, all components, signing in and the refusals in a real browser: no axe violation, no blocked content, no sideways scroll."""

import os
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from klynge.access.models import User

SIZES = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
SHOTS = os.environ.get("KLYNGE_SHOTS")  # a directory: keep a picture of each page there
PUBLIC = {"login": "/account/login/", "code": "/account/login/code/", "missing": "/no-such-page"}
SIGNED_IN = {
    "gallery": "/office/nordlys/members/",
    "mfa": "/account/2fa/",
    "password": "/account/password/change/",
    "logout": "/account/logout/",
}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def visit(chromium, live_server, settings, client):
    """Open a page as somebody, in one width, scheme and language; return it with what the browser complained about."""
    settings.ROOT_URLCONF = "tests.ui.gallery"
    open_contexts = []

    def go(address, *, user=None, size="wide", scheme="light", language="en", script=True):
        context = chromium.new_context(viewport=SIZES[size], color_scheme=scheme, java_script_enabled=script)
        open_contexts.append(context)
        cookies = {"django_language": language}
        if user:
            client.force_login(user)
            cookies["sessionid"] = client.cookies["sessionid"].value
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        page = context.new_page()
        complaints = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(live_server.url + address)
        return page, complaints

    yield go
    for context in open_contexts:
        context.close()


def judge(page, complaints, name):
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
    found = [f"{v['id']}: {node['html'][:160]}" for v in Axe().run(page).response["violations"] for node in v["nodes"]]
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    complaints = [text for text in complaints if "404" not in text]
    assert (found, max(overflow, 0), complaints) == ([], 0, [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PUBLIC)
def test_anyone_may_read_it(visit, name, size, scheme):
    language = "da" if scheme == "dark" else "en"
    judge(*visit(PUBLIC[name], size=size, scheme=scheme, language=language), f"{name}-{size}-{scheme}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", SIGNED_IN)
def test_staff_may_read_it(visit, world, name, size, scheme):
    language = "da" if scheme == "dark" else "en"
    judge(*visit(SIGNED_IN[name], user=world.astrid_user, size=size, scheme=scheme, language=language), f"{name}-{size}-{scheme}")


@pytest.mark.parametrize("size", SIZES)
def test_whoever_has_no_office_is_told_so(visit, world, size):
    nobody = User.objects.create_user("nobody@example.org", "aalborg-2027", name="Nobody", language="en")
    page, complaints = visit("/", user=nobody, size=size)
    assert page.get_by_role("heading", name="Your account has no office").is_visible()
    judge(page, complaints, f"no-office-{size}-light")


@pytest.mark.parametrize("size", SIZES)
def test_whoever_works_in_two_offices_chooses(visit, world, size):
    from klynge.access.models import Grant, Role

    Grant.objects.create(user=world.astrid_user, cluster=world.havblik, role=Role.READER, granted_at=world.noon.replace(year=2020))
    page, complaints = visit("/", user=world.astrid_user, size=size)
    judge(page, complaints, f"home-{size}-light")
    page.get_by_role("link", name="Havblik").click()
    assert page.url.endswith("/office/havblik/")


def test_the_menus_and_a_dialog_open_and_pass_too(visit, world):
    page, complaints = visit("/office/nordlys/members/", user=world.astrid_user)
    page.locator(".office__foot summary").click()
    judge(page, complaints, "menu-wide-light")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Void invoice").click()
    assert page.get_by_role("dialog", name="Void invoice 2027-0001?").is_visible()
    judge(page, complaints, "dialog-wide-light")


def test_the_menu_opens_on_a_phone_without_script(visit, world):
    page, _ = visit("/office/nordlys/members/", user=world.astrid_user, size="phone", script=False)
    page.locator(".bar > summary").click()
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/menu-phone-light.png")
    current = page.locator(".bar__panel [aria-current=page]")
    assert current.inner_text().strip() == "Members"


def test_the_language_is_changed_from_the_sign_in_page(visit):
    page, _ = visit("/account/login/", language="en", script=False)
    page.get_by_role("button", name="Dansk").click()
    assert page.locator("html").get_attribute("lang") == "da"


def test_an_authenticator_app_is_connected_after_asking_for_the_password_again(visit, world):
    page, complaints = visit("/account/2fa/totp/activate/", user=world.astrid_user)
    judge(page, complaints, "again-wide-light")
    page.get_by_label("Password").fill("aalborg-2027")
    page.get_by_role("button", name="Continue").click()
    assert page.get_by_role("img", name="QR code").bounding_box()["width"] > 150
    judge(page, complaints, "totp-wide-light")
    code = hotp_value(page.locator(".copyable code").inner_text(), next(iter(yield_hotp_counters_from_time())))
    page.get_by_role("textbox").fill(format_hotp_value(code))
    page.get_by_role("button", name="Activate").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert page.locator(".codes li").count() == 10
    judge(page, complaints, "codes-wide-light")
