"""Texts for `scripts`, as in `script_bodies`: double machine learning with scikit-learn, or boosted."""

from __future__ import annotations

import ast
import inspect
from types import ModuleType

from tools.estimators import curves, trees
from tools.estimators.learners import dealt, fold_numbers_of, row_marks

LEARNING_COLUMNS = """\
x = np.hstack([pd.get_dummies(frame[[n]], drop_first=True, dtype=float).to_numpy() for n in adjustment_set])
y = frame[outcome].to_numpy(dtype=float)
clusters = None if cluster is None else pd.factorize(frame[cluster])[0]
"""

LEARNING = '''\
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.linear_model import LogisticRegression, RidgeCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits


def dealt(order, count):
    fold = np.empty(len(order), dtype=int)
    fold[order] = np.arange(len(order)) % count
    return fold


def fold_numbers(t):
    """Folds by what stands in the rows, not by their order; whole clusters stay together."""
    count = 3 if len(t) >= 5000 else 5
    table = pd.DataFrame(np.column_stack([t, y, x]) + 0.0)
    marks = pd.util.hash_pandas_object(table, index=False).to_numpy(dtype=np.uint64)
    if clusters is None:
        return dealt(np.lexsort((marks, t)), count)
    together = np.zeros(clusters.max() + 1, dtype=np.uint64)
    np.add.at(together, clusters, marks)
    return dealt(np.argsort(together, kind="stable"), count)[clusters]


def out_of_fold(target, fold, rows, chance):
    """Predictions of rows by models that have not seen them, from the learner with the lower loss."""
    boosting = HistGradientBoostingClassifier if chance else HistGradientBoostingRegressor
    options = dict(max_iter=60, max_depth=3, learning_rate=0.15, min_samples_leaf=10)
    best = np.inf
    for learner in ("linear", "boosting"):
        values = np.empty(len(target))
        for number in np.unique(fold):
            here, train = fold == number, (fold != number) & rows
            if chance and np.ptp(target[train]) == 0:
                values[here] = target[train][0]
                continue
            if learner == "boosting":
                model = boosting(**options, early_stopping=False, random_state=0)
            elif chance:
                model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000, tol=1e-8))
            else:
                model = make_pipeline(StandardScaler(), RidgeCV((0.1, 1.0, 10.0, 100.0, 1000.0)))
            with threadpool_limits(limits=1):
                model.fit(x[train], target[train])
                values[here] = model.predict_proba(x[here])[:, 1] if chance else model.predict(x[here])
        if chance:
            kept = np.clip(values[rows], 1e-6, 1 - 1e-6)
            loss = -np.mean(target[rows] * np.log(kept) + (1 - target[rows]) * np.log(1 - kept))
        else:
            loss = np.mean((target[rows] - values[rows]) ** 2)
        if loss < best:
            best, chosen = loss, values
    return chosen


def is_zero_one(values):
    return np.array_equal(np.unique(values), [0.0, 1.0])


everybody = np.ones(len(y), dtype=bool)
'''

PARTIALLY_LINEAR = """\
t = frame[treatment].to_numpy(dtype=float)
fold = fold_numbers(t)
left_of_outcome = y - out_of_fold(y, fold, everybody, False)
left_of_treatment = t - out_of_fold(t, fold, everybody, is_zero_one(t))
effect = (left_of_treatment @ left_of_outcome) / (left_of_treatment @ left_of_treatment) * (high - low)
"""

INTERACTIVE = """\
t = (frame[treatment].to_numpy(dtype=float) == high).astype(float)
fold = fold_numbers(t)
e = np.clip(out_of_fold(t, fold, everybody, True), 0.01, 0.99)
if target == "att":
    gap = y - out_of_fold(y, fold, t == 0, is_zero_one(y))
    effect = (t * gap - (1 - t) * e / (1 - e) * gap).sum() / t.sum()
elif target == "atc":
    gap = out_of_fold(y, fold, t == 1, is_zero_one(y)) - y
    effect = ((1 - t) * gap - t * (1 - e) / e * gap).sum() / (1 - t).sum()
else:
    with_it = out_of_fold(y, fold, t == 1, is_zero_one(y))
    without = out_of_fold(y, fold, t == 0, is_zero_one(y))
    effect = np.mean(with_it - without + t * (y - with_it) / e - (1 - t) * (y - without) / (1 - e))
"""

# The effect from out-of-fold predictions, as above but with the boosted models.
BOOSTED_FOLDS = """\
from threadpoolctl import threadpool_limits


def is_zero_one(values):
    return np.array_equal(np.unique(values), [0.0, 1.0])


def out_of_fold(t, targets):
    marks = row_marks(t, y, x)
    fold, order = fold_numbers_of(marks, t, clusters, folds), np.argsort(marks, kind="stable")
    smallest = min(int(allowed.sum()) for _, allowed, _ in targets) // int(fold.max() + 1)
    with threadpool_limits(limits=1):
        boosting = Boosting(x[order], fold[order], smallest)
        found = boosting.out_of_fold([Target(v[order], a[order], c) for v, a, c in targets])
    return [each.values[np.argsort(order)] for each in found]


everybody = np.ones(len(y), dtype=bool)
"""

BOOSTED_PARTIALLY_LINEAR = """\
t = frame[treatment].to_numpy(dtype=float)
of_outcome, of_treatment = out_of_fold(t, [(y, everybody, False), (t, everybody, is_zero_one(t))])
left = t - of_treatment
effect = (left @ (y - of_outcome)) / (left @ left) * (high - low)
"""

BOOSTED_INTERACTIVE = """\
t = (frame[treatment].to_numpy(dtype=float) == high).astype(float)
arms = [arm for arm in (0, 1) if (target, arm) not in {("att", 1), ("atc", 0)}]
targets = [(y, t == arm, is_zero_one(y)) for arm in arms] + [(t, everybody, True)]
*outcomes, e = out_of_fold(t, targets)
e = np.clip(e, 0.01, 0.99)
if target == "att":
    gap = y - outcomes[0]
    effect = (t * gap - (1 - t) * e / (1 - e) * gap).sum() / t.sum()
elif target == "atc":
    gap = outcomes[0] - y
    effect = ((1 - t) * gap - t * (1 - e) / e * gap).sum() / (1 - t).sum()
else:
    without, with_it = outcomes
    effect = np.mean(with_it - without + t * (y - with_it) / e - (1 - t) * (y - without) / (1 - e))
"""


def boosted_models() -> str:
    """The models themselves: our own modules' text, which needs numpy, scipy and a boosting library only."""
    head = "Vector = Matrix = Codes = Marks = np.ndarray\n"
    folds = "\n\n".join(inspect.getsource(function) for function in (dealt, row_marks, fold_numbers_of))
    return "\n\n".join([head, folds, _alone(curves), _alone(trees)])


def _alone(module: ModuleType) -> str:
    """A module's text without its docstring, the future and what it imports from us."""
    source = inspect.getsource(module)
    lines = source.splitlines()
    for number, node in enumerate(ast.parse(source).body):
        ours = isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] in {"tools", "__future__"}
        if number == 0 or ours:
            for line in range(node.lineno - 1, node.end_lineno or node.lineno):
                lines[line] = ""
    return "\n".join(lines).strip() + "\n"
