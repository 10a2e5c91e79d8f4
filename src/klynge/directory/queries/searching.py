"""Find by name, number, town, person, address or domain, also with a slip of the finger."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import BooleanField, Case, F, Func, IntegerField, Model, Q, QuerySet, Value, When

from klynge.core.sorting import Danish
from klynge.directory.rules.folding import fold, misspellings, words_of

Row = TypeVar("Row", bound=Model)
MANY = 500


class _LikeAny(Func):
    """``search_text LIKE ANY (patterns)``; the patterns come from a sub-select, which spares the planner hundreds of estimates."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, patterns: list[str], **extra: Any) -> None:
        super().__init__(F("search_text"), **extra)
        self.patterns = patterns

    def as_sql(self, compiler: Any, _connection: Any, **_: Any) -> tuple[str, list[Any]]:
        column, params = compiler.compile(self.source_expressions[0])
        return f"{column} LIKE ANY (ARRAY(SELECT unnest(%s::text[])))", [*params, self.patterns]


def search(queryset: QuerySet[Row], text: str) -> QuerySet[Row]:
    """Keep the organisations (or people) in which every word occurs, those whose name begins so first; all when there is no word.

    A word that occurs nowhere may be one slip away; when that finds nothing either, the nearest by trigrams.
    Very many hits are in Danish order alone, which an index gives without sorting them all.
    """
    words = words_of(text)
    if not words:
        return queryset.in_danish_order()  # type: ignore[attr-defined, no-any-return]
    found = queryset.filter(_all_of(words))
    if count := found.order_by()[: MANY + 1].count():
        return _ranked(found, fold(text)) if count <= MANY else found.in_danish_order()  # type: ignore[attr-defined, no-any-return]
    near = _nearly(queryset, words)
    nearest = queryset.filter(pk__in=near) if near else queryset.filter(search_text__trigram_word_similar=" ".join(words))
    likeness = TrigramWordSimilarity(" ".join(words), "search_text")
    return nearest.order_by(_place(words[0][:2]), likeness.desc(), Danish("name"), "pk")  # slips are rarest in the first letters


def _all_of(words: list[str]) -> Q:
    """Every word occurs; one of two letters or less begins a word, or the index could not find it."""
    condition = Q()
    for word in words:
        condition &= (
            Q(search_text__contains=word) if len(word) > 2 else Q(search_text__startswith=word) | Q(search_text__contains=f" {word}")
        )
    return condition


def _nearly(queryset: QuerySet[Row], words: list[str]) -> list[int]:
    """Return rows in which words that occur nowhere are there with one slip, and the others as they are; a bounded number."""
    known = queryset.model._default_manager
    guesses = {word: misspellings(word) for word in words if len(word) > 2 and not known.filter(search_text__contains=word).exists()}
    guesses = {word: others for word, others in guesses.items() if others}
    if not guesses:
        return []
    condition = _all_of([word for word in words if word not in guesses])
    longest = max(guesses, key=len)
    rows = queryset.filter(condition, _LikeAny([f"%{guess}%" for guess in guesses.pop(longest)]))
    texts = rows.order_by().values_list("pk", "search_text")[:MANY]
    return [pk for pk, text in texts if all(any(guess in text for guess in others) for others in guesses.values())]


def _ranked(found: QuerySet[Row], text: str) -> QuerySet[Row]:
    """Names that begin with what was typed, then the rest; each in Danish order."""
    return found.order_by(_place(text), Danish("name"), "pk")


def _place(beginning: str) -> Case:
    """Put names that begin so before the others; the searched text begins with the name."""
    return Case(When(Q(search_text__startswith=beginning), then=Value(0)), default=Value(1), output_field=IntegerField())
