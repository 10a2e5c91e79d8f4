"""Habits that no linter knows: the clock, floats, names, ways around the policies, hosts of registries."""

import ast
import os
import re
import subprocess
import sys
from urllib.parse import urlsplit

from tests.architecture.house import ROOMS, ROOT, SRC, calls, dotted, files, lines, name_of, source_files, tree

CLOCKS = {
    "timezone.now",
    "timezone.localdate",
    "timezone.localtime",
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
}
SQL_CLOCK = re.compile(r"\bnow\(\)|\bcurrent_(date|timestamp)\b|\bclock_timestamp\(|\blocaltimestamp\b", re.IGNORECASE)
MONEY = ("core", "ledger", "banking", "billing", "membership")
VAGUE = re.compile(r"(^|_)(utils?|helpers?|common|managers?|services?|misc)($|_)")
DIRECT = {"get", "all"}
# Interfaces that fetch rows by themselves, and why.
MAY_FETCH = {
    "src/klynge/interfaces/cli/frame.py": "the command line names its cluster by slug and acts as the installation",
}
DEMO = SRC / "interfaces" / "cli" / "demo"  # it makes ten years of past before there is anybody who could have acted


def _below_the_clock():
    """Return the files that must be told what time it is."""
    lower = [SRC / name for name in (*ROOMS, "core", "ui")]
    return [
        path
        for path in source_files()
        if "tasks" not in (path.stem, path.parent.name) and any(path.is_relative_to(folder) for folder in lower)
    ]


def test_nobody_below_interfaces_and_tasks_reads_the_wall_clock():
    faults = [f"{name_of(path)} calls {name}" for path in _below_the_clock() for name in calls(tree(path)) & CLOCKS]
    for path in _below_the_clock():
        docstrings = {id(node.value) for node in ast.walk(tree(path)) if isinstance(node, ast.Expr)}
        texts = [
            node
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
        ]
        faults += [f"{name_of(path)}:{node.lineno} asks the database what time it is" for node in texts if SQL_CLOCK.search(node.value)]
    assert not faults, lines(faults)


def test_there_is_no_float_where_there_is_money():
    faults = []
    for path in source_files():
        if not any(path.is_relative_to(SRC / room) for room in MONEY):
            continue
        for node in ast.walk(tree(path)):
            is_literal = isinstance(node, ast.Constant) and type(node.value) is float
            if is_literal or (isinstance(node, ast.Name) and node.id == "float"):
                faults.append(f"{name_of(path)}:{node.lineno}")
    assert not faults, lines(faults)


def test_an_interface_asks_what_is_visible_and_never_fetches_by_itself():
    faults = []
    for path in source_files():
        if not path.is_relative_to(SRC / "interfaces") or path.is_relative_to(DEMO) or name_of(path) in MAY_FETCH:
            continue
        reads = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute) and node.attr in DIRECT]
        faults += [f"{name_of(path)}:{node.lineno} {dotted(node)}" for node in reads if dotted(node.value).endswith(".objects")]
    assert not faults, lines(faults)


def test_interfaces_change_nothing_but_through_actions():
    verbs = {"create", "bulk_create", "update_or_create", "get_or_create"}
    faults = []
    for path in source_files():
        if not path.is_relative_to(SRC / "interfaces") or path.is_relative_to(DEMO) or name_of(path) in MAY_FETCH:
            continue
        faults += [
            f"{name_of(path)} calls {name}" for name in calls(tree(path)) if ".objects." in name and name.rpartition(".")[2] in verbs
        ]
    assert not faults, lines(faults)


def test_no_file_has_a_vague_name():
    faults = [name_of(path) for path in files() for part in path.relative_to(ROOT).parts if VAGUE.search(part.partition(".")[0].lower())]
    assert not faults, lines(faults)


def _registry_hosts():
    """Return the hosts that must not be written down: the public ones, and whatever this machine installs from."""
    known = {
        ".".join(parts)
        for parts in (("pypi", "org"), ("files", "pythonhosted", "org"), ("registry", "npmjs", "org"), ("proxy", "golang", "org"))
    }
    told = [os.environ.get(name, "") for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX")]
    told.append(subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False).stdout)
    return known | {host for text in told for url in re.findall(r"https?://[^\s'\"]+", text) if (host := urlsplit(url).hostname)}


def test_no_file_names_the_host_of_a_package_registry():
    hosts = _registry_hosts()
    faults = []
    for path in files():
        content = path.read_bytes()
        faults += [f"{name_of(path)} names a registry" for host in hosts if host.encode() in content]
    faults += [
        f"{name_of(path)} holds an address" for path in files(".txt") if path.parent.name == "requirements" and "://" in path.read_text()
    ]
    assert not faults, lines(faults)


def test_no_model_signal_is_listened_to():
    signals = {"post_save", "pre_save", "post_delete", "pre_delete", "m2m_changed", "receiver"}
    faults = []
    for path in source_files():
        names = {
            alias.name
            for node in ast.walk(tree(path))
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django")
            for alias in node.names
        }
        faults += [f"{name_of(path)} imports {name}" for name in names & signals]
    assert not faults, lines(faults)
