"""How much each of the two readers counts: fitted on the fields of life that the net did not learn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import Any

import numpy as np

from assistant.language.registry import language_of
from assistant.planning.offline import compare
from assistant.planning.reading.clauses import split_question
from assistant.reader.reader import LearnedReader, evidence
from bench.reader.corpus import Table, as_written
from bench.reader.scores import SHOWN, right_pairs, with_description
from tools.text.embedding import UniversalSentenceEmbedder

__all__ = ["Row", "fitted", "pool_of"]

PROCESSES = 2
Row = tuple[Any, Any]  # `evidence` of the pairs of a question, and which of them are right


def pool_of(reader: LearnedReader, tables: Sequence[Table]) -> Any:
    """The weights of `evidence`'s columns that make the right pairs of these tables likeliest."""
    with ProcessPoolExecutor(PROCESSES, get_context("fork")) as pool:
        read = pool.map(partial(rows_of, reader=reader), tables)
        return fitted([row for rows in read for row in rows])


def fitted(rows: Sequence[Row]) -> Any:
    from scipy.optimize import minimize

    def loss(weights: Any) -> float:
        total = 0.0
        for told, right in rows:
            logs = told @ weights
            logs = logs - logs.max()
            total += float(np.log(np.exp(logs).sum()) - np.log(np.exp(logs[right]).sum()))
        return total / len(rows)

    options = {"xatol": 0.01, "fatol": 1e-4, "maxiter": 300}
    found = minimize(loss, np.array([1.0, 0.2, 1.0, 0.2]), method="Nelder-Mead", options=options)
    alone = [round(loss(np.array(weights)), 3) for weights in ((1.0, 0.0, 1.0, 0.0), (0.0, 1.0, 0.0, 1.0))]
    print(f"weights {found.x.round(2)}, loss {found.fun:.3f}; each reader alone: {alone}")
    return np.maximum(found.x, 0.0).astype(np.float32)


def rows_of(table: Table, reader: LearnedReader) -> list[Row]:
    return list(_rows_of(table, reader))


def _rows_of(table: Table, reader: LearnedReader) -> Iterator[Row]:
    embedder = UniversalSentenceEmbedder()
    for style, described in SHOWN:
        own = with_description(as_written(table, style, described))
        names = own.profile.names
        for question in table.questions:
            wanted = right_pairs(question, own)
            splits = split_question(question.text, language_of(question.text))
            if not wanted or not splits[-1].cause:
                continue
            read = compare(question.text, splits, own.profile, embedder, reader)
            pairs = [(pair.treatment, pair.outcome) for pair in read.pairs]
            right = np.array([t is not None and (names[t], names[y]) in wanted for t, y in pairs])
            if right.any():
                yield evidence(pairs, read.learned, read.written), right
