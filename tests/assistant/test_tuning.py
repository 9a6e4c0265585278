"""Tuning a tiny model with random weights, made here: the whole path in twenty steps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.modelled.prompt import plan_schema
from assistant.models.exchange import schema_problems
from assistant.models.interface import Message, Patience, Prompt
from assistant.models.transformers import TransformersModel
from assistant.tuning.examples import Example, example_of, read_marked, write_examples
from assistant.tuning.train import Recipe, evaluate, tune
from assistant.tuning.worlds import KINDS, worlds
from tests.local_model import tiny_model
from tools.errors import OptionError
from ui.cli import main


def test_worlds_have_a_reply_that_the_planner_accepts() -> None:
    made = list(worlds(16))
    assert {world.kind for world in made} == set(KINDS)
    for world in made:
        assert schema_problems(world.reply, plan_schema(world.profile)) == []
        assert {world.treatment, world.outcome} <= set(world.frame.columns)
        assert world.question in world.prompt()[-1]["content"]
        # A model may quote only what it can read.
        assert world.reply["design"]["evidence"] in world.description


def test_held_out_worlds_speak_of_nothing_that_was_learnt() -> None:
    learnt = {name for world in worlds(12) for name in world.frame.columns}
    assert not learnt & {name for world in worlds(6, held_out=True) for name in world.frame.columns}


def test_equal_seeds_make_equal_worlds() -> None:
    one, other = list(worlds(3, seed=5)), list(worlds(3, seed=5))
    assert [w.target() for w in one] == [w.target() for w in other]
    assert [w.target() for w in worlds(3, seed=6)] != [w.target() for w in one]


def test_marked_answers_are_read_and_paired(tmp_path: Path) -> None:
    examples = [example_of(world, place) for place, world in enumerate(worlds(3))]
    assert all(example.rejected != example.chosen for example in examples)
    path = write_examples(examples, tmp_path / "marked.jsonl")
    assert read_marked(path) == examples
    path.write_text('{"prompt": [], "reply": "x", "good": "yes"}\n', encoding="utf-8")
    with pytest.raises(OptionError, match=r"Line 1 of marked.jsonl"):
        read_marked(path)


SHORT = [
    Example(
        (("user", f"What if the price rose {word}?"),), '{"treatment": "price"}', '{"treatment": "season"}'
    )
    for word in ("a lot", "a bit", "at once", "later")
]


@pytest.mark.parametrize("method", ["sft", "dpo"])
def test_twenty_steps_make_an_adapter_that_loads_and_has_learnt(method: str, tmp_path: Path) -> None:
    import torch
    from peft import PeftModel
    from transformers import AutoModelForCausalLM, AutoTokenizer

    base, folder = tiny_model(tmp_path / "base"), tmp_path / "adapter"
    recipe = Recipe(method=method, steps=20, batch=2, rate=1e-2, rank=4, longest=128)
    tune(str(base), SHORT, folder, recipe)
    assert (folder / "adapter_model.safetensors").exists()
    assert json.loads((folder / "adapter_config.json").read_text())["r"] == 4
    tokenizer = AutoTokenizer.from_pretrained(base)
    plain = AutoModelForCausalLM.from_pretrained(base)

    def chance(model: torch.nn.Module, reply: str) -> float:
        prompt = tokenizer.apply_chat_template(SHORT[0].messages, tokenize=False, add_generation_prompt=True)
        start = tokenizer(prompt, add_special_tokens=False, return_tensors="pt")["input_ids"].shape[1]
        ids = tokenizer(prompt + reply, add_special_tokens=False, return_tensors="pt")["input_ids"]
        with torch.no_grad():
            scores = torch.log_softmax(model(ids).logits[0, start - 1 : -1], dim=-1)
        return float(scores.gather(1, ids[0, start:, None]).sum())

    def margin(model: torch.nn.Module) -> float:
        return chance(model, SHORT[0].chosen) - (
            chance(model, SHORT[0].rejected or "") if method == "dpo" else 0.0
        )

    adapted = TransformersModel(f"{base}+{folder}")
    assert adapted.reply(Prompt((Message("user", "x"),)), patience=Patience(60, max_tokens=2)).tokens_out == 2
    before = margin(plain)
    assert margin(PeftModel.from_pretrained(plain, folder).eval()) > before + 1.0


def test_evaluation_counts_what_is_right(tmp_path: Path) -> None:
    held_out = list(worlds(1, held_out=True))
    score = evaluate(str(tiny_model(tmp_path)), held_out, tokens=40)
    assert score.worlds == 1
    # Forty tokens are too few for a plan: nothing usable comes back, and it is counted so.
    assert (score.variables, score.design, score.failed) == (0.0, 0.0, 1.0)


def test_the_command_tunes_and_scores(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = tiny_model(tmp_path / "base")
    marked = write_examples(SHORT, tmp_path / "marked.jsonl")
    options = ["tune", str(base), "--out", str(tmp_path / "out"), "--worlds", "0", "--marked", str(marked)]
    assert main([*options, "--steps", "2", "--evaluate", "0", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["model"] == f"transformers:{base}+{tmp_path / 'out'}"
    assert said["examples"] == len(SHORT)
    assert main([*options, "--steps", "2"]) == 2
    assert "is there already" in capsys.readouterr().err


def test_wrong_orders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="method='magic'"):
        tune("nowhere", SHORT, tmp_path, Recipe(method="magic"))
    with pytest.raises(OptionError, match="nothing to learn"):
        tune("nowhere", [Example((("user", "x"),), "y")], tmp_path, Recipe(method="dpo"))
    with pytest.raises(OptionError, match="No model can be loaded"):
        tune(str(tmp_path), SHORT, tmp_path, Recipe())
