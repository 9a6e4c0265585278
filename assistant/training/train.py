"""LoRA tuning of a local causal language model on plan examples: supervised (SFT) and by preference (DPO).

Hu et al. (2021), arXiv:2106.09685; Rafailov et al. (2023), arXiv:2305.18290. Both by trl and peft, the extra
`train`. Only the adapter is saved, as safetensors; "transformers:<base>+<adapter>" loads it.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.graphs.extract import claimed_arrows
from assistant.models.exchange import schema_problems
from assistant.models.interface import Message, Patience, Prompt
from assistant.models.transformers import TransformersModel, check_source, local_source
from assistant.planning.model.claims import read_claims
from assistant.planning.model.prompt import plan_schema
from assistant.training.recipe import Recipe
from assistant.training.worlds import TuningWorld
from tools.errors import ModelError, OptionError

# ---------------- Examples to learn from

# The file is JSON Lines, the same that the chat and Slack keep thumbs in (`feedback.jsonl`,
# docs/tuning.md). A marked answer is `{"prompt": [{"role", "content"}...], "reply": "...", "good": true}`,
# whatever else the line holds; a good and a bad reply to the same prompt make a preference.


@dataclass(frozen=True)
class Example:
    """One prompt with the reply to learn and, for preference tuning, one to avoid."""

    prompt: tuple[tuple[str, str], ...]  # (role, text)
    chosen: str
    rejected: str | None = None

    @property
    def messages(self) -> list[dict[str, str]]:
        return [{"role": role, "content": text} for role, text in self.prompt]


def example_of(world: TuningWorld, place: int) -> Example:
    """The world's right reply, and a wrong one of the kind that does harm."""
    prompt = tuple((message["role"], message["content"]) for message in world.prompt())
    return Example(prompt, world.target(), json.dumps(_spoilt(world.reply, place), ensure_ascii=False))


def _spoilt(reply: dict[str, Any], place: int) -> dict[str, Any]:
    """Cause and effect the wrong way round, a design that is not there, arrows against time, or a consequence
    to adjust for.
    """
    wrong = copy.deepcopy(reply)
    match place % 4:
        case 0:
            wrong["treatment"], wrong["outcome"] = reply["outcome"], reply["treatment"]
        case 1:
            # The designs that need no column of their own: the reply stays one of the right shape.
            free = ("randomised", "backdoor")
            wrong["design"]["kind"] = next(kind for kind in free if kind != reply["design"]["kind"])
        case 2:
            for arrow in wrong["graph"]["arrows"]:
                arrow["cause"], arrow["effect"] = arrow["effect"], arrow["cause"]
        case _:
            for role in wrong["graph"]["roles"]:
                role.update(role="confounder", timing="before")
    return wrong


