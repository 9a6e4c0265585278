"""Report, terminal, chat, Slack and figures speak the language of the answer, whichever there is."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from assistant.answers.multiverse import Multiverse, Universe
from assistant.figures.sensitivity import draw_multiverse
from assistant.figures.standard import alt_text, available, figure
from assistant.language import languages, say
from assistant.language.registry import DEFAULT
from assistant.report import report_html, report_markdown
from tests.ui.answers import answer, refusal
from tools.messages import Message
from tools.types import Query
from ui.chat import panels
from ui.chat.events import labels
from ui.chat.messages import TITLES, answer_markdown, step_details, step_title
from ui.chat.session import Session, Turn
from ui.cli.options import ModelChoice
from ui.slack.blocks import answer_blocks, checks_blocks
from ui.slack.bot import help_text
from ui.text.answer import answer_lines, multiverse_lines

OTHERS = [code for code in languages() if code != DEFAULT]


def surfaces(code: str) -> dict[str, str]:
    """Everything that a person may read of one answer, each as text."""
    made = answer(language=code)
    assert made.estimate is not None and made.query is not None
    found = Multiverse(
        (Universe(Message("multiverse-answer"), ("soil",), made.estimate),), Query("a", "b"), "t", code
    )
    console = Console(width=100, file=io.StringIO())
    for line in (*answer_lines(made, [Path("effect.png")]), *multiverse_lines(found)):
        console.print(line)
    assert isinstance(console.file, io.StringIO)
    turn = Turn("What if?", answer=made)
    shown = {
        "terminal": console.file.getvalue(),
        "markdown": report_markdown(made),
        "html": report_html(made),
        "slack": str(answer_blocks(made, "k")),
        "slack checks": str(checks_blocks(made)),
        "slack help": help_text(code),
        "chat": answer_markdown(made),
        "multiverse": panels.multiverse_panel(turn, found),
    }
    shown |= {name: step_title(name, code) + step_details(name, made) for name in TITLES}
    shown |= {kind: alt_text(made, kind) for kind in available(made)}
    for panel in (panels.answer_panel, panels.checks_panel, panels.sent_panel, panels.arrows_panel):
        shown[panel.__name__] = panel(turn)
    return shown


@pytest.mark.parametrize("code", OTHERS)
def test_every_surface_speaks_the_language_of_the_answer(code: str) -> None:
    theirs, ours = surfaces(DEFAULT), surfaces(code)
    assert theirs.keys() == ours.keys()
    assert [name for name in ours if ours[name] == theirs[name]] == []


@pytest.mark.parametrize("code", OTHERS)
def test_the_words_of_a_figure_are_the_languages_own(code: str) -> None:
    for kind in available(answer(language=code)):
        drawn = [text.get_text() for text in figure(answer(language=code), kind).findobj(match=_is_text)]
        plain = [text.get_text() for text in figure(answer(), kind).findobj(match=_is_text)]
        assert set(drawn) != set(plain), kind
    one = Universe(Message("multiverse-answer"), (), answer().estimate)
    drawn_by = {
        spoken: {
            text.get_text()
            for text in draw_multiverse(Multiverse((one,), Query("a", "b"), None, spoken)).findobj(
                match=_is_text
            )
        }
        for spoken in (DEFAULT, code)
    }
    assert drawn_by[DEFAULT] != drawn_by[code]


def _is_text(artist: object) -> bool:
    return type(artist).__name__ in ("Text", "Annotation")


@pytest.mark.parametrize("code", OTHERS)
def test_every_label_of_the_page_has_words_of_its_own(code: str) -> None:
    ours, theirs = labels(code), labels(DEFAULT)
    assert [name for name in ours if ours[name] == theirs[name]] == []


@pytest.mark.parametrize("code", languages())
def test_the_page_takes_its_labels_from_the_answer_on_show_once(code: str, tmp_path: Path) -> None:
    session = Session("token", tmp_path / "session", ModelChoice(), None)
    assert session.relabel() is None  # no answer yet: the page is in the default language
    session.turns = [Turn("What if?", answer=answer(language=code))]
    assert session.language == code
    assert session.relabel() == (code if code != DEFAULT else None)
    assert session.relabel() is None


def test_a_refusal_and_its_headline_stand_in_every_surface() -> None:
    told = refusal()
    assert told.headline in report_markdown(told)
    assert told.headline in str(answer_blocks(told, "k"))


def test_steps_are_named_in_each_language() -> None:
    named = {code: [say(code, f"step-{name}") for name in TITLES] for code in languages()}
    assert len({tuple(names) for names in named.values()}) == len(named)
