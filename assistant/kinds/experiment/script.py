"""Code that gives the headline figure of a readout without AskWhy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.kinds.interface import Work
from tools.data.levels import order_levels
from tools.data.script import rows_lines
from tools.effects.experiment import Experiment, Lift
from tools.types import ColumnKind, DataProfile

if TYPE_CHECKING:
    from assistant.pipeline import Setting

__all__ = ["script"]


def script(question: str, setting: Setting, work: Work) -> str | None:
    """The arm against control on the main metric; only `repr` puts values from outside in it."""
    found, query = work.result, work.query
    if not isinstance(found, Experiment) or not found.valid or query.treatment is None:
        return None
    lift = found.main
    names = [query.treatment, lift.metric, *(n for n in (lift.below, lift.before) if n)]
    used = [*names, *(condition.column for condition in query.population)]
    steps = [line for line in work.preparation if not line.startswith("frame = frame[[")]
    return "\n".join(
        [
            rows_lines(setting.table, used, steps).strip(),
            "",
            f"arm, control = {query.high!r}, {query.low!r}",
            f"groups = frame[{query.treatment!r}]",
            "frame = frame[groups.isin([arm, control])]",
            *_coded(lift, setting.profile),
            f"treated = (frame[{query.treatment!r}] == arm).to_numpy()",
            *_lines(lift),
            "",
        ]
    )


def _coded(lift: Lift, profile: DataProfile) -> list[str]:
    lines = []
    for name, variable in ((lift.metric, "y"), (lift.below, "below"), (lift.before, "before")):
        if name is None:
            continue
        column = profile[name]
        if column.kind is ColumnKind.BINARY and len(column.levels) == 2:
            low, high, _ = order_levels(column.levels[0][0], column.levels[1][0], column.level_labels)
            lines.append(f"frame[{name!r}] = frame[{name!r}].map({{{low!r}: 0.0, {high!r}: 1.0}})")
        needed = variable != "before"
        if needed:
            lines.append(f"frame = frame[frame[{name!r}].notna()]")
        lines.append(f"{variable} = frame[{name!r}].astype(float)")
    return lines


def _lines(lift: Lift) -> list[str]:
    if lift.below is not None:
        return ["print(y[treated].sum() / below[treated].sum() - y[~treated].sum() / below[~treated].sum())"]
    lines = ["y = y.to_numpy()"]
    if lift.before is not None:
        lines += [
            "# CUPED (Deng et al. 2013): less what the column from before explains within the arms",
            "before = before.fillna(before.mean()).to_numpy()",
            "x, z = before.copy(), y.copy()",
            "for own in (treated, ~treated):",
            "    x[own] -= x[own].mean()",
            "    z[own] -= z[own].mean()",
            "y = y - (x @ z) / (x @ x) * (before - before.mean())",
        ]
    return [*lines, "print(y[treated].mean() - y[~treated].mean())"]
