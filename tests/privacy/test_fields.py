"""The table of personal data is complete: every column that can hold words or points to a person says why it is there."""

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from klynge.privacy.queries.fields import PURPOSES, personal_fields
from klynge.privacy.rules import fields

WORDY = (models.CharField, models.TextField, models.JSONField, models.FileField, models.GenericIPAddressField, ArrayField)
PEOPLE = {"access.User", "directory.Person"}


def can_be_personal(field):
    """Words that people write, and pointers to people; what is chosen from a list is listed only where it says something about a person."""
    if field.is_relation:
        return field.related_model._meta.label in PEOPLE
    return isinstance(field, WORDY) and not field.choices


OURS = {model._meta.label: model for model in apps.get_models() if model.__module__.startswith("klynge.")}


def known(label):
    return {*fields.FIELDS.get(label, {}), *fields.IMPERSONAL.get(label, "").split()}


def test_every_column_says_why_it_is_there():
    missing = {
        label: names
        for label, model in OURS.items()
        if (names := sorted({each.name for each in model._meta.concrete_fields if can_be_personal(each)} - known(label)))
    }
    assert missing == {}, "put them into privacy/rules/fields.py"


def test_the_table_names_nothing_that_is_gone_or_stands_there_twice():
    gone = {label: sorted(known(label) - {each.name for each in model._meta.concrete_fields}) for label, model in OURS.items()}
    assert {label: names for label, names in gone.items() if names} == {}
    assert {*fields.FIELDS, *fields.IMPERSONAL} <= set(OURS)
    assert {label for label in fields.FIELDS if set(fields.FIELDS[label]) & set(fields.IMPERSONAL.get(label, "").split())} == set()


def test_every_purpose_has_its_words_and_its_columns():
    assert set(PURPOSES) == set(fields.PURPOSES)
    assert all(row.what and row.purpose and row.basis and row.kept and row.columns for row in personal_fields())
