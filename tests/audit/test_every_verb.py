"""Whatever an action writes into the log can be read there as a sentence."""

import ast

import pytest

from klynge.audit.queries import VERBS
from tests.architecture.house import ROOMS, storey, tree

ACTIONS = [path for room in ROOMS for path in storey(room, "actions") if path.name != "__init__.py"]


def recorded(path):
    """Return the verbs that a file records; one that is put together counts by its beginning."""
    calls = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record"]
    texts = [node.value for call in calls for node in ast.walk(call.args[1]) if isinstance(node, ast.Constant)]
    return {text for text in texts if isinstance(text, str) and "." in text}


@pytest.mark.parametrize("path", ACTIONS, ids=lambda path: f"{path.parent.parent.name}/{path.stem}")
def test_every_verb_that_is_recorded_has_its_sentence(path):
    missing = {verb for verb in recorded(path) if verb not in VERBS and not (verb.endswith(".") and any(v.startswith(verb) for v in VERBS))}
    assert not missing
