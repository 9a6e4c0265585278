"""Tables: opening, describing and preparing them for an estimate."""

from tools.data.cells import read_cells
from tools.data.codebook import ColumnNote, parse_codebook
from tools.data.prepare import prepare
from tools.data.profile import profile_table
from tools.data.sources import open_table
from tools.data.table import Table

__all__ = ["ColumnNote", "Table", "open_table", "parse_codebook", "prepare", "profile_table", "read_cells"]
