"""Weights on this machine: `transformers:<path or id>`, also a .gguf file; nothing leaves the machine.

JSON is decoded under a grammar (xgrammar, Dong et al. 2024, arXiv:2411.15100): a token that would break the
schema cannot be chosen, so the reply parses whatever the model is worth. `<base>+<adapter>` loads a LoRA
adapter (a folder that `askwhy tune` wrote) onto the base. A name that is no folder or file is looked up by
transformers in its own cache and, unless HF_HUB_OFFLINE is set, on the Hugging Face hub: then the name is
sent there.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.models.interface import PATIENCE, Patience, Prompt, Reply, Schema
from assistant.models.structured import json_in
from tools.errors import ModelError, OptionError

# A weak model would fill a string or a list for ever; nothing we ask for is longer.
LONGEST_TEXT, MOST_ITEMS = 200, 8


class TransformersModel:
    """A causal language model loaded by transformers, on the GPU in bfloat16 where there is one.

    Loaded when it is first asked. Raises `OptionError` when a package is missing or nothing can be loaded.
    """

    def __init__(self, name: str) -> None:
        self.label = f"transformers:{Path(name).name if Path(name).exists() else name}"
        self._name, _, self._adapter = name.partition("+")
        self._loaded: tuple[Any, Any, Any] | None = None  # model, tokenizer, grammar compiler

    def reply(self, prompt: Prompt, schema: Schema | None = None, *, patience: Patience = PATIENCE) -> Reply:
        """See `Model.reply`; greedy, so that equal prompts get equal replies."""
        model, tokenizer, compiler = self._load()  # first: it says what is missing

        import torch
        import transformers
        from xgrammar.contrib.hf import LogitsProcessor

        ids = tokenizer(self._rendered(tokenizer, prompt), return_tensors="pt", add_special_tokens=False)
        ids = ids["input_ids"].to(model.device)
        room = int(getattr(model.config, "max_position_embeddings", 1 << 20)) - ids.shape[1]
        if room <= 0:
            raise ModelError(
                f"The question is too long for {self.label} ({ids.shape[1]} tokens). Shorten the "
                "description, or use another model."
            )
        processors = []
        if schema is not None:
            grammar = compiler.compile_json_schema(json.dumps(bounded(schema)), any_whitespace=False)
            processors = [LogitsProcessor(grammar)]
        end = time.monotonic() + patience.seconds

        class Until(transformers.StoppingCriteria):
            def __call__(self, input_ids: Any, scores: Any, **kwargs: Any) -> Any:
                over = patience.stopped() or time.monotonic() > end
                return torch.full((input_ids.shape[0],), over, dtype=torch.bool, device=input_ids.device)

        class Heard(transformers.TextStreamer):
            def on_finalized_text(self, text: str, stream_end: bool = False) -> None:
                patience.heard(text)

        with torch.inference_mode():
            said = model.generate(
                ids,
                attention_mask=torch.ones_like(ids),
                max_new_tokens=max(1, min(patience.max_tokens, room)),
                do_sample=False,
                temperature=None,
                top_p=None,
                top_k=None,
                pad_token_id=tokenizer.eos_token_id,
                logits_processor=processors,
                stopping_criteria=[Until()],
                streamer=Heard(tokenizer, skip_prompt=True, skip_special_tokens=True),
            )[0, ids.shape[1] :]
        if patience.stopped():
            raise ModelError(f"{self.label} was given up on request.")
        if time.monotonic() > end:
            raise ModelError(
                f"{self.label} took longer than {patience.seconds:.0f} s. Raise the limit, use a smaller "
                "model or a GPU."
            )
        text = tokenizer.decode(said, skip_special_tokens=True)
        data = json_in(text) if schema is not None else None
        return Reply(text, data, 1, int(ids.shape[1]), int(said.shape[0]))

    def _rendered(self, tokenizer: Any, prompt: Prompt) -> str:
        """The messages in the model's own chat format; a model without one gets them as plain text."""
        if not tokenizer.chat_template:
            return prompt.text + "\n\n[assistant]\n"
        messages = [{"role": m.role, "content": m.text} for m in prompt.messages]
        return str(tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True))

    def _load(self) -> tuple[Any, Any, Any]:
        if self._loaded is None:
            check_source(self._name)
            try:
                import torch
                import transformers
                import xgrammar
            except ImportError as missing:
                raise OptionError(
                    f"model={self.label!r} needs a package that is not installed ({missing.name}). "
                    'Install it: pip install "askwhy[local]".'
                ) from missing
            on_gpu = torch.cuda.is_available()
            where, options = local_source(self._name)
            try:
                tokenizer = transformers.AutoTokenizer.from_pretrained(where, **options)
                loaded: Any = transformers.AutoModelForCausalLM.from_pretrained(
                    where, dtype=torch.bfloat16 if on_gpu else torch.float32, **options
                )
                if self._adapter:
                    loaded.load_adapter(self._adapter)
            except (OSError, ValueError, ImportError, KeyError) as fault:
                words = " ".join(str(fault).split())[:200]
                raise _no_model(self._name, words) from fault
            model: Any = loaded.to("cuda" if on_gpu else "cpu").eval()
            known = xgrammar.TokenizerInfo.from_huggingface(tokenizer, vocab_size=model.config.vocab_size)
            self._loaded = (model, tokenizer, xgrammar.GrammarCompiler(known, max_threads=1))
        return self._loaded


