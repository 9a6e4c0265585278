"""Published networks: how close do data alone, documents alone and both come to the true graph?

    python -m bench.graphs_known

Data are sampled from the networks that pgmpy brings; the documents are `known_graphs.toml`, read without a
language model. They are our own words about networks that we know, so the column "documents only" says what
such a page is worth and not how well a stranger's would do: each page leaves out arrows, calls indirect
effects direct and hedges. Structural Hamming distance counts pairs of columns whose link differs (missing,
extra, turned, or left without direction); the orientation F1 compares arrows with a direction.
"""

from __future__ import annotations

import gzip
import re
import statistics
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from assistant.graphs.claims import claims_in
from assistant.graphs.combination import ArrowClaim, combine
from assistant.graphs.evidence import as_discovered, graph_from_evidence
from tools.discovery import Discovered, Link, discover
from tools.discovery.independence import independence_test
from tools.types import Passage

PAGES: Mapping[str, Any] = tomllib.loads((Path(__file__).parent / "known_graphs.toml").read_text("utf-8"))
ALPHA = 0.01
SEEDS = (11, 1, 2, 3, 4)


@dataclass(frozen=True)
class Network:
    """A discrete Bayesian network."""

    levels: Mapping[str, tuple[str, ...]]
    parents: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, np.ndarray]  # (levels of each parent in order..., own levels)

    def arrows(self, among: Iterable[str]) -> set[tuple[str, str]]:
        kept = set(among)
        return {(p, child) for child in kept for p in self.parents[child] if p in kept}

    def sample(self, rows: int, seed: int) -> pd.DataFrame:
        """Ancestral sampling; columns as levels."""
        rng = np.random.default_rng(seed)
        codes: dict[str, np.ndarray] = {}
        while len(codes) < len(self.levels):
            for name, parents in self.parents.items():
                if name not in codes and all(parent in codes for parent in parents):
                    chances = self.tables[name][tuple(codes[parent] for parent in parents)]
                    cumulated = np.broadcast_to(chances, (rows, len(self.levels[name]))).cumsum(axis=1)
                    codes[name] = (rng.random(rows)[:, None] > cumulated[:, :-1]).sum(axis=1)
        return pd.DataFrame({name: np.array(self.levels[name])[codes[name]] for name in self.levels})


def network(name: str) -> Network:
    """One of the networks in pgmpy's wheel, read from its BIF text."""
    # Located, not imported: pgmpy takes seconds to import, and only its files are wanted.
    packed = Path(str(distribution("pgmpy").locate_file(f"pgmpy/utils/example_models/{name}.bif.gz")))
    text = gzip.decompress(packed.read_bytes()).decode("utf-8")
    levels = {
        variable: tuple(part.strip() for part in values.split(","))
        for variable, values in re.findall(r"variable (\S+) \{\s*type discrete \[ \d+ \] \{([^}]*)\}", text)
    }
    parents: dict[str, tuple[str, ...]] = {}
    tables: dict[str, np.ndarray] = {}
    for head, body in re.findall(r"probability \(([^)]*)\) \{([^}]*)\}", text):
        child, _, rest = (part.strip() for part in head.partition("|"))
        parents[child] = tuple(part.strip() for part in rest.split(",") if part.strip())
        shape = [len(levels[parent]) for parent in parents[child]]
        table = np.zeros((*shape, len(levels[child])))
        for given, numbers in re.findall(r"(?:\(([^)]*)\)|table)\s*([^;]*);", body):
            states = [state.strip() for state in given.split(",") if state.strip()]
            where = tuple(levels[p].index(s) for p, s in zip(parents[child], states, strict=True))
            table[where] = [float(number) for number in numbers.split(",")]
        tables[child] = table
    return Network(levels, parents, tables)


@dataclass(frozen=True)
class Score:
    distance: int  # structural Hamming distance
    f1: float  # of directed arrows

    def __str__(self) -> str:
        return f"{self.distance:3d} / {self.f1:.2f}"


def score(found: Discovered, truth: set[tuple[str, str]]) -> Score:
    marks = {frozenset((link.cause, link.effect)): link for link in found.links}
    distance = sum(frozenset(arrow) not in marks for arrow in truth)
    for link in found.links:
        right = link.directed and (link.cause, link.effect) in truth
        distance += not right
    directed = set(found.directed)
    hits = len(directed & truth)
    return Score(distance, 2 * hits / max(len(directed) + len(truth), 1))


def documents_alone(columns: Sequence[str], claims: Sequence[ArrowClaim]) -> Discovered:
    links = tuple(Link(e.cause, e.effect, "->") for e in combine(columns, claims).graph.edges)
    return Discovered(tuple(columns), links, "documents", "", "", 0)


def compared(name: str, seed: int = 11) -> tuple[Score, Score, Score]:
    """Data only, documents only, both."""
    page = PAGES[name]
    columns: Mapping[str, Sequence[str]] = page["columns"]
    known = network(name)
    truth = known.arrows(columns)
    frame = known.sample(page["sample"], seed)[list(columns)]
    claims = claims_in([Passage(name, f"{name}.md", "page 1", page["text"])], columns)
    data = discover(frame, "pc", alpha=ALPHA, most=3)
    both = graph_from_evidence(independence_test(frame), claims, alpha=ALPHA)
    return (
        score(data, truth),
        score(documents_alone(list(columns), claims), truth),
        score(as_discovered(both), truth),
    )


def beats_either(data: Score, documents: Score, both: Score) -> bool:
    return both.distance < min(data.distance, documents.distance) and both.f1 > max(data.f1, documents.f1)


def _mean(scores: Sequence[Score]) -> str:
    distance = statistics.fmean(score.distance for score in scores)
    return f"{distance:4.1f} / {statistics.fmean(score.f1 for score in scores):.2f}"


def main() -> None:
    print("Structural Hamming distance (lower is better) / F1 of directed arrows (higher is better),")
    print(
        f"means over {len(SEEDS)} samples of the data; the page of prose about a network is always the same."
    )
    heads = f"{'data only':>11}{'documents only':>16}{'both':>13}"
    print(f"{'network':12}{'nodes':>6}{'arrows':>7}{'rows':>7}   {heads}")
    for name, page in PAGES.items():
        runs = [compared(name, seed) for seed in SEEDS]
        data, documents, both = (_mean(scores) for scores in zip(*runs, strict=True))
        arrows = len(network(name).arrows(page["columns"]))
        better = sum(beats_either(*run) for run in runs)
        print(
            f"{name:12}{len(page['columns']):6d}{arrows:7d}{page['sample']:7d}   {data:>11}{documents:>16}"
            f"{both:>13}   both beats either in {better} of {len(SEEDS)}"
        )


if __name__ == "__main__":
    main()
