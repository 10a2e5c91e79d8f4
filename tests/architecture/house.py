"""The house as these tests see it: its files, its rooms, their syntax trees."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "klynge"

# From the top down; rooms on one floor may not see each other.
FLOORS = (
    ("reporting",),
    ("privacy",),
    ("newsletters",),
    ("engagement",),
    ("matchmaking",),
    ("meetings",),
    ("events",),
    ("networks", "programmes", "publishing", "visits"),
    ("membership",),
    ("billing",),
    ("directory", "ledger", "banking"),
    ("outbox", "files", "webhooks"),
    ("audit",),
    ("access",),
)
ROOMS = tuple(room for floor in FLOORS for room in floor)
FLOOR_OF = {room: number for number, floor in enumerate(reversed(FLOORS)) for room in floor}


@cache
def files(*suffixes: str) -> tuple[Path, ...]:
    """Return every file that is part of the project (tracked, or new and not ignored), by path."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found = (ROOT / name for name in sorted(set(listing.stdout.split("\0"))) if name)
    return tuple(
        path for path in found if path.is_file() and (not suffixes or path.suffix in suffixes or (path.name == "dev" and ".py" in suffixes))
    )


def source_files() -> tuple[Path, ...]:
    """Return the package's own Python files, migrations left out."""
    return tuple(path for path in files(".py") if SRC in path.parents and "migrations" not in path.parts)


def storey(room: str, name: str) -> tuple[Path, ...]:
    """Return the files of one storey of a room: ``queries.py``, or what is in ``queries/``."""
    single, folder = SRC / room / f"{name}.py", SRC / room / name
    return tuple(path for path in source_files() if path == single or folder in path.parents)


@cache
def tree(path: Path) -> ast.Module:
    """Parse a file once."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name_of(path: Path) -> str:
    """Return the path as it is written in messages and exception lists."""
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return every function of the file, methods and nested ones too."""
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def public(path: Path, *kinds: type) -> list:
    """Return what the file offers at its top level."""
    kinds = kinds or (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in tree(path).body if isinstance(node, kinds) and not node.name.startswith("_")]


def dotted(node: ast.AST) -> str:
    """Return ``a.b.c`` for the expression, "" when it is something else."""
    if isinstance(node, ast.Attribute):
        left = dotted(node.value)
        return f"{left}.{node.attr}" if left else ""
    return node.id if isinstance(node, ast.Name) else ""


def calls(node: ast.AST) -> set[str]:
    """Return the dotted names of all that is called."""
    return {dotted(found.func) for found in ast.walk(node) if isinstance(found, ast.Call)}


def lines(faults: list[str]) -> str:
    """Set out the faults one below the other, for the message of a failed test."""
    return "\n" + "\n".join(sorted(faults))
