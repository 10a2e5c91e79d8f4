"""``./dev run``: database, migrations, demo data, then web and worker until Ctrl-C."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

Children = dict[str, "subprocess.Popen[bytes]"]
PORT = os.environ.get("PORT", "8000")
BIND = os.environ.get("KLYNGE_BIND", "127.0.0.1")
HERE = "127.0.0.1" if BIND in ("0.0.0.0", "::", "") else BIND  # noqa: S104 - compared, not bound
BEGAN = time.monotonic()
PREPARING = 4712  # advisory lock
PATIENCE = 4.0  # seconds that a run which was killed a moment ago may need to let go of the port


def say(text: str) -> None:
    """Tell the person at the terminal what is going on."""
    print(text, flush=True)


def prepare() -> None:
    """Bring the database up to date, play the demo data on the first start, collect static files."""
    import django

    say("Starting the database ...")
    django.setup()
    from django.core.management import call_command

    with alone():
        say("Migrating ...")
        call_command("migrate", verbosity=0)
        # logins with a published password never go into somebody's own database unasked
        if os.environ.get("KLYNGE_DEMO", "0" if os.environ.get("DATABASE_URL") else "1") == "1":
            from klynge.interfaces.cli.demo import play_once

            for line in play_once():
                say(line)
        call_command("collectstatic", interactive=False, verbosity=0)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Let one run at a time prepare the same database; the lock falls with the connection."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [PREPARING])
    connection.close()


def start_guard() -> "subprocess.Popen[bytes]":
    """Start the process that ends the children should this one be killed: an orphan would keep the port."""
    return subprocess.Popen([sys.executable, "-m", "klynge.project.guard"], stdin=subprocess.PIPE, start_new_session=True)


def start_children(guard: "subprocess.Popen[bytes]") -> Children:
    """Start the web server and the worker, each the head of a process group that the guard knows."""
    from django.conf import settings

    web = ["granian", "--interface", "wsgi", "klynge.project.wsgi:application", "--host", BIND, "--port", PORT]
    web += ["--workers", os.environ.get("KLYNGE_WEB_WORKERS", "1"), "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    worker = ["django", "procrastinate", "worker", "--concurrency", os.environ.get("KLYNGE_JOBS", "4")]
    counting = Path(settings.VAR) / "metrics" / PORT  # the web processes add their counts up here
    shutil.rmtree(counting, ignore_errors=True)
    counting.mkdir(parents=True, exist_ok=True)
    environment = {"PROMETHEUS_MULTIPROC_DIR": str(counting), **os.environ}
    children: Children = {}
    for name, command in (("web server", web), ("worker", worker)):
        children[name] = subprocess.Popen(
            [sys.executable, "-m", *command], stdin=subprocess.DEVNULL, start_new_session=True, env=environment
        )
        if guard.stdin:
            guard.stdin.write(b"%d\n" % children[name].pid)
            guard.stdin.flush()
    return children


def has_ended(children: Children) -> str:
    """Return a sentence about the first child that is no longer there, "" while all are."""
    for name, child in children.items():
        if (status := child.poll()) is not None:
            how = f"was killed by signal {-status}" if status < 0 else f"ended with status {status}"
            return f"The {name} {how}; its last words stand above. Everything else is stopped too."
    return ""


def is_listening() -> bool:
    """Say whether somebody answers on the port."""
    with socket.socket(socket.AF_INET6 if ":" in HERE else socket.AF_INET) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((HERE, int(PORT))) == 0


def is_answering() -> bool:
    """Say whether the program behind the port answers; anything but a fault of its own will do."""
    connection = http.client.HTTPConnection(HERE, int(PORT), timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def wait_for_port() -> bool:
    """Wait a moment for the port to be free; False when it stays taken."""
    deadline = time.monotonic() + PATIENCE
    while is_listening():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def stop(children: Children, guard: "subprocess.Popen[bytes]") -> None:
    """Ask the children to finish, and make them after ten seconds."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # once is enough
    for child in children.values():
        if child.poll() is None:
            child.send_signal(signal.SIGINT)
    deadline = time.monotonic() + 10
    for child in children.values():
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
    guard.communicate(timeout=10)


def serve() -> int:
    """Run web and worker until one of them ends or somebody ends us; return the exit status."""
    is_ready, guard = False, start_guard()
    children: Children = {}
    try:
        children = start_children(guard)
        while not (end := has_ended(children)):
            if not is_ready and is_answering():
                is_ready = True
                say(f"Ready in {time.monotonic() - BEGAN:.1f} s: http://{HERE}:{PORT}/   (Ctrl-C stops everything)")
            time.sleep(0.3 if is_ready else 0.1)
        say(end)
    except SystemExit:
        say("Stopping ...")
        return 0
    finally:
        stop(children, guard)
    return 1


def leave(_number: int, _frame: FrameType | None) -> None:
    """Turn a signal into an orderly end."""
    raise SystemExit(0)


def main() -> int:
    """Prepare, then serve; whatever stands in the way is told in a sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klynge.project.settings")
    from django.db import OperationalError

    from klynge.project.postgres import EmbeddedPostgresError

    if not PORT.isdecimal() or not 0 < int(PORT) < 65_536:
        say(f"PORT={PORT} is no port: give a number from 1 to 65535.")
        return 1
    if not wait_for_port():
        say(f"Port {PORT} is taken, perhaps by another ./dev run. Stop it, or choose another: PORT=8001 ./dev run")
        return 1
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # SIGINT too: a shell's background job ignores it
        signal.signal(number, leave)
    try:
        prepare()
    except (EmbeddedPostgresError, OperationalError) as fault:
        say(f"The database can't be used: {str(fault).strip()}\nCheck DATABASE_URL, or unset it to use the embedded PostgreSQL.")
        return 1
    except OSError as fault:
        say(f"{fault.strerror or fault}: {fault.filename or 'the data folder'}. Nothing was lost; mend it and start again.")
        return 1
    return serve()


if __name__ == "__main__":
    sys.exit(main())
