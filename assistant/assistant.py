"""`Assistant`: one table, what is known about it, and the questions that are asked of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from assistant.description import read_description
from tools.errors import DataError, OptionError, unknown_column
from tools.types import Condition, DesignKind, Level, Query

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.pipeline import Recorder, Setting
    from assistant.types import DesignChoice, Plan
    from tools.data import Table
    from tools.graph import GraphEditor
    from tools.knowledge import KnowledgeStore
    from tools.types import CausalGraph, DataProfile, Passage

ESTIMANDS = ("ATE", "ATT", "ATC", "LATE")


class Assistant:
    """Answers causal questions about one table.

    Parameters
    ----------
    data : path (CSV, Parquet or a glob of them, Excel), pandas or polars DataFrame, Arrow table, or
        DuckDB relation. Never changed.
    description : what the columns mean and how the data came about; text, or the path of a file.
    knowledge : files or folders with domain knowledge (Markdown, text, HTML, PDF).
    graph : a causal graph that wins over any proposal: a networkx.DiGraph, a list of (cause, effect) pairs,
        text such as "a -> b; b -> c", or the path of a file.
    model : "offline"; language models are planned.
    seed : decides every random draw.
    progress : called with the name of each step as it starts.

    Raises `DataError`, `KnowledgeError`, `GraphError` or `OptionError` (all `InputError`) for bad input.
    """

    def __init__(
        self,
        data: Any,
        *,
        description: str | os.PathLike[str] | None = None,
        knowledge: Iterable[str | os.PathLike[str]] | str | os.PathLike[str] = (),
        graph: Any = None,
        model: str = "offline",
        seed: int = 7,
        progress: Callable[[str], None] | None = None,
    ) -> None:
        if model != "offline":
            raise OptionError(f"model={model!r} is not available in this version. Use model='offline'.")
        from tools.data import open_table

        self.seed = seed
        self._progress = progress
        self._table: Table = open_table(data)
        self._description = read_description(description)
        self._knowledge = [knowledge] if isinstance(knowledge, str | os.PathLike) else list(knowledge)
        self._user_graph = self._read_graph(graph)

    # ------------------------------------------------------------ questions

    def ask(self, question: str) -> Answer:
        """Answer a question in plain language, or say why not and what would help."""
        from assistant.pipeline import answer_plan

        recorder = self._recorder()
        with recorder.step("plan"):
            plan = self.plan(question)
        return answer_plan(question, plan, self._setting(recorder), recorder)

    def plan(self, question: str) -> Plan:
        """Only the plan: treatment, outcome, contrast, population, design, covariates. Estimates nothing."""
        from assistant.plan import make_plan

        if not question.strip():
            raise OptionError(
                "The question is empty. Ask, for instance: What would happen to Y if X changed?"
            )
        return make_plan(question, self.profile, self._table)

    def effect(
        self,
        treatment: str | None,
        outcome: str,
        *,
        design: str | None = None,
        adjust: Sequence[str] | None = None,
        instruments: Sequence[str] | None = None,
        mediators: Sequence[str] | None = None,
        running_variable: str | None = None,
        cutoff: float | None = None,
        time: str | None = None,
        unit: str | None = None,
        cluster: str | None = None,
        from_: Level | None = None,
        to: Level | None = None,
        population: Sequence[Condition] = (),
        estimand: str = "ATE",
        estimator: str | None = None,
    ) -> Answer:
        """The effect of named columns: no question, no planner; the same checks and the same answer.

        `treatment` may be None for a regression discontinuity (being past the cutoff). `adjust=None` means
        "decide from timing and description", `[]` means "nothing". `design` is one of "randomised",
        "backdoor", "iv", "frontdoor", "did", "rdd" or None ("decide"). `population` is a list of
        `tools.types.Condition`. Raises `DataError` for a column that is not there and `OptionError` for an
        option out of range.
        """
        from assistant.pipeline import answer_plan
        from assistant.plan import requested_plan

        if estimand not in ESTIMANDS:
            raise OptionError(f"estimand={estimand!r} is unknown. Use one of {', '.join(ESTIMANDS)}.")
        query = Query(treatment, outcome, from_, to, tuple(population), estimand)
        asked = {
            "adjustment_set": _columns(adjust),
            "instruments": _columns(instruments),
            "mediators": _columns(mediators),
            "running_variable": running_variable,
            "cutoff": cutoff,
            "time": time,
            "unit": unit,
            "cluster": cluster,
        }
        given = {name: value for name, value in asked.items() if value is not None}
        self._check_columns(query, given)
        recorder = self._recorder()
        with recorder.step("plan"):
            choice = self._requested_design(query, _design_kind(design), given)
            plan = requested_plan(_merge(query, choice.query), choice, tuple(given))
        setting = replace(self._setting(recorder), estimator=estimator)
        return answer_plan("", plan, setting, recorder)

    # ------------------------------------------------------------ what it knows

    @cached_property
    def profile(self) -> DataProfile:
        """Each column's kind, range, missing values, unit and timing; shows no row."""
        from tools.data import profile_table

        return profile_table(self._table, self._description.text)

    @cached_property
    def graph(self) -> GraphEditor:
        """The graph of the last answer, to look at and edit; edits hold for every later answer."""
        from tools.graph import GraphEditor

        return GraphEditor(self._user_graph, self._table.columns)

    def search(self, query: str, k: int = 5) -> list[Passage]:
        """The `k` passages of the description and the knowledge that are nearest to `query`."""
        return self._store.search(query, k, sources=self._documents)

    # ------------------------------------------------------------ parts

    def _requested_design(self, query: Query, kind: DesignKind | None, given: dict[str, Any]) -> DesignChoice:
        """The planner's design where the caller left it open, overruled by what the caller said."""
        from assistant.request import design_for_request

        return design_for_request(query, kind, given, self.profile, self._table)

    def _check_columns(self, query: Query, given: dict[str, Any]) -> None:
        named: list[str] = [name for name in (query.treatment, query.outcome) if name is not None]
        named += [condition.column for condition in query.population]
        for part, value in given.items():
            if part != "cutoff":
                named += [value] if isinstance(value, str) else list(value)
        for name in named:
            if name not in self._table.columns:
                raise unknown_column(name, self._table.source, self._table.columns, DataError)

    def _setting(self, recorder: Recorder) -> Setting:
        from assistant.pipeline import Setting

        with recorder.step("knowledge"):
            documents = self._documents if self._has_documents else ()
        return Setting(
            table=self._table,
            profile=self.profile,
            search=self._search_about if documents else _no_passages,
            user_graph=self._user_graph,
            editor=self.graph,
            seed=self.seed,
        )

    def _search_about(self, query: str, about: str) -> list[Passage]:
        from tools.knowledge import mentions

        found = self._store.search(query, 3, sources=self._documents, must_mention=[about])
        return [passage for passage in found if mentions(passage.text, about)]

    @property
    def _has_documents(self) -> bool:
        return bool(self._description or self._knowledge)

    @cached_property
    def _store(self) -> KnowledgeStore:
        from tools.knowledge import KnowledgeStore

        return KnowledgeStore()

    @cached_property
    def _documents(self) -> tuple[str, ...]:
        """Ids of the documents that belong to this data; read and embedded when first needed."""
        documents: list[str] = []
        if self._description.path is not None:
            documents.extend(self._store.add_path(self._description.path))
        elif self._description:
            documents.append(self._store.add_text(self._description.text))
        for path in self._knowledge:
            documents.extend(self._store.add_path(os.fspath(path)))
        return tuple(documents)

    def _read_graph(self, graph: Any) -> CausalGraph | None:
        if graph is None:
            return None
        from tools.graph import from_user

        return from_user(graph, self._table.columns)

    def _recorder(self) -> Recorder:
        from assistant.pipeline import Recorder

        return Recorder(self._progress)


def ask(question: str, data: Any, **options: Any) -> Answer:
    """One question about one table: `Assistant(data, **options).ask(question)`."""
    return Assistant(data, **options).ask(question)


def _no_passages(query: str, about: str) -> list[Passage]:
    return []


def _columns(names: Sequence[str] | None) -> tuple[str, ...] | None:
    if names is None:
        return None
    return (names,) if isinstance(names, str) else tuple(names)


def _design_kind(design: str | None) -> DesignKind | None:
    if design is None:
        return None
    known = [kind.value for kind in DesignKind if kind is not DesignKind.NONE]
    if design not in known:
        raise OptionError(f"design={design!r} is unknown. Use one of {', '.join(known)}, or None.")
    return DesignKind(design)


def _merge(query: Query, planned: Query) -> Query:
    """The caller's contrast where given, else the planner's."""
    return replace(
        planned,
        low=planned.low if query.low is None else query.low,
        high=planned.high if query.high is None else query.high,
        population=query.population or planned.population,
        estimand=query.estimand if query.estimand != "ATE" else planned.estimand,
    )
