"""The steps of AskWhy, in order. This is the only place where they are put together.

question -> plan -> knowledge -> graph -> estimand -> estimate -> checks -> explanation
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from assistant.answers.answer import (
    ANSWERED,
    NEEDS_CLARIFICATION,
    NOT_ANSWERABLE,
    NOT_IDENTIFIED,
    Answer,
    Refusal,
    Trace,
)
from assistant.answers.hinges import hinge_on_timing
from assistant.answers.multiverse import multiverse
from assistant.answers.parts import balance_rows, in_percentage_points, overlap_bins, remarks
from assistant.answers.recorder import Recorder
from assistant.answers.script import reproduction_script
from assistant.answers.study import study_columns, study_groups
from assistant.graphs.decided import decided_by_graph
from assistant.graphs.general import General, with_general_knowledge
from assistant.graphs.passages import Search
from assistant.graphs.proposal import check_graph, cite, propose_graph
from assistant.language import language, say, wording
from assistant.models import OFFLINE
from assistant.planning.plan import contrast_question
from assistant.prose.average_effect import average_effect, sentences
from assistant.prose.check import sample_facts
from assistant.prose.model import write
from assistant.prose.refusals import refuse
from assistant.prose.render import headline, in_order, paragraphs
from assistant.prose.steps import (
    about_checks,
    about_data,
    about_estimand,
    about_estimate,
    about_explanation,
    about_graph,
)
from assistant.types import GraphProposal, Plan
from tools.checks import run_checks, sensitivity
from tools.data import prepare
from tools.effects.relative import relative_effect
from tools.errors import EstimationError
from tools.estimators import estimate_effect
from tools.estimators.shared import shared_work
from tools.identification.estimand import identify, restated
from tools.parallel import on_workers
from tools.types import (
    DataProfile,
    NeedsClarification,
    NotAnswerable,
    NotIdentified,
)

if TYPE_CHECKING:
    from assistant.models.exchange import Exchange
    from tools.data import Table
    from tools.data.image_covariates import Images
    from tools.graphs import GraphEditor
    from tools.types import CausalGraph


@dataclass(frozen=True)
class Setting:
    """Everything a question is answered with."""

    table: Table
    profile: DataProfile
    search: Search  # finds passages in the documents of this data
    editor: GraphEditor  # holds the user's changes, which are made on every proposal
    user_graph: CausalGraph | None = None  # wins over any proposal
    estimator: str | None = None  # None: chosen by the documented rules
    seed: int = 7
    identify_seconds: float = 10.0
    exchange: Exchange | None = None  # with a language model, where one is used
    images: Images | None = None  # what encodes the pictures that a column names
    general_knowledge: General = True  # notes that stand in where nothing else speaks for an arrow
    cluster: str | None = None  # Dask scheduler whose workers fit folds and repeat estimates

    @property
    def by_person(self) -> bool:
        """Did the person draw the graph, or change the one that was proposed?"""
        return self.user_graph is not None or bool(self.editor.edits)


def answer_plan(question: str, plan: Plan, setting: Setting, recorder: Recorder) -> Answer:
    """Carry a plan through graph, estimand, estimate, checks and explanation, or refuse on the way."""
    with shared_work(), on_workers(setting.cluster):
        return _answered(question, plan, setting, recorder)


def _answered(question: str, plan: Plan, setting: Setting, recorder: Recorder) -> Answer:
    refusal = plan.not_answerable or plan.needs_clarification
    if refusal is None and plan.query is not None:
        refusal = contrast_question(plan.query, setting.profile, plan.language)
    if refusal is not None or plan.query is None or plan.design is None:
        return refused(question, plan, setting, recorder, refusal or _nothing_asked(plan.language))

    with recorder.step("graph") as found:
        proposal = _graph(plan, setting)
        decided = decided_by_graph(plan, proposal, setting.profile, setting.by_person)
        found(about_graph(proposal))
    assert decided.design is not None
    with recorder.step("estimand") as found:
        estimand = identify(
            proposal.graph,
            plan.query,
            decided.design,
            observed=setting.profile.names,
            seconds=setting.identify_seconds,
        )
        found(about_estimand(estimand))
    if isinstance(estimand, NotIdentified):
        return refused(question, plan, setting, recorder, estimand, proposal)

    try:
        with recorder.step("data") as found:
            sample = prepare(setting.table, setting.profile, estimand.query, estimand.design, setting.images)
            # Preparation fills in the contrast and may leave out a covariate: that is now the design.
            estimand = restated(estimand, sample.query, sample.design)
            found(about_data(sample))
        with recorder.step("estimate") as found:
            estimate = estimate_effect(sample, estimand, setting.estimator, cancel=recorder.cancel)
            estimate = in_percentage_points(estimate, setting.profile, estimand)
            relative = relative_effect(sample, estimand, estimate)
            estimate = replace(estimate, details={**estimate.details, **relative})
            hinge = hinge_on_timing(decided, sample, estimand, estimate, setting)
            found(about_estimate(estimate, sample.unit))
    except EstimationError as fault:
        # Nothing is broken: these rows cannot tell the effect, and the message says why and what would help.
        return refused(question, plan, setting, recorder, NotAnswerable(str(fault)), proposal)
    with recorder.step("checks") as found:
        checks = run_checks(sample, estimand, estimate, seed=setting.seed, cancel=recorder.cancel)
        if setting.by_person:
            checks += check_graph(proposal.graph, sample.query, setting.table)
        strength = sensitivity(sample, estimand, estimate)
        found(about_checks(checks))
    with recorder.step("explanation") as found:
        said = average_effect(decided, setting.profile, sample, estimand, estimate, checks, strength, hinge)
        words = wording(plan.language, setting.profile)
        shown, about_prose = paragraphs(in_order(said), words), tuple[str, ...]()
        if setting.exchange is not None and plan.proposer != OFFLINE:
            facts = sample_facts(plan, sample, estimate, checks, strength, setting.profile)
            slots = sentences(said, words)
            shown, about_prose = write(question, setting.exchange, shown, slots, plan.language, facts)
        code = reproduction_script(question, setting.table, sample, estimand, estimate)
        found(
            about_explanation(setting.exchange.model if setting.exchange and setting.exchange.calls else None)
        )
    columns = study_columns(setting.profile, sample.query, sample.design, sample)
    return Answer(
        status=ANSWERED,
        question=question,
        paragraphs=shown,
        headline=headline(in_order(said), words),
        said=said,
        trace=_trace(plan, setting, recorder),
        language=plan.language,
        plan=replace(plan, graph_by_person=decided.graph_by_person),
        query=sample.query,
        design=sample.design,
        graph=proposal.graph,
        estimate=estimate,
        checks=checks,
        sensitivity=strength,
        assumptions=estimand.assumptions,
        citations=proposal.citations,
        warnings=remarks(setting.profile, sample, estimand, estimate, (*decided.warnings, *about_prose)),
        code=code,
        unit=sample.unit,
        rows_total=sample.rows_total,
        dropped=sample.dropped,
        balance=balance_rows(sample, estimand),
        overlap=overlap_bins(sample, estimand),
        roles=decided.roles,
        hinges_on=hinge,
        columns=columns,
        groups=study_groups(setting.table, sample, columns),
        expression=estimand.expression,
        conflicts=proposal.conflicts,
        vary=partial(multiverse, setting=replace(setting, exchange=None)),
    )


def graph_for(plan: Plan, setting: Setting) -> GraphProposal:
    """The graph that a plan would be answered with."""
    return _graph(plan, setting)


def identified(plan: Plan, setting: Setting) -> dict[str, Any]:
    """Can the plan's effect be told from the data, and by what? Plain values; estimates nothing."""
    assert plan.query is not None and plan.design is not None
    proposal = _graph(plan, setting)
    plan = decided_by_graph(plan, proposal, setting.profile, setting.by_person)
    assert plan.query is not None and plan.design is not None
    found = identify(
        proposal.graph,
        plan.query,
        plan.design,
        observed=setting.profile.names,
        seconds=setting.identify_seconds,
    )
    if isinstance(found, NotIdentified):
        return {
            "identified": False,
            "reason": found.reason,
            "open_paths": list(found.open_paths),
            "would_help": list(found.would_help),
        }
    return {
        "identified": True,
        "design": str(found.design.kind),
        "adjustment_set": list(found.design.adjustment_set),
        "assumptions": [assumption.text for assumption in found.assumptions],
    }


