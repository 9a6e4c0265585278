"""`python -m bench.kinds train` makes the router's weights; `evaluate [FILE]` says how well it does.

Without a file, `evaluate` leaves out whole tables in turn: what it prints is for tables that no weights saw.
"""

from __future__ import annotations

import argparse
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import assistant.kinds.router as router
from assistant.kinds.features import HASHED, cues, features, states
from assistant.kinds.net import Net
from assistant.kinds.router import BUILT, TURN, Bids, Costs, bids_of, blend, decide
from assistant.kinds.routing import LIKELY_TURN
from bench.kinds.corpus import Question, filled_forms, of_the_reader, read
from bench.kinds.net import fit_net
from bench.reader.examples import is_tuned, read_tables
from tools.text.embedding import UniversalSentenceEmbedder

WEIGHTS = Path(router.__file__).with_name("router.npz")
# What an outcome costs the person who asked; a right answer or a refusal by the right name costs nothing.
COSTS = Costs(wrong_answer=10.0, ask=3.5, false_refusal=8.0, other_refusal=1.5)
FORMS_WEIGHT = 0.5  # a filled form counts for half of a question that somebody wrote
STRENGTH = 3.0  # inverse of the ridge penalty; from cross-validation by table
SHARE = 0.6  # of the nets in the bids; on one fold of tables 0.5 and 0.7 did alike, 0.3 worse
SEEDS = (0, 1)  # a net for each
FOLDS = 3
# The corpus has every kind about as often as any other, and average effects five times as often; people ask
# for these about as often as for all the rest together, so the odds of their share in the corpus (1 to 4) are
# moved by this much, as for any shift of labels (Saerens et al. 2002, Neural Computation 14).
MORE_OFTEN = {"average_effect": 4.0}


def groups() -> tuple[str, ...]:
    return tuple(sorted(cues("en").groups))


class Heard(NamedTuple):
    """What is heard in questions: rows of features, and of each the states of its tokens (half precision)."""

    rows: Any
    states: list[Any]

    def chosen(self, places: Any) -> Heard:
        return Heard(self.rows[places], [self.states[place] for place in places])

    def beside(self, other: Heard) -> Heard:
        return Heard(np.vstack([self.rows, other.rows]), [*self.states, *other.states])


def heard_in(questions: Sequence[Question]) -> Heard:
    said = [question.text for question in questions]
    languages = [question.language for question in questions]
    profiles = [question.profile for question in questions]
    rows = features(said, languages, profiles, UniversalSentenceEmbedder(), groups())
    return Heard(rows, [own.astype(np.float16) for own in states(said, languages, profiles)])


class Fitted(NamedTuple):
    matrix: Any  # (features, kinds)
    intercept: Any  # (kinds,)
    nets: list[Net]

    def scores(self, heard: Heard) -> Any:
        """(questions, kinds)"""
        rows = heard.rows[:, :-HASHED]
        read = [
            np.mean([net.scores(own.astype(np.float32), row) for net in self.nets], axis=0)
            for own, row in zip(heard.states, rows, strict=True)
        ]
        return blend(heard.rows @ self.matrix + self.intercept, np.array(read), SHARE)


