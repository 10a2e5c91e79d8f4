"""Modules, actions, queries, policies and rules say what they do in one imperative line."""

import ast

from tests.architecture.house import ROOMS, SRC, lines, name_of, public, source_files, storey, tree

SPOKEN = ("actions", "queries", "policies", "rules", "tasks")
NOT_IMPERATIVE = {
    "Returns",
    "Gets",
    "Computes",
    "Creates",
    "Makes",
    "Gives",
    "Checks",
    "Finds",
    "Calculates",
    "Records",
    "This",
    "Function",
    "Helper",
}


def test_every_module_says_what_it_is():
    faults = [
        name_of(path)
        for path in source_files()
        if path.name not in ("__init__.py", "apps.py") and not ast.get_docstring(tree(path))
    ]  # fmt: skip
    assert not faults, lines(faults)


def _spoken_functions():
    core = [path for path in source_files() if path.is_relative_to(SRC / "core")]
    for path in [*(path for room in ROOMS for name in SPOKEN for path in storey(room, name)), *core]:
        yield from ((path, node) for node in public(path))


def test_every_public_function_of_a_room_begins_with_one_imperative_line():
    faults = []
    for path, node in _spoken_functions():
        first = (ast.get_docstring(node) or "").partition("\n")[0]
        if not first:
            faults.append(f"{name_of(path)}:{node.lineno} {node.name} says nothing")
        elif first.split()[0].rstrip(",.:;") in NOT_IMPERATIVE or not first[0].isupper():
            faults.append(f"{name_of(path)}:{node.lineno} {node.name} does not begin with an imperative: {first}")
        elif not first.rstrip().endswith((".", ":", "?")):
            faults.append(f"{name_of(path)}:{node.lineno} {node.name}: the first line is no sentence: {first}")
    assert not faults, lines(faults)


def test_every_public_signature_is_typed():
    faults = []
    for path, node in _spoken_functions():
        arguments = node.args.posonlyargs + node.args.args + node.args.kwonlyargs
        if node.returns is None or any(argument.annotation is None for argument in arguments if argument.arg not in ("self", "cls")):
            faults.append(f"{name_of(path)}:{node.lineno} {node.name}")
    assert not faults, lines(faults)


def test_every_public_class_of_queries_and_rules_says_what_it_holds():
    paths = [path for room in ROOMS for name in ("queries", "rules") for path in storey(room, name)]
    faults = [
        f"{name_of(path)}:{node.lineno} {node.name}" for path in paths for node in public(path, ast.ClassDef) if not ast.get_docstring(node)
    ]
    assert not faults, lines(faults)
