"""Take the README's pictures from the real pages: start ``./dev run`` on an empty data folder, then run this with the address.

.venv/bin/python docs/screenshots/make.py http://127.0.0.1:8000
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
EMAIL, PASSWORD = "frida@nordlys.example", "aalborg-2027"  # of the demo
MEMBER = os.environ.get("KLYNGE_DEMO_MEMBER", "")  # the member's address that ./dev run prints
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def signed_in(browser: Browser, base: str, *, scheme: str = "light", size: dict[str, int] = WIDE) -> Page:
    """Open the office as the treasurer of the demo, in Danish."""
    context = browser.new_context(viewport=size, color_scheme=scheme, locale="da")
    page = context.new_page()
    page.goto(f"{base}/account/login/")
    page.fill("input[name=login]", EMAIL)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/office/nordlys/")
    return page


def member_side(browser: Browser, base: str) -> Page:
    """Open the size page of the demo's member, whose address ``./dev run`` prints."""
    page = browser.new_context(viewport=WIDE, locale="da").new_page()
    page.goto(f"{base}/account/login/")
    page.fill("input[name=login]", MEMBER)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/portal/nordlys/**")
    page.goto(page.url + "size/?employees=60")
    return page


def main(base: str) -> None:
    """Take each picture."""
    chromium = os.environ.get("KLYNGE_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        page = signed_in(browser, base)
        office = f"{base}/office/nordlys"
        shots = {"overblik": "/", "medlemmer": "/members/", "rykkere": "/reminders/", "moms": "/books/vat/?quarter=2026-1"}
        for name, path in shots.items():
            page.goto(office + path)
            page.screenshot(path=HERE / f"{name}.png")
        page.goto(f"{office}/members/?q=fjord")
        page.click("tbody th a >> nth=0")
        page.screenshot(path=HERE / "medlem.png")
        page.goto(f"{office}/dues/")
        page.click("tbody th a >> nth=0")
        page.screenshot(path=HERE / "kontingentkoersel.png")
        signed_in(browser, base, scheme="dark").screenshot(path=HERE / "overblik-moerk.png")
        phone = signed_in(browser, base, size=PHONE)
        phone.goto(f"{office}/members/")
        phone.screenshot(path=HERE / "medlemmer-mobil.png")
        public = browser.new_page(viewport=WIDE)
        public.goto(f"{base}/nordlys/membership/?employees=60")
        public.screenshot(path=HERE / "pris.png")
        member_side(browser, base).screenshot(path=HERE / "portal.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
