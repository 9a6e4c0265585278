"""The frame while it is being prepared: every step is done and written down as a line of pandas at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from tools.data.image_covariates import Images
from tools.data.table import Table
from tools.messages import Column, Message
from tools.types import AccountEntry, CellAction, ColumnProfile, DataProfile


@dataclass
class Work:
    """Used inside `prepare` only; the values that leave it are frozen."""

    table: Table
    profile: DataProfile
    frame: pd.DataFrame
    lines: list[str] = field(default_factory=list)
    dropped: list[tuple[Message, int]] = field(default_factory=list)
    warnings: list[Message] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    imputed: list[str] = field(default_factory=list)
    account: list[AccountEntry] = field(default_factory=list)
    # covariate -> the columns that hold it fixed, where that is not the covariate alone
    forms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    images: Images | None = None
    draws: list[pd.DataFrame] = field(default_factory=list)  # further frames, with the gaps filled otherwise
    gaps: pd.Series | None = None  # the rows whose gaps are filled by draws
    filling: int = 0  # the line of `lines` that fills the gaps for a `draw`, where there are draws

    def column(self, name: str) -> ColumnProfile:
        return self.profile[name]

    def keep(self, mask: pd.Series, reason: Message, code: str) -> int:
        """Keep the rows where `mask` is true; count the others under `reason`. Returns the rows lost."""
        lost = int(len(self.frame) - mask.sum())
        if lost:
            self.frame = self.frame[mask]
            self.draws = [frame[mask] for frame in self.draws]
            self.dropped.append((reason, lost))
            self.account.append(AccountEntry(CellAction.DROPPED, reason, rows=lost))
            self.lines.append(code)
        return lost

    def keep_present(self, columns: Sequence[str], reason: Message) -> int:
        """Keep the rows in which none of `columns` is missing."""
        mask = self.frame[list(columns)].notna().all(axis=1)
        return self.keep(mask, reason, f"frame = frame.dropna(subset={list(columns)!r})")

    def put(self, name: str, values: Any, code: str) -> None:
        """Set a column; `code` is the right-hand side of the same in pandas."""
        self.make(name, lambda frame: values, code)

    def make(self, name: str, values_of: Callable[[pd.DataFrame], Any], code: str) -> None:
        """Set a column that is made from others, in every draw of the gaps from that draw's own."""
        for frame in (self.frame, *self.draws):
            frame[name] = values_of(frame)
        self.lines.append(f"frame[{name!r}] = {code}")

    def drop(self, columns: str | Sequence[str]) -> None:
        """Take columns away; the last line of the preparation keeps those that are left."""
        names = [columns] if isinstance(columns, str) else list(columns)
        self.frame = self.frame.drop(columns=names)
        self.draws = [frame.drop(columns=names) for frame in self.draws]

    def warn(self, message: Message) -> None:
        if message not in self.warnings:
            self.warnings.append(message)

    def leave_out(self, name: str, why: Message) -> None:
        """Take a covariate out of the adjustment set."""
        self.left_out.append(name)
        self.drop(name)
        said = Message("data-left-out", {"column": Column(name), "why": why})
        self.account.append(AccountEntry(CellAction.LEFT_OUT, said, name, len(self.frame)))
        self.warn(said)
