"""Tuning a tiny model with random weights, made here: the whole path in twenty steps."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import ScriptedModel
from assistant.models.exchange import ModelSession, schema_problems
from assistant.models.interface import Message, Patience, Prompt
from assistant.models.transformers import TransformersModel
from assistant.planning.model.claims import claim_problems
from assistant.planning.model.plan import plan_with_model
from assistant.planning.model.prompt import plan_schema
from assistant.training.recipe import Recipe
from assistant.training.train import Example, arrow_score, evaluate, example_of, read_marked, tune
from assistant.training.worlds import KINDS, TuningWorld, worlds
from assistant.types import Plan
from tests.local_model import tiny_model
from tools.data import open_table
from tools.errors import OptionError
from ui.cli import main


def write_examples(examples: list[Example], path: Path) -> Path:
    """Save examples as JSON Lines: a good line each, and a bad one where there is a reply to avoid."""
    lines = []
    for example in examples:
        lines.append({"prompt": example.messages, "reply": example.chosen, "good": True})
        if example.rejected is not None:
            lines.append({"prompt": example.messages, "reply": example.rejected, "good": False})
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8")
    return path


def planned(world: TuningWorld) -> Plan:
    """What the planner makes of the reply to learn."""
    session = ModelSession(ScriptedModel([world.reply]))
    table = open_table(world.frame)
    found = world.passages
    return plan_with_model(
        world.question, world.profile, table, session.begin(), search=lambda question: found
    )


def test_a_reply_to_learn_is_one_that_the_planner_would_act_on() -> None:
    made = list(worlds(6))
    assert {world.kind for world in made} == set(KINDS)
    for world in made:
        # The plan's own checks of a reply (schema, columns, circles, quotations) and the data's test of the
        # design: a single line is scripted, so a repair would fail.
        plan = planned(world)
        assert plan.query is not None and plan.design is not None
        assert plan.query.outcome == world.outcome
        assert plan.query.treatment == world.treatment
        assert str(plan.design.kind) == world.kind
        assert world.question in world.prompt()[-1]["content"]


def test_worlds_hold_what_their_reply_says() -> None:
    """An arrow among the columns known before is in the rows too."""
    world = next(w for w in worlds(2) if w.kind == "backdoor")
    arrows = [(a["cause"], a["effect"]) for a in world.reply["graph"]["arrows"]]
    assert (world.outcome, world.reply["graph"]["roles"][-1]["column"]) in arrows
    for cause, effect in arrows:
        assert world.frame[cause].corr(world.frame[effect]) > 0.2


def test_each_design_says_what_is_hidden_and_which_arrows_a_document_speaks_of() -> None:
    made = list(worlds(24))
    for world in made:
        graph = world.reply["graph"]
        assert bool(graph["unmeasured"]) == (world.kind in ("iv", "frontdoor", "did"))
        assert all(role["reason"] and role["timing"] in ("before", "after") for role in graph["roles"])
        assert all(arrow["reason"] and 0 < arrow["confidence"] < 1 for arrow in graph["arrows"])
        cited = {arrow["passage"] for arrow in graph["arrows"]} - {None}
        assert cited <= {passage.id for passage in world.passages}
        assert bool(cited) == bool(world.passages)


def test_held_out_worlds_speak_of_nothing_that_was_learnt() -> None:
    learnt, unseen = list(worlds(60)), list(worlds(24, held_out=True))
    names = {name for world in learnt for name in world.frame.columns}
    assert not names & {name for world in unseen for name in world.frame.columns}
    for world in unseen:
        assert schema_problems(world.reply, plan_schema(world.profile)) == []
        assert claim_problems(world.reply, world.question, world.profile, world.passages) == []
    told = {world.reply["design"]["evidence"] for world in learnt}
    blanked = {re.sub("|".join(sorted(names, key=len, reverse=True)) + r"|\d+", "_", text) for text in told}
    mine = {name for world in unseen for name in world.frame.columns}
    for world in unseen:
        text = world.reply["design"]["evidence"]
        assert re.sub("|".join(sorted(mine, key=len, reverse=True)) + r"|\d+", "_", text) not in blanked


def test_equal_seeds_make_equal_worlds() -> None:
    one, other = list(worlds(3, seed=5)), list(worlds(3, seed=5))
    assert [w.target() for w in one] == [w.target() for w in other]
    assert [w.target() for w in worlds(3, seed=6)] != [w.target() for w in one]


def test_marked_answers_are_read_and_paired(tmp_path: Path) -> None:
    examples = [example_of(world, place) for place, world in enumerate(worlds(4))]
    assert all(example.rejected not in (None, example.chosen) for example in examples)
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
    assert (score.variables, score.design, score.arrows, score.failed) == (0.0, 0.0, 0.0, 1.0)


def test_evaluation_scores_variables_design_and_arrows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that is right about one world, and of the other has design and arrows half wrong."""
    one, other = worlds(2, held_out=True)
    wrong = json.loads(other.target())
    wrong["design"]["kind"] = "none"
    wrong["graph"] = {"roles": [], "arrows": wrong["graph"]["arrows"][:1], "unmeasured": []}
    scripted = ScriptedModel([one.reply, wrong])
    monkeypatch.setattr("assistant.training.train.TransformersModel", lambda name: scripted)
    score = evaluate("scripted", [one, other])
    assert (score.variables, score.design, score.failed) == (1.0, 0.5, 0.0)
    right = 2 * 3 + 1 + 3  # of the other: each confounder moves two columns, a consequence, three arrows
    assert score.arrows == pytest.approx((1.0 + 2 * 1 / (1 + right)) / 2)
    assert arrow_score({("a", "b")}, {("b", "a")}) == 0.0


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


def test_a_model_that_is_not_there_is_refused_before_anything_heavy_is_imported(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    script = (
        "import sys\n"
        "from ui.cli import main\n"
        "for wrong in (['nope'], ['empty'], ['no.gguf'], ['nope', '--method', 'magic']):\n"
        "    assert main(['tune', *wrong, '--out', 'out']) == 2\n"
        "print([name for name in ('numpy', 'pandas', 'torch', 'transformers') if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
    )
    assert done.stdout.strip() == "[]"
    hub, empty, file, method = done.stderr.splitlines()
    assert "No model can be loaded from 'nope' (no such folder, and the hub: " in hub
    assert "'empty' (it is no folder with a config.json)" in empty
    assert "'no.gguf' (there is no such file)" in file
    assert "method='magic' is unknown. Use one of sft, dpo." in method
    assert not (tmp_path / "out").exists()
