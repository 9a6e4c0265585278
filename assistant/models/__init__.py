"""Language models, one file a provider. `open_model` turns what a person wrote into one of them.

    "openai:<model>"              any server that speaks the OpenAI protocol   openai.py
    "transformers:<path or id>"   weights on this machine                      transformers.py
    a LangChain chat model        whatever LangChain can talk to               langchain.py
    ScriptedModel, RecordedModel  tests                                        recorded.py
    "<yours>:<name>"              a provider registered in `PROVIDERS`         docs/extending/provider

Nothing heavy is imported before a model is opened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assistant.models.interface import Message, Model, Patience, Prompt, Reply, Schema, estimated_tokens
from assistant.models.recorded import RecordedModel, ScriptedModel
from tools.errors import OptionError
from tools.registry import Registry

__all__ = [
    "PROVIDERS",
    "Connection",
    "Message",
    "Model",
    "Patience",
    "Prompt",
    "RecordedModel",
    "Reply",
    "Schema",
    "ScriptedModel",
    "estimated_tokens",
    "open_model",
    "refuse_address",
]

OFFLINE = "offline"


@dataclass(frozen=True)
class Connection:
    """What a person gave beside the model's name; a provider refuses what it has no use for."""

    base_url: str | None = None
    api_key: str | None = None
    price: tuple[float, float] | None = None  # US dollars per million tokens read and written


# "mine:small" opens `PROVIDERS["mine"]("small", connection)`. It imports what it needs when it is called.
PROVIDERS: Registry[Callable[[str, Connection], Model]] = Registry("model provider")
KNOWN = '"offline", "openai:<model>", "transformers:<path or id>" or a LangChain chat model'


def open_model(
    spec: Any,
    *,
    base_url: str | None = None,
    api_key: str | None = None,
    price: tuple[float, float] | None = None,
) -> Model | None:
    """The model that `spec` names, or None for "offline".

    `base_url` and `api_key` are for "openai:..." (default: the variables OPENAI_BASE_URL and
    OPENAI_API_KEY); `price` is US dollars per million tokens read and written, to count costs with.
    Raises `OptionError` for a spec that names no model and for a missing package or key.
    """
    if isinstance(spec, str):
        return _named(spec.strip(), Connection(base_url, api_key, price))
    if base_url is not None or api_key is not None:
        raise OptionError("base_url and api_key are for model='openai:...'. Give them to your model instead.")
    if isinstance(spec, Model):
        return spec
    if hasattr(spec, "invoke") and hasattr(spec, "bind_tools"):
        from assistant.models.langchain import LangChainModel

        return LangChainModel(spec, price=price)
    raise OptionError(f"model={type(spec).__name__} object is not a model. Use {KNOWN}.")


def _named(spec: str, connection: Connection) -> Model | None:
    provider, _, name = spec.partition(":")
    if spec == OFFLINE:
        refuse_address(spec, connection)
        return None
    if provider not in PROVIDERS:
        own = [each for each in PROVIDERS if each not in ("openai", "transformers")]
        raise OptionError(
            f"model={spec!r} is not known. Use {', '.join((*(f'{each}:<model>' for each in own), KNOWN))}."
        )
    if not name.strip():
        raise OptionError(f"model={spec!r} names no model. Write {provider}:<model>.")
    return PROVIDERS[provider](name.strip(), connection)


def refuse_address(spec: str, connection: Connection) -> None:
    """For a provider that talks to no server. Raises `OptionError`."""
    if connection.base_url is not None or connection.api_key is not None:
        raise OptionError(
            f"base_url and api_key are for model='openai:...', not for {spec!r}. Leave them out."
        )


@PROVIDERS.register("openai")
def _openai(name: str, connection: Connection) -> Model:
    from assistant.models.openai import OpenAIModel

    return OpenAIModel(name, base_url=connection.base_url, api_key=connection.api_key, price=connection.price)


@PROVIDERS.register("transformers")
def _transformers(name: str, connection: Connection) -> Model:
    refuse_address(f"transformers:{name}", connection)
    from assistant.models.transformers import TransformersModel

    return TransformersModel(name)
