"""Formulas of what a hidden confounder does to a regression, from a few figures of that regression.

Alone here, so that the engine has them without the estimators and checks, which take seconds to load.
"""

from __future__ import annotations

import math

from scipy import special


def robustness_value(
    t_value: float, degrees_of_freedom: float, *, q: float = 1.0, alpha: float = 1.0
) -> float:
    """Share of residual variance of both treatment and outcome that a confounder must explain. 0..1

    Explaining this share of each brings the estimate down by 100q%; with `alpha` < 1, brings the confidence
    limit at that level to there. Cinelli & Hazlett (2020), JRSS B 82(1), section 4.2 (and the correction for
    the limit in sensemakr, where the larger of two roots counts).
    """
    f = q * abs(t_value) / math.sqrt(degrees_of_freedom)
    critical = 0.0
    if alpha < 1:
        critical = float(special.stdtrit(degrees_of_freedom - 1, 1 - alpha / 2)) / math.sqrt(
            degrees_of_freedom - 1
        )
    gap = f - critical
    if gap <= 0:
        return 0.0
    if critical > 0 and f > 1 / critical:
        # The confounder that explains all of the outcome's residual variance is no longer the worst one.
        return (f * f - critical * critical) / (1 + f * f)
    return 0.5 * (math.sqrt(gap**4 + 4 * gap**2) - gap**2)


def partial_r2(t_value: float, degrees_of_freedom: float) -> float:
    """Share of the outcome's residual variance that the treatment explains. 0..1"""
    return t_value**2 / (t_value**2 + degrees_of_freedom)


def bias(std_error: float, degrees_of_freedom: float, r2_treatment: float, r2_outcome: float) -> float:
    """Size of a confounder's bias, outcome units, from its partial R2s (Cinelli & Hazlett 2020, eq. 15)."""
    if r2_treatment >= 1:
        return math.inf
    return (
        std_error * math.sqrt(degrees_of_freedom) * math.sqrt(r2_outcome * r2_treatment / (1 - r2_treatment))
    )


def benchmark_strength(r2_covariate_treatment: float, r2_covariate_outcome: float) -> tuple[float, float]:
    """(r2_treatment, r2_outcome) of a hidden confounder exactly as strong as an observed covariate.

    From the covariate's partial R2 with the treatment given the other covariates, and with the outcome given
    those and the treatment. Cinelli & Hazlett (2020), section 4.4, kD = kY = 1. Both capped at 1.
    """
    d, y = r2_covariate_treatment, r2_covariate_outcome
    if d >= 0.5:
        return 1.0, 1.0
    with_treatment = d / (1 - d)
    shared = d**2 / (1 - d) ** 2
    with_outcome = ((1 + math.sqrt(shared)) / math.sqrt(1 - shared)) ** 2 * y / (1 - y) if y < 1 else 1.0
    return with_treatment, min(1.0, with_outcome)


def e_value(risk_ratio: float) -> float:
    """Risk ratio that a confounder needs with both treatment and outcome to explain `risk_ratio` away.

    VanderWeele & Ding (2017), Annals of Internal Medicine 167(4).
    """
    ratio = max(risk_ratio, 1 / risk_ratio) if risk_ratio > 0 else math.inf
    return ratio + math.sqrt(ratio * (ratio - 1)) if math.isfinite(ratio) else math.inf
