"""An agent for requests of several steps: a LangChain agent over the tools of `assistant.agent`.

The model decides which tools to call; it writes no figure. Its final text has slots that code fills with
the tools'
own sentences; a text that types figures, or says more than the results do, goes back once and is then
replaced.
Needs the extra `agent`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from string import Template
from typing import TYPE_CHECKING, Any, Literal

from assistant.answers.answer import Answer
from assistant.assistant import Assistant
from assistant.conversation.views import view_prose
from assistant.language import say, wording
from assistant.language.registry import DEFAULT
from assistant.models.prompt_store import load_prompt
from assistant.planning.model.prompt import figures_in, links_in
from assistant.planning.request import spoken_arguments, spoken_request
from assistant.prose.check import ProseFacts, answer_facts, check_prose
from assistant.types import Part, population_text
from tools.errors import AskWhyError, Cancelled, OptionError
from tools.types import Condition

if TYPE_CHECKING:
    from langchain_core.tools import BaseTool

    from assistant.assistant import Assistant

__all__ = ["Agent", "AgentReply", "agent_tools"]

# ---------------- The steps of AskWhy as LangChain tools with typed arguments, for anybody's agent and for o


_PASSAGES = 4
_LONGEST = 400  # characters of a passage that a model is shown


def agent_tools(assistant: Assistant, findings: Findings | None = None) -> list[BaseTool]:
    """profile, search_knowledge, propose_graph, edit_graph, identify, estimate, check, counterfactual,
    explain.

    All work on `assistant`: edits of the graph hold for it from then on. Raises `OptionError` when
    LangChain is
    not installed. A tool raises an `AskWhyError` for arguments that cannot be used.
    """
    try:
        from langchain_core.tools import StructuredTool
        from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model
    except ModuleNotFoundError as error:
        raise OptionError('The agent needs LangChain. Install it: pip install "askwhy[agent]".') from error
    steps = Steps(assistant, findings or Findings(assistant))

    class Strict(BaseModel):
        """An argument that is not known is told, and not passed over."""

        model_config = ConfigDict(extra="forbid")

    class Nothing(Strict):
        """No arguments."""

    class Words(Strict):
        query: str = Field(description="What to look for, in plain words")

    class Pair(Strict):
        treatment: str = Field(description="Name of the column that is changed")
        outcome: str = Field(description="Name of the column that responds")

    class Edit(Strict):
        action: Literal["add", "remove", "reverse", "common_cause", "randomised", "after"]
        cause: str = Field(description="Column the arrow starts at; for 'after' the treatment")
        effect: str = Field(description="Column the arrow ends at; for 'randomised' the column set by chance")

    arguments: dict[str, Any] = {
        name: (kind, Field(default, description=meaning))
        for name, (kind, default, meaning) in spoken_arguments().items()
    }
    Effect = create_model("Effect", __base__=Strict, **arguments)

    class Change(Pair):
        from_level: int | float | str = Field(description="What the treatment was")
        to_level: int | float | str = Field(description="What it would have been")
        population: list[Condition] = Field(default_factory=list)

    class Result(Strict):
        result: str = Field(description='Name of an earlier result, such as "r1"')

    class Explained(Result):
        about: Literal["why_adjust", "why_design", "sure", "wrong", "manager", "estimates", "rows"] = "sure"

    made: tuple[tuple[str, Callable[..., str], type[BaseModel], str], ...] = (
        ("profile", steps.profile, Nothing, "The columns of the table: kind, range, unit, timing, meaning."),
        ("search_knowledge", steps.search_knowledge, Words, "Passages of the documents about something."),
        ("propose_graph", steps.propose_graph, Pair, "The causal graph proposed for a cause and an effect."),
        ("edit_graph", steps.edit_graph, Edit, "Change the causal graph; holds for everything after it."),
        ("identify", steps.identify, Pair, "Can the effect be told from this data, and by which design?"),
        ("estimate", steps.estimate, Effect, "Estimate the effect and attack the estimate. Gives slots."),
        ("check", steps.check, Result, "What the checks of an earlier result found. Gives slots."),
        ("counterfactual", steps.counterfactual, Change, "The mean change had the treatment differed."),
        ("explain", steps.explain, Explained, "An earlier result explained in one way. Gives slots."),
    )

    def refused(fault: Any) -> str:
        """What is wrong with which argument, for the model to mend."""
        assert isinstance(fault, ValidationError)
        told = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in fault.errors()]
        return "These arguments cannot be used. " + "; ".join(told)

    return [
        StructuredTool.from_function(
            func=func, name=name, description=text, args_schema=schema, handle_validation_error=refused
        )
        for name, func, schema, text in made
    ]


@dataclass
class Findings:
    """Results of one agent's run and the sentences that its final text may use."""

    assistant: Assistant
    answers: dict[str, Answer] = field(default_factory=dict)  # "r1" -> answer
    slots: dict[str, str] = field(default_factory=dict)  # "r1_effect" -> finished sentence

    def add(self, answer: Answer) -> str:
        """Keep an answer; returns the name of its result."""
        name = f"r{len(self.answers) + 1}"
        self.answers[name] = answer
        return name

    def fill(self, name: str, **texts: str) -> dict[str, str]:
        """Slots of a result, as a model is told of them."""
        filled = {f"{name}_{part}": text for part, text in texts.items() if text}
        self.slots.update(filled)
        return {f"${slot}": text for slot, text in filled.items()}

    def facts(self, name: str) -> ProseFacts | None:
        """What may be said about a result; None for a refusal."""
        answer = self.answers.get(name)
        if answer is None or answer.estimate is None:
            return None
        return answer_facts(answer, self.assistant.profile)