def fit(heard: Heard, kinds: Any, counted: Any, seeds: Sequence[int]) -> Fitted:
    """Both readers, fitted to questions with the places of their kinds, in alphabetical order."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=STRENGTH, max_iter=300, tol=1e-3)
    model.fit(heard.rows, kinds, sample_weight=counted)
    number = int(kinds.max()) + 1
    rows = heard.rows[:, :-HASHED]
    nets = [fit_net(heard.states, rows, kinds, counted, number, seed) for seed in seeds]
    return Fitted(model.coef_.T, model.intercept_, nets)


def cross_validated(questions: Sequence[Question]) -> tuple[list[str], Any]:
    """The scores of each question by weights that saw nothing of its table; with one net, not all."""
    from sklearn.model_selection import GroupKFold

    forms = filled_forms()
    heard, extra = heard_in(questions), heard_in(forms)
    names = sorted({question.kind for question in questions})
    kinds, of_forms = places_of(questions, names), places_of(forms, names)
    tables = [question.table for question in questions]
    scores = np.zeros((len(questions), len(names)))
    for seen, unseen in GroupKFold(FOLDS).split(heard.rows, kinds, tables):
        fitted = fit(
            heard.chosen(seen).beside(extra),
            np.r_[kinds[seen], of_forms],
            np.r_[np.ones(len(seen)), np.full(len(forms), FORMS_WEIGHT)],
            SEEDS[:1],
        )
        scores[unseen] = fitted.scores(heard.chosen(unseen))
    return names, scores


def places_of(questions: Sequence[Question], names: Sequence[str]) -> Any:
    return np.array([names.index(question.kind) for question in questions])


def chances_of(scores: Any, sharpness: float) -> Any:
    powers = np.exp(sharpness * (scores - scores.max(axis=1, keepdims=True)))
    return powers / powers.sum(axis=1, keepdims=True)


def sharpness_of(scores: Any, positions: Any) -> float:
    """By what the scores are to be multiplied for the highest likelihood of the true kinds."""
    loss = {
        sharpness: -np.log(chances_of(scores, sharpness)[np.arange(len(scores)), positions]).mean()
        for sharpness in np.arange(0.5, 3.01, 0.05).round(2).tolist()
    }
    return min(loss, key=lambda sharpness: loss[sharpness])


def shifted(names: Sequence[str], sharpness: float) -> Any:
    """What is added to the scores of each kind for how often it is asked in life. (kinds,)"""
    return np.array([np.log(MORE_OFTEN.get(name, 1.0)) / sharpness for name in names])


def everything() -> list[Question]:
    """All but the reader's questions about the fields of life that it keeps for its own calibration."""
    return [*read(), *of_the_reader(table for table in read_tables() if not is_tuned(table))]


def train() -> None:
    questions, forms = everything(), filled_forms()
    names, scores = cross_validated(questions)
    sharpness = sharpness_of(scores, places_of(questions, names))
    evaluated(questions, names, scores, sharpness)
    counted = np.r_[np.ones(len(questions)), np.full(len(forms), FORMS_WEIGHT)]
    together = [*questions, *forms]
    fitted = fit(heard_in(together), places_of(together, names), counted, SEEDS)
    more_often = shifted(names, sharpness)
    arrays = {
        f"net{number}.{name}": (array + more_often if name == "kinds.bias" else array).astype(np.float16)
        for number, net in enumerate(fitted.nets)
        for name, array in net.arrays.items()
    }
    content = io.BytesIO()
    np.savez_compressed(
        content,
        kinds=np.array(names),
        groups=np.array(groups()),
        matrix=fitted.matrix.astype(np.float16),
        intercept=(fitted.intercept + more_often).astype(np.float32),
        share=np.float64(SHARE),
        sharpness=np.float64(sharpness),
        costs=np.array(COSTS),
        **arrays,
    )
    WEIGHTS.write_bytes(content.getvalue())
    print(f"\n{WEIGHTS.name}: {len(names)} kinds, {len(content.getvalue()) / 1e6:.1f} MB")
    print(f"{len(questions)} questions, {len(forms)} filled forms, sharpness {sharpness:.2f}")


def evaluate(file: Path | None) -> None:
    """Of a file (in the form of either corpus) by the weights that are there.

    Without one, of the corpus, whole tables left out in turn.
    """
    if file is None:
        questions = everything()
        names, scores = cross_validated(questions)
        evaluated(questions, names, scores, sharpness_of(scores, places_of(questions, names)))
        return
    weights = router.load_weights()
    questions = of_the_reader(read_tables([file])) if file.suffix == ".txt" else read([file])
    heard = heard_in(questions)
    rows = zip(heard.rows, heard.states, strict=True)
    scores = np.array([weights.scores(row, own.astype(np.float32)) for row, own in rows])
    outcomes = outcomes_of(weights.kinds, chances_of(scores, weights.sharpness), weights.costs)
    report(questions, outcomes)