def refused(
    question: str,
    plan: Plan,
    setting: Setting,
    recorder: Recorder,
    refusal: Refusal,
    proposal: GraphProposal | None = None,
) -> Answer:
    """An answer without a number, that says why and what would help."""
    match refusal:
        case NotIdentified():
            status = NOT_IDENTIFIED
        case NotAnswerable():
            status = NOT_ANSWERABLE
        case _:
            status = NEEDS_CLARIFICATION
    said, words = refuse(refusal), wording(plan.language, setting.profile)
    return Answer(
        status=status,
        question=question,
        paragraphs=paragraphs(in_order(said), words),
        headline=headline(in_order(said), words),
        said=said,
        trace=_trace(plan, setting, recorder),
        language=plan.language,
        plan=plan,
        query=plan.query,
        design=plan.design if status != NOT_IDENTIFIED else None,
        graph=proposal.graph if proposal else None,
        citations=proposal.citations if proposal else (),
        conflicts=proposal.conflicts if proposal else (),
        warnings=(*plan.warnings, *setting.profile.warnings),
        refusal=refusal,
        rows_total=setting.profile.rows,
        roles=plan.roles,
    )


def _graph(plan: Plan, setting: Setting) -> GraphProposal:
    """The user's graph where there is one, else the proposal; the user's edits on top."""
    treatment = plan.query.treatment if plan.query else None

    def noted(proposal: GraphProposal) -> GraphProposal:
        return with_general_knowledge(proposal, setting.profile, treatment, setting.general_knowledge)

    if setting.user_graph is not None:
        graph = setting.editor.rebase(setting.user_graph, treatment)
        return noted(cite(graph, plan, setting.profile, setting.search))
    proposal = noted(propose_graph(plan, setting.profile, setting.search, setting.table))
    # Again, for the arrows that the user added.
    return noted(replace(proposal, graph=setting.editor.rebase(proposal.graph, treatment)))


def _trace(plan: Plan, setting: Setting, recorder: Recorder) -> Trace:
    trace = Trace(
        steps=tuple(recorder.steps),
        data_fingerprint=setting.profile.fingerprint,
        seed=setting.seed,
        prompts=(language(plan.language).label,),
        readings=plan.alternatives,
        designs=plan.candidates,
        evidence=plan.evidence,
    )
    return trace if setting.exchange is None else with_spent(trace, setting.exchange)


def with_spent(trace: Trace, exchange: Exchange) -> Trace:
    """The trace with what this question sent to the model and spent on it."""
    return replace(
        trace,
        model=exchange.model,
        model_calls=exchange.calls,
        tokens=exchange.tokens,
        cost=exchange.cost,
        prompts=(*exchange.labels, *trace.prompts),
        exchanges=tuple(exchange.requests),
    )


def _nothing_asked(language: str) -> NeedsClarification:
    return NeedsClarification(say(language, "ask-back-which-columns"), ())