class Steps:
    """The tools' bodies. Each returns JSON text for a model to read."""

    def __init__(self, assistant: Assistant, findings: Findings) -> None:
        self._assistant = assistant
        self._findings = findings

    def profile(self) -> str:
        columns = [
            {
                "name": c.name,
                "kind": str(c.kind),
                "unit": c.unit,
                "minimum": c.minimum,
                "maximum": c.maximum,
                "timing": str(c.timing),
                "meaning": c.meaning or c.description,
            }
            for c in self._assistant.profile.columns
        ]
        return _json(rows=self._assistant.profile.rows, columns=columns)

    def search_knowledge(self, query: str) -> str:
        found = self._assistant.search(query, _PASSAGES)
        passages = [{"id": p.id, "source": p.source, "text": p.text[:_LONGEST]} for p in found]
        return _json(passages=passages)

    def propose_graph(self, treatment: str, outcome: str) -> str:
        proposal = self._assistant.propose(treatment, outcome)
        arrows = [
            {"cause": e.cause, "effect": e.effect, "confidence": e.confidence, "because": e.sources[0].text}
            for e in proposal.graph.edges
        ]
        hidden = [
            {"name": u.name, "affects": list(u.affects), "suspected": u.suspected}
            for u in proposal.graph.unobserved
        ]
        return _json(arrows=arrows, not_measured=hidden)

    def edit_graph(self, action: str, cause: str, effect: str) -> str:
        editor = self._assistant.graph
        edits: dict[str, Callable[[], object]] = {
            "add": lambda: editor.add(cause, effect),
            "remove": lambda: editor.remove(cause, effect),
            "reverse": lambda: editor.reverse(cause, effect),
            "common_cause": lambda: editor.add_common_cause(cause, effect),
            "randomised": lambda: editor.mark_randomised(effect),
            "after": lambda: editor.mark_after_treatment(effect, cause),
        }
        edits[action]()
        return _json(arrows=[list(edge) for edge in editor.edges])

    def identify(self, treatment: str, outcome: str) -> str:
        return _json(**self._assistant.identified(treatment, outcome))

    def estimate(self, **given: Any) -> str:
        """The arguments are those of `EffectRequest`, as programs call them."""
        asked = spoken_request(given)
        answer = self._assistant.effect(**vars(asked))
        name = self._findings.add(answer)
        if answer.estimate is None:
            return _json(result=name, status=answer.status, **self._said(name, refusal=answer.prose))
        words = wording(answer.language, self._assistant.profile)
        slots = {Part.HEADLINE: "effect"}
        texts = {slots.get(part, str(part)): words.paragraph(said) for part, said in answer.said.items()}
        who = population_text(answer.query.population) if answer.query else None
        return _json(result=name, status=answer.status, population=who, **self._said(name, **texts))

    def counterfactual(
        self,
        treatment: str,
        outcome: str,
        from_level: int | float | str,
        to_level: int | float | str,
        population: Sequence[Condition] = (),
    ) -> str:
        """On average over the population; no single row's counterfactual is claimed."""
        return self.estimate(
            treatment=treatment,
            outcome=outcome,
            from_level=from_level,
            to_level=to_level,
            population=population,
        )

    def check(self, result: str) -> str:
        answer = self._answer(result)
        verdicts = [{"check": c.name, "passed": c.passed} for c in answer.checks]
        return _json(
            result=result, checks=verdicts, **self._said(result, checks=self._view("checks", answer))
        )

    def explain(self, result: str, about: str = "sure") -> str:
        answer = self._answer(result)
        return _json(result=result, **self._said(result, **{about: self._view(about, answer)}))

    def _view(self, view: str, answer: Answer) -> str:
        return view_prose(view, answer, self._assistant.profile, answer.language)

    def _said(self, name: str, **texts: str) -> dict[str, Any]:
        return {"slots": self._findings.fill(name, **texts)}

    def _answer(self, name: str) -> Answer:
        if name not in self._findings.answers:
            known = ", ".join(self._findings.answers) or "none yet"
            raise OptionError(f"There is no result {name!r}. Results: {known}. Use `estimate` to make one.")
        return self._findings.answers[name]


