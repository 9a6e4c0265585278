"""Columns that say how the rows were drawn, by their names and by what the codebook says of them."""

from __future__ import annotations

import re

from assistant.designs.text import name_words
from assistant.language.registry import until_registered
from assistant.planning.reading.cues import load_cues
from tools.types import ColumnKind, DataProfile


@until_registered
def _weight_words() -> re.Pattern[str]:
    return re.compile(load_cues("sampling")["columns"]["weight"], re.IGNORECASE)


def survey_weight(profile: DataProfile) -> str | None:
    """The first column that is said to weight the rows: positive numbers, more than one of them."""
    for column in profile.columns:
        text = f"{name_words(column.name)} : {column.description or ''}"
        numeric = column.kind not in (ColumnKind.TEXT, ColumnKind.TIME, ColumnKind.CONSTANT)
        positive = column.minimum is not None and column.minimum >= 0
        if numeric and positive and _weight_words().search(text):
            return column.name
    return None
