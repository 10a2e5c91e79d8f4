"""Outbox, audit log and settings in a real browser: no axe violation, no blocked content, no sideways scroll."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django_scopes import scope

from klynge.audit.actions import record
from klynge.outbox.actions import MailDraft, prepare_mails, skip_mail
from klynge.outbox.models import Mail
from klynge.outbox.queries import AttachedFile, register

SIZES = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
SHOTS = os.environ.get("KLYNGE_SHOTS")  # a directory: keep a picture of each page there

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(world):
    register("test.pdf", lambda _data: AttachedFile("Faktura.pdf", b"%PDF-x", "application/pdf"))
    words = {
        "subject": "Kontingent 2027: faktura 2027-00001",
        "paragraphs": ["Vedhæftet er fakturaen for årets kontingent.", "Tak, fordi I er med."],
    }
    facts = {
        "language": "da",
        "template": "outbox/mail/message",
        "context": words,
        "attachment": {"kind": "test.pdf"},
        "reference_on": world.today,
    }
    addresses = ["bo@fjord.example", "info@aeroe.example", "", "kontakt@langt-navn-paa-en-virksomhed.example"]
    drafts = [MailDraft(subject_key=f"k:{n}", to_address=address, to_name=f"Læser {n}", **facts) for n, address in enumerate(addresses)]
    with scope(cluster=world.nordlys):
        world.batch = prepare_mails(
            world.nordlys,
            rule="billing.invoice",
            source_key="run:1",
            title="Kontingent 2027",
            mails=drafts,
            actor=world.astrid,
            at=world.noon,
        )
        world.mail = Mail.objects.get(subject_key="k:0")
        skip_mail(Mail.objects.get(subject_key="k:1"), reason="Sendt på papir", actor=world.frida, at=world.noon)
    changed = {"before": {"iban": "DK9520000123456789"}, "after": {"iban": "DK5000400440116243"}}
    record(world.astrid, "access.cluster.changed", world.nordlys, at=world.noon, cluster_id=world.nordlys.pk, **changed)
    return world


def addresses(stage):
    pages = {
        "outbox": ("outbox:list",), "log": ("outbox:log",), "batch": ("outbox:batch", stage.batch.pk), "release": ("outbox:release", stage.batch.pk),
        "mail": ("outbox:mail", stage.mail.pk), "audit": ("audit:list",), "settings": ("settings:overview",), "bank": ("settings:edit", "bank"),
        "product": ("settings:product", stage.dues.pk), "invite": ("settings:invite",),
    }  # fmt: skip
    return {name: reverse(f"office:{page}", args=[stage.nordlys.slug, *args]) for name, (page, *args) in pages.items()}


def judge(page, complaints, name):
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
    found = [f"{v['id']}: {node['html'][:160]}" for v in Axe().run(page).response["violations"] for node in v["nodes"]]
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert (name, found, max(overflow, 0), complaints) == (name, [], 0, [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_staff_may_read_it(chromium, live_server, client, stage, size, scheme):
    client.force_login(stage.astrid_user)
    context = chromium.new_context(viewport=SIZES[size], color_scheme=scheme)
    cookies = {"sessionid": client.cookies["sessionid"].value, "django_language": "da" if scheme == "dark" else "en"}
    context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for name, address in addresses(stage).items():
        page.goto(live_server.url + address)
        judge(page, complaints, f"{name}-{size}-{scheme}")
    context.close()


def test_a_dialog_asks_before_mail_leaves(chromium, live_server, client, stage):
    client.force_login(stage.astrid_user)
    context = chromium.new_context(viewport=SIZES["wide"])
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + addresses(stage)["batch"])
    page.click("a[data-dialog=release]")
    judge(page, [], "dialog-wide-light")
    page.click("dialog[open] button.btn--primary")
    page.wait_for_load_state()
    assert page.locator("a[data-dialog=release]").count() == 0
    context.close()