def _json(**parts: Any) -> str:
    return json.dumps(parts, ensure_ascii=False, default=str)


CALLS = 12  # of the model, for one request
_REPAIRS = 1


@dataclass(frozen=True)
class AgentReply:
    """What the agent says, and the results it stands on."""

    text: str
    answers: tuple[tuple[str, Answer], ...]  # ("r1", answer), oldest first; of the whole thread
    problems: tuple[str, ...] = ()  # why the model's own text was not used; empty when it was
    tool_calls: tuple[str, ...] = ()  # names, in order, of this request


class Agent:
    """Answers requests of several steps about one table.

    `model` is any LangChain chat model that calls tools. Every thread remembers what was said and found
    in it.
    `calls` bounds the model calls of one request. Raises `OptionError` when LangChain is not installed.
    """

    def __init__(self, assistant: Assistant, model: Any, *, calls: int = CALLS) -> None:
        self._assistant, self._model, self._calls = assistant, model, calls
        self._threads: dict[str, tuple[Any, Findings]] = {}
        self._thread("default")

    def ask(self, request: str, thread: str = "default") -> AgentReply:
        """Carry out a request. What the model gets wrong ends in the tools' own sentences, not in its own."""
        if not request.strip():
            raise OptionError("The request is empty. Ask, for instance: find what drives churn.")
        agent, findings = self._thread(thread)
        config = {"configurable": {"thread_id": thread}}
        words = load_prompt("agent_en")
        before = len(agent.get_state(config).values.get("messages", []))
        text = _said(agent.invoke({"messages": [{"role": "user", "content": request}]}, config))
        problems = _problems(text, findings)
        for _ in range(_REPAIRS):
            if not problems:
                break
            again = words.render("repair", problems=" ".join(problems))
            text = _said(agent.invoke({"messages": [{"role": "user", "content": again}]}, config))
            problems = _problems(text, findings)
        called = tuple(_tools_called(agent.get_state(config).values["messages"][before:]))
        answers = tuple(findings.answers.items())
        if problems:
            return AgentReply(_plainly(findings), answers, problems, called)
        return AgentReply(Template(text).substitute(findings.slots), answers, (), called)

    def _thread(self, name: str) -> tuple[Any, Findings]:
        if name not in self._threads:
            findings = Findings(self._assistant)
            self._threads[name] = _build(self._assistant, self._model, findings, self._calls), findings
        return self._threads[name]


