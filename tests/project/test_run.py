"""``./dev run``, started for real: it serves, it stops, and what kills a part of it leaves nothing in the way."""

import importlib.util
import shutil
import signal
import socket
import subprocess
import tempfile
import urllib.request
from pathlib import Path

import pytest

from tests.project.processes import children_of, environment, eventually, is_alive, python

pytestmark = pytest.mark.xdist_group("launcher")
has_demo = importlib.util.find_spec("klynge.interfaces.cli.demo") is not None


@pytest.fixture(scope="module")
def data():
    """A data folder of its own, made by the first run and used again by the others."""
    folder = Path(tempfile.mkdtemp(prefix="klynge-run-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def run(data):
    """Start runs, on one free port if nothing else is said; end what a test has left."""
    usual, started = free_port(), []

    def start(port=usual, folder=data, **own):
        env = environment(PORT=str(port), KLYNGE_DATA_DIR=str(folder), **({"KLYNGE_DEMO": "0"} | own))
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        started.append(python("-m", "klynge.project.run", env=env, start_new_session=True, **pipes))
        started[-1].port = port
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=120)


def said_until(process, word):
    """Read what the run says up to the line with the word; everything when it never comes."""
    said = ""
    for line in process.stdout:
        said += line
        if word in line:
            break
    return said


def answers(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as response:
            return response.read() == b"ok"
    except OSError:
        return False


def child(process, word):
    return next(pid for pid, command in children_of(process.pid).items() if word in command)


def test_it_serves_until_ctrl_c_and_leaves_nothing_behind(run):
    process = run()
    assert "Ready" in said_until(process, "Ready") and answers(process.port)
    left = children_of(process.pid)

    process.send_signal(signal.SIGINT)
    process.communicate(timeout=120)
    assert process.returncode == 0 and len(left) == 3
    assert not any(is_alive(pid) for pid in left) and not answers(process.port)


def test_a_second_run_on_the_same_port_is_told_so(run):
    first = run()
    said_until(first, "Ready")
    second = run()
    said = second.communicate(timeout=120)[0]
    assert second.returncode == 1 and f"Port {first.port} is taken" in said
    assert answers(first.port)


def test_two_first_starts_on_the_same_fresh_data_do_not_trip_over_each_other(run):
    with tempfile.TemporaryDirectory(prefix="klynge-two-") as folder:
        Path(folder).chmod(0o711)
        both = [run(port=free_port(), folder=folder) for _ in range(2)]
        assert ["Ready" in said_until(process, "Ready") and answers(process.port) for process in both] == [True, True]
        for process in both:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=120)


def test_a_killed_supervisor_leaves_no_orphans_and_the_next_run_starts(run):
    killed = run()
    said_until(killed, "Ready")
    left = children_of(killed.pid)
    killed.kill()
    killed.wait()

    following = run()
    assert "Ready" in said_until(following, "Ready") and answers(following.port)
    assert eventually(lambda: not any(is_alive(pid) for pid in left))


@pytest.mark.parametrize(("word", "name"), [("procrastinate", "worker"), ("granian", "web server")])
def test_when_one_half_dies_the_run_ends_and_says_which(run, word, name):
    process = run()
    said_until(process, "Ready")
    victim = child(process, word)
    subprocess.run(["kill", "-9", str(victim)], check=True)

    said = process.communicate(timeout=120)[0]
    assert process.returncode == 1 and f"The {name} was killed by signal 9" in said
    assert eventually(lambda: not answers(process.port))


def test_a_database_that_cannot_be_used_is_named_in_a_sentence(run):
    process = run(DATABASE_URL="postgres://nobody:secret@127.0.0.1:1/nowhere")
    said = process.communicate(timeout=120)[0]
    assert process.returncode == 1 and "The database can't be used" in said and "Check DATABASE_URL" in said
    assert "Traceback" not in said and "secret" not in said


@pytest.mark.skipif(not has_demo, reason="the demo is not there yet")
def test_the_first_start_plays_the_demo_and_the_second_does_not(run):
    process = run(KLYNGE_DEMO="1")
    first = said_until(process, "Ready")
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=120)
    again = run(KLYNGE_DEMO="1")
    second = said_until(again, "Ready")
    assert "@" in first and "Ready" in first and "Ready" in second
    assert len(second) <= len(first)
