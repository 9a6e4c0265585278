"""What `Assistant` offers about graphs beside an answer: discovery, and a graph from all that is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tools.errors import DataError, ModelError, unknown_column
from tools.types import ColumnKind, DataProfile

if TYPE_CHECKING:
    from assistant.graph_from_evidence import WeighedGraph
    from assistant.models.exchange import Exchange
    from assistant.passages import Search
    from tools.data import Table
    from tools.discovery import Discovered

__all__ = ["discovered", "usable_columns", "weighed_graph"]

USABLE = (ColumnKind.BINARY, ColumnKind.CATEGORY, ColumnKind.COUNT, ColumnKind.NUMBER)
MOST_MISSING = 0.2  # share of rows; tests use complete rows only
MOST_LEVELS = 30


def usable_columns(profile: DataProfile) -> tuple[str, ...]:
    """Columns that a test can take: numbers and small categories with few missing values."""
    return tuple(
        column.name
        for column in profile.columns
        if column.kind in USABLE
        and column.missing <= MOST_MISSING * column.rows
        and not (column.kind is ColumnKind.CATEGORY and column.distinct > MOST_LEVELS)
    )


def discovered(
    table: Table, profile: DataProfile, method: str, columns: Sequence[str] | None, options: dict[str, Any]
) -> Discovered:
    """`tools.discovery.discover` on the table's columns; their timing gives the tiers unless told
    otherwise."""
    from tools.discovery import discover

    frame, background = _frame_and_order(table, profile, columns)
    return discover(frame, method, **{"background": background, **options})


def weighed_graph(
    table: Table,
    profile: DataProfile,
    search: Search,
    columns: Sequence[str] | None,
    exchange: Exchange | None = None,
    fallback: bool = False,
) -> WeighedGraph:
    """Documents, timing and data weighed into one graph over the columns (see `graph_from_evidence`).

    With an `exchange` a model reads the passages too, in one call. Raises `ModelError` when that fails,
    unless `fallback` lets the patterns read alone; a warning then says so.
    """
    from assistant.arrow_claims import claims_of_documents, claims_of_model
    from assistant.graph_from_evidence import graph_from_evidence
    from assistant.passages import about_column
    from tools.independence import independence_test

    frame, background = _frame_and_order(table, profile, columns)
    found = search([about_column(profile, name) for name in frame.columns])
    passages = [passage for of_column in found for passage in of_column]
    claims = claims_of_documents(passages, profile)
    warnings: tuple[str, ...] = ()
    if exchange is not None:
        from assistant.modelled.extract import statements_with_model

        try:
            claims += claims_of_model(statements_with_model(passages, profile, exchange), claims)
        except ModelError as fault:
            if not fallback:
                raise
            warnings = (f"The passages were read without the model: {fault}",)
    weighed = graph_from_evidence(independence_test(frame), claims, background=background)
    if exchange is None:
        return weighed
    return replace(weighed, model_calls=exchange.calls, sent=exchange.sent, warnings=warnings)


def _frame_and_order(table: Table, profile: DataProfile, columns: Sequence[str] | None) -> tuple[Any, Any]:
    from tools.discovery import Background, tiers_by_timing

    names = tuple(columns) if columns is not None else usable_columns(profile)
    for name in names:
        if name not in profile:
            raise unknown_column(name, profile.source, profile.names, DataError)
    tiers = tiers_by_timing(profile).tiers
    return table.frame(names), Background({name: tiers[name] for name in names if name in tiers})