def _build(assistant: Assistant, model: Any, findings: Findings, calls: int) -> Any:
    try:
        from langchain.agents import create_agent
        from langchain.agents.middleware import ModelCallLimitMiddleware, ToolErrorMiddleware
        from langgraph.checkpoint.memory import InMemorySaver
    except ModuleNotFoundError as error:
        raise OptionError('The agent needs LangChain. Install it: pip install "askwhy[agent]".') from error
    middleware: list[Any] = [
        ToolErrorMiddleware(_to_the_model),
        ModelCallLimitMiddleware(run_limit=calls, exit_behavior="end"),
    ]
    return create_agent(
        model,
        agent_tools(assistant, findings),
        system_prompt=load_prompt("agent_en").render("system"),
        middleware=middleware,
        checkpointer=InMemorySaver(),
    )


def _to_the_model(fault: Exception, request: Any) -> str | None:
    """Bad arguments go back to the model with their mend; a stop and a fault of ours are raised."""
    return str(fault) if isinstance(fault, AskWhyError) and not isinstance(fault, Cancelled) else None


def _said(state: dict[str, Any]) -> str:
    return str(state["messages"][-1].text)


def _tools_called(messages: list[Any]) -> Iterator[str]:
    for message in messages:
        for call in getattr(message, "tool_calls", None) or []:
            yield call["name"]


def _problems(text: str, findings: Findings) -> tuple[str, ...]:
    """Why a final text cannot be used; empty when it can."""
    template = Template(text)
    if not text.strip() or not template.is_valid():
        return ("The answer is empty, or a dollar sign stands before something that is no slot.",)
    used = template.get_identifiers()
    unknown = [name for name in used if name not in findings.slots]
    if unknown:
        known = ", ".join(f"${name}" for name in findings.slots) or "none yet"
        return (f"Unknown slots: {', '.join(unknown)}. Slots: {known}.",)
    if findings.slots and not used:
        return ("The answer uses none of the slots that hold the findings.",)
    own = template.safe_substitute(dict.fromkeys(findings.slots, " "))
    for name in sorted(findings.assistant.profile.names, key=len, reverse=True):
        own = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", own)
    problems = []
    if found := figures_in(own):
        problems.append(f"Figures and number words belong in slots; the text has {', '.join(found[:5])}.")
    if found := links_in(own):
        problems.append(f"Links and markup are not allowed; the text has {', '.join(found[:5])}.")
    return (*problems, *_claims(text, findings))


def _claims(text: str, findings: Findings) -> Iterator[str]:
    """The model's own sentences, held to the results that the text is about."""
    own = Template(text).safe_substitute(dict.fromkeys(findings.slots, " "))
    used = dict.fromkeys(slot.partition("_")[0] for slot in Template(text).get_identifiers())
    facts = [found for found in map(findings.facts, used) if found is not None]
    told = [check_prose(own, one) for one in facts]
    # A sentence may be about any of several results: it is wrong when it is wrong about all of them.
    if told:
        yield from (problem for problem in told[0] if all(problem in others for others in told[1:]))


def _plainly(findings: Findings) -> str:
    """The tools' own sentences about every result, where the model's text could not be used."""
    code = next((answer.language for answer in findings.answers.values()), DEFAULT)
    parts = []
    for name in findings.answers:
        slots = [findings.slots.get(f"{name}_{part}") for part in ("effect", "refusal", "checks", "caveat")]
        parts += [text for text in slots if text]
    return "\n\n".join([say(code, "agent-plainly"), *parts]) if parts else say(code, "agent-nothing")
