"""German: a language that came by data alone, read and answered from its folder."""

from __future__ import annotations

import re
import time
from functools import cache

import numpy as np
import pandas as pd
import pytest

from assistant import Answer, Assistant
from assistant.kinds.features import cues as kind_cues
from assistant.kinds.router import route
from assistant.language import languages, wording
from assistant.language.registry import language, language_of
from assistant.planning.reading.clauses import split_question
from assistant.planning.reading.follow_up import matching_cues
from tools.messages import Message

ABOUT = """Members of a gym, one row each. Age, sex, region and fitness were recorded at entry,
before the course.
kurs: 1 = took the course (Kurs)
besuche: visits (Besuche) in the year after the course
unfaelle: accidents (Unfaelle) in the year after the course
app: 1 = used the training app (App) after entry
alter: age (Alter) in years at entry
geschlecht: sex (Geschlecht) of the member
region: where the gym is (Region)
fitness: fitness score (Fitness) at entry
"""
EFFECT = 4.0
FIRST = "Um wie viel erhöht der Kurs die Besuche?"


def gym(seed: int = 5, rows: int = 1500) -> pd.DataFrame:
    r = np.random.default_rng(seed)
    alter = r.integers(18, 80, rows)
    sex = r.choice(["Frau", "Mann"], rows)
    fitness = r.normal(50.0, 10.0, rows)
    kurs = (r.random(rows) < 1 / (1 + np.exp(-(fitness - 50) / 10 - (alter - 50) / 40))).astype(int)
    app = r.integers(0, 2, rows)
    visits = 30 + EFFECT * kurs + app + 0.3 * fitness + 0.05 * alter + 2.0 * (sex == "Frau")
    return pd.DataFrame(
        {
            "kurs": kurs, "besuche": (visits + 3 * r.normal(size=rows)).round(1),
            "unfaelle": r.poisson(np.clip(3 - 0.5 * kurs + 0.02 * (alter - 50), 0.1, None)), "app": app,
            "alter": alter, "geschlecht": sex, "region": r.choice(["Nord", "Ost"], rows),
            "fitness": fitness.round(1),
        }
    )  # fmt: skip


@cache
def assistant() -> Assistant:
    return Assistant(gym(), description=ABOUT)


def asked(*questions: str) -> list[Answer]:
    talk = assistant()
    talk.forget()
    return [talk.ask(question) for question in questions]


# ---------------------------------------------------------------- which language

GERMAN = [
    "Um wie viel senkt das Medikament die Genesungszeit?",
    "Wie wirkt sich die Werbung auf den Umsatz aus?",
    "Hilft Kaffee gegen Müdigkeit?",
    "Führt mehr Schlaf zu besseren Noten?",
    "Hängen Miete und Lärm zusammen?",
    "und nur für Frauen?",
    "lass das Alter weg",
    "Wie sicher ist das?",
    "Warum hast du nach sex adjustiert?",
    "Was würde passieren, wenn alle wt82_71 nähmen?",
]
NOT_GERMAN = [
    ("en", "How much does the drug shorten recovery?"),
    ("en", "What was the effect of price on sales?"),
    ("en", "Do women die younger than men?"),
    ("en", "and what if the hat size was 12?"),
    ("en", "leave age out"),
    ("en", "why was it random?"),
    ("zh", "培训对工资有什么影响？"),
    ("zh", "只看女性呢？"),
    ("zh", "kurs 对 besuche 有什么影响？"),
    ("zh", "你有多大把握？"),
]


@pytest.mark.parametrize("text", GERMAN)
def test_a_german_sentence_is_known_as_one(text: str) -> None:
    assert language_of(text) == "de"


@pytest.mark.parametrize(("code", "text"), NOT_GERMAN)
def test_other_languages_are_not_taken_for_german(code: str, text: str) -> None:
    assert language_of(text) == code


# ---------------------------------------------------------------- cause and effect

