"""An agent for requests of several steps: a LangChain agent over the tools of `assistant.agent_tools`.

The model decides which tools to call; it writes no figure. Its final text has slots that code fills with
the tools'
own sentences; a text that types figures, or says more than the results do, goes back once and is then
replaced.
Needs the extra `agent`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from string import Template
from typing import Any

from assistant.agent_tools import Findings, agent_tools
from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.modelled.wording import figures_in, links_in
from assistant.prompt_store import load_prompt
from assistant.prose_check import check_prose
from tools.errors import AskWhyError, Cancelled, OptionError

__all__ = ["Agent", "AgentReply", "agent_tools"]

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
    words = load_prompt("agent_en")
    parts = []
    for name in findings.answers:
        slots = [findings.slots.get(f"{name}_{part}") for part in ("effect", "refusal", "checks", "caveat")]
        parts += [text for text in slots if text]
    return "\n\n".join([words.render("plainly"), *parts]) if parts else words.render("nothing")
