"""``./dev run``: database, migrations, demo data, then web and worker until Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time

PORT = os.environ.get("PORT", "8000")


def say(text: str) -> None:
    """Tell the person at the terminal what is going on."""
    print(text, flush=True)


def prepare() -> None:
    """Bring the database up to date, play the demo data on the first start, collect static files."""
    import django

    say("Starting the database ...")
    django.setup()
    from django.core.management import call_command

    from klynge.interfaces.cli.demo import play_once

    say("Migrating ...")
    call_command("migrate", verbosity=0)
    for line in play_once():
        say(line)
    call_command("collectstatic", interactive=False, verbosity=0)


def start_children() -> list["subprocess.Popen[bytes]"]:
    """Start the web server and the worker."""
    web = ["granian", "--interface", "wsgi", "klynge.project.wsgi:application", "--host", os.environ.get("KLYNGE_BIND", "127.0.0.1")]
    web += [
        "--port",
        PORT,
        "--workers",
        os.environ.get("KLYNGE_WEB_WORKERS", "1"),
        "--blocking-threads",
        "4",
        "--no-ws",
        "--log-level",
        "warning",
    ]
    worker = ["django", "procrastinate", "worker", "--concurrency", os.environ.get("KLYNGE_JOBS", "4")]
    return [subprocess.Popen([sys.executable, "-m", *command]) for command in (web, worker)]


def wait_for_web(children: list["subprocess.Popen[bytes]"]) -> bool:
    """Wait until the port answers; False when a child died first."""
    while all(child.poll() is None for child in children):
        try:
            socket.create_connection(("127.0.0.1", int(PORT)), 0.2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return True
    return False


def stop(children: list["subprocess.Popen[bytes]"]) -> None:
    """Ask the children to finish, and make them after ten seconds."""
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGINT)
    for child in children:
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()


def port_is_taken() -> bool:
    """Say whether somebody listens already."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(PORT))) == 0


def main() -> int:
    """Run everything until Ctrl-C or until one of the two dies."""
    began = time.monotonic()
    if port_is_taken():
        say(f"Port {PORT} is taken, perhaps by another ./dev run. Stop it, or choose another: PORT=8001 ./dev run")
        return 1
    prepare()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    children = start_children()
    try:
        if wait_for_web(children):
            say(f"Ready in {time.monotonic() - began:.1f} s: http://127.0.0.1:{PORT}/   (Ctrl-C stops everything)")
        while all(child.poll() is None for child in children):
            time.sleep(0.3)
        say("The web server or the worker has stopped; see the lines above.")
    except (KeyboardInterrupt, SystemExit):
        return 0
    finally:
        stop(children)
    return 1


if __name__ == "__main__":
    sys.exit(main())