DIVIDED = [
    ("Was würde mit dem Durst passieren, wenn wir die Suppe salzen?", "suppe salzen", "durst"),
    ("Wie wirkt sich das Salz auf den Durst aus?", "salz", "durst"),
    ("Um wie viel senkt das neue Salz den Durst?", "neue salz", "durst"),
    ("Welchen Einfluss hat Salz auf den Durst?", "salz", "durst"),
    ("Welche Wirkung hat das Salz auf den Durst?", "salz", "durst"),
    ("Wie groß ist der Effekt von Salz auf Durst?", "salz", "durst"),
    ("Verringert Salz den Durst?", "salz", "durst"),
    ("Hilft Salz gegen Durst?", "salz", "durst"),
    ("Führt Salz zu mehr Durst?", "salz", "durst"),
    ("Würde mehr Salz den Durst steigern?", "salz", "durst"),
    ("Wenn wir die Suppe salzen, wie ändert sich der Durst?", "suppe salzen", "durst"),
    ("Liegt es am Salz, dass der Durst steigt?", "salz", "durst steigt"),
    ("Wird der Durst durch Salz erhöht?", "salz", "durst"),
    ("Je mehr Salz, desto größer der Durst?", "salz", "durst"),
]


@pytest.mark.parametrize(("question", "cause", "effect"), DIVIDED)
def test_cause_and_effect_are_told_apart(question: str, cause: str, effect: str) -> None:
    surest = split_question(question, "de")[0]
    assert cause in surest.cause and surest.effect == effect, surest
    assert effect not in surest.cause


def test_patterns_are_read_in_time() -> None:
    split_question(FIRST, "de")
    for text in ("wie wirkt " * 60, "der die das " * 50, "wenn wir, " * 60, "a" * 600):
        started = time.process_time()
        split_question(text, "de")
        list(matching_cues(text, "de"))
        route(text, "de")
        assert time.process_time() - started < 2.0


# ---------------------------------------------------------------- answers


def test_an_effect_is_answered_with_figures_as_germans_write_them() -> None:
    answer = asked(FIRST)[0]
    assert (answer.status, answer.kind, answer.language) == ("answered", "average_effect", "de")
    assert (answer.query.treatment, answer.query.outcome) == ("kurs", "besuche")
    assert abs(answer.estimate.value - EFFECT) < 4 * answer.estimate.std_error
    shown = wording("de").number(answer.estimate.value, answer.estimate.std_error)
    assert re.fullmatch(r"\d,\d+", shown) and shown in answer.headline
    assert not re.search(r"\d\.\d(?!\d\d)", answer.prose), answer.prose


def test_what_is_answered_in_german_holds_no_english_or_chinese() -> None:
    answer = asked(FIRST)[0]
    words = {word.casefold() for word in re.findall(r"[^\W\d_]+", answer.prose)}
    assert not words & {"of", "and", "would", "with", "is"}  # but for labels of columns
    assert not re.search(r"[\u3400-\u9fff]", answer.prose)


def test_a_group_is_asked_about() -> None:
    first, women, everyone = asked(FIRST, "und nur für Frauen?", "jetzt wieder alle")
    assert [str(c) for c in women.query.population] == ["geschlecht == Frau"]
    assert women.estimate.rows_used < first.estimate.rows_used == everyone.estimate.rows_used
    assert women.language == "de"


def test_an_association() -> None:
    answer = asked("Hängt das Alter mit den Unfaelle zusammen?")[0]
    assert (answer.status, answer.kind, answer.language) == ("answered", "association", "de")
    assert {answer.query.treatment, answer.query.outcome} == {"alter", "unfaelle"}


def test_a_comparison() -> None:
    answer = asked("Was bringt mehr Besuche, der Kurs oder die App?")[0]
    assert (answer.status, answer.kind, answer.language) == ("answered", "comparison", "de")
    assert answer.query.outcome == "besuche"
    assert "kurs" in answer.headline and "app" in answer.headline


@pytest.mark.parametrize(
    "question",
    [
        "Ist die Fitness eine Störgröße der Wirkung von Kurs auf Besuche?",
        "Ist Alter ein Mediator der Wirkung von Kurs auf Besuche?",
        "Nach welchen Variablen muss ich adjustieren, um die Wirkung von Kurs auf Besuche zu schätzen?",
        "Warum sollte ich nach Fitness adjustieren, um die Wirkung von Kurs auf Besuche zu schätzen?",
    ],
)
def test_a_question_about_the_graph(question: str) -> None:
    answer = asked(question)[0]
    assert (answer.status, answer.kind, answer.language) == ("answered", "graph_question", "de")
    assert (answer.query.treatment, answer.query.outcome) == ("kurs", "besuche")


