"""The states of the tokens are those that the encoder itself sums up."""

from __future__ import annotations

import numpy as np
import pytest

from tools.text.embedding import UniversalSentenceEmbedder, sentence_encoder, unit_rows
from tools.text.states import STATE_SIZE, token_states

TEXTS = ("Does a longer break help?", "延长休息时间有用吗？", "x", "", "Wie viele Pausen waren es im März?")


def summed_up(states: np.ndarray) -> np.ndarray:
    """What the encoder makes of the sum of the states: two layers with a shortcut, and tanh."""
    encoder = sentence_encoder()
    mean = (states.sum(axis=0) @ encoder.cnn_W + len(states) * encoder.cnn_b) / np.sqrt(len(states))
    hidden = np.maximum(mean @ encoder.p1 + np.maximum(mean @ encoder.d0, 0) @ encoder.d1, 0)
    return np.tanh(hidden @ encoder.p3 + np.maximum(hidden @ encoder.d2, 0) @ encoder.d3)


@pytest.mark.parametrize("text", TEXTS)
def test_their_sum_is_the_sentence_that_the_encoder_returns(text: str) -> None:
    (states,) = token_states([text])
    assert states.shape == (len(states), STATE_SIZE) and states.dtype == np.float32
    (expected,) = UniversalSentenceEmbedder().encode([text])
    np.testing.assert_allclose(unit_rows(summed_up(states))[0], expected, atol=1e-5)
    # The mirror: in another order the words make other windows, so another sentence.
    if len(states) > 5:
        (turned,) = token_states([" ".join(reversed(text.split())) if " " in text else text[::-1]])
        assert not np.allclose(unit_rows(summed_up(turned))[0], expected, atol=1e-2)


def test_each_text_is_read_by_itself() -> None:
    together = token_states(TEXTS)
    for text, states in zip(TEXTS, together, strict=True):
        np.testing.assert_array_equal(states, token_states([text])[0])
    assert token_states([]) == []
    assert len(token_states(["\ud800 half a character"])[0]) > 2
