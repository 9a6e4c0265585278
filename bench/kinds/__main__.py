"""`python -m bench.kinds train` makes the router's weights; `evaluate [FILE]` says how well it does.

Without a file, `evaluate` leaves out whole tables in turn: what it prints is for tables that no weights saw.
"""

from __future__ import annotations

import argparse
import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

import assistant.kinds.router as router
from assistant.kinds.features import cues, features
from assistant.kinds.router import BUILT, Bid, Bids, Costs, decide
from bench.kinds.corpus import Question, filled_forms, read
from tools.text.embedding import UniversalSentenceEmbedder

WEIGHTS = Path(router.__file__).with_name("router.npz")
# What an outcome costs the person who asked; a right answer or a refusal by the right name costs nothing.
COSTS = Costs(wrong_answer=10.0, ask=3.5, false_refusal=8.0, other_refusal=1.5)
FORMS_WEIGHT = 0.5  # a filled form counts for half of a question that somebody wrote
STRENGTH = 3.0  # inverse of the ridge penalty; from cross-validation by table
FOLDS = 6
# The corpus has every kind about as often as any other; people ask for average effects far more often than
# once in twenty-five times. Odds are moved by this much, as for any shift of labels (Saerens et al. 2002,
# Neural Computation 14).
MORE_OFTEN = {"average_effect": 2.0}


def groups() -> tuple[str, ...]:
    return tuple(sorted(cues("en").groups))


def features_of(questions: Sequence[Question]) -> Any:
    return features(
        [question.text for question in questions],
        [question.language for question in questions],
        [question.profile for question in questions],
        UniversalSentenceEmbedder(),
        groups(),
    )


def fit(rows: Any, kinds: Sequence[str], weights: Any) -> tuple[list[str], Any, Any]:
    """Kinds, matrix and intercepts of the regression."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=STRENGTH, max_iter=300, tol=1e-3).fit(rows, kinds, sample_weight=weights)
    return list(map(str, model.classes_)), model.coef_.T, model.intercept_


def cross_validated(questions: Sequence[Question]) -> tuple[list[str], Any]:
    """The scores of each question by weights that saw nothing of its table."""
    from sklearn.model_selection import GroupKFold

    forms = filled_forms()
    rows, extra = features_of(questions), features_of(forms)
    kinds = np.array([question.kind for question in questions])
    tables = [question.table for question in questions]
    names: list[str] = sorted(set(kinds.tolist()))
    scores = np.zeros((len(questions), len(names)))
    for seen, unseen in GroupKFold(FOLDS).split(rows, kinds, tables):
        _, matrix, intercept = fit(
            np.vstack([rows[seen], extra]),
            [*kinds[seen].tolist(), *(form.kind for form in forms)],
            np.r_[np.ones(len(seen)), np.full(len(forms), FORMS_WEIGHT)],
        )
        scores[unseen] = rows[unseen] @ matrix + intercept
    return names, scores


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


def train() -> None:
    questions, forms = read(), filled_forms()
    names, scores = cross_validated(questions)
    sharpness = sharpness_of(scores, np.array([names.index(question.kind) for question in questions]))
    everything = [*questions, *forms]
    counted = np.r_[np.ones(len(questions)), np.full(len(forms), FORMS_WEIGHT)]
    kinds, matrix, intercept = fit(features_of(everything), [each.kind for each in everything], counted)
    content = io.BytesIO()
    np.savez_compressed(
        content,
        kinds=np.array(kinds),
        groups=np.array(groups()),
        matrix=matrix.astype(np.float16),
        intercept=(intercept + shifted(kinds, sharpness)).astype(np.float32),
        sharpness=np.float64(sharpness),
        costs=np.array(COSTS),
    )
    WEIGHTS.write_bytes(content.getvalue())
    print(
        f"{WEIGHTS.name}: {len(kinds)} kinds, {len(matrix)} features, {len(content.getvalue()) / 1e3:.0f} kB"
    )
    print(f"{len(questions)} questions, {len(forms)} filled forms, sharpness {sharpness:.2f}")


def evaluate(file: Path | None) -> None:
    questions = read([file]) if file else read()
    if file:
        weights = router.load_weights()
        names, sharpness, costs = list(weights.kinds), weights.sharpness, weights.costs
        scores = features_of(questions) @ weights.matrix + weights.intercept
    else:
        names, scores = cross_validated(questions)
        positions = np.array([names.index(question.kind) for question in questions])
        sharpness, costs = sharpness_of(scores, positions), COSTS
        scores = scores + shifted(names, sharpness)
    outcomes = []
    for row in chances_of(scores, sharpness):
        ranked = tuple(Bid(names[i], float(row[i])) for i in np.argsort(-row, kind="stable"))
        outcomes.append(decide(ranked, costs))
    report(questions, outcomes)


def report(questions: Sequence[Question], outcomes: Sequence[Bids]) -> None:
    print(f"{'':22}{'n':>6}{'best':>7}{'right':>7}{'asks':>7}{'wrong':>7}{'false':>7}{'other':>7}")
    print(f"{'':22}{'':>6}{'bid':>7}{'':>7}{'':>7}{'answer':>7}{'refus.':>7}{'name':>7}")
    pairs = list(zip(questions, outcomes, strict=True))
    line("all", pairs)
    for language in sorted({question.language for question in questions}):
        line(language, [pair for pair in pairs if pair[0].language == language])
    for kind in sorted({question.kind for question in questions}):
        line(kind, [pair for pair in pairs if pair[0].kind == kind])
    print("\nAnswered as a kind that was not asked, or refused though it can be answered")
    for (kind, taken), count in Counter(
        (question.kind, bids.decided)
        for question, bids in pairs
        if bids.decided and bids.decided != question.kind and BUILT & {bids.decided, question.kind}
    ).most_common():
        print(f"{count:4}  {kind} taken for {taken}")
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
