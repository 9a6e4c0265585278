"""Language models, one file a provider. `open_model` turns what a person wrote into one of them.

    "openai:<model>"              any server that speaks the OpenAI protocol   openai.py
    "transformers:<path or id>"   weights on this machine                      transformers.py
    a LangChain chat model        whatever LangChain can talk to               langchain.py
    ScriptedModel, RecordedModel  tests                                        scripted.py, recorded.py

Nothing heavy is imported before a model is opened.
"""

from __future__ import annotations

from typing import Any

from assistant.models.interface import Message, Model, Patience, Prompt, Reply, Schema, estimated_tokens
from assistant.models.recorded import RecordedModel, ScriptedModel
from tools.errors import OptionError

__all__ = [
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
]

OFFLINE = "offline"
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
        return _named(spec.strip(), base_url, api_key, price)
    if base_url is not None or api_key is not None:
        raise OptionError("base_url and api_key are for model='openai:...'. Give them to your model instead.")
    if isinstance(spec, Model):
        return spec
    if hasattr(spec, "invoke") and hasattr(spec, "bind_tools"):
        from assistant.models.langchain import LangChainModel

        return LangChainModel(spec, price=price)
    raise OptionError(f"model={type(spec).__name__} object is not a model. Use {KNOWN}.")


def _named(
    spec: str, base_url: str | None, api_key: str | None, price: tuple[float, float] | None
) -> Model | None:
    provider, _, name = spec.partition(":")
    if provider not in ("openai", "transformers") and spec != OFFLINE:
        raise OptionError(f"model={spec!r} is not known. Use {KNOWN}.")
    if (base_url is not None or api_key is not None) and provider != "openai":
        raise OptionError(
            f"base_url and api_key are for model='openai:...', not for {spec!r}. Leave them out."
        )
    if spec == OFFLINE:
        return None
    if not name.strip():
        raise OptionError(f"model={spec!r} names no model. Write {provider}:<model>.")
    if provider == "openai":
        from assistant.models.openai import OpenAIModel

        return OpenAIModel(name.strip(), base_url=base_url, api_key=api_key, price=price)
    from assistant.models.transformers import TransformersModel

    return TransformersModel(name.strip())
