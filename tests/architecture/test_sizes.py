"""Short files, short functions. The exception list may only shrink."""

import ast

from tests.architecture.house import ROOT, SRC, files, functions, lines, name_of

EXCEPTIONS = ROOT / "tests" / "architecture" / "size_exceptions.txt"
CEILING = 0  # how many exceptions there may be; lower it with the list, never raise it
FILE, FUNCTION, VIEW, TEST = 300, 40, 20, 25
LIMITS = {".py": FILE, ".html": 80, ".css": 250, ".js": 150}


def _is_exempt(path):
    return "migrations" in path.parts or "vendor" in path.parts


def _limit(path, function):
    arguments = function.args.posonlyargs + function.args.args
    if path.is_relative_to(ROOT / "tests") and function.name.startswith("test_"):
        return TEST
    is_view = path.is_relative_to(SRC / "interfaces") and "views" in (path.stem, path.parent.name) and arguments
    return VIEW if is_view and arguments[0].arg == "request" and not function.name.startswith("_") else FUNCTION


def _length(node: ast.AST) -> int:
    return node.end_lineno - node.lineno + 1


def _too_long():
    """Return {place: (length, limit)} of everything that passes its limit."""
    found = {}
    for path in files(*LIMITS):
        if _is_exempt(path):
            continue
        length, limit = len(path.read_text(encoding="utf-8").splitlines()), LIMITS.get(path.suffix, FILE)
        if length > limit:
            found[name_of(path)] = (length, limit)
        if path.suffix in (".py", ""):
            for function in functions(path):
                if _length(function) > (limit := _limit(path, function)):
                    found[f"{name_of(path)}::{function.name}"] = (_length(function), limit)
    return found


def _exceptions():
    rows = [row.rsplit(maxsplit=1) for row in EXCEPTIONS.read_text().splitlines() if row and not row.startswith("#")]
    return {place: int(length) for place, length in rows}


def test_nothing_is_longer_than_it_may_be():
    excepted = _exceptions()
    faults = [
        f"{place} has {length} lines; {limit} are allowed"
        for place, (length, limit) in _too_long().items()
        if length > excepted.get(place, limit)
    ]
    assert not faults, lines(faults)


def test_every_exception_is_still_needed_at_its_full_length():
    too_long = _too_long()
    stale = [
        f"{place} {length}: now {too_long.get(place, ('short enough',))[0]}"
        for place, length in _exceptions().items()
        if too_long.get(place, (0,))[0] < length
    ]
    assert not stale, lines(stale)


def test_the_exception_list_has_not_grown():
    assert len(_exceptions()) <= CEILING
