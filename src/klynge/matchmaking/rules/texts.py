"""How alike two short texts are by their letters: n-grams cope with Danish compounds and endings, and with names in either language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

Array = Any

LETTERS, MOST_FEATURES = (3, 5), 60_000
COMMON = 0.2  # n-grams that stand in more texts than this share say nothing, and cost most
MANY = 500  # so many texts before one can tell what is common
LONGEST_QUOTE = 240


def letter_vectors(texts: Sequence[str]) -> Any:
    """Return one sparse row of length 1 (0 for an empty text) for each text."""
    if not any(re.search(r"\w{2}", text) for text in texts):
        return sparse.csr_matrix((len(texts), 1), dtype=np.float32)
    most = COMMON if len(texts) >= MANY else 1.0
    model = TfidfVectorizer(
        analyzer="char_wb", ngram_range=LETTERS, sublinear_tf=True, max_features=MOST_FEATURES, max_df=most, min_df=1, dtype=np.float32
    )
    return model.fit_transform([text.casefold() for text in texts])


def likeness(one: Any, other: Any) -> Array:
    """Return the cosine of each row with each other row, dense."""
    found = one @ other.T
    return found.toarray() if sparse.issparse(found) else np.asarray(found)


def sentences(text: str) -> list[str]:
    """Cut a text into sentences and list items, none longer than a quote may be."""
    parts = re.split(r"(?<=[.!?…])\s+|\s*[\n;•]\s*", text)
    return [part.strip(" -–*·\t")[:LONGEST_QUOTE] for part in parts if len(part.strip(" -–*·\t")) > 2]


def nearest_pair(ours: Sequence[str], theirs: Sequence[str], *, scores: Array) -> tuple[str, str]:
    """Return the two sentences that fit best by the scores (ours x theirs); the first of equals."""
    row, column = np.unravel_index(int(np.argmax(scores)), scores.shape)
    return ours[int(row)], theirs[int(column)]
