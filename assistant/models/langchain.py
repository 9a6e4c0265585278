"""Any LangChain chat model object: what LangChain can talk to, AskWhy can ask."""

from __future__ import annotations

from typing import Any

from assistant.models.interface import (
    PATIENCE,
    Patience,
    Prompt,
    Reply,
    Schema,
    Stopped,
    TimeUp,
    call_within,
    estimated_tokens,
)
from assistant.models.structured import TOOL, Way, said, tool, with_schema
from tools.errors import ModelError


class LangChainModel:
    """A chat model of LangChain's. Its own retries and timeouts hold; ours bound the whole.

    JSON is asked for as the arguments of a tool call where the model can call tools, else in words.
    """

    def __init__(self, chat: Any, *, price: tuple[float, float] | None = None) -> None:
        self._chat = chat
        self._price = price
        name = getattr(chat, "model_name", None) or getattr(chat, "model", None)
        self.label = f"langchain:{name if isinstance(name, str) else type(chat).__name__}"

    def reply(self, prompt: Prompt, schema: Schema | None = None, *, patience: Patience = PATIENCE) -> Reply:
        chat, shown = self._chat, prompt
        if schema is not None:
            try:
                chat = self._chat.bind_tools([tool(schema)], tool_choice=TOOL)
            except NotImplementedError:
                shown = with_schema(prompt, Way.TEXT, schema)
        messages = [(message.role, message.text) for message in shown.messages]
        try:
            message = call_within(lambda: chat.invoke(messages), patience.seconds, patience.stopped)
        except TimeUp as late:
            raise ModelError(
                f"{self.label} took longer than {patience.seconds:.0f} s. Raise the limit or ask again."
            ) from late
        except Stopped as end:
            raise ModelError(f"{self.label} was given up on request.") from end
        # The boundary to somebody else's integration: any fault of it becomes one message.
        except Exception as fault:
            words = " ".join(str(fault).split())[:200]
            raise ModelError(
                f"{self.label} failed ({type(fault).__name__}: {words}). "
                "Check the model, or use model='offline'."
            ) from fault
        text, data = said(message)
        patience.heard(text)
        usage = getattr(message, "usage_metadata", None) or {}
        tokens_in = usage.get("input_tokens") or estimated_tokens(shown.text)
        tokens_out = usage.get("output_tokens") or estimated_tokens(text)
        cost = None
        if self._price is not None:
            cost = (tokens_in * self._price[0] + tokens_out * self._price[1]) / 1e6
        return Reply(text, data if schema is not None else None, 1, tokens_in, tokens_out, cost)
