"""Everything the program says is said in Danish too."""

import ast

from babel.messages.catalog import Catalog

from klynge.project.messages import Message, catalogue, faults, messages, update
from tests.architecture.house import lines, name_of, source_files, tree

WORDS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


def test_every_text_has_its_danish():
    found = faults(catalogue(), messages())
    assert not found, lines(found)


def test_texts_of_python_and_of_templates_are_found():
    said = messages()
    assert Message("Administrator") in said
    assert any(place.endswith(".html") for places in said.values() for place in places)


def test_no_text_is_put_together_before_it_is_translated():
    bad = (ast.JoinedStr, ast.BinOp, ast.Call)
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in source_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in WORDS
        and node.args
        and isinstance(node.args[0], bad)
    ]
    assert not found, lines(found)


def test_a_missing_a_fuzzy_an_unused_and_a_damaged_text_are_each_named():
    known = Catalog(locale="da")
    known.add("Paid %s", "Betalt")
    known.add("Late", "Sen", flags=["fuzzy"])
    known.add("Gone", "Væk")
    known.add(("one", "%(n)s many"), ("en", "%(n)s mange"))
    said = {Message("Paid %s"): ["a.py"], Message("Late"): ["a.py"], Message("New"): ["a.py"], Message("one", "%(n)s many"): ["a.py"]}
    assert faults(known, said) == [
        "placeholders differ (%s): 'Paid %s' (a.py)",
        "fuzzy: 'Late' (a.py)",
        "not translated: 'New' (a.py)",
        "said nowhere: 'Gone'",
    ]


def test_updating_keeps_translations_and_is_the_same_twice(tmp_path):
    path = tmp_path / "da" / "django.po"
    update(path)
    path.write_text(path.read_text().replace('msgid "Administrator"\nmsgstr ""', 'msgid "Administrator"\nmsgstr "Bestyrer"'))
    update(path)
    first = path.read_bytes()
    update(path)
    assert catalogue(path).get("Administrator").string == "Bestyrer" and path.read_bytes() == first
