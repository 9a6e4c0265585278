"""Retrieval: which passage answers a question; words, meaning, and both fused.

`python -m bench.retrieval` prints recall and mean reciprocal rank; tests/tools/test_retrieval.py holds them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.resources import files
from inspect import cleandoc
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.knowledge.store import KnowledgeStore, Ranking
from tools.types import Passage

QUESTIONS = Path(__file__).with_name("retrieval_questions.toml")
STATSMODELS = (
    "anes96 cancer ccard china_smoking committee copper cpunish danish_data engel fair fertility grunfeld "
    "heart longley modechoice randhie scotland spector stackloss star98 statecrime strikes"
)
DEEP = 10  # how far down the answer is looked for


@dataclass(frozen=True)
class Question:
    text: str
    document: str
    words: str  # of the passage that answers

    def is_answered_by(self, passage: Passage) -> bool:
        return passage.source == self.document and self.words in " ".join(passage.text.split())

    @property
    def is_chinese(self) -> bool:
        return not self.text.isascii()


@dataclass(frozen=True)
class Score:
    """Shares of questions, and the mean of 1 / rank of the first right passage (0 below the tenth)."""

    recall_at_1: float
    recall_at_5: float
    mean_reciprocal_rank: float


def documents() -> Iterator[tuple[str, str]]:
    """(name, text): descriptions from scikit-learn and statsmodels, and the Chinese notes."""
    for file in sorted(files("sklearn.datasets.descr").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".rst"):
            yield file.name, file.read_text(encoding="utf-8")
    for name in STATSMODELS.split():
        module = import_module(f"statsmodels.datasets.{name}")
        yield f"{name}.md", "\n\n".join(cleandoc(text) for text in (module.DESCRLONG, module.NOTE))
    yield from tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))["documents"].items()


def questions() -> list[Question]:
    return [Question(*row) for row in tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))["questions"]]


def score(search: Callable[[str], Sequence[Passage]], asked: Sequence[Question]) -> Score:
    """How `search`, which gives the first DEEP passages, answers the questions."""
    ranks = []
    for question in asked:
        right = [question.is_answered_by(passage) for passage in search(question.text)]
        ranks.append(right.index(True) + 1 if any(right) else None)
    count = len(asked)
    return Score(
        sum(rank == 1 for rank in ranks) / count,
        sum(rank is not None and rank <= 5 for rank in ranks) / count,
        sum(1 / rank for rank in ranks if rank) / count,
    )


def scores(store: KnowledgeStore, asked: Sequence[Question]) -> dict[Ranking, Score]:
    """By words alone, by meaning alone, and by both; the store holds `documents()`."""
    kinds: tuple[Ranking, ...] = ("words", "meaning", "both")
    return {
        kind: score(lambda text, kind=kind: store.search(text, DEEP, ranking=kind), asked) for kind in kinds
    }


def fill(store: KnowledgeStore) -> int:
    """Adds the documents; returns how many passages they make."""
    return sum(len(store.passages(store.add_text(text, name))) for name, text in documents())


def main() -> None:
    asked = questions()
    with TemporaryDirectory() as folder, KnowledgeStore(folder) as store:
        print(f"{len(asked)} questions over {fill(store)} passages, embedder {store.embedder.name}")
        print(f"{'questions':<12}{'ranked by':<12}{'recall@1':>10}{'recall@5':>10}{'MRR':>8}")
        parts = {"all": asked, "English": [q for q in asked if not q.is_chinese]}
        parts["Chinese"] = [q for q in asked if q.is_chinese]
        for part, some in parts.items():
            for kind, got in scores(store, some).items():
                figures = f"{got.recall_at_1:>10.2f}{got.recall_at_5:>10.2f}{got.mean_reciprocal_rank:>8.3f}"
                print(f"{part:<12}{kind:<12}{figures}")


if __name__ == "__main__":
    main()
