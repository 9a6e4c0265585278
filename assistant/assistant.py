"""`Assistant`: one table, what is known about it, and the questions that are asked of it."""

from __future__ import annotations

import copy
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.conversation.turns import NEW
from assistant.graphs.documents import Documents, Paths, read_description
from tools.errors import OptionError
from tools.types import Condition, Design, Level, Query

if TYPE_CHECKING:
    from assistant.answers.answer import Answer
    from assistant.answers.multiverse import Multiverse
    from assistant.answers.recorder import Recorder
    from assistant.conversation.conversation import Conversation
    from assistant.conversation.turns import Turn
    from assistant.graphs.evidence import WeighedGraph
    from assistant.models.exchange import Exchange, Limits
    from assistant.pipeline import Setting
    from assistant.planning.planner import Planner
    from assistant.planning.request import EffectRequest
    from assistant.prose.steps import StepDone
    from assistant.types import GraphProposal, Plan
    from tools.data import Table
    from tools.data.image_covariates import Images
    from tools.discovery import Discovered
    from tools.engine import Statistics
    from tools.graphs import GraphEditor
    from tools.types import CausalGraph, DataProfile, Passage


class Assistant:
    """Answers causal questions about one table.

    Parameters
    ----------
    data : path (CSV, Parquet or a glob of them, Excel), pandas or polars DataFrame, Arrow table, or
        DuckDB relation. Never changed.
    description : what the columns mean and how the data came about; text, or the path of a file.
    knowledge : files or folders with domain knowledge (Markdown, text, HTML, PDF, office files, notebooks).
    graph : a causal graph that wins over any proposal: a networkx.DiGraph, a list of (cause, effect) pairs,
        text such as "a -> b; b -> c", or the path of a file.
    model : "offline", "openai:<model>", "transformers:<path or id>", a LangChain chat model, or a
        `ScriptedModel` or `RecordedModel`. What each sends where is in docs/models.md.
    base_url, api_key : of an "openai:..." server; default: OPENAI_BASE_URL and OPENAI_API_KEY.
    fallback : "offline" lets the offline planner answer when the model fails (the answer says so);
        None raises `ModelError`.
    share_levels : may the model see the level names of categories that several rows share?
    limits : the cap of calls, tokens, cost and time for one question (`Limits`).
    seed : decides every random draw.
    progress : called with the name of each step as it starts.
    on_step : called with a `StepDone` (name, seconds, what was found in a sentence) as a step ends well.
    cancel : once set (from another thread: a Stop button), the question being answered raises `Cancelled`: at
        once while it waits for a model, else before its next step or check. Clear it to ask again.
    cluster : address of a Dask scheduler ("tcp://scheduler:8786"), on whose workers `statistics` reads a
        Parquet dataset, and answers fit their folds and repeat their estimates. Needs the extra `cluster`.
    general_knowledge : may AskWhy's own general notes be quoted for an arrow that nothing else speaks for?
        False: no; a folder: those notes instead. They never decide what is adjusted for.

    image_encoder : folder of a CLIP or ViT model (as transformers saves it) that encodes columns of picture
        paths named in `adjust`. Only pictures below the table's folder are opened (for a table in memory:
        below the working folder). Needs `askwhy[local]`.

    Raises `DataError`, `KnowledgeError`, `GraphError` or `OptionError` (all `InputError`) for bad input.
    """

    def __init__(
        self,
        data: Any,
        *,
        description: str | os.PathLike[str] | None = None,
        knowledge: Paths = (),
        graph: Any = None,
        model: Any = "offline",
        base_url: str | None = None,
        api_key: str | None = None,
        fallback: str | None = None,
        share_levels: bool = True,
        limits: Limits | None = None,
        seed: int = 7,
        progress: Callable[[str], None] | None = None,
        on_step: Callable[[StepDone], None] | None = None,
        cancel: threading.Event | None = None,
        cluster: str | None = None,
        general_knowledge: bool | str | os.PathLike[str] = True,
        image_encoder: str | os.PathLike[str] | None = None,
    ) -> None:
        from assistant.models.exchange import open_session
        from tools.data import open_table

        _check_fallback(fallback)
        self._session = open_session(model, limits, base_url=base_url, api_key=api_key, cancel=cancel)
        self._fallback = fallback == "offline"
        self._share_levels = share_levels
        self.seed = seed
        self._progress = progress
        self._on_step = on_step
        self._cancel = cancel
        self._cluster = cluster
        self._general_knowledge = general_knowledge
        self._images = _images(image_encoder, data)
        self._opened: Table = open_table(data)
        self._description = read_description(description)
        self._documents = Documents(self._description, knowledge)
        self._user_graph = self._read_graph(graph)

    # ------------------------------------------------------------ questions

    def ask(self, question: str) -> Answer:
        """Answer a question in plain language, or say why not and what would help.

        After a first answer, a sentence that is no question of its own ("and for women only?", "how sure are
        you?") changes the last plan or says the last answer's numbers another way.
        """
        from assistant.kinds.interface import speaks_of_no_table
        from assistant.pipeline import answer_plan
        from assistant.planning.reading.asked import check_length
        from assistant.prose.steps import about_plan, about_turn

        check_length(question)
        recorder = self._recorder()
        exchange = self._begin()
        with recorder.step("plan") as found:
            turn, remarks = self._planner.turn(question, self._conversation, exchange)
            last = self._conversation.last.plan if self._conversation.started else None
            if last is not None and speaks_of_no_table(last.kind):
                last = None  # its variables are no columns
            plan = self._planner.plan(question, exchange, last) if turn.kind == NEW else None
            recorder.language = plan.language if plan is not None else self._conversation.language(question)
            found(about_plan(plan) if plan is not None else about_turn(turn))
        if plan is None:
            return self._follow_up(question, turn, recorder, exchange, remarks)
        setting = replace(self._setting(recorder), exchange=exchange)
        return self._conversation.record(answer_plan(question, plan, setting, recorder))

    @property
    def history(self) -> tuple[Answer, ...]:
        """Every answer of this conversation, oldest first; follow-ups and views are answers too."""
        return self._conversation.history

    def forget(self, last: int | None = None) -> None:
        """Start a new conversation: the next question is a first one. Edits of the graph stay.

        With `last`, only the `last` answers of `history` are taken back, and what they changed with them.
        """
        self._conversation.forget(last)

    def plan(self, question: str) -> Plan:
        """Only the plan: treatment, outcome, contrast, population, design, covariates. Estimates nothing."""
        return self._planner.plan(question, self._begin())

    def effect(
        self,
        treatment: str | Query | None,
        outcome: str | Design,
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

        `effect(query, design)`, with a `tools.types.Query` and a `Design`, says the same in two values, as an
        answer holds them; only `estimator` may stand beside them. Parts that are None are decided as below.

        `treatment` may be None for a regression discontinuity (being past the cutoff). `adjust=None` means
        "decide from timing and description", `[]` means "nothing"; beside columns it takes formula terms
        such as "age^2", "age:sex", "C(state)", "log(income)" (see `tools.data.terms`). `design` is one of
        "randomised",
        "backdoor", "iv", "frontdoor", "did", "rdd" or None ("decide"). `population` is a list of
        `tools.types.Condition`. `estimand` is whose effect: "ATE" (everybody), "ATT" (the treated), "ATC"
        (the untreated), "ATO" (those who could have gone either way, by overlap weights) or "LATE". Raises
        `DataError` for a column that is not there and `OptionError` for an option out of range, or an
        `estimator` that does not compute the effect of those.
        """
        from assistant.planning.request import EffectRequest

        named: dict[str, Any] = {
            "design": design, "adjust": adjust, "instruments": instruments, "mediators": mediators,
            "running_variable": running_variable, "cutoff": cutoff, "time": time, "unit": unit,
            "cluster": cluster, "from_": from_, "to": to, "population": population, "estimand": estimand,
        }  # fmt: skip
        if isinstance(treatment, Query) or isinstance(outcome, Design):
            return self._requested(EffectRequest.of(treatment, outcome, estimator, named))
        request = EffectRequest(treatment=treatment, outcome=outcome, estimator=estimator, **named)
        return self._requested(request)

    def _requested(self, request: EffectRequest) -> Answer:
        from assistant.pipeline import answer_plan
        from assistant.planning.request import check_columns, design_kind, plan_request, with_terms
        from assistant.prose.steps import about_plan

        query, named, kind = request.query, request.parts, design_kind(request.design)
        columns = with_terms(named, kind, self._table, self.profile)
        check_columns(query, columns, self._table.columns)
        recorder = self._recorder()
        with recorder.step("plan") as found:
            plan = plan_request(query, kind, columns, tuple(named))
            found(about_plan(plan))
        setting = replace(
            self._setting(recorder), estimator=request.estimator, table=columns.table, profile=columns.profile
        )
        return self._conversation.record(answer_plan("", plan, setting, recorder))

    def compute(self, kind: str, **slots: Any) -> Answer:
        """A question of any kind by its slots: no words are read, the same checks and the same answer.

        `compute("comparison", treatments=["discount", "free_shipping"], outcome="sales")`. `askwhy kinds`
        lists the kinds that are built with their slots. Raises `OptionError` for a kind or a slot that is
        unknown or missing, `DataError` for a column that is not there.
        """
        from assistant.kinds.interface import filled, kind_of
        from assistant.pipeline import answer_plan
        from assistant.prose.steps import about_plan

        asked = kind_of(kind)
        values = filled(asked, slots)
        recorder = self._recorder()
        with recorder.step("plan") as found:
            plan = asked.plan(values, self.profile, self._table)
            found(about_plan(plan))
        return self._conversation.record(answer_plan("", plan, self._setting(recorder), recorder))

    def again(self) -> Assistant:
        """Another conversation about the same table.

        What was read and measured is shared; history and edits of the graph are not.
        """
        other = copy.copy(self)
        for own in ("_conversation", "graph"):
            other.__dict__.pop(own, None)
        return other

    def propose(self, treatment: str, outcome: str) -> GraphProposal:
        """The causal graph that would be used for this effect, with your edits; estimates nothing.

        Raises `DataError` for a column that is not there.
        """
        from assistant.pipeline import graph_for

        plan = self._planned(Query(treatment, outcome))
        return graph_for(plan, self._setting(self._recorder()))

    def identified(self, treatment: str, outcome: str) -> dict[str, Any]:
        """Whether the effect can be told from this data: the design and covariates, or what stays open.

        Plain values under "identified", and "design", "adjustment_set", "assumptions" or "reason",
        "open_paths", "would_help". Raises `DataError` for a column that is not there.
        """
        from assistant.pipeline import identified

        plan = self._planned(Query(treatment, outcome))
        return identified(plan, self._setting(self._recorder()))

    def statistics(self, treatment: str, outcome: str, covariates: Sequence[str] = ()) -> Statistics:
        """What `tools.engine` needs for effects, intervals and draws of these columns, from one pass.

        For tables too large to answer questions about: nothing of the table is held. On the cluster, where
        there is one; `cancel` stops it between batches here. Raises `DataError` for a column that cannot be
        used, `OptionError` for a cluster that does not answer or data that its workers cannot read.
        """
        from tools.engine import scan
        from tools.engine.cluster import connect, scan_on

        if self._cluster is None:
            stop = self._cancel
            return scan(
                self._opened,
                treatment,
                outcome,
                covariates,
                progress=None if stop is None else lambda rows: stop.is_set(),
            )
        if self._opened.path is None:
            raise OptionError(
                f"cluster={self._cluster!r} reads files, and {self._opened.source} is in memory here. Give "
                "the path or glob of a Parquet dataset that the workers see too, or leave out the cluster."
            )
        with connect(self._cluster) as client:
            return scan_on(client, self._opened.path, treatment, outcome, covariates)

    # ------------------------------------------------------------ what it knows

    @cached_property
    def profile(self) -> DataProfile:
        """Each column's kind, range, missing values, unit and timing; shows no row."""
        from tools.data import profile_table

        return profile_table(self._table, self._description.text)

    @cached_property
    def _table(self) -> Table:
        """The table with its cells read as they were meant."""
        from tools.data import read_cells

        return read_cells(self._opened, self._description.text)

    @property
    def table(self) -> Table:
        """The table, open for reading; `table.account` says how its cells were read."""
        return self._table

    @cached_property
    def graph(self) -> GraphEditor:
        """The graph of the last answer, to look at and edit; edits hold for every later answer."""
        from tools.graphs import GraphEditor

        return GraphEditor(self._user_graph, self._table.columns, frame=self._table.frame)

    def discover(
        self, method: str = "pc", columns: Sequence[str] | None = None, **options: Any
    ) -> Discovered:
        """Links between columns as far as the data can tell; informs a graph, and never changes it.

        `method` and `options` (alpha, test, background, resamples, ...) are those of
        `tools.discovery.discover`; without `columns`, all that a test can take are used.
        """
        from assistant.graphs.evidence import discovered

        return discovered(self._table, self.profile, method, columns, options)

    def weighed_graph(self, columns: Sequence[str] | None = None) -> WeighedGraph:
        """A graph over the columns out of documents, timing and data, with its conflicts and open links.

        With a model, one call reads the documents' passages as well; `sent` is what it was shown.
        """
        from assistant.graphs.evidence import weighed_graph

        return weighed_graph(
            self._table, self.profile, self._documents.about, columns, self._begin(), self._fallback
        )

    def multiverse(self, answer: Answer, most: int = 16) -> Multiverse:
        """The answer's estimate beside those under other valid adjustment sets and plausible graphs.

        Raises `Cancelled` between two of them once `cancel` is set.
        """
        from assistant.answers.multiverse import multiverse

        return multiverse(answer, self._setting(self._recorder()), most, self._cancel)

    def search(self, query: str, k: int = 5) -> list[Passage]:
        """The `k` passages of the description and the knowledge that are nearest to `query`."""
        return self._documents.search(query, k)

    # ------------------------------------------------------------ parts

    @cached_property
    def _planner(self) -> Planner:
        from assistant.planning.planner import Planner

        return Planner(self.profile, self._table, self._documents, self._share_levels, self._fallback)

    @cached_property
    def _conversation(self) -> Conversation:
        from assistant.conversation.conversation import Conversation

        return Conversation()

    def _follow_up(
        self,
        text: str,
        turn: Turn,
        recorder: Recorder,
        exchange: Exchange | None,
        remarks: tuple[str, ...],
    ) -> Answer:
        """The last plan with a change, the last answer said another way, or a question back."""
        from assistant.pipeline import answer_plan

        def answer_with(question: str, plan: Plan, estimator: str | None) -> Answer:
            setting = replace(self._setting(recorder), estimator=estimator, exchange=exchange)
            return answer_plan(question, plan, setting, recorder)

        return self._conversation.respond(
            text, turn, self.profile, self._table, answer_with, exchange, remarks
        )

    def _planned(self, query: Query) -> Plan:
        """The planner's design for an effect of named columns."""
        from assistant.planning.request import Columns, check_columns, plan_request

        columns = Columns(self._table, self.profile, {})
        check_columns(query, columns, self._table.columns)
        return plan_request(query, None, columns, ())

    def _setting(self, recorder: Recorder) -> Setting:
        from assistant.pipeline import Setting
        from assistant.prose.steps import about_knowledge

        with recorder.step("knowledge") as found:
            # Read and embedded in this step, and not in the first that asks.
            found(about_knowledge(*self._documents.size))
        return Setting(
            table=self._table,
            profile=self.profile,
            search=self._documents.about,
            user_graph=self._user_graph,
            editor=self.graph,
            seed=self.seed,
            images=self._images,
            general_knowledge=self._general_knowledge,
            cluster=self._cluster,
        )

    def _begin(self) -> Exchange | None:
        """A new account of what one question asks of the model, where there is one."""
        return self._session.begin() if self._session else None

    def _read_graph(self, graph: Any) -> CausalGraph | None:
        if graph is None:
            return None
        from tools.graphs import from_user

        return from_user(graph, self._opened.columns)

    def _recorder(self) -> Recorder:
        from assistant.answers.recorder import Recorder

        return Recorder(self._progress, self._cancel, self._on_step)


def check_model(model: Any, base_url: str | None = None, fallback: str | None = None) -> None:
    """Raises `OptionError` for what `Assistant` would refuse; for front doors that open one only later."""
    from assistant.models import open_model

    _check_fallback(fallback)
    open_model(model, base_url=base_url)


def _check_fallback(fallback: str | None) -> None:
    if fallback not in (None, "offline"):
        raise OptionError(f"fallback={fallback!r} is unknown. Use 'offline' or None.")


def ask(question: str, data: Any, **options: Any) -> Answer:
    """One question about one table: `Assistant(data, **options).ask(question)`."""
    return Assistant(data, **options).ask(question)


def _images(encoder: str | os.PathLike[str] | None, data: Any) -> Images | None:
    from tools.data.image_covariates import Images

    if encoder is None:
        return None
    folder = Path(data) if isinstance(data, str | os.PathLike) else Path("table")
    while folder.parent != folder and (not folder.is_dir() or "*" in folder.name):
        folder = folder.parent  # up from the file, or from the pattern that names several
    return Images(Path(encoder), folder.absolute())
