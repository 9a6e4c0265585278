"""Cue files that are heard in all languages at once: each language brings its own, by data alone."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest

from assistant.designs.statements import statements
from assistant.designs.text import grammar
from assistant.language import language, languages, register_language, remove_language
from assistant.planning.design import make_study
from assistant.planning.offline import asks_for_a_verdict, asks_for_causes
from assistant.planning.reading.columns import is_called
from assistant.planning.reading.contrast import read_contrast
from assistant.planning.reading.cues import cues, load_cues
from assistant.planning.reading.numbers import figures
from assistant.planning.reading.population import read_population
from assistant.planning.reading.text import is_stopword
from assistant.planning.timing import place_columns, timing_grammar
from assistant.types import Reading
from tools.data import open_table, profile_table
from tools.errors import OptionError
from tools.types import ColumnProfile, DataProfile, DesignKind, Timing

ROOT = Path(__file__).resolve().parents[2]
LANGUAGE = ROOT / "docs" / "extending" / "language" / "es" / "language.toml"
SHARED = ("design", "design_timing", "reading_roles")  # with numbers that belong to no language
TOGETHER = (*SHARED, "function_words", "reading_contrast", "reading_open")

# A language's files; what they say is in no other language.
FILES = {
    "design": """
        [[cue]]
        name = "lottery"
        pattern = '''\\bsorteo\\b'''
        [[cue]]
        name = "plebiscito"
        design = "did"
        weight = 1.25
        pattern = '''\\bplebiscito\\b'''
        [columns]
        weather = '''\\blluvia\\b'''
        [said]
        denied_before = '''\\bjamas\\b'''
    """,
    "design_timing": """
        [[timing]]
        name = "measured before"
        pattern = '''\\bal comienzo\\b'''
    """,
    "reading_contrast": """
        [numbers]
        siete = 7
        [from_to]
        patterns = [{ text = "pasa de NUM a NUM" }, { text = "NUM frente a NUM", high_first = true }]
        [relative]
        percent = "por ciento"
        [bounds]
        ">=" = ["al menos NUM"]
    """,
    "reading_open": """
        patterns = ['''^que causa ''']
        verdicts = ['''^sirve ''']
    """,
    "reading_roles": """
        [designated]
        phrases.treatment = ["grupo tratado"]
    """,
    "function_words": """
        function = ["aunque"]
    """,
}


@contextmanager
def spoken(folder: Path, code: str) -> Iterator[None]:
    """A language with the files above, for as long as it is registered."""
    home = folder / code
    home.joinpath("cues").mkdir(parents=True)
    shutil.copy(LANGUAGE, home)
    for name, content in FILES.items():
        text = "\n".join(line.strip() for line in content.splitlines())
        home.joinpath("cues", f"{name}.toml").write_text(text, encoding="utf-8")
    register_language(home)
    try:
        yield
    finally:
        remove_language(code)


def table() -> pd.DataFrame:
    rows = range(120)
    return pd.DataFrame(
        {
            "dose": [row % 50 for row in rows],
            "age": [20 + row % 60 for row in rows],
            "ticket": [row % 2 for row in rows],
            "pulse": [60 + row % 7 for row in rows],
            "sales": [row % 11 for row in rows],
        }
    )


def profile(text: str = "") -> DataProfile:
    return profile_table(open_table(table()), text)


def dose() -> ColumnProfile:
    return profile()["dose"]


def stated(text: str, design: DesignKind) -> list[tuple[str, float, bool]]:
    study = make_study("", Reading("dose", "sales", 1.0), profile(text), open_table(table()))
    return [(said.name, said.weight, said.asserted) for said in statements(study, design)]


def timing_of(text: str) -> Timing:
    study = make_study("", Reading("dose", "sales", 1.0), profile(text), open_table(table()))
    return place_columns(study)["pulse"].timing


HEARD: dict[str, tuple[Callable[[], object], object]] = {
    "a family's words": (
        lambda: stated("Los tickets se dieron por sorteo.", DesignKind.IV),
        [("lottery", 3.0, True)],
    ),
    "a denial": (
        lambda: stated("Los tickets jamas fueron por sorteo.", DesignKind.IV),
        [("lottery", 3.0, False)],
    ),
    "a family of its own": (
        lambda: stated("Hubo un plebiscito.", DesignKind.DID),
        [("plebiscito", 1.25, True)],
    ),
    "what a column is": (lambda: bool(grammar().columns["weather"].search("lluvia")), True),
    "when it was measured": (lambda: timing_of("pulse: pulso al comienzo"), Timing.BEFORE),
    "a function word": (lambda: is_stopword("aunque"), True),
    "a number": (lambda: figures("siete"), (7.0,)),
    "from and to": (lambda: levels("la dosis pasa de siete a 9"), (7.0, 9.0)),
    "to and from": (lambda: levels("9 frente a siete"), (7.0, 9.0)),
    "a share": (lambda: read_contrast("", "20 por ciento", dose()).relative_step, 0.2),
    "a bound": (
        lambda: [str(c) for c in read_population("al menos 30", "", profile(), set())[0]],
        ["age >= 30"],
    ),
    "a question for causes": (lambda: asks_for_causes("que causa las ventas"), True),
    "a question for a verdict": (lambda: asks_for_a_verdict("sirve la dosis"), True),
    "what a codebook calls a column": (lambda: is_called("el grupo tratado", "treatment"), True),
}


def levels(text: str) -> tuple[object, object]:
    contrast = read_contrast(text, text, dose())
    return contrast.low, contrast.high


@pytest.mark.parametrize("what", HEARD)
def test_a_registered_language_is_heard_as_long_as_it_is_registered(what: str, tmp_path: Path) -> None:
    heard, expected = HEARD[what]
    assert heard() != expected
    with spoken(tmp_path, "xx"):
        assert heard() == expected
    assert heard() != expected


@pytest.mark.parametrize("code", ["aa", "xx"])
def test_what_is_heard_already_keeps_its_order_and_its_weight(code: str, tmp_path: Path) -> None:
    """Whether the code of the new language stands before or after those that are there."""
    cue_order = [(cue.name, cue.design, cue.weight) for cue in grammar().cues]
    groups = [group[:3] for group in timing_grammar().groups]
    bounds = list(load_cues("reading_contrast")["bounds"])
    with spoken(tmp_path, code):
        assert [(cue.name, cue.design, cue.weight) for cue in grammar().cues][:-1] == cue_order
        assert [group[:3] for group in timing_grammar().groups] == groups
        assert list(load_cues("reading_contrast")["bounds"]) == bounds


def test_a_file_of_a_language_that_was_taken_back_is_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with spoken(tmp_path / "first", "xx"):
        assert cues("xx", "design")["columns"]["weather"] == r"\blluvia\b"
    monkeypatch.setitem(FILES, "design", FILES["design"].replace("lluvia", "nieve"))
    with spoken(tmp_path / "second", "xx"):
        assert cues("xx", "design")["columns"]["weather"] == r"\bnieve\b"


def test_words_under_a_name_without_numbers_are_an_error_that_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FILES, "design", FILES["design"].replace('"lottery"', '"lotery"'))
    with (
        spoken(tmp_path, "xx"),
        pytest.raises(OptionError, match=r"'lotery'.*cues/design\.toml.*design, weight"),
    ):
        grammar()
    assert grammar()


# ---------------------------------------------------------------- what is in which file


@pytest.mark.parametrize("name", TOGETHER)
def test_no_file_of_a_language_speaks_in_the_script_of_another(name: str) -> None:
    scripts = {code: language(code).scripts for code in languages() if language(code).scripts}
    assert scripts
    for code in languages():
        file = language(code).folder.joinpath("cues", f"{name}.toml")
        text = file.read_text(encoding="utf-8") if file.is_file() else ""
        for other, ranges in scripts.items():
            signs = "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)
            assert other == code or not re.search(f"[{signs}]", text), (code, other)


@pytest.mark.parametrize("name", SHARED)
def test_what_languages_share_are_names_and_numbers(name: str) -> None:
    text = ROOT.joinpath("assistant", "cues", f"{name}.toml").read_text(encoding="utf-8")
    keys = set(re.findall(r"^(\w+) = ", text, re.MULTILINE))
    assert keys and not keys & {"pattern", "patterns", "with", "without", "words", "unless", "phrases"}
    for pattern in re.findall(r"'''(.*?)'''", text):
        assert not re.search(r"\w", pattern), pattern  # marks alone


@pytest.mark.parametrize(("name", "list_of"), [("design", "cue"), ("design_timing", "timing")])
def test_words_stand_under_names_that_have_their_numbers(name: str, list_of: str) -> None:
    shared = tomllib.loads(ROOT.joinpath("assistant", "cues", f"{name}.toml").read_text(encoding="utf-8"))
    numbered = [entry["name"] for entry in shared[list_of]]
    assert len(set(numbered)) == len(numbered)
    worded = [entry["name"] for code in languages() for entry in language(code).cues(name).get(list_of, ())]
    assert set(worded) == set(numbered)
