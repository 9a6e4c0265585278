"""The values that pass between the steps. All are frozen; units and meaning stand on the fields.

Nothing here imports pandas, DoWhy or any other heavy package at run time, so that `import assistant`
stays fast.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from tools.messages import Message

Level = str | int | float | bool


# ---------------------------------------------------------------- data


class ColumnKind(StrEnum):
    """What a column holds, as far as statistics is concerned."""

    BINARY = "binary"  # exactly two levels: 0/1, yes/no, True/False, "a"/"b"
    CATEGORY = "category"  # a few unordered levels (text, or codes)
    COUNT = "count"  # whole numbers, not negative, more than two levels
    NUMBER = "number"  # any other number
    TIME = "time"  # dates and timestamps
    TEXT = "text"  # free text, mostly distinct
    IDENTIFIER = "identifier"  # a row or unit label that carries no quantity
    CONSTANT = "constant"  # one level, or nothing but missing values


class Timing(StrEnum):
    """When a column was measured, relative to the treatment of the study."""

    BEFORE = "before"
    AT = "at"
    AFTER = "after"
    UNKNOWN = "unknown"


class CellAction(StrEnum):
    """What was done to cells before a number was computed; the values are part of the public JSON."""

    PARSED = "parsed"  # written one way, read as another: text as numbers, several styles of dates
    RECODED = "recoded"  # another value than the cell's: units, typing errors, spellings
    MISSING = "missing"  # a value that counts as none: a code, a word
    FILLED = "filled"  # a gap that was given a value
    DROPPED = "dropped"  # rows that are not used
    LEFT_OUT = "left_out"  # a column that is not used, or held fixed only coarsely
    SUSPECTED = "suspected"  # nothing was done, and perhaps something should be


@dataclass(frozen=True)
class AccountEntry:
    """One line of the data account: what was done to which cells, and to how many."""

    action: CellAction
    said: Message
    column: str | None = None  # None: whole rows
    rows: int = 0


@dataclass(frozen=True)
class ColumnProfile:
    """One column of the table, described without showing a row."""

    name: str
    kind: ColumnKind
    rows: int
    missing: int  # rows with NULL, NaN, +-inf or an empty string
    distinct: int  # distinct values that are not missing
    minimum: float | None = None  # numbers only
    maximum: float | None = None
    mean: float | None = None
    median: float | None = None
    std: float | None = None
    levels: tuple[tuple[Level, int], ...] = ()  # (value, rows), most frequent first; at most 50 distinct
    level_labels: tuple[tuple[Level, str], ...] = ()  # from the codebook: (1, "quit smoking")
    description: str | None = None  # the codebook's words about this column
    unit: str | None = None  # "kg", "USD per year"; from the codebook or the name
    timing: Timing = Timing.UNKNOWN
    timing_evidence: str | None = None  # the words that gave the timing away
    meaning: str | None = None  # what the column is: the description less levels, brackets and unit


@dataclass(frozen=True)
class DataProfile:
    """The table, described without showing a row."""

    source: str  # "trial.csv", "DataFrame"
    rows: int
    columns: tuple[ColumnProfile, ...]
    duplicate_rows: int  # rows that repeat an earlier row in every column
    fingerprint: str  # hash of names, types and content; equal tables give equal fingerprints
    description: str = ""  # the whole text that came with the data, or ""
    warnings: tuple[Message, ...] = ()
    account: tuple[AccountEntry, ...] = ()  # what was done to the cells, and what looks odd in them

    @property
    def remarks(self) -> tuple[Message, ...]:
        """How cells were read, and what else should be known of the table."""
        return (*(entry.said for entry in self.account), *self.warnings)

    def __getitem__(self, name: str) -> ColumnProfile:
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        return any(column.name == name for column in self.columns)

    def get(self, name: str) -> ColumnProfile | None:
        return next((column for column in self.columns if column.name == name), None)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


# ---------------------------------------------------------------- question and design


@dataclass(frozen=True)
class Condition:
    """One clause of a population: `column operator value`, e.g. age >= 60."""

    column: str
    operator: str  # "==", "!=", "<", "<=", ">", ">="
    value: Level

    def __str__(self) -> str:
        return f"{self.column} {self.operator} {self.value}"


class DesignKind(StrEnum):
    """Identification strategies; the values are part of the public JSON."""

    RANDOMISED = "randomised"
    BACKDOOR = "backdoor"
    IV = "iv"
    FRONTDOOR = "frontdoor"
    DID = "did"
    RDD = "rdd"
    NONE = "none"


class EstimandKind(StrEnum):
    """Whose effect is asked for; the values are part of the public JSON.

    ATE is also what a question has that says nothing of it: a design that tells another group's effect (an
    instrument the compliers', a cutoff that of those near it) then answers with its own.
    """

    ATE = "ATE"  # everybody
    ATT = "ATT"  # those who got the treatment
    ATC = "ATC"  # those who did not
    ATO = "ATO"  # those who could have gone either way: the overlap population
    LATE = "LATE"  # those whom an instrument, or a cutoff, moves


@dataclass(frozen=True)
class Query:
    """What is asked: the change in `outcome` when `treatment` goes from `low` to `high`."""

    treatment: str | None  # None only in a regression discontinuity: being past the cutoff
    outcome: str
    low: Level | None = None  # the JSON's "from"; None: decide from the data
    high: Level | None = None  # the JSON's "to"
    population: tuple[Condition, ...] = ()
    estimand: EstimandKind = EstimandKind.ATE
    kind: str = "average_effect"


@dataclass(frozen=True)
class Design:
    """How the effect is told apart from everything else that differs."""

    kind: DesignKind
    adjustment_set: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    mediators: tuple[str, ...] = ()
    running_variable: str | None = None
    cutoff: float | None = None
    time: str | None = None  # the period column of a difference-in-differences
    unit: str | None = None  # the unit followed over time
    cluster: str | None = None  # rows in one cluster are not independent


# ---------------------------------------------------------------- knowledge and graph


@dataclass(frozen=True)
class Passage:
    """A piece of a document, small enough to quote."""

    id: str  # content address, e.g. "p3f9a1c"
    source: str  # file name, or "description"
    place: str  # "page 3", "section Variables", "lines 10-14"
    text: str
    score: float = 0.0  # similarity to the query that found it, 0..1


@dataclass(frozen=True)
class EdgeSource:
    """Who claims an arrow."""

    kind: str  # "user", "document", "timing", "data", "design", "model", "general", "assumption"
    text: str  # the quotation or the reason
    passage: str | None = None  # id of the passage, for documents


@dataclass(frozen=True)
class Edge:
    cause: str
    effect: str
    confidence: float  # 0..1
    sources: tuple[EdgeSource, ...]


@dataclass(frozen=True)
class Unobserved:
    """A common cause that is not in the table."""

    name: str
    affects: tuple[str, ...]
    sources: tuple[EdgeSource, ...] = ()
    # Nobody but a language model names it: it is drawn, and identification does not reckon with it.
    suspected: bool = False


@dataclass(frozen=True)
class CausalGraph:
    """A directed acyclic graph over columns. Built and checked by `tools.graphs`."""

    nodes: tuple[str, ...]
    edges: tuple[Edge, ...]
    unobserved: tuple[Unobserved, ...] = ()


# ---------------------------------------------------------------- identification and estimation


@dataclass(frozen=True)
class Assumption:
    text: Message
    testable: bool  # can this data speak for or against it?


@dataclass(frozen=True)
class Estimand:
    """A question that the graph and the design allow to be answered."""

    query: Query
    design: Design
    expression: Message | None  # the formula, with DoWhy's own where DoWhy identified it
    assumptions: tuple[Assumption, ...]
    notes: tuple[Message, ...] = ()  # what was changed about the proposed design, and why

    # Makes DoWhy's `IdentifiedEstimand`; a function, so that DoWhy is loaded for whoever asks for it.
    make_identified: Callable[[], Any] | None = field(default=None, repr=False, compare=False)

    @property
    def identified(self) -> Any:
        """The same as DoWhy's `IdentifiedEstimand`; None where no identification was made."""
        return self.make_identified() if self.make_identified is not None else None


