"""A table's profile, as lines for people and as values for programs."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from assistant.language import wording
from assistant.language.registry import DEFAULT
from assistant.prose.quantities import share
from ui.cli.terminal import clean

if TYPE_CHECKING:
    from tools.types import ColumnProfile, DataProfile

__all__ = ["profile_lines", "profile_values"]

MOST_LEVELS = 3


def profile_lines(profile: DataProfile) -> Iterable[RenderableType]:
    """One line a column: what it holds, how much is missing, when it was measured."""
    yield Text(
        f"{clean(profile.source)}: {profile.rows:,} rows, {len(profile.columns)} columns", style="bold"
    )
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for heading in ("column", "kind", "missing", "values", "measured"):
        table.add_column(heading, justify="right" if heading == "missing" else "left", overflow="fold")
    for column in profile.columns:
        missing = (
            wording(DEFAULT).quantity(share(column.missing / column.rows))
            if column.missing and column.rows
            else ""
        )
        timing = "" if str(column.timing) == "unknown" else str(column.timing)
        table.add_row(
            Text(clean(column.name)), str(column.kind), missing, Text(clean(_values(column))), timing
        )
    yield table
    for warning in map(wording("en", profile).say, profile.warnings):
        yield Text(f"Warning: {clean(warning)}")


def profile_values(profile: DataProfile) -> dict[str, Any]:
    """The profile as plain JSON values; figures that do not exist are null."""
    plain: dict[str, Any] = _plain(dataclasses.asdict(dataclasses.replace(profile, warnings=())))
    return plain | {"warnings": list(map(wording("en", profile).say, profile.warnings))}


def _values(column: ColumnProfile) -> str:
    unit = f" {column.unit}" if column.unit else ""
    if column.minimum is not None and column.maximum is not None:
        return f"{_plainly(column.minimum)} to {_plainly(column.maximum)}{unit}"
    if column.levels:
        shown = ", ".join(str(level) for level, _ in column.levels[:MOST_LEVELS])
        return shown + (", ..." if column.distinct > MOST_LEVELS else "")
    return f"{column.distinct:,} distinct"


def _plainly(value: float) -> str:
    """Whole numbers as they stand in the table: 1 and not 1.00."""
    return (
        f"{value:,.0f}" if float(value).is_integer() and abs(value) < 1e15 else wording(DEFAULT).number(value)
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    item = getattr(value, "item", None)  # numpy scalars
    return item() if callable(item) else value
