"""Foreign keys are imports too, and every root row belongs to a cluster."""

import ast

from django.apps import apps
from django.core.management import call_command
from django.db import models

from klynge.access.models import ClusterRow
from tests.architecture.house import FLOOR_OF, ROOMS, SRC, dotted, files, lines, name_of, storey, tree

# Rows that belong to no single cluster, and why.
SHARED = {
    "access.Cluster": "it is the cluster",
    "access.User": "one sign-in may work in several clusters; Grant says which",
    "access.Grant": "read before there is a scope: it decides which scope opens",
    "access.Invitation": "is followed from a link, before anybody is in a cluster; it names its cluster",
    "access.ApiToken": "is found by its secret, before there is a scope; it names its cluster",
    "access.SavedView": "belongs to its user, and names its cluster",
    "directory.Organisation": "one registry shared by the clusters (decision 2); Listing says who sees it",
    "directory.Person": "one registry shared by the clusters (decision 2)",
    "directory.Municipality": "official codes",
}

# Rows with a cluster of their own that a scope does not guard, and why.
UNSCOPED = {
    "directory.Listing": "it is what visible_to() asks; always filtered by the actor's cluster",
    "membership.NumberSeries": "one counter a cluster, its primary key; locked by the verb that takes a number",
}


def _own_models():
    return [model for model in apps.get_models() if model._meta.app_label in FLOOR_OF and model.__module__.startswith("klynge.")]


def _relations(model):
    return [field for field in model._meta.get_fields() if isinstance(field, models.ForeignKey | models.ManyToManyField)]


def test_a_foreign_key_points_into_its_own_room_or_down():
    faults = []
    for model in _own_models():
        here = model._meta.app_label
        for field in _relations(model):
            there = field.related_model._meta.app_label
            if there != here and there in FLOOR_OF and FLOOR_OF[there] >= FLOOR_OF[here]:
                faults.append(f"{model._meta.label}.{field.name} points up or sideways, to {there}")
    assert not faults, lines(faults)


def test_a_foreign_key_into_another_room_is_a_string():
    faults = []
    for room in ROOMS:
        for path in storey(room, "models"):
            foreign = _imported_from_other_rooms(path, room)
            for node in ast.walk(tree(path)):
                is_relation = isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in (
                    "ForeignKey",
                    "OneToOneField",
                    "ManyToManyField",
                )
                if is_relation and node.args and dotted(node.args[0]) in foreign:
                    faults.append(f"{name_of(path)}:{node.lineno} names {dotted(node.args[0])} itself")
    assert not faults, lines(faults)


def _imported_from_other_rooms(path, room):
    imports = [node for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("klynge.")]
    return {alias.asname or alias.name for node in imports if not node.module.startswith(f"klynge.{room}") for alias in node.names}


def _belongs_to_a_cluster(model, seen=()):
    """Say whether the row has a cluster, or a parent (a key that is never null) that has one."""
    if issubclass(model, ClusterRow) or model._meta.label in SHARED:
        return True
    parents = [field.related_model for field in _relations(model) if isinstance(field, models.ForeignKey) and not field.null]
    return any(
        parent not in seen and parent._meta.app_label in FLOOR_OF and _belongs_to_a_cluster(parent, (*seen, model)) for parent in parents
    )


def test_every_row_belongs_to_a_cluster_or_to_a_row_that_does():
    faults = [model._meta.label for model in _own_models() if not _belongs_to_a_cluster(model)]
    assert not faults, lines(faults)


def test_a_row_with_a_cluster_of_its_own_is_scoped():
    faults = [
        f"{model._meta.label} has a cluster but is no ClusterRow"
        for model in _own_models()
        if any(field.name == "cluster" for field in _relations(model))
        and not issubclass(model, ClusterRow)
        and model._meta.label not in SHARED | UNSCOPED
    ]
    assert not faults, lines(faults)


def test_no_number_is_kept_as_a_float():
    faults = [
        f"{model._meta.label}.{field.name}"
        for model in _own_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.FloatField)
    ]
    assert not faults, lines(faults)


def test_the_migrations_are_complete_and_named(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    faults = [name_of(path) for path in files(".py") if path.is_relative_to(SRC) and "migrations" in path.parts and "_auto_" in path.name]
    assert not faults, lines(faults)