@dataclass(frozen=True)
class NotIdentified:
    """A refusal: the graph leaves a path open that no measured column can close."""

    query: Query
    reason: tuple[Message, ...]  # a sentence each
    open_paths: tuple[str, ...]  # symbols: "qsmk <- stress -> wt82_71"
    would_help: tuple[Message, ...]  # "Measure stress", "An instrument for qsmk"


@dataclass(frozen=True)
class NeedsClarification:
    """A refusal: two readings are close; the person should choose."""

    question: Message
    choices: tuple[str, ...]


@dataclass(frozen=True)
class NotAnswerable:
    """A refusal: the data does not hold what is asked about."""

    reason: Message
    would_help: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Draws:
    """A sample whose gaps were filled several times, by draws that differ as much as the gaps leave open."""

    frames: tuple[pd.DataFrame, ...]  # the sample's frame under each draw; the first is `Sample.frame`
    gaps: npt.NDArray[np.bool_]  # (rows,) had a gap
    before: tuple[str, ...]  # the lines of `Sample.preparation` that are the same for all draws


@dataclass(frozen=True)
class Sample:
    """The rows and columns that one estimate uses, ready for estimators. Made by `tools.data.prepare`.

    `frame` has the query's and design's columns under their own names, in source order, with a fresh
    RangeIndex. Treatment, outcome, instruments, mediators and running variable are float64 without
    missing values; a two-level treatment is coded 0.0 (low) and 1.0 (high). Covariates are float64 or
    `category`. Nobody writes to `frame`: DoWhy does, so hand it `frame.copy()`.
    """

    frame: pd.DataFrame
    query: Query  # with low and high filled in
    design: Design
    low: float  # the treatment's "from" on the frame's scale
    high: float  # the treatment's "to" on the frame's scale
    rows_total: int  # rows in the source
    dropped: tuple[tuple[Message, int], ...]  # (reason, rows), in the order they were dropped
    unit: str | None  # unit of the outcome
    warnings: tuple[Message, ...] = ()
    account: tuple[AccountEntry, ...] = ()  # what preparation did, beside what stands in the profile's
    imputed: tuple[
        str, ...
    ] = ()  # covariates filled in: once, beside a "<name> (missing)" column, or by draws
    # covariate -> the columns of `frame` that hold it fixed, where that is not the covariate alone: curves,
    # products, means of its groups
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    draws: Draws | None = None  # where gaps of confounders were filled several times
    preparation: tuple[str, ...] = ()  # the steps from the table to `frame` as lines of pandas
    places: tuple[int, ...] = ()  # of each row of `frame` in the source, from 0 on

    @property
    def rows(self) -> int:
        return len(self.frame)

    @property
    def drawn(self) -> tuple[Sample, ...]:
        """A sample for each draw of the gaps: this one alone where none was filled by draws, or where its
        frame is no longer the one that they belong to."""
        if self.draws is None or self.draws.frames[0] is not self.frame:
            return (replace(self, draws=None),)
        return tuple(replace(self, frame=frame, draws=None) for frame in self.draws.frames)

    @property
    def complete(self) -> Sample:
        """The rows without a gap that was filled by draws."""
        if self.draws is None or self.draws.frames[0] is not self.frame:
            return replace(self, draws=None)
        frame = self.frame[~self.draws.gaps].reset_index(drop=True)
        return replace(self, frame=frame, draws=None)

    @property
    def rows_dropped(self) -> int:
        return sum(rows for _, rows in self.dropped)

    @property
    def owners(self) -> Mapping[str, str]:
        """The covariate that each column stands beside or for: "age (curve 1)" -> "age"."""
        return {form: name for name, forms in self.forms.items() for form in forms if form != name}

    @property
    def binary_treatment(self) -> bool:
        """Does the treatment take just two values, coded 0 and 1?"""
        if self.query.treatment is None:
            return False
        return set(self.frame[self.query.treatment].unique()) <= {0.0, 1.0}


