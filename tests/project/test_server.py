"""The embedded PostgreSQL: started once, shared, stopped by the last one out, and none the worse for kill -9."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import pytest

from klynge.project.postgres.server import Server
from tests.project.processes import environment, eventually, is_alive, python

HOLD = """
import sys
from pathlib import Path
from klynge.project.postgres.server import Server
Server(Path(sys.argv[1]), is_throw_away=len(sys.argv) == 2).ensure()
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def home():
    """A folder for a server of its own that any account may enter."""
    folder = Path(tempfile.mkdtemp(prefix="klynge-test-"))
    folder.chmod(0o711)
    yield folder / "pg"
    server = Server(folder / "pg", is_throw_away=True)
    if server.is_running():
        server.stop()
    shutil.rmtree(folder)


@pytest.fixture
def holders():
    """Start processes that hold a server until they are let go; none is left behind."""
    started = []

    def hold(home, *keeping, **own):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        started.append(python("-c", HOLD, home, *keeping, env=environment(**own), **pipes))
        return started[-1]

    yield hold
    for process in started:
        process.kill()
        process.communicate()


def is_ready(process):
    return process.stdout.readline() == "ready\n" or process.stderr.read()


def let_go(process):
    process.communicate(timeout=30)


def postmaster(home):
    return int((Server(home).data / "postmaster.pid").read_text().split()[0])


def sql(home, statement):
    server = Server(home)
    return server.spawn("psql", "-h", server.socket, "-U", "klynge", "-XAtqc", statement, capture_output=True, check=True).stdout.strip()


def test_two_share_one_server_and_the_last_one_out_stops_it(home, holders):
    first, second = holders(home), holders(home)
    assert is_ready(first) is True and is_ready(second) is True

    let_go(first)
    assert sql(home, "SELECT 1") == "1"
    let_go(second)
    assert not Server(home).is_running()


def test_a_holder_that_was_killed_does_not_keep_the_server_running_for_ever(home, holders):
    killed = holders(home)
    assert is_ready(killed) is True
    killed.kill()
    killed.wait()
    assert Server(home).is_running()

    following = holders(home)
    assert is_ready(following) is True
    let_go(following)
    assert not Server(home).is_running()


def test_what_was_committed_is_there_after_everything_was_killed(home, holders):
    killed = holders(home, "keep")  # a throw-away server may lose what was not yet written
    assert is_ready(killed) is True
    sql(home, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    main = postmaster(home)
    killed.kill()
    os.kill(main, signal.SIGKILL)
    killed.wait()
    assert eventually(lambda: not is_alive(main))

    assert is_ready(holders(home, "keep")) is True
    assert sql(home, "SELECT count(*) FROM kept") == "1000"


def test_a_pid_file_that_names_somebody_elses_process_is_no_obstacle(home, holders):
    first = holders(home)
    assert is_ready(first) is True
    let_go(first)
    (Server(home).data / "postmaster.pid").write_text(f"{os.getpid()}\n{Server(home).data}\n0\n5432\n")

    assert is_ready(holders(home)) is True
    assert sql(home, "SELECT 1") == "1"


def test_a_first_start_that_was_cut_short_is_begun_again(home, holders):
    (home / "data.new").mkdir(parents=True)
    (home / "data.new" / "PG_VERSION").write_text("18\n")
    assert is_ready(holders(home)) is True
    assert sql(home, "SELECT current_database()") == "klynge"


def test_several_at_once_on_a_fresh_folder_make_one_server(home, holders):
    started = [holders(home) for _ in range(3)]
    assert [is_ready(process) for process in started] == [True] * 3
    assert len({sql(home, "SELECT pg_postmaster_start_time()") for _ in started}) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
def test_the_account_that_made_the_data_goes_on_with_it(home, holders):
    first = holders(home, KLYNGE_PG_USER="nobody")
    assert is_ready(first) is True
    let_go(first)

    assert is_ready(holders(home, KLYNGE_PG_USER="daemon")) is True
    assert Server(home).account.pw_name == "nobody"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
def test_a_closed_home_stays_closed_and_the_data_goes_elsewhere(holders):
    closed = Path(tempfile.mkdtemp(prefix="klynge-closed-"))
    server = Server(closed / "var" / "pg", is_throw_away=True)
    try:
        process = holders(closed / "var" / "pg")
        assert is_ready(process) is True
        let_go(process)
        assert closed.stat().st_mode & 0o777 == 0o700 and not server.home.is_relative_to(closed)
    finally:
        shutil.rmtree(server.home, ignore_errors=True)
        shutil.rmtree(closed)
