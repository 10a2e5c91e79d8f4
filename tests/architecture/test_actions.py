"""Every change of the business is an action: one transaction, asked for permission, written down."""

import ast

import pytest

from tests.architecture.house import ROOMS, calls, dotted, lines, name_of, public, source_files, storey, tree

ACTIONS = [path for room in ROOMS for path in storey(room, "actions") if path.name != "__init__.py"]
# What an action need not do, and why. An exception that is not needed any more fails.
EXCEPTIONS = {
    "visits/count_view": {"record": "a sum is its own record; a line in the log for each page read would say who reads what"},
    "newsletters/count_click": {"record": "its row is the record; a line in the log for each link would say who reads what to more people"},
    "access/count_request": {
        "record": "a line in the log for each request would say who reads what; the token keeps when it was used last"
    },
    "access/answer_once": {"record": "what the work does records itself; the answer that is kept is the record of the request"},
    "access/note_sign_in": {"record": "its row is the record, for the person's own eyes; the office does not watch who comes in when"},
    "webhooks/gather_messages": {
        "record": "its rows are the record; a line in the log for each round would itself be gathered in the next"
    },
    "matchmaking/log_impressions": {"record": "its rows are the record of what a screen showed, one a day for each"},
    "audit/record_event": {
        "atomic": "it joins the transaction of the change that it records",
        "require": "it records what another action has asked for",
        "record": "it is the record",
        "name": "called in every action, so it has the short name `record`",
        "positional": "the actor and the verb read as a sentence before the subject",
        "told": "the actor comes first, by position",
    },
}


def _key(path):
    return f"{path.parent.parent.name}/{path.stem}"


def _shortcomings(path):
    """Return {rule: sentence} of what the action file does not do."""
    offered = public(path)
    if len(offered) != 1:
        return {"one": f"offers {len(offered)} public functions instead of one: {[node.name for node in offered]}"}
    action, called = offered[0], calls(tree(path))
    arguments, keywords = action.args, {argument.arg for argument in action.args.kwonlyargs}
    decorators = {dotted(node.func if isinstance(node, ast.Call) else node) for node in action.decorator_list}
    rules = {
        "name": (action.name == path.stem and "_" in path.stem, f"{action.name} does not stand in a file <verb>_<noun>.py of its name"),
        "atomic": ("transaction.atomic" in decorators or _opens_batches(path), "is not one transaction (@transaction.atomic)"),
        "positional": (len(arguments.posonlyargs + arguments.args) <= 1, "takes more than its subject by position"),
        "told": ({"actor", "at"} <= keywords, "does not take `actor` and `at` as keywords"),
        "require": (bool(called & {"require", "policies.require"}), "never asks policies.require(...)"),
        "record": (bool(called & {"record", "audit.record"}), "never writes itself down with record(...)"),
    }
    return {rule: sentence for rule, (holds, sentence) in rules.items() if not holds}


def _opens_batches(path):
    """A bulk verb may open one transaction for each batch: ``with transaction.atomic():`` inside a loop."""
    loops = [node for node in ast.walk(tree(path)) if isinstance(node, ast.For | ast.While)]
    return any(
        "transaction.atomic" in calls(item.context_expr)
        for loop in loops
        for node in ast.walk(loop)
        if isinstance(node, ast.With)
        for item in node.items
    )


@pytest.mark.parametrize("path", ACTIONS, ids=_key)
def test_an_action_checks_changes_and_records_in_one_transaction(path):
    excepted = EXCEPTIONS.get(_key(path), {})
    faults = [f"{name_of(path)} {sentence}" for rule, sentence in _shortcomings(path).items() if rule not in excepted]
    assert not faults, lines(faults)


def test_every_exception_is_needed():
    known = {_key(path): set(_shortcomings(path)) for path in ACTIONS}
    faults = [f"{key}: {rule}" for key, rules in EXCEPTIONS.items() for rule in rules if rule not in known.get(key, set())]
    assert not faults, lines(faults)


def test_a_room_re_exports_its_actions():
    faults = []
    for path in ACTIONS:
        package = path.parent / "__init__.py"
        if not package.exists():
            faults.append(f"{name_of(package)} is missing")
            continue
        shown = {
            alias.asname or alias.name
            for node in ast.walk(ast.parse(package.read_text()))
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        faults += [f"{name_of(package)} does not re-export {node.name}" for node in public(path) if node.name not in shown]
    assert not faults, lines(faults)


def test_a_bulk_verb_never_calls_the_one_row_action_in_a_loop():
    verbs = {node.name for path in ACTIONS for node in public(path)} - {"record"}
    faults = []
    for path in (path for path in ACTIONS if path in source_files()):
        for loop in (node for node in ast.walk(tree(path)) if isinstance(node, ast.For)):
            faults += [
                f"{name_of(path)}:{loop.lineno} calls {verb} in a loop"
                for verb in {name.rpartition(".")[2] for name in calls(loop)} & verbs
            ]
    assert not faults, lines(faults)
