"""Every id that code says has words in every language, with the same slots; checks speak all of them."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import jsonschema
import numpy as np
import pandas as pd
import pytest
from fluent.syntax import ast as fluent
from fluent.syntax import parse
from fluent.syntax.visitor import Visitor

from assistant import Assistant
from assistant.answers.answer import answer_schema
from assistant.language import language, languages, wording
from tests.words import said
from tools.checks import CHECKS, Finding, check
from tools.checks.battery import said_of
from tools.checks.setting import Setting
from tools.errors import EstimationError, OptionError
from tools.identification.estimand import assumptions_for, expression_for
from tools.messages import Columns, Message, Quantity, Scale, ScaleKind
from tools.types import Condition, Design, DesignKind, Query

ROOT = Path(__file__).resolve().parents[2]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Where ids are put together (what a check is called, asks and cannot detect), or handed on.
MADE_UP = {
    "tools/checks/battery.py": 3,
    "tools/data/cells/numbers.py": 2,
    "tools/data/coding.py": 1,
    "tools/data/covariates.py": 1,
    "tools/estimators/discontinuity.py": 1,
    "tools/identification/strategies.py": 1,
}


class _Slots(Visitor):
    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:
        self.found.add(node.id.name)


def words(code: str) -> dict[str, set[str]]:
    """id -> the slots that its words use, form and all ("effect-figure")."""
    found = {}
    for text in language(code).words():
        for entry in parse(text).body:
            assert not isinstance(entry, fluent.Junk), (code, entry.content)
            if isinstance(entry, fluent.Message):
                assert entry.id.name not in found, f"{entry.id.name} has words twice in {code}."
                slots = _Slots()
                slots.visit(entry)
                found[entry.id.name] = slots.found
    return found


def ids_said(root: str) -> Iterator[tuple[str, str | None]]:
    """(module, id) of each `Message(...)` in the code; None for an id that is put together there."""
    for path in sorted((ROOT / root).rglob("*.py")):
        module = path.relative_to(ROOT).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(getattr(node, "func", None), "id", "")
            if not isinstance(node, ast.Call) or name not in ("Message", "left_out") or not node.args:
                continue
            literals = [n.value for n in ast.walk(node.args[0]) if isinstance(n, ast.Constant)]
            texts = [text for text in literals if isinstance(text, str)]
            if isinstance(node.args[0], ast.JoinedStr) or not texts:
                yield module, None
            else:
                yield from ((module, text) for text in texts)


SAID = list(ids_said("tools"))


@pytest.mark.parametrize("code", languages())
def test_every_id_has_words(code: str) -> None:
    known = words(code)
    missing = {id for _, id in SAID if id is not None and id not in known}
    missing |= {message.id for name in CHECKS for message in said_of(name) if message.id not in known}
    assert len(SAID) > 100 and not missing


def test_ids_are_put_together_in_known_places_only() -> None:
    unread: dict[str, int] = {}
    for module, id in SAID:
        if id is None:
            unread[module] = unread.get(module, 0) + 1
    assert unread == MADE_UP


@pytest.mark.parametrize("code", languages()[1:])
def test_the_words_of_a_language_use_the_same_slots(code: str) -> None:
    first, other = words(languages()[0]), words(code)
    assert set(first) == set(other)

    def bare(slots: set[str]) -> set[str]:
        """Less the form: one language may need a plural where another has none."""
        return {slot.split("-")[0] for slot in slots}

    # A planner's reason for a column is still English, so other languages go without.
    differ = {id: bare(first[id]) ^ bare(other[id]) for id in first if bare(first[id]) != bare(other[id])}
    assert {id for id, slots in differ.items() if slots != {"reason"}} == set()
    assert all(id.startswith("conversation-why-") for id in differ)


def figures(text: str) -> set[str]:
    return set(re.findall(r"\d[\d,.]*\d|\d", text)) - {"0"}  # "nothing at all (0)" is a word in Chinese


def clinic() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    age = rng.normal(50, 8, 400)
    drug = (rng.normal(0, 8, 400) + age > 50).astype(int)
    return pd.DataFrame({"age": age, "drug": drug, "pressure": age - 5 * drug + rng.normal(0, 4, 400)})


def test_what_the_checks_found_is_said_in_every_language_with_the_same_figures() -> None:
    answer = Assistant(clinic()).effect("drug", "pressure", design="backdoor", adjust=["age"])
    assert len(answer.checks) >= 4
    for one in answer.checks:
        for part in (one.title, one.purpose, one.cannot_detect, one.detail):
            assert CHINESE.search(said(part, "zh")), said(part, "zh")
        assert figures(said(one.detail, "zh")) == figures(said(one.detail)), said(one.detail, "zh")
        assert "Rule:" in said(one.detail) and "规则：" in said(one.detail, "zh")


def design_of(kind: DesignKind, held: tuple[str, ...]) -> Design:
    return Design(
        kind,
        adjustment_set=held,
        instruments=("distance",) if kind is DesignKind.IV else (),
        mediators=("tar",) if kind is DesignKind.FRONTDOOR else (),
        running_variable="score" if kind is DesignKind.RDD else None,
        cutoff=60.0 if kind is DesignKind.RDD else None,
    )


@pytest.mark.parametrize("kind", list(DesignKind))
@pytest.mark.parametrize("held", [(), ("age",), ("age", "sex", "中文 列")])
def test_every_assumption_is_chinese_in_chinese(kind: DesignKind, held: tuple[str, ...]) -> None:
    for assumption in assumptions_for(Query("smoker", "weight", 0, 1), design_of(kind, held)):
        text = said(assumption.text, "zh")
        left = re.sub(r"smoker|weight|distance|tar|score|age|sex", "", text)
        assert CHINESE.search(text) and not re.search(r"[A-Za-z]{2,}", left), text


@pytest.mark.parametrize("kind", list(DesignKind))
@pytest.mark.parametrize("estimand", ["ATE", "ATT", "ATC", "ATO"])
@pytest.mark.parametrize("held", [(), ("age",)])
def test_every_formula_can_be_said(kind: DesignKind, estimand: str, held: tuple[str, ...]) -> None:
    query = Query("smoker", "weight", 0, 1, (Condition("age", ">=", 60),), estimand)
    formula = expression_for(query, design_of(kind, held))
    assert "weight" in said(formula) and "among rows with age >= 60" in said(formula)
    assert "限于 age >= 60 的行" in said(formula, "zh") and "among rows" not in said(formula, "zh")


# ---------------------------------------------------------------- a check from outside


@pytest.fixture
def own_check() -> Iterator[None]:
    """Registered as a user would, with words of its own and nothing in the language folders."""

    @check(
        "even_rows",
        purpose="Is the number of rows even?",
        cannot_detect="Everything else.",
        designs=[DesignKind.BACKDOOR],
    )
    def even_rows(setting: Setting) -> Finding:
        return Finding(False, 1.0, f"There are {setting.sample.rows} rows, and one too many. Rule: none.")

    yield
    CHECKS.remove("even_rows")


@pytest.mark.usefixtures("own_check")
@pytest.mark.parametrize("code", languages())
def test_a_users_own_check_shows_in_prose_and_json(code: str) -> None:
    question = {"en": "What is the effect of drug on pressure?", "zh": "drug 对 pressure 的影响是多少？"}
    answer = Assistant(clinic()).ask(question.get(code, question["en"]))
    told = answer.to_dict()
    jsonschema.validate(told, answer_schema())
    own = next(one for one in told["checks"] if one["name"] == "even_rows")
    assert own["purpose"] == "Is the number of rows even?" and own["cannot_detect"] == "Everything else."
    assert own["detail"] == "There are 400 rows, and one too many. Rule: none."
    assert "even rows" in answer.prose and "There are 400 rows, and one too many." in answer.prose


def test_a_check_brings_all_its_words_or_none() -> None:
    with pytest.raises(OptionError, match="Give both"):
        check("half_said", purpose="Is it?", designs=[DesignKind.BACKDOOR])
    assert "half_said" not in CHECKS


# ---------------------------------------------------------------- JSON and faults


def test_the_json_has_the_words_and_beside_them_ids_with_values() -> None:
    told = Assistant(clinic()).effect("drug", "pressure", design="backdoor", adjust=["age"]).to_dict()
    jsonschema.validate(told, answer_schema())
    overlap = next(one for one in told["checks"] if one["name"] == "overlap")
    ids = [message["id"] for message in overlap["said"]]
    assert ids == ["check-overlap-found", "check-overlap-rule"]
    treated = overlap["said"][0]["slots"]["treated"]
    assert treated["scale"] == "count" and f"the {treated['value']:,} treated rows" in overlap["detail"]
    nothing = told["assumptions"][0]
    assert nothing["text"] == "Nothing besides age affects both drug and pressure."
    assert nothing["id"] == "assumption-nothing-besides"
    assert nothing["slots"] == {"treatment": "drug", "outcome": "pressure", "held": ["age"]}
    assert json.dumps(told, allow_nan=False)


def test_a_refusal_names_its_reasons_and_what_helps_by_id() -> None:
    refused = Assistant(clinic(), graph="drug <-> pressure; drug -> pressure; age -> drug; age -> pressure")
    told = refused.effect("drug", "pressure").to_dict()
    jsonschema.validate(told, answer_schema())
    assert told["status"] == "not_identified"
    ids = [message["id"] for message in told["refusal"]["said"]]
    assert ids[0] == "refusal-nothing-identifies" and ids[-1] == "help-experiment"
    assert told["refusal"]["would_help"][-1] == "An experiment: assign drug at random."


def test_a_fault_of_the_sample_carries_its_reason_to_other_processes() -> None:
    import pickle

    fault = EstimationError(Message("check-reason-few-rows", {"rows": Quantity(3), "columns": Quantity(5)}))
    again = pickle.loads(pickle.dumps(fault))
    assert again.said == fault.said and said(again.said) == "3 rows are too few for 5 columns."
    assert (
        str(EstimationError("No rows.")) == "No rows."
        and said(EstimationError("No rows.").said) == "No rows."
    )
    assert str(again) == "check-reason-few-rows: rows=3, columns=5"


# ---------------------------------------------------------------- forms of a slot


def test_a_figure_has_three_digits_or_all_its_whole_ones() -> None:
    english = wording("en")
    shown = {3.4613: "3.46", 0.0213: "0.0213", 1520.4: "1,520", 1234567.8: "1,234,568", 2e-5: "2.00e-05"}
    assert {value: english.figure(value) for value in shown} == shown
    assert english.figure(float("inf")) == "unlimited" and english.figure(float("nan")) == "not a number"
    assert [english.percent(x) for x in (0.139, 0.8, 0.0, 0.00049)] == ["13.9%", "80%", "0%", "0%"]
    assert [english.p_value(x) for x in (0.0004, 0.0129)] == ["< 0.001", "0.013"]


def test_columns_are_listed_cut_or_counted() -> None:
    names = tuple("abcdef")
    message = Message("graph-untested", {"columns": Columns(names, 6)})
    assert said(message) == "Not tested: a, b, c, d, e and f."
    assert said(Message("check-balance-still", {"names": Columns(names, 4)})) == (
        "Still unbalanced: a, b, c, d and 2 more."
    )
    assert said(Message("graph-untested", {"columns": Columns(names, 0)})) == (
        "Not tested: the 6 columns adjusted for."
    )


def test_a_sentence_in_brackets_has_its_own_full_stop() -> None:
    stands_in = Message("as-given", {"text": Columns(("(Done so.)",))})
    assert said((stands_in, stands_in)) == "(Done so.) (Done so.)"


def test_a_share_keeps_its_scale() -> None:
    quantity = Quantity(0.5, scale=Scale(ScaleKind.SHARE))
    assert said(Message("check-rule-at-least-share", {"limit": quantity})) == "Rule: at least 50%."


def test_words_ship_with_the_package() -> None:
    for code in languages():
        assert files("assistant.language").joinpath(code, "words", "checks.ftl").is_file()
