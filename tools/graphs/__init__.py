"""Causal graphs: build and check them, read them from a user, edit them, ask about their paths.

The work is done in `graph_core` (the value and its checks), `paths` (open back doors), `graph_io` (what a
user hands in), `graph_edits` (changes as values) and `graph_editor` (a graph that remembers them); this is
the one place to import them from.
"""

from __future__ import annotations

from tools.graphs.core import (
    ancestors,
    build_graph,
    descendants,
    set_unobserved,
    to_networkx,
    without_suspected,
)
from tools.graphs.editor import Edit, GraphEditor, apply_edits
from tools.graphs.export import export_graph
from tools.graphs.io import from_user
from tools.graphs.separation import open_backdoor_paths, open_path_exists

__all__ = [
    "Edit",
    "GraphEditor",
    "ancestors",
    "apply_edits",
    "build_graph",
    "descendants",
    "export_graph",
    "from_user",
    "open_backdoor_paths",
    "open_path_exists",
    "set_unobserved",
    "to_networkx",
    "without_suspected",
]
