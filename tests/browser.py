"""A page as somebody sees it in a real browser, and what a strict eye says of it."""

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

SIZES = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
SHOTS = os.environ.get("KLYNGE_SHOTS")  # a directory: keep a picture of each page there


class Visitor:
    """Opens pages of the live server, each in a context of its own."""

    def __init__(self, chromium, live_server, client):
        self.chromium, self.url, self.client, self.contexts = chromium, live_server.url, client, []

    def open(self, address, *, user=None, size="wide", scheme="light", language="en", script=True):
        """Open the address as the user; the page remembers what the browser complained about."""
        context = self.chromium.new_context(viewport=SIZES[size], color_scheme=scheme, java_script_enabled=script, reduced_motion="reduce")
        self.contexts.append(context)
        cookies = {"django_language": language}
        if user:
            self.client.force_login(user)
            cookies["sessionid"] = self.client.cookies["sessionid"].value
        context.add_cookies([{"name": name, "value": value, "url": self.url} for name, value in cookies.items()])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(self.url + address)
        return page

    def close(self):
        """Close every context."""
        for context in self.contexts:
            context.close()


def judge(page, name):
    """Refuse any axe violation, sideways scroll or blocked content; keep a picture when asked to."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")  # colours on their way are not judged
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
    found = [f"{v['id']}: {node['html'][:160]}" for v in Axe().run(page).response["violations"] for node in v["nodes"]]
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    seen = (found, max(overflow, 0), page.complaints)
    assert seen == ([], 0, []), seen
