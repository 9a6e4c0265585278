"""`transformers:<path>`: grammar, chat template, limits, on a tiny model with random weights made here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.models import Message, Patience, Prompt, open_model
from assistant.models.exchange import schema_problems
from assistant.models.transformers import TransformersModel
from tests.local_model import tiny_model
from tools.errors import ModelError, OptionError

SCHEMA = {
    "type": "object",
    "properties": {
        "treatment": {"type": "string", "enum": ["price", "season"]},
        "confidence": {"type": "number", "minimum": 0, "maximum": 1},
        "words": {"type": "string"},
        "others": {"type": "array", "items": {"type": "string", "enum": ["price", "season"]}},
    },
    "required": ["treatment", "confidence", "words", "others"],
    "additionalProperties": False,
}
PROMPT = Prompt((Message("system", "Plan."), Message("user", "What if the price rose?")))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def model(path: Path) -> TransformersModel:
    opened = open_model(f"transformers:{path}")
    assert isinstance(opened, TransformersModel)
    return opened


def test_json_parses_and_follows_the_schema_even_from_random_weights(model: TransformersModel) -> None:
    heard: list[str] = []
    reply = model.reply(PROMPT, SCHEMA, patience=Patience(seconds=60, max_tokens=4000, heard=heard.append))
    assert reply.data is not None
    assert schema_problems(reply.data, SCHEMA) == []
    assert json.loads("".join(heard)) == reply.data  # streamed as it was written
    assert reply.tokens_out > 5 and reply.tokens_in > 5
    again = model.reply(PROMPT, SCHEMA, patience=Patience(seconds=60, max_tokens=4000))
    assert again.text == reply.text


def test_the_chat_template_is_used(model: TransformersModel) -> None:
    _, tokenizer, _ = model._load()
    assert model._rendered(tokenizer, PROMPT) == "<system>Plan.<user>What if the price rose?<assistant>"


def test_limits_hold(model: TransformersModel) -> None:
    short = model.reply(PROMPT, patience=Patience(seconds=60, max_tokens=3))
    assert short.tokens_out <= 3
    with pytest.raises(ModelError, match="given up on request"):
        model.reply(PROMPT, patience=Patience(seconds=60, max_tokens=4000, stopped=lambda: True))
    with pytest.raises(ModelError, match="took longer"):
        model.reply(PROMPT, patience=Patience(seconds=0, max_tokens=4000))
    with pytest.raises(ModelError, match="too long"):
        model.reply(Prompt((Message("user", "price " * 9000),)))


def test_what_cannot_be_loaded_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(OptionError, match="No model can be loaded"):
        TransformersModel(str(tmp_path)).reply(PROMPT)
