"""The chat: asked over its own protocol, on this machine, as the page does it."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.ui.answers import HOSTILE, answer, refusal
from tools.errors import OptionError
from ui import chat


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trial whose drug lowers pressure by about five."""
    rng = np.random.default_rng(11)
    drug = rng.permutation(np.repeat([0, 1], 150))
    path = tmp_path_factory.mktemp("chat") / "trial.csv"
    pd.DataFrame({"drug": drug, "pressure": 120 - 5 * drug + rng.normal(0, 4, 300)}).to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def client(table: Path) -> Iterator[Any]:
    from gradio_client import Client

    said = (
        "Patients were assigned to the drug at random.\n\n"
        "- drug: got the drug (1 yes, 0 no)\n- pressure: blood pressure (mmHg)\n"
    )
    app = chat.build(data=str(table), description=said)
    app.launch(server_name="127.0.0.1", server_port=None, prevent_thread_lock=True, quiet=True, share=False)
    try:
        yield Client(app.local_url, verbose=False)
    finally:
        app.close()


def test_a_question_gets_prose_a_figure_and_checks(client: Any) -> None:
    cleared, talk, figure, checks, _ = client.predict(
        "What would happen to blood pressure if everyone got the drug?", [], None, "", api_name="/ask"
    )
    assert cleared == ""
    assert [message["role"] for message in talk] == ["user", "assistant"]
    assert "95% interval" in str(talk[1]["content"])
    assert figure is not None
    assert "Cannot detect" in checks


def test_bad_input_is_said_in_the_conversation() -> None:
    with pytest.raises(OptionError, match="Upload one"):
        chat._answer("What if?", None, None, "offline")


def test_text_from_outside_is_never_markup() -> None:
    for text in (
        chat.answer_markdown(answer(prose=HOSTILE, warnings=(HOSTILE,), unit=HOSTILE)),
        chat.sources_markdown(answer()),
    ):
        assert "alert" in text
        assert "<script" not in text.replace("\\<", "")


def test_a_refusal_shows_its_prose_alone() -> None:
    assert chat.answer_markdown(refusal()) == "The table says nothing about rain."
    assert "no estimate" in chat.checks_markdown(refusal())


def test_without_gradio_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any, **named: Any) -> Any:
        if name == "gradio":
            raise ModuleNotFoundError("No module named 'gradio'", name="gradio")
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(OptionError, match=r"pip install 'askwhy\[ui\]'"):
        chat.build()
