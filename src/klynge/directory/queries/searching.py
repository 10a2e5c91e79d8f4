"""Find by name, number, town, person, address or domain, also with a slip of the finger."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import BooleanField, Case, F, Func, IntegerField, Model, Q, QuerySet, Value, When

from klynge.core.sorting import Danish
from klynge.directory.models.searching import Folded
from klynge.directory.rules.folding import fold, misspellings, words_of

Row = TypeVar("Row", bound=Model)


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

    Nothing found: every word may be one slip away; still nothing: the nearest by trigrams.
    """
    words = words_of(text)
    if not words:
        return queryset.in_danish_order()  # type: ignore[attr-defined, no-any-return]
    for condition in (_all_of(words), _nearly(words)):
        if condition is not None and (found := queryset.filter(condition)).order_by().exists():
            return _ranked(found, fold(text))
    nearest = queryset.filter(search_text__trigram_word_similar=" ".join(words))
    return nearest.order_by(TrigramWordSimilarity(" ".join(words), "search_text").desc(), "pk")


def _all_of(words: list[str]) -> Q:
    condition = Q()
    for word in words:
        condition &= Q(search_text__contains=word)
    return condition


def _nearly(words: list[str]) -> Q | None:
    """Every word as it is or with one slip; None when no word is long enough for one."""
    guesses = {word: misspellings(word) for word in words}
    if not any(guesses.values()):
        return None
    condition = Q()
    for word, others in guesses.items():
        condition &= Q(_LikeAny([f"%{guess}%" for guess in [word.replace("%", ""), *others]])) if others else Q(search_text__contains=word)
    return condition


def _ranked(found: QuerySet[Row], text: str) -> QuerySet[Row]:
    """Names that begin with what was typed, then names that hold it, then the rest; each in Danish order."""
    name = Folded("name")
    place = Case(
        When(Q(folded_name__startswith=text), then=Value(0)),
        When(Q(folded_name__contains=text), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return found.alias(folded_name=name, search_place=place).order_by("search_place", Danish("name"), "pk")
