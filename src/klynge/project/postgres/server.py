"""The life cycle of the embedded server.

Every process that uses it holds a shared flock on ``users.lock`` for its whole life; the kernel drops it
even after SIGKILL. The last one to leave stops the server.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from .binaries import HOME, EmbeddedPostgresError, is_reachable, reachable_bin, spawn, unprivileged_account

NAME = "klynge"
CONFIG = """\
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 256MB
work_mem = 32MB
maintenance_work_mem = 128MB
max_wal_size = 1GB
min_wal_size = 64MB
wal_level = minimal
max_wal_senders = 0
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
"""
THROW_AWAY = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


class Server:
    """One server with its data folder; ``ensure()`` makes and starts it as needed."""

    def __init__(self, home: Path, *, is_throw_away: bool = False) -> None:
        self.is_throw_away = is_throw_away
        self.account = unprivileged_account()
        home = home.expanduser().absolute()
        if self.account and not is_reachable(self.account, home.parent):
            # a checkout under a closed home: never loosen its permissions, put the data elsewhere
            home = HOME / hashlib.sha256(bytes(home)).hexdigest()[:10]
        self.home, self.data = home, home / "data"
        if self.account and self.data.exists():  # whoever owns the data goes on, also when another account has appeared since
            self.account = pwd.getpwuid(self.data.stat().st_uid)
        self.socket = self._socket_folder()
        self._users: int | None = None

    def _socket_folder(self) -> Path:
        near = self.home / "s"
        if len(bytes(near)) <= 80:  # a socket's path is limited to 104 or 108 bytes with the file name in it
            return near
        tag = hashlib.sha256(bytes(self.home)).hexdigest()[:10]
        base = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
        return Path(base if len(base) < 60 and not self.account else "/tmp") / f"{NAME}-{os.geteuid()}-{tag}"  # noqa: S108

    def spawn(self, *command: object, **options: object) -> subprocess.CompletedProcess[str]:
        """Run one of the server's programs (``pg_dump``, ``psql`` ...) as the server's account."""
        program, *rest = command
        return spawn(self.account, reachable_bin(self.account) / str(program), *rest, **options)

    def ensure(self) -> Server:
        """Make, start and hold the server; quick when it runs already. Raises: EmbeddedPostgresError."""
        if self._users is not None:
            return self
        self.home.mkdir(parents=True, exist_ok=True)
        with self._alone():
            self._users = os.open(self.home / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._users, fcntl.LOCK_SH)
            atexit.register(self._leave, os.getpid())
            if not (self.data / "PG_VERSION").exists():
                self._make()
            if not self.is_running():
                self._start()
            self._make_database()
        return self

    def is_running(self) -> bool:
        """Say whether it answers (a pid says nothing: it may be a zombie's or another program's)."""
        with socket.socket(socket.AF_UNIX) as client, contextlib.suppress(OSError):
            client.connect(f"{self.socket}/.s.PGSQL.5432")
            return True
        return False

    def stop(self) -> None:
        """Stop the server, letting nothing finish but what is committing."""
        self.spawn("pg_ctl", "-D", self.data, "-m", "fast", "-w", "-t", "60", "stop", capture_output=True)

    def settings(self) -> dict[str, object]:
        """Return Django's connection settings."""
        return {"NAME": NAME, "USER": NAME, "HOST": str(self.socket), "PORT": "", "PASSWORD": ""}

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.home / "start.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _own(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        if self.account:
            os.chown(folder, self.account.pw_uid, self.account.pw_gid)

    def _make(self) -> None:
        if self.account:
            self.home.chmod(0o711)
        fresh = self.home / "data.new"  # renamed when whole: initdb writes PG_VERSION long before it is done
        shutil.rmtree(fresh, ignore_errors=True)
        (self.home / "made").unlink(missing_ok=True)
        self._own(fresh)
        no_sync = ["--no-sync"] if self.is_throw_away else []
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        done = self.spawn(
            "initdb", "-D", fresh, "-U", NAME, "-A", "trust", "-E", "UTF8", *locale, "--wal-segsize=4", *no_sync, capture_output=True
        )
        if done.returncode:
            raise EmbeddedPostgresError(f"initdb failed:\n{done.stdout}{done.stderr}")
        shutil.rmtree(self.data, ignore_errors=True)
        fresh.rename(self.data)

    def _configure(self) -> None:
        text = CONFIG + (THROW_AWAY if self.is_throw_away else "") + f"unix_socket_directories = '{self.socket}'\n"
        ours, main = self.data / "klynge.conf", self.data / "postgresql.conf"
        ours.write_text(text)
        include = f"include '{ours.name}'"
        if include not in (present := main.read_text()):
            main.write_text(f"{present}\n{include}\n")
        if self.account:
            for file in (ours, main):
                os.chown(file, self.account.pw_uid, self.account.pw_gid)

    def _start(self) -> None:
        self._own(self.socket)
        self._configure()
        self._clear_stale_pid()
        log, quiet = self.data / "server.log", {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        for attempt in range(5):  # after kill -9 old backends may hold the shared memory for a moment
            if self.spawn("pg_ctl", "-D", self.data, "-l", log, "-w", "-t", "120", "start", **quiet).returncode == 0:
                return
            time.sleep(0.2 * 2**attempt)
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:]) if log.exists() else ""
        raise EmbeddedPostgresError(f"PostgreSQL did not start; {log} ends with:\n{tail}")

    def _clear_stale_pid(self) -> None:
        """Remove a pid file left by a crash when *another* program now has that pid: it would block the start."""
        file = self.data / "postmaster.pid"
        for _ in range(100):
            try:
                pid = int(file.read_text().split()[0])
            except (FileNotFoundError, ValueError, IndexError):
                return
            state, name = _process(pid)
            if state is None or self.is_running():
                return  # gone (PostgreSQL itself removes the file), or alive and well
            if state != "Z" and not name.startswith("postgres"):
                file.unlink(missing_ok=True)
                return
            time.sleep(0.1)  # a zombie not yet reaped, or a server shutting down

    def _make_database(self) -> None:
        if (made := self.home / "made").exists():
            return
        psql = ("psql", "-h", self.socket, "-U", NAME, "-d", "postgres", "-XAtqc")
        if not self.spawn(*psql, f"SELECT 1 FROM pg_database WHERE datname = '{NAME}'", capture_output=True).stdout.strip():
            self.spawn(*psql, f'CREATE DATABASE "{NAME}"', check=True)
        made.touch()

    def _leave(self, pid: int) -> None:
        if self._users is None or pid != os.getpid():  # a forked child does not own the lock
            return
        with self._alone():
            os.close(self._users)
            self._users = None
            with (self.home / "users.lock").open("r+") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return  # somebody else still uses it
                if self.is_running():
                    self.stop()


def _process(pid: int) -> tuple[str | None, str]:
    """Return (state, name) of a process, (None, "") when there is none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
        return stat.rpartition(")")[2].split()[0], stat.partition("(")[2].rpartition(")")[0]
    except OSError:
        if Path("/proc/self/stat").exists():
            return None, ""
    out = subprocess.run(["ps", "-o", "stat=,comm=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout.split(None, 1)
    return (out[0][0], Path(out[1].strip()).name) if len(out) == 2 else (None, "")
