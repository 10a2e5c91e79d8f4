"""A throw-away PostgreSQL, a migrated template kept between runs, a worker, a browser."""

import hashlib
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

SRC = Path(__file__).resolve().parents[1] / "src"
# A busy machine makes examples slowly; that says nothing of the strategy.
settings.register_profile("klynge", suppress_health_check=[HealthCheck.too_slow], deadline=None)
settings.load_profile("klynge")


def pytest_configure(config):
    """Once per run (not in xdist workers): migrate a template database, reused until a migration changes."""
    if hasattr(config, "workerinput") or os.environ.get("KLYNGE_TEST_TEMPLATE"):
        return
    from pytest_django.plugin import blocking_manager_key

    with config.stash[blocking_manager_key].unblock():
        _template()


def _template():
    import django

    django.setup()
    from django.conf import settings
    from django.db import connections

    digest = hashlib.sha256(f"{django.VERSION}".encode())
    for file in sorted(SRC.rglob("migrations/*.py")):
        digest.update(file.read_bytes())
    name = f"template_{digest.hexdigest()[:12]}"
    connection = connections["default"]
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(4711)")
        cursor.execute("SELECT datistemplate FROM pg_database WHERE datname = %s", [name])
        if not ((row := cursor.fetchone()) and row[0]):
            _migrate_into(connection, cursor, name)
        cursor.execute("SELECT pg_advisory_unlock(4711)")
    os.environ["KLYNGE_TEST_TEMPLATE"] = name  # workers inherit it
    settings.DATABASES["default"]["TEST"]["TEMPLATE"] = name
    connection.settings_dict["TEST"]["TEMPLATE"] = name


def _migrate_into(connection, cursor, name):
    from django.core.management import call_command

    cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
    cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()
    real, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
    call_command("migrate", verbosity=0)
    connection.close()
    connection.settings_dict["NAME"] = real
    cursor.execute(f'ALTER DATABASE "{name}" IS_TEMPLATE true')


@pytest.fixture(autouse=True)
def _no_left_over_jobs(request):
    """Procrastinate's tables are unmanaged, so Django's flush after a transactional test leaves its rows."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_periodic_defers RESTART IDENTITY CASCADE")


@pytest.fixture(autouse=True)
def _in_english():
    """A page that a test before opened in Danish leaves its language in the thread."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture
def run_jobs(transactional_db):
    """Run every waiting job now, as the worker would; in a thread, since a browser test has a loop in this one."""
    from procrastinate.contrib.django import app

    def work():
        with app.replace_connector(app.connector.get_worker_connector()) as worker:
            worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)

    def run():
        with ThreadPoolExecutor(1) as pool:
            pool.submit(work).result()

    return run


@pytest.fixture
def world(db):
    """The cast on its stage: see world.py."""
    from tests.world import build

    return build()


@pytest.fixture(scope="session")
def chromium():
    """A real browser; skipped with the reason where there is none, failed under KLYNGE_REQUIRE_BROWSER=1."""
    # without a window of its own it opens pages in half the time
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
    path = os.environ.get("KLYNGE_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not path:
        why = "no Chromium found (install one, or set KLYNGE_CHROMIUM=/path/to/chromium)"
        pytest.fail(why) if os.environ.get("KLYNGE_REQUIRE_BROWSER") else pytest.skip(why)
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright's sync API keeps a loop in this thread
    quiet = ["--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=quiet + (["--no-sandbox"] if os.geteuid() == 0 else []))
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium, live_server, client):
    """Somebody with a browser: see browser.py."""
    from tests.browser import Visitor

    visitor = Visitor(chromium, live_server, client)
    yield visitor
    visitor.close()