def read_marked(path: Path) -> list[Example]:
    """Marked answers. A prompt with bad replies only teaches nothing and is passed over.

    So is a line whose "prompt" or "good" is null: a comment, or an answer that had no plan of its own. The
    last mark of a reply holds. Raises `OptionError` for a line that is not in the format; it says which one.
    """
    marks: dict[tuple[tuple[str, str], ...], dict[str, bool]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
            if said["prompt"] is None or said["good"] is None:
                continue
            prompt = tuple((_text(message["role"]), _text(message["content"])) for message in said["prompt"])
            marks.setdefault(prompt, {})[_text(said["reply"])] = _flag(said["good"])
        except (ValueError, KeyError, TypeError) as fault:
            raise OptionError(
                f"Line {number} of {path.name} is no marked answer ({fault!r}). "
                'Write {"prompt": [{"role": ..., "content": ...}], "reply": "...", "good": true}.'
            ) from fault
    examples = []
    for prompt, replies in marks.items():
        worse = [reply for reply, good in replies.items() if not good]
        better = [reply for reply, good in replies.items() if good]
        examples += [
            Example(prompt, reply, worse[i % len(worse)] if worse else None) for i, reply in enumerate(better)
        ]
    return examples


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("good must be true or false")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("role, content and reply must be text")
    return value


# ---------------- Training, and how well a model plans before and after


@dataclass(frozen=True)
class Score:
    """How well a model plans worlds that it has not seen; shares 0..1."""

    worlds: int
    variables: float  # treatment and outcome both right
    design: float
    arrows: float  # mean F1 of the graph's arrows, those that the roles imply included
    failed: float  # no usable reply at all; counts as nothing right


def tune(base: str, examples: Sequence[Example], folder: Path, recipe: Recipe) -> Path:
    """Train an adapter for `base` and save it under `folder`. Returns the folder.

    Raises `OptionError` for no examples, a package or a model that is not there.
    """
    pairs = [e for e in examples if recipe.method == "sft" or e.rejected is not None]
    if not pairs:
        raise OptionError("There is nothing to learn from: no example has what the method needs.")
    check_source(base)
    torch, transformers, peft, trl, datasets = _packages()
    transformers.set_seed(recipe.seed)
    where, options = local_source(base)
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(where, **options)
        model = transformers.AutoModelForCausalLM.from_pretrained(where, **options)
    except (OSError, ValueError, ImportError, KeyError) as fault:
        raise OptionError(f"No model can be loaded from {base!r} ({str(fault)[:200]}).") from fault
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    adapter = peft.LoraConfig(
        r=recipe.rank,
        lora_alpha=2 * recipe.rank,
        target_modules="all-linear",
        task_type="CAUSAL_LM",
    )
    shared: dict[str, Any] = {
        "output_dir": str(folder),
        "max_steps": recipe.steps,
        "per_device_train_batch_size": recipe.batch,
        "learning_rate": recipe.rate,
        "max_length": recipe.longest,
        "report_to": [],
        "save_strategy": "no",
        "logging_strategy": "no",
        "disable_tqdm": True,
        "seed": recipe.seed,
        "use_cpu": not torch.cuda.is_available(),
        "bf16": torch.cuda.is_available(),
    }
    whole = [
        row for row in (_row(e, tokenizer, recipe.method) for e in pairs) if _fits(row, tokenizer, recipe)
    ]
    if not whole:
        raise OptionError(
            f"None of the {len(pairs)} examples is short enough ({recipe.longest} tokens). Describe the "
            "data in fewer words, or use a model whose tokens are longer."
        )
    rows = datasets.Dataset.from_list(whole)
    if recipe.method == "sft":
        args = trl.SFTConfig(**shared, completion_only_loss=True)
        trainer = trl.SFTTrainer(
            model, args, train_dataset=rows, processing_class=tokenizer, peft_config=adapter
        )
    else:
        args = trl.DPOConfig(**shared)
        trainer = trl.DPOTrainer(
            model, args=args, train_dataset=rows, processing_class=tokenizer, peft_config=adapter
        )
    trainer.remove_callback(transformers.PrinterCallback)  # stdout is for our own results
    trainer.train()
    # The adapter alone: `save_pretrained` of a whole model that was read from GGUF raises ValueError.
    trainer.model.save_pretrained(str(folder), safe_serialization=True)
    return folder


def evaluate(
    model: str, held_out: Sequence[TuningWorld], *, seconds: float = 600.0, tokens: int = 1200
) -> Score:
    """Plan every world with "transformers:" + `model` and count what is right. Greedy, JSON under a
    grammar.
    """
    planner = TransformersModel(model)
    variables = design = failed = 0
    arrows = 0.0
    for world in held_out:
        messages = tuple(Message(m["role"], m["content"]) for m in world.prompt())
        patience = Patience(seconds=seconds, max_tokens=tokens)
        try:
            reply = planner.reply(Prompt(messages), plan_schema(world.profile), patience=patience).data
        except ModelError:
            reply = None
        if reply is None or schema_problems(reply, plan_schema(world.profile)):
            failed += 1
            continue
        variables += (reply["treatment"], reply["outcome"]) == (world.treatment, world.outcome)
        design += reply["design"]["kind"] == world.kind
        arrows += arrow_score(_arrows(reply, world), _arrows(world.reply, world))
    count = max(len(held_out), 1)
    return Score(len(held_out), variables / count, design / count, arrows / count, failed / count)


def arrow_score(said: Set[tuple[str, str]], right: Set[tuple[str, str]]) -> float:
    """F1: the harmonic mean of the share of said arrows that are right and of right ones that are said."""
    return 2 * len(said & right) / (len(said) + len(right)) if said or right else 1.0


def _arrows(reply: Mapping[str, Any], world: TuningWorld) -> Set[tuple[str, str]]:
    return {(edge.cause, edge.effect) for edge in claimed_arrows(read_claims(reply), world.profile)}


def _row(example: Example, tokenizer: Any, method: str) -> dict[str, str]:
    """The prompt as the model's own chat template renders it, as the planner will send it."""
    prompt = tokenizer.apply_chat_template(example.messages, tokenize=False, add_generation_prompt=True)
    end = tokenizer.eos_token or ""
    if method == "sft":
        return {"prompt": prompt, "completion": example.chosen + end}
    return {"prompt": prompt, "chosen": example.chosen + end, "rejected": (example.rejected or "") + end}


def _fits(row: Mapping[str, str], tokenizer: Any, recipe: Recipe) -> bool:
    """Cut off at its end, an example would teach to stop in the middle of a reply, or nothing at all."""
    replies = [text for part, text in row.items() if part != "prompt"]
    return all(len(tokenizer(row["prompt"] + reply)["input_ids"]) <= recipe.longest for reply in replies)


def _packages() -> tuple[Any, Any, Any, Any, Any]:
    try:
        import datasets
        import peft
        import torch
        import transformers
        import trl
    except ImportError as missing:
        raise OptionError(
            f'Tuning needs {missing.name}. Install it: pip install "askwhy[train]".'
        ) from missing
    return torch, transformers, peft, trl, datasets
