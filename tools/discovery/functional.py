"""Methods that read directions out of the shape of the noise or its size.

Each knows directions that independence alone cannot tell, and pays with an assumption that the data do not
show. DirectLiNGAM is lingam's (`pip install "askwhy[discovery]"`).
"""

from __future__ import annotations

import numpy as np
from scipy import linalg, optimize

from tools.discovery.constraint import links_of
from tools.discovery.independence import CountTest, Matrix
from tools.discovery.orientation import Marks, close_under_meek, settle
from tools.discovery.partial_graph import Discovered, Link
from tools.discovery.registry import DISCOVERERS, Problem
from tools.errors import OptionError
from tools.messages import Column, Message

__all__ = ["continuous_search", "direct_lingam", "greedy_equivalence_search", "not_installed", "numbers"]

# ---------------- A search by score: GES, held to background knowledge


@DISCOVERERS.register("ges")
def greedy_equivalence_search(problem: Problem) -> Discovered:
    """GES: greedy search over equivalence classes by BIC (BDeu for levels).

    Chickering (2002), JMLR 3; the search is causal-learn's. Assumes no unmeasured common causes, and linear
    effects with Gaussian noise or few levels. The search itself knows nothing of background knowledge, so
    its result is held to that afterwards: links that may run in no direction go, required arrows come in,
    arrows against it are turned and say so, and the rest is completed by the rules of Meek (1995).
    """
    try:
        from causallearn.search.ScoreBased.GES import ges
    except ImportError as missing:
        raise not_installed("causal-learn") from missing
    discrete = isinstance(problem.test, CountTest)
    values = _codes(problem) if discrete else numbers(problem, "ges")
    score = "local_score_BDeu" if discrete else "local_score_BIC"
    found = np.asarray(ges(values, score_func=score)["G"].graph)
    # causal-learn: graph[j, i] = 1 and graph[i, j] = -1 is i -> j; -1 both ways is undirected.
    marks, notes = _held_to(problem, found != 0, (found == -1) & (found.T == 1))
    test = Message("discovery-test-bdeu" if discrete else "discovery-test-bic")
    assumes = Message("discovery-assumes-ges-levels" if discrete else "discovery-assumes-ges-numbers")
    links = links_of(marks, problem.test)
    return Discovered(problem.names, links, "ges", test, assumes, problem.test.rows, notes)


def _held_to(problem: Problem, adjacent: np.ndarray, arrows: np.ndarray) -> tuple[Marks, tuple[Message, ...]]:
    """The score's graph with background knowledge put above it, and what that changed."""
    names, background = problem.names, problem.background
    allowed, required = background.allowed(names), background.required_places(names)
    kept = background.kept(names)
    held = adjacent & (allowed | allowed.T)
    if kept is not None:
        held = held | kept
    marks = Marks.of(held)
    settle(marks, held, allowed, required)
    notes = [
        Message("discovery-apart-by-background", {"one": Column(names[i]), "other": Column(names[j])})
        for i, j in np.argwhere(np.triu(adjacent & ~held))
    ]
    for cause, effect in np.argwhere(arrows & held).tolist():
        if not marks.direct(cause, effect) and marks.has_arrow(effect, cause):
            ends = {"cause": Column(names[effect]), "effect": Column(names[cause])}
            notes.append(Message("discovery-turned-by-background", ends))
    close_under_meek(marks)
    return marks, tuple(notes)


def _codes(problem: Problem) -> Matrix:
    import pandas as pd

    frame = problem.frame
    return np.column_stack([pd.factorize(frame[name], sort=True)[0] for name in frame.columns]).astype(float)


SMALLEST = 0.05  # standardised coefficients below are no arrows
PENALTY = 0.05  # on the sum of absolute standardised coefficients
MOST_ROUNDS = 40
TIGHT = 1e-8  # how nearly acyclic is acyclic


@DISCOVERERS.register("direct_lingam")
def direct_lingam(problem: Problem) -> Discovered:
    """DirectLiNGAM: the order of the causes from how far the noise is from Gaussian.

    Shimizu et al. (2011), JMLR 12. Assumes linear effects, noise that is not Gaussian, no unmeasured common
    causes. On Gaussian noise its directions are arbitrary.
    """
    try:
        import lingam
    except ImportError as missing:
        raise not_installed("lingam") from missing
    values = _standardised(numbers(problem, "direct_lingam"))
    names = problem.names
    known = np.array(
        [
            [
                0 if problem.background.forbids(c, e) else 1 if problem.background.requires(c, e) else -1
                for c in names
            ]
            for e in names
        ]
    )
    np.fill_diagonal(known, -1)
    prior = None if problem.background.empty else known
    model = lingam.DirectLiNGAM(random_state=problem.seed, prior_knowledge=prior)
    model.fit(values)
    return _from_coefficients(
        problem,
        np.asarray(model.adjacency_matrix_).T,
        "direct_lingam",
        Message("discovery-test-residuals"),
        Message("discovery-assumes-lingam"),
    )


