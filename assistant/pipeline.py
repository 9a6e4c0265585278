"""The steps of AskWhy, in order. This is the only place where they are put together.

question -> plan -> knowledge -> graph -> estimand -> estimate -> checks -> explanation
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assistant.answers.account import about_cells, account_of, with_account
from assistant.answers.answer import (
    ANSWERED,
    NEEDS_CLARIFICATION,
    NOT_ANSWERABLE,
    NOT_IDENTIFIED,
    Answer,
    Refusal,
    Trace,
)
from assistant.answers.doubt import Doubt, doubt_of, is_lead, signs_of, with_doubt
from assistant.answers.recorder import Recorder
from assistant.designs.threats.consequences import left_out_by_words, warnings_of, with_threats
from assistant.graphs.arrows import decided_by_graph
from assistant.graphs.passages import General, Search, with_general_knowledge
from assistant.graphs.proposal import cite, propose_graph
from assistant.kinds.interface import Need, QuestionKind, Work, kind_of, known_kinds
from assistant.language import language, wording
from assistant.models import OFFLINE
from assistant.prose.average_effect import sentences
from assistant.prose.check import sample_facts
from assistant.prose.model import write
from assistant.prose.render import headline, in_order, paragraphs, refuse, with_limits
from assistant.prose.steps import (
    about_checks,
    about_estimand,
    about_explanation,
    about_graph,
)
from assistant.types import GraphProposal, Part, Plan
from tools.engine.threads import one_thread
from tools.errors import EstimationError
from tools.estimators.shared import shared_work
from tools.identification.estimand import identify
from tools.messages import Message, Quoted, as_given
from tools.parallel import on_workers
from tools.types import (
    DataProfile,
    Design,
    NeedsClarification,
    NotAnswerable,
    NotIdentified,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.language.render import Wording
    from assistant.models.exchange import Exchange
    from tools.data import Table
    from tools.data.image_covariates import Images
    from tools.graphs import GraphEditor
    from tools.types import AccountEntry, CausalGraph


# Up to here threads wait for one another longer than they compute, and waiting keeps a processor busy.
FEW_ROWS = 100_000


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
    few = setting.profile.rows <= FEW_ROWS
    with shared_work(), on_workers(setting.cluster), one_thread() if few else nullcontext():
        return _answered(question, plan, setting, recorder)


def _answered(question: str, plan: Plan, setting: Setting, recorder: Recorder) -> Answer:
    kind = kind_of(plan.kind) if plan.kind in known_kinds() else None
    refusal: Refusal | None = plan.not_answerable or plan.needs_clarification
    if refusal is None and kind is not None and plan.query is not None:
        refusal = kind.missing(plan, setting.profile)
    if refusal is not None or kind is None or plan.query is None or plan.design is None:
        return refused(question, plan, setting, recorder, refusal or _nothing_asked())

    proposal: GraphProposal | None = None
    decided = plan
    if Need.GRAPH in kind.needs:
        with recorder.step("graph") as found:
            proposal = _graph(plan, setting)
            decided = decided_by_graph(plan, proposal, setting.profile, setting.by_person)
            found(about_graph(proposal))
    with recorder.step("estimand") as found:
        estimand = kind.identify(decided, proposal, setting)
        if estimand is not None:
            found(about_estimand(estimand))
    if isinstance(estimand, NotIdentified):
        return refused(question, plan, setting, recorder, estimand, proposal)
    if estimand is not None and estimand.design.kind not in kind.designs:
        return refused(question, plan, setting, recorder, _no_such_design(kind, estimand.design), proposal)
    try:
        work = kind.estimate(decided, proposal, estimand, setting, recorder)
    except EstimationError as fault:
        # Nothing is broken: these rows cannot tell the effect, and the message says why and what would help.
        return refused(question, plan, setting, recorder, NotAnswerable(fault.said), proposal)
    if kind.check is not None:
        with recorder.step("checks") as found:
            work = kind.check(decided, proposal, work, setting, recorder)
            found(about_checks(work.checks))
    account = account_of(decided, work.query, work.design, setting.profile, work.sample)
    with recorder.step("explanation") as found:
        said = kind.say(decided, setting.profile, proposal, work)
        against = _said_against(kind, decided, work, question)
        said = with_threats(said, against, left_out_by_words(decided))
        if Need.TABLE in kind.needs:
            said = with_limits(said, decided)
        # Sentences about cells quote some, and no cell is shown to a model: it writes without them.
        told, said = said, with_account(said, account)
        doubt = _doubt(kind, decided, work, against, account)
        said = with_doubt(said, doubt) if doubt else said
        words = wording(plan.language, setting.profile)
        shown, about_prose = paragraphs(in_order(said), words), tuple[str, ...]()
        if setting.exchange is not None and plan.proposer != OFFLINE and work.sample and work.estimate:
            assert work.sensitivity is not None
            about = (work.sample, work.estimate, work.checks, work.sensitivity)
            facts = sample_facts(plan, *about, setting.profile, told)
            slots = sentences(told, words)
            written, about_prose = write(question, setting.exchange, shown, slots, plan.language, facts)
            shown = written if written is shown else _with_ours(written, said, account, words)
        code = kind.script(question, setting, work)
        found(
            about_explanation(setting.exchange.model if setting.exchange and setting.exchange.calls else None)
        )
    formula = work.estimand.expression if work.estimand else None
    answer = Answer(
        status=ANSWERED,
        question=question,
        paragraphs=shown,
        headline=headline(in_order(said), words),
        said=said,
        trace=_trace(plan, setting, recorder),
        language=plan.language,
        plan=replace(plan, graph_by_person=decided.graph_by_person),
        kind=kind.name,
        result=work.result,
        query=work.query,
        design=work.design,
        graph=proposal.graph if proposal else None,
        estimate=work.estimate,
        checks=work.checks,
        sensitivity=work.sensitivity,
        assumptions=work.estimand.assumptions if work.estimand else (),
        citations=proposal.citations if proposal else (),
        remarks=tuple(
            dict.fromkeys(
                (
                    *against,
                    *map(as_given, (*decided.warnings, *about_prose)),
                    *about_cells(account),
                    *work.warnings,
                )
            )
        ),
        code=code,
        unit=work.unit,
        rows_total=work.rows_total,
        row_flow=work.dropped,
        account=account,
        doubt=doubt,
        roles=decided.roles,
        expression=words.say(formula) if formula is not None else None,
        conflicts=proposal.conflicts if proposal else (),
        profile=setting.profile,
    )
    return replace(answer, **work.beside)


def _with_ours(
    written: tuple[str, ...],
    said: Mapping[Part, tuple[Message, ...]],
    account: tuple[AccountEntry, ...],
    words: Wording,
) -> tuple[str, ...]:
    """What a model wrote, with what it was not shown: how far to trust it, and how cells were read."""
    lead = [message for message in said[Part.HEADLINE][:1] if is_lead(message)]
    ours = (words.paragraph(said.get(Part.TRUST, ())), words.paragraph(about_cells(account)))
    first = " ".join(filter(None, (words.paragraph(lead), written[0])))
    return (first, *filter(None, ours), *written[1:])


def _doubt(
    kind: QuestionKind,
    plan: Plan,
    work: Work,
    against: tuple[Message, ...],
    account: tuple[AccountEntry, ...],
) -> Doubt | None:
    """How far to trust an average effect: the figure was measured on those, and is of no other kind."""
    if not {Need.GRAPH, Need.TABLE} <= kind.needs or work.sample is None or work.estimate is None:
        return None
    return doubt_of(signs_of(plan, work, against, account))


def _said_against(kind: QuestionKind, plan: Plan, work: Work, question: str) -> tuple[Message, ...]:
    """What the description says against an effect; an association is what it is."""
    if not {Need.GRAPH, Need.TABLE} <= kind.needs:
        return ()
    return warnings_of(plan, work.estimate, work.checks, question)


def _no_such_design(kind: QuestionKind, design: Design) -> NotAnswerable:
    return NotAnswerable(Message("kind-no-such-design", {"design": Quoted(str(design.kind))}))


def graph_for(plan: Plan, setting: Setting) -> GraphProposal:
    """The graph that a plan would be answered with."""
    return _graph(plan, setting)


def identified(plan: Plan, setting: Setting) -> dict[str, Any]:
    """Can the plan's effect be told from the data, and by what? Plain values; estimates nothing."""
    assert plan.query is not None and plan.design is not None
    proposal = _graph(plan, setting)
    decided = decided_by_graph(plan, proposal, setting.profile, setting.by_person)
    assert decided.design is not None
    found = identify(
        proposal.graph,
        plan.query,
        decided.design,
        observed=setting.profile.names,
        seconds=setting.identify_seconds,
    )
    said = wording(plan.language)
    if isinstance(found, NotIdentified):
        return {
            "identified": False,
            "reason": said.paragraph(found.reason),
            "open_paths": list(found.open_paths),
            "would_help": [said.say(help) for help in found.would_help],
        }
    return {
        "identified": True,
        "design": str(found.design.kind),
        "adjustment_set": list(found.design.adjustment_set),
        "assumptions": [said.say(assumption.text) for assumption in found.assumptions],
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
    account = account_of(plan, plan.query, plan.design, setting.profile, None)
    return Answer(
        status=status,
        question=question,
        paragraphs=paragraphs(in_order(said), words),
        headline=headline(in_order(said), words),
        said=said,
        trace=_trace(plan, setting, recorder),
        language=plan.language,
        plan=plan,
        kind=plan.kind,
        query=plan.query,
        design=plan.design if status != NOT_IDENTIFIED else None,
        graph=proposal.graph if proposal else None,
        citations=proposal.citations if proposal else (),
        conflicts=proposal.conflicts if proposal else (),
        remarks=(
            *map(as_given, plan.warnings),
            *about_cells(account),
            *setting.profile.warnings,
        ),
        account=account,
        refusal=refusal,
        rows_total=setting.profile.rows,
        roles=plan.roles,
        profile=setting.profile,
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


def _nothing_asked() -> NeedsClarification:
    return NeedsClarification(Message("ask-back-which-columns"), ())
