"""Which cells count as missing. One list for files, frames and the scripts that we hand out."""

from __future__ import annotations

# Compared after trimming and lower-casing. "none" is not here: it is a real level of many
# treatments ("none", "low", "high").
MISSING_TEXT: tuple[str, ...] = ("", "na", "n/a", "nan", "<na>", "nat", "null", "#n/a", ".", "-", "?")

# Missing only in a column whose other cells are all numbers, dates or true/false.
MISSING_IN_NUMBERS: tuple[str, ...] = (
    "--", "..", "...", "*", "missing", "n.a.", "(null)", "\\n", "#value!", "#div/0!", "#null!", "#ref!",
)  # fmt: skip

_SPELLINGS = (
    "", "NA", "N/A", "n/a", "na", "Na", "NaN", "nan", "NAN", "<NA>", "<na>", "NaT", "nat", "NULL", "Null",
    "null",
    "#N/A", "#n/a", ".", "-", "?",
)  # fmt: skip


def pandas_markers() -> list[str]:
    """The spellings of `MISSING_TEXT` for pandas' `na_values`, which minds the case."""
    return list(_SPELLINGS)