@DISCOVERERS.register("notears")
def continuous_search(problem: Problem) -> Discovered:
    """NOTEARS-style search: least squares under a smooth condition that there is no cycle.

    Zheng et al. (2018), NeurIPS 31, by augmented Lagrangian on the covariances, so the rows are read once.
    Directions rest on the columns' scales (noise of equal variance: Loh & Buehlmann 2014, JMLR 15) and
    change when a column is rescaled (Reisach et al. 2021, "Beware of the simulated DAG"). Required arrows
    count as there from the start, so that nothing closes a cycle with them.
    """
    values = numbers(problem, "notears")
    centred = values - values.mean(axis=0)
    scale = centred.std()  # one scale for all columns: their ratio is what directions rest on
    covariance = centred.T @ centred / len(values) / scale**2
    allowed, required = problem.background.allowed(problem.names), np.zeros_like(covariance)
    for cause, effect in problem.background.required_places(problem.names):
        required[cause, effect] = 1.0
    weights = _notears(covariance, allowed, required, PENALTY)
    spread = centred.std(axis=0)
    return _from_coefficients(
        problem,
        weights * spread[:, None] / spread,
        "notears",
        Message("discovery-test-least-squares"),
        Message("discovery-assumes-notears"),
    )


def _notears(covariance: Matrix, allowed: np.ndarray, required: Matrix, penalty: float) -> Matrix:
    """Weights (p, p), [cause, effect]; positive and negative parts are separate variables, for the
    penalty."""
    size = len(covariance)
    shape, rho, multiplier, acyclic = (2, size, size), 1.0, 0.0, np.inf
    bounds = [(0.0, None if ok else 0.0) for _ in range(2) for ok in allowed.ravel()]
    parts = np.zeros(2 * size * size)

    def objective(flat: np.ndarray) -> tuple[float, np.ndarray]:
        plus, minus = flat.reshape(shape)
        weights = plus - minus
        left = np.eye(size) - weights
        loss = 0.5 * float(np.trace(left.T @ covariance @ left))
        slope = -covariance @ left
        powers = linalg.expm(weights * weights + required)
        cycles = float(np.trace(powers)) - size
        slope = slope + (rho * cycles + multiplier) * powers.T * weights * 2
        total = loss + 0.5 * rho * cycles**2 + multiplier * cycles + penalty * float(flat.sum())
        return total, np.concatenate([(slope + penalty).ravel(), (penalty - slope).ravel()])

    for _ in range(MOST_ROUNDS):
        parts = optimize.minimize(objective, parts, jac=True, method="L-BFGS-B", bounds=bounds).x
        plus, minus = parts.reshape(shape)
        now = float(np.trace(linalg.expm((plus - minus) ** 2 + required))) - size
        multiplier += rho * now
        if now < TIGHT:
            break
        rho = rho * 10 if now > 0.25 * acyclic else rho
        acyclic = now
    plus, minus = parts.reshape(shape)
    return np.asarray(plus - minus)


# ---------------------------------------------------------------- parts


def not_installed(distribution: str) -> OptionError:
    return OptionError(
        f'This discovery method needs {distribution}. Install it: pip install "askwhy[discovery]".'
    )


def numbers(problem: Problem, method: str) -> Matrix:
    for name in problem.frame.columns:
        if problem.frame[name].dtype.kind not in "iufb":
            raise OptionError(
                f"Column {name!r} is no number, and {method} takes numbers only. Leave it out or use 'pc'."
            )
    return np.asarray(problem.frame.to_numpy(dtype=np.float64))


def _standardised(values: Matrix) -> Matrix:
    return np.asarray((values - values.mean(axis=0)) / values.std(axis=0))


def _from_coefficients(
    problem: Problem, weights: Matrix, method: str, test: Message, assumes: Message
) -> Discovered:
    """Standardised coefficients [cause, effect] as arrows; the small ones are noise."""
    names = problem.names
    links = tuple(
        Link(names[i], names[j], "->", float(abs(weights[i, j])))
        for i in range(len(names))
        for j in range(len(names))
        if i != j and (abs(weights[i, j]) > SMALLEST or problem.background.requires(names[i], names[j]))
    )
    return Discovered(names, links, method, test, assumes, problem.test.rows)
