"""AskWhy: answers "what if" questions about your own data, and shows its work.

>>> from assistant import Assistant                                     # doctest: +SKIP
>>> answer = Assistant("trial.csv", description="codebook.md").ask(     # doctest: +SKIP
...     "What would happen to weight if these people quit smoking?")

The public names are loaded when they are first used, so that `import assistant` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tools import errors
from tools.errors import AskWhyError

if TYPE_CHECKING:
    from assistant.agent import Agent, agent_tools
    from assistant.answers.answer import Answer, answer_schema
    from assistant.assistant import Assistant, ask
    from assistant.models import RecordedModel, ScriptedModel, open_model
    from assistant.models.exchange import Limits
    from assistant.prose.steps import StepDone
    from assistant.types import Plan

__all__ = [
    "Agent",
    "Answer",
    "AskWhyError",
    "Assistant",
    "Limits",
    "Plan",
    "RecordedModel",
    "ScriptedModel",
    "StepDone",
    "agent_tools",
    "answer_schema",
    "ask",
    "errors",
    "open_model",
]

__version__ = "0.1.0"

_HOME = {
    "Agent": "assistant.agent",
    "agent_tools": "assistant.agent",
    "Answer": "assistant.answers.answer",
    "Assistant": "assistant.assistant",
    "Limits": "assistant.models.exchange",
    "Plan": "assistant.types",
    "RecordedModel": "assistant.models",
    "ScriptedModel": "assistant.models",
    "StepDone": "assistant.prose.steps",
    "answer_schema": "assistant.answers.answer",
    "ask": "assistant.assistant",
    "open_model": "assistant.models",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'assistant' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