NOT_BUILT = {
    "transport": "Gilt die Wirkung des Kurses auf die Besuche auch in einer anderen Stadt?",
    "quantile_effect": "Wie wirkt der Kurs auf die oberen zehn Prozent der Besuche?",
    "prediction": "Wie viele Besuche werden wir nächsten Monat haben?",
}


@pytest.mark.parametrize("kind", NOT_BUILT)
def test_a_kind_that_is_not_built_is_refused_by_name(kind: str) -> None:
    answer = asked(NOT_BUILT[kind])[0]
    assert (answer.status, answer.kind, answer.language) == ("not_answerable", kind, "de")
    assert answer.estimate is None
    assert wording("de").say(Message(f"kind-asked-{kind.replace('_', '-')}")) in answer.prose


def test_an_offer_is_taken_up() -> None:
    refused, answer = asked(NOT_BUILT["transport"], "ja")
    assert refused.status == "not_answerable"
    assert (answer.status, answer.kind, answer.language) == ("answered", "average_effect", "de")


# ---------------------------------------------------------------- after an answer


def test_a_column_is_left_out_and_the_change_taken_back() -> None:
    first, without, undone = asked(FIRST, "lass die Fitness weg", "mach das rückgängig")
    assert set(first.design.adjustment_set) - set(without.design.adjustment_set) == {"fitness"}
    assert abs(without.estimate.value - first.estimate.value) > 4 * first.estimate.std_error
    assert undone.estimate == first.estimate


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("Wie sicher ist das?", "sure"),
        ("Warum hast du nach Alter adjustiert?", "why_adjust"),
        ("Warum vergleichst du nicht einfach die Mittelwerte?", "why_design"),
        ("Was könnte daran falsch sein?", "wrong"),
        ("Welche Prüfungen sind nicht bestanden?", "checks"),
        ("zeig mir den Code", "code"),
        ("Erklär das meinem Chef", "manager"),
        ("Wie viele Zeilen hast du benutzt?", "rows"),
        ("Woher weißt du das?", "sources"),
        ("Zeig den Graphen", "graph"),
    ],
)
def test_a_view_of_the_last_answer(text: str, view: str) -> None:
    first, shown = asked(FIRST, text)
    assert shown.trace.turn.startswith(f"view {view}"), shown.trace.turn
    assert (shown.status, shown.language) == ("answered", "de")
    assert shown.estimate == first.estimate


def test_another_effect_another_estimator_and_another_language() -> None:
    _, other, matched, english = asked(
        FIRST, "Was ist mit Unfaelle?", "nimm das Matching", "auf Englisch bitte"
    )
    assert other.query.outcome == "unfaelle"
    assert matched.estimate.estimator == "propensity_matching"
    assert english.language == "en"


@pytest.mark.parametrize("text", ["Was ist mit dem Wetter?", "interessant, danke", "von 10 auf 12,5"])
def test_what_cannot_be_placed_is_asked_back(text: str) -> None:
    answer = asked(FIRST, text)[1]
    assert answer.status == "needs_clarification" and answer.estimate is None


def test_a_question_of_its_own_is_a_new_one() -> None:
    answer = asked(FIRST, "Erhöht das Alter die Besuche?")[1]
    assert (answer.query.treatment, answer.query.outcome) == ("alter", "besuche")


# ---------------------------------------------------------------- the files


@pytest.mark.parametrize(
    "name",
    [
        "clauses",
        "follow_up",
        "prose_check",
        "association",
        "comparison",
        "consent",
        "graph_question",
        "kinds",
    ],
)
def test_every_cue_file_is_there_with_the_groups_of_the_default_language(name: str) -> None:
    german, english = language("de").cues(name), language(languages()[0]).cues(name)
    assert set(german) == set(english)
    if name == "kinds":
        assert set(kind_cues("de").groups) == set(kind_cues("en").groups)