def evaluated(questions: Sequence[Question], names: Sequence[str], scores: Any, sharpness: float) -> None:
    scores = scores + shifted(names, sharpness)
    report(questions, outcomes_of(names, chances_of(scores, sharpness), COSTS))


def outcomes_of(names: Sequence[str], chances: Any, costs: Costs) -> list[Bids]:
    outcomes = []
    for row in chances:
        ranked, turn = bids_of(names, row)
        outcomes.append(replace(decide(ranked, costs), turn=turn))
    return outcomes


def report(questions: Sequence[Question], outcomes: Sequence[Bids]) -> None:
    print(f"{'':22}{'n':>6}{'best':>7}{'right':>7}{'asks':>7}{'wrong':>7}{'false':>7}{'other':>7}")
    print(f"{'':22}{'':>6}{'bid':>7}{'':>7}{'':>7}{'answer':>7}{'refus.':>7}{'name':>7}")
    pairs = list(zip(questions, outcomes, strict=True))
    turns = [bids.turn >= LIKELY_TURN for question, bids in pairs if question.kind == TURN]
    pairs = [(question, bids) for question, bids in pairs if question.kind != TURN]
    mistaken = sum(bids.turn >= LIKELY_TURN for _, bids in pairs)
    line("all", pairs)
    for language in sorted({question.language for question, _ in pairs}):
        line(language, [pair for pair in pairs if pair[0].language == language])
    for kind in sorted({question.kind for question, _ in pairs}):
        line(kind, [pair for pair in pairs if pair[0].kind == kind])
    print("\nAnswered as a kind that was not asked, or refused though it can be answered")
    for (kind, taken), count in Counter(
        (question.kind, bids.decided)
        for question, bids in pairs
        if bids.decided and bids.decided != question.kind and BUILT & {bids.decided, question.kind}
    ).most_common():
        print(f"{count:4}  {kind} taken for {taken}")
    print(f"\nTurns of a conversation known as such: {sum(turns)} of {len(turns)}")
    print(f"Questions taken for turns: {mistaken} of {len(pairs)}")
    print("\nThe best bid says, and is right (questions)")
    for low in np.arange(0.0, 1.0, 0.1):
        within = [pair for pair in pairs if low <= pair[1].ranked[0].probability < low + 0.1 + 1e-9]
        if within:
            said = float(np.mean([bids.ranked[0].probability for _, bids in within]))
            right = float(np.mean([bids.ranked[0].kind == question.kind for question, bids in within]))
            print(f"{said:6.2f} {right:6.2f}  ({len(within)})")


def line(name: str, pairs: Sequence[tuple[Question, Bids]]) -> None:
    def share(of: Sequence[bool]) -> str:
        return f"{100 * sum(of) / max(len(of), 1):6.1f}%"

    wrong = [bids.decided in BUILT and bids.decided != question.kind for question, bids in pairs]
    refused = [
        bids.decided is not None and bids.decided not in BUILT and bids.decided != question.kind
        for question, bids in pairs
    ]
    built = [question.kind in BUILT for question, _ in pairs]
    columns = (
        [bids.ranked[0].kind == question.kind for question, bids in pairs],
        [bids.decided == question.kind for question, bids in pairs],
        [bids.decided is None for _, bids in pairs],
        wrong,
        [r and b for r, b in zip(refused, built, strict=True)],
        [r and not b for r, b in zip(refused, built, strict=True)],
    )
    print(f"{name:22}{len(pairs):6}" + "".join(share(column) for column in columns))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.kinds", description=__doc__)
    parser.add_argument("what", choices=["train", "evaluate"])
    parser.add_argument("file", nargs="?", type=Path, help="questions to evaluate the weights on")
    chosen = parser.parse_args()
    if chosen.what == "train":
        train()
    else:
        evaluate(chosen.file)


if __name__ == "__main__":
    main()