def bounded(schema: Any) -> Any:
    """The schema with an end to every text and list, so that any model comes to an end."""
    if isinstance(schema, Mapping):
        limits: dict[str, int] = {}
        kinds = schema.get("type")
        if "string" in ([kinds] if isinstance(kinds, str) else kinds or ()) and "enum" not in schema:
            limits["maxLength"] = LONGEST_TEXT
        if kinds == "array":
            limits["maxItems"] = MOST_ITEMS
        return {**limits, **{key: bounded(value) for key, value in schema.items()}}
    return [bounded(item) for item in schema] if isinstance(schema, list) else schema


def check_source(name: str) -> None:
    """Look whether there are weights of this name, before torch and transformers are imported (seconds).

    Raises `OptionError` when there are none, or when the hub cannot be asked about a name that is not here.
    """
    path = Path(name)
    if path.suffix == ".gguf":
        if not path.is_file():
            raise _no_model(name, "there is no such file")
    elif path.exists():
        if not (path / "config.json").is_file():
            raise _no_model(name, "it is no folder with a config.json")
    else:
        _look_up(name)


def _look_up(name: str) -> None:
    try:
        import httpx2
        from huggingface_hub import HfApi, try_to_load_from_cache
    except ImportError as missing:
        raise OptionError(
            f"model={name!r} needs a package that is not installed ({missing.name}). "
            'Install it: pip install "askwhy[local]".'
        ) from missing
    try:
        if isinstance(try_to_load_from_cache(name, "config.json"), str):
            return
        found = HfApi().file_exists(name, "config.json")
    except (httpx2.HTTPError, OSError, ValueError) as fault:
        words = " ".join(str(fault).split())[:200]
        raise _no_model(name, f"no such folder, and the hub: {words.rstrip('.')}") from fault
    if not found:
        raise _no_model(name, "no such folder, and no such model on the hub")


def _no_model(name: str, why: str) -> OptionError:
    return OptionError(
        f"No model can be loaded from {name!r} ({why}). Name a folder that transformers can read, a .gguf "
        "file or a model's id."
    )


def local_source(name: str) -> tuple[str, dict[str, Any]]:
    """Where transformers finds it, and what else it must be told."""
    path = Path(name)
    if path.suffix == ".gguf":
        return str(path.parent), {"gguf_file": path.name}
    return name, {}