@dataclass(frozen=True)
class Estimate:
    """Change in the outcome when the treatment goes from `low` to `high`."""

    value: float  # outcome units
    std_error: float  # outcome units
    ci_95: tuple[float, float]  # outcome units
    p_value: float  # of "no effect", two-sided
    estimator: str  # registry name: "linear_regression", "aipw", ...
    rows_used: int
    unadjusted: float | None = None  # the plain difference or slope, outcome units
    alternatives: tuple[Estimate, ...] = ()  # every other estimate that was tried
    details: Mapping[str, float] = field(default_factory=dict)  # first_stage_f, bandwidth, ...
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Check:
    """An attempt to break the estimate."""

    name: str  # "placebo_treatment"
    title: Message  # "placebo treatment"
    purpose: Message  # what it asks
    passed: bool | None  # None: could not be run, `detail` says why
    value: float | None
    cannot_detect: Message  # its blind spot
    detail: tuple[Message, ...] = ()  # the result, its rule, and how it was had: a sentence each


@dataclass(frozen=True)
class Sensitivity:
    """How strong an unmeasured confounder would have to be."""

    robustness_value: float | None  # share of residual variance, 0..1 (Cinelli & Hazlett 2020)
    benchmark: Message | None  # "as strong as age: estimate 3.1"
    e_value: float | None = None  # risk-ratio scale (VanderWeele & Ding 2017)
    e_value_limit: float | None = None  # of the confidence limit nearer to no effect
    details: Mapping[str, float] = field(default_factory=dict)
