"""What people write into cells, read as they meant it; and an account of what was read how.

`read_cells` looks at every column once: numbers written as text, spellings of yes and no, several styles of
dates, a line of totals at the end, codes for missing values, two units in one column. Where the column (or
the text that came with the data) leaves one reading, the cells are read so; where it leaves two, nothing is
changed and the suspicion is said. Every entry of the account has its column and its rows.
"""

from __future__ import annotations

from tools.data.cells.dates import read_never
from tools.data.cells.numbers import read_numbers
from tools.data.cells.texts import read_texts
from tools.data.cells.totals import without_totals
from tools.data.codebook import parse_codebook
from tools.data.table import Table

__all__ = ["read_cells"]


def read_cells(table: Table, description: str = "") -> Table:
    """The table with its cells read as they were meant; `Table.account` says what was done and what is odd.

    `description` is the text that came with the data: it may tell codes for missing values and units. The
    same table comes back where there is nothing to do.

    Raises:
        DataError: the source can no longer be read.
    """
    notes = parse_codebook(description, table.columns) if description else {}
    table = without_totals(table)
    table = read_never(read_texts(table, notes), notes)
    return read_numbers(table, notes, description)
